//! Setters of lists and maps, and the methods and conversions of unions.

use std::collections::{BTreeMap, HashMap};

use goldens::dynamo_db::{AttributeValue, Choice, KeepItem, Place};
use tinsmith_runtime::bytes::Bytes;

#[test]
fn lists_are_made_of_what_has_their_items() {
    let of = |call: KeepItem| call.notes.expect("notes");
    let texts = ["a".to_owned(), "b".to_owned()];
    assert_eq!(of(KeepItem::new().notes(["a", "b"])), texts);
    assert_eq!(of(KeepItem::new().notes(texts.clone())), texts);
    assert_eq!(of(KeepItem::new().notes(texts.to_vec())), texts);
    assert_eq!(of(KeepItem::new().notes(&texts)), texts);
    assert_eq!(of(KeepItem::new().notes("a b".split(' '))), texts);
    assert_eq!(of(KeepItem::new().push_notes("a").push_notes("b")), texts);
    let call = KeepItem::new().gaps([Some(1), None]).push_gaps(Some(2));
    assert_eq!(call.gaps, Some(vec![Some(1), None, Some(2)]));
    let call = KeepItem::new().push_rows(texts.to_vec());
    assert_eq!(call.rows, Some(vec![texts.to_vec()]));
}

#[test]
fn maps_are_made_of_what_has_their_entries() {
    let of = |call: KeepItem| call.item.expect("an item");
    let item = BTreeMap::from([
        ("pk".to_owned(), AttributeValue::S("a".to_owned())),
        ("sk".to_owned(), AttributeValue::N("7".to_owned())),
    ]);
    let entries = [
        ("pk", AttributeValue::from("a")),
        ("sk", AttributeValue::from(7)),
    ];
    assert_eq!(of(KeepItem::new().item(entries.clone())), item);
    assert_eq!(of(KeepItem::new().item(item.clone())), item);
    let hashed: HashMap<&str, AttributeValue> = HashMap::from(entries.clone());
    assert_eq!(of(KeepItem::new().item(hashed)), item);
    assert_eq!(of(KeepItem::new().item(entries.into_iter().rev())), item);
    let added = KeepItem::new()
        .insert_item("pk", "a")
        .insert_item("sk", 7_i64);
    assert_eq!(of(added), item);
    // An entry takes the place of another with its key.
    let twice = KeepItem::new()
        .item([("pk", "z")])
        .insert_item("pk", "a")
        .insert_item("sk", 7_u32);
    assert_eq!(of(twice), item);
}

#[test]
fn text_and_numbers_of_attributes_are_told_apart() {
    assert_eq!(AttributeValue::from("7"), AttributeValue::s("7"));
    assert_eq!(AttributeValue::from("7".to_owned()), AttributeValue::s("7"));
    assert_eq!(AttributeValue::from(7), AttributeValue::n("7"));
    assert_eq!(
        AttributeValue::from(u64::MAX),
        AttributeValue::n("18446744073709551615")
    );
    assert_eq!(AttributeValue::from(true), AttributeValue::bool(true));
    let bytes = Bytes::from_static(b"x");
    assert_eq!(
        AttributeValue::from(bytes.clone()),
        AttributeValue::B(bytes)
    );
    let list = AttributeValue::l(["a", "b"]);
    assert_eq!(
        list,
        AttributeValue::from(vec![AttributeValue::s("a"), AttributeValue::s("b")])
    );
    let map = AttributeValue::m([("inner", list.clone())]);
    let entries = map.as_m().expect("a map");
    assert_eq!(entries.get("inner"), Some(&list));
}

#[test]
fn variants_are_returned_and_told_apart() {
    let text = AttributeValue::s("a");
    assert_eq!(text.as_s(), Some("a"));
    assert_eq!(text.as_n(), None);
    assert!(text.is_s() && !text.is_n());
    assert_eq!(AttributeValue::bool(true).as_bool(), Some(true));
    let texts = AttributeValue::ss(["a", "b"]);
    assert_eq!(texts.as_ss(), Some(&["a".to_owned(), "b".to_owned()][..]));
    assert_eq!(texts.as_ns(), None);
}

#[test]
fn names_of_methods_that_collide_are_told_apart() {
    let choice = Choice::clone_value(3);
    assert_eq!(choice.clone(), choice);
    assert_eq!(choice.as_clone_value(), Some(3));
    assert!(choice.is_clone_value());
    let nested = Choice::type_(choice.clone());
    assert_eq!(nested.as_type(), Some(&choice));
    assert!(Choice::IsClone.is_is_clone());
    let place = Choice::other(Place::new().name("here"));
    assert_eq!(
        place.as_other().and_then(|it| it.name.as_deref()),
        Some("here")
    );
    assert_eq!(Choice::from(3).as_clone_value(), Some(3));
}
