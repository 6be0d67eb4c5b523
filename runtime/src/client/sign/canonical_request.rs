//! The canonical request, of which a signature covers the hash.

use crate::client::crypto::digest;
use http::Method;

use super::canonical_path::push_path;
use super::hash::{Hex, KeptHead, Pieces};
use super::settings::SigningSettings;
use super::signed_headers::SignedHeaders;

/// The parts of a canonical request.
pub(super) struct CanonicalRequest<'a> {
    pub(super) method: &'a Method,
    pub(super) path: &'a str,
    /// The query, in any order.
    pub(super) query: &'a str,
    pub(super) settings: SigningSettings,
    pub(super) headers: &'a SignedHeaders<'a>,
    /// The names of the headers, as [`SignedHeaders::push_names`] writes them.
    pub(super) names: &'a [u8],
    pub(super) payload_hash: &'a str,
}

impl CanonicalRequest<'_> {
    /// Makes the hash, with what is kept of the request before.
    pub(super) fn hash(&self, head: &KeptHead) -> Hex {
        let mut context = None;
        let mut text = Pieces::new(|text| match &mut context {
            None => context = Some(head.digest(text)),
            Some(context) => context.update(text),
        });
        text.push(self.method.as_str());
        text.push(b"\n");
        push_path(&mut text, self.path, self.settings);
        text.push(b"\n");
        push_query(&mut text, self.query);
        text.push(b"\n");
        self.headers.push_lines(&mut text);
        text.push(b"\n\n");
        text.push(self.names);
        text.push(b"\n");
        text.push(self.payload_hash.as_bytes());
        text.flush();
        let context = context.unwrap_or_else(|| digest::Context::new(&digest::SHA256));
        Hex::new(context.finish().as_ref())
    }
}

/// The parameters of the query, which are encoded already, by name and then by value.
fn push_query(text: &mut Pieces<impl FnMut(&[u8])>, query: &str) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<(&str, &str)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            text.push(b"&");
        }
        text.push(name);
        text.push(b"=");
        text.push(value);
    }
}
