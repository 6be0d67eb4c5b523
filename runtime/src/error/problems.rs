//! The problems of an input, collected while its members are looked through.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{InvalidInput, Problem, ProblemKind};
use crate::UnknownMember;

/// Collects the problems of an input while its members are looked through.
///
/// Collecting allocates only once something is entered or a problem is found.
///
/// ```
/// use tinsmith_runtime::generated::request::Problems;
///
/// let mut problems = Problems::new();
/// problems.missing("StudioId");
/// problems.enter("Tags");
/// problems.enter_index(3);
/// problems.missing("Key");
/// problems.leave();
/// problems.leave();
/// assert_eq!(
///     problems.finish("CreateStudio").map_err(|error| error.to_string()),
///     Err("CreateStudio: invalid input: missing required StudioId, Tags[3].Key".into()),
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Problems {
    entered: Vec<Step>,
    found: Vec<Problem>,
}

/// A step into the input.
#[derive(Clone, Debug)]
enum Step {
    Member(&'static str),
    Index(usize),
    Key(String),
}

impl Problems {
    /// Creates an empty collection.
    pub const fn new() -> Self {
        Self {
            entered: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Goes into a member of a structure or union.
    pub fn enter(&mut self, member: &'static str) {
        self.entered.push(Step::Member(member));
    }

    /// Goes into an item of a list, the first of which has index 0.
    pub fn enter_index(&mut self, index: usize) {
        self.entered.push(Step::Index(index));
    }

    /// Goes into a value of a map.
    pub fn enter_key(&mut self, key: &str) {
        self.entered.push(Step::Key(key.to_owned()));
    }

    /// Leaves what was entered last.
    pub fn leave(&mut self) {
        self.entered.pop();
    }

    /// Adds a problem: a required member has no value.
    pub fn missing(&mut self, member: &str) {
        self.push(member, ProblemKind::Missing);
    }

    /// Adds a problem: a member is a label of the request's path, and empty.
    pub fn empty_label(&mut self, member: &str) {
        self.push(member, ProblemKind::EmptyLabel);
    }

    /// Adds a problem: the union that was entered last holds an unknown member.
    pub fn unknown_member(&mut self, member: &UnknownMember) {
        self.push(
            "",
            ProblemKind::UnknownUnionMember(member.name().to_owned()),
        );
    }

    /// Adds a problem: the event that was entered last is unknown.
    #[cfg(feature = "event-stream")]
    pub fn unknown_event(&mut self, event: &crate::event_stream::UnknownEvent) {
        let name = event.name().to_owned();
        self.push("", ProblemKind::UnknownUnionMember(name));
    }

    /// Adds a problem in words, which must not repeat the member's value.
    pub fn invalid(&mut self, member: &str, reason: impl Into<String>) {
        self.push(member, ProblemKind::Invalid(reason.into()));
    }

    /// The value at this key of this member, a map, is invalid.
    pub(crate) fn invalid_value(&mut self, member: &str, key: &str, reason: &str) {
        let member = format!("{member}[{:?}]", shortened(key));
        self.invalid(&member, reason);
    }

    /// Ends the search.
    ///
    /// # Errors
    ///
    /// All problems, if there are any.
    pub fn finish(self, operation: &'static str) -> Result<(), Box<InvalidInput>> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Box::new(InvalidInput::new(operation, self.found)))
        }
    }

    #[cold]
    fn push(&mut self, member: &str, kind: ProblemKind) {
        let path = self.path(member);
        self.found.push(Problem { path, kind });
    }

    fn path(&self, member: &str) -> String {
        let mut path = String::new();
        for step in &self.entered {
            match step {
                Step::Member(name) => push_member(&mut path, name),
                // Writing to a String doesn't fail.
                Step::Index(index) => _ = write!(path, "[{index}]"),
                Step::Key(key) => _ = write!(path, "[{:?}]", shortened(key)),
            }
        }
        push_member(&mut path, member);
        path
    }
}

fn push_member(path: &mut String, name: &str) {
    if !path.is_empty() && !name.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// A key of a map, cut if it is longer than 64 characters.
fn shortened(key: &str) -> Cow<'_, str> {
    match key.char_indices().nth(64) {
        None => key.into(),
        Some((end, _)) => format!("{}…", key.get(..end).unwrap_or_default()).into(),
    }
}
