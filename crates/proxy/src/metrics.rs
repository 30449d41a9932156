//! Counts and measures for Prometheus (`docs/specification.md`, section 7.12). They belong to the
//! process, like its log, so each module records its own events.

mod server;

pub use server::{observe_ledger, serve_metrics};

use crate::caller::Reason;
use crate::ledger::Size;
use crate::settings::{COMMIT, VERSION};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::future::Future;
use std::sync::LazyLock;
use std::time::Instant;
use ticket_note_core::wire::Code;

/// The metrics of this process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// The upper bounds for requests to Omnidesk, in seconds. Their timeout is 25 seconds at most.
const UPSTREAM_BUCKETS: [f64; 10] = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6];

/// The upper bounds for operations of the ledger, in seconds. Most of them wait for one fsync.
const LEDGER_BUCKETS: [f64; 9] = [0.001, 0.002, 0.004, 0.008, 0.016, 0.064, 0.256, 1.0, 4.0];

/// The counts and measures, and the registry that names them.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    upstream_duration: Histogram,
    upstream_in_flight: Gauge,
    ledger_duration: Family<Operation, Histogram, fn() -> Histogram>,
    ledger_errors: Family<Operation, Counter>,
    ledger_rows: Gauge,
    ledger_unknown: Gauge,
    ledger_size: Gauge,
    ticket_reads: Family<ReadResult, Counter>,
    log_lines_dropped: Counter,
    unauthenticated: Family<Unauthenticated, Counter>,
    sessions: Family<SessionEvent, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
    replayed: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReadResult {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Unauthenticated {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SessionEvent {
    event: &'static str,
}

/// The events of sessions: a code was issued, a session began as a cookie or a bearer, it was ended by
/// its user, or a request for it was refused.
const SESSION_EVENTS: [&str; 5] = ["code", "cookie", "bearer", "ended", "refused"];

impl Metrics {
    fn new() -> Self {
        let metrics = Self {
            registry: Registry::with_prefix("ticket_note"),
            requests: Family::default(),
            upstream_duration: Histogram::new(UPSTREAM_BUCKETS),
            upstream_in_flight: Gauge::default(),
            ledger_duration: Family::new_with_constructor(|| Histogram::new(LEDGER_BUCKETS)),
            ledger_errors: Family::default(),
            ledger_rows: Gauge::default(),
            ledger_unknown: Gauge::default(),
            ledger_size: Gauge::default(),
            ticket_reads: Family::default(),
            log_lines_dropped: Counter::default(),
            unauthenticated: Family::default(),
            sessions: Family::default(),
        };
        metrics.create_series();
        metrics.register()
    }

    /// Creates the series with the value 0, so that rates are correct from the first event.
    fn create_series(&self) {
        for outcome in Code::ALL.iter().map(|code| code.as_str()).chain(["saved"]) {
            drop(self.requests.get_or_create(&Outcome { outcome, replayed: "false" }));
        }
        for outcome in ["saved", Code::OutcomeUnknown.as_str()] {
            drop(self.requests.get_or_create(&Outcome { outcome, replayed: "true" }));
        }
        for reason in Reason::ALL {
            drop(self.unauthenticated.get_or_create(&Unauthenticated { reason: reason.as_str() }));
        }
        for event in SESSION_EVENTS {
            drop(self.sessions.get_or_create(&SessionEvent { event }));
        }
        for operation in ["claim", "settle", "probe"] {
            drop(self.ledger_duration.get_or_create(&Operation { operation }));
            drop(self.ledger_errors.get_or_create(&Operation { operation }));
        }
        for result in ["saved", "same_text", "absent", "refused", "failed"] {
            drop(self.ticket_reads.get_or_create(&ReadResult { result }));
        }
    }

    fn register(mut self) -> Self {
        let registry = &mut self.registry;
        let build = Info::new([("version", VERSION), ("commit", COMMIT)]);
        registry.register("build", "Version and commit of the proxy", build);
        let help = "Requests that add a note, by outcome: saved, or the code of the error";
        registry.register("requests", help, self.requests.clone());
        let help = "Time from the request to Omnidesk to the end of its response";
        let duration = self.upstream_duration.clone();
        registry.register_with_unit("upstream_duration", help, Unit::Seconds, duration);
        let help = "Requests to Omnidesk that have no response yet";
        registry.register("upstream_in_flight", help, self.upstream_in_flight.clone());
        let help = "Time of an operation of the ledger, including its wait in the queue";
        let duration = self.ledger_duration.clone();
        registry.register_with_unit("ledger_duration", help, Unit::Seconds, duration);
        let help = "Operations of the ledger that failed";
        registry.register("ledger_errors", help, self.ledger_errors.clone());
        let help = "Attempts in the ledger, counted every 15 seconds";
        registry.register("ledger_rows", help, self.ledger_rows.clone());
        let help = "Attempts in the ledger whose outcome is unknown, counted every 15 seconds";
        registry.register("ledger_unknown", help, self.ledger_unknown.clone());
        let help = "Size of the SQLite file without its write-ahead log, or of the table in PostgreSQL";
        registry.register_with_unit("ledger_size", help, Unit::Bytes, self.ledger_size.clone());
        let help = "Tickets read for attempts whose outcome was unknown, by result";
        registry.register("ticket_reads", help, self.ticket_reads.clone());
        let help = "Requests without a valid identity, by reason";
        registry.register("unauthenticated", help, self.unauthenticated.clone());
        let help = "Sign-ins in a window: codes, sessions that began or ended, and refused requests";
        registry.register("sessions", help, self.sessions.clone());
        let help = "Log lines that could not be written";
        registry.register("log_lines_dropped", help, self.log_lines_dropped.clone());
        self
    }

    /// Counts a request with its outcome: `saved` or a code.
    pub fn count_request(&self, outcome: &'static str, replayed: bool) {
        let replayed = if replayed { "true" } else { "false" };
        self.requests.get_or_create(&Outcome { outcome, replayed }).inc();
    }

    /// Counts a ticket that was read for an unknown attempt: `saved`, `same_text`, `absent`, `refused` or
    /// `failed`.
    pub fn count_reading(&self, result: &'static str) {
        self.ticket_reads.get_or_create(&ReadResult { result }).inc();
    }

    /// Counts a request without a valid identity.
    pub fn count_unauthenticated(&self, reason: &'static str) {
        self.unauthenticated.get_or_create(&Unauthenticated { reason }).inc();
    }

    /// Counts an event of a session.
    pub fn count_session(&self, event: &'static str) {
        self.sessions.get_or_create(&SessionEvent { event }).inc();
    }

    /// Records the size of the ledger.
    pub fn record_ledger_size(&self, size: Size) {
        self.ledger_rows.set(size.rows);
        self.ledger_unknown.set(size.unknown);
        self.ledger_size.set(size.bytes.unwrap_or(0));
    }

    /// Counts log lines that could not be written.
    pub fn count_dropped_lines(&self, lines: u64) {
        self.log_lines_dropped.inc_by(lines);
    }

    /// Measures a request to Omnidesk, and counts it as in flight until the returned future ends or
    /// is dropped.
    pub async fn measure_upstream<T>(&self, request: impl Future<Output = T>) -> T {
        let _in_flight = InFlight::start(&self.upstream_in_flight);
        let start = Instant::now();
        let result = request.await;
        self.upstream_duration.observe(start.elapsed().as_secs_f64());
        result
    }

    /// Measures an operation of the ledger, and counts it if it fails.
    pub async fn measure_ledger<T, E>(
        &self,
        operation: &'static str,
        result: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let start = Instant::now();
        let result = result.await;
        let labels = Operation { operation };
        self.ledger_duration.get_or_create(&labels).observe(start.elapsed().as_secs_f64());
        if result.is_err() {
            self.ledger_errors.get_or_create(&labels).inc();
        }
        result
    }

    /// Returns the metrics in the text format of OpenMetrics 1.0.
    ///
    /// # Errors
    /// [`fmt::Error`] if a metric cannot be written as text.
    pub fn to_text(&self) -> Result<String, fmt::Error> {
        let mut output = String::new();
        text::encode(&mut output, &self.registry)?;
        Ok(output)
    }
}

/// Counts a request as in flight until it is dropped.
struct InFlight<'a>(&'a Gauge);

impl<'a> InFlight<'a> {
    fn start(gauge: &'a Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
