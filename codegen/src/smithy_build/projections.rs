//! The projections of a build file: which of them tinsmith generates, and its transforms.
//!
//! Rules: [Smithy 2.0, projections](https://smithy.io/2.0/guides/smithy-build-json.html#projections).

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;

use crate::ast::{Key, Node};
use crate::diagnostic::{Diagnostic, Report};
use crate::projection::Transform;
use crate::spelling;

use super::reader::{Object, Place, Reader};
use super::transforms::{self, Mistake};

/// The name of the projection that every build file has: the models as they are.
pub(super) const SOURCE: &str = "source";
/// The name of our plugin.
const PLUGIN: &str = "tinsmith";

/// The parts of a build file that projections are made of.
pub(super) struct Projections<'a> {
    projections: Vec<(String, Projection<'a>)>,
    plugins: Option<Object<'a>>,
    /// Whether all of them could be read.
    is_whole: bool,
}

struct Projection<'a> {
    is_abstract: bool,
    imports: Vec<PathBuf>,
    transforms: Vec<Named<'a>>,
    plugins: Option<Object<'a>>,
}

struct Named<'a> {
    node: Node<'a>,
    name: String,
    args: Option<Node<'a>>,
}

#[derive(Deserialize)]
struct Apply {
    projections: Vec<String>,
}

/// Reads the projections and plugins of a file.
pub(super) fn read<'a>(root: &Object<'a>, reader: &mut Reader<'_, '_>) -> Projections<'a> {
    let plugins = reader.within(root, "plugins");
    let all = reader.within(root, "projections");
    let mut projections = Vec::new();
    for (key, node) in all.iter().flat_map(|all| all.entries.iter()) {
        let Some(of) = reader.object(*node, format!("projections.{}", key.name)) else {
            continue;
        };
        let mut transforms = Vec::new();
        for transform in reader.objects(&of, "transforms") {
            let help = "Smithy's transforms have names such as includeServices";
            let name = reader.needed(&transform, "name", help);
            let node = transform.entries.get("name").copied();
            transforms.extend(name.zip(node).map(|(name, node)| Named {
                node,
                name,
                args: transform.entries.get("args").copied(),
            }));
        }
        let projection = Projection {
            is_abstract: reader.flag(&of, "abstract"),
            imports: paths(reader.texts(&of, "imports")),
            transforms,
            plugins: reader.within(&of, "plugins"),
        };
        projections.push((key.name.clone().into_owned(), projection));
    }
    let is_read = |object: &Option<Object<'_>>, name| object.is_some() || !root.entries.has(name);
    Projections {
        is_whole: is_read(&plugins, "plugins") && is_read(&all, "projections"),
        projections,
        plugins,
    }
}

impl Projections<'_> {
    /// Whether there is no plugin that is ours, or is meant to be.
    pub(super) fn has_no_plugin(&self) -> bool {
        let all = self.projections.iter();
        let all = all.flat_map(|(_, projection)| plugins_of(&projection.plugins));
        let mut names = all
            .chain(plugins_of(&self.plugins))
            .map(|(key, _)| &key.name);
        let is_ours = |name: &str| {
            spelling::nearest(name.split("::").next().unwrap_or(name), [PLUGIN]).is_some()
        };
        self.is_whole && !names.any(|name| is_ours(name))
    }
}

pub(super) fn paths(texts: Vec<String>) -> Vec<PathBuf> {
    texts.into_iter().map(PathBuf::from).collect()
}

/// The plugins of an object, if there is one.
fn plugins_of<'o, 'a>(
    plugins: &'o Option<Object<'a>>,
) -> impl Iterator<Item = &'o (Key<'a>, Node<'a>)> {
    plugins.iter().flat_map(|plugins| plugins.entries.iter())
}

/// A projection to generate.
pub(super) struct Chosen<'a> {
    pub(super) name: String,
    /// The value of our plugin.
    pub(super) plugin: Node<'a>,
    /// The path to it.
    pub(super) path: String,
    pub(super) imports: Vec<PathBuf>,
    pub(super) transforms: Vec<Transform>,
}

