//! Whose an entry is: its host, and the site that the host belongs to.

/// The host of a URL in lower case, without its port.
pub(super) fn of_url(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.trim_end_matches('.').to_ascii_lowercase())
}

/// The part of a host that one owner has, as far as its form tells: `shop.example` of
/// `cdn.shop.example`, `shop.co.uk` of `cdn.shop.co.uk`.
pub(super) fn site(host: &str) -> &str {
    let is_address = host.contains(':') || host.rsplit('.').next().is_some_and(is_number);
    if is_address {
        return host;
    }
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let Some(last) = dots.next() else { return host };
    let Some(second) = dots.next() else { return host };
    let is_registry = host.len() - last == 3 && last - second <= 4;
    let start = match (is_registry, dots.next()) {
        (false, _) => second + 1,
        (true, Some(third)) => third + 1,
        (true, None) => 0,
    };
    &host[start..]
}

fn is_number(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `host` is `pattern` or below it.
pub(super) fn is_below(host: &str, pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches("*.").trim_matches('.');
    host.len() >= pattern.len()
        && host.is_char_boundary(host.len() - pattern.len())
        && host[host.len() - pattern.len()..].eq_ignore_ascii_case(pattern)
        && (host.len() == pattern.len() || host[..host.len() - pattern.len()].ends_with('.'))
        && !pattern.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::chunk::fit::host::{is_below, of_url, site};

    #[test]
    fn a_url_has_a_host_and_a_host_a_site() {
        for (url, host, owner) in [
            ("https://u:p@CDN.Shop.example:8443/a?b@c", "cdn.shop.example", "shop.example"),
            ("https://a.b.shop.co.uk", "a.b.shop.co.uk", "shop.co.uk"),
            ("https://shop.co.uk/", "shop.co.uk", "shop.co.uk"),
            ("https://cdn.shop.io", "cdn.shop.io", "shop.io"),
            ("http://10.0.0.1:80/", "10.0.0.1", "10.0.0.1"),
            ("http://[2001:db8::1]:80/", "2001:db8::1", "2001:db8::1"),
            ("http://localhost", "localhost", "localhost"),
        ] {
            let found = of_url(url).unwrap();
            assert_eq!((found.as_str(), site(&found)), (host, owner), "{url}");
        }
        assert_eq!(of_url("data:text/plain,x"), None);
        assert_eq!(of_url("https:///x"), None);
    }

    #[test]
    fn a_host_is_below_its_parents() {
        for (host, pattern, expected) in [
            ("a.example", "a.example", true),
            ("b.a.example", "A.example", true),
            ("b.a.example", "*.a.example", true),
            ("ba.example", "a.example", false),
            ("a.example", "b.a.example", false),
            ("é.a.example", "a.example", true),
            ("aé", "\u{a9}", false),
            ("a.example", "", false),
        ] {
            assert_eq!(is_below(host, pattern), expected, "{host} {pattern}");
        }
    }
}
