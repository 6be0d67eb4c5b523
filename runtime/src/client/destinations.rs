//! The last results of endpoint rules, kept for calls like the last ones.

use std::any::Any;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{ConfigError, Destination};

/// The results of a service's endpoint rules, so that the rules aren't asked in each call: the
/// destination of the configuration alone, which doesn't change, and the last destination to which
/// an operation added parameters.
///
/// The type of the parameters is the service's, so it isn't known here, and it stands for the
/// service's rules: nobody asks others with parameters of the same type.
#[derive(Default)]
pub(super) struct Destinations {
    /// A `Configured`.
    configured: OnceLock<Box<dyn Any + Send + Sync>>,
    /// A `Last`.
    last: Mutex<Option<Box<dyn Any + Send + Sync>>>,
}

struct Configured<P> {
    params: P,
    destination: OnceLock<Arc<Destination>>,
}

struct Last<P> {
    params: P,
    destination: Arc<Destination>,
}

impl Destinations {
    /// The parameters of the configuration, which `configure` gives. `None` if they were of
    /// another type before.
    pub(super) fn configured<P>(&self, configure: impl FnOnce() -> P) -> Option<&P>
    where
        P: Send + Sync + 'static,
    {
        let configured = self.configured.get_or_init(|| {
            Box::new(Configured {
                params: configure(),
                destination: OnceLock::new(),
            })
        });
        let configured = configured.downcast_ref::<Configured<P>>()?;
        Some(&configured.params)
    }

    /// The destination of a call: with the parameters that its operation makes of those that are
    /// [configured](Self::configured), or with those. `resolve` asks the rules.
    pub(super) fn get<P>(
        &self,
        bound: Option<P>,
        resolve: impl Fn(&P) -> Result<Destination, ConfigError>,
    ) -> Result<Arc<Destination>, ConfigError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        let Some(params) = bound else {
            let configured = self.configured.get();
            let configured = configured.and_then(|any| any.downcast_ref::<Configured<P>>());
            let Some(configured) = configured else {
                return Err(ConfigError::new("endpoint rules of two services"));
            };
            if let Some(destination) = configured.destination.get() {
                return Ok(destination.clone());
            }
            let destination = Arc::new(resolve(&configured.params)?);
            return Ok(configured.destination.get_or_init(|| destination).clone());
        };
        if let Some(last) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner) {
            match last.downcast_ref::<Last<P>>() {
                Some(last) if last.params == params => return Ok(last.destination.clone()),
                _ => {}
            }
        }
        let destination = Arc::new(resolve(&params)?);
        let last = Box::new(Last {
            params,
            destination: destination.clone(),
        });
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
        Ok(destination)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The host for an operation that gives this parameter, or none.
    fn host(
        destinations: &Destinations,
        bound: Option<&str>,
        resolve: impl Fn(&String) -> Result<Destination, ConfigError>,
    ) -> Result<String, ConfigError> {
        let configured = destinations.configured(|| "configured.example".to_owned());
        assert_eq!(configured.map(String::as_str), Some("configured.example"));
        let destination = destinations.get(bound.map(str::to_owned), resolve)?;
        Ok(destination.url.host().unwrap_or_default().to_owned())
    }

    fn by_rules(destinations: &Destinations, bound: Option<&str>) -> String {
        let at = |host: &String| Ok(Destination::new(format!("https://{host}").parse().unwrap()));
        host(destinations, bound, at).unwrap()
    }

    /// An error if the rules are asked.
    fn kept(destinations: &Destinations, bound: Option<&str>) -> Result<String, ConfigError> {
        host(destinations, bound, |_| Err(ConfigError::new("asked")))
    }

    #[test]
    fn the_rules_are_asked_once_of_the_configuration() {
        let destinations = Destinations::default();
        assert!(kept(&destinations, None).is_err());
        assert_eq!(by_rules(&destinations, None), "configured.example");
        assert_eq!(by_rules(&destinations, Some("a.example")), "a.example");
        assert_eq!(kept(&destinations, None).unwrap(), "configured.example");
    }

    #[test]
    fn the_rules_are_asked_of_other_parameters_than_before() {
        let destinations = Destinations::default();
        assert_eq!(by_rules(&destinations, Some("a.example")), "a.example");
        assert_eq!(kept(&destinations, Some("a.example")).unwrap(), "a.example");
        assert!(kept(&destinations, Some("b.example")).is_err());
        // An error isn't kept, and leaves what is.
        assert_eq!(kept(&destinations, Some("a.example")).unwrap(), "a.example");
        assert_eq!(by_rules(&destinations, Some("b.example")), "b.example");
        assert_eq!(kept(&destinations, Some("b.example")).unwrap(), "b.example");
        assert!(kept(&destinations, Some("a.example")).is_err());
    }

    #[test]
    fn parameters_of_another_type_are_others() {
        let destinations = Destinations::default();
        assert_eq!(by_rules(&destinations, None), "configured.example");
        assert_eq!(destinations.configured(|| 1_u16), None);
        for port in [1, 2] {
            let resolve = |port: &u16| {
                let url = format!("https://other.example:{port}");
                Ok(Destination::new(url.parse().unwrap()))
            };
            let of_number = destinations.get(Some(port), resolve).unwrap();
            assert_eq!(of_number.url.port_u16(), Some(port));
            assert!(destinations.get::<u16>(None, resolve).is_err());
        }
        assert_eq!(kept(&destinations, None).unwrap(), "configured.example");
    }

    #[test]
    fn threads_get_what_they_asked_for() {
        let destinations = Destinations::default();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let destinations = &destinations;
                scope.spawn(move || {
                    for call in 0..500 {
                        let host = format!("{}.example", (thread + call) % 3);
                        assert_eq!(by_rules(destinations, Some(&host)), host);
                        assert_eq!(by_rules(destinations, None), "configured.example");
                    }
                });
            }
        });
    }
}
