//! Expressions against types.

use serde_json::Value as Json;

use crate::ir::Structure;
use crate::ir::jmespath::{Expr, Stage, Ty, Value};
use crate::jmespath::{self, Ast};

use super::compare::compare;
use super::conditions::not;
use super::kinds::array;
use super::objects::Types;
use super::values::{
    Items, cloned_item, cloned_place, hash, is_nothing, item_of, nothing, null, owned_item, place,
    within,
};
use super::{functions, lists, truth};

/// Larger ones come of pipes that double what is before them.
const MAX_VALUES: usize = 2_000;

/// The start of an expression.
#[derive(Clone, Copy)]
pub(crate) enum Root<'p> {
    Output(&'p Structure),
    /// An object of `input` and `output`.
    Both(&'p Structure, &'p Structure),
}

/// The value of an expression; otherwise what is wrong with it.
pub(crate) fn compile(text: &str, root: Root<'_>, types: &Types<'_>) -> Result<Value, String> {
    let ast = jmespath::parse(text)?;
    let top = |expr, structure: &Structure| Value {
        expr,
        ty: Ty::Structure(structure.name.clone()),
        nullable: false,
    };
    let current = match root {
        Root::Output(output) => top(Expr::Output, output),
        Root::Both(input, output) => hash(vec![
            ("input".to_owned(), top(Expr::Input, input)),
            ("output".to_owned(), top(Expr::Output, output)),
        ]),
    };
    let mut compiler = Compiler { types, values: 0 };
    let value = compiler.value(&ast, &current)?;
    if value.ty != Ty::Truth {
        return Ok(value);
    }
    // A choice of values, of which an acceptor expects booleans or texts.
    let of_type = |ty| truth::of_type(&value, &ty).filter(|value| value.ty != Ty::Null);
    let found = of_type(Ty::Boolean).or_else(|| of_type(Ty::Text));
    Ok(found.unwrap_or(value))
}

struct Compiler<'p> {
    types: &'p Types<'p>,
    /// The values so far.
    values: usize,
}

impl Compiler<'_> {
    fn value(&mut self, ast: &Ast, current: &Value) -> Result<Value, String> {
        Ok(match ast {
            Ast::Current => self.counted(current.clone())?,
            Ast::Field(name) => {
                let current = self.counted(current.clone())?;
                let is_made = matches!(current.ty, Ty::Hash(_));
                let value = self.types.field(current, name)?;
                if is_made { self.counted(value)? } else { value }
            }
            Ast::Index(index) => {
                let current = self.counted(current.clone())?;
                index_of(current, *index)?
            }
            Ast::Then(first, second) => {
                let first = self.value(first, current)?;
                self.value(second, &first)?
            }
            Ast::Flatten(of) => {
                let of = self.value(of, current)?;
                flatten(of)?
            }
            Ast::Slice {
                of,
                start,
                stop,
                step,
            } => {
                let of = self.value(of, current)?;
                let (start, stop, step) = (*start, *stop, *step);
                lists::staged(of, Stage::Slice { start, stop, step })?
            }
            Ast::Reference(_) => {
                return Err("has `&` where no function takes an expression".to_owned());
            }
            Ast::Each {
                of,
                condition,
                body,
            } => {
                let of = self.value(of, current)?;
                self.each(of, condition.as_deref(), body)?
            }
            Ast::EachValue(of, body) => {
                let of = self.value(of, current)?;
                let values = match of.ty {
                    Ty::Null => of,
                    _ => self.types.values(of, "the values")?,
                };
                let values = self.counted(values)?;
                self.each(values, None, body)?
            }
            Ast::Compare(comparison, left, right) => {
                let left = self.value(left, current)?;
                let right = self.value(right, current)?;
                self.counted(compare(self.types, *comparison, left, right)?)?
            }
            Ast::And(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                truth::both(self.types, left, right)?
            }
            Ast::Or(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                truth::one(self.types, left, right)?
            }
            Ast::Not(of) => {
                let of = self.value(of, current)?;
                let tested = self.types.tested(of)?;
                not(tested)
            }
            Ast::List(_) | Ast::Hash(_) if current.ty == Ty::Null => null(),
            Ast::List(items) if current.nullable => {
                let mut list = array(self.values(items, &place(current))?)?;
                if let Some(cloned) = cloned_place(current, &list) {
                    list = array(self.values(items, &cloned)?)?;
                }
                within(&self.counted(current.clone())?, list)
            }
            Ast::List(items) => array(self.values(items, current)?)?,
            Ast::Hash(members) => {
                let place = place(current);
                let mut values = Vec::new();
                for (name, member) in members {
                    let value = self.value(member, &place)?;
                    // The last one with a name counts.
                    values.retain(|(known, _)| known != name);
                    values.push((name.clone(), value));
                }
                if current.nullable {
                    Value {
                        ty: Ty::Hash(values),
                        ..self.counted(current.clone())?
                    }
                } else {
                    hash(values)
                }
            }
            Ast::Call(name, arguments) => self.call(name, arguments, current)?,
            Ast::Literal(value) => literal(value)?,
        })
    }

    /// A function, some of which take an expression for each item of a list.
    fn call(&mut self, name: &str, arguments: &[Ast], current: &Value) -> Result<Value, String> {
        let (list, by, is_map) = match (name, arguments) {
            ("map", [Ast::Reference(by), list]) => (list, by, true),
            ("sort_by" | "max_by" | "min_by", [list, Ast::Reference(by)]) => (list, by, false),
            ("map" | "sort_by" | "max_by" | "min_by", [_, _]) => {
                return Err(format!(
                    "gives {name} no expression: expected `&` before it"
                ));
            }
            ("map" | "sort_by" | "max_by" | "min_by", arguments) => {
                return Err(format!("gives {name} {} arguments", arguments.len()));
            }
            _ => {
                let arguments = self.values(arguments, current)?;
                return functions::call(self.types, name, arguments);
            }
        };
        let list = self.value(list, current)?;
        if list.ty == Ty::Null || is_nothing(&list.ty) {
            return Ok(match name {
                "map" | "sort_by" if list.ty != Ty::Null => nothing(&list),
                _ => null(),
            });
        }
        let mut item = lists::item(name, &list)?;
        if let (false, Some(owned)) = (is_map, owned_item(&list)) {
            item = owned;
        }
        let ast = by;
        let mut by = self.value(ast, &item)?;
        if let (true, Some(cloned)) = (is_map, cloned_item(&list, &by)) {
            by = self.value(ast, &cloned)?;
        }
        if is_map {
            let items = Items::of(list)?.each(by, true)?;
            return Ok(items.value());
        }
        lists::by(name, list, by)
    }

    fn values(&mut self, asts: &[Ast], current: &Value) -> Result<Vec<Value>, String> {
        asts.iter().map(|ast| self.value(ast, current)).collect()
    }

    /// A value whose code counts.
    fn counted(&mut self, value: Value) -> Result<Value, String> {
        self.values += size(&value);
        if self.values > MAX_VALUES {
            return Err("comes to more code than anybody could read".to_owned());
        }
        Ok(value)
    }

    fn each(&mut self, of: Value, condition: Option<&Ast>, body: &Ast) -> Result<Value, String> {
        if of.ty == Ty::Null {
            return Ok(of);
        }
        if is_nothing(&of.ty) {
            return Ok(nothing(&of));
        }
        let list = of.clone();
        let mut items = Items::of(of)?;
        let current = item_of(items.item.clone());
        if let Some(condition) = condition {
            let owned = owned_item(&list);
            let condition = self.value(condition, owned.as_ref().unwrap_or(&current))?;
            let condition = self.types.tested(condition)?;
            items.stages.push(match owned {
                Some(_) => Stage::WhereOwned(condition),
                None => Stage::Where(condition),
            });
        }
        let ast = body;
        let mut body = self.value(ast, &current)?;
        if let Some(cloned) = cloned_item(&list, &body) {
            body = self.value(ast, &cloned)?;
        }
        if body.ty == Ty::Null {
            return Ok(nothing(&list));
        }
        Ok(items.each(body, false)?.value())
    }
}

