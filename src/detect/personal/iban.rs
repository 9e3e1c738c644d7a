//! International bank account numbers: country, its length, and the remainder modulo 97
//! (ISO 13616).

use std::ops::Range;

use crate::detect::Rule;
use crate::detect::personal::{PersonalRule, check, shape};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "iban",
    "iban",
    "international bank account numbers, with their check digits",
    &[
        ("", "IBAN «DE94 5007 0010 0123 4567 89», BIC"),
        ("account", "«GB59BARC20045612345678»"),
        ("", "iban=«nl02abna0123456789»&x"),
        ("", "«MT84 MALT 0110 0001 2345 MTLC AST0 01S»"),
    ],
    &[
        ("", "DE30500700100123456789 DE9450070010012345678 XX29500700100123456789"),
        ("", "aDE94500700100123456789 DE945007001001234567890"),
    ],
);

/// Length of the IBAN by country, from the registry's 97th release.
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

/// Most letters and digits of an IBAN.
const LEN_MAX: usize = 34;

/// The IBAN that begins at `at`, where a number may begin.
pub(super) fn at(text: &[u8], at: usize) -> Option<(Range<usize>, Rule)> {
    let rest = &text[at..];
    let [a, b, c, d, ..] = *rest else { return None };
    let digits = c.is_ascii_digit() && d.is_ascii_digit();
    if !digits || !b.is_ascii_alphabetic() {
        return None;
    }
    let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
    let len = LENGTHS.iter().find(|row| *row.0 == country)?.1;
    let mut chars = [0; LEN_MAX];
    let end = at + read(rest, &mut chars[..len])?;
    let separator = text[at..end].contains(&b' ').then_some(b' ');
    let one_case = a.is_ascii_uppercase() == b.is_ascii_uppercase();
    (one_case && shape::ends_at(text, end, separator) && check::mod_97(&chars[..len]))
        .then_some((at..end, RULE.rule))
}

/// Reads letters and digits, with a space or hyphen after every fourth at will; returns how far.
fn read(text: &[u8], chars: &mut [u8]) -> Option<usize> {
    let mut end = 0;
    for (count, char) in chars.iter_mut().enumerate() {
        if count > 0 && count % 4 == 0 {
            let rest = text.get(end..)?;
            end += shape::space_len(rest).unwrap_or(usize::from(rest.first() == Some(&b'-')));
        }
        let byte = *text.get(end).filter(|byte| byte.is_ascii_alphanumeric())?;
        *char = byte.to_ascii_uppercase();
        end += 1;
    }
    Some(end)
}
