//! The hosts that are reached without a proxy (`NO_PROXY`).

use std::net::IpAddr;

use super::origin::address;

/// Hosts that are reached without a proxy.
#[derive(Default)]
pub(super) struct Bypass {
    all: bool,
    entries: Vec<Entry>,
}

enum Entry {
    /// A host and those below it, maybe at one port only.
    Host(String, Option<u16>),
    /// Addresses that have this many bits in common, maybe at one port only.
    Network(IpAddr, u32, Option<u16>),
}

impl Bypass {
    /// Names of hosts, addresses and networks (CIDR), with commas between them; `*` is all. A
    /// dot or `*.` before a name means nothing, and there may be a port behind a name or an address.
    /// An entry that makes no sense is left out: a direct connection is what nobody asked for.
    pub(super) fn parse(text: &str) -> Self {
        let mut bypass = Self::default();
        for entry in text.split([',', ' ', '\t']).filter(|text| !text.is_empty()) {
            if entry == "*" {
                bypass.all = true;
                continue;
            }
            if let Some((network, bits)) = entry.split_once('/') {
                if let (Some(network), Ok(bits)) = (address(network), bits.parse()) {
                    bypass.entries.push(Entry::Network(network, bits, None));
                }
                continue;
            }
            if let Some(address) = address(entry) {
                bypass.entries.push(Entry::Network(address, 128, None));
                continue;
            }
            let (name, port) = match entry.rsplit_once(':') {
                Some((name, port)) => match port.parse() {
                    Ok(port) => (name, Some(port)),
                    Err(_) => continue,
                },
                None => (entry, None),
            };
            if let Some(address) = address(name) {
                bypass.entries.push(Entry::Network(address, 128, port));
                continue;
            }
            let name = name.trim_start_matches('*').trim_start_matches('.');
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            if !name.is_empty() {
                bypass.entries.push(Entry::Host(name, port));
            }
        }
        bypass
    }

    /// Whether a host is reached without a proxy at this port.
    pub(super) fn contains(&self, host: &str, port: u16) -> bool {
        let address = address(host);
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.all
            || self.entries.iter().any(|entry| match entry {
                Entry::Network(network, bits, of_port) => {
                    of_port.is_none_or(|of_port| of_port == port)
                        && address.is_some_and(|address| is_in(address, *network, *bits))
                }
                Entry::Host(name, of_port) => {
                    of_port.is_none_or(|of_port| of_port == port)
                        && host
                            .strip_suffix(name.as_str())
                            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
                }
            })
    }
}

/// Returns whether an address has its first bits in common with a network.
fn is_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    // Addresses of IPv4 stand behind 96 bits in IPv6.
    let is_mapped = network.is_ipv6() && network.to_canonical().is_ipv4();
    let bits = match is_mapped {
        true if bits < 96 => return false,
        true => bits - 96,
        false => bits,
    };
    match (address.to_canonical(), network.to_canonical()) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let other = address.to_bits() ^ network.to_bits();
            other.leading_zeros() >= bits.min(32)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let other = address.to_bits() ^ network.to_bits();
            other.leading_zeros() >= bits.min(128)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bypasses(list: &str, host: &str, port: u16) -> bool {
        Bypass::parse(list).contains(host, port)
    }

    #[test]
    fn hosts_without_a_proxy() {
        for (list, host) in [
            ("*", "example.com"),
            ("a, *", "example.com"),
            ("example.com", "example.com"),
            ("EXAMPLE.com", "Example.Com."),
            ("example.com", "a.b.example.com"),
            (".example.com", "example.com"),
            (".example.com", "a.example.com"),
            ("*.example.com", "a.example.com"),
            ("x,\texample.com ,y", "example.com"),
            ("example.com:443", "example.com"),
            (".example.com:443", "a.example.com"),
            ("10.0.0.0/8", "10.255.0.1"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.0.0.0/8", "[::ffff:10.1.2.3]"),
            ("0.0.0.0/0", "1.2.3.4"),
            ("fd00::/8", "[fd12::1]"),
            ("[::1]", "[::1]"),
            ("::1", "[::1]"),
            ("0:0::1", "[::1]"),
            ("[::1]:443", "[0:0::1]"),
            ("10.1.2.3:443", "10.1.2.3"),
            ("::ffff:10.0.0.0/104", "10.1.2.3"),
            ("::ffff:10.1.2.3", "10.1.2.3"),
        ] {
            assert!(bypasses(list, host, 443), "{list}: {host}");
        }
        for (list, host) in [
            ("", "example.com"),
            (",", "example.com"),
            (".", "example.com"),
            ("example.com", "badexample.com"),
            ("example.com", "example.com.evil.com"),
            ("a.example.com", "example.com"),
            ("example.com:80", "example.com"),
            ("10.0.0.0/8", "11.0.0.1"),
            ("10.0.0.0/8", "10.example.com"),
            ("10.1.2.3", "10.1.2.30"),
            ("10.0.0.0/x", "10.0.0.0"),
            ("0.0.0.0/0", "[::1]"),
            ("fd00::/8", "[fe80::1]"),
            ("example.com/24", "example.com"),
            ("example.com:", "example.com"),
            ("example.com:https", "example.com"),
            ("example.com:99999", "example.com"),
            ("[::1]:80", "[::1]"),
            ("10.1.2.3:80", "10.1.2.3"),
            ("::ffff:10.0.0.0/112", "10.1.2.3"),
            ("::ffff:10.0.0.0/24", "11.1.2.3"),
        ] {
            assert!(!bypasses(list, host, 443), "{list}: {host}");
        }
    }
}
