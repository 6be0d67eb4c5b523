//! Models of Smithy 1.0 as models of 2.0, and features that aren't of a file's version
//! ([migrating to Smithy 2.0](https://smithy.io/2.0/guides/migrating-idl-1-to-2.html)).

use foldhash::{HashMap, HashMapExt};

use crate::diagnostic::{Diagnostic, Report};

use super::file::{File, Version};
use super::node::{Entries, Node};
use super::shape::{Member, Shape};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";
const REQUIRED: &str = "smithy.api#required";
const STREAMING: &str = "smithy.api#streaming";
const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

/// The types that had a value of their own in 1.0 where a member wasn't set, with that value.
const ZEROS: [(&str, &str); 8] = [
    ("boolean", "false"),
    ("byte", "0"),
    ("double", "0"),
    ("float", "0"),
    ("intEnum", "0"),
    ("integer", "0"),
    ("long", "0"),
    ("short", "0"),
];

/// The namespace of the prelude, and how the names of its shapes that aren't boxed begin.
const PRIMITIVE: [&str; 2] = ["smithy.api", "Primitive"];

/// How members of version 1.0 treat a shape that they target.
#[derive(Clone, Copy)]
enum Target {
    /// A member has the value if it isn't set.
    Zero(&'static str),
    /// A streaming blob, which is empty if it isn't set.
    Stream,
}

/// Reports features that a file's version doesn't have, and gives shapes and members of files of
/// version 1.0 the defaults that they had without saying so.
pub(super) fn upgrade(files: &mut [File<'_>], report: &mut Report) {
    for file in &*files {
        for (key, shape) in &file.shapes {
            check(file, &key.name, shape, report);
        }
    }
    if files.iter().all(|file| file.version == Version::V2) {
        return;
    }
    let applied = Applied::of(files);
    let targets = targets(files, &applied);
    for file in files.iter_mut() {
        if file.version == Version::V1 {
            for (key, shape) in &mut file.shapes {
                upgrade_shape(&key.name, shape, &targets, &applied);
            }
        }
    }
}

/// The traits of `apply` statements that defaults depend on, by the ids of shapes and members. Any
/// file may apply traits to a shape.
struct Applied<'a>(HashMap<String, Vec<(&'static str, Node<'a>)>>);

impl<'a> Applied<'a> {
    fn of(files: &[File<'a>]) -> Self {
        let mut applied: HashMap<String, Vec<_>> = HashMap::new();
        for (key, shape) in files.iter().flat_map(|file| &file.shapes) {
            if shape.kind.string().as_deref() != Some("apply") {
                continue;
            }
            for name in [BOX, DEFAULT, REQUIRED, STREAMING] {
                if let Some(value) = shape.traits.get(name) {
                    let traits = applied.entry(key.name.to_string()).or_default();
                    traits.push((name, *value));
                }
            }
        }
        Self(applied)
    }

    /// The value of a trait that a shape or member has, by itself or by a statement.
    fn get(&self, id: &str, own: &Entries<'a, Node<'a>>, name: &str) -> Option<Node<'a>> {
        own.get(name).copied().or_else(|| {
            let mut traits = self.0.get(id)?.iter();
            traits
                .find(|(applied, _)| *applied == name)
                .map(|(_, value)| *value)
        })
    }

    fn has(&self, id: &str, own: &Entries<'a, Node<'a>>, name: &str) -> bool {
        self.get(id, own, name).is_some()
    }
}

fn check(file: &File<'_>, id: &str, shape: &Shape<'_>, report: &mut Report) {
    let kind = shape.kind.string();
    let kind = kind.as_deref().unwrap_or_default();
    let mut problem = |node: &str, message: &str, help: &str| {
        report.add(
            Diagnostic::new(message)
                .at(file.place.of(node), "not in this version")
                .shape(id)
                .help(help),
        );
    };
    let given = |name: &str| {
        let members = shape.members.iter().map(|(_, member)| member);
        let elements = shape.elements().named();
        let elements = elements
            .into_iter()
            .filter_map(|(_, member)| member.as_ref());
        let of_members = members
            .chain(elements)
            .flat_map(|member| member.traits.iter());
        let mut all = shape.traits.iter().chain(of_members);
        all.find(|(key, _)| key.name == name)
            .map(|(key, _)| &*key.name)
    };
    match file.version {
        Version::V1 => {
            let help = "make the file one of version 2.0";
            if matches!(kind, "enum" | "intEnum") {
                let message =
                    format!("{kind} shapes need Smithy 2.0, and the file is of version 1.0");
                problem(shape.kind.text(), &message, help);
            }
            if let Some(mixin) = given("smithy.api#mixin") {
                problem(
                    mixin,
                    "mixins need Smithy 2.0, and the file is of version 1.0",
                    help,
                );
            }
            if let Some(first) = shape.mixins.first() {
                let message = "mixins need Smithy 2.0, and the file is of version 1.0";
                problem(first.target.text(), message, help);
            }
            if let Some(default) = given(DEFAULT) {
                let message = "the trait default needs Smithy 2.0, and the file is of version 1.0";
                problem(default, message, help);
            }
            if let Some(properties) = shape.bindings().own_properties {
                let message =
                    "properties of resources need Smithy 2.0, and the file is of version 1.0";
                problem(properties.text(), message, help);
            }
        }
        Version::V2 => {
            if kind == "set" {
                let message = "set shapes can't be used in Smithy 2.0";
                let help = "write a list with the trait uniqueItems";
                problem(shape.kind.text(), message, help);
            }
            if let Some(name) = given(BOX) {
                let message = "the trait box isn't in Smithy 2.0";
                problem(
                    name,
                    message,
                    "leave it out: without a default, a member can be unset",
                );
            }
        }
    }
}

/// The shapes that members of version 1.0 get a default of, by their ids.
fn targets<'a>(files: &[File<'a>], applied: &Applied<'a>) -> HashMap<String, Target> {
    let mut targets = HashMap::new();
    for (kind, zero) in ZEROS {
        let mut name: String = kind.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let [namespace, prefix] = PRIMITIVE;
        targets.insert(format!("{namespace}#{prefix}{name}"), Target::Zero(zero));
    }
    for file in files {
        for (key, shape) in &file.shapes {
            if let Some(target) = target(file.version, &key.name, shape, applied) {
                targets.insert(key.name.to_string(), target);
            }
        }
    }
    targets
}

