//! The scope of a generated file: what it defines, and where the rest is.

use std::collections::BTreeSet;

use super::Name;
use super::endpoint::EndpointRules;

/// A file of a service's module.
///
/// The model's items are imported, unless the file defines an item of that name. What the
/// generator and the runtime have is imported, unless an item of the model that the file can
/// import has that name, or a function that is called after one. In both cases the path is
/// written instead.
#[derive(Clone, Debug)]
pub(crate) struct FileScope<'p> {
    /// The way to the model's types.
    pub(crate) types: &'static str,
    /// The way to the modules with their readers, writers and checks.
    pub(crate) functions: &'static str,
    /// The model's types that the file defines.
    own: Vec<&'p Name>,
    /// Other types that the file defines.
    others: &'static [&'static str],
    /// Whether the file has or imports functions that are called after types, such as
    /// `read_body` of a type `Body`.
    pub(crate) has_functions_of_types: bool,
    /// The names of the model's items that the file imports, where plan knows them.
    pub(crate) imported: Option<&'p BTreeSet<String>>,
}

impl<'p> FileScope<'p> {
    fn new(types: &'static str, functions: &'static str) -> Self {
        Self {
            types,
            functions,
            own: Vec::new(),
            others: &[],
            has_functions_of_types: false,
            imported: None,
        }
    }

    fn defining(self, others: &'static [&'static str]) -> Self {
        Self { others, ..self }
    }

    fn with_functions_of_types(self) -> Self {
        Self {
            has_functions_of_types: true,
            ..self
        }
    }

    /// A type's file in `types`.
    pub(crate) fn of_type(name: &'p Name) -> Self {
        Self {
            own: vec![name],
            ..Self::new("super", "super")
        }
    }

    /// An operation's file in `operation`.
    pub(crate) fn of_operation(input: &'p Name, output: &'p Name) -> Self {
        Self {
            own: vec![input, output],
            ..Self::new("super::super::types", "super::super::types")
        }
    }

    /// An error's file in `error`.
    pub(crate) fn of_error(name: &'p Name) -> Self {
        Self {
            own: vec![name],
            ..Self::new("super::super::types", "super::super::types")
        }
    }

    /// A file in `waiter`.
    pub(crate) fn of_waiter(name: &'p Name) -> Self {
        Self {
            own: vec![name],
            ..Self::new("super::super::types", "super::super::types")
        }
    }

    /// `error/mod.rs`.
    pub(crate) fn errors() -> Self {
        Self::new("super::types", "super::types").defining(&["Error"])
    }

    /// `client.rs`.
    pub(crate) fn client() -> Self {
        Self::new("super", "super").defining(&["BlockingClient", "Client", "ClientSettings"])
    }

    /// `transfer.rs`.
    pub(crate) fn transfer() -> Self {
        Self::new("super", "super")
    }

    /// `recorded.rs`.
    pub(crate) fn recorded() -> Self {
        Self::new("super", "super")
    }

    /// `read_write.rs` and `serde.rs`.
    pub(crate) fn read_write() -> Self {
        Self::new("super", "super::types").with_functions_of_types()
    }

    /// `items.rs`.
    pub(crate) fn items() -> Self {
        Self::new("super::types", "super::types").defining(&["ItemError", "T"])
    }

    /// `endpoint.rs`.
    pub(crate) fn endpoint(rules: &'p EndpointRules) -> Self {
        Self {
            imported: Some(&rules.types),
            ..Self::new("super::types", "super::types").defining(&["EndpointParams"])
        }
    }

    /// `protocol_tests.rs`, in the service's folder.
    pub(crate) fn protocol_tests() -> Self {
        Self::new("super", "super").defining(&["Run"])
    }

    /// `server/mod.rs`.
    pub(crate) fn server() -> Self {
        Self::new("super", "super").defining(&["Handler", "Protocol", "Server"])
    }

    /// Makes the scope of another file in `server`.
    pub(crate) fn in_server() -> Self {
        Self::new("super::super", "super::super::types").with_functions_of_types()
    }

    /// `server/protocol_tests.rs`.
    pub(crate) fn server_protocol_tests() -> Self {
        Self::new("super::super", "super::super::types").defining(&["Nobody", "Run"])
    }

    /// Whether the file defines this type of the model.
    pub(crate) fn defines(&self, name: &Name) -> bool {
        self.own.contains(&name)
    }

    /// Whether the file defines something else of this name.
    pub(crate) fn has(&self, ty: &str) -> bool {
        self.others.contains(&ty)
    }
}
