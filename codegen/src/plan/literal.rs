//! Values of the model, such as defaults and the parameters of protocol tests, as values of
//! the generated types.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::ast::Value;
use crate::ir::{
    DocumentLiteral, FieldLiteral, Item, ItemLiteral, Literal, Name, Named, NamedKind, Presence,
    Scalar, Structure, Type, Union,
};

use super::instant;

/// The idempotency token of a test that doesn't set one
/// ([Smithy 2.0, idempotencyToken](https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait)).
const TEST_TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The source of blobs in a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blobs {
    /// Defaults have them in base64.
    Base64,
    /// Protocol tests have their text.
    Text,
}

/// Makes literals of values, with the generated types at hand that these need.
pub(super) struct Literals<'p> {
    items: HashMap<&'p Name, &'p Item>,
    blobs: Blobs,
    /// Whether members that aren't there have the defaults that a server fills in.
    fills_in: bool,
}

impl<'p> Literals<'p> {
    pub(super) fn new(items: &'p [Item], blobs: Blobs) -> Self {
        Self {
            items: items.iter().map(|item| (item.name(), item)).collect(),
            blobs,
            fills_in: false,
        }
    }

    /// Adds the defaults that a server fills in.
    pub(super) fn filled_in(self) -> Self {
        Self {
            fills_in: true,
            ..self
        }
    }

