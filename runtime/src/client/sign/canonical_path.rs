//! The path of a canonical request.

use super::SigningSettings;
use super::hash::Pieces;

/// The path: without empty and dot segments, and each byte that isn't unreserved encoded
/// (percent signs too, as the path is encoded already), as far as the settings want it.
pub(super) fn push_path(
    text: &mut Pieces<impl FnMut(&[u8])>,
    path: &str,
    settings: SigningSettings,
) {
    let push = |text: &mut Pieces<_>, part: &str| {
        if settings.double_encode {
            push_encoded(text, part);
        } else {
            text.push(part);
        }
    };
    if path == "/" {
        text.push(b"/");
        return;
    }
    if !settings.normalize_path {
        push(text, path);
        return;
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop(),
            _ => segments.push(segment),
        }
    }
    for segment in &segments {
        text.push(b"/");
        push(text, segment);
    }
    if segments.is_empty() || path.ends_with('/') {
        text.push(b"/");
    }
}

/// Part of a path, with each byte encoded that is neither unreserved nor a slash.
fn push_encoded(text: &mut Pieces<impl FnMut(&[u8])>, part: &str) {
    let is_plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'/');
    let mut rest = part.as_bytes();
    while let Some(at) = rest.iter().position(|&b| !is_plain(b)) {
        let (plain, after) = rest.split_at(at);
        text.push(plain);
        if let Some((&byte, after)) = after.split_first() {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            let high = DIGITS[usize::from(byte >> 4)];
            let low = DIGITS[usize::from(byte & 0xF)];
            text.push([b'%', high, low]);
            rest = after;
        }
    }
    text.push(rest);
}
