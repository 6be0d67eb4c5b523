use super::Auth;

/// What an operation's input says of where to send it.
///
/// Generated code implements it for every operation, with the parameters of the service's
/// rule set as `P`: `smithy.rules#staticContextParams`, `contextParam` and
/// `operationContextParams`
/// ([parameter traits](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html)).
pub trait Bind<P> {
    /// How the operation's requests are authenticated, most wanted first; nothing for an
    /// operation that anybody may call
    /// ([Smithy 2.0, `auth` trait](https://smithy.io/2.0/spec/authentication-traits.html#auth-trait)).
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// What the configuration says, with the parameters that the operation gives set; `None`
    /// if it gives none.
    fn bind(&self, configured: &P) -> Option<P> {
        let _ = configured;
        None
    }
}
