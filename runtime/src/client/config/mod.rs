//! The configuration of clients, and where it comes from.

mod bearer;
mod builder;
#[cfg(feature = "_http")]
mod built_in;
#[cfg(not(feature = "_http"))]
#[path = "not_built_in.rs"]
mod built_in;
mod defaults;
mod endpoint_discovery;
mod endpoint_url;
mod environment;
mod load;
mod loaded;
mod of_services;
mod other_settings;
mod overrides;
mod profiles;
mod reader;
mod region;
mod request_settings;
mod resources;
mod secret_file;
mod section;
mod settings;
mod shared;
mod shared_file;
mod sources;

pub use builder::Config;
pub use defaults::DefaultsMode;
pub use endpoint_discovery::EndpointDiscovery;
pub(crate) use endpoint_url::configured_endpoint_url;
pub use environment::Environment;
pub(crate) use loaded::Loaded;
pub use overrides::Overrides;
#[cfg(feature = "testing")]
pub(crate) use profiles::Profiles;
pub use request_settings::AccountIdEndpointMode;

pub use crate::ChecksumMode;
pub(crate) use resources::Resources;
pub(crate) use section::{File, Property, Section};
