//! JSON Web Tokens in compact form: JWS (RFC 7515), JWE (RFC 7516), SD-JWT with disclosures.

use std::ops::Range;

use crate::detect::codec::Decoded;
use crate::detect::layer::{Field, Hint, Layer, Visit, base64, span};
use crate::detect::{Codec, Kind, Place, Rule, Verdict};

/// A compact JSON Web Token: header and claims can be read, what signs or encrypts is secret.
pub(crate) static JWT: Layer =
    Layer { id: "jwt", recognises: |text, _| segments(text).is_some(), fields };

/// Whether `text` is base64 of a token.
pub(crate) fn is_in_base64(text: &[u8]) -> bool {
    let mut token = Vec::new();
    text.starts_with(b"ZXlK")
        && base64::codec(text).is_some_and(|codec| {
            codec.decode(text, &mut token) == Decoded::Changed && segments(&token).is_some()
        })
}

const RULE: Rule = Rule { id: "jwt", kind: Kind("jwt") };

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some((token, parts)) = segments(text) else {
        return;
    };
    let last = &text[token[parts - 1].clone()];
    if last.starts_with(b"redacted-") {
        return;
    }
    visit(claims(token[0].clone()));
    // Without a signature the claims alone are the token.
    let signed = parts == 3 && !token[2].is_empty();
    let readable = signed && is_json(&text[token[1].clone()]);
    for (n, segment) in token.into_iter().enumerate().skip(1) {
        if n == 1 && readable {
            visit(claims(segment));
        } else if !segment.is_empty() {
            visit(Field {
                verdict: Verdict::Secret(RULE),
                ..Field::new(&b""[..], segment, Codec::Raw, Place::Claim)
            });
        }
    }
}

fn claims(segment: Range<usize>) -> Field<'static> {
    Field::new(&b""[..], segment, Codec::Base64Url, Place::Claim)
}

/// The segments of a token (header, claims and signature, or the five of a JWE), with how many they
/// are without the disclosures that follow.
fn segments(text: &[u8]) -> Option<(Vec<Range<usize>>, usize)> {
    let whole = span::trim_all(text);
    if whole.len() < 16 || !is_json(&text[whole.start..whole.end.min(whole.start + 64)]) {
        return None;
    }
    let (mut found, mut start, mut disclosures) = (Vec::new(), whole.start, 0);
    for at in whole.clone() {
        match text[at] {
            b'.' if disclosures == 0 => {}
            b'~' if found.len() >= 2 => disclosures += 1,
            b if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_') => continue,
            _ => return None,
        }
        found.push(start..at);
        start = at + 1;
        if found.len() > 64 {
            return None;
        }
    }
    found.push(start..whole.end);
    let parts = found.len() - disclosures;
    matches!(parts, 2 | 3 | 5).then_some((found, parts))
}

/// Whether a base64url segment begins as the encoding of a JSON object with a member does.
fn is_json(segment: &[u8]) -> bool {
    // `{"`, `{ "`, `{\n`, `{\r`, `{\t`.
    [&b"eyJ"[..], b"eyAi", b"ewog", b"ewoi", b"ew0K", b"ewoJ", b"ewkg", b"ewki", b"eyAg"]
        .iter()
        .any(|head| segment.starts_with(head))
}

#[cfg(test)]
mod tests {
    use super::JWT;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn tokens() {
        let (head, body) = ("eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJhIn0");
        let header = format!("|{head}|Base64Url|Claim");
        let claims = format!("|{body}|Base64Url|Claim");
        check(&JWT, "", &format!("{head}.{body}.c2ln"), &[&header, &claims, "|c2ln|Raw|Claim|jwt"]);
        let bare = format!("|{body}|Raw|Claim|jwt");
        check(&JWT, "", &format!("{head}.{body}."), &[&header, &bare]);
        check(&JWT, "", &format!("{head}.{body}"), &[&header, &bare]);
        check(&JWT, "", &format!("{head}..c2ln"), &[&header, "|c2ln|Raw|Claim|jwt"]);
        check(
            &JWT,
            "",
            &format!(" {head}.b3BhcXVl.c2ln\n"),
            &[&header, "|b3BhcXVl|Raw|Claim|jwt", "|c2ln|Raw|Claim|jwt"],
        );
        check(
            &JWT,
            "",
            &format!("{head}..aXY.Y3Q.dGFn"),
            &[&header, "|aXY|Raw|Claim|jwt", "|Y3Q|Raw|Claim|jwt", "|dGFn|Raw|Claim|jwt"],
        );
        check(
            &JWT,
            "",
            &format!("{head}.{body}.c2ln~ZA~"),
            &[&header, &claims, "|c2ln|Raw|Claim|jwt", "|ZA|Raw|Claim|jwt"],
        );
        check(&JWT, "", &format!("{head}.{body}.redacted-jwt-1"), &[]);
        refuse(
            &JWT,
            &[
                head,
                "www.example.com",
                "eyJ.a b.c",
                "eyJhbGciOiJIUzI1NiJ9.a.b.c",
                "eyJhbGciOiJIUzI1NiJ9.a.b/c",
                "",
            ],
        );
    }
}
