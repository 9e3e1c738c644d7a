//! Values that brackets hold, as programs print lists, maps and statements: `password: ['…']`,
//! `authorization=[Bearer …]`, `token IN ('…')`, `Key (token)=(…)`, `["reset_token", "…"]`.

use std::ops::Range;

use crate::detect::layer::authorization::{is_credentials, visit_credentials};
use crate::detect::layer::cookie::COOKIE;
use crate::detect::layer::header::header_reading;
use crate::detect::layer::prose::told::{is_chosen, is_told, trust};
use crate::detect::layer::prose::{HEADER_BYTES_MAX, TOLD_BYTES_MAX};
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::{Field, Reading, Visit, echo};
use crate::detect::{Codec, Place};

/// Of a list so many values are read.
const ITEMS_MAX: usize = 32;

/// Visits what the bracket at `start` holds of the pair called `name`; gives where it ends.
pub(super) fn visit_wrapped(
    text: &[u8],
    name: &[u8],
    start: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let close = match text[start] {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        _ => return None,
    };
    if let Reading::As(layer) = header_reading(name) {
        let head = &text[start + 1..text.len().min(start + HEADER_BYTES_MAX)];
        let end = memchr::memchr2(close, b'\n', head)?;
        let value = unquote(text, start + 1..start + 1 + end);
        if head[end] != close || value.is_empty() {
            return None;
        }
        if is_credentials(&text[value.clone()]) {
            visit_credentials(text, value.clone(), Place::Pair, visit);
        } else if layer.id == COOKIE.id && echo::length(layer, &text[value.clone()]).is_some() {
            let field = Field::new(name, value.clone(), Codec::Raw, Place::RequestHeader);
            visit(field.read_as(layer));
        } else {
            return None;
        }
        return Some(value.end);
    }
    let mut at = start + 1;
    let mut last = None;
    for _ in 0..ITEMS_MAX {
        let Some(item) = item(text, at) else { return last };
        let value = unquote(text, item.clone());
        // A list of which one item is no value is none of values.
        if !is_value(name, &text[value.clone()]) {
            return last;
        }
        visit(Field::new(name, value.clone(), Codec::Raw, Place::Pair));
        last = Some(value.end);
        if text[item.end] == close {
            return last;
        }
        at = item.end + 1;
    }
    last
}

/// Visits the value of a pair that is a list of its own: `["reset_token", "…"]`, `('token', '…')`.
pub(super) fn visit_bound(
    text: &[u8],
    name: &Range<usize>,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let quote = *text[..name.start].last().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let before = text[..name.start - 1].strip_suffix(b"\\").unwrap_or(&text[..name.start - 1]);
    let close = match before.last()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let rest = text[name.end..].strip_prefix(b"\\").unwrap_or(&text[name.end..]);
    let rest = rest.strip_prefix(&[quote])?.strip_prefix(b",")?;
    let item = item(text, text.len() - rest.len())?;
    let value = unquote(text, item.clone());
    let is_whole = text[item.end] == close && value.len() < item.len();
    if !is_whole || !is_value(&text[name.clone()], &text[value.clone()]) {
        return None;
    }
    let end = value.end;
    visit(Field::new(&text[name.clone()], value, Codec::Raw, Place::Pair));
    Some(end)
}

/// Where the value begins that SQL or OData compares a column with: `LIKE '…'`, `IN ('…')`, `eq '…'`.
pub(super) fn compared(text: &[u8], at: usize) -> Option<usize> {
    let is = |word: &[u8]| {
        text.get(at..at + word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    let quote = |at: usize| matches!(text.get(at), Some(b'\'' | b'"'));
    if is(b"in (") {
        return quote(at + 4).then_some(at + 3);
    }
    if is(b"eq ") || is(b"ne ") {
        return quote(at + 3).then_some(at + 3);
    }
    let value = at + 5;
    let is_national = text.get(value) == Some(&b'N');
    (is(b"like ") && quote(value + usize::from(is_national))).then_some(value)
}

/// The item of a list that begins at `at`, with the quotes around it; what ends it stands behind.
fn item(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = &text[at..text.len().min(at + TOLD_BYTES_MAX)];
    let start = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n')).count();
    let ends = |byte: &u8| matches!(byte, b',' | b']' | b')' | b'}') || *byte < b' ';
    let quoted = rest[start..].strip_prefix(b"N").unwrap_or(&rest[start..]);
    let inner = match quoted {
        [quote @ (b'"' | b'\''), inner @ ..] => {
            rest.len() - inner.len() + memchr::memchr(*quote, inner)? + 1
        }
        _ => start,
    };
    let end = inner + rest[inner..].iter().position(ends)?;
    Some(at + start..at + end)
}

/// `span` without the quotes around it, and what stands before and behind them: `N'…'`, `\"…\"`.
fn unquote(text: &[u8], span: Range<usize>) -> Range<usize> {
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let raw = &text[span.clone()];
    let open = raw.iter().take(2).position(is_quote).map_or(0, |at| at + 1);
    let close = raw.iter().rposition(is_quote).filter(|at| open > 0 && *at >= open);
    let end = close.unwrap_or(raw.len());
    let escape = usize::from(close.is_some() && raw[open..end].ends_with(b"\\"));
    span.start + open..span.start + end - escape
}

/// Whether `value` can be nothing but one; messages about a password hold blanks.
fn is_value(name: &[u8], value: &[u8]) -> bool {
    let trust = trust(name).unwrap_or(|word| is_token_like(word) || is_chosen(word));
    is_told(value) && !value.contains(&b' ') && trust(value)
}
