//! Models made wrong on purpose: a few changes to the JSON of sound ones. The same seed makes
//! the same model.

pub(crate) mod idl;

use serde_json::{Map, Value};

/// The models to start from: those of the generator's own tests.
pub(crate) const SEEDS: [&str; 13] = [
    include_str!("../models/aws_json.json"),
    include_str!("../models/deprecated.json"),
    include_str!("../models/documentation.json"),
    include_str!("../models/endpoints.json"),
    include_str!("../models/enumeration.json"),
    include_str!("../models/error.json"),
    include_str!("../models/names.json"),
    include_str!("../models/recursive.json"),
    include_str!("../models/rest_json.json"),
    include_str!("../models/sensitive.json"),
    include_str!("../models/simple_types.json"),
    include_str!("../models/structure.json"),
    include_str!("../models/union.json"),
];

/// Numbers that look random (SplitMix64), from a seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; none if there is no such number.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// Some model with some changes.
pub(crate) fn model(random: &mut Random) -> Vec<u8> {
    let seed = SEEDS[random.below(SEEDS.len())];
    let mut model: Value = serde_json::from_str(seed).expect("our own models are JSON");
    for _ in 0..=random.below(6) {
        mutate(&mut model, random);
    }
    serde_json::to_vec(&model).expect("a value is JSON")
}

/// Changes something somewhere.
pub(crate) fn mutate(model: &mut Value, random: &mut Random) {
    let donor = SEEDS[random.below(SEEDS.len())];
    let donor: Value = serde_json::from_str(donor).expect("our own models are JSON");
    let part = pick(&donor, random).clone();
    let other = pick(model, random).clone();
    let place = pick_mut(model, random);
    match (random.below(10), &mut *place) {
        (0, Value::Object(object)) => remove(object, random),
        (0, Value::Array(items)) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        (1, Value::Object(object)) => {
            let key = some_key(&donor, random);
            object.insert(key, part);
        }
        (1, Value::Array(items)) => items.push(part),
        (2, Value::Object(object)) => rename(object, random),
        (3, Value::Object(object)) => {
            // Traits go to where there were none.
            let mut traits = Map::new();
            traits.insert(some_key(&donor, random), part);
            object.insert("traits".to_owned(), Value::Object(traits));
        }
        (4, Value::String(text)) => change_text(text, random),
        (5, _) => *place = odd(random),
        (6 | 7, _) => *place = other,
        (8, Value::Array(items)) => items.reverse(),
        _ => *place = part,
    }
}

fn remove(object: &mut Map<String, Value>, random: &mut Random) {
    if let Some(key) = object.keys().nth(random.below(object.len())).cloned() {
        object.remove(&key);
    }
}

fn rename(object: &mut Map<String, Value>, random: &mut Random) {
    if let Some(mut key) = object.keys().nth(random.below(object.len())).cloned()
        && let Some(value) = object.remove(&key)
    {
        change_text(&mut key, random);
        object.insert(key, value);
    }
}

fn change_text(text: &mut String, random: &mut Random) {
    const PARTS: [&str; 24] = [
        "", "_", "type", "Self", "9", "é", "日本", "\u{0}", "#", "$", ".", "{", "}", "{x+}", "\\",
        "\"", "\n", "<p>", "`", "*/", "Error", "Unknown", "crate", "%00",
    ];
    let part = PARTS[random.below(PARTS.len())];
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at = places.get(random.below(places.len() + 1)).copied();
    match (random.below(3), at) {
        (0, Some(at)) => text.truncate(at),
        (1, Some(at)) => text.insert_str(at, part),
        _ => *text = format!("{text}{part}"),
    }
}

fn odd(random: &mut Random) -> Value {
    const ODD: [&str; 20] = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e300",
        "18446744073709551615",
        "0.1",
        "\"\"",
        "\"a#B\"",
        "[]",
        "{}",
        "[[]]",
        "{\"\":{}}",
        "\"smithy.api#Unit\"",
        "\"smithy.api#Document\"",
        "\"client\"",
        "65536",
        "\"GET\"",
        "\"/{a}/{b+}?c=d\"",
    ];
    serde_json::from_str(ODD[random.below(ODD.len())]).expect("JSON")
}

fn some_key(value: &Value, random: &mut Random) -> String {
    let mut key = "smithy.api#sensitive".to_owned();
    let mut at = value;
    for _ in 0..=random.below(8) {
        let Value::Object(object) = at else { break };
        let Some((name, below)) = object.iter().nth(random.below(object.len())) else {
            break;
        };
        key.clone_from(name);
        at = below;
    }
    key
}

fn pick<'v>(value: &'v Value, random: &mut Random) -> &'v Value {
    let mut at = value;
    // Most of a model is further down.
    for _ in 0..2 + random.below(9) {
        let below = match at {
            Value::Object(object) => object.values().nth(random.below(object.len())),
            Value::Array(items) => items.get(random.below(items.len())),
            _ => None,
        };
        let Some(below) = below else { break };
        at = below;
    }
    at
}

fn pick_mut<'v>(value: &'v mut Value, random: &mut Random) -> &'v mut Value {
    let mut at = value;
    for _ in 0..2 + random.below(9) {
        let is_empty = match &*at {
            Value::Object(object) => object.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        if is_empty {
            break;
        }
        at = match at {
            Value::Object(object) => {
                let index = random.below(object.len());
                object.values_mut().nth(index).expect("not empty")
            }
            Value::Array(items) => {
                let index = random.below(items.len());
                &mut items[index]
            }
            _ => break,
        };
    }
    at
}
