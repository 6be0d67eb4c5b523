//! Expressions: the types of their values, and what is in them.

use syn::{Expr, Lit, Member};

use super::index::{Definition, segments};
use super::ty::Ty;
use super::walker::Walker;

impl Walker<'_, '_> {
    /// The type of an expression. Everything in it is looked at, once.
    pub(super) fn expression(&mut self, expression: &Expr) -> Ty {
        match expression {
            Expr::MethodCall(_)
            | Expr::Await(_)
            | Expr::Try(_)
            | Expr::Field(_)
            | Expr::Call(_) => self.chain(expression),
            Expr::Path(it) => self.path(it),
            Expr::Paren(it) => self.expression(&it.expr),
            Expr::Group(it) => self.expression(&it.expr),
            Expr::Reference(it) => self.expression(&it.expr),
            Expr::Unary(it) => {
                let ty = self.expression(&it.expr);
                match it.op {
                    syn::UnOp::Deref(_) => {
                        if self.dereferenced_borrow(it, &ty) {
                            return ty.without_borrow().unwrap_or_default();
                        }
                        self.note_dereferenced(it);
                        self.target(&ty).unwrap_or(ty)
                    }
                    _ => Ty::Unknown,
                }
            }
            Expr::Block(it) => self.block(&it.block),
            Expr::Async(it) => {
                let is_fallible = std::mem::take(&mut self.is_fallible);
                let is_async = std::mem::replace(&mut self.is_async, true);
                let returns = std::mem::take(&mut self.returns);
                let ty = self.block(&it.block);
                self.returns = returns;
                self.is_fallible = is_fallible;
                self.is_async = is_async;
                ty
            }
            Expr::Unsafe(it) => self.block(&it.block),
            Expr::Const(it) => self.block(&it.block),
            Expr::Loop(it) => {
                self.block(&it.body);
                Ty::Unknown
            }
            Expr::If(it) => self.scoped(|walker| {
                walker.expression(&it.cond);
                let ty = walker.block(&it.then_branch);
                let other = it
                    .else_branch
                    .as_ref()
                    .map(|(_, other)| walker.expression(other));
                let other = other.unwrap_or_default();
                walker.meet(&ty, &other);
                or(ty, other)
            }),
            Expr::While(it) => self.scoped(|walker| {
                walker.expression(&it.cond);
                walker.block(&it.body);
                Ty::Unknown
            }),
            Expr::ForLoop(it) => self.scoped(|walker| {
                let ty = walker.expression(&it.expr);
                let ty = walker.seen(&ty);
                walker.bind(&it.pat, &ty.item());
                walker.block(&it.body);
                Ty::Unknown
            }),
            Expr::Let(it) => {
                let ty = self.expression(&it.expr);
                self.condition_of_service_error(it);
                self.bind(&it.pat, &ty);
                Ty::Unknown
            }
            Expr::Match(it) => {
                let ty = self.expression(&it.expr);
                let mut value = Ty::Unknown;
                for arm in &it.arms {
                    let of_arm = self.scoped(|walker| {
                        walker.arm_of_service_error(&arm.pat);
                        walker.bind(&arm.pat, &ty);
                        walker.expression(&arm.body)
                    });
                    self.meet(&value, &of_arm);
                    value = or(value, of_arm);
                }
                value
            }
            Expr::Closure(_) => self.closure(expression, &[]),
            Expr::Assign(it) => {
                let ty = self.expression(&it.right);
                match &*it.left {
                    // A variable that is set later, or anew.
                    Expr::Path(path) => match path.path.get_ident().map(ToString::to_string) {
                        Some(name) if self.variable(&name).is_some_and(Ty::is_unknown) => {
                            self.fill(&name, ty);
                        }
                        Some(name) => {
                            let known = self.variable(&name).cloned().unwrap_or_default();
                            self.meet(&ty, &known);
                        }
                        None => {}
                    },
                    left => {
                        let known = self.expression(left);
                        self.meet(&ty, &known);
                    }
                }
                Ty::Tuple(Vec::new())
            }
            Expr::Binary(it) => {
                self.expression(&it.left);
                self.expression(&it.right);
                Ty::named(&["std", "…"])
            }
            Expr::Lit(it) => match it.lit {
                Lit::Str(_) => Ty::named(&["std", "str"]),
                _ => Ty::named(&["std", "…"]),
            },
            Expr::Tuple(it) => {
                let types: Vec<Ty> = it.elems.iter().map(|it| self.expression(it)).collect();
                Ty::Tuple(types)
            }
            Expr::Array(it) => {
                let types: Vec<Ty> = it.elems.iter().map(|it| self.expression(it)).collect();
                Ty::Many(Box::new(types.into_iter().reduce(or).unwrap_or_default()))
            }
            Expr::Repeat(it) => {
                self.expression(&it.len);
                Ty::Many(Box::new(self.expression(&it.expr)))
            }
            Expr::Struct(it) => {
                let found = self.mention(&it.path);
                let fields = found
                    .as_ref()
                    .map(|path| self.fields(path))
                    .unwrap_or_default();
                for field in &it.fields {
                    let name = match &field.member {
                        Member::Named(name) => name.to_string(),
                        Member::Unnamed(at) => at.index.to_string(),
                    };
                    let known = fields.iter().find(|(known, _)| *known == name);
                    let expected = known.map_or(Ty::Unknown, |(_, ty)| ty.clone());
                    self.expecting(&field.expr, &expected);
                }
                if let Some(rest) = &it.rest {
                    self.expression(rest);
                }
                if segments(&it.path) == ["Self"] {
                    return self.types.self_ty.clone();
                }
                found.map_or(Ty::Unknown, |path| {
                    self.types.of_resolved(self.owner(path), Vec::new())
                })
            }
            Expr::Index(it) => {
                self.expression(&it.index);
                self.expression(&it.expr).item()
            }
            Expr::Cast(it) => {
                self.expression(&it.expr);
                self.mention_type(&it.ty);
                Ty::named(&["std", "…"])
            }
            Expr::Return(it) => {
                it.expr.iter().for_each(|it| {
                    let ty = self.expression(it);
                    let returns = self.returns.clone();
                    self.meet(&ty, &returns);
                });
                Ty::Unknown
            }
            Expr::Break(it) => {
                it.expr.iter().for_each(|it| {
                    self.expression(it);
                });
                Ty::Unknown
            }
            Expr::Range(it) => {
                for end in it.start.iter().chain(&it.end) {
                    self.expression(end);
                }
                Ty::named(&["std", "…"])
            }
            Expr::Macro(it) if self.is_rule(&it.mac) => self.rule(&it.mac, expression, &[]),
            Expr::Macro(it) => {
                let ty = self.macro_call(&it.mac);
                self.note_mock_client(&it.mac, expression);
                ty
            }
            Expr::TryBlock(it) => Ty::Result(Box::new(self.block(&it.block)), Box::default()),
            Expr::Yield(it) => {
                it.expr.iter().for_each(|it| {
                    self.expression(it);
                });
                Ty::Unknown
            }
            Expr::RawAddr(it) => self.expression(&it.expr),
            Expr::Verbatim(tokens) => {
                self.tokens(tokens.clone());
                Ty::Unknown
            }
            _ => Ty::Unknown,
        }
    }

