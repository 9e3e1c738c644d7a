//! What the path that was asked for tells of a body: one that is a value and nothing else is what
//! `GET /session/token` calls it, and what `POST /api-keys` answers holds a new key.

use std::net::IpAddr;

use crate::detect::Place;
use crate::detect::examiner::Examiner;
use crate::detect::layer::token::{is_token_like, is_uuid};
use crate::detect::naming::is_telling;
use crate::detect::site::Site;
use crate::har::{Document, Location, Node, Object, Text};

/// Longer ones are documents, shorter ones words.
const BYTES: std::ops::RangeInclusive<usize> = 16..=512;

/// The name under which a body stands: for that of a response that is one value, the last part of the
/// path in the URL that was asked for, if it is the name of a secret, or what an address is; else none.
pub(crate) fn name<'a>(
    examiner: &Examiner<'_>,
    document: Document<'a>,
    site: Option<Site>,
    body: Node<'a>,
) -> &'a [u8] {
    let is_response = site.is_some_and(|site| site.location() == Location::Content);
    if is_response
        && let Node::String(text) = body
        && is_address(text.raw())
    {
        return b"client_ip";
    }
    let name = match (body, document.root()) {
        (Node::String(text), Node::Object(entry)) if is_response && is_value(text.raw()) => {
            asked_for(entry)
        }
        _ => None,
    };
    // `/a` is no name.
    name.filter(|name| examiner.rules && is_telling(examiner, name, Place::Json))
        .unwrap_or_default()
}

/// Whether a body is an address and nothing else: that of who has asked for it.
fn is_address(body: &[u8]) -> bool {
    const BYTES_MAX: usize = 48;
    body.len() <= BYTES_MAX
        && std::str::from_utf8(line(body)).is_ok_and(|line| line.parse::<IpAddr>().is_ok())
}

/// A body without the end of a line.
fn line(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(br"\n").unwrap_or(body);
    body.strip_suffix(br"\r").unwrap_or(body)
}

/// Whether a body is one value, perhaps in quotes and with the end of a line.
fn is_value(body: &[u8]) -> bool {
    let body = line(body);
    let inner = body.strip_prefix(br#"\""#).and_then(|body| body.strip_suffix(br#"\""#));
    let value = inner.unwrap_or(body);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=|:".contains(byte);
    BYTES.contains(&value.len()) && value.iter().all(is_part)
}

/// What the request tells of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Anything,
    /// It is sent to where passwords are changed: `/account/change-password`.
    Passwords,
    /// It answers a request that makes a credential, and is shown this once.
    Keys,
}

impl Asked {
    pub(crate) fn of(document: Document<'_>, site: Option<Site>) -> Self {
        let Node::Object(entry) = document.root() else { return Self::Anything };
        match site.map(Site::location) {
            Some(Location::PostData) if path(entry).is_some_and(says_password) => Self::Passwords,
            Some(Location::Content) if makes_keys(entry) => Self::Keys,
            _ => Self::Anything,
        }
    }
}

/// Whether a path or a name speaks of passwords.
pub(crate) fn says_password(name: &[u8]) -> bool {
    const WORDS: [&[u8]; 4] = [b"password", b"passwd", b"pwd", b"credential"];
    WORDS.iter().any(|word| name.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word)))
}

/// `POST /user/tokens`, `PUT /api-keys`.
fn makes_keys(entry: Object<'_>) -> bool {
    const KINDS: [&[u8]; 5] = [b"tokens", b"keys", b"secrets", b"credentials", b"token"];
    let method = entry.object(b"request").and_then(|request| request.text(b"method"));
    let method = method.map_or(&b""[..], Text::raw);
    let makes = method.eq_ignore_ascii_case(b"POST") || method.eq_ignore_ascii_case(b"PUT");
    makes
        && asked_for(entry).is_some_and(|name| {
            KINDS.iter().any(|kind| {
                let start = name.len().checked_sub(kind.len());
                start.is_some_and(|start| name[start..].eq_ignore_ascii_case(kind))
            })
        })
}

