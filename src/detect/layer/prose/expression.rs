//! Values that are code: names of variables, calls, keywords.

use std::ops::Range;

use crate::detect::layer::prose::TOLD_BYTES_MAX;
use crate::detect::layer::token::is_random;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// The block of a variable has no more bytes.
const BLOCK_BYTES_MAX: usize = 512;

/// Whether what stands without quotes is code: a keyword, a call, `t.credentials`,
/// a small number, the place of a value in SQL (`= $2`, `= %s`, `= :pw`).
pub(super) fn is_expression(text: &[u8], value: &Range<usize>) -> bool {
    const KEYWORDS: [&[u8]; 8] =
        [b"null", b"true", b"false", b"undefined", b"this", b"new", b"function", b"void"];
    let raw = &text[value.clone()];
    let is_path = raw.contains(&b'.')
        && raw[0].is_ascii_alphabetic()
        && raw.iter().all(|b| b.is_ascii_alphabetic() || b"._$".contains(b));
    let opens = matches!(text.get(value.end), Some(b'(' | b'[' | b'{')) && !is_random(raw);
    // One-time codes have four digits and more.
    let is_number = raw.len() < 4 && raw.iter().all(|b| b.is_ascii_digit() || *b == b'!');
    let is_left = match raw {
        b"%s" => true,
        [b'$', number @ ..] => number.len() <= 2 && number.iter().all(u8::is_ascii_digit),
        [b':', name @ ..] => {
            text[..value.start].ends_with(b"= ")
                && name.iter().all(|b| b.is_ascii_lowercase() || *b == b'_')
        }
        _ => false,
    };
    // What is longer is none, or each name in it would be read up to its end.
    raw.len() <= TOLD_BYTES_MAX
        && (opens || is_path || is_number || is_left || KEYWORDS.contains(&raw))
}

/// `user=mira.quell`, a word of its own without blanks: so lines of a log are written, and code is
/// not.
pub(super) fn is_logged(text: &[u8], name: &Range<usize>, value: &Range<usize>) -> bool {
    let blank = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
    let before = name.start.checked_sub(1).and_then(|at| text.get(at));
    let is_path = text[value.clone()].contains(&b'.');
    is_path
        && text[name.end..].starts_with(b"=")
        && value.start == name.end + 1
        && blank(before)
        && blank(text.get(value.end))
}

/// Visits the default of the Terraform variable at `name`: `variable "db_password" { default = "…" }`;
/// gives where it ends.
pub(super) fn visit_default(
    text: &[u8],
    name: &Range<usize>,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let block = text[name.end..].strip_prefix(b"\" {")?;
    text[..name.start].strip_suffix(b"variable \"")?;
    let block = &block[..block.len().min(BLOCK_BYTES_MAX)];
    let block = &block[..memchr::memchr(b'}', block).unwrap_or(block.len())];
    let member = memchr::memmem::find_iter(block, b"default")
        .find(|at| block[..*at].last().is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\t')))?;
    let rest = block[member + b"default".len()..].trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
    let length = memchr::memchr2(b'"', b'\n', rest).filter(|at| rest[*at] == b'"' && *at > 0)?;
    let start = name.end + 3 + block.len() - rest.len();
    visit(Field::new(&text[name.clone()], start..start + length, Codec::Raw, Place::Pair));
    Some(start + length)
}
