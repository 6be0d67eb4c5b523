//! The environment that a configuration was loaded from.

use super::environment::Environment;
use super::profiles::Profiles;
use super::region::Region;

/// The environment that a configuration was loaded from. Services look for their own settings in it.
pub(crate) struct Loaded {
    pub(crate) environment: Environment,
    pub(crate) profiles: Profiles,
    pub(crate) profile_name: String,
    /// The region in a variable or in the profile, whatever region the program chooses.
    pub(crate) region: Option<Region>,
}
