//! The protocols that there are, and which one a service speaks.

use crate::diagnostic::{Diagnostic, Report};
use crate::model::Shape;

use super::{Protocol, aws_json, rest_json};

/// The protocols in order of preference, for services that speak several.
const ALL: [&'static dyn Protocol; 3] = [
    &aws_json::AwsJson {
        version: "1.0",
        id: "aws.protocols#awsJson1_0",
    },
    &aws_json::AwsJson {
        version: "1.1",
        id: "aws.protocols#awsJson1_1",
    },
    &rest_json::RestJson,
];

/// The protocol of a service. Without one that is known here, that is reported.
pub(crate) fn of(service: &Shape, report: &mut Report) -> Option<&'static dyn Protocol> {
    let found = ALL
        .into_iter()
        .find(|protocol| service.traits.has(protocol.id()));
    if found.is_none() {
        let others: Vec<&str> = named(service).collect();
        let message = match others.as_slice() {
            [] => format!("the operations of {} have no protocol", service.id.name()),
            others => format!(
                "{} speaks {}, which isn't supported",
                service.id.name(),
                others.join(" and ")
            ),
        };
        let known: Vec<&str> = ALL.iter().map(|protocol| protocol.id()).collect();
        let mut diagnostic = Diagnostic::new(message).shape(&service.id).help(format!(
            "give the service one of the traits {}",
            known.join(", ")
        ));
        if let Some(location) = &service.location {
            diagnostic = diagnostic.at(location.clone(), "this service");
        }
        report.add(diagnostic);
    }
    found
}

/// The ids of all protocols that a service says it speaks, known here or not.
pub(crate) fn named(service: &Shape) -> impl Iterator<Item = &str> {
    let others = [
        "aws.protocols#awsQueryCompatible",
        "aws.protocols#awsQueryError",
    ];
    let ids = service.traits.others.iter().map(String::as_str);
    ids.filter(|id| id.starts_with("aws.protocols#") || id.starts_with("smithy.protocols#"))
        .filter(move |id| !others.contains(id))
}
