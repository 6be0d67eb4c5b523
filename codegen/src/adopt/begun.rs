//! Calls that begin: at a method of a client, or at one of a value that nothing is known of.

use syn::ExprMethodCall;

use super::found::{Call, CallKind};
use super::known::known;
use super::place::{Extent, Place};
use super::ty::{Stage, Ty};
use super::walker::Walker;

impl Walker<'_, '_> {
    /// The call that a method of a client begins.
    pub(super) fn of_client(
        &mut self,
        krate: &str,
        it: &ExprMethodCall,
        is_sent: bool,
    ) -> Option<(Ty, Call)> {
        let name = it.method.to_string();
        if name.starts_with("wait_until_") {
            let call = self.begins(krate, CallKind::Waiter, it);
            return Some((Ty::stage(krate, &name, Stage::Waiter), call));
        }
        // A method that isn't `send` may be of a trait of the project or of another crate.
        let is_operation = self.operations.with(&name, std::iter::once(krate)).len() == 1
            || is_sent
                && self.operations.is_method(krate, &name)
                && self.method(&Ty::client(krate), &name).is_none()
                && known(&Ty::client(krate), &name).is_none();
        is_operation.then(|| {
            let call = self.begins(krate, CallKind::Operation, it);
            (Ty::stage(krate, &name, Stage::Builder), call)
        })
    }

    /// A method of a value that nothing is known of: an operation, if only one crate has it.
    pub(super) fn guess(&mut self, it: &ExprMethodCall, is_sent: bool) -> (Ty, Option<Call>) {
        let name = it.method.to_string();
        let clients = self.clients.iter().map(String::as_str);
        let found: Vec<String> = self
            .operations
            .with(&name, clients)
            .into_iter()
            .map(str::to_owned)
            .collect();
        match found.as_slice() {
            [krate] => {
                let call = self.begins(krate, CallKind::Operation, it);
                let ty = Ty::stage(krate, &name, Stage::Builder);
                (
                    ty,
                    Some(Call {
                        is_probable: true,
                        ..call
                    }),
                )
            }
            // Without `send` the word may be of anything.
            [_, ..] if is_sent => {
                let place = self.place(it.method.span());
                let crates: Vec<String> =
                    found.iter().map(|krate| krate.replace('_', "-")).collect();
                let reason = format!(
                    "the type of the client of `.{name}()` isn't known, and it is an operation of {}",
                    crates.join(" and of ")
                );
                self.found.unresolved.push((place, reason));
                (Ty::Unknown, None)
            }
            _ => (Ty::Unknown, None),
        }
    }

    /// A call that begins at a method of a client.
    fn begins(&self, krate: &str, kind: CallKind, it: &ExprMethodCall) -> Call {
        let place = self.place(it.method.span());
        let client = self.text(&it.receiver);
        begun(krate, &it.method.to_string(), kind, place, Some(client))
    }
}

/// A call that begins.
pub(super) fn begun(
    krate: &str,
    method: &str,
    kind: CallKind,
    place: Place,
    client: Option<String>,
) -> Call {
    Call {
        krate: krate.to_owned(),
        method: method.to_owned(),
        kind,
        is_probable: false,
        old: String::new(),
        extent: Extent::at(&place),
        place,
        client,
        base: None,
        links: Vec::new(),
        rule: None,
        aliases: Vec::new(),
    }
}
