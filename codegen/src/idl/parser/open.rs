//! Brackets and strings that aren't closed: a mistake shows far behind them.

use std::ops::Range;

use super::super::token::TokenKind;
use super::{Parser, begins_statement};

/// The tokens that are looked through for the bracket without an end.
const MAX_TOKENS: usize = 50_000;

/// A bracket or string without an end, as a report shows it.
struct Opened {
    range: Range<usize>,
    label: &'static str,
    help: &'static str,
}

/// A bracket that is open.
struct Bracket {
    token: usize,
    end: TokenKind,
    /// The blanks before the first token of its line.
    indentation: usize,
}

impl Parser<'_> {
    /// Adds to the last report the bracket or string whose end is missing, if there is one.
    pub(super) fn see_what_is_open(&mut self) {
        if self.more_errors > 0 {
            // The report isn't told.
            return;
        }
        let string = self.string_of_lines();
        let is_string = string.is_some();
        let Some(opened) = string.or_else(|| self.bracket_of_mistake()) else {
            return;
        };
        if let Some(error) = self.errors.last_mut() {
            error.see = Some((opened.range, opened.label));
            // Behind a string of several lines, any token is a part of a text.
            if is_string || error.help.is_none() {
                error.help = Some(opened.help.to_owned());
            }
        }
    }

    /// The bracket that isn't closed, where a statement begins, or the file ends, inside of it.
    pub(super) fn unclosed(&self) -> Option<usize> {
        let open = *self.brackets.last()?;
        let is_behind = self.is_end() || self.begin_of_statement().is_some_and(|at| at > open);
        is_behind.then_some(open)
    }

    /// The first token of the current line, if the line begins like a statement.
    pub(super) fn begin_of_statement(&self) -> Option<usize> {
        let begin = (0..=self.at).rev().find(|at| self.begins_line(*at))?;
        let text = self.text.get(self.range_of(begin)).unwrap_or_default();
        match self.kind_at(begin) {
            // A member may have these, so they are of a statement only where they are a mistake.
            TokenKind::At | TokenKind::DocComment => (begin == self.at).then_some(begin),
            TokenKind::Identifier => begins_statement(text).then_some(begin),
            _ => None,
        }
    }

    fn bracket_of_mistake(&self) -> Option<Opened> {
        Some(Opened {
            range: self.range_of(self.bracket_without_end()?),
            label: "this bracket isn't closed",
            help: "add the closing bracket",
        })
    }

    /// The bracket before the current token that has no end: the one inside of which another
    /// bracket is closed, or the statement ends. A closing bracket that begins its line belongs to a
    /// line of its own indentation, if there is one.
    fn bracket_without_end(&self) -> Option<usize> {
        let first = *self.brackets.first()?;
        let mut open: Vec<Bracket> = Vec::new();
        let last = (first + MAX_TOKENS).min(self.tokens.len());
        for token in first..last {
            let end = match self.kind_at(token) {
                TokenKind::LeftBrace => TokenKind::RightBrace,
                TokenKind::LeftBracket => TokenKind::RightBracket,
                TokenKind::LeftParenthesis => TokenKind::RightParenthesis,
                kind @ (TokenKind::RightBrace
                | TokenKind::RightBracket
                | TokenKind::RightParenthesis) => {
                    let innermost = open.last()?.token;
                    let Some(closed) = self.closed_by(kind, token, &open) else {
                        // It closes nothing: rather a mistake of its own.
                        continue;
                    };
                    if closed + 1 < open.len() {
                        return (innermost < self.at).then_some(innermost);
                    }
                    open.pop();
                    if open.is_empty() {
                        return None;
                    }
                    continue;
                }
                TokenKind::Identifier if token > first && self.is_begin_of_statement(token) => {
                    break;
                }
                _ => continue,
            };
            open.push(Bracket {
                token,
                end,
                indentation: self.indentation(token),
            });
        }
        let innermost = open.last()?.token;
        (last < first + MAX_TOKENS && innermost < self.at).then_some(innermost)
    }

    /// The index of the bracket that a closing one most likely closes.
    fn closed_by(&self, kind: TokenKind, token: usize, open: &[Bracket]) -> Option<usize> {
        let innermost = open.iter().rposition(|bracket| bracket.end == kind)?;
        if !self.is_first_of_line(token) {
            return Some(innermost);
        }
        let indentation = self.indentation(token);
        let fits = |bracket: &Bracket| bracket.end == kind && bracket.indentation == indentation;
        Some(open.iter().rposition(fits).unwrap_or(innermost))
    }

    fn is_first_of_line(&self, token: usize) -> bool {
        match token.checked_sub(1) {
            Some(before) if self.kind_at(before) == TokenKind::Space => self.begins_line(before),
            _ => self.begins_line(token),
        }
    }

    /// The bytes of blanks that the line of a token begins with.
    fn indentation(&self, token: usize) -> usize {
        let before = self.text.get(..self.tokens.start(token));
        let line = before.unwrap_or_default();
        let line = line.rsplit(['\n', '\r']).next().unwrap_or_default();
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// Whether a line begins with the type of a shape and its name, or another statement.
    fn is_begin_of_statement(&self, token: usize) -> bool {
        let text = self.text.get(self.range_of(token)).unwrap_or_default();
        let next = (self.kind_at(token + 1), self.kind_at(token + 2));
        self.begins_line(token)
            && begins_statement(text)
            && next == (TokenKind::Space, TokenKind::Identifier)
    }

    /// The string of several lines that ends before the current token: most likely, a quote is
    /// missing. A text block has several lines in any case, so it counts only if its closing quotes look
    /// like the opening quotes of another text block.
    fn string_of_lines(&self) -> Option<Opened> {
        let before = (0..self.at)
            .rev()
            .find(|index| !self.kind_at(*index).is_trivia())?;
        let text = self.text.get(self.range_of(before))?;
        let begin = self.tokens.start(before);
        match self.kind_at(before) {
            TokenKind::String if text.contains('\n') => Some(Opened {
                range: begin..begin + 1,
                label: "a string of several lines begins here",
                help: "close the string where it ends",
            }),
            TokenKind::TextBlock if opens_at_end(text) => Some(Opened {
                range: begin..begin + 3,
                label: "a text block begins here",
                help: "close the text block where it ends",
            }),
            _ => None,
        }
    }

    pub(super) fn begins_line(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(before) => self.kind_at(before).ends_line(),
            None => true,
        }
    }
}

/// Whether the last quotes of a text block stand behind what stands before a value.
fn opens_at_end(block: &str) -> bool {
    let text = block
        .strip_suffix("\"\"\"")
        .unwrap_or(block)
        .trim_end_matches(' ');
    text.ends_with(['(', ':', '=', '[', ','])
}
