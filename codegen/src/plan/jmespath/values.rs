//! Values that several kinds of expression make.

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

/// The value that is always null.
pub(super) fn null() -> Value {
    Value {
        expr: Expr::Null,
        ty: Ty::Null,
        nullable: true,
    }
}

pub(super) fn boolean(expr: Expr) -> Value {
    Value {
        expr,
        ty: Ty::Boolean,
        nullable: false,
    }
}

pub(super) fn integer(number: usize) -> Value {
    Value {
        expr: Expr::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
        ty: Ty::Integer,
        nullable: false,
    }
}

pub(super) fn text(text: &str) -> Value {
    Value {
        expr: Expr::Text(text.to_owned()),
        ty: Ty::Text,
        nullable: false,
    }
}

pub(super) fn hash(members: Vec<(String, Value)>) -> Value {
    Value {
        expr: Expr::Hash,
        ty: Ty::Hash(members),
        nullable: false,
    }
}

/// A reference to an item of a list as a value of its own, if its items aren't copied.
pub(super) fn owned_item(list: &Value) -> Option<Value> {
    let Ty::List { item, .. } = &list.ty else {
        return None;
    };
    if list.has_copied_items() {
        return None;
    }
    Some(Value {
        expr: Expr::As(Box::new(item_of((**item).clone()))),
        ty: match **item {
            Ty::OwnedText => Ty::Text,
            _ => (**item).clone(),
        },
        nullable: false,
    })
}

/// The item of a list that is cloned where a value is made of it, if it isn't copied and is there
/// more than once.
pub(super) fn cloned_item(list: &Value, body: &Value) -> Option<Value> {
    let Ty::List { item, .. } = &list.ty else {
        return None;
    };
    let is_needed = !list.has_copied_items() && uses_of_item(body) > 1;
    is_needed.then(|| cloned(item))
}

/// Likewise for the place of a value that may be null.
pub(super) fn cloned_place(of: &Value, body: &Value) -> Option<Value> {
    let is_owned = matches!(of.ty, Ty::OwnedText | Ty::List { .. });
    (is_owned && uses_of_item(body) > 1).then(|| cloned(&of.ty))
}

fn cloned(ty: &Ty) -> Value {
    Value {
        expr: Expr::As(Box::new(item_of(ty.clone()))),
        ty: ty.clone(),
        nullable: false,
    }
}

/// How often a value is made of the item around it.
fn uses_of_item(value: &Value) -> usize {
    match &value.expr {
        Expr::Item => 1,
        // What is of another item.
        Expr::Within { of, .. } | Expr::Members { of, .. } | Expr::SortedBy(of, _) => {
            uses_of_item(of)
        }
        Expr::Extreme { of, .. } => uses_of_item(of),
        expr => expr.parts().into_iter().map(uses_of_item).sum(),
    }
}

/// The item of a list of items of a type.
pub(super) fn item_of(ty: Ty) -> Value {
    Value {
        expr: Expr::Item,
        ty,
        nullable: false,
    }
}

/// The value where expressions of it are: the item that it is there, if it may be null.
pub(super) fn place(value: &Value) -> Value {
    if value.nullable {
        item_of(value.ty.clone())
    } else {
        value.clone()
    }
}

/// A value of another one, which is the item in it; null if that is null.
pub(super) fn within(of: &Value, body: Value) -> Value {
    if let Some(value) = moved(&body, of) {
        return value;
    }
    Value {
        ty: body.ty.clone(),
        nullable: true,
        expr: match body.expr {
            Expr::Array(members) if !is_nothing(&body.ty) => Expr::Members {
                of: Box::new(of.clone()),
                members,
            },
            _ => Expr::Within {
                of: Box::new(of.clone()),
                body: Box::new(body),
            },
        },
    }
}