/// An item of a list.
fn index_of(mut of: Value, mut index: i64) -> Result<Value, String> {
    if of.ty == Ty::Null || is_nothing(&of.ty) {
        return Ok(null());
    }
    // No item of an empty list, either.
    if let Expr::OrEmpty(list) = of.expr {
        of = *list;
    }
    // From the other end of what isn't turned round.
    if let Expr::Items { stages, .. } = &mut of.expr
        && stages.pop_if(|stage| *stage == Stage::Reversed).is_some()
    {
        index = -1 - index;
    }
    let ty = match &of.ty {
        Ty::StoredList { item, .. } => Ty::of(item),
        Ty::List { item, .. } => (**item).clone(),
        other => return Err(format!("takes an item of {}", other.what())),
    };
    Ok(Value {
        expr: Expr::Index {
            of: Box::new(of),
            index,
        },
        ty,
        nullable: true,
    })
}

/// The items of the lists in a list; others stay as they are.
fn flatten(list: Value) -> Result<Value, String> {
    if list.ty == Ty::Null {
        return Ok(list);
    }
    if is_nothing(&list.ty) {
        return Ok(nothing(&list));
    }
    let mut items = Items::of(list)?;
    match items.item.clone() {
        Ty::StoredList { item, sparse } => {
            items.item = Ty::of(&item);
            items.stages.push(Stage::Flatten(Some((item, sparse))));
        }
        Ty::List { item, nullable } => {
            items.item = *item;
            items.stages.push(Stage::Flatten(None));
            if nullable {
                items.stages.push(Stage::Present);
            }
        }
        Ty::Opaque(what @ "document") => return Err(format!("flattens a list of {what}s")),
        _ => {}
    }
    Ok(items.value())
}

fn literal(value: &Json) -> Result<Value, String> {
    let (expr, ty) = match value {
        Json::Null => (Expr::Null, Ty::Null),
        Json::Bool(value) => (Expr::Boolean(*value), Ty::Boolean),
        Json::String(text) => (Expr::Text(text.clone()), Ty::Text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => (Expr::Integer(number), Ty::Integer),
            (None, Some(number)) => (Expr::Float(number), Ty::Float),
            (None, None) => return Err(format!("has {number}, which is too large")),
        },
        Json::Array(items) => return array(items.iter().map(literal).collect::<Result<_, _>>()?),
        Json::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| Ok((name.clone(), literal(value)?)));
            return Ok(hash(members.collect::<Result<_, String>>()?));
        }
    };
    Ok(Value {
        nullable: ty == Ty::Null,
        expr,
        ty,
    })
}

fn size(value: &Value) -> usize {
    let members = match &value.ty {
        Ty::Hash(members) => members.iter().map(|(_, member)| size(member)).sum(),
        _ => 0,
    };
    let stages = match &value.expr {
        Expr::Items { stages, .. } => {
            let stage = |stage: &Stage| stage.part().map_or(1, size);
            stages.iter().map(stage).sum()
        }
        _ => 0,
    };
    let parts: usize = value.expr.parts().into_iter().map(size).sum();
    1 + members + stages + parts
}
