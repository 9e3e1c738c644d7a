//! Running text: pairs under telling names, URLs and `Bearer <token>` in between.
//!
//! `=` and `:` are everywhere in code, so the search goes for stems of telling names (SIMD, a few
//! dozen literals), widens a hit to the whole name and only then looks for `=` or `:`.

mod calls;
mod code;
mod commands;
mod dumped;
mod echoed;
mod expression;
mod linked;
mod listed;
mod netrc;
mod no_pair;
mod people;
mod short;
mod stems;
mod told;
mod wrapped;
mod written;

use std::ops::Range;

use crate::detect::layer::authorization::{is_credentials, is_list, is_scheme, visit_credentials};
use crate::detect::layer::echo;
use crate::detect::layer::header::is_authorization;
use crate::detect::layer::literal;
use crate::detect::layer::prose::calls::{is_of_connection, visit_call, visit_connection};
use crate::detect::layer::prose::code::visit_code;
use crate::detect::layer::prose::commands::{is_of_command, visit_command, visit_piped};
pub(crate) use crate::detect::layer::prose::dumped::has_visibility;
use crate::detect::layer::prose::dumped::visit_dumped;
use crate::detect::layer::prose::echoed::visit_echoed;
use crate::detect::layer::prose::expression::{is_expression, is_logged, visit_default};
use crate::detect::layer::prose::linked::visit_linked;
use crate::detect::layer::prose::listed::{is_of_list, visit_listed};
use crate::detect::layer::prose::netrc::{visit_netrc, visit_typed};
use crate::detect::layer::prose::people::{is_of_person, visit_person};
use crate::detect::layer::prose::short::{is_other, is_short};
use crate::detect::layer::prose::stems::{FOREIGN, STEMS};
pub(crate) use crate::detect::layer::prose::told::{is_chosen, is_status, is_told, trust};
use crate::detect::layer::prose::wrapped::{compared, visit_bound, visit_wrapped};
use crate::detect::layer::prose::written::{
    visit_inserted, visit_path, visit_serialized, visit_user,
};
use crate::detect::layer::token::is_random;
use crate::detect::layer::url::{REFERENCE, is_absolute};
use crate::detect::layer::{Field, Layer, Visit};
use crate::detect::rule::without_pseudonyms;
use crate::detect::{Codec, Place, is_pseudonym};

/// Running text with something telling in it; the last layer that is tried.
pub(crate) static PROSE: Layer = Layer {
    id: "prose",
    recognises: |text, _| text.len() >= 8 && STEMS.is_in(text),
    fields: |text, _, visit| visit_prose(text, 0..text.len(), visit),
};

/// The words of a page: labels and explanations, among which a value must look like one.
pub(crate) static WORDS: Layer = Layer {
    id: "prose",
    recognises: |text, _| text.len() >= 8 && STEMS.is_in(text),
    fields: |text, _, visit| Prose { text, strict: true }.read(0, visit),
};

/// A name or a value without quotes is no longer than this.
const NAME_BYTES_MAX: usize = 96;
/// A value between quotes is no longer than this; what is longer is no credential.
const QUOTED_BYTES_MAX: usize = 16 * 1024;
/// How far a sentence is followed behind a name.
const TOLD_BYTES_MAX: usize = 320;
/// Credentials that end before their line does are no longer.
const HEADER_BYTES_MAX: usize = 4608;

/// Whether something telling is in a text.
pub(crate) fn is_telling(text: &[u8]) -> bool {
    STEMS.is_in(text)
}

/// Visits what is telling in `text[within]`.
pub(crate) fn visit_prose(text: &[u8], within: Range<usize>, visit: &mut Visit<'_>) {
    if within.len() >= 8 {
        Prose { text: &text[..within.end], strict: false }.read(within.start, visit);
    }
}

/// A running text.
struct Prose<'t> {
    text: &'t [u8],
    /// Whether what no word of a language could be is the only value.
    strict: bool,
}

