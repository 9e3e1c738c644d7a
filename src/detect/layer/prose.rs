//! Running text: pairs under telling names, URLs and `Bearer <token>` in between.
//!
//! `=` and `:` are everywhere in code, so the search goes for stems of telling names (SIMD, a few
//! dozen literals), widens a hit to the whole name and only then looks for `=` or `:`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::detect::layer::authorization::{is_credentials, visit_credentials};
use crate::detect::layer::header::header_reading;
use crate::detect::layer::token::is_random;
use crate::detect::layer::url::{REFERENCE, is_absolute};
use crate::detect::layer::{Field, Layer, Reading, Visit};
use crate::detect::needles::{Choice, Needles};
use crate::detect::{Codec, Place, is_pseudonym};

/// Running text with something telling in it; the last layer that is tried.
pub(crate) static PROSE: Layer = Layer {
    id: "prose",
    recognises: |text, _| text.len() >= 8 && STEMS.is_in(text),
    fields: |text, _, visit| visit_prose(text, 0..text.len(), visit),
};

/// A name or a value without quotes is no longer than this.
const NAME_BYTES_MAX: usize = 96;
/// A value between quotes is no longer than this; what is longer is no credential.
const QUOTED_BYTES_MAX: usize = 16 * 1024;

/// What telling names have in them, as names are written; at least three bytes each, and none begins with
/// another.
static STEMS: LazyLock<Needles> = LazyLock::new(|| {
    const WORDS: [&str; 12] = [
        "passw",
        "passphrase",
        "passcode",
        "secret",
        "token",
        "auth",
        "session",
        "credential",
        "cookie",
        "signature",
        "bearer ",
        "basic ",
    ];
    const AS_WRITTEN: [&str; 23] = [
        "://", "pwd=", "pwd:", "Pwd=", "PWD=", "pwd\"", "pikey", "piKey", "PIKEY", "pi_key",
        "pi-key", "PI_KEY", "_key", "_KEY", "Key=", "csrf", "CSRF", "xsrf", "XSRF", "jwt",
        "rivate", "sid=", "user=",
    ];
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let stems = WORDS
        .iter()
        .flat_map(|word| [(*word).to_owned(), capital(word), word.to_uppercase()])
        .chain(AS_WRITTEN.map(str::to_owned));
    // The stems live as long as the program.
    Needles::new(stems.map(|stem| stem.leak().as_bytes()), Choice::First)
});

