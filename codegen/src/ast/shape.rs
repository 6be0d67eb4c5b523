//! The properties of a shape, one to one as the JSON AST has them.

use serde::Deserialize;

use super::node::{Entries, Node};

/// A `shapes` entry. Which properties mean something depends on `type`; resolve looks.
///
/// Models have many shapes, so properties that only some types have are in boxes.
#[derive(Clone, Deserialize)]
#[serde(
    from = "Properties<'a>",
    bound(deserialize = "'de: 'a"),
    expecting = "an object"
)]
pub(crate) struct Shape<'a> {
    pub(crate) kind: Node<'a>,
    pub(crate) traits: Entries<'a, Node<'a>>,
    pub(crate) mixins: Vec<Reference<'a>>,
    pub(crate) members: Entries<'a, Member<'a>>,
    elements: Option<Box<Elements<'a>>>,
    signature: Option<Box<Signature<'a>>>,
    bindings: Option<Box<Bindings<'a>>>,
}

/// The members of lists and maps.
#[derive(Clone, Default)]
pub(crate) struct Elements<'a> {
    pub(crate) member: Option<Member<'a>>,
    pub(crate) key: Option<Member<'a>>,
    pub(crate) value: Option<Member<'a>>,
}

/// The structures of operations; services have errors, too.
#[derive(Clone, Default)]
pub(crate) struct Signature<'a> {
    pub(crate) input: Option<Reference<'a>>,
    pub(crate) output: Option<Reference<'a>>,
    pub(crate) errors: Vec<Reference<'a>>,
}

/// The properties of services and resources.
#[derive(Clone, Default)]
pub(crate) struct Bindings<'a> {
    pub(crate) version: Option<String>,
    pub(crate) operations: Vec<Reference<'a>>,
    pub(crate) collection_operations: Vec<Reference<'a>>,
    pub(crate) resources: Vec<Reference<'a>>,
    pub(crate) create: Option<Reference<'a>>,
    pub(crate) put: Option<Reference<'a>>,
    pub(crate) read: Option<Reference<'a>>,
    pub(crate) update: Option<Reference<'a>>,
    pub(crate) delete: Option<Reference<'a>>,
    pub(crate) list: Option<Reference<'a>>,
    pub(crate) rename: Entries<'a, Node<'a>>,
    pub(crate) identifiers: Entries<'a, Node<'a>>,
    /// The properties of a resource, as a whole.
    pub(crate) own_properties: Option<Node<'a>>,
}

static NO_ELEMENTS: Elements<'static> = Elements {
    member: None,
    key: None,
    value: None,
};

static NO_SIGNATURE: Signature<'static> = Signature {
    input: None,
    output: None,
    errors: Vec::new(),
};

static NO_BINDINGS: Bindings<'static> = Bindings {
    version: None,
    operations: Vec::new(),
    collection_operations: Vec::new(),
    resources: Vec::new(),
    create: None,
    put: None,
    read: None,
    update: None,
    delete: None,
    list: None,
    rename: Entries::new(),
    identifiers: Entries::new(),
    own_properties: None,
};

impl<'a> Shape<'a> {
    /// The members of a list or map; none of another shape.
    pub(crate) fn elements(&self) -> &Elements<'a> {
        self.elements.as_deref().unwrap_or(&NO_ELEMENTS)
    }

    /// The members of a list or map, to add one.
    pub(crate) fn make_elements(&mut self) -> &mut Elements<'a> {
        self.elements.get_or_insert_default()
    }

    /// The structures of an operation or service; none of another shape.
    pub(crate) fn signature(&self) -> &Signature<'a> {
        self.signature.as_deref().unwrap_or(&NO_SIGNATURE)
    }

    /// The structures of an operation or service, to add one.
    pub(crate) fn make_signature(&mut self) -> &mut Signature<'a> {
        self.signature.get_or_insert_default()
    }

    /// The properties of a service or resource; none of another shape.
    pub(crate) fn bindings(&self) -> &Bindings<'a> {
        self.bindings.as_deref().unwrap_or(&NO_BINDINGS)
    }

    /// The properties of a service or resource, if it has any.
    pub(crate) fn bindings_mut(&mut self) -> Option<&mut Bindings<'a>> {
        self.bindings.as_deref_mut()
    }

    /// The properties of a service or resource, to add one.
    pub(crate) fn make_bindings(&mut self) -> &mut Bindings<'a> {
        self.bindings.get_or_insert_default()
    }

    /// The members of any type of shape.
    pub(crate) fn all_members_mut(&mut self) -> impl Iterator<Item = &mut Member<'a>> {
        let elements = self.elements.as_deref_mut();
        let elements = elements.into_iter().flat_map(Elements::iter_mut);
        self.members.values_mut().chain(elements)
    }

    /// The traits of the shape and of its members.
    pub(crate) fn all_traits_mut(&mut self) -> impl Iterator<Item = &mut Entries<'a, Node<'a>>> {
        let elements = self.elements.as_deref_mut();
        let elements = elements.into_iter().flat_map(Elements::iter_mut);
        let members = self.members.values_mut().chain(elements);
        std::iter::once(&mut self.traits).chain(members.map(|member| &mut member.traits))
    }

    /// The properties that are lists of references, those of mixins included.
    pub(crate) fn reference_lists_mut(&mut self) -> impl Iterator<Item = &mut Vec<Reference<'a>>> {
        let errors = self.signature.as_deref_mut().map(|it| &mut it.errors);
        let bindings = self.bindings.as_deref_mut().map(|bindings| {
            [
                &mut bindings.operations,
                &mut bindings.collection_operations,
                &mut bindings.resources,
            ]
        });
        std::iter::once(&mut self.mixins)
            .chain(errors)
            .chain(bindings.into_iter().flatten())
    }

    /// The properties that refer to one shape: those of operations, and those of resources.
    pub(crate) fn single_references_mut(
        &mut self,
    ) -> impl Iterator<Item = &mut Option<Reference<'a>>> {
        let signature = self.signature.as_deref_mut();
        let signature = signature.map(|it| [&mut it.input, &mut it.output]);
        let bindings = self.bindings.as_deref_mut().map(Bindings::lifecycle_mut);
        signature
            .into_iter()
            .flatten()
            .chain(bindings.into_iter().flatten())
    }
}

