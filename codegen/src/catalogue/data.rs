//! A catalogue as data.

use serde::Serialize;

use crate::diagnostic::Warnings;
use crate::validate::Validation;

/// The contents of models.
///
/// As JSON ([`Catalogue::to_json`]) a catalogue is an object with these members, all of them
/// always there. The form has a version. Later versions may add members; existing members keep
/// their meaning.
///
/// ```text
/// version        1
/// services       a list of
///   id             the shape id
///   name           what people call it: sdkId, or else the shape's name
///   version        the service's own, often a date
///   module         the Rust module that it would become
///   protocols      the ids of all protocol traits that it has
///   protocol       the one that is generated, or null
///   unsupported    why it can't be generated, or null
///   shapes         how many shapes all the listed operations need together
///   sharedShapes   how many of these more than one operation needs
///   operations     a list of
///     name           the shape's name
///     id             the shape id
///     method         the HTTP method, or null
///     uri            the URI pattern, or null
///     target         what tells it from others if the URI doesn't, or null: a header's value,
///                    or an action
///     shapes         how many shapes it needs, as input, output and errors
///     ownShapes      how many of these no other listed operation needs
///     lines          how many lines of Rust it would be alone, or null if that wasn't asked
///     marks          any of "streaming", "eventStream", "paginated", "waitable", "idempotent",
///                    "readonly", "unsigned", "checksum", "compressed", "hostPrefix", "deprecated"
///     unsupported    a list of the reasons why it can't be generated; those that count only with a
///                    client or a server end in "(with a client)" or "(with a server)"
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// The version of the JSON form.
    pub version: u32,
    /// Every service, in the order of the models.
    pub services: Vec<CatalogueService>,
    /// Errors, dangers and warnings of validation about the services and operations.
    #[serde(skip)]
    pub validation: Validation,
    /// Warnings about the models, such as a `use` statement of a shape that isn't there.
    #[serde(skip)]
    pub warnings: Warnings,
}

/// A service in a [`Catalogue`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueService {
    /// The shape id.
    pub id: String,
    /// The name that people use: the `sdkId`, or else the shape's name.
    pub name: String,
    /// The service's own version, often a date.
    pub version: String,
    /// The Rust module that it would become.
    pub module: String,
    /// The ids of all protocol traits that it has.
    pub protocols: Vec<String>,
    /// The one that is generated.
    pub protocol: Option<String>,
    /// Why it can't be generated.
    pub unsupported: Option<String>,
    /// The number of shapes that all the listed operations need together.
    pub shapes: usize,
    /// The number of these that more than one operation needs.
    pub shared_shapes: usize,
    /// The operations, in the model's order.
    pub operations: Vec<CatalogueOperation>,
}

/// An operation in a [`Catalogue`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueOperation {
    /// The shape's name.
    pub name: String,
    /// The shape id.
    pub id: String,
    /// The HTTP method, if the protocol is known well enough to tell.
    pub method: Option<String>,
    /// The URI pattern, likewise.
    pub uri: Option<String>,
    /// The text that tells the operation from others where the URI doesn't.
    pub target: Option<String>,
    /// The number of shapes that the operation needs: input, output, errors, and what is in them.
    pub shapes: usize,
    /// The number of these that no other listed operation needs.
    pub own_shapes: usize,
    /// The number of lines of Rust that the operation would be alone, without client, server and
    /// serde.
    pub lines: Option<usize>,
    /// The marks of what is special about the operation.
    pub marks: Vec<&'static str>,
    /// Why it can't be generated.
    pub unsupported: Vec<String>,
}

impl Catalogue {
    /// The documented JSON form, indented.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists: there is nothing in it that JSON couldn't hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
