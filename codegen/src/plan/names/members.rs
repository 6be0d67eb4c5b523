//! The names of what is in one type: fields with their setters, and variants.

use crate::ir::Member;

use super::case::{error_variant_name, setter_name, snake_name, underscored, variant_name};
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// A member of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) struct FieldNames {
    pub(in crate::plan) field: String,
    pub(in crate::plan) setter: String,
}

/// The name of a setter's argument: the field's, unless clippy takes the name for a placeholder
/// (`disallowed_names`), or for no name at all (`just_underscores_and_digits`).
pub(in crate::plan) fn argument(field: &str) -> String {
    let is_placeholder = ["foo", "baz", "quux"].contains(&field);
    let has_letter = field.chars().any(char::is_alphabetic);
    if is_placeholder || !has_letter {
        "value"
    } else {
        field
    }
    .to_owned()
}

/// The kind of structure, by what it has besides its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Extras {
    None,
    /// An error, with its metadata.
    Error,
    /// The parameters of endpoint rules.
    Endpoint,
}

/// The names of a structure's members, in their order.
pub(in crate::plan) fn fields(members: &[&str], extras: Extras) -> Vec<FieldNames> {
    let (taken, methods): (&[&str], &[&str]) = match extras {
        Extras::None => (&[], &[]),
        Extras::Error => (&taken::ERROR_FIELDS, &[]),
        Extras::Endpoint => (&[], &taken::ENDPOINT_METHODS),
    };
    let claims: Vec<Claim<'_>> = members
        .iter()
        .map(|member| Claim::new(underscored(snake_name(member), taken), member))
        .collect();
    let fields = assign(&claims, Style::Snake, &|name| contains(taken, name));
    // `with_meta` sets `meta_`.
    let plain = |field: &'_ String| match field.strip_suffix('_') {
        Some(plain) if contains(taken, plain) => plain.to_owned(),
        _ => field.clone(),
    };
    let plain: Vec<String> = fields.iter().map(plain).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let setters = setters(&plain, methods);
    let named = fields.into_iter().zip(setters);
    named
        .map(|(field, setter)| FieldNames { field, setter })
        .collect()
}

/// The names of the setters of fields, in their order; `methods` are taken besides those that
/// all types have.
fn setters(fields: &[&str], methods: &[&str]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = fields
        .iter()
        .map(|field| Claim::new(setter_name(field, methods), field))
        .collect();
    assign(&claims, Style::Snake, &|name| {
        contains(&taken::METHODS, name) || contains(methods, name)
    })
}

/// Names the setters of a paginated operation's input anew: it has methods besides.
pub(in crate::plan) fn of_paginated(members: &mut [Member]) {
    let fields: Vec<&str> = members.iter().map(|member| member.field.as_str()).collect();
    let setters = setters(&fields, &taken::PAGINATED_METHODS);
    for (member, setter) in members.iter_mut().zip(setters) {
        member.setter = setter;
    }
}

/// The names of the variants of a union or enum, in the order of its members: of each, its name
/// and what tells members of one name apart.
pub(in crate::plan) fn variants(members: &[(&str, &str)]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = members
        .iter()
        .map(|(member, id)| Claim {
            id,
            ..Claim::new(variant_name(member), member)
        })
        .collect();
    assign(&claims, Style::Camel, &|name| {
        contains(&taken::VARIANTS, name)
    })
}

/// The names of the variants of a service's `Error`, in the order of the errors' types.
pub(in crate::plan) fn error_variants(types: &[&str]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = types
        .iter()
        .map(|ty| Claim::new(error_variant_name(ty), ty))
        .collect();
    assign(&claims, Style::Camel, &|name| {
        contains(&taken::ERROR_VARIANTS, name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(members: &[&str], extras: Extras) -> Vec<(String, String)> {
        let names = fields(members, extras).into_iter();
        names.map(|names| (names.field, names.setter)).collect()
    }

    fn pair(field: &str, setter: &str) -> (String, String) {
        (field.to_owned(), setter.to_owned())
    }

    #[test]
    fn arguments_are_no_placeholders() {
        assert_eq!(argument("foo"), "value");
        assert_eq!(argument("food"), "food");
        assert_eq!(argument("_1"), "value");
        assert_eq!(argument("_1_a"), "_1_a");
    }

    #[test]
    fn members_that_become_one_field() {
        assert_eq!(
            of(&["fooBar", "foo_bar", "FooBar"], Extras::None),
            [
                pair("foo_bar_3", "foo_bar_3"),
                pair("foo_bar", "foo_bar"),
                pair("foo_bar_2", "foo_bar_2"),
            ]
        );
        assert_eq!(
            of(&["type", "type_"], Extras::None),
            [pair("type_2", "type_2"), pair("type_", "type_")]
        );
    }

    #[test]
    fn setters_that_become_one() {
        assert_eq!(
            of(&["new", "withNew"], Extras::None),
            [pair("new", "with_new_2"), pair("with_new", "with_new")]
        );
    }

    #[test]
    fn what_a_kind_of_structure_has_besides() {
        assert_eq!(of(&["meta"], Extras::None), [pair("meta", "with_meta")]);
        assert_eq!(
            of(&["meta", "Meta_"], Extras::Error),
            [pair("meta_2", "meta_2"), pair("meta_", "with_meta")]
        );
        assert_eq!(
            of(&["OfBuiltins"], Extras::Endpoint),
            [pair("of_builtins", "with_of_builtins")]
        );
    }

    #[test]
    fn variants_that_become_one() {
        let of = |members: &[&str]| {
            let members: Vec<(&str, &str)> =
                members.iter().map(|member| (*member, *member)).collect();
            variants(&members)
        };
        assert_eq!(
            of(&["Unknown", "UnknownValue"]),
            ["UnknownValue2", "UnknownValue"]
        );
        assert_eq!(of(&["Self", "SelfValue"]), ["SelfValue2", "SelfValue"]);
        assert_eq!(of(&["a_b", "A_B", "AB"]), ["AB2", "AB", "Ab"]);
        assert_eq!(of(&["_1", "V1", "v1"]), ["V1_2", "V1", "V1_3"]);
    }

    #[test]
    fn values_of_one_name_are_told_apart_by_what_they_are() {
        assert_eq!(
            variants(&[("a_b", "a_b"), ("a_b", "a-b")]),
            ["AB2", "AB"],
            "as the old trait enum can have them"
        );
    }

    #[test]
    fn errors_that_become_one_variant() {
        assert_eq!(
            error_variants(&["Timeout", "TimeoutError", "NotFound"]),
            ["TimeoutError2", "TimeoutError", "NotFound"]
        );
    }
}
