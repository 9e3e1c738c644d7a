//! `Sec-WebSocket-Protocol`: browsers can send no other header with a WebSocket, so tokens
//! travel among the names of subprotocols.

use crate::detect::Codec;
use crate::detect::layer::span::trim;
use crate::detect::layer::token::{is_token_like, words};
use crate::detect::layer::{Field, Hint, Layer, Visit};

/// `graphql-ws, bearer, <token>` and `base64url.bearer.authorization.….<token>`.
pub(crate) static SUBPROTOCOL: Layer =
    Layer { id: "subprotocol", recognises: |text, _| !text.is_empty(), fields };

/// Words that announce a token, as an item of their own or before a dot or hyphen.
const TELLING: &[&str] = &["bearer", "token", "authorization", "auth", "jwt", "key", "access"];

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut told = false;
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b',', &text[start..]).map_or(text.len(), |at| start + at);
        let item = trim(text, start..end);
        start = end + 1;
        let value = &text[item.clone()];
        let is_drawn = is_token_like(value) && !is_versioned(value) && !has_telling_head(value);
        let token = if is_drawn || told && value.len() >= 8 {
            item.start
        } else if has_telling_head(value) && !value.starts_with(b"eyJ") {
            item.start + head_length(value)
        } else {
            item.end
        };
        let found = item.end.saturating_sub(token) >= 8;
        told = is_telling(value) && !found;
        if found {
            let field = Field::new(hint.name, token..item.end, Codec::Raw, hint.place);
            visit(field.secret("subprotocol", "bearer-token"));
        }
    }
}

/// A name and its version: `mqttv3.1.1`, `ocpp2.0.1`.
fn is_versioned(item: &[u8]) -> bool {
    let name = item.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let version = &item[name..];
    (2..=12).contains(&name)
        && (3..=5).contains(&version.len())
        && version.split(|b| *b == b'.').all(|part| matches!(part, [b'0'..=b'9']))
}

fn is_telling(item: &[u8]) -> bool {
    item.len() <= 40
        && words(item)
            .any(|word| TELLING.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes())))
}

fn has_telling_head(item: &[u8]) -> bool {
    let head = head_length(item);
    head > 0 && is_telling(&item[..head.min(40)])
}

/// The length of what stands before the token and is words itself: `bearer-`, `auth.k8s.io.`.
fn head_length(item: &[u8]) -> usize {
    let mut head = 0;
    for (at, &b) in item.iter().enumerate().take(96) {
        if matches!(b, b'.' | b'-' | b'_' | b'|' | b':' | b'~') {
            let word = &item[head..at];
            if word.len() > 13 || word.starts_with(b"eyJ") || is_token_like(word) {
                break;
            }
            head = at + 1;
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{check, hint};
    use crate::detect::layer::subprotocol::SUBPROTOCOL;

    #[test]
    fn finds_tokens_among_subprotocols() {
        for (text, expected) in [
            ("graphql-transport-ws, soap", &[][..]),
            ("mqttv3.1, mqttv3.1.1", &[]),
            ("ocpp2.0.1, ocpp1.6", &[]),
            ("jsonrpc2.0", &[]),
            ("bearer, mqttv3.1", &["p=mqttv3.1!bearer-token"]),
            ("mqttv31.1q", &["p=mqttv31.1q!bearer-token"]),
            ("bearer, Zk3vQ9xT2mLw8RbY", &["p=Zk3vQ9xT2mLw8RbY!bearer-token"]),
            ("access_token, abcdefghij", &["p=abcdefghij!bearer-token"]),
            (
                "v4.channel.k8s.io, base64url.bearer.authorization.k8s.io.Zk3vQ9xT2mLw8RbY",
                &["p=Zk3vQ9xT2mLw8RbY!bearer-token"],
            ),
            ("realtime-auth-Zk3vQ9xT2mLw8RbY", &["p=Zk3vQ9xT2mLw8RbY!bearer-token"]),
            (
                "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln",
                &["p=eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln!bearer-token"],
            ),
        ] {
            check(&SUBPROTOCOL, text, &hint("p"), expected);
        }
    }
}
