//! `tinsmith init`: writes a build file with comments, for people to edit.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tinsmith::{Diagnostic, PackageConfig, SmithyBuild};

use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{has_colors, shown, warn};
use super::runtime::{check_runtime, nearby};
use super::settings::{DEFAULT_FILE, Settings};

#[derive(Default, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith init --model model --client
      smithy-build.json in this folder, which generates all of the models into ./generated
  tinsmith init --model kms.json --operations Encrypt,Decrypt --crate kms-calls
      ./kms-calls/smithy-build.json, for a crate; `tinsmith` in there makes it
  tinsmith init
      asks, if there is a terminal to ask

The models are read, and what is named has to be there. The file is Smithy's own format, with
comments on what may be changed; --config FILE writes another file. A file that is there is never
replaced.";

/// The folder for code that nobody has named.
const CODE: &str = "generated";

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let mut settings = arguments.settings.clone();
    if settings.models.is_empty() {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(
                Diagnostic::new("no model is named, and there is no terminal to ask")
                    .help(
                        "name a file or a folder with --model; `tinsmith init --help` has examples",
                    )
                    .into(),
            );
        }
        ask(&mut settings, &mut io::stdin().lock(), &mut io::stderr())?;
    }
    let file = write(&settings, global)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let has_usual_name = file.file_name().is_some_and(|name| name == DEFAULT_FILE);
    let command = match (has_usual_name, folder.as_os_str().is_empty()) {
        (false, _) => format!("`tinsmith --config {}` generates", file.display()),
        (true, true) => "`tinsmith` generates".to_owned(),
        (true, false) => format!("`tinsmith` in {} generates", shown(folder)),
    };
    let text = format!("wrote {}; {command} what it says\n", file.display());
    Ok(Outcome {
        text: if global.quiet { String::new() } else { text },
        code: 0,
    })
}

/// Writes the file, once everything that it names is known to be there.
fn write(settings: &Settings, global: &Global) -> Result<PathBuf, Failure> {
    let of_crate = settings.krate.as_ref().map(PathBuf::from);
    let folder = match &of_crate {
        Some(name) => settings.out.clone().unwrap_or_else(|| name.clone()),
        None => PathBuf::new(),
    };
    let file = global
        .config
        .clone()
        .unwrap_or_else(|| folder.join(DEFAULT_FILE));
    if file.exists() {
        return Err(
            Diagnostic::new(format!("{} is there already", file.display()))
                .help("edit it, or write another file with --config FILE")
                .into(),
        );
    }
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let code = settings.out.as_ref().filter(|_| of_crate.is_none());
    let (config, there) = settings.configs_seen_from(&folder)?;
    let tree = config.generate()?;
    warn(&tree);
    let there = there.with_services(tree.services().iter().cloned());
    let output = match code {
        Some(out) => super::paths::seen_from(&folder, out),
        None => PathBuf::from(CODE),
    };
    let output = output.to_string_lossy().replace('\\', "/");
    let text = SmithyBuild::commented(&there, &output);
    let written = fs::create_dir_all(match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => &folder,
    });
    // Whoever has made the file meanwhile keeps it.
    let written = written.and_then(|()| fs::File::create_new(&file));
    written
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| {
            Diagnostic::new(format!("can't write {}: {error}", file.display()))
                .help("check the path and its permissions, and run the command again")
        })?;
    Ok(file)
}

/// Asks for what isn't named. A wrong answer is reported, and its question asked again; the end of the
/// input is an error, not an answer.
fn ask(
    settings: &mut Settings,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let mut questions = Questions { input, output };
    if settings.models.is_empty() {
        questions.until_right(
            settings,
            "Models, files or folders (several with spaces between)",
            |settings, answer| {
                settings.models = answer.split_whitespace().map(PathBuf::from).collect();
                match settings.models.is_empty() {
                    true => Err(Diagnostic::new("no model is named")
                        .help("name a file such as model/kms.json, or a folder of models")
                        .into()),
                    false => settings.check_named(),
                }
            },
        )?;
    }
    if settings.operations.is_empty() {
        questions.until_right(
            settings,
            "Operations, as A,B (nothing: all)",
            |settings, answer| {
                settings.operations = names(answer).collect();
                settings.check_named()
            },
        )?;
    }
    if settings.krate.is_none() {
        questions.until_right(
            settings,
            "Name of a new crate (nothing: code alone, in this folder)",
            |settings, answer| {
                settings.krate = (!answer.is_empty()).then(|| answer.to_owned());
                match &settings.krate {
                    Some(name) => Ok(PackageConfig::new(name).check()?),
                    None => Ok(()),
                }
            },
        )?;
    }
    if !(settings.client || settings.serde || settings.server) {
        let question = match settings.krate.is_some() {
            true => "Features, of client, serde and server, as A,B (nothing: all)",
            false => "Features, of client, serde and server, as A,B, or none (nothing: client)",
        };
        questions.until_right(settings, question, features)?;
    }
    if settings.krate.is_some() && settings.runtime_path.is_none() {
        let found = match nearby() {
            Some(folder) => format!("; there is one in {}", shown(&folder)),
            None => String::new(),
        };
        questions.until_right(
            settings,
            &format!("Folder of tinsmith-runtime (nothing: from the registry{found})"),
            |settings, answer| {
                settings.runtime_path = (!answer.is_empty()).then(|| PathBuf::from(answer));
                match &settings.runtime_path {
                    Some(path) => check_runtime(path),
                    None => Ok(()),
                }
            },
        )?;
    }
    Ok(())
}

