//! The functions of rule sets that the runtime has one for
//! ([standard library](https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html),
//! [AWS's functions](https://smithy.io/2.0/aws/rules-engine/library-functions.html)).

use crate::ir::endpoint::{Library, Type};

/// The functions by the names in rule sets, with the types of their arguments.
const ALL: [(&str, Library, &[Type]); 8] = [
    ("aws.partition", Library::Partition, &[Type::Text]),
    ("aws.parseArn", Library::ParseArn, &[Type::Text]),
    (
        "aws.isVirtualHostableS3Bucket",
        Library::IsVirtualHostableBucket,
        &[Type::Text, Type::Boolean],
    ),
    ("parseURL", Library::ParseUrl, &[Type::Text]),
    (
        "isValidHostLabel",
        Library::IsValidHostLabel,
        &[Type::Text, Type::Boolean],
    ),
    (
        "substring",
        Library::Substring,
        &[Type::Text, Type::Integer, Type::Integer, Type::Boolean],
    ),
    ("uriEncode", Library::UriEncode, &[Type::Text]),
    (
        "split",
        Library::Split,
        &[Type::Text, Type::Text, Type::Integer],
    ),
];

/// Functions that become the language's own means.
const OTHERS: &str = "isSet, not, getAttr, stringEquals, booleanEquals, coalesce, ite";

pub(super) fn find(name: &str) -> Option<(Library, &'static [Type])> {
    let mut all = ALL.into_iter();
    all.find(|(known, ..)| *known == name)
        .map(|(_, function, takes)| (function, takes))
}

/// Lists all functions, for reports.
pub(super) fn known() -> String {
    format!("{OTHERS}, {}", ALL.map(|(name, ..)| name).join(", "))
}
