//! A JAR with models: a zip with a manifest that names them.
//!
//! An archive comes from elsewhere, so its sizes are bounded before anything is unpacked, and
//! nothing is written to disk.
//!
//! Rules: [APPNOTE 6.3](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT) of zip.

use std::collections::BTreeMap;
use std::path::Path;

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

use crate::diagnostic::{Diagnostic, Report};

use super::manifest;

/// The bounds of an archive.
pub(super) struct Bounds {
    /// The most bytes of the archive itself.
    pub(super) archive: u64,
    /// The most files of any kind in it.
    pub(super) entries: usize,
    /// The most bytes of all its models together, unpacked.
    pub(super) unpacked: u64,
}

/// The bounds of every archive. The JARs of AWS's models are below 30 MB unpacked.
pub(super) const BOUNDS: Bounds = Bounds {
    archive: 256 << 20,
    entries: 200_000,
    unpacked: 512 << 20,
};

/// Whether a file is an archive: by its name, or by the first bytes of a zip.
pub(super) fn is_archive(name: &str, bytes: &[u8]) -> bool {
    has_name_of_archive(Path::new(name)) || bytes.starts_with(b"PK\x03\x04")
}

/// Whether a file has the name of an archive.
pub(super) fn has_name_of_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("jar") || extension.eq_ignore_ascii_case("zip")
    })
}

/// Reads the models that the manifest of an archive names: their names, as
/// `lib.jar!/META-INF/smithy/foo.smithy`, and their bytes.
pub(super) fn models(
    name: &str,
    bytes: &[u8],
    bounds: &Bounds,
    report: &mut Report,
) -> Vec<(String, Vec<u8>)> {
    let Ok(archive) = ZipArchive::from_slice(bytes) else {
        report.add(
            Diagnostic::new(format!("{name} is no zip, or a truncated one"))
                .help("name a JAR, or the .smithy and .json files themselves"),
        );
        return Vec::new();
    };
    let mut reader = Reader {
        name,
        archive: &archive,
        entries: match entries(name, &archive, bounds) {
            Ok(entries) => entries,
            Err(problem) => {
                report.add(problem);
                return Vec::new();
            }
        },
        bounds,
        left: bounds.unpacked,
    };
    let inner = |path: &str| format!("{name}!/{}{path}", manifest::FOLDER);
    let text = match reader.read(manifest::FILE) {
        // A byte that is no text makes its line no path, which is reported.
        Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(None) => {
            report.add(
                Diagnostic::new(format!(
                    "{name} has no {}{}",
                    manifest::FOLDER,
                    manifest::FILE
                ))
                .help("a JAR with models has such a file, which names them one a line: check that this JAR is one, or name model files"),
            );
            return Vec::new();
        }
        Err(problem) => {
            report.add(problem);
            return Vec::new();
        }
    };
    let mut models = Vec::new();
    for path in manifest::paths(&inner(manifest::FILE), &text, report) {
        match reader.read(&path) {
            Ok(Some(bytes)) => models.push((inner(&path), bytes)),
            Ok(None) => report.add(
                Diagnostic::new(format!(
                    "{} names `{path}`, which isn't in the archive",
                    inner(manifest::FILE)
                ))
                .help("take the name out of the manifest, or add the file beside it"),
            ),
            Err(problem) => report.add(problem),
        }
    }
    models
}

/// The files below the folder of models, by their paths in that folder.
fn entries<'a>(
    name: &str,
    archive: &'a ZipSliceArchive<&'a [u8]>,
    bounds: &Bounds,
) -> Result<BTreeMap<&'a [u8], ZipFileHeaderRecord<'a>>, Diagnostic> {
    let mut found = BTreeMap::new();
    for (count, entry) in archive.entries().enumerate() {
        if count == bounds.entries {
            return Err(Diagnostic::new(format!(
                "{name} has more than {} files in it",
                bounds.entries
            ))
            .help("make an archive of the models alone"));
        }
        let entry = entry.map_err(|_| damaged(name))?;
        let path = entry.file_path().as_bytes();
        if let Some(path) = path.strip_prefix(manifest::FOLDER.as_bytes()) {
            found.entry(path).or_insert(entry);
        }
    }
    Ok(found)
}

struct Reader<'a> {
    name: &'a str,
    archive: &'a ZipSliceArchive<&'a [u8]>,
    entries: BTreeMap<&'a [u8], ZipFileHeaderRecord<'a>>,
    bounds: &'a Bounds,
    /// The bytes that may still be unpacked.
    left: u64,
}

impl Reader<'_> {
    /// Unpacks a file, or says that there is none.
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(entry) = self.entries.get(path.as_bytes()) else {
            return Ok(None);
        };
        let name = format!("{}!/{}{path}", self.name, manifest::FOLDER);
        // The size that the directory states is the bound for unpacking, so it can't lie.
        let size = entry.uncompressed_size_hint();
        self.left = self.left.checked_sub(size).ok_or_else(|| {
            Diagnostic::new(format!(
                "{name} makes the models of the archive larger than the bound of {} MiB",
                self.bounds.unpacked >> 20
            ))
            .help("unpack the archive, check what is in it, and name the files that are needed")
        })?;
        let packed = self
            .archive
            .get_entry(entry.wayfinder())
            .map_err(|_| damaged(&name))?;
        let bytes = match entry.compression_method() {
            CompressionMethod::Store => packed.data().to_vec(),
            CompressionMethod::Deflate => {
                inflate(packed.data(), size).ok_or_else(|| damaged(&name))?
            }
            method => {
                return Err(Diagnostic::new(format!(
                    "{name} is packed by method {}, which isn't supported",
                    method.as_id().as_u16()
                ))
                .help("pack the archive with deflate, as `jar` and `zip` do, or unpack it"));
            }
        };
        let is_whole = bytes.len() as u64 == size && rawzip::crc32(&bytes) == entry.crc32();
        if is_whole {
            Ok(Some(bytes))
        } else {
            Err(damaged(&name))
        }
    }
}