/// The names of a list with commas.
fn names(answer: &str) -> impl Iterator<Item = String> {
    let names = answer.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Takes an answer that names features.
fn features(settings: &mut Settings, answer: &str) -> Result<(), Failure> {
    (settings.client, settings.serde, settings.server) = (false, false, false);
    if answer.is_empty() {
        // A crate has all of them unless some are named.
        settings.client = settings.krate.is_none();
        return Ok(());
    }
    for name in names(answer) {
        match &*name.to_lowercase() {
            "client" => settings.client = true,
            "serde" => settings.serde = true,
            "server" => settings.server = true,
            "none" if settings.krate.is_none() => {}
            _ => {
                return Err(Diagnostic::new(format!("there is no feature {name}"))
                    .help("the features are client, serde and server")
                    .into());
            }
        }
    }
    Ok(())
}

/// Questions on a terminal.
struct Questions<'q, I, O> {
    input: &'q mut I,
    output: &'q mut O,
}

impl<I: BufRead, O: Write> Questions<'_, I, O> {
    /// Asks a question until its answer is right.
    fn until_right(
        &mut self,
        settings: &mut Settings,
        question: &str,
        take: impl Fn(&mut Settings, &str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        loop {
            write!(self.output, "{question}: ")?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Err(Diagnostic::new("the answers ended before the questions")
                    .help("answer them all, or give --model and what else is wanted")
                    .into());
            }
            match take(settings, line.trim()) {
                Err(Failure::Generator(error)) => {
                    write!(
                        self.output,
                        "{}",
                        error.while_reading().render(has_colors())
                    )?;
                }
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, ask};

    const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/error.json");
    const RUNTIME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");

    /// The settings that answers make, if they are enough, and what was asked and told.
    fn asked(answers: &str) -> (Option<Settings>, String) {
        let answers = answers.replace("MODEL", MODEL).replace("RUNTIME", RUNTIME);
        let mut settings = Settings::default();
        let mut told = Vec::new();
        let result = ask(&mut settings, &mut answers.as_bytes(), &mut told);
        let told = String::from_utf8(told).expect("text");
        (result.is_ok().then_some(settings), told)
    }

    fn answered(answers: &str) -> Settings {
        asked(answers).0.expect("enough answers")
    }

    #[test]
    fn answers_become_settings() {
        let settings = answered("MODEL\nTryIt\n\nserde, server\n");
        assert_eq!(settings.models.len(), 1);
        assert_eq!(settings.operations, ["TryIt"]);
        assert_eq!(settings.krate, None);
        assert_eq!(
            (settings.client, settings.serde, settings.server),
            (false, true, true)
        );
        let settings = answered("MODEL\n\n\n\n");
        assert_eq!((settings.client, settings.serde), (true, false));
        let settings = answered("MODEL\n\n\nnone\n");
        assert_eq!((settings.client, settings.serde), (false, false));
        let settings = answered("MODEL\n\ncalls\n\nRUNTIME\n");
        assert_eq!(settings.krate.as_deref(), Some("calls"));
        assert!(settings.operations.is_empty() && !settings.client);
        assert_eq!(settings.runtime_path, Some(RUNTIME.into()));
        assert_eq!(answered("MODEL\n\ncalls\n\n\n").runtime_path, None);
    }

    /// A wrong answer is told at its question, which is asked again.
    #[test]
    fn wrong_answers_are_asked_again() {
        for (answers, problem) in [
            ("nowhere.json\nMODEL\n\n\n\n", "nowhere.json"),
            ("\nMODEL\n\n\n\n", "no model is named"),
            ("MODEL\nNothing\n\n\n\n", "no operation Nothing"),
            (
                "MODEL\n\nstd\ncalls\n\n\n",
                "a crate can't be called \"std\"",
            ),
            ("MODEL\n\n\nclint\nclient\n", "there is no feature clint"),
            ("MODEL\n\ncalls\nnone\n\n\n", "there is no feature none"),
            (
                "MODEL\n\ncalls\n\nnowhere\nRUNTIME\n",
                "there is no tinsmith-runtime in nowhere",
            ),
        ] {
            let (settings, told) = asked(answers);
            assert!(told.contains(problem), "{answers:?}: {told}");
            assert!(settings.is_some(), "{answers:?}: {told}");
        }
    }

    #[test]
    fn the_end_of_the_answers_is_an_error() {
        for answers in ["", "\n\n", "MODEL\n", "MODEL\n\n\n", "MODEL\n\ncalls\n\n"] {
            assert!(asked(answers).0.is_none(), "{answers:?}");
        }
    }
}
