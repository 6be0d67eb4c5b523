//! Endpoint rules: parameters, and decisions as functions.

mod bind;
mod rules;

use std::collections::BTreeSet;

use crate::model::rules::Default;

pub(crate) use crate::model::rules::ParameterType as ParamType;
pub(crate) use bind::{Bind, Binding, BoundValue, Leaf, PathStep};
pub(crate) use rules::{
    Attribute, AuthScheme, Block, End, Endpoint, Expression, Function, Library, Part,
    SchemeFunction, Step, Test, Type, Value,
};

/// A service's endpoint rules: the file `endpoint.rs`.
#[derive(Debug)]
pub(crate) struct EndpointRules {
    pub(crate) params: Vec<Param>,
    /// The parameters' rules; the first is the one that people call.
    pub(crate) functions: Vec<Function>,
    /// The authentication schemes that several endpoints have.
    pub(crate) schemes: Vec<SchemeFunction>,
    /// The parameters that each operation sets.
    pub(crate) binds: Vec<Bind>,
    /// The names of the model's types in `binds`: the file imports no other types of the model.
    pub(crate) types: BTreeSet<String>,
    /// Whether only a custom endpoint will do.
    pub(crate) fallback: Option<Fallback>,
}

/// Why a service's own rules aren't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// The model has no rules.
    None,
    /// The rules need features that aren't supported, and are left out.
    LeftOut,
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Param {
    /// The parameter's name in the model.
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) setter: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) ty: ParamType,
    pub(crate) presence: Presence,
    /// The field of the runtime's built-ins that it is bound to.
    pub(crate) built_in: Option<&'static str>,
    /// The documentation of the client's setting that it is.
    pub(crate) setting: Option<Vec<String>>,
}

/// Whether a parameter may be absent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// `Option`.
    Optional,
    /// `Option`, but there is no endpoint without it.
    Required,
    /// No `Option`: this value stands in while nothing is set.
    Always(Default),
}

impl Param {
    /// Whether the parameter is a setting of clients.
    pub(crate) fn is_setting(&self) -> bool {
        self.setting.is_some()
    }

    pub(crate) fn rule_type(&self) -> Type {
        match self.ty {
            ParamType::String => Type::Text,
            ParamType::Boolean => Type::Boolean,
            ParamType::StringArray => Type::Texts,
        }
    }
}
