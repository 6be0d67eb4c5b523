//! Endpoints and their properties, with types.

use crate::ir::endpoint::{
    Attribute, AuthScheme, Endpoint, Expression, Library, Part, Type, Value,
};
use crate::model::rules::{self as model, EndpointRule, ExpressionKind};

use super::typed::{Problems, Scope, Typing};

impl Typing<'_> {
    /// An endpoint; `None` after a problem.
    pub(super) fn endpoint(
        &self,
        endpoint: &EndpointRule,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Endpoint> {
        let url = self.sure(&endpoint.url, Type::Text, "a URL", scope, problems);
        let mut headers = Vec::new();
        for (name, values) in &endpoint.headers {
            for value in values {
                let value = self.sure(value, Type::Text, "a header", scope, problems)?;
                headers.push((name.clone(), value));
            }
        }
        let mut auth_schemes = Vec::new();
        let mut properties = Vec::new();
        for (name, value) in &endpoint.properties {
            if name == "authSchemes" {
                auth_schemes = self.auth_schemes(value, scope, problems)?;
            } else {
                properties.push((name.clone(), self.value(value, scope, problems)?));
            }
        }
        Some(Endpoint {
            url: with_checked_host(url?),
            headers,
            auth_schemes,
            properties,
        })
    }

    fn auth_schemes(
        &self,
        value: &model::Expression,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Vec<AuthScheme>> {
        let ExpressionKind::List(items) = &value.kind else {
            let message = "authSchemes is a list of objects";
            problems.push(self.problem(&value.location, message, "not a list"));
            return None;
        };
        let items = items.iter();
        items
            .map(|item| self.auth_scheme(item, scope, problems))
            .collect()
    }

    fn auth_scheme(
        &self,
        item: &model::Expression,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<AuthScheme> {
        const OF: &str = "an auth scheme";
        let ExpressionKind::Record(entries) = &item.kind else {
            let message = "an auth scheme is an object";
            problems.push(self.problem(&item.location, message, "not an object"));
            return None;
        };
        let Some((_, name)) = entries.iter().find(|(name, _)| name == "name") else {
            let message = "an auth scheme has no \"name\"";
            problems.push(self.problem(&item.location, message, "needs a \"name\""));
            return None;
        };
        let mut scheme = AuthScheme {
            name: self.sure(name, Type::Text, OF, scope, problems)?,
            signing_name: None,
            signing_region: None,
            signing_region_set: Vec::new(),
            disable_double_encoding: None,
            properties: Vec::new(),
            function: None,
        };
        for (name, value) in entries {
            match (name.as_str(), &value.kind) {
                ("name", _) => {}
                ("signingName", _) => {
                    scheme.signing_name =
                        Some(self.sure(value, Type::Text, OF, scope, problems)?);
                }
                ("signingRegion", _) => {
                    scheme.signing_region =
                        Some(self.sure(value, Type::Text, OF, scope, problems)?);
                }
                ("signingRegionSet", ExpressionKind::List(items)) => {
                    for item in items {
                        let region = self.sure(item, Type::Text, OF, scope, problems)?;
                        scheme.signing_region_set.push(region);
                    }
                }
                ("disableDoubleEncoding", ExpressionKind::Boolean(disable)) => {
                    scheme.disable_double_encoding = Some(*disable);
                }
                _ => {
                    let value = self.value(value, scope, problems)?;
                    scheme.properties.push((name.clone(), value));
                }
            }
        }
        Some(scheme)
    }

    fn value(
        &self,
        value: &model::Expression,
        scope: &Scope,
        problems: &mut Problems,
    ) -> Option<Value> {
        Some(match &value.kind {
            ExpressionKind::Boolean(value) => Value::Boolean(*value),
            ExpressionKind::Integer(value) => Value::Integer(*value),
            ExpressionKind::List(items) => {
                let items = items.iter();
                let items = items.map(|item| self.value(item, scope, problems));
                Value::List(items.collect::<Option<_>>()?)
            }
            ExpressionKind::Record(entries) => {
                let entries = entries.iter();
                let entries = entries
                    .map(|(name, value)| Some((name.clone(), self.value(value, scope, problems)?)));
                Value::Record(entries.collect::<Option<_>>()?)
            }
            _ => Value::Text(self.sure(value, Type::Text, "a property", scope, problems)?),
        })
    }
}

/// A URL in which every value that becomes part of the host is checked to be one: a region such
/// as `evil.com/` would make another host of it. The host ends where the template has a slash, or
/// the path of a URL. Of a URL that was taken apart, the authority stays as it is, and so do the
/// suffixes of partitions, which were checked when they were read.
fn with_checked_host(url: Expression) -> Expression {
    let parts = match url {
        Expression::Text(parts) => parts,
        Expression::Choose {
            test,
            then,
            otherwise,
        } => {
            return Expression::Choose {
                test,
                then: Box::new(with_checked_host(*then)),
                otherwise: Box::new(with_checked_host(*otherwise)),
            };
        }
        whole => return whole,
    };
    let mut before_host = true;
    let mut in_host = false;
    let parts = parts.into_iter().map(|part| match part {
        Part::Literal(text) => {
            let host = match text.split_once("://") {
                Some((_, host)) if before_host => {
                    (before_host, in_host) = (false, true);
                    host
                }
                _ => &text,
            };
            in_host &= !host.contains('/');
            Part::Literal(text)
        }
        Part::Value(Expression::Attribute {
            of,
            attribute:
                attribute @ (Attribute::UrlAuthority
                | Attribute::PartitionDnsSuffix
                | Attribute::PartitionDualStackDnsSuffix),
        }) => Part::Value(Expression::Attribute { of, attribute }),
        Part::Value(Expression::Attribute {
            of,
            attribute: attribute @ (Attribute::UrlPath | Attribute::UrlNormalizedPath),
        }) => {
            in_host = false;
            Part::Value(Expression::Attribute { of, attribute })
        }
        Part::Value(value) if in_host => Part::Value(Expression::Call {
            function: Library::HostPart,
            arguments: vec![value],
        }),
        Part::Value(value) => Part::Value(value),
    });
    Expression::Text(parts.collect())
}
