//! Models in JARs and in folders, and the reports of those that can't be read.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use rawzip::{CompressionMethod, ZipArchiveWriter};
use tinsmith::Config;

const SERVICE: &str = "$version: \"2.0\"
namespace example
use aws.protocols#awsJson1_1
@awsJson1_1
service Service { version: \"1\", operations: [Get] }
operation Get { input := { id: Id }, output := {} }
";
const ID: &str = "$version: \"2.0\"\nnamespace example\nstring Id\n";
/// A model with a mistake.
const BROKEN: &str = "$version: \"2.0\"\nnamespace example\nstring Id\nlist Ids { member: Idd }\n";
const MANIFEST: &str = "META-INF/smithy/manifest";

/// Names and contents.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// A zip of files that are stored or, if they are models, deflated.
fn jar(files: Files<'_>) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let (method, packed) = match name.ends_with(".smithy") {
            true => (
                CompressionMethod::Deflate,
                miniz_oxide::deflate::compress_to_vec(bytes, 6),
            ),
            false => (CompressionMethod::Store, bytes.to_vec()),
        };
        let file = archive.new_file(name).compression_method(method);
        let (mut entry, config) = file.start().expect("an entry");
        entry.write_all(&packed).expect("packed");
        let mut data = config.wrap(std::io::sink());
        data.write_all(bytes).expect("counted");
        let (_, output) = data.finish().expect("a checksum");
        entry.finish(output).expect("an entry");
    }
    archive.finish().expect("a directory")
}

fn write(root: &Path, files: Files<'_>) {
    for (name, bytes) in files {
        let file = root.join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, bytes).expect("written");
    }
}

/// Writes files, and gives the AST of the paths or the report.
fn ast(files: Files<'_>, paths: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), files);
    let mut config = Config::new().root(folder.path());
    for path in paths {
        config = config.model(path);
    }
    match config.to_ast() {
        Ok((text, _)) => Ok(text),
        Err(error) => {
            let root = folder.path().to_string_lossy();
            Err(error.to_string().replace(&*root, "ROOT"))
        }
    }
}

