//! Shapes of numbers, as short pictures: `999-99-9999`.
//!
//! In a picture `9` is a digit, `A` a letter, `N` a digit or letter; every other character
//! stands for itself, but a space also for the no-break spaces of typeset text.

use std::ops::Range;

/// Most letters and digits that a picture has.
const LEN_MAX: usize = 24;

/// What matched a picture: where, and its letters (upper-case) and digits without separators.
pub(super) struct Match {
    /// Where it stands.
    pub(super) span: Range<usize>,
    chars: [u8; LEN_MAX],
    len: usize,
}

impl Match {
    /// Its letters and digits.
    pub(super) fn chars(&self) -> &[u8] {
        &self.chars[..self.len]
    }
}

/// Matches `picture` at `at`, where it may begin, with nothing that belongs to it behind.
pub(super) fn match_at(text: &[u8], at: usize, picture: &str) -> Option<Match> {
    let mut found = Match { span: at..at, chars: [0; LEN_MAX], len: 0 };
    let mut end = at;
    for expected in picture.bytes() {
        let rest = text.get(end..)?;
        let byte = *rest.first()?;
        let (len, keep) = match expected {
            b'9' if byte.is_ascii_digit() => (1, true),
            b'A' if byte.is_ascii_alphabetic() => (1, true),
            b'N' if byte.is_ascii_alphanumeric() => (1, true),
            b'9' | b'A' | b'N' => return None,
            b' ' => (space_len(rest)?, false),
            _ if byte == expected => (1, false),
            _ => return None,
        };
        if keep {
            *found.chars.get_mut(found.len)? = byte.to_ascii_uppercase();
            found.len += 1;
        }
        end += len;
    }
    found.span.end = end;
    let separator = picture.bytes().find(|byte| !byte.is_ascii_alphanumeric());
    if separator == Some(b' ') && is_in_row(&text[..at]) {
        return None;
    }
    ends_at(text, end, separator).then_some(found)
}

/// Whether a group of four digits stands before a space: what follows is one number of many.
fn is_in_row(before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b" ") else { return false };
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 4
}

/// Whether a number or code may begin at `at`: nothing that it could be the middle of is before.
pub(super) fn begins_at(text: &[u8], at: usize) -> bool {
    let Some(&before) = text[..at].last() else { return true };
    match before {
        b'_' | b'#' | b'.' | b'@' | b'~' => false,
        b'-' => !at.checked_sub(2).is_some_and(|at| text[at].is_ascii_alphanumeric()),
        b'/' | b',' => !at.checked_sub(2).is_some_and(|at| text[at].is_ascii_digit()),
        _ => !before.is_ascii_alphanumeric(),
    }
}

/// Whether a number or code with this separator may end at `end`.
pub(super) fn ends_at(text: &[u8], end: usize, separator: Option<u8>) -> bool {
    let Some(&after) = text.get(end) else { return true };
    let digit_next = text.get(end + 1).is_some_and(u8::is_ascii_digit);
    match after {
        b'_' | b'@' | b'~' => false,
        b'-' => !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric),
        b'.' | b'/' | b':' => !digit_next,
        b' ' => !(separator == Some(b' ') && digits_len(&text[end + 1..]) >= 4),
        _ => !after.is_ascii_alphanumeric(),
    }
}

/// Bytes at the start of a number by which it is known.
pub(super) const HEAD: usize = 16;
/// Digits that every number of a person has within its first [`HEAD`] bytes.
pub(super) const DIGITS_MIN: usize = 6;

/// Length of the space at the start of `text`, also of a no-break one.
pub(super) fn space_len(text: &[u8]) -> Option<usize> {
    match text {
        [b' ', ..] => Some(1),
        [0xC2, 0xA0, ..] => Some(2),
        [0xE2, 0x80, 0xAF, ..] => Some(3),
        _ => None,
    }
}

/// Length of the run of digits at the start of `text`, as far as it matters: a megabyte of them is
/// asked for at many places.
pub(super) fn digits_len(text: &[u8]) -> usize {
    const DIGITS_COUNTED_MAX: usize = 64;
    text.iter().take(DIGITS_COUNTED_MAX).take_while(|byte| byte.is_ascii_digit()).count()
}
