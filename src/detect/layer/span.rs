//! Small steps over a text that several layers take: lines, white space, words.

use std::ops::Range;

/// `span` without the white space at both ends.
pub(crate) fn trim(text: &[u8], span: Range<usize>) -> Range<usize> {
    let piece = &text[span.clone()];
    let start = span.start + (piece.len() - piece.trim_ascii_start().len());
    let end = span.end - (piece.len() - piece.trim_ascii_end().len());
    start..end.max(start)
}

/// The text without a UTF-8 byte order mark and white space around it.
pub(crate) fn trim_all(text: &[u8]) -> Range<usize> {
    let start = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    trim(text, start..text.len())
}

/// The spans of the lines, without their ends (`\n`, `\r\n`, `\r`).
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |n| at + n);
        let line = at..end;
        at = end + if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
        Some(line)
    })
}

/// The first position from `at` on that holds no white space.
pub(crate) fn skip_space(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// The position behind the last byte before `at` that is no white space; stops after 64 bytes so
/// that a long blank is not walked twice.
pub(crate) fn skip_space_back(text: &[u8], mut at: usize) -> usize {
    let floor = at.saturating_sub(64);
    while at > floor && text[at - 1].is_ascii_whitespace() {
        at -= 1;
    }
    at
}

/// The word of name bytes that ends at `end`, of at most 128 bytes.
pub(crate) fn word_before(text: &[u8], end: usize) -> Range<usize> {
    let floor = end.saturating_sub(128);
    let mut start = end;
    while start > floor && is_word(text[start - 1]) {
        start -= 1;
    }
    start..end
}

/// The end of the word of name bytes that starts at `start`.
pub(crate) fn word_end(text: &[u8], start: usize) -> usize {
    let length = text[start..].iter().position(|&b| !is_word(b));
    length.map_or(text.len(), |n| start + n)
}

/// A byte of an identifier: letters, digits, `_`, `$`, and all beyond ASCII.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

/// Whether `text` begins with `head`, without regard to ASCII case.
pub(crate) fn starts_with(text: &[u8], head: &[u8]) -> bool {
    text.len() >= head.len() && text[..head.len()].eq_ignore_ascii_case(head)
}

/// Whether a text ends in `key`, a word of its own.
pub(crate) fn ends_with_key(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let text = text.strip_suffix(b":").unwrap_or(text);
    let at = text.len().saturating_sub(4);
    text[at..].eq_ignore_ascii_case(b" key")
}

/// Whether a short text (a media type) contains `word`, without regard to ASCII case.
pub(crate) fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
