use super::coding::Coding;
use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Names that stay the same between builds (`docs/specification.md`, section 6). Every other name
/// contains a hash of the file's content.
const STABLE: [&str; 6] =
    ["embed.js", "host.js", "index.html", "custom-elements.json", "host.d.ts", "ticket-note.d.ts"];

/// The script that pages of other origins load. A module is requested with CORS.
const SHARED: &str = "host.js";

/// A file of the bundle, with its compressed variants.
#[derive(Debug)]
pub(super) struct Asset {
    pub(super) media_type: &'static str,
    pub(super) cache_rule: &'static str,
    /// Whether scripts of every origin may read the file.
    pub(super) is_shared: bool,
    hash: String,
    plain: Bytes,
    compressed: BTreeMap<Coding, Bytes>,
}

impl Asset {
    pub(super) fn new(name: &str, plain: Vec<u8>, compressed: BTreeMap<Coding, Bytes>) -> Self {
        let digest = Sha256::digest(&plain);
        let hash = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let (media_type, cache_rule) = (media_type(name), cache_rule(name));
        Self { media_type, cache_rule, is_shared: name == SHARED, hash, plain: plain.into(), compressed }
    }

    /// Returns the smallest variant that the client accepts, and its coding.
    pub(super) fn variant(&self, request_headers: &HeaderMap) -> (Option<Coding>, Bytes) {
        let variant = self.compressed.iter().find(|(coding, _)| coding.is_accepted(request_headers));
        variant.map_or((None, self.plain.clone()), |(&coding, bytes)| (Some(coding), bytes.clone()))
    }

    /// Returns the `ETag` of a variant. Each variant has its own (RFC 9110, 8.8.3.3).
    pub(super) fn tag(&self, coding: Option<Coding>) -> HeaderValue {
        let form = coding.map_or("", Coding::suffix);
        HeaderValue::from_str(&format!("\"{}{form}\"", self.hash)).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

fn cache_rule(name: &str) -> &'static str {
    if STABLE.contains(&name) { "no-cache" } else { "public, max-age=31536000, immutable" }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "ts" | "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
