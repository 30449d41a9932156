//! The packages of `hosts/`, in pages that play the host from a recording. The host, the app and the desk are
//! three sites over https.

mod bench;
mod claims;
mod extension;
mod hubspot;
mod plain;
mod salesforce;
mod zendesk;
