//! Turns an offset in a body into a path such as `$.SessionMapping.Tags[3].Key`.

use super::Reader;
use super::head::{Left, major};
use crate::read_error::ReadResult;
use crate::value_path::Path;

/// An open map or list, and where in it the walk is.
struct Level<'b> {
    left: Left,
    step: Step<'b>,
}

enum Step<'b> {
    /// A map, with the name of the current or last member.
    Member(Option<std::borrow::Cow<'b, str>>),
    /// A list, with the number of items that have begun.
    Item(usize),
}

/// Returns the place of `offset` in the structure of `body`, such as
/// `$.SessionMapping.Tags[3].Key`.
///
/// The path is found by walking the body up to the offset, so that reading keeps no record of it.
#[must_use]
pub fn path_at(body: &[u8], offset: usize) -> String {
    let mut levels = Vec::new();
    if let Ok(mut reader) = Reader::new(body) {
        // The walk ends at the offset, or where the body isn't CBOR any more.
        _ = walk(&mut reader, offset, &mut levels);
    }
    let mut path = Path::new();
    for level in &levels {
        match &level.step {
            Step::Member(Some(name)) => path.push_member(name),
            Step::Member(None) | Step::Item(0) => {}
            Step::Item(count) => path.push_item(count - 1),
        }
    }
    path.finish()
}

/// Walks to the value at an offset and leaves what is open there in `levels`.
fn walk<'b>(r: &mut Reader<'b>, offset: usize, levels: &mut Vec<Level<'b>>) -> ReadResult {
    loop {
        if let Some(level) = levels.last_mut() {
            if !r.has_more(&mut level.left) {
                levels.pop();
                if levels.is_empty() {
                    return Ok(());
                }
                continue;
            }
            match &mut level.step {
                Step::Member(name) => {
                    // Within the key, the member before is over and the next has no name yet.
                    *name = None;
                    let start = r.at;
                    let key = r.text_of("the name of a member")?;
                    if (start..r.at).contains(&offset) {
                        return Ok(());
                    }
                    *name = Some(key);
                }
                Step::Item(count) => *count += 1,
            }
        }
        while r.at < offset && r.peek().is_some_and(|first| first >> 5 == major::TAG) {
            r.head()?;
        }
        if r.at >= offset {
            return Ok(());
        }
        let step = match r.peek().map(|first| first >> 5) {
            Some(major::MAP) => Step::Member(None),
            Some(major::LIST) => Step::Item(0),
            _ => {
                r.skip()?;
                if r.at > offset || levels.is_empty() {
                    return Ok(());
                }
                continue;
            }
        };
        let head = r.head()?;
        let left = if head.info == super::head::INDEFINITE {
            Left::Open
        } else {
            Left::Known(head.argument)
        };
        levels.push(Level { left, step });
    }
}
