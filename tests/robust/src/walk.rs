//! Random documents of any shape, by its model: what serde reads, and what goes over the wire.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::generated::text;

/// A sequence of numbers that a seed decides (SplitMix64).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below this, which isn't zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        items.get(self.below(items.len())).expect("not empty")
    }
}

/// The purpose of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Anything that a type can hold.
    Value,
    /// A document that a server takes: known values only, and within all constraints.
    Request,
    /// A document that a client takes.
    Response,
}

/// The place of a member on the wire, as far as that limits its values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Header,
    PrefixHeaders,
    Label,
    Query,
    Payload,
    Host,
    Status,
}

/// Walks over a model and makes documents up.
pub struct Walk<'m> {
    shapes: &'m Map<String, Value>,
    has_json_names: bool,
    /// Whether bodies are XML or forms.
    has_xml: bool,
    has_cbor: bool,
    purpose: Purpose,
    random: Random,
    /// Texts that mustn't be in what `Debug` prints.
    pub secrets: Vec<String>,
}

/// Deeper than this, nothing is made up that needn't be there.
const DEEP: usize = 4;

impl<'m> Walk<'m> {
    /// Makes a walk over the shapes of a model.
    ///
    /// # Panics
    /// If it isn't a model.
    #[must_use]
    pub fn new(model: &'m Value, protocol: &str, purpose: Purpose, seed: u64) -> Self {
        Self {
            shapes: model["shapes"].as_object().expect("shapes"),
            has_json_names: protocol.contains("restJson"),
            has_xml: protocol.contains("restXml") || protocol.contains("Query"),
            has_cbor: protocol.contains("Cbor"),
            purpose,
            random: Random::new(seed),
            secrets: Vec::new(),
        }
    }

    /// A document of this shape.
    pub fn document(&mut self, id: &str) -> Value {
        self.value(id, &Map::new(), Place::Body, false, 0)
    }

    fn shape(&self, id: &str) -> Value {
        // The prelude's simple types are called like their kinds.
        let simple = id.strip_prefix("smithy.api#").map(|name| {
            let name = name.strip_prefix("Primitive").unwrap_or(name);
            let name = name[..1].to_ascii_lowercase() + &name[1..];
            match name.as_str() {
                "unit" => json!({"type": "structure"}),
                name => json!({"type": name}),
            }
        });
        simple.unwrap_or_else(|| self.shapes.get(id).expect(id).clone())
    }

    /// The members of a structure, those of its mixins first, with what is applied to them.
    fn members(&self, id: &str, shape: &Value) -> Map<String, Value> {
        let mut members = Map::new();
        for mixin in shape["mixins"].as_array().into_iter().flatten() {
            let mixin = mixin["target"].as_str().expect("a target");
            members.extend(self.members(mixin, &self.shape(mixin)));
        }
        members.extend(shape["members"].as_object().cloned().unwrap_or_default());
        for (name, member) in &mut members {
            if let Some(applied) = self.shapes.get(&format!("{id}${name}")) {
                let mut traits = traits_of(member);
                traits.extend(traits_of(applied));
                member["traits"] = Value::Object(traits);
            }
        }
        members
    }

