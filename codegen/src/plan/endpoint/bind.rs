//! Parameters that operations set: `smithy.rules#staticContextParams`, `contextParam` and
//! `operationContextParams`
//! ([Smithy 2.0, parameter traits](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html)).

use std::collections::BTreeSet;

use crate::ir::endpoint::{Bind, Binding, BoundValue, Leaf, Param, ParamType, PathStep, Presence};
use crate::ir::{Item, Member, NamedKind, Operation, Scalar, Type};
use crate::model::{self, Kind, Model, Shape};

use super::super::problems::Problems;
use super::path;

pub(super) fn binds(
    model: &Model,
    params: &[Param],
    items: &[Item],
    operations: &[(Operation, &Shape)],
    problems: &mut Problems<'_>,
) -> Vec<Bind> {
    let operations = operations.iter();
    operations
        .map(|(operation, shape)| Bind {
            operation: operation.input.name.clone(),
            auth: operation.auth.clone(),
            signs_body: operation.signs_body,
            discovered: operation.discovered.clone(),
            bindings: Binder {
                params,
                items,
                operation,
                shape,
                problems: &mut *problems,
            }
            .bindings(model),
        })
        .collect()
}

/// The authentication of operations, where there are no parameters to set.
pub(super) fn without_bindings(operations: &[(Operation, &Shape)]) -> Vec<Bind> {
    let operations = operations.iter();
    operations
        .map(|(operation, _)| Bind {
            operation: operation.input.name.clone(),
            auth: operation.auth.clone(),
            signs_body: operation.signs_body,
            discovered: operation.discovered.clone(),
            bindings: Vec::new(),
        })
        .collect()
}

/// Collects the names of the model's types in the bindings: operations, and unions on the way to
/// a value.
pub(super) fn types(binds: &[Bind]) -> BTreeSet<String> {
    let mut types = BTreeSet::new();
    for bind in binds {
        types.insert(bind.operation.ty.clone());
        for binding in &bind.bindings {
            if let BoundValue::Path(path) = &binding.value {
                add_unions(path, &mut types);
            }
        }
    }
    types
}

fn add_unions(path: &PathStep, types: &mut BTreeSet<String>) {
    match path {
        PathStep::Variant { union, then, .. } => {
            types.insert(union.ty.clone());
            add_unions(then, types);
        }
        PathStep::Field { then, .. } | PathStep::Collect(then) | PathStep::Each { then, .. } => {
            add_unions(then, types);
        }
        PathStep::All(paths) => paths.iter().for_each(|path| add_unions(path, types)),
        PathStep::Keys | PathStep::Value(_) => {}
    }
}

struct Binder<'a, 'r, 's> {
    params: &'a [Param],
    items: &'a [Item],
    operation: &'a Operation,
    shape: &'a Shape,
    problems: &'r mut Problems<'s>,
}

impl<'a> Binder<'a, '_, '_> {
    fn bindings(&mut self, model: &Model) -> Vec<Binding> {
        let mut bindings = Vec::new();
        let shape = self.shape;
        let traits = &shape.traits;
        for (name, param) in traits
            .operation_context_params
            .as_deref()
            .into_iter()
            .flatten()
        {
            let members = self.operation.input.members.as_slice();
            match path::path(members, &param.path, self.items) {
                Ok(path) => bindings.extend(self.binding(name, BoundValue::Path(path))),
                Err(problem) => self.problem(format!("path {:?} {problem}", param.path)),
            }
        }
        for (member, planned) in self.members(model) {
            if let Some(param) = &member.traits.context_param {
                match path::member(planned) {
                    Ok(path) => bindings.extend(self.binding(&param.name, BoundValue::Path(path))),
                    Err(problem) => self.problem(format!("member {} {problem}", member.name)),
                }
            }
        }
        for (name, param) in traits
            .static_context_params
            .as_deref()
            .into_iter()
            .flatten()
        {
            let value = BoundValue::Static(param.value.clone());
            bindings.extend(self.binding(name, value));
        }
        bindings
    }

    /// The members of the input, each with what has been planned for it.
    fn members<'m>(&self, model: &'m Model) -> Vec<(&'m model::Member, &'a Member)> {
        let Kind::Operation(operation) = &self.shape.kind else {
            return Vec::new();
        };
        let input = operation.input.as_ref();
        let input = input.and_then(|input| model.shape(&input.id));
        let members = input.map(|input| input.kind.members()).unwrap_or_default();
        let operation = self.operation;
        let planned = |name: &str| {
            let mut members = operation.input.members.iter();
            members.find(|member| member.name == name)
        };
        members
            .into_iter()
            .filter_map(|member| Some((member, planned(&member.name)?)))
            .collect()
    }

    fn binding(&mut self, name: &str, value: BoundValue) -> Option<Binding> {
        let Some(param) = self.params.iter().find(|param| param.name == name) else {
            let known: Vec<&str> = self.params.iter().map(|param| &*param.name).collect();
            let known = known.join(", ");
            self.problem(format!(
                "parameter {name} isn't one of the rule set's, which are {known}"
            ));
            return None;
        };
        let found = match &value {
            BoundValue::Static(value) => value.ty(),
            BoundValue::Path(path) => path.ty(),
        };
        if found != param.ty {
            self.problem(format!("parameter {name} is given a value of another type"));
            return None;
        }
        Some(Binding {
            field: param.field.clone(),
            is_option: !matches!(param.presence, Presence::Always(_)),
            value,
        })
    }

    /// Without the parameter, the operation might be sent to another host.
    fn problem(&mut self, message: String) {
        let help = "see https://smithy.io/2.0/additional-specs/rules-engine/parameters.html";
        let shape = self.shape;
        self.problems
            .refuse(shape, "endpoint parameters", message, help);
    }
}

impl PathStep {
    fn ty(&self) -> ParamType {
        match self {
            Self::Field { then, .. } | Self::Variant { then, .. } => then.ty(),
            Self::Value(Leaf::Text | Leaf::Enumeration) => ParamType::String,
            Self::Value(Leaf::Boolean) => ParamType::Boolean,
            _ => ParamType::StringArray,
        }
    }
}

impl Leaf {
    /// Returns the kind of a value at the end of a path.
    pub(super) fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Scalar(Scalar::String) => Some(Self::Text),
            Type::Scalar(Scalar::Boolean) => Some(Self::Boolean),
            Type::Named(named) if named.kind == NamedKind::Enumeration => Some(Self::Enumeration),
            Type::List { item, sparse, .. } => match (Self::of(item)?, *sparse) {
                (Self::Text, sparse) => Some(Self::Texts { sparse }),
                (Self::Enumeration, sparse) => Some(Self::Enumerations { sparse }),
                _ => None,
            },
            _ => None,
        }
    }
}
