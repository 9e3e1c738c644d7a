//! Where a long string may be cut: between two characters, and best where no word goes on.

use crate::har::part::scope::Reading;
use crate::har::string_unit;

/// After these a cut is best, in this order: what is on both sides then belongs least together.
const DELIMITERS: &[u8] = b">;},& ";

/// No escape, not even one that stands in three strings one inside the other, is longer than this.
const ESCAPE_BYTES_MAX: usize = 16;

/// How far a delimiter is looked for.
const DELIMITER_BYTES: usize = 32 << 10;

/// A part of a string that is to be cut.
pub(super) struct View<'v> {
    pub(super) text: &'v [u8],
    /// Where the core starts.
    pub(super) before: usize,
    /// Whether nothing of the string stands before.
    pub(super) is_start: bool,
    /// Whether nothing of the string follows.
    pub(super) is_end: bool,
}

/// Where a fragment starts and ends, and where its core ends.
pub(super) struct Cuts {
    pub(super) start: usize,
    pub(super) core_end: usize,
    pub(super) end: usize,
}

impl View<'_> {
    /// Cuts where no word goes on.
    pub(super) fn text(&self, core_bytes: usize, behind_bytes: usize) -> Cuts {
        let Self { text, before, .. } = *self;
        let start = match plain(text, 0, before / 2) {
            _ if self.is_start => 0,
            Some(start) if before / 2 >= 2 * ESCAPE_BYTES_MAX => start,
            _ => before,
        };
        let target = before + core_bytes;
        if self.is_end && text.len() <= target {
            return Cuts { start, core_end: text.len(), end: text.len() };
        }
        let core_end = cut(text, before, target)
            .unwrap_or_else(|| before + units(&text[before..], core_bytes));
        let target = core_end + behind_bytes;
        let end = if self.is_end && text.len() <= target {
            text.len()
        } else {
            plain(text, core_end, target.min(text.len())).unwrap_or(core_end)
        };
        Cuts { start, core_end, end }
    }

    /// Cuts between groups of base64.
    pub(super) fn base64(&self, core_bytes: usize, behind_bytes: usize, folded: bool) -> Cuts {
        let Self { text, before, .. } = *self;
        let len = |from: usize, wanted: usize| {
            let rest = &text[from..];
            match rest.len() {
                len if self.is_end && len <= wanted => len,
                len if folded => groups(rest, len.min(wanted)),
                len => len.min(wanted) / 4 * 4,
            }
        };
        let core = match len(before, core_bytes.max(4)) {
            0 => units(&text[before..], core_bytes.max(4)),
            core => core,
        };
        let core_end = before + core;
        Cuts { start: 0, core_end, end: core_end + len(core_end, behind_bytes) }
    }
}

/// How a text is cut after all, when `text` is what comes next in it.
pub(super) fn settle(reading: Reading, text: &[u8]) -> Reading {
    let Reading::Base64 { .. } = reading else { return reading };
    if are_all(text, is_digit) {
        return reading;
    }
    if !are_all(text, |byte| is_digit(byte) | (byte == b'\\')) {
        return Reading::Text;
    }
    // Where it starts, it has not been seen that escapes stand before.
    Reading::Base64 { folded: true }
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=' | b' ')
}

/// Whether this holds for all bytes; asked for many at once, without a branch for each.
fn are_all(text: &[u8], holds: impl Fn(u8) -> bool) -> bool {
    text.chunks(1024).all(|chunk| chunk.iter().fold(true, |all, byte| all & holds(*byte)))
}

/// The best place to cut `text`, a part of a JSON string, at or before `end` and after `from`;
/// none when that would cut a character or an escape in half.
pub(super) fn cut(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let near = &text[from.max(end.saturating_sub(DELIMITER_BYTES))..end];
    let base = end - near.len();
    if let Some(line) = line_end(text, base, end) {
        return Some(line);
    }
    let delimiter = DELIMITERS.iter().find_map(|&byte| memchr::memrchr(byte, near));
    if let Some(at) = delimiter {
        return Some(base + at + 1);
    }
    plain(text, from, end)
}

