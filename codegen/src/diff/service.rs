//! A service as a whole: its module, its protocol, how clients authenticate.

use std::collections::BTreeSet;

use crate::model::Shape;

use super::comparison::{Comparison, Effect};
use super::describe::or_none;
use super::rule::Rule;

impl Comparison<'_> {
    pub(super) fn service(&mut self) {
        let whole = self.whole();
        let (old, new) = (self.old, self.new);
        let id = new.shape.id.to_string();
        let (from, to) = (&old.shape.traits, &new.shape.traits);
        if old.plan.module != new.plan.module {
            let text = format!(
                "the module was `{}`, is `{}`",
                old.plan.module, new.plan.module
            );
            self.add(Rule::ModuleRenamed, &whole, "", &id, Effect::rust(text));
        }
        if !self.same_protocol() {
            let name = |id: &'static str| id.rsplit('#').next().unwrap_or(id);
            let text = format!(
                "the protocol was {}, is {}: requests and responses look otherwise",
                name(old.protocol),
                name(new.protocol)
            );
            self.add(Rule::ProtocolChanged, &whole, "", &id, Effect::wire(text));
        }
        for (rule, what, was, is) in [
            (
                Rule::SigningNameChanged,
                "the name that requests are signed for",
                from.signing_name.as_deref(),
                to.signing_name.as_deref(),
            ),
            (
                Rule::SdkIdChanged,
                "the SDK id",
                from.sdk_id.as_deref(),
                to.sdk_id.as_deref(),
            ),
            (
                Rule::EndpointPrefixChanged,
                "the endpoint prefix",
                from.endpoint_prefix.as_deref(),
                to.endpoint_prefix.as_deref(),
            ),
            (
                Rule::ServiceVersionChanged,
                "the service's version",
                Some(old.version),
                Some(new.version),
            ),
        ] {
            let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
            if was != is {
                let text = format!("{what} was {}, is {}", or_none(was), or_none(is));
                let effect = if rule == Rule::SdkIdChanged {
                    Effect::rust(text)
                } else {
                    Effect::wire(text)
                };
                self.add(rule, &whole, "", &id, effect);
            }
        }
        let (was, is) = (schemes(old.shape), schemes(new.shape));
        if was != is {
            let list = |schemes: &BTreeSet<&str>| {
                let names: Vec<&str> = schemes.iter().copied().collect();
                or_none(&names.join(", "))
            };
            let text = format!(
                "the ways to authenticate were {}, are {}",
                list(&was),
                list(&is)
            );
            self.add(
                Rule::AuthSchemesChanged,
                &whole,
                "",
                &id,
                Effect::wire(text),
            );
        }
        match (from.aws_query_compatible, to.aws_query_compatible) {
            (false, true) => {
                let effect = Effect::wire("requests have the header `x-amzn-query-mode`");
                self.add(Rule::QueryCompatibilityAdded, &whole, "", &id, effect);
            }
            (true, false) => {
                let effect = Effect::wire("requests lose the header `x-amzn-query-mode`");
                self.add(Rule::QueryCompatibilityRemoved, &whole, "", &id, effect);
            }
            _ => {}
        }
        let docs = (&*old.plan.docs, &*new.plan.docs);
        self.documentation(&whole, "", &id, docs);
        self.endpoints();
    }
}

/// The authentication schemes that a service has, without their namespaces
/// ([Smithy 2.0, authentication traits](https://smithy.io/2.0/spec/authentication-traits.html)).
fn schemes(service: &Shape) -> BTreeSet<&str> {
    const PRELUDE: [&str; 4] = [
        "smithy.api#httpBasicAuth",
        "smithy.api#httpDigestAuth",
        "smithy.api#httpBearerAuth",
        "smithy.api#httpApiKeyAuth",
    ];
    let is_scheme = |id: &&str| id.starts_with("aws.auth#sigv4") || PRELUDE.contains(id);
    let traits = &service.traits;
    let signed = traits.signing_name.as_ref().map(|_| "aws.auth#sigv4");
    let ids = traits.others.iter().map(String::as_str);
    ids.filter(is_scheme)
        .chain(signed)
        .map(|id| id.rsplit('#').next().unwrap_or(id))
        .collect()
}
