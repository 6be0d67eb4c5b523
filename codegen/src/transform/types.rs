//! Changes the types of shapes
//! ([changeTypes](https://smithy.io/2.0/guides/smithy-build-json.html#changetypes)).

use std::borrow::Cow;

use foldhash::HashMap;

use crate::ast::{Entries, File, Key, Member, Node, Shape};
use crate::shape_type::Type;

use super::problem::Problem;
use super::texts::Sheet;

const ENUM: &str = "smithy.api#enum";
const ENUM_VALUE: &str = "smithy.api#enumValue";
const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";
const UNIT: &str = "\"smithy.api#Unit\"";

/// Gives shapes other types.
pub(super) fn change<'a>(
    files: &mut [File<'a>],
    types: &[(String, String)],
    makes_names: bool,
    sheet: &'a Sheet,
) -> Result<(), Problem> {
    let types: HashMap<&str, &str> = types.iter().map(|(id, kind)| (&**id, &**kind)).collect();
    let texts = sheet.get_or_init(|| {
        let kinds = types.values();
        let mut texts: HashMap<String, String> = kinds
            .map(|kind| ((*kind).to_owned(), format!("\"{kind}\"")))
            .collect();
        for (key, shape) in files.iter().flat_map(|file| &file.shapes) {
            let is_string = types.get(&*key.name) == Some(&"string");
            if is_string && shape.kind.string().as_deref() == Some("enum") {
                texts.insert(key.name.to_string(), values(shape));
            }
        }
        texts
    });
    let mut missing: Vec<&str> = types.keys().copied().collect();
    missing.sort_unstable();
    for file in files {
        for (key, shape) in &mut file.shapes {
            let Some(to) = types.get(&*key.name) else {
                continue;
            };
            if shape.kind.string().as_deref() == Some("apply") {
                continue;
            }
            missing.retain(|id| *id != key.name);
            let text = texts.get(*to).map(String::as_str).unwrap_or_default();
            let kind = Node::of(text);
            let values = texts.get(&*key.name).map(|text| Node::of(text));
            retype(shape, to, kind, values, makes_names).map_err(|(problem, help)| {
                (
                    format!(
                        "{} can't become a shape of the type {to}: {problem}",
                        key.name
                    ),
                    help,
                )
            })?;
        }
    }
    match missing.first() {
        Some(id) => Err((
            format!("the shape {id} isn't in the model"),
            "name shapes by absolute ids that are there",
        )),
        None => Ok(()),
    }
}

/// Makes enums of all strings with an enum trait whose values have names.
pub(super) fn enums(files: &mut [File<'_>], makes_names: bool) {
    for file in files {
        for (_, shape) in &mut file.shapes {
            if shape.kind.string().as_deref() == Some("string")
                && let Some(members) = members(shape, makes_names)
            {
                become_enum(shape, members);
            }
        }
    }
}

const HELP: &str = "a simple type can become another one that isn't an enum, a list a set, a structure a union, a union a structure, and a string with named values an enum";

fn retype<'a>(
    shape: &mut Shape<'a>,
    to: &str,
    kind: Node<'a>,
    values: Option<Node<'a>>,
    makes_names: bool,
) -> Result<(), Problem> {
    let name = shape.kind.string().unwrap_or_default().into_owned();
    let (Some(from), Some(to)) = (Type::from_name(&name), Type::from_name(to)) else {
        return Err((format!("{to} isn't a type"), HELP));
    };
    match (from, to) {
        _ if from == to => {}
        (Type::String, Type::Enum) => match members(shape, makes_names) {
            Some(members) => become_enum(shape, members),
            None => {
                let problem = "it has no enum trait whose values all have names";
                return Err((
                    problem.to_owned(),
                    "give the values names, or set `synthesizeEnumNames`",
                ));
            }
        },
        _ if from.is_simple() && to.is_simple() && !matches!(to, Type::Enum | Type::IntEnum) => {
            shape.kind = kind;
            shape.members = Entries::default();
            if let Some(values) = values {
                shape.traits.push(ENUM, values);
            }
        }
        // A set of Smithy 2.0 is a list of which no item is there twice.
        (Type::List, Type::Set) => {
            if !shape.traits.has(UNIQUE_ITEMS) {
                shape.traits.push(UNIQUE_ITEMS, Node::of("{}"));
            }
        }
        (Type::Set, Type::List)
        | (Type::Structure, Type::Union)
        | (Type::Union, Type::Structure) => {
            shape.kind = kind;
        }
        _ => return Err((format!("it is of the type {name}"), HELP)),
    }
    Ok(())
}

