//! The marks of values that become sets or numbers: names of newtype structures, which other formats
//! ignore. In JSON, a set is a list.

pub(super) const STRING_SET: &str = "$tinsmith::items::string_set";
pub(super) const NUMBER_SET: &str = "$tinsmith::items::number_set";
pub(super) const BINARY_SET: &str = "$tinsmith::items::binary_set";
pub(super) const NUMBER: &str = "$tinsmith::items::number";
