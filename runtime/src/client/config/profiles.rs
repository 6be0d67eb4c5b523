//! The profiles of the shared files.

use std::collections::BTreeMap;
use std::io;

use super::section::{File, Property};
use super::shared_file::{Key, Lines, SharedFile, without_comment};
use super::{Environment, Section};
use crate::client::ConfigError;
use crate::client::words::words;

/// The [shared configuration and credentials files][format], read once and merged.
///
/// [format]: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#[derive(Default)]
pub(crate) struct Profiles {
    profiles: BTreeMap<String, Section>,
    sso_sessions: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    /// The problems of the files, other than those of a section.
    pub(super) problems: Vec<String>,
    pub(crate) config_path: String,
}

/// The keys that say who signs.
const IDENTITY: [&str; 13] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_role_name",
    "sso_session",
    "web_identity_token_file",
];

impl Profiles {
    /// Reads both files; one that isn't there is empty.
    ///
    /// A file that a variable names and that can't be read is a problem, and so are lines
    /// before the first section. A file at its default place that can't be read is a warning:
    /// perhaps nobody meant it to be used.
    pub(crate) fn load(environment: &Environment) -> Self {
        let mut profiles = Self {
            config_path: "~/.aws/config".to_owned(),
            ..Self::default()
        };
        for (variable, default, file) in [
            ("AWS_CONFIG_FILE", "~/.aws/config", File::Config),
            (
                "AWS_SHARED_CREDENTIALS_FILE",
                "~/.aws/credentials",
                File::Credentials,
            ),
        ] {
            let named = environment.var(variable);
            if named.is_none() && environment.home_dir().is_none() {
                continue;
            }
            let path = named.as_deref().unwrap_or(default);
            let path = environment.expand(&environment.with_variables(path));
            match environment.read(&path) {
                Ok(bytes) => {
                    let read = SharedFile::read(&bytes);
                    for (number, problem) in read.problems {
                        profiles
                            .problems
                            .push(format!("{path}:{number}: {problem}"));
                    }
                    profiles.add(&path, file, read.sections);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if named.is_none() => {
                    tracing::warn!("{path} is not used, as it can't be read: {error}");
                }
                Err(error) => {
                    let text = format!("{variable} is {path:?}, which can't be read: {error}");
                    profiles.problems.push(text);
                }
            }
            if file == File::Config {
                profiles.config_path = path;
            }
        }
        profiles
    }

    /// The profile of this name, whether or not its lines make sense.
    pub(super) fn profile_as_it_is(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    /// The profile of this name.
    ///
    /// # Errors
    ///
    /// Its lines make no sense.
    pub(crate) fn profile(&self, name: &str) -> Result<Option<&Section>, ConfigError> {
        sound(self.profiles.get(name))
    }

    /// The section `[sso-session …]` of this name.
    ///
    /// # Errors
    ///
    /// Its lines make no sense.
    pub(crate) fn sso_session(&self, name: &str) -> Result<Option<&Section>, ConfigError> {
        sound(self.sso_sessions.get(name))
    }

    /// The section `[services …]` of this name.
    ///
    /// # Errors
    ///
    /// Its lines make no sense.
    pub(crate) fn services(&self, name: &str) -> Result<Option<&Section>, ConfigError> {
        sound(self.services.get(name))
    }

    /// All sections that count: kind, name and keys.
    ///
    /// # Errors
    ///
    /// Lines that make no sense, wherever they are.
    #[cfg(feature = "testing")]
    pub(crate) fn sections_by_kind(
        &self,
    ) -> Result<impl Iterator<Item = (&'static str, &str, &Section)>, ConfigError> {
        let kinds = [
            ("profile", &self.profiles),
            ("sso-session", &self.sso_sessions),
            ("services", &self.services),
        ];
        let sections = move || {
            kinds.into_iter().flat_map(|(kind, sections)| {
                let sections = sections.iter();
                sections.map(move |(name, section)| (kind, name.as_str(), section))
            })
        };
        let of_sections = sections().flat_map(|(_, _, section)| &section.problems);
        ConfigError::of(self.problems.iter().chain(of_sections).cloned().collect())?;
        Ok(sections())
    }

    /// Adds the sections of a file. Those of one name are one section, in which the last line
    /// for a key wins.
    fn add(&mut self, path: &str, file: File, sections: Vec<Lines>) {
        let named: Vec<_> = sections
            .into_iter()
            .filter_map(|lines| Some((Name::of(&lines.header, file)?, lines)))
            .collect();
        // `[profile default]` makes `[default]` void, wherever it is.
        let is_explicit = |name: &Name| *name == Name::Profile("default".to_owned());
        let explicit_default = named.iter().any(|(name, _)| is_explicit(name));
        for (name, lines) in named {
            let (sections, name, is_profile) = match name {
                Name::Default if explicit_default => continue,
                Name::Default => (&mut self.profiles, "default".to_owned(), true),
                Name::Profile(name) => (&mut self.profiles, name, true),
                Name::SsoSession(name) => (&mut self.sso_sessions, name, false),
                Name::Services(name) => (&mut self.services, name, false),
            };
            let section = sections.entry(name).or_default();
            let mut problems: Vec<(usize, String)> = Vec::new();
            for (number, problem) in lines.problems {
                problems.push((number, problem.to_owned()));
            }
            for key in lines.keys {
                if is_profile {
                    check_identity(&key, &mut problems);
                }
                let name = key.name.clone();
                section.insert(file, name, property(path, key, &mut problems));
            }
            problems.sort_unstable();
            for (number, problem) in problems {
                section.problems.push(format!("{path}:{number}: {problem}"));
            }
        }
    }
}

fn sound(section: Option<&Section>) -> Result<Option<&Section>, ConfigError> {
    if let Some(section) = section {
        ConfigError::of(section.problems.clone())?;
    }
    Ok(section)
}

/// Which identity signs must not depend on white space: a key that says who signs and became
/// a part of the key above is an error, and so is one that something became a part of.
fn check_identity(key: &Key, problems: &mut Vec<(usize, String)>) {
    // A command line may have several lines.
    let has_one_line = key.name != "credential_process" && IDENTITY.contains(&&*key.name);
    for (number, line) in &key.below {
        let name = line.split_once(['=', ':']).map(|(name, _)| name.trim());
        let name = name.unwrap_or_default().to_lowercase();
        // Other keys and values aren't named: they may be a part of a secret.
        let (this, above) = match IDENTITY.contains(&name.as_str()) {
            true => (format!("`{name}`"), "the key".to_owned()),
            false if has_one_line => ("this line".to_owned(), format!("`{}`", key.name)),
            false => continue,
        };
        let text = format!(
            "{this} is indented more than {above} above, and so is a part of it: expected the \
             same indentation"
        );
        problems.push((*number, text));
    }
}

fn property(path: &str, key: Key, problems: &mut Vec<(usize, String)>) -> Property {
    let mut property = Property {
        value: key.value,
        nested: BTreeMap::new(),
        file: path.to_owned(),
    };
    // Without a value of its own, what is below are keys.
    let has_keys = property.value.is_empty();
    for (number, line) in key.below {
        if !has_keys {
            property.value.push('\n');
            property.value.push_str(&line);
            continue;
        }
        match line.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                let name = name.trim().to_lowercase();
                let value = without_comment(value).to_owned();
                property.nested.insert(name, value);
            }
            _ => problems.push((number, "expected `key = value`".to_owned())),
        }
    }
    property
}

/// The meaning of a section's header.
#[derive(PartialEq)]
enum Name {
    /// `[default]`, which in the credentials file is a profile like any other.
    Default,
    Profile(String),
    SsoSession(String),
    Services(String),
}

impl Name {
    /// Nothing for sections of other tools, and those that can't be named: `[profile a b]`.
    fn of(header: &str, file: File) -> Option<Self> {
        if file == File::Credentials {
            return Some(Self::Profile(header.trim().to_owned()));
        }
        let mut words = words(header).ok()?.into_iter();
        let (kind, name, more) = (words.next()?, words.next(), words.next());
        match (kind.as_str(), name, more) {
            ("default", None, None) => Some(Self::Default),
            ("profile", Some(name), None) => Some(Self::Profile(name)),
            ("sso-session", Some(name), None) => Some(Self::SsoSession(name)),
            ("services", Some(name), None) => Some(Self::Services(name)),
            _ => None,
        }
    }
}
