//! Numbers that states give to people: which row of the table stands at a place of a text.

mod table;

use std::ops::Range;
use std::sync::LazyLock;

use crate::detect::Rule;
use crate::detect::personal::context::Context;
use crate::detect::personal::{PersonalRule, shape};

pub(super) use table::NATIONAL_IDS;

/// Where a picture counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Wherever it stands: its form or its checks are distinctive.
    Anywhere,
    /// Under a telling name or after a telling label.
    Named,
}

/// A country's number.
pub(super) struct NationalId {
    /// Identifier, kind, examples.
    pub(super) rule: PersonalRule,
    pictures: &'static [(&'static str, When)],
    /// What names and labels say of it, besides [`GENERIC`].
    names: &'static [&'static str],
    check: fn(&[u8]) -> bool,
}

/// What names and labels say of a national id of any country.
const GENERIC: [&str; 24] = [
    " national id ",
    " nationalid ",
    " national identity ",
    " national insurance ",
    " national identification ",
    " identity number ",
    " identitynumber ",
    " identity card ",
    " id number ",
    " idnumber ",
    " id card ",
    " idcard ",
    " personal id ",
    " personalid ",
    " personal number ",
    " personal code ",
    " citizen id ",
    " tax id ",
    " taxid ",
    " tin ",
    " tax number ",
    " taxnumber ",
    " taxpayer ",
    " social security ",
];

/// The row whose picture matches at `at`, where a number may begin.
pub(super) fn at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let rest = &context.text[at..];
    let (head, len) = head_of(rest);
    let next = rest.get(len).copied().unwrap_or(0);
    let then = rest.get(len + 1..).map_or(0, |then| head_of(then).0);
    for beginning in BY_HEAD[head].iter().filter(|beginning| beginning.fits(next, then)) {
        let id = &NATIONAL_IDS[beginning.row];
        let (picture, when) = id.pictures[beginning.picture];
        let Some(found) = shape::match_at(context.text, at, picture) else { continue };
        if (id.check)(found.chars())
            && (when == When::Anywhere || context.says(id.names, at) || id.is_named(context, at))
        {
            return Some((found.span, id.rule.rule));
        }
    }
    None
}

impl NationalId {
    fn is_named(&self, context: &Context<'_>, at: usize) -> bool {
        self.rule.rule.kind.0 == "national-id" && context.says(&GENERIC, at)
    }
}

/// How a picture of the table begins, behind its first digits or letters.
struct Beginning {
    row: usize,
    picture: usize,
    /// What stands there; 0 where the picture ends.
    next: u8,
    /// The head of what is behind that, where the picture tells it.
    then: Option<usize>,
}

impl Beginning {
    fn of(row: usize, picture: usize, pattern: &str) -> Self {
        let (_, len) = head_of(pattern.as_bytes());
        let behind = pattern.as_bytes().get(len + 1..);
        let behind = behind.filter(|behind| !behind.contains(&b'N'));
        Self {
            row,
            picture,
            next: pattern.as_bytes().get(len).copied().unwrap_or(0),
            then: behind.map(|behind| head_of(behind).0),
        }
    }

    /// Whether the picture can match a text that goes on so.
    fn fits(&self, next: u8, then: usize) -> bool {
        match self.next {
            0 => true,
            b' ' if next != b' ' => matches!(next, 0xC2 | 0xE2),
            expected if expected.is_ascii_alphanumeric() => next.is_ascii_alphanumeric(),
            expected => expected == next && self.then.is_none_or(|expected| expected == then),
        }
    }
}

/// The pictures that can match a text, by how many digits or letters it begins with.
static BY_HEAD: LazyLock<[Vec<Beginning>; HEADS]> = LazyLock::new(|| {
    let mut heads = [const { Vec::new() }; HEADS];
    for (row, id) in NATIONAL_IDS.iter().enumerate() {
        for (picture, (pattern, _)) in id.pictures.iter().enumerate() {
            heads[head_of(pattern.as_bytes()).0].push(Beginning::of(row, picture, pattern));
        }
    }
    heads
});

/// Digits come first, then letters.
const HEADS: usize = 2 * HEAD_LEN_MAX + 2;
const HEAD_LEN_MAX: usize = 20;

/// Which head a text has, and its length.
fn head_of(text: &[u8]) -> (usize, usize) {
    let text = &text[..text.len().min(HEAD_LEN_MAX)];
    let digits = shape::digits_len(text);
    if digits > 0 {
        return (digits, digits);
    }
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    (HEAD_LEN_MAX + 1 + letters, letters)
}
