//! The Rust name that a Smithy name becomes if it has its scope for itself.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::taken::{self, contains};

/// The most bytes that a name can have that becomes a file's; systems draw the line at 255.
pub(in crate::plan) const MAX_MODULE: usize = 200;

/// A type's name: the shape's own, as UpperCamelCase as Rust wants it.
///
/// Capitals stay as the service writes them (`IAMRole`), since that is what people search for.
/// Names that generated code has for itself get the suffix `Shape`.
pub(super) fn type_name(name: &str) -> String {
    let upper = if name.contains('_') {
        name.to_upper_camel_case()
    } else {
        let mut chars = name.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect()
    };
    if contains(&taken::TYPES, &upper) {
        format!("{upper}Shape")
    } else if upper.starts_with(|first: char| first.is_ascii_digit()) {
        format!("T{upper}")
    } else {
        upper
    }
}

/// A constant's name.
pub(in crate::plan) fn constant_name(name: &str) -> String {
    let shouty = whole_words(name).to_shouty_snake_case();
    if shouty.starts_with(|first: char| first.is_ascii_alphabetic()) {
        shouty
    } else {
        format!("PATTERN_{shouty}")
    }
}

/// A variant's name. `Unknown` is what generated unions and enums call what they don't know.
pub(super) fn variant_name(name: &str) -> String {
    let upper = upper_camel_case(name);
    if contains(&taken::VARIANTS, &upper) {
        format!("{upper}Value")
    } else if upper.starts_with(|first: char| first.is_ascii_digit()) {
        format!("V{upper}")
    } else {
        upper
    }
}

/// A modelled error's variant; the others of the error enum keep their names.
pub(super) fn error_variant_name(ty: &str) -> String {
    if contains(&taken::ERROR_VARIANTS, ty) {
        format!("{ty}Error")
    } else {
        ty.to_owned()
    }
}