    /// The item of a name.
    pub(super) fn item_of(&self, name: &Name) -> Option<&'p Item> {
        self.items.get(name).copied()
    }

    /// The literal of a value of a type. `Err` says what the value should have been.
    pub(super) fn of(&self, ty: &Type, value: &Value) -> Result<Literal, String> {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar, value),
            Type::Named(named) => {
                let literal = self.named(named, value)?;
                Ok(if named.boxed {
                    Literal::Boxed(Box::new(literal))
                } else {
                    literal
                })
            }
            Type::List { item, sparse, .. } => value
                .as_array()
                .ok_or_else(|| expected("a list", value))?
                .iter()
                .map(|value| self.item(item, *sparse, value))
                .collect::<Result<_, _>>()
                .map(Literal::List),
            Type::Map {
                value: ty, sparse, ..
            } => value
                .as_object()
                .ok_or_else(|| expected("an object", value))?
                .iter()
                .map(|(key, value)| Ok((key.clone(), self.item(ty, *sparse, value)?)))
                .collect::<Result<_, _>>()
                .map(Literal::Map),
        }
    }

    fn item(&self, ty: &Type, sparse: bool, value: &Value) -> Result<ItemLiteral, String> {
        match (sparse, value) {
            (true, Value::Null) => Ok(ItemLiteral::Sparse(None)),
            (true, value) => self
                .of(ty, value)
                .map(|item| ItemLiteral::Sparse(Some(item))),
            (false, value) => self.of(ty, value).map(ItemLiteral::Dense),
        }
    }

    fn scalar(&self, scalar: Scalar, value: &Value) -> Result<Literal, String> {
        let literal = match (scalar, value) {
            (Scalar::String, Value::String(text)) => Literal::String(text.clone()),
            (Scalar::IdempotencyToken, Value::String(text)) => Literal::Token(text.clone()),
            (Scalar::Blob, Value::String(text)) => Literal::Blob(match self.blobs {
                Blobs::Text => text.clone().into_bytes(),
                Blobs::Base64 => decode_base64(text).ok_or_else(|| expected("base64", value))?,
            }),
            (Scalar::Body, _) => match self.scalar(Scalar::Blob, value)? {
                Literal::Blob(bytes) => Literal::Body(bytes),
                other => other,
            },
            (Scalar::Boolean, Value::Bool(value)) => Literal::Boolean(*value),
            (Scalar::Byte, _) => integer(value, i8::MIN.into(), i8::MAX.into())?,
            (Scalar::Short, _) => integer(value, i16::MIN.into(), i16::MAX.into())?,
            (Scalar::Integer, _) => integer(value, i32::MIN.into(), i32::MAX.into())?,
            (Scalar::Long, _) => integer(value, i64::MIN, i64::MAX)?,
            (Scalar::Float | Scalar::Double, _) => {
                let is_single = scalar == Scalar::Float;
                Literal::Float {
                    value: float(value, is_single)?,
                    is_single,
                }
            }
            (Scalar::BigInteger(_), Value::Number(number))
                if !number.as_str().contains(['.', 'e', 'E']) =>
            {
                Literal::BigInteger(number.to_string())
            }
            (Scalar::BigDecimal(_), Value::Number(number)) => {
                Literal::BigDecimal(number.to_string())
            }
            (Scalar::Document, value) => Literal::Document(document(value)),
            (Scalar::Timestamp(_), Value::Number(number)) => {
                timestamp(instant::epoch_seconds(number.as_str()), value)?
            }
            (Scalar::Timestamp(_), Value::String(text)) => {
                let is_number = serde_json::from_str::<serde_json::Number>(text).is_ok();
                let number = is_number.then(|| instant::epoch_seconds(text));
                let of_text = || instant::date_time(text).or_else(|| instant::http_date(text));
                timestamp(number.unwrap_or_else(of_text), value)?
            }
            (scalar, value) => return Err(expected(&format!("a {scalar:?}"), value)),
        };
        Ok(literal)
    }

    fn named(&self, named: &Named, value: &Value) -> Result<Literal, String> {
        let name = named.name.clone();
        match named.kind {
            NamedKind::Enumeration => match value {
                Value::String(text) => Ok(Literal::Enumeration {
                    name,
                    value: text.clone(),
                }),
                _ => Err(expected("a string", value)),
            },
            NamedKind::IntEnumeration => value
                .as_i64()
                .and_then(|number| i32::try_from(number).ok())
                .map(|value| Literal::IntEnumeration { name, value })
                .ok_or_else(|| expected("an integer", value)),
            NamedKind::Structure | NamedKind::Union => match self.item_of(&named.name) {
                Some(Item::Structure(structure)) => self.structure(structure, value, None),
                Some(Item::Union(union)) => self.union(union, value),
                _ => Err(format!("{} isn't generated", named.name.ty)),
            },
        }
    }

    /// A structure by its members' names. `token` stands in for tokens that aren't set.
    pub(super) fn structure(
        &self,
        structure: &Structure,
        value: &Value,
        token: Option<&str>,
    ) -> Result<Literal, String> {
        let empty = BTreeMap::new();
        let values = match value {
            Value::Object(values) => values,
            Value::Null => &empty,
            _ => return Err(expected("an object", value)),
        };
        for name in values.keys() {
            if !structure.members.iter().any(|member| member.name == *name) {
                return Err(format!("{} has no member {name}", structure.name.ty));
            }
        }
        let mut fields = Vec::new();
        for member in &structure.members {
            let value = match values.get(&member.name) {
                None | Some(Value::Null) => match (token, &member.server.default) {
                    (_, Some(default)) if self.fills_in => default.clone(),
                    (Some(token), _) if member.ty == Type::Scalar(Scalar::IdempotencyToken) => {
                        Literal::Token(token.to_owned())
                    }
                    _ => continue,
                },
                Some(value) => self
                    .of(&member.ty, value)
                    .map_err(|problem| format!("{}: {problem}", member.name))?,
            };
            fields.push(FieldLiteral {
                field: member.field.clone(),
                value,
                is_option: !matches!(member.presence, Presence::Always(_)),
            });
        }
        Ok(Literal::Structure {
            name: structure.name.clone(),
            is_whole: fields.len() == structure.members.len(),
            fields,
        })
    }

    /// An input, with the token that tests have where they don't set one.
    pub(super) fn input(&self, structure: &Structure, value: &Value) -> Result<Literal, String> {
        self.structure(structure, value, Some(TEST_TOKEN))
    }

    /// An input as a server receives it: a token that isn't there isn't made up.
    pub(super) fn received(&self, input: &Structure, value: &Value) -> Result<Literal, String> {
        self.structure(input, value, None)
    }

    fn union(&self, union: &Union, value: &Value) -> Result<Literal, String> {
        let member = value
            .as_object()
            .filter(|members| members.len() == 1)
            .and_then(|members| members.iter().next());
        let Some((name, value)) = member else {
            return Err(expected("an object of one member", value));
        };
        let variant = union
            .variants
            .iter()
            .find(|variant| variant.member == *name)
            .ok_or_else(|| format!("{} has no member {name}", union.name.ty))?;
        let value = match &variant.ty {
            Some(ty) => Some(Box::new(self.of(ty, value)?)),
            None => None,
        };
        Ok(Literal::Union {
            name: union.name.clone(),
            variant: variant.name.clone(),
            value,
        })
    }
}

fn expected(what: &str, value: &Value) -> String {
    format!("expected {what}, not {value}")
}

fn integer(value: &Value, min: i64, max: i64) -> Result<Literal, String> {
    value
        .as_i64()
        .filter(|number| (min..=max).contains(number))
        .map(Literal::Integer)
        .ok_or_else(|| expected("an integer in range", value))
}

/// A number that an `f64` holds, and an `f32` if that is what is asked for.
fn float(value: &Value, is_single: bool) -> Result<f64, String> {
    match value {
        Value::String(text) => match text.as_str() {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(expected("a number", value)),
        },
        _ => {
            // What is between the greatest `f32` and half a step more is rounded to it.
            let is_in_range = |number: &f64| match is_single {
                true => (*number as f32).is_finite(),
                false => number.is_finite(),
            };
            value
                .as_f64()
                .filter(is_in_range)
                .ok_or_else(|| expected("a number in range", value))
        }
    }
}

