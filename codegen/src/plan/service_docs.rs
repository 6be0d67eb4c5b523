//! The title and documentation of a service.

use crate::model::{Kind, Shape};

use super::{docs, shape};

/// The name that people use for a service: its title, or the name that SDKs have for it.
pub(super) fn title(service: &Shape) -> Option<String> {
    let traits = &service.traits;
    traits.title.clone().or_else(|| traits.sdk_id.clone())
}

/// The lines of documentation: title and text.
pub(super) fn service_docs(service: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    let title = service.traits.title.as_deref().map(docs::line);
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        let end = if title.ends_with(['.', '!', '?']) {
            ""
        } else {
            "."
        };
        lines.push(format!("{title}{end}"));
    }
    let own = shape::documentation(&service.traits);
    if !own.is_empty() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(own);
    }
    lines
}

/// The link to AWS's own page about an operation, for models of AWS. Its address is the one that
/// boto3's documentation has: the `docId` of `aws.api#service`, by default the `sdkId` and the
/// version ([Smithy 2.0, AWS core traits](https://smithy.io/2.0/aws/aws-core.html#docid)).
pub(super) fn aws_page(service: &Shape, operation: &Shape) -> Option<String> {
    let Kind::Service(own) = &service.kind else {
        return None;
    };
    if !service.id.as_str().starts_with("com.amazonaws.") {
        return None;
    }
    let traits = &service.traits;
    let id = match (&traits.doc_id, &traits.sdk_id) {
        (Some(id), _) => id.clone(),
        (None, Some(name)) => {
            format!("{}-{}", name.to_lowercase().replace(' ', "-"), own.version)
        }
        (None, None) => return None,
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if !id.chars().all(is_plain) {
        return None;
    }
    let name = operation.id.name();
    Some(format!(
        "See [AWS's page](https://docs.aws.amazon.com/goto/WebAPI/{id}/{name})."
    ))
}