impl Prose<'_> {
    fn read(&self, from: usize, visit: &mut Visit<'_>) {
        let text = self.text;
        let (mut done, mut last) = (from, 0);
        STEMS.find(&text[from..], |at, stem| {
            let start = from + at;
            let stem = STEMS.needle(stem);
            let end = start + stem.len();
            // What overlaps the stem before is part of its name.
            let overlaps = start < last;
            last = if overlaps { last } else { end };
            if overlaps || start < done {
                return;
            }
            done = match stem {
                b"://" => visit_url(text, start, done, visit),
                b"bearer " | b"Bearer " | b"BEARER " | b"basic " | b"Basic " | b"BASIC " => {
                    visit_scheme(text, start, visit)
                }
                b"@tcp(" | b"@unix(" => visit_user(text, start, done, visit),
                b"?code=" | b"&code=" | b"?state=" | b"&state=" | b"/reset" | b"/invit"
                | b"/magic" | b"/verif" => visit_path(text, start, done, visit),
                stem if is_of_connection(stem) => {
                    visit_connection(text, start, visit).unwrap_or(end)
                }
                stem if is_of_list(stem) => visit_listed(text, start..end, visit).unwrap_or(end),
                stem if is_of_command(stem) => {
                    visit_command(text, start..end, self.strict, visit).unwrap_or(end)
                }
                _ => self.name(start..end, done, visit),
            }
            .max(done);
        });
    }

    /// Visits the pair whose name holds the stem at `stem`; gives where it, or the name, ends.
    fn name(&self, stem: Range<usize>, done: usize, visit: &mut Visit<'_>) -> usize {
        let text = self.text;
        let words = FOREIGN.iter().any(|word| word.as_bytes() == &text[stem.clone()]);
        let Some((name, flag)) = name_around(text, stem.clone(), done) else {
            return stem.end;
        };
        let end = name.end;
        if no_pair::is_part(text, &name) {
            return end;
        }
        let called = if words { &b"password"[..] } else { no_pair::called(text, &name) };
        let written = visit_code(text, &name, done, visit)
            .or_else(|| visit_serialized(text, called, end, visit))
            .or_else(|| visit_dumped(text, called, end, visit))
            .or_else(|| visit_inserted(text, &name, visit))
            .or_else(|| visit_call(text, &name, visit))
            .or_else(|| visit_default(text, &name, visit))
            .or_else(|| visit_piped(text, &name, done, visit))
            .or_else(|| visit_netrc(text, &name, done, visit))
            .or_else(|| visit_typed(text, &name, visit));
        if let Some(end) = written {
            return end;
        }
        if is_of_person(&text[stem.clone()]) {
            return visit_person(text, &name, self.strict, visit).unwrap_or(stem.end);
        }
        let start = value_start(text, end, flag).or_else(|| literal::declared(text, end));
        let Some(start) = start else {
            return visit_bound(text, &name, visit)
                .unwrap_or_else(|| visit_announced(text, name, called, visit));
        };
        if let Some(end) = visit_linked(text, start, visit) {
            return end;
        }
        if let Some(end) = visit_wrapped(text, called, start, visit) {
            return end;
        }
        if text[end..start].contains(&b'\n') || is_short(called) {
            return visit_told(text, called, literal_start(text, start), visit).unwrap_or(end);
        }
        if let Some(end) = visit_echoed(text, &name, called, start, visit) {
            return end;
        }
        let literal = literal_start(text, start);
        let is_called = literal > start && text[literal - 1] == b'(';
        let start = literal;
        let is_quoted = matches!(text[start], b'"' | b'\'' | b'`' | b'\\');
        let is_told_only = self.strict || words;
        // What is longer than what is told is none, and not looked at to its end.
        let reach = if is_told_only { start + TOLD_BYTES_MAX } else { text.len() };
        let mut value = value_span(&text[..text.len().min(reach)], start);
        let is_code = !is_quoted && is_expression(text, &value) && !is_logged(text, &name, &value);
        let spoken = &text[value.clone()];
        let is_speech = !is_quoted && (is_status(spoken) || literal::is_type_alone(spoken))
            || is_called && spoken.contains(&b' ')
            || is_other(called, spoken)
            || is_told_only && !is_told(spoken);
        let word = value.end;
        if !is_quoted && is_scheme(&text[value.clone()]) {
            value.end = credentials_end(text, called, &value);
        }
        let is_permission = no_pair::is_permission(text, &name, &value);
        if value.is_empty() || is_code || is_permission || is_speech && value.end == word {
            return end;
        }
        let next = value.end;
        let is_named = value.end > word && is_authorization(called);
        if is_named || is_credentials(&text[value.clone()]) {
            visit_credentials(text, value, Place::Pair, visit);
        } else {
            visit(Field::new(called, value, Codec::Raw, Place::Pair));
        }
        next
    }
}

