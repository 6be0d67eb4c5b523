//! The folder `broken/`: models that are wrong in ways that people get them wrong. Each gives a
//! report with all of its problems, under snapshot; a new file is a new case.

use std::fs;
use std::path::Path;

use tinsmith::Config;

#[test]
fn each_gives_its_report() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string())
        .map(|name| name.expect("a name in UTF-8"))
        .collect();
    names.sort();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        let error = Config::new()
            .root(&folder)
            .model(&name)
            .client_feature("client")
            .server_feature("server")
            .serde_feature("serde")
            .generate()
            .expect_err(&name);
        insta::assert_snapshot!(name.trim_end_matches(".json"), error.to_string());
    }
}