    fn value(
        &mut self,
        id: &str,
        member: &Map<String, Value>,
        place: Place,
        is_secret: bool,
        depth: usize,
    ) -> Value {
        let shape = self.shape(id);
        let mut traits = traits_of(&shape);
        traits.extend(member.clone());
        let is_secret = is_secret || traits.contains_key("smithy.api#sensitive");
        match shape["type"].as_str().unwrap_or_default() {
            "structure" => self.structure(id, &shape, is_secret, depth),
            "union" => self.union(id, &shape, is_secret, depth),
            "list" => self.list(&shape, &traits, place, is_secret, depth),
            "map" => self.map(&shape, &traits, place, is_secret, depth),
            "enum" => self.text_enum(&shape, is_secret),
            "intEnum" => self.number_enum(&shape),
            "blob" => self.blob(&traits, is_secret, place),
            "boolean" => json!(self.random.coin()),
            "string" => json!(self.string(&traits, place, is_secret)),
            "byte" => self.whole(&traits, i8::MIN.into(), i8::MAX.into(), false),
            "short" => self.whole(&traits, i16::MIN.into(), i16::MAX.into(), false),
            "integer" if place == Place::Status => json!(200 + self.random.below(4)),
            "integer" => self.whole(&traits, i32::MIN.into(), i32::MAX.into(), is_secret),
            "long" => self.whole(&traits, i64::MIN, i64::MAX, is_secret),
            "float" => self.float(&traits, true),
            "double" => self.float(&traits, false),
            "bigInteger" => match self.random.coin() {
                true => self.whole(&traits, i64::MIN, i64::MAX, false),
                // A number beyond 64 bits is a text for serde.
                false => json!(format!("{}00000000000000000000", 1 + self.random.below(99))),
            },
            "bigDecimal" => match self.random.coin() {
                true => json!(self.random.below(1000) as f64 / 8.0),
                false => json!(format!(
                    "0.{}00000000000000000001",
                    self.random.below(98) + 1
                )),
            },
            "timestamp" => self.timestamp(&traits, place),
            // A null in the place of a member says that there is none, whatever its type.
            "document" => match self.anything(depth) {
                Value::Null => json!({}),
                document => document,
            },
            other => panic!("{id} is a {other}"),
        }
    }

    fn structure(&mut self, id: &str, shape: &Value, is_secret: bool, depth: usize) -> Value {
        let mut object = Map::new();
        let members = self.members(id, shape);
        let takes_all_query = members
            .values()
            .any(|member| traits_of(member).contains_key("smithy.api#httpQueryParams"));
        for (name, member) in members {
            let target = member["target"].as_str().expect("a target");
            let traits = traits_of(&member);
            let has = |name: &str| traits.contains_key(&format!("smithy.api#{name}"));
            if self.shape(target)["type"] == "union"
                && traits_of(&self.shape(target)).contains_key("smithy.api#streaming")
            {
                continue;
            }
            let place = match () {
                () if has("httpHeader") => Place::Header,
                () if has("httpPrefixHeaders") => Place::PrefixHeaders,
                () if has("httpLabel") => Place::Label,
                () if has("hostLabel") => Place::Host,
                () if has("httpQuery") => Place::Query,
                () if has("httpQueryParams") => Place::Query,
                () if has("httpPayload") => Place::Payload,
                () if has("httpResponseCode") => Place::Status,
                () => Place::Body,
            };
            let has_default = traits
                .get("smithy.api#default")
                .is_some_and(|default| !default.is_null());
            let is_on_wire = self.purpose != Purpose::Value && depth == 0;
            // A server gives the whole query to such a member, other members' part included.
            if is_on_wire && takes_all_query && has("httpQuery") {
                continue;
            }
            // Without a header of the prefix, a response has an empty map all the same.
            let comes_back = has("idempotencyToken") || has("httpPrefixHeaders");
            let must = has("required") || has_default || is_on_wire && comes_back;
            if !must && (depth >= DEEP || self.random.coin()) {
                continue;
            }
            let wire_name = traits
                .get("smithy.api#jsonName")
                .filter(|_| self.has_json_names);
            let wire_name = wire_name
                .and_then(Value::as_str)
                .unwrap_or(&name)
                .to_owned();
            let value = self.value(target, &traits, place, is_secret, depth + 1);
            object.insert(wire_name, value);
        }
        Value::Object(object)
    }

    fn union(&mut self, id: &str, shape: &Value, is_secret: bool, depth: usize) -> Value {
        let members: Vec<_> = self.members(id, shape).into_iter().collect();
        let (mut name, mut member) = self.random.of(&members).clone();
        // Something that ends.
        for (other, candidate) in &members {
            let target = self.shape(candidate["target"].as_str().expect("a target"));
            let is_simple = !["structure", "union", "list", "map"]
                .contains(&target["type"].as_str().unwrap_or_default());
            if depth >= DEEP && is_simple {
                (name, member) = (other.clone(), candidate.clone());
            }
        }
        let traits = traits_of(&member);
        let target = member["target"].as_str().expect("a target");
        if let Some(json_name) = traits
            .get("smithy.api#jsonName")
            .filter(|_| self.has_json_names)
        {
            name = json_name.as_str().expect("a name").to_owned();
        }
        let value = self.value(target, &traits, Place::Body, is_secret, depth + 1);
        Value::Object(Map::from_iter([(name, value)]))
    }

