//! Patterns for hosts, statuses and types, as a user writes them.

use std::ops::RangeInclusive;
use std::str::FromStr;

/// A host and all below it; after `*.` only those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern {
    name: String,
    port: Option<String>,
    only_below: bool,
}

impl FromStr for HostPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (only_below, rest) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('.').unwrap_or(text)),
        };
        let (name, port) = split_port(rest);
        if name.is_empty() || name.contains(['/', '*', ' ', '@']) {
            return Err(format!("{text:?} is no host: write shop.example or *.shop.example"));
        }
        let name = name.to_ascii_lowercase();
        Ok(Self { name, port: port.map(str::to_owned), only_below })
    }
}

impl HostPattern {
    /// Whether the request to `url` went there.
    #[must_use]
    pub fn matches(&self, url: &str) -> bool {
        let Some(authority) = authority(url) else { return false };
        let (host, port) = split_port(authority);
        if self.port.as_deref().is_some_and(|wanted| port != Some(wanted)) {
            return false;
        }
        let Some(before) = host.len().checked_sub(self.name.len()) else { return false };
        let (below, end) = (host.as_bytes().get(..before), host.as_bytes().get(before..));
        if !end.is_some_and(|end| end.eq_ignore_ascii_case(self.name.as_bytes())) {
            return false;
        }
        match below {
            Some([]) | None => !self.only_below,
            Some(below) => below.ends_with(b"."),
        }
    }
}

/// What stands between `://` and the path, without a user.
fn authority(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = &rest[..end];
    Some(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        // An address of IPv6 has colons of its own, in brackets.
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, Some(port)),
        _ => (host, None),
    }
}

/// `404`, `4xx` or `400-499`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusPattern(RangeInclusive<u16>);

impl FromStr for StatusPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        let range = match (lower.strip_suffix("xx"), lower.split_once('-')) {
            (Some(class), _) => class
                .parse::<u16>()
                .ok()
                .filter(|class| class <= &9)
                .map(|class| class * 100..=class * 100 + 99),
            (None, Some((first, last))) => {
                first.parse().ok().zip(last.parse().ok()).map(|(first, last)| first..=last)
            }
            (None, None) => lower.parse().ok().map(|status| status..=status),
        };
        let range = range.filter(|range| !range.is_empty());
        range.map(Self).ok_or_else(|| format!("{text:?} is no status: write 404, 4xx or 500-599"))
    }
}

impl StatusPattern {
    /// Whether it is one of these.
    #[must_use]
    pub fn matches(&self, status: u16) -> bool {
        self.0.contains(&status)
    }
}

/// A kind of resource (`image`, `fetch`) or a media type (`application/json`, `image/*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypePattern {
    /// As DevTools names it.
    Resource(String),
    /// As the response names it; after `/*` any of a kind.
    Mime(String),
}

/// What DevTools and Playwright write as `_resourceType`.
const RESOURCES: [&str; 15] = [
    "document",
    "stylesheet",
    "image",
    "media",
    "font",
    "script",
    "texttrack",
    "xhr",
    "fetch",
    "eventsource",
    "websocket",
    "manifest",
    "preflight",
    "ping",
    "other",
];

impl FromStr for TypePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        if lower.contains('/') {
            return Ok(Self::Mime(lower));
        }
        let name = match lower.as_str() {
            "doc" | "html" => "document",
            "css" | "style" => "stylesheet",
            "img" => "image",
            "js" => "script",
            "api" => "xhr",
            "ws" => "websocket",
            name => name,
        };
        if RESOURCES.contains(&name) {
            return Ok(Self::Resource(name.to_owned()));
        }
        let known = RESOURCES.join(", ");
        Err(format!("{text:?} is no type: write one of {known}, or a media type as text/html"))
    }
}

impl TypePattern {
    /// Whether a `_resourceType` is meant; `xhr` and `fetch` are one.
    #[must_use]
    pub fn matches_resource(&self, resource: &str) -> bool {
        let Self::Resource(wanted) = self else { return false };
        let is_call = |name: &str| matches!(name, "xhr" | "fetch");
        wanted.eq_ignore_ascii_case(resource)
            || is_call(wanted) && is_call(&resource.to_ascii_lowercase())
    }

