//! Names that generated code has for itself, by the scope that they are in.
//!
//! The model `obstacles` of the tests has a type, a member, a value, an operation and an error of
//! each of them.

/// Types of the prelude that generated files name without a path, and the types that a
/// service's module has besides those of the model. A shape of such a name gets the suffix `Shape`.
pub(in crate::plan) const TYPES: [&str; 31] = [
    "AsRef",
    "BlockingClient",
    "Box",
    "Client",
    "ClientSettings",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
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

/// The variant for unknown members of unions and enums, and the keyword that can't be a raw
/// identifier. A variant of such a name gets the suffix `Value`.
pub(in crate::plan) const VARIANTS: [&str; 2] = ["Self", "Unknown"];

/// The variants of a service's `Error` besides the modelled errors. A variant of such a name gets
/// the suffix `Error`.
pub(in crate::plan) const ERROR_VARIANTS: [&str; 7] = [
    "Config",
    "Credentials",
    "InvalidInput",
    "InvalidResponse",
    "Timeout",
    "Transport",
    "Unmodeled",
];

/// Methods that every type has or may get. A setter of such a name is called `with_…`.
pub(in crate::plan) const METHODS: [&str; 46] = [
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
    "to_request_with",
    "to_string",
    "try_from",
    "try_into",
];

/// Methods of the inputs of paginated operations besides.
pub(in crate::plan) const PAGINATED_METHODS: [&str; 1] = ["pages"];

/// Fields that errors have besides their members.
pub(in crate::plan) const ERROR_FIELDS: [&str; 1] = ["meta"];

/// Methods of the parameters of endpoint rules besides, and of the settings of a client.
pub(in crate::plan) const ENDPOINT_METHODS: [&str; 3] = ["apply", "of_builtins", "set"];

/// Methods of clients besides those of operations.
pub(in crate::plan) const CLIENT_METHODS: [&str; 15] = [
    "clone",
    "download_by_ranges",
    "from_env",
    "new",
    "open_stream",
    "pages",
    "presigned",
    "presigned_post",
    "reader",
    "send",
    "send_operation",
    "upload_in_parts",
    "wait_for",
    "with",
    "with_settings",
];

/// Methods of handlers besides those of operations.
pub(in crate::plan) const HANDLER_METHODS: [&str; 1] = ["otherwise"];

/// Crates, tools and primitive types, which a module that is imported would hide, and the names
/// of devices, which no file on Windows can have, whatever follows its first dot.
pub(in crate::plan) const MODULES: [&str; 47] = [
    "alloc",
    "aux",
    "bool",
    "char",
    "clippy",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "core",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "nul",
    "prn",
    "rustfmt",
    "std",
    "str",
    "tinsmith_runtime",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// The folder of types: no module is called as the one that it is in.
pub(in crate::plan) const TYPE_MODULES: [&str; 1] = ["types"];

/// The folder of errors.
pub(in crate::plan) const ERROR_MODULES: [&str; 1] = ["error"];

/// Files and folders that operations' files are beside or in.
pub(in crate::plan) const OPERATION_MODULES: [&str; 5] = [
    "error",
    "operation",
    "protocol_tests",
    "server",
    "validation",
];

/// The modules of the crate's root besides services.
pub(in crate::plan) const CRATE_MODULES: [&str; 4] = ["client", "lib", "main", "runtime"];

/// The files in the folder of a service: no module is called as the module that it is in.
pub(in crate::plan) const SERVICE_FILES: [&str; 11] = [
    "endpoint",
    "error",
    "items",
    "operation",
    "protocol_tests",
    "read_write",
    "recorded",
    "serde",
    "server",
    "types",
    "waiter",
];

/// The names in files of waiters besides types of the service. A waiter of such a name gets the
/// suffix `Waiter`.
pub(in crate::plan) const WAITER_TYPES: [&str; 4] = ["AcceptorState", "Duration", "Wait", "Waiter"];

/// Arguments of functions in files of waiters, and functions that those import.
pub(in crate::plan) const WAITER_FUNCTIONS: [&str; 14] = [
    "all_string_equals",
    "any_string_equals",
    "average",
    "error",
    "max",
    "max_by",
    "min",
    "min_by",
    "operation",
    "output",
    "result",
    "slice",
    "sorted",
    "sorted_by",
];

/// Parameters of functions of endpoint rules, and functions that those call.
pub(in crate::plan) const RULE_VARIABLES: [&str; 11] = [
    "host_part",
    "is_valid_host_label",
    "is_virtual_hostable_s3_bucket",
    "item",
    "params",
    "partitions",
    "resolve_endpoint",
    "split",
    "substring",
    "tinsmith_runtime",
    "uri_encode",
];

/// Variables in the functions with which a server checks values, which are called as types are.
pub(in crate::plan) const CHECK_FUNCTIONS: [&str; 6] = ["item", "key", "member", "v", "value", "w"];

/// Every list.
#[cfg(test)]
pub(in crate::plan) const ALL: [&[&str]; 19] = [
    &TYPES,
    &VARIANTS,
    &ERROR_VARIANTS,
    &METHODS,
    &PAGINATED_METHODS,
    &ERROR_FIELDS,
    &ENDPOINT_METHODS,
    &CLIENT_METHODS,
    &HANDLER_METHODS,
    &MODULES,
    &TYPE_MODULES,
    &ERROR_MODULES,
    &OPERATION_MODULES,
    &CRATE_MODULES,
    &SERVICE_FILES,
    &WAITER_TYPES,
    &WAITER_FUNCTIONS,
    &RULE_VARIABLES,
    &CHECK_FUNCTIONS,
];

/// Whether a sorted list has a name.
pub(super) fn contains(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for names in ALL {
            assert!(names.is_sorted(), "{names:?}");
        }
    }
}
