//! Endpoint rules: parameters, the rules themselves, and what the models' own cases say.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Report;
use crate::model::Shape;
use crate::model::rules::{self, Parameter, ParameterType};

use super::comparison::{Comparison, Effect};
use super::operations::{undocumented, value};
use super::rule::Rule;

/// The number of cases that are shown; the rest is counted.
const SHOWN_CASES: usize = 3;

impl Comparison<'_> {
    pub(super) fn endpoints(&mut self) {
        let (old, new) = (self.old.shape, self.new.shape);
        self.parameters(&parameters(old), &parameters(new));
        let whole = self.whole();
        let id = new.id.to_string();
        let moved = moved(&cases(old), &cases(new));
        if !moved.is_empty() {
            let shown: Vec<String> = moved.iter().take(SHOWN_CASES).cloned().collect();
            let more = match moved.len().saturating_sub(SHOWN_CASES) {
                0 => String::new(),
                more => format!("; and {more} cases more"),
            };
            let text = format!("{}{more}", shown.join("; "));
            let effect = Effect::wire(text);
            self.add(Rule::EndpointCaseChanged, &whole, "", &id, effect);
        }
        let has_other_rules = match (&old.traits.endpoint_rule_set, &new.traits.endpoint_rule_set) {
            (Some(old), Some(new)) => rules_of(&old.value()) != rules_of(&new.value()),
            (None, None) => match (&old.traits.endpoint_bdd, &new.traits.endpoint_bdd) {
                (Some(old), Some(new)) => rules_of(&old.value()) != rules_of(&new.value()),
                (None, None) => false,
                _ => true,
            },
            _ => true,
        };
        if has_other_rules {
            let effect = Effect::wire("the endpoint rules are written otherwise");
            self.add(Rule::EndpointRulesChanged, &whole, "", &id, effect);
        }
    }

    fn parameters(&mut self, old: &BTreeMap<String, Parameter>, new: &BTreeMap<String, Parameter>) {
        let whole = self.whole();
        let id = self.new.shape.id.to_string();
        let is_demanded = |parameter: &Parameter| {
            parameter.required && parameter.default.is_none() && parameter.built_in.is_none()
        };
        for (name, was) in old {
            let place = format!("EndpointParams::{name}");
            let Some(is) = new.get(name) else {
                let effect = Effect::rust("the parameter is gone");
                self.add(Rule::EndpointParameterRemoved, &whole, place, &id, effect);
                continue;
            };
            if was.ty != is.ty {
                let text = format!(
                    "its type was {}, is {}",
                    type_name(was.ty),
                    type_name(is.ty)
                );
                let effect = Effect::rust(text);
                self.add(
                    Rule::EndpointParameterTypeChanged,
                    &whole,
                    &place,
                    &id,
                    effect,
                );
            }
            match (is_demanded(was), is_demanded(is)) {
                (false, true) => {
                    let effect = Effect::rust("has to be set");
                    self.add(Rule::EndpointParameterRequired, &whole, &place, &id, effect);
                }
                (true, false) => {
                    let effect = Effect::rust("may be left out");
                    self.add(Rule::EndpointParameterOptional, &whole, &place, &id, effect);
                }
                _ => {}
            }
            if was.default != is.default || was.built_in != is.built_in {
                let text = "another value stands in unless it is set";
                let effect = Effect::wire(text);
                self.add(Rule::EndpointParameterChanged, &whole, &place, &id, effect);
            }
        }
        for (name, is) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let place = format!("EndpointParams::{name}");
            let (rule, text) = if is_demanded(is) {
                (
                    Rule::EndpointParameterRequired,
                    "new parameter that has to be set",
                )
            } else {
                (Rule::EndpointParameterAdded, "new parameter")
            };
            self.add(rule, &whole, place, &id, Effect::rust(text));
        }
    }
}

fn type_name(ty: ParameterType) -> &'static str {
    match ty {
        ParameterType::String => "text",
        ParameterType::Boolean => "a boolean",
        ParameterType::StringArray => "a list of text",
    }
}

/// The parameters of a service's rules. Those that can't be read are none: whoever generates
/// with endpoints gets the report.
fn parameters(service: &Shape) -> BTreeMap<String, Parameter> {
    let traits = &service.traits;
    let id = service.id.as_str();
    let mut report = Report::default();
    let set = match (&traits.endpoint_rule_set, &traits.endpoint_bdd) {
        (Some(source), _) => rules::rule_set(source, id, &mut report),
        (None, Some(source)) => rules::decision_diagram(source, id, &mut report),
        (None, None) => None,
    };
    let parameters = set.map(|set| set.parameters).unwrap_or_default();
    parameters
        .into_iter()
        .map(|parameter| (parameter.name.clone(), parameter))
        .collect()
}

/// The rules without what is compared as parameters, and without words.
fn rules_of(trait_value: &Value) -> Value {
    let mut rules = undocumented(trait_value);
    if let Some(entries) = rules.as_object_mut() {
        entries.remove("parameters");
    }
    rules
}

/// The expectation of each case of `smithy.rules#endpointTests`, by the case's parameters.
fn cases(service: &Shape) -> BTreeMap<String, String> {
    let Some(tests) = value(service, "smithy.rules#endpointTests") else {
        return BTreeMap::new();
    };
    let cases = tests.get("testCases").and_then(Value::as_array);
    cases
        .into_iter()
        .flatten()
        .map(|case| {
            let expect = case.get("expect");
            let url = expect
                .and_then(|expect| expect.pointer("/endpoint/url"))
                .and_then(Value::as_str);
            let outcome = match url {
                Some(url) => format!("`{url}`"),
                // The message of an error is for people only.
                None => "no endpoint".to_owned(),
            };
            (given(case), outcome)
        })
        .collect()
}

/// The parameters of a case, and the operation's input where the case has one.
fn given(case: &Value) -> String {
    let mut parts: Vec<String> = match case.get("params").and_then(Value::as_object) {
        Some(params) => params
            .iter()
            .map(|(name, value)| match value.as_str() {
                Some(text) => format!("{name}={text}"),
                None => format!("{name}={value}"),
            })
            .collect(),
        None => Vec::new(),
    };
    parts.sort();
    if let Some(inputs) = case.get("operationInputs") {
        parts.push(inputs.to_string());
    }
    parts.join(", ")
}

/// The cases of both versions that expect different things.
fn moved(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    old.iter()
        .filter_map(|(given, was)| {
            let is = new.get(given).filter(|is| *is != was)?;
            Some(format!("for `{given}` it was {was}, is {is}"))
        })
        .collect()
}
