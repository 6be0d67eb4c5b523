//! Defaults that fit where a program runs.

use std::time::Duration;

use super::loaded::Loaded;
use crate::client::Timeouts;

/// Which defaults a client has
/// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html)).
/// The modes differ in the time that a connection may take. All of them retry as the mode
/// `standard` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefaultsMode {
    /// Defaults that are safe in most places: 3.1 s for a connection.
    #[default]
    Standard,
    /// For programs in the service's own region: 1.1 s.
    InRegion,
    /// For programs in another region: 3.1 s.
    CrossRegion,
    /// For mobile devices: 30 s.
    Mobile,
    /// Chooses among the first three by `AWS_EXECUTION_ENV` and `AWS_REGION`, which AWS sets where
    /// it runs programs. The instance metadata service isn't asked.
    Auto,
    /// Defaults from before there were modes, which are those of
    /// [`Standard`](Self::Standard) in this client.
    Legacy,
}

impl DefaultsMode {
    /// As settings have them.
    pub(super) const NAMES: [(&'static str, Self); 6] = [
        ("standard", Self::Standard),
        ("in-region", Self::InRegion),
        ("cross-region", Self::CrossRegion),
        ("mobile", Self::Mobile),
        ("auto", Self::Auto),
        ("legacy", Self::Legacy),
    ];

    pub(super) fn timeouts(self) -> Timeouts {
        let connect = match self {
            Self::Standard | Self::CrossRegion | Self::Auto | Self::Legacy => 3_100,
            Self::InRegion => 1_100,
            Self::Mobile => 30_000,
        };
        Timeouts::default().connect(Duration::from_millis(connect))
    }

    /// Returns the mode that `Auto` is in this environment, for calls to this region.
    pub(super) fn resolved(self, loaded: Option<&Loaded>, region: Option<&str>) -> Self {
        if self != Self::Auto {
            return self;
        }
        let var = |name| loaded.and_then(|loaded| loaded.environment.var(name));
        if var("AWS_EXECUTION_ENV").is_none() {
            return Self::Standard;
        }
        let here = var("AWS_REGION").or_else(|| var("AWS_DEFAULT_REGION"));
        match (here, region) {
            (Some(here), Some(region)) if here == region => Self::InRegion,
            (Some(_), Some(_)) => Self::CrossRegion,
            _ => Self::Standard,
        }
    }
}
