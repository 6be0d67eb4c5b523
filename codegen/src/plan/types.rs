//! The Rust type of what a member targets, and its form on the wire.
//!
//! Keys of maps are strings even if the model's are an enum, and `Key::A.as_str()` finds an entry.
//! Typed keys would find misspelt keys when code is compiled. Against them: enums sort by
//! declaration, so a new value would reorder what is sent; a model may make an enum of a string at
//! any time, which would break programs; and every reader, writer and check would be compiled per
//! type of key.

use foldhash::HashSet;

use crate::ir::{BigForm, Binding, Directions, Name, Named, NamedKind, Scalar, Type};
use crate::model::{Kind, Member, Model, Shape, ShapeId, Simple, TimestampFormat, Traits};
use crate::protocol::Protocol;

use super::boxing::Cycles;
use super::names::ServiceNames;
use super::streams::InStreams;

/// The facts about a service that planning a shape needs.
pub(super) struct Context<'m> {
    pub(super) model: &'m Model,
    pub(super) protocol: &'static dyn Protocol,
    pub(super) service: &'m Shape,
    pub(super) names: ServiceNames,
    pub(super) cycles: Cycles,
    /// The shapes in a request's body, and in a response's.
    pub(super) sent: HashSet<ShapeId>,
    pub(super) received: HashSet<ShapeId>,
    /// The shapes that inputs hold, at any depth: callers make values of these types.
    pub(super) held_by_inputs: HashSet<ShapeId>,
    /// The shapes that have to be checked before they are sent.
    pub(super) checked: HashSet<ShapeId>,
    pub(super) streams: InStreams,
}

impl Context<'_> {
    /// The name of the type of a shape's values.
    pub(super) fn name(&self, shape: &Shape) -> Name {
        // Every shape that a member holds has a name, so that nothing stands in for it.
        self.names.item(&shape.id).cloned().unwrap_or_default()
    }

    pub(super) fn wire(&self, id: &ShapeId) -> Directions {
        Directions {
            read: self.received.contains(id),
            write: self.sent.contains(id),
        }
    }

    /// The `content-type` of events, and of initial messages.
    pub(super) fn event_type(&self) -> &'static str {
        self.protocol.formats().received.media_type()
    }

    /// The type of a member of `owner` in a place of a message; `None` for a member without data
    /// (`Unit`).
    pub(super) fn ty(&self, owner: &Shape, member: &Member, place: &Binding) -> Option<Type> {
        let target = self.model.target(member)?;
        if target.id.is_unit() {
            return None;
        }
        let mut ty = self.of_shape(target, &member.traits, place)?;
        if let Type::Named(named) = &mut ty {
            named.boxed = self.cycles.boxes(&owner.id, &target.id);
        }
        Some(ty)
    }

    fn of_shape(&self, shape: &Shape, member: &Traits, place: &Binding) -> Option<Type> {
        let item = |member: &Member| -> Option<Box<Type>> {
            let target = self.model.target(member)?;
            self.of_shape(target, &member.traits, place).map(Box::new)
        };
        let named = |kind| {
            Type::Named(Named {
                name: self.name(shape),
                kind,
                boxed: false,
                checked: self.checked.contains(&shape.id),
            })
        };
        Some(match &shape.kind {
            // The member's format goes before the target's, and that before the place's own
            // (https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait).
            Kind::Simple(Simple::Blob) if shape.traits.streaming && *place == Binding::Payload => {
                Type::Scalar(Scalar::Body)
            }
            Kind::Simple(simple) => {
                let stated = member.timestamp_format.or(shape.traits.timestamp_format);
                Type::Scalar(Self::scalar(
                    *simple,
                    self.protocol.timestamp(place, stated),
                    self.protocol.big_form(),
                ))
            }
            Kind::Enum(_) => named(NamedKind::Enumeration),
            Kind::IntEnum(_) => named(NamedKind::IntEnumeration),
            Kind::Structure(_) => named(NamedKind::Structure),
            Kind::Union(_) => named(NamedKind::Union),
            Kind::List(of_items) => Type::List {
                item: item(of_items)?,
                sparse: shape.traits.sparse,
                tags: self
                    .protocol
                    .item_tags(of_items, member.xml_flattened)
                    .map(Box::new),
            },
            Kind::Map { key, value } => Type::Map {
                value: item(value)?,
                sparse: shape.traits.sparse,
                has_enum_keys: (self.model.target(key))
                    .is_some_and(|key| matches!(key.kind, Kind::Enum(_))),
                tags: self
                    .protocol
                    .entry_tags(key, value, member.xml_flattened)
                    .map(Box::new),
            },
            Kind::Operation(_) | Kind::Resource(_) | Kind::Service(_) => return None,
        })
    }

    fn scalar(simple: Simple, timestamp: TimestampFormat, big: BigForm) -> Scalar {
        match simple {
            Simple::Blob => Scalar::Blob,
            Simple::Boolean => Scalar::Boolean,
            Simple::String => Scalar::String,
            Simple::Byte => Scalar::Byte,
            Simple::Short => Scalar::Short,
            Simple::Integer => Scalar::Integer,
            Simple::Long => Scalar::Long,
            Simple::Float => Scalar::Float,
            Simple::Double => Scalar::Double,
            Simple::BigInteger => Scalar::BigInteger(big),
            Simple::BigDecimal => Scalar::BigDecimal(big),
            Simple::Document => Scalar::Document,
            Simple::Timestamp => Scalar::Timestamp(timestamp),
        }
    }

    /// Whether the holder of a value of `shape` has to hide it, since the value's own type
    /// doesn't: strings, numbers, lists and maps have Debug from the standard library.
    pub(super) fn hides_value(&self, shape: &Shape) -> bool {
        match &shape.kind {
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_) => false,
            Kind::List(_) | Kind::Map { .. } => {
                shape.traits.sensitive
                    || shape.kind.members().iter().any(|member| {
                        self.model
                            .target(member)
                            .is_some_and(|target| match target.kind {
                                Kind::Enum(_) | Kind::IntEnum(_) => target.traits.sensitive,
                                _ => self.hides_value(target),
                            })
                    })
            }
            _ => shape.traits.sensitive,
        }
    }
}
