//! Credentials that are written in the ways of other programs: what PHP serializes and dumps, rows of
//! SQL, addresses of databases, paths with a query.

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

/// The columns of a statement have no more bytes.
const COLUMNS_BYTES_MAX: usize = 1024;
/// Rows of a statement that begin within so many bytes are read.
const ROWS_BYTES_MAX: usize = 4096;

/// Visits what SQL gives to the column at `name` in
/// `INSERT INTO users (id, password) VALUES (7, '…'), (8, '…')`; gives where the name ends.
pub(super) fn visit_inserted(
    text: &[u8],
    name: &Range<usize>,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let quoted = |byte: &u8| matches!(byte, b'`' | b'"' | b'\'' | b'[' | b']' | b' ');
    let behind = text[name.end..].iter().take(2).take_while(|byte| quoted(byte)).count();
    if !matches!(text.get(name.end + behind), Some(b',' | b')')) {
        return None;
    }
    let rest = &text[name.end..text.len().min(name.end + COLUMNS_BYTES_MAX)];
    let close = name.end + memchr::memchr(b')', rest)? + 1;
    let rest = &text[close..text.len().min(close + ROWS_BYTES_MAX)];
    let values = rest.trim_ascii_start();
    let values = values.get(6..).filter(|_| values[..6].eq_ignore_ascii_case(b"values"))?;
    let floor = name.start.saturating_sub(COLUMNS_BYTES_MAX);
    let open = floor + memchr::memrchr(b'(', &text[floor..name.start])?;
    let column = memchr::memchr_iter(b',', &text[open..name.start]).count();
    let mut row = values.trim_ascii_start().strip_prefix(b"(")?;
    loop {
        let start = close + rest.len() - row.len();
        let mut cells = Cells { row, at: Some(0), end: None };
        if let Some(value) = cells.nth(column).filter(|value| !is_left_open(&row[value.clone()])) {
            let value = start + value.start..start + value.end;
            visit(Field::new(&text[name.clone()], value, Codec::Raw, Place::Pair));
        }
        let end = cells.row_end()?;
        let next = row[end..].trim_ascii_start().strip_prefix(b",").map(<[u8]>::trim_ascii_start);
        let Some(next) = next.and_then(|next| next.strip_prefix(b"(")) else {
            return Some(name.end);
        };
        row = next;
    }
}

/// Whether a statement leaves the value to others: `NULL`, `DEFAULT`, `?`, `:name`, `@name`, `$1`, `%s`.
fn is_left_open(value: &[u8]) -> bool {
    let is = |word: &&[u8]| value.eq_ignore_ascii_case(word);
    let named = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    [&b"null"[..], b"default", b"?", b"%s"].iter().any(is)
        || match value {
            [b':' | b'@', name @ ..] => name.iter().all(named),
            [b'$', number @ ..] => number.iter().all(u8::is_ascii_digit),
            _ => false,
        }
}

/// The values of a row of SQL, without their quotes; nothing behind its parenthesis.
struct Cells<'t> {
    row: &'t [u8],
    /// Where the next one begins.
    at: Option<usize>,
    /// Where the row ends, behind its parenthesis, once that was reached.
    end: Option<usize>,
}

impl Cells<'_> {
    /// Where the row ends.
    fn row_end(mut self) -> Option<usize> {
        self.by_ref().for_each(drop);
        self.end
    }
}

impl Iterator for Cells<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let row = self.row;
        let at = self.at.take()?;
        let start = at + row[at..].iter().take_while(|byte| **byte == b' ').count();
        let quote = row.get(start).copied().filter(|byte| matches!(byte, b'\'' | b'"'));
        let inner = start + usize::from(quote.is_some());
        let end = match quote {
            Some(quote) => closing(row, inner, quote)?,
            None => bare_end(row, inner)?,
        };
        let behind = end + memchr::memchr2(b',', b')', &row[end..])?;
        let next = if row[behind] == b',' { &mut self.at } else { &mut self.end };
        *next = Some(behind + 1);
        Some(inner..end)
    }
}

/// Where the value without quotes that begins at `start` ends: a call in it has parentheses.
fn bare_end(row: &[u8], mut start: usize) -> Option<usize> {
    let mut depth = 0;
    loop {
        let at = start + row[start..].iter().position(|byte| b",()'\"".contains(byte))?;
        start = at + 1;
        match row[at] {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' if depth > 0 => {}
            b',' | b')' => return Some(at),
            quote if depth > 0 => start = closing(row, start, quote)? + 1,
            _ => {}
        }
    }
}

/// Where the literal that begins at `start` ends: a quote in it is doubled or escaped.
fn closing(row: &[u8], mut start: usize, quote: u8) -> Option<usize> {
    loop {
        let at = start + memchr::memchr2(quote, b'\\', &row[start..])?;
        if row[at] == quote && row.get(at + 1) != Some(&quote) {
            return Some(at);
        }
        start = row.len().min(at + 2);
    }
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