    /// Whether a media type, without its parameters, is meant.
    #[must_use]
    pub fn matches_mime(&self, mime: &str) -> bool {
        let Self::Mime(wanted) = self else { return false };
        match wanted.strip_suffix('*') {
            Some(kind) => {
                mime.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
            }
            None => wanted.eq_ignore_ascii_case(mime),
        }
    }
}

/// What a response of this media type is, where no `_resourceType` says it.
pub(super) fn resource_of(mime: &str) -> &'static str {
    let mime = mime.to_ascii_lowercase();
    match mime.split_once('/') {
        Some(("image", _)) => "image",
        Some(("audio" | "video", _)) => "media",
        Some(("font", _)) => "font",
        Some(("text", "html")) | Some(("application", "xhtml+xml")) => "document",
        Some(("text", "css")) => "stylesheet",
        Some(("text", "event-stream")) => "eventsource",
        Some((_, kind)) if kind.contains("javascript") || kind.contains("ecmascript") => "script",
        Some((_, kind)) if kind.contains("font") => "font",
        Some((_, "manifest+json")) => "manifest",
        Some((_, kind)) if kind.contains("json") || kind.contains("xml") => "xhr",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (pattern, url, expected) in [
            ("shop.example", "https://shop.example/a", true),
            ("shop.example", "https://API.Shop.Example:8443?x", true),
            ("shop.example", "https://myshop.example/", false),
            ("shop.example", "https://shop.example.org/", false),
            ("shop.example", "https://user@shop.example@shop.example/", true),
            ("shop.example", "https://a.example/?u=https://shop.example/", false),
            ("*.shop.example", "https://shop.example/", false),
            ("*.shop.example", "wss://a.b.shop.example/", true),
            (".shop.example", "https://shop.example/", true),
            ("shop.example:8443", "https://shop.example:8443/", true),
            ("shop.example:8443", "https://shop.example/", false),
            ("[::1]", "http://[::1]:3000/", true),
            ("é.example", "http://a.é.example/", true),
            ("example", "data:text/plain,example", false),
        ] {
            let pattern: HostPattern = pattern.parse().unwrap();
            assert_eq!(pattern.matches(url), expected, "{pattern:?} {url}");
        }
        for wrong in ["", "*.", "https://shop.example", "*", "a b"] {
            assert!(wrong.parse::<HostPattern>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn statuses() {
        for (pattern, status, expected) in [
            ("404", 404, true),
            ("404", 403, false),
            ("4xx", 499, true),
            ("5XX", 499, false),
            ("0", 0, true),
            ("0xx", 0, true),
            ("500-503", 503, true),
            ("500-503", 504, false),
        ] {
            assert_eq!(pattern.parse::<StatusPattern>().unwrap().matches(status), expected);
        }
        for wrong in ["", "xx", "10xx", "4x", "-1", "503-500", "abc"] {
            assert!(wrong.parse::<StatusPattern>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn types() {
        let pattern = |text: &str| text.parse::<TypePattern>().unwrap();
        assert!(pattern("js").matches_resource("Script"));
        assert!(
            pattern("xhr").matches_resource("fetch") && pattern("fetch").matches_resource("XHR")
        );
        assert!(
            !pattern("image").matches_resource("font")
                && !pattern("image/*").matches_resource("image")
        );
        assert!(
            pattern("image/*").matches_mime("image/PNG")
                && pattern("text/HTML").matches_mime("text/html")
        );
        assert!(
            !pattern("image/*").matches_mime("text/html")
                && !pattern("image").matches_mime("image/png")
        );
        assert!("picture".parse::<TypePattern>().is_err());
        for (mime, expected) in [
            ("image/svg+xml", "image"),
            ("text/javascript", "script"),
            ("application/font-woff2", "font"),
            ("application/problem+json", "xhr"),
            ("application/octet-stream", "other"),
            ("x", "other"),
        ] {
            assert_eq!(resource_of(mime), expected, "{mime}");
        }
    }
}
