//! The version of the server.

use super::connections::Connections;
use super::schema::CONNECT_LIMIT;
use super::statements;
use crate::ledger::error::LedgerError;

/// The oldest version of PostgreSQL that the tests run on.
const OLDEST: u32 = 15;

/// Checks that the server is not an older PostgreSQL than version 15.
pub(super) async fn check(connections: &Connections) -> Result<(), LedgerError> {
    let rows = connections.query(CONNECT_LIMIT, statements::SERVER_VERSION, &[]).await?;
    let text: &str = rows.first().map_or(Ok(""), |row| row.try_get(0))?;
    match version(text) {
        Some(version) if major(version) < OLDEST => Err(LedgerError::TooOld(version.to_owned())),
        _ => Ok(()),
    }
}

/// Returns the version in the result of `version()`, such as `15.4`. `None` for another product, which
/// may have a numbering of its own.
fn version(text: &str) -> Option<&str> {
    let version = text.strip_prefix("PostgreSQL ")?.split(' ').next()?;
    let is_plain = version.split('.').all(|part| part.parse::<u32>().is_ok());
    is_plain.then_some(version)
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_postgresql_is_read() {
        for (text, expected) in [
            ("PostgreSQL 15.14 (Debian 15.14-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc", 15),
            ("PostgreSQL 14.9 on aarch64", 14),
            ("PostgreSQL 9.6.24", 9),
            ("PostgreSQL 18.0", 18),
        ] {
            assert_eq!(version(text).map(major), Some(expected), "{text}");
        }
    }

    #[test]
    fn another_product_has_no_version_that_is_compared() {
        for text in [
            "",
            "CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)",
            "PostgreSQL 11.2-YB-2.20.0.0-b0 on x86_64",
            "PostgreSQL 18beta1",
            "PostgreSQL ",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
