//! The files in which the AWS CLI keeps what `aws sso login` and `aws login` got.

use std::collections::BTreeMap;
use std::time::Duration;

use super::chain::Chain;
use super::expiration;
use crate::client::CredentialsError;
use crate::json::{Reader, Writer};
use crate::{Document, Timestamp};

/// A file of such a cache: a JSON object. What isn't known is kept when it is written.
pub(super) struct CachedToken {
    path: String,
    /// The command that makes it.
    login: &'static str,
    members: BTreeMap<String, Document>,
}

impl CachedToken {
    /// Reads the file of this name. `login` is the command that makes it.
    pub(super) fn read(
        chain: &Chain,
        folder: &str,
        name: &str,
        login: &'static str,
    ) -> Result<Self, CredentialsError> {
        let environment = &chain.loaded.environment;
        let path = environment.with_variables(&format!("{folder}/{name}.json"));
        let path = environment.expand(&path);
        let mut token = Self {
            path,
            login,
            members: BTreeMap::new(),
        };
        let text = environment
            .read(&token.path)
            .map_err(|error| token.error(&error.to_string()).with_source(error))?;
        // The file's text may be secret, so it isn't quoted.
        match object(&text) {
            Some(members) => token.members = members,
            None => return Err(token.error("expected a JSON object")),
        }
        Ok(token)
    }

    /// An error that says which file it is about, and what to do.
    pub(super) fn error(&self, text: &str) -> CredentialsError {
        CredentialsError::new(format!("{}: {text}: run `{}`", self.path, self.login))
    }

    /// A text in the file, at the end of these names; nothing if it is empty.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        let (first, rest) = names.split_first()?;
        let mut value = self.members.get(*first)?;
        for name in rest {
            value = value.get(name)?;
        }
        value.as_str().filter(|text| !text.is_empty())
    }

    /// A text that has to be there.
    pub(super) fn expect(&self, names: &[&str]) -> Result<&str, CredentialsError> {
        self.get(names)
            .ok_or_else(|| self.error(&format!("expected JSON with `{}`", names.join("."))))
    }

    /// A time that has to be there, and how long it is until then.
    pub(super) fn time(&self, names: &[&str]) -> Result<(Timestamp, Duration), CredentialsError> {
        // Old versions of the AWS CLI write `UTC`, others `Z`.
        let time = expiration::parse(self.expect(names)?)
            .ok_or_else(|| self.error(&format!("its `{}` isn't a time", names.join("."))))?;
        let left = time
            .epoch_seconds()
            .saturating_sub(Timestamp::now().epoch_seconds());
        let left = u64::try_from(left).unwrap_or(0);
        Ok((time, Duration::from_secs(left)))
    }

    pub(super) fn set(&mut self, name: &str, value: Document) {
        self.members.insert(name.to_owned(), value);
    }

    /// Writes the file. If that can't be done, what was got serves nevertheless, until it
    /// expires.
    pub(super) fn save(&self, chain: &Chain) {
        let mut w = Writer::new();
        w.document(&Document::Object(self.members.clone()));
        let written = chain
            .loaded
            .environment
            .write_secret(&self.path, &w.finish());
        if let Err(error) = written {
            tracing::warn!(path = self.path, %error, "can't write the renewed token");
        }
    }
}

/// The members of a JSON object.
pub(super) fn object(text: &[u8]) -> Option<BTreeMap<String, Document>> {
    let mut r = Reader::new(text).ok()?;
    let document = r.document().ok()?;
    r.end().ok()?;
    match document {
        Document::Object(members) => Some(members),
        _ => None,
    }
}

/// The time after the seconds that an answer says, as these files have it. Some services write the
/// number as a text.
pub(super) fn seconds_from_now(seconds: &Document) -> Option<String> {
    let seconds = match seconds {
        Document::String(text) => text.trim().parse().ok()?,
        // Parts of a second don't count. Conversions saturate.
        number => number
            .as_i64()
            .or_else(|| number.as_f64().map(|seconds| seconds as i64))?,
    };
    let time = Timestamp::now().epoch_seconds().checked_add(seconds)?;
    Some(Timestamp::from_epoch_seconds(time).ok()?.to_string())
}
