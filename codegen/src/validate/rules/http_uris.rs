//! `HttpUriFormat`, `HttpUriGreedyLabel`, `HttpUriConflict`, `HttpLabelTrait`, `HttpQueryTrait`:
//! URIs ([Smithy 2.0, http trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Graph};
use super::super::ids::{ENDPOINT, HTTP, HTTP_LABEL, HTTP_QUERY, PATTERN, RESOURCE_IDENTIFIER};
use super::super::pattern;
use crate::shape_type::Type;

/// A URI pattern.
pub(super) struct Uri {
    segments: Vec<Segment>,
    /// Names of the query with their values, which may be missing.
    query: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Segment {
    Literal(String),
    Label(String),
    Greedy(String),
}

impl Uri {
    /// Parses a pattern, or says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err("it doesn't begin with /".to_owned());
        }
        if text.contains('#') {
            return Err("it has a fragment, which requests don't have".to_owned());
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let mut segments = Vec::new();
        // A slash at the end is part of the path and no segment, as in the reference: AWS's models
        // have many such URIs.
        let path = path.trim_end_matches('/');
        for segment in path.split('/').skip(1) {
            segments.push(Segment::parse(segment)?);
        }
        let mut names: Vec<&str> = Vec::new();
        for segment in &segments {
            if let Segment::Label(name) | Segment::Greedy(name) = segment {
                if names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    return Err(format!("the label {name} is there twice"));
                }
                names.push(name);
            }
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if pair.contains(['{', '}']) {
                return Err("there is a label in the query; use @httpQuery".to_owned());
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if pairs.iter().any(|(known, _)| known == name) {
                return Err(format!("the name {name} is twice in the query"));
            }
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self {
            segments,
            query: pairs,
        })
    }

    fn labels(&self) -> impl Iterator<Item = (&str, bool)> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Label(name) => Some((&**name, false)),
            Segment::Greedy(name) => Some((&**name, true)),
            Segment::Literal(_) => None,
        })
    }

    /// The segments in which two URIs differ without excluding each other; `None` if no request
    /// fits both.
    fn conflict<'u>(&'u self, other: &'u Self) -> Option<Vec<(&'u Segment, &'u Segment)>> {
        if self.query != other.query {
            let literal = |uri: &Self| {
                let mut query = uri.query.clone();
                query.sort();
                query
            };
            if literal(self) != literal(other) {
                return None;
            }
        }
        let mut pairs = Vec::new();
        let (mut ours, mut theirs) = (self.segments.iter(), other.segments.iter());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Some(pairs),
                (Some(one), Some(two)) => {
                    let greedy = |it: &Segment| matches!(it, Segment::Greedy(_));
                    if one != two || greedy(one) {
                        if let (Segment::Literal(_), Segment::Literal(_)) = (one, two) {
                            return None;
                        }
                        // Both are labels by any name, or one is.
                        pairs.push((one, two));
                    }
                    if greedy(one) && greedy(two) {
                        return Some(pairs);
                    }
                    // The more specific one is taken where the other is greedy.
                    if greedy(one) != greedy(two) {
                        return None;
                    }
                    // A literal is more specific than a label, and reported with it.
                }
                _ => return None,
            }
        }
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("there is an empty segment in it".to_owned());
        }
        let inner = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        match inner {
            Some(inner) if !inner.contains(['{', '}']) => {
                let (name, is_greedy) = match inner.strip_suffix('+') {
                    Some(name) => (name, true),
                    None => (inner, false),
                };
                if !crate::model::is_identifier(name) {
                    return Err(format!("the label {text} has no name of a member in it"));
                }
                Ok(match is_greedy {
                    true => Self::Greedy(name.to_owned()),
                    false => Self::Label(name.to_owned()),
                })
            }
            _ if text.contains(['{', '}']) => {
                Err(format!("the segment {text} is neither a label nor a text"))
            }
            _ if !text.bytes().all(is_of_path) => Err(format!(
                "the segment {text} has characters that aren't for paths"
            )),
            _ => Ok(Self::Literal(text.to_owned())),
        }
    }
}

