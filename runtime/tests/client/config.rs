//! Where settings come from, and which wins.

use crate::support::service::SERVICE;
use tinsmith_runtime::client::{Config, ConfigError, Environment, RetryConfig};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};

pub(crate) fn environment(variables: &[(&str, &str)], config: &str) -> Environment {
    let mut environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", config);
    for (name, value) in variables {
        environment = environment.variable(*name, *value);
    }
    environment
}

pub(crate) async fn load(variables: &[(&str, &str)], config: &str) -> Result<Config, ConfigError> {
    Config::load(environment(variables, config))
}

async fn core(variables: &[(&str, &str)], config: &str) -> Core {
    let config = load(variables, config).await.unwrap();
    Core::new(&config, &SERVICE).unwrap()
}

async fn url(variables: &[(&str, &str)], config: &str) -> Option<String> {
    let core = core(variables, config).await;
    core.endpoint_settings()
        .endpoint_url
        .as_ref()
        .map(ToString::to_string)
}

#[tokio::test]
async fn region() {
    let file = "[default]\nregion = from-file\n[profile work]\nregion=from-work ; a comment";
    for (variables, expected) in [
        (&[][..], "from-file"),
        (&[("AWS_REGION", "from-variable")], "from-variable"),
        (&[("AWS_DEFAULT_REGION", "from-default")], "from-default"),
        (
            &[
                ("AWS_DEFAULT_REGION", "from-default"),
                ("AWS_REGION", "from-variable"),
            ],
            "from-variable",
        ),
        (&[("AWS_PROFILE", "work")], "from-work"),
        // An empty variable is none.
        (&[("AWS_REGION", "")], "from-file"),
    ] {
        let config = load(variables, file).await.unwrap();
        assert_eq!(config.configured_region(), Some(expected), "{variables:?}");
        let set = config.region("set");
        assert_eq!(set.configured_region(), Some("set"));
    }
    let none = load(&[], "").await.unwrap();
    assert_eq!(none.configured_region(), None);
    assert_eq!(none.region_or("else").configured_region(), Some("else"));
    let found = load(&[], file).await.unwrap().region_or("else");
    assert_eq!(found.configured_region(), Some("from-file"));
}

#[tokio::test]
async fn a_profile_chosen_in_the_program_wins() {
    let file = "[profile a]\nregion = a\n[profile b]\nregion = b";
    let environment = environment(&[("AWS_PROFILE", "a")], file).profile("b");
    let config = Config::load(environment).unwrap();
    assert_eq!(config.configured_region(), Some("b"));
}

#[test]
fn the_older_name_of_the_profile_variable_wins() {
    let file = "[profile a]\nregion = a\n[profile b]\nregion = b";
    let variables = [("AWS_DEFAULT_PROFILE", "a"), ("AWS_PROFILE", "b")];
    let config = Config::load(environment(&variables, file)).unwrap();
    assert_eq!(config.configured_region(), Some("a"));
    let error = Config::load(environment(&variables[..1], "")).unwrap_err();
    assert!(error.problems()[0].starts_with("AWS_DEFAULT_PROFILE is \"a\""));
    let error = Config::load(environment(&[], file).profile("c")).unwrap_err();
    assert!(error.problems()[0].starts_with("Environment::profile is \"c\""));
}

#[test]
fn pseudo_regions_are_regions_with_fips() {
    let fips = |config: &Config| {
        let core = Core::new(config, &SERVICE).unwrap();
        let settings = core.endpoint_settings();
        (settings.region.clone().unwrap(), settings.use_fips)
    };
    for (text, region, uses_fips) in [
        ("fips-us-east-1", "us-east-1", true),
        ("us-gov-west-1-fips", "us-gov-west-1", true),
        ("us-east-1", "us-east-1", false),
    ] {
        let expected = (region.to_owned(), uses_fips);
        let variable = Config::load(environment(&[("AWS_REGION", text)], "")).unwrap();
        assert_eq!(fips(&variable), expected);
        let file = format!("[default]\nregion = {text}\nuse_fips_endpoint = false");
        assert_eq!(
            fips(&Config::load(environment(&[], &file)).unwrap()),
            expected
        );
        let code = Config::new().region(text).use_fips(false);
        assert_eq!(code.configured_region(), Some(region));
        assert_eq!(fips(&code), expected);
        // Another region is another one.
        assert_eq!(fips(&code.region("eu-west-1")), ("eu-west-1".into(), false));
    }
}

