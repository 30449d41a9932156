use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The address of the other end of a connection: the reverse proxy, or the caller itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// Returns the rightmost address of `X-Forwarded-For` that is not trusted. The caller controls
/// every entry to the left of it.
pub(super) fn nearest_untrusted(headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    for hop in lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(',')) {
        let address = hop_address(hop.trim())?;
        if !is_trusted(address) {
            return Some(address);
        }
    }
    None
}

fn hop_address(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    hop.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// Returns the network that stands for an address in the rate limit. One household or office
/// usually has a whole IPv6 /64.
pub(super) fn network_key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).to_string() + "/64",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Cidr;

    fn forwarded(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Cidr = "10.0.0.0/8".parse().unwrap();
        nearest_untrusted(&headers, |hop| trusted.contains(hop)).map(|address| address.to_string())
    }

    #[test]
    fn the_rightmost_untrusted_hop_is_the_caller() {
        assert_eq!(forwarded(&["1.1.1.1, 203.0.113.9, 10.1.1.1"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(forwarded(&["1.1.1.1", "203.0.113.9:4711"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(forwarded(&["10.1.1.1"]), None);
        assert_eq!(forwarded(&["203.0.113.9, unknown"]), None);
        assert_eq!(forwarded(&[]), None);
    }

    #[test]
    fn an_ipv6_address_is_counted_by_its_network() {
        assert_eq!(network_key("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
        assert_eq!(network_key("203.0.113.9".parse().unwrap()), "203.0.113.9");
    }
}
