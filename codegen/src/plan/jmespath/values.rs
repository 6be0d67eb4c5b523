//! Values that several kinds of expression make.

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

pub(super) fn hash(members: Vec<(String, Value)>) -> Value {
    Value {
        expr: Expr::Hash,
        ty: Ty::Hash(members),
        nullable: false,
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

    /// The type of each item.
    pub(super) fn item(&self) -> &Ty {
        &self.item
    }
}

pub(super) fn array(items: Vec<Value>) -> Result<Value, String> {
    let nullable = items.iter().any(|item| item.nullable);
    let mut types = items
        .iter()
        .map(|item| &item.ty)
        .filter(|ty| **ty != Ty::Null);
    let Some(ty) = types.next().cloned() else {
        return Err("makes a list of nothing".to_owned());
    };
    if types.any(|other| *other != ty) || matches!(ty, Ty::Hash(_) | Ty::Truth) {
        return Err("makes a list of values of several types".to_owned());
    }
    Ok(Value {
        expr: Expr::Array(items),
        ty: Ty::List {
            item: Box::new(ty),
            nullable,
        },
        nullable: false,
    })
}
