//! Labels of services that want them otherwise than their model says.

/// Returns the part of a label's value that is behind its last slash: Route 53 gives ids such as
/// `/hostedzone/Z1` and takes `Z1`.
///
/// ```
/// use tinsmith_runtime::generated::request::last_segment;
///
/// assert_eq!(last_segment("/hostedzone/Z1"), "Z1");
/// assert_eq!(last_segment("Z1"), "Z1");
/// ```
pub fn last_segment(value: &str) -> &str {
    value.rsplit('/').next().unwrap_or_default()
}

/// Returns a label's value, or what stands in for an empty one.
///
/// ```
/// use tinsmith_runtime::generated::request::label_or;
///
/// assert_eq!(label_or("", "-"), "-");
/// assert_eq!(label_or("123456789012", "-"), "123456789012");
/// ```
pub fn label_or<'v>(value: &'v str, default: &'static str) -> &'v str {
    if value.is_empty() { default } else { value }
}
