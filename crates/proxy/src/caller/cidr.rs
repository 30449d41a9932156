use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of IP addresses, such as `10.0.0.0/8` or `::1`.
///
/// An IPv4-mapped IPv6 range, such as `::ffff:10.0.0.0/104`, becomes the IPv4 range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    base: u128,
    mask: u128,
    is_v4: bool,
}

/// The reason why a value is not an address range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidCidr {
    /// The part before `/` is not an IP address.
    Address,
    /// The part after `/` is not a prefix length of this kind of address. Contains the maximum.
    Prefix(u32),
    /// A bit after the prefix is set, so the range is ambiguous.
    HostBits,
}

impl fmt::Display for InvalidCidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => formatter.write_str("expected an address range such as 10.0.0.0/8 or ::1"),
            Self::Prefix(max) => write!(formatter, "expected a prefix length from 0 to {max} after /"),
            Self::HostBits => {
                formatter.write_str("expected the bits after the prefix to be 0, as in 10.0.0.0/8")
            }
        }
    }
}

impl std::error::Error for InvalidCidr {}

impl FromStr for Cidr {
    type Err = InvalidCidr;

    fn from_str(text: &str) -> Result<Self, InvalidCidr> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| InvalidCidr::Address)?;
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(width), str::parse).map_err(|_| InvalidCidr::Prefix(width))?;
        let free = width.checked_sub(prefix).ok_or(InvalidCidr::Prefix(width))?;
        let mask = u128::MAX.checked_shl(free).unwrap_or(0);
        if number(address) & !mask != 0 {
            return Err(InvalidCidr::HostBits);
        }
        // A mapped address has its 32 bits at the end, so the mask holds for both forms.
        let canonical = address.to_canonical();
        Ok(Self { base: number(canonical), mask, is_v4: canonical.is_ipv4() })
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let free = self.mask.trailing_zeros();
        match u32::try_from(self.base) {
            Ok(address) if self.is_v4 => {
                write!(formatter, "{}/{}", Ipv4Addr::from(address), 32_u32.saturating_sub(free))
            }
            _ => write!(formatter, "{}/{}", Ipv6Addr::from(self.base), 128 - free),
        }
    }
}

impl Cidr {
    /// Returns the ranges of the loopback interface.
    #[must_use]
    pub fn loopback() -> Vec<Self> {
        ["127.0.0.0/8", "::1"].iter().filter_map(|range| range.parse().ok()).collect()
    }

    /// Returns whether the range contains an address, in either of its forms.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.is_v4 && number(address) & self.mask == self.base
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn contains(range: &str, address: &str) -> bool {
        range.parse::<Cidr>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_contains_the_addresses_with_its_prefix() {
        assert!(contains("10.0.0.0/8", "10.255.1.2"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "203.0.113.9"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(contains("::1", "::1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
    }

    #[test]
    fn a_mapped_range_is_the_ipv4_range() {
        assert!(contains("::ffff:127.0.0.1", "127.0.0.1"));
        assert!(!contains("::ffff:127.0.0.1", "127.0.0.2"));
        assert!(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
        assert!(!contains("::ffff:10.0.0.0/104", "11.1.2.3"));
        assert!(contains("::ffff:0:0/96", "203.0.113.9"));
        assert!(contains("127.0.0.1", "::ffff:127.0.0.1"));
    }

    #[test]
    fn a_range_is_displayed_with_its_prefix() {
        for (text, displayed) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("127.0.0.1", "127.0.0.1/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::1", "::1/128"),
            ("2001:db8::/32", "2001:db8::/32"),
            ("::/0", "::/0"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ] {
            assert_eq!(text.parse::<Cidr>().unwrap().to_string(), displayed);
        }
    }

    #[test]
    fn an_error_has_one_cause() {
        for (text, error) in [
            ("", InvalidCidr::Address),
            ("host", InvalidCidr::Address),
            ("10/8", InvalidCidr::Address),
            ("10.0.0.0/33", InvalidCidr::Prefix(32)),
            ("10.0.0.0/", InvalidCidr::Prefix(32)),
            ("10.0.0.0/-1", InvalidCidr::Prefix(32)),
            ("::/129", InvalidCidr::Prefix(128)),
            ("10.0.0.1/8", InvalidCidr::HostBits),
        ] {
            assert_eq!(text.parse::<Cidr>(), Err(error), "{text}");
        }
    }
}
