//! Bodies that are one value and nothing else, as `GET /session/token` gives it: what they are, the
//! path that was asked for tells.

use crate::detect::Place;
use crate::detect::examiner::Examiner;
use crate::detect::naming::is_telling;
use crate::detect::site::Site;
use crate::har::{Document, Location, Node, Object};

/// Longer ones are documents, shorter ones words.
const BYTES: std::ops::RangeInclusive<usize> = 16..=512;

/// The name under which a body stands: for that of a response that is one value, the last part of the
/// path in the URL that was asked for, if it is the name of a secret; else none.
pub(crate) fn name<'a>(
    examiner: &Examiner<'_>,
    document: Document<'a>,
    site: Option<Site>,
    body: Node<'a>,
) -> &'a [u8] {
    let is_response = site.is_some_and(|site| site.location() == Location::Content);
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

/// Whether a body is one value, perhaps in quotes and with the end of a line.
fn is_value(body: &[u8]) -> bool {
    let body = body.strip_suffix(br"\n").unwrap_or(body);
    let body = body.strip_suffix(br"\r").unwrap_or(body);
    let inner = body.strip_prefix(br#"\""#).and_then(|body| body.strip_suffix(br#"\""#));
    let value = inner.unwrap_or(body);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=|:".contains(byte);
    BYTES.contains(&value.len()) && value.iter().all(is_part)
}

fn asked_for(entry: Object<'_>) -> Option<&[u8]> {
    let Some(Node::Object(request)) = entry.get(b"request") else { return None };
    let Some(Node::String(url)) = request.get(b"url") else { return None };
    let url = url.raw();
    let path = &url[..memchr::memchr2(b'?', b'#', url).unwrap_or(url.len())];
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
        check("/session/token", "wq8Zr4KtK71xNb-Tx5_Lw2Qm9", true);
        check("/session/token?_format=json", "\"wq8Zr4KtK71xNb-Tx5_Lw2Qm9\"", true);
        check("/csrf-token/", "wq8Zr4KtK71xNbTx5Lw2Qm9\n", true);
        check("/oauth/access_token", "9f86d081884c7d659a2feaa0c55ad015", true);
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
