//! Definitions of known traits: the prelude, and the packages of AWS and Smithy that models use
//! without bringing their definitions along.
//!
//! Each file is Smithy IDL 2.0 of our own writing, a namespace a file. Names, selectors, targets
//! and constraints are facts of the specification
//! ([prelude](https://smithy.io/2.0/spec/model.html#prelude),
//! [AWS](https://smithy.io/2.0/aws/index.html),
//! [additional specs](https://smithy.io/2.0/additional-specs/index.html)). Definitions in a model
//! that is read have precedence.

/// The name of each file, which is that of its namespace with `.smithy`, and its text.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("alloy.smithy", include_str!("alloy.smithy")),
    ("aws.api.smithy", include_str!("aws.api.smithy")),
    ("aws.auth.smithy", include_str!("aws.auth.smithy")),
    (
        "aws.cloudformation.smithy",
        include_str!("aws.cloudformation.smithy"),
    ),
    (
        "aws.customizations.smithy",
        include_str!("aws.customizations.smithy"),
    ),
    ("aws.endpoints.smithy", include_str!("aws.endpoints.smithy")),
    ("aws.iam.smithy", include_str!("aws.iam.smithy")),
    ("aws.protocols.smithy", include_str!("aws.protocols.smithy")),
    ("smithy.api.smithy", include_str!("smithy.api.smithy")),
    (
        "smithy.framework.smithy",
        include_str!("smithy.framework.smithy"),
    ),
    ("smithy.mqtt.smithy", include_str!("smithy.mqtt.smithy")),
    (
        "smithy.openapi.smithy",
        include_str!("smithy.openapi.smithy"),
    ),
    (
        "smithy.protocols.smithy",
        include_str!("smithy.protocols.smithy"),
    ),
    ("smithy.rules.smithy", include_str!("smithy.rules.smithy")),
    ("smithy.test.smithy", include_str!("smithy.test.smithy")),
    (
        "smithy.waiters.smithy",
        include_str!("smithy.waiters.smithy"),
    ),
];

/// The namespaces with shapes that services can have. Their files become part of a model that
/// refers to them.
pub(crate) const OF_SERVICES: &[&str] = &["alloy", "smithy.framework"];

#[cfg(test)]
mod tests {
    use super::{FILES, OF_SERVICES};

    #[test]
    fn namespaces_of_services_have_files() {
        for namespace in OF_SERVICES {
            let name = format!("{namespace}.smithy");
            assert!(FILES.iter().any(|(file, _)| *file == name), "{name}");
        }
    }

    #[test]
    fn each_file_holds_the_namespace_of_its_name() {
        for (name, text) in FILES {
            let mut namespaces = text
                .lines()
                .filter_map(|line| line.strip_prefix("namespace "));
            let namespace = namespaces.next().expect("a namespace");
            assert_eq!(*name, format!("{namespace}.smithy"));
            assert_eq!(namespaces.next(), None);
            assert!(text.contains("\n$version: \"2.0\"\n"), "{name}");
        }
    }

    #[test]
    fn files_are_in_order() {
        assert!(FILES.is_sorted());
    }
}
