//! Endpoints that a member of the input has.

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::InvalidInput;
use crate::error::Problems;
use crate::host;

/// Puts the scheme and the host that a member has in the place of the endpoint's, as Machine
/// Learning wants it of `PredictEndpoint`. The path of the endpoint stays, and that of the member
/// doesn't count, as in botocore. An endpoint without a host, for requests in origin form, stays.
///
/// # Errors
///
/// A problem with the member if it isn't a URL that a signed request can go to.
pub fn member_endpoint(
    operation: &'static str,
    endpoint: &Uri,
    member: &'static str,
    value: Option<&str>,
) -> Result<Uri, Box<InvalidInput>> {
    replaced(endpoint, value.unwrap_or_default()).or_else(|reason| {
        let mut problems = Problems::new();
        problems.invalid(member, reason);
        problems.finish(operation).map(|()| endpoint.clone())
    })
}

fn replaced(endpoint: &Uri, value: &str) -> Result<Uri, &'static str> {
    if endpoint.authority().is_none() {
        return Ok(endpoint.clone());
    }
    let url: Uri = value.parse().map_err(|_| NO_URL)?;
    let mut parts = url.into_parts();
    let is_http = [Some(Scheme::HTTPS), Some(Scheme::HTTP)].contains(&parts.scheme);
    if !is_http {
        return Err(NO_URL);
    }
    let authority = parts.authority.as_ref().ok_or(NO_URL)?;
    host::check_authority(authority.as_str())?;
    let path = endpoint.path_and_query().cloned();
    parts.path_and_query = path.or_else(|| Some(PathAndQuery::from_static("/")));
    Uri::from_parts(parts).map_err(|_| NO_URL)
}

const NO_URL: &str = "isn't a URL such as https://service.region.amazonaws.com";

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Result<String, String> {
        let endpoint = Uri::from_static("https://usual.example/base");
        member_endpoint("Predict", &endpoint, "PredictEndpoint", Some(value))
            .map(|uri| uri.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn scheme_and_host_are_the_members() {
        for (value, expected) in [
            ("https://own.example", "https://own.example/base"),
            ("https://own.example/", "https://own.example/base"),
            (
                "https://own.example:8443/x?y",
                "https://own.example:8443/base",
            ),
            ("http://127.0.0.1:1", "http://127.0.0.1:1/base"),
        ] {
            assert_eq!(of(value).unwrap(), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_url_is_a_problem_of_the_member() {
        for value in [
            "",
            "/",
            "own.example",
            "ftp://own.example",
            "https://a@b.example",
            "https://a b",
        ] {
            let error = of(value).unwrap_err();
            assert!(error.contains("PredictEndpoint"), "{value}: {error}");
        }
    }

    #[test]
    fn a_request_in_origin_form_stays_so() {
        let endpoint = Uri::from_static("/");
        let made = member_endpoint(
            "Predict",
            &endpoint,
            "PredictEndpoint",
            Some("https://a.example"),
        );
        assert_eq!(made.unwrap(), "/");
    }
}
