//! Turns rules into decisions: what several rules ask first is asked once, and what is known
//! already isn't asked again.

use crate::ir::endpoint::{Block, End, Expression, Param, Part, Presence, Step, Test, Type};
use crate::model::rules::{Condition, ExpressionKind, Outcome, Rule, RuleSet};

use super::typed::{Scope, Typing};

/// Lowers a rule set that has been checked.
pub(super) fn lower(rule_set: &RuleSet, typing: &Typing<'_>, params: &[Param]) -> Block {
    let lowering = Lowering { typing };
    let mut state = State {
        scope: typing.scope(),
        facts: Vec::new(),
    };
    let mut block = lowering.list(&slices(&rule_set.rules), &mut state, true);
    let required = params
        .iter()
        .filter(|param| param.presence == Presence::Required)
        .map(|param| Step::Else {
            rule: format!("not(isSet({}))", param.name),
            name: typing.local(&param.name),
            value: Expression::Parameter {
                field: param.field.clone(),
                ty: param.rule_type(),
                is_optional: true,
            },
            block: Block {
                steps: Vec::new(),
                end: Some(End::Missing(param.name.clone())),
                text: None,
            },
        });
    block.steps.splice(0..0, required);
    block
}

/// A rule of which the first conditions are dealt with.
#[derive(Clone, Copy)]
struct Slice<'r> {
    conditions: &'r [Condition],
    outcome: &'r Outcome,
}

fn slices(rules: &[Rule]) -> Vec<Slice<'_>> {
    let rules = rules.iter();
    rules
        .map(|rule| Slice {
            conditions: &rule.conditions,
            outcome: &rule.outcome,
        })
        .collect()
}

/// The knowledge at a point of the rules.
#[derive(Clone)]
struct State {
    scope: Scope,
    /// Boolean expressions and their values.
    facts: Vec<(Expression, bool)>,
}

impl State {
    fn learn(&mut self, fact: &Expression, value: bool) {
        match fact {
            Expression::Not(of) => self.learn(of, !value),
            Expression::Boolean(_) => {}
            _ => self.facts.push((fact.clone(), value)),
        }
    }

    /// A variable gets another value.
    fn forget(&mut self, variable: &str) {
        self.facts.retain(|(fact, _)| !fact.mentions(variable));
    }

    /// A boolean expression's value, if it is known.
    fn value(&self, expression: &Expression) -> Option<bool> {
        match expression {
            Expression::Boolean(value) => return Some(*value),
            Expression::Not(of) => return self.value(of).map(|value| !value),
            Expression::Equal(left, right) if left == right => return Some(true),
            _ => {}
        }
        self.facts
            .iter()
            .find_map(|(fact, value)| match expression {
                _ if fact == expression => Some(*value),
                // A value that equals one text doesn't equal another.
                Expression::Equal(left, right) => match fact {
                    Expression::Equal(known, text) if *value && known == left => {
                        (literal(text)? != literal(right)?).then_some(false)
                    }
                    _ => None,
                },
                _ => None,
            })
    }
}

fn literal(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Text(parts) => match parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The kind of a condition at its place.
enum Asked {
    Known(bool),
    /// A variable that always has a value, and that may be asked for.
    Let {
        name: String,
        value: Expression,
    },
    Test(Test),
}

struct Lowering<'t> {
    typing: &'t Typing<'t>,
}

