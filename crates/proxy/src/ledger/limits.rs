//! The limits that both stores apply (`docs/specification.md`, section 3.5).

/// The lifetime of a row, in seconds: 8 days, longer than that of any draft.
pub(super) const LIFETIME: i64 = 8 * 24 * 60 * 60;

/// The maximum number of rows that one transaction deletes, so that no request waits for long.
pub(super) const MAX_DELETED: i64 = 500;

/// The maximum number of rows, about 250 MB. Above it, new attempts are refused instead of deleting
/// live rows, because that could add a note twice.
pub(super) const MAX_ROWS: i64 = 1_000_000;

/// The maximum number of rows for one caller: 2,500 notes a day. It takes 50 such callers to fill
/// the ledger.
pub(super) const MAX_ROWS_PER_CALLER: i64 = 20_000;
