//! The types of expressions: what a rule set says, checked, with Rust's names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Report};
use crate::ir::endpoint::{Attribute, Expression, Part, Presence, Type};
use crate::model::Shape;
use crate::model::rules::{self as model, Condition, ExpressionKind, Outcome, Rule, RuleSet};
use crate::source::Location;

use super::functions;
use super::names::Names;

/// The names in scope at a point of the rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The type is missing where the value has been reported.
    variables: BTreeMap<String, Option<Type>>,
    /// The parameters that are known to be set, and are variables.
    set: BTreeSet<String>,
}

impl Scope {
    pub(super) fn add(&mut self, name: &str, ty: Option<Type>) {
        self.variables.insert(name.to_owned(), ty);
    }

    pub(super) fn add_set(&mut self, parameter: &str) {
        self.set.insert(parameter.to_owned());
    }
}

/// Gives expressions their types.
pub(super) struct Typing<'p> {
    names: &'p Names<'p>,
    service: &'p Shape,
}

/// Problems that were found.
pub(super) type Problems = Vec<Diagnostic>;

impl<'p> Typing<'p> {
    pub(super) fn new(names: &'p Names<'p>, service: &'p Shape) -> Self {
        Self { names, service }
    }

    /// The Rust variable for a name of the rules.
    pub(super) fn local(&self, name: &str) -> String {
        self.names.local(name)
    }

    /// The scope that all rules are in.
    pub(super) fn scope(&self) -> Scope {
        let params = self.names.params.values();
        let required = params.filter(|param| param.presence == Presence::Required);
        Scope {
            variables: BTreeMap::new(),
            set: required.map(|param| param.name.clone()).collect(),
        }
    }

    /// Whether all is well; what isn't is reported.
    pub(super) fn check(&self, rule_set: &RuleSet, report: &mut Report) -> bool {
        let mut problems = Vec::new();
        self.check_rules(&rule_set.rules, &self.scope(), &mut problems);
        let is_sound = problems.is_empty() && report.is_empty();
        problems.into_iter().for_each(|problem| report.add(problem));
        is_sound
    }

    fn check_rules(&self, rules: &[Rule], scope: &Scope, problems: &mut Problems) {
        for rule in rules {
            let mut scope = scope.clone();
            for condition in &rule.conditions {
                self.check_condition(condition, &mut scope, problems);
            }
            match &rule.outcome {
                Outcome::Endpoint(endpoint) => {
                    self.endpoint(endpoint, &scope, problems);
                }
                Outcome::Error(message) => {
                    self.sure(message, Type::Text, "the error", &scope, problems);
                }
                Outcome::Tree(rules) => self.check_rules(rules, &scope, problems),
            }
        }
    }

    fn check_condition(&self, condition: &Condition, scope: &mut Scope, problems: &mut Problems) {
        let Condition { call, assign } = condition;
        let typed = self.expression(call, scope, problems);
        if let Some(parameter) = self.tested_parameter(call, scope) {
            scope.add_set(parameter);
        }
        let Some(name) = assign else { return };
        if scope.variables.contains_key(name) || self.names.params.contains_key(name.as_str()) {
            let message = format!("{name} is assigned, but it is there already");
            problems.push(self.problem(&call.location, message, "assigned here"));
        }
        scope.add(name, typed.map(|typed| typed.ty().0));
    }

