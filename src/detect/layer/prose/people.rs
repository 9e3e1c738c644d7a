//! Personal data under names of their own: `first_name: "…"`, `username=…`, `street=…, zip=…`.

use std::ops::Range;

use crate::detect::layer::literal;
use crate::detect::layer::prose::{is_expression, value_span, value_start};
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// The names, in small letters without what joins their words.
const NAMES: &[&str] = &["firstname", "lastname", "username", "cvv", "otp", "street", "zip"];

/// What running text is searched for on their account.
pub(super) const STEMS: &[&str] = &[
    "irstName",
    "irst_name",
    "astName",
    "ast_name",
    "sername",
    "serName",
    "cvv=",
    "cvv:",
    "cvv\"",
    "cvv'",
    "cvv =",
    "otp:",
    "street=",
    "zip=",
];

/// Whether a name was found on their account.
pub(super) fn is_of_person(stem: &[u8]) -> bool {
    STEMS.iter().any(|known| stem == known.as_bytes())
}

/// Visits the pair at `name` if a person's data stand under such a name; gives where it, or the name,
/// ends.
pub(super) fn visit_person(
    text: &[u8],
    name: &Range<usize>,
    strict: bool,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let called = text[name.clone()].rsplit(|byte| *byte == b'.').next()?;
    if !NAMES.iter().any(|known| ends_as(called, known)) {
        return None;
    }
    let searched = searched(text, name);
    let start = searched.or_else(|| value_start(text, name.end, false).filter(|_| !strict));
    let value = start.and_then(|start| value_at(text, name, start));
    let Some(value) = value else { return Some(name.end) };
    let end = value.end;
    visit(Field::new(called, value, Codec::Raw, Place::Pair));
    Some(end)
}

/// Where the value begins that OData searches a property for: `contains(firstName,'…')`,
/// `startswith(tolower(lastName), '…')`.
fn searched(text: &[u8], name: &Range<usize>) -> Option<usize> {
    const CALLS: [&[u8]; 4] = [b"contains(", b"startswith(", b"endswith(", b"substringof("];
    let before = &text[..name.start];
    let before = before.strip_suffix(b"tolower(").unwrap_or(before);
    let is_call = CALLS.iter().any(|call| before.ends_with(call));
    let rest = &text[name.end..];
    let rest = rest.strip_prefix(b")").unwrap_or(rest).strip_prefix(b",").filter(|_| is_call)?;
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    rest.starts_with(b"'").then_some(text.len() - rest.len())
}

/// The value at `start`: between quotes, or one that stands at its sign and by itself.
fn value_at(text: &[u8], name: &Range<usize>, start: usize) -> Option<Range<usize>> {
    let start = literal::unwrapped(text, start).unwrap_or(start);
    let is_quoted = matches!(text[start], b'"' | b'\'' | b'\\');
    let mut value = value_span(text, start);
    if is_quoted {
        return Some(value).filter(|value| !value.is_empty());
    }
    if is_of_record(text, name) {
        value.end = value.start + record_length(&text[value.start..]);
    }
    // ServiceNow joins the conditions of a query with it.
    if let Some(joint) = memchr::memchr(b'^', &text[value.clone()]) {
        value.end = value.start + joint;
    }
    let word = &text[value.clone()];
    let is_part = text[..name.start].last().is_some_and(|before| b".$/?".contains(before));
    let ends =
        matches!(text.get(value.end), None | Some(b' ' | b',' | b')' | b'}' | b'&' | b'^' | b'\n'));
    let is_word = word.len() >= 4 || word.first().is_some_and(u8::is_ascii_uppercase);
    let is_name = word.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let is_bare =
        start == name.end + 1 && is_name && ends && !is_part && !is_expression(text, &value);
    (is_bare && (is_word || word.iter().all(u8::is_ascii_digit))).then_some(value)
}

/// Whether the pair stands in what Java prints of an object: `Address(street=…, zip=…)`.
fn is_of_record(text: &[u8], name: &Range<usize>) -> bool {
    let before = &text[..name.start];
    text[name.end..].starts_with(b"=")
        && (before.ends_with(b"(") || before.ends_with(b"{") || before.ends_with(b", "))
}

/// How long a value of such an object is: words up to the next name or its end.
fn record_length(rest: &[u8]) -> usize {
    const BYTES_MAX: usize = 80;
    let rest = &rest[..rest.len().min(BYTES_MAX)];
    rest.iter().position(|byte| *byte < b' ' || b",)}\"'=;<>&".contains(byte)).unwrap_or(0)
}

/// Whether `name` ends as `known` does, but for case and what joins words.
fn ends_as(name: &[u8], known: &str) -> bool {
    let letters = name.iter().rev().filter(|byte| !matches!(byte, b'_' | b'-'));
    let mut letters = letters.map(u8::to_ascii_lowercase);
    known.bytes().rev().all(|letter| letters.next() == Some(letter))
}
