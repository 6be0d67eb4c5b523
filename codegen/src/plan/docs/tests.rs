//! Tests of documentation.

use super::super::rustdoc;
use super::text::escaped;
use super::{code, line, lines};

/// Pieces of which texts are made that nobody thought of.
const AWKWARD: [&str; 80] = [
    "<p>",
    "</p>",
    "<br>",
    "<name>",
    "<!-- ",
    "&lt;",
    "[",
    "]",
    "(",
    ")",
    "<b>",
    "</b>",
    "<",
    ">",
    "`",
    "``",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "# ",
    "> ",
    "|",
    "| a |\n|---|\n",
    "---",
    "===",
    "https://example.com",
    "http://a b",
    "[x]: y",
    "]: ",
    "[^1]",
    "[^1]: ",
    "![",
    "&lt;",
    "&amp;",
    "&",
    "\\",
    "*",
    "_",
    "**",
    "~~",
    "<!--",
    "-->",
    "<a href=\"",
    "\">",
    "</a>",
    "<p>",
    "</p>",
    "<ul><li>",
    "</li></ul>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br/>",
    "<note>",
    "<h1>",
    "<table><tr><td>",
    "</td></tr></table>",
    "word",
    "Vec<u8>",
    "crate::Foo",
    "é",
    "\r",
    "\u{202e}",
    "\0",
    "<https://",
    "mailto:",
    "![a](b)",
    "[a](https://x.example/a b)",
    "'",
    "\"",
    " ",
];

/// Makes texts of random pieces, the same texts in each run.
fn awkward_texts(count: usize) -> impl Iterator<Item = String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below a usize")
    };
    (0..count).map(move |_| {
        let length = 1 + next(24);
        (0..length).map(|_| AWKWARD[next(AWKWARD.len())]).collect()
    })
}

#[test]
fn rustdoc_has_nothing_to_say_whatever_the_text() {
    for text in awkward_texts(4_000) {
        let lines = lines(Some(&text)).join("\n");
        assert!(rustdoc::is_clean(&lines), "{text:?} became {lines:?}");
        let line = line(&text);
        assert!(rustdoc::is_clean(&line), "{text:?} became {line:?}");
        assert!(!line.contains('\n'), "{text:?} became {line:?}");
        let code = format!("Pattern {}.", code(&text));
        assert!(rustdoc::is_clean(&code), "{text:?} became {code:?}");
    }
}

#[test]
fn no_word_is_lost() {
    for text in awkward_texts(1_000) {
        // Words within tags and comments are none of the text.
        if text.contains(['<', '&']) {
            continue;
        }
        let text = text.replace("word", " word ");
        let count = text.matches("word").count();
        let lines = lines(Some(&text)).join("\n");
        assert_eq!(
            lines.matches("word").count(),
            count,
            "{text:?} became {lines:?}"
        );
    }
}

#[test]
fn one_line_is_escaped_where_it_has_to_be() {
    for (text, expected) in [
        ("Plain (v2), 50 % - of *it*", "Plain (v2), 50 % - of *it*"),
        (
            "use the new [field] instead",
            "use the new \\[field\\] instead",
        ),
        ("Svc [beta] <b>", "Svc \\[beta\\] \\<b>"),
        ("see https://example.com/a.", "see <https://example.com/a>."),
        ("two\nlines  here", "two lines here"),
        ("- no item", "\\- no item"),
        ("1. no item", "1\\. no item"),
    ] {
        assert_eq!(line(text), expected);
    }
}

#[test]
fn underscores_within_words_stand_by_themselves() {
    for (text, expected) in [
        (
            "<p>ends in SHA_256, not RSA_AES_KEY</p>",
            "ends in SHA_256, not RSA_AES_KEY",
        ),
        ("<p>_a_ and b_ _c</p>", "\\_a\\_ and b\\_ \\_c"),
        ("<p>a__b</p>", "a\\_\\_b"),
        (
            r"<p><code>a\_b</code> a_b <code>c\_d</code></p>",
            r"`a\_b` a_b `c\_d`",
        ),
    ] {
        assert_eq!(lines(Some(text)), [expected], "{text}");
    }
    assert_eq!(escaped("SHA_256"), "SHA_256");
    assert_eq!(escaped("_b_"), "\\_b\\_");
}

#[test]
fn code_is_fenced_by_more_ticks_than_it_has() {
    for (text, expected) in [
        ("^a+$", "`^a+$`"),
        ("a`b", "`` a`b ``"),
        ("`", "`` ` ``"),
        ("a``b`c", "``` a``b`c ```"),
    ] {
        assert_eq!(code(text), expected);
    }
}

#[test]
fn what_cannot_be_kept_becomes_text() {
    assert_eq!(
        text("See [the guide](https://example.com/a guide.html)."),
        "See \\[the guide\\](<https://example.com/a> guide.html)."
    );
    assert_eq!(
        text("Fine *here*.\n\n[a]: https://example.com/b\n\nAnd **here**."),
        "Fine *here*.\n\n\\[a\\]: <https://example.com/b>\n\nAnd **here**."
    );
}

fn text(html: &str) -> String {
    lines(Some(html)).join("\n")
}

#[test]
fn html_becomes_markdown() {
    assert_eq!(
        text(
            "<p>Maps a <code>user</code> to <i>one</i> Studio.</p> <p>See <a href=\"https://example.com/a_b\">this page</a>.</p>"
        ),
        "Maps a `user` to *one* Studio.\n\nSee [this page](https://example.com/a_b)."
    );
    assert_eq!(
        text("<ul><li><p>first</p></li><li><p>second <b>one</b></p></li></ul>"),
        "- first\n- second **one**"
    );
}

