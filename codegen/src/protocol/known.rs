//! The protocols that there are, and which one a service speaks.

use crate::diagnostic::{Diagnostic, Report};
use crate::model::Shape;
use crate::spelling;

use super::{Protocol, aws_json, aws_query, rest_json, rest_xml, rpc_v2};

/// The protocols in order of preference, for services that speak several: botocore's order, with
/// what botocore doesn't have at the end.
const ALL: [&'static dyn Protocol; 8] = [
    &rpc_v2::CBOR,
    &aws_json::AwsJson {
        version: "1.0",
        id: "aws.protocols#awsJson1_0",
    },
    &aws_json::AwsJson {
        version: "1.1",
        id: "aws.protocols#awsJson1_1",
    },
    &rest_json::RestJson,
    &rest_xml::RestXml,
    &aws_query::AwsQuery {
        id: "aws.protocols#awsQuery",
        is_ec2: false,
    },
    &aws_query::AwsQuery {
        id: "aws.protocols#ec2Query",
        is_ec2: true,
    },
    &rpc_v2::JSON,
];

/// The protocol of a service: the one that the configuration names, or the most preferred of those
/// that the service speaks. Without one that is known here, that is reported.
pub(crate) fn of(
    service: &Shape,
    wanted: Option<&str>,
    report: &mut Report,
) -> Option<&'static dyn Protocol> {
    let mut known = ALL.into_iter();
    let is_spoken = |protocol: &&dyn Protocol| service.traits.has(protocol.id());
    let found = match wanted {
        None => known.find(is_spoken),
        Some(wanted) => chosen(wanted).filter(is_spoken),
    };
    if found.is_none() {
        report.add(unknown(service, wanted));
    }
    found
}

/// The protocol of a name: a shape id such as `aws.protocols#restJson1`, or its last part.
fn chosen(name: &str) -> Option<&'static dyn Protocol> {
    ALL.into_iter().find(|protocol| {
        let id = protocol.id();
        id == name || id.rsplit_once('#').is_some_and(|(_, short)| short == name)
    })
}

/// The report of a service without a protocol that is known, or without the one that is wanted.
fn unknown(service: &Shape, wanted: Option<&str>) -> Diagnostic {
    let name = service.id.name();
    let others: Vec<&str> = named(service).collect();
    let known = ALL.iter().map(|protocol| protocol.id());
    let known: Vec<&str> = known.collect();
    let spoken: Vec<&str> = others
        .iter()
        .copied()
        .filter(|id| known.contains(id))
        .collect();
    let (message, help) = match (wanted, others.as_slice()) {
        (Some(wanted), [_, ..]) if chosen(wanted).is_some() && !spoken.is_empty() => (
            format!("{name} doesn't speak {wanted}"),
            format!("choose {}, or leave the choice out", spoken.join(" or ")),
        ),
        (Some(wanted), _) if chosen(wanted).is_none() => (
            format!("{wanted} isn't a protocol that is supported"),
            match spelling::nearest(
                wanted,
                known.iter().map(|id| match wanted.contains('#') {
                    true => id,
                    false => id.rsplit('#').next().unwrap_or(id),
                }),
            ) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("choose one of {}", known.join(", ")),
            },
        ),
        (_, []) => (
            format!("the operations of {name} have no protocol"),
            format!("give the service one of the traits {}", known.join(", ")),
        ),
        (_, others) => (
            format!(
                "{name} speaks {}, which isn't supported",
                others.join(" and ")
            ),
            format!("give the service one of the traits {}", known.join(", ")),
        ),
    };
    let diagnostic = Diagnostic::new(message).shape(&service.id).help(help);
    match &service.location {
        Some(location) => diagnostic.at(location.clone(), "this service"),
        None => diagnostic,
    }
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
