//! Lines of `.netrc`, `machine a.example login mira password …`, and of routers.

use std::ops::Range;

use crate::detect::layer::span::{skip_space, skip_space_back};
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// A word of such a line has no more bytes.
const WORD_BYTES_MAX: usize = 128;

/// Visits the login before, and the password behind, the word `password` at `name`; gives where it ends.
pub(super) fn visit_netrc(
    text: &[u8],
    name: &Range<usize>,
    done: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    if &text[name.clone()] != b"password" {
        return None;
    }
    let login = word_before(text, name.start)?;
    let keyword = word_before(text, login.start)?;
    let host = word_before(text, keyword.start)?;
    let is_default = &text[host.clone()] == b"default";
    let opening = if is_default { host.clone() } else { word_before(text, host.start)? };
    let begins = matches!(text[..opening.start].last(), None | Some(b'\n'));
    let is_line = &text[keyword] == b"login"
        && (begins || text[host].contains(&b'.'))
        && (is_default || &text[opening] == b"machine");
    let start = skip_space(&text[..text.len().min(name.end + WORD_BYTES_MAX)], name.end);
    let rest = &text[start..text.len().min(start + WORD_BYTES_MAX)];
    let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    if !is_line || login.start < done || start == name.end || length == 0 {
        return None;
    }
    visit(Field::new(&b"login"[..], login, Codec::Raw, Place::Pair));
    visit(Field::new(&b"password"[..], start..start + length, Codec::Raw, Place::Pair));
    Some(start + length)
}

/// Visits what a router's configuration has behind the name at `name` and how it is written:
/// `username bob password 7 0822455D0A16`, `enable secret 9 $9$…`; gives where it ends.
pub(super) fn visit_typed(
    text: &[u8],
    name: &Range<usize>,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let [b' ', kind @ (b'5' | b'7'..=b'9'), b' ', rest @ ..] = &text[name.end..] else {
        return None;
    };
    let rest = &rest[..rest.len().min(WORD_BYTES_MAX)];
    let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    let value = &rest[..length];
    let is_upper_hex = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'A'..=b'F');
    let is_one = match kind {
        b'7' => length >= 6 && length % 2 == 0 && value.iter().all(is_upper_hex),
        _ => length >= 20 && value[0] == b'$',
    };
    let called = &text[name.clone()];
    if !is_one || !matches!(called, b"password" | b"secret") {
        return None;
    }
    let start = name.end + 3;
    visit(Field::new(&b"password"[..], start..start + length, Codec::Raw, Place::Pair));
    Some(start + length)
}

/// The word before the blanks that end at `end`.
fn word_before(text: &[u8], end: usize) -> Option<Range<usize>> {
    let last = skip_space_back(text, end);
    let floor = last.saturating_sub(WORD_BYTES_MAX);
    let length = text[floor..last].iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
    (last < end && length > 0).then_some(last - length..last)
}
