//! The transforms that a build file names, with their arguments.
//!
//! Rules: [Smithy 2.0, transforms](https://smithy.io/2.0/guides/smithy-build-json.html#transforms).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ast::Node;
use crate::projection::{Change, Choice, Way};
use crate::transform;

/// The transforms that are made, but for `apply`.
pub(super) const NAMES: [&str; 24] = [
    "changeStringEnumsToEnumShapes",
    "changeTypes",
    "excludeMetadata",
    "excludeShapesBySelector",
    "excludeShapesByTag",
    "excludeShapesByTrait",
    "excludeTags",
    "excludeTraits",
    "excludeTraitsByTag",
    "flattenAndRemoveMixins",
    "flattenNamespaces",
    "includeMetadata",
    "includeNamespaces",
    "includeServices",
    "includeShapesBySelector",
    "includeShapesByTag",
    "includeTags",
    "includeTraits",
    "includeTraitsByTag",
    "makeIdempotencyTokensClientOptional",
    "removeDeprecatedShapes",
    "removeTraitDefinitions",
    "removeUnusedShapes",
    "renameShapes",
];

/// A transform that is passed over: suppressions make no difference to code.
pub(super) const WITHOUT_EFFECT: &str = "filterSuppressions";

/// The transforms of Smithy that can't be made, and what to do instead.
pub(super) const UNSUPPORTED: [(&str, &str); 3] = [
    (
        "compileBddFromEndpointRuleSet",
        "take it out: code is made of the rules themselves",
    ),
    (
        "flattenClosureNamespaces",
        "use flattenNamespaces, or build the projection with the Smithy CLI and name the model.json that it writes as the source",
    ),
    (
        "includeClosures",
        "build the projection with the Smithy CLI and name the model.json that it writes as the source; or choose services and operations in tinsmith's entry",
    ),
];

/// A mistake in arguments.
pub(super) enum Mistake {
    Json(serde_json::Error),
    Value(String),
}

#[derive(Deserialize)]
struct Services {
    services: Vec<String>,
}

#[derive(Deserialize)]
struct Namespaces {
    namespaces: Vec<String>,
}

#[derive(Deserialize)]
struct Selector {
    selector: String,
}

#[derive(Deserialize)]
struct Tags {
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Traits {
    traits: Vec<String>,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exported {
    #[serde(default)]
    export_tagged: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deprecated {
    relative_date: Option<String>,
    relative_version: Option<String>,
}

#[derive(Deserialize)]
struct Renamed {
    renamed: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flattened {
    namespace: String,
    service: String,
    #[serde(default)]
    include_tagged: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Types {
    shape_types: BTreeMap<String, String>,
    #[serde(default)]
    synthesize_enum_names: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Enums {
    #[serde(default)]
    synthesize_names: bool,
}

/// The change that a transform makes; none if it isn't one that is made.
pub(super) fn change(name: &str, args: Node<'_>) -> Option<Result<Change, Mistake>> {
    NAMES.contains(&name).then(|| read(name, args))
}

fn read(name: &str, args: Node<'_>) -> Result<Change, Mistake> {
    let way = match name.starts_with("include") {
        true => Way::Include,
        false => Way::Exclude,
    };
    Ok(match name {
        "includeServices" => Change::IncludeServices(some(of::<Services>(args)?.services)?),
        "includeNamespaces" => Change::IncludeNamespaces(of::<Namespaces>(args)?.namespaces),
        "includeShapesBySelector" | "excludeShapesBySelector" => {
            let Selector { selector } = of(args)?;
            if let Some(mistake) = transform::selector_mistake(&selector) {
                return Err(Mistake::Value(format!(
                    "the selector has a mistake: {mistake}"
                )));
            }
            Change::Shapes(way, Choice::Selector(selector))
        }
        "includeShapesByTag" | "excludeShapesByTag" => {
            Change::Shapes(way, Choice::Tags(of::<Tags>(args)?.tags))
        }
        "excludeShapesByTrait" => Change::Shapes(way, Choice::Traits(of::<Traits>(args)?.traits)),
        "includeTraits" | "excludeTraits" => Change::Traits(way, of::<Traits>(args)?.traits),
        "includeTraitsByTag" | "excludeTraitsByTag" => {
            Change::TraitsByTag(way, of::<Tags>(args)?.tags)
        }
        "includeTags" | "excludeTags" => Change::Tags(way, of::<Tags>(args)?.tags),
        "includeMetadata" | "excludeMetadata" => Change::Metadata(way, of::<Keys>(args)?.keys),
        "removeUnusedShapes" => Change::RemoveUnusedShapes {
            exported: of::<Exported>(args)?.export_tagged,
        },
        "removeTraitDefinitions" => Change::RemoveTraitDefinitions {
            exported: of::<Exported>(args)?.export_tagged,
        },
        "removeDeprecatedShapes" => {
            let Deprecated {
                relative_date: date,
                relative_version: version,
            } = of(args)?;
            transform::check_since(date.as_deref(), version.as_deref()).map_err(Mistake::Value)?;
            Change::RemoveDeprecatedShapes { date, version }
        }
        "renameShapes" => {
            let Renamed { renamed } = of(args)?;
            Change::Rename(some(renamed.into_iter().collect())?)
        }
        "flattenNamespaces" => {
            let args: Flattened = of(args)?;
            Change::FlattenNamespaces {
                namespace: args.namespace,
                service: args.service,
                tagged: args.include_tagged,
            }
        }
        "changeTypes" => {
            let args: Types = of(args)?;
            Change::Types {
                types: some(args.shape_types.into_iter().collect())?,
                makes_names: args.synthesize_enum_names,
            }
        }
        "changeStringEnumsToEnumShapes" => Change::StringsToEnums {
            makes_names: of::<Enums>(args)?.synthesize_names,
        },
        "flattenAndRemoveMixins" => Change::FlattenMixins,
        _ => Change::OptionalTokens,
    })
}

fn of<'a, T: Deserialize<'a>>(args: Node<'a>) -> Result<T, Mistake> {
    args.decode().map_err(Mistake::Json)
}

/// A list that has to have something in it.
fn some<T>(list: Vec<T>) -> Result<Vec<T>, Mistake> {
    match list.is_empty() {
        true => Err(Mistake::Value("nothing is named".to_owned())),
        false => Ok(list),
    }
}
