//! Settings by variable and key.

use super::environment::Environment;
use super::section::{Property, Section};

/// Settings by variable and key, and what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) environment: &'a Environment,
    pub(super) profile: &'a Section,
    pub(super) profile_name: &'a str,
    pub(super) problems: Vec<String>,
}

impl Reader<'_> {
    /// A value and where it is from, in words.
    pub(super) fn text(&self, variables: &[&str], key: &str) -> Option<(String, String)> {
        for variable in variables {
            if let Some(value) = self.environment.var(variable) {
                return Some((value, (*variable).to_owned()));
            }
        }
        let property = self.profile.get(key)?;
        if property.value.is_empty() {
            return None;
        }
        Some((property.value.clone(), self.place(key, property)))
    }

    /// The place of a key that has keys below it in place of a value, in words.
    pub(super) fn place_of_keys_below(&self, key: &str) -> Option<String> {
        let property = self.profile.get(key)?;
        (!property.nested.is_empty()).then(|| self.place(key, property))
    }

    /// A value below a key, such as `addressing_style` below `s3`, and where it is from.
    fn text_below(&self, key: &str, inner: &str) -> Option<(String, String)> {
        let property = self.profile.get(key)?;
        let value = property.nested.get(inner).filter(|value| !value.is_empty());
        let place = || format!("`{inner}` below {}", self.place(key, property));
        value.map(|value| (value.clone(), place()))
    }

    fn place(&self, key: &str, property: &Property) -> String {
        let profile = self.profile_name;
        format!("`{key}` in profile {profile} of {}", property.file)
    }

    pub(super) fn flag(&mut self, variable: &str, key: &str) -> bool {
        match self.text(&[variable], key) {
            None => false,
            Some((value, _)) if value.eq_ignore_ascii_case("true") => true,
            Some((value, _)) if value.eq_ignore_ascii_case("false") => false,
            Some((value, place)) => {
                self.problem(&place, &value, "`true` or `false`");
                false
            }
        }
    }

    /// Reads one of several words, in any case.
    pub(super) fn choice<T: Copy>(
        &mut self,
        variable: &str,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = self.text(&[variable], key)?;
        self.chosen(found, choices)
    }

    /// Reads one of several words below a key, in any case.
    pub(super) fn choice_below<T: Copy>(
        &mut self,
        key: &str,
        inner: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = self.text_below(key, inner)?;
        self.chosen(found, choices)
    }

    /// Reads one of several words, in any case, of a value that was found.
    pub(super) fn chosen<T: Copy>(
        &mut self,
        (value, place): (String, String),
        choices: &[(&str, T)],
    ) -> Option<T> {
        let mut all = choices.iter();
        if let Some((_, choice)) = all.find(|(word, _)| value.eq_ignore_ascii_case(word)) {
            return Some(*choice);
        }
        let words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        let expected = match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        self.problem(&place, &value, &expected);
        None
    }

    pub(super) fn problem(&mut self, place: &str, value: &str, expected: &str) {
        self.problems
            .push(format!("{place} is {value:?}: expected {expected}"));
    }
}
