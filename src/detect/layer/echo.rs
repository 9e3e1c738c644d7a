//! A header that a text tells of: how much of what stands behind its name is the header's value.
//!
//! A log line goes on behind the credentials, and a message has words where they would stand:
//! `Authorization: not permitted`, `Cookie: blocked by policy`.

use crate::detect::is_redacted;
use crate::detect::layer::Layer;
use crate::detect::layer::authorization::{is_basic, is_list, is_scheme};
use crate::detect::layer::token::is_token_like;
use crate::detect::name::is_stand_in;

/// Words that no scheme is called and that stand where credentials would.
const TALK: &[&str] = &[
    "not",
    "is",
    "are",
    "was",
    "has",
    "had",
    "must",
    "should",
    "cannot",
    "header",
    "headers",
    "missing",
    "required",
    "requires",
    "expected",
    "invalid",
    "malformed",
    "blocked",
    "ignored",
    "denied",
    "failed",
    "failure",
    "rejected",
    "expired",
    "absent",
    "empty",
    "no",
    "none",
    "null",
    "undefined",
    "unset",
    "the",
    "a",
    "an",
    "by",
    "with",
    "without",
    "for",
    "and",
    "or",
    "but",
    "value",
    "field",
    "unsupported",
    "unauthorized",
    "forbidden",
];

/// Words that stand behind a scheme and are no credentials.
const ABOUT: &[&str] =
    &["token", "tokens", "auth", "authentication", "credentials", "scheme", "realm", "prefix"];

/// How many bytes of `value`, the rest of a line behind the name of a header that `layer` reads, are
/// the header's; `None` where it holds nothing of it.
pub(crate) fn length(layer: &Layer, value: &[u8]) -> Option<usize> {
    match layer.id {
        "authorization" => credentials_length(value),
        "cookie" | "set-cookie" => is_cookie(value).then_some(value.len()),
        _ => Some(value.len()),
    }
}

/// Where the comma stands behind which a line goes on with another header: `, Accept: text/x`.
pub(crate) fn next_header(line: &[u8]) -> Option<usize> {
    const NAME_BYTES_MAX: usize = 64;
    memchr::memchr_iter(b',', line).find(|comma| {
        let Some(rest) = line[comma + 1..].strip_prefix(b" ") else { return false };
        let rest = &rest[..rest.len().min(NAME_BYTES_MAX)];
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-');
        let name = name.count();
        name > 0 && rest[name..].starts_with(b": ")
    })
}

/// Whether `word` is none of credentials, but speaks of them.
pub(crate) fn is_talk(word: &[u8]) -> bool {
    let word = word.trim_ascii_end();
    let word = word.strip_suffix(b",").or(word.strip_suffix(b".")).unwrap_or(word);
    is_one_of(word, TALK)
}

/// The end of the word of credentials at the start of `text`.
pub(crate) fn word_length(text: &[u8]) -> usize {
    let ends = |byte: &u8| *byte <= b' ' || b"\"'`,;<>()[]{}\\".contains(byte);
    text.iter().position(ends).unwrap_or(text.len())
}

fn credentials_length(value: &[u8]) -> Option<usize> {
    let scheme = value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
    if is_talk(&value[..scheme]) {
        return None;
    }
    let blanks = value[scheme..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let start = scheme + blanks;
    let rest = &value[start..];
    if rest.is_empty() || !is_scheme(&value[..scheme]) || is_list(rest) {
        return Some(value.len());
    }
    let word = &rest[..word_length(rest)];
    if opens_stand_in(rest) || is_stand_in(word) || is_talk(word) || is_one_of(word, ABOUT) {
        return None;
    }
    let is_whole = is_token_like(word) || is_basic(word) || is_redacted(word);
    // Credentials of another shape go as far as they can.
    Some(if is_whole { start + word.len() } else { value.len() })
}

/// `<token>`, `[REDACTED]`, `{token}`, `$TOKEN`, `***` at the start of `text`.
fn opens_stand_in(text: &[u8]) -> bool {
    const BYTES_MAX: usize = 40;
    let head = &text[..text.len().min(BYTES_MAX)];
    let closing = match head.first() {
        Some(b'<') => b'>',
        Some(b'[') => b']',
        Some(b'{') => b'}',
        Some(b'$') => {
            let name = |byte: &&u8| byte.is_ascii_uppercase() || b"_{$".contains(byte);
            return head.iter().take_while(name).count() > 2;
        }
        _ => return head.starts_with(b"***") || head.starts_with(b"..."),
    };
    memchr::memchr(closing, head).is_some_and(|end| !head[..end].iter().any(u8::is_ascii_digit))
}

/// Whether `value` begins with a cookie: up to its `=` or its end there is no blank.
fn is_cookie(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    let end = value.iter().position(|byte| b"=; \t".contains(byte));
    end.is_none_or(|end| !value[end].is_ascii_whitespace())
}

fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::authorization::AUTHORIZATION;
    use crate::detect::layer::cookie::COOKIE;
    use crate::detect::layer::echo::length;
    use crate::detect::layer::set_cookie::SET_COOKIE;

    #[test]
    fn credentials_end_where_the_line_goes_on() {
        for (value, expected) in [
            ("Bearer k3XwQ81uQpZov7Lt status=401", Some("Bearer k3XwQ81uQpZov7Lt")),
            ("Basic Ym9iOmh1bnRlcjIy, request 7", Some("Basic Ym9iOmh1bnRlcjIy")),
            ("Bearer redacted-token-1 status=401", Some("Bearer redacted-token-1")),
            ("Bearer abc def", Some("Bearer abc def")),
            ("k3XwQ81uQpZov7Lt", Some("k3XwQ81uQpZov7Lt")),
            ("Digest username=\"a\", nonce=\"b\"", Some("Digest username=\"a\", nonce=\"b\"")),
            ("Acme k3XwQ81u more", Some("Acme k3XwQ81u more")),
            ("Bearer <hidden> status=401", None),
            ("Bearer [REDACTED] took 12ms", None),
            ("Bearer $TOKEN and more", None),
            ("Bearer *** took 12ms", None),
            ("Bearer YOUR_TOKEN in each request.", None),
            ("Bearer token is missing", None),
            ("not permitted for orders/12", None),
            ("missing, request id 8f14e45f", None),
        ] {
            let found = length(&AUTHORIZATION, value.as_bytes()).map(|len| &value[..len]);
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn a_cookie_has_no_blank_before_its_value() {
        for value in ["a=b; c=d", "k3XwQ81uQpZov7Lt", "a=", "a;b"] {
            assert_eq!(length(&COOKIE, value.as_bytes()), Some(value.len()), "{value}");
        }
        assert_eq!(length(&COOKIE, b"blocked by SameSite=Lax policy"), None);
        assert_eq!(length(&SET_COOKIE, b"header ignored because domain=example.org; x"), None);
    }
}
