//! Modes of defaults.

use std::time::Duration;

use tinsmith_runtime::client::{Config, DefaultsMode, Timeouts};

use crate::settings::places::load;

/// How long a connection may take, in milliseconds.
fn connect(config: &Config) -> Option<u128> {
    let connect = config.configured_timeouts().connect;
    connect.map(|timeout| timeout.as_millis())
}

fn of(variables: &[(&str, &str)], file: &str) -> Option<u128> {
    connect(&load(variables, file).unwrap())
}

#[test]
fn each_mode_has_its_time_for_connections() {
    for (mode, expected) in [
        ("standard", 3_100),
        ("in-region", 1_100),
        ("cross-region", 3_100),
        ("mobile", 30_000),
        ("auto", 3_100),
        ("legacy", 3_100),
        ("Mobile", 30_000),
    ] {
        assert_eq!(of(&[("AWS_DEFAULTS_MODE", mode)], ""), Some(expected));
        let file = format!("[default]\ndefaults_mode = {mode}");
        assert_eq!(of(&[], &file), Some(expected), "{mode}");
    }
    assert_eq!(of(&[], ""), Some(3_100));
}

#[test]
fn code_before_the_variable_before_the_file() {
    let variables = [("AWS_DEFAULTS_MODE", "in-region")];
    let file = "[default]\ndefaults_mode = mobile";
    assert_eq!(of(&variables, file), Some(1_100));
    let config = load(&variables, file).unwrap();
    let set = config.clone().defaults_mode(DefaultsMode::Standard);
    assert_eq!(connect(&set), Some(3_100));
    let timeouts = Timeouts::default().connect(Duration::from_secs(1));
    let set = config
        .timeouts(timeouts)
        .defaults_mode(DefaultsMode::Mobile);
    assert_eq!(connect(&set), Some(1_000));
}

/// By the variables that AWS sets where it runs programs.
#[test]
fn auto_goes_by_the_place() {
    let lambda = ("AWS_EXECUTION_ENV", "AWS_Lambda_rust");
    let here = ("AWS_REGION", "eu-west-1");
    let auto = |variables: &[(&str, &str)], region: &str| {
        let config = load(variables, "").unwrap();
        connect(&config.defaults_mode(DefaultsMode::Auto).region(region))
    };
    assert_eq!(auto(&[lambda, here], "eu-west-1"), Some(1_100));
    assert_eq!(auto(&[lambda, here], "us-east-1"), Some(3_100));
    let here = ("AWS_DEFAULT_REGION", "eu-west-1");
    assert_eq!(auto(&[lambda, here], "eu-west-1"), Some(1_100));
    // A variable of the region alone is set anywhere.
    assert_eq!(auto(&[here], "eu-west-1"), Some(3_100));
    assert_eq!(auto(&[lambda], "eu-west-1"), Some(3_100));
}
