//! Errors of a call besides the service's answer.

mod any;
mod config;
mod credentials;
mod timeout;
mod transport;

use std::fmt;

use crate::ErrorMeta;

pub(crate) use any::AnyServiceError;
pub use config::ConfigError;
pub use credentials::CredentialsError;
pub use timeout::{TimeoutError, TimeoutKind};
pub use transport::{TransportError, TransportErrorKind};

/// The reason why a call ended without an answer of the service.
///
/// Each variant is boxed already, so a generated error enum moves the boxes into variants
/// of its own. For that it has to know them all, so this isn't `non_exhaustive`.
///
/// ```
/// use tinsmith_runtime::client::CallError;
///
/// fn advice(error: &CallError) -> &'static str {
///     match error {
///         CallError::Config(_) | CallError::Credentials(_) => "mend the configuration",
///         error if error.is_retryable() => "try again later",
///         CallError::Timeout(_) | CallError::Transport(_) => "look at the network",
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum CallError {
    /// The configuration lacks something, or the endpoint can't be told.
    Config(Box<ConfigError>),
    /// There are no credentials to sign with.
    Credentials(Box<CredentialsError>),
    /// The call, or its last attempt, took too long.
    Timeout(Box<TimeoutError>),
    /// The request or the response didn't get through.
    Transport(Box<TransportError>),
}

impl CallError {
    /// Returns whether the same call may succeed later: after a timeout or a failure of the
    /// transport.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) => error.is_retryable(),
            Self::Config(_) | Self::Credentials(_) => false,
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Config(error) => error.source(),
            Self::Credentials(error) => error.source(),
            Self::Timeout(error) => error.source(),
            Self::Transport(error) => error.source(),
        }
    }
}

impl From<ConfigError> for CallError {
    fn from(error: ConfigError) -> Self {
        Self::Config(Box::new(error))
    }
}

impl From<CredentialsError> for CallError {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(Box::new(error))
    }
}

impl From<TimeoutError> for CallError {
    fn from(error: TimeoutError) -> Self {
        Self::Timeout(Box::new(error))
    }
}

impl From<TransportError> for CallError {
    fn from(error: TransportError) -> Self {
        Self::Transport(Box::new(error))
    }
}

/// The part of a service's error enum that the client needs. Generated code implements the trait.
///
/// Code that treats the errors of several services alike can use it:
///
/// ```
/// use tinsmith_runtime::client::ServiceError;
///
/// fn ticket(error: &impl ServiceError) -> String {
///     let id = error.meta().and_then(|meta| meta.request_id());
///     format!("{error} (request {})", id.unwrap_or("without an id"))
/// }
/// ```
pub trait ServiceError: std::error::Error + From<CallError> + Send {
    /// Returns the details of the error in the response; `None` if there was no response.
    fn meta(&self) -> Option<&ErrorMeta>;

    /// Returns whether the same request may succeed later: by the model's `retryable` trait, or by
    /// code or status.
    fn is_retryable(&self) -> bool;

    /// Returns whether the service wants requests to come more slowly.
    fn is_throttling(&self) -> bool;
}

/// Makes a service's error enum, which has a variant for each of [`CallError`]'s, a
/// [`ServiceError`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_service_error {
    ($type:ty) => {
        impl ::std::convert::From<$crate::client::CallError> for $type {
            fn from(error: $crate::client::CallError) -> Self {
                match error {
                    $crate::client::CallError::Config(error) => Self::Config(error),
                    $crate::client::CallError::Credentials(error) => Self::Credentials(error),
                    $crate::client::CallError::Timeout(error) => Self::Timeout(error),
                    $crate::client::CallError::Transport(error) => Self::Transport(error),
                }
            }
        }

        impl $crate::client::ServiceError for $type {
            fn meta(&self) -> ::std::option::Option<&$crate::ErrorMeta> {
                self.meta()
            }

            fn is_retryable(&self) -> bool {
                self.is_retryable()
            }

            fn is_throttling(&self) -> bool {
                self.is_throttling()
            }
        }
    };
}
