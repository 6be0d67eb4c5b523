//! The service and the operations that a configuration asks for.

use tinsmith::ServiceConfig;

use crate::support::{INPUT, model, report, whole};

#[test]
fn unknown_operations() {
    snapshot!(report(&[("model.json", &model(INPUT))], |config| {
        config.operations(["Get", "Gett", "DeleteEverything"])
    }));
}

#[test]
fn unknown_service() {
    snapshot!(report(&[("model.json", &model(INPUT))], |config| {
        config.service(ServiceConfig::new().id("example#Servce"))
    }));
}

#[test]
fn no_service() {
    snapshot!(whole(
        "{\n    \"smithy\": \"2.0\",\n    \"shapes\": {}\n}\n"
    ));
}

#[test]
fn an_sdk_id_without_a_word() {
    let traits = r#""aws.protocols#awsJson1_1": {}"#;
    let text = model(INPUT).replace(
        traits,
        &format!(r#"{traits}, "aws.api#service": {{ "sdkId": "" }}"#),
    );
    snapshot!(whole(&text));
}

#[test]
fn two_services_of_one_module() {
    let text = model(INPUT);
    snapshot!(report(&[("model.json", &text)], |config| {
        config
            .service(ServiceConfig::new().module("same"))
            .service(ServiceConfig::new().id("example#Service").module("same"))
    }));
}

/// A model of the service `Busy` with an operation, and of the service `Idle` with none.
const BUSY_AND_IDLE: &str = "$version: \"2.0\"\nnamespace example\n\n@aws.protocols#restJson1\nservice Idle { version: \"1\" }\n\n@aws.protocols#restJson1\nservice Busy { version: \"1\", operations: [Work] }\n\n@http(method: \"POST\", uri: \"/work\")\noperation Work {}\n";

#[test]
fn a_service_without_operations_stops_no_other_one() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.smithy"), BUSY_AND_IDLE).expect("written");
    let config = tinsmith::Config::new()
        .root(folder.path())
        .model("model.smithy");
    let tree = config.generate().expect("one service");
    let services = tree.summary().iter().map(|it| it.service.as_str());
    assert_eq!(services.collect::<Vec<_>>(), ["example#Busy"]);
    let warnings = tree.warnings().to_string();
    snapshot!(warnings.replace(&*folder.path().to_string_lossy(), "ROOT"));
}

#[test]
fn a_service_without_operations_that_is_named() {
    snapshot!(report(&[("model.smithy", BUSY_AND_IDLE)], |config| {
        config.service(ServiceConfig::new().id("example#Idle"))
    }));
}

#[test]
fn no_service_with_operations() {
    let idle = BUSY_AND_IDLE.split("\n\n@aws.protocols#restJson1\nservice Busy");
    let idle = idle.take(1).collect::<String>();
    snapshot!(report(&[("model.smithy", &idle)], |config| config));
}

#[test]
fn a_rename_of_an_id_that_is_nearly_there() {
    snapshot!(report(
        &[(
            "model.smithy",
            "$version: \"2.0\"\nnamespace example\n\n@aws.protocols#awsJson1_0\nservice Shelf {\n    operations: [Lend]\n    rename: { \"example#Boook\": \"Volume\" }\n}\n\noperation Lend {\n    input := { book: Book }\n}\n\nstructure Book {}\n"
        )],
        |config| config
    ));
}
