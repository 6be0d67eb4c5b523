//! The last results of endpoint rules, kept for calls like the last ones.

use std::any::Any;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{ConfigError, ServiceEndpoint};

/// The results of a service's endpoint rules, so that the rules aren't asked in each call: the
/// endpoint of the configuration alone, which doesn't change, and the last endpoint to which
/// an operation added parameters.
///
/// The type of the parameters is the service's, so it isn't known here, and it stands for the
/// service's rules: nobody asks others with parameters of the same type.
#[derive(Default)]
pub(super) struct EndpointCache {
    /// A `Configured`.
    configured: OnceLock<Box<dyn Any + Send + Sync>>,
    /// A `Last`.
    last: Mutex<Option<Box<dyn Any + Send + Sync>>>,
}

struct Configured<P> {
    params: P,
    endpoint: OnceLock<Arc<ServiceEndpoint>>,
}

struct Last<P> {
    params: P,
    endpoint: Arc<ServiceEndpoint>,
}

impl EndpointCache {
    /// The parameters of the configuration, which `configure` gives. `None` if they were of
    /// another type before.
    pub(super) fn configured<P>(&self, configure: impl FnOnce() -> P) -> Option<&P>
    where
        P: Send + Sync + 'static,
    {
        let configured = match self.configured.get() {
            Some(configured) => configured,
            None => self.keep(Box::new(Configured {
                params: configure(),
                endpoint: OnceLock::new(),
            })),
        };
        let configured = configured.downcast_ref::<Configured<P>>()?;
        Some(&configured.params)
    }

    /// The endpoint of a call: with the parameters that its operation makes of those that are
    /// [configured](Self::configured), or with those. `resolve` asks the rules.
    pub(super) fn get<P>(
        &self,
        bound: Option<P>,
        resolve: impl Fn(&P) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<Arc<ServiceEndpoint>, ConfigError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        let Some(params) = bound else {
            let configured = self.configured.get();
            let configured = configured.and_then(|any| any.downcast_ref::<Configured<P>>());
            let Some(configured) = configured else {
                return Err(ConfigError::new("endpoint rules of two services"));
            };
            if let Some(endpoint) = configured.endpoint.get() {
                return Ok(endpoint.clone());
            }
            let endpoint = resolve(&configured.params)?;
            return Ok(kept(&configured.endpoint, endpoint));
        };
        if let Some(last) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner) {
            match last.downcast_ref::<Last<P>>() {
                Some(last) if last.params == params => return Ok(last.endpoint.clone()),
                _ => {}
            }
        }
        let endpoint = Arc::new(resolve(&params)?);
        let last = Box::new(Last {
            params,
            endpoint: endpoint.clone(),
        });
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
        Ok(endpoint)
    }

    /// Keeps the parameters of the configuration, unless another call has been faster.
    ///
    /// Takes no type of a generated crate, as [`kept`] doesn't, so that such a crate doesn't compile
    /// the code of a lock.
    fn keep(&self, configured: Box<dyn Any + Send + Sync>) -> &Box<dyn Any + Send + Sync> {
        self.configured.get_or_init(|| configured)
    }
}

/// Keeps an endpoint, unless another call has been faster, and returns the kept one.
fn kept(place: &OnceLock<Arc<ServiceEndpoint>>, endpoint: ServiceEndpoint) -> Arc<ServiceEndpoint> {
    place.get_or_init(|| Arc::new(endpoint)).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The host for an operation that gives this parameter, or none.
    fn host(
        endpoints: &EndpointCache,
        bound: Option<&str>,
        resolve: impl Fn(&String) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<String, ConfigError> {
        let configured = endpoints.configured(|| "configured.example".to_owned());
        assert_eq!(configured.map(String::as_str), Some("configured.example"));
        let endpoint = endpoints.get(bound.map(str::to_owned), resolve)?;
        Ok(endpoint.url.host().unwrap_or_default().to_owned())
    }

    fn by_rules(endpoints: &EndpointCache, bound: Option<&str>) -> String {
        let at = |host: &String| {
            Ok(ServiceEndpoint::new(
                format!("https://{host}").parse().unwrap(),
            ))
        };
        host(endpoints, bound, at).unwrap()
    }

    /// An error if the rules are asked.
    fn kept(endpoints: &EndpointCache, bound: Option<&str>) -> Result<String, ConfigError> {
        host(endpoints, bound, |_| Err(ConfigError::new("asked")))
    }

    #[test]
    fn the_rules_are_asked_once_of_the_configuration() {
        let endpoints = EndpointCache::default();
        assert!(kept(&endpoints, None).is_err());
        assert_eq!(by_rules(&endpoints, None), "configured.example");
        assert_eq!(by_rules(&endpoints, Some("a.example")), "a.example");
        assert_eq!(kept(&endpoints, None).unwrap(), "configured.example");
    }

    #[test]
    fn the_rules_are_asked_of_other_parameters_than_before() {
        let endpoints = EndpointCache::default();
        assert_eq!(by_rules(&endpoints, Some("a.example")), "a.example");
        assert_eq!(kept(&endpoints, Some("a.example")).unwrap(), "a.example");
        assert!(kept(&endpoints, Some("b.example")).is_err());
        // An error isn't kept, and leaves what is.
        assert_eq!(kept(&endpoints, Some("a.example")).unwrap(), "a.example");
        assert_eq!(by_rules(&endpoints, Some("b.example")), "b.example");
        assert_eq!(kept(&endpoints, Some("b.example")).unwrap(), "b.example");
        assert!(kept(&endpoints, Some("a.example")).is_err());
    }

    #[test]
    fn parameters_of_another_type_are_others() {
        let endpoints = EndpointCache::default();
        assert_eq!(by_rules(&endpoints, None), "configured.example");
        assert_eq!(endpoints.configured(|| 1_u16), None);
        for port in [1, 2] {
            let resolve = |port: &u16| {
                let url = format!("https://other.example:{port}");
                Ok(ServiceEndpoint::new(url.parse().unwrap()))
            };
            let of_number = endpoints.get(Some(port), resolve).unwrap();
            assert_eq!(of_number.url.port_u16(), Some(port));
            assert!(endpoints.get::<u16>(None, resolve).is_err());
        }
        assert_eq!(kept(&endpoints, None).unwrap(), "configured.example");
    }

    #[test]
    fn threads_get_what_they_asked_for() {
        let endpoints = EndpointCache::default();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let endpoints = &endpoints;
                scope.spawn(move || {
                    for call in 0..500 {
                        let host = format!("{}.example", (thread + call) % 3);
                        assert_eq!(by_rules(endpoints, Some(&host)), host);
                        assert_eq!(by_rules(endpoints, None), "configured.example");
                    }
                });
            }
        });
    }
}
