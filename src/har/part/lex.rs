//! Tokens of a JSON text as it is written in a capture, or inside the quotes of one of its strings.
//!
//! Brackets and quotes are found, nothing is checked: what is cut out is checked when it is whole.
//! All of it is inlined: a token has five bytes or so, and a call for each takes a tenth longer.

use std::ops::Range;

use crate::har::mask::{self, BLOCK, Carry};

/// How a JSON text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// As it is.
    Plain,
    /// Inside the quotes of a JSON string.
    Escaped,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// `{` or `[`
    Open {
        object: bool,
    },
    /// `}` or `]`
    Close {
        object: bool,
    },
    Comma,
    Colon,
    /// A string, quotes included.
    String,
    /// A number or a literal, or rubbish.
    Scalar,
}

/// What comes next in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    Token(Token, Range<usize>),
    /// A token starts here and does not end in the text.
    Unfinished(usize),
    /// What is here is no JSON, or written as nobody writes it.
    Strange,
    /// Nothing.
    End,
}

/// Where a string goes on or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StringEnd {
    /// Its closing quote starts here.
    At(usize),
    /// Not in the text; it may be read on from here.
    After(usize),
    Strange,
}

impl Level {
    /// A quote.
    pub(super) fn quote(self) -> &'static [u8] {
        match self {
            Self::Plain => b"\"",
            Self::Escaped => b"\\\"",
        }
    }

    /// Whether a quote stands at `at`.
    fn is_quote(self, text: &[u8], at: usize) -> bool {
        match self {
            Self::Plain => text[at] == b'"',
            Self::Escaped => matches!(text[at..], [b'\\', b'"', ..]),
        }
    }

    /// Where the white space that starts at `at` ends.
    #[inline(always)]
    pub(super) fn skip_space(self, text: &[u8], mut at: usize) -> usize {
        loop {
            at += match (self, &text[at..]) {
                (_, [b' ', ..]) | (Self::Plain, [b'\n' | b'\r' | b'\t', ..]) => 1,
                (Self::Escaped, [b'\\', b'n' | b'r' | b't', ..]) => 2,
                _ => return at,
            }
        }
    }

    /// The token at or after `at`. `whole` says that nothing follows `text`.
    #[inline(always)]
    pub(super) fn next(self, text: &[u8], at: usize, whole: bool) -> Next {
        let at = self.skip_space(text, at);
        let Some(&first) = text.get(at) else { return Next::End };
        let one = |token| Next::Token(token, at..at + 1);
        match first {
            b'{' | b'[' => one(Token::Open { object: first == b'{' }),
            b'}' | b']' => one(Token::Close { object: first == b'}' }),
            b',' => one(Token::Comma),
            b':' => one(Token::Colon),
            b'"' | b'\\' if self.is_quote(text, at) => self.string(text, at, whole),
            b'\\' if text.len() == at + 1 && !whole => Next::Unfinished(at),
            b'\\' | b'"' => Next::Strange,
            _ => Self::scalar(text, at, whole),
        }
    }

    #[inline(always)]
    fn string(self, text: &[u8], at: usize, whole: bool) -> Next {
        match self.string_end(text, at + self.quote().len()) {
            StringEnd::At(end) => Next::Token(Token::String, at..end + self.quote().len()),
            StringEnd::After(_) if whole => Next::Strange,
            StringEnd::After(_) => Next::Unfinished(at),
            StringEnd::Strange => Next::Strange,
        }
    }

    /// Looks from `at`, which is inside a string, for its end.
    #[inline(always)]
    pub(super) fn string_end(self, text: &[u8], mut at: usize) -> StringEnd {
        let near = at + NEAR;
        loop {
            if self == Self::Plain && at > near {
                return far_end(text, at);
            }
            let hop = match self {
                Self::Plain => memchr::memchr2(b'"', b'\\', &text[at..]),
                Self::Escaped => memchr::memchr(b'\\', &text[at..]),
            };
            let Some(hop) = hop else { return StringEnd::After(text.len()) };
            at += hop;
            if text[at] == b'"' {
                return StringEnd::At(at);
            }
            // The longest that is looked at: an escaped backslash and the six bytes after it.
            let unit = match self {
                Self::Plain => text.get(at + 1).map(|_| 2),
                Self::Escaped => match text.get(at + 1) {
                    Some(b'"') => return StringEnd::At(at),
                    Some(b'\\') => escaped_pair(&text[at + 2..]).map(|len| 2 + len),
                    Some(b'u') => match text.get(at + 2..at + 6) {
                        Some(b"0022" | b"005c" | b"005C") => return StringEnd::Strange,
                        digits => digits.map(|_| 6),
                    },
                    other => other.map(|_| 2),
                },
            };
            match unit {
                Some(len) => at += len,
                None => return StringEnd::After(at),
            }
        }
    }

    #[inline(always)]
    fn scalar(text: &[u8], at: usize, whole: bool) -> Next {
        match text[at..].iter().position(|byte| ENDS[usize::from(*byte)]) {
            Some(len) => Next::Token(Token::Scalar, at..at + len),
            None if whole => Next::Token(Token::Scalar, at..text.len()),
            None => Next::Unfinished(at),
        }
    }
}

