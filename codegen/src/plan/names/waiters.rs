//! The names of a service's waiters.

use std::collections::BTreeSet;

use crate::ir::Name;

use super::case::{module_name, type_name, underscored};
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// The types of waiters, in their order: of each, the operation's id and its own name.
/// `service` has the names of the service's types, which files of waiters import.
pub(in crate::plan) fn waiters(waiters: &[(&str, &str)], service: &BTreeSet<String>) -> Vec<Name> {
    let is_taken = |name: &str| contains(&taken::WAITER_TYPES, name) || service.contains(name);
    let claims: Vec<Claim<'_>> = waiters
        .iter()
        .map(|(operation, name)| {
            let mut wanted = type_name(name);
            if is_taken(&wanted) {
                wanted.push_str("Waiter");
            }
            Claim {
                id: operation,
                ..Claim::new(wanted, name)
            }
        })
        .collect();
    let types = assign(&claims, Style::Camel, &is_taken);
    let claims: Vec<Claim<'_>> = types
        .iter()
        .map(|ty| Claim::new(underscored(module_name(ty), &["waiter"]), ty))
        .collect();
    let modules = assign(&claims, Style::Snake, &|name| {
        contains(&taken::MODULES, name)
    });
    let names = types.iter().cloned().zip(modules);
    names.map(|(ty, module)| Name { ty, module }).collect()
}

/// The function of a path in a waiter's file.
pub(in crate::plan) fn waiter_function(wanted: String, known: &[&str]) -> String {
    let is_taken = |name: &str| contains(&taken::WAITER_FUNCTIONS, name) || known.contains(&name);
    let claim = Claim::new(wanted, "");
    let mut names = assign(&[claim], Style::Snake, &is_taken);
    names.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let service = BTreeSet::from(["Bucket".to_owned()]);
        let names = waiters(all, &service).into_iter();
        names.map(|name| (name.ty, name.module)).collect()
    }

    #[test]
    fn waiters_stay_clear_of_types() {
        let names = of(&[("a#Head", "Bucket"), ("a#Head", "Wait"), ("a#Head", "done")]);
        let names: Vec<&str> = names.iter().map(|(ty, _)| ty.as_str()).collect();
        assert_eq!(names, ["BucketWaiter", "WaitWaiter", "Done"]);
    }

    #[test]
    fn waiters_of_one_name() {
        let names = of(&[("b#Get", "Done"), ("a#Get", "Done"), ("a#Get", "DONE")]);
        let names: Vec<(&str, &str)> = names.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            names,
            [("Done2", "done2"), ("Done", "done_2"), ("DONE", "done")]
        );
    }

    #[test]
    fn functions_stay_clear_of_arguments_and_of_one_another() {
        assert_eq!(waiter_function("status".to_owned(), &[]), "status");
        assert_eq!(waiter_function("output".to_owned(), &[]), "output_2");
        assert_eq!(
            waiter_function("status".to_owned(), &["status", "status_2"]),
            "status_3"
        );
    }
}
