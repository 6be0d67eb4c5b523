//! Test suites of others, run against the runtime and the generator as users see them: an
//! [`Environment`](tinsmith_runtime::client::Environment) with variables and files, an HTTP
//! client in memory, a signer, a model with waiters.
//!
//! Every key of every case file is read: one that nobody knows here is a failure, as the case may
//! ask for what isn't looked at. So is a file that no reader is for.

mod case;
mod chain;
mod clock;
mod container;
mod folder;
mod instance;
mod jmespath;
mod locations;
mod login;
mod parser;
mod recursion;
mod replay;
mod scenario;
mod service;
mod signature;
mod stub;

use std::path::{Path, PathBuf};

pub use case::{Case, Outcome};
use folder::Folder;

/// A suite that is there, or what is missing.
pub struct Suite {
    /// Its name in the closing lines.
    pub name: &'static str,
    /// Its cases, or why there are none.
    pub cases: Result<Vec<Case>, String>,
}

/// The folder of the suites: `TINSMITH_SUITES`, or else `suites` in the folder that
/// `TINSMITH_SHARED` names, by default `../shared` beside the repository.
pub fn root() -> PathBuf {
    let named = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // Paths are meant from where the command was called, which Cargo has left.
    match (named("TINSMITH_SUITES"), named("TINSMITH_SHARED")) {
        (Some(suites), _) => repository.join(suites),
        (None, Some(shared)) => repository.join(shared).join("suites"),
        (None, None) => repository.join("../shared/suites"),
    }
}

/// All suites.
pub fn suites() -> Vec<Suite> {
    let root = root();
    let suite = |name, path: &str, read: fn(&Folder) -> Vec<Case>| {
        let folder = root.join(path);
        Suite {
            name,
            cases: if folder.is_dir() {
                Ok(case::numbered(read(&Folder::new(folder))))
            } else {
                Err(format!("{} isn't there", folder.display()))
            },
        }
    };
    vec![
        suite("profiles", "profiles", |folder| {
            folder.files(|name| match name {
                "profile-parser-tests.json" => Some(parser::cases),
                "file-location-tests.json" => Some(locations::cases),
                "recursion-detection.json" => Some(recursion::cases),
                _ => None,
            })
        }),
        suite("credentials", "credentials", |folder| {
            let mut cases = folder.files(|name| match name {
                "assume-role-tests.json" => Some(chain::cases),
                "ecs-tests.json" => Some(container::cases),
                "login-provider-test-cases.json" => Some(login::cases),
                _ => None,
            });
            for group in folder.folders() {
                match group.name() {
                    "imds-config" => cases.extend(group.files(|name| match name {
                        "imds-endpoint-tests.json" => Some(instance::cases),
                        _ => None,
                    })),
                    _ => cases.extend(group.folders().iter().map(scenario::case)),
                }
            }
            cases
        }),
        suite("sigv4", "sigv4/v4", |folder| {
            folder.folders().iter().flat_map(signature::cases).collect()
        }),
        suite("sigv4a", "sigv4/v4a", |folder| {
            folder.folders().iter().flat_map(signature::cases).collect()
        }),
        suite("jmespath", "jmespath", jmespath::cases),
    ]
}
