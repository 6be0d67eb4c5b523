//! Forms.

use super::*;

#[test]
fn pairs_take_memory_in_proportion() {
    pairs(20_000);
}

#[test]
#[ignore = "takes 8 s; CI runs it"]
fn a_million_pairs_take_memory_in_proportion() {
    pairs(200_000);
}

fn pairs(count: u32) {
    let _turn = turn();
    let of = |part: &str| part.repeat(count as usize);
    for (body, is_sound) in [
        (of("&a"), true),
        (of("&"), true),
        (of("&a=%20"), true),
        (of("&%61"), true),
        (of("&a+b"), true),
        (of("&Number=1"), true),
        (of("&Item.1=1"), true),
        (of("&Item.1.1=1"), false),
        (of("&Text"), true),
        (of("."), true),
        (of("a."), true),
        (of("Node."), false),
        (format!("Node.{}", of("Node.")), false),
        (format!("Text={}", of("%20")), true),
        (format!("Item.1{}=1", "0".repeat(1_000_000)), true),
        (of("&Choice.a=1"), false),
        ((0..count).map(|n| format!("&a{n}")).collect(), true),
        ((0..count).map(|n| format!("&Item.{n}=1")).collect(), true),
        (
            (0..count).rev().map(|n| format!("&Item.{n}=1")).collect(),
            true,
        ),
        (
            (0..u64::from(count))
                .map(|n| format!("&List.member.{}={n}", n * 7919 % 300_007))
                .collect(),
            true,
        ),
        (
            (0..count).map(|n| format!("&Choice.a{n}=1")).collect(),
            false,
        ),
        // Long keys that are the same up to their end.
        (
            (0..2_000)
                .map(|n| format!("&{}{n}", "a.".repeat(1_000)))
                .collect(),
            true,
        ),
        (
            (0..2_000)
                .map(|n| format!("&{}{n}", "a".repeat(1_000)))
                .collect(),
            true,
        ),
    ] {
        let start = &body[..body.len().min(30)];
        let (result, used) = peak(|| {
            let result = of_form(body.as_bytes());
            result
                .map(drop)
                .map_err(|error| form::path_at(body.as_bytes(), error.offset()))
        });
        assert_eq!(result.is_ok(), is_sound, "{start}: {result:?}");
        let factor = used / body.len();
        println!("{start}: {used} for {}, {factor} times", body.len());
        assert!(factor <= 40, "{start}: {used} for {}", body.len());
    }
}

#[test]
fn a_form_that_breaks_off_anywhere_does_not_panic() {
    let _turn = turn();
    let whole = "Action=A&Text=a%20b+c&Number=1&List.member.1=a&List.member.3=%C3%A9&Map.entry.1.key=a\
                 &Map.entry.1.value=1&Item.1=1&Pair.2.k=a&Pair.2.v=b&Choice.Flat.1=x&Node.Node.Text=";
    let node = of_form(whole.as_bytes()).unwrap();
    assert_eq!(node.list, Some(vec!["a".to_owned(), "\u{e9}".to_owned()]));
    for length in 0..whole.len() {
        let body = &whole.as_bytes()[..length];
        if let Err(error) = of_form(body) {
            assert!(error.offset() <= length, "{length}: {error}");
            assert!(!form::path_at(body, error.offset()).is_empty());
        }
        for byte in [b'%', b'&', b'=', b'.', b'+', b'0', 0, 0xff] {
            let mut body = whole.as_bytes().to_vec();
            body[length] = byte;
            if let Err(error) = of_form(&body) {
                assert!(!form::path_at(&body, error.offset()).is_empty());
            }
        }
    }
}
