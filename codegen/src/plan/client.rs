//! The facts about a service that its clients need.

use crate::ir::Client;
use crate::ir::endpoint::EndpointRules;
use crate::model::Shape;
use crate::services;

/// The facts about the service that a client needs. AWS's own names have defaults
/// ([Smithy 2.0, `aws.api#service`](https://smithy.io/2.0/aws/aws-core.html#aws-api-service-trait)).
pub(super) fn client(service: &Shape, version: &str, rules: Option<&EndpointRules>) -> Client {
    let traits = &service.traits;
    let special = services::special(service);
    let bucket = special.takes_forms.then_some("Bucket");
    let mut params = rules.into_iter().flat_map(|rules| &rules.params);
    let bucket = bucket.and_then(|bucket| params.find(|param| param.name == bucket));
    let sdk_id = traits.sdk_id.clone();
    let signing_name = traits
        .signing_name
        .clone()
        .unwrap_or_else(|| service.id.name().to_ascii_lowercase());
    Client {
        sdk_id: sdk_id.unwrap_or_else(|| service.id.name().to_owned()),
        endpoint_prefix: traits
            .endpoint_prefix
            .clone()
            .unwrap_or_else(|| signing_name.clone()),
        signing_name,
        version: version.to_owned(),
        content_hash: special.content_hash,
        bucket_of_forms: bucket.map(|param| param.setter.clone()),
    }
}
