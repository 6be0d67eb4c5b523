//! From variables and profile to a configuration.

use std::sync::Arc;

use http::Uri;

use super::region::Region;
use super::{
    Config, ConfigError, DefaultsMode, Environment, Loaded, Profiles, Property, RequestSettings,
    RetryConfig, Section, ServiceInfo,
};
use crate::client::hyper_client::{Proxies, Tls};
use crate::host;

pub(super) fn load(environment: Environment) -> Result<Config, ConfigError> {
    let profiles = Profiles::load(&environment);
    // botocore's order; the first of them is the older name.
    let variables = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"];
    let mut of_variables = variables
        .into_iter()
        .filter_map(|variable| Some((variable, environment.var(variable)?)));
    let of_program = environment.chosen_profile().map(str::to_owned);
    let named = of_program
        .map(|name| ("Environment::profile", name))
        .or_else(|| of_variables.next());
    let profile_name = match &named {
        Some((_, name)) => name.clone(),
        None => "default".to_owned(),
    };
    let profile = profiles.profile_as_it_is(&profile_name);
    let mut problems = profiles.problems.clone();
    match (&named, profile) {
        (_, Some(profile)) => problems.extend_from_slice(&profile.problems),
        (Some((place, name)), None) if problems.is_empty() => problems.push(format!(
            "{place} is {name:?}: expected a profile of {} or of the credentials file",
            profiles.config_path
        )),
        _ => {}
    }
    let nothing = Section::default();
    let mut settings = Reader {
        environment: &environment,
        profile: profile.unwrap_or(&nothing),
        profile_name: &profile_name,
        problems,
    };
    let mut config = Config::new();
    if let Some((value, place)) = settings.text(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region") {
        config.region = Some(Region::new(value));
        config.region_place = place;
    }
    config.use_fips = settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    config.use_dual_stack = settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    config.app_name = settings
        .text(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id")
        .map(|(value, _)| value);
    let modes = [
        ("standard", RetryConfig::standard()),
        ("adaptive", RetryConfig::adaptive()),
        ("legacy", RetryConfig::legacy()),
    ];
    if let Some(retry) = settings.choice("AWS_RETRY_MODE", "retry_mode", &modes) {
        config.retry = retry;
    }
    if let Some((value, place)) = settings.text(&["AWS_MAX_ATTEMPTS"], "max_attempts") {
        match value.parse() {
            Ok(attempts @ 1..) => {
                config.retry.max_attempts = attempts;
                config.attempts_are_set = true;
            }
            _ => settings.problem(&place, &value, "a number from 1 on"),
        }
    }
    if let Some(mode) = settings.choice("AWS_DEFAULTS_MODE", "defaults_mode", &DefaultsMode::NAMES)
    {
        config.defaults_mode = mode;
    }
    if let Some((value, place)) = settings.text(&["AWS_CA_BUNDLE"], "ca_bundle") {
        let tls = environment
            .read(&environment.expand(&value))
            .map_err(Into::into)
            .and_then(|text| Tls::from_pem(&text));
        match tls {
            Ok(tls) => config.tls = tls,
            Err(error) => settings.problem(
                &place,
                &value,
                &format!("a file of certificates in PEM form ({error})"),
            ),
        }
    }
    config.requests = RequestSettings::read(&mut settings);
    let (proxies, problems) = Proxies::load(|name| environment.var(name));
    config.proxies = proxies;
    settings.problems.extend(problems);
    settings.flag(IGNORE.0, IGNORE.1);
    // They are read anew for each service; here it is about problems.
    if let Some((value, place)) = settings.text(&["AWS_ENDPOINT_URL"], "endpoint_url") {
        if let Err(error) = endpoint_url(&value, &place) {
            settings.problems.extend_from_slice(error.problems());
        }
    }
    ConfigError::of(settings.problems)?;
    config.source = Some(Arc::new(Loaded {
        environment,
        profiles,
        profile_name,
    }));
    Ok(config)
}

const IGNORE: (&str, &str) = (
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
            Some((property, value))
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
        // User information may hold a password.
        let problem = match value.contains('@') {
            true => reason.to_owned(),
            false => format!("is {value:?}"),
        };
        ConfigError::new(format!(
            "{place} {problem}: expected a URL such as `https://localhost:8080`"
        ))
    })
}

/// Settings by variable and key, and what is wrong with them.
pub(super) struct Reader<'a> {
    environment: &'a Environment,
    profile: &'a Section,
    profile_name: &'a str,
    problems: Vec<String>,
}

impl Reader<'_> {
    /// A value and where it is from, in words.
    pub(super) fn text(&self, variables: &[&str], key: &str) -> Option<(String, String)> {
        for variable in variables {
            if let Some(value) = self.environment.var(variable) {
                return Some((value, (*variable).to_owned()));
            }
        }
        let property = self.profile.get(key)?;
        if property.value.is_empty() {
            return None;
        }
        Some((property.value.clone(), self.place(key, property)))
    }

    /// The place of a key that has keys below it in place of a value, in words.
    pub(super) fn place_of_keys_below(&self, key: &str) -> Option<String> {
        let property = self.profile.get(key)?;
        (!property.nested.is_empty()).then(|| self.place(key, property))
    }

    fn place(&self, key: &str, property: &Property) -> String {
        let profile = self.profile_name;
        format!("`{key}` in profile {profile} of {}", property.file)
    }

    pub(super) fn flag(&mut self, variable: &str, key: &str) -> bool {
        match self.text(&[variable], key) {
            None => false,
            Some((value, _)) if value.eq_ignore_ascii_case("true") => true,
            Some((value, _)) if value.eq_ignore_ascii_case("false") => false,
            Some((value, place)) => {
                self.problem(&place, &value, "`true` or `false`");
                false
            }
        }
    }

    /// One of several words, in any case.
    pub(super) fn choice<T: Copy>(
        &mut self,
        variable: &str,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let (value, place) = self.text(&[variable], key)?;
        let mut all = choices.iter();
        if let Some((_, choice)) = all.find(|(word, _)| value.eq_ignore_ascii_case(word)) {
            return Some(*choice);
        }
        let words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        let expected = match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        self.problem(&place, &value, &expected);
        None
    }

    pub(super) fn problem(&mut self, place: &str, value: &str, expected: &str) {
        self.problems
            .push(format!("{place} is {value:?}: expected {expected}"));
    }
}
