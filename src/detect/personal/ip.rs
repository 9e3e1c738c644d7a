//! Addresses of clients: IPv4 and IPv6, where a name or a label says that they are a person's.
//!
//! An address alone is most often a server's, or a version (`Chrome/120.0.0.0`), and stays. So
//! do loopback, unspecified and documentation addresses (RFC 5737, RFC 3849) everywhere. Private
//! ranges go under a client's name, where they tell of the person's own network, and stay after
//! a mere label in prose.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::detect::personal::context::Context;
use crate::detect::personal::{Hit, PersonalRule, mac};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "client-ip",
    "ip",
    "addresses of clients, in headers, under names and after labels",
    &[
        ("X-Forwarded-For", "«81.2.69.142», «10.0.0.7»:443, 192.0.2.1"),
        ("forwarded", "for=\"[«2a02:8071:b::17»]:4711\";proto=https;by=203.0.113.43"),
        ("cf-connecting-ip", "«2a02:8071:b::17»"),
        ("clientIp", "«81.2.69.142»"),
        ("podIP", "«81.2.69.142» and 10.244.1.17, fd00::17"),
        ("remote_addr", "«::ffff:81.2.69.142»"),
        (
            "allowed_ip",
            "«81.2.69.140»/30, «81.2.69.0»/x, «10.1.2.3»/24 «10.0.0.9»/32, «2a02:8071:b::»/48",
        ),
        ("privateIpAddress", "«81.2.69.142»"),
        ("local_ip", "«192.168.1.20»"),
        ("", "blocked IP «81.2.69.142»."),
        ("", "your IP address is: «2a02:8071:b::17»"),
        (
            "",
            "started\n«81.2.69.142» - mquell [01/Dec/2026:10:00:00 +0100] \"GET / HTTP/1.1\" 200 7",
        ),
        ("", "open() failed, client: «81.2.69.142», server: quell.example"),
        ("", "Accepted publickey for root from «81.2.69.142» port 4711 ssh2"),
    ],
    &[
        ("serverIPAddress", "81.2.69.142"),
        ("", "\"serverIPAddress\": \"81.2.69.142\", host ip 81.2.69.142"),
        ("user-agent", "Chrome/120.0.0.0 Safari/537.36 v1.2.3.4"),
        ("x-forwarded-for", "127.0.0.1, ::1, 192.0.2.60, 2001:db8::17"),
        (
            "",
            "started\n81.2.69.142 - upstream [error]; upstream: 81.2.69.142, resolved from 81.2.69.142",
        ),
        ("", "81.2.69.142 1.2.3.4.5 the IP 10.0.0.1 or ip 300.1.1.1"),
        ("x-real-ip", "12:30:45"),
        ("ip_version", "ipv4"),
        ("clusterIPs", "10.96.0.10"),
        ("x-origin-ip", "10.1.2.3"),
        ("ip_cidr_range", "10.140.0.0/20, 81.2.0.0/16 fe80::/64"),
        ("privateIpAddress", "10.1.2.3"),
        ("privateIPAddress", "10.1.2.3"),
        ("default_gateway_ip", "192.168.1.1"),
    ],
);

/// Names of clients' addresses.
const CLIENT: [&str; 38] = [
    " ip ",
    " ips ",
    " ipaddress ",
    " ip address ",
    " ip addr ",
    " ipaddr ",
    " ip4 ",
    " ip6 ",
    " ipv4 ",
    " ipv6 ",
    " clientip ",
    " client ip ",
    " client address ",
    " clientaddr ",
    " client addr ",
    " userip ",
    " remoteip ",
    " remote addr ",
    " remoteaddr ",
    " remote address ",
    " remote ip ",
    " real ip ",
    " realip ",
    " connecting ip ",
    " connecting ipv6 ",
    " x forwarded for ",
    " forwarded for ",
    " forwarded ",
    " x client ip ",
    " cluster client ip ",
    " true client ip ",
    " lastip ",
    " last ip ",
    " peer ip ",
    " visitor ip ",
    " source ip ",
    " src ip ",
    " ip adresse ",
];

/// Names that hold an address, but a server's.
const SERVER: [&str; 8] = [
    " server ",
    " host ",
    " dns ",
    " version ",
    " forwarded host ",
    " forwarded proto ",
    " forwarded port ",
    " by ",
];

/// Names of addresses that a cluster gives its own machines: private ones stay.
const MACHINE: [&str; 12] = [
    " pod ip ",
    " pod ips ",
    " cluster ip ",
    " cluster ips ",
    " origin ip ",
    " private ip ",
    " private ipaddress ",
    " private ipaddresses ",
    " private ips ",
    " service ip ",
    " gateway ip ",
    " network ip ",
];

/// Labels in prose.
const LABEL: [&str; 8] = [
    " ip ",
    " ip address ",
    " ipaddress ",
    " client ip ",
    " clientip ",
    " remote addr ",
    " remoteaddr ",
    " ip addr ",
];

/// Longest list of addresses that is taken apart under a client's name.
const LIST_BYTES_MAX: usize = 4096;

/// Reports the addresses of a text that stands under a client's name.
pub(super) fn find_named(context: &Context<'_>, hit: &mut Hit<'_>) {
    let text = context.text;
    if !may_hold_address(text) || !is_named(context) {
        return;
    }
    let mut at = 0;
    while at < text.len() {
        let len = text[at..].iter().take_while(|byte| is_part(**byte)).count();
        let whole = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        let ends = text.get(at + len).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if let Some((span, address)) = address_of(text, at..at + len).filter(|_| whole && ends)
            && !is_nobody(address)
            && !(is_private(address) && context.name_says(&MACHINE))
            && !is_network(address, &text[span.end..])
        {
            hit(span, RULE.rule);
        }
        at += len.max(1);
    }
}

