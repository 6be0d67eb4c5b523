//! The authentication of each operation by a client
//! ([Smithy 2.0, authentication traits](https://smithy.io/2.0/spec/authentication-traits.html)).

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::ir::Auth;
use crate::model::{Model, Shape, ShapeId};

/// The schemes of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schemes<'m> {
    /// The ids of the traits, most wanted first.
    pub(crate) ids: Vec<&'m str>,
    /// Whether nothing has to be proven: the operation has no scheme, or may do without.
    pub(crate) is_open: bool,
}

/// Stands for no authentication in a list of schemes.
const NO_AUTH: &str = "smithy.api#noAuth";

/// Schemes that Smithy and AWS define. Others have the trait `authDefinition` in the model.
const KNOWN: [&str; 6] = [
    "aws.auth#cognitoUserPools",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

impl Auth {
    fn of(id: &str) -> Option<Self> {
        match id {
            "aws.auth#sigv4" => Some(Self::SigV4),
            "smithy.api#httpBearerAuth" => Some(Self::Bearer),
            _ => None,
        }
    }
}

impl Schemes<'_> {
    /// The ways that clients have, most wanted first.
    pub(crate) fn supported(&self) -> Vec<Auth> {
        if self.is_open {
            return Vec::new();
        }
        self.ids.iter().filter_map(|id| Auth::of(id)).collect()
    }
}

/// The schemes that a service has, in alphabetical order.
fn of_service<'m>(model: &Model, service: &'m Shape) -> BTreeSet<&'m str> {
    let is_scheme = |id: &&str| {
        let defined = || ShapeId::parse(id).and_then(|id| model.shape(&id));
        KNOWN.contains(id)
            || defined().is_some_and(|shape| shape.traits.has("smithy.api#authDefinition"))
    };
    let traits = &service.traits;
    let sigv4 = traits.signing_name.as_ref().map(|_| "aws.auth#sigv4");
    let others = traits.others.iter().map(String::as_str);
    others.filter(is_scheme).chain(sigv4).collect()
}

/// The schemes of an operation: what its trait `auth` lists, or else the service's, or else all
/// that the service has, by name. `optionalAuth` does without, as boto3 does.
pub(crate) fn schemes<'m>(model: &Model, service: &'m Shape, operation: &'m Shape) -> Schemes<'m> {
    let has = of_service(model, service);
    let own = operation.traits.auth.as_ref();
    let ids: Vec<&str> = match own.or(service.traits.auth.as_ref()) {
        Some(ids) => ids.iter().map(String::as_str).collect(),
        None => has.into_iter().collect(),
    };
    let is_supported = |id: &&str| Auth::of(id).is_some();
    let may_do_without =
        ids.first() == Some(&NO_AUTH) || (ids.contains(&NO_AUTH) && !ids.iter().any(is_supported));
    Schemes {
        is_open: ids.is_empty()
            || may_do_without
            || operation.traits.has("smithy.api#optionalAuth"),
        ids,
    }
}

/// Whether an operation is open although its service has a way to authenticate.
pub(crate) fn is_open_by_choice(model: &Model, service: &Shape, operation: &Shape) -> bool {
    !of_service(model, service).is_empty() && schemes(model, service, operation).is_open
}

/// Why a client can't authenticate an operation: nothing would be proven, and the service would
/// refuse each request.
pub(super) fn problem(model: &Model, service: &Shape, operation: &Shape) -> Option<Diagnostic> {
    let schemes = schemes(model, service, operation);
    if schemes.is_open {
        return None;
    }
    let has = of_service(model, service);
    let name = operation.id.name();
    let is_missing = |id: &&&str| **id != NO_AUTH && !has.contains(**id);
    let missing = schemes.ids.iter().find(is_missing);
    let (message, help) = match missing {
        Some(missing) => {
            let service = service.id.name();
            (
                format!("{name} authenticates with {missing}, which {service} doesn't have"),
                format!("give {service} the trait {missing}, or take it out of smithy.api#auth"),
            )
        }
        None if !schemes.supported().is_empty() => return None,
        None => (
            format!(
                "{name} authenticates with {} only: that isn't supported yet",
                schemes.ids.join(", ")
            ),
            "clients have aws.auth#sigv4, smithy.api#httpBearerAuth and no authentication; \
             generate no client, name other operations, or leave out what isn't supported: \
             `--skip-unsupported`, or `skipUnsupported` in the build file"
                .to_owned(),
        ),
    };
    let mut problem = Diagnostic::new(message);
    if let Some(location) = &operation.location {
        problem = problem.at(location.clone(), "the operation");
    }
    Some(problem.shape(&operation.id).help(help))
}
