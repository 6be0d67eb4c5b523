//! The secrets that recordings of a service's traffic leave out. Names count wherever they are in a service's
//! messages, whatever the operation: that leaves out too much rather than too little.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Binding, ErrorShape, HostPart, Item, Member, Name, NamedKind, Operation, Recorded, Scalar,
    Structure, Tag, Type, Variant,
};

/// Finds what is secret in the messages of these operations.
pub(super) fn recorded(
    operations: &[Operation],
    errors: &[ErrorShape],
    items: &[Item],
) -> Recorded {
    let mut found = Found::of(items);
    for item in items {
        match item {
            Item::Structure(item) => found.structure(item),
            Item::Union(item) => {
                for variant in &item.variants {
                    found.variant(variant, item.sensitive);
                }
            }
            Item::Enumeration(_) | Item::IntEnumeration(_) => {}
        }
    }
    for error in errors {
        found.structure(&error.structure);
    }
    for operation in operations {
        found.operation(operation, items);
    }
    let has_secret_attribute = found.has_secret_attribute;
    let names = operations.iter().map(|operation| &operation.wire_name);
    let all = names.filter(|_| has_secret_attribute);
    let mut refused = found.refused;
    refused.extend(all.map(|name| (name.clone(), "an attribute of XML is sensitive")));
    Recorded {
        secrets: found.secrets.into_iter().collect(),
        headers: found.headers.into_iter().collect(),
        whole_requests: found.whole_requests.into_iter().collect(),
        whole_responses: found.whole_responses.into_iter().collect(),
        refused: refused.into_iter().collect(),
    }
}

/// The secrets that were found so far.
struct Found<'p> {
    /// Types whose values are secrets as a whole.
    secret_types: BTreeSet<&'p Name>,
    secrets: BTreeSet<String>,
    headers: BTreeSet<String>,
    whole_requests: BTreeSet<String>,
    whole_responses: BTreeSet<String>,
    refused: BTreeMap<String, &'static str>,
    has_secret_attribute: bool,
}

impl<'p> Found<'p> {
    fn of(items: &'p [Item]) -> Self {
        let secret_types = items.iter().filter(|item| match item {
            Item::Structure(item) => item.sensitive,
            Item::Union(item) => item.sensitive,
            Item::Enumeration(item) => item.sensitive,
            Item::IntEnumeration(item) => item.sensitive,
        });
        Self {
            secret_types: secret_types.map(Item::name).collect(),
            secrets: BTreeSet::new(),
            headers: BTreeSet::new(),
            whole_requests: BTreeSet::new(),
            whole_responses: BTreeSet::new(),
            refused: BTreeMap::new(),
            has_secret_attribute: false,
        }
    }

    fn operation(&mut self, operation: &Operation, items: &[Item]) {
        let name = &operation.wire_name;
        self.structure(&operation.input);
        self.structure(&operation.output);
        if operation.events_in.is_some() {
            self.refuse(name, "its requests carry events");
        }
        if let Some(events) = &operation.events_out {
            self.events(name, events, items);
        }
        for message in [&operation.input, &operation.output] {
            for member in &message.members {
                if self.is_secret(member, message.sensitive) {
                    self.place(name, member, operation);
                }
            }
        }
        if operation.input.members.iter().any(|it| self.is_whole(it)) {
            self.whole_requests.insert(name.clone());
        }
        if operation.output.members.iter().any(|it| self.is_whole(it)) {
            self.whole_responses.insert(name.clone());
        }
    }

    /// Refuses an operation whose events have a secret where no name stands beside it. Headers and
    /// members of payloads have their names.
    fn events(&mut self, operation: &str, events: &Name, items: &[Item]) {
        let named = |name: &Name| items.iter().find(|item| item.name() == name);
        let Some(Item::Union(union)) = named(events) else {
            return;
        };
        if union.sensitive {
            self.refuse(operation, "its events are sensitive");
        }
        for variant in &union.variants {
            let Some(Type::Named(event)) = &variant.ty else {
                continue;
            };
            let Some(Item::Structure(event)) = named(&event.name) else {
                continue;
            };
            let mut members = event.members.iter();
            let is_secret = members.any(|member| {
                matches!(member.binding, Binding::EventPayload(_))
                    && self.is_secret(member, event.sensitive)
            });
            if is_secret {
                self.refuse(operation, "the payload of an event is sensitive");
            }
        }
    }

    /// Refuses an operation that has a secret where no name stands beside it.
    fn place(&mut self, operation: &str, member: &Member, of: &Operation) {
        let label = HostPart::Label(member.field.clone());
        let why = match member.binding {
            Binding::Label => "a part of the path is sensitive",
            Binding::QueryParams => "all other parameters of the query are sensitive",
            Binding::PrefixHeaders(_) => "headers with a common prefix are sensitive",
            Binding::Payload if !member.is_token() => "the whole body is sensitive",
            _ if of.request.host_prefix.contains(&label) => "a part of the host is sensitive",
            _ => return,
        };
        self.refuse(operation, why);
    }

    fn refuse(&mut self, operation: &str, why: &'static str) {
        self.refused.entry(operation.to_owned()).or_insert(why);
    }