    /// The type of an expression where one is expected, such as that of a parameter.
    pub(super) fn expecting(&mut self, expression: &Expr, expected: &Ty) -> Ty {
        match (expression, expected) {
            (Expr::Closure(_), Ty::Function { inputs, .. }) => self.closure(expression, inputs),
            (expression, expected) => {
                if self.parsed_into(expression, expected) {
                    return expected.clone();
                }
                let ty = self.expression(expression);
                self.meet(&ty, expected);
                if ty.is_unknown() {
                    expected.clone()
                } else {
                    ty
                }
            }
        }
    }

    /// The type of a closure whose parameters are of these types, unless it says others.
    pub(super) fn closure(&mut self, expression: &Expr, inputs: &[Ty]) -> Ty {
        let Expr::Closure(it) = expression else {
            return self.expression(expression);
        };
        self.scoped(|walker| {
            for (at, input) in it.inputs.iter().enumerate() {
                walker.bind(input, inputs.get(at).unwrap_or(&Ty::Unknown));
            }
            let is_fallible = std::mem::take(&mut walker.is_fallible);
            let is_async = std::mem::replace(&mut walker.is_async, it.asyncness.is_some());
            let written = match &it.output {
                syn::ReturnType::Type(_, ty) => {
                    walker.mention_type(ty);
                    walker.types.ty(ty)
                }
                syn::ReturnType::Default => Ty::Unknown,
            };
            let returns = std::mem::replace(&mut walker.returns, written.clone());
            let output = walker.expression(&it.body);
            walker.meet(&output, &written);
            walker.returns = returns;
            let output = or(output, written);
            walker.is_fallible = is_fallible;
            walker.is_async = is_async;
            Ty::Function {
                inputs: inputs.to_vec(),
                output: Box::new(output),
            }
        })
    }

