use rusqlite::Connection;
use std::collections::HashMap;

/// The most rows in all: some 250 MB. What is over it is turned away, since to drop a row that is
/// still wanted could add a note twice.
const MAX_ROWS: i64 = 1_000_000;

/// The most rows of one caller: 2,500 notes a day. Ten who flood do not fill the ledger for the
/// rest.
const MAX_OF_ONE: i64 = 20_000;

/// How many rows there are, and whose.
#[derive(Debug, Default)]
pub(super) struct Count {
    all: i64,
    of: HashMap<String, i64>,
}

impl Count {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut count = Self::default();
        let mut query = connection.prepare("SELECT caller, count(*) FROM attempt GROUP BY caller")?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (caller, rows): (String, i64) = row?;
            count.change(&caller, rows);
        }
        Ok(count)
    }

    pub(super) fn change(&mut self, caller: &str, by: i64) {
        self.all += by;
        let rows = self.of.entry(caller.to_owned()).or_default();
        *rows += by;
        if *rows <= 0 {
            self.of.remove(caller);
        }
    }

    pub(super) const fn is_full(&self) -> bool {
        self.all >= MAX_ROWS
    }

    /// Callers without a name are not one caller.
    pub(super) fn is_too_many(&self, caller: &str) -> bool {
        !caller.is_empty() && self.of.get(caller).is_some_and(|&rows| rows >= MAX_OF_ONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caller_has_a_bound_of_its_own() {
        let mut count = Count::default();
        count.change("zoë", MAX_OF_ONE);
        count.change("", MAX_OF_ONE);
        assert!(count.is_too_many("zoë"));
        assert!(!count.is_too_many("bob"));
        assert!(!count.is_too_many(""));
        count.change("zoë", -1);
        assert!(!count.is_too_many("zoë"));
    }

    #[test]
    fn all_rows_have_a_bound_and_callers_without_rows_are_forgotten() {
        let mut count = Count::default();
        count.change("", MAX_ROWS);
        assert!(count.is_full());
        count.change("", -MAX_ROWS);
        assert!(!count.is_full() && count.of.is_empty());
    }
}
