//! Names for the pieces of URLs and messages: what is put together stands in the text by name,
//! `{region}.{dns_suffix}`, as a person would write it.

use std::collections::BTreeSet;

use crate::ir::endpoint::{
    Attribute, Block, End, Endpoint, Expression, Function, Library, Part, Step, Test, Type,
};

use super::super::names::free_rule_name;

/// Binds the pieces of each text that a block ends with, and the text itself.
pub(super) fn bind(functions: &mut [Function]) {
    for function in functions {
        let taken = names(function);
        in_block(&mut function.block, &taken);
    }
}

/// The names of variables in a function.
pub(super) fn names(function: &Function) -> BTreeSet<String> {
    let captures = function.captures.iter();
    let mut found = captures.map(|(name, _)| name.clone()).collect();
    variables(&function.block, &mut found);
    found
}

/// Adds the variables that a block makes.
fn variables(block: &Block, found: &mut BTreeSet<String>) {
    for step in &block.steps {
        match step {
            Step::Let { name, .. } => {
                found.insert(name.clone());
            }
            Step::Else { name, block, .. } => {
                found.insert(name.clone());
                variables(block, found);
            }
            Step::If { test, block, .. } => {
                if let Test::Some { name, .. } = test {
                    found.insert(name.clone());
                }
                variables(block, found);
            }
        }
    }
}

fn in_block(block: &mut Block, taken: &BTreeSet<String>) {
    for step in &mut block.steps {
        if let Step::Else { block, .. } | Step::If { block, .. } = step {
            in_block(block, taken);
        }
    }
    let mut pieces = Pieces {
        taken,
        bound: Vec::new(),
    };
    let text = match &mut block.end {
        Some(End::Endpoint(endpoint)) => {
            let Endpoint { url, headers, .. } = &mut **endpoint;
            pieces.bind(url);
            headers.iter_mut().for_each(|(_, value)| pieces.bind(value));
            // Many rules call the URL that they take apart so.
            let is_taken = taken.contains("url");
            Some((&*url, if is_taken { "endpoint_url" } else { "url" }))
        }
        Some(End::Error(message)) => {
            pieces.bind(message);
            Some((&*message, "message"))
        }
        _ => None,
    };
    if let Some((text, name)) = text
        && is_put_together(text)
    {
        block.text = Some(pieces.free(name));
    }
    let steps = pieces.bound.into_iter();
    block
        .steps
        .extend(steps.map(|(name, value)| Step::Let { name, value }));
}

fn is_put_together(text: &Expression) -> bool {
    matches!(text, Expression::Text(parts) if parts.len() > 1)
}

/// The pieces of the texts at the end of a block.
struct Pieces<'t> {
    taken: &'t BTreeSet<String>,
    bound: Vec<(String, Expression)>,
}

impl Pieces<'_> {
    fn bind(&mut self, text: &mut Expression) {
        if !is_put_together(text) {
            return;
        }
        let Expression::Text(parts) = text else {
            return;
        };
        for part in parts {
            let Part::Value(value) = part else { continue };
            if matches!(
                value,
                Expression::Variable { .. } | Expression::Choose { .. }
            ) {
                continue;
            }
            let known = self.bound.iter().find(|(_, bound)| bound == value);
            let name = match known {
                Some((name, _)) => name.clone(),
                None => {
                    let name = self.name(value);
                    self.bound.push((name.clone(), value.clone()));
                    name
                }
            };
            *value = Expression::Variable {
                name,
                ty: Type::Text,
            };
        }
    }

    /// The name of a piece. A variable that was only checked keeps its name.
    fn name(&self, value: &Expression) -> String {
        match value {
            Expression::Call {
                function: Library::HostPart,
                arguments,
            } => match arguments.as_slice() {
                [Expression::Variable { name, .. }] if !self.is_bound(name) => name.clone(),
                [argument] => self.free(&wanted(argument)),
                _ => self.free("host"),
            },
            value => self.free(&wanted(value)),
        }
    }

    fn is_bound(&self, name: &str) -> bool {
        self.bound.iter().any(|(bound, _)| bound == name)
    }

    /// The name itself, or with a number if something else has it.
    fn free(&self, name: &str) -> String {
        free_rule_name(name, |name| {
            self.taken.contains(name) || self.is_bound(name)
        })
    }
}

/// The name that says what a piece is.
fn wanted(value: &Expression) -> String {
    match value {
        Expression::Variable { name, .. } => name.clone(),
        Expression::Parameter { field, .. } => field.clone(),
        Expression::Attribute { of, attribute } => {
            let attribute = match attribute {
                Attribute::PartitionDnsSuffix => return "dns_suffix".to_owned(),
                Attribute::PartitionDualStackDnsSuffix => return "dual_stack_suffix".to_owned(),
                Attribute::PartitionImplicitGlobalRegion => return "global_region".to_owned(),
                Attribute::PartitionName => return "partition_name".to_owned(),
                Attribute::UrlScheme => "scheme",
                Attribute::UrlAuthority => "authority",
                Attribute::UrlPath | Attribute::UrlNormalizedPath => "path",
                Attribute::ArnPartition => "partition",
                Attribute::ArnService => "service",
                Attribute::ArnRegion => "region",
                Attribute::ArnAccountId => "account",
                Attribute::ArnResourceId => "resource",
                Attribute::UrlIsIp
                | Attribute::PartitionSupportsFips
                | Attribute::PartitionSupportsDualStack => "flag",
            };
            match &**of {
                Expression::Variable { name, .. } => format!("{name}_{attribute}"),
                _ => attribute.to_owned(),
            }
        }
        _ => "text".to_owned(),
    }
}
