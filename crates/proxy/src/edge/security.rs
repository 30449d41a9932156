use super::frame_ancestor::FrameAncestor;
use crate::endpoint::SIGN_IN;
use crate::sandbox::SANDBOX_SIGN_IN;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The directives that the bundle needs (`docs/specification.md`, section 6).
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
    require-trusted-types-for 'script'";

const COMMON: [(HeaderName, HeaderValue); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Returns the policy for windows that a page opens, and for the window that opened it. `None`: the page
/// keeps its opener. The sign-in page posts its code to its opener, and loses it with any policy. The pages
/// with a form open that page.
fn opener_policy(path: &str) -> Option<HeaderValue> {
    match path {
        path if path == SIGN_IN || path.starts_with(SANDBOX_SIGN_IN) => None,
        "/" | "/index.html" | "/ticket-note/" | "/ticket-note/index.html" | "/demo" => {
            Some(HeaderValue::from_static("same-origin-allow-popups"))
        }
        _ => Some(HeaderValue::from_static("same-origin")),
    }
}

/// The headers that every response carries (`docs/specification.md`, section 7).
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    page: HeaderValue,
    demo: HeaderValue,
}

impl SecurityHeaders {
    /// Allows these origins to frame the page, in addition to the page's own origin.
    #[must_use]
    pub fn new(frame_ancestors: &[FrameAncestor]) -> Arc<Self> {
        let ancestors: String = frame_ancestors.iter().map(|ancestor| format!(" {ancestor}")).collect();
        let page = format!("{POLICY}; frame-ancestors 'self'{ancestors}");
        // The demo page is the only page that frames another one.
        let demo = format!("{page}; frame-src 'self'");
        Arc::new(Self { page: value(&page), demo: value(&demo) })
    }

    fn policy(&self, path: &str) -> HeaderValue {
        if path == "/demo" { self.demo.clone() } else { self.page.clone() }
    }

    fn add(&self, path: &str, headers: &mut HeaderMap) {
        // The sign-in page has a stricter policy of its own.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| self.policy(path));
        headers.extend(COMMON);
        if let Some(policy) = opener_policy(path) {
            headers.insert(OPENER_POLICY, policy);
        }
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// Converts a policy. Origins are ASCII, so this cannot fail; the fallback allows nothing.
fn value(policy: &str) -> HeaderValue {
    HeaderValue::from_str(policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

/// Adds the headers to a response. A response without `Cache-Control` becomes `no-store`.
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
