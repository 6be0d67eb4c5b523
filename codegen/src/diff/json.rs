//! Changes as JSON, for programs. The form is documented in `docs/diff.md`: properties may be
//! added to it, and none changes its meaning.

use serde::Serialize;

use super::change::Change;
use super::data::Diff;
use super::rule::Class;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'d> {
    version: &'static str,
    breaking: bool,
    counts: Counts,
    changes: Vec<Entry<'d>>,
    not_compared: Vec<LeftOut<'d>>,
}

#[derive(Serialize)]
struct Counts {
    breaking: usize,
    additive: usize,
    documentation: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'d> {
    class: &'static str,
    rule: &'static str,
    reason: &'static str,
    service: &'d str,
    /// The group.
    kind: &'static str,
    name: &'d str,
    group_shape: &'d str,
    shape: &'d str,
    places: Vec<&'d str>,
    operations: Vec<&'d str>,
    rust: Option<&'d str>,
    wire: Option<&'d str>,
    server: Option<&'d str>,
    documentation: Option<Documentation<'d>>,
}

#[derive(Serialize)]
struct Documentation<'d> {
    old: &'d str,
    new: &'d str,
}

#[derive(Serialize)]
struct LeftOut<'d> {
    service: &'d str,
    operation: &'d str,
    reason: &'d str,
}

impl Diff {
    /// JSON in the form that `docs/diff.md` describes.
    pub fn to_json(&self) -> String {
        render(self)
    }
}

fn render(diff: &Diff) -> String {
    let count = |class| diff.of_class(class).count();
    let document = Document {
        version: "1.0",
        breaking: diff.is_breaking(),
        counts: Counts {
            breaking: count(Class::Breaking),
            additive: count(Class::Additive),
            documentation: count(Class::Documentation),
        },
        changes: Class::ALL
            .into_iter()
            .flat_map(|class| diff.of_class(class))
            .map(entry)
            .collect(),
        not_compared: diff
            .not_compared
            .iter()
            .map(|left_out| LeftOut {
                service: &left_out.service,
                operation: &left_out.operation,
                reason: &left_out.reason,
            })
            .collect(),
    };
    // Text, numbers and lists of them can always be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn entry(change: &Change) -> Entry<'_> {
    let texts = change.texts.as_ref();
    Entry {
        class: change.rule.class().id(),
        rule: change.rule.id(),
        reason: change.rule.reason(),
        service: &change.service,
        kind: change.group.kind(),
        name: change.group.name(),
        group_shape: &change.group_shape,
        shape: &change.shape,
        places: change.places.iter().map(String::as_str).collect(),
        operations: change.operations.iter().map(String::as_str).collect(),
        rust: change.rust.as_deref(),
        wire: change.wire.as_deref(),
        server: change.server.as_deref(),
        documentation: texts.map(|(old, new)| Documentation { old, new }),
    }
}
