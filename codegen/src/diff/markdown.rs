//! Changes as Markdown: for the description of a pull request.

use std::collections::BTreeSet;

use super::change::{Change, Group};
use super::data::Diff;
use super::rule::{Class, Rule};
use super::words;

/// The number of names of a list that are shown; the rest is counted.
const SHOWN: usize = 4;

impl Diff {
    /// Markdown for a pull request; with `verbose`, how documentation changes, word by word.
    pub fn to_markdown(&self, verbose: bool) -> String {
        render(self, verbose)
    }
}

fn render(diff: &Diff, verbose: bool) -> String {
    let mut out = summary(diff);
    for class in [Class::Breaking, Class::Additive] {
        section(diff, class, &mut out);
    }
    documentation(diff, verbose, &mut out);
    if !diff.not_compared.is_empty() {
        out.push_str("\n## Not compared\n\n");
        for left_out in &diff.not_compared {
            let module = module(diff, &left_out.service);
            let operation = &left_out.operation;
            out.push_str(&format!("- `{module}{operation}`: {}\n", left_out.reason));
        }
    }
    rules(diff, &mut out);
    out
}

/// The verdict, with counts.
fn summary(diff: &Diff) -> String {
    let counts: Vec<String> = Class::ALL
        .into_iter()
        .map(|class| format!("{} {}", diff.of_class(class).count(), class.id()))
        .collect();
    let verdict = if diff.is_empty() {
        return "**Nothing changes** for users or on the wire.\n".to_owned();
    } else if diff.is_breaking() {
        "This breaks users of the crate or the wire"
    } else {
        "Nothing breaks"
    };
    let mut out = format!("**{verdict}**: {}.\n", counts.join(", "));
    let secrets = diff
        .of_class(Class::Breaking)
        .filter(|change| change.rule == Rule::SensitiveRemoved);
    let places: BTreeSet<&str> = secrets
        .flat_map(|change| &change.places)
        .map(String::as_str)
        .collect();
    if !places.is_empty() {
        out.push_str(&format!(
            "\n**Secrets get into logs**: `Debug` no longer redacts {}.\n",
            names(&places)
        ));
    }
    out
}

/// The changes of a class, by operation and shape.
fn section(diff: &Diff, class: Class, out: &mut String) {
    let (new_types, changes): (Vec<&Change>, Vec<&Change>) = diff
        .of_class(class)
        .partition(|change| change.rule == Rule::TypeAdded);
    if new_types.is_empty() && changes.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {}\n", class.title()));
    let mut last: Option<(&str, &Group)> = None;
    for change in changes {
        let group = (change.service.as_str(), &change.group);
        if last != Some(group) {
            heading(diff, change, out);
            last = Some(group);
        }
        bullet(change, out);
    }
    if !new_types.is_empty() {
        // They come with members and operations, which are listed above.
        out.push_str("\n### New types\n\n");
        for change in new_types {
            let places: Vec<&str> = change.places.iter().map(String::as_str).collect();
            let module = module(diff, &change.service);
            let what = change.rust.as_deref().unwrap_or_default();
            let kind = what.strip_prefix("new ").unwrap_or(what);
            out.push_str(&format!("- `{module}{}`, {kind}\n", places.join(", ")));
        }
    }
}

fn heading(diff: &Diff, change: &Change, out: &mut String) {
    let module = module(diff, &change.service);
    let name = change.group.name();
    let title = match &change.group {
        Group::Service => format!("Service `{}`", change.service),
        Group::Operation(_) => format!("Operation `{module}{name}`"),
        Group::Type(_) => format!("Type `{module}{name}`"),
        Group::Error(_) => format!("Error `{module}{name}`"),
        Group::Simple(_) => format!("Shape `{module}{name}`"),
    };
    out.push_str(&format!("\n### {title}\n\n"));
    out.push_str(&format!("`{}`", change.group_shape));
    let same = diff.changes.iter().filter(|other| {
        other.service == change.service
            && other.group == change.group
            && other.rule.class() == change.rule.class()
    });
    let operations: BTreeSet<&str> = same
        .flat_map(|change| &change.operations)
        .map(String::as_str)
        .collect();
    let is_own = matches!(change.group, Group::Operation(_) | Group::Service);
    if !is_own && !operations.is_empty() {
        out.push_str(&format!(", used by {}", names(&operations)));
    }
    out.push_str("\n\n");
}

