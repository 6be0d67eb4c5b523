//! The plan under snapshot: every decision for one small service, as data.

mod outline;

use crate::config::Config;
use crate::diagnostic::Report;
use crate::source::Sources;
use crate::{ast, model};

use super::plan;
use outline::outline;

/// The plan of one of the tests' models.
fn planned(file: &str) -> crate::ir::Crate {
    let text = std::fs::read_to_string(format!(
        "{}/tests/models/{file}.json",
        env!("CARGO_MANIFEST_DIR")
    ))
    .expect("a model");
    let mut sources = Sources::default();
    sources.add(file, text);
    let mut report = Report::default();
    let files = ast::read(&sources, &mut report);
    let model = model::resolve(&files, &mut report);
    let plan = plan(&model, &Config::new(), &mut report);
    assert!(report.is_empty(), "{report:?}");
    plan
}

#[test]
fn of_rest_json() {
    insta::assert_snapshot!(outline(&planned("rest_json")));
}

#[test]
fn of_a_union() {
    insta::assert_snapshot!(outline(&planned("union")));
}

#[test]
fn of_recursion() {
    let plan = planned("recursive");
    let boxed: Vec<String> = plan
        .services
        .iter()
        .flat_map(|service| &service.items)
        .flat_map(|item| match item {
            crate::ir::Item::Structure(item) => item
                .members
                .iter()
                .map(|member| (&item.name.ty, &member.field, Some(&member.ty)))
                .collect::<Vec<_>>(),
            crate::ir::Item::Union(item) => item
                .variants
                .iter()
                .map(|variant| (&item.name.ty, &variant.name, variant.ty.as_ref()))
                .collect(),
            _ => Vec::new(),
        })
        .filter(|(_, _, ty)| matches!(ty, Some(crate::ir::Type::Named(named)) if named.boxed))
        .map(|(ty, member, _)| format!("{ty}.{member}"))
        .collect();
    assert_eq!(
        boxed,
        [
            "Choice.Tree",
            "Choice.Choice",
            "Tree.left",
            "Tree.right",
            "Tree.choice"
        ],
        "in place and through a union, but not in lists and maps"
    );
}
