use super::public_origin::Origin;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// What the bundle needs and nothing more (contract, section 6).
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
    require-trusted-types-for 'script'";

const COMMON: [(HeaderName, HeaderValue); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// The headers of every answer (contract, section 7).
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    page: HeaderValue,
    demo: HeaderValue,
}

impl SecurityHeaders {
    /// Headers that let these origins frame the page, beside its own.
    #[must_use]
    pub fn new(frame_ancestors: &[Origin]) -> Arc<Self> {
        let ancestors: String = frame_ancestors.iter().map(|origin| format!(" {origin}")).collect();
        let page = format!("{POLICY}; frame-ancestors 'self'{ancestors}");
        // The one page that frames another: ours, in ours.
        let demo = format!("{page}; frame-src 'self'");
        Arc::new(Self { page: value(&page), demo: value(&demo) })
    }

    fn policy(&self, path: &str) -> HeaderValue {
        if path == "/demo" { self.demo.clone() } else { self.page.clone() }
    }

    fn add(&self, path: &str, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy(path));
        headers.extend(COMMON);
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// An origin is plain ASCII by construction; a policy that frames nothing is the safe way to fail.
fn value(policy: &str) -> HeaderValue {
    HeaderValue::from_str(policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

/// Puts the headers on an answer, whatever it is; what does not say how long it may be kept, is not
/// kept.
pub async fn add_security_headers(
    State(headers): State<Arc<SecurityHeaders>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    headers.add(&path, response.headers_mut());
    response
}