/// Whether a byte may be in a segment of a path (RFC 3986, pchar).
fn is_of_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte)
}

/// An operation with its request line.
struct Bound {
    operation: At,
    method: String,
    uri: Uri,
    text: String,
}

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let mut all: HashMap<At, Bound> = HashMap::new();
    for operation in graph.own_with(HTTP).collect::<Vec<At>>() {
        if graph.kind(operation) != Type::Operation {
            continue;
        }
        let Some(applied) = graph.get(operation, HTTP).copied() else {
            continue;
        };
        let (Some(method), Some(text)) = (applied.text("method"), applied.text("uri")) else {
            continue;
        };
        match Uri::parse(&text) {
            Err(problem) => {
                let message = format!("the URI {text} can't be used: {problem}");
                let help = "see https://smithy.io/2.0/spec/http-bindings.html#uri";
                let id = "HttpUriFormat";
                findings.at_trait(id, Severity::Error, operation, &applied, message, help);
            }
            Ok(uri) => {
                greedy(findings, operation, &applied, &uri);
                labels(findings, operation, &applied, &uri);
                queries(findings, operation, &applied, &uri);
                let bound = Bound {
                    operation,
                    method: method.into_owned(),
                    uri,
                    text: text.into_owned(),
                };
                all.insert(operation, bound);
            }
        }
    }
    for service in graph.own_of(Type::Service).collect::<Vec<At>>() {
        let operations = graph.operations(service);
        let bound: Vec<&Bound> = operations.iter().filter_map(|at| all.get(at)).collect();
        conflicts(findings, &bound);
    }
}

fn greedy(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>, uri: &Uri) {
    let is_greedy = |it: &&Segment| matches!(it, Segment::Greedy(_));
    let count = uri.segments.iter().filter(is_greedy).count();
    let id = "HttpUriGreedyLabel";
    if count > 1 {
        let message = "the URI has more than one greedy label";
        findings.at_trait(id, Severity::Error, at, applied, message, "leave one");
    } else if let Some(place) = uri.segments.iter().position(|it| is_greedy(&it)) {
        let after = uri.segments.get(place + 1..).unwrap_or_default();
        if after.iter().any(|it| !matches!(it, Segment::Literal(_))) {
            let message = "a label follows the greedy label of the URI";
            let help = "a greedy label is the last one";
            findings.at_trait(id, Severity::Error, at, applied, message, help);
        } else if !after.is_empty() {
            let message = "a text follows the greedy label of the URI";
            let help = "not all servers can match it";
            findings.at_trait(id, Severity::Danger, at, applied, message, help);
        }
    }
}

/// The name of the label that a member gives.
fn label_of(graph: &Graph<'_>, member: At) -> String {
    let explicit = graph
        .get(member, RESOURCE_IDENTIFIER)
        .and_then(Applied::string);
    explicit.map_or_else(|| graph.shape(member).name.to_string(), Cow::into_owned)
}

