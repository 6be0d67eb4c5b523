//! The starts of expressions.

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

pub(in super::super) fn uses_input(value: &Value) -> bool {
    uses(value, &Expr::Input)
}

pub(in super::super) fn uses_output(value: &Value) -> bool {
    uses(value, &Expr::Output)
}

fn uses(value: &Value, what: &Expr) -> bool {
    if value.expr == *what {
        return true;
    }
    let uses = |value: &Value| uses(value, what);
    let of_members = match &value.ty {
        Ty::Hash(members) if value.expr == Expr::Hash => {
            members.iter().any(|(_, member)| uses(member))
        }
        _ => false,
    };
    // Of an item, everything is the item's.
    let of_stages = match &value.expr {
        Expr::Items { stages, .. } => stages.iter().filter_map(Stage::part).any(uses),
        _ => false,
    };
    of_members || of_stages || value.expr.parts().into_iter().any(uses)
}