    fn list(
        &mut self,
        shape: &Value,
        own: &Map<String, Value>,
        place: Place,
        is_secret: bool,
        depth: usize,
    ) -> Value {
        let member = &shape["member"];
        let target = member["target"].as_str().expect("a target");
        let mut items = Vec::new();
        // Forms leave out empty lists and maps, and XML those that are flattened.
        let least = usize::from(place != Place::Body || self.has_xml);
        for _ in 0..self.count(own, least, depth) {
            let is_null = self.has_gaps(own, place) && self.random.below(4) == 0;
            let item = match is_null {
                true => Value::Null,
                false => self.value(target, &traits_of(member), place, is_secret, depth + 1),
            };
            if !own.contains_key("smithy.api#uniqueItems") || !items.contains(&item) {
                items.push(item);
            }
        }
        Value::Array(items)
    }

    fn map(
        &mut self,
        shape: &Value,
        own: &Map<String, Value>,
        place: Place,
        is_secret: bool,
        depth: usize,
    ) -> Value {
        let key = shape["key"]["target"].as_str().expect("a key");
        let target = shape["value"]["target"].as_str().expect("a value");
        let mut entries = Map::new();
        // Forms leave out empty lists and maps, and XML those that are flattened.
        let least = usize::from(place != Place::Body || self.has_xml);
        let inner = match place {
            Place::PrefixHeaders => Place::Header,
            place => place,
        };
        for number in 0..self.count(own, least, depth) {
            let key = match place {
                // Names of headers have few characters, and one case.
                Place::PrefixHeaders => format!("name-{number}"),
                _ => {
                    let key = self.value(key, &Map::new(), inner, is_secret, depth + 1);
                    key.as_str().expect("a string").to_owned()
                }
            };
            let is_null = self.has_gaps(own, place) && self.random.below(4) == 0;
            let value = match is_null {
                true => Value::Null,
                false => self.value(
                    target,
                    &traits_of(&shape["value"]),
                    inner,
                    is_secret,
                    depth + 1,
                ),
            };
            entries.insert(key, value);
        }
        Value::Object(entries)
    }

    /// Returns whether items or values may be missing. Headers and queries leave out what is missing,
    /// so that it doesn't come back.
    fn has_gaps(&self, own: &Map<String, Value>, place: Place) -> bool {
        let keeps_gaps =
            self.purpose == Purpose::Value || matches!(place, Place::Body | Place::Payload);
        keeps_gaps && own.contains_key("smithy.api#sparse")
    }

    /// Chooses the number of items or entries.
    fn count(&mut self, own: &Map<String, Value>, least: usize, depth: usize) -> usize {
        let limit = |end: &str| {
            own.get("smithy.api#length")
                .and_then(|limit| limit[end].as_u64())
        };
        let min = limit("min").map_or(least, |min| (min as usize).max(least));
        let max = limit("max").map_or(usize::MAX, |max| max as usize);
        let more = if depth >= DEEP {
            0
        } else {
            self.random.below(4)
        };
        (min + more).min(max)
    }

    fn text_enum(&mut self, shape: &Value, is_secret: bool) -> Value {
        if self.purpose != Purpose::Request && (is_secret || self.random.below(4) == 0) {
            return json!(self.secret("UNKNOWN", is_secret));
        }
        let members = shape["members"].as_object().expect("members");
        let values: Vec<_> = members
            .iter()
            .map(
                |(name, member)| match traits_of(member).get("smithy.api#enumValue") {
                    Some(value) => value.clone(),
                    None => json!(name),
                },
            )
            .collect();
        self.random.of(&values).clone()
    }

    fn number_enum(&mut self, shape: &Value) -> Value {
        if self.purpose != Purpose::Request && self.random.below(4) == 0 {
            return json!(1_000_000 + self.random.below(1000));
        }
        let members = shape["members"].as_object().expect("members");
        let values: Vec<_> = members
            .values()
            .map(|member| traits_of(member)["smithy.api#enumValue"].clone())
            .collect();
        self.random.of(&values).clone()
    }