#[test]
fn default_files_that_can_not_be_read_are_not_used() {
    use std::io::ErrorKind;
    let home = "/home/me/.aws";
    for kind in [
        ErrorKind::IsADirectory,
        ErrorKind::NotADirectory,
        ErrorKind::PermissionDenied,
    ] {
        let environment = Environment::empty()
            .home("/home/me")
            .variable("AWS_REGION", "here")
            .unreadable_file(format!("{home}/config"), kind)
            .unreadable_file(format!("{home}/credentials"), kind);
        let config = Config::load(environment.clone()).unwrap();
        assert_eq!(config.configured_region(), Some("here"));
        // Those that are named are meant.
        let named = environment
            .variable("AWS_CONFIG_FILE", "~/.aws/config")
            .variable("AWS_SHARED_CREDENTIALS_FILE", format!("{home}/credentials"));
        let error = Config::load(named).unwrap_err();
        let problems = error.problems();
        assert!(
            problems[0]
                .starts_with("AWS_CONFIG_FILE is \"/home/me/.aws/config\", which can't be read: "),
            "{error}"
        );
        assert!(
            problems[1].starts_with("AWS_SHARED_CREDENTIALS_FILE is "),
            "{error}"
        );
    }
    // As with botocore, one that isn't there is empty.
    let environment = environment(&[("AWS_CONFIG_FILE", "/gone")], "[default]\nregion = a");
    assert_eq!(Config::load(environment).unwrap().configured_region(), None);
}

/// The same on a real computer: this program runs itself, with variables of its own.
#[test]
fn default_files_of_a_computer() {
    let child = "TINSMITH_TEST_CHILD";
    if std::env::var_os(child).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        match runtime.unwrap().block_on(Config::from_env()) {
            Ok(config) => println!("region {:?}", config.configured_region()),
            Err(error) => println!("refused {error}"),
        }
        return;
    }
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("homes");
    for folder in ["folder/.aws/config", "folder/.aws/credentials", "file"] {
        std::fs::create_dir_all(home.join(folder)).unwrap();
    }
    std::fs::write(home.join("file/.aws"), "").unwrap();
    let run = |home: &std::path::Path, variables: &[(&str, &std::path::Path)]| {
        let mut run = std::process::Command::new(std::env::current_exe().unwrap());
        run.args([
            "--exact",
            "config::default_files_of_a_computer",
            "--nocapture",
        ])
        .env_clear()
        .envs([(child, "1"), ("AWS_REGION", "here")])
        .env("HOME", home)
        .envs(variables.iter().copied());
        String::from_utf8(run.output().unwrap().stdout).unwrap()
    };
    let null = std::path::Path::new("/dev/null");
    for home in [
        null,
        &home.join("folder"),
        &home.join("file"),
        &home.join("none"),
    ] {
        let said = run(home, &[]);
        assert!(said.contains("region Some(\"here\")"), "{home:?}: {said}");
    }
    let folder = home.join("folder/.aws/config");
    let said = run(null, &[("AWS_CONFIG_FILE", &folder)]);
    assert!(
        said.contains("refused invalid configuration: AWS_CONFIG_FILE is"),
        "{said}"
    );
    let said = run(null, &[("AWS_CONFIG_FILE", null)]);
    assert!(said.contains("region Some(\"here\")"), "{said}");
}

#[test]
fn without_a_home_there_are_no_default_files() {
    let environment = Environment::empty().file("~/.aws/config", "[default]\nregion = a");
    assert_eq!(Config::load(environment).unwrap().configured_region(), None);
}

