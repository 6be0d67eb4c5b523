//! Values of each kind, and errors.

use super::*;

#[test]
fn each_kind_of_value_has_its_attribute() {
    use AttributeValue as A;
    assert_eq!(attribute("a".to_owned()), A::s("a"));
    assert_eq!(attribute('ß'), A::s("ß"));
    assert_eq!(attribute(true), A::bool(true));
    assert_eq!(attribute(Blob(vec![1, 2])), A::b(vec![1, 2]));
    assert_eq!(attribute(()), A::null(true));
    assert_eq!(attribute(Nothing), A::null(true));
    assert_eq!(attribute(None::<u8>), A::null(true));
    assert_eq!(attribute(Some(7)), A::n("7"));
    assert_eq!(attribute(Meters(1.5)), A::n("1.5"));
    assert_eq!(attribute(vec![1, 2]), A::l([1, 2]));
    assert_eq!(
        attribute(Pair("a".to_owned(), 1)),
        A::l([A::s("a"), A::n("1")])
    );
    assert_eq!(attribute(Level::High), A::s("very high"));
    assert_eq!(attribute(External::Unit), A::s("Unit"));
    assert_eq!(
        attribute(External::Newtype("a".to_owned())),
        A::m([("Newtype", "a")])
    );
    assert_eq!(
        attribute(External::Tuple(1, true)),
        A::m([("Tuple", A::l([A::n("1"), A::bool(true)]))])
    );
    let place = Place {
        street: "Elm".to_owned(),
        number: Some(7),
    };
    let of_place = [("street", A::s("Elm")), ("number", A::n("7"))];
    assert_eq!(attribute(place.clone()), A::m(of_place.clone()));
    let mut tagged = BTreeMap::from(of_place.clone());
    tagged.insert("kind", A::s("Newtype"));
    assert_eq!(attribute(Internal::Newtype(place.clone())), A::m(tagged));
    assert_eq!(
        attribute(Adjacent::Newtype(-5)),
        A::m([("t", A::s("Newtype")), ("c", A::n("-5"))])
    );
    assert_eq!(attribute(Untagged::Place(place)), A::m(of_place));
}

#[test]
fn numbers_keep_all_their_digits() {
    let numbers = Numbers {
        tiny: i8::MIN,
        large: u64::MAX,
        negative: i64::MIN,
        huge: i128::MIN,
        vast: u128::MAX,
        float: 0.1,
        double: 1.797_693_134_862_315_7e308,
    };
    let item = round_trip(&numbers);
    let digits = |name: &str| {
        item.get(name)
            .and_then(|value| value.as_n())
            .expect("a number")
    };
    assert_eq!(digits("large"), "18446744073709551615");
    assert_eq!(digits("huge"), "-170141183460469231731687303715884105728");
    assert_eq!(digits("vast"), "340282366920938463463374607431768211455");
    assert_eq!(digits("float"), "0.1");
    assert_eq!(digits("double"), "1.7976931348623157e308");
    for value in [f64::NAN, f64::INFINITY] {
        let error = to_attribute(&[1.0, value]).expect_err("no number");
        assert_eq!(
            error.to_string(),
            "$[1]: NaN and infinities are no numbers of an item"
        );
    }
    assert!(to_attribute(&f32::NEG_INFINITY).is_err());
    // However the service writes them.
    assert_eq!(
        from_attribute::<u16>(&AttributeValue::n("1.5E+3")).ok(),
        Some(1500)
    );
    assert_eq!(
        from_attribute::<f64>(&AttributeValue::n("15")).ok(),
        Some(15.0)
    );
}

#[test]
fn digits_beyond_the_types_of_rust_are_texts() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Price {
        #[serde(with = "goldens::dynamo_db::items::number")]
        amount: String,
        #[serde(default, with = "goldens::dynamo_db::items::number")]
        before: Option<String>,
    }
    let digits = "1234567890.1234567890123456789012345678";
    let mut price = Price {
        amount: digits.to_owned(),
        before: None,
    };
    let item = round_trip(&price);
    assert_eq!(item.get("amount"), Some(&AttributeValue::n(digits)));
    assert_eq!(item.get("before"), Some(&AttributeValue::null(true)));
    price.before = Some("1e5".to_owned());
    assert_eq!(
        round_trip(&price).get("before"),
        Some(&AttributeValue::n("1e5"))
    );
    price.amount = "12 EUR".to_owned();
    assert_eq!(
        to_item(&price).expect_err("no number").to_string(),
        "$.amount: expected the digits of a number, found another text"
    );
    // Elsewhere, it is a text.
    let json = serde_json::to_value(&price).expect("JSON");
    assert_eq!(json["before"], "1e5");
    assert_eq!(
        serde_json::from_value::<Price>(json).expect("a price"),
        price
    );
}