fn labels(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>, uri: &Uri) {
    const ID: &str = "HttpLabelTrait";
    let graph = findings.graph;
    let input = graph.input(at);
    let members = || input.into_iter().flat_map(|input| graph.members(input));
    let bound: Vec<(String, At)> = members()
        .filter(|member| graph.has(*member, HTTP_LABEL))
        .flat_map(|member| {
            // Both names lead to the member where an identifier has another name.
            let own = graph.shape(member).name.to_string();
            let explicit = label_of(graph, member);
            let mut names = vec![(own, member)];
            if names.iter().all(|(name, _)| *name != explicit) {
                names.push((explicit, member));
            }
            names
        })
        .collect();
    for (label, is_greedy) in uri.labels() {
        match bound.iter().find(|(name, _)| name == label) {
            None => {
                let without = members().find(|member| graph.shape(*member).name == label);
                let message = match without {
                    Some(_) => {
                        format!("the member {label} is a label of the URI, and isn't marked")
                    }
                    None => format!("the label {label} of the URI isn't a member of the input"),
                };
                let names: Vec<String> = members()
                    .map(|it| graph.shape(it).name.to_string())
                    .collect();
                let near = graph.nearest(label, names.iter().map(String::as_str));
                let help = match near {
                    Some(near) if without.is_none() => format!("did you mean {near}?"),
                    _ => "give a required member of the input @httpLabel".to_owned(),
                };
                findings.at_trait(ID, Severity::Error, at, applied, message, &help);
            }
            Some((_, member)) if is_greedy => {
                let target = graph.target(*member).map(|it| graph.kind(it));
                if target.is_some_and(|kind| !kind.is(Type::String)) {
                    let message = format!(
                        "{} is a greedy label, and isn't a string",
                        graph.short(*member)
                    );
                    findings.error(ID, *member, message, "", "target a string");
                }
            }
            Some(_) => {}
        }
    }
    for member in members().filter(|member| graph.has(*member, HTTP_LABEL)) {
        let mut names = bound.iter().filter(|(_, at)| *at == member);
        if !names.any(|(name, _)| uri.labels().any(|(label, _)| label == name)) {
            let message = format!(
                "{} isn't in the URI of {}",
                graph.short(member),
                graph.short(at)
            );
            let help = format!(
                "add {{{}}} to the URI, or take @httpLabel off the member",
                graph.shape(member).name
            );
            findings.error(ID, member, message, "", &help);
        }
    }
}

fn queries(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>, uri: &Uri) {
    const ID: &str = "HttpQueryTrait";
    let graph = findings.graph;
    let Some(input) = graph.input(at) else { return };
    let mut seen: BTreeMap<String, At> = BTreeMap::new();
    for member in graph.members(input) {
        let Some(name) = graph.get(member, HTTP_QUERY).and_then(Applied::string) else {
            continue;
        };
        if let Some(first) = seen.insert(name.to_string(), member) {
            let message = format!(
                "{} and {} are both the query parameter {name}",
                graph.shape(first).name,
                graph.shape(member).name
            );
            findings.error(ID, member, message, "", "give one of them another name");
        }
        if uri.query.iter().any(|(literal, _)| *literal == name) {
            let message =
                format!("the query parameter {name} is in the URI, and a member gives it too");
            let help = "take it out of the URI, or give the member another name";
            findings.at_trait(ID, Severity::Error, at, applied, message, help);
        }
    }
}

fn conflicts(findings: &mut Findings<'_, '_>, all: &[&Bound]) {
    let graph = findings.graph;
    // Only URIs that begin alike, or with a label, can meet.
    let mut groups: BTreeMap<(&str, usize), Vec<&Bound>> = BTreeMap::new();
    for bound in all {
        let is_greedy = bound.uri.labels().any(|(_, is_greedy)| is_greedy);
        let length = if is_greedy {
            usize::MAX
        } else {
            bound.uri.segments.len()
        };
        groups
            .entry((&bound.method, length))
            .or_default()
            .push(bound);
    }
    for group in groups.values() {
        let mut by_first: BTreeMap<Option<&str>, Vec<&Bound>> = BTreeMap::new();
        for bound in group {
            let first = match bound.uri.segments.first() {
                Some(Segment::Literal(text)) => Some(&**text),
                _ => None,
            };
            by_first.entry(first).or_default().push(bound);
        }
        let free = by_first.remove(&None).unwrap_or_default();
        pairs(findings, graph, &free, &free, true);
        for same in by_first.values() {
            pairs(findings, graph, same, same, true);
            pairs(findings, graph, same, &free, false);
        }
    }
}

/// The number of pairs of operations that are compared per group. A hostile model can have
/// millions.
const MAX_PAIRS: usize = 2_000_000;

