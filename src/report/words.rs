//! Text for people, wherever it is shown: sizes, counts, times, and what a capture has written.

use std::borrow::Cow;

/// A number of bytes for people: `24.9 MB`.
#[must_use]
pub fn human(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut scale = 1_u64;
    while bytes / scale >= 1_000 && unit + 1 < UNITS.len() {
        scale *= 1_000;
        unit += 1;
    }
    if unit == 0 {
        return format!("{bytes} bytes");
    }
    let tenths = bytes / (scale / 10);
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

/// A number with its thousands apart.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with its noun.
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A time in milliseconds for people: `340 ms`, `1.25 s`, `4 min 10 s`.
#[must_use]
pub fn lasting(milliseconds: f64) -> String {
    let seconds = milliseconds / 1e3;
    match milliseconds {
        m if m < 1.0 => "0 ms".to_owned(),
        m if m < 999.5 => format!("{} ms", whole(m)),
        _ if seconds < 9.995 => {
            let hundredths = whole(seconds * 100.0);
            format!("{}.{:02} s", hundredths / 100, hundredths % 100)
        }
        _ if seconds < 99.95 => format!("{seconds:.1} s"),
        _ if seconds < 5_999.5 => {
            let whole = seconds.round();
            format!("{:.0} min {:.0} s", (whole / 60.0).floor(), whole % 60.0)
        }
        _ => format!("{:.1} h", seconds / 3_600.0),
    }
}

/// A number as a whole one; to print it takes less than to print its digits behind the point.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "neither negative nor large"
)]
fn whole(number: f64) -> u32 {
    number.round_ties_even() as u32
}

/// A text of a capture as it may be shown: what could steer a terminal, turn the direction of the
/// text or hide in it is written as its code point.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// As [`shown`], with its middle left out if it has more characters than `max`.
#[must_use]
pub fn shortened(text: &str, max: usize) -> String {
    if let Some(plain) = shortened_plain(text, max) {
        return plain;
    }
    // A text may be megabytes long; what is not shown is not read.
    let head: String = text.chars().take(max + 1).collect();
    let shown_head = shown(&head);
    if head.len() == text.len() && shown_head.chars().count() <= max {
        return shown_head.into_owned();
    }
    let tail_len = max / 3;
    let tail: String =
        text.chars().rev().take(tail_len).collect::<Vec<_>>().into_iter().rev().collect();
    let tail = shown(&tail).into_owned();
    let tail_start = tail.chars().count().saturating_sub(tail_len);
    let tail: String = tail.chars().skip(tail_start).collect();
    let head: String = shown_head.chars().take(max.saturating_sub(tail_len + 1)).collect();
    format!("{head}…{tail}")
}

/// The same, of a text whose ends are printable ASCII, as nearly all are.
fn shortened_plain(text: &str, max: usize) -> Option<String> {
    let is_plain = |part: &str| part.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if text.len() <= max {
        return is_plain(text).then(|| text.to_owned());
    }
    let tail_len = max / 3;
    let (head, tail) = (text.get(..=max)?, text.get(text.len() - tail_len..)?);
    let kept = head.get(..max.saturating_sub(tail_len + 1))?;
    (is_plain(head) && is_plain(tail)).then(|| format!("{kept}…{tail}"))
}

/// JSON text with a line feed at its end, in which what could steer a terminal is written as an escape.
pub fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    let mut rest = json;
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(c) = rest.chars().next() else { break };
        if steers(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out.push_str(rest);
    out.push('\n');
    out
}

/// Controls, line separators, directional formatting, and marks that have no width.
fn steers(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use crate::report::words::{counted, escaped_json, human, lasting, shortened, shown};

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(human(24_983_000), "24.9 MB");
        assert_eq!(human(999), "999 bytes");
        assert_eq!(counted(1, "entry", "entries"), "1 entry");
        assert_eq!(counted(1_234_567, "entry", "entries"), "1,234,567 entries");
        for (ms, expected) in [
            (0.2, "0 ms"),
            (340.4, "340 ms"),
            (1_250.0, "1.25 s"),
            (12_340.0, "12.3 s"),
            (250_000.0, "4 min 10 s"),
            (7_200_000.0, "2.0 h"),
        ] {
            assert_eq!(lasting(ms), expected);
        }
        for at in 0..4_000 {
            let (few, many) = (1.0 + f64::from(at) * 0.2489, 1_000.0 + f64::from(at) * 2.2477);
            assert_eq!(lasting(few), format!("{few:.0} ms"));
            assert_eq!(lasting(many), format!("{:.2} s", many / 1e3));
        }
    }

    /// Texts of plain ASCII are shortened like all others.
    #[test]
    fn what_is_plain_is_shortened_alike() {
        let text = "https://a.example/path?query=1".repeat(3);
        for len in 0..text.len() {
            for max in [1, 2, 3, 7, 40, 89] {
                let plain = shortened(&text[..len], max);
                let other = shortened(&text[..len].replace('a', "\u{e4}"), max);
                assert_eq!(plain, other.replace('\u{e4}', "a"), "{len} {max}");
            }
        }
        let hidden = format!("{}\u{202e}{}", "a".repeat(50), "b".repeat(50));
        assert_eq!(shortened(&hidden, 9), "aaaaa…bbb");
        assert!(!shortened(&hidden, 52).contains('\u{202e}'));
    }

    #[test]
    fn what_steers_is_written_out() {
        assert_eq!(shown("a漢é"), "a漢é");
        assert_eq!(shown("a\u{1b}[2J\u{202e}b\u{200b}\n"), "a\\u{1b}[2J\\u{202e}b\\u{200b}\\u{a}");
        let json = serde_json::to_string("a\u{202e}\u{9b}\u{e0001}\n\u{1b}").unwrap();
        let escaped = escaped_json(&json);
        assert_eq!(escaped, "\"a\\u202e\\u009b\\udb40\\udc01\\n\\u001b\"\n");
        assert_eq!(
            serde_json::from_str::<String>(&escaped).unwrap(),
            serde_json::from_str::<String>(&json).unwrap()
        );
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abcdefghij", 7), "abcd…ij");
        assert_eq!(shortened(&"\u{202e}".repeat(50), 10).chars().count(), 10);
        assert!(!shortened(&"\u{202e}".repeat(50), 10).contains('\u{202e}'));
    }
}
