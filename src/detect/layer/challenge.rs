//! `WWW-Authenticate` and its kin: what a server asks for. `realm` stays; nonces and the tokens
//! of a handshake go.

use std::ops::Range;

use crate::detect::layer::authorization::{each_parameter, is_public};
use crate::detect::layer::span::trim;
use crate::detect::layer::url::{REFERENCE, is_plain_link};
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// `WWW-Authenticate`, `Proxy-Authenticate`, `Authentication-Info`.
pub(crate) static CHALLENGE: Layer =
    Layer { id: "challenge", recognises: |text, _| !text.is_empty(), fields };

const SECRET: &[&str] = &["nonce", "opaque", "nextnonce", "cnonce", "rspauth", "gssapi-data"];
const HANDSHAKES: &[&str] = &["negotiate", "ntlm", "kerberos"];

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut line = 0;
    while line < text.len() {
        let end = memchr::memchr(b'\n', &text[line..]).map_or(text.len(), |at| line + at);
        let challenges = line..end;
        visit_handshake(text, challenges.clone(), hint.place, visit);
        each_parameter(text, challenges, b',', &mut |name, value| {
            visit_parameter(text, name, value, hint.place, visit);
        });
        line = end + 1;
    }
}

fn visit_parameter(
    text: &[u8],
    name: Range<usize>,
    value: Range<usize>,
    place: Place,
    visit: &mut Visit<'_>,
) {
    let words = &text[name];
    // The first parameter of a challenge has the scheme before its name.
    let at = words.iter().rposition(|b| matches!(b, b' ' | b'\t'));
    let is_handshake = at.is_some_and(|at| is_handshake(words[..at].trim_ascii()));
    let name = &words[at.map_or(0, |at| at + 1)..];
    if value.is_empty() || is_handshake {
        return;
    }
    let field = Field::new(name, value, Codec::Raw, place);
    if SECRET.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
        visit(field.secret("challenge/nonce", "digest-nonce"));
    } else if is_public(name) {
        visit(field.keep());
    } else if is_plain_link(&text[field.value.clone()]) {
        visit(field.read_as(&REFERENCE));
    } else {
        visit(field);
    }
}

/// `Negotiate <token>`, at the start of a line as servers send it.
fn visit_handshake(text: &[u8], within: Range<usize>, place: Place, visit: &mut Visit<'_>) {
    let within = trim(text, within);
    let line = &text[within.clone()];
    let space = line.iter().take(16).position(|&b| b == b' ');
    let Some(space) = space.filter(|&at| is_handshake(&line[..at])) else {
        return;
    };
    let token = memchr::memchr(b',', line).unwrap_or(line.len());
    let token = trim(text, within.start + space..within.start + token.max(space));
    if !token.is_empty() {
        let field = Field::new(&b"negotiate"[..], token, Codec::Raw, place);
        visit(field.secret("challenge/handshake", "negotiate-token"));
    }
}

fn is_handshake(scheme: &[u8]) -> bool {
    HANDSHAKES.iter().any(|known| scheme.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;
    use crate::detect::layer::challenge::CHALLENGE;
    use crate::detect::layer::check::{NO_HINT, check};

    #[test]
    fn cuts_challenges() {
        for (text, expected) in [
            (
                "Digest realm=\"a, b\", nonce=\"n1\", opaque=o1, qop=\"auth\", Basic realm=\"c\"",
                &[
                    "realm=a, b+",
                    "nonce=n1!digest-nonce",
                    "opaque=o1!digest-nonce",
                    "qop=auth+",
                    "realm=c+",
                ][..],
            ),
            ("Negotiate oYG2MIG=", &["negotiate=oYG2MIG=!negotiate-token"]),
            ("Negotiate\nNTLM", &[]),
            (
                "Bearer error=\"invalid_token\", error_description=\"t expired\"",
                &["error=invalid_token+", "error_description=t expired"],
            ),
            (
                "Bearer authorization=\"https://idp.example/48846a56\", error=\"e\"",
                &["authorization=https://idp.example/48846a56", "error=e+"],
            ),
        ] {
            check(&CHALLENGE, text, &NO_HINT, expected);
        }
    }

    #[test]
    fn where_to_log_in_is_no_credential() {
        let header = |value: &str| {
            let value = serde_json::to_string(value).unwrap();
            format!(r#"{{"headers":[{{"name":"WWW-Authenticate","value":{value}}}]}}"#)
        };
        bodies::check(
            &header(r#"Bearer authorization_uri="https://idp.example/7b1c/oauth2/authorize""#),
            &[],
        );
        bodies::check(&header(r#"Bearer authorization="https://idp.example/7b1c""#), &[]);
        bodies::check(
            &header(r#"Bearer authorization="https://idp.example/x?token=k3XwQ81uQpZov7Lt""#),
            &["https://idp.example/x?token=k3XwQ81uQpZov7Lt"],
        );
    }
}
