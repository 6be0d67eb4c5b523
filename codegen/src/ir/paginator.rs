//! Pages: where tokens and items are.

use super::Type;

/// The parts of a paginated operation besides its request and response.
#[derive(Debug)]
pub(crate) struct Paginator {
    /// The member of the input that takes a token.
    pub(crate) input_token: Field,
    pub(crate) output_token: Path,
    /// When a token counts as none, although it is there.
    pub(crate) empty: EmptyToken,
    /// Whether every page has a token, and the last page that which it was asked for with.
    pub(crate) last_repeats_token: bool,
    pub(crate) items: Option<Items>,
    /// The setter of how many items a page has.
    pub(crate) page_size: Option<String>,
}

/// A way from an output into it.
#[derive(Debug)]
pub(crate) struct Path {
    /// The path as the model writes it.
    pub(crate) text: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) ty: Type,
}

/// A field on the way.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) field: String,
    pub(crate) is_option: bool,
}

/// When there is no next page, although there is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmptyToken {
    /// Text, lists and maps: if they are empty.
    Empty,
    /// Numbers: at nought.
    Zero,
    Never,
}

/// The items of pages.
#[derive(Debug)]
pub(crate) struct Items {
    pub(crate) path: Path,
    /// The type of an item; it may be missing if the list or map is sparse.
    pub(crate) ty: Type,
    pub(crate) is_sparse: bool,
    /// Items are keys and values.
    pub(crate) is_map: bool,
}
