//! The tree of a `.smithy` file to the JSON AST.

mod elision;
mod json;
mod members;
mod shape;
mod traits;
mod value;

use std::ops::Range;

use foldhash::HashMap;

use crate::ast::Version;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Location, Translation};

use super::names::{AbsoluteId, Declared, Names, Scope};
use super::parser::Parsed;
use super::tree::{At, NodeKind};

use json::Json;

/// Writes the JSON AST of a file.
pub(super) fn file<'n>(
    id: FileId,
    file: &'n Parsed<'n>,
    scope: &Scope<'n>,
    names: &Names<'n>,
    report: &mut Report,
) -> Translation {
    let root = file.tree.root();
    let mut lowering = Lowering {
        id,
        scope,
        names,
        report,
        json: Json::new(file.tree.text.len()),
        applied: HashMap::default(),
        elsewhere: Vec::new(),
        unknown_words: 0,
    };
    lowering.collect_applied(root);
    let metadata = lowering.file(root, file.version);
    let (ast, origins, shapes) = lowering.json.into_parts();
    Translation {
        ast,
        origins,
        is_version_1: file.version == Version::V1,
        metadata,
        shapes,
        broken: file
            .lost
            .iter()
            .chain(&file.cut)
            .map(|name| format!("{}#{name}", scope.namespace))
            .collect(),
    }
}

struct Lowering<'n, 's> {
    id: FileId,
    scope: &'s Scope<'n>,
    names: &'s Names<'n>,
    report: &'s mut Report,
    json: Json,
    /// The traits that `apply` statements of this file put on shapes of this file, by the name
    /// of the shape, and of the member.
    applied: HashMap<(&'n str, Option<&'n str>), Vec<At<'n, 'n>>>,
    /// The traits for shapes of other files, and for members that mixins give, by the absolute
    /// id, in the order of the statements.
    elsewhere: Vec<Applied<'n>>,
    /// The number of words among values that stand for no shape.
    unknown_words: usize,
}

/// The traits for a shape or member that isn't of this file.
struct Applied<'n> {
    id: AbsoluteId<'n>,
    /// The id as a statement has it.
    target: At<'n, 'n>,
    traits: Vec<At<'n, 'n>>,
}

impl<'n> Lowering<'n, '_> {
    /// Writes the file, and returns the bytes of the metadata.
    fn file(&mut self, root: At<'n, 'n>, version: Version) -> Range<usize> {
        self.json.begin('{');
        self.json.key("smithy", &(0..0));
        let version = match version {
            Version::V1 => "1.0",
            Version::V2 => "2.0",
        };
        self.json.string(version, &(0..0));
        let metadata = self.metadata(root);
        self.json.key("shapes", &(0..0));
        self.json.begin('{');
        for statement in root.children() {
            match statement.kind() {
                NodeKind::Shape => self.shape(statement),
                NodeKind::Use => self.check_use(statement),
                NodeKind::Control => self.check_control(statement),
                _ => {}
            }
        }
        for Applied { id, target, traits } in std::mem::take(&mut self.elsewhere) {
            self.json
                .begin_part(&target.range(), &(0..0), |out| id.write(out));
            self.json.key("type", &(0..0));
            self.json.string("apply", &(0..0));
            self.traits_of(id, None, &traits, &[]);
            self.json.end_part();
        }
        self.json.end('}');
        self.json.end('}');
        metadata
    }

    fn location(&self, node: At<'_, '_>) -> Location {
        Location {
            file: self.id,
            range: node.range(),
        }
    }

    /// Warns of a `use` statement of a shape that isn't there: nothing may refer to it.
    fn check_use(&mut self, statement: At<'n, 'n>) {
        let Some(id) = statement.child(NodeKind::ShapeId) else {
            return;
        };
        if self
            .names
            .resolve(self.scope.file, id.text())
            .shape
            .is_none()
        {
            self.report.warn(
                Diagnostic::new(format!(
                    "the file uses {}, which isn't in the model",
                    id.text()
                ))
                .at(self.location(id), "no shape of this id")
                .help("leave out the statement, or add the file that has the shape"),
            );
        }
    }

    /// Warns of a control statement that says nothing.
    fn check_control(&mut self, statement: At<'n, 'n>) {
        let Some(key) = statement.child(NodeKind::Name) else {
            return;
        };
        let known = ["version", "operationInputSuffix", "operationOutputSuffix"];
        if !known.contains(&key.text().trim_matches('"')) {
            self.report.warn(
                Diagnostic::new(format!("the control statement ${} isn't known", key.text()))
                    .at(self.location(key), "has no effect")
                    .help(format!("the known statements are ${}", known.join(", $"))),
            );
        }
    }

    /// Sorts the traits of `apply` statements by their targets.
    fn collect_applied(&mut self, root: At<'n, 'n>) {
        let mut places: HashMap<AbsoluteId<'n>, usize> = HashMap::default();
        for statement in root.children() {
            let (NodeKind::Apply, Some(target)) =
                (statement.kind(), statement.child(NodeKind::ShapeId))
            else {
                continue;
            };
            let traits = statement.children();
            let traits = traits.filter(|child| child.kind() == NodeKind::Trait);
            let resolved = self.names.resolve(self.scope.file, target.text());
            let id = resolved.id;
            if self.has_here(&resolved.shape, id.member) {
                let key = (id.name, id.member);
                self.applied.entry(key).or_default().extend(traits);
                continue;
            }
            let place = *places.entry(id).or_insert_with(|| {
                let traits = Vec::new();
                self.elsewhere.push(Applied { id, target, traits });
                self.elsewhere.len() - 1
            });
            if let Some(applied) = self.elsewhere.get_mut(place) {
                applied.traits.extend(traits);
            }
        }
    }

    /// Whether this file defines the shape, and the member itself.
    fn has_here(&self, shape: &Option<Declared<'n>>, member: Option<&str>) -> bool {
        let Some(super::names::DefinedIn::Idl { shape, file }) =
            shape.map(|shape| shape.definition)
        else {
            return false;
        };
        let own = |name: &str| {
            shape.children().any(|child| {
                matches!(child.kind(), NodeKind::Member | NodeKind::ElidedMember)
                    && child
                        .child(NodeKind::Name)
                        .is_some_and(|own| own.text() == name)
            })
        };
        file == self.scope.file && member.is_none_or(own)
    }
}
