/// What an operation's input says of where to send it.
///
/// Generated code implements it for every operation, with the parameters of the service's
/// rule set as `P`: `smithy.rules#staticContextParams`, `contextParam` and
/// `operationContextParams`
/// ([parameter traits](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html)).
pub trait Bind<P> {
    /// Whether the operation's requests are signed: not those that anybody may send
    /// ([Smithy 2.0, `auth` trait](https://smithy.io/2.0/spec/authentication-traits.html#auth-trait)).
    const IS_SIGNED: bool = true;

    /// Sets the parameters that the operation gives; those that it doesn't stay as they are.
    fn bind(&self, params: &mut P) {
        let _ = params;
    }
}
