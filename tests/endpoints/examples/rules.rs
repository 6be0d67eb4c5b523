//! Resolves endpoints by the rules of models, for `scripts/endpoint_compare.sh`.
//!
//! `--list` writes a line for each model that has rules: the file, the service, and whether the rules
//! are those of the decision diagram. Without arguments, each line of input is such a line with
//! parameters by name as `params`. The answer is a line with the endpoint or the error, in the form of
//! the models' own cases.

use std::error::Error;
use std::io::{BufRead as _, BufWriter, Write as _};
use std::{io, process};

use endpoints_generated::json::{document, outcome};
use endpoints_generated::{MODELS, Model};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    match std::env::args().nth(1).as_deref() {
        Some("--list") => list(&mut out)?,
        None => answer(&mut out)?,
        Some(argument) => {
            eprintln!("unknown argument {argument}; there is only --list");
            process::exit(2);
        }
    }
    out.flush()?;
    Ok(())
}

/// Writes a line for each model.
fn list(out: &mut impl io::Write) -> Result<(), Box<dyn Error>> {
    for model in MODELS.iter().filter(|model| model.run.is_ok()) {
        let line = json!({
            "model": model.path, "service": model.service, "diagram": model.is_bdd,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes a line for each line of input.
fn answer(out: &mut impl io::Write) -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let is_asked =
            |model: &&Model| case["model"] == model.path && case["diagram"] == model.is_bdd;
        let model = MODELS.iter().find(is_asked).ok_or("no such model")?;
        let params = case["params"].as_object().into_iter().flatten();
        let params: Vec<_> = params
            .map(|(name, value)| (name.clone(), document(value)))
            .collect();
        writeln!(out, "{}", outcome(model.run?(&params)?))?;
    }
    Ok(())
}