/// UpperCamelCase, but two numbers stay apart: `A_1_0` isn't `A_10`.
fn upper_camel_case(name: &str) -> String {
    let name = &whole_words(name);
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

/// The module, and file, of a type or operation.
///
/// Makes the name of a module. No two names differ by case alone, none is the start of a path in
/// generated code, and none is a file that Windows can't have. A name that is too long for a file
/// is cut off and gets a hash of all of it.
pub(super) fn module_name(ty: &str) -> String {
    short(underscored(snake_name(ty), &taken::MODULES))
}

/// A name that has an underscore behind it if it is one of these.
pub(super) fn underscored(name: String, taken: &[&str]) -> String {
    if contains(taken, &name) {
        format!("{name}_")
    } else {
        name
    }
}

/// A name that a file can have.
pub(super) fn short(name: String) -> String {
    const HASH: usize = 17;
    if name.len() <= MAX_MODULE {
        return name;
    }
    // FNV-1a: names aren't made by people who look for collisions, and those are resolved.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let start = name.get(..MAX_MODULE - HASH).unwrap_or_default();
    format!("{}_{hash:016x}", start.trim_end_matches('_'))
}

/// The name of a field, module or function; keywords get a trailing underscore.
pub(in crate::plan) fn snake_name(name: &str) -> String {
    let snake = whole_words(name).to_snake_case();
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

/// The words that have a capital inside.
const WORDS: [&str; 6] = ["GiB", "IPv4", "IPv6", "KiB", "MiB", "TiB"];

/// A name of whose words only the first letters are capitals, where a capital inside would look like
/// the beginning of a word: `IPv4Address` becomes `Ipv4Address`, and `VPCs`, the plural of an
/// abbreviation, becomes `Vpcs`.
fn whole_words(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_beginning = !out.ends_with(|before: char| before.is_ascii_uppercase());
        let length = match word(rest) {
            Some(word) if is_beginning => word,
            _ => first.len_utf8(),
        };
        let (word, behind) = rest.split_at(length);
        out.push(first);
        out.extend(word.chars().skip(1).map(|c| c.to_ascii_lowercase()));
        rest = behind;
    }
    out
}

/// The length of the word with capitals inside that a text begins with.
fn word(text: &str) -> Option<usize> {
    let is_end = |length: &usize| {
        let behind = text.get(*length..).unwrap_or_default();
        !behind.starts_with(|next: char| next.is_ascii_lowercase())
    };
    let whole = WORDS.iter().find(|word| text.starts_with(**word));
    let plural = || {
        let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let has_plural = capitals > 1 && text.as_bytes().get(capitals) == Some(&b's');
        has_plural.then_some(capitals + 1)
    };
    whole.map(|word| word.len()).or_else(plural).filter(is_end)
}

/// The name of the setter of a field; `methods` are taken besides those that all types have.
pub(super) fn setter_name(field: &str, methods: &[&str]) -> String {
    if contains(&taken::METHODS, field) || contains(methods, field) {
        format!("with_{field}")
    } else {
        field.to_owned()
    }
}

/// The name of a client's method for an operation; those that all clients have are taken.
pub(super) fn client_method(operation: &str) -> String {
    underscored(operation.to_owned(), &taken::CLIENT_METHODS)
}

/// The name of a handler's method for an operation.
pub(super) fn handler_method(operation: String) -> String {
    underscored(operation, &taken::HANDLER_METHODS)
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
        assert_eq!(type_name("_2nd"), "T2nd");
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
    fn words_with_capitals_inside_stay_whole() {
        for (name, field) in [
            ("VPCs", "vpcs"),
            ("notificationARNs", "notification_arns"),
            ("HasCMKsException", "has_cmks_exception"),
            ("IDs2", "ids2"),
            ("MemoryGiBPerVCpu", "memory_gib_per_v_cpu"),
            ("SizeInMiB", "size_in_mib"),
            ("IPv6Address", "ipv6_address"),
            ("PrivateIPv4Address", "private_ipv4_address"),
            ("SigV4Key", "sig_v4_key"),
            // These are other words, of which some begin alike.
            ("TLSsettings", "tl_ssettings"),
            ("RunAs", "run_as"),
            ("IsOn", "is_on"),
            ("MiBand", "mi_band"),
            ("DBSubnet", "db_subnet"),
        ] {
            assert_eq!(snake_name(name), field, "{name}");
        }
        assert_eq!(variant_name("NotificationARNs"), "NotificationArns");
        assert_eq!(constant_name("VPCs"), "VPCS");
    }

    #[test]
    fn methods_of_clients_stay_clear_of_their_own() {
        assert_eq!(client_method("list_clusters"), "list_clusters");
        assert_eq!(client_method("send"), "send_");
    }

    #[test]
    fn setters_stay_clear_of_methods() {
        assert_eq!(setter_name("studio_id", &[]), "studio_id");
        assert_eq!(setter_name("clone", &[]), "with_clone");
        assert_eq!(setter_name("new", &[]), "with_new");
        assert_eq!(setter_name("pages", &[]), "pages");
        assert_eq!(setter_name("pages", &["pages"]), "with_pages");
    }

    #[test]
    fn modules_stay_clear_of_crates_primitive_types_and_devices() {
        assert_eq!(module_name("GetStudio"), "get_studio");
        assert_eq!(module_name("TinsmithRuntime"), "tinsmith_runtime_");
        assert_eq!(module_name("Std"), "std_");
        assert_eq!(module_name("I32"), "i32_");
        assert_eq!(module_name("Con"), "con_");
        assert_eq!(module_name("COM1"), "com1_");
        assert_eq!(module_name("Type"), "type_");
    }

    #[test]
    fn long_modules_are_cut_off_and_stay_different() {
        let (a, b) = ("Abc".repeat(100) + "A", "Abc".repeat(100) + "B");
        let (a, b) = (module_name(&a), module_name(&b));
        assert!(a.len() <= MAX_MODULE && b.len() <= MAX_MODULE);
        assert_ne!(a, b);
        assert_eq!(module_name(&"a".repeat(MAX_MODULE)), "a".repeat(MAX_MODULE));
    }
}
