//! The syntax of the shared files: lines, sections, keys and comments.

use tinsmith_runtime::client::{Config, Environment};
use tinsmith_runtime::generated::client::Core;

use crate::config::{environment, load};
use crate::support::service::SERVICE;

#[tokio::test]
async fn lines_that_are_none_are_reported_with_their_number() {
    let text = "region = a\n[default\n[default]\n\n# fine\nregion\n = b\n  more\ns3 =\n  no";
    let error = load(&[("AWS_MAX_ATTEMPTS", "0")], text).await.unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "/home/me/.aws/config:1: expected a section such as `[default]` before it",
            "/home/me/.aws/config:2: expected `]`",
            "/home/me/.aws/config:6: expected `key = value`",
            "/home/me/.aws/config:7: expected `key = value`",
            "/home/me/.aws/config:8: expected `key = value`",
            "/home/me/.aws/config:10: expected `key = value`",
            "AWS_MAX_ATTEMPTS is \"0\": expected a number from 1 on",
        ]
    );
}

#[tokio::test]
async fn lines_that_are_none_stop_nobody_who_does_not_ask_for_their_section() {
    let file = b"[profile other]\nrubbish\n= x\n  more\ns3 =\n  no\n\xff = \xff\n\
        output = \xff\n[broken\nrubbish\n[plugins]\n???\n[sso-session a b]\n[\n]\n\xff\xfe\n\
        [sso-session corp]\nrubbish\n[services mine]\nrubbish\n\
        [default]\nregion = here\n# \xff in a comment\n[profile uses]\nservices = mine\n"
        .to_vec();
    let environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", file);
    let config = Config::load(environment.clone()).unwrap();
    assert_eq!(config.configured_region(), Some("here"));

    let error = Config::load(environment.clone().profile("other")).unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "/home/me/.aws/config:2: expected `key = value`",
            "/home/me/.aws/config:3: expected `key = value`",
            "/home/me/.aws/config:4: expected `key = value`",
            "/home/me/.aws/config:6: expected `key = value`",
            "/home/me/.aws/config:7: expected UTF-8",
            "/home/me/.aws/config:8: expected UTF-8",
        ]
    );
    let config = Config::load(environment.profile("uses")).unwrap();
    let error = Core::new(&config, &SERVICE).unwrap_err();
    assert_eq!(
        error.problems(),
        ["/home/me/.aws/config:20: expected `key = value`"]
    );
}

#[test]
fn a_file_in_another_encoding_is_refused_for_that() {
    let text = "[default]\r\nregion = a\r\n".encode_utf16();
    let mut bytes = b"\xff\xfe".to_vec();
    bytes.extend(text.flat_map(u16::to_le_bytes));
    let environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", bytes);
    let error = Config::load(environment).unwrap_err();
    assert_eq!(
        error.problems()[0],
        "/home/me/.aws/config:1: expected UTF-8"
    );
}

/// The region of the default profile in this file.
fn region_in(text: impl Into<Vec<u8>>) -> Option<String> {
    let environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", text);
    let config = Config::load(environment).unwrap();
    config.configured_region().map(str::to_owned)
}

#[test]
fn indentation_matters_only_below_a_key() {
    for text in [
        "[default]\nregion = here\noutput = json",
        "[default]\n  region = here\n  output = json",
        "  [default]\n\tregion = here\n output = json",
        "[default]\n    output = json\n  region = here\n",
        "[default]\n    output = json\n\n  # less\n  region = here",
        "[default]\r\n  output = json\r\n  region = here\r\n",
        "[default]\r  output = json\r  region = here\r",
        "\u{feff}[default]\nregion = here",
        "[default]\nregion: here",
        "[default]\nregion : here\n",
        "[default]\nREGION=here",
        "[ default ]\nregion\t=\u{a0}here \t",
        "[\tprofile\tdefault ] # text\nregion = here",
        "[profile \"default\"]\nregion = here",
        "[profile 'default']\nregion = here",
        "[profile d\\efault]\nregion = here",
        "[default]\nregion = there\n[profile x]\n[default]\nregion = here",
        "[default]\nregion = there\nregion = here",
        "[default]\ns3 =\n  addressing_style = path\n\n  # more\n  a = b\nregion = here",
        "[default]\nregion = here # \"text",
        "[default]\nregion = here ; it's",
    ] {
        assert_eq!(region_in(text).as_deref(), Some("here"), "{text:?}");
    }
    for text in [
        // It is a part of the key above.
        "[default]\noutput = json\n  region = here",
        "[default]\n output =\n\tx = y\n  region = here",
        "[plugins]\nx = 1\n [default]\nregion = here",
        // Nobody's names.
        "[profiledefault]\nregion = here",
        "[profile default more]\nregion = here",
        "[profile \"default]\nregion = here",
        "[Default]\nregion = here",
        "[profile  ]\nregion = here",
    ] {
        assert_eq!(region_in(text), None, "{text:?}");
    }
}

