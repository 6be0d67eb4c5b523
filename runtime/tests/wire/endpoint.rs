//! The rules engine's library takes any input without a panic, and what it takes apart it
//! takes apart whole.

use proptest::prelude::*;
use tinsmith_runtime::endpoint::Partitions;
use tinsmith_runtime::generated::endpoint::{
    Arn, Url, is_valid_host_label, is_virtual_hostable_s3_bucket, item, split, substring,
    uri_encode,
};

proptest! {
    #[test]
    fn any_text_is_taken_or_refused(text in any::<String>(), allow in any::<bool>()) {
        let _ = is_valid_host_label(&text, allow);
        let _ = is_virtual_hostable_s3_bucket(&text, allow);
        prop_assert!(uri_encode(&text).is_ascii());
        prop_assert!(Partitions::built_in().find(&text).is_some());
        let _ = Partitions::from_json(text.as_bytes());
        if let Some(url) = Url::parse(&text) {
            let end = [url.authority(), url.path()].concat();
            prop_assert!(text.ends_with(&end));
        }
        if let Some(arn) = Arn::parse(&text) {
            prop_assert!(text.ends_with(arn.resource_id_item(-1).unwrap_or_default()));
        }
    }

    #[test]
    fn urls_come_apart_and_together(text in "https?://[a-z0-9.]{1,20}(:[0-9]{1,4})?(/[a-z%0-9]{0,5}){0,3}") {
        let url = Url::parse(&text).expect("a URL");
        let whole = format!("{}://{}{}", url.scheme(), url.authority(), url.path());
        prop_assert_eq!(whole, text.as_str());
        let path = url.normalized_path();
        prop_assert!(path.starts_with('/') && path.ends_with('/'));
    }

    #[test]
    fn hosts_of_any_form(text in "https?://[a-z0-9.:@\\[\\]]{0,12}") {
        let _ = Url::parse(&text);
    }

    #[test]
    fn substrings_are_as_long_as_asked(text in any::<String>(), start in 0_usize..12, stop in 0_usize..12, reverse in any::<bool>()) {
        if let Some(part) = substring(&text, start, stop, reverse) {
            prop_assert_eq!(part.len(), stop - start);
            prop_assert!(text.contains(part));
        }
    }

    #[test]
    fn parts_come_together_again(text in "[a-c-]{0,12}", limit in 0_usize..4, index in any::<i64>()) {
        let parts = split(&text, "--", limit);
        prop_assert_eq!(parts.join("--"), text.clone());
        prop_assert!(limit == 0 || parts.len() <= limit);
        let _ = item(&parts, index);
    }

    #[test]
    fn any_pattern_is_taken_or_refused(pattern in r"[a-c\\()\[\]|?*+.^$wd-]{0,16}", region in "[a-c1-]{0,8}") {
        let pattern = pattern.replace('\\', r"\\");
        let text = format!(
            r#"{{"version": "1", "partitions": [{{"id": "x", "regionRegex": "{pattern}", "outputs":
                {{"dnsSuffix": "", "dualStackDnsSuffix": "", "supportsFIPS": true, "supportsDualStack": true}}}}]}}"#
        );
        if let Ok(partitions) = Partitions::from_json(text.as_bytes()) {
            let _ = partitions.find(&region);
        }
    }
}
