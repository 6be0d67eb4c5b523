//! The names of methods besides setters: those that add to lists and maps, and those of unions.

use foldhash::HashSet;

use crate::ir::VariantMethods;

use super::case::snake_name;
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// The kind of field that a method adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Adder {
    /// An item of a list.
    Push,
    /// An entry of a map.
    Insert,
}

/// The names of the methods that add to fields, in their order. The setters keep their names.
pub(in crate::plan) fn adders(fields: &[(&str, Adder)], setters: &[&str]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = fields
        .iter()
        .map(|(field, adder)| {
            let verb = match adder {
                Adder::Push => "push",
                Adder::Insert => "insert",
            };
            let plain = field.trim_matches('_');
            Claim::new(format!("{verb}_{plain}"), field)
        })
        .collect();
    let setters: HashSet<&str> = setters.iter().copied().collect();
    assign(&claims, Style::Snake, &|name| {
        setters.contains(name) || contains(&taken::METHODS, name)
    })
}

/// The names of the methods of a union's variants, in their order. Of equal names, that of the
/// function that makes a value stays, then that of the function that returns it. None has the name
/// of the union, which would read like its one constructor (clippy's `self_named_constructors`).
pub(in crate::plan) fn of_variants(union: &str, variants: &[&str]) -> Vec<VariantMethods> {
    let union = snake_name(union);
    let kinds: [(u8, &str); 3] = [(0, ""), (1, "as_"), (2, "is_")];
    let mut claims = Vec::new();
    for (kind, start) in kinds {
        for variant in variants {
            let plain = snake_name(variant);
            let plain = plain.trim_matches('_');
            let wanted = match kind {
                0 => snake_name(plain),
                _ => format!("{start}{plain}"),
            };
            claims.push(Claim {
                kind,
                otherwise: Some(format!("{}_value", wanted.trim_end_matches('_'))),
                ..Claim::new(wanted, variant)
            });
        }
    }
    let mut names = assign(&claims, Style::Snake, &|name| {
        name == union || contains(&taken::METHODS, name)
    })
    .into_iter();
    let count = variants.len();
    let new: Vec<String> = names.by_ref().take(count).collect();
    let get: Vec<String> = names.by_ref().take(count).collect();
    let methods = new.into_iter().zip(get).zip(names);
    methods
        .map(|((new, get), test)| VariantMethods { new, get, test })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants(names: &[&str]) -> Vec<String> {
        let methods = of_variants("Value", names).into_iter();
        methods
            .map(|it| format!("{} {} {}", it.new, it.get, it.test))
            .collect()
    }

    #[test]
    fn methods_that_add_stay_clear_of_setters() {
        let fields = [("tags", Adder::Push), ("item", Adder::Insert)];
        assert_eq!(
            adders(&fields, &["tags", "item"]),
            ["push_tags", "insert_item"]
        );
        assert_eq!(
            adders(&fields, &["push_tags", "insert_item"]),
            ["push_tags_2", "insert_item_2"]
        );
        assert_eq!(adders(&[("type_", Adder::Push)], &[]), ["push_type"]);
    }

    #[test]
    fn methods_of_variants() {
        assert_eq!(
            variants(&["S", "Type", "Clone", "V2xl", "Value"]),
            [
                "s as_s is_s",
                "type_ as_type is_type",
                "clone_value as_clone is_clone",
                "v2xl as_v2xl is_v2xl",
                "value_value as_value is_value"
            ]
        );
        assert_eq!(
            variants(&["S", "AsS", "IsS", "Ref", "Mut"]),
            [
                "s as_s_value is_s_value",
                "as_s as_as_s is_as_s",
                "is_s as_is_s is_is_s",
                "ref_ as_ref_value is_ref",
                "mut_ as_mut_value is_mut"
            ]
        );
    }
}