fn pairs(
    findings: &mut Findings<'_, '_>,
    graph: &Graph<'_>,
    ones: &[&Bound],
    others: &[&Bound],
    is_same: bool,
) {
    let mut left = MAX_PAIRS;
    for (at, one) in ones.iter().enumerate() {
        let others = if is_same {
            others.get(at + 1..).unwrap_or_default()
        } else {
            others
        };
        for other in others {
            if left == 0 {
                return;
            }
            left -= 1;
            if graph.has(one.operation, ENDPOINT) != graph.has(other.operation, ENDPOINT) {
                continue;
            }
            let prefix = |at: At| graph.get(at, ENDPOINT).and_then(|it| it.text("hostPrefix"));
            if prefix(one.operation) != prefix(other.operation) {
                continue;
            }
            let Some(differing) = one.uri.conflict(&other.uri) else {
                continue;
            };
            let is_excluded = !differing.is_empty()
                && differing.iter().any(|(ours, theirs)| {
                    matches!(ours, Segment::Literal(_)) != matches!(theirs, Segment::Literal(_))
                })
                && differing.iter().all(|(ours, theirs)| match (ours, theirs) {
                    (Segment::Literal(text), Segment::Label(name)) => {
                        excludes(graph, other.operation, name, text)
                    }
                    (Segment::Label(name), Segment::Literal(text)) => {
                        excludes(graph, one.operation, name, text)
                    }
                    _ => true,
                });
            let severity = if is_excluded {
                Severity::Danger
            } else {
                Severity::Error
            };
            let Some(applied) = graph.get(other.operation, HTTP).copied() else {
                continue;
            };
            let message = format!(
                "{} {} of {} fits requests of {}, {}",
                other.method,
                other.text,
                graph.short(other.operation),
                graph.short(one.operation),
                one.text
            );
            let help = "give one of them another URI or method";
            findings.at_trait(
                "HttpUriConflict",
                severity,
                other.operation,
                &applied,
                message,
                help,
            );
        }
    }
}

/// Whether the pattern of a label's member keeps it from being a text.
fn excludes(graph: &Graph<'_>, operation: At, label: &str, text: &str) -> bool {
    let Some(input) = graph.input(operation) else {
        return false;
    };
    let mut members = graph.members(input);
    let Some(member) = members.find(|it| label_of(graph, *it) == label) else {
        return false;
    };
    let applied = graph.get_here_or_there(member, PATTERN);
    let pattern = applied.and_then(Applied::string);
    pattern.is_some_and(|it| {
        pattern::is_cheap(&it)
            && pattern::compiled(&it).is_ok_and(|regex| regex.find(text).is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::Uri;

    #[test]
    fn uris_have_a_form() {
        for uri in [
            "/",
            "/a/{b}/{c+}",
            "/a?x&y=z",
            "/{a}/b%20c",
            "/a:b",
            "/a/",
            "/{a}/?b",
        ] {
            assert!(Uri::parse(uri).is_ok(), "{uri}");
        }
        for uri in [
            "", "a", "/a//b", "//a", "/{a}{b}", "/a{b}", "/{}", "/{a}/{a}", "/a#b", "/a?b={c}",
            "/a?b&b", "/a b",
        ] {
            assert!(Uri::parse(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn conflicts_are_what_one_request_fits() {
        let conflict = |one: &str, other: &str| {
            let (Ok(one), Ok(other)) = (Uri::parse(one), Uri::parse(other)) else {
                return None;
            };
            one.conflict(&other).map(|differing| differing.len())
        };
        assert_eq!(conflict("/a", "/a"), Some(0));
        assert_eq!(conflict("/a", "/b"), None);
        assert_eq!(conflict("/a", "/a/b"), None);
        assert_eq!(conflict("/{a}", "/{b}"), Some(1));
        assert_eq!(conflict("/a/{b}", "/a/c"), Some(1));
        assert_eq!(conflict("/a?x", "/a?y"), None);
        assert_eq!(conflict("/a?x=1", "/a?x=2"), None);
        assert_eq!(conflict("/{a+}", "/b"), None);
    }
}