#[test]
fn tags_in_markdown_leave_its_structure() {
    for (markdown, expected) in [
        (
            "Takes a `Map<K>`, which is <b>sorted</b>.",
            "Takes a `Map<K>`, which is **sorted**.",
        ),
        (
            "# Steps\n\n- `a`: <i>one</i> of <name>\n- **b**\n\n```xml\n<p>x</p>\n```\n\n| x | y |\n|---|---|\n| 1 | <b>2</b> |",
            "# Steps\n\n- `a`: *one* of \\<name>\n- **b**\n\n```text\n<p>x</p>\n```\n\n| x | y     |\n| - | ----- |\n| 1 | **2** |",
        ),
        (
            "One *line*,\n<code>x</code> and <a href=\"https://example.com\">more</a>.\n\nAnother.",
            "One *line*, `x` and [more](https://example.com).\n\nAnother.",
        ),
        (
            "Keep 1 &lt; 2 in `a &lt; b`.",
            "Keep 1 \\< 2 in `a &lt; b`.",
        ),
        ("Text\n\n<ul><li>a</li></ul>\n\n*b*", "Text\n\n- a\n\n*b*"),
    ] {
        assert_eq!(text(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_only_looks_like_a_tag_is_text() {
    for (markdown, expected) in [
        (
            "if a->b and a<b or <https://example.com/y>",
            "if a->b and a\\<b or <https://example.com/y>",
        ),
        (
            "From <name> to `<b>`, or Vec<i> of it.",
            "From \\<name> to `<b>`, or Vec\\<i> of it.",
        ),
        ("~~~xml\n<a><b/></a>\n~~~", "```text\n<a><b/></a>\n```"),
        ("<title> of <i>it</i>", "\\<title> of *it*"),
    ] {
        assert_eq!(text(markdown), expected, "{markdown}");
    }
}

#[test]
fn breaks_within_paragraphs_stay() {
    assert_eq!(
        text("First line.<br>\nSecond **line**."),
        "First line.\\\nSecond **line**."
    );
    assert_eq!(text("One  \ntwo\n\n- a<br/>b"), "One\\\ntwo\n\n- a b");
    assert_eq!(
        text("<p>One<br>\n two<br></p><pre><code>a</code></pre>"),
        "One\\\ntwo\n\n```text\na\n```"
    );
    assert_eq!(
        super::first_sentence(&lines(Some("One line.<br>Another"))).as_deref(),
        Some("One line.")
    );
}

#[test]
fn markdown_stays() {
    assert_eq!(
        text("A `code<T>` and a [link](https://example.com)."),
        "A `code<T>` and a [link](https://example.com)."
    );
}

#[test]
fn what_rustdoc_would_warn_of_is_escaped() {
    assert_eq!(text("from [a] to Vec<u8>"), "from \\[a\\] to Vec\\<u8>");
    assert_eq!(
        text("see https://example.com/x."),
        "see <https://example.com/x>."
    );
    assert_eq!(text("a ` alone"), "a \\` alone");
    assert_eq!(
        text("[x](crate::Foo) and [y](#z)"),
        "\\[x\\](crate::Foo) and [y](#z)"
    );
    assert_eq!(text("a\rb\u{202e}c"), "a bc");
}

#[test]
fn code_blocks_are_no_doctests() {
    assert_eq!(
        text("Like this:\n\n```\nlet x = 1;\n```"),
        "Like this:\n\n```text\nlet x = 1;\n```"
    );
    assert_eq!(text("Like this:\n\n    indented"), "Like this:\n\nindented");
}

#[test]
fn long_lines_are_wrapped_and_lists_indented() {
    let wrapped = text(&format!("- {}", "word ".repeat(30)));
    let wrapped: Vec<_> = wrapped.lines().collect();
    assert_eq!(wrapped.len(), 2);
    assert!(wrapped[1].starts_with("  word"));
    assert!(wrapped.iter().all(|line| line.len() <= super::WIDTH));
}

#[test]
fn lines_that_continue_are_joined() {
    assert_eq!(
        text("<ul><li>A <code>{\"a\":\n      1}</code> there</li></ul><p>b\n   c</p>"),
        "- A `{\"a\": 1}` there\n\nb c"
    );
    assert_eq!(
        text("a\nb\n- c\n  d\n\n```\nx\n  y\n```\nz"),
        "a b\n- c d\n\n```text\nx\n  y\n```\nz"
    );
}

#[test]
fn a_marker_keeps_its_text() {
    let long = format!("[{}](https://example.com)", "word ".repeat(20));
    assert!(
        !text(&format!("- {long} and more"))
            .lines()
            .any(|line| line.trim() == "-")
    );
    let wrapped = text(&format!("- **{}** {}", "bold", "word ".repeat(30)));
    assert!(
        wrapped.lines().skip(1).all(|line| line.starts_with("  w")),
        "{wrapped}"
    );
}

#[test]
fn every_fence_is_plain_text() {
    for fence in ["```rust", "~~~", "````"] {
        let end = fence.trim_end_matches("rust");
        assert_eq!(
            text(&format!("{fence}\nx\n{end}")),
            "```text\nx\n```",
            "{fence}"
        );
    }
}

#[test]
fn a_break_makes_no_list_of_a_number() {
    let wrapped = text(&format!("{}1999. And on.", "aaaa ".repeat(18)));
    assert!(
        wrapped.lines().all(|line| !line.starts_with("1999.")),
        "{wrapped}"
    );
}
