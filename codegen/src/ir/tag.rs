//! The names in formats that name more than members: XML and forms. In JSON and CBOR there are
//! none of these.

/// The name of an element, an attribute or a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The name, with its prefix if it has one.
    pub(crate) name: String,
    /// The namespace that an element declares when it is written.
    pub(crate) namespace: Option<Namespace>,
    /// Whether it is a field of a form, where a colon is a character like any other.
    pub(crate) is_field: bool,
}

impl Tag {
    /// Makes a name without a namespace.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self::element(name, None)
    }

    /// Makes the name of an element.
    pub(crate) fn element(name: impl Into<String>, namespace: Option<Namespace>) -> Self {
        Self {
            name: name.into(),
            namespace,
            is_field: false,
        }
    }

    /// Makes the name of a field of a form.
    pub(crate) fn field(name: impl Into<String>) -> Self {
        Self {
            is_field: true,
            ..Self::new(name)
        }
    }

    /// The name that readers compare: that of an element or attribute without its prefix.
    pub(crate) fn local(&self) -> &str {
        match self.name.split_once(':') {
            Some((_, local)) if !self.is_field => local,
            _ => &self.name,
        }
    }
}

/// A namespace ([Smithy 2.0, `xmlNamespace`](https://smithy.io/2.0/spec/protocol-traits.html#xmlnamespace-trait)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Namespace {
    pub(crate) uri: String,
    pub(crate) prefix: Option<String>,
}

/// A fact about requests, and its counterpart about responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SentAndReceived<T> {
    /// In requests.
    pub(crate) sent: T,
    /// In responses.
    pub(crate) received: T,
}

impl<T: Clone> SentAndReceived<T> {
    /// Makes a fact that holds for both.
    pub(crate) fn both(fact: T) -> Self {
        Self {
            sent: fact.clone(),
            received: fact,
        }
    }
}

/// The names of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberTags {
    pub(crate) tags: SentAndReceived<Tag>,
    /// Another name that readers of responses take the member by.
    pub(crate) also_read: Option<&'static str>,
    /// Whether the member is an attribute of its structure's element.
    pub(crate) is_attribute: bool,
    /// The name of the root element where the member is a whole body.
    pub(crate) root: Option<Tag>,
}

/// The names of a list's items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemTag {
    /// The item's name. `None` for a flattened list, whose items have the name of the member.
    pub(crate) item: Option<Tag>,
}

impl ItemTag {
    /// The name in a form.
    pub(crate) fn as_field(&self) -> Self {
        Self {
            item: self.item.as_ref().map(|item| Tag::field(&item.name)),
        }
    }
}

/// The names in a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryTags {
    /// The entry's name. `None` for a flattened map, whose entries have the name of the member.
    pub(crate) entry: Option<Tag>,
    pub(crate) key: Tag,
    pub(crate) value: Tag,
}

impl EntryTags {
    /// The names in a form.
    pub(crate) fn as_fields(&self) -> Self {
        Self {
            entry: self.entry.as_ref().map(|entry| Tag::field(&entry.name)),
            key: Tag::field(&self.key.name),
            value: Tag::field(&self.value.name),
        }
    }
}

/// The place of members in a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// The body is the object of the members.
    #[default]
    None,
    /// The root element of this name has the members.
    Root(Tag),
    /// An element in the root element has the members.
    Result { root: Tag, result: Tag },
    /// The root element is the only member.
    Unwrapped,
    /// The fields of a form that go before the members, and whether empty lists have no field.
    Fields { first: String, omits_empty: bool },
}
