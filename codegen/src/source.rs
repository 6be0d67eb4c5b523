//! Source files as they were read, and places in them that a report can point at.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// The file of a [`Sources`] that a [`Location`] is in.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(usize);

/// A stretch of bytes in one source file.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Byte offsets into its text.
    pub range: Range<usize>,
}

/// A source file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as a person should read it: relative to where the config lies.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The JSON AST that the text was translated to, unless the text is JSON.
    pub(crate) translation: Option<Translation>,
    disk: OnDisk,
}

/// The place on disk that a source file comes from.
#[derive(Clone, Debug)]
enum OnDisk {
    /// The path that is the name of the source file.
    Named,
    /// An archive, by its path.
    Archive(String),
    /// None: the text is a part of the program.
    Nowhere,
}

/// The JSON AST of a file in another form, and where its parts come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Translation {
    pub(crate) ast: String,
    /// In the order of their places in the AST.
    pub(crate) origins: Vec<Origin>,
    /// Whether the file is of Smithy 1.0.
    pub(crate) is_version_1: bool,
    /// The bytes of the AST that are the object of all metadata.
    pub(crate) metadata: Range<usize>,
    /// The shapes and `apply` statements of the AST.
    pub(crate) shapes: Vec<Part>,
    /// The ids of the shapes that couldn't be translated, or not with all of their traits, which has
    /// been reported.
    pub(crate) broken: Vec<String>,
}

/// A property of an AST: byte offsets of the name without its quotes, and of the value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) name: u32,
    pub(crate) name_end: u32,
    pub(crate) value: u32,
    pub(crate) value_end: u32,
}

impl Part {
    /// The name and the value.
    pub(crate) fn of<'a>(&self, ast: &'a str) -> Option<(&'a str, &'a str)> {
        let name = ast.get(self.name as usize..self.name_end as usize)?;
        let value = ast.get(self.value as usize..self.value_end as usize)?;
        Some((name, value))
    }
}

/// The place in a source file that a part of its translation comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The byte offset in the translation.
    pub(crate) at: u32,
    /// Byte offsets in the source file.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Origin {
    /// The place in the source file of the part that has a byte offset in a translation, of whose
    /// origins these are all.
    pub(crate) fn of(origins: &[Self], at: usize) -> Range<usize> {
        let next = origins.partition_point(|origin| origin.at as usize <= at);
        let origin = next.checked_sub(1).and_then(|index| origins.get(index));
        origin.map_or(0..0, |origin| origin.start as usize..origin.end as usize)
    }
}

impl Translation {
    /// The place in the source file of the part that has a byte offset in the translation.
    pub(crate) fn origin(&self, at: usize) -> Range<usize> {
        Origin::of(&self.origins, at)
    }

    /// The origins of a stretch of the translation, with byte offsets from its start.
    pub(crate) fn origins_of(&self, stretch: &Range<usize>) -> Vec<Origin> {
        let end = |bound: usize| {
            self.origins
                .partition_point(|origin| (origin.at as usize) <= bound)
        };
        let (first, last) = (end(stretch.start).saturating_sub(1), end(stretch.end));
        let origins = self.origins.get(first..last).unwrap_or_default();
        let start = u32::try_from(stretch.start).unwrap_or(u32::MAX);
        let moved = |origin: &Origin| Origin {
            at: origin.at.saturating_sub(start),
            ..*origin
        };
        origins.iter().map(moved).collect()
    }
}

/// Every file that was read in one run, in the order it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// The files and folders on disk that the sources came from.
    pub(crate) fn paths(&self, root: &Path, named: &[PathBuf]) -> Vec<PathBuf> {
        let read = self.files.iter().filter_map(|file| match &file.disk {
            OnDisk::Named => Some(PathBuf::from(&file.name)),
            OnDisk::Archive(path) => Some(PathBuf::from(path)),
            OnDisk::Nowhere => None,
        });
        let mut paths: Vec<PathBuf> = named.iter().cloned().chain(read).collect();
        paths.sort();
        paths.dedup();
        paths.into_iter().map(|path| root.join(path)).collect()
    }

    /// Adds a text under a name and says which file it has become.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), text.into(), OnDisk::Named)
    }

    /// Adds a text of a file in an archive.
    pub(crate) fn add_of_archive(&mut self, archive: &str, name: String, text: String) {
        self.push(name, text, OnDisk::Archive(archive.to_owned()));
    }

    /// Adds a text that is a part of the program.
    pub(crate) fn add_of_program(&mut self, name: &str, text: &str) {
        self.push(name.to_owned(), text.to_owned(), OnDisk::Nowhere);
    }

    fn push(&mut self, name: String, text: String, disk: OnDisk) -> FileId {
        self.files.push(SourceFile {
            name,
            text,
            translation: None,
            disk,
        });
        FileId(self.files.len() - 1)
    }

    /// The files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(at), file))
    }

    /// Sets the JSON AST that a file was translated to.
    pub(crate) fn set_translation(&mut self, id: FileId, mut translation: Translation) {
        // Trees are gone by now, so there is memory for a second copy.
        translation.ast.shrink_to_fit();
        translation.origins.shrink_to_fit();
        translation.shapes.shrink_to_fit();
        if let Some(file) = self.files.get_mut(id.0) {
            file.translation = Some(translation);
        }
    }

    /// The file of an id. Ids come from [`Sources::add`], so there always is one; an id of
    /// another `Sources` may give `None`.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
    }
}
