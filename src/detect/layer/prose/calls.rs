//! Credentials that a call is given, the user first: `auth=('bob', '…')`,
//! `NetworkCredential("bob", "…")`.

use std::ops::Range;

use crate::detect::layer::literal::is_built;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// What takes a user and a password, in small letters.
const NAMES: &[&str] =
    &["auth", "httpbasicauth", "httpdigestauth", "basicauth", "networkcredential"];

/// An argument has no more bytes.
const BYTES_MAX: usize = 128;

/// Visits the password among the arguments behind the name at `name`; gives where it ends.
pub(super) fn visit_call(text: &[u8], name: &Range<usize>, visit: &mut Visit<'_>) -> Option<usize> {
    if text.get(name.end).is_none_or(|byte| !matches!(byte, b'(' | b'=')) {
        return None;
    }
    let called = text[name.clone()].rsplit(|byte| *byte == b'.').next()?;
    if called.len() < name.len()
        && let Some(value) = argument(text, name.end + 1)
        && is_built(called, &text[value.clone()])
        && text.get(value.end + 1) == Some(&b')')
    {
        let end = value.end;
        visit(Field::new(called, value, Codec::Raw, Place::Pair));
        return Some(end);
    }
    if called.ends_with(b"AndPassword") {
        return visit_last(text, name.end, visit);
    }
    if !NAMES.iter().any(|known| called.eq_ignore_ascii_case(known.as_bytes())) {
        return None;
    }
    let is_pair = called.len() == b"auth".len();
    let sign: &[u8] = if is_pair { b"=(" } else { b"(" };
    let open = text[name.end..].strip_prefix(sign)?;
    let user = argument(text, text.len() - open.len())?;
    let password = next_argument(text, user.end + 1)?;
    if !matches!(text.get(password.end + 1), Some(b')' | b',')) {
        return None;
    }
    let end = password.end;
    visit(Field::new(&b"username"[..], user, Codec::Raw, Place::Pair));
    visit(Field::new(&b"password"[..], password, Codec::Raw, Place::Pair));
    Some(end)
}

/// Visits the last argument of the call whose parenthesis stands at `open`, behind an address:
/// `signInWithEmailAndPassword(auth, "mira@shop.example", "…")`.
fn visit_last(text: &[u8], open: usize, visit: &mut Visit<'_>) -> Option<usize> {
    let first = open + 1;
    let word = text[first..].iter().take(64);
    let word =
        word.take_while(|byte| byte.is_ascii_alphanumeric() || b"_.()".contains(byte)).count();
    let address = argument(text, first).or_else(|| next_argument(text, first + word))?;
    let password = next_argument(text, address.end + 1)?;
    if text.get(password.end + 1) != Some(&b')') {
        return None;
    }
    let end = password.end;
    visit(Field::new(&b"username"[..], address, Codec::Raw, Place::Pair));
    visit(Field::new(&b"password"[..], password, Codec::Raw, Place::Pair));
    Some(end)
}

/// What running text is searched for: the beginning of what PHP is told of a database.
pub(super) const STEMS: &[&str] =
    &["'mysql:", "\"mysql:", "'pgsql:", "\"pgsql:", "'sqlsrv:", "\"sqlsrv:"];

/// Whether a stem is one of them.
pub(super) fn is_of_connection(stem: &[u8]) -> bool {
    STEMS.iter().any(|known| stem == known.as_bytes())
}

/// Visits the user and the password behind the address of a database that begins at `start`:
/// `new PDO('mysql:host=db', 'app', '…')`; gives where they end.
pub(super) fn visit_connection(text: &[u8], start: usize, visit: &mut Visit<'_>) -> Option<usize> {
    let address = argument(text, start)?;
    let user = next_argument(text, address.end + 1)?;
    let password = next_argument(text, user.end + 1)?;
    let end = password.end;
    visit(Field::new(&b"username"[..], user, Codec::Raw, Place::Pair));
    visit(Field::new(&b"password"[..], password, Codec::Raw, Place::Pair));
    Some(end)
}

/// What stands between the quotes of the argument behind the comma at `at`.
fn next_argument(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?.strip_prefix(b",")?;
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    argument(text, text.len() - rest.len())
}

/// What stands between the quotes that open at `at`.
fn argument(text: &[u8], at: usize) -> Option<Range<usize>> {
    let quote = *text.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let rest = &text[at + 1..text.len().min(at + 1 + BYTES_MAX)];
    let length = memchr::memchr2(quote, b'\n', rest).filter(|at| rest[*at] == quote)?;
    (length > 0).then_some(at + 1..at + 1 + length)
}