/// Most strings end so near that it does not pay to look at blocks.
const NEAR: usize = 256;

/// The end of a long string of which no escape stands across `at`, by bitmaps: some have an escape
/// in every line or word.
fn far_end(text: &[u8], mut at: usize) -> StringEnd {
    let (mut carry, mut quotes) = (Carry::default(), [0; 8]);
    while at < text.len() {
        let count = mask::quotes(&text[at..], &mut carry, &mut quotes);
        for bits in &quotes[..count] {
            if *bits != 0 {
                return StringEnd::At(at + bits.trailing_zeros() as usize);
            }
            at += BLOCK;
        }
    }
    StringEnd::After(text.len() - usize::from(carry.is_escaping()))
}

/// What ends a number or a literal.
static ENDS: [bool; 256] = {
    let (bytes, mut ends, mut at) = (b"{}[],:\" \n\r\t\\", [false; 256], 0);
    while at < bytes.len() {
        ends[bytes[at] as usize] = true;
        at += 1;
    }
    ends
};

/// The length of what an escaped backslash escapes in turn; none when it is not all there.
fn escaped_pair(text: &[u8]) -> Option<usize> {
    match text {
        [b'\\', b'u', rest @ ..] => (rest.len() >= 4).then_some(6),
        [b'\\', _, ..] => Some(2),
        [b'\\'] | [] => None,
        _ => Some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Next, StringEnd, Token};

    fn tokens(level: Level, text: &str, whole: bool) -> String {
        let (mut at, mut out) = (0, String::new());
        loop {
            match level.next(text.as_bytes(), at, whole) {
                Next::Token(token, span) => {
                    out.push(match token {
                        Token::Open { object } => {
                            if object {
                                '{'
                            } else {
                                '['
                            }
                        }
                        Token::Close { object } => {
                            if object {
                                '}'
                            } else {
                                ']'
                            }
                        }
                        Token::Comma => ',',
                        Token::Colon => ':',
                        Token::String => 's',
                        Token::Scalar => '1',
                    });
                    at = span.end;
                }
                Next::Unfinished(start) => return format!("{out}…{start}"),
                Next::Strange => return out + "?",
                Next::End => return out,
            }
        }
    }

    #[test]
    fn both_levels_have_the_same_tokens() {
        for (text, expected) in [
            (r#"{"a": [1, "b\"]", true]}"#, "{s:[1,s,1]}"),
            (r#"{"a\\":{"":"\\\""},"é":null}"#, "{s:{s:s},s:1}"),
            ("[\n\t\"\\u0041\\n\" ]", "[s]"),
        ] {
            assert_eq!(tokens(Level::Plain, text, true), expected, "{text}");
            let escaped = serde_json::to_string(text).unwrap();
            let inner = &escaped[1..escaped.len() - 1];
            assert_eq!(tokens(Level::Escaped, inner, true), expected, "{inner}");
        }
    }

    /// Where a string ends whose content is `text`, byte by byte.
    fn naive_end(text: &[u8]) -> StringEnd {
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            match byte {
                b'"' => return StringEnd::At(at),
                b'\\' if at + 1 == text.len() => return StringEnd::After(at),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        StringEnd::After(at)
    }

    #[test]
    fn the_end_of_a_long_string_is_where_a_short_one_ends() {
        let units = [r"\n", r#"\""#, r"\\", r"\u00e4", "a", "bcdefghi"];
        for len in (0..200).chain([900, 901, 2000]) {
            let text: String = (0..len).map(|at| units[at * at % units.len()]).collect();
            for text in [text.clone(), format!("{text}\"x"), format!("{text}\\")] {
                let end = Level::Plain.string_end(text.as_bytes(), 0);
                assert_eq!(end, naive_end(text.as_bytes()), "{text}");
            }
        }
    }

    #[test]
    fn says_where_a_token_does_not_end() {
        for (level, text, expected) in [
            (Level::Plain, r#"["ab"#, "[…1"),
            (Level::Plain, r#"["ab\"#, "[…1"),
            (Level::Plain, "[12", "[…1"),
            (Level::Escaped, r#"[\"ab\\\"#, "[…1"),
            (Level::Escaped, r#"[\"ab\"#, "[…1"),
            (Level::Escaped, r#"[\"\\\u00"#, "[…1"),
            (Level::Escaped, r#"[\"\u0022"#, "[?"),
            (Level::Escaped, r#"[\"#, "[…1"),
        ] {
            assert_eq!(tokens(level, text, false), expected, "{text}");
        }
        assert_eq!(tokens(Level::Escaped, r#"[\"ab"#, true), "[?");
    }
}