    /// A text that is like no other, remembered if it is secret.
    fn secret(&mut self, prefix: &str, is_secret: bool) -> String {
        let text = format!("{prefix}{:016x}", self.random.next());
        if is_secret {
            self.secrets.push(text.clone());
        }
        text
    }

    fn blob(&mut self, own: &Map<String, Value>, is_secret: bool, place: Place) -> Value {
        let mut bytes = match is_secret {
            true => self.secret("s3cr3t", true).into_bytes(),
            false => (0..self.random.below(20))
                .map(|byte| byte as u8 * 13)
                .collect(),
        };
        let min = own
            .get("smithy.api#length")
            .and_then(|limit| limit["min"].as_u64())
            .unwrap_or_default();
        let least = usize::from(place != Place::Body).max(min as usize);
        if bytes.len() < least {
            bytes.resize(least, 0);
        }
        let text = base64(&bytes);
        if is_secret {
            self.secrets.push(text.clone());
        }
        json!(text)
    }

    fn whole(&mut self, own: &Map<String, Value>, min: i64, max: i64, is_secret: bool) -> Value {
        if is_secret {
            let number = 100_000_000 + self.random.below(900_000_000);
            self.secrets.push(number.to_string());
            return json!(number);
        }
        let limit = |end: &str| {
            own.get("smithy.api#range")
                .and_then(|range| range[end].as_i64())
        };
        let (min, max) = (limit("min").unwrap_or(min), limit("max").unwrap_or(max));
        let number = match self.random.below(4) {
            0 => min,
            1 => max,
            _ => {
                let width = i128::from(max) - i128::from(min) + 1;
                let offset = i128::from(self.random.next()) % width.min(1 << 40);
                i64::try_from(i128::from(min) + offset).unwrap_or(min)
            }
        };
        json!(number)
    }

    fn float(&mut self, own: &Map<String, Value>, is_single: bool) -> Value {
        if let Some(range) = own.get("smithy.api#range") {
            return range["min"].clone();
        }
        match self.random.below(8) {
            0 => json!(*self.random.of(&["NaN", "Infinity", "-Infinity"])),
            1 => json!(0.1),
            2 if !is_single => json!(f64::MAX),
            3 if !is_single => json!(5e-324),
            // Those of 32 bits are the numbers that their shortest text stands for.
            _ if is_single => {
                let number = (self.random.below(2_000_000) as f32 - 1e6) / 64.0;
                serde_json::from_str(&format!("{number:?}")).expect("a number")
            }
            _ => json!((self.random.below(2_000_000) as f64 - 1e6) / 64.0),
        }
    }

    fn timestamp(&mut self, own: &Map<String, Value>, place: Place) -> Value {
        let format = own
            .get("smithy.api#timestampFormat")
            // CBOR has one form of times, and so has serde for such a service.
            .filter(|_| !self.has_cbor)
            .and_then(Value::as_str);
        let format = format.unwrap_or(match place {
            Place::Header | Place::PrefixHeaders => "http-date",
            Place::Label | Place::Query => "date-time",
            _ if self.has_xml => "date-time",
            _ => "epoch-seconds",
        });
        let seconds = self.random.below(8_000_000_000) as i64 - 2_000_000_000;
        let nanos = if self.random.coin() { 0 } else { 500_000_000 };
        let time = Timestamp::from_epoch(seconds, nanos).expect("in range");
        match format {
            "http-date" => json!(text::http_date(&time)),
            "date-time" => json!(text::date_time(&time)),
            _ => serde_json::from_str(&text::epoch_seconds(&time)).expect("a number"),
        }
    }

    fn anything(&mut self, depth: usize) -> Value {
        match self.random.below(if depth >= DEEP { 4 } else { 6 }) {
            0 => Value::Null,
            1 => json!(self.random.coin()),
            2 => json!(self.random.next()),
            3 => json!(self.string(&Map::new(), Place::Body, false)),
            4 => (0..self.random.below(3))
                .map(|_| self.anything(depth + 1))
                .collect(),
            _ => {
                let entries = (0..self.random.below(3))
                    .map(|number| (number.to_string(), self.anything(depth + 1)));
                Value::Object(entries.collect())
            }
        }
    }

