use std::collections::BTreeMap;
use std::io;

use super::{ConfigError, Environment};

/// The [shared configuration and credentials files][format], read once and merged.
///
/// [format]: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#[derive(Default)]
pub(crate) struct Profiles {
    profiles: BTreeMap<String, Section>,
    sso_sessions: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    /// Sections of other tools, and those that are void.
    others: BTreeMap<String, Section>,
    pub(crate) config_path: String,
}

pub(crate) type Section = BTreeMap<String, Property>;

/// What stands behind a key.
#[derive(Clone, Default)]
pub(crate) struct Property {
    pub(crate) value: String,
    /// The indented lines below, if they are keys themselves.
    pub(crate) nested: BTreeMap<String, String>,
    /// The file it is from, for error messages.
    pub(crate) file: String,
}

#[derive(Clone, Copy, PartialEq)]
enum File {
    Config,
    Credentials,
}

impl Profiles {
    /// Reads both files; one that isn't there is empty.
    pub(crate) fn load(environment: &Environment) -> Result<Self, ConfigError> {
        let path = |variable, default: &str| {
            let path = environment.var(variable);
            environment.expand(&path.unwrap_or_else(|| default.to_owned()))
        };
        let config = path("AWS_CONFIG_FILE", "~/.aws/config");
        let credentials = path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
        let mut problems = Vec::new();
        let mut profiles = Self::default();
        // In this order, as what the credentials file says of a profile wins.
        for (path, file) in [(&config, File::Config), (&credentials, File::Credentials)] {
            match environment.read(path) {
                Ok(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => profiles.parse(path, file, &text, &mut problems),
                    Err(_) => problems.push(format!("{path}: expected UTF-8")),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => problems.push(format!("can't read {path}: {error}")),
            }
        }
        profiles.config_path = config;
        ConfigError::of(problems)?;
        Ok(profiles)
    }

    pub(crate) fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    pub(crate) fn sso_session(&self, name: &str) -> Option<&Section> {
        self.sso_sessions.get(name)
    }

    pub(crate) fn services(&self, name: &str) -> Option<&Section> {
        self.services.get(name)
    }

    /// All sections that count: kind, name and keys.
    #[cfg(feature = "testing")]
    pub(crate) fn sections_by_kind(&self) -> impl Iterator<Item = (&'static str, &str, &Section)> {
        let kinds = [
            ("profile", &self.profiles),
            ("sso-session", &self.sso_sessions),
            ("services", &self.services),
        ];
        kinds.into_iter().flat_map(|(kind, sections)| {
            let sections = sections.iter();
            sections.map(move |(name, section)| (kind, name.as_str(), section))
        })
    }

    fn parse(&mut self, path: &str, file: File, text: &str, problems: &mut Vec<String>) {
        let mut current: Option<(Kind, String)> = None;
        // The key that indented lines belong to.
        let mut key: Option<String> = None;
        // `[profile default]` makes `[default]` void, wherever it is.
        let mut explicit_default = false;
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = line.strip_prefix('[') {
                key = None;
                current = None;
                let Some((header, _)) = header.split_once(']') else {
                    problems.push(format!("{path}:{number}: expected `]`"));
                    continue;
                };
                let (kind, name) = section_name(header, file);
                if kind == Kind::Profile && name == "default" && file == File::Config {
                    let explicit = header.trim() != "default";
                    if explicit && !explicit_default {
                        explicit_default = true;
                        self.profiles.remove("default");
                    } else if !explicit && explicit_default {
                        // Its keys are read past.
                        current = Some((Kind::Other, name));
                        continue;
                    }
                }
                self.sections(kind).entry(name.clone()).or_default();
                current = Some((kind, name));
                continue;
            }
            let Some((kind, name)) = &current else {
                if !line.starts_with([' ', '\t']) {
                    problems.push(format!(
                        "{path}:{number}: expected a section such as `[default]` before it"
                    ));
                }
                continue;
            };
            let section = self.sections(*kind).entry(name.clone()).or_default();
            let above = key
                .as_ref()
                .filter(|_| line.starts_with([' ', '\t']))
                .and_then(|key| section.get_mut(key));
            if let Some(property) = above {
                match trimmed.split_once('=') {
                    Some((key, value)) if property.value.is_empty() => {
                        let key = key.trim().to_ascii_lowercase();
                        property.nested.insert(key, without_comment(value));
                    }
                    _ => {
                        property.value.push('\n');
                        property.value.push_str(trimmed);
                    }
                }
                continue;
            }
            let Some((name, value)) = trimmed.split_once('=') else {
                problems.push(format!("{path}:{number}: expected `key = value`"));
                continue;
            };
            let name = name.trim().to_ascii_lowercase();
            let property = Property {
                value: without_comment(value),
                nested: BTreeMap::new(),
                file: path.to_owned(),
            };
            section.insert(name.clone(), property);
            key = Some(name);
        }
        self.others.clear();
    }

    fn sections(&mut self, kind: Kind) -> &mut BTreeMap<String, Section> {
        match kind {
            Kind::Profile => &mut self.profiles,
            Kind::SsoSession => &mut self.sso_sessions,
            Kind::Services => &mut self.services,
            Kind::Other => &mut self.others,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Profile,
    SsoSession,
    Services,
    Other,
}

fn section_name(header: &str, file: File) -> (Kind, String) {
    let header = header.trim();
    let name = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    if file == File::Credentials {
        return (Kind::Profile, name(header));
    }
    let Some((kind, rest)) = header.split_once([' ', '\t']) else {
        let kind = if header == "default" {
            Kind::Profile
        } else {
            Kind::Other
        };
        return (kind, name(header));
    };
    let kind = match kind {
        "profile" => Kind::Profile,
        "sso-session" => Kind::SsoSession,
        "services" => Kind::Services,
        _ => Kind::Other,
    };
    (kind, name(rest))
}

/// A value without a comment after it, which begins with space and `#` or `;`.
fn without_comment(value: &str) -> String {
    let mut end = value.len();
    for (at, _) in value.match_indices(['#', ';']) {
        if value[..at].ends_with([' ', '\t']) {
            end = at;
            break;
        }
    }
    value[..end].trim().to_owned()
}
