//! The endpoints that a client keeps.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::entry::Entry;

/// The things that an endpoint was told for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in super::super) struct Key {
    pub(in super::super) access_key_id: String,
    pub(in super::super) operation: Option<&'static str>,
    pub(in super::super) identifiers: BTreeMap<String, String>,
}

/// The number of endpoints that are kept: those that were used last. Smithy's number.
const LIMIT: usize = 1000;

/// The endpoints of a client.
#[derive(Default)]
pub(in super::super) struct Kept {
    slots: Mutex<Slots>,
}

#[derive(Default)]
struct Slots {
    /// The entries, each with the number of its last use.
    by_key: HashMap<Key, (Arc<Entry>, u64)>,
    uses: u64,
}

impl Kept {
    /// Returns the entry of a key.
    pub(in super::super) fn entry(&self, key: &Key) -> Arc<Entry> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = &mut *slots;
        slots.uses += 1;
        if let Some((entry, used)) = slots.by_key.get_mut(key) {
            *used = slots.uses;
            return entry.clone();
        }
        if slots.by_key.len() >= LIMIT {
            let oldest = slots.by_key.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                slots.by_key.remove(&oldest);
            }
        }
        let entry = Arc::new(Entry::default());
        slots
            .by_key
            .insert(key.clone(), (entry.clone(), slots.uses));
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(access_key_id: usize) -> Key {
        Key {
            access_key_id: access_key_id.to_string(),
            operation: None,
            identifiers: BTreeMap::new(),
        }
    }

    #[test]
    fn the_entries_that_were_used_last_are_kept() {
        let kept = Kept::default();
        let (first, second) = (kept.entry(&key(0)), kept.entry(&key(1)));
        for other in 2..LIMIT {
            kept.entry(&key(other));
        }
        assert!(Arc::ptr_eq(&first, &kept.entry(&key(0))));
        kept.entry(&key(LIMIT));
        assert!(Arc::ptr_eq(&first, &kept.entry(&key(0))));
        assert!(!Arc::ptr_eq(&second, &kept.entry(&key(1))));
        assert_eq!(kept.slots.lock().unwrap().by_key.len(), LIMIT);
    }
}
