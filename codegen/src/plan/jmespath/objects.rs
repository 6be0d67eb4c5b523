//! Structures, unions and maps of the model, and objects that expressions make.

use crate::ir::jmespath::{Comparison, Expr, Ty, Value};
use crate::ir::{Item, Member, Name, Structure, Variant};

use super::kinds::array;
use super::values::{
    Items, boolean, integer, is_nothing, known, null, nulls, place, presence, text, within,
};

/// The structures and unions of a service, inputs and outputs among them.
pub(crate) struct Types<'p> {
    pub(crate) items: Vec<&'p Item>,
    pub(crate) tops: Vec<&'p Structure>,
}

impl Types<'_> {
    /// A member of a value.
    pub(super) fn field(&self, of: Value, name: &str) -> Result<Value, String> {
        match &of.ty {
            Ty::Null => Ok(null()),
            Ty::Hash(members) => {
                let mut members = members.iter();
                let member = members.find(|(key, _)| key == name);
                let (_, value) = member.ok_or_else(|| no_member(name))?;
                Ok(match of.expr {
                    Expr::Hash | Expr::Merged => value.clone(),
                    _ => within(&of, value.clone()),
                })
            }
            Ty::Structure(structure) => {
                let mut members = self.members(structure).iter();
                let member = members.find(|member| member.name == name);
                let member = member.ok_or_else(|| no_member(name))?;
                let is_option = member.is_option();
                Ok(Value {
                    ty: Ty::of(&member.ty),
                    nullable: of.nullable || is_option,
                    expr: Expr::Field {
                        of: Box::new(of),
                        field: member.field.clone(),
                        is_option,
                        ty: member.ty.clone(),
                    },
                })
            }
            Ty::Union(union) => {
                let mut variants = self.variants(union).iter();
                let variant = variants.find(|variant| variant.member == name);
                let variant = variant.ok_or_else(|| no_member(name))?;
                let ty = variant
                    .ty
                    .clone()
                    .ok_or_else(|| format!("names {name}, which has no data"))?;
                Ok(Value {
                    ty: Ty::of(&ty),
                    nullable: true,
                    expr: Expr::Variant {
                        of: Box::new(of),
                        variant: variant.name.clone(),
                        ty,
                    },
                })
            }
            Ty::StoredMap { value, sparse } => Ok(Value {
                ty: Ty::of(value),
                nullable: true,
                expr: Expr::Entry {
                    key: name.to_owned(),
                    ty: value.clone(),
                    sparse: *sparse,
                    of: Box::new(of),
                },
            }),
            _ => Err(format!("goes from {} to {name}", of.ty.what())),
        }
    }

    fn members(&self, name: &Name) -> &[Member] {
        let mut structures = self.items.iter().filter_map(|item| match item {
            Item::Structure(structure) => Some(structure),
            _ => None,
        });
        structures
            .find(|structure| structure.name == *name)
            .or_else(|| self.tops.iter().copied().find(|top| top.name == *name))
            .map_or(&[], |structure| structure.members.as_slice())
    }

    fn variants(&self, name: &Name) -> &[Variant] {
        let mut unions = self.items.iter().filter_map(|item| match item {
            Item::Union(union) => Some(union),
            _ => None,
        });
        unions
            .find(|union| union.name == *name)
            .map_or(&[], |union| union.variants.as_slice())
    }

    /// Whether a structure has a member that is always there.
    pub(super) fn is_never_empty(&self, name: &Name) -> bool {
        !self.members(name).iter().all(Member::is_option)
    }

    /// Whether values of a type count as true wherever they are there.
    pub(super) fn is_always_true(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Integer | Ty::Float | Ty::Union(_) | Ty::Opaque("big number") => true,
            Ty::Structure(name) => self.is_never_empty(name),
            _ => false,
        }
    }

    /// The members of an object by their names; `None` if only the object itself knows them.
    pub(super) fn fields(&self, of: &Value) -> Result<Option<Vec<(String, Value)>>, String> {
        if of.expr == Expr::Merged {
            return Err("asks for all members of merged structures".to_owned());
        }
        let names: Vec<String> = match &of.ty {
            Ty::Hash(members) => members.iter().map(|(name, _)| name.clone()).collect(),
            Ty::Structure(structure) => {
                let members = self.members(structure).iter();
                members.map(|member| member.name.clone()).collect()
            }
            Ty::Union(union) => {
                let variants = self.variants(union).iter();
                variants.map(|variant| variant.member.clone()).collect()
            }
            _ => return Ok(None),
        };
        let field = |name: String| Ok((name.clone(), self.field(of.clone(), &name)?));
        names
            .into_iter()
            .map(field)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// The values of a map, or those of an object whose members are all of a type; of those that
    /// the model has, the ones that are there.
    pub(super) fn values(&self, of: Value, name: &str) -> Result<Value, String> {
        if let Ty::StoredMap { value, .. } = &of.ty {
            let item = Ty::of(value);
            return Ok(Value {
                nullable: of.nullable,
                expr: Expr::Values(Box::new(of)),
                ty: Ty::List {
                    item: Box::new(item),
                    nullable: false,
                },
            });
        }
        let Some(fields) = self.fields(&place(&of))? else {
            return Err(format!("asks for {name} of {}", of.ty.what()));
        };
        let values = array(fields.into_iter().map(|(_, value)| value).collect())?;
        let values = if of.nullable {
            within(&of, values)
        } else {
            values
        };
        match of.ty {
            Ty::Hash(_) => Ok(values),
            _ => Ok(Items::of(values)?.value()),
        }
    }

    /// The names of an object's members that are there.
    pub(super) fn keys(&self, of: Value) -> Result<Value, String> {
        let texts = Ty::List {
            item: Box::new(Ty::Text),
            nullable: false,
        };
        if let Ty::StoredMap { .. } = of.ty {
            return Ok(Value {
                nullable: of.nullable,
                expr: Expr::Keys(Box::new(of)),
                ty: texts,
            });
        }
        let place = place(&of);
        let Some(fields) = self.fields(&place)? else {
            return Err(format!("asks for the keys of {}", of.ty.what()));
        };
        let is_made = matches!(of.ty, Ty::Hash(_));
        let keys = fields.into_iter().map(|(name, value)| match is_made {
            true => text(&name),
            false => known(&value, text(&name)),
        });
        let keys = array(keys.collect())?;
        let keys = if of.nullable { within(&of, keys) } else { keys };
        let may_be_less = matches!(keys.ty, Ty::List { nullable: true, .. });
        if !may_be_less {
            return Ok(keys);
        }
        Ok(Items::of(keys)?.value())
    }

    /// The number of an object's members that are there.
    pub(super) fn count(&self, of: Value) -> Result<Value, String> {
        let place = place(&of);
        let number = match (&of.ty, self.fields(&place)?) {
            (Ty::Union(_), _) => Some(1),
            (Ty::Hash(_), Some(fields)) => Some(fields.len()),
            (_, Some(fields)) if fields.iter().all(|(_, value)| !value.nullable) => {
                Some(fields.len())
            }
            (_, Some(_)) => None,
            (other, None) => return Err(format!("asks for the length of {}", other.what())),
        };
        if let Some(number) = number {
            return Ok(known(&of, integer(number)));
        }
        let keys = self.keys(of)?;
        Ok(Value {
            nullable: keys.nullable,
            expr: Expr::Length(Box::new(keys)),
            ty: Ty::Integer,
        })
    }

    /// A value of which code can tell whether it counts as true: null doesn't, nor does what is
    /// empty, such as a structure without members.
    pub(super) fn tested(&self, value: Value) -> Result<Value, String> {
        let filled = |value: Value| Value {
            nullable: true,
            ty: value.ty.clone(),
            expr: Expr::Filled(Box::new(value)),
        };
        Ok(match &value.ty {
            Ty::Structure(name) if !self.is_never_empty(name) => filled(value),
            Ty::Opaque("blob") => filled(value),
            Ty::Opaque("big number") => value,
            Ty::Opaque(_) => {
                return Err(format!("takes {} for true or false", value.ty.what()));
            }
            Ty::Hash(members) if members.is_empty() => boolean(Expr::Boolean(false)),
            Ty::Hash(_) if value.expr == Expr::Merged => {
                return Err("takes merged structures for true or false".to_owned());
            }
            Ty::Hash(_) if !value.nullable => boolean(Expr::Boolean(true)),
            ty if is_nothing(ty) && nulls(&value) > 0 => Value {
                nullable: false,
                expr: Expr::Compare(
                    Comparison::NotEqual,
                    Box::new(presence(value)),
                    Box::new(null()),
                ),
                ty: Ty::Boolean,
            },
            ty if is_nothing(ty) => boolean(Expr::Boolean(false)),
            _ => value,
        })
    }
}

fn no_member(name: &str) -> String {
    format!("names {name}, and there is no such member")
}