/// Visits the URL around the `://` at `at`; gives where it ends.
fn visit_url(text: &[u8], at: usize, done: usize, visit: &mut Visit<'_>) -> usize {
    let floor = done.max(at.saturating_sub(40));
    let scheme = text[floor..at]
        .iter()
        .rev()
        .take_while(|&&b| b.is_ascii_alphanumeric() || b"+-.:".contains(&b))
        .count();
    let start = at - scheme;
    let start = start + text[start..at].iter().take_while(|b| !b.is_ascii_alphabetic()).count();
    let mut end = at
        + text[at..]
            .iter()
            .position(|&b| {
                b <= b' ' || matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\' | b'|')
            })
            .unwrap_or(text.len() - at);
    let next = end;
    while end > at && b".,;:!?)]}*".contains(&text[end - 1]) {
        end -= 1;
    }
    if is_absolute(&text[start..end]) {
        visit(Field::new(&b""[..], start..end, Codec::Raw, Place::Text).read_as(&REFERENCE));
    }
    next
}

/// Visits `Bearer <token>` or `Basic <credentials>` at `start`; gives where it ends.
fn visit_scheme(text: &[u8], start: usize, visit: &mut Visit<'_>) -> usize {
    if start > 0 && text[start - 1].is_ascii_alphanumeric() {
        return start;
    }
    let space =
        start + 5 + usize::from(text[start].eq_ignore_ascii_case(&b'b') && text[start + 5] != b' ');
    let end = value_end(text, space + 1);
    if is_credentials(&text[start..end]) {
        visit_credentials(text, start..end, Place::Pair, visit);
        return end;
    }
    start
}

/// The name around a stem, and whether it is a flag; a space in the stem is one of the name, where a
/// word stands before it.
fn name_around(text: &[u8], stem: Range<usize>, done: usize) -> Option<(Range<usize>, bool)> {
    let raw = &text[stem.clone()];
    let inner = raw.iter().rposition(|&b| is_name(b) || !b.is_ascii()).map_or(0, |at| at + 1);
    let inner = stem.start + inner;
    let floor = done.max(stem.start.saturating_sub(NAME_BYTES_MAX));
    let before = text[floor..stem.start].iter().rev().take_while(|&&b| is_name(b)).count();
    let start = stem.start - before;
    let start = start + usize::from(is_escape(text, start));
    if raw[0] == b' ' && !text[start..stem.start].last().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let length = text[inner..].iter().take(NAME_BYTES_MAX).take_while(|&&b| is_name(b)).count();
    let flag = text[start..stem.start].iter().take_while(|&&b| b == b'-').count();
    Some((start + flag..inner + length, flag == 2))
}

/// Whether the letter at `at`, before a capital, is that of a line end which stands as letters: `\\nX-Api-Key`.
fn is_escape(text: &[u8], at: usize) -> bool {
    text[..at].ends_with(b"\\")
        && matches!(&text[at..], [b'n' | b'r' | b't', capital, ..] if capital.is_ascii_uppercase())
}

/// The end of the credentials whose scheme is the word at `scheme`, or of the word.
pub(crate) fn credentials_end(text: &[u8], name: &[u8], scheme: &Range<usize>) -> usize {
    if text.get(scheme.end) != Some(&b' ') {
        return scheme.end;
    }
    let start = scheme.end + 1;
    let rest = &text[start..text.len().min(start + QUOTED_BYTES_MAX)];
    let word = &rest[..echo::word_length(rest)];
    let end = start + word.len();
    let is_value = !word.is_empty() && !echo::is_talk(word) && !is_list(word);
    let is_whole = is_credentials(&text[scheme.start..end]);
    if is_whole || is_value && is_authorization(name) { end } else { scheme.end }
}

