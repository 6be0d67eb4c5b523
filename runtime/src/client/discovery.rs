//! Endpoints that a service tells its clients
//! ([Smithy 2.0, client endpoint discovery](https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery)).
//!
//! A call that finds an endpoint goes on at once. The endpoint is asked for anew beside a call soon
//! before its time is over. Otherwise one call asks, and the others wait for its result, be that an
//! error. No lock is held while a call is sent, other than the turn to ask, for which nobody waits
//! whose result is needed to ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::StatusCode;
use http::uri::Scheme;
use tokio::time::Instant;

use super::call::Call;
use super::core::Core;
use super::discovered::{DiscoveredEndpoint, Entry, Found, Key, LIMIT_BESIDE, Standing};
use super::send::{any, attempted, request};
use super::{Auth, CallError, ConfigError, EndpointDiscovery, ServiceEndpoint, ServiceError};
use crate::endpoint::discovery::Discovery;
use crate::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use crate::{ErrorMeta, Operation};

/// The operation that asks a service for endpoints: `aws.api#clientEndpointDiscovery`.
pub trait DiscoverEndpoints: Operation + Send + Sized + 'static {
    /// The code of the error by which the service says that an endpoint isn't valid any more.
    const ERROR: Option<&'static str>;

    /// Whether the input has the name of the operation that is to be sent.
    const TAKES_OPERATION: bool = false;

    /// Whether the input has the members by which the service tells the endpoint.
    const TAKES_IDENTIFIERS: bool = false;

    /// Makes the input, with what it takes of these.
    fn discovering(operation: &str, identifiers: &BTreeMap<String, String>) -> Self;

    /// Returns the endpoints of an output, most wanted first.
    fn endpoints(output: Self::Output) -> Vec<DiscoveredEndpoint>;
}

/// The way to endpoints: a service's endpoint rules, and the operation that asks for others.
struct Ways<D, P> {
    params: fn(&Builtins) -> P,
    resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    discovering: Discovering<D>,
}

/// Makes the operation that asks, as [`DiscoverEndpoints::discovering`] does.
type Discovering<D> = fn(&str, &BTreeMap<String, String>) -> D;

impl<D, P> Clone for Ways<D, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D, P> Copy for Ways<D, P> {}

