//! The violations of an input, collected while its members are looked through.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::hash::Hash;
use std::ops::{Bound, RangeBounds};

use bytes::Bytes;

use super::Rejection;
use super::constraint::{Length, Number};
use super::pattern::Pattern;
use super::violation::Violation;
use crate::json::MAX_VIOLATIONS;
use crate::value_path::push_token;
use crate::{cbor, form, json, xml};

/// The number of items that are written like another one and are compared with it.
const MAX_ALIKE: usize = 16;

/// Collects the violations of an input while its members are looked through.
///
/// The first hundred are kept, and it is known whether there are more: a body could have
/// millions, and the answer has to be of a size that can be read.
///
/// ```
/// use tinsmith_runtime::generated::server::{Rejection, Violations};
///
/// let mut violations = Violations::new();
/// violations.required("StudioId", &None::<String>, |_, _| {});
/// violations.optional("Name", &Some("x".to_owned()), |v, name| v.length(name, 2..=8));
/// assert_eq!(
///     violations.finish().unwrap_err().to_string(),
///     "2 validation errors detected. \
///      Value at '/StudioId' failed to satisfy constraint: Member must not be null; \
///      Value with length 1 at '/Name' failed to satisfy constraint: \
///      Member must have length between 2 and 8, inclusive",
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Violations {
    path: String,
    found: Vec<Violation>,
    has_more: bool,
}

