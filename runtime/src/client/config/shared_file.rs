//! The lines of a shared configuration file.

/// A file as it stands: its sections in their order, duplicates included.
#[derive(Default)]
pub(super) struct SharedFile {
    pub(super) sections: Vec<Lines>,
    /// The problems before the first section.
    pub(super) problems: Vec<(usize, &'static str)>,
}

/// A section as it stands.
pub(super) struct Lines {
    /// The text between the brackets.
    pub(super) header: String,
    pub(super) keys: Vec<Key>,
    /// The problems of its lines, and the number of each line.
    pub(super) problems: Vec<(usize, &'static str)>,
}

impl Lines {
    fn new(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            keys: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// A key and what belongs to it.
pub(super) struct Key {
    /// In small letters.
    pub(super) name: String,
    pub(super) value: String,
    /// The lines below that are indented more than the key, each with its number.
    pub(super) below: Vec<(usize, String)>,
}

impl SharedFile {
    /// Reads lines as botocore does, with Python's `configparser`: a line goes on with the
    /// value above if it is indented more than that value's key, and is a section or a key
    /// otherwise; so it doesn't matter how deep a whole section is indented. Keys end with
    /// `=` or `:`. Empty lines and those that begin with `#` or `;` count nowhere.
    ///
    /// Lines that make no sense are kept with their section, for those who ask for them.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut file = Self::default();
        // How deep the key above is indented.
        let mut key_indent: Option<usize> = None;
        for (index, line) in lines(bytes).enumerate() {
            let number = index + 1;
            let text = String::from_utf8_lossy(line);
            let trimmed = text.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            let indent = text.chars().take_while(|c| c.is_whitespace()).count();
            let is_text = std::str::from_utf8(line).is_ok();
            let problem = |text| (number, text);

            let above = file.sections.last_mut();
            if key_indent.is_some_and(|above| indent > above) {
                if let Some(section) = above {
                    if !is_text {
                        section.problems.push(problem("expected UTF-8"));
                    }
                    if let Some(key) = section.keys.last_mut() {
                        key.below.push((number, trimmed.to_owned()));
                    }
                }
                continue;
            }
            key_indent = None;
            if let Some(header) = trimmed.strip_prefix('[') {
                let name = header_end(header).and_then(|end| header.get(..end));
                file.sections.push(match name {
                    Some(name) => Lines::new(name),
                    None => {
                        let mut section = Lines::new(without_comment(header));
                        section.problems.push(problem("expected `]`"));
                        section
                    }
                });
                continue;
            }
            let Some(section) = above else {
                file.problems.push(problem(match is_text {
                    true => "expected a section such as `[default]` before it",
                    false => "expected UTF-8",
                }));
                continue;
            };
            if !is_text {
                section.problems.push(problem("expected UTF-8"));
                continue;
            }
            match trimmed.split_once(['=', ':']) {
                Some((name, value)) if !name.trim().is_empty() => {
                    key_indent = Some(indent);
                    section.keys.push(Key {
                        name: name.trim().to_lowercase(),
                        value: without_comment(value).to_owned(),
                        below: Vec::new(),
                    });
                }
                _ => section.problems.push(problem("expected `key = value`")),
            }
        }
        file
    }
}

/// Finds the bracket that ends a header: the first one outside of quotes. Where a quote isn't closed, it
/// is an apostrophe.
fn header_end(header: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in header.char_indices() {
        match (character, quote) {
            (']', None) => return Some(at),
            (character, Some(open)) if character == open => quote = None,
            ('"' | '\'', None) => quote = Some(character),
            _ => {}
        }
    }
    header.find(']')
}

/// Lines as Python splits a text file: they end with a line feed, a carriage return, or both.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(bytes);
        };
        let (line, after) = bytes.split_at(end);
        let ending = if after.starts_with(b"\r\n") { 2 } else { 1 };
        rest = after.get(ending..);
        Some(line)
    })
}

/// A value without a comment after it, which begins with white space and `#` or `;`. Inside
/// of quotes there is none, so that a command line can have these.
pub(super) fn without_comment(value: &str) -> &str {
    let mut quote = None;
    // Where a comment begins if the quote isn't closed: then it is an apostrophe.
    let mut inside = None;
    let mut end = None;
    let mut before = '=';
    let mut characters = value.char_indices();
    while let Some((at, character)) = characters.next() {
        match (character, quote) {
            ('#' | ';', None) if before.is_whitespace() => {
                end = Some(at);
                break;
            }
            ('#' | ';', Some(_)) if before.is_whitespace() => inside = inside.or(Some(at)),
            ('\\', None | Some('"')) => _ = characters.next(),
            (character, Some(open)) if character == open => (quote, inside) = (None, None),
            ('"' | '\'', None) => quote = Some(character),
            _ => {}
        }
        before = character;
    }
    let end = end.or(inside).unwrap_or(value.len());
    value.get(..end).unwrap_or_default().trim()
}
