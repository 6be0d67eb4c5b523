//! Which providers of credentials are being asked by what runs now.
//!
//! A provider may make calls. If such a call needs what its provider is about to give, it would
//! wait for itself.

use std::cell::RefCell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;

/// The caches whose providers are asked, from the inside out.
pub(super) type Nest = Option<Arc<Level>>;

pub(super) struct Level {
    /// The address of a cache. It isn't reused meanwhile, as who asks keeps the cache.
    cache: usize,
    outer: Nest,
}

thread_local! {
    static NEST: RefCell<Nest> = const { RefCell::new(None) };
}

/// Whether this code runs for the provider of this cache.
pub(super) fn is_within<C>(cache: &Arc<C>) -> bool {
    let cache = address(cache);
    NEST.with_borrow(|nest| {
        let mut level = nest.as_ref();
        while let Some(inner) = level {
            if inner.cache == cache {
                return true;
            }
            level = inner.outer.as_ref();
        }
        false
    })
}

/// Puts a cache below all caches that this code runs for.
pub(super) fn below<C>(cache: &Arc<C>) -> Nest {
    Some(Arc::new(Level {
        cache: address(cache),
        outer: NEST.with_borrow(Nest::clone),
    }))
}

fn address<C>(cache: &Arc<C>) -> usize {
    Arc::as_ptr(cache).addr()
}

/// Runs a future for the providers of these caches. What it spawns isn't known to run for them.
pub(super) async fn within<F: Future>(nest: Nest, future: F) -> F::Output {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        let outer = NEST.replace(nest.clone());
        let _restored = Restored(outer);
        Pin::as_mut(&mut future).poll(context)
    })
    .await
}

struct Restored(Nest);

impl Drop for Restored {
    fn drop(&mut self) {
        NEST.set(self.0.take());
    }
}
