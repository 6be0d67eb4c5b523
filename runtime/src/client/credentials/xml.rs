//! The little XML that STS answers with: elements that hold either text or elements.
//!
//! Finds the few elements that matter, by name. Comments, CDATA sections and prefixes, which STS
//! doesn't use, aren't understood: elements that need them aren't found.

/// Finds the text between the tags of the first element of this name.
pub(super) fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = xml;
    loop {
        let (_, after) = rest.split_once('<')?;
        rest = after;
        let Some(tag) = after.strip_prefix(name) else {
            continue;
        };
        if !tag.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()) {
            continue;
        }
        let (attributes, content) = tag.split_once('>')?;
        if attributes.ends_with('/') {
            return Some("");
        }
        let end = content.find(&format!("</{name}>"))?;
        return content.get(..end);
    }
}

/// The text of the first element of this name, unless it is empty.
pub(super) fn text(xml: &str, name: &str) -> Option<String> {
    let text = unescape(element(xml, name)?.trim())?;
    Some(text).filter(|text| !text.is_empty())
}

/// The text with its references replaced; nothing if there are elements in it, or
/// references that XML itself doesn't know.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let (plain, after) = rest.split_at(at);
        out.push_str(plain);
        let (name, after) = after.strip_prefix('&')?.split_once(';')?;
        out.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let digits = name.strip_prefix('#')?;
                char::from_u32(match digits.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => digits.parse().ok()?,
                })?
            }
        });
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name() {
        let xml = "<?xml version=\"1.0\"?>\n<A xmlns=\"u\">\n  <Keys/><Key i=\"1\"> k </Key>\n \
                   <Empty/><Key>2</Key></A>";
        assert_eq!(text(xml, "Key").as_deref(), Some("k"));
        assert_eq!(element(xml, "Keys"), Some(""));
        assert_eq!(text(xml, "Empty"), None);
        assert_eq!(text(xml, "Ke"), None);
        // It has elements, so it has no text.
        assert_eq!(text(xml, "A"), None);
    }

    #[test]
    fn references_are_replaced() {
        let of = |inside: &str| text(&format!("<a>{inside}</a>"), "a");
        assert_eq!(
            of("&lt;&gt;&amp;amp;&quot;&apos;&#43;&#x2F;").as_deref(),
            Some("<>&amp;\"'+/")
        );
        for wrong in ["&", "&nbsp;", "&#xD800;", "&#;", "&#x;", "&#99999999999;"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_cut_off_is_not_there() {
        let whole = "<r><Key a='b'>é&#x2F;</Key></r>";
        for end in 0..whole.len() {
            let Some(cut) = whole.get(..end) else {
                continue;
            };
            let found = text(cut, "Key");
            assert_eq!(found.is_some(), cut.contains("</Key>"), "{cut}");
        }
    }
}
