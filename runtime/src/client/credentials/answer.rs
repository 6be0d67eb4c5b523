//! Credentials as programs, containers and instances print them: a JSON object.

use std::time::Duration;

use super::cache::left;
use super::{Credentials, expiration};
use crate::Document;
use crate::json::{ReadError, Reader};

/// The id of an account, which some programs print as a number.
fn account(r: &mut Reader<'_>) -> Result<String, ReadError> {
    match r.document()? {
        Document::String(id) => Ok(id),
        Document::Number(id) => Ok(id.to_string()),
        _ => Err(r.expected("the id of an account")),
    }
}

/// Reads a program's output: credentials, or why there are none.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) version: Option<i32>,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    token: Option<String>,
    expiration: Option<String>,
    account_id: Option<String>,
}

impl Answer {
    /// Reads one in which the session token has this name.
    pub(super) fn read(text: &[u8], token: &str) -> Result<Self, ReadError> {
        let mut answer = Self::default();
        let mut r = Reader::new(text)?;
        r.begin_object()?;
        while let Some(key) = r.next_key()? {
            let field = match &*key {
                "Version" => {
                    answer.version = r.nullable(Reader::integer)?;
                    continue;
                }
                "Code" | "code" => &mut answer.code,
                "Message" | "message" => &mut answer.message,
                "AccessKeyId" => &mut answer.access_key_id,
                "SecretAccessKey" => &mut answer.secret_access_key,
                "Expiration" => &mut answer.expiration,
                "AccountId" => {
                    answer.account_id = r.nullable(account)?.filter(|id| !id.is_empty());
                    continue;
                }
                key if key == token => &mut answer.token,
                _ => {
                    r.skip()?;
                    continue;
                }
            };
            *field = r.nullable(Reader::string)?.filter(|text| !text.is_empty());
        }
        r.end()?;
        Ok(answer)
    }

    /// The credentials, which mustn't have expired, or what is wrong with them.
    pub(super) fn into_valid_credentials(self) -> Result<Credentials, &'static str> {
        let credentials = self.into_credentials()?;
        match left(&credentials) {
            Some(Duration::ZERO) => Err("an Expiration in the past"),
            _ => Ok(credentials),
        }
    }

    /// The credentials, or what is wrong with them.
    pub(super) fn into_credentials(self) -> Result<Credentials, &'static str> {
        let (Some(id), Some(secret)) = (self.access_key_id, self.secret_access_key) else {
            return Err("no AccessKeyId or no SecretAccessKey");
        };
        let mut credentials = Credentials::new(id, secret);
        if let Some(token) = self.token {
            credentials = credentials.with_session_token(token);
        }
        if let Some(time) = self.expiration {
            let time = expiration::parse(&time)
                .ok_or("an Expiration that isn't a time with an offset from UTC")?;
            credentials = credentials.with_expires_at(time);
        }
        if let Some(id) = self.account_id {
            credentials = credentials.with_account_id(id);
        }
        Ok(credentials)
    }
}
