//! The way in which requests for an operation are told apart, also in protocols that aren't
//! generated.

use crate::model::Shape;

use super::data::CatalogueOperation;

/// The method, URI and target of an operation, as far as its service's protocol is known.
pub(super) fn of(service: &Shape, operation: &Shape) -> CatalogueOperation {
    let has = |protocol: &str| service.traits.has(protocol);
    let name = operation.id.name();
    let post = |uri: String, target: Option<String>| CatalogueOperation {
        method: Some("POST".to_owned()),
        uri: Some(uri),
        target,
        ..CatalogueOperation::default()
    };
    if has("aws.protocols#awsJson1_0") || has("aws.protocols#awsJson1_1") {
        let target = format!("{}.{name}", service.id.name());
        return post("/".to_owned(), Some(target));
    }
    if has("aws.protocols#restJson1") || has("aws.protocols#restXml") {
        return match &operation.traits.http {
            Some(http) => CatalogueOperation {
                method: Some(http.method.clone()),
                uri: Some(http.uri.clone()),
                ..CatalogueOperation::default()
            },
            None => CatalogueOperation::default(),
        };
    }
    if has("smithy.protocols#rpcv2Cbor") || has("smithy.protocols#rpcv2Json") {
        let service = service.id.name();
        return post(format!("/service/{service}/operation/{name}"), None);
    }
    if has("aws.protocols#awsQuery") || has("aws.protocols#ec2Query") {
        return post("/".to_owned(), Some(format!("Action={name}")));
    }
    CatalogueOperation::default()
}
