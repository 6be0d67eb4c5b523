//! Authentication schemes that several endpoints have. Each becomes a function, so that the end of a
//! rule is short.

use std::collections::BTreeSet;

use crate::ir::endpoint::{
    AuthScheme, Block, End, Expression, Function, Part, SchemeFunction, Step, Type, Value,
};

use super::super::names::{free_rule_name, snake_name};
use super::texts;

/// The parameter of functions whose scheme has a region.
const REGION: &str = "region";

/// Makes functions of the schemes that occur more than once, apart from their regions.
pub(super) fn share(functions: &mut [Function]) -> Vec<SchemeFunction> {
    let mut all: Vec<(AuthScheme, usize)> = Vec::new();
    for function in &mut *functions {
        each(&mut function.block, &mut |scheme| {
            if !is_constant(scheme) {
                return;
            }
            let scheme = without_region(scheme);
            match all.iter_mut().find(|(known, _)| *known == scheme) {
                Some((_, count)) => *count += 1,
                None => all.push((scheme, 1)),
            }
        });
    }
    all.retain(|(_, count)| *count > 1);
    let mut taken = variables(functions);
    let shared: Vec<SchemeFunction> = all
        .into_iter()
        .map(|(scheme, _)| {
            let name = free_rule_name(&wanted(&scheme), |name| taken.contains(name));
            taken.insert(name.clone());
            let docs = vec![docs(&scheme)];
            SchemeFunction { name, docs, scheme }
        })
        .collect();
    for function in functions {
        each(&mut function.block, &mut |scheme| {
            let apart = without_region(scheme);
            let function = shared.iter().find(|function| function.scheme == apart);
            scheme.function = function.map(|function| function.name.clone());
        });
    }
    shared
}

/// Calls `visit` for the schemes of all endpoints of a block.
fn each(block: &mut Block, visit: &mut impl FnMut(&mut AuthScheme)) {
    for step in &mut block.steps {
        if let Step::Else { block, .. } | Step::If { block, .. } = step {
            each(block, &mut *visit);
        }
    }
    if let Some(End::Endpoint(endpoint)) = &mut block.end {
        endpoint.auth_schemes.iter_mut().for_each(visit);
    }
}

/// The scheme with its parameter for a region.
fn without_region(scheme: &AuthScheme) -> AuthScheme {
    AuthScheme {
        signing_region: scheme
            .signing_region
            .as_ref()
            .map(|_| Expression::Variable {
                name: REGION.to_owned(),
                ty: Type::Text,
            }),
        ..scheme.clone()
    }
}

/// Whether the scheme is the same for all parameters, apart from its region.
fn is_constant(scheme: &AuthScheme) -> bool {
    let texts = std::iter::once(&scheme.name)
        .chain(&scheme.signing_name)
        .chain(&scheme.signing_region_set);
    texts.into_iter().all(|text| literal(text).is_some())
        && scheme.properties.iter().all(|(_, value)| is_literal(value))
}

fn is_literal(value: &Value) -> bool {
    match value {
        Value::Text(text) => literal(text).is_some(),
        Value::Boolean(_) | Value::Integer(_) => true,
        Value::List(items) => items.iter().all(is_literal),
        Value::Record(entries) => entries.iter().all(|(_, value)| is_literal(value)),
    }
}

fn literal(text: &Expression) -> Option<&str> {
    match text {
        Expression::Text(parts) => match parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The names of a scheme: its own and that of the service which it signs for.
fn names(scheme: &AuthScheme) -> (&str, Option<&str>) {
    let signing_name = scheme.signing_name.as_ref().and_then(literal);
    (literal(&scheme.name).unwrap_or_default(), signing_name)
}

/// The name that says what a function makes.
fn wanted(scheme: &AuthScheme) -> String {
    let (name, signing_name) = names(scheme);
    let both = format!("{name} {}", signing_name.unwrap_or_default());
    let plain = |character: char| match character.is_ascii_alphanumeric() {
        true => character,
        false => ' ',
    };
    match snake_name(&both.chars().map(plain).collect::<String>()) {
        name if name.is_empty() => "scheme".to_owned(),
        name => name,
    }
}

fn docs(scheme: &AuthScheme) -> String {
    let (name, signing_name) = names(scheme);
    match signing_name {
        Some(signing_name) => {
            format!("Makes the scheme `{name}` for the signing name `{signing_name}`.")
        }
        None => format!("Makes the scheme `{name}`."),
    }
}

/// The variables of all functions, which would hide a function of the same name.
fn variables(functions: &[Function]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = functions.iter().flat_map(texts::names).collect();
    found.insert(REGION.to_owned());
    found
}
