//! `docs/idl.md`: its reports are those of the bookshop's model with the mistakes that it names.

use tinsmith::pipeline;

fn root_file(name: &str) -> String {
    let path = format!("{}/../{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_reports_of_the_page_are_real() {
    let page = root_file("docs/idl.md");
    let model = root_file("examples/bookshop/model/bookshop.smithy");
    for (right, wrong) in [
        ("    errors: [NoSuchBook]\n}", "    errors: [NoSuchBook]\n"),
        ("payment: Payment", "payment: Paymnet"),
    ] {
        let broken = model.replacen(right, wrong, 1);
        assert_ne!(broken, model);
        let files = vec![("bookshop.smithy".to_owned(), broken.into_bytes())];
        let report = pipeline::ast_of(files).expect_err("a mistake").to_string();
        assert!(
            page.contains(report.trim_end()),
            "not in docs/idl.md:\n{report}"
        );
    }
}

#[test]
fn the_page_has_the_namespaces_that_are_built_in() {
    let page = root_file("docs/idl.md");
    let known = format!("{}/src/known", env!("CARGO_MANIFEST_DIR"));
    let mut namespaces = 0;
    for entry in std::fs::read_dir(known).expect("the folder") {
        let name = entry.expect("an entry").file_name();
        if let Some(namespace) = name.to_string_lossy().strip_suffix(".smithy") {
            namespaces += 1;
            assert!(
                page.contains(&format!("`{namespace}`")),
                "no {namespace} in docs/idl.md"
            );
        }
    }
    assert!(namespaces > 10);
}
