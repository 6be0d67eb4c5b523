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
    if body.ty == Ty::Null {
        return body;
    }
    if let Some(value) = moved(&body, of) {
        return value;
    }
    // A choice stays one, of values that are all null where that is.
    let side = |side: Box<Value>| Box::new(within(of, *side));
    Value {
        nullable: body.ty != Ty::Truth,
        ty: body.ty.clone(),
        expr: match body.expr {
            Expr::And(left, right) if body.ty == Ty::Truth => Expr::And(side(left), side(right)),
            Expr::Or(left, right) if body.ty == Ty::Truth => Expr::Or(side(left), side(right)),
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

/// The list without items.
pub(super) fn empty_list() -> Value {
    Value {
        expr: Expr::Array(Vec::new()),
        ty: Ty::List {
            item: Box::new(Ty::Null),
            nullable: false,
        },
        nullable: false,
    }
}

/// A list without items where another list is one, and null where that is null.
pub(super) fn nothing(list: &Value) -> Value {
    known(list, empty_list())
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
    /// Whether there may be nulls among the items.
    nullable: bool,
}

impl Items {
    /// The items of a list that aren't null.
    pub(super) fn of(list: Value) -> Result<Self, String> {
        let mut items = Self::all(list)?;
        if items.nullable {
            items.stages.push(Stage::Present);
            items.nullable = false;
        }
        Ok(items)
    }

    /// All items of a list.
    pub(super) fn all(list: Value) -> Result<Self, String> {
        let (item, nullable) = match &list.ty {
            Ty::StoredList { item, .. } => (Ty::of(item), false),
            Ty::List { item, nullable } => ((**item).clone(), *nullable),
            other => {
                return Err(format!(
                    "goes through {} as if it were a list",
                    other.what()
                ));
            }
        };
        let (of, stages) = match list.expr {
            Expr::Items { of, stages } => (*of, stages),
            expr => (Value { expr, ..list }, Vec::new()),
        };
        Ok(Self {
            of,
            stages,
            item,
            nullable,
        })
    }

    pub(super) fn value(self) -> Value {
        Value {
            nullable: self.of.nullable,
            expr: Expr::Items {
                of: Box::new(self.of),
                stages: self.stages,
            },
            ty: Ty::List {
                item: Box::new(self.item),
                nullable: self.nullable,
            },
        }
    }

    /// Adds a stage.
    pub(super) fn then(mut self, stage: Stage) -> Self {
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
            // Nulls are left out of all but what a function was asked of each.
            self.nullable = is_map && body.nullable;
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
