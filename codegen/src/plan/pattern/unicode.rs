//! Patterns with the flag `u`.

/// Compiles a pattern as ECMAScript does with the flag `u`, which properties need.
///
/// # Errors
/// The flaw of a pattern that isn't one.
pub(super) fn compile_unicode(pattern: &str) -> Result<regress::Regex, regress::Error> {
    let unicode = regress::Flags {
        unicode: true,
        ..regress::Flags::default()
    };
    regress::Regex::with_flags(pattern, unicode)
}
