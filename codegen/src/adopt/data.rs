//! The uses of the SDK in a project, as data.

use serde::Serialize;

use crate::config::Config;

use super::place::{Extent, Place};

/// The uses of the AWS SDK for Rust in a project, and what they become.
///
/// As JSON ([`Adoption::to_json`]) it is an object with these members, all of them always there.
/// The form has a version. Later versions may add members; existing members keep their meaning. A
/// place is an object with `file` (relative to the project), `line` and `column` (both from 1).
///
/// ```text
/// version        1
/// crate          the name of the crate that is generated, or null
/// packages       the names of the packages that were read
/// files          how many files of Rust were read
/// services       a list of
///   crate          the crate of the SDK, such as "aws-sdk-dynamodb"
///   name           the sdkId, or else the service's name
///   id             the service's shape id
///   model          the path of its model
///   module         the module of the generated crate
///   operations     a list of
///     name           the operation's name
///     method         the method of the generated client
///     unsupported    why it isn't generated, or null
///     calls          a list of
///       place          a place
///       extent         where `old` is in that file: `start` and `end`, each with `line` and `column`
///       kind           "call", "waiter", "continued" (the builder comes from elsewhere), "mock" (a
///                      rule of a mock) or "named" (as a function, or in a macro that couldn't be read)
///       paginated      whether it goes through pages
///       presigned      whether it is presigned
///       probable       whether only the method's name says so: the client's type isn't known
///       old            the code
///       new            the code for the generated client, or null
///       notes          remarks about the new code
///   types          a list of
///     name           the type's name in the SDK
///     new            its path in the generated crate, or null if no operation needs it
///     places         a list of places
/// pieces         a list of other code that has a new form
///   place, extent  as those of calls
///   kind           "mock" (a client that is made of rules), "replay" (recorded traffic), "value" (a
///                  value that a builder makes), "configuration", "member" (a getter of an output or
///                  a type) or "code" (a step of a chain, a pattern or a type)
///   old, new, notes
///                  as those of calls; `new` is empty where the old code goes
/// imports        a list of
///   file           a file
///   paths          the paths that it has to import from the generated crate, without the crate's
///                  name, such as "s3::{Client, GetObject}"
/// uses           a list of what else is used of the SDK
///   kind           a name such as "errors", "presigning", "streaming" or "mocks"
///   title          the same for people
///   new            what stands for it, or null if nothing does
///   page           the page of tinsmith's documentation about it, or null
///   items          a list of
///     name           the item or method
///     new            what stands for it, if that is known, or null
///     places         a list of places
/// unresolved     a list of
///   place          a place
///   reason         why it isn't known what happens there
/// notes          other remarks, such as about a second model of a service
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Adoption {
    /// The version of the JSON form.
    pub version: u32,
    /// The name of the crate that is generated, if that was given.
    #[serde(rename = "crate")]
    pub krate: Option<String>,
    /// The names of the packages.
    pub packages: Vec<String>,
    /// The number of files of Rust.
    pub files: usize,
    /// The services, by crate.
    pub services: Vec<AdoptedService>,
    /// Code besides calls that has a new form, by place.
    pub pieces: Vec<AdoptedPiece>,
    /// The imports that files need, by file.
    pub imports: Vec<FileImports>,
    /// The other items of the SDK.
    pub uses: Vec<SdkUse>,
    /// The places where nobody can say what happens.
    pub unresolved: Vec<Unresolved>,
    /// Other remarks.
    pub notes: Vec<String>,
    #[serde(skip)]
    pub(super) config: Config,
}

/// A service that a project calls.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedService {
    /// The crate of the SDK.
    #[serde(rename = "crate")]
    pub krate: String,
    /// The `sdkId`, or else the service's name.
    pub name: String,
    /// The shape id.
    pub id: String,
    /// The path of the model.
    pub model: String,
    /// The module of the generated crate.
    pub module: String,
    /// The operations that are used.
    pub operations: Vec<AdoptedOperation>,
    /// The types that the project names.
    pub types: Vec<AdoptedType>,
}

/// An operation that a project uses.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedOperation {
    /// The operation's name.
    pub name: String,
    /// The method of the generated client.
    pub method: String,
    /// Why it isn't generated.
    pub unsupported: Option<String>,
    /// The calls.
    pub calls: Vec<AdoptedCall>,
}

/// A call of an operation.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedCall {
    /// The place.
    pub place: Place,
    /// The part of the file that is replaced.
    pub extent: Extent,
    /// The kind: `call`, `waiter`, `continued`, `mock` or `named`.
    pub kind: &'static str,
    /// Whether it goes through pages.
    pub paginated: bool,
    /// Whether it is presigned.
    pub presigned: bool,
    /// Whether only the method's name says so.
    pub probable: bool,
    /// The code.
    pub old: String,
    /// The code for the generated client.
    pub new: Option<String>,
    /// Remarks about the new code.
    pub notes: Vec<String>,
}

/// Code that isn't a call, and has a new form.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedPiece {
    /// The place.
    pub place: Place,
    /// The part of the file that is replaced.
    pub extent: Extent,
    /// The kind: `mock`, `replay`, `value`, `configuration`, `member` or `code`.
    pub kind: &'static str,
    /// The code.
    pub old: String,
    /// The code for the generated crate.
    pub new: Option<String>,
    /// Remarks about the new code.
    pub notes: Vec<String>,
    /// The module of the service that the code is of, if it is of one: several services may have a
    /// type of the same name.
    #[serde(skip)]
    pub(super) module: Option<String>,
}

/// A type of the SDK that a project names.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedType {
    /// The type's name in the SDK.
    pub name: String,
    /// Its path in the generated crate.
    pub new: Option<String>,
    /// The places.
    pub places: Vec<Place>,
}

/// The imports that a file needs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileImports {
    /// The file.
    pub file: String,
    /// The paths in the generated crate.
    pub paths: Vec<String>,
}

/// An idea of the SDK that a project uses.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SdkUse {
    /// A name that stays.
    pub kind: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// The counterpart here.
    pub new: Option<&'static str>,
    /// The page of the documentation.
    pub page: Option<&'static str>,
    /// The items.
    pub items: Vec<UsedItem>,
}

/// An item or a method of the SDK, and where it is used.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsedItem {
    /// The item or method.
    pub name: String,
    /// The counterpart of the item or method.
    pub new: Option<String>,
    /// The places.
    pub places: Vec<Place>,
}

/// A place where nobody can say what happens.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unresolved {
    /// The place.
    pub place: Place,
    /// The reason.
    pub reason: String,
}

impl Adoption {
    /// The configuration that generates what the project uses.
    pub fn config(&self) -> Config {
        self.config.clone()
    }

    /// The model files of the configuration.
    pub fn models(&self) -> &[std::path::PathBuf] {
        self.config.models()
    }

    /// The documented JSON form, indented.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists: there is nothing in it that JSON couldn't hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