    fn string(&mut self, own: &Map<String, Value>, place: Place, is_secret: bool) -> String {
        if is_secret {
            return self.secret("s3cr3t", true);
        }
        let constrained = self.purpose == Purpose::Request;
        let values = own.get("smithy.api#enum").and_then(Value::as_array);
        if let Some(values) = values.filter(|_| constrained) {
            let value = &self.random.of(values)["value"];
            return value.as_str().expect("a string").to_owned();
        }
        let pattern = own.get("smithy.api#pattern").and_then(Value::as_str);
        if let Some(pattern) = pattern.filter(|_| constrained) {
            let (_, samples) = PATTERNS
                .iter()
                .find(|(known, _)| *known == pattern)
                .unwrap_or_else(|| panic!("add texts that match {pattern:?} to PATTERNS"));
            return (*self.random.of(samples)).to_owned();
        }
        let characters: &[&str] = match place {
            Place::Host => &["a", "b", "7"],
            Place::Label => &[
                "a", "Z", "0", " ", "%", "+", "é", "?", "&", "=", "😀", "-", ":",
            ],
            Place::Header | Place::PrefixHeaders => {
                &["a", "Z", "0", ",", "\"", "\\", ";", "=", "%", "é"]
            }
            _ => &[
                "a", "Z", "0", " ", "\"", "\\", "\n", "\u{1}", "/", "é", "😀", "\u{2028}", "%",
                "&", "=", "+", "\u{7f}", "ß", ",",
            ],
        };
        let limit = |end: &str| {
            own.get("smithy.api#length")
                .and_then(|limit| limit[end].as_u64())
        };
        let least = usize::from(place != Place::Body && place != Place::Query);
        let min = limit("min").map_or(least, |min| (min as usize).max(least));
        let max = limit("max").map_or(usize::MAX, |max| max as usize);
        let length = (min + self.random.below(8)).min(max);
        let text: String = (0..length).map(|_| *self.random.of(characters)).collect();
        // XML has no control characters besides white space (XML 1.0, section 2.2).
        match self.has_xml {
            true => text.replace('\u{1}', "\t"),
            false => text,
        }
    }
}

/// Texts that match the patterns of the models, where a server looks at them.
const PATTERNS: &[(&str, &[&str])] = &[
    (r"^(?!-)[a-z-]++$", &["a", "a-b"]),
    (r"^[`a-z]+$", &["a", "`b`"]),
    (r#"^[^"\\\s]+$"#, &["word", "é'"]),
    (
        r"^role/(owner|guest)(/[a-z0-9][a-z0-9_-]+)*$",
        &["role/owner", "role/guest/a-b"],
    ),
    (r"^[0-9a-z]+$", &["a7", "0"]),
    (r"^.*\S.*$", &["a", " a ", "é😀"]),
    (r"\S", &["a", " a\n"]),
    (
        r"^((?!.*-s3alias)(?!xn--.*)[a-z0-9][-a-z0-9.]*)?[a-z0-9]$",
        &["bucket", "a-b.c"],
    ),
    (
        r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$",
        &["", "es-1", "é\n\"\\"],
    ),
    (
        r"^arn:(aws[a-zA-Z0-9-]*):iam::(\d{12})?:(role((\u002F)|(\u002F[\u0021-\u007F]+\u002F))[\w+=,.@-]+)$",
        &[
            "arn:aws:iam::123456789012:role/a",
            "arn:aws-cn:iam::123456789012:role/path/b@c",
        ],
    ),
];

fn traits_of(shape: &Value) -> Map<String, Value> {
    shape["traits"].as_object().cloned().unwrap_or_default()
}

fn base64(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match bytes.is_ascii() {
        true => text::base64(&text),
        // The runtime's function takes texts only.
        false => {
            let mut writer = tinsmith_runtime::generated::json::Writer::new();
            writer.blob(bytes);
            let written = writer.finish();
            serde_json::from_slice(&written).expect("a string")
        }
    }
}

/// Whether two documents mean the same: numbers may have another form.
#[must_use]
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same(a, b))
        }
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
            let pair = |name: &str| Some(same(one.get(name)?, other.get(name)?));
            names.into_iter().all(|name| pair(name) == Some(true))
        }
        _ => one == other,
    }
}
