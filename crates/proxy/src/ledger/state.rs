//! The states of a row, as both stores write them.

pub(super) const IN_FLIGHT: i16 = 0;
pub(super) const DONE: i16 = 1;
pub(super) const UNKNOWN: i16 = 2;

/// Nothing was added. Only PostgreSQL has such rows, for a minute: requests that wait at other
/// instances read the refusal from it.
pub(super) const REFUSED: i16 = 3;
