use axum::http::HeaderMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The address of the other end of a connection: the reverse proxy, or the caller itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// A range of IP addresses, such as `10.0.0.0/8` or `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    base: u128,
    mask: u128,
    is_v4: bool,
}

/// The text is not an address range. The address may be invalid, the prefix too long, or a bit set
/// after the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCidr;

impl fmt::Display for InvalidCidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected an address range such as 10.0.0.0/8 or ::1")
    }
}

impl std::error::Error for InvalidCidr {}

impl FromStr for Cidr {
    type Err = InvalidCidr;

    fn from_str(text: &str) -> Result<Self, InvalidCidr> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().map_err(|_| InvalidCidr)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| InvalidCidr)?;
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let free = width.checked_sub(bits.unwrap_or(width)).ok_or(InvalidCidr)?;
        let mask = u128::MAX.checked_shl(free).unwrap_or(0);
        let base = number(address);
        if base & !mask == 0 { Ok(Self { base, mask, is_v4: address.is_ipv4() }) } else { Err(InvalidCidr) }
    }
}

impl Cidr {
    /// Returns the ranges of the loopback interface.
    #[must_use]
    pub fn loopback() -> Vec<Self> {
        ["127.0.0.0/8", "::1"].iter().filter_map(|range| range.parse().ok()).collect()
    }

    /// Returns whether the range contains an address. IPv4-mapped IPv6 addresses must be converted
    /// with [`IpAddr::to_canonical`] first.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        address.is_ipv4() == self.is_v4 && number(address) & self.mask == self.base
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

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

/// Returns the network that an address is counted by. One household or office usually has a whole
/// IPv6 /64.
pub(super) fn network_key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).to_string() + "/64",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Cidr = "10.0.0.0/8".parse().unwrap();
        nearest_untrusted(&headers, |hop| trusted.contains(hop)).map(|address| address.to_string())
    }

    #[test]
    fn a_range_contains_the_addresses_with_its_prefix() {
        let contains =
            |range: &str, address: &str| range.parse::<Cidr>().unwrap().contains(address.parse().unwrap());
        assert!(contains("10.0.0.0/8", "10.255.1.2"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "203.0.113.9"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(contains("::1", "::1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
    }

    #[test]
    fn other_texts_are_not_ranges() {
        for text in ["", "10.0.0.0/33", "10.0.0.1/8", "::/129", "10/8", "host", "10.0.0.0/", "10.0.0.0/-1"] {
            assert_eq!(text.parse::<Cidr>(), Err(InvalidCidr), "{text}");
        }
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