#[test]
fn sets_are_sets() {
    let sets = Sets {
        texts: BTreeSet::from(["b".to_owned(), "a".to_owned()]),
        numbers: vec![3, -1],
        blobs: vec![Blob(vec![1]), Blob(vec![2])],
        maybe: Some(BTreeSet::from([Level::Low])),
    };
    let item = round_trip(&sets);
    let get = |name: &str| item.get(name).cloned().expect("an attribute");
    assert_eq!(get("texts"), AttributeValue::ss(["a", "b"]));
    assert_eq!(get("numbers"), AttributeValue::ns(["3", "-1"]));
    assert_eq!(get("blobs"), AttributeValue::bs([vec![1], vec![2]]));
    assert_eq!(get("maybe"), AttributeValue::ss(["Low"]));
    let without = Sets {
        maybe: None,
        ..sets.clone()
    };
    assert_eq!(
        round_trip(&without).get("maybe"),
        Some(&AttributeValue::null(true))
    );
    // In other formats, sets are lists.
    let json = serde_json::to_string(&sets.texts).expect("JSON");
    assert_eq!(json, r#"["a","b"]"#);

    let empty = Sets {
        texts: BTreeSet::new(),
        ..sets.clone()
    };
    assert_eq!(
        to_item(&empty).expect_err("empty").to_string(),
        "$.texts: a set can't be empty: leave the attribute out with `skip_serializing_if`"
    );
    #[derive(Serialize)]
    struct Wrong {
        #[serde(serialize_with = "goldens::dynamo_db::items::string_set::serialize")]
        list: Vec<u8>,
        #[serde(serialize_with = "goldens::dynamo_db::items::binary_set::serialize")]
        text: &'static str,
    }
    let wrong = |list: &[u8]| Wrong {
        list: list.to_vec(),
        text: "a",
    };
    assert_eq!(
        to_item(&wrong(&[1])).expect_err("numbers").to_string(),
        "$.list[0]: expected a text, found a number"
    );
    #[derive(Serialize)]
    struct Text {
        #[serde(serialize_with = "goldens::dynamo_db::items::binary_set::serialize")]
        text: &'static str,
    }
    let text = Text {
        text: wrong(&[]).text,
    };
    assert_eq!(
        to_item(&text).expect_err("a text").to_string(),
        "$.text: expected the sequence of a set, found a text"
    );
}

#[test]
fn sets_and_lists_are_sequences() {
    let numbers: Vec<f64> = from_attribute(&AttributeValue::ns(["1", "2.5"])).expect("numbers");
    assert_eq!(numbers, [1.0, 2.5]);
    let blobs: BTreeSet<Blob> = from_attribute(&AttributeValue::bs([vec![1]])).expect("blobs");
    assert_eq!(blobs, BTreeSet::from([Blob(vec![1])]));
    let item = Item::from([
        ("texts".to_owned(), AttributeValue::l(["a"])),
        ("numbers".to_owned(), AttributeValue::l([1])),
        ("blobs".to_owned(), AttributeValue::L(Vec::new())),
    ]);
    let sets: Sets = from_item(&item).expect("lists");
    assert_eq!((sets.numbers, sets.maybe), (vec![1], None));
}

#[test]
fn values_borrow_what_they_can() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Borrowed<'a> {
        name: &'a str,
        #[serde(borrow)]
        data: &'a [u8],
        #[serde(borrow)]
        tags: Vec<&'a str>,
    }
    let item = Item::from([
        ("name".to_owned(), AttributeValue::s("a")),
        ("data".to_owned(), AttributeValue::b(vec![7])),
        ("tags".to_owned(), AttributeValue::ss(["x", "y"])),
    ]);
    let borrowed: Borrowed<'_> = from_item(&item).expect("borrowed");
    let of_item = item
        .get("name")
        .and_then(|name| name.as_s())
        .expect("a text");
    assert!(std::ptr::eq(borrowed.name, of_item));
    assert_eq!(
        (borrowed.data, &*borrowed.tags),
        (&[7][..], &["x", "y"][..])
    );
}

