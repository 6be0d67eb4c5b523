//! Each rule, with a model that breaks it and one that is near to breaking it.

mod http;
mod paths;
mod services;
mod shapes;
mod traits;

use tinsmith::Severity;

use crate::{events, validated};

/// A rule's cases: what is said, and the model.
type Cases = [(&'static [&'static str], &'static str)];

#[track_caller]
fn check(cases: &Cases) {
    for (expected, body) in cases {
        let mut found = events(body);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(
            found,
            expected,
            "{body}\n{}",
            validated(body).to_json(Severity::Note)
        );
    }
}