#[test]
fn names_in_the_credentials_file_are_as_they_stand() {
    let environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", "[profile \"a b\"]\nregion = one")
        .file(
            "/home/me/.aws/credentials",
            "[ a b ]\nmax_attempts = 7\n[profile c]\nregion = two\n",
        );
    let config = Config::load(environment.clone().profile("a b")).unwrap();
    assert_eq!(config.configured_region(), Some("one"));
    assert_eq!(config.configured_retry().max_attempts, 7);
    assert!(Config::load(environment.profile("c")).is_err());
}

#[test]
fn comments_after_values_begin_with_white_space_outside_of_quotes() {
    for (value, expected) in [
        ("here # comment", "here"),
        ("here\t; comment # more", "here"),
        ("here#1;2", "here#1;2"),
        ("'a # b' # c", "'a # b'"),
        ("\"a \\\" # b\" ; c", "\"a \\\" # b\""),
        ("a' # b", "a'"),
        ("a'#b", "a'#b"),
        ("# nothing", ""),
    ] {
        let region = region_in(format!("[default]\nregion = {value}"));
        assert_eq!(region.unwrap_or_default(), expected, "{value}");
    }
}

#[tokio::test]
async fn sections_and_values_in_all_forms() {
    let file = "
[profile \"with space\"]
REGION = a#b
[profile 'with ]'] ; and [more]
region = c
[profile with] ]
region = d
[it's] # that's [nobody's]
[ profile  tabbed ]\t; comment
region\t=\ta = b # comment
[plugins]
region = other tool's
[default]
region = void
[profile default]
max_attempts = 2
";
    let region = |profile: &'static str| async move {
        let environment = environment(&[], file).profile(profile);
        let config = Config::load(environment).unwrap();
        config.configured_region().map(str::to_owned)
    };
    assert_eq!(region("with space").await.as_deref(), Some("a#b"));
    assert_eq!(region("with ]").await.as_deref(), Some("c"));
    assert_eq!(region("with").await.as_deref(), Some("d"));
    assert_eq!(region("tabbed").await.as_deref(), Some("a = b"));
    // `[profile default]` makes `[default]` void.
    assert_eq!(region("default").await, None);
}

/// A file that can't be read as it is may have the profile that nobody finds.
#[tokio::test]
async fn a_profile_is_not_missed_in_a_file_that_has_problems() {
    let chosen = [("AWS_PROFILE", "work")];
    let error = load(&chosen, "[default]\nregion = a").await.unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("AWS_PROFILE is \"work\": expected a profile"),
        "{error}"
    );
    let error = load(&chosen, "rubbish\n[default]\nregion = a").await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("/home/me/.aws/config:1: expected a section"),
        "{error}"
    );
    assert!(!error.contains("expected a profile"), "{error}");
}

#[tokio::test]
async fn keys_below_a_key_have_names() {
    for line in ["= x", " =x", "x"] {
        let file = format!("[default]\ns3 =\n  addressing_style = path\n  {line}\n");
        let error = load(&[], &file).await.unwrap_err().to_string();
        assert!(
            error.contains("/home/me/.aws/config:4: expected `key = value`"),
            "{error}"
        );
    }
}
