//! What an expression starts from.

use crate::plan::jmespath::{Expr, Stage, Ty, Value};

pub(in super::super) fn uses_input(value: &Value) -> bool {
    uses(value, &Expr::Input)
}

pub(in super::super) fn uses_output(value: &Value) -> bool {
    uses(value, &Expr::Output)
}

fn uses(value: &Value, what: &Expr) -> bool {
    let uses = |value: &Value| uses(value, what);
    match &value.expr {
        Expr::Field { of, .. } | Expr::Variant { of, .. } | Expr::Index { of, .. } => uses(of),
        Expr::Not(of)
        | Expr::Length(of)
        | Expr::Keys(of)
        | Expr::Values(of)
        | Expr::ToNumber(of)
        | Expr::ToText(of) => uses(of),
        Expr::Compare(_, left, right)
        | Expr::And(left, right)
        | Expr::Or(left, right)
        | Expr::Contains(left, right)
        | Expr::StartsWith(left, right)
        | Expr::EndsWith(left, right)
        | Expr::Join(left, right) => uses(left) || uses(right),
        Expr::Array(items) | Expr::NotNull(items) => items.iter().any(uses),
        Expr::Items { of, stages } => {
            // Of an item, everything is the item's.
            let of_stage = |stage: &Stage| match stage {
                Stage::Where(value) | Stage::Each(value) => uses(value),
                Stage::Present | Stage::Flatten(_) => false,
            };
            uses(of) || stages.iter().any(of_stage)
        }
        Expr::Hash => match &value.ty {
            Ty::Hash(members) => members.iter().any(|(_, member)| uses(member)),
            _ => false,
        },
        other => other == what,
    }
}
