//! Protocols: each is one file that answers what plan asks of it.
//!
//! Adding one means a file here and a line in [`ALL`]; emit never learns which it was.

mod aws_json;
mod rest_json;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Member, Model, Shape, TimestampFormat};
use crate::plan::Request;

/// In order of preference, for services that speak several.
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

/// How a service is spoken to.
pub(crate) trait Protocol: Sync {
    /// The trait that says that a service speaks it.
    fn id(&self) -> &'static str;

    /// A member's name in JSON.
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str;

    /// How timestamps in a body look when the model doesn't say.
    fn body_timestamp(&self) -> TimestampFormat;

    /// Whether the HTTP binding traits of members mean something.
    fn binds_http(&self) -> bool;

    /// Traits of input and output members that it would have to carry out, but can't yet.
    fn unsupported_on_member(&self) -> &'static [&'static str];

    /// How the request of an operation is made.
    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        model: &Model,
    ) -> Result<Request, Vec<Diagnostic>>;

    /// The members of an error body that may hold its code, the best first. The header
    /// `x-amzn-errortype` goes before all of them.
    fn error_code_members(&self) -> &'static [&'static str];

    /// The codes by which a response names an error.
    fn error_codes(&self, error: &Shape) -> Vec<String> {
        let mut codes = vec![error.id.name().to_owned()];
        // Services that once spoke the query protocol may still answer with its code.
        if let Some(query) = &error.traits.aws_query_error
            && query.code != error.id.name()
        {
            codes.push(query.code.clone());
        }
        codes
    }
}

/// The protocol of a service. Without one that is known here, that is reported.
pub(crate) fn of(service: &Shape, report: &mut Report) -> Option<&'static dyn Protocol> {
    let found = ALL
        .into_iter()
        .find(|protocol| service.traits.has(protocol.id()));
    if found.is_none() {
        let others: Vec<&str> = service
            .traits
            .ids
            .iter()
            .filter(|id| id.starts_with("aws.protocols#") || id.starts_with("smithy.protocols#"))
            .map(String::as_str)
            .collect();
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