impl Violations {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self {
            // The length of usual paths.
            path: String::with_capacity(64),
            ..Self::default()
        }
    }

    /// Ends the search.
    ///
    /// # Errors
    /// [`Rejection::Validation`] if there are any.
    pub fn finish(self) -> Result<(), Rejection> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Rejection::Validation {
                violations: self.found,
                has_more: self.has_more,
            })
        }
    }

    /// Looks into a member that has to be there.
    pub fn required<T>(
        &mut self,
        member: &'static str,
        value: &Option<T>,
        check: impl FnOnce(&mut Self, &T),
    ) {
        let length = self.path.len();
        push_token(&mut self.path, member);
        match value {
            Some(value) => check(self, value),
            None => self.violated("Value", "Member must not be null"),
        }
        self.path.truncate(length);
    }

    /// Looks into a member that may be absent.
    pub fn optional<T>(
        &mut self,
        member: &'static str,
        value: &Option<T>,
        check: impl FnOnce(&mut Self, &T),
    ) {
        if let Some(value) = value {
            self.member(member, value, check);
        }
    }

    /// Looks into a member.
    pub fn member<T: ?Sized>(
        &mut self,
        member: &str,
        value: &T,
        check: impl FnOnce(&mut Self, &T),
    ) {
        let length = self.path.len();
        push_token(&mut self.path, member);
        check(self, value);
        self.path.truncate(length);
    }

    /// Looks into the items of a list.
    pub fn items<'i, T: 'i>(
        &mut self,
        items: impl IntoIterator<Item = &'i T>,
        mut check: impl FnMut(&mut Self, &T),
    ) {
        let length = self.path.len();
        for (index, item) in items.into_iter().enumerate() {
            self.path.push('/');
            match u8::try_from(index) {
                // Formatting takes longer than most checks.
                Ok(digit @ 0..10) => self.path.push(char::from(b'0' + digit)),
                // Writing into a string can't fail.
                _ => _ = write!(self.path, "{index}"),
            }
            check(self, item);
            self.path.truncate(length);
        }
    }

    /// Looks at the keys of a map. The place of a key is the map's own.
    pub fn keys<T>(
        &mut self,
        map: &BTreeMap<String, T>,
        mut check: impl FnMut(&mut Self, &String),
    ) {
        for key in map.keys() {
            check(self, key);
        }
    }

    /// Looks into the values of a map.
    pub fn values<T>(&mut self, map: &BTreeMap<String, T>, mut check: impl FnMut(&mut Self, &T)) {
        for (key, value) in map {
            self.member(key, value, &mut check);
        }
    }

    /// Checks the `length` trait.
    pub fn length<T: Length + ?Sized>(&mut self, value: &T, bounds: impl RangeBounds<usize>) {
        let length = value.length();
        if !bounds.contains(&length) {
            let bounds = between(&number(bounds.start_bound()), &number(bounds.end_bound()));
            self.violated(
                &format!("Value with length {length}"),
                &format!("Member must have length {bounds}"),
            );
        }
    }

    /// Checks the `range` trait, with bounds as the model writes them.
    pub fn range<T: Number>(&mut self, value: &T, min: Option<&str>, max: Option<&str>) {
        let is_within =
            min.is_none_or(|min| value.at_least(min)) && max.is_none_or(|max| value.at_most(max));
        if !is_within {
            let bounds = between(&min.map(str::to_owned), &max.map(str::to_owned));
            self.violated("Value", &format!("Member must be {bounds}"));
        }
    }

    /// Checks the `pattern` trait.
    pub fn pattern<T: AsRef<str> + ?Sized>(&mut self, value: &T, pattern: &Pattern) {
        if !pattern.matches(value.as_ref()) {
            let constraint = format!(
                "Member must satisfy regular expression pattern: {}",
                pattern.as_str()
            );
            self.violated("Value", &constraint);
        }
    }

    /// Checks that a text is one of an enum's values. Internal values are taken and not told.
    pub fn one_of<T: AsRef<str> + ?Sized>(
        &mut self,
        value: &T,
        values: &[&str],
        internal: &[&str],
    ) {
        let value = value.as_ref();
        if !values.contains(&value) && !internal.contains(&value) {
            self.not_in_enum(values);
        }
    }

    /// Adds a violation: a value isn't among those of an enum.
    pub fn not_in_enum(&mut self, values: &[&str]) {
        let constraint = format!(
            "Member must satisfy enum value set: [{}]",
            values.join(", ")
        );
        self.violated("Value", &constraint);
    }

    /// Checks the `uniqueItems` trait of items that can be compared as they are.
    pub fn distinct<'i, T: Eq + Hash + 'i>(&mut self, items: impl IntoIterator<Item = &'i T>) {
        let mut known = HashSet::new();
        if !items.into_iter().all(|item| known.insert(item)) {
            self.repeated();
        }
    }

    /// Checks the `uniqueItems` trait of other items: those that are written alike are compared,
    /// such as structures with times that differ by less than is written. More than a few that are
    /// written alike count as repeated: a body could have thousands, each of which would be
    /// compared with all others.
    pub fn unique<'i, T: PartialEq + 'i, W: Written>(
        &mut self,
        items: impl IntoIterator<Item = &'i T>,
        mut write: impl FnMut(&mut W, &T),
    ) {
        let mut known: HashMap<Box<[u8]>, (&T, Vec<&T>)> = HashMap::new();
        let has_repeated = items.into_iter().any(|item| {
            let mut text = W::empty();
            write(&mut text, item);
            // Texts are cut to their length, as there may be millions.
            match known.entry((*text.written()).into()) {
                Entry::Vacant(entry) => {
                    entry.insert((item, Vec::new()));
                    false
                }
                Entry::Occupied(mut entry) => {
                    let (first, others) = entry.get_mut();
                    let is_repeated =
                        *first == item || others.contains(&item) || others.len() == MAX_ALIKE;
                    others.push(item);
                    is_repeated
                }
            }
        });
        if has_repeated {
            self.repeated();
        }
    }

    fn repeated(&mut self) {
        self.violated("Value", "Member must have unique values");
    }

    fn violated(&mut self, value: &str, constraint: &str) {
        let path = self.path.clone();
        self.add(|| Violation::new(path, value, constraint));
    }

    fn add(&mut self, violation: impl FnOnce() -> Violation) {
        if self.found.len() < MAX_VIOLATIONS {
            self.found.push(violation());
        } else {
            self.has_more = true;
        }
    }
}

/// A writer of any format, in which items are written to be compared.
pub trait Written {
    /// Makes an empty writer.
    fn empty() -> Self;

    /// Returns all that was written.
    fn written(self) -> Bytes;
}

macro_rules! written {
    ($($format:ident)*) => {
        $(impl Written for $format::Writer {
            fn empty() -> Self {
                Self::new()
            }

            fn written(self) -> Bytes {
                self.finish()
            }
        })*
    };
}

written!(cbor form json xml);

fn number(bound: Bound<&usize>) -> Option<String> {
    match bound {
        Bound::Included(bound) => Some(bound.to_string()),
        Bound::Excluded(bound) => Some(bound.saturating_sub(1).to_string()),
        Bound::Unbounded => None,
    }
}

fn between(min: &Option<String>, max: &Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("between {min} and {max}, inclusive"),
        (Some(min), None) => format!("greater than or equal to {min}"),
        (None, Some(max)) => format!("less than or equal to {max}"),
        (None, None) => "anything".to_owned(),
    }
}