/// Whether a member of what such a request is answered is what was made.
pub(crate) fn is_issued(name: &[u8], value: &[u8]) -> bool {
    const NAMES: [&[u8]; 5] = [b"value", b"key", b"secret", b"token", b"data"];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        && value.len() >= 20
        && is_token_like(value)
        && !is_uuid(value)
}

/// The URL that was asked for, without its query.
fn path(entry: Object<'_>) -> Option<&[u8]> {
    let Some(Node::Object(request)) = entry.get(b"request") else { return None };
    let Some(Node::String(url)) = request.get(b"url") else { return None };
    let url = url.raw();
    Some(&url[..memchr::memchr2(b'?', b'#', url).unwrap_or(url.len())])
}

fn asked_for(entry: Object<'_>) -> Option<&[u8]> {
    let path = path(entry)?;
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let name = &path[memchr::memrchr(b'/', path)? + 1..];
    (!name.is_empty() && !name.contains(&b'.')).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy};

    /// Whether a body that was asked for by this path is a secret.
    #[track_caller]
    fn check(path: &str, body: &str, expected: bool) {
        let detector = Detector::new(&Policy::default());
        let body = serde_json::to_string(body).unwrap();
        let entry = format!(
            r#"{{"request":{{"url":"https://shop.example{path}"}},"response":{{"content":{{"mimeType":"text/plain","text":{body}}}}}}}"#
        );
        let mut examiner = detector.collector();
        let found = examiner.entry(entry.as_bytes()).unwrap().top().len();
        assert_eq!(found > 0, expected, "{entry}");
    }

    #[test]
    fn what_a_path_calls_a_secret_is_one() {
        check("/", "81.2.69.142\n", true);
        check("/", "127.0.0.1", false);
        check("/session/token", "wq8Zr4KtK71xNb-Tx5_Lw2Qm9", true);
        check("/session/token?_format=json", "\"wq8Zr4KtK71xNb-Tx5_Lw2Qm9\"", true);
        check("/csrf-token/", "wq8Zr4KtK71xNbTx5Lw2Qm9\n", true);
        check("/oauth/access_token", "9f86d081884c7d659a2feaa0c55ad015", true);
    }

    #[test]
    fn what_makes_a_credential_answers_with_it() {
        const KEY: &str = "nz2Vaho-outCBxMeYXvcoWs2MJrQZunbvLAH_Fmj";
        let check = |method: &str, path: &str, member: &str, value: &str, expected: bool| {
            let body = serde_json::json!({ "result": { "id": 7, member: value } }).to_string();
            let entry = serde_json::json!({
                "request": { "method": method, "url": format!("https://shop.example{path}") },
                "response": { "content": { "mimeType": "application/json", "text": body } },
            });
            let detector = Detector::new(&Policy::default());
            let mut examiner = detector.collector();
            let found = examiner.entry(entry.to_string().as_bytes()).unwrap().top().len();
            assert_eq!(found > 0, expected, "{entry}");
        };
        check("POST", "/v4/user/tokens", "value", KEY, true);
        check("PUT", "/v1/api-keys/?dry=1", "data", "5f0c1d7be2a94c3386d1f9e0a7b25c48", true);
        check("GET", "/v4/user/tokens", "value", KEY, false);
        check("POST", "/v4/user/colors", "value", KEY, false);
        check("POST", "/v4/user/tokens", "digest", KEY, false);
        check("POST", "/v4/user/tokens", "value", "the-name-of-a-new-token", false);
        check("POST", "/v4/user/tokens", "value", "0b9c3f52-6d1e-4a47-9a0f-2f6f5f4f9a51", false);
    }

    #[test]
    fn other_bodies_are_read_as_they_are() {
        check("/a", "wq8Zr4KtK71xNb-Tx5_Lw2Qm9", false);
        check("/version", "wq8Zr4KtK71xNb-Tx5_Lw2Qm9", false);
        check("/token", "not-authenticated", false);
        check("/token", "the session has no token that works", false);
        check("/token.js", "wq8Zr4KtK71xNbTx5Lw2Qm9", false);
        check("", "wq8Zr4KtK71xNbTx5Lw2Qm9", false);
    }
}
