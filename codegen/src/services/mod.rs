//! Services that need more than their model and their protocol say. docs/services.md tells people
//! of them, and of what isn't done.

mod special;
mod table;

use crate::model::Shape;

pub(crate) use special::{Attributes, Special};

/// Returns the ways in which a service is special.
pub(crate) fn special(service: &Shape) -> &'static Special {
    let id = service.traits.sdk_id.as_deref();
    let mut all = table::ALL.iter();
    all.find(|special| Some(special.sdk_id) == id)
        .unwrap_or(&special::ORDINARY)
}

#[cfg(test)]
mod tests {
    use super::table::ALL;

    #[test]
    fn the_page_has_each_service_of_the_table() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/services.md");
        let page = std::fs::read_to_string(page).unwrap();
        let (done, _) = page.split_once("\n## What isn't done").unwrap();
        for special in ALL {
            let row = format!("\n| {} |", special.sdk_id);
            assert!(done.contains(&row), "no row {row:?} in docs/services.md");
        }
    }

    #[test]
    fn a_service_has_one_row() {
        let mut ids: Vec<&str> = ALL.iter().map(|special| special.sdk_id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }
}