#[test]
fn every_way_to_name_a_model_gives_the_same() {
    let service = SERVICE.as_bytes();
    let id = ID.as_bytes();
    let json = ast(&[("id.smithy", id)], &["id.smithy"]).expect("a model");
    let json = json.as_bytes();
    let lib: &[u8] = &jar(&[
        ("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\n"),
        ("META-INF/smithy/id/id.smithy", id),
        (MANIFEST, b"# Ids\r\nid/id.smithy\r\n\r\nid/id.smithy\r\n"),
        ("META-INF/smithy/unnamed.smithy", b"no model"),
    ]);
    let lib_of_json: &[u8] = &jar(&[(MANIFEST, b"id.json"), ("META-INF/smithy/id.json", json)]);
    let main = ("main.smithy", service);
    let cases: &[(Files<'_>, &[&str])] = &[
        (&[main, ("lib.jar", lib)], &["main.smithy", "lib.jar"]),
        (&[main, ("lib.jar", lib)], &["lib.jar", "main.smithy"]),
        (
            &[main, ("lib.jar", lib_of_json)],
            &["main.smithy", "lib.jar"],
        ),
        // A JAR under another name.
        (&[main, ("lib.zip", lib)], &["main.smithy", "lib.zip"]),
        (&[main, ("lib-1.0", lib)], &["main.smithy", "lib-1.0"]),
        // In folders, and among files that are no models.
        (
            &[
                ("model/main.smithy", service),
                ("model/lib/deep/lib.jar", lib),
                ("model/package.json", b"{\"name\": \"model\"}"),
                ("model/list.json", b"[]"),
                ("model/README.md", b"Models"),
            ],
            &["model"],
        ),
        // A JAR that was unpacked, and its folder of models.
        (
            &[
                main,
                ("lib/META-INF/smithy/manifest", b"a/id.smithy"),
                ("lib/META-INF/smithy/a/id.smithy", id),
                ("lib/META-INF/smithy/unnamed.smithy", b"no model"),
            ],
            &["main.smithy", "lib"],
        ),
        (
            &[
                main,
                ("lib/manifest", b"a/id.smithy\ra/other.json\r"),
                ("lib/a/id.smithy", id),
                ("lib/a/other.json", json),
                ("lib/unnamed.smithy", b"no model"),
            ],
            &["main.smithy", "lib"],
        ),
    ];
    let expected = ast(&[main, ("id.smithy", id)], &["main.smithy", "id.smithy"]);
    let expected = expected.expect("a model");
    for (files, paths) in cases {
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        let found = ast(files, paths).unwrap_or_else(|told| panic!("{names:?}: {told}"));
        assert_eq!(found, expected, "{names:?}");
    }
}

#[test]
fn reports_of_archives() {
    let id = ID.as_bytes();
    let named = |line: &str, more: (&str, &[u8])| jar(&[(MANIFEST, line.as_bytes()), more]);
    let a = "META-INF/smithy/a.smithy";
    let mut damaged = named("a.smithy", (a, id));
    let at = damaged
        .windows(8)
        .position(|at| at == b"a.smithy")
        .expect("a line");
    damaged[at] = b'b';
    let cases: &[(&str, Vec<u8>)] = &[
        ("no zip", b"Not a JAR.".to_vec()),
        ("cut off", named("a.smithy", (a, id))[..150].to_vec()),
        ("damaged", damaged),
        ("no manifest", jar(&[(a, id), ("Main.class", b"")])),
        (
            "manifest that isn't UTF-8",
            jar(&[(MANIFEST, b"\xff"), (a, id)]),
        ),
        (
            "file that isn't there",
            named("gone.smithy\na.smithy", (a, id)),
        ),
        ("file that isn't UTF-8", named("a.smithy", (a, b"\xff"))),
        (
            "file that is no model",
            named("a.json", ("META-INF/smithy/a.json", b"{}")),
        ),
        (
            "lines that are no paths",
            named(
                "/etc/passwd.json\n../../a.smithy\na/../a.smithy\n./a.smithy\na//b.smithy\nC:\\a.smithy\na b.smithy\na.smithy/\na.txt\na#b.smithy\n\u{1b}[31m.smithy\n",
                (a, id),
            ),
        ),
        (
            "mistake in a model",
            named("a.smithy", (a, BROKEN.as_bytes())),
        ),
    ];
    let mut told = String::new();
    for (what, bytes) in cases {
        let report = ast(&[("lib.jar", bytes)], &["lib.jar"]).expect_err(what);
        told.push_str(&format!("──── {what}\n{report}"));
    }
    snapshot!(told);
}

/// The reference packs an empty manifest if a package has no models.
#[test]
fn a_manifest_that_names_nothing_is_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = jar(&[(MANIFEST, b"# nothing\n")]);
    let main = format!("{SERVICE}string Id\n");
    write(
        folder.path(),
        &[("lib.jar", &empty), ("main.smithy", main.as_bytes())],
    );
    let config = Config::new().root(folder.path());
    let tree = config.model("lib.jar").model("main.smithy").generate();
    let told = tree.expect("a model").warnings().render(false);
    let expected = "lib.jar!/META-INF/smithy/manifest names no models";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn reports_of_folders() {
    let cases: &[(&str, Files<'_>)] = &[
        (
            "no models",
            &[
                ("model/package.json", b"{\"name\": \"x\"}"),
                ("model/a.txt", b""),
            ],
        ),
        ("broken JSON", &[("model/a/b.json", b"{")]),
        (
            "manifest of a file that isn't there",
            &[("model/manifest", b"a.smithy")],
        ),
        (
            "manifest that leads out",
            &[("model/META-INF/smithy/manifest", b"../a.smithy")],
        ),
        (
            "JAR without a manifest",
            &[("model/lib.jar", &jar(&[("Main.class", b"")]))],
        ),
    ];
    let mut told = String::new();
    for (what, files) in cases {
        let report = ast(files, &["model"]).expect_err(what);
        told.push_str(&format!("──── {what}\n{report}"));
    }
    snapshot!(told);
}

/// Links in a circle have an end, and a folder that two paths lead to is read once.
#[cfg(unix)]
#[test]
fn links_in_a_circle() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        &[
            ("model/a/main.smithy", SERVICE.as_bytes()),
            ("model/id.smithy", ID.as_bytes()),
        ],
    );
    for link in ["model/a/up", "model/a/again", "model/here"] {
        std::os::unix::fs::symlink(folder.path().join("model"), folder.path().join(link))
            .expect("a link");
    }
    let tree = Config::new().root(folder.path()).model("model").generate();
    tree.expect("a model");
}
