//! `partitions.json`, as AWS publishes it.

use std::fmt;

use crate::Document;
use crate::host;
use crate::json::Reader;

use super::data::{Entry, Partition, Region};
use super::pattern::Pattern;

/// The reason why partitions can't be read: the place, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPartitions {
    message: String,
}

impl InvalidPartitions {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for InvalidPartitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not partitions: {}", self.message)
    }
}

impl std::error::Error for InvalidPartitions {}

pub(super) fn read(text: &[u8]) -> Result<Vec<Entry>, InvalidPartitions> {
    let document = document(text).map_err(|error| InvalidPartitions::new(error.to_string()))?;
    match document.get("version").and_then(Document::as_str) {
        Some(version) if version.split('.').next() == Some("1") => {}
        Some(version) => {
            let message = format!("version {version} isn't known, only 1");
            return Err(InvalidPartitions::new(message));
        }
        None => return Err(InvalidPartitions::new("there is no version")),
    }
    document
        .get("partitions")
        .and_then(Document::as_array)
        .ok_or_else(|| InvalidPartitions::new("there is no list of partitions"))?
        .iter()
        .enumerate()
        .map(|(index, partition)| {
            entry(partition)
                .map_err(|what| InvalidPartitions::new(format!("$.partitions[{index}]: {what}")))
        })
        .collect()
}

fn document(text: &[u8]) -> Result<Document, crate::json::ReadError> {
    let mut reader = Reader::new(text)?;
    let document = reader.document()?;
    reader.end()?;
    Ok(document)
}

fn entry(partition: &Document) -> Result<Entry, String> {
    let id = string(partition, "id")?;
    let regex = string(partition, "regionRegex")?;
    let pattern = Pattern::parse(&regex)
        .ok_or_else(|| format!("regionRegex {regex:?} uses what isn't supported"))?;
    let outputs = partition.get("outputs").ok_or("there are no outputs")?;
    let mut own = Partition {
        name: id.clone(),
        dns_suffix: string(outputs, "dnsSuffix")?,
        dual_stack_dns_suffix: string(outputs, "dualStackDnsSuffix")?,
        supports_fips: boolean(outputs, "supportsFIPS")?,
        supports_dual_stack: boolean(outputs, "supportsDualStack")?,
        // Files from before it was added don't have it.
        implicit_global_region: String::new(),
    };
    overlay(&mut own, outputs);
    let regions = partition.get("regions").and_then(Document::as_object);
    let regions: Vec<Region> = regions
        .into_iter()
        .flatten()
        .map(|(name, over)| {
            let mut outputs = own.clone();
            overlay(&mut outputs, over);
            Region {
                name: name.clone(),
                outputs: (outputs != own).then(|| Box::new(outputs)),
            }
        })
        .collect();
    let of_regions = regions
        .iter()
        .filter_map(|region| region.outputs.as_deref());
    for outputs in of_regions.chain([&own]) {
        for suffix in [&outputs.dns_suffix, &outputs.dual_stack_dns_suffix] {
            if !host::is_name(suffix) {
                return Err(format!("{suffix:?} isn't the suffix of a host's name"));
            }
        }
    }
    Ok(Entry {
        id,
        outputs: own,
        pattern,
        regions,
    })
}

/// A region may have outputs of its own, which go before those of its partition.
fn overlay(outputs: &mut Partition, over: &Document) {
    let strings = [
        (&mut outputs.name, "name"),
        (&mut outputs.dns_suffix, "dnsSuffix"),
        (&mut outputs.dual_stack_dns_suffix, "dualStackDnsSuffix"),
        (&mut outputs.implicit_global_region, "implicitGlobalRegion"),
    ];
    for (output, name) in strings {
        if let Ok(text) = string(over, name) {
            *output = text;
        }
    }
    let booleans = [
        (&mut outputs.supports_fips, "supportsFIPS"),
        (&mut outputs.supports_dual_stack, "supportsDualStack"),
    ];
    for (output, name) in booleans {
        if let Ok(value) = boolean(over, name) {
            *output = value;
        }
    }
}

fn string(object: &Document, name: &str) -> Result<String, String> {
    let text = object.get(name).and_then(Document::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("{name} is no string"))
}

fn boolean(object: &Document, name: &str) -> Result<bool, String> {
    let value = object.get(name).and_then(Document::as_bool);
    value.ok_or_else(|| format!("{name} is no boolean"))
}

#[cfg(test)]
mod tests {
    use super::super::Partitions;

    const OUTPUTS: &str = r#""outputs": {"name": "p", "dnsSuffix": "d", "dualStackDnsSuffix": "dd",
        "supportsFIPS": true, "supportsDualStack": false, "implicitGlobalRegion": "g"}"#;

    fn error(text: &str) -> String {
        Partitions::from_json(text.as_bytes())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn regions_may_have_outputs_of_their_own() {
        let text = format!(
            r#"{{"version": "1.1", "partitions": [{{"id": "p", "regionRegex": "^p-\\d$", {OUTPUTS},
                "regions": {{"p-1": {{"description": "one", "dnsSuffix": "own", "supportsFIPS": false}},
                             "p-global": {{}} }} }}]}}"#
        );
        let partitions = Partitions::from_json(text.as_bytes()).unwrap();
        let own = partitions.find("p-1").unwrap();
        assert_eq!((&*own.dns_suffix, own.supports_fips), ("own", false));
        assert_eq!(own.dual_stack_dns_suffix, "dd");
        for region in ["p-2", "p-global"] {
            let found = partitions.find(region).unwrap();
            assert_eq!((&*found.dns_suffix, found.supports_fips), ("d", true));
            assert_eq!(found.implicit_global_region, "g");
        }
        assert_eq!(partitions.find("q-1"), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(error("[]"), "not partitions: there is no version");
        assert!(error("{").starts_with("not partitions: "));
        assert_eq!(
            error(r#"{"version": "2.0"}"#),
            "not partitions: version 2.0 isn't known, only 1"
        );
        assert_eq!(
            error(r#"{"version": "1.0", "partitions": [{}]}"#),
            "not partitions: $.partitions[0]: id is no string"
        );
        assert_eq!(
            error(r#"{"version": "1.0", "partitions": [{"id": "p", "regionRegex": "a{2}"}]}"#),
            "not partitions: $.partitions[0]: regionRegex \"a{2}\" uses what isn't supported"
        );
        for suffix in ["", "evil.com/", "a@b", ".d", "d:1"] {
            for (name, value) in [("dnsSuffix", "d"), ("dualStackDnsSuffix", "dd")] {
                let outputs = OUTPUTS.replace(
                    &format!("\"{name}\": \"{value}\""),
                    &format!("\"{name}\": \"{suffix}\""),
                );
                let own = format!(r#"{{"p-1": {{"{name}": "{suffix}"}}}}"#);
                for (outputs, regions) in [(&*outputs, "{}"), (OUTPUTS, &own)] {
                    let text = format!(
                        r#"{{"version": "1.1", "partitions": [{{"id": "p", "regionRegex": "^p$",
                            {outputs}, "regions": {regions}}}]}}"#
                    );
                    let expected = format!("{suffix:?} isn't the suffix of a host's name");
                    assert!(error(&text).ends_with(&expected), "{text}");
                }
            }
        }
    }
}