impl<'a> Elements<'a> {
    /// The members by their names.
    pub(crate) fn named(&self) -> [(&'static str, &Option<Member<'a>>); 3] {
        [
            ("member", &self.member),
            ("key", &self.key),
            ("value", &self.value),
        ]
    }

    /// The members that are there.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Member<'a>> {
        let all = [&mut self.member, &mut self.key, &mut self.value];
        all.into_iter().flatten()
    }
}

impl<'a> Bindings<'a> {
    /// The lifecycle operations of a resource by their names.
    pub(crate) fn lifecycle(&self) -> [(&'static str, &Option<Reference<'a>>); 6] {
        [
            ("create", &self.create),
            ("put", &self.put),
            ("read", &self.read),
            ("update", &self.update),
            ("delete", &self.delete),
            ("list", &self.list),
        ]
    }

    /// The lifecycle operations in the order of [`Self::lifecycle`].
    pub(crate) fn lifecycle_mut(&mut self) -> [&mut Option<Reference<'a>>; 6] {
        [
            &mut self.create,
            &mut self.put,
            &mut self.read,
            &mut self.update,
            &mut self.delete,
            &mut self.list,
        ]
    }
}

/// The properties of a `shapes` entry as JSON has them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct Properties<'a> {
    #[serde(rename = "type", borrow)]
    kind: Node<'a>,
    #[serde(borrow, default)]
    traits: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    mixins: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    members: Entries<'a, Member<'a>>,
    #[serde(borrow, default)]
    member: Option<Member<'a>>,
    #[serde(borrow, default)]
    key: Option<Member<'a>>,
    #[serde(borrow, default)]
    value: Option<Member<'a>>,
    #[serde(default)]
    version: Option<String>,
    #[serde(borrow, default)]
    input: Option<Reference<'a>>,
    #[serde(borrow, default)]
    output: Option<Reference<'a>>,
    #[serde(borrow, default)]
    errors: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    collection_operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    resources: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    create: Option<Reference<'a>>,
    #[serde(borrow, default)]
    put: Option<Reference<'a>>,
    #[serde(borrow, default)]
    read: Option<Reference<'a>>,
    #[serde(borrow, default)]
    update: Option<Reference<'a>>,
    #[serde(borrow, default)]
    delete: Option<Reference<'a>>,
    #[serde(borrow, default)]
    list: Option<Reference<'a>>,
    #[serde(borrow, default)]
    rename: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    identifiers: Entries<'a, Node<'a>>,
    #[serde(rename = "properties", borrow, default)]
    own_properties: Option<Node<'a>>,
}

impl<'a> From<Properties<'a>> for Shape<'a> {
    fn from(properties: Properties<'a>) -> Self {
        let Properties {
            kind,
            traits,
            mixins,
            members,
            member,
            key,
            value,
            version,
            input,
            output,
            errors,
            operations,
            collection_operations,
            resources,
            create,
            put,
            read,
            update,
            delete,
            list,
            rename,
            identifiers,
            own_properties,
        } = properties;
        let has_elements = member.is_some() || key.is_some() || value.is_some();
        let has_signature = input.is_some() || output.is_some() || !errors.is_empty();
        let bindings = Bindings {
            version,
            operations,
            collection_operations,
            resources,
            create,
            put,
            read,
            update,
            delete,
            list,
            rename,
            identifiers,
            own_properties,
        };
        Self {
            kind,
            traits,
            mixins,
            members,
            elements: has_elements.then(|| Box::new(Elements { member, key, value })),
            signature: has_signature.then(|| {
                Box::new(Signature {
                    input,
                    output,
                    errors,
                })
            }),
            bindings: bindings.has_any().then(|| Box::new(bindings)),
        }
    }
}

impl Bindings<'_> {
    fn has_any(&self) -> bool {
        self.version.is_some()
            || self.lifecycle().iter().any(|(_, it)| it.is_some())
            || !self.operations.is_empty()
            || !self.collection_operations.is_empty()
            || !self.resources.is_empty()
            || self.rename.len() > 0
            || self.identifiers.len() > 0
            || self.own_properties.is_some()
    }
}

/// A member: what it targets, and its traits.
#[derive(Clone, Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Member<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
    #[serde(borrow, default)]
    pub(crate) traits: Entries<'a, Node<'a>>,
}

/// An AST shape reference, `{"target": "…"}`.
#[derive(Clone, Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Reference<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
}
