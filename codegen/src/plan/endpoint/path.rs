//! The part of JMESPath that `operationContextParams` may use, resolved against types:
//! fields, `[*]`, `[]`, `.*`, `[a, b]` and `keys(…)`.

use crate::ir::endpoint::{Leaf, PathStep};
use crate::ir::{Item, Member, NamedKind, Type, Union};

/// The way along a path from the members of an input; otherwise what is wrong with it.
pub(super) fn path(members: &[Member], text: &str, items: &[Item]) -> Result<PathStep, String> {
    let keys = text
        .strip_prefix("keys(")
        .and_then(|inner| inner.strip_suffix(')'));
    let walk = Walk {
        items,
        is_keys: keys.is_some(),
    };
    let path = walk.from(At::Members(members), keys.unwrap_or(text).trim())?;
    collected(path)
}

/// The way to a member.
pub(super) fn member(member: &Member) -> Result<PathStep, String> {
    let leaf = Leaf::of(&member.ty).ok_or("is neither text, a boolean nor a list of text")?;
    Ok(PathStep::Field {
        field: member.field.clone(),
        is_option: member.is_option(),
        then: Box::new(PathStep::Value(leaf)),
    })
}

/// Marks where several values are made one list.
fn collected(path: PathStep) -> Result<PathStep, String> {
    Ok(match path {
        PathStep::Field {
            field,
            is_option,
            then,
        } => PathStep::Field {
            field,
            is_option,
            then: Box::new(collected(*then)?),
        },
        PathStep::Variant {
            union,
            is_boxed,
            variant,
            then,
        } => PathStep::Variant {
            union,
            is_boxed,
            variant,
            then: Box::new(collected(*then)?),
        },
        PathStep::Value(_) => path,
        several if is_text(&several) => PathStep::Collect(Box::new(several)),
        _ => return Err("makes a list of other values than text".to_owned()),
    })
}

/// Whether all that a path leads to are single texts.
fn is_text(path: &PathStep) -> bool {
    match path {
        PathStep::Field { then, .. }
        | PathStep::Variant { then, .. }
        | PathStep::Collect(then)
        | PathStep::Each { then, .. } => is_text(then),
        PathStep::All(paths) => paths.iter().all(is_text),
        PathStep::Keys => true,
        PathStep::Value(leaf) => matches!(leaf, Leaf::Text | Leaf::Enumeration),
    }
}

/// The place that a path has come to.
#[derive(Clone, Copy)]
enum At<'a> {
    Members(&'a [Member]),
    Type(&'a Type),
}

struct Walk<'a> {
    items: &'a [Item],
    /// The end is a map of which the keys are wanted.
    is_keys: bool,
}

impl<'a> Walk<'a> {
    fn from(&self, at: At<'a>, rest: &str) -> Result<PathStep, String> {
        if rest.is_empty() {
            return self.end(at);
        }
        if let Some(rest) = rest.strip_prefix("[*]").or(rest.strip_prefix("[]")) {
            let At::Type(Type::List { item, sparse, .. }) = at else {
                return Err("goes into the items of what is no list".to_owned());
            };
            return Ok(PathStep::Each {
                is_map: false,
                is_sparse: *sparse,
                then: Box::new(self.from(At::Type(item), rest)?),
            });
        }
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        if let Some(rest) = rest.strip_prefix('*') {
            let At::Type(Type::Map { value, sparse, .. }) = at else {
                return Err("goes into the values of what is no map".to_owned());
            };
            return Ok(PathStep::Each {
                is_map: true,
                is_sparse: *sparse,
                then: Box::new(self.from(At::Type(value), rest)?),
            });
        }
        if let Some(inner) = rest.strip_prefix('[') {
            let (paths, after) = inner.rsplit_once(']').ok_or("has a bracket too many")?;
            // `[a, b][]`: the values of the lists are put into one, as here from the start.
            let paths = match (after, paths.strip_suffix("][")) {
                ("", Some(paths)) => paths,
                ("", None) => paths,
                _ => return Err("goes on after a list of paths".to_owned()),
            };
            let paths = split(paths);
            let paths = paths.iter().map(|path| self.from(at, path.trim()));
            return Ok(PathStep::All(paths.collect::<Result<_, _>>()?));
        }
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        if name.is_empty() {
            return Err("is more than the paths that are known".to_owned());
        }
        if let Some((union, is_boxed)) = self.union(at) {
            let mut variants = union.variants.iter();
            let variant = variants
                .find(|variant| variant.member == name)
                .ok_or_else(|| format!("names {name}, and there is no such member"))?;
            let ty = variant
                .ty
                .as_ref()
                .ok_or_else(|| format!("names {name}, which has no data"))?;
            return Ok(PathStep::Variant {
                union: union.name.clone(),
                is_boxed,
                variant: variant.name.clone(),
                then: Box::new(self.from(At::Type(ty), rest)?),
            });
        }
        let member = self
            .members(at)?
            .iter()
            .find(|member| member.name == name)
            .ok_or_else(|| format!("names {name}, and there is no such member"))?;
        Ok(PathStep::Field {
            field: member.field.clone(),
            is_option: member.is_option(),
            then: Box::new(self.from(At::Type(&member.ty), rest)?),
        })
    }

    /// The union, and whether a way to it ends at a box.
    fn union(&self, at: At<'a>) -> Option<(&'a Union, bool)> {
        let At::Type(Type::Named(named)) = at else {
            return None;
        };
        self.items.iter().find_map(|item| match item {
            Item::Union(union) if union.name == named.name => Some((union, named.boxed)),
            _ => None,
        })
    }

    fn members(&self, at: At<'a>) -> Result<&'a [Member], String> {
        let no_structure = || "goes into members of a value that isn't a structure".to_owned();
        match at {
            At::Members(members) => Ok(members),
            At::Type(Type::Named(named)) if named.kind == NamedKind::Structure => {
                let mut structures = self.items.iter().filter_map(|item| match item {
                    Item::Structure(structure) if structure.name == named.name => {
                        Some(structure.members.as_slice())
                    }
                    _ => None,
                });
                structures.next().ok_or_else(no_structure)
            }
            At::Type(_) => Err(no_structure()),
        }
    }

    fn end(&self, at: At<'_>) -> Result<PathStep, String> {
        match at {
            At::Type(Type::Map { .. }) if self.is_keys => Ok(PathStep::Keys),
            At::Type(_) if self.is_keys => Err("asks for the keys of what is no map".to_owned()),
            At::Type(ty) => Leaf::of(ty)
                .map(PathStep::Value)
                .ok_or_else(|| "ends at neither text, a boolean nor a list of text".to_owned()),
            At::Members(_) => Err("is empty".to_owned()),
        }
    }
}

/// Parts between commas that are in no bracket.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}
