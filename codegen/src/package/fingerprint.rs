//! Fingerprints: a file that people may edit holds a fingerprint of its text, which says whether
//! they have.
//!
//! A file of generated code is known by its first line and is never anybody else's. A manifest
//! or a README is different: it is made once, and then it is the start of something. So tinsmith
//! rewrites one only while it is exactly as tinsmith wrote it.

/// The word before the digits, in whatever kind of comment the file has.
const WORD: &str = "fingerprint";

const DIGITS: usize = 16;

/// The text in place of the digits until they are known.
pub(crate) const BLANK: &str = "0000000000000000";

/// The text with its fingerprint filled in. It has to have a place for it.
pub(crate) fn seal(text: &str) -> String {
    match place(text) {
        Some(at) => replaced(text, at, &format!("{:016x}", hash(text, at))),
        None => text.to_owned(),
    }
}

/// Whether a text is as it was when it was sealed. Line ends may have become others on the way
/// through a version control system.
pub(crate) fn is_sealed(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    place(&text).is_some_and(|at| {
        text.get(at..at + DIGITS)
            .is_some_and(|digits| *digits == format!("{:016x}", hash(&text, at)))
    })
}

/// The place of the digits: the first that follow the word.
fn place(text: &str) -> Option<usize> {
    let after = text.find(WORD)? + WORD.len();
    let rest = text.get(after..)?;
    let gap = rest.find(|c: char| c.is_ascii_hexdigit())?;
    let digits = rest.get(gap..gap + DIGITS)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(after + gap)
}

fn replaced(text: &str, at: usize, digits: &str) -> String {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + DIGITS..).unwrap_or_default();
    format!("{before}{digits}{after}")
}

/// FNV-1a of the text with a blank fingerprint: against slips, not against malice.
fn hash(text: &str, at: usize) -> u64 {
    replaced(text, at, BLANK)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The text at the top of each file.
pub(super) fn note() -> String {
    format!(
        "Written by tinsmith, fingerprint {BLANK}. Once you edit this file, tinsmith leaves it alone."
    )
}

#[cfg(test)]
mod tests {
    use super::{is_sealed, seal};

    #[test]
    fn an_edit_breaks_the_seal_and_other_line_ends_do_not() {
        let text = seal("# fingerprint 0000000000000000\nname = \"a\"\n");
        assert!(is_sealed(&text), "{text}");
        assert!(is_sealed(&text.replace('\n', "\r\n")));
        assert!(!is_sealed(&text.replace("\"a\"", "\"b\"")));
        assert!(!is_sealed(&text.replace("# fingerprint ", "# ")));
    }

    #[test]
    fn texts_that_were_never_sealed_are_not_ours() {
        for text in [
            "",
            "fingerprint",
            "fingerprint 12",
            "fingerprint é0000000000000000",
            "0000000000000000",
        ] {
            assert!(!is_sealed(text), "{text}");
        }
    }
}
