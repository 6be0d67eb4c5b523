//! Traits as types: the ones that bear on what is generated. Others are kept by id only.

use serde::Deserialize;
use serde_json::Value;

use crate::ast::{Entries, Node, Place};
use crate::diagnostic::{Diagnostic, Report};

/// The traits of a shape or member.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Traits {
    pub(crate) documentation: Option<String>,
    pub(crate) title: Option<String>,
    /// The `sdkId` of `aws.api#service`.
    pub(crate) sdk_id: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) sensitive: bool,
    pub(crate) mixin: bool,

    pub(crate) required: bool,
    pub(crate) client_optional: bool,
    pub(crate) input: bool,
    pub(crate) default: Option<Value>,
    pub(crate) sparse: bool,
    pub(crate) idempotency_token: bool,

    pub(crate) length: Option<Bounds>,
    pub(crate) range: Option<Bounds>,
    pub(crate) pattern: Option<String>,

    pub(crate) enum_value: Option<Value>,
    pub(crate) timestamp_format: Option<TimestampFormat>,
    pub(crate) json_name: Option<String>,

    pub(crate) http: Option<Http>,
    pub(crate) http_label: bool,

    pub(crate) error: Option<Fault>,
    pub(crate) http_error: Option<u16>,
    pub(crate) aws_query_error: Option<AwsQueryError>,
    pub(crate) retryable: Option<Retryable>,

    /// The ids of all traits in the order of the file, the ones above included.
    pub(crate) ids: Vec<String>,
}

impl Traits {
    /// Whether a trait is there, typed here or not.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.iter().any(|known| known == id)
    }
}

/// Takes `$over`'s value where it has one.
macro_rules! overlay {
    ($base:expr, $over:expr; flags: $($flag:ident)*; options: $($option:ident)*) => {
        Traits {
            $($flag: $base.$flag || $over.$flag,)*
            $($option: $over.$option.clone().or_else(|| $base.$option.clone()),)*
            ids: Vec::new(),
        }
    };
}

impl Traits {
    /// These traits with `over`'s on top, as mixins and `apply` lay them.
    pub(super) fn overlaid(&self, over: &Self) -> Self {
        let mut traits = overlay!(
            self, over;
            flags: sensitive mixin required client_optional input sparse idempotency_token
                http_label;
            options: documentation title sdk_id deprecated default length range pattern enum_value
                timestamp_format json_name http error http_error aws_query_error retryable
        );
        traits.ids = self.ids.clone();
        traits.ids.retain(|id| !over.has(id));
        traits.ids.extend(over.ids.iter().cloned());
        traits
    }
}

/// `smithy.api#deprecated`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Deprecated {
    pub(crate) message: Option<String>,
    pub(crate) since: Option<String>,
}

/// `smithy.api#length` and `smithy.api#range`: numbers as the model writes them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Bounds {
    pub(crate) min: Option<serde_json::Number>,
    pub(crate) max: Option<serde_json::Number>,
}

/// `smithy.api#http`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) uri: String,
}

/// `smithy.api#error`: whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Fault {
    Client,
    Server,
}

/// `smithy.api#retryable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Retryable {
    pub(crate) throttling: bool,
}

/// `aws.protocols#awsQueryError`: the code that the service's query protocol had for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct AwsQueryError {
    pub(crate) code: String,
}

/// `aws.api#service`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AwsService {
    sdk_id: Option<String>,
}

/// `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// Types the traits of `shape`; a value of the wrong form is reported and left out.
pub(super) fn parse<'a>(
    entries: &Entries<'a, Node<'a>>,
    place: &Place<'a>,
    shape: &str,
    report: &mut Report,
) -> Traits {
    let mut traits = Traits::default();
    for (key, node) in entries.iter() {
        if let Err(diagnostic) = traits.set(&key.name, *node, place) {
            let message = format!("trait {} can't be used: {}", key.name, diagnostic.message());
            report.add(
                Diagnostic::new(message)
                    .at(place.of(node.text()), "not a value of this trait")
                    .shape(shape),
            );
        }
        traits.ids.retain(|id| *id != *key.name);
        traits.ids.push(key.name.to_string());
    }
    traits
}

impl Traits {
    fn set<'a>(&mut self, id: &str, node: Node<'a>, place: &Place<'a>) -> Result<(), Diagnostic> {
        match id {
            "smithy.api#documentation" => self.documentation = Some(place.decode(node)?),
            "aws.api#service" => self.sdk_id = place.decode::<AwsService>(node)?.sdk_id,
            "smithy.api#title" => self.title = Some(place.decode(node)?),
            "smithy.api#deprecated" => self.deprecated = Some(place.decode(node)?),
            "smithy.api#sensitive" => self.sensitive = annotation(node, place)?,
            "smithy.api#mixin" => self.mixin = true,
            "smithy.api#required" => self.required = annotation(node, place)?,
            "smithy.api#clientOptional" => self.client_optional = annotation(node, place)?,
            "smithy.api#input" => self.input = annotation(node, place)?,
            "smithy.api#default" => self.default = Some(place.decode(node)?),
            "smithy.api#sparse" => self.sparse = annotation(node, place)?,
            "smithy.api#idempotencyToken" => self.idempotency_token = annotation(node, place)?,
            "smithy.api#length" => self.length = Some(place.decode(node)?),
            "smithy.api#range" => self.range = Some(place.decode(node)?),
            "smithy.api#pattern" => self.pattern = Some(place.decode(node)?),
            "smithy.api#enumValue" => self.enum_value = Some(place.decode(node)?),
            "smithy.api#timestampFormat" => self.timestamp_format = Some(place.decode(node)?),
            "smithy.api#jsonName" => self.json_name = Some(place.decode(node)?),
            "smithy.api#http" => self.http = Some(place.decode(node)?),
            "smithy.api#httpLabel" => self.http_label = annotation(node, place)?,
            "smithy.api#error" => self.error = Some(place.decode(node)?),
            "smithy.api#httpError" => self.http_error = Some(place.decode(node)?),
            "aws.protocols#awsQueryError" => self.aws_query_error = Some(place.decode(node)?),
            "smithy.api#retryable" => self.retryable = Some(place.decode(node)?),
            _ => {}
        }
        Ok(())
    }
}

/// An annotation trait's value is `{}` and nothing else.
fn annotation<'a>(node: Node<'a>, place: &Place<'a>) -> Result<bool, Diagnostic> {
    #[derive(Deserialize)]
    #[serde(expecting = "{}")]
    struct Annotation {}
    place.decode::<Annotation>(node).map(|Annotation {}| true)
}
