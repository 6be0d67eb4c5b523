//! The ideas of the SDK besides operations and types, as reports list them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Crate, Item};

use super::changes::{Changes, listed};
use super::concepts::{BUILDERS, CONCEPTS, Concept, EXAMPLES, ITEMS, OTHER, OUTPUTS};
use super::data::{SdkUse, UsedItem};
use super::edits::Form as NewForm;
use super::found::{Found, Link, Mention};
use super::index::{is_beside_sdk, is_client};
use super::operations::squashed;
use super::place::{Extent, Place};
use super::services::Services;

/// Items and their counterparts, and where they are.
type Items = BTreeMap<(String, Option<String>), BTreeSet<Place>>;

/// The uses of the SDK besides operations and types.
pub(super) fn of(
    known_services: &Services,
    found: &Found,
    plan: &Crate,
    changes: &Changes,
) -> Vec<SdkUse> {
    let mut all: BTreeMap<usize, Items> = BTreeMap::new();
    let mut add_with = |number: Option<usize>, name: String, new: Option<String>, place: &Place| {
        if let Some(number) = number {
            let items = all.entry(number).or_default();
            items.entry((name, new)).or_default().insert(place.clone());
        }
    };
    let mut add = |number, name, place: &Place| add_with(number, name, None, place);
    let of_kind = |kind: &str| CONCEPTS.iter().position(|concept| concept.kind == kind);
    // Calls and pieces are shown with their new code.
    let is_in_code = |mention: &Mention| {
        let at = Extent::at(&mention.place);
        let is_in = |file: &str, other: &Extent| {
            file == mention.place.file && other.start <= at.start && at.end <= other.end
        };
        let mut calls = found.calls.iter();
        let mut pieces = found.pieces.iter();
        calls.any(|it| is_in(&it.place.file, &it.extent))
            || pieces.any(|it| is_in(&it.place.file, &it.extent))
    };
    for mention in &found.mentions {
        // The new form shows what becomes of the name.
        if changes.are_around(&mention.place.file, &Extent::at(&mention.place)) {
            continue;
        }
        let path = &mention.path;
        let number = match path.as_slice() {
            [krate, types, name, builder]
                if is_client(krate) && types == "types" && builder == "builder" =>
            {
                add(of_kind(BUILDERS), name.clone(), &mention.place);
                continue;
            }
            [krate, client, new]
                if is_client(krate)
                    && client == "Client"
                    && (new == "new" || new == "from_conf") =>
            {
                of_kind("config")
            }
            [krate, second, ..]
                if is_client(krate) && (second == "Client" || second == "types") =>
            {
                None
            }
            [krate, ..] if is_beside_sdk(krate) => of_kind(ITEMS),
            [.., last] if last.ends_with("Error") => of_kind("errors"),
            path => {
                let number = CONCEPTS.iter().position(|concept| concept.has_path(path));
                let is_beside = path.first().is_some_and(|krate| !is_client(krate));
                number.or_else(|| of_kind(OTHER).filter(|_| is_beside && !is_in_code(mention)))
            }
        };
        add(number, path.join("::"), &mention.place);
    }
    for (krate, place) in &found.documented {
        add(of_kind(EXAMPLES), krate.clone(), place);
    }
    let members = members(plan);
    let known: BTreeSet<&Place> = changes.all().map(|edit| &edit.place).collect();
    for method in found.methods.iter().filter(|it| !known.contains(&it.place)) {
        let of_method = CONCEPTS
            .iter()
            .position(|concept| concept.has_method(&method.name));
        let is_member =
            method.krate.is_some() && method.is_getter && members.contains(&squashed(&method.name));
        let number = of_method.or_else(|| of_kind(OUTPUTS).filter(|_| is_member));
        add(number, format!(".{}()", method.name), &method.place);
    }
    for call in &found.calls {
        let links = call.links.iter().filter_map(|link| match link {
            Link::Method { name, .. } => Some(name),
            _ => None,
        });
        for name in links {
            let number = CONCEPTS.iter().position(|concept| concept.has_method(name));
            add(number, format!(".{name}()"), &call.place);
        }
    }
    let told = changes.all().filter(|edit| changes.is_listed(edit, found));
    for edit in told {
        let new = match &edit.form {
            NewForm::Hand => Some(edit.note.clone().unwrap_or_else(|| "by hand".to_owned())),
            _ => changes.new_code(plan, edit).map(|new| listed(edit, &new)),
        };
        add_with(of_kind(edit.kind), edit.old.clone(), new, &edit.place);
    }
    for ((own, krate), places) in conversions(found) {
        let module = known_services.of(krate).and_then(|service| {
            let mut planned = plan.services.iter();
            planned.find(|it| it.id == service.model.id)
        });
        let name = own.last().map_or("", String::as_str);
        let name = format!("conversions into {name}");
        let module = module.map_or("", |it| it.module.as_str());
        let new = format!("all are from `{module}::Error`, and only one may stay");
        for place in places {
            add_with(of_kind("errors"), name.clone(), Some(new.clone()), place);
        }
    }
    let used = CONCEPTS.iter().enumerate();
    used.filter_map(|(number, concept)| Some(sdk_use(concept, all.remove(&number)?)))
        .collect()
}

/// The types that have more than one conversion from errors of a crate, which are one type here.
fn conversions(found: &Found) -> BTreeMap<(&Vec<String>, &str), Vec<&Place>> {
    let mut all: BTreeMap<(&Vec<String>, &str), Vec<&Place>> = BTreeMap::new();
    for (own, krate, place) in &found.conversions {
        all.entry((own, krate)).or_default().push(place);
    }
    all.retain(|_, places| places.len() > 1);
    all
}

/// The names of all members that code may read.
fn members(plan: &Crate) -> BTreeSet<String> {
    let outputs = plan
        .services
        .iter()
        .flat_map(|it| &it.operations)
        .map(|it| &it.output);
    let items = plan
        .services
        .iter()
        .flat_map(|it| &it.items)
        .filter_map(|item| match item {
            Item::Structure(it) => Some(it),
            _ => None,
        });
    let members = outputs.chain(items).flat_map(|it| &it.members);
    members.map(|member| squashed(&member.name)).collect()
}

fn sdk_use(concept: &Concept, items: Items) -> SdkUse {
    SdkUse {
        kind: concept.kind,
        title: concept.title,
        new: concept.now,
        page: concept.page,
        items: items
            .into_iter()
            .map(|((name, new), places)| UsedItem {
                name,
                new,
                places: places.into_iter().collect(),
            })
            .collect(),
    }
}