fn target<'a>(
    version: Version,
    id: &str,
    shape: &Shape<'a>,
    applied: &Applied<'a>,
) -> Option<Target> {
    let kind = shape.kind.string()?;
    if kind == "blob" && applied.has(id, &shape.traits, STREAMING) {
        return Some(Target::Stream);
    }
    let zero = zero(&kind)?;
    let has_zero = match version {
        Version::V1 => !applied.has(id, &shape.traits, BOX),
        // A shape of version 2.0 was boxed in 1.0 unless its default is the zero value.
        Version::V2 => {
            let default = applied.get(id, &shape.traits, DEFAULT);
            default.is_some_and(|value| value.text() == zero)
        }
    };
    has_zero.then_some(Target::Zero(zero))
}

fn zero(kind: &str) -> Option<&'static str> {
    ZEROS
        .iter()
        .find(|(name, _)| *name == kind)
        .map(|(_, zero)| *zero)
}

fn upgrade_shape<'a>(
    id: &str,
    shape: &mut Shape<'a>,
    targets: &HashMap<String, Target>,
    applied: &Applied<'a>,
) {
    let kind = shape.kind.string().unwrap_or_default().into_owned();
    match &*kind {
        // A set is a list of which no item is there twice.
        "set" => {
            shape.kind = Node::of("\"list\"");
            if !shape.traits.has(UNIQUE_ITEMS) {
                shape.traits.push(UNIQUE_ITEMS, Node::of("{}"));
            }
        }
        "structure" => {
            for (key, member) in shape.members.iter_mut() {
                let id = format!("{id}${}", key.name);
                upgrade_member(&id, member, targets, applied);
            }
        }
        _ => {
            if let Some(zero) = zero(&kind)
                && !applied.has(id, &shape.traits, BOX)
                && !applied.has(id, &shape.traits, DEFAULT)
            {
                shape.traits.push(DEFAULT, Node::of(zero));
            }
        }
    }
}

fn upgrade_member<'a>(
    id: &str,
    member: &mut Member<'a>,
    targets: &HashMap<String, Target>,
    applied: &Applied<'a>,
) {
    let has = |name: &str| applied.has(id, &member.traits, name);
    if has(DEFAULT) {
        return;
    }
    let default = if has(BOX) {
        "null"
    } else {
        let target = member.target.string();
        match target.and_then(|id| targets.get(&*id).copied()) {
            Some(Target::Zero(zero)) => zero,
            Some(Target::Stream) if !has(REQUIRED) => "\"\"",
            _ => return,
        }
    };
    member.traits.push(DEFAULT, Node::of(default));
}