/// Visits one word at `start` if it can be nothing but a value, perhaps between quotes; gives where
/// it ends.
fn visit_told(text: &[u8], name: &[u8], start: usize, visit: &mut Visit<'_>) -> Option<usize> {
    let value = value_span(&text[..text.len().min(start + TOLD_BYTES_MAX)], start);
    let word = &text[value.clone()];
    if !is_told(word) || word.contains(&b' ') {
        return None;
    }
    let name = if is_short(name) { &b"password"[..] } else { name };
    let end = value.end;
    visit(Field::new(name, value, Codec::Raw, Place::Pair));
    Some(end)
}

/// Visits a token that stands behind its word alone: `token Zk3v… has expired`; gives where it, or
/// the word, ends.
fn visit_announced(text: &[u8], name: Range<usize>, called: &[u8], visit: &mut Visit<'_>) -> usize {
    let end = name.end;
    // What stands behind a pseudonym is not announced by it.
    if without_pseudonyms(&text[name.clone()]).len() < name.len() {
        return end;
    }
    if let Some(trusts) = trust(called)
        && let Some(start) = told_start(text, &name)
        && trusts(&text[value_span(&text[..text.len().min(start + TOLD_BYTES_MAX)], start)])
        && let Some(end) = visit_told(text, called, start, visit)
    {
        return end;
    }
    let start = end + usize::from(text.get(end) == Some(&b' '));
    let token = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-');
    let length = text[start..].iter().take(256).take_while(token).count();
    if start == end || !is_random(&text[start..start + length]) {
        return end;
    }
    let span = start..start + length;
    let mut field =
        Field::new(&b""[..], span, Codec::Raw, Place::Text).secret("announced", "token");
    // In a picture's metadata a length is written before the text.
    field.fixed_length = memchr::memchr(0, text).is_some();
    visit(field);
    start + length
}

/// Where the value begins that a sentence tells behind the name: `password is x`, `token 'x'`,
/// `with password x`.
fn told_start(text: &[u8], name: &Range<usize>) -> Option<usize> {
    if text[..name.start].ends_with(b"nexpected ") {
        return None;
    }
    let rest = &text[name.end..];
    let rest = &rest[..rest.len().min(TOLD_BYTES_MAX)];
    let link = [" is: ", " is ", " was ", " -> ", " - ", " – ", " provided: "];
    let link = link.iter().find(|link| rest.starts_with(link.as_bytes()));
    let start = name.end + link.map_or(1, |link| link.len());
    let word = text.get(start..).filter(|word| !word.is_empty())?;
    let word = &word[..word.len().min(TOLD_BYTES_MAX)];
    if matches!(word.first(), Some(b'"' | b'\'' | b'`')) {
        return (rest.first() == Some(&b' ')).then_some(start);
    }
    let length = value_end(word, 0);
    let ends = |after: &[u8]| after.first().is_none_or(|b| !matches!(b, b' ' | b'(' | b'='));
    match link {
        // What goes on is a sentence on the kind of the value.
        Some(_) => (ends(&word[length..]) || is_chosen(&word[..length])).then_some(start),
        None => {
            const BEFORE: [&[u8]; 5] = [b"with ", b"using ", b"your ", b"my ", b"ENV "];
            let is_spoken = BEFORE.iter().any(|before| text[..name.start].ends_with(before))
                || told::is_netrc(&text[..name.start]);
            let of_image = text[..name.start].ends_with(b"ENV ") && is_told(&word[..length]);
            let is_bare = rest.first() == Some(&b' ') && (of_image || is_chosen(&word[..length]));
            (is_spoken && is_bare).then_some(start)
        }
    }
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$')
}

