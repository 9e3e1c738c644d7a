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
        ("", "Phone: «1.415.556.0926», Tel. «01.42.27.78.17», tel «0033.1.42.27.78.17»"),
        ("", "Cell: «4155560926» cell phone «4155560926» Cell no. «4155560926»"),
        ("", "\"cell\":\"«4155560926»\" \"homeCell\": \"«4155560926»\" cell_number=«4155560926»"),
        (
            "",
            "phone in the box: «4155560926»; phone d'accueil «01 42 27 78 17» «+ 49 30 901820» at «+ 4930901820», or",
        ),
        ("", "Phone number in use: «4155560926», invalid phone value «4155560926»"),
        ("", "\"homePhone\":\"«4155560926»\", my mobile is «4155560926»"),
        ("cell", "«4155560926»"),
        (
            "",
            "call +1-2\"+ «+49 30 901820».. or «+49 30 901820»...then; Phone (home) * «4155560926»",
        ),
        ("", "Phone: «415-556-0926»(«12345678» «+49(0)30 9018-2063»(4111"),
    ],
    &[
        ("", "a+14155560926 2026-01-01T00:00:00+0100 +12345678.5 +999 1234 5678 +1 415"),
        ("", "415-556-0926 030 9018 2063 M10 20 30 40L1 2"),
        ("", "hotel 4155560926 telemetry: 4155560926"),
        ("phoneNumber", "1234"),
        ("phone_updated", "2024-01-01"),
        ("", "Chrome Mobile 122.0.6261.112 IE Mobile 11.0.10586 on Windows Phone 8.1.1234567"),
        ("", "Error in cell B12: expected 1234567, got 7654321"),
        ("", "Invalid cell value 1709985242; Excel cell C4 has date 12/31/2026"),
        ("", "callback_' + Math.floor(Math.random() * 1000001); phone()*7654321"),
        (
            "",
            "Error(\"larger than 0x\"+2147483647..toString(16)+\" bytes\") 0x\"+2147483647 .toString(16)",
        ),
        ("", "iPhone 1234567890; Tel-Aviv 1234567; mobile queue 1709985242"),
        ("phone", "seen 12/31/2026 or 2026/12/31 or 31/12/2026"),
        ("", "phone id 1709985242; mobile version 1709985242"),
        ("", "c += (d & a | ~d & b) + k[2] + 606105819 | 0; y * k + 4.863286149340"),
        ("", "<symbol id=\"phone\" viewBox=\"0 0 512 512\"><path d=\"M1 2.83 3.76 5.14\"/>"),
        ("", "/js/mobile_menu.js?ver=1696644242 mobile/header.css?v=1715973344"),
        ("", r#"{"id":"phone","viewBox":"0 0 512 512"}"#),
        ("", "id='mobile' d='M6.62 10.79c1.44 2.83 3.76 5.14 6.59 6.59l2.2 2.2'"),
    ],
);

/// Words of labels and names; those of a label are looked at with what is around them.
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
    let is_term = text[at + 1] == b' ' && is_term(&text[at + 2..end], &text[end..]);
    // `"size 0x"+2147483647..toString(16)`, `+2147483647 .toString(16)`: what a script adds to a text.
    let method = text[end..].strip_prefix(b"..").or(text[end..].strip_prefix(b" ."));
    let is_added = method.is_some_and(|method| method.starts_with(b"toString("));
    (!is_term && !is_added).then_some((at..end, RULE.rule))
}

/// Whether a number behind a plus and a space is a term of a sum: `hash + 606105819 | 0`, `a + 4.8632`.
fn is_term(number: &[u8], behind: &[u8]) -> bool {
    let points = number.iter().filter(|byte| **byte == b'.').count();
    let is_plain = number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let goes_on = behind.trim_ascii_start().first().is_some_and(|byte| b"|;*+/&^%".contains(byte));
    // No country has one of these digits alone as its code.
    let is_decimal = matches!(number, [b'0' | b'2'..=b'6' | b'8' | b'9', b'.', ..]);
    is_plain && points <= 1 && (goes_on || is_decimal)
}

/// The number in national form, or with `00`, that begins at `at`, where a number may begin.
pub(super) fn national_at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let text = context.text;
    let end = read(text, at, is_national)?;
    let written = &text[at..end];
    let distinct = is_north_american(written);
    let is_other = is_date(written)
        || is_slashed_date(written)
        || is_version(written)
        || is_decimal(written)
        || is_negative(&text[..at])
        || text[..at].ends_with(b"/") && !text[..at].ends_with(b"tel://");
    let plain = is_other
        || is_factor(&text[..at])
        || (!distinct && !context.name_says(&NAMES) && !is_label(context.label_text(at)));
    (!plain).then_some((at..end, RULE.rule))
}

/// A number with a part behind the point, as coordinates and measures are: `47.60970`.
fn is_decimal(written: &[u8]) -> bool {
    const WHOLE_MAX: usize = 3;
    let mut parts = written.split(|byte| *byte == b'.');
    let (Some(whole), Some(part), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    whole.len() <= WHOLE_MAX && part.len() > 4 && are_digits(whole) && are_digits(part)
}

/// Whether the sign before a number is its own: `,-2016330703`, `="-2016330703"`.
fn is_negative(before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b"-") else { return false };
    before.last().is_none_or(|byte| b",:=\"'([{\t\n".contains(byte))
        || before.ends_with(b": ")
        || before.ends_with(b", ")
}

