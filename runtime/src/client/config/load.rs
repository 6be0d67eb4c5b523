//! From variables and profile to a configuration.

use std::sync::Arc;

use super::builder::Config;
use super::built_in::BuiltIn;
use super::defaults::DefaultsMode;
use super::endpoint_url::{IGNORE, endpoint_url};
use super::environment::Environment;
use super::loaded::Loaded;
use super::profiles::Profiles;
use super::reader::Reader;
use super::region::Region;
use super::request_settings::RequestSettings;
use super::section::Section;
use crate::client::{ConfigError, RetryConfig};

impl Config {
    /// Loads a configuration from the variables of the process, the shared configuration files
    /// and the profile that `AWS_PROFILE` names. The [module](crate::client) lists the settings.
    ///
    /// # Errors
    ///
    /// All values that are invalid, each with the variable, or the file, profile and key.
    pub async fn from_env() -> Result<Self, ConfigError> {
        Self::load(Environment::process())
    }

    /// Loads a configuration from an environment; [`Environment::profile`] chooses a profile.
    /// Loading reads two small files, and needs no async runtime.
    ///
    /// # Errors
    ///
    /// All values that are invalid, each with the variable, or the file, profile and key.
    pub fn load(environment: Environment) -> Result<Self, ConfigError> {
        load(environment)
    }
}

fn load(environment: Environment) -> Result<Config, ConfigError> {
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
    config.built_in = BuiltIn::read(&mut settings);
    config.requests = RequestSettings::read(&mut settings);
    let ignored = settings.flag(IGNORE.0, IGNORE.1);
    // They are read anew for each service; here it is about problems.
    let url = settings.text(&["AWS_ENDPOINT_URL"], "endpoint_url");
    if let Some((value, place)) = url.filter(|_| !ignored) {
        if let Err(error) = endpoint_url(&value, &place) {
            settings.problems.extend_from_slice(error.problems());
        }
    }
    ConfigError::of(settings.problems)?;
    config.source = Some(Arc::new(Loaded {
        region: config.region.clone(),
        environment,
        profiles,
        profile_name,
    }));
    Ok(config)
}
