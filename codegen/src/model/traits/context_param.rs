//! Traits that give the parameters of endpoint rules.

use serde::Deserialize;

use super::super::rules;

/// `smithy.rules#contextParam`: the member gives a parameter of the rule set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct ContextParam {
    pub(crate) name: String,
}

/// A value in `smithy.rules#clientContextParams`: a setting of clients.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct ClientContextParam {
    pub(crate) documentation: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: rules::ParameterType,
}

/// A value in `smithy.rules#staticContextParams`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct StaticContextParam {
    pub(crate) value: rules::Default,
}

/// A value in `smithy.rules#operationContextParams`: a JMESPath into the input.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct OperationContextParam {
    pub(crate) path: String,
}