#[test]
fn attributes_that_nobody_knows_are_ignored_or_refused() {
    let item = Item::from([
        ("street".to_owned(), AttributeValue::s("Elm")),
        (
            "color".to_owned(),
            AttributeValue::m([("deep", AttributeValue::ns(["1"]))]),
        ),
    ]);
    let place: Place = from_item(&item).expect("a place");
    assert_eq!(place.number, None);
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "street")]
        _street: String,
    }
    let error = from_item::<Strict>(&item).expect_err("an unknown field");
    assert_eq!(error.path(), "$.color");
    assert_eq!(error.reason(), "unknown field `color`, expected `street`");
}

#[test]
fn errors_say_where_and_what_and_no_values() {
    let secret = AttributeValue::s("hunter2");
    assert_eq!(
        refused::<u8>(secret.clone()),
        "$: expected u8, found a text"
    );
    assert_eq!(refused::<String>(7), "$: expected a string, found a number");
    assert_eq!(
        refused::<u8>(300),
        "$: expected u8, found a number that u8 can't hold"
    );
    assert_eq!(
        refused::<f32>(AttributeValue::n("1e39")),
        "$: expected f32, found a number that f32 can't hold"
    );
    assert_eq!(
        refused::<f64>(AttributeValue::n("hunter2")),
        "$: expected f64, found a number that f64 can't hold"
    );
    assert_eq!(
        refused::<bool>(AttributeValue::null(true)),
        "$: expected a boolean, found null"
    );
    assert_eq!(
        refused::<char>(secret.clone()),
        "$: expected a character, found another text"
    );
    assert_eq!(
        refused::<(u8, u8)>(AttributeValue::l([1, 2, 3])),
        "$: expected 2 items, found 3"
    );
    assert_eq!(
        refused::<BTreeMap<String, Vec<Place>>>(AttributeValue::m([(
            "odd key",
            AttributeValue::l([AttributeValue::m([("street", AttributeValue::null(true))])]),
        )])),
        "$[\"odd key\"][0].street: expected a string, found null"
    );
    assert_eq!(
        refused::<BTreeMap<u8, bool>>(AttributeValue::m([("x", true)])),
        "$.x: expected u8, found another key"
    );
    assert_eq!(
        refused::<External>(AttributeValue::m([("Tuple", AttributeValue::l([true]))])),
        "$.Tuple[0]: expected u8, found a boolean"
    );
    assert_eq!(
        refused::<External>("Newtype"),
        "$: expected a variant that holds a value, found a unit variant"
    );
    assert_eq!(
        refused::<External>(AttributeValue::m([("Unit", true), ("Struct", true)])),
        "$: expected a map with one entry, the variant's name, found one with 2"
    );
    assert_eq!(
        refused::<External>(7),
        "$: expected a variant, which is a text or a map with one entry, found a number"
    );
    assert_eq!(
        refused::<Place>(AttributeValue::M(Item::new())),
        "$: missing field `street`"
    );
    let error = to_item(&[1]).expect_err("no item");
    assert_eq!(
        error.to_string(),
        "$: an item is made of a structure or a map, and this is a list"
    );
    let error = to_item(&BTreeMap::from([(vec![1], 1)])).expect_err("no key");
    assert_eq!(
        error.to_string(),
        "$: a key is a text, a number, a boolean or a unit variant, and this is a list"
    );
    let error = to_item(&External::Struct {
        height: Meters(f64::NAN),
        level: Level::Low,
    });
    assert_eq!(error.expect_err("NaN").path(), "$.Struct.height");
    assert!(!format!("{:?}", from_attribute::<u8>(&secret)).contains("hunter2"));
}

#[test]
fn several_items_are_read_at_once() {
    let places = ["Elm", "Oak"].map(|street| Place {
        street: street.to_owned(),
        number: None,
    });
    let mut items = places
        .each_ref()
        .map(|place| to_item(place).expect("an item"));
    let again: Vec<Place> = from_items(&items).expect("places");
    assert_eq!(again, places);
    items[1].insert("street".to_owned(), AttributeValue::from(7));
    let error = from_items::<Place>(&items).expect_err("a number");
    assert_eq!(
        error.to_string(),
        "$[1].street: expected a string, found a number"
    );
}

#[test]
fn generated_types_and_those_of_the_runtime_can_be_stored() {
    let time = Timestamp::from_epoch_seconds(1_700_000_000).expect("a time");
    assert_eq!(attribute(time), AttributeValue::s("2023-11-14T22:13:20Z"));
    let place = goldens::dynamo_db::Place::new().name("here");
    assert_eq!(attribute(place), AttributeValue::m([("name", "here")]));
}