#[test]
fn paths_of_files_have_variables() {
    let file = "[default]\nregion = here";
    for path in [
        "$BASE/one",
        "${BASE}/one",
        "/data$NONE/$/one",
        "$HOME/../data/one",
        "~/one",
    ] {
        let environment = Environment::empty()
            .variable("HOME", "/home/me")
            .variable("BASE", "/data")
            .variable("AWS_CONFIG_FILE", path)
            .file("/data/one", file)
            .file("/data$NONE/$/one", file)
            .file("/home/me/../data/one", file)
            .file("/home/me/one", file);
        let config = Config::load(environment).unwrap();
        assert_eq!(config.configured_region(), Some("here"), "{path}");
    }
}

#[tokio::test]
async fn files_may_lie_elsewhere() {
    let environment = Environment::empty()
        .home("/home/me")
        .variable("AWS_CONFIG_FILE", "~/mine")
        .variable("AWS_SHARED_CREDENTIALS_FILE", "/keys")
        .file("/home/me/mine", "[default]\nregion = a\nmax_attempts = 7")
        .file("/keys", "[default]\nregion = b");
    let config = Config::load(environment).unwrap();
    // The credentials file wins, where both have a key.
    assert_eq!(config.configured_region(), Some("b"));
    assert_eq!(config.configured_retry().max_attempts, 7);
}

#[tokio::test]
async fn retries() {
    let retry =
        |variables, file| async move { load(variables, file).await.unwrap().configured_retry() };
    assert_eq!(retry(&[], "").await, RetryConfig::standard());
    let file = "[default]\nmax_attempts = 5\nretry_mode = standard";
    assert_eq!(retry(&[], file).await.max_attempts, 5);
    let variables = &[("AWS_MAX_ATTEMPTS", "1"), ("AWS_RETRY_MODE", "standard")];
    assert_eq!(retry(variables, file).await.max_attempts, 1);
}

#[tokio::test]
async fn fips_and_dual_stack() {
    for (variables, file, expected) in [
        (&[][..], "", (false, false)),
        (&[("AWS_USE_FIPS_ENDPOINT", "true")], "", (true, false)),
        (&[("AWS_USE_DUALSTACK_ENDPOINT", "TRUE")], "", (false, true)),
        (
            &[],
            "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true",
            (true, true),
        ),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "false")],
            "[default]\nuse_fips_endpoint = true",
            (false, false),
        ),
    ] {
        let core = core(variables, file).await;
        let settings = core.endpoint_settings();
        assert_eq!(
            (settings.use_fips, settings.use_dual_stack),
            expected,
            "{variables:?} {file}"
        );
    }
}

const SERVICES: &str = "
[default]
services = mine
endpoint_url = http://profile

[services mine]
other_service =
    endpoint_url = http://other
toy_service =
    # a comment
    endpoint_url = http://section
";

#[tokio::test]
async fn endpoint_urls_from_the_most_specific_to_the_least() {
    let all = [
        ("AWS_ENDPOINT_URL_TOY_SERVICE", "http://service-variable"),
        ("AWS_ENDPOINT_URL", "http://variable"),
    ];
    let profile = "[default]\nendpoint_url = http://profile";
    assert_eq!(
        url(&all, SERVICES).await.as_deref(),
        Some("http://service-variable/")
    );
    assert_eq!(
        url(&all[1..], SERVICES).await.as_deref(),
        Some("http://variable/")
    );
    assert_eq!(url(&[], SERVICES).await.as_deref(), Some("http://section/"));
    assert_eq!(url(&[], profile).await.as_deref(), Some("http://profile/"));
    assert_eq!(url(&[], "").await, None);
    // An empty one counts as none, wherever it stands.
    let empty = "[default]\nservices = mine\nendpoint_url = http://profile\n\
                 [services mine]\ntoy_service =\n  endpoint_url =\n";
    assert_eq!(url(&[], empty).await.as_deref(), Some("http://profile/"));

    let config = load(&all, SERVICES)
        .await
        .unwrap()
        .endpoint_url("http://set");
    let core = Core::new(&config, &SERVICE).unwrap();
    assert_eq!(
        core.endpoint_settings().endpoint_url,
        Some("http://set".parse().unwrap())
    );

    static OTHER: ServiceInfo = ServiceInfo::new("Other Service", "other", "1");
    let config = load(&[], SERVICES).await.unwrap();
    let core = Core::new(&config, &OTHER).unwrap();
    assert_eq!(
        core.endpoint_settings().endpoint_url,
        Some("http://other".parse().unwrap())
    );
}

