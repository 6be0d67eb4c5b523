//! The certificates that the operating system trusts.
//!
//! On Unix they are those that rustls-native-certs finds. But a directory holds most certificates of
//! the bundle again, and a text that was read before isn't decoded again here. Certificates are no
//! secrets, so base64 needn't be decoded in constant time.

use ::rustls::RootCertStore;
use ::rustls::pki_types::CertificateDer;

/// Certificates, and what couldn't be read.
struct Loaded {
    certificates: Vec<CertificateDer<'static>>,
    errors: Vec<String>,
}

/// Reads the certificates that the operating system trusts.
pub(super) fn of_system() -> Result<RootCertStore, String> {
    let loaded = load();
    let mut roots = RootCertStore::empty();
    // Systems have some that rustls can't read.
    roots.add_parsable_certificates(loaded.certificates);
    if roots.is_empty() {
        let errors = loaded.errors.join("; ");
        return Err(format!("the system has no certificates to trust: {errors}"));
    }
    Ok(roots)
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn load() -> Loaded {
    let loaded = rustls_native_certs::load_native_certs();
    Loaded {
        certificates: loaded.certs,
        errors: loaded.errors.iter().map(ToString::to_string).collect(),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn load() -> Loaded {
    use std::env;
    use std::path::PathBuf;

    // OpenSSL's variables stand for all that the system has.
    let variables = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(env::var_os);
    if variables.iter().any(Option::is_some) {
        let [file, folders] = variables;
        let folders = folders.unwrap_or_default();
        let folders = env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty());
        return unix::read(file.map(PathBuf::from), folders.collect());
    }
    let found = openssl_probe::probe();
    unix::read(found.cert_file, found.cert_dir)
}

#[cfg(all(unix, not(target_os = "macos")))]
mod unix {
    use std::collections::{HashMap, HashSet};
    use std::fs::{self, Metadata};
    use std::io::ErrorKind;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Path, PathBuf};

    use ::rustls::pki_types::CertificateDer;
    use ::rustls::pki_types::pem::PemObject as _;

    use super::Loaded;
    use crate::base64;
    use crate::client::bounded_file;

    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";

    /// Reads a bundle, and all files of folders.
    pub(super) fn read(bundle: Option<PathBuf>, folders: Vec<PathBuf>) -> Loaded {
        let mut reading = Reading::default();
        if let Some(bundle) = bundle {
            // Folders often have a link to it.
            if let Ok(metadata) = fs::metadata(&bundle) {
                reading.is_new(&metadata);
            }
            reading.file(&bundle);
        }
        for folder in folders {
            reading.folder(&folder);
        }
        let mut loaded = Loaded {
            certificates: Vec::new(),
            errors: reading.errors,
        };
        // By the last characters, which are those of a signature: hashing all of a text takes as long as
        // decoding it.
        let mut seen: HashMap<&str, Vec<&str>> = HashMap::new();
        for text in &reading.texts {
            for section in sections(text) {
                let end = section.len().saturating_sub(64);
                let same = seen
                    .entry(section.get(end..).unwrap_or(section))
                    .or_default();
                if same.contains(&section) {
                    continue;
                }
                same.push(section);
                match certificate(section) {
                    Ok(certificate) => loaded.certificates.push(certificate),
                    Err(error) => loaded.errors.push(error),
                }
            }
        }
        loaded
    }

    /// The texts of files, each file once.
    #[derive(Default)]
    struct Reading {
        texts: Vec<String>,
        errors: Vec<String>,
        /// The device and number of each file: directories have several links to a file.
        seen: HashSet<(u64, u64)>,
    }

    impl Reading {
        fn file(&mut self, path: &Path) {
            match bounded_file::read(path) {
                // There may be remarks in any encoding.
                Ok(text) => self.texts.push(match String::from_utf8(text) {
                    Ok(text) => text,
                    Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
                }),
                Err(error) => self.errors.push(format!("{}: {error}", path.display())),
            }
        }

        fn folder(&mut self, path: &Path) {
            let entries = match fs::read_dir(path) {
                Ok(entries) => entries,
                Err(error) => {
                    self.errors.push(format!("{}: {error}", path.display()));
                    return;
                }
            };
            for entry in entries.flatten() {
                let path = entry.path();
                match fs::metadata(&path) {
                    Ok(metadata) if metadata.is_file() && self.is_new(&metadata) => {
                        self.file(&path);
                    }
                    Ok(_) => {}
                    // A link that leads nowhere.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => self.errors.push(format!("{}: {error}", path.display())),
                }
            }
        }

        fn is_new(&mut self, metadata: &Metadata) -> bool {
            self.seen.insert((metadata.dev(), metadata.ino()))
        }
    }

    /// The base64 of each certificate in a text, as it stands there.
    fn sections(text: &str) -> impl Iterator<Item = &str> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let (_, after) = split(rest, BEGIN)?;
            let (section, tail) = split(after, END)?;
            rest = tail;
            Some(section)
        })
    }

    /// Splits a text at a mark. Base64 has no dash, and the library finds a character much faster than
    /// a text.
    fn split<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
        let mut at = 0;
        loop {
            let rest = text.get(at..)?;
            at += rest.find('-')?;
            if let Some(after) = text.get(at..)?.strip_prefix(mark) {
                return Some((text.get(..at)?, after));
            }
            at += 1;
        }
    }

    fn certificate(section: &str) -> Result<CertificateDer<'static>, String> {
        let mut text = Vec::with_capacity(section.len());
        for line in section.split('\n') {
            text.extend_from_slice(line.trim_ascii().as_bytes());
        }
        if let Some(der) = base64::decode(&text) {
            return Ok(CertificateDer::from(der));
        }
        // Others may be less strict.
        let whole = [BEGIN, section, END].concat();
        CertificateDer::from_pem_slice(whole.as_bytes()).map_err(|error| error.to_string())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_certificates_are_those_that_rustls_finds() {
            let found = openssl_probe::probe();
            let mut theirs = Vec::new();
            let mut all = found.cert_file.clone().into_iter().collect::<Vec<_>>();
            for folder in &found.cert_dir {
                all.extend(fs::read_dir(folder).unwrap().flatten().map(|it| it.path()));
            }
            for path in all.iter().filter(|path| path.is_file()) {
                let text = fs::read(path).unwrap();
                theirs.extend(CertificateDer::pem_slice_iter(&text).flatten());
            }
            let mut ours = read(found.cert_file, found.cert_dir).certificates;
            for certificates in [&mut ours, &mut theirs] {
                certificates.sort_by(|a, b| a.as_ref().cmp(b.as_ref()));
                certificates.dedup();
            }
            assert_eq!(ours, theirs);
        }

        #[test]
        fn texts_around_certificates_and_line_ends_mean_nothing() {
            let text = "# é a - b\n-----BEGIN CERTIFICATE-----\r\nAQ\r\nID\r\n-----END CERTIFICATE-----\n\
                         -----BEGIN OTHER-----\nBAUG\n-----END OTHER-----\n\
                         -----BEGIN CERTIFICATE-----\nBw==\n-----END CERTIFICATE----------BEGIN CERTIFICATE-----\nCA";
            let found: Vec<_> = sections(text)
                .map(|section| certificate(section).unwrap().as_ref().to_owned())
                .collect();
            assert_eq!(found, [vec![1, 2, 3], vec![7]]);
            assert!(certificate("\n?\n").is_err());
        }

        #[test]
        fn files_that_are_not_there_are_errors_and_links_are_read_once() {
            let folder =
                std::env::temp_dir().join(format!("tinsmith-roots-{}", std::process::id()));
            fs::create_dir_all(folder.join("inner")).unwrap();
            let pem = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
            fs::write(folder.join("a.pem"), pem).unwrap();
            fs::write(folder.join("b.pem"), pem.replace("AQID", "BAUG")).unwrap();
            std::os::unix::fs::symlink("a.pem", folder.join("0a.0")).unwrap();
            std::os::unix::fs::symlink("gone.pem", folder.join("0b.0")).unwrap();
            let loaded = read(Some(folder.join("a.pem")), vec![folder.clone()]);
            assert_eq!(loaded.certificates.len(), 2);
            assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
            let missing = read(Some(folder.join("no.pem")), vec![folder.join("none")]);
            assert_eq!((missing.certificates.len(), missing.errors.len()), (0, 2));
            let endless = read(Some("/dev/zero".into()), Vec::new());
            assert_eq!(endless.errors, ["/dev/zero: more than 16777216 bytes"]);
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
