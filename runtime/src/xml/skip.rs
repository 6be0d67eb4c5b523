//! Skipping a value that nobody asked for, without recursion and without allocation.

use super::reader::Element;
use super::scan::{name_end, text_end};
use super::{MAX_SKIP_DEPTH, ReadResult, Reader};

/// The number of levels below a skipped element that there is room for at first.
const FEW: usize = 8;

impl Reader<'_> {
    /// Skips the value, whatever it is. It has to be well-formed all the same.
    ///
    /// # Errors
    /// If the element isn't well-formed, or nests deeper than [`MAX_SKIP_DEPTH`].
    pub fn skip(&mut self) -> ReadResult {
        if self.attribute.take().is_some() || self.element.is_empty {
            return Ok(());
        }
        let end = text_end(self.bytes(), self.at);
        if let Some([b'<', b'/', ..]) = self.bytes().get(end..) {
            self.at = end;
            let element = self.element;
            return self.end_tag(&element);
        }
        // Room for all levels takes long to clear, and is hardly ever needed.
        let (outer, start) = (self.element, self.at);
        if self.skip_levels::<FEW>(outer)? {
            return Ok(());
        }
        self.at = start;
        if self.skip_levels::<MAX_SKIP_DEPTH>(outer)? {
            return Ok(());
        }
        Err(self.too_deep("at most 1024 levels of nesting"))
    }

    /// Skips the content of `outer`, which is nested. False, with the reader at the element that is
    /// too much, if it nests deeper than `LEVELS`.
    #[inline(never)]
    fn skip_levels<const LEVELS: usize>(&mut self, outer: Element) -> ReadResult<bool> {
        // The places of the names of the elements that are open within this one.
        let mut open = [0_usize; LEVELS];
        let mut depth = 0;
        loop {
            self.skip_text()?;
            match self.bytes().get(self.at..).unwrap_or_default() {
                [b'<', b'/', ..] => {
                    if depth == 0 {
                        self.end_tag(&outer)?;
                        return Ok(true);
                    }
                    depth -= 1;
                    let start = open.get(depth).copied().unwrap_or_default();
                    self.end_tag_of(start)?;
                }
                [b'<', b'!' | b'?', ..] => {
                    self.markup()?;
                }
                [b'<', ..] => {
                    let place = self.at;
                    self.start_tag()?;
                    if self.element.is_empty {
                        continue;
                    }
                    let Some(slot) = open.get_mut(depth) else {
                        self.at = place;
                        return Ok(false);
                    };
                    *slot = place + 1;
                    depth += 1;
                }
                _ => {
                    let name = match depth.checked_sub(1).and_then(|last| open.get(last)) {
                        Some(start) => (*start, self.qualified_end(*start)),
                        None => outer.name,
                    };
                    return Err(self.missing_end_tag(name));
                }
            }
        }
    }

    /// Reads the end tag of the element whose name begins at `start`.
    fn end_tag_of(&mut self, start: usize) -> ReadResult {
        let name = (start, self.qualified_end(start));
        self.end_tag_anyhow(name)
    }

    /// The end of the name with its prefix that begins at a place.
    fn qualified_end(&self, start: usize) -> usize {
        let end = name_end(self.bytes(), start);
        if self.bytes().get(end) == Some(&b':') {
            return name_end(self.bytes(), end + 1);
        }
        end
    }
}