/// A way that begins at the item, as one that begins at a value: null stays null along it.
fn moved(body: &Value, to: &Value) -> Option<Value> {
    let mut value = body.clone();
    let next = match &mut value.expr {
        Expr::Item => {
            return Some(Value {
                ty: value.ty,
                ..to.clone()
            });
        }
        Expr::Field { of, .. }
        | Expr::Variant { of, .. }
        | Expr::Entry { of, .. }
        | Expr::Index { of, .. }
        | Expr::Items { of, .. }
        | Expr::Length(of)
        | Expr::Filled(of) => of,
        _ => return None,
    };
    **next = moved(next, to)?;
    value.nullable |= next.nullable;
    Some(value)
}

/// Whether a type is that of lists of which no item is known.
pub(super) fn is_nothing(ty: &Ty) -> bool {
    matches!(ty, Ty::List { item, .. } if **item == Ty::Null)
}

/// The number of items of a list of which no item is known: all of them are null.
pub(super) fn nulls(list: &Value) -> usize {
    match &list.expr {
        Expr::Array(items) => items.len(),
        Expr::Within { body, .. } => nulls(body),
        _ => 0,
    }
}

/// A value that is null if and only if this one is.
pub(super) fn presence(value: Value) -> Value {
    match value.expr {
        Expr::Within { of, body } if !body.nullable => presence(*of),
        Expr::Members { of, .. } | Expr::Items { of, .. } | Expr::Length(of) => presence(*of),
        _ => value,
    }
}

/// A list without items where another list is one, and null where that is null.
pub(super) fn nothing(list: &Value) -> Value {
    let empty = Value {
        expr: Expr::Array(Vec::new()),
        ty: Ty::List {
            item: Box::new(Ty::Null),
            nullable: false,
        },
        nullable: false,
    };
    known(list, empty)
}

/// A value that another one only has to be there for.
pub(super) fn known(of: &Value, value: Value) -> Value {
    if of.nullable {
        within(&presence(of.clone()), value)
    } else {
        value
    }
}

/// A list on its way through a projection.
pub(super) struct Items {
    pub(super) of: Value,
    pub(super) stages: Vec<Stage>,
    pub(super) item: Ty,
}

impl Items {
    /// The items of a list that aren't null.
    pub(super) fn of(list: Value) -> Result<Self, String> {
        let (item, has_nulls) = match &list.ty {
            Ty::StoredList { item, .. } => (Ty::of(item), false),
            Ty::List { item, nullable } => ((**item).clone(), *nullable),
            other => {
                return Err(format!(
                    "goes through {} as if it were a list",
                    other.what()
                ));
            }
        };
        let (of, mut stages) = match list.expr {
            Expr::Items { of, stages } => (*of, stages),
            expr => (Value { expr, ..list }, Vec::new()),
        };
        if has_nulls {
            stages.push(Stage::Present);
        }
        Ok(Self { of, stages, item })
    }

    pub(super) fn value(self) -> Value {
        // Nulls are left out of all but what a function was asked of each.
        let nullable = matches!(self.stages.last(), Some(Stage::Map(body)) if body.nullable);
        Value {
            nullable: self.of.nullable,
            expr: Expr::Items {
                of: Box::new(self.of),
                stages: self.stages,
            },
            ty: Ty::List {
                item: Box::new(self.item),
                nullable,
            },
        }
    }

    /// Adds a stage.
    pub(super) fn then(mut self, stage: Stage) -> Self {
        if let Stage::Map(body) = &stage {
            self.item = body.ty.clone();
        }
        self.stages.push(stage);
        self
    }

    /// Adds a value of each item: nothing has to be done for an object that is made of it.
    pub(super) fn each(mut self, body: Value, is_map: bool) -> Result<Self, String> {
        if matches!(body.ty, Ty::Truth | Ty::Null) || is_nothing(&body.ty) {
            return Err(format!("makes a list of {}", body.ty.what()));
        }
        self.item = body.ty.clone();
        let is_same = matches!(body.expr, Expr::Item | Expr::Hash | Expr::Merged);
        if !is_same {
            self.stages.push(match is_map {
                true => Stage::Map(body),
                false => Stage::Each(body),
            });
        }
        Ok(self)
    }

    /// The type of each item.
    pub(super) fn item(&self) -> &Ty {
        &self.item
    }
}
