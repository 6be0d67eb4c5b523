//! The SDK's types of errors: the layer that an error comes from, and its service.

use super::super::index::is_client;
use super::super::ty::Ty;

/// A type of errors of the SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// `SdkError`.
    Sdk,
    /// The error of an operation, or of a service.
    Service,
    /// The value in `SdkError::ServiceError`.
    Context,
    /// The value in the other variants of `SdkError`.
    Other,
    /// The error in a variant of an operation's error.
    Modelled,
    /// `ErrorMetadata`.
    Meta,
    /// The HTTP response.
    Response,
}

/// A placeholder for a crate that isn't known.
const UNKNOWN: &str = "aws_smithy_types";

impl Failure {
    /// The kind of an error's type, and the crate of its service.
    pub(super) fn of(ty: &Ty) -> Option<(Self, Option<String>)> {
        let Ty::Named { path, arguments } = ty else {
            return None;
        };
        ty.sdk()?;
        let krate = path.first().filter(|krate| is_client(krate)).cloned();
        let kind = match path.as_slice() {
            [_, hidden, name] if hidden == "…" => match name.as_str() {
                "SdkError" => Self::Sdk,
                "Context" => Self::Context,
                "Other" => Self::Other,
                "Meta" => Self::Meta,
                "Response" => Self::Response,
                "ServiceError" => Self::Service,
                _ => return None,
            },
            [.., name] if name == "SdkError" => {
                let of = arguments.first().and_then(|it| match it {
                    Ty::Named { path, .. } => path.first().cloned(),
                    _ => None,
                });
                return Some((Self::Sdk, of.filter(|krate| is_client(krate))));
            }
            [.., name] if name == "ErrorMetadata" => Self::Meta,
            [_, operation, _, name] if operation == "operation" && name == "Error" => Self::Sdk,
            [_, operation, _, name]
                if operation == "operation" && name.ends_with("Error") && krate.is_some() =>
            {
                Self::Service
            }
            [_, name] if name == "Error" && krate.is_some() => Self::Service,
            [_, types, error, _] if types == "types" && error == "error" => Self::Modelled,
            _ => return None,
        };
        Some((kind, krate))
    }

    /// The type of such an error.
    pub(super) fn ty(self, krate: Option<&str>) -> Ty {
        let name = match self {
            Self::Sdk => "SdkError",
            Self::Service => "ServiceError",
            Self::Context => "Context",
            Self::Meta => "Meta",
            Self::Response => "Response",
            Self::Other | Self::Modelled => "Other",
        };
        Ty::named(&[krate.unwrap_or(UNKNOWN), "…", name])
    }
}

/// The crate and the name of the variant that a path of the SDK leads to: `GetItemError::Unhandled`,
/// `Error::Unhandled`.
pub(super) fn variant(path: &[String]) -> Option<(&str, &str)> {
    match path {
        [krate, operation, _, error, name]
            if is_client(krate)
                && operation == "operation"
                && error.ends_with("Error")
                && name.starts_with(char::is_uppercase) =>
        {
            Some((krate, name))
        }
        [krate, error, name]
            if is_client(krate) && error == "Error" && name.starts_with(char::is_uppercase) =>
        {
            Some((krate, name))
        }
        _ => None,
    }
}

/// The crate and the name of the error in a function that asks for it: `GetItemError::is_throttling`.
pub(super) fn question(path: &[String]) -> Option<(&str, &str)> {
    match path {
        [krate, operation, _, error, name]
            if is_client(krate) && operation == "operation" && error.ends_with("Error") =>
        {
            Some((krate, name.strip_prefix("is_")?))
        }
        _ => None,
    }
}

/// The variant of `SdkError` that a path leads to.
pub(super) fn of_sdk(path: &[String]) -> Option<&str> {
    match path {
        [krate, .., error, name] if error == "SdkError" && super::super::index::is_sdk(krate) => {
            Some(name)
        }
        _ => None,
    }
}
