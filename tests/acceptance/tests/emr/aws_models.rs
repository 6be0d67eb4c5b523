//! The models as AWS publishes them are sources as good as ours.

use std::collections::BTreeMap;

use crate::support::{root, shared_models};
use tinsmith::{Config, SmithyBuild, Tree};

/// The code without its documentation, which is all that may differ.
fn undocumented(tree: &Tree) -> BTreeMap<String, Vec<String>> {
    tree.files()
        // Its rules are written anew in ours; the package endpoints compares what they come to.
        .filter(|(path, _)| !path.ends_with("/endpoint.rs"))
        .map(|(path, text)| {
            let code = text.lines().map(str::trim);
            let code = code.filter(|line| !line.starts_with("//"));
            // Inner documentation leaves an empty line behind it.
            let code = code.filter(|line| !line.is_empty());
            (path.to_owned(), code.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn whole_aws_models_pruned_to_the_five_operations_give_the_same_types() {
    let Some(models) =
        shared_models("whole_aws_models_pruned_to_the_five_operations_give_the_same_types")
    else {
        return;
    };
    let build = SmithyBuild::read(root().join("smithy-build.json")).expect("a build file");
    let ours = build.config.generate().expect("sound models");
    let with_aws: Config = build
        .config
        .clone()
        .only_model(models.join("emr-2009-03-31.json"))
        .model(models.join("emr-containers-2020-10-01.json"));
    let theirs = with_aws.generate().expect("sound models");

    let (ours, theirs) = (undocumented(&ours), undocumented(&theirs));

    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().collect::<Vec<_>>()
    );
    for (path, code) in &ours {
        assert_eq!(code, &theirs[path], "{path}");
    }
}
