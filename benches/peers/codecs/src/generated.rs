//! The committed files of `GetStudioSessionMapping`, compiled into this crate, because the
//! function that writes the body by itself is `pub(crate)`. Everything else that is measured
//! goes through the public interface of emr-sessions. They are formatted by the generator.

#![allow(
    dead_code,
    missing_docs,
    unexpected_cfgs,
    unreachable_pub,
    unused_imports
)]

#[rustfmt::skip]
#[path = "../../../../generated/emr/error/mod.rs"]
pub mod error;
#[rustfmt::skip]
#[path = "../../../../generated/emr/operation/mod.rs"]
pub mod operation;
#[rustfmt::skip]
#[path = "../../../../generated/emr/types/mod.rs"]
pub mod types;

pub(crate) use operation::get_studio_session_mapping::write as write_get_studio_session_mapping;