/// Chooses the projection that has our plugin: the file's own plugins are for the projection
/// `source`. There is none if nothing has the plugin.
pub(super) fn chosen<'a>(
    file: &Projections<'a>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Chosen<'a>> {
    let of_file = plugins_of(&file.plugins).map(|entry| (SOURCE, String::new(), entry));
    let of_projections = file.projections.iter().flat_map(|(name, projection)| {
        let plugins = plugins_of(&projection.plugins);
        plugins.map(move |entry| (&**name, format!("projections.{name}."), entry))
    });
    let mut ours = Vec::new();
    let mut misspelt = Vec::new();
    for (projection, path, (key, node)) in of_file.chain(of_projections) {
        match key.name.split_once("::") {
            None if key.name == PLUGIN => ours.push((projection, *node, path)),
            Some((PLUGIN, _)) => report.add(
                Diagnostic::new(format!("the plugin {} has an artifact name", key.name))
                    .at(place.of(*node), "of this plugin")
                    .help("call it tinsmith; for a second output, write a second build file"),
            ),
            _ if spelling::nearest(&key.name, [PLUGIN]).is_some() => misspelt.push((key, *node)),
            _ => {}
        }
    }
    if ours.is_empty() {
        for (key, node) in misspelt {
            report.add(
                Diagnostic::new(format!("the plugin {} isn't known here", key.name))
                    .at(place.of(node), "of this plugin")
                    .help(format!("did you mean {PLUGIN}?")),
            );
        }
    }
    for (name, projection) in file.projections.iter() {
        let has_own =
            plugins_of(&projection.plugins).next().is_some() || !projection.imports.is_empty();
        if projection.is_abstract && has_own {
            report.add(
                Diagnostic::new(format!(
                    "the projection {name} is abstract and has plugins or imports"
                ))
                .help("only its transforms are used, by the transform apply of other projections"),
            );
        }
    }
    let (name, plugin, path) = ours.first()?;
    let (name, plugin) = (*name, *plugin);
    if let Some((second, node, _)) = ours.get(1) {
        report.add(
            Diagnostic::new(format!(
                "the plugin tinsmith is in the projections {name} and {second}"
            ))
            .at(place.of(*node), "the second")
            .see(place.of(plugin), "the first")
            .help("a build file has one output: move the second to a file of its own, and name that with --config (a plugin at the top of a file is of the projection source)"),
        );
    }
    let mut imports = Vec::new();
    let mut made = Vec::new();
    if let Some(projection) = find(file, name) {
        imports.clone_from(&projection.imports);
        let mut transforms = Transforms {
            file,
            place,
            report,
            made: Vec::new(),
            running: Vec::new(),
            done: BTreeSet::new(),
        };
        transforms.run(name);
        made = transforms.made;
    }
    Some(Chosen {
        name: name.to_owned(),
        plugin,
        path: format!("{path}plugins.{PLUGIN}"),
        imports,
        transforms: made,
    })
}

fn find<'f, 'a>(file: &'f Projections<'a>, name: &str) -> Option<&'f Projection<'a>> {
    let mut projections = file.projections.iter();
    let found = projections.find(|(key, _)| **key == *name);
    found.map(|(_, projection)| projection)
}

/// The transforms of a projection, and of those that it applies.
struct Transforms<'f, 'a, 'r> {
    file: &'f Projections<'a>,
    place: &'f Place<'f>,
    report: &'r mut Report,
    made: Vec<Transform>,
    /// The names of the projections that apply the current one.
    running: Vec<String>,
    /// The names of the projections that have been applied: a second time changes nothing.
    done: BTreeSet<String>,
}

/// The most projections that apply each other in a row.
const MAX_DEPTH: usize = 64;

/// The most transforms of a projection, with those that it applies.
const MAX_TRANSFORMS: usize = 1_000;

const HELP: &str = "see https://smithy.io/2.0/guides/smithy-build-json.html#transforms";

