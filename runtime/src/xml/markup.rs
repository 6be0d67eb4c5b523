//! Comments, processing instructions and CDATA sections (XML 1.0, sections 2.5 to 2.7).

use super::scan::{find, is_white_space, name_end, starts_name};
use super::{ReadError, ReadResult, Reader};

impl<'a> Reader<'a> {
    /// Reads what begins with `<!` or `<?` where the reader is, and goes behind it. A CDATA section
    /// gives its text.
    #[cold]
    #[inline(never)]
    pub(super) fn markup(&mut self) -> ReadResult<Option<&'a str>> {
        let start = self.at;
        let rest = self.bytes().get(start..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            // Two hyphens can't be within a comment.
            let end = self.find(start + 4, "--", "the end of the comment")?;
            if self.bytes().get(end + 2) != Some(&b'>') {
                return Err(ReadError::new(end, "the end of the comment", "two hyphens"));
            }
            self.at = end + 3;
            return Ok(None);
        }
        if rest.starts_with(b"<![CDATA[") {
            let text = start + b"<![CDATA[".len();
            let end = self.find(text, "]]>", "the end of the CDATA section")?;
            self.at = end + 3;
            return Ok(Some(self.slice(text, end)));
        }
        if rest.starts_with(b"<?") {
            let target = start + 2;
            let end = name_end(self.bytes(), target);
            let name = self.slice(target, end);
            let is_target =
                name.bytes().next().is_some_and(starts_name) && !name.eq_ignore_ascii_case("xml");
            let after = self.bytes().get(end);
            if !is_target || !after.is_some_and(|byte| is_white_space(byte) || *byte == b'?') {
                let found = "another character or an XML declaration";
                return Err(ReadError::new(
                    target,
                    "the name of a processing instruction",
                    found,
                ));
            }
            let end = self.find(end, "?>", "the end of the processing instruction")?;
            self.at = end + 2;
            return Ok(None);
        }
        let found = if rest.starts_with(b"<!DOCTYPE") {
            "a DOCTYPE"
        } else {
            "an unknown `<!`"
        };
        Err(ReadError::new(start, "XML without a DOCTYPE", found))
    }

    /// The next place of a text.
    fn find(&self, from: usize, wanted: &str, what: &'static str) -> ReadResult<usize> {
        find(self.bytes(), from, wanted.as_bytes())
            .ok_or_else(|| ReadError::new(self.body.len(), what, "the end of the input"))
    }
}
