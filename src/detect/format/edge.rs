//! Where a token may begin and end.
//!
//! A token stands between bytes that are not of its alphabet. What is still escaped counts as a
//! boundary too: the `n` of `\n` and the `D` of `%3D` are not part of the token behind them.

/// The alphabet that a token must be cut off from on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Letters and digits.
    Alnum,
    /// Letters, digits and `_`.
    Word,
    /// Letters, digits, `_` and `-`: base64url.
    Url64,
    /// Letters, digits and `+`: base64 without the `/` that ends a path segment.
    Plus,
    /// Letters, digits, `+` and `/`: base64.
    Base64,
    /// Letters, digits, `_`, `-` and `.`: host names and dotted tokens.
    Dotted,
    /// The unreserved characters of URLs: letters, digits, `_`, `-`, `.` and `~`.
    Tilde,
    /// What stands in a URL: also `:`, `/`, `@`, `\\`.
    Url,
    /// Anything: the pattern says it all.
    None,
}

impl Edge {
    /// Whether the alphabet has this byte.
    pub(crate) fn contains(self, byte: u8) -> bool {
        match self {
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Plus => byte.is_ascii_alphanumeric() || byte == b'+',
            Self::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Self::Url64 => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
            Self::Tilde => Self::Dotted.contains(byte) || byte == b'~',
            Self::Url => Self::Dotted.contains(byte) || matches!(byte, b':' | b'/' | b'@' | b'\\'),
            Self::None => false,
        }
    }

    /// Whether a token of this alphabet can begin at `start`.
    pub(crate) fn begins(self, text: &[u8], start: usize) -> bool {
        start == 0 || !self.contains(text[start - 1]) || ends_escape(&text[..start])
    }

    /// Where the run of this alphabet that holds `at` begins, behind an escape and at most `back`
    /// bytes before; `None` if it is longer.
    pub(crate) fn run_start(self, text: &[u8], at: usize, back: usize) -> Option<usize> {
        let floor = at.saturating_sub(back + ESCAPE_MAX);
        let run = text[floor..at].iter().rev();
        let start = at - run.take_while(|&&byte| self.contains(byte)).count();
        let start = behind_escape(text, start, at);
        (at - start <= back).then_some(start)
    }

    /// Where the run of this alphabet that goes on at `at` ends.
    pub(crate) fn run_end(self, text: &[u8], at: usize) -> usize {
        let run = text[at..].iter();
        at + run.take_while(|&&byte| self.contains(byte)).count()
    }
}

/// The longest tail of an escape that reads as letters: `u003d`.
const ESCAPE_MAX: usize = 5;

/// Whether an escape ends where `head` ends: `\n`, `\x22`, `\u003d`, `%3D`, `%253D`.
fn ends_escape(head: &[u8]) -> bool {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match head {
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f' | b'v' | b'0'] => true,
        [.., b'\\', b'x', a, b] => hex(&[*a, *b]),
        [.., b'\\', b'u', a, b, c, d] => hex(&[*a, *b, *c, *d]),
        [.., b'%', b'2', b'5', a, b] | [.., b'%', a, b] => hex(&[*a, *b]),
        _ => false,
    }
}

/// Moves `start`, which must not pass `end`, behind the escape whose tail stands there.
fn behind_escape(text: &[u8], start: usize, end: usize) -> usize {
    if start == 0 {
        return 0;
    }
    let tails: &[usize] = match text[start - 1] {
        b'\\' => &[1, 3, 5],
        b'%' => &[4, 2],
        _ => &[],
    };
    let mut ends = tails.iter().map(|tail| start + tail).filter(|&at| at <= end);
    ends.find(|&at| ends_escape(&text[start - 1..at])).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use crate::detect::format::edge::Edge;

    #[test]
    fn an_escape_is_a_boundary() {
        for (head, expected) in [
            ("", true),
            (" ", true),
            ("\"", true),
            ("x", false),
            ("_", false),
            ("=", true),
            (r"\n", true),
            (r"\x22", true),
            (r"\u003d", true),
            ("%3D", true),
            ("%253D", true),
            ("&quot;", true),
            ("%D", false),
            (r"\q", false),
            ("u003d", false),
        ] {
            let text = format!("{head}token");
            assert_eq!(Edge::Word.begins(text.as_bytes(), head.len()), expected, "{head}");
        }
    }

    #[test]
    fn a_run_begins_behind_an_escape() {
        for (head, expected) in [
            ("", Some(0)),
            (r"\n", Some(2)),
            (r"\u003d", Some(6)),
            ("%3D", Some(3)),
            ("%253D", Some(5)),
            ("=", Some(1)),
            ("abcd", None),
        ] {
            let text = format!("{head}abcdef:");
            let found = Edge::Word.run_start(text.as_bytes(), text.len() - 1, 6);
            assert_eq!(found, expected, "{head}");
        }
    }
}
