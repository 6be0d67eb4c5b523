//! Connections that calls share, and places of those that are being made.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::runtime;
use tokio::sync::watch;

use super::super::origin::Origin;
use super::connection::Connection;
use crate::client::TransportError;

/// The connections of a client, with those that are being made.
#[derive(Default)]
pub(super) struct Entries(Mutex<Vec<Entry>>);

/// A connection, or the place of one that is being made.
pub(super) struct Entry {
    pub(super) origin: Origin,
    pub(super) runtime: runtime::Id,
    pub(super) state: State,
}

pub(super) enum State {
    /// The calls that wait for the connection have receivers.
    Making(Weak<Maker>),
    Made(Arc<Connection>),
}

/// Tells the calls that wait for a connection whether it was made.
pub(super) type Maker = watch::Sender<Option<Result<(), TransportError>>>;

impl Entry {
    /// Returns whether the connection can have streams, or is being made.
    pub(super) fn is_of_use(&self) -> bool {
        match &self.state {
            State::Made(connection) => !connection.is_closed(),
            // The maker is gone if its runtime has ended.
            State::Making(maker) => maker.strong_count() > 0,
        }
    }
}

impl Entries {
    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a connection, which ends with its last stream then.
    pub(super) fn forget(&self, connection: &Arc<Connection>) {
        self.lock().retain(|entry| match &entry.state {
            State::Made(other) => !Arc::ptr_eq(other, connection),
            State::Making(_) => true,
        });
    }

    /// Puts a connection into its entry, or removes the entry if there is none. Without a connection,
    /// the entry stays if somebody began to wait for it meanwhile; returns whether it stayed.
    pub(super) fn settle(&self, maker: &Arc<Maker>, made: Option<Option<Arc<Connection>>>) -> bool {
        let mut entries = self.lock();
        if made.is_none() && maker.receiver_count() > 0 {
            return true;
        }
        let is_own = |entry: &Entry| match &entry.state {
            State::Making(other) => std::ptr::eq(other.as_ptr(), Arc::as_ptr(maker)),
            State::Made(_) => false,
        };
        let Some(at) = entries.iter().position(is_own) else {
            return false;
        };
        match made.flatten() {
            Some(connection) => {
                if let Some(entry) = entries.get_mut(at) {
                    entry.state = State::Made(connection);
                }
            }
            None => drop(entries.remove(at)),
        }
        false
    }
}
