//! Endpoint rules: from a service's rule set to parameters, and decisions as functions.

mod bind;
mod built_in;
mod ends;
mod functions;
mod lower;
mod names;
mod outline;
mod params;
mod path;
mod rules;
mod tidy;
mod typed;

pub(crate) use bind::{Bind, Binding, BoundValue, Leaf, PathStep};
pub(crate) use params::{Param, ParamType, Presence};
pub(crate) use rules::{
    Attribute, AuthScheme, Block, End, Endpoint, Expression, Function, Library, Part, Step, Test,
    Type, Value,
};

use crate::model::{Model, Shape, rules as model_rules};

use super::series::Problems;
use super::{Item, Operation};

/// A service's endpoint rules: the file `endpoint.rs`.
#[derive(Debug)]
pub(crate) struct EndpointRules {
    pub(crate) params: Vec<Param>,
    /// The parameters' rules; the first is the one that people call.
    pub(crate) functions: Vec<Function>,
    /// What each operation says of parameters.
    pub(crate) binds: Vec<Bind>,
    /// The service has no rule set: only a custom endpoint will do.
    pub(crate) is_fallback: bool,
}

/// Plans the endpoint rules of a service, for the operations that are generated of it.
pub(super) fn plan(
    model: &Model,
    service: &Shape,
    items: &[&Item],
    operations: &[(&Operation, &Shape)],
    prefers_bdd: bool,
    problems: &mut Problems<'_>,
) -> Option<EndpointRules> {
    let (id, traits) = (service.id.as_str(), &service.traits);
    let report = &mut *problems.report;
    // Of the two forms the tree gives the smaller code; ARCHITECTURE.md has figures.
    let takes_bdd = prefers_bdd && traits.endpoint_bdd.is_some();
    let tree = traits.endpoint_rule_set.as_ref().filter(|_| !takes_bdd);
    let rule_set = match (tree, &traits.endpoint_bdd) {
        (Some(source), _) => model_rules::rule_set(source, id, report)?,
        (None, Some(source)) => model_rules::decision_diagram(source, id, report)?,
        (None, None) => fallback(service)?,
    };
    let params = params::params(&rule_set, service, report);
    let names = names::Names::new(&params, &rule_set);
    let checker = typed::Typing::new(&names, service);
    if !checker.check(&rule_set, report) {
        return None;
    }
    let block = lower::lower(&rule_set, &checker, &params);
    let functions = outline::functions(block, &params);
    let binds = bind::binds(model, &params, items, operations, problems);
    Some(EndpointRules {
        params,
        functions,
        binds,
        is_fallback: tree.is_none() && traits.endpoint_bdd.is_none(),
    })
}

/// What stands in for the rule set that a service hasn't.
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
                    "{} has no endpoint rules: an endpoint has to be set",
                    service.id.name()
                ))),
            },
        ],
    })
}
