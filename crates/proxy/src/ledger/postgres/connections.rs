//! The pool of connections, and the retries of a statement.

use super::database::Database;
use super::tls;
use crate::ledger::error::LedgerError;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

/// A parameter of a statement, with its type. The type makes it unnecessary to prepare the statement
/// on the server.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parameter<'a> {
    Bytes(&'a [u8]),
    Text(&'a str),
    Small(i16),
    Int(i32),
    Big(i64),
    Float(f64),
    BytesList(&'a [&'a [u8]]),
    Smalls(&'a [i16]),
    Bigs(&'a [i64]),
}

impl Parameter<'_> {
    fn typed(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Self::Bytes(bytes) => (bytes, Type::BYTEA),
            Self::Text(text) => (text, Type::TEXT),
            Self::Small(number) => (number, Type::INT2),
            Self::Int(number) => (number, Type::INT4),
            Self::Big(number) => (number, Type::INT8),
            Self::Float(number) => (number, Type::FLOAT8),
            Self::BytesList(list) => (list, Type::BYTEA_ARRAY),
            Self::Smalls(list) => (list, Type::INT2_ARRAY),
            Self::Bigs(list) => (list, Type::INT8_ARRAY),
        }
    }
}

/// Returns parameters as the client library takes them.
pub(super) fn typed<'a>(parameters: &'a [Parameter<'_>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    parameters.iter().map(Parameter::typed).collect()
}

/// The maximum number of connections of one proxy. Three proxies stay below 100, the usual limit of
/// a server.
const MAX_CONNECTIONS: usize = 16;

/// The pause before a statement is repeated. It doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// A pool of connections. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pool: Pool,
}

impl Connections {
    /// Creates an empty pool.
    pub(super) fn new(database: &Database) -> Result<Self, LedgerError> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager =
            Manager::from_config(database.config().clone(), tls::connector(database.tls())?, recycling);
        let pool = Pool::builder(manager).max_size(MAX_CONNECTIONS).build();
        Ok(Self { pool: pool.map_err(|_| LedgerError::Busy)? })
    }

    /// Runs a statement, and repeats it after a temporary failure. So it must be safe to repeat.
    ///
    /// # Errors
    /// [`LedgerError`] if it did not succeed within the time limit, or if it cannot succeed.
    pub(super) async fn query(
        &self,
        limit: Duration,
        statement: &'static str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, LedgerError> {
        let (deadline, mut pause) = (Instant::now() + limit, FIRST_PAUSE);
        loop {
            let error = match timeout_at(deadline, self.query_once(statement, parameters)).await {
                Ok(Ok(rows)) => return Ok(rows),
                Ok(Err(error)) => error,
                Err(_elapsed) => {
                    // The other connections that wait in the pool are probably just as slow.
                    self.pool.retain(|_, _| false);
                    return Err(LedgerError::Slow);
                }
            };
            if !error.is_transient() || Instant::now() + pause >= deadline {
                return Err(error);
            }
            sleep(pause).await;
            pause *= 2;
        }
    }

    async fn query_once(
        &self,
        statement: &'static str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, LedgerError> {
        let mut connection = self.get().await?;
        let rows = connection.client()?.query_typed(statement, &typed(parameters)).await?;
        connection.keep();
        Ok(rows)
    }

    /// Takes a connection from the pool, or opens one.
    pub(super) async fn get(&self) -> Result<Connection, LedgerError> {
        match self.pool.get().await {
            Ok(object) => Ok(Connection(Some(object))),
            Err(PoolError::Backend(error)) => Err(error.into()),
            Err(_) => Err(LedgerError::Busy),
        }
    }
}

/// A connection that is closed when it is dropped, unless it is kept. After an error it may be
/// broken. After a time-out its statement may still run.
pub(super) struct Connection(Option<Object>);

impl Connection {
    /// Returns the client.
    pub(super) fn client(&mut self) -> Result<&mut Object, LedgerError> {
        self.0.as_mut().ok_or(LedgerError::Busy)
    }

    /// Returns the connection to the pool.
    pub(super) fn keep(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}
