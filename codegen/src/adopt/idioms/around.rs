//! The code around a configuration.

use syn::Expr;

use super::regions::RegionChain;

/// The section of the guide for configurations that have no plain counterpart.
pub(super) const GUIDE: &str = "docs/migrating.md#configuration";

/// Takes a value out of a `Result` where the code can't end with an error.
pub(super) const EXPECTED: &str = ".expect(\"a valid configuration\")";

/// The names around a configuration, and how its code handles errors. Configurations of ours may fail where those of
/// the SDK can't.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The path from a root that a path of the code stands for.
    pub(super) resolve: &'a dyn Fn(&syn::Path) -> Option<Vec<String>>,
    /// Whether the function may end with an error by `?`.
    pub(super) is_fallible: bool,
    /// Whether the code may wait with `.await`.
    pub(super) is_async: bool,
    /// The chain of regions that a variable holds.
    pub(super) region_in_variable: &'a dyn Fn(&Expr) -> Option<RegionChain>,
    /// The name of the type of a variable or a field, if the type is the SDK's.
    pub(super) name_of_type: &'a dyn Fn(&Expr) -> Option<String>,
    /// The crate of the package's clients, if they are all of one.
    pub(super) only_client: Option<&'a str>,
}

impl Around<'_> {
    /// The code behind a value that may be an error.
    pub(super) fn taken_out(&self) -> &'static str {
        match self.is_fallible {
            true => "?",
            false => EXPECTED,
        }
    }
}
