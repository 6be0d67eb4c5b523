//! Endpoint rule sets (`smithy.rules#endpointRuleSet`) as types: parameters, rules, and the
//! expressions in them. Nothing is typed yet; plan does that.
//!
//! Rules: [Smithy 2.0, rules engine](https://smithy.io/2.0/additional-specs/rules-engine/specification.html).

mod bdd;
mod read;
mod template;

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::ast::{Node, Place};
use crate::source::{Location, Origin};

pub(crate) use read::{decision_diagram, rule_set};

/// A trait's value as it stands in its file: rule sets are large, and only read where they
/// are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    text: Arc<str>,
    location: Location,
    /// Where the parts of the text come from, if it is a translation.
    origins: Option<Arc<[Origin]>>,
}

impl Source {
    pub(crate) fn new(node: Node<'_>, place: &Place<'_>) -> Self {
        Self {
            text: node.text().into(),
            location: place.of(node.text()),
            origins: place.origins_of(node.text()).map(Arc::from),
        }
    }

    /// The value, wherever it stands and however it is laid out.
    #[cfg(feature = "cli")]
    pub(crate) fn value(&self) -> serde_json::Value {
        // It has been read once already, so it is JSON.
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// `smithy.rules#endpointRuleSet`.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) rules: Vec<Rule>,
}

/// A parameter of a rule set.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: ParameterType,
    pub(crate) required: bool,
    pub(crate) default: Option<Default>,
    pub(crate) built_in: Option<String>,
    pub(crate) documentation: Option<String>,
    pub(crate) deprecated: Option<String>,
    /// The location of the name; `None` if the rule set isn't the model's.
    pub(crate) location: Option<Location>,
}

/// The types that parameters may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ParameterType {
    #[serde(alias = "String")]
    String,
    #[serde(alias = "Boolean")]
    Boolean,
    StringArray,
}

/// A value that a parameter has while none is given, or that an operation gives it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a string, a boolean or a list of strings")]
pub(crate) enum Default {
    Boolean(bool),
    String(String),
    StringArray(Vec<String>),
}

impl Default {
    pub(crate) fn ty(&self) -> ParameterType {
        match self {
            Self::Boolean(_) => ParameterType::Boolean,
            Self::String(_) => ParameterType::String,
            Self::StringArray(_) => ParameterType::StringArray,
        }
    }
}

/// A rule: its result if all conditions hold.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) outcome: Outcome,
}

/// The result of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Endpoint(Box<EndpointRule>),
    Error(Expression),
    /// Further rules, one of which has to apply: there is no way back out of a tree.
    Tree(Vec<Rule>),
}

/// An endpoint: text, lists and records of text.
#[derive(Clone, Debug)]
pub(crate) struct EndpointRule {
    pub(crate) url: Expression,
    pub(crate) headers: Vec<(String, Vec<Expression>)>,
    pub(crate) properties: Vec<(String, Expression)>,
}

/// A call that has to come to something other than nothing and `false`.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) call: Expression,
    pub(crate) assign: Option<String>,
}

/// Two conditions are the same if they say the same, wherever they stand.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.call == other.call && self.assign == other.assign
    }
}

/// An expression, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) kind: ExpressionKind,
    pub(crate) location: Location,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kind of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExpressionKind {
    /// A string, which may be a template.
    Text(Vec<Part>),
    Boolean(bool),
    Integer(i64),
    List(Vec<Expression>),
    Record(Vec<(String, Expression)>),
    Reference(String),
    Call {
        function: String,
        arguments: Vec<Expression>,
    },
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Literal(String),
    Value(Expression),
}

/// Prints conditions as people write rules, in comments and reports.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.assign {
            write!(f, "{name} = ")?;
        }
        write!(f, "{}", self.call)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExpressionKind::Text(parts) => {
                f.write_str("\"")?;
                for part in parts {
                    match part {
                        Part::Literal(text) => f.write_str(text)?,
                        Part::Value(value) => write!(f, "{{{value}}}")?,
                    }
                }
                f.write_str("\"")
            }
            ExpressionKind::Boolean(value) => write!(f, "{value}"),
            ExpressionKind::Integer(value) => write!(f, "{value}"),
            ExpressionKind::List(_) => f.write_str("[…]"),
            ExpressionKind::Record(_) => f.write_str("{…}"),
            ExpressionKind::Reference(name) => f.write_str(name),
            ExpressionKind::Call {
                function,
                arguments,
            } => {
                write!(f, "{function}(")?;
                for (index, argument) in arguments.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{argument}")?;
                }
                f.write_str(")")
            }
        }
    }
}
