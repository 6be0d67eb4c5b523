//! Tags of shapes: those that choose, and transforms that change them.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};

use crate::ast::{File, Node};
use crate::projection::Way;
use crate::validate::{Applied, At, Graph, strings};

use super::texts::Sheet;

const TAGS: &str = "smithy.api#tags";

/// Whether a shape has one of some tags.
pub(super) fn has_any(graph: &Graph<'_>, at: At, wanted: &[String]) -> bool {
    let traits = graph.shape(at).traits.iter();
    let mut tags = traits
        .filter(|applied| applied.id == TAGS)
        .flat_map(Applied::strings);
    tags.any(|tag| is_in(wanted, &tag))
}

fn is_in(wanted: &[String], tag: &str) -> bool {
    wanted.iter().any(|wanted| wanted == tag)
}

/// Removes tags from all shapes and members.
pub(super) fn change<'a>(files: &mut [File<'a>], way: Way, wanted: &[String], sheet: &'a Sheet) {
    let mut texts = HashMap::new();
    each(files, &mut |tags| {
        if let Some(text) = changed(*tags, way, wanted) {
            texts.insert(tags.text().to_owned(), text);
        }
    });
    let texts = sheet.get_or_init(|| texts);
    each(files, &mut |tags| {
        if let Some(text) = texts.get(tags.text()) {
            *tags = Node::of(text);
        }
    });
}

/// The list without the tags that go, if there is one of these.
fn changed(tags: Node<'_>, way: Way, wanted: &[String]) -> Option<String> {
    let all: Vec<Cow<'_, str>> = strings(tags);
    let left: Vec<&str> = all
        .iter()
        .map(|tag| &**tag)
        .filter(|tag| !way.removes(is_in(wanted, tag)))
        .collect();
    (left.len() < all.len()).then(|| serde_json::Value::from(left).to_string())
}

fn each<'a>(files: &mut [File<'a>], visit: &mut dyn FnMut(&mut Node<'a>)) {
    for file in files {
        for (_, shape) in &mut file.shapes {
            for traits in shape.all_traits_mut() {
                let tags = traits.iter_mut().filter(|(key, _)| key.name == TAGS);
                tags.for_each(|(_, value)| visit(value));
            }
        }
    }
}
