//! Endpoint URLs, of all services and of single ones.

use http::Uri;

use super::builder::Config;
use super::loaded::Loaded;
use super::reader::Reader;
use super::section::Section;
use crate::client::{ConfigError, ServiceInfo};
use crate::host;

/// The variable and the key by which configured URLs are left aside.
pub(super) const IGNORE: (&str, &str) = (
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "ignore_configured_endpoint_urls",
);

/// The URL that the environment has for a service, in the order of the [reference][order].
///
/// [order]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
pub(crate) fn configured_endpoint_url(
    loaded: &Loaded,
    service: &ServiceInfo,
) -> Result<Option<Uri>, ConfigError> {
    let nothing = Section::default();
    let profile = loaded.profiles.profile(&loaded.profile_name)?;
    let mut settings = Reader {
        environment: &loaded.environment,
        profile: profile.unwrap_or(&nothing),
        profile_name: &loaded.profile_name,
        problems: Vec::new(),
    };
    if settings.flag(IGNORE.0, IGNORE.1) {
        return Ok(None);
    }
    let name = service.settings_name();
    let variable = format!("AWS_ENDPOINT_URL_{}", name.to_ascii_uppercase());
    for variable in [variable.as_str(), "AWS_ENDPOINT_URL"] {
        if let Some(value) = loaded.environment.var(variable) {
            return endpoint_url(&value, variable).map(Some);
        }
    }
    if let Some(services) = settings.profile.get("services") {
        let section = &services.value;
        let Some(services) = loaded.profiles.services(section)? else {
            return Err(ConfigError::new(format!(
                "`services` in profile {} of {} is {section:?}: expected a section \
                 `[services {section}]`",
                loaded.profile_name, services.file,
            )));
        };
        let found = services.get(&name).and_then(|property| {
            let value = property.nested.get("endpoint_url")?;
            Some((property, value)).filter(|_| !value.is_empty())
        });
        if let Some((property, value)) = found {
            let place = format!(
                "`endpoint_url` of `{name}` in services {section} of {}",
                property.file
            );
            return endpoint_url(value, &place).map(Some);
        }
    }
    match settings.text(&[], "endpoint_url") {
        Some((value, place)) => endpoint_url(&value, &place).map(Some),
        None => Ok(None),
    }
}

/// A URL that requests can be sent to.
pub(super) fn endpoint_url(value: &str, place: &str) -> Result<Uri, ConfigError> {
    host::base_url(value).map_err(|reason| {
        // User information may hold a password, and a query a token.
        let problem = match value.contains(['@', '?', '#']) {
            true => reason.to_owned(),
            false => format!("is {value:?}"),
        };
        ConfigError::new(format!(
            "{place} {problem}: expected a URL such as `https://localhost:8080`"
        ))
    })
}

impl Config {
    /// The URL for a service: what is set, or else what the environment says.
    pub(crate) fn endpoint_url_for(
        &self,
        service: &ServiceInfo,
    ) -> Result<Option<Uri>, ConfigError> {
        match &self.endpoint_url {
            Some(url) => endpoint_url(url, "Config::endpoint_url").map(Some),
            None => self
                .source
                .as_ref()
                .map_or(Ok(None), |loaded| configured_endpoint_url(loaded, service)),
        }
    }
}
