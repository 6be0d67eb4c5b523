//! The functions of a model's protocol tests and examples.

use super::case::snake_name;
use super::scope::{Claim, Style, assign};

/// The name of a test's function: the name of the test in snake case, and what it tests.
pub(in crate::plan) fn test_function(id: &str, what: &str) -> String {
    let name = snake_name(id);
    format!("{}_{what}", name.trim_end_matches('_'))
}

/// Gives all functions of a file names of their own: they come with those that they want, and with
/// the names of their tests.
pub(in crate::plan) fn name_test_functions<'t>(
    functions: &mut dyn Iterator<Item = (&'t mut String, &'t str)>,
) {
    let (functions, ids): (Vec<&mut String>, Vec<&str>) = functions.unzip();
    // Not the tests' own spelling: behind that, functions have a word of what they test.
    let spelled: Vec<String> = functions
        .iter()
        .zip(&ids)
        .map(|(wanted, id)| match wanted.strip_prefix(id) {
            Some(_) => (*wanted).clone(),
            None => String::new(),
        })
        .collect();
    let claims: Vec<Claim<'_>> = functions
        .iter()
        .zip(&spelled)
        .zip(&ids)
        .map(|((wanted, spelled), id)| Claim {
            id,
            ..Claim::new((*wanted).clone(), spelled)
        })
        .collect();
    let names = assign(&claims, Style::Snake, &|_| false);
    for (function, name) in functions.into_iter().zip(names) {
        *function = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(ids: &[(&str, &str)]) -> Vec<String> {
        let mut functions: Vec<String> = ids
            .iter()
            .map(|(id, what)| test_function(id, what))
            .collect();
        let ids = ids.iter().map(|(id, _)| *id);
        name_test_functions(&mut functions.iter_mut().zip(ids));
        functions
    }

    #[test]
    fn tests_of_one_name_have_functions_of_their_own() {
        assert_eq!(
            named(&[
                ("LampOn", "request"),
                ("lamp_on", "request"),
                ("LAMP_ON", "request"),
                ("LampOn", "response"),
            ]),
            [
                "lamp_on_request_3",
                "lamp_on_request",
                "lamp_on_request_2",
                "lamp_on_response"
            ]
        );
    }

    #[test]
    fn keywords_are_no_matter_before_another_word() {
        assert_eq!(
            named(&[
                ("self", "request"),
                ("Fn", "server_request"),
                ("_2", "malformed")
            ]),
            ["self_request", "fn_server_request", "_2_malformed"]
        );
    }
}