    /// The parameter that an `isSet` is about, if it may be unset so far.
    pub(super) fn tested_parameter<'e>(
        &self,
        call: &'e model::Expression,
        scope: &Scope,
    ) -> Option<&'e str> {
        let ExpressionKind::Call {
            function,
            arguments,
        } = &call.kind
        else {
            return None;
        };
        let [argument] = arguments.as_slice() else {
            return None;
        };
        let ExpressionKind::Reference(name) = &argument.kind else {
            return None;
        };
        let param = self.names.params.get(name.as_str())?;
        let may_be_unset = param.presence == Presence::Optional && !scope.set.contains(name);
        (function == "isSet" && may_be_unset).then_some(name)
    }

    pub(super) fn problem(
        &self,
        location: &Location,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(message)
            .at(location.clone(), label)
            .shape(&self.service.id)
    }

    /// An expression with its types; `None` after a problem.
    pub(super) fn expression(
        &self,
        expression: &model::Expression,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        match &expression.kind {
            ExpressionKind::Text(parts) => {
                let mut typed = Vec::new();
                for part in parts {
                    typed.push(match part {
                        model::Part::Literal(text) => Part::Literal(text.clone()),
                        model::Part::Value(value) => Part::Value(self.sure(
                            value,
                            Type::Text,
                            "a template",
                            scope,
                            problems,
                        )?),
                    });
                }
                Some(match typed.as_slice() {
                    // A template of nothing but a reference is the reference.
                    [Part::Value(value)] => value.clone(),
                    _ => Expression::Text(typed),
                })
            }
            ExpressionKind::Boolean(value) => Some(Expression::Boolean(*value)),
            ExpressionKind::Integer(value) => Some(Expression::Integer(*value)),
            ExpressionKind::List(_) | ExpressionKind::Record(_) => {
                problems.push(self.problem(
                    &expression.location,
                    "a list or an object is no argument of a function",
                    "only properties of endpoints have such",
                ));
                None
            }
            ExpressionKind::Reference(name) => {
                self.reference(name, &expression.location, scope, problems)
            }
            ExpressionKind::Call {
                function,
                arguments,
            } => self.call(function, arguments, &expression.location, scope, problems),
        }
    }

    fn reference(
        &self,
        name: &str,
        location: &Location,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        if let Some(ty) = scope.variables.get(name) {
            return Some(Expression::Variable {
                name: self.names.local(name),
                ty: (*ty)?,
            });
        }
        let Some(param) = self.names.params.get(name) else {
            let mut known: Vec<&str> = self.names.params.keys().copied().collect();
            known.extend(scope.variables.keys().map(String::as_str));
            problems.push(
                self.problem(
                    location,
                    format!("{name} is neither a parameter nor assigned before"),
                    "refers to nothing",
                )
                .help(format!("there are {}", known.join(", "))),
            );
            return None;
        };
        let ty = param.rule_type();
        Some(if scope.set.contains(name) {
            Expression::Variable {
                name: self.names.local(name),
                ty,
            }
        } else {
            Expression::Parameter {
                field: param.field.clone(),
                ty,
                is_optional: !matches!(param.presence, Presence::Always(_)),
            }
        })
    }

    /// An expression of this type that always has a value.
    pub(super) fn sure(
        &self,
        expression: &model::Expression,
        ty: Type,
        of: &str,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        let typed = self.expression(expression, scope, problems)?;
        let (found, is_optional) = typed.ty();
        if found != ty {
            let message = format!("{of} takes {}, not {}", ty.name(), found.name());
            let label = format!("is {}", found.name());
            problems.push(self.problem(&expression.location, message, label));
            return None;
        }
        if is_optional {
            let message = format!("{of} takes a value, and {expression} may have none");
            problems.push(
                self.problem(&expression.location, message, "may be unset")
                    .help("test it with isSet, or assign it, in a condition before"),
            );
            return None;
        }
        Some(typed)
    }

    fn call(
        &self,
        function: &str,
        arguments: &[model::Expression],
        location: &Location,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        let count = |wanted: usize, problems: &mut Problems| {
            let is_right = arguments.len() == wanted;
            if !is_right {
                let found = arguments.len();
                let message = format!("{function} takes {wanted} arguments, not {found}");
                problems.push(self.problem(location, message, "called here"));
            }
            is_right.then_some(())
        };
        match function {
            "isSet" => {
                count(1, problems)?;
                let value = self.expression(arguments.first()?, scope, problems)?;
                Some(if value.is_optional() {
                    Expression::IsSet(Box::new(value))
                } else {
                    Expression::Boolean(true)
                })
            }
            "not" => {
                count(1, problems)?;
                let value =
                    self.sure(arguments.first()?, Type::Boolean, function, scope, problems)?;
                Some(Expression::Not(Box::new(value)))
            }
            "booleanEquals" | "stringEquals" => {
                count(2, problems)?;
                let ty = if function == "stringEquals" {
                    Type::Text
                } else {
                    Type::Boolean
                };
                let left = self.sure(arguments.first()?, ty, function, scope, problems);
                let right = self.sure(arguments.get(1)?, ty, function, scope, problems);
                Some(equal(left?, right?))
            }
            "getAttr" => {
                count(2, problems)?;
                self.attribute(arguments.first()?, arguments.get(1)?, scope, problems)
            }
            "coalesce" => self.coalesce(arguments, location, scope, problems),
            "ite" => {
                count(3, problems)?;
                let test = self.sure(arguments.first()?, Type::Boolean, function, scope, problems);
                let then = self.expression(arguments.get(1)?, scope, problems);
                let otherwise = self.expression(arguments.get(2)?, scope, problems);
                let (test, then, otherwise) = (test?, then?, otherwise?);
                self.same_types([&then, &otherwise], function, location, problems)?;
                Some(Expression::Choose {
                    test: Box::new(test),
                    then: Box::new(then),
                    otherwise: Box::new(otherwise),
                })
            }
            _ => {
                let Some((library, takes)) = functions::find(function) else {
                    problems.push(
                        self.problem(
                            location,
                            format!("there is no function {function}"),
                            "called here",
                        )
                        .help(format!("the functions are {}", functions::known())),
                    );
                    return None;
                };
                count(takes.len(), problems)?;
                let typed: Vec<_> = arguments
                    .iter()
                    .zip(takes)
                    .map(|(argument, ty)| self.sure(argument, *ty, function, scope, problems))
                    .collect();
                Some(Expression::Call {
                    function: library,
                    arguments: typed.into_iter().collect::<Option<_>>()?,
                })
            }
        }
    }

    fn same_types<'e>(
        &self,
        values: impl IntoIterator<Item = &'e Expression>,
        function: &str,
        location: &Location,
        problems: &mut Problems,
    ) -> Option<()> {
        let mut types = values.into_iter().map(|value| value.ty().0);
        let first = types.next()?;
        match types.find(|ty| *ty != first) {
            None => Some(()),
            Some(other) => {
                let message = format!(
                    "{function} takes values of one type, not {} and {}",
                    first.name(),
                    other.name()
                );
                problems.push(self.problem(location, message, "called here"));
                None
            }
        }
    }

    fn coalesce(
        &self,
        arguments: &[model::Expression],
        location: &Location,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        if arguments.len() < 2 {
            let message = "coalesce takes two arguments or more";
            problems.push(self.problem(location, message, "called here"));
            return None;
        }
        let values: Option<Vec<_>> = arguments
            .iter()
            .map(|argument| self.expression(argument, scope, problems))
            .collect();
        let mut values = values?;
        self.same_types(&values, "coalesce", location, problems)?;
        // Nothing after the first that is always there matters.
        if let Some(at) = values.iter().position(|value| !value.is_optional()) {
            values.truncate(at + 1);
        }
        Some(match values.as_slice() {
            [only] => only.clone(),
            _ => Expression::Coalesce(values),
        })
    }

    /// `getAttr`: a path of one attribute, an index, or both.
    fn attribute(
        &self,
        of: &model::Expression,
        path: &model::Expression,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Expression> {
        let value = self.expression(of, scope, problems)?;
        let (ty, is_optional) = value.ty();
        if is_optional {
            let message = format!("getAttr takes a value, and {of} may have none");
            problems.push(
                self.problem(&of.location, message, "may be unset")
                    .help("assign it in a condition before"),
            );
            return None;
        }
        let ExpressionKind::Text(parts) = &path.kind else {
            problems.push(self.problem(&path.location, "a path is a string", "not a string"));
            return None;
        };
        let [model::Part::Literal(text)] = parts.as_slice() else {
            problems.push(self.problem(&path.location, "a path isn't a template", "a template"));
            return None;
        };
        let (name, index) = match text.split_once('[') {
            Some((name, index)) => (name, Some(index)),
            None => (text.as_str(), None),
        };
        let mut typed = value;
        if !name.is_empty() {
            let of_type = || Attribute::ALL.into_iter().filter(|(own, ..)| *own == ty);
            let Some((_, _, attribute, _)) = of_type().find(|(_, known, ..)| *known == name) else {
                let known: Vec<&str> = of_type().map(|(_, name, ..)| name).collect();
                let message = format!("{} has no attribute {name:?}", ty.name());
                let mut problem = self.problem(&path.location, message, "not an attribute");
                if !known.is_empty() {
                    problem = problem.help(format!("there are {}", known.join(", ")));
                }
                problems.push(problem);
                return None;
            };
            typed = Expression::Attribute {
                of: Box::new(typed),
                attribute,
            };
        }
        let Some(index) = index else {
            return Some(typed);
        };
        let number = index.strip_suffix(']').and_then(|index| index.parse().ok());
        let (true, Some(index)) = (typed.ty().0 == Type::Texts, number) else {
            let message = format!("{text:?} is no path into {}", typed.ty().0.name());
            problems.push(self.problem(&path.location, message, "no item of a list"));
            return None;
        };
        Some(Expression::Item {
            of: Box::new(typed),
            index,
        })
    }
}

/// Equality in a form in which the same is said in one way: literals come last, and nothing
/// is compared with `true` or `false`.
fn equal(left: Expression, right: Expression) -> Expression {
    match (left, right) {
        (value, Expression::Boolean(true)) | (Expression::Boolean(true), value) => value,
        (value, Expression::Boolean(false)) | (Expression::Boolean(false), value) => {
            Expression::Not(Box::new(value))
        }
        (left @ Expression::Text(_), right) if !matches!(right, Expression::Text(_)) => {
            Expression::Equal(Box::new(right), Box::new(left))
        }
        (left, right) => Expression::Equal(Box::new(left), Box::new(right)),
    }
}
