//! Host names that are not public; they count at level `public`.
//!
//! A host is not public when it is a single label (`intranet`), a private or link-local address
//! (RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6598), ends in a label that no public registry
//! gives out (`.local`, `.internal`, `.corp`, `.home.arpa`, or one that is no top-level domain by
//! its form), or has a label that says so (`build.corp.acme.example`). `localhost` and the
//! loopback addresses are every reader's own machine and stay.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::detect::{Kind, Rule};

/// A host that is not public.
pub(crate) const HOST: Rule = Rule { id: "public/host", kind: Kind("host") };

/// Schemes whose URLs have a host.
static SCHEMES: &[&[u8]] = &[
    b"http",
    b"https",
    b"ws",
    b"wss",
    b"ftp",
    b"ftps",
    b"sftp",
    b"ssh",
    b"smb",
    b"ldap",
    b"ldaps",
    b"grpc",
    b"mqtt",
    b"amqp",
    b"amqps",
    b"redis",
    b"rediss",
    b"mysql",
    b"postgres",
    b"postgresql",
    b"mongodb",
    b"kafka",
    b"nats",
    b"git",
];

/// The longest host name (RFC 1035).
const HOST_MAX: usize = 253;

/// Reports the host of every URL in `text` that is not public.
pub(crate) fn find(text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
    for colon in memchr::memchr_iter(b':', text) {
        if !has_host(&text[..colon]) {
            continue;
        }
        let Some(start) = authority(text, colon + 1) else { continue };
        let host = host_in(text, start);
        if !host.is_empty() && !is_public(&text[host.clone()]) {
            hit(host, HOST);
        }
    }
}

/// Whether the name of a host, without its port, is known outside of its network.
pub(crate) fn is_public(host: &[u8]) -> bool {
    let Ok(host) = std::str::from_utf8(host) else { return true };
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse().map_or(true, is_public_v6);
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return is_public_v4(address);
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut labels = host.rsplit('.');
    let last = labels.next().unwrap_or_default();
    if last == "localhost" {
        return true;
    }
    let mut labels = labels.peekable();
    let single = labels.peek().is_none();
    !single && is_top_level(last) && !labels.any(|label| INTERNAL_LABELS.contains(&label))
}

/// Labels that say of all below them that they are not public.
static INTERNAL_LABELS: &[&str] = &["internal", "intranet", "corp"];

/// Last labels that no public registry gives out (RFC 6762, RFC 8375, ICANN's list of names that
/// collide).
static PRIVATE_ENDS: &[&str] = &[
    "local",
    "localdomain",
    "internal",
    "intranet",
    "corp",
    "lan",
    "home",
    "private",
    "mail",
    "arpa",
    "domain",
    "priv",
    "intra",
    "consul",
];

fn is_top_level(label: &str) -> bool {
    let letters = label.bytes().all(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let form = letters && label.len() >= 2 || label.starts_with("xn--");
    form && !PRIVATE_ENDS.contains(&label)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    !(address.is_private() || address.is_link_local() || shared)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let mapped = address.to_ipv4_mapped().is_some_and(|mapped| !is_public_v4(mapped));
    !(address.is_unique_local() || address.is_unicast_link_local() || mapped)
}

fn has_host(before: &[u8]) -> bool {
    let letters = before.iter().rev().take(12).take_while(|byte| byte.is_ascii_alphabetic());
    let scheme = &before[before.len() - letters.count()..];
    SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Where the authority starts behind `//`, whose slashes JSON may escape.
fn authority(text: &[u8], at: usize) -> Option<usize> {
    [&b"//"[..], br"\/\/"]
        .into_iter()
        .find(|slashes| text[at..].starts_with(slashes))
        .map(|slashes| at + slashes.len())
}

/// The host of the authority that starts at `start`, without user information and port.
fn host_in(text: &[u8], start: usize) -> Range<usize> {
    let window = &text[start..text.len().min(start + 2 * HOST_MAX)];
    let end = window
        .iter()
        .position(|byte| !(is_host(*byte) || b":@[]%!$&*+,;=~".contains(byte)))
        .unwrap_or(window.len());
    let user = memchr::memrchr(b'@', &window[..end]).map_or(0, |at| at + 1);
    let host = &window[user..end];
    let length = if host.starts_with(b"[") {
        memchr::memchr(b']', host).map_or(0, |at| at + 1)
    } else {
        host.iter().position(|byte| !is_host(*byte)).unwrap_or(host.len())
    };
    start + user..start + user + length
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_public_hosts_from_others() {
        for host in [
            "example.com",
            "API.Example.CO.uk",
            "localhost",
            "app.localhost",
            "127.0.0.1",
            "8.8.8.8",
            "[::1]",
            "[2001:db8::1]",
            "xn--bcher-kva.example",
            "home.example.com",
            "printer.example.xn--p1ai",
        ] {
            assert!(is_public(host.as_bytes()), "{host}");
        }
        for host in [
            "intranet",
            "build.corp",
            "NAS.local",
            "wiki.internal",
            "a.svc.cluster.local",
            "git.corp.example.com",
            "router.home.arpa",
            "10.0.3.4",
            "172.16.9.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "db.prod1",
            "x.y1",
        ] {
            assert!(!is_public(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn finds_the_hosts_of_urls() {
        let table: &[(&str, &[&str])] = &[
            ("see https://wiki.corp:8443/a?b, or http://example.com", &["wiki.corp"]),
            (r"https:\/\/bob:pw@nas.local\/x", &["nas.local"]),
            ("ws://[fd00::1]:80/", &["[fd00::1]"]),
            ("'https://' + host, `https://${host}`, http://%s", &[]),
            ("webpack://app/./x chrome-extension://abcdef/ file:///etc", &[]),
            ("// a comment, https://", &[]),
            ("http://10.1.2.3/", &["10.1.2.3"]),
        ];
        for (text, expected) in table {
            let mut found = Vec::new();
            find(text.as_bytes(), &mut |span, _| found.push(&text[span]));
            assert_eq!(found, *expected, "{text}");
        }
    }
}
