//! Every generated type of the goldens and of emr-sessions, and every operation, with random
//! documents made from their models. The build script lists them, so none can be forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use robust::walk::{Purpose, Walk, same};
use robust::{Recorder, Service, services};
use serde_json::Value;

/// The model of a service. Each is parsed once.
fn model(service: &Service) -> &'static Value {
    static MODELS: LazyLock<BTreeMap<&str, Value>> = LazyLock::new(|| {
        let parsed = services().iter().map(|service| {
            let model = serde_json::from_str(service.model).expect("a model");
            (service.module, model)
        });
        parsed.collect()
    });
    MODELS.get(service.module).expect("a model")
}

#[test]
fn the_table_has_every_structure_union_and_enum_that_is_generated() {
    let mut types = 0;
    for service in services() {
        let names: BTreeSet<_> = service.types.iter().map(|ty| ty.name).collect();
        assert_eq!(names.len(), service.types.len(), "{}", service.module);
        for operation in &service.operations {
            assert!(names.contains(operation.name), "{}", operation.name);
        }
        types += names.len();
    }
    let operations: usize = services()
        .iter()
        .map(|service| service.operations.len())
        .sum();
    println!(
        "{} services, {types} types, {operations} operations",
        services().len()
    );
    // Fewer would mean that the build script doesn't find them any more.
    assert!(
        types >= 140 && operations >= 25,
        "{types} types, {operations} operations"
    );
}

#[test]
fn there_are_secrets_to_look_for() {
    let mut found = BTreeSet::new();
    for service in services() {
        let model = model(service);
        for (seed, ty) in service.types.iter().cycle().take(400).enumerate() {
            let mut walk = Walk::new(model, service.protocol, Purpose::Value, seed as u64);
            let text = walk.document(ty.shape).to_string();
            // Blobs and numbers are there in one of the forms that are looked for.
            if walk.secrets.iter().any(|secret| text.contains(secret)) {
                found.insert((service.module, ty.name));
            }
        }
    }
    for ty in [
        ("sensitive", "SignIn"),
        ("sensitive", "SignInOutput"),
        ("sensitive", "Login"),
        ("sensitive", "Proof"),
        ("emr", "GetClusterSessionCredentialsOutput"),
        ("emr_containers", "Credentials"),
        ("radio", "News"),
        ("errors", "Leak"),
    ] {
        assert!(found.contains(&ty), "{ty:?} of {found:?}");
    }
}

/// Whether a client sends something else than what it is given, as `docs/services.md` and
/// `docs/checksums.md` say. A server
/// isn't special: S3's finds buckets in paths only, where the endpoint puts them.
fn is_special(model: &Value) -> bool {
    let mut shapes = model["shapes"].as_object().into_iter().flatten();
    shapes.any(|(_, shape)| {
        // A client adds the checksum and its algorithm, and refuses algorithms that there aren't.
        if !shape["traits"]["aws.protocols#httpChecksum"].is_null() {
            return true;
        }
        let id = &shape["traits"]["aws.api#service"]["sdkId"];
        let special = [
            "API Gateway",
            "Glacier",
            "Machine Learning",
            "Route 53",
            "S3",
            "S3 Control",
        ];
        id.as_str().is_some_and(|id| special.contains(&id))
    })
}

proptest! {
    // Each case is every type.
    #![proptest_config(ProptestConfig {
        cases: robust::cases(25),
        failure_persistence: None,
        ..Default::default()
    })]

    /// Decoded and encoded, a document is the same; encoded and decoded, a value is; and `Debug`
    /// has none of the secrets that are in it.
    #[test]
    fn documents_and_values_come_back_and_secrets_stay_inside(seed in any::<u64>()) {
        for service in services() {
            let model = model(service);
            for ty in &service.types {
                let mut walk = Walk::new(model, service.protocol, Purpose::Value, seed);
                let document = walk.document(ty.shape);
                let name = format!("{}::{}", service.module, ty.name);
                let decoded = (ty.round)(document.clone())
                    .map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{document}")))?;
                prop_assert!(same(&decoded.document, &document), "{}\n{}\n{}", name, document, decoded.document);
                for secret in &walk.secrets {
                    prop_assert!(!decoded.debug.contains(secret), "{}: {} in {}", name, secret, decoded.debug);
                }
            }
        }
    }

    /// A client's request is read by the server as the same input, and the server's response by
    /// the client as the same output.
    #[test]
    fn inputs_and_outputs_survive_the_wire(seed in any::<u64>()) {
        for service in services() {
            let model = model(service);
            if is_special(model) {
                continue;
            }
            for operation in &service.operations {
                let name = format!("{}::{}", service.module, operation.name);
                let input = Walk::new(model, service.protocol, Purpose::Request, seed)
                    .document(operation.input);
                let mut walk = Walk::new(model, service.protocol, Purpose::Response, !seed);
                let output = walk.document(operation.output);
                let recorder = Arc::new(Recorder::new(Some(output.clone())));
                let request = (operation.request)(input.clone())
                    .map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{input}")))?;
                let printed = format!("{request:?}");
                let response = (operation.answer)(recorder.clone(), request);
                let body = String::from_utf8_lossy(response.body()).into_owned();
                prop_assert!(response.status().is_success(), "{}: {}\n{}\n{}", name, body, input, printed);
                let read = recorder.input().unwrap_or_default();
                prop_assert!(same(&read, &input), "{}\n{}\n{}\n{}", name, input, read, printed);
                let decoded = (operation.response)(response)
                    .map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{output}")))?;
                prop_assert!(same(&decoded.document, &output), "{}\n{}\n{}", name, output, decoded.document);
                for secret in &walk.secrets {
                    prop_assert!(!decoded.debug.contains(secret), "{}: {} in {}", name, secret, decoded.debug);
                }
            }
        }
    }
}
