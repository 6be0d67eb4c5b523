//! Smithy models in, a small readable Rust crate out: from a build script, or as the
//! command `tinsmith`.
//!
//! The pipeline is the architecture. Each stage is a module, takes what the one before it
//! gives, and adds what is wrong to one report, so that a person sees all of it at once:
//!
//! | stage | module | from → to |
//! | --- | --- | --- |
//! | read | `idl`, `ast` | files → the JSON AST as it is written |
//! | resolve | `model` | AST → one graph of shapes with typed traits |
//! | plan | `plan`, `protocol` | graph → every name, type and decision of the Rust code |
//! | emit | `emit` | plan → tokens, a file per item |
//! | format | `format` | tokens → text |
//! | write | [`Tree`] | text → files, or a comparison with them |
//!
//! Start at [`Config`]; [`SmithyBuild`] reads one from `smithy-build.json`.

#[cfg(feature = "cli")]
mod adopt;
mod ast;
mod catalogue;
mod config;
mod diagnostic;
#[cfg(feature = "cli")]
mod diff;
mod emit;
mod files;
mod format;
mod idl;
mod ir;
mod jmespath;
mod known;
mod model;
mod model_files;
mod package;
#[doc(hidden)]
pub mod pipeline;
mod plan;
mod progress;
mod projection;
mod protocol;
mod services;
mod shape_type;
mod smithy_build;
mod source;
mod spelling;
mod threads;
mod transform;
mod tree;
mod validate;

#[cfg(feature = "cli")]
pub use adopt::{
    AdoptOptions, AdoptedCall, AdoptedOperation, AdoptedPiece, AdoptedService, AdoptedType,
    Adoption, Extent, FileImports, Place, Position, SdkUse, Unresolved, UsedItem,
};
pub use catalogue::{Catalogue, CatalogueOperation, CatalogueService};
pub use config::{Config, PackageConfig, ProtocolTests, ServiceConfig};
pub use diagnostic::{Diagnostic, Error, Warnings};
#[cfg(feature = "cli")]
pub use diff::{Diff, DiffOptions};
pub use files::{Changes, Difference};
pub use package::Package;
pub use progress::Progress;
pub use smithy_build::SmithyBuild;
pub use source::{FileId, Location, SourceFile, Sources};
pub use tree::{Skipped, SkippedService, Summary, Tree};
pub use validate::{Event, Severity, Validation};