    fn structure(&mut self, structure: &Structure) {
        for member in &structure.members {
            // Tokens are random, so that no two calls have the same.
            let is_left_out = self.is_secret(member, structure.sensitive) || member.is_token();
            if !is_left_out {
                if let Binding::Header(name) = &member.binding
                    && !name.starts_with("x-amz")
                {
                    self.headers.insert(name.clone());
                }
                continue;
            }
            self.secrets.insert(member.name.clone());
            self.secrets.insert(member.wire_name.clone());
            match &member.binding {
                Binding::Header(name) | Binding::Query(name) => {
                    self.secrets.insert(name.clone());
                }
                _ => {}
            }
            if let Some(tags) = &member.tags {
                self.has_secret_attribute |= tags.is_attribute;
                let names = [&tags.tags.sent, &tags.tags.received].map(Tag::local);
                self.secrets.extend(names.map(str::to_owned));
                self.secrets.extend(tags.also_read.map(str::to_owned));
            }
        }
    }

    fn variant(&mut self, variant: &Variant, union_is_secret: bool) {
        let ty = variant.ty.as_ref();
        let is_secret = ty.is_some_and(|ty| self.is_secret_type(ty));
        if !(variant.sensitive || union_is_secret || is_secret) {
            return;
        }
        self.secrets.insert(variant.member.clone());
        self.secrets.insert(variant.wire_name.clone());
        if let Some(tags) = &variant.tags {
            let names = [&tags.tags.sent, &tags.tags.received].map(Tag::local);
            self.secrets.extend(names.map(str::to_owned));
        }
    }

    fn is_secret(&self, member: &Member, structure_is_secret: bool) -> bool {
        member.sensitive || structure_is_secret || self.is_secret_type(&member.ty)
    }

    /// Whether a member of the type is left out as a whole. The members of a secret structure or union
    /// are left out one by one.
    fn is_secret_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(_) => false,
            Type::List { item, .. } => self.is_secret_type(item),
            Type::Map { value, .. } => self.is_secret_type(value),
            Type::Named(named) => {
                let is_object = matches!(named.kind, NamedKind::Structure | NamedKind::Union);
                !is_object && self.secret_types.contains(&named.name)
            }
        }
    }

    /// Whether a member is a body in no format.
    fn is_whole(&self, member: &Member) -> bool {
        let is_object = match &member.ty {
            Type::Scalar(scalar) => *scalar == Scalar::Document,
            Type::List { .. } | Type::Map { .. } => true,
            Type::Named(named) => matches!(named.kind, NamedKind::Structure | NamedKind::Union),
        };
        member.binding == Binding::Payload && !is_object
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::Report;
    use crate::source::Sources;
    use crate::{ast, model, plan};

    use super::*;

    /// Finds the secrets of one of the tests' models.
    fn of(file: &str) -> Recorded {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models");
        let text = std::fs::read_to_string(format!("{path}/{file}.json")).expect("a model");
        of_text("model.json", text)
    }

    fn of_text(name: &str, text: String) -> Recorded {
        let mut report = Report::default();
        let sources = Sources::of_texts(vec![(name.to_owned(), text.into_bytes())], &mut report);
        let files = ast::read(&sources, &mut report);
        let model = model::resolve(&files, &mut report);
        let config = Config::new().client_feature("client");
        let planned = plan::plan(&model, &config, &mut report);
        let mut services = planned.services.into_iter();
        let service = services.next().expect("a service");
        service.recorded.expect("a client")
    }

    #[test]
    fn secrets_are_found_wherever_they_are() {
        let recorded = of("sensitive");
        let secret = [
            "byName", "kind", "kinds", "none", "password", "text", "token", "tokens", "user",
        ];
        let is_found = |name: &str| recorded.secrets.iter().any(|it| it == name);
        for name in secret {
            assert!(is_found(name), "{name}: {recorded:?}");
        }
        // The members of a structure are left out, and not the structure.
        for name in ["login", "name", "open", "proof"] {
            assert!(!is_found(name), "{name}: {recorded:?}");
        }
    }

    #[test]
    fn bodies_and_headers_of_members() {
        let recorded = of("s3");
        assert!(recorded.whole_requests.contains(&"PutObject".to_owned()));
        assert!(recorded.whole_responses.contains(&"GetObject".to_owned()));
    }

    #[test]
    fn events_of_requests_are_refused() {
        let recorded = of("event_stream");
        let refused: Vec<&str> = recorded.refused.iter().map(|(name, _)| &**name).collect();
        assert_eq!(refused, ["Chat", "Talk"]);
    }

    #[test]
    fn events_with_secrets_that_have_no_name_are_refused() {
        let refused = |event: &str, union: &str| {
            let recorded = of_text(
                "model.smithy",
                format!(
                    "$version: \"2.0\"\nnamespace example\n\
                     @aws.protocols#restJson1\nservice Post {{ version: \"1\", operations: [Read] }}\n\
                     @http(method: \"GET\", uri: \"/\")\n@readonly\n\
                     operation Read {{ output := {{ @httpPayload events: Events }} }}\n\
                     @streaming\n{union}\nunion Events {{ letter: Letter }}\n\
                     {event}\n\
                     @sensitive\nstring Secret\nstructure Page {{ text: Secret }}\n"
                ),
            );
            let mut refused = recorded.refused.into_iter();
            refused.next().map(|(_, why)| why)
        };
        let payload = Some("the payload of an event is sensitive");
        for (event, expected) in [
            ("structure Letter { text: Secret }", None),
            ("structure Letter { @eventHeader text: Secret }", None),
            ("structure Letter { @eventPayload page: Page }", None),
            ("structure Letter { @eventPayload text: Secret }", payload),
            (
                "@sensitive\nstructure Letter { @eventPayload page: Page }",
                payload,
            ),
        ] {
            assert_eq!(refused(event, ""), expected, "{event}");
        }
        let found = refused("structure Letter { text: String }", "@sensitive");
        assert_eq!(found, Some("its events are sensitive"));
    }
}
