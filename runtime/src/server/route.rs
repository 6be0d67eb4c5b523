//! Routes: which operation a request is for.

use std::borrow::Cow;

use http::request::Parts;

use crate::percent;

/// The sign by which a request is known to be for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// A `POST` to `/` with this `x-amz-target`
    /// ([AWS JSON 1.1, protocol behavior](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html)).
    Target(&'static str),
    /// A `POST` with a header that names the protocol to a path, before which there may be more
    /// ([Smithy RPC v2](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html)).
    Rpc {
        /// The header's name and value.
        header: (&'static str, &'static str),
        /// The end of the path.
        path: &'static str,
    },
    /// A `POST` of a form with these two fields to `/`
    /// ([AWS Query](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html)), or a `GET` with the
    /// form in its query, as
    /// [AWS's services take it](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html).
    Action {
        /// The operation's name, in the field `Action`.
        action: &'static str,
        /// The version of the interface, in the field `Version`.
        version: &'static str,
    },
    /// A method and a path
    /// ([Smithy 2.0, `http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).
    Http {
        /// The method.
        method: &'static str,
        /// The segments between the path's slashes.
        path: &'static [Segment],
        /// Parameters that the query must have; some with a value.
        query: &'static [(&'static str, Option<&'static str>)],
    },
    /// A method and a path, and headers that the request must have.
    HttpWithHeaders {
        /// The method.
        method: &'static str,
        /// The segments between the path's slashes.
        path: &'static [Segment],
        /// Parameters that the query must have; some with a value.
        query: &'static [(&'static str, Option<&'static str>)],
        /// The headers, by lower-case names.
        headers: &'static [&'static str],
    },
}

/// A segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A segment with this text.
    Literal(&'static str),
    /// Any text of at least a character: a member of the input.
    Label,
    /// At least one segment, of any text.
    Greedy,
}

/// The action and the version of a form.
pub(super) type Fields<'a> = (Option<Cow<'a, str>>, Option<Cow<'a, str>>);

impl Route {
    /// Returns whether requests with this method can be for it, as far as it names a method.
    pub(super) fn may_have(&self, wanted: &http::Method) -> bool {
        match self {
            Self::Http { method, .. } | Self::HttpWithHeaders { method, .. } => {
                wanted.as_str() == *method
            }
            Self::Target(_) | Self::Rpc { .. } | Self::Action { .. } => true,
        }
    }

    /// The labels of a request that is for it, percent-decoded. `knows_path` becomes true if
    /// at most the method is another.
    pub(super) fn matches(
        &self,
        parts: &Parts,
        found: &[(String, String)],
        action: Option<&Fields<'_>>,
        knows_path: &mut bool,
    ) -> Option<Vec<String>> {
        match self {
            Self::Target(target) => {
                let value = parts.headers.get("x-amz-target")?;
                if value != target || parts.uri.path() != "/" {
                    return None;
                }
                *knows_path = true;
                (parts.method == http::Method::POST).then(Vec::new)
            }
            Self::Rpc {
                header: (name, value),
                path,
            } => {
                let found = parts.headers.get(*name)?;
                if found != value || !parts.uri.path().ends_with(path) {
                    return None;
                }
                *knows_path = true;
                (parts.method == http::Method::POST).then(Vec::new)
            }
            Self::Action {
                action: name,
                version: wanted,
            } => {
                let (action, version) = action?;
                if action.as_deref() != Some(name)
                    || version.as_deref() != Some(wanted)
                    || parts.uri.path() != "/"
                {
                    return None;
                }
                *knows_path = true;
                let methods = [http::Method::POST, http::Method::GET];
                methods.contains(&parts.method).then(Vec::new)
            }
            Self::Http {
                method,
                path,
                query,
            } => by_http(parts, found, method, path, query, knows_path),
            Self::HttpWithHeaders {
                method,
                path,
                query,
                headers,
            } => {
                let mut headers = headers.iter();
                if !headers.all(|name| parts.headers.contains_key(*name)) {
                    return None;
                }
                by_http(parts, found, method, path, query, knows_path)
            }
        }
    }
}

/// The labels of a request with this method, path and query.
fn by_http(
    parts: &Parts,
    found: &[(String, String)],
    method: &str,
    path: &[Segment],
    query: &[(&str, Option<&str>)],
    knows_path: &mut bool,
) -> Option<Vec<String>> {
    let labels = labels(path, parts.uri.path())?;
    let has_query = query.iter().all(|(name, value)| {
        found
            .iter()
            .any(|(found, other)| found == name && value.is_none_or(|value| other == value))
    });
    if !has_query {
        return None;
    }
    *knows_path = true;
    (parts.method.as_str() == method).then_some(labels)
}

