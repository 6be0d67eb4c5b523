//! Models in folders, by the services that they define.

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::model_files;

/// A service that a model in the folders defines.
#[derive(Clone, Debug)]
pub(super) struct ModelOf {
    /// The shape id.
    pub(super) id: String,
    /// The `sdkId`, or else the shape's name.
    pub(super) name: String,
    /// The files of the model, that of the service first.
    pub(super) files: Vec<PathBuf>,
}

/// The models in folders.
#[derive(Default)]
pub(super) struct Models {
    pub(super) found: Vec<ModelOf>,
    /// Models in Smithy's IDL that can't be read: their files, and why.
    pub(super) broken: Vec<(Vec<PathBuf>, Error)>,
}

/// The parts of a JSON AST that name its services.
#[derive(Deserialize)]
struct Ast<'a> {
    #[serde(borrow, default)]
    shapes: BTreeMap<Cow<'a, str>, Head<'a>>,
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(default)]
    traits: Traits,
}

#[derive(Default, Deserialize)]
struct Traits {
    #[serde(rename = "aws.api#service")]
    service: Option<ServiceTrait>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServiceTrait {
    sdk_id: Option<String>,
}

/// The services of all models in folders, those of the uppermost files first.
pub(super) fn services(folders: &[PathBuf], report: &mut Report) -> Models {
    let mut found = Vec::new();
    let mut broken = Vec::new();
    for folder in folders {
        if !folder.exists() {
            report.add(
                Diagnostic::new(format!("{} isn't there", folder.display())).help(
                    "--models names a folder of Smithy models (.json or .smithy), or one model",
                ),
            );
            continue;
        }
        let mut files = model_files::below(folder, report);
        files.sort_by_key(|file| (file.components().count(), file.clone()));
        let mut of_idl: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for file in files {
            match file.extension().and_then(|it| it.to_str()) {
                Some("json") => {
                    // A JSON file without shapes is no model, and isn't asked for.
                    let text = std::fs::read_to_string(&file).unwrap_or_default();
                    found.extend(of_ast(&text, std::slice::from_ref(&file)));
                }
                Some("smithy") => {
                    let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
                    of_idl.entry(folder).or_default().push(file);
                }
                _ => {}
            }
        }
        for files in of_idl.into_values() {
            let config = files.iter().fold(Config::new(), Config::model);
            match config.to_ast() {
                Ok((text, _)) => found.extend(of_ast(&text, &files)),
                // It counts only if a service is missing.
                Err(error) => broken.push((files, error)),
            }
        }
    }
    Models { found, broken }
}

fn of_ast(text: &str, files: &[PathBuf]) -> Vec<ModelOf> {
    let Ok(ast) = serde_json::from_str::<Ast<'_>>(text) else {
        return Vec::new();
    };
    let services = ast
        .shapes
        .into_iter()
        .filter(|(_, head)| head.kind == "service");
    services
        .map(|(id, head)| {
            let own = id.split_once('#').map_or(&*id, |(_, name)| name).to_owned();
            let mut files = files.to_vec();
            files.sort_by_key(|file| !defines(file, &own));
            ModelOf {
                name: head.traits.service.and_then(|it| it.sdk_id).unwrap_or(own),
                id: id.into_owned(),
                files,
            }
        })
        .collect()
}

/// Whether a file in Smithy's IDL defines a service, as far as its text tells.
fn defines(file: &Path, name: &str) -> bool {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().any(|line| {
        let rest = line.strip_prefix("service ").map(str::trim_start);
        rest.is_some_and(|rest| rest.split([' ', '{']).next() == Some(name))
    })
}

impl ModelOf {
    /// Whether the SDK's crate of the service has this name: `aws-sdk-` and the `sdkId` in lower
    /// case, without spaces and without `Service` at the end.
    pub(super) fn is_of(&self, krate: &str) -> bool {
        let wanted = krate
            .strip_prefix("aws-sdk-")
            .unwrap_or(krate)
            .replace('-', "");
        let letters = self.name.chars().filter(char::is_ascii_alphanumeric);
        let own: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        own == wanted || own.strip_suffix("service") == Some(&wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::ModelOf;

    #[test]
    fn crates_are_called_after_the_sdk_id() {
        for (name, krate, is_it) in [
            ("Secrets Manager", "aws-sdk-secretsmanager", true),
            ("DynamoDB", "aws-sdk-dynamodb", true),
            ("DynamoDB Streams", "aws-sdk-dynamodb", false),
            ("Directory Service", "aws-sdk-directory", true),
            ("Route 53", "aws-sdk-route53", true),
            ("S3", "aws-sdk-s3control", false),
        ] {
            let model = ModelOf {
                id: String::new(),
                name: name.to_owned(),
                files: Vec::new(),
            };
            assert_eq!(model.is_of(krate), is_it, "{name} {krate}");
        }
    }
}
