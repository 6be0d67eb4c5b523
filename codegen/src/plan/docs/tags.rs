//! The tags that documentation is written with.

/// Elements that begin an HTML document, or a part of one: elements of blocks, and those that
/// documentation of services has of its own.
const BLOCKS: [&str; 33] = [
    "admonition",
    "blockquote",
    "body",
    "caption",
    "caution",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "example",
    "fullname",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "html",
    "important",
    "li",
    "note",
    "ol",
    "p",
    "para",
    "pre",
    "section",
    "table",
    "tbody",
    "thead",
    "title",
    "ul",
    "warning",
];

/// Elements within a line, and within tables.
const OTHERS: [&str; 29] = [
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "dfn", "em", "font", "hr", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "td", "th", "tr",
    "tt", "u",
];

/// Elements that may lack an end.
const UNENDED: [&str; 9] = ["br", "dd", "dt", "hr", "li", "p", "td", "th", "tr"];

/// A tag, without its attributes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Tag {
    /// The name of the element, in small letters.
    pub(super) name: String,
    /// Whether it ends the element.
    pub(super) is_end: bool,
}

impl Tag {
    /// The tag that a text begins with.
    pub(super) fn at(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('<')?;
        let (is_end, name) = match rest.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (name, after) = name.split_at(end);
        (!name.is_empty() && after.starts_with(['>', ' ', '/', '\n', '\t'])).then(|| Self {
            name: name.to_ascii_lowercase(),
            is_end,
        })
    }

    /// Whether it belongs to an element of documentation, and not to a placeholder such as
    /// `<name>`.
    pub(super) fn is_known(&self) -> bool {
        let name = self.name.as_str();
        BLOCKS.contains(&name) || OTHERS.contains(&name)
    }

    /// Whether its element is one of blocks.
    pub(super) fn is_of_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// Whether its element has an end even in careless HTML.
    pub(super) fn needs_end(&self) -> bool {
        !UNENDED.contains(&self.name.as_str())
    }
}

/// The tags of a text, and the bytes at which they begin.
pub(super) fn tags(text: &str) -> impl Iterator<Item = (usize, Tag)> + '_ {
    text.match_indices('<')
        .filter_map(|(at, _)| Some((at, Tag::at(text.get(at..)?)?)))
}
