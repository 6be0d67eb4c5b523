//! Names that must not meet.

use foldhash::{HashMap, HashMapExt};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Location;

/// The names of one scope, and which shapes or members they stand for.
pub(super) struct Scope {
    what: &'static str,
    help: &'static str,
    taken: HashMap<String, (String, Option<Location>)>,
}

impl Scope {
    /// `what` is how reports call a name of this scope, such as "type name"; `help` is what to do.
    pub(super) fn new(what: &'static str, help: &'static str) -> Self {
        Self {
            what,
            help,
            taken: HashMap::new(),
        }
    }

    /// Takes a name for `owner` and says whether it could be had. If it is taken by another,
    /// that is reported.
    pub(super) fn take(
        &mut self,
        name: &str,
        owner: &str,
        location: Option<&Location>,
        report: &mut Report,
    ) -> bool {
        let new = (owner.to_owned(), location.cloned());
        let Some((other, other_location)) = self.taken.insert(name.to_owned(), new) else {
            return true;
        };
        if other == owner {
            return true;
        }
        let mut diagnostic = Diagnostic::new(format!(
            "{other} and {owner} have names that collide: both would have the {} `{name}`",
            self.what
        ))
        .shape(owner)
        .help(self.help);
        if let Some(location) = location {
            diagnostic = diagnostic.at(location.clone(), format!("becomes `{name}`"));
        }
        if let Some(location) = other_location {
            diagnostic = diagnostic.see(location, "so does this one");
        }
        report.add(diagnostic);
        false
    }
}
