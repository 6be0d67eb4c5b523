//! A profile's words about SSO.

/// The settings of a profile for SSO.
pub(super) struct Sso<'a> {
    /// The text that names the file of the token: the session, or else the URL.
    pub(super) cache_key: &'a str,
    /// Whether that is a session: its token can be renewed.
    pub(super) is_session: bool,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    pub(super) role: &'a str,
}