/// Visits what is telling in `text[within]`.
pub(crate) fn visit_prose(text: &[u8], within: Range<usize>, visit: &mut Visit<'_>) {
    if within.len() < 8 {
        return;
    }
    let text = &text[..within.end];
    let (mut done, mut last) = (within.start, 0);
    STEMS.find(&text[within.start..], |at, stem| {
        let start = within.start + at;
        let end = start + STEMS.needle(stem).len();
        // What overlaps the stem before is part of its name.
        let overlaps = start < last;
        last = if overlaps { last } else { end };
        if overlaps || start < done {
            return;
        }
        done = match &text[start..end] {
            b"://" => visit_url(text, start, done, visit),
            stem if stem.ends_with(b" ") => visit_scheme(text, start, visit),
            _ => visit_name(text, start, done, visit),
        }
        .max(done);
    });
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

/// Visits the pair whose name holds the stem at `at`; gives where it, or the name, ends.
fn visit_name(text: &[u8], at: usize, done: usize, visit: &mut Visit<'_>) -> usize {
    let floor = done.max(at.saturating_sub(NAME_BYTES_MAX));
    let before = text[floor..at].iter().rev().take_while(|&&b| is_name(b)).count();
    let length = text[at..].iter().take(NAME_BYTES_MAX).take_while(|&&b| is_name(b)).count();
    let end = at + length;
    let flag = text[at - before..at].iter().take_while(|&&b| b == b'-').count();
    let name = at - before + flag..end;
    let Some(value) = value_start(text, end, flag == 2) else {
        return visit_announced(text, name, visit);
    };
    if let Reading::As(layer) = header_reading(&text[name.clone()])
        && text[value - 1] == b' '
    {
        return visit_header(text, name, value, layer, visit);
    }
    let is_quoted = matches!(text[value], b'"' | b'\'' | b'`' | b'\\');
    let value = value_span(text, value);
    let is_code = !is_quoted && is_expression(text, &value) && !is_logged(text, &name, &value);
    if value.is_empty() || is_code {
        return end;
    }
    let next = value.end;
    if is_credentials(&text[value.clone()]) {
        visit_credentials(text, value, Place::Pair, visit);
    } else {
        visit(Field::new(&text[name], value, Codec::Raw, Place::Pair));
    }
    next
}

/// Visits a token that stands behind its word alone: `token Zk3v… has expired`; gives where it, or
/// the word, ends.
fn visit_announced(text: &[u8], name: Range<usize>, visit: &mut Visit<'_>) -> usize {
    let end = name.end;
    if is_pseudonym(&text[name]) {
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

/// Visits a header that is echoed in a line: its value ends with the line, or at a quote.
fn visit_header(
    text: &[u8],
    name: Range<usize>,
    value: usize,
    layer: &'static Layer,
    visit: &mut Visit<'_>,
) -> usize {
    let quote = text[..name.start].last().filter(|b| matches!(b, b'"' | b'\''));
    let end = value
        + text[value..]
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n') || Some(b) == quote)
            .unwrap_or(text.len() - value);
    if end > value {
        let name = &text[name];
        visit(Field::new(name, value..end, Codec::Raw, Place::RequestHeader).read_as(layer));
    }
    end
}

/// Whether what stands without quotes is code: a keyword, a call, `t.credentials`,
/// a small number.
fn is_expression(text: &[u8], value: &Range<usize>) -> bool {
    const KEYWORDS: [&[u8]; 8] =
        [b"null", b"true", b"false", b"undefined", b"this", b"new", b"function", b"void"];
    let raw = &text[value.clone()];
    let is_path = raw.contains(&b'.')
        && raw[0].is_ascii_alphabetic()
        && raw.iter().all(|b| b.is_ascii_alphabetic() || b"._$".contains(b));
    let opens = matches!(text.get(value.end), Some(b'(' | b'[' | b'{'));
    // One-time codes have four digits and more.
    let is_number = raw.len() < 4 && raw.iter().all(|b| b.is_ascii_digit() || *b == b'!');
    opens || is_path || is_number || KEYWORDS.contains(&raw)
}

/// `user=mira.quell`, a word of its own without blanks: so lines of a log are written, and code is
/// not.
fn is_logged(text: &[u8], name: &Range<usize>, value: &Range<usize>) -> bool {
    let blank = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
    let before = name.start.checked_sub(1).and_then(|at| text.get(at));
    let is_path = text[value.clone()].contains(&b'.');
    is_path
        && text[name.end..].starts_with(b"=")
        && value.start == name.end + 1
        && blank(before)
        && blank(text.get(value.end))
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
            .take_while(|b| matches!(b, b'\\' | b'"' | b'\'' | b']'))
            .count();
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
        _ if is_flag && separator > end => separator,
        _ => return None,
    };
    let value = skip_blanks(text, value);
    (value < text.len()).then_some(value)
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
    let mut end = value_end(text, start);
    if text[start..end].iter().any(u8::is_ascii_alphanumeric) {
        while b".:!?".contains(&text[end - 1]) {
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

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::prose::PROSE;

    #[test]
    fn finds_pairs_in_prose() {
        for (text, expected) in [
            ("login ok, token=abc123, user=bob", &["token=abc123", "user=bob"][..]),
            (
                "set x.accessToken = 'a b'; and 'client_secret': \"c\"",
                &["x.accessToken=a b", "client_secret=c"],
            ),
            ("{\\\"refresh_token\\\":\\\"r1\\\"}", &["refresh_token=r1"]),
            (
                "run --password=hunter22 --api-token tok now",
                &["password=hunter22", "api-token=tok"],
            ),
            ("sent Authorization: Bearer abc def", &["Authorization=Bearer abc def"]),
            ("curl -H 'Cookie: a=b; c=d' x", &["Cookie=a=b; c=d"]),
            ("got Bearer Zk3vQ9xT2mLw8RbY, done", &["bearer=Zk3vQ9xT2mLw8RbY!bearer-token"]),
            ("got basic Ym9iOmh1bnRlcjIy.", &[]),
            (
                "got Basic Ym9iOmh1bnRlcjIy",
                &["basic=Ym9iOmh1bnRlcjIy!basic-credential", "basic=Ym9iOmh1bnRlcjIy"],
            ),
            ("see (https://h/a?t=1). Or token: abc.", &["=https://h/a?t=1", "token=abc"]),
            ("done: user=mira.quell", &["user=mira.quell"]),
            ("user=e.user;x user=e.user,y", &[]),
            ("a token == b, std::token::x, author of tokens", &[]),
            ("password:", &[]),
            ("401 for token Zk3vQ9xT2mLw8RbY4nCe: gone", &["=Zk3vQ9xT2mLw8RbY4nCe!token"]),
            ("AUTH Zk3vQ9xT2mLw8RbY4nCe", &["=Zk3vQ9xT2mLw8RbY4nCe!token"]),
            ("token verificationRequired1 expired", &[]),
            ("a.token=b.token;this.secretKey=f(1);authToken:null,token:68", &[]),
        ] {
            check(&PROSE, text, &NO_HINT, expected);
        }
        check_foreign(&PROSE, "a plain sentence: nothing = here", &NO_HINT);
    }
}
