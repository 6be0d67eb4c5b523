//! Host labels: `isValidHostLabel`.

use crate::host::is_label;

/// `isValidHostLabel`: whether a text is a host label of RFC 1123, section 2.1, or, with
/// `allow_subdomains`, several of them joined by dots.
///
/// Rules: [isValidHostLabel](https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html#isvalidhostlabel-function).
#[must_use]
pub fn is_valid_host_label(text: &str, allow_subdomains: bool) -> bool {
    if allow_subdomains {
        text.split('.').all(is_label)
    } else {
        is_label(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for label in ["a", "0", "us-east-1", "A1", &"x".repeat(63)] {
            assert!(is_valid_host_label(label, false), "{label}");
            assert!(is_valid_host_label(label, true), "{label}");
        }
        for label in ["", "-a", "a-", "a_b", "a b", "ä", "a/b", &"x".repeat(64)] {
            assert!(!is_valid_host_label(label, false), "{label}");
            assert!(!is_valid_host_label(label, true), "{label}");
        }
    }

    #[test]
    fn subdomains_only_where_they_are_allowed() {
        assert!(is_valid_host_label("a.b-c.d", true));
        assert!(!is_valid_host_label("a.b", false));
        for label in ["a..b", ".a", "a.", ".", "a.-b"] {
            assert!(!is_valid_host_label(label, true), "{label}");
        }
    }
}
