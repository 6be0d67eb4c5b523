//! Services of a model by the names that people call them.

use crate::diagnostic::Diagnostic;
use crate::spelling;

use super::{Kind, Model, Service, Shape};

/// A service of a model.
pub(super) type Candidate<'m> = (&'m Shape, &'m Service);

/// All services of a model, in its order. A mixin is no service of its own
/// ([Smithy 2.0, mixins](https://smithy.io/2.0/spec/mixins.html#mixins-are-an-implementation-detail-of-the-model)).
pub(super) fn services(model: &Model) -> Vec<Candidate<'_>> {
    model
        .shapes()
        .filter_map(|shape| match &shape.kind {
            Kind::Service(service) if !shape.traits.mixin => Some((shape, &**service)),
            _ => None,
        })
        .collect()
}

/// Whether a shape has this name or this id.
pub(super) fn is_named(shape: &Shape, name: &str) -> bool {
    shape.id.name() == name || shape.id.as_str() == name
}

/// The service of a name: its shape's name or id, or else its name or `sdkId` without regard to
/// case and spaces, if only one has it.
pub(super) fn find<'m>(services: &[Candidate<'m>], name: &str) -> Option<Candidate<'m>> {
    let exact = services.iter().find(|(shape, _)| is_named(shape, name));
    if let Some(found) = exact {
        return Some(*found);
    }
    let plain = plain(name);
    let mut alike = services.iter().filter(|(shape, _)| {
        let mut names = short_names(shape);
        names.any(|known| self::plain(known) == plain)
    });
    match (alike.next(), alike.next()) {
        (Some(found), None) => Some(*found),
        _ => None,
    }
}

fn short_names(service: &Shape) -> impl Iterator<Item = &str> {
    let sdk_id = service.traits.sdk_id.as_deref();
    sdk_id.into_iter().chain([service.id.name()])
}

/// A name without what people write in several ways.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The name of a service as people type it: the short one that they know, as in
/// `SecretsManager:GetSecretValue`, unless another service has it too.
pub(super) fn label(services: &[Candidate<'_>], service: &Shape) -> String {
    let mut names = short_names(service).map(|name| name.split_whitespace().collect::<String>());
    let is_clear =
        |name: &String| find(services, name).is_some_and(|(found, _)| found.id == service.id);
    names
        .find(is_clear)
        .unwrap_or_else(|| service.id.to_string())
}

/// The report of a service that isn't there.
pub(super) fn unknown_service(services: &[Candidate<'_>], name: &str) -> Diagnostic {
    let message = format!("service {name} isn't in the model");
    Diagnostic::new(message).help(meant(services, name))
}

/// Advice on the name of a service that isn't there: a similar name in the form that was typed, or all
/// that are there.
pub(super) fn meant(services: &[Candidate<'_>], name: &str) -> String {
    let forms = services.iter().flat_map(|(shape, _)| {
        let own = shape.id.name().to_owned();
        match name.contains('#') {
            true => vec![(plain(&own), shape.id.to_string())],
            false => [label(services, shape), own]
                .map(|form| (plain(&form), form))
                .to_vec(),
        }
    });
    let forms: Vec<(String, String)> = forms.collect();
    let wanted = plain(name.rsplit('#').next().unwrap_or(name));
    let near = spelling::nearest(&wanted, forms.iter().map(|(plain, _)| plain.as_str()));
    let near = near.and_then(|near| forms.iter().find(|(plain, _)| plain == near));
    match near {
        Some((_, form)) => format!("did you mean {form}?"),
        None => known(services),
    }
}

pub(super) fn known(services: &[Candidate<'_>]) -> String {
    let mut names: Vec<String> = services
        .iter()
        .map(|(shape, _)| label(services, shape))
        .collect();
    names.sort_unstable();
    match names.as_slice() {
        [] => "the sources define no service at all".to_owned(),
        names => format!("the sources define {}", names.join(", ")),
    }
}
