use crate::ledger::limits::{MAX_ROWS, MAX_ROWS_PER_CALLER};
use rusqlite::Connection;
use std::collections::HashMap;

/// The number of rows, in total and for each caller.
#[derive(Debug, Default)]
pub(super) struct RowCounts {
    total: i64,
    by_caller: HashMap<String, i64>,
}

impl RowCounts {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut counts = Self::default();
        let mut query = connection.prepare("SELECT caller, count(*) FROM attempt GROUP BY caller")?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (caller, rows): (String, i64) = row?;
            counts.change(&caller, rows);
        }
        Ok(counts)
    }

    pub(super) fn change(&mut self, caller: &str, by: i64) {
        self.total += by;
        let rows = self.by_caller.entry(caller.to_owned()).or_default();
        *rows += by;
        if *rows <= 0 {
            self.by_caller.remove(caller);
        }
    }

    pub(super) const fn total(&self) -> i64 {
        self.total
    }

    pub(super) const fn is_full(&self) -> bool {
        self.total >= MAX_ROWS
    }

    /// Returns whether a caller has reached its limit. Callers without an identity have none,
    /// because they are not one caller.
    pub(super) fn is_caller_full(&self, caller: &str) -> bool {
        !caller.is_empty() && self.by_caller.get(caller).is_some_and(|&rows| rows >= MAX_ROWS_PER_CALLER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_has_its_own_limit() {
        let mut counts = RowCounts::default();
        counts.change("zoë", MAX_ROWS_PER_CALLER);
        counts.change("", MAX_ROWS_PER_CALLER);
        assert!(counts.is_caller_full("zoë"));
        assert!(!counts.is_caller_full("bob"));
        assert!(!counts.is_caller_full(""));
        counts.change("zoë", -1);
        assert!(!counts.is_caller_full("zoë"));
    }

    #[test]
    fn the_total_has_a_limit_and_empty_callers_are_removed() {
        let mut counts = RowCounts::default();
        counts.change("", MAX_ROWS);
        assert!(counts.is_full());
        counts.change("", -MAX_ROWS);
        assert!(!counts.is_full() && counts.by_caller.is_empty());
    }
}
