//! Phone numbers: the international form anywhere, national forms in context.

use std::ops::Range;

use crate::detect::Rule;
use crate::detect::personal::context::Context;
use crate::detect::personal::{PersonalRule, shape};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "phone",
    "phone",
    "phone numbers: international, or national under a name or label",
    &[
        ("", "call «+1-415-556-0926» or «+49 30 9018-2063», «+33 (0)1 42 27 78 17»"),
        ("", "tel:«+4930901820» «(415) 556-0926»"),
        ("", "{\"v\":\"«+358 40 123 4567»\"}"),
        ("phoneNumber", "«030 / 9018 2063»"),
        ("mobile", "«07700900417»"),
        ("tel", "«415-556-0926»"),
        ("", "Phone: «415.556.0926»; Fax «0049 30 901820»"),
    ],
    &[
        ("", "a+14155560926 2026-01-01T00:00:00+0100 +12345678.5 +999 1234 5678 +1 415"),
        ("", "415-556-0926 030 9018 2063 M10 20 30 40L1 2"),
        ("", "hotel 4155560926 telemetry: 4155560926"),
        ("phoneNumber", "1234"),
        ("phone_updated", "2024-01-01"),
    ],
);

const NAMES: [&str; 26] = [
    " phone ",
    " phonenumber ",
    " phoneno ",
    " telephone ",
    " tel ",
    " telefon ",
    " telefono ",
    " telefone ",
    " mobile ",
    " mobil ",
    " mobilenumber ",
    " mobileno ",
    " cell ",
    " cellphone ",
    " cellular ",
    " fax ",
    " msisdn ",
    " whatsapp ",
    " handy ",
    " sms ",
    " phones ",
    " gsm ",
    " landline ",
    " celular ",
    " movil ",
    " callback ",
];

/// Digits that are read at most; E.164 allows 15, and `00` may stand before them.
const DIGITS_MAX: usize = 17;

/// The number in international form whose `+` stands at `at`.
pub(super) fn international_at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let text = context.text;
    let before = at.checked_sub(1).map(|before| text[before]);
    let apart = before.is_none_or(|byte| {
        !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b')' | b']' | b'_' | b'.' | b'/')
    });
    let end = apart.then(|| read(text, at + 1, is_international))??;
    Some((at..end, RULE.rule))
}

/// The number in national form, or with `00`, that begins at `at`, where a number may begin.
pub(super) fn national_at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let text = context.text;
    let end = read(text, at, is_national)?;
    let written = &text[at..end];
    let distinct = is_north_american(written);
    let plain = is_date(written) || (!distinct && !context.says(&NAMES, at));
    (!plain).then_some((at..end, RULE.rule))
}

/// Reads digits from `from` on, a few separators between them, and parentheses around some: the last
/// place, before a space or at the last digit, at which the digits so far make a whole number.
fn read(text: &[u8], from: usize, is_whole: fn(&[u8]) -> bool) -> Option<usize> {
    let (mut digits, mut len) = ([0; DIGITS_MAX], 0);
    let (mut at, mut longest) = (from, None);
    loop {
        let more = shape::digits_len(&text[at..]).min(DIGITS_MAX - len);
        digits[len..len + more].copy_from_slice(&text[at..at + more]);
        (at, len) = (at + more, len + more);
        let gap = gap_len(&text[at..]);
        let goes_on = text.get(at + gap).is_some_and(u8::is_ascii_digit);
        let full = len == DIGITS_MAX;
        if full || !goes_on || shape::space_len(&text[at..]).is_some() {
            if more > 0 && is_whole(&digits[..len]) && shape::ends_at(text, at, None) {
                longest = Some(at);
            }
            if full || !goes_on || gap == 0 {
                return longest;
            }
        }
        at += gap;
    }
}

/// Length of what may stand between two groups of digits: ` / `, `) `, `-`.
fn gap_len(text: &[u8]) -> usize {
    let mut len = 0;
    for _ in 0..3 {
        match text.get(len) {
            Some(b'(' | b')' | b'-' | b'.' | b'/') => len += 1,
            _ => len += shape::space_len(&text[len.min(text.len())..]).unwrap_or(0),
        }
    }
    len
}

fn is_international(digits: &[u8]) -> bool {
    (8..=15).contains(&digits.len()) && is_country(digits)
}

fn is_national(digits: &[u8]) -> bool {
    let plain = digits.iter().all(|digit| *digit == digits[0]);
    let with_code = digits.strip_prefix(b"00").is_some_and(is_international);
    with_code || (7..=13).contains(&digits.len()) && !plain
}

/// `(415) 556-0926`: so written, it needs no context.
fn is_north_american(written: &[u8]) -> bool {
    written.len() == 14
        && written.starts_with(b"(")
        && &written[4..6] == b") "
        && matches!(written[9], b'-' | b' ' | b'.')
        && written[1] >= b'2'
        && written[6] >= b'2'
}

/// `2024-01-01`, which stands under names such as `phone_verified_at`.
fn is_date(written: &[u8]) -> bool {
    written.len() >= 10
        && matches!(written[..2], [b'1', b'9'] | [b'2', b'0'])
        && written[4] == b'-'
        && written[7] == b'-'
}

/// Whether the digits begin with a country's code (ITU-T E.164), and are as many as North
/// America asks for.
fn is_country(digits: &[u8]) -> bool {
    match *digits {
        [b'1', area, _, _, exchange, ..] => digits.len() == 11 && area >= b'2' && exchange >= b'2',
        [b'7', ..] => digits.len() == 11,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => true,
        [b'2', b'1'..=b'6' | b'9', ..]
        | [b'3', b'5' | b'7' | b'8', ..]
        | [b'4', b'2', ..]
        | [b'5', b'0' | b'9', ..]
        | [b'6', b'7'..=b'9', ..]
        | [b'8', b'0' | b'5' | b'7' | b'8', ..] => true,
        [b'9', b'6' | b'7', ..] => true,
        [b'9', b'9', third, ..] => third != b'9',
        _ => false,
    }
}
