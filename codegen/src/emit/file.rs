//! Files of the generated crate before they are formatted.

use proc_macro2::TokenStream;

/// A file of the generated crate before it is formatted.
///
/// Its tokens are made when they are asked for, by whichever thread formats them: tokens take
/// many times the room of their text, so there should be few of them at a time.
pub(crate) struct File<'p> {
    /// Relative to the output folder, with forward slashes.
    pub(crate) path: String,
    pub(super) is_long: bool,
    tokens: Box<Emit<'p>>,
}

/// Makes a file's tokens, or those of its head: what goes to the [`FileItems`] follows them.
type Emit<'p> = dyn Fn(&mut FileItems<'_>) -> TokenStream + Send + Sync + 'p;

/// Takes the items of a long file one after the other, so that only their texts have to be
/// kept. Its head, which has the imports, is known when they are all made.
pub(crate) struct FileItems<'t> {
    take: &'t mut dyn FnMut(TokenStream),
}

impl FileItems<'_> {
    pub(super) fn add(&mut self, items: TokenStream) {
        if !items.is_empty() {
            (self.take)(items);
        }
    }
}

impl<'p> File<'p> {
    pub(super) fn new(path: String, tokens: impl Fn() -> TokenStream + Send + Sync + 'p) -> Self {
        Self {
            is_long: false,
            ..Self::long(path, move |_| tokens())
        }
    }

    /// A file that has something for every operation or type of a service.
    pub(super) fn long(
        path: String,
        tokens: impl Fn(&mut FileItems<'_>) -> TokenStream + Send + Sync + 'p,
    ) -> Self {
        Self {
            path,
            is_long: true,
            tokens: Box::new(tokens),
        }
    }

    /// The tokens, but for those of the items that `rest` is given, which follow them.
    pub(crate) fn tokens(&self, rest: &mut dyn FnMut(TokenStream)) -> TokenStream {
        (self.tokens)(&mut FileItems { take: rest })
    }
}
