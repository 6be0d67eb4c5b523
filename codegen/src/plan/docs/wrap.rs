//! Lines of Markdown, broken at spaces.

/// Columns that a documentation line may have, without the `/// ` before it.
pub(super) const WIDTH: usize = 92;

/// Breaks a line at spaces; the lines after the first are indented as a list item's are.
pub(super) fn wrap(line: &str, out: &mut Vec<String>) {
    let body = line.trim_start();
    let margin = line.len() - body.len();
    let marker = match body.split_once(' ') {
        Some(("-" | "*" | "+", _)) => 2,
        Some((number, _)) if is_number(number) => number.len() + 1,
        _ => 0,
    };
    let indent = margin + marker;
    // Each line of a quotation has its marks.
    let marks = body.len() - body.trim_start_matches(['>', ' ']).len();
    let marks = body.get(..marks).unwrap_or_default().trim_end();
    let start = if marks.is_empty() {
        " ".repeat(indent)
    } else {
        format!("{}{marks} ", " ".repeat(margin))
    };
    let mut current = String::new();
    let mut width = 0;
    for word in words(line) {
        let columns = word.chars().count();
        let fits = width + 1 + columns <= WIDTH;
        // A marker alone on its line would be an empty item.
        let is_start = current.trim().is_empty() || current.chars().count() < indent;
        if is_start || fits || starts_block(&word) {
            if !current.is_empty() {
                current.push(' ');
                width += 1;
            }
        } else {
            out.push(current.trim_end().to_owned());
            current.clone_from(&start);
            width = start.chars().count();
        }
        current.push_str(&word);
        width += columns;
    }
    out.push(current.trim_end().to_owned());
}

/// Splits at spaces, but keeps code spans and links whole; leading spaces stay.
fn words(line: &str) -> Vec<String> {
    let body = line.trim_start();
    let mut words = vec![" ".repeat(line.len() - body.len())];
    let mut in_code = false;
    let mut depth = 0_usize;
    for c in body.chars() {
        match c {
            '`' => in_code = !in_code,
            '[' if !in_code => depth += 1,
            ']' if !in_code => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ' ' && !in_code && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words
}

/// Whether a word at the start of a line would begin a block of its own.
pub(super) fn starts_block(word: &str) -> bool {
    matches!(word, "-" | "+" | "*" | "=" | "|") || word.starts_with(['#', '>']) || is_number(word)
}

/// Whether a word numbers an item of a list: `1.`
fn is_number(word: &str) -> bool {
    word.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
    })
}
