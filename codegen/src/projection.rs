//! Transforms of a projection as data: changes of models before code is generated from them.
//!
//! Rules: [Smithy 2.0, transforms](https://smithy.io/2.0/guides/smithy-build-json.html#transforms).

/// A transform, and where it is from.
#[derive(Clone, Debug)]
pub(crate) struct Transform {
    /// The name of the projection that has it.
    pub(crate) projection: String,
    /// The name of the transform in the build file.
    pub(crate) name: String,
    pub(crate) change: Change,
}

/// The change that a transform makes.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    IncludeServices(Vec<String>),
    /// Keeps only shapes of one of these namespaces, and definitions of traits.
    IncludeNamespaces(Vec<String>),
    Shapes(Way, Choice),
    Traits(Way, Vec<String>),
    TraitsByTag(Way, Vec<String>),
    Tags(Way, Vec<String>),
    Metadata(Way, Vec<String>),
    RemoveUnusedShapes {
        exported: Vec<String>,
    },
    RemoveDeprecatedShapes {
        date: Option<String>,
        version: Option<String>,
    },
    RemoveTraitDefinitions {
        exported: Vec<String>,
    },
    FlattenMixins,
    /// Old ids with new ones.
    Rename(Vec<(String, String)>),
    FlattenNamespaces {
        namespace: String,
        service: String,
        tagged: Vec<String>,
    },
    /// Ids of shapes with the names of types.
    Types {
        types: Vec<(String, String)>,
        makes_names: bool,
    },
    StringsToEnums {
        makes_names: bool,
    },
    OptionalTokens,
}

/// Whether what is named stays, or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Include,
    Exclude,
}

impl Way {
    /// Whether what is named goes, or else what isn't.
    pub(crate) fn removes(self, is_named: bool) -> bool {
        is_named == (self == Self::Exclude)
    }
}

/// How shapes are chosen.
#[derive(Clone, Debug)]
pub(crate) enum Choice {
    Selector(String),
    Tags(Vec<String>),
    /// Ids of traits; those without a namespace are of the prelude.
    Traits(Vec<String>),
}
