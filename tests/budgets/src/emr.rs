//! The emitted files of the root package once more: what writes a body is private there.

#[rustfmt::skip]
#[path = "../../../generated/emr/error/mod.rs"]
pub(crate) mod error;
#[rustfmt::skip]
#[path = "../../../generated/emr/operation/mod.rs"]
pub(crate) mod operation;
#[rustfmt::skip]
#[path = "../../../generated/emr/types/mod.rs"]
pub(crate) mod types;
