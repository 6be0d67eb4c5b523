//! Ids of traits that transforms ask for.

/// The trait of definitions of traits.
pub(super) const TRAIT: &str = "smithy.api#trait";
pub(super) const MIXIN: &str = "smithy.api#mixin";