fn bullet(change: &Change, out: &mut String) {
    let mut line = String::from("- ");
    let places: BTreeSet<&str> = change.places.iter().map(String::as_str).collect();
    let mut effects = Vec::new();
    if let Some(text) = &change.rust {
        effects.push(format!("*Rust*: {text}"));
    }
    if let Some(text) = &change.wire {
        effects.push(format!("*wire*: {text}"));
    }
    if let Some(text) = &change.server {
        effects.push(format!("*server*: {text}"));
    }
    if !places.is_empty() {
        line.push_str(&names(&places));
        line.push_str(" — ");
    }
    line.push_str(&effects.join("; "));
    line.push_str(&format!(" ({}{})\n", shape(change), change.rule.id()));
    out.push_str(&line);
}

/// The shape that a change is about, unless it is the one that the heading names.
fn shape(change: &Change) -> String {
    if change.shape == change.group_shape {
        return String::new();
    }
    let namespace = |id: &str| id.split('#').next().map(str::to_owned);
    let name = match change.shape.split_once('#') {
        Some((_, name)) if namespace(&change.shape) == namespace(&change.group_shape) => name,
        _ => &change.shape,
    };
    format!("`{name}`, ")
}

/// Lists changes of documentation: names only, unless the words are asked for.
fn documentation(diff: &Diff, verbose: bool, out: &mut String) {
    let changes: Vec<&Change> = diff.of_class(Class::Documentation).collect();
    if changes.is_empty() {
        return;
    }
    out.push_str("\n## Documentation\n\n");
    for change in &changes {
        // A group's line is written with its first change.
        let is_same =
            |other: &&&Change| other.service == change.service && other.group == change.group;
        let group: Vec<&&Change> = changes.iter().filter(is_same).collect();
        let is_first = group
            .first()
            .is_some_and(|first| std::ptr::eq(**first, *change));
        if !is_first {
            continue;
        }
        let module = module(diff, &change.service);
        let name = match &change.group {
            Group::Service => format!("`{}`", change.service),
            group => format!("`{module}{}`", group.name()),
        };
        if verbose {
            out.push_str(&format!("- {name}\n"));
            for change in group {
                let places: Vec<&str> = change.places.iter().map(String::as_str).collect();
                let what = match places.as_slice() {
                    [] => "the service".to_owned(),
                    places => format!("`{}`", places.join("`, `")),
                };
                let text = match (&change.texts, &change.rust) {
                    (Some((old, new)), _) => words::difference(old, new),
                    (None, text) => text.clone().unwrap_or_default(),
                };
                out.push_str(&format!("  - {what}: {text}\n"));
            }
            continue;
        }
        let members: Vec<String> = group
            .iter()
            .flat_map(|change| &change.places)
            .map(|place| {
                let own = place.strip_prefix(change.group.name());
                let member = own.and_then(|rest| rest.strip_prefix("::"));
                match (own, member) {
                    (Some(""), _) => "itself".to_owned(),
                    (_, Some(member)) => format!("`{member}`"),
                    _ => format!("`{place}`"),
                }
            })
            .collect();
        if members.is_empty() {
            out.push_str(&format!("- {name}\n"));
        } else {
            out.push_str(&format!("- {name}: {}\n", members.join(", ")));
        }
    }
}

/// Why the changes are of their classes.
fn rules(diff: &Diff, out: &mut String) {
    let used: BTreeSet<(Class, Rule)> = diff
        .changes
        .iter()
        .map(|change| (change.rule.class(), change.rule))
        .filter(|(class, _)| *class != Class::Documentation)
        .collect();
    if used.is_empty() {
        return;
    }
    out.push_str("\n## Rules\n\n");
    for (class, rule) in used {
        let (id, reason) = (rule.id(), rule.reason());
        out.push_str(&format!("- {id} ({}): {reason}\n", class.id()));
    }
}

/// Names as code, the first of them.
fn names(all: &BTreeSet<&str>) -> String {
    let mut shown: Vec<String> = all
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match all.len().saturating_sub(SHOWN) {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    match shown.pop() {
        Some(last) if shown.is_empty() => last,
        Some(last) => format!("{} and {last}", shown.join(", ")),
        None => String::new(),
    }
}

/// The prefix of names if several services are compared.
fn module(diff: &Diff, service: &str) -> String {
    if diff.services > 1 {
        format!("{service}::")
    } else {
        String::new()
    }
}
