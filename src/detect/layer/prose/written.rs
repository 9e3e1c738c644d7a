//! Credentials that are written in the ways of other programs: what PHP serializes, addresses of
//! databases, paths with a query.

use std::ops::Range;

use crate::detect::layer::url::REFERENCE;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// What stands before a query or a host is no longer.
const BEFORE_BYTES_MAX: usize = 256;

/// Visits the string that PHP wrote behind a name: `s:8:"password";s:6:"…";`, `token|s:6:"…";`.
pub(super) fn visit_serialized(
    text: &[u8],
    name: &[u8],
    name_end: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let rest = &text[name_end..];
    let head = [&b"\";s:"[..], b"|s:"].into_iter().find(|head| rest.starts_with(head))?;
    let rest = &rest[head.len()..];
    let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    let length: usize = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    let start = name_end + head.len() + digits + 2;
    let end = start + length;
    let is_string = rest[digits..].starts_with(b":\"") && text.get(end) == Some(&b'"');
    if !is_string || length == 0 || is_left(&text[start..end]) {
        return None;
    }
    let mut field = Field::new(name, start..end, Codec::Raw, Place::Pair);
    field.fixed_length = true;
    visit(field);
    Some(end)
}

/// Whether an earlier run has left `value` there: a pseudonym, cut or filled to the length that stands
/// before it.
fn is_left(value: &[u8]) -> bool {
    let part = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    value.starts_with(b"redacted") && value.iter().all(part)
}

/// Visits the password before the `@tcp(` at `at`: `app:…@tcp(db:3306)/`.
pub(super) fn visit_user(text: &[u8], at: usize, done: usize, visit: &mut Visit<'_>) -> usize {
    let word = word_before(text, at, done);
    if let Some(colon) = memchr::memchr(b':', &text[word.clone()]) {
        let value = word.start + colon + 1..at;
        if !value.is_empty() {
            visit(
                Field::new(&b"password"[..], value, Codec::Raw, Place::Pair)
                    .secret("url-userinfo", "password"),
            );
        }
    }
    at
}

/// Visits the path whose query holds the parameter at `at`: `GET /cb?code=… HTTP/1.1`; gives where it
/// ends.
pub(super) fn visit_path(text: &[u8], at: usize, done: usize, visit: &mut Visit<'_>) -> usize {
    let start = word_before(text, at, done).start;
    if text[start] != b'/' {
        return at;
    }
    let ends = |byte: &u8| *byte <= b' ' || b"\"'<>`\\|,;".contains(byte);
    let end = text[at..].iter().position(ends).map_or(text.len(), |n| at + n);
    visit(Field::new(&b""[..], start..end, Codec::Raw, Place::Text).read_as(&REFERENCE));
    end
}

/// The word that ends at `end`.
fn word_before(text: &[u8], end: usize, done: usize) -> Range<usize> {
    let floor = done.max(end.saturating_sub(BEFORE_BYTES_MAX));
    let part = |byte: &&u8| **byte > b' ' && !b"\"'<>`\\|,;=()".contains(*byte);
    end - text[floor..end].iter().rev().take_while(part).count()..end
}