impl Core {
    /// Sends an operation of a service that tells endpoints, as
    /// [`send_by_rules`](Self::send_by_rules) does. Where the operation has discovery, it goes to an
    /// endpoint that the operation of `discovering` asks for.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send), those of that operation, and an endpoint that is none.
    pub async fn send_by_discovery<D, O, P>(
        &self,
        operation: &O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
        discovering: Discovering<D>,
    ) -> Result<O::Output, O::Error>
    where
        D: DiscoverEndpoints + Operation<Error = O::Error> + Bind<P>,
        O: Operation + Bind<P>,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        if !self.discovers(O::DISCOVERY, O::NAME)? {
            return self.send_by_rules(operation, params, resolve).await;
        }
        let ways = Ways {
            params,
            resolve,
            discovering,
        };
        // On the heap, as it is large.
        Box::pin(self.send_discovered(operation, ways)).await
    }

    /// Returns whether the endpoint of an operation is asked for.
    pub(super) fn discovers(
        &self,
        discovery: Discovery,
        operation: &str,
    ) -> Result<bool, CallError> {
        let mode = self.inner.endpoint_discovery;
        if discovery == Discovery::None || self.inner.endpoint.endpoint_url.is_some() {
            return Ok(false);
        }
        match (discovery, mode) {
            (Discovery::Required, EndpointDiscovery::Disabled) => Err(ConfigError::new(format!(
                "{operation} is answered only at endpoints that the service tells, and endpoint \
                 discovery is turned off: set AWS_ENABLE_ENDPOINT_DISCOVERY, or \
                 `endpoint_discovery_enabled` in the profile, to `auto`, or an endpoint URL"
            ))
            .into()),
            (Discovery::Required, _) | (_, EndpointDiscovery::Enabled) => Ok(true),
            _ => Ok(false),
        }
    }

    async fn send_discovered<D, O, P>(
        &self,
        operation: &O,
        ways: Ways<D, P>,
    ) -> Result<O::Output, O::Error>
    where
        D: DiscoverEndpoints + Operation<Error = O::Error> + Bind<P>,
        O: Operation + Bind<P>,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        let deadline = self.deadline();
        let auth = self.auth(O::AUTH);
        let account = self.of_account(auth, ways.params, deadline).await?;
        let usual = self.endpoint(operation, account, ways.params, ways.resolve)?;
        let identifiers = match D::TAKES_IDENTIFIERS {
            true => operation.discovery_ids(),
            false => Vec::new(),
        };
        let key = Key {
            access_key_id: self.access_key_id(auth, deadline).await?,
            operation: D::TAKES_OPERATION.then_some(O::NAME),
            identifiers: identifiers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        let entry = self.inner.discovered.entry(&key);
        if matches!(entry.standing(), Standing::Missing) {
            // Nothing is sent for an input that can't be.
            request(operation, &usual.url, &self.inner.options)?;
        }
        let mut call: Option<Call<'_>> = None;
        loop {
            let found = self.discovered(&key, &entry, ways, usual.url.scheme());
            let endpoint = match self.within(deadline, found).await? {
                Ok(url) => Arc::new(ServiceEndpoint {
                    url,
                    ..(*usual).clone()
                }),
                Err(error) if O::DISCOVERY == Discovery::Optional => {
                    tracing::debug!(%error, "no endpoint was discovered, the usual one is used");
                    usual.clone()
                }
                Err(error) => return Err(error),
            };
            let call = match &mut call {
                Some(call) => {
                    let request = request(operation, &endpoint.url, &self.inner.options)?;
                    call.go_to(endpoint.clone(), request);
                    call
                }
                None => call.insert(self.call(operation, endpoint.clone(), auth, deadline)?),
            };
            call.signs_body(O::SIGNS_BODY);
            match attempted(call, operation, None).await {
                Err(error) if is_about_endpoint::<D>(&error) && call.has_attempts_left() => {
                    entry.forget(&endpoint.url);
                }
                result => {
                    call.ended(any(&result))?;
                    return result;
                }
            }
        }
    }

    /// Returns the key of the credentials that sign a call.
    async fn access_key_id(
        &self,
        auth: Option<Auth>,
        deadline: Option<Instant>,
    ) -> Result<String, CallError> {
        if auth != Some(Auth::SigV4) {
            return Ok(String::new());
        }
        let credentials = self.within(deadline, self.inner.resources.credentials.get());
        Ok(credentials.await??.access_key_id().to_owned())
    }

    /// Returns the endpoint for this key: the one that is kept, or one that is asked for.
    async fn discovered<D, P>(
        &self,
        key: &Key,
        entry: &Arc<Entry>,
        ways: Ways<D, P>,
        scheme: Option<&Scheme>,
    ) -> Result<http::Uri, D::Error>
    where
        D: DiscoverEndpoints + Bind<P>,
        D::Error: ServiceError + Clone + Send + Sync + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        let scheme = scheme.unwrap_or(&Scheme::HTTPS);
        match entry.standing() {
            Standing::Fresh(url) => Ok(url),
            Standing::Due(url) => {
                self.ask_beside(key, entry, ways, scheme);
                Ok(url)
            }
            Standing::Missing => {
                let failures = entry.failures();
                let _turn = entry.turn().await;
                if let Some(result) = entry.outcome_since(failures) {
                    return result;
                }
                let result = self.ask(key, ways, scheme).await;
                entry.settle(result)
            }
        }
    }

    /// Asks for an endpoint in a task, unless somebody else does. The task has the client's timeouts.
    fn ask_beside<D, P>(&self, key: &Key, entry: &Arc<Entry>, ways: Ways<D, P>, scheme: &Scheme)
    where
        D: DiscoverEndpoints + Bind<P>,
        D::Error: ServiceError + Clone + Send + Sync + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        let Some(turn) = entry.free_turn() else {
            return;
        };
        let (core, key, entry) = (self.clone(), key.clone(), entry.clone());
        let scheme = scheme.clone();
        tokio::spawn(async move {
            let asking = core.ask(&key, ways, &scheme);
            let result = tokio::time::timeout(LIMIT_BESIDE, asking).await;
            if let Ok(result) = result {
                _ = entry.settle(result);
            }
            drop(turn);
        });
    }

    /// Asks for an endpoint.
    async fn ask<D, P>(
        &self,
        key: &Key,
        ways: Ways<D, P>,
        scheme: &Scheme,
    ) -> Result<Found, D::Error>
    where
        D: DiscoverEndpoints + Bind<P>,
        D::Error: ServiceError,
        P: PartialEq + Send + Sync + 'static,
    {
        let operation = (ways.discovering)(key.operation.unwrap_or_default(), &key.identifiers);
        let Ways {
            params, resolve, ..
        } = ways;
        let output = self.send_by_rules(&operation, params, resolve).await?;
        let first = D::endpoints(output).into_iter().next();
        let found = match first {
            Some(endpoint) => Found::of(endpoint, scheme)
                .map_err(|reason| format!("{} gave an endpoint that {reason}", D::NAME)),
            None => Err(format!("{} gave no endpoint", D::NAME)),
        };
        Ok(found.map_err(|problem| CallError::from(ConfigError::new(problem)))?)
    }
}

/// Returns whether an error says that the endpoint isn't the right one any more: by the error that
/// the model names, or by the status 421, as in botocore.
fn is_about_endpoint<D: DiscoverEndpoints>(error: &impl ServiceError) -> bool {
    let meta = error.meta();
    let code = meta.and_then(ErrorMeta::code);
    (D::ERROR.is_some() && code == D::ERROR)
        || meta.and_then(ErrorMeta::status) == Some(StatusCode::MISDIRECTED_REQUEST)
}
