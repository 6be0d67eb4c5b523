//! The names of all shapes of all files, and the resolution of the names that a file uses
//! ([Smithy 2.0, relative shape ID resolution](https://smithy.io/2.0/spec/idl.html#relative-shape-id-resolution)).

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Deserialize;

use crate::ast::{Entries, Node};
use crate::diagnostic::{Diagnostic, Report};
use crate::known;
use crate::model::is_identifier;
use crate::source::{FileId, Location};
use crate::spelling;

use super::parser::{self, Parsed};
use super::string;
use super::tree::{At, NodeKind};

const PRELUDE: &str = "smithy.api";

/// A shape that some file defines.
#[derive(Clone, Copy)]
pub(super) struct Declared<'n> {
    /// The type as a file writes it, such as `structure`.
    pub(super) kind: &'n str,
    pub(super) definition: DefinedIn<'n>,
}

/// Where the definition of a shape is, for what has to be looked up in it.
#[derive(Clone, Copy)]
pub(super) enum DefinedIn<'n> {
    /// A statement, or an inline structure, of a `.smithy` file. The scope is told by the
    /// namespace and the index of the file among the scopes.
    Idl {
        shape: At<'n, 'n>,
        file: usize,
    },
    Json(Node<'n>),
    /// The shape couldn't be read, or is one of those that every model has.
    Unknown,
}

/// The shapes of all files by namespace and name.
#[derive(Default)]
pub(super) struct Names<'n> {
    namespaces: HashMap<&'n str, HashMap<Cow<'n, str>, Declared<'n>>>,
    /// The names that each `.smithy` file imports, by the index of the file.
    uses: Vec<(&'n str, HashMap<&'n str, &'n str>)>,
}

/// The names as one file sees them.
pub(super) struct Scope<'n> {
    /// The index of the file among all scopes.
    pub(super) file: usize,
    pub(super) namespace: &'n str,
    /// The suffixes of the names of inline structures.
    pub(super) input_suffix: Cow<'n, str>,
    pub(super) output_suffix: Cow<'n, str>,
}

/// The absolute id of a shape or member, in parts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct AbsoluteId<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) member: Option<&'a str>,
}

impl<'a> AbsoluteId<'a> {
    pub(super) fn of_prelude(name: &'a str) -> Self {
        Self {
            namespace: PRELUDE,
            name,
            member: None,
        }
    }

    /// Writes the id. This is faster than formatting it.
    pub(super) fn write(self, out: &mut String) {
        out.push_str(self.namespace);
        out.push('#');
        out.push_str(self.name);
        if let Some(member) = self.member {
            out.push('$');
            out.push_str(member);
        }
    }
}

impl fmt::Display for AbsoluteId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.namespace, self.name)?;
        match self.member {
            Some(member) => write!(f, "${member}"),
            None => Ok(()),
        }
    }
}

/// A name that was resolved.
pub(super) struct Resolved<'n> {
    pub(super) id: AbsoluteId<'n>,
    /// The shape, if there is one.
    pub(super) shape: Option<Declared<'n>>,
}

#[derive(Deserialize)]
struct JsonFile<'a> {
    #[serde(borrow, default)]
    shapes: Entries<'a, Node<'a>>,
}

#[derive(Deserialize)]
struct JsonShape<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
}

impl<'n> Names<'n> {
    fn declare(&mut self, namespace: &'n str, name: Cow<'n, str>, declared: Declared<'n>) {
        let shapes = self.namespaces.entry(namespace).or_default();
        // The first definition counts; resolve reports the others.
        shapes.entry(name).or_insert(declared);
    }

    /// Adds the shapes that every model has, and the definitions of the known traits.
    pub(super) fn add_known(&mut self) {
        static KNOWN: OnceLock<Vec<(&str, &str, &str)>> = OnceLock::new();
        let known = KNOWN.get_or_init(|| {
            let mut shapes = Vec::new();
            for (_, text) in known::FILES {
                let file = parser::parse(text);
                let root = file.tree.root();
                let namespace = namespace(root).unwrap_or_default();
                for shape in root.children() {
                    if let (Some(kind), Some(name)) =
                        (shape.child(NodeKind::Keyword), shape.child(NodeKind::Name))
                    {
                        shapes.push((namespace, name.text(), kind.text()));
                    }
                }
            }
            shapes
        });
        for (namespace, name, kind) in known {
            let definition = DefinedIn::Unknown;
            self.declare(
                namespace,
                Cow::Borrowed(*name),
                Declared { kind, definition },
            );
        }
    }