/// Whether what stands before a number multiplies it in a script: `'callback_' + random() * 1000001`.
fn is_factor(before: &[u8]) -> bool {
    let Some(before) = before.trim_ascii_end().strip_suffix(b"*") else { return false };
    before.trim_ascii_end().ends_with(b"()")
}

/// Reads digits from `from` on, a few separators between them, and parentheses around some: the last
/// place, before a space, before `(` or at the last digit, at which the digits so far make a whole number.
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
        let may_end = shape::space_len(&text[at..]).is_some() || text.get(at) == Some(&b'(');
        if full || !goes_on || may_end {
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

/// `12/31/2026`, `31/12/2026`, `2026/12/31`.
fn is_slashed_date(written: &[u8]) -> bool {
    let mut parts = written.split(|byte| *byte == b'/');
    let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
    let [Some(first), Some(second), Some(third), None] = parts else { return false };
    let is_year = |part: &[u8]| {
        part.len() == 4 && matches!(part[..2], [b'1', b'9'] | [b'2', b'0']) && are_digits(part)
    };
    let is_day = |part: &[u8]| (1..=2).contains(&part.len()) && are_digits(part) && day(part) <= 31;
    is_day(second) && (is_day(first) && is_year(third) || is_year(first) && is_day(third))
}

fn are_digits(part: &[u8]) -> bool {
    part.iter().all(u8::is_ascii_digit)
}

fn day(part: &[u8]) -> u32 {
    part.iter().fold(0, |day, digit| day * 10 + u32::from(digit.wrapping_sub(b'0')))
}

/// `122.0.6261.112`: three or four numbers, one behind the first of a single digit. `0033.1.42…` and
/// `1.415.556.0926` are none.
fn is_version(written: &[u8]) -> bool {
    let mut parts = written.split(|byte| *byte == b'.');
    let first = parts.next().unwrap_or_default();
    let (mut count, mut single) = (1, false);
    for part in parts {
        if !are_digits(part) {
            return false;
        }
        count += 1;
        single |= part.len() == 1;
    }
    are_digits(first) && !first.starts_with(b"00") && matches!(count, 3 | 4) && single
}

/// Words that tell of another kind of number than a phone's, though a phone was named before.
const OTHERS: [&str; 9] =
    ["id", "ids", "date", "dates", "version", "build", "timestamp", "width", "size"];

/// The same where the word before has other meanings, too.
const OTHERS_OF_WEAK: [&str; 7] = ["value", "values", "expected", "got", "in", "queue", "aviv"];

/// Attributes of drawings, to which icons of phones are given as ids, and parameters of files that are
/// called by them: `mobile.css?ver=1715973344`.
const ATTRIBUTES: [&str; 9] =
    ["box", "viewbox", "points", "transform", "d", "height", "ver", "v", "t"];

/// Words that mean a phone and nothing else; a number of theirs is a phone's, too.
const STRONG: [&str; 9] = [
    "phone",
    "phonenumber",
    "phoneno",
    "telephone",
    "cellphone",
    "msisdn",
    "fax",
    "number",
    "telefon",
];

/// Words behind `cell` that make it a phone's.
const OF_CELLS: [&str; 6] = ["phone", "number", "no", "nr", "num", "is"];

/// Whether what stands before a number is the label of a phone's.
fn is_label(before: &[u8]) -> bool {
    let (mut told, mut strong, mut cell) = (false, false, false);
    let mut start = 0;
    while let Some(span) = next_word(before, start) {
        start = span.end;
        let word = &before[span.clone()];
        let is = |known: &str| word.eq_ignore_ascii_case(known.as_bytes());
        let is_one_of = |known: &[&str]| known.iter().any(|known| is(known));
        if is("cell") {
            told = is_assigned(&before[span.end..]);
        } else if NAMES.iter().any(|name| is(&name[1..name.len() - 1])) {
            told = !(is("phone") && is_glued(before, span.start));
            strong = is_one_of(&STRONG);
        } else if cell && is_one_of(&OF_CELLS) {
            (told, strong) = (true, is_one_of(&STRONG));
        } else if is_one_of(&ATTRIBUTES) && is_attribute(before, &span)
            || is_one_of(&OTHERS)
            || !strong && is_one_of(&OTHERS_OF_WEAK)
        {
            told = false;
        } else {
            strong |= told && is_one_of(&STRONG);
        }
        cell = is("cell");
    }
    told
}

/// Whether the word at `start` is the rest of `iPhone`.
fn is_glued(before: &[u8], start: usize) -> bool {
    before[..start].ends_with(b"i")
        && !start.checked_sub(2).is_some_and(|at| before[at].is_ascii_alphanumeric())
}

/// Whether a colon or an equals sign stands behind a word, perhaps behind a quote.
fn is_assigned(behind: &[u8]) -> bool {
    let sign = behind.iter().take(4).find(|byte| !matches!(byte, b'"' | b'\'' | b'\\' | b' '));
    matches!(sign, Some(b':' | b'='))
}

/// Whether an equals sign stands behind a word, or it is the end of `viewBox`.
fn is_attribute(text: &[u8], word: &Range<usize>) -> bool {
    text.get(word.end) == Some(&b'=') || text[..word.start].ends_with(b"view")
}

/// The next word from `from` on; `homePhone` has two.
fn next_word(text: &[u8], from: usize) -> Option<Range<usize>> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let start = from + text[from..].iter().position(is_letter)?;
    let len = text[start..]
        .windows(2)
        .position(|pair| {
            !is_letter(&pair[1]) || pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()
        })
        .map_or(text.len() - start, |at| at + 1);
    Some(start..start + len)
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
