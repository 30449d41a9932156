//! Reads the body of a response within a size limit, and decodes gzip.

use super::classify::UpstreamBody;
use flate2::read::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use std::io::Read;

/// The maximum size of the response to a note, in bytes, before and after decompression. The documented
/// response has about 100 bytes.
pub(super) const MAX_RESPONSE: usize = 64 * 1024;

/// Reads the body and decodes it. `limit` is its maximum size in bytes, before and after decompression.
///
/// # Errors
/// [`UpstreamBody::TimedOut`] or [`UpstreamBody::Unusable`].
pub(super) async fn read(response: &mut Response, limit: usize) -> Result<Vec<u8>, UpstreamBody> {
    let coding = Coding::of(response.headers());
    let body = read_coded(response, limit).await?;
    match coding {
        Coding::Identity => Ok(body),
        Coding::Gzip => decode_gzip(&body, limit).ok_or(UpstreamBody::Unusable),
        Coding::Unsupported => Err(UpstreamBody::Unusable),
    }
}

async fn read_coded(response: &mut Response, limit: usize) -> Result<Vec<u8>, UpstreamBody> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            Err(error) if error.is_timeout() => return Err(UpstreamBody::TimedOut),
            Ok(Some(_)) | Err(_) => return Err(UpstreamBody::Unusable),
        }
    }
}

/// The content coding of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Unsupported,
}

impl Coding {
    /// Reads `Content-Encoding`. Names ignore case, and `x-gzip` is `gzip` (RFC 9110, 8.4.1).
    fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(CONTENT_ENCODING).iter().map(|line| line.to_str().unwrap_or("?"));
        let names = lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_ascii_lowercase());
        let names: Vec<String> = names.filter(|name| !matches!(&**name, "" | "identity")).collect();
        match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Self::Identity,
            ["gzip" | "x-gzip"] => Self::Gzip,
            _ => Self::Unsupported,
        }
    }
}

/// Returns `None` if the body is damaged, or larger than the limit after decompression.
fn decode_gzip(body: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let one_more = u64::try_from(limit).ok()? + 1;
    MultiGzDecoder::new(body).take(one_more).read_to_end(&mut decoded).ok()?;
    (decoded.len() <= limit).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_coding_ignores_case_and_identity() {
        for (lines, coding) in [
            (&[] as &[&'static str], Coding::Identity),
            (&["identity"], Coding::Identity),
            (&["gzip"], Coding::Gzip),
            (&["GZip"], Coding::Gzip),
            (&["x-gzip"], Coding::Gzip),
            (&["identity", "gzip"], Coding::Gzip),
            (&["gzip, gzip"], Coding::Unsupported),
            (&["gzip", "gzip"], Coding::Unsupported),
            (&["br"], Coding::Unsupported),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(CONTENT_ENCODING, line.parse().unwrap());
            }
            assert_eq!(Coding::of(&headers), coding, "{lines:?}");
        }
    }
}