    /// Adds the shapes of a JSON AST. What is wrong with it is reported when it is read.
    pub(super) fn add_json(&mut self, text: &'n str) {
        let Ok(file) = serde_json::from_str::<JsonFile<'n>>(text) else {
            return;
        };
        for (key, node) in file.shapes {
            let (Cow::Borrowed(id), Ok(shape)) = (key.name, node.decode::<JsonShape<'n>>()) else {
                continue;
            };
            if let (Some((namespace, name)), Cow::Borrowed(kind)) = (id.split_once('#'), shape.kind)
                && kind != "apply"
            {
                let definition = DefinedIn::Json(node);
                self.declare(
                    namespace,
                    Cow::Borrowed(name),
                    Declared { kind, definition },
                );
            }
        }
    }

    /// Adds the shapes and imports of a `.smithy` file.
    pub(super) fn add_file(
        &mut self,
        id: FileId,
        file: &'n Parsed<'n>,
        report: &mut Report,
    ) -> Scope<'n> {
        let root = file.tree.root();
        let namespace = namespace(root).unwrap_or_default();
        let mut scope = Scope {
            file: self.uses.len(),
            namespace,
            input_suffix: Cow::Borrowed("Input"),
            output_suffix: Cow::Borrowed("Output"),
        };
        let mut uses: HashMap<&str, &str> = HashMap::default();
        for statement in root.children() {
            match statement.kind() {
                NodeKind::Control => control(id, statement, &mut scope, report),
                NodeKind::Use => {
                    if let Some(used) = statement.child(NodeKind::ShapeId) {
                        import(id, used, &mut uses, report);
                    }
                }
                NodeKind::Shape => {
                    self.declare_statement(id, statement, &scope, &uses, report);
                }
                _ => {}
            }
        }
        for name in &file.lost {
            // Nothing is known of the shape.
            let (kind, definition) = ("", DefinedIn::Unknown);
            self.declare(
                namespace,
                Cow::Borrowed(name),
                Declared { kind, definition },
            );
        }
        self.uses.push((namespace, uses));
        scope
    }

    fn declare_statement(
        &mut self,
        id: FileId,
        statement: At<'n, 'n>,
        scope: &Scope<'n>,
        uses: &HashMap<&'n str, &'n str>,
        report: &mut Report,
    ) {
        let (Some(kind), Some(name)) = (
            statement.child(NodeKind::Keyword),
            statement.child(NodeKind::Name),
        ) else {
            return;
        };
        let definition = DefinedIn::Idl {
            shape: statement,
            file: scope.file,
        };
        if let Some(used) = uses.get(name.text()) {
            let range = name.range();
            report.add(
                Diagnostic::new(format!(
                    "the shape {} has the name of {used}, which the file uses",
                    name.text()
                ))
                .at(Location { file: id, range }, "defined here")
                .shape(format!("{}#{}", scope.namespace, name.text()))
                .help("rename the shape, or leave out the use statement"),
            );
        }
        let kind = kind.text();
        self.declare(
            scope.namespace,
            Cow::Borrowed(name.text()),
            Declared { kind, definition },
        );
        for inline in inline_structures(statement, name.text(), scope) {
            let definition = DefinedIn::Idl {
                shape: inline.node,
                file: scope.file,
            };
            let kind = "structure";
            self.declare(
                scope.namespace,
                Cow::Owned(inline.name),
                Declared { kind, definition },
            );
        }
    }

    /// Resolves a shape id as a file writes it: absolute ids are themselves; other names are
    /// those of a `use` statement, of the file's namespace, or of the prelude, in this order.
    pub(super) fn resolve(&self, file: usize, id: &'n str) -> Resolved<'n> {
        let (root, member) = match id.split_once('$') {
            Some((root, member)) => (root, Some(member)),
            None => (id, None),
        };
        let (own, uses) = match self.uses.get(file) {
            Some((own, uses)) => (*own, Some(uses)),
            None => ("", None),
        };
        let absolute = match root.contains('#') {
            true => Some(root),
            false => uses.and_then(|uses| uses.get(root)).copied(),
        };
        let found = |namespace: &'n str, name: &'n str| Resolved {
            id: AbsoluteId {
                namespace,
                name,
                member,
            },
            shape: self.shape(namespace, name),
        };
        if let Some((namespace, name)) = absolute.and_then(|id| id.split_once('#')) {
            return found(namespace, name);
        }
        let here = found(own, root);
        if here.shape.is_some() {
            return here;
        }
        let prelude = found(PRELUDE, root);
        // Before the namespace statement there are only the names of the prelude.
        if prelude.shape.is_some() || own.is_empty() {
            return prelude;
        }
        here
    }

    /// The name of a type in the namespace of one that isn't there, if it is nearly the same.
    pub(super) fn nearest(&self, missing: &Resolved<'_>, kind: &str) -> Option<&str> {
        let shapes = self.namespaces.get(missing.id.namespace)?;
        let named = shapes.iter().filter(|(_, shape)| shape.kind == kind);
        let mut names: Vec<&str> = named.map(|(name, _)| &**name).collect();
        names.sort_unstable();
        spelling::nearest(missing.id.name, names)
    }

    /// The shape of another name that is most likely meant by one that isn't there.
    pub(super) fn nearest_of_any(&self, missing: &Resolved<'_>) -> Option<&str> {
        let shapes = self.namespaces.get(missing.id.namespace)?;
        let mut names: Vec<&str> = shapes.keys().map(|name| &**name).collect();
        names.sort_unstable();
        spelling::nearest(missing.id.name, names)
    }

    /// A shape by its absolute id.
    pub(super) fn shape(&self, namespace: &str, name: &str) -> Option<Declared<'n>> {
        self.namespaces.get(namespace)?.get(name).copied()
    }
}