fn labels(segments: &[Segment], path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    if !segments.contains(&Segment::Greedy) {
        return labels_of_single_segments(segments, path);
    }
    let parts: Vec<&str> = path.split('/').collect();
    let mut parts = parts.as_slice();
    let mut labels = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        match segment {
            Segment::Literal(text) => {
                let (first, rest) = parts.split_first()?;
                if !is_literal(first, text) {
                    return None;
                }
                parts = rest;
            }
            Segment::Label => {
                let (first, rest) = parts.split_first()?;
                if first.is_empty() {
                    return None;
                }
                labels.push(percent::decode(first));
                parts = rest;
            }
            Segment::Greedy => {
                let after = segments.len() - index - 1;
                let taken = parts.len().checked_sub(after).filter(|taken| *taken > 0)?;
                let (greedy, rest) = parts.split_at_checked(taken)?;
                let text = greedy.join("/");
                if text.is_empty() {
                    return None;
                }
                labels.push(percent::decode(&text));
                parts = rest;
            }
        }
    }
    (parts.is_empty() || (parts == [""] && takes_slash(segments))).then_some(labels)
}

/// The labels of a path without greedy ones. They are taken once all of the path fits.
fn labels_of_single_segments(segments: &[Segment], path: &str) -> Option<Vec<String>> {
    // A slash at the end of a pattern may be missing in a request: it is no segment.
    let segments = match segments {
        [rest @ .., Segment::Literal("")] if !rest.is_empty() => rest,
        _ => segments,
    };
    let mut parts = Parted(Some(path));
    let mut count = 0;
    for segment in segments {
        let part = parts.next()?;
        let fits = match segment {
            Segment::Literal(text) => is_literal(part, text),
            Segment::Label => {
                count += 1;
                !part.is_empty()
            }
            Segment::Greedy => false,
        };
        if !fits {
            return None;
        }
    }
    match parts.next() {
        None => {}
        Some("") if parts.next().is_none() && takes_slash(segments) => {}
        Some(_) => return None,
    }
    let mut labels = Vec::with_capacity(count);
    for (segment, part) in segments.iter().zip(Parted(Some(path))) {
        if *segment == Segment::Label {
            labels.push(percent::decode(part));
        }
    }
    Some(labels)
}

/// The parts of a path between its slashes. Parts are short, which `split` isn't made for.
struct Parted<'a>(Option<&'a str>);

impl<'a> Iterator for Parted<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let path = self.0.take()?;
        let Some(at) = path.bytes().position(|byte| byte == b'/') else {
            return Some(path);
        };
        let (part, after) = path.split_at_checked(at)?;
        self.0 = after.get(1..);
        Some(part)
    }
}

fn is_literal(part: &str, text: &str) -> bool {
    part == text || (part.contains('%') && percent::decode(part) == text)
}

/// Returns whether there may be a slash at the end, which is no segment of any pattern. botocore has one
/// for an operation of Route 53, and many clients of S3 have one after the bucket.
fn takes_slash(segments: &[Segment]) -> bool {
    !matches!(segments, [] | [Segment::Literal("")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_segment_by_segment() {
        use Segment::{Greedy, Label, Literal};
        type Case = (
            &'static [Segment],
            &'static str,
            Option<&'static [&'static str]>,
        );
        let cases: [Case; 17] = [
            (&[Literal("")], "/", Some(&[])),
            (&[Literal("a"), Label], "/a/b", Some(&["b"])),
            (&[Literal("a"), Label], "/a/b%2Fc%20d", Some(&["b/c d"])),
            (&[Literal("a"), Label], "/a/", None),
            (&[Literal("a"), Label], "/a", None),
            (&[Literal("a"), Label], "/a/b/", Some(&["b"])),
            (&[Literal("a"), Greedy], "/a/b/c", Some(&["b/c"])),
            (
                &[Greedy, Literal("z"), Label],
                "/a/b/z/c",
                Some(&["a/b", "c"]),
            ),
            (&[Greedy, Literal("z")], "/z", None),
            (&[Label, Literal("a b")], "/x/a%20b", Some(&["x"])),
            (&[Label], "*", None),
            // A pattern that ends with a slash.
            (&[Literal("a"), Label, Literal("")], "/a/b/", Some(&["b"])),
            (&[Literal("a"), Label, Literal("")], "/a/b", Some(&["b"])),
            (&[Literal("a"), Label, Literal("")], "/a/b//", None),
            (&[Literal("a"), Literal("")], "/a/b", None),
            (&[Greedy, Literal("")], "/a/b/", Some(&["a/b"])),
            (&[Literal("a"), Label], "/a/b//", None),
        ];
        for (segments, path, expected) in cases {
            let found = labels(segments, path);
            let found: Option<Vec<&str>> = found
                .as_ref()
                .map(|all| all.iter().map(String::as_str).collect());
            assert_eq!(found.as_deref(), expected, "{segments:?} {path}");
        }
    }

    #[test]
    fn headers_tell_operations_apart() {
        let route = Route::HttpWithHeaders {
            method: "PUT",
            path: &[Segment::Label, Segment::Greedy],
            query: &[("partNumber", None)],
            headers: &["x-copy"],
        };
        let matches = |uri: &str, header: &str| {
            let request = http::Request::put(uri).header(header, "b/k");
            let (parts, ()) = request.body(()).unwrap().into_parts();
            let found = [("partNumber".to_owned(), "1".to_owned())];
            let found = if uri.contains('?') { &found[..] } else { &[] };
            route.matches(&parts, found, None, &mut false).is_some()
        };
        assert!(matches("/b/k?partNumber=1", "x-copy"));
        assert!(!matches("/b/k?partNumber=1", "x-other"));
        assert!(!matches("/b/k", "x-copy"));
    }
}
