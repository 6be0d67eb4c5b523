//! Endpoint rules: from a service's rule set to parameters, and decisions as functions.
//!
//! Rules are generated from the tree (`endpointRuleSet`), also where a model has a diagram
//! (`endpointBdd`). In the four published models that have both (Bedrock Runtime, KMS, Lambda, SQS)
//! the tree gives 5.6 to 5.8 KB of source, the diagram 5.9 to 6.1 KB; a call takes about 90 ns, or
//! 95 to 150 ns. A table of nodes that is walked at run time was not tried: with 13 nodes of one
//! condition each, a table and its conditions are no smaller than nested tests, and hard to read.

mod bind;
mod built_in;
mod captures;
mod ends;
mod functions;
mod lower;
mod names;
mod outline;
mod params;
mod parts;
mod path;
mod schemes;
mod temporaries;
mod texts;
mod tidy;
mod typed;

use std::collections::BTreeSet;

use crate::diagnostic::Report;
use crate::ir::endpoint::{EndpointRules, Fallback};
use crate::ir::{Item, Operation};
use crate::model::{Kind, Model, Shape, rules as model_rules};

use super::problems::{Problems, skipped};

/// Plans the endpoint rules of a service, for the operations that are generated of it. Rules that
/// can't be carried out are reported, or left out if that is asked for: a custom endpoint is
/// needed then.
pub(super) fn plan(
    model: &Model,
    service: &Shape,
    items: &[Item],
    operations: &[(Operation, &Shape)],
    prefers_bdd: bool,
    problems: &mut Problems<'_>,
) -> Option<EndpointRules> {
    let mut report = Report::default();
    let planned = rules(service, prefers_bdd, &mut report);
    if report.is_empty() {
        let planned = planned?;
        // Operations may be those of a service with rules as well. Without rules, what they say of
        // parameters has no effect.
        let binds = match planned.fallback {
            Some(_) => bind::without_bindings(operations),
            None => bind::binds(model, &planned.params, items, operations, problems),
        };
        return Some(EndpointRules {
            types: bind::types(&binds),
            binds,
            ..planned
        });
    }
    if !problems.skip {
        report.move_to(problems.report);
        return None;
    }
    let mut reasons = report.into_messages();
    reasons.dedup();
    problems.skipped.push(skipped(
        format!("{} (endpoint rules)", service.id.name()),
        format!("{}: the client needs a custom endpoint", reasons.join("; ")),
        Vec::new(),
    ));
    let rule_set = fallback(service)?;
    let planned = lowered(&rule_set, service, problems.report)?;
    let binds = bind::without_bindings(operations);
    Some(EndpointRules {
        types: bind::types(&binds),
        binds,
        fallback: Some(Fallback::LeftOut),
        ..planned
    })
}

/// Reports all that is wrong with the endpoint rules of services of a model, in both forms.
pub(crate) fn check(model: &Model, is_chosen: impl Fn(&str) -> bool, report: &mut Report) {
    let shapes = model.shapes();
    let services = shapes.filter(|shape| matches!(shape.kind, Kind::Service(_)));
    for service in services.filter(|service| is_chosen(service.id.as_str())) {
        let (id, traits) = (service.id.as_str(), &service.traits);
        let tree = traits.endpoint_rule_set.as_ref();
        let diagram = traits.endpoint_bdd.as_ref();
        let tree = tree.and_then(|source| model_rules::rule_set(source, id, report));
        let diagram = diagram.and_then(|source| model_rules::decision_diagram(source, id, report));
        for rule_set in tree.iter().chain(&diagram) {
            let params = params::params(rule_set, service, report);
            params::check_settings(&params, service, report);
            let names = names::Names::new(&params, rule_set);
            typed::Typing::new(&names, service).check(rule_set, report);
        }
    }
}

/// The rules without what operations say of parameters.
fn rules(service: &Shape, prefers_bdd: bool, report: &mut Report) -> Option<EndpointRules> {
    let (id, traits) = (service.id.as_str(), &service.traits);
    // Of the two forms the tree gives the smaller code; the first lines of this module have figures.
    let takes_bdd = prefers_bdd && traits.endpoint_bdd.is_some();
    let tree = traits.endpoint_rule_set.as_ref().filter(|_| !takes_bdd);
    let (rule_set, is_own) = match (tree, &traits.endpoint_bdd) {
        (Some(source), _) => (model_rules::rule_set(source, id, report)?, true),
        (None, Some(source)) => (model_rules::decision_diagram(source, id, report)?, true),
        (None, None) => (fallback(service)?, false),
    };
    let planned = lowered(&rule_set, service, report)?;
    if is_own {
        params::check_settings(&planned.params, service, report);
    }
    Some(EndpointRules {
        fallback: (!is_own).then_some(Fallback::None),
        ..planned
    })
}

/// A rule set's parameters and functions.
fn lowered(
    rule_set: &model_rules::RuleSet,
    service: &Shape,
    report: &mut Report,
) -> Option<EndpointRules> {
    let params = params::params(rule_set, service, report);
    let names = names::Names::new(&params, rule_set);
    let checker = typed::Typing::new(&names, service);
    if !checker.check(rule_set, report) {
        return None;
    }
    let block = lower::lower(rule_set, &checker, &params);
    let mut functions = outline::functions(block, &params);
    texts::bind(&mut functions);
    temporaries::bind(&mut functions);
    let schemes = schemes::share(&mut functions);
    Some(EndpointRules {
        params,
        functions,
        schemes,
        binds: Vec::new(),
        types: BTreeSet::new(),
        fallback: None,
    })
}

/// The rule set that stands in for a missing one.
fn fallback(service: &Shape) -> Option<model_rules::RuleSet> {
    use model_rules::{
        Condition, EndpointRule, Expression, ExpressionKind, Outcome, Parameter, ParameterType,
        Part, Rule, RuleSet,
    };
    let location = service.location.clone()?;
    let expression = |kind| Expression {
        kind,
        location: location.clone(),
    };
    let endpoint = || expression(ExpressionKind::Reference("Endpoint".to_owned()));
    let text = |text: String| expression(ExpressionKind::Text(vec![Part::Literal(text)]));
    Some(RuleSet {
        parameters: vec![Parameter {
            name: "Endpoint".to_owned(),
            ty: ParameterType::String,
            required: false,
            default: None,
            built_in: Some("SDK::Endpoint".to_owned()),
            documentation: Some("The URL to send requests to.".to_owned()),
            deprecated: None,
            location: None,
        }],
        rules: vec![
            Rule {
                conditions: vec![Condition {
                    call: expression(ExpressionKind::Call {
                        function: "isSet".to_owned(),
                        arguments: vec![endpoint()],
                    }),
                    assign: None,
                }],
                outcome: Outcome::Endpoint(Box::new(EndpointRule {
                    url: endpoint(),
                    headers: Vec::new(),
                    properties: Vec::new(),
                })),
            },
            Rule {
                conditions: Vec::new(),
                outcome: Outcome::Error(text(format!(
                    "there are no endpoint rules for {}: an endpoint has to be set",
                    service.id.name()
                ))),
            },
        ],
    })
}