    /// Sets the type of a variable where it was introduced.
    fn fill(&mut self, name: &str, ty: Ty) {
        let mut scopes = self.variables.iter_mut().rev();
        if let Some(known) = scopes.find_map(|scope| scope.get_mut(name)) {
            *known = ty;
        }
    }

    fn path(&mut self, it: &syn::ExprPath) -> Ty {
        if let Some(of) = &it.qself {
            self.mention_type(&of.ty);
            return Ty::Unknown;
        }
        if let Some(name) = it.path.get_ident()
            && let Some(ty) = self.variable(&name.to_string())
        {
            return ty.clone();
        }
        self.mention_arguments(&it.path);
        let Some(path) = self.mention(&it.path) else {
            return Ty::Unknown;
        };
        if let Some(map) = self.function_of_map(it, &path) {
            return map;
        }
        self.named_operation(&path, it);
        self.function_of_error(&path, it);
        self.function_of_config(&path, it);
        self.function_of_value(&path, it);
        self.function_of_enum(&path, it);
        self.value(path)
    }

    /// The type of the value that a path from a root stands for.
    pub(super) fn value(&self, path: Vec<String>) -> Ty {
        match self.index.definition(&path) {
            Some(Definition::Value(ty)) => {
                let module = path.split_last().map_or(&[][..], |(_, module)| module);
                self.types.at(module).ty(ty)
            }
            Some(Definition::Function(signature)) => {
                let module = path.split_last().map_or(&[][..], |(_, module)| module);
                let (inputs, output) = self.types.at(module).signature(signature);
                Ty::Function {
                    inputs,
                    output: Box::new(output),
                }
            }
            _ => match path.split_last() {
                Some((_, owner)) if self.index.enumeration(owner).is_some() => Ty::Named {
                    path: owner.to_vec(),
                    arguments: Vec::new(),
                },
                _ => self.types.of_resolved(path, Vec::new()),
            },
        }
    }

    /// The type that a path of a structure or a variant is of.
    pub(super) fn owner(&self, path: Vec<String>) -> Vec<String> {
        match path.split_last() {
            Some((_, owner)) if self.index.enumeration(owner).is_some() => owner.to_vec(),
            _ => path,
        }
    }
}

/// The one that is known.
pub(super) fn or(one: Ty, other: Ty) -> Ty {
    let is_nothing = |ty: &Ty| ty.is_unknown() || *ty == Ty::Tuple(Vec::new());
    if is_nothing(&one) { other } else { one }
}