impl<'f, 'a> Transforms<'f, 'a, '_> {
    fn run(&mut self, name: &str) {
        let file = self.file;
        let Some(projection) = find(file, name) else {
            return;
        };
        self.running.push(name.to_owned());
        for transform in &projection.transforms {
            self.transform(name, transform);
        }
        self.running.pop();
        self.done.insert(name.to_owned());
    }

    fn transform(&mut self, projection: &str, transform: &'f Named<'a>) {
        let name = &transform.name;
        if name == "apply" {
            if let Some(args) = self.args::<Apply>(projection, name, transform) {
                for applied in args.projections {
                    self.apply(projection, &applied, transform);
                }
            }
            return;
        }
        if name == transforms::WITHOUT_EFFECT {
            return;
        }
        let args = transform.args.unwrap_or_else(|| Node::of("{}"));
        match transforms::change(name, args) {
            Some(Ok(change)) if self.made.len() < MAX_TRANSFORMS => self.made.push(Transform {
                projection: projection.to_owned(),
                name: name.clone(),
                change,
            }),
            Some(Ok(_)) => {
                let message = format!("the projection has more than {MAX_TRANSFORMS} transforms");
                self.problem(transform, message, "make fewer");
            }
            Some(Err(Mistake::Json(error))) => self.unusable(projection, name, transform, &error),
            Some(Err(Mistake::Value(message))) => {
                let message = format!(
                    "the arguments of the transform {name} of the projection {projection} can't be used: {message}"
                );
                self.problem(transform, message, HELP);
            }
            None => self.unknown(projection, name, transform),
        }
    }

    /// Reports a transform that can't be made, or that isn't one.
    fn unknown(&mut self, projection: &str, name: &str, transform: &Named<'_>) {
        let message =
            format!("the transform {name} of the projection {projection} isn't supported");
        let unsupported = transforms::UNSUPPORTED.iter();
        if let Some((_, why)) = unsupported.clone().find(|(known, _)| *known == name) {
            self.problem(transform, message, why);
            return;
        }
        let known = transforms::NAMES.iter().copied();
        let known = known.chain(["apply", transforms::WITHOUT_EFFECT]);
        let known = known.chain(unsupported.map(|(name, _)| *name));
        match spelling::nearest(name, known) {
            Some(near) => self.problem(transform, message, &format!("did you mean {near}?")),
            None => self.problem(transform, message, "Smithy has no transform of this name; build the projection with the Smithy CLI if a plugin has it, and name the model.json that it writes as the source"),
        }
    }

    fn apply(&mut self, projection: &str, applied: &str, transform: &Named<'_>) {
        if self.running.iter().any(|running| running == applied) {
            let message = format!("the projection {applied} applies itself, by {projection}");
            self.problem(transform, message, "take one of the transforms apply out");
        } else if find(self.file, applied).is_none() {
            let message =
                format!("the projection {projection} applies {applied}, which isn't there");
            self.problem(transform, message, "name another projection of the file");
        } else if self.running.len() == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} projections apply each other in a row");
            self.problem(transform, message, "apply them from fewer projections");
        } else if !self.done.contains(applied) {
            self.run(applied);
        }
    }

    fn args<T: Deserialize<'a>>(
        &mut self,
        projection: &str,
        name: &str,
        transform: &Named<'a>,
    ) -> Option<T> {
        let args = transform.args.unwrap_or_else(|| Node::of("{}"));
        match args.decode() {
            Ok(args) => Some(args),
            Err(error) => {
                self.unusable(projection, name, transform, &error);
                None
            }
        }
    }

    fn unusable(
        &mut self,
        projection: &str,
        name: &str,
        transform: &Named<'_>,
        error: &serde_json::Error,
    ) {
        let whole = error.to_string();
        let error = whole.split(" at line ").next().unwrap_or(&whole);
        let message = format!(
            "the arguments of the transform {name} of the projection {projection} can't be used: {error}"
        );
        self.problem(transform, message, HELP);
    }

    fn problem(&mut self, transform: &Named<'_>, message: String, help: &str) {
        self.report.add(
            Diagnostic::new(message)
                .at(self.place.of(transform.node), "this transform")
                .help(help),
        );
    }
}
