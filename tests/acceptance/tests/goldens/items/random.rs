//! Random values and random attributes.

use proptest::prelude::*;

use super::*;

fn text() -> BoxedStrategy<String> {
    ".{0,8}".boxed()
}

fn double() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |value| value.is_finite())
}

fn place() -> impl Strategy<Value = Place> {
    (text(), any::<Option<u16>>()).prop_map(|(street, number)| Place { street, number })
}

fn blob() -> impl Strategy<Value = Blob> {
    any::<Vec<u8>>().prop_map(Blob)
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Low), Just(Level::High)]
}

fn external() -> impl Strategy<Value = External> {
    prop_oneof![
        Just(External::Unit),
        text().prop_map(External::Newtype),
        any::<(u8, bool)>().prop_map(|(a, b)| External::Tuple(a, b)),
        (double(), level()).prop_map(|(height, level)| {
            let height = Meters(height);
            External::Struct { height, level }
        }),
    ]
}

fn internal() -> impl Strategy<Value = Internal> {
    prop_oneof![
        Just(Internal::Unit),
        place().prop_map(Internal::Newtype),
        (any::<u64>(), double()).prop_map(|(count, ratio)| Internal::Struct { count, ratio }),
    ]
}

fn adjacent() -> impl Strategy<Value = Adjacent> {
    prop_oneof![
        Just(Adjacent::Unit),
        any::<i64>().prop_map(Adjacent::Newtype),
        (text(), any::<i8>()).prop_map(|(a, b)| Adjacent::Tuple(a, b)),
        blob().prop_map(|data| Adjacent::Struct { data }),
    ]
}

fn untagged() -> impl Strategy<Value = Untagged> {
    prop_oneof![
        any::<bool>().prop_map(Untagged::Flag),
        any::<u64>().prop_map(Untagged::Count),
        (i64::MIN..0).prop_map(Untagged::Negative),
        text().prop_map(Untagged::Text),
        blob().prop_map(Untagged::Data),
        place().prop_map(Untagged::Place),
        proptest::collection::vec(any::<i32>(), 1..3).prop_map(Untagged::Many),
    ]
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let float = any::<f32>().prop_filter("finite", |value| value.is_finite());
    let integers = (
        any::<i8>(),
        any::<u64>(),
        any::<i64>(),
        any::<i128>(),
        any::<u128>(),
    );
    (integers, float, double()).prop_map(|(integers, float, double)| {
        let (tiny, large, negative, huge, vast) = integers;
        Numbers {
            tiny,
            large,
            negative,
            huge,
            vast,
            float,
            double,
        }
    })
}

fn everything() -> impl Strategy<Value = Everything> {
    use proptest::collection::{btree_map, hash_map, vec};
    let plain = (
        text(),
        any::<char>(),
        any::<bool>(),
        blob(),
        proptest::option::of(text()),
    );
    let nested = (
        proptest::option::of(place()),
        numbers(),
        (text(), any::<u8>()),
        (any::<u8>(), text(), any::<bool>()),
    );
    let enums = (
        vec(external(), 0..4),
        vec(internal(), 0..4),
        vec(adjacent(), 0..4),
        vec(untagged(), 0..4),
    );
    let maps = (
        hash_map(text(), double().prop_map(Meters), 0..3),
        btree_map(any::<i32>(), any::<bool>(), 0..3),
        btree_map(any::<char>(), any::<u8>(), 0..3),
        btree_map(level(), vec(any::<Option<u8>>(), 0..3), 0..3),
        btree_map("x-[a-z]{1,4}", untagged(), 0..3),
    );
    (plain, nested, enums, maps).prop_map(|(plain, nested, enums, maps)| {
        let (text, letter, flag, data, none) = plain;
        let (some, numbers, pair, triple) = nested;
        let (external, internal, adjacent, untagged) = enums;
        let (by_text, by_number, by_letter, by_level, rest) = maps;
        Everything {
            text,
            letter,
            flag,
            data,
            unit: (),
            nothing: Nothing,
            none,
            some,
            numbers,
            pair: Pair(pair.0, pair.1),
            triple,
            external,
            internal,
            adjacent,
            untagged,
            by_text,
            by_number,
            by_letter,
            by_level,
            rest,
        }
    })
}

/// Any attribute, as a table may have it.
fn any_attribute() -> impl Strategy<Value = AttributeValue> {
    use proptest::collection::{btree_map, vec};
    let digits = "-?[0-9]{0,3}\\.?[0-9]{0,3}([eE]-?[0-9]{1,2})?";
    let leaf = prop_oneof![
        text().prop_map(AttributeValue::S),
        digits.prop_map(AttributeValue::N),
        any::<Vec<u8>>().prop_map(AttributeValue::b),
        any::<bool>().prop_map(AttributeValue::bool),
        any::<bool>().prop_map(AttributeValue::null),
        vec(text(), 0..3).prop_map(AttributeValue::Ss),
        vec(digits, 0..3).prop_map(AttributeValue::Ns),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            btree_map(text(), inner, 0..4).prop_map(AttributeValue::M),
        ]
    })
}

proptest! {
    #[test]
    fn everything_comes_back(value in everything()) {
        round_trip(&value);
    }

    #[test]
    fn no_attribute_is_too_strange(attribute in any_attribute()) {
        // Whatever the answer is, it comes.
        let _ = from_attribute::<Everything>(&attribute);
        let _ = from_attribute::<Untagged>(&attribute);
        let _ = from_attribute::<External>(&attribute);
        let _ = from_attribute::<Vec<Numbers>>(&attribute);
        // An item that is read as any value can be written.
        if let Ok(value) = from_attribute::<serde_json::Value>(&attribute) {
            let again: AttributeValue = to_attribute(&value).expect("an attribute");
            let value_again: serde_json::Value = from_attribute(&again).expect("a value");
            prop_assert_eq!(value, value_again);
        }
    }
}
