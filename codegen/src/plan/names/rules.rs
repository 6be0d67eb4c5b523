//! The variables of endpoint rules.

use std::collections::BTreeMap;

use super::case::{snake_name, underscored};
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// The Rust variables for the names of a rule set: those of parameters, and those that rules
/// assign.
pub(in crate::plan) fn rule_variables(
    params: &[&str],
    assigned: &[&str],
) -> BTreeMap<String, String> {
    let kinds = [(params, 0), (assigned, 1)];
    let names: BTreeMap<&str, u8> = kinds
        .iter()
        .rev()
        .flat_map(|(names, kind)| names.iter().map(|name| (*name, *kind)))
        .collect();
    let claims: Vec<Claim<'_>> = names
        .iter()
        .map(|(name, kind)| {
            let mut variable = underscored(snake_name(name), &taken::RULE_VARIABLES);
            if is_part(&variable) {
                variable.push('_');
            }
            // clippy minds names without a letter (`just_underscores_and_digits`).
            if !variable.chars().any(char::is_alphabetic) {
                variable.insert_str(0, "name");
            }
            Claim {
                kind: *kind,
                ..Claim::new(variable, name)
            }
        })
        .collect();
    let variables = assign(&claims, Style::Snake, &is_rule_variable);
    let names = names.into_keys().map(str::to_owned);
    names.zip(variables).collect()
}

/// Whether functions of rules have the name for themselves.
fn is_rule_variable(name: &str) -> bool {
    contains(&taken::RULE_VARIABLES, name) || is_part(name)
}

/// The name itself, or with a number if something else has it.
pub(in crate::plan) fn free_rule_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !is_taken(name) && !is_rule_variable(name));
    free.unwrap_or_else(|| name.to_owned())
}

/// Whether a part of the rules has that name: they are numbered.
fn is_part(name: &str) -> bool {
    let number = name.strip_prefix("rules_").unwrap_or_default();
    !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_one_name() {
        let names = rule_variables(&["OutpostId", "Region"], &["outpostId", "item", "rules_1"]);
        let names: Vec<(&str, &str)> = names.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            names,
            [
                ("OutpostId", "outpost_id"),
                ("Region", "region"),
                ("item", "item_"),
                ("outpostId", "outpost_id_2"),
                ("rules_1", "rules_1_"),
            ]
        );
    }

    #[test]
    fn an_assigned_name_is_one_variable_wherever_it_is() {
        assert_eq!(rule_variables(&["A"], &["a", "b", "b"]).len(), 3);
    }
}
