use super::METRICS;
use crate::app::only;
use crate::ledger::Ledger;
use crate::serve::Connections;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::sleep;

/// The media type of the text format of OpenMetrics.
const MEDIA_TYPE: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// The maximum number of open connections. It is low, because few programs read metrics.
const MAX_CONNECTIONS: usize = 16;

/// The time between two measurements of the ledger. In PostgreSQL, each one reads every row.
const MEASUREMENT_INTERVAL: Duration = Duration::from_secs(15);

/// Measures the ledger periodically, until the returned future is dropped. A failure leaves the last
/// values; other metrics report it.
pub async fn observe_ledger(ledger: Ledger) {
    loop {
        if let Ok(size) = ledger.size().await {
            METRICS.record_ledger_size(size);
        }
        sleep(MEASUREMENT_INTERVAL).await;
    }
}

/// Serves `GET /metrics` until the returned future is dropped.
pub async fn serve_metrics(listener: TcpListener) {
    let router = Router::new()
        .route("/metrics", only(get(metrics), "GET, HEAD"))
        .fallback(|| async { StatusCode::NOT_FOUND });
    Connections::new(router, MAX_CONNECTIONS).accept(&listener).await;
}

async fn metrics() -> Response {
    match METRICS.to_text() {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