/// Reports the labelled IPv4 address that the run of digits and dots at `at` is.
pub(super) fn find_v4(context: &Context<'_>, at: usize, hit: &mut Hit<'_>) {
    let text = context.text;
    let len = text[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let begins = at == 0 || !matches!(text[at - 1], b'/' | b'-' | b'_' | b'.' | b':' | b'v');
    let whole = at == 0 || !text[at - 1].is_ascii_alphanumeric();
    let ends = text.get(at + len).is_none_or(|byte| !is_word(*byte));
    if len >= 7 && begins && whole && ends {
        report_labelled(context, at..at + len, hit);
    }
}

/// Reports the labelled IPv6 address that `word` of the text is.
pub(super) fn find_v6_in(context: &Context<'_>, word: Range<usize>, hit: &mut Hit<'_>) {
    let after = context.text.get(word.end);
    let colons = memchr::memchr_iter(b':', &context.text[word.clone()]).count();
    if colons >= 2 && after.is_none_or(|byte| !is_word(*byte)) {
        report_labelled(context, word, hit);
    }
}

fn report_labelled(context: &Context<'_>, word: Range<usize>, hit: &mut Hit<'_>) {
    if is_named(context) {
        return;
    }
    if let Some((span, address)) = address_of(context.text, word)
        && !is_nobody(address)
        && !is_private(address)
        && (is_logged(context.text, &span)
            || context.label_says(&LABEL, span.start) && !context.label_says(&SERVER, span.start))
    {
        hit(span, RULE.rule);
    }
}

/// Whether the address at `span` is that of who has asked, as logs of servers have it: before the user
/// and the time (Common Log Format), behind `client:` (nginx) or `from`, before `port` (sshd).
fn is_logged(text: &[u8], span: &Range<usize>) -> bool {
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let begins_line = before.last().is_none_or(|byte| *byte == b'\n');
    before.ends_with(b"client: ")
        || before.ends_with(b"client ")
        || before.ends_with(b"from ") && behind.starts_with(b" port ")
        || begins_line && is_access(behind)
}

/// ` - - [10/Oct/2026:13:55:36 +0200]`
fn is_access(behind: &[u8]) -> bool {
    const HEAD_MAX: usize = 96;
    let mut words = behind[..behind.len().min(HEAD_MAX)].split(|byte| *byte == b' ').skip(1);
    let (who, user, time) = (words.next(), words.next(), words.next());
    behind.starts_with(b" ")
        && who.is_some()
        && user.is_some()
        && time.is_some_and(|time| matches!(time, [b'[', day, ..] if day.is_ascii_digit()))
}

fn is_named(context: &Context<'_>) -> bool {
    context.text.len() <= LIST_BYTES_MAX
        && context.name_says(&CLIENT)
        && !context.name_says(&SERVER)
}

/// Whether a text has the dots or colons of an address; spares most texts the look at their name.
fn may_hold_address(text: &[u8]) -> bool {
    let count = |sign| text.iter().map(|byte| usize::from(*byte == sign)).sum::<usize>();
    (3..=LIST_BYTES_MAX).contains(&text.len()) && (count(b'.') >= 3 || count(b':') >= 2)
}

/// The address that a word is, without a port or a full stop behind it.
fn address_of(text: &[u8], word: Range<usize>) -> Option<(Range<usize>, IpAddr)> {
    if word.len() < 3 || word.len() > 64 {
        return None;
    }
    let full = std::str::from_utf8(&text[word.clone()]).ok()?;
    let trimmed = full.trim_end_matches(['.', '-']);
    let candidates = [trimmed, trimmed.trim_end_matches(':'), trimmed.split(':').next()?];
    candidates.into_iter().find_map(|candidate| {
        let address = candidate.parse::<IpAddr>().ok()?;
        Some((word.start..word.start + candidate.len(), address))
    })
}

fn is_part(byte: u8) -> bool {
    mac::is_part(byte) && byte != b'-'
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Loopback, unspecified, broadcast, documentation: addresses of nobody.
fn is_nobody(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_nobody_v4(v4),
        IpAddr::V6(v6) => is_nobody_v6(v6),
    }
}

fn is_nobody_v4(address: Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_broadcast()
        || address.is_documentation()
        || address.octets()[0] == 0
}

fn is_nobody_v6(address: Ipv6Addr) -> bool {
    match address.to_ipv4_mapped() {
        Some(v4) => is_nobody_v4(v4),
        None => {
            let documentation = address.segments()[..2] == [0x2001, 0x0db8];
            address.is_loopback() || address.is_unspecified() || documentation
        }
    }
}

/// Whether an address with what stands `behind` it is a network, and one of many: `10.140.0.0/20`.
/// Where it is no private one, a small one is somebody's.
fn is_network(address: IpAddr, behind: &[u8]) -> bool {
    const PUBLIC_MAX: u32 = 24;
    let Some(length) = behind.strip_prefix(b"/") else { return false };
    let digits = length.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=3).contains(&digits) {
        return false;
    }
    let length = length[..digits].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let (trailing, bits) = match address {
        IpAddr::V4(v4) => (u32::from(v4).trailing_zeros(), 32),
        IpAddr::V6(v6) => (u128::from(v6).trailing_zeros(), 128),
    };
    let is_of_many = is_private(address) || address.is_ipv4() && length <= PUBLIC_MAX;
    length < bits && trailing >= bits - length && is_of_many
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80
        }
    }
}
