//! `name=value` pairs between `&` or `;`, as queries, fragments and form bodies have them.

use std::borrow::Cow;
use std::ops::Range;

use crate::detect::layer::token::is_random;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place, login};

/// A flag shorter than this is no token.
const FLAG_BYTES_MIN: usize = 8;

/// Visits every pair of `text[within]`; a parameter without `=` is a value without a name.
pub(crate) fn visit_parameters(
    text: &[u8],
    within: Range<usize>,
    codec: Codec,
    place: Place,
    visit: &mut Visit<'_>,
) {
    let (mut start, mut before) = (within.start, within.start..within.start);
    while start < within.end {
        let end = piece_end(text, start..within.end);
        let mut named = |field: Field<'_>| {
            let is_beside = |says: fn(&[u8]) -> bool| {
                let next = (end + 1).min(within.end);
                let behind = next..piece_end(text, next..within.end);
                [&before, &behind].into_iter().any(|beside| says(&text[beside.clone()]))
            };
            let value = &text[field.value.clone()];
            let name = if login::is_brief_password(&field.name, value) && is_beside(says_who) {
                Cow::Borrowed(login::NAME)
            } else if login::is_brief_account(&field.name, value) && is_beside(says_password) {
                Cow::Borrowed(login::ACCOUNT)
            } else {
                field.name
            };
            visit(Field { name, ..field });
        };
        visit_parameter(text, start..end, codec, place, &mut named);
        (before, start) = (start..end, end + 1);
    }
}

/// Whether a parameter says who logs in.
fn says_who(parameter: &[u8]) -> bool {
    memchr::memchr(b'=', parameter)
        .is_some_and(|at| login::says_who(&parameter[..at], &parameter[at + 1..]))
}

/// Whether a parameter is a password.
fn says_password(parameter: &[u8]) -> bool {
    memchr::memchr(b'=', parameter).is_some_and(|at| login::is_password(&parameter[..at]))
}

/// The name, decoded; borrowed when there is nothing to decode.
pub(crate) fn decoded_name(raw: &[u8], codec: Codec) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'%', b'+', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut name = Vec::with_capacity(raw.len());
    match codec.decode(raw, &mut name) {
        crate::detect::codec::Decoded::Changed => Cow::Owned(name),
        _ => Cow::Borrowed(raw),
    }
}

/// Whether `text` begins with a parameter's name and `=`.
pub(crate) fn begins_with_name(text: &[u8]) -> bool {
    let name = name_length(text);
    name > 0 && text.get(name) == Some(&b'=')
}

fn name_length(text: &[u8]) -> usize {
    // Names longer than this are no names, and the bound keeps the search linear.
    text.iter()
        .take(128)
        .position(|&b| !(b.is_ascii_alphanumeric() || b"_-.~[]%$:!*@".contains(&b)))
        .unwrap_or(text.len().min(128))
}

fn visit_parameter(
    text: &[u8],
    piece: Range<usize>,
    codec: Codec,
    place: Place,
    visit: &mut Visit<'_>,
) {
    match memchr::memchr(b'=', &text[piece.clone()]) {
        Some(name) => {
            let name_span = piece.start..piece.start + name;
            let name = decoded_name(&text[name_span.clone()], codec);
            let mut field = Field::new(name, name_span.end + 1..piece.end, codec, place);
            if !name_span.is_empty() {
                field.name_span = Some(name_span);
            }
            visit(field);
        }
        None if piece.len() >= FLAG_BYTES_MIN => {
            let is_random = is_random(&text[piece.clone()]);
            let flag = Field::new(&b""[..], piece, codec, place);
            visit(if is_random { flag.secret("url-flag", "token") } else { flag });
        }
        None => {}
    }
}

/// A `;` ends a piece only before another name and `=`, since values such as media types hold it.
fn piece_end(text: &[u8], within: Range<usize>) -> usize {
    memchr::memchr2_iter(b'&', b';', &text[within.clone()])
        .map(|at| within.start + at)
        .find(|&at| text[at] == b'&' || begins_with_name(&text[at + 1..within.end]))
        .unwrap_or(within.end)
}
