//! The pieces of a script that can hold a value, found by bitmaps of the bytes that matter.

use std::ops::Range;

use crate::detect::layer::extent::Extents;
use crate::detect::layer::script::names::{is_prefixed, is_sensitive, name_before};
use crate::detect::layer::{source_map, span};
use crate::har::mask;

/// A piece of a script that can hold a value.
pub(crate) enum Piece {
    /// The content of a string or template literal, without its quotes.
    Literal(Range<usize>),
    /// A JSON object or array with quoted keys.
    Json(Range<usize>),
    /// The URL that a source map is.
    SourceMap(Range<usize>),
}

/// Walks over a script: strings, templates and JSON are pieces; comments and regular expressions
/// are stepped over as far as they could be mistaken for a string.
pub(crate) struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    extents: Extents<'t>,
    /// For `"`, `'` and the back quote: up to where none closes.
    unclosed: [usize; 3],
    /// Up to where what is read is a comment, in which no literal goes beyond it.
    comment: usize,
    /// Whether no comment ends any more.
    no_comment_ends: bool,
    openings: Openings,
}

/// Long regular expressions do not exist; a division may have no second slash for long.
const REGEX_MAX: usize = 2048;

impl<'t> Lexer<'t> {
    /// A lexer at the start of `text`.
    pub(crate) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            at: 0,
            extents: Extents::new(text),
            unclosed: [0; 3],
            comment: 0,
            no_comment_ends: false,
            openings: Openings::default(),
        }
    }

    /// Reads what begins with the byte at `at`; `self.at` comes to stand behind it.
    fn read(&mut self) -> Option<Piece> {
        let start = self.at;
        self.at += 1;
        match self.text[start] {
            b'{' | b'[' => self.json(start),
            b'/' => self.slash(start),
            quote => self.literal(start, quote),
        }
    }

    fn literal(&mut self, start: usize, quote: u8) -> Option<Piece> {
        let known = match quote {
            b'"' => 0,
            b'\'' => 1,
            _ => 2,
        };
        if start < self.unclosed[known] || !opens(self.text, start) {
            return None;
        }
        match self.close(start + 1, quote) {
            // A lone back quote in a comment opens nothing.
            Ok(end) if start < self.comment && end >= self.comment => None,
            Ok(end) => {
                self.at = end + 1;
                Some(Piece::Literal(start + 1..end))
            }
            Err(end) if end == self.text.len() && self.is_cut(start, quote) => {
                self.at = end;
                Some(Piece::Literal(start + 1..end))
            }
            Err(end) => {
                self.unclosed[known] = end;
                None
            }
        }
    }

    /// Whether the quote at `start`, which nothing closes, opens a literal that the end of the text
    /// has cut: it has a telling name, or is a document with quotes of its own.
    fn is_cut(&self, start: usize, quote: u8) -> bool {
        let rest = &self.text[start + 1..];
        let name = name_before(self.text, start);
        let is_named = name.clone().is_some_and(|name| is_sensitive(&self.text[name]));
        let opens = name.is_some() || matches!(rest.first(), Some(b'{' | b'[' | b'<' | b'\\'));
        !rest.is_empty()
            && (is_named || opens && memchr::memmem::find(rest, &[b'\\', quote]).is_some())
    }

    /// Where the literal closes, or up to where it does not.
    fn close(&self, mut at: usize, quote: u8) -> Result<usize, usize> {
        let line_end = if quote == b'`' { quote } else { b'\n' };
        while let Some(n) = memchr::memchr3(quote, b'\\', line_end, &self.text[at..]) {
            at += n;
            match self.text[at] {
                b'\\' => at = (at + 2).min(self.text.len()),
                b if b == quote => return Ok(at),
                _ => return Err(at),
            }
        }
        Err(self.text.len())
    }

    fn json(&mut self, start: usize) -> Option<Piece> {
        let first = span::skip_space(&self.text[..self.text.len().min(start + 64)], start + 1);
        let object = self.text[start] == b'{';
        match self.text.get(first)? {
            b'"' => {}
            b'{' | b'[' if !object => {}
            _ => return None,
        }
        let end = self.extents.end(start)?;
        // What is all of the text would be cut out of itself again and again: it is no JSON, or it
        // would have been read as such. Its literals and what nests in it are pieces.
        if (start..end) == span::trim_all(self.text) {
            return None;
        }
        // A list of words or a list in a list of code is no document.
        if !object && memchr::memchr(b'{', &self.text[start..end]).is_none() {
            self.extents.spend(end - start);
            return None;
        }
        self.at = end;
        Some(Piece::Json(start..end))
    }

    /// Steps over a regular expression; a comment's text is read on as code, but for a source map.
    fn slash(&mut self, start: usize) -> Option<Piece> {
        if matches!(self.text.get(start + 1), Some(b'/' | b'*')) {
            self.at += 1;
            self.enter_comment(start);
            let url = source_map::of_comment(self.text, start)?;
            self.at = url.end;
            return Some(Piece::SourceMap(url));
        }
        let before = span::skip_space_back(self.text, start);
        // Behind `}` stands a division, or the text of a template.
        let operator = before == 0 || b"(,=:[!&|?{;+".contains(&self.text[before - 1]);
        if operator || self.text[..before].ends_with(b"return") {
            self.regular_expression(start);
        }
        None
    }

    /// Notes where the comment ends that begins at `start`, unless it stands in another.
    fn enter_comment(&mut self, start: usize) {
        if start < self.comment || self.no_comment_ends {
            return;
        }
        let rest = &self.text[start + 2..];
        let end = match self.text[start + 1] {
            b'*' => memchr::memmem::find(rest, b"*/"),
            _ => memchr::memchr(b'\n', rest),
        };
        self.no_comment_ends = end.is_none();
        self.comment = end.map_or(self.comment, |end| start + 2 + end);
    }

    fn regular_expression(&mut self, start: usize) {
        let mut class = false;
        let limit = self.text.len().min(start + REGEX_MAX);
        let mut at = start + 1;
        while at < limit {
            match self.text[at] {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'\n' => return,
                b'/' if !class => {
                    self.at = at + 1;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        // Without an end, do not look for one again and again.
        self.at = self.at.max(limit.min(start + 2));
    }
}

impl Iterator for Lexer<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            self.at = self.openings.next(self.text, self.at)?;
            if let Some(piece) = self.read() {
                return Some(piece);
            }
        }
    }
}