/// The namespace that a file declares.
fn namespace<'n>(root: At<'_, 'n>) -> Option<&'n str> {
    let statement = root.child(NodeKind::Namespace)?;
    Some(statement.child(NodeKind::Name)?.text())
}

/// Takes the suffix that a control statement sets, or reports that it is no part of a name.
fn control<'n>(id: FileId, statement: At<'n, 'n>, scope: &mut Scope<'n>, report: &mut Report) {
    let (Some(key), Some(value)) = (
        statement.child(NodeKind::Name),
        statement.child(NodeKind::String),
    ) else {
        return;
    };
    let range = value.range();
    let value = string::string(value.text());
    let suffix = match key.text().trim_matches('"') {
        "operationInputSuffix" => &mut scope.input_suffix,
        "operationOutputSuffix" => &mut scope.output_suffix,
        _ => return,
    };
    if is_identifier(&format!("A{value}")) {
        *suffix = value;
        return;
    }
    report.add(
        Diagnostic::new(format!("{value:?} can't be the end of a shape's name"))
            .at(
                Location { file: id, range },
                "not made of letters, digits and underscores",
            )
            .help("choose a suffix such as \"Input\" or \"Request\""),
    );
}

fn import<'n>(
    id: FileId,
    used: At<'n, 'n>,
    uses: &mut HashMap<&'n str, &'n str>,
    report: &mut Report,
) {
    let Some((_, name)) = used.text().split_once('#') else {
        return;
    };
    if let Some(previous) = uses.get(name) {
        let range = used.range();
        report.add(
            Diagnostic::new(format!(
                "the name {name} is used for {previous} and for {}",
                used.text()
            ))
            .at(Location { file: id, range }, "the second use of the name")
            .help("leave out one of the two, and write its absolute id"),
        );
        return;
    }
    uses.insert(name, used.text());
}

/// A structure that is defined inside of an operation.
pub(super) struct InlineStructure<'n> {
    pub(super) node: At<'n, 'n>,
    pub(super) name: String,
    /// The trait that says what it is: `input` or `output`.
    pub(super) role: &'static str,
}

/// The inline structures of an operation's statement.
pub(super) fn inline_structures<'n>(
    statement: At<'n, 'n>,
    name: &str,
    scope: &Scope<'_>,
) -> Vec<InlineStructure<'n>> {
    let mut inline = Vec::new();
    for property in statement.children() {
        if property.kind() != NodeKind::Property {
            continue;
        }
        if let (Some(key), Some(structure)) = (
            property.child(NodeKind::Name),
            property.child(NodeKind::Inline),
        ) {
            let (role, suffix) = match key.text() {
                "input" => ("input", &scope.input_suffix),
                _ => ("output", &scope.output_suffix),
            };
            inline.push(InlineStructure {
                node: structure,
                name: format!("{name}{suffix}"),
                role,
            });
        }
    }
    inline
}