#[tokio::test]
async fn configured_endpoint_urls_can_be_ignored() {
    let variables = [
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
        ("AWS_ENDPOINT_URL", "http://variable"),
    ];
    assert_eq!(url(&variables, SERVICES).await, None);
    let file = "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://profile";
    assert_eq!(url(&[], file).await, None);
    // Nor does it matter whether they make sense.
    assert_eq!(url(&[], &file.replace("http://", "")).await, None);
    // A setting of the program isn't looked up elsewhere.
    let config = load(&variables, "")
        .await
        .unwrap()
        .endpoint_url("http://set");
    let core = Core::new(&config, &SERVICE).unwrap();
    assert!(core.endpoint_settings().endpoint_url.is_some());
}

#[tokio::test]
async fn all_problems_are_reported_at_once() {
    let variables = [
        ("AWS_USE_FIPS_ENDPOINT", "yes"),
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_ENDPOINT_URL", "localhost:80"),
    ];
    let file = "[default]\nuse_dualstack_endpoint = 1\nretry_mode = fast";
    let error = load(&variables, file).await.unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "AWS_USE_FIPS_ENDPOINT is \"yes\": expected `true` or `false`",
            "`use_dualstack_endpoint` in profile default of /home/me/.aws/config is \"1\": \
             expected `true` or `false`",
            "`retry_mode` in profile default of /home/me/.aws/config is \"fast\": \
             expected `standard`, `adaptive` or `legacy`",
            "AWS_MAX_ATTEMPTS is \"0\": expected a number from 1 on",
            "AWS_ENDPOINT_URL is \"localhost:80\": expected a URL such as \
             `https://localhost:8080`",
        ]
    );
    assert!(
        error
            .to_string()
            .starts_with("invalid configuration: AWS_USE_FIPS_ENDPOINT")
    );
}

#[tokio::test]
async fn what_is_named_must_exist() {
    let error = load(&[("AWS_PROFILE", "gone")], "[default]")
        .await
        .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "AWS_PROFILE is \"gone\": expected a profile of /home/me/.aws/config or of the \
          credentials file"
        ]
    );
    // Without a home, the place where the file would be.
    let environment = Environment::empty().variable("AWS_PROFILE", "gone");
    let error = Config::load(environment).unwrap_err();
    assert_eq!(
        error.problems(),
        ["AWS_PROFILE is \"gone\": expected a profile of ~/.aws/config or of the credentials file"]
    );
    let config = load(&[], "[default]\nservices = gone").await.unwrap();
    let error = Core::new(&config, &SERVICE).unwrap_err();
    assert!(
        error.problems()[0].contains("expected a section `[services gone]`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_missing_region_says_how_to_set_one() {
    let core = core(&[], "").await;
    let error = core.endpoint_settings().region().unwrap_err().to_string();
    for way in ["AWS_REGION", "`region`", "Config::region"] {
        assert!(error.contains(way), "{error}");
    }
}

#[tokio::test]
async fn default_endpoints() {
    let endpoint = |config: Config| {
        let core = Core::new(&config, &SERVICE).unwrap();
        core.endpoint_settings()
            .default_endpoint(&SERVICE)
            .map(|endpoint| endpoint.url.to_string())
    };
    let config = |region| Config::new().region(region);
    assert_eq!(
        endpoint(config("eu-west-1")).unwrap(),
        "https://toy.eu-west-1.amazonaws.com/"
    );
    assert_eq!(
        endpoint(config("cn-north-1").use_fips(true)).unwrap(),
        "https://toy-fips.cn-north-1.amazonaws.com.cn/"
    );
    assert_eq!(
        endpoint(config("eu-west-1").use_dual_stack(true)).unwrap(),
        "https://toy.eu-west-1.api.aws/"
    );
    assert!(endpoint(config("eu west/1")).is_err());
}

#[tokio::test]
async fn what_is_no_user_agent_is_refused() {
    let error = Core::new(&Config::new().user_agent("a\nb"), &SERVICE).unwrap_err();
    assert!(error.to_string().contains("user agent"), "{error}");
}
