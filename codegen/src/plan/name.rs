//! Rust names for Smithy names.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Names of the prelude that generated code relies on; a shape of such a name gets the
/// suffix `Shape`, as does one called like the service's error enum.
const TAKEN_TYPES: [&str; 26] = [
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Methods that every type has or may get; a setter of such a name is called `with_…`.
const TAKEN_METHODS: [&str; 45] = [
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "fmt",
    "from",
    "from_iter",
    "from_response",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into",
    "into_iter",
    "meta",
    "mul",
    "ne",
    "neg",
    "new",
    "next",
    "not",
    "partial_cmp",
    "rem",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "to_request",
    "to_string",
    "try_from",
    "try_into",
];

/// A type's name: the shape's own, as UpperCamelCase as Rust wants it.
///
/// Capitals stay as the service writes them (`IAMRole`), since that is what people search for.
pub(super) fn type_name(name: &str) -> String {
    let upper = if name.contains('_') {
        name.to_upper_camel_case()
    } else {
        let mut chars = name.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect()
    };
    if TAKEN_TYPES.contains(&upper.as_str()) {
        format!("{upper}Shape")
    } else {
        upper
    }
}

/// A constant's name.
pub(super) fn constant_name(name: &str) -> String {
    let shouty = name.to_shouty_snake_case();
    if shouty.starts_with(|first: char| first.is_ascii_alphabetic()) {
        shouty
    } else {
        format!("PATTERN_{shouty}")
    }
}

/// A variant's name. `Unknown` is what generated unions and enums call what they don't know.
pub(super) fn variant_name(name: &str) -> String {
    let upper = upper_camel_case(name);
    match upper.as_str() {
        "Unknown" | "Self" => format!("{upper}Value"),
        _ if upper.starts_with(|first: char| first.is_ascii_digit()) => format!("V{upper}"),
        _ => upper,
    }
}

/// A modelled error's variant; the others of the error enum keep their names.
pub(super) fn error_variant_name(ty: &str) -> String {
    match ty {
        "Unmodeled" | "InvalidInput" | "InvalidResponse" | "Transport" | "Timeout"
        | "Credentials" | "Config" => format!("{ty}Error"),
        _ => ty.to_owned(),
    }
}

/// UpperCamelCase, but two numbers stay apart: `A_1_0` isn't `A_10`.
fn upper_camel_case(name: &str) -> String {
    let mut out = String::new();
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let is_digit = |c: char| c.is_ascii_digit();
        if out.ends_with(is_digit) && part.starts_with(is_digit) {
            out.push('_');
        }
        out.push_str(&part.to_upper_camel_case());
    }
    out
}

/// The name of a field, module or function; keywords get a trailing underscore.
pub(crate) fn snake_name(name: &str) -> String {
    let snake = name.to_snake_case();
    let snake = if snake.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{snake}")
    } else {
        snake
    };
    if is_keyword(&snake) {
        format!("{snake}_")
    } else {
        snake
    }
}

/// The name of the setter of a field.
pub(super) fn setter_name(field: &str) -> String {
    if TAKEN_METHODS.contains(&field) {
        format!("with_{field}")
    } else {
        field.to_owned()
    }
}

/// The name of a client's method for an operation; those that all clients have are taken.
pub(crate) fn client_method(operation: &str) -> String {
    match operation {
        "clone" | "from_env" | "new" | "pages" | "send" | "wait_for" => {
            format!("{operation}_")
        }
        _ => operation.to_owned(),
    }
}

/// Asks syn, which knows the keywords but for the one that edition 2024 has added.
fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_keep_the_capitals_of_the_service() {
        assert_eq!(
            type_name("GetStudioSessionMapping"),
            "GetStudioSessionMapping"
        );
        assert_eq!(type_name("IAMRole"), "IAMRole");
        assert_eq!(type_name("credentials"), "Credentials");
        assert_eq!(type_name("snake_case"), "SnakeCase");
        assert_eq!(type_name("__listOf__string"), "ListOfString");
    }

    #[test]
    fn types_stay_clear_of_the_prelude() {
        assert_eq!(type_name("String"), "StringShape");
        assert_eq!(type_name("error"), "ErrorShape");
    }

    #[test]
    fn variants() {
        assert_eq!(variant_name("USER"), "User");
        assert_eq!(variant_name("UsernamePassword"), "UsernamePassword");
        assert_eq!(variant_name("unknown"), "UnknownValue");
        assert_eq!(variant_name("_2XL"), "V2xl");
        assert_eq!(variant_name("self"), "SelfValue");
        assert_eq!(variant_name("EMR_7_1_0"), "Emr7_1_0");
        assert_eq!(variant_name("EMR_7_10"), "Emr7_10");
    }

    #[test]
    fn fields_and_keywords() {
        assert_eq!(snake_name("StudioId"), "studio_id");
        assert_eq!(
            snake_name("virtualClusterIdentifier"),
            "virtual_cluster_identifier"
        );
        assert_eq!(snake_name("type"), "type_");
        assert_eq!(snake_name("Self"), "self_");
        assert_eq!(snake_name("gen"), "gen_");
        assert_eq!(snake_name("_1st"), "_1st");
    }

    #[test]
    fn methods_of_clients_stay_clear_of_their_own() {
        assert_eq!(client_method("list_clusters"), "list_clusters");
        assert_eq!(client_method("send"), "send_");
    }

    #[test]
    fn setters_stay_clear_of_methods() {
        assert_eq!(setter_name("studio_id"), "studio_id");
        assert_eq!(setter_name("clone"), "with_clone");
        assert_eq!(setter_name("new"), "with_new");
    }
}
