//! Templates: text with `{Reference}` and `{Reference#attribute}` in it; `{{` and `}}` are
//! braces
//! ([Smithy 2.0, template syntax](https://smithy.io/2.0/additional-specs/rules-engine/specification.html#template-syntax)).

use crate::source::Location;

use super::{Expression, ExpressionKind, Part};

/// The parts of a template; what is wrong with it otherwise.
pub(super) fn parts(text: &str, location: &Location) -> Result<Vec<Part>, &'static str> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or(from.strip_prefix("}}")) {
            literal.push_str(from.get(..1).unwrap_or_default());
            rest = after;
            continue;
        }
        let Some((name, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}'))
        else {
            return Err("a brace without the other; write two for one that is meant");
        };
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
        }
        parts.push(Part::Value(value(name, location)));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Ok(parts)
}

/// `url#scheme` is short for `getAttr(url, "scheme")`.
fn value(name: &str, location: &Location) -> Expression {
    let expression = |kind| Expression {
        kind,
        location: location.clone(),
    };
    let Some((name, path)) = name.split_once('#') else {
        return expression(ExpressionKind::Reference(name.to_owned()));
    };
    let path = vec![Part::Literal(path.to_owned())];
    let arguments = vec![
        expression(ExpressionKind::Reference(name.to_owned())),
        expression(ExpressionKind::Text(path)),
    ];
    expression(ExpressionKind::Call {
        function: "getAttr".to_owned(),
        arguments,
    })
}