fn become_enum<'a>(shape: &mut Shape<'a>, members: Entries<'a, Member<'a>>) {
    shape.kind = Node::of("\"enum\"");
    shape.members = members;
    shape.traits.retain(|id| id != ENUM);
}

/// The members for an enum trait, if all its values have names.
fn members<'a>(shape: &Shape<'a>, makes_names: bool) -> Option<Entries<'a, Member<'a>>> {
    let values: Vec<Entries<'a, Node<'a>>> = shape.traits.get(ENUM)?.decode().ok()?;
    let mut members = Entries::default();
    for value in values {
        let text = *value.get("value")?;
        let name = match value.get("name") {
            Some(name) => name.string()?,
            None if makes_names => Cow::Owned(name_of(&text.string()?)?),
            None => return None,
        };
        let mut member = Member {
            target: Node::of(UNIT),
            traits: Entries::default(),
        };
        member.traits.push(ENUM_VALUE, text);
        if let Some(text) = value.get("documentation") {
            member.traits.push("smithy.api#documentation", *text);
        }
        if let Some(tags) = value.get("tags") {
            member.traits.push("smithy.api#tags", *tags);
            if crate::validate::strings(*tags)
                .iter()
                .any(|tag| tag == "internal")
            {
                member.traits.push("smithy.api#internal", Node::of("{}"));
            }
        }
        if value
            .get("deprecated")
            .is_some_and(|it| it.text() == "true")
        {
            member.traits.push("smithy.api#deprecated", Node::of("{}"));
        }
        members.push_key(Key { name }, member);
    }
    (members.len() > 0).then_some(members)
}

/// A name for a value of letters, digits and what separates words.
fn name_of(value: &str) -> Option<String> {
    let name: String = value
        .chars()
        .map(|it| match it {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Some(it),
            '-' | '.' | ':' | '/' | ' ' | '\t' => Some('_'),
            _ => None,
        })
        .collect::<Option<_>>()?;
    match name.starts_with(|first: char| first.is_ascii_digit()) {
        true => Some(format!("_{name}")),
        false => (!name.is_empty()).then_some(name),
    }
}

/// The value of the enum trait for an enum.
fn values(shape: &Shape<'_>) -> String {
    let members = shape.members.iter();
    let values: Vec<serde_json::Value> = members
        .map(|(key, member)| {
            let value = member.traits.get(ENUM_VALUE).and_then(Node::string);
            let mut fields = serde_json::Map::new();
            fields.insert(
                "value".into(),
                value.unwrap_or(Cow::Borrowed(&key.name)).into(),
            );
            fields.insert("name".into(), (&*key.name).into());
            let documentation = member.traits.get("smithy.api#documentation");
            if let Some(text) = documentation.and_then(Node::string) {
                fields.insert("documentation".into(), text.into());
            }
            if let Some(tags) = member.traits.get("smithy.api#tags") {
                fields.insert("tags".into(), crate::validate::strings(*tags).into());
            }
            if member.traits.has("smithy.api#deprecated") {
                fields.insert("deprecated".into(), true.into());
            }
            fields.into()
        })
        .collect();
    serde_json::Value::from(values).to_string()
}
