//! Models in Smithy's IDL: the AST that they stand for, and the reports of their mistakes.

mod applied;
mod mistakes;
mod page;
mod random;

use std::fs;

use tinsmith::pipeline;

/// The files of this test's models, with their texts.
fn models(names: &[&str]) -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/idl/models");
    let read = |name: &&str| {
        let bytes = fs::read(format!("{folder}/{name}")).expect("a model");
        ((*name).to_owned(), bytes)
    };
    names.iter().map(read).collect()
}

fn ast(names: &[&str]) -> String {
    pipeline::ast_of(models(names)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_kind_of_statement() {
    insta::assert_snapshot!(ast(&["everything.smithy", "shared.smithy"]));
}

#[test]
fn version_1_is_upgraded() {
    insta::assert_snapshot!(ast(&["old.smithy"]));
}

#[test]
fn the_order_of_files_has_no_meaning() {
    let one = ast(&["everything.smithy", "shared.smithy"]);
    let other = ast(&["shared.smithy", "everything.smithy"]);
    assert_eq!(one, other);
}

#[test]
fn an_ast_gives_itself() {
    for names in [&["everything.smithy", "shared.smithy"][..], &["old.smithy"]] {
        let first = ast(names);
        let again = vec![("model.json".to_owned(), first.clone().into_bytes())];
        let again = pipeline::ast_of(again).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(first, again);
    }
}

#[test]
fn a_file_of_json_can_be_beside() {
    let shared = ast(&["shared.smithy", "everything.smithy"]);
    let only_shared = r#"{"smithy": "2.0", "shapes": {
        "example.shared#Money": {"type": "bigDecimal"},
        "example.shared#Shelf": {"type": "structure", "members": {
            "floor": {"target": "example.library#Floor"}}}}}"#;
    let mut files = models(&["everything.smithy"]);
    files.push(("shared.json".to_owned(), only_shared.into()));
    let mixed = pipeline::ast_of(files).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(shared, mixed);
}

#[test]
fn known_shapes_become_part_of_a_model_that_refers_to_them() {
    let service = "$version: \"2.0\"\nnamespace example\nuse smithy.framework#ValidationException\n\
        service Shop { errors: [ValidationException] }\n";
    let own = "$version: \"2.0\"\nnamespace smithy.framework\n\
        @error(\"client\") structure ValidationException { detail: String }\n";
    let json = r#"{"smithy": "2.0", "shapes": {"smithy.framework#ValidationException" :
        {"type": "structure", "traits": {"smithy.api#error": "client"}}}}"#;
    let ast = |others: &[(&str, &str)]| {
        let mut files = vec![("shop.smithy".to_owned(), service.into())];
        let others = others.iter();
        files.extend(others.map(|(name, text)| ((*name).to_owned(), (*text).into())));
        pipeline::ast_of(files).unwrap_or_else(|error| panic!("{error}"))
    };
    let known = ast(&[]);
    assert!(
        known.contains("\"smithy.framework#ValidationExceptionFieldList\": {"),
        "{known}"
    );
    // A file that has shapes of the namespace takes the place of the known ones.
    for own in [("own.smithy", own), ("own.json", json)] {
        let ast = ast(&[own]);
        assert!(
            ast.contains("smithy.framework#ValidationException"),
            "{ast}"
        );
        assert!(!ast.contains("FieldList"), "{ast}");
    }
}

/// The trait of an inline structure is that of its property, whatever its name ends in.
#[test]
fn inputs_and_outputs_may_have_one_suffix() {
    let text = "$version: \"2\"\n$operationInputSuffix: \"Data\"\n$operationOutputSuffix: \"Data\"\n\
        namespace example\noperation Take { output := {} }\noperation Give { input := {} }\n";
    let files = vec![("data.smithy".to_owned(), text.into())];
    let ast = pipeline::ast_of(files).unwrap_or_else(|error| panic!("{error}"));
    let ast: serde_json::Value = serde_json::from_str(&ast).expect("JSON");
    for (structure, role) in [
        ("example#TakeData", "smithy.api#output"),
        ("example#GiveData", "smithy.api#input"),
    ] {
        let traits = &ast["shapes"][structure]["traits"];
        assert_eq!(*traits, serde_json::json!({ (role): {} }), "{structure}");
    }
}
