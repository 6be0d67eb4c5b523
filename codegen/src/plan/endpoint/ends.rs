//! Endpoints and their properties, with types.

use crate::model::rules::{self as model, EndpointRule, ExpressionKind};

use super::typed::{Problems, Scope, Typing};
use super::{AuthScheme, Endpoint, Type, Value};

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
            url: url?,
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