/// The end of the last line, whether its end is escaped or not.
fn line_end(text: &[u8], from: usize, end: usize) -> Option<usize> {
    memchr::memmem::rfind_iter(&text[from..end], b"\\n")
        .map(|at| from + at)
        .find(|&at| at.checked_sub(1).is_some_and(|before| text[before] != b'\\'))
        .map(|at| at + 2)
}

/// The last place after `from`, which is between two characters, and at or before `end` that is
/// surely between two characters as well.
pub(super) fn plain(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = end;
    // Where the text ends, its last character may be cut in half.
    if at == text.len() && at > from && text[at - 1] >= 0x80 {
        at -= 1;
    }
    while at > from && text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
        at -= 1;
    }
    let near = from.max(at.saturating_sub(ESCAPE_BYTES_MAX));
    let Some(escape) = memchr::memrchr(b'\\', text.get(near..at)?) else {
        return (at > from).then_some(at);
    };
    // Backslashes after any other byte start an escape, however deep.
    let run = text[from..near + escape].iter().rev().take_while(|&&byte| byte == b'\\').count();
    let start = near + escape - run;
    (start > from).then_some(start)
}

/// Where the last whole group of base64 ends in the first `len` bytes of `raw`. Escaped line ends do not count, an escaped slash does.
pub(super) fn groups(raw: &[u8], len: usize) -> usize {
    let (mut at, mut digits, mut end) = (0, 0_usize, 0);
    while at < len {
        let unit = match &raw[at..] {
            [b'\\', b'n' | b'r' | b't', ..] => {
                at += 2;
                continue;
            }
            [b'\\', b'u', ..] => 6,
            [b'\\', ..] => 2,
            [b'\n' | b'\r' | b' ' | b'\t', ..] => {
                at += 1;
                continue;
            }
            // What is called base64 can be any text.
            rest => string_unit(rest),
        };
        at += unit;
        digits += 1;
        if digits % 4 == 0 && at <= len {
            end = at;
        }
    }
    end
}

/// Where the last character or escape ends in the first `len` bytes of `raw`, or the first one.
fn units(raw: &[u8], len: usize) -> usize {
    let mut at = 0;
    while at < raw.len() {
        let unit = string_unit(&raw[at..]);
        if at > 0 && at + unit > len {
            break;
        }
        at = raw.len().min(at + unit);
    }
    at
}

/// Whether a long text that starts with `head` is base64 as a whole, as far as can be told.
pub(super) fn looks_like_base64(head: &[u8]) -> bool {
    let mut at = 0;
    while at < head.len() {
        at += match &head[at..] {
            [b'\\', b'n' | b'r' | b'/', ..] => 2,
            [byte, ..] if byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte) => 1,
            [b'\\'] => 1,
            _ => return false,
        };
    }
    // Words alone can be of the same letters, for a while.
    head.len() >= 256
        && head.iter().any(u8::is_ascii_digit)
        && head.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{cut, groups, looks_like_base64};

    #[test]
    fn cuts_at_the_best_place() {
        for (text, end, expected) in [
            (r"one line\ntwo; three", 20, Some(10)),
            ("a{b:c;d}, e, f", 12, Some(6)),
            ("k=v&k2=v2", 9, Some(4)),
            (r"c:\\new\\dir", 12, Some(7)),
            ("abcdefghijklmnopqrstuvwxyz", 20, Some(20)),
            (r"\u00e4\u00e4\u00e4\u00e4", 14, Some(12)),
            (r"\u00e4\u00e4\u00e4\u00e4", 12, Some(6)),
            ("ääääääääääää", 17, Some(16)),
            (r"\\\\\\\\", 5, None),
        ] {
            assert_eq!(cut(text.as_bytes(), 0, end), expected, "{text}");
        }
    }

    #[test]
    fn base64_is_cut_between_groups() {
        for (text, len, expected) in [
            ("AAAABBBBCC", 10, 8),
            (r"AAAA\r\nBBBB\r\nCC", 14, 12),
            (r"AAA\/BBB\/", 9, 5),
            ("AA", 2, 0),
        ] {
            assert_eq!(groups(text.as_bytes(), len), expected, "{text}");
        }
        assert!(looks_like_base64("aB3/".repeat(64).as_bytes()));
        assert!(!looks_like_base64("aB3 ".repeat(64).as_bytes()));
    }
}
