//! The header `user-agent`, in AWS's format.

use http::HeaderValue;

use super::ServiceInfo;

/// The user agent in [AWS's format][format], such as
/// `tinsmith/0.1.0 ua/2.1 api/emr#0.1.0 os/linux lang/rust md/arch#x86_64 app/mine`.
///
/// [format]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html
pub(crate) fn user_agent(
    service: &ServiceInfo,
    app_name: Option<&str>,
    execution_environment: Option<&str>,
) -> String {
    let mut text = format!(
        "tinsmith/{} ua/2.1 api/{}#{} os/{} lang/rust md/arch#{}",
        env!("CARGO_PKG_VERSION"),
        token(&service.sdk_id.to_ascii_lowercase()),
        token(service.version),
        os(),
        token(std::env::consts::ARCH),
    );
    for (key, value) in [("exec-env", execution_environment), ("app", app_name)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            text.extend([" ", key, "/", &token(value)]);
        }
    }
    text
}

/// The names of operating systems that the format knows.
fn os() -> &'static str {
    match std::env::consts::OS {
        os @ ("android" | "ios" | "linux" | "macos" | "tvos" | "watchos" | "windows") => os,
        _ => "other",
    }
}

/// A text with all that can't be in a token as `-`.
fn token(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!$%&'*+-.^_`|~".contains(c);
    let replaced = |c| match c {
        ' ' => '_',
        c if fits(c) => c,
        _ => '-',
    };
    text.chars().map(replaced).collect()
}

/// Makes a header; `None` if the text can't be one.
pub(crate) fn header(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_tokens() {
        let service = ServiceInfo::new("EMR containers", "emr-containers", "1.2");
        let agent = user_agent(&service, Some("my app/ö"), Some("AWS_Lambda_rust"));
        let version = env!("CARGO_PKG_VERSION");
        assert!(
            agent.starts_with(&format!(
                "tinsmith/{version} ua/2.1 api/emr_containers#1.2 os/"
            )),
            "{agent}"
        );
        assert!(
            agent.ends_with(" exec-env/AWS_Lambda_rust app/my_app--"),
            "{agent}"
        );
        assert!(header(&agent).is_some());
    }
}
