//! TLS to the database. The certificate and the name of the server are always verified.

use crate::ledger::error::LedgerError;
use crate::setting_file::{ReadAt, read_bytes};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// The certificates that the database may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// The connection is not encrypted.
    Off,
    /// A certificate that the machine trusts.
    System,
    /// A certificate of an authority in this file.
    Authorities(PathBuf),
}

/// Creates the connector. With [`Tls::Off`] it is not used.
pub(super) fn connector(tls: &Tls) -> Result<MakeRustlsConnect, LedgerError> {
    let config = match tls {
        Tls::Authorities(path) => builder()?.with_root_certificates(read(path)?).with_no_client_auth(),
        Tls::Off => builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth(),
        Tls::System => builder()?.with_platform_verifier().map_err(no_tls)?.with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, LedgerError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(no_tls)
}

fn read(path: &Path) -> Result<RootCertStore, LedgerError> {
    let unusable = |reason: String| LedgerError::Tls(format!("sslrootcert {}: {reason}", path.display()));
    let mut roots = RootCertStore::empty();
    let text = read_bytes(path, ReadAt::Start).map_err(|error| unusable(error.to_string()))?;
    for certificate in CertificateDer::pem_slice_iter(&text) {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() { Err(unusable("it has no certificate".to_owned())) } else { Ok(roots) }
}

#[expect(clippy::needless_pass_by_value, reason = "map_err passes the error by value")]
fn no_tls(error: rustls::Error) -> LedgerError {
    LedgerError::Tls(format!("cannot set up TLS; install ca-certificates: {error}"))
}
