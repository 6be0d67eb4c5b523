//! The parameters of a rule set: the fields of `EndpointParams`.

use crate::diagnostic::{Diagnostic, Report};
use crate::ir::endpoint::{Param, Presence};
use crate::model::Shape;
use crate::model::rules::{Parameter, RuleSet};

use super::super::docs;
use super::super::names::{self, Extras};
use super::built_in;

pub(super) fn params(rule_set: &RuleSet, service: &Shape, report: &mut Report) -> Vec<Param> {
    let own = rule_set.parameters.iter().map(|parameter| &*parameter.name);
    let own: Vec<&str> = own.collect();
    let parameters = rule_set.parameters.iter();
    parameters
        .zip(names::fields(&own, Extras::Endpoint))
        .map(|(parameter, names)| {
            let built_in = bound(parameter, service, report);
            Param {
                name: parameter.name.clone(),
                field: names.field,
                setter: names.setter,
                docs: documentation(parameter),
                deprecated: parameter.deprecated.as_deref().map(|note| {
                    let note = docs::line(note);
                    if note.is_empty() {
                        "deprecated by the service".to_owned()
                    } else {
                        note
                    }
                }),
                ty: parameter.ty,
                presence: presence(parameter),
                built_in,
                setting: setting(parameter, service),
            }
        })
        .collect()
}

fn bound(parameter: &Parameter, service: &Shape, report: &mut Report) -> Option<&'static str> {
    let name = parameter.built_in.as_ref()?;
    let problem = match built_in::field(name) {
        Some((field, ty)) if ty == parameter.ty => return Some(field),
        Some(_) => format!("parameter {} isn't of the type of {name}", parameter.name),
        None => format!("built-in {name} isn't known"),
    };
    let mut diagnostic = Diagnostic::new(problem)
        .shape(&service.id)
        .help(format!("the built-ins are {}", built_in::known()));
    if let Some(location) = &parameter.location {
        diagnostic = diagnostic.at(location.clone(), "bound to it here");
    }
    report.add(diagnostic);
    None
}

/// The documentation of the setting of a client that a parameter is.
fn setting(parameter: &Parameter, service: &Shape) -> Option<Vec<String>> {
    let settings = service.traits.client_context_params.as_ref()?;
    let setting = settings.get(&parameter.name)?;
    let lines = docs::lines(setting.documentation.as_deref());
    Some(if lines.is_empty() {
        documentation(parameter)
    } else {
        lines
    })
}

/// Reports settings of clients that the rules don't have: they would change nothing, although
/// people set them.
pub(super) fn check_settings(params: &[Param], service: &Shape, report: &mut Report) {
    let settings = service.traits.client_context_params.as_deref();
    for (name, setting) in settings.into_iter().flatten() {
        let message = match params.iter().find(|param| param.name == *name) {
            Some(param) if param.ty == setting.ty => continue,
            Some(_) => format!("the client's parameter {name} has another type in the rule set"),
            None => format!("the client's parameter {name} isn't one of the rule set's"),
        };
        let help = "see https://smithy.io/2.0/additional-specs/rules-engine/parameters.html";
        let mut diagnostic = Diagnostic::new(message).shape(&service.id).help(help);
        if let Some(location) = &service.location {
            diagnostic = diagnostic.at(location.clone(), "this service");
        }
        report.add(diagnostic);
    }
}

fn presence(parameter: &Parameter) -> Presence {
    match &parameter.default {
        Some(default) => Presence::Always(default.clone()),
        None if parameter.required => Presence::Required,
        None => Presence::Optional,
    }
}

fn documentation(parameter: &Parameter) -> Vec<String> {
    let own = parameter.documentation.as_deref();
    let mut lines = docs::lines(own);
    if lines.is_empty() {
        lines.push(format!("The parameter `{}`.", parameter.name));
    }
    if let Some(built_in) = &parameter.built_in {
        docs::paragraph(&mut lines, &format!("From the client's `{built_in}`."));
    }
    if parameter.required && parameter.default.is_none() {
        docs::paragraph(&mut lines, "Required.");
    }
    lines
}
