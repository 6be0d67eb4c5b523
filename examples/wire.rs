//! Shows what goes over the wire. A debugging aid, and the seam through which other
//! implementations are compared with this one.
//!
//! ```text
//! echo '{"ClusterId": "j-1"}' | wire encode emr.GetClusterSessionCredentials
//! curl … | wire decode emr.GetClusterSessionCredentials --status 200 --header 'x-amzn-requestid: 1'
//! ```

#[path = "wire/seam.rs"]
mod seam;

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use seam::{Failure, Outcome};

const USAGE: &str = "\
Usage:
  wire encode OPERATION < input.json
      prints {\"method\", \"uri\", \"headers\", \"body\"} of the request
  wire decode OPERATION [--status N] [--header 'name: value']... < body
      prints the output in a response
  wire batch < lines.json
      one {\"encode\": OPERATION, \"input\": {}} or
      {\"decode\": OPERATION, \"status\": N, \"headers\": {}, \"body\": \"\"} a line
      (\"body_base64\" instead of \"body\" for what isn't text), one result a line

What can't be done prints {\"error\": {\"kind\", \"code\", \"message\", \"request_id\", \"status\"}}, with
exit code 1; a wrong command line has exit code 2.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        // The reader of the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wire: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> io::Result<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["encode", operation] => {
            let mut input = String::new();
            io::stdin().read_to_string(&mut input)?;
            print(seam::encode_text(operation, &input))
        }
        ["decode", operation, options @ ..] => match response_options(options) {
            Ok((status, headers)) => {
                let mut body = Vec::new();
                io::stdin().read_to_end(&mut body)?;
                print(seam::decode(operation, status, &headers, body))
            }
            Err(problem) => usage(&problem),
        },
        ["batch"] => batch(),
        ["--help" | "-h" | "help"] => {
            println!("{USAGE}\n\nOperations: {}", seam::OPERATIONS.join(", "));
            Ok(ExitCode::SUCCESS)
        }
        _ => usage("expected encode, decode or batch"),
    }
}

fn usage(problem: &str) -> io::Result<ExitCode> {
    eprintln!(
        "wire: {problem}\n\n{USAGE}\n\nOperations: {}",
        seam::OPERATIONS.join(", ")
    );
    Ok(ExitCode::from(2))
}

type ResponseOptions = (u16, Vec<(String, String)>);

fn response_options(options: &[&str]) -> Result<ResponseOptions, String> {
    let mut status = 200;
    let mut headers = Vec::new();
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        let value = rest
            .next()
            .ok_or_else(|| format!("{option} needs a value"))?;
        match *option {
            "--status" => {
                status = value
                    .parse()
                    .map_err(|_| format!("{value:?} is no status code"))?;
            }
            "--header" => {
                let (name, value) = value
                    .split_once(':')
                    .ok_or_else(|| format!("{value:?} is no header: expected 'name: value'"))?;
                headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok((status, headers))
}

fn print(outcome: Outcome) -> io::Result<ExitCode> {
    let (value, code) = match outcome {
        Ok(value) => (value, ExitCode::SUCCESS),
        Err(Failure::Error(value)) => (value, ExitCode::from(1)),
        Err(Failure::Usage(problem)) => return usage(&problem),
    };
    writeln!(io::stdout(), "{value:#}")?;
    Ok(code)
}

fn batch() -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        match seam::batch_line(&line?) {
            Ok(value) | Err(Failure::Error(value)) => writeln!(out, "{value}")?,
            Err(Failure::Usage(problem)) => return usage(&problem),
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
