//! Paginators: where tokens and items are, of `smithy.api#paginated` on the operation and on
//! the service.

use crate::ir::paginator::{EmptyToken, Field, Items, Paginator, Path};
use crate::ir::{Item, Member, NamedKind, Operation, Presence, Scalar, Structure, Type};
use crate::model::{self, Shape};
use crate::services;

/// The paginator of an operation, if it has one; otherwise what is wrong with it.
pub(super) fn plan(
    service: &Shape,
    operation: &Operation,
    shape: &Shape,
    items: &[Item],
) -> Result<Option<Paginator>, String> {
    let Some(own) = &shape.traits.paginated else {
        return Ok(None);
    };
    let repeating = services::special(service).last_repeats_token;
    // The service may say what an operation doesn't say.
    let service = service.traits.paginated.clone().unwrap_or_default();
    let model::Paginated {
        input_token,
        output_token,
        items: items_path,
        page_size,
    } = model::Paginated {
        input_token: own.input_token.clone().or(service.input_token),
        output_token: own.output_token.clone().or(service.output_token),
        items: own.items.clone().or(service.items),
        page_size: own.page_size.clone().or(service.page_size),
    };
    let missing = |what| format!("neither the operation nor the service names an {what}");
    let input_token = input_token.ok_or_else(|| missing("inputToken"))?;
    let output_token = output_token.ok_or_else(|| missing("outputToken"))?;

    let input = member(&operation.input, "inputToken", &input_token)?;
    let output_token = path(operation, "outputToken", output_token, items)?;
    if output_token.ty != input.ty {
        return Err(format!(
            "inputToken {input_token} and outputToken {} are of different types",
            output_token.text
        ));
    }
    let empty = match &input.ty {
        Type::Scalar(Scalar::String | Scalar::Blob) | Type::List { .. } | Type::Map { .. } => {
            EmptyToken::Empty
        }
        Type::Scalar(Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long) => {
            EmptyToken::Zero
        }
        Type::Named(_) => EmptyToken::Never,
        Type::Scalar(_) => {
            return Err(format!("inputToken {input_token} is of no type for tokens"));
        }
    };
    let page_size = match page_size {
        Some(name) => Some(member(&operation.input, "pageSize", &name)?.setter.clone()),
        None => None,
    };
    let items = match items_path {
        Some(text) => Some(self::items(path(operation, "items", text, items)?)?),
        None => None,
    };
    Ok(Some(Paginator {
        input_token: Field::of(input),
        output_token,
        empty,
        last_repeats_token: repeating.contains(&shape.id.name()),
        items,
        page_size,
    }))
}

fn items(path: Path) -> Result<Items, String> {
    let (ty, is_sparse, is_map) = match &path.ty {
        Type::List { item, sparse, .. } => (&**item, *sparse, false),
        Type::Map { value, sparse, .. } => (&**value, *sparse, true),
        _ => return Err(format!("items {} is neither a list nor a map", path.text)),
    };
    Ok(Items {
        ty: ty.clone(),
        is_sparse,
        is_map,
        path,
    })
}

impl Field {
    fn of(member: &Member) -> Self {
        Self {
            field: member.field.clone(),
            is_option: !matches!(member.presence, Presence::Always(_)),
        }
    }
}

fn member<'s>(structure: &'s Structure, what: &str, name: &str) -> Result<&'s Member, String> {
    let mut members = structure.members.iter();
    members
        .find(|member| member.name == name)
        .ok_or_else(|| format!("{what} names {name}, and the input has no such member"))
}

/// The way along members that dots are between.
fn path(operation: &Operation, what: &str, text: String, items: &[Item]) -> Result<Path, String> {
    let mut structure = Some(&operation.output);
    let mut fields = Vec::new();
    let mut ty = None;
    for name in text.split('.') {
        let Some(holder) = structure else {
            return Err(format!(
                "{what} {text} goes into members of a value that isn't a structure"
            ));
        };
        let member = holder
            .members
            .iter()
            .find(|member| member.name == name)
            .ok_or_else(|| format!("{what} {text} names {name}, and there is no such member"))?;
        fields.push(Field::of(member));
        ty = Some(member.ty.clone());
        structure = match &member.ty {
            Type::Named(named) if named.kind == NamedKind::Structure => {
                items.iter().find_map(|item| match item {
                    Item::Structure(structure) if structure.name == named.name => Some(structure),
                    _ => None,
                })
            }
            _ => None,
        };
    }
    let ty = ty.ok_or_else(|| format!("{what} is empty"))?;
    Ok(Path { text, fields, ty })
}
