//! Which layer reads a header's value: a table from header names to layers.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::detect::layer::authorization::AUTHORIZATION;
use crate::detect::layer::baggage::BAGGAGE;
use crate::detect::layer::challenge::CHALLENGE;
use crate::detect::layer::cookie::COOKIE;
use crate::detect::layer::link::{LINK, REFRESH, URL_WORDS};
use crate::detect::layer::prose::PROSE;
use crate::detect::layer::set_cookie::SET_COOKIE;
use crate::detect::layer::subprotocol::SUBPROTOCOL;
use crate::detect::layer::url::REFERENCE;
use crate::detect::layer::{Layer, Reading};

/// How the value of the header `name`, in any case, is read.
#[must_use]
pub fn header_reading(name: &[u8]) -> Reading {
    let mut buffer = [0; NAME_BYTES_MAX];
    // The end of a longer one: a pseudonym can make that short, and must not change how it is read.
    let tail = &name[name.len().saturating_sub(NAME_BYTES_MAX)..];
    let lower = &mut buffer[..tail.len()];
    lower.copy_from_slice(tail);
    lower.make_ascii_lowercase();
    let lower = &*lower;
    if is_authorization(lower) {
        return Reading::As(&AUTHORIZATION);
    }
    let by_name = BY_NAME.get(lower).copied();
    let is_url = || URL_ENDS.iter().any(|end| lower.ends_with(end.as_bytes()));
    by_name.unwrap_or_else(|| if is_url() { Reading::As(&REFERENCE) } else { Reading::Sniff })
}

/// Names that are known are shorter.
const NAME_BYTES_MAX: usize = 64;

/// The rows of [`PLAIN`] and [`SYNTAXES`] by name.
static BY_NAME: LazyLock<FxHashMap<&[u8], Reading>> = LazyLock::new(|| {
    let syntaxes = SYNTAXES.iter().flat_map(|&(layer, names)| {
        names.iter().map(move |name| (name.as_bytes(), Reading::As(layer)))
    });
    let plain = PLAIN.iter().map(|name| (name.as_bytes(), Reading::Plain));
    syntaxes.chain(plain).collect()
});

/// Whether `name` is `Authorization` or one of the names that gateways copy it to.
pub(crate) fn is_authorization(name: &[u8]) -> bool {
    const END: &[u8] = b"authorization";
    let ends =
        name.len().checked_sub(END.len()).is_some_and(|at| name[at..].eq_ignore_ascii_case(END));
    ends || [&b"authentication"[..], b"x-auth"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Headers with a syntax of their own.
static SYNTAXES: &[(&Layer, &[&str])] = &[
    (&COOKIE, &["cookie", "cookie2", "x-cookie", "x-forwarded-cookie", "x-original-cookie"]),
    (&SET_COOKIE, &["set-cookie", "set-cookie2", "x-set-cookie"]),
    (
        &CHALLENGE,
        &[
            "www-authenticate",
            "proxy-authenticate",
            "authenticate",
            "authentication-info",
            "proxy-authentication-info",
            "x-amzn-remapped-www-authenticate",
        ],
    ),
    (&BAGGAGE, &["baggage"]),
    (&LINK, &["link"]),
    // A description is free text.
    (&PROSE, &["server-timing"]),
    (&REFRESH, &["refresh"]),
    (
        &URL_WORDS,
        &[
            "report-to",
            "reporting-endpoints",
            "nel",
            "content-security-policy",
            "content-security-policy-report-only",
            "x-content-security-policy",
            "expect-ct",
            "expect-staple",
            "public-key-pins",
            "public-key-pins-report-only",
            "x-webkit-csp",
            "cross-origin-opener-policy",
            "cross-origin-embedder-policy",
            "cross-origin-opener-policy-report-only",
            "cross-origin-embedder-policy-report-only",
            "permissions-policy",
            "x-xss-protection",
            "speculation-rules",
            "document-policy",
        ],
    ),
    (&SUBPROTOCOL, &["sec-websocket-protocol"]),
    (
        &REFERENCE,
        &[
            ":path",
            "referer",
            "referrer",
            "origin",
            "destination",
            "sourcemap",
            "x-ms-copy-source",
            "x-amz-copy-source",
            "x-goog-copy-source",
            "x-pingback",
            "x-envoy-original-path",
            "x-forwarded-path",
            "x-original-path",
            "x-matched-path",
            "x-middleware-rewrite",
            "x-nextjs-redirect",
            "x-nextjs-rewrite",
            "hx-redirect",
            "hx-push",
            "x-redirect",
            "x-redirect-to",
            "x-redirect-by-url",
            "x-accel-redirect",
            "ping-from",
            "ping-to",
            "azure-asyncoperation",
            "x-rewrite-path",
            "x-sourcemap",
            "x-sendfile",
            "x-invoke-path",
            "x-action-redirect",
        ],
    ),
];

const URL_ENDS: &[&str] = &["-url", "-uri", "location", "-referer", "-referrer", "-href"];

/// Headers that hold names and addresses, for which format and personal rules are enough.
const PLAIN: &[&str] = &[
    ":method",
    ":scheme",
    ":status",
    ":authority",
    "host",
    "accept",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "alt-svc",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "forwarded",
    "if-modified-since",
    "if-none-match",
    "last-modified",
    "server",
    "user-agent",
    "vary",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-real-ip",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-user",
    "strict-transport-security",
    "transfer-encoding",
    "upgrade",
    "x-content-type-options",
    "x-frame-options",
];

#[cfg(test)]
mod tests {
    use crate::detect::layer::Reading;
    use crate::detect::layer::header::header_reading;

    #[test]
    fn reads_headers_by_name() {
        for (name, layer) in [
            ("Cookie", "cookie"),
            ("SET-COOKIE", "set-cookie"),
            ("proxy-authorization", "authorization"),
            ("X-Forwarded-Authorization", "authorization"),
            ("WWW-Authenticate", "challenge"),
            ("link", "link"),
            ("Refresh", "refresh"),
            ("Content-Location", "url"),
            (":path", "url"),
            ("x-rewrite-url", "url"),
            ("report-to", "url-words"),
            ("sec-websocket-protocol", "subprotocol"),
            ("Server-Timing", "prose"),
            ("User-Agent", "plain"),
            ("x-acme", "sniff"),
        ] {
            let reading = match header_reading(name.as_bytes()) {
                Reading::As(layer) => layer.id,
                Reading::Plain => "plain",
                Reading::Sniff => "sniff",
            };
            assert_eq!(reading, layer, "{name}");
        }
    }
}
