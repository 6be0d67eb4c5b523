//! Idempotency tokens.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use crate::hex::hex;

/// A token by which a service recognises that a request was sent twice (Smithy's
/// [`idempotencyToken` trait](https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait)).
///
/// Unless a token is given, the first use makes one and keeps it: an input that is turned
/// into a request twice, to try again, sends the same token both times. A clone made
/// before that gets a token of its own.
///
/// The token made is a random UUID (version 4 of RFC 9562). It is unique, which is what
/// the service needs, but not secret: don't use it as a key or a password.
///
/// ```
/// use tinsmith_runtime::IdempotencyToken;
///
/// let token = IdempotencyToken::new();
/// assert!(!token.is_set());
/// assert_eq!(token.get().len(), 36);
/// assert_eq!(token.get(), token.get());
///
/// assert_eq!(IdempotencyToken::from("mine").get(), "mine");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct IdempotencyToken(OnceLock<String>);

impl IdempotencyToken {
    /// Creates a token that isn't set yet.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Returns the token; the first call makes a token if none is set.
    pub fn get(&self) -> &str {
        self.0.get_or_init(random_token)
    }

    /// Returns the token if it is set, without making one.
    pub fn as_option(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    /// Returns whether the token is set, by its creator or by use.
    pub fn is_set(&self) -> bool {
        self.0.get().is_some()
    }
}

impl From<String> for IdempotencyToken {
    fn from(token: String) -> Self {
        Self(OnceLock::from(token))
    }
}

impl From<&str> for IdempotencyToken {
    fn from(token: &str) -> Self {
        Self::from(token.to_owned())
    }
}

impl From<&String> for IdempotencyToken {
    fn from(token: &String) -> Self {
        token.as_str().into()
    }
}

impl Hash for IdempotencyToken {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_option().hash(state);
    }
}

impl fmt::Debug for IdempotencyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_option() {
            Some(token) => fmt::Debug::fmt(token, f),
            None => f.write_str("unset"),
        }
    }
}

/// A random UUID as a text.
pub(crate) fn random_token() -> String {
    let uuid = uuid(std::process::id());
    std::str::from_utf8(&uuid).unwrap_or_default().to_owned()
}

/// A random UUID for what is only told apart, such as requests. Unlike a token, it needn't differ from
/// that of another process, so the system isn't asked for the process.
#[cfg(any(feature = "_client", feature = "server"))]
pub(crate) fn random_id() -> [u8; 36] {
    uuid(0)
}

/// A random UUID, version 4, in its usual form.
///
/// The standard library has no random numbers, but its hash maps are keyed with some from
/// the operating system: a keyed hash of anything is as random as the key. By the counter,
/// no two calls of a process hash the same; time and process are there for forks,
/// which have the same keys, and for platforms whose keys are poor.
fn uuid(process: u32) -> [u8; 36] {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    // In one number, as hashing takes longer by pieces. The nanoseconds have 64 bits for
    // some centuries, and the count begins anew after them.
    let once = time.as_nanos() << 64 | u128::from(process) << 32 | u128::from(count & 0xFFFF_FFFF);
    // A keyed hash of a text and one of a longer text say nothing of each other.
    let mut hasher = RandomState::new().build_hasher();
    let mut half = |part| {
        hasher.write_u128(part);
        hasher.finish()
    };

    const VERSION: u64 = 0x4000;
    const VARIANT: u64 = 0x8000_0000_0000_0000;
    let high = half(once) & !0xF000 | VERSION;
    let low = half(0) & !0xC000_0000_0000_0000 | VARIANT;
    let digits: [u8; 32] = hex((u128::from(high) << 64 | u128::from(low)).to_be_bytes());
    let mut uuid = [b'-'; 36];
    for (at, from, length) in [(0, 0, 8), (9, 8, 4), (14, 12, 4), (19, 16, 4), (24, 20, 12)] {
        uuid[at..at + length].copy_from_slice(&digits[from..from + length]);
    }
    uuid
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::*;

    #[test]
    fn made_tokens_are_version_4_uuids() {
        for _ in 0..1_000 {
            let token = random_token();
            assert_eq!(token.len(), 36);
            for (at, c) in token.chars().enumerate() {
                match at {
                    8 | 13 | 18 | 23 => assert_eq!(c, '-', "{token}"),
                    14 => assert_eq!(c, '4', "{token}"),
                    19 => assert!(matches!(c, '8' | '9' | 'a' | 'b'), "{token}"),
                    _ => assert!(matches!(c, '0'..='9' | 'a'..='f'), "{token}"),
                }
            }
        }
    }

    #[test]
    fn tokens_are_made_of_texts() {
        let text = "t-1".to_owned();
        let borrowed = IdempotencyToken::from(&text);
        assert_eq!(borrowed.as_option(), Some("t-1"));
        assert_eq!(borrowed, IdempotencyToken::from("t-1"));
        assert_eq!(borrowed, IdempotencyToken::from(text));
    }

    #[test]
    fn made_tokens_are_unique_across_threads() {
        let threads: Vec<_> = (0..8)
            .map(|_| thread::spawn(|| (0..2_000).map(|_| random_token()).collect::<Vec<_>>()))
            .collect();
        let tokens: HashSet<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        assert_eq!(tokens.len(), 16_000);
    }

    /// Every bit that isn't fixed is set in about half of the tokens.
    #[test]
    fn made_tokens_look_random() {
        let mut set = [0_u32; 128];
        for _ in 0..4_000 {
            let number = u128::from_str_radix(&random_token().replace('-', ""), 16).unwrap();
            for (bit, count) in set.iter_mut().enumerate() {
                *count += (number >> bit & 1) as u32;
            }
        }
        let fixed = [76, 77, 78, 79, 62, 63];
        for (bit, count) in set.iter().enumerate() {
            // 2,000 ± 10 standard deviations.
            let random = (1_684..=2_316).contains(count);
            assert_eq!(random, !fixed.contains(&bit), "bit {bit}: {count}");
        }
    }

    #[test]
    fn one_token_is_kept_however_many_threads_use_it() {
        let token = IdempotencyToken::new();
        let seen: HashSet<String> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| token.get().to_owned()))
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(seen.len(), 1);
    }

    #[test]
    fn state() {
        fn hash(token: &IdempotencyToken) -> u64 {
            use std::hash::{BuildHasherDefault, DefaultHasher};
            BuildHasherDefault::<DefaultHasher>::default().hash_one(token)
        }

        let unset = IdempotencyToken::default();
        assert_eq!(format!("{unset:?}"), "unset");
        assert_eq!(unset.as_option(), None);
        assert_eq!(unset, IdempotencyToken::new());
        assert_eq!(hash(&unset), hash(&IdempotencyToken::new()));

        let set = IdempotencyToken::from("abc");
        assert_eq!(format!("{set:?}"), "\"abc\"");
        assert_eq!(set.as_option(), Some("abc"));
        assert_ne!(set, unset);
        assert_eq!(set, IdempotencyToken::from("abc".to_owned()));
        assert_eq!(hash(&set), hash(&"abc".into()));

        let clone = unset.clone();
        assert_ne!(clone.get(), unset.get());
        assert_eq!(unset.clone().get(), unset.get());
        assert!(unset.is_set());
    }
}
