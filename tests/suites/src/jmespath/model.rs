//! The model of all documents and expressions.

use serde_json::{Map, Value, json};

use super::shape::{Member, Shape};

pub(super) const NAMESPACE: &str = "suites.jmespath";

/// An operation per document and way to type it, and a waiter per path.
pub(super) struct Model {
    shapes: Map<String, Value>,
    documents: Vec<Document>,
    operations: Vec<Operation>,
    waiters: usize,
}

pub(super) struct Operation {
    pub(super) name: String,
    /// The body of its response.
    pub(super) output: String,
    pub(super) waiters: Vec<(String, String)>,
}

/// The operations for a document.
struct Document(Vec<usize>);

/// A type that stands in for a value that was never seen.
#[derive(Clone, Copy)]
enum Guess {
    Text,
    Number,
}

impl Model {
    pub(super) fn new() -> Self {
        Self {
            shapes: Map::new(),
            documents: Vec::new(),
            operations: Vec::new(),
            waiters: 0,
        }
    }

    /// Adds a document: its number.
    pub(super) fn document(&mut self, given: &Value) -> usize {
        let member = Member::of(given);
        let guesses: &[Guess] = if member.shape.has_unknown() {
            &[Guess::Text, Guess::Number]
        } else {
            &[Guess::Text]
        };
        let number = self.documents.len();
        let mut operations = Vec::new();
        for (variant, &guess) in guesses.iter().enumerate() {
            let name = format!("Document{number}Variant{variant}");
            let mut writer = Writer {
                shapes: &mut self.shapes,
                prefix: &name,
                guess,
                // Members that are always there, and members that needn't be, half and half.
                requires: number.is_multiple_of(2),
                count: 0,
            };
            let target = writer.shape(&member.shape);
            let traits = if member.nullable {
                json!({})
            } else {
                json!({ "smithy.api#required": {} })
            };
            let output = json!({
                "type": "structure",
                "members": { "document": { "target": target, "traits": traits } },
            });
            self.shapes
                .insert(format!("{NAMESPACE}#{name}Output"), output);
            operations.push(self.operations.len());
            self.operations.push(Operation {
                name,
                output: json!({ "document": given }).to_string(),
                waiters: Vec::new(),
            });
        }
        self.documents.push(Document(operations));
        number
    }

    /// Adds waiters with these paths: their names, for each way to type the document.
    pub(super) fn waiters(&mut self, document: usize, paths: &[String]) -> Vec<Vec<String>> {
        let mut names = Vec::new();
        let operations = self
            .documents
            .get(document)
            .map_or(&[][..], |document| &document.0);
        for &operation in operations {
            let mut of_variant = Vec::new();
            for path in paths {
                let name = format!("Waiter{}", self.waiters);
                self.waiters += 1;
                if let Some(operation) = self.operations.get_mut(operation) {
                    operation.waiters.push((name.clone(), path.clone()));
                }
                of_variant.push(name);
            }
            names.push(of_variant);
        }
        names
    }

    pub(super) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The model's text, without these waiters.
    pub(super) fn text(&self, without: &[String]) -> String {
        let mut shapes = self.shapes.clone();
        let mut targets = Vec::new();
        for operation in &self.operations {
            let id = |suffix: &str| format!("{NAMESPACE}#{}{suffix}", operation.name);
            let acceptor = |path: &str, state: &str, expected: &str| {
                let matcher = json!({
                    "path": path, "expected": expected, "comparator": "booleanEquals",
                });
                json!({ "state": state, "matcher": { "output": matcher } })
            };
            let mut waitable = Map::new();
            for (name, path) in &operation.waiters {
                if !without.contains(name) {
                    let acceptors = [
                        acceptor(path, "success", "true"),
                        acceptor(path, "failure", "false"),
                    ];
                    waitable.insert(name.clone(), json!({ "acceptors": acceptors }));
                }
            }
            shapes.insert(id("Input"), json!({ "type": "structure", "members": {} }));
            let operation = json!({
                "type": "operation",
                "input": { "target": id("Input") },
                "output": { "target": id("Output") },
                "traits": { "smithy.waiters#waitable": waitable },
            });
            targets.push(json!({ "target": id("") }));
            shapes.insert(id(""), operation);
        }
        let service = json!({
            "type": "service",
            "version": "1",
            "operations": targets,
            "traits": { "aws.protocols#awsJson1_1": {} },
        });
        shapes.insert(format!("{NAMESPACE}#Suite"), service);
        json!({ "smithy": "2.0", "shapes": shapes }).to_string()
    }
}

/// Writes shapes for one document.
struct Writer<'a> {
    shapes: &'a mut Map<String, Value>,
    prefix: &'a str,
    guess: Guess,
    requires: bool,
    count: usize,
}

impl Writer<'_> {
    /// The id of a shape.
    fn shape(&mut self, shape: &Shape) -> String {
        let simple = match (shape, self.guess) {
            (Shape::Boolean, _) => "Boolean",
            (Shape::Integer, _) | (Shape::Unknown, Guess::Number) => "Long",
            (Shape::Float, _) => "Double",
            (Shape::Text, _) | (Shape::Unknown, Guess::Text) => "String",
            (Shape::Mixed, _) => "Document",
            _ => "",
        };
        if !simple.is_empty() {
            return format!("smithy.api#{simple}");
        }
        let id = format!("{NAMESPACE}#{}Shape{}", self.prefix, self.count);
        self.count += 1;
        let sparse = |item: &Member| {
            if item.nullable {
                json!({ "smithy.api#sparse": {} })
            } else {
                json!({})
            }
        };
        let value = match shape {
            Shape::List(item) => {
                let member = json!({ "target": self.shape(&item.shape) });
                json!({ "type": "list", "member": member, "traits": sparse(item) })
            }
            Shape::Map(item) => {
                let value = json!({ "target": self.shape(&item.shape) });
                let key = json!({ "target": "smithy.api#String" });
                json!({ "type": "map", "key": key, "value": value, "traits": sparse(item) })
            }
            Shape::Structure(members) => {
                let mut written = Map::new();
                for (name, member) in members {
                    let traits = if self.requires && !member.nullable {
                        json!({ "smithy.api#required": {} })
                    } else {
                        json!({})
                    };
                    let target = self.shape(&member.shape);
                    written.insert(name.clone(), json!({ "target": target, "traits": traits }));
                }
                json!({ "type": "structure", "members": written })
            }
            _ => json!({}),
        };
        self.shapes.insert(id.clone(), value);
        id
    }
}
