//! Definitions of known traits, as read has them.

use std::sync::OnceLock;

use crate::diagnostic::Report;
use crate::known::FILES;
use crate::source::Sources;
use crate::{ast, idl};

/// The definitions, read.
pub(crate) struct Known {
    sources: Sources,
}

impl Known {
    /// The definitions, translated once.
    pub(crate) fn load() -> &'static Self {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let mut sources = Sources::default();
            for (name, text) in FILES {
                sources.add(*name, *text);
            }
            idl::translate(&mut sources, &mut Report::default());
            Self { sources }
        })
    }

    /// The files as read has them, read once.
    pub(crate) fn files(&'static self) -> &'static [ast::File<'static>] {
        static FILES: OnceLock<Vec<ast::File<'static>>> = OnceLock::new();
        FILES.get_or_init(|| ast::read(&self.sources, &mut Report::default()))
    }
}