/// Unpacks at most one byte more than `size`, which is enough to see that there is more.
fn inflate(packed: &[u8], size: u64) -> Option<Vec<u8>> {
    let most = usize::try_from(size).ok()?.checked_add(1)?;
    decompress_to_vec_with_limit(packed, most).ok()
}

fn damaged(name: &str) -> Diagnostic {
    Diagnostic::new(format!("{name} is damaged, or encrypted"))
        .help("fetch or build the archive again; encrypted archives can't be read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    /// A zip of deflated files.
    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
        for (name, bytes) in files {
            let file = archive.new_file(name);
            let file = file.compression_method(CompressionMethod::Deflate);
            let (mut entry, config) = file.start().expect("an entry");
            let packed = miniz_oxide::deflate::compress_to_vec(bytes, 6);
            entry.write_all(&packed).expect("packed");
            let mut data = config.wrap(std::io::sink());
            data.write_all(bytes).expect("counted");
            let (_, output) = data.finish().expect("a checksum");
            entry.finish(output).expect("an entry");
        }
        archive.finish().expect("a directory")
    }

    const MANIFEST: &str = "META-INF/smithy/manifest";
    const MODEL: &str = "META-INF/smithy/a.smithy";

    fn read(bytes: &[u8], bounds: &Bounds) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
        let mut report = Report::default();
        let models = models("lib.jar", bytes, bounds, &mut report);
        (models, report.into_messages())
    }

    #[test]
    fn models_are_unpacked() {
        let text = "namespace example\n".repeat(100).into_bytes();
        let jar = zip(&[
            (MANIFEST, b"a.smithy\n"),
            (MODEL, &text),
            ("Main.class", b""),
        ]);
        let (models, problems) = read(&jar, &BOUNDS);
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            models,
            [("lib.jar!/META-INF/smithy/a.smithy".to_owned(), text)]
        );
    }

    /// Cargo runs a build script again if the archive changes; it knows no files inside.
    #[test]
    fn the_archive_itself_is_an_input() {
        let jar = zip(&[(MANIFEST, b"a.smithy"), (MODEL, b"namespace example")]);
        let mut sources = crate::source::Sources::default();
        sources.add_bytes("lib/lib.jar", jar, &mut Report::default());
        let names: Vec<_> = sources.iter().map(|(_, file)| file.name.as_str()).collect();
        assert_eq!(names, ["lib/lib.jar!/META-INF/smithy/a.smithy"]);
        let paths = sources.paths(Path::new("root"), &["lib".into()]);
        assert_eq!(
            paths,
            [Path::new("root/lib"), Path::new("root/lib/lib.jar")]
        );
    }

    #[test]
    fn the_bounds_hold_for_all_models_together() {
        let files: &[(&str, &[u8])] = &[
            (MANIFEST, b"a.smithy\nb.smithy"),
            (MODEL, &[b' '; 1000]),
            ("META-INF/smithy/b.smithy", &[b' '; 1000]),
        ];
        let jar = zip(files);
        let within = |entries, unpacked| {
            let bounds = Bounds {
                archive: 0,
                entries,
                unpacked,
            };
            let (models, problems) = read(&jar, &bounds);
            (models.len(), problems.len())
        };
        assert_eq!(within(3, 2017), (2, 0));
        assert_eq!(within(3, 2016), (1, 1));
        assert_eq!(within(2, 2017), (0, 1));
    }

    /// The sizes in the directory bound the unpacking: a file that has more in it is refused.
    #[test]
    fn a_size_that_lies_is_found() {
        let jar = zip(&[(MANIFEST, b"a.smithy"), (MODEL, &[b' '; 5000])]);
        let size = 5000_u32.to_le_bytes();
        let places: Vec<usize> = (0..jar.len() - 4)
            .filter(|at| jar[*at..*at + 4] == size)
            .collect();
        let directory = *places.last().expect("a size");
        for lie in [0_u32, 10, 4999, 5001, 100_000] {
            let mut lying = jar.clone();
            lying[directory..directory + 4].copy_from_slice(&lie.to_le_bytes());
            let (models, problems) = read(&lying, &BOUNDS);
            assert_eq!(
                (models.len(), problems.len()),
                (0, 1),
                "{lie}: {problems:?}"
            );
        }
    }

    /// A changed byte is found, or is in a part that says nothing of the models.
    #[test]
    fn a_damaged_archive_gives_a_report_or_the_same_models() {
        let jar = zip(&[(MANIFEST, b"a.smithy"), (MODEL, b"namespace example")]);
        let whole = read(&jar, &BOUNDS).0;
        let mut found = 0;
        for at in 0..jar.len() {
            for change in [1, 0x80, 0xff] {
                let mut damaged = jar.clone();
                damaged[at] ^= change;
                let (models, problems) = read(&damaged, &BOUNDS);
                assert!(!problems.is_empty() || models == whole, "byte {at}");
                found += usize::from(!problems.is_empty());
            }
            let (models, problems) = read(&jar[..at], &BOUNDS);
            assert!(models.is_empty() && !problems.is_empty(), "up to byte {at}");
        }
        assert!(found > 100, "{found}");
    }
}
