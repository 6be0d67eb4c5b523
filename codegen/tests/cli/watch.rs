//! `tinsmith watch`: code that follows models and the build file.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{fails, read};

/// The bound of each wait. A slow computer needs seconds, and a test that fails has to end.
const BOUND: Duration = Duration::from_secs(30);

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn of(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
            .arg("watch")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("piped")),
            Box::new(child.stderr.take().expect("piped")),
        ];
        for stream in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Self { child, lines }
    }

    /// The lines up to one that has this text.
    fn until(&self, text: &str) -> Vec<String> {
        let started = Instant::now();
        let mut seen = Vec::new();
        while started.elapsed() < BOUND {
            match self.lines.recv_timeout(Duration::from_millis(200)) {
                Ok(line) => {
                    let is_last = line.contains(text);
                    seen.push(line);
                    if is_last {
                        return seen;
                    }
                }
                Err(_) => continue,
            }
        }
        panic!("no {text:?} in {seen:#?}");
    }

    fn generated(&self) -> Vec<String> {
        self.until("generated in ")
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const MODEL: &str = "$version: \"2.0\"
namespace example.shop
use aws.protocols#awsJson1_1
@awsJson1_1
service Shop { version: \"1\", operations: [Get] }
operation Get { input := { id: String }, output := {} }
";

fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("model")).expect("made");
    fs::write(folder.path().join("model/shop.smithy"), MODEL).expect("written");
    let build = r#"{ "version": "1.0", "sources": ["model"], "plugins": { "tinsmith": { "output": "out" } } }"#;
    fs::write(folder.path().join("smithy-build.json"), build).expect("written");
    folder
}

fn has(lines: &[String], text: &str) -> bool {
    lines.iter().any(|line| line.contains(text))
}

#[test]
fn code_follows_changes_of_any_kind() {
    let folder = project();
    let at = |path: &str| folder.path().join(path);
    let watch = Watch::of(folder.path(), &[]);
    let first = watch.generated();
    assert!(has(&first, "added out/shop/mod.rs"), "{first:#?}");
    assert!(has(&first, "watching 2 files"), "{first:#?}");

    // An edit.
    fs::write(
        at("model/shop.smithy"),
        MODEL.replace("id: String", "id: String, more: Long"),
    )
    .expect("written");
    let told = watch.generated();
    assert!(has(&told, "changed: model/shop.smithy"), "{told:#?}");
    assert!(has(&told, "changed out/shop/operation/get.rs"), "{told:#?}");
    assert!(read(at("out/shop/operation/get.rs")).contains("more"));

    // An editor that writes another file and renames it, a few times.
    let mut waits = Vec::new();
    for text in [
        MODEL.to_owned(),
        MODEL.replace("id:", "key:"),
        MODEL.to_owned(),
    ] {
        fs::write(at("model/.shop.swp"), text).expect("written");
        let begin = Instant::now();
        fs::rename(at("model/.shop.swp"), at("model/shop.smithy")).expect("renamed");
        let told = watch.generated();
        waits.push(begin.elapsed());
        assert!(has(&told, "changed out/shop/operation/get.rs"), "{told:#?}");
    }
    // A busy computer may take longer, but not each time.
    assert!(
        waits.iter().min() < Some(&Duration::from_secs(1)),
        "{waits:?}"
    );

    // A new file in a new folder, and one that goes.
    fs::create_dir(at("model/more")).expect("made");
    let more = "$version: \"2.0\"\nnamespace example.shop\n@documentation(\"Reads.\")\n\
                apply Get @documentation(\"Reads an order.\")\n";
    fs::write(
        at("model/more/docs.smithy"),
        more.replace("@documentation(\"Reads.\")\n", ""),
    )
    .expect("written");
    let told = watch.generated();
    assert!(has(&told, "new: model/more/docs.smithy"), "{told:#?}");
    assert!(read(at("out/shop/operation/get.rs")).contains("Reads an order."));
    fs::remove_file(at("model/more/docs.smithy")).expect("removed");
    let told = watch.generated();
    assert!(has(&told, "gone: model/more/docs.smithy"), "{told:#?}");

    // A mistake is reported, and mending it is enough.
    fs::write(
        at("model/shop.smithy"),
        MODEL.replace("id: String", "id: Strin"),
    )
    .expect("written");
    let told = watch.until("nothing was written");
    assert!(
        has(&told, "Strin isn't in the model") || has(&told, "Strin"),
        "{told:#?}"
    );
    fs::write(at("model/shop.smithy"), MODEL).expect("written");
    let told = watch.generated();
    assert!(has(&told, "changed: model/shop.smithy"), "{told:#?}");

    // The build file, broken for a while.
    let build = read(at("smithy-build.json"));
    fs::write(at("smithy-build.json"), "{").expect("written");
    watch.until("nothing was written");
    fs::write(
        at("smithy-build.json"),
        build.replace("\"out\"", "\"code\""),
    )
    .expect("written");
    let told = watch.generated();
    assert!(has(&told, "added code/shop/mod.rs"), "{told:#?}");
}

#[test]
fn a_build_file_may_come_later() {
    let folder = project();
    let build = read(folder.path().join("smithy-build.json"));
    fs::remove_file(folder.path().join("smithy-build.json")).expect("removed");
    let watch = Watch::of(folder.path(), &[]);
    watch.until("nothing was written");
    fs::write(folder.path().join("smithy-build.json"), build).expect("written");
    assert!(has(&watch.generated(), "added out/shop/mod.rs"));
}

#[test]
fn arguments_that_are_wrong_end_it() {
    let folder = project();
    let told = fails(&folder, &["watch", "--model", "model"]);
    assert!(
        told.contains("the folder to generate into is missing"),
        "{told}"
    );
}

/// Watching ends with an interrupt.
#[cfg(unix)]
#[test]
fn it_ends() {
    let folder = project();
    let mut watch = Watch::of(folder.path(), &["--model", "model", "--out", "src"]);
    watch.generated();
    let id = watch.child.id().to_string();
    // A process that was started in the background, as this test may be, ignores the signal of Ctrl-C.
    let killed = Command::new("kill").args(["-TERM", &id]).status();
    assert!(killed.expect("kill runs").success());
    let started = Instant::now();
    while watch.child.try_wait().expect("a child").is_none() {
        assert!(started.elapsed() < BOUND, "it goes on");
        thread::sleep(Duration::from_millis(10));
    }
}
