//! Traits: their ids, their values, and documentation comments.

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::diagnostic::Diagnostic;

use super::super::names::AbsoluteId;
use super::super::string;
use super::super::token::TokenKind;
use super::super::tree::{At, NodeKind};
use super::Lowering;

type Traits<'n> = IndexMap<AbsoluteId<'n>, Values<'n>, RandomState>;

/// The values of a trait that a shape has, in the order of their statements.
struct Values<'n> {
    /// The trait's id as the statement has it.
    place: At<'n, 'n>,
    /// The type of the trait's shape, if that is known.
    kind: Option<&'n str>,
    first: Given<'n>,
    others: Vec<Given<'n>>,
}

/// A value of a trait.
#[derive(Clone, Copy)]
enum Given<'n> {
    Value(At<'n, 'n>),
    /// The trait without a value.
    Annotation(At<'n, 'n>),
    Documentation(At<'n, 'n>),
}

impl<'n> Given<'n> {
    fn node(self) -> At<'n, 'n> {
        match self {
            Self::Value(node) | Self::Annotation(node) | Self::Documentation(node) => node,
        }
    }
}

impl<'n> Lowering<'n, '_> {
    /// Writes the key `traits` with the traits of a shape or member: those of its node, then
    /// those that are applied, then those that the grammar implies (id and JSON value) unless
    /// they are there.
    pub(super) fn traits_of(
        &mut self,
        owner: AbsoluteId<'_>,
        node: Option<At<'n, 'n>>,
        applied: &[At<'n, 'n>],
        implied: &[(AbsoluteId<'n>, Implied<'n>)],
    ) {
        let mut traits: Traits<'n> = IndexMap::default();
        let own = node.map(At::children).into_iter().flatten();
        for child in own.chain(applied.iter().copied()) {
            match child.kind() {
                NodeKind::Trait => self.collect_trait(child, &mut traits),
                NodeKind::Documentation => {
                    let id = AbsoluteId::of_prelude("documentation");
                    let given = Given::Documentation(child);
                    add(&mut traits, id, child, Some("string"), given);
                }
                _ => {}
            }
        }
        let implied: Vec<_> = implied
            .iter()
            .filter(|(id, _)| !traits.contains_key(id))
            .collect();
        if traits.is_empty() && implied.is_empty() {
            return;
        }
        let range = node.map_or(0..0, At::range);
        self.json.key("traits", &range);
        self.json.begin('{');
        for (id, values) in traits {
            self.json
                .key_with(&values.place.range(), |out| id.write(out));
            self.one_trait(owner, id, &values);
        }
        for (id, value) in implied {
            let range = value.place().range();
            self.json.key_with(&range, |out| id.write(out));
            match value {
                Implied::Json(json, _) => self.json.raw(json, &range),
                Implied::Text(text) => self.json.string(text.text(), &range),
                Implied::Value(value) => self.value(*value),
            }
        }
        self.json.end('}');
    }

    fn collect_trait(&mut self, node: At<'n, 'n>, traits: &mut Traits<'n>) {
        let Some(place) = node.child(NodeKind::ShapeId) else {
            return;
        };
        let resolved = self.names.resolve(self.scope.file, place.text());
        let given = match node.children().nth(1) {
            Some(value) => Given::Value(value),
            None => Given::Annotation(node),
        };
        let kind = resolved.shape.map(|shape| shape.kind);
        add(traits, resolved.id, place, kind, given);
    }

    /// Writes the value of a trait. Lists are joined, and equal values are one
    /// ([Smithy 2.0, trait conflicts](https://smithy.io/2.0/spec/model.html#trait-conflict-resolution)).
    fn one_trait(&mut self, owner: AbsoluteId<'_>, id: AbsoluteId<'_>, values: &Values<'n>) {
        let first = values.first;
        if !values.others.is_empty() {
            let all = || [first].into_iter().chain(values.others.iter().copied());
            let arrays = all().map(|given| match given {
                Given::Value(value) if value.kind() == NodeKind::Array => Some(value),
                _ => None,
            });
            if let Some(arrays) = arrays.collect::<Option<Vec<_>>>() {
                return self.joined(&arrays);
            }
            let text = self.text_of(first, values.kind);
            let mut others = values.others.iter();
            let differing = others.find(|given| self.text_of(**given, values.kind) != text);
            if let Some(other) = differing {
                self.report.add(
                    Diagnostic::new(format!("the trait {id} is there twice, with other values"))
                        .at(self.location(other.node()), "another value")
                        .see(self.location(first.node()), "the first value")
                        .shape(owner.to_string())
                        .help("keep one of the two; only lists are joined"),
                );
            }
        }
        self.given(first, values.kind);
    }

    fn given(&mut self, given: Given<'n>, kind: Option<&str>) {
        match given {
            Given::Value(value) => self.value(value),
            // A trait without a value has the empty value of its shape, and null if that is
            // neither a structure, a map nor a list.
            Given::Annotation(node) => {
                let json = match kind {
                    None | Some("" | "structure" | "map") => "{}",
                    Some("list" | "set") => "[]",
                    Some(_) => "null",
                };
                self.json.raw(json, &node.range());
            }
            Given::Documentation(node) => {
                let mut text = String::new();
                for (at, line) in node.token_texts(TokenKind::DocComment).enumerate() {
                    if at > 0 {
                        text.push('\n');
                    }
                    text.push_str(string::doc_comment(line));
                }
                self.json.string(&text, &node.range());
            }
        }
    }

    /// The JSON text of a value, to compare it.
    fn text_of(&mut self, given: Given<'n>, kind: Option<&str>) -> String {
        let mut own = std::mem::replace(&mut self.json, super::Json::new(0));
        self.given(given, kind);
        std::mem::swap(&mut self.json, &mut own);
        own.text().to_owned()
    }
}

/// Adds a value of a trait.
fn add<'n>(
    traits: &mut Traits<'n>,
    id: AbsoluteId<'n>,
    place: At<'n, 'n>,
    kind: Option<&'n str>,
    given: Given<'n>,
) {
    match traits.entry(id) {
        Entry::Occupied(mut values) => values.get_mut().others.push(given),
        Entry::Vacant(vacant) => {
            vacant.insert(Values {
                place,
                kind,
                first: given,
                others: Vec::new(),
            });
        }
    }
}

/// A trait that the grammar implies.
#[derive(Clone, Copy)]
pub(super) enum Implied<'n> {
    /// JSON text, and the node that implies it.
    Json(&'static str, At<'n, 'n>),
    /// The text of a name as a string.
    Text(At<'n, 'n>),
    Value(At<'n, 'n>),
}

impl<'n> Implied<'n> {
    fn place(self) -> At<'n, 'n> {
        match self {
            Self::Json(_, node) | Self::Text(node) | Self::Value(node) => node,
        }
    }
}