fn timestamp(instant: Option<instant::Instant>, value: &Value) -> Result<Literal, String> {
    let what = "epoch seconds, a date and time in UTC or an HTTP date, in the years 0000 to 9999";
    let (seconds, nanos) = instant.ok_or_else(|| expected(what, value))?;
    Ok(Literal::Timestamp { seconds, nanos })
}

fn document(value: &Value) -> DocumentLiteral {
    match value {
        Value::Null => DocumentLiteral::Null,
        Value::Bool(value) => DocumentLiteral::Boolean(*value),
        Value::Number(number) => DocumentLiteral::Number(number.to_string()),
        Value::String(text) => DocumentLiteral::String(text.clone()),
        Value::Array(items) => DocumentLiteral::Array(items.iter().map(document).collect()),
        Value::Object(members) => DocumentLiteral::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), document(value)))
                .collect(),
        ),
    }
}

/// Base64 with the standard alphabet, padded or not.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut bits = 0_u32;
    let mut count = 0;
    for c in text.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::BigForm;

    fn scalar(scalar: Scalar, json: &str) -> Result<Literal, String> {
        let value = serde_json::from_str(json).expect("JSON");
        Literals::new(&[], Blobs::Base64).of(&Type::Scalar(scalar), &value)
    }

    #[test]
    fn digits_are_kept() {
        let big = "12345678901234567890123";
        assert_eq!(
            scalar(Scalar::BigInteger(BigForm::Number), big),
            Ok(Literal::BigInteger(big.to_owned()))
        );
        let precise = "1.00000000000000000000000000000001";
        assert_eq!(
            scalar(Scalar::BigDecimal(BigForm::Number), precise),
            Ok(Literal::BigDecimal(precise.to_owned()))
        );
        assert_eq!(
            scalar(Scalar::Document, &format!("[{precise}]")),
            Ok(Literal::Document(DocumentLiteral::Array(vec![
                DocumentLiteral::Number(precise.to_owned())
            ])))
        );
        assert_eq!(
            scalar(Scalar::Long, "9007199254740993"),
            Ok(Literal::Integer(9_007_199_254_740_993))
        );
    }

    #[test]
    fn numbers_that_round_to_the_greatest_are_in_range() {
        for (ty, json) in [
            (Scalar::Float, "3.4028235e38"),
            (Scalar::Float, "-3.4028235e38"),
            (Scalar::Float, "3.40282347e38"),
            (Scalar::Double, "1.7976931348623157e308"),
        ] {
            assert!(scalar(ty, json).is_ok(), "{ty:?} {json}");
        }
    }

    #[test]
    fn what_no_value_can_be_is_a_problem() {
        for (ty, json) in [
            (Scalar::BigInteger(BigForm::Number), "1.5"),
            (Scalar::BigInteger(BigForm::Number), "1e3"),
            (Scalar::BigInteger(BigForm::Number), r#""12""#),
            (Scalar::BigDecimal(BigForm::Number), r#""NaN""#),
            (Scalar::Long, "9223372036854775808"),
            (Scalar::Float, "1e39"),
            (Scalar::Float, "3.4028236e38"),
            (Scalar::Double, "1e400"),
            (
                Scalar::Timestamp(crate::model::TimestampFormat::DateTime),
                r#""2023-02-29T00:00:00Z""#,
            ),
        ] {
            assert!(scalar(ty, json).is_err(), "{ty:?} {json}");
        }
    }

    #[test]
    fn scalars() {
        let timestamp = Scalar::Timestamp(crate::model::TimestampFormat::EpochSeconds);
        assert_eq!(
            scalar(timestamp, "1.25"),
            Ok(Literal::Timestamp {
                seconds: 1,
                nanos: 250_000_000
            })
        );
        assert_eq!(
            scalar(Scalar::Blob, r#""aGk=""#),
            Ok(Literal::Blob(b"hi".to_vec()))
        );
        assert_eq!(scalar(Scalar::Byte, "-128"), Ok(Literal::Integer(-128)));
        assert_eq!(
            scalar(timestamp, r#""2024-02-29T23:59:58Z""#),
            Ok(Literal::Timestamp {
                seconds: 1_709_251_198,
                nanos: 0
            })
        );
        assert_eq!(
            scalar(timestamp, r#""Thu, 29 Feb 2024 23:59:58 GMT""#),
            Ok(Literal::Timestamp {
                seconds: 1_709_251_198,
                nanos: 0
            })
        );
        assert!(scalar(Scalar::Byte, "128").is_err());
        assert!(scalar(Scalar::Blob, r#""?""#).is_err());
        assert!(scalar(Scalar::String, "1").is_err());
    }
}
