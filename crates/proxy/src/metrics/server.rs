use super::METRICS;
use crate::app::only;
use crate::serve::Connections;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

/// The media type of the text format of OpenMetrics.
const MEDIA_TYPE: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// The maximum number of open connections. Few programs read metrics.
const MAX_CONNECTIONS: usize = 16;

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
