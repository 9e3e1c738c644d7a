//! Values of a statement of SQL that a log lists behind it: `… WHERE api_token = %s; args=('…',)` of
//! Django, `[SQL: …] [parameters: ('…',)]` of SQLAlchemy; and passwords for Postgres by their place.

use std::ops::Range;

use crate::detect::layer::{Field, Visit};
use crate::detect::statement;
use crate::detect::{Codec, Place};

/// What stands between a statement and its values.
const LISTS: &[&str] = &["; args=(", "[parameters: ("];

/// What stands between a host and the rest of a line of `.pgpass`.
const PORT: &str = ":5432:";

/// What running text is searched for.
pub(super) fn stems() -> impl Iterator<Item = &'static str> {
    LISTS.iter().copied().chain([PORT])
}

/// Whether a stem is one of them.
pub(super) fn is_of_list(stem: &[u8]) -> bool {
    stems().any(|known| stem == known.as_bytes())
}

/// A statement before its values has no more bytes.
const STATEMENT_BYTES_MAX: usize = 2048;

/// Values that begin within so many bytes are read.
const VALUES_BYTES_MAX: usize = 2048;

/// Visits the values whose stem stands at `stem`, each under its column; gives where they end.
pub(super) fn visit_listed(
    text: &[u8],
    stem: Range<usize>,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    if &text[stem.clone()] == PORT.as_bytes() {
        return visit_pgpass(text, stem, visit);
    }
    let before = &text[stem.start.saturating_sub(STATEMENT_BYTES_MAX)..stem.start];
    let statement = match memchr::memmem::rfind(before, b"[SQL: ") {
        Some(at) => &before[at..],
        None => last_line(before),
    };
    let verbs: [&[u8]; 4] = [b"SELECT ", b"INSERT ", b"UPDATE ", b"DELETE "];
    // What a statement selects from within itself is a part of it.
    let at = verbs.iter().filter_map(|verb| memchr::memmem::find(statement, verb)).min()?;
    let columns = statement::columns(&statement[at..]);
    let mut at = stem.end;
    let limit = text.len().min(stem.end + VALUES_BYTES_MAX);
    for column in columns {
        at += text[at..limit].iter().take_while(|byte| **byte == b' ').count();
        let quote = text[..limit].get(at).copied().filter(|byte| matches!(byte, b'\'' | b'"'));
        let start = at + usize::from(quote.is_some());
        let length = match quote {
            Some(quote) => memchr::memchr2(quote, b'\n', &text[start..limit])?,
            None => memchr::memchr2(b',', b')', &text[start..limit])?,
        };
        let end = start + length;
        if let (Some(column), Some(_)) = (column, quote) {
            visit(Field::new(column, start..end, Codec::Raw, Place::Pair));
        }
        at = end + usize::from(quote.is_some());
        match text[..limit].get(at) {
            Some(b',') => at += 1,
            _ => break,
        }
    }
    Some(at)
}

fn last_line(before: &[u8]) -> &[u8] {
    &before[memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)..]
}

/// Visits the password of the line around the port at `port`: `db.shop.example:5432:shop:bob:…`.
fn visit_pgpass(text: &[u8], port: Range<usize>, visit: &mut Visit<'_>) -> Option<usize> {
    const BYTES_MAX: usize = 256;
    let rest = &text[port.end..text.len().min(port.end + BYTES_MAX)];
    let line = &rest[..rest.iter().position(|byte| *byte <= b' ').unwrap_or(rest.len())];
    let mut colons = memchr::memchr_iter(b':', line);
    let (database, user) = (colons.next()?, colons.next()?);
    let word = |part: &[u8]| {
        part == b"*"
            || !part.is_empty()
                && part.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b))
    };
    // A list of ports has numbers there.
    let has_letter = |part: &[u8]| part == b"*" || part.iter().any(u8::is_ascii_alphabetic);
    let parts = [&line[..database], &line[database + 1..user]];
    let ends = matches!(rest.get(line.len()), None | Some(b'\n' | b'\r'));
    let before = text[..port.start].last()?;
    if !ends || user + 1 == line.len() || !parts.iter().all(|part| word(part) && has_letter(part)) {
        return None;
    }
    if !(before.is_ascii_alphanumeric() || matches!(before, b'*' | b']')) {
        return None;
    }
    let value = port.end + user + 1..port.end + line.len();
    let end = value.end;
    visit(Field::new(&b"password"[..], value, Codec::Raw, Place::Pair));
    Some(end)
}