impl Lowering<'_> {
    /// Lowers rules in their order. If none applies, that is the end if it `is_whole`;
    /// otherwise it goes on after the block.
    fn list(&self, rules: &[Slice<'_>], state: &mut State, is_whole: bool) -> Block {
        let mut block = Block::default();
        let mut rest: Vec<Slice<'_>> = rules.to_vec();
        while let Some(first) = rest.first().copied() {
            let Some((condition, _)) = first.conditions.split_first() else {
                let inner = self.outcome(first.outcome, state);
                block.steps.extend(inner.steps);
                block.end = inner.end;
                return block;
            };
            let starts_so = |rule: &&Slice<'_>| rule.conditions.first() == Some(condition);
            let count = rest.iter().take_while(starts_so).count();
            let group: Vec<Slice<'_>> = rest
                .drain(..count)
                .map(|rule| Slice {
                    conditions: rule.conditions.get(1..).unwrap_or_default(),
                    ..rule
                })
                .collect();
            let test = match self.condition(condition, state) {
                Asked::Known(false) => continue,
                Asked::Known(true) => {
                    rest.splice(0..0, group);
                    continue;
                }
                Asked::Let { name, value } => {
                    let is_boolean = value.ty().0 == Type::Boolean;
                    state.forget(&name);
                    let variable = Expression::Variable {
                        name: name.clone(),
                        ty: value.ty().0,
                    };
                    block.steps.push(Step::Let { name, value });
                    if !is_boolean {
                        rest.splice(0..0, group);
                        continue;
                    }
                    Test::Is(variable)
                }
                Asked::Test(test) => test,
            };
            let mut inner = state.clone();
            let fact = self.enter(condition, &test, &mut inner);
            let inner = self.list(&group, &mut inner, false);
            if inner.steps.is_empty() && inner.end.is_none() {
                continue;
            }
            if inner.end.is_some() {
                state.learn(&fact, false);
                if let Some((parameter, value)) = self.unset_parameter(condition, &test) {
                    state.scope.add_set(parameter);
                    block.steps.push(Step::Else {
                        name: self.typing.local(parameter),
                        value,
                        block: inner,
                        rule: condition.to_string(),
                    });
                    continue;
                }
            }
            block.steps.push(Step::If {
                test,
                block: inner,
                rule: condition.to_string(),
            });
        }
        block.end = is_whole.then_some(End::NoRule);
        block
    }

    /// The parameter that a test is about if it is `not(isSet(…))`.
    fn unset_parameter<'r>(
        &self,
        condition: &'r Condition,
        test: &Test,
    ) -> Option<(&'r str, Expression)> {
        let Test::Is(Expression::Not(of)) = test else {
            return None;
        };
        let (Expression::IsSet(value), ExpressionKind::Call { arguments, .. }) =
            (&**of, &condition.call.kind)
        else {
            return None;
        };
        let scope = self.typing.scope();
        let parameter = self.typing.tested_parameter(arguments.first()?, &scope)?;
        Some((parameter, (**value).clone()))
    }

    fn outcome(&self, outcome: &Outcome, state: &mut State) -> Block {
        let mut none = Vec::new();
        let end = match outcome {
            Outcome::Tree(rules) => return self.list(&slices(rules), state, true),
            Outcome::Endpoint(endpoint) => {
                let endpoint = self.typing.endpoint(endpoint, &state.scope, &mut none);
                endpoint.map(|endpoint| End::Endpoint(Box::new(endpoint)))
            }
            Outcome::Error(message) => {
                let message = self.typing.expression(message, &state.scope, &mut none);
                message.map(End::Error)
            }
        };
        Block {
            steps: Vec::new(),
            // Rules that aren't sound have been reported, so that this isn't emitted.
            end: Some(end.unwrap_or(End::NoRule)),
            text: None,
        }
    }

    fn condition(&self, condition: &Condition, state: &mut State) -> Asked {
        let Condition { call, assign } = condition;
        let Some(typed) = self.typing.expression(call, &state.scope, &mut Vec::new()) else {
            return Asked::Known(false);
        };
        let (ty, is_optional) = typed.ty();
        let is_set = Expression::IsSet(Box::new(typed.clone()));
        if let Some(name) = assign {
            if is_optional && state.value(&is_set) == Some(false) {
                return Asked::Known(false);
            }
            let name_here = self.typing.local(name);
            if is_optional {
                return Asked::Test(Test::Some {
                    name: name_here,
                    value: typed,
                });
            }
            state.scope.add(name, Some(ty));
            return Asked::Let {
                name: name_here,
                value: typed,
            };
        }
        let known = state.value(&typed);
        // Even if it is known to be set, the rules below want the value.
        if known != Some(false)
            && let Some(parameter) = self.typing.tested_parameter(call, &state.scope)
            && let Expression::IsSet(value) = typed
        {
            return Asked::Test(Test::Some {
                name: self.typing.local(parameter),
                value: *value,
            });
        }
        if let Some(value) = known {
            return Asked::Known(value);
        }
        match (ty, is_optional) {
            (Type::Boolean, _) => Asked::Test(Test::Is(typed)),
            (_, true) => match state.value(&is_set) {
                Some(value) => Asked::Known(value),
                None => Asked::Test(Test::Is(is_set)),
            },
            (_, false) => Asked::Known(true),
        }
    }

    /// Adds what is known where a test holds. Returns what holds where it doesn't.
    fn enter(&self, condition: &Condition, test: &Test, state: &mut State) -> Expression {
        match test {
            Test::Is(expression) => {
                state.learn(expression, true);
                expression.clone()
            }
            Test::Some { name, value } => {
                let is_set = Expression::IsSet(Box::new(value.clone()));
                state.learn(&is_set, true);
                state.forget(name);
                match &condition.assign {
                    Some(assigned) => state.scope.add(assigned, Some(value.ty().0)),
                    None => {
                        let scope = state.scope.clone();
                        if let Some(parameter) =
                            self.typing.tested_parameter(&condition.call, &scope)
                        {
                            state.scope.add_set(parameter);
                        }
                    }
                }
                is_set
            }
        }
    }
}
