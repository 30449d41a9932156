//! Validates the settings and everything that they name, for `--check`.

use crate::bundle::Bundle;
use crate::ledger::Ledger;
use crate::settings::{Settings, UpstreamTarget};
use crate::start::StartError;
use crate::upstream::Upstream;
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpSocket;

/// Checks the bundle, the ledger, the address and the certificates that a start would use. Changes
/// nothing and sends no request, so a proxy with the same settings can run meanwhile.
///
/// Returns every problem. An empty list means that the proxy can start, unless another process
/// occupies its port or its ledger.
#[must_use]
pub async fn check(settings: Settings) -> Vec<StartError> {
    let bundle = settings.dist.as_deref().map(Bundle::read).transpose().map_err(StartError::Dist);
    let ledger =
        Ledger::check(&settings.ledger).await.map_err(|error| StartError::Ledger(settings.ledger, error));
    let address = check_address(settings.listen).map_err(|error| StartError::Listen(settings.listen, error));
    let metrics_address = settings.metrics_listen.map_or(Ok(()), |address| {
        check_address(address).map_err(|error| StartError::MetricsListen(address, error))
    });
    let certificates = match settings.upstream {
        UpstreamTarget::Sandbox => Ok(()),
        UpstreamTarget::Remote(base, key) => {
            Upstream::new(base, &key, settings.upstream_options).map(drop).map_err(StartError::Tls)
        }
    };
    let results = [bundle.map(drop), ledger, address, metrics_address, certificates];
    results.into_iter().filter_map(Result::err).collect()
}

/// Checks that the address belongs to this machine. The port may be in use, most likely by a running
/// proxy. The socket never listens, so no client can connect to it.
fn check_address(address: SocketAddr) -> io::Result<()> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    match socket?.bind(address) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Ok(()),
        result => result,
    }
}
