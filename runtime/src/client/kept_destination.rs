use std::any::Any;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{ConfigError, Destination};

/// What a service's endpoint rules gave last, and the parameters that they gave it for: most
/// calls of a client have the same ones.
///
/// The type of the parameters is the service's, so it isn't known here.
#[derive(Default)]
pub(super) struct KeptDestination {
    /// The parameters that the configuration gives, which doesn't change.
    configured: OnceLock<Box<dyn Any + Send + Sync>>,
    /// Parameters and destination of the last call.
    last: Mutex<Option<Box<dyn Any + Send + Sync>>>,
}

/// Parameters, and where they lead.
type Last<P> = (P, Arc<Destination>);

impl KeptDestination {
    /// The parameters that `configure` makes of the configuration, when it is called first.
    pub(super) fn params<P>(&self, configure: impl Fn() -> P) -> P
    where
        P: Clone + Send + Sync + 'static,
    {
        let kept = self.configured.get_or_init(|| Box::new(configure()));
        match kept.downcast_ref::<P>() {
            Some(params) => params.clone(),
            // Those of another service, for which nobody uses one core.
            None => configure(),
        }
    }

    /// What `resolve` gave for the same parameters in the last call, or else gives now.
    pub(super) fn destination<P>(
        &self,
        params: P,
        resolve: impl FnOnce(&P) -> Result<Destination, ConfigError>,
    ) -> Result<Arc<Destination>, ConfigError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        if let Some(last) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner) {
            match last.downcast_ref::<Last<P>>() {
                Some((of, destination)) if *of == params => return Ok(destination.clone()),
                _ => {}
            }
        }
        let destination = Arc::new(resolve(&params)?);
        let last: Last<P> = (params, destination.clone());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(last));
        Ok(destination)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(kept: &KeptDestination, host: &str) -> String {
        let destination = kept.destination(host.to_owned(), |host| {
            Ok(Destination::new(format!("https://{host}").parse().unwrap()))
        });
        destination.unwrap().url.host().unwrap().to_owned()
    }

    /// The host that is kept for these parameters; an error if they are resolved.
    fn kept_for(kept: &KeptDestination, host: &str) -> Result<String, ConfigError> {
        let resolve = |_: &String| Err(ConfigError::new("resolved once more"));
        let destination = kept.destination(host.to_owned(), resolve)?;
        Ok(destination.url.host().unwrap_or_default().to_owned())
    }

    #[test]
    fn equal_parameters_are_resolved_once() {
        let kept = KeptDestination::default();
        assert!(kept_for(&kept, "a.example").is_err());
        assert_eq!(resolved(&kept, "a.example"), "a.example");
        assert_eq!(kept_for(&kept, "a.example").unwrap(), "a.example");
    }

    #[test]
    fn other_parameters_are_resolved_and_kept_instead() {
        let kept = KeptDestination::default();
        assert_eq!(resolved(&kept, "a.example"), "a.example");
        assert_eq!(resolved(&kept, "b.example"), "b.example");
        assert_eq!(kept_for(&kept, "b.example").unwrap(), "b.example");
        assert!(kept_for(&kept, "a.example").is_err());
    }

    #[test]
    fn an_error_isnt_kept_and_leaves_what_is() {
        let kept = KeptDestination::default();
        assert_eq!(resolved(&kept, "a.example"), "a.example");
        assert!(kept_for(&kept, "b.example").is_err());
        assert_eq!(kept_for(&kept, "a.example").unwrap(), "a.example");
        assert_eq!(resolved(&kept, "b.example"), "b.example");
    }

    #[test]
    fn parameters_of_another_type_are_others() {
        let kept = KeptDestination::default();
        assert_eq!(kept.params(|| 1), 1);
        assert_eq!(kept.params(|| 2), 1);
        assert_eq!(kept.params(|| "text"), "text");

        assert_eq!(resolved(&kept, "a.example"), "a.example");
        let of_number = kept.destination(7, |_| {
            Ok(Destination::new("https://b.example".parse().unwrap()))
        });
        assert_eq!(of_number.unwrap().url.host(), Some("b.example"));
        assert!(kept_for(&kept, "a.example").is_err());
    }

    #[test]
    fn threads_get_what_they_asked_for() {
        let kept = KeptDestination::default();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let kept = &kept;
                scope.spawn(move || {
                    for call in 0..500 {
                        let host = format!("{}.example", (thread + call) % 3);
                        assert_eq!(resolved(kept, &host), host);
                    }
                });
            }
        });
    }
}
