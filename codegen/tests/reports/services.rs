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
