//! Numbers of payment cards: issuer, length, Luhn's check digit, and the printed grouping.

use std::ops::Range;

use crate::detect::Rule;
use crate::detect::personal::context::Context;
use crate::detect::personal::shape::{self, Match};
use crate::detect::personal::{PersonalRule, check};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "payment-card",
    "payment-card",
    "numbers of payment cards, with their check digit",
    &[
        ("number", "«4821037592604178»"),
        ("", "card «4821 0375 9260 4178» 12/27"),
        ("", "card «4821-0375-9260-4178»."),
        ("", "{\"pan\":\"«5284173659204482»\"}"),
        ("", "amex «3748 210375 92604»; diners «3612 847365 9206»"),
        ("cardNumber", "«6759284173659202»"),
        ("cardNumber", "«2592000000000000»"),
        ("", "\"max_age\":«4821037597000000»,"),
    ],
    &[
        ("number", "4821037592604179"),
        ("", "0.4821037592604178 14821037592604178 4821037592604178.5"),
        ("userId", "4821037592604178"),
        ("bytes", "4821037592604178"),
        ("scroll_offset", "4821037592604178"),
        ("", "\"id\":4821037592604178,\"ts\":1732420706303"),
        ("", "4821 0375 9260 4178 4821 0375"),
        ("", "a4821037592604178 4821037592604178_1 5555-4821037592604178"),
        ("", "\"max_age\":2592000000000000,"),
        ("", "6759284173659202 0000000000000000 4444444444444444"),
    ],
);

/// How cards are printed, and without separators.
const PICTURES: [&str; 9] = [
    "9999 9999 9999 9999",
    "9999-9999-9999-9999",
    "9999 999999 99999",
    "9999-999999-99999",
    "9999 999999 9999",
    "9999-999999-9999",
    "9999 9999 9999 9999 999",
    "9999-9999-9999-9999-999",
    "9999.9999.9999.9999",
];

/// What names and labels of cards say.
const CARD: [&str; 16] = [
    " card ",
    " cardnumber ",
    " cardno ",
    " cc ",
    " ccnum ",
    " ccnumber ",
    " credit ",
    " debit ",
    " pan ",
    " creditcard ",
    " visa ",
    " mastercard ",
    " maestro ",
    " amex ",
    " payment ",
    " carte ",
];

/// The card number that begins at `at`.
pub(super) fn at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let text = context.text;
    let (found, grouped) = match shape::digits_len(&text[at..]) {
        4 if is_grouped(&text[at + 4..]) => {
            (PICTURES.iter().find_map(|p| shape::match_at(text, at, p))?, true)
        }
        // A negative number, as ids that were drawn have it: `blk_-5195120009388265`.
        12..=19 if text[..at].ends_with(b"-") => return None,
        len @ 12..=19 => (shape::match_at(text, at, &"9999999999999999999"[..len])?, false),
        _ => return None,
    };
    is_card(context, &found, grouped).then_some((found.span, RULE.rule))
}

/// Whether a second group of a printed number stands behind the first: not so in a date.
fn is_grouped(text: &[u8]) -> bool {
    let separator = match text {
        [b'-' | b'.', ..] => Some(1),
        _ => shape::space_len(text),
    };
    separator.is_some_and(|len| matches!(shape::digits_len(&text[len..]), 4 | 6))
}

fn is_card(context: &Context<'_>, found: &Match, grouped: bool) -> bool {
    let digits = found.chars();
    let at = found.span.start;
    let plain = digits.iter().all(|digit| *digit == digits[0]);
    if plain || !check::luhn(digits) {
        return false;
    }
    let issued = is_issued(digits);
    if grouped && issued {
        return true;
    }
    let named = context.says(&CARD, at);
    let unnamed = issued && !context.is_technical(at) && !is_round(digits);
    (named && (issued || is_rare(digits))) || unnamed
}

/// Whether a large issuer gives out numbers with this beginning and length (ISO/IEC 7812 ranges
/// as the schemes publish them).
fn is_issued(digits: &[u8]) -> bool {
    let six = digits[..6].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    match digits.len() {
        14 => matches!(six, 300_000..=305_999 | 360_000..=369_999 | 380_000..=399_999),
        15 => matches!(six, 340_000..=349_999 | 370_000..=379_999),
        16 => matches!(
            six,
            400_000..=499_999
                | 510_000..=559_999
                | 222_100..=272_099
                | 352_800..=358_999
                | 601_100..=601_199
                | 620_000..=629_999
                | 644_000..=659_999
                | 508_500..=508_999
                | 606_282
                | 636_368
                | 810_000..=822_999
                | 979_200..=979_299
                | 220_000..=220_499
        ),
        _ => false,
    }
}

/// A number that ends in so many zeros is an amount or a time: `2592000000000000` nanoseconds.
fn is_round(digits: &[u8]) -> bool {
    digits.iter().rev().take_while(|digit| **digit == b'0').count() >= 7
}

/// Maestro, and the lengths that few banks still use: too weak without a name.
fn is_rare(digits: &[u8]) -> bool {
    match digits[0] {
        b'4' => matches!(digits.len(), 13 | 19),
        b'5' | b'6' => true,
        _ => false,
    }
}