/// Where something can begin, marked for a stretch of the text at once.
struct Openings {
    blocks: [u64; mask::BLOCKS],
    from: usize,
    to: usize,
}

impl Default for Openings {
    fn default() -> Self {
        Self { blocks: [0; mask::BLOCKS], from: 0, to: 0 }
    }
}

impl Openings {
    /// The first opening from `at` on; calls come in ascending order.
    fn next(&mut self, text: &[u8], mut at: usize) -> Option<usize> {
        while at < text.len() {
            if at >= self.to {
                self.from = at;
                self.to = text.len().min(at + mask::BATCH);
                mask::openings(&text[self.from..self.to], &mut self.blocks);
            }
            let (block, bit) = ((at - self.from) / mask::BLOCK, (at - self.from) % mask::BLOCK);
            let bits = self.blocks[block] & !mask::below(bit);
            at = self.from + block * mask::BLOCK;
            if bits == 0 {
                at = self.to.min(at + mask::BLOCK);
                continue;
            }
            at += bits.trailing_zeros() as usize;
            // The marks are a little too many.
            if matches!(text.get(at)?, b'"' | b'\'' | b'`' | b'/' | b'{' | b'[') {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// Whether a quote can open a literal: no word ends right before it, but for a keyword.
fn opens(text: &[u8], quote: usize) -> bool {
    if quote == 0 || !span::is_word(text[quote - 1]) || is_prefixed(text, quote) {
        return true;
    }
    let word = &text[span::word_before(text, quote)];
    text[quote] == b'`'
        || [
            &b"return"[..],
            b"case",
            b"typeof",
            b"in",
            b"of",
            b"else",
            b"from",
            b"import",
            b"await",
            b"default",
            b"yield",
            b"void",
            b"throw",
            b"delete",
            b"instanceof",
            b"do",
        ]
        .contains(&word)
}
