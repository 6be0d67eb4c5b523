//! `tinsmith init`: writes a build file with comments, for people to edit.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tinsmith::{Diagnostic, SmithyBuild};

use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{shown, warn};
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

The models are read, and what is named has to be there. The file is Smithy's own format, with comments
on what may be changed; --config FILE writes another file. A file that is there is never replaced.";

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

/// Asks for what isn't named. The end of the input is an error, not an answer.
fn ask(
    settings: &mut Settings,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let mut question = |text: &str| -> Result<String, Failure> {
        write!(output, "{text}: ")?;
        output.flush()?;
        let mut line = String::new();
        match input.read_line(&mut line)? {
            0 => Err(Diagnostic::new("the answers ended before the questions")
                .help("answer them all, or give --model and what else is wanted")
                .into()),
            _ => Ok(line.trim().to_owned()),
        }
    };
    while settings.models.is_empty() {
        let models = question("Models, files or folders (several with spaces between)")?;
        settings.models = models.split_whitespace().map(PathBuf::from).collect();
    }
    if settings.operations.is_empty() {
        let names = question("Operations, as A,B (nothing: all)")?;
        let names = names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        settings.operations = names.map(str::to_owned).collect();
    }
    if settings.krate.is_none() {
        let name = question("Name of a new crate (nothing: code alone, in this folder)")?;
        settings.krate = (!name.is_empty()).then_some(name);
    }
    if settings.krate.is_none() && !settings.client {
        let answer = question("With a client? [Y/n]")?;
        settings.client = !answer.to_lowercase().starts_with('n');
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Settings, ask};

    fn answered(answers: &str) -> Option<Settings> {
        let mut settings = Settings::default();
        let mut asked = Vec::new();
        let result = ask(&mut settings, &mut answers.as_bytes(), &mut asked);
        result.is_ok().then_some(settings)
    }

    #[test]
    fn answers_become_settings() {
        let settings = answered("\na.json b\nGet, Put\n\nno\n").expect("answers");
        assert_eq!(settings.models.len(), 2);
        assert_eq!(settings.operations, ["Get", "Put"]);
        assert_eq!((settings.krate, settings.client), (None, false));
        let settings = answered("a.json\n\ncalls\n").expect("answers");
        assert_eq!(settings.krate.as_deref(), Some("calls"));
        assert!(settings.operations.is_empty());
    }

    #[test]
    fn the_end_of_the_answers_is_an_error() {
        for answers in ["", "\n\n", "a.json\n", "a.json\nGet\n\n"] {
            assert!(answered(answers).is_none(), "{answers:?}");
        }
    }
}