/// Where the value begins behind a name that ends at `end`: behind `=`, `:`, `=>` or `:=`, the
/// name perhaps in quotes; behind a space where the name is a flag (`--password x`).
fn value_start(text: &[u8], end: usize, is_flag: bool) -> Option<usize> {
    let after_quote = end
        + text[end..]
            .iter()
            .take(2)
            .take_while(|b| matches!(b, b'\\' | b'"' | b'\'' | b']' | b'*' | b'`'))
            .count();
    // What Postgres says: `Key (token)=(…) already exists`.
    let after_quote = after_quote + usize::from(text[after_quote..].starts_with(b")=("));
    let separator = skip_blanks(text, after_quote);
    let value = match text.get(separator)? {
        b'=' | b':' => {
            let second = text.get(separator + 1);
            if second == Some(&b'=') && text[separator] == b'='
                || second == Some(&b':')
                || text[separator..].starts_with(b"://")
            {
                return None;
            }
            separator + 1 + usize::from(matches!(second, Some(b'=' | b'>')))
        }
        // As R assigns.
        b'<' if text[separator..].starts_with(b"<- \"") => separator + 2,
        0xef if text[separator..].starts_with("：".as_bytes()) => separator + "：".len(),
        _ if is_flag && separator > end => separator,
        _ if separator > after_quote => compared(text, separator)?,
        _ => return None,
    };
    // `**Password:** x`
    let emphasis = text[value.min(text.len())..].iter().take_while(|b| **b == b'*').take(2).count();
    let closes = text.get(value + emphasis) == Some(&b' ');
    let value = skip_blanks(text, if closes { value + emphasis } else { value });
    let value = next_line(text, value, separator).unwrap_or(value);
    (value < text.len()).then_some(value)
}

/// The next line, if it is the value of the pair whose separator ends this line: one word.
fn next_line(text: &[u8], at: usize, separator: usize) -> Option<usize> {
    let line = text.get(at..)?.strip_prefix(b"\r").unwrap_or(&text[at..]).strip_prefix(b"\n")?;
    let line = &line[..line.len().min(TOLD_BYTES_MAX)];
    let length = line.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(line.len());
    let start = text[at..].iter().position(|b| *b == b'\n')? + at + 1;
    (text[separator] == b':' && is_told(&line[..length])).then_some(start)
}

/// Where the literal of the value at `start` begins, behind its type, a letter or a call.
fn literal_start(text: &[u8], start: usize) -> usize {
    if matches!(text[start], b'"' | b'\'' | b'`' | b'\\') {
        return start;
    }
    let start = literal::behind_type(text, start).unwrap_or(start);
    literal::unwrapped(text, start).unwrap_or(start)
}

fn skip_blanks(text: &[u8], from: usize) -> usize {
    from + text[from.min(text.len())..]
        .iter()
        .take(16)
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}

/// The value at `start`, without quotes around it.
fn value_span(text: &[u8], start: usize) -> Range<usize> {
    let escape = usize::from(text[start] == b'\\' && start + 1 < text.len());
    let quote = text[start + escape];
    if matches!(quote, b'"' | b'\'' | b'`') {
        let start = start + escape + 1;
        let limit = text.len().min(start + QUOTED_BYTES_MAX);
        let close = memchr::memchr2(quote, b'\n', &text[start..limit]).map(|at| start + at);
        if let Some(close) = close.filter(|&at| text[at] == quote) {
            return start..close.saturating_sub(escape).max(start);
        }
        return start..value_end(text, start);
    }
    let mut end = spoken_end(text, start);
    if text[start..end].iter().any(u8::is_ascii_alphanumeric) {
        // Behind `=`, a sentence does not end with the value.
        let marks: &[u8] = if start > 0 && text[start - 1] == b'=' { b".:" } else { b".:!?" };
        while marks.contains(&text[end - 1]) {
            end -= 1;
        }
        return start..end;
    }
    start..start
}

fn value_end(text: &[u8], start: usize) -> usize {
    let start = start.min(text.len());
    text[start..]
        .iter()
        .position(|&b| b <= b' ' || b"\"'`,;&<>()[]{}\\|".contains(&b))
        .map_or(text.len(), |at| start + at)
}

/// The end of a value that no query can hold: behind a blank, `&` separates nothing.
fn spoken_end(text: &[u8], start: usize) -> usize {
    let mut end = value_end(text, start);
    let is_spoken = start > 0 && text[start - 1] == b' ';
    while is_spoken
        && text.get(end) == Some(&b'&')
        && !is_end(&text[end + 1..])
        && !is_pseudonym(&text[start..end])
    {
        end = value_end(text, end + 1);
    }
    end
}

/// Whether what follows `&` is another parameter, a reference by name or nothing of a value.
fn is_end(after: &[u8]) -> bool {
    let name = after.iter().take(NAME_BYTES_MAX).take_while(|&&b| is_name(b)).count();
    name == 0 || name == NAME_BYTES_MAX || matches!(after.get(name), Some(b'=' | b';' | b'['))
}

#[cfg(test)]
mod tests;
