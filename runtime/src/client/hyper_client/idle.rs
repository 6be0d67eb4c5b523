//! The time that connections rest.

use std::time::Duration;

/// The time that an unused connection is kept: less than AWS's load balancers keep theirs (60 s),
/// so that the other side rarely ends a connection.
pub(super) const IDLE: Duration = Duration::from_secs(30);
