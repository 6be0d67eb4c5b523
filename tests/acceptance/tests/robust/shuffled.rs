//! The order in which a model's JSON is written means nothing, but that of the members of a
//! shape and of what endpoint rules name: the generator and `tinsmith diff` give the same for any other.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use robust::walk::Random;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tempfile::TempDir;
use tinsmith::{Config, Diff, ProtocolTests, Tree};

/// JSON with its members in the order of the text.
#[derive(Clone)]
enum Node {
    Scalar(Value),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Nodes;

        impl<'de> Visitor<'de> for Nodes {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
                Ok(Node::Scalar(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
                Ok(Node::Scalar(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
                Ok(Node::Scalar(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
                Ok(Node::Scalar(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Node, E> {
                Ok(Node::Scalar(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Scalar(Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Node::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
                let mut object = Vec::new();
                while let Some(member) = members.next_entry()? {
                    object.push(member);
                }
                Ok(Node::Object(object))
            }
        }

        deserializer.deserialize_any(Nodes)
    }
}

impl Node {
    /// Puts members into another order, at every depth.
    fn shuffle(&mut self, random: &mut Random) {
        match self {
            Self::Scalar(_) => {}
            Self::List(items) => items.iter_mut().for_each(|item| item.shuffle(random)),
            Self::Object(members) => {
                for (name, member) in members.iter_mut() {
                    match (name.as_str(), member) {
                        // Fields and variants have an order of their own, and the members of
                        // each of them don't.
                        ("members", Self::Object(inner)) => {
                            inner
                                .iter_mut()
                                .for_each(|(_, inner)| inner.shuffle(random));
                        }
                        // Parameters, headers and properties of endpoints are set in the order
                        // in which the rules name them.
                        (name, _) if name.starts_with("smithy.rules#") => {}
                        (_, member) => member.shuffle(random),
                    }
                }
                for end in (1..members.len()).rev() {
                    members.swap(end, random.below(end + 1));
                }
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Scalar(value) => out.push_str(&value.to_string()),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (number, (name, member)) in members.iter().enumerate() {
                    out.push_str(if number == 0 { "\n" } else { ",\n" });
                    out.push_str(&Value::from(name.as_str()).to_string());
                    out.push(':');
                    member.write(out);
                }
                out.push('}');
            }
        }
    }

    /// Removes the last member of each shape that has more than one.
    fn shrink(&mut self) {
        if let Self::Object(members) = self {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("members", Self::Object(inner)) if inner.len() > 1 => drop(inner.pop()),
                    (_, member) => member.shrink(),
                }
            }
        }
    }

    /// The shapes in two models, of which neither is whole.
    fn split(&self, random: &mut Random) -> [Self; 2] {
        let Self::Object(model) = self else {
            return [self.clone(), self.clone()];
        };
        let seed = random.below(1 << 20) as u64;
        [true, false].map(|first| {
            // The same decisions for both.
            let mut random = Random::new(seed);
            let part = model
                .iter()
                .map(|(name, node)| match (name.as_str(), node) {
                    ("shapes", Self::Object(shapes)) => {
                        let kept = shapes.iter().filter(|_| (random.below(2) == 0) == first);
                        (name.clone(), Self::Object(kept.cloned().collect()))
                    }
                    (_, node) => (name.clone(), node.clone()),
                });
            Self::Object(part.collect())
        })
    }
}

fn models() -> Vec<(String, Node)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["codegen/tests/models", "model"];
    let files = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(repository.join(folder)).expect("models");
        entries.map(|entry| entry.expect("an entry").path())
    });
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("a model");
        let name = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, serde_json::from_str(&text).expect("JSON"))
    };
    files.iter().map(read).collect()
}

fn config(folder: &TempDir, files: &[(String, Node)]) -> Config {
    let mut config = Config::new()
        .root(folder.path())
        .serde_feature("serde")
        .server_feature("server")
        .client_feature("client")
        .protocol_tests(ProtocolTests::Tests);
    for (name, node) in files {
        let mut text = String::new();
        node.write(&mut text);
        let file = folder.path().join(format!("{name}.json"));
        fs::write(&file, text).expect("written");
        config = config.model(format!("{name}.json"));
    }
    config
}

fn generated(files: &[(String, Node)]) -> Tree {
    let folder = tempfile::tempdir().expect("a folder");
    config(&folder, files).generate().expect("a sound model")
}

fn same(one: &Tree, other: &Tree, what: &str) {
    let mut paths: Vec<_> = one.files().map(|(path, _)| path).collect();
    let mut others: Vec<_> = other.files().map(|(path, _)| path).collect();
    paths.sort_unstable();
    others.sort_unstable();
    assert_eq!(paths, others, "{what}");
    for path in paths {
        let (one, other) = (one.file(path), other.file(path));
        if one != other {
            let lines = one
                .unwrap_or_default()
                .lines()
                .zip(other.unwrap_or_default().lines());
            let first = lines.clone().find(|(one, other)| one != other);
            panic!("{what}: {path} differs: {first:?}");
        }
    }
}

proptest! {
    // Each case is every model, generated twice.
    #![proptest_config(ProptestConfig {
        cases: robust::cases(1),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn the_generator_gives_the_same(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        for (name, model) in models() {
            let plain = generated(&[(name.clone(), model.clone())]);
            let mut shuffled = model.clone();
            shuffled.shuffle(&mut random);
            let [a, b] = shuffled.split(&mut random);
            let parts = [("a".to_owned(), a), ("b".to_owned(), b)];
            // Each form of each model comes up in some seeds.
            let (form, files) = match random.below(3) {
                0 => ("in another order", vec![(name.clone(), shuffled)]),
                1 => ("in two files", parts.to_vec()),
                _ => ("in two files, the other way", parts.into_iter().rev().collect()),
            };
            same(&plain, &generated(&files), &format!("{name}, {form}"));
        }
    }

    #[test]
    fn diff_gives_the_same(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let names = ["simple_types", "structure", "enumeration", "union", "recursive", "sensitive", "error"];
        let mut told = 0;
        for (name, model) in models() {
            if !names.contains(&name.as_str()) {
                continue;
            }
            let mut smaller = model.clone();
            smaller.shrink();
            let diff = |old: &Node, new: &Node| {
                let (of_old, of_new) = (tempfile::tempdir().expect("one"), tempfile::tempdir().expect("two"));
                let old = config(&of_old, &[(name.clone(), old.clone())]);
                let new = config(&of_new, &[(name.clone(), new.clone())]);
                let diff = Diff::of(&old, &new).expect("sound models");
                (diff.to_markdown(true), diff.to_json(), diff.is_empty())
            };
            let plain = diff(&model, &smaller);
            told += usize::from(!plain.2);
            let (mut old, mut new) = (model.clone(), smaller);
            old.shuffle(&mut random);
            new.shuffle(&mut random);
            prop_assert_eq!(&diff(&old, &new), &plain, "{}", name);
            // And an order is no change.
            prop_assert!(diff(&model, &old).2, "{}: {}", name, diff(&model, &old).0);
        }
        prop_assert!(told > 3, "{} differ", told);
    }
}
