//! The title and documentation of a service.

use crate::model::Shape;

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
