//! One-time codes that a sentence tells: `Your login code is 482913`, `482913 is your security code`.

use std::ops::Range;

use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// What a one-time code is called; nothing else ends so.
const NAMES: &[&str] = &[
    "verification code",
    "login code",
    "security code",
    "-time code",
    "passcode",
    " otp",
    "your code",
    "認証コード",
];

/// What stands between a name and its code.
const LINKS: &[&str] = &[" is: ", " is ", ": ", " - ", "：", " lautet ", " "];

/// Visits the code behind the name at `name`, or before it; gives where it, or the name, ends.
pub(super) fn visit_code(
    text: &[u8],
    name: &Range<usize>,
    done: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let called = &text[name.clone()];
    let is_known = |known: &&str| {
        let at = called.len().checked_sub(known.len());
        at.is_some_and(|at| called[at..].eq_ignore_ascii_case(known.as_bytes()))
    };
    if !NAMES.iter().any(is_known) {
        return None;
    }
    let code = code_behind(text, name.end).or_else(|| code_before(text, name.start, done))?;
    let end = code.end.max(name.end);
    visit(Field::new(&b"otp"[..], code, Codec::Raw, Place::Pair).secret("told-code", "otp"));
    Some(end)
}

fn code_behind(text: &[u8], at: usize) -> Option<Range<usize>> {
    let link = LINKS.iter().find(|link| text[at..].starts_with(link.as_bytes()))?;
    let start = at + link.len();
    let start = start + if text[start..].starts_with(b"G-") { 2 } else { 0 };
    code(text, start)
}

/// `482913 is your Acme security code`.
fn code_before(text: &[u8], at: usize, done: usize) -> Option<Range<usize>> {
    const BYTES_MAX: usize = 48;
    let floor = done.max(at.saturating_sub(BYTES_MAX));
    let end = floor + memchr::memmem::rfind(&text[floor..at], b" is your ")?;
    let digits = text[floor..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = end - digits;
    let is_part = start > floor && text[start - 1].is_ascii_alphanumeric();
    if is_part { None } else { code(text, start) }
}

/// Four to eight digits at `start`, and no more of a word.
fn code(text: &[u8], start: usize) -> Option<Range<usize>> {
    let length = text[start..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let goes_on = match text[start + length..] {
        [b'.' | b',' | b'-' | b':' | b'/', next, ..] => next.is_ascii_digit(),
        [next, ..] => next.is_ascii_alphanumeric() || next == b'%',
        [] => false,
    };
    ((4..=8).contains(&length) && !goes_on).then_some(start..start + length)
}
