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
    /// How many substitutions in templates have had no end.
    lost: u32,
    openings: Openings,
}

/// Long regular expressions do not exist; a division may have no second slash for long.
const REGEX_MAX: usize = 2048;

/// So long is the code in a template, `${…}`; templates nest no deeper.
const SUBSTITUTION_MAX: usize = 4096;
const TEMPLATES_MAX: usize = 8;
/// After so many that end nowhere, they are taken for text.
const SUBSTITUTIONS_LOST_MAX: u32 = 64;

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
            lost: 0,
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
        let close = match quote {
            b'`' => self.close_template(start + 1, 0),
            _ => self.close(start + 1, quote),
        };
        match close {
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

    /// Where the template closes that stands in so many others, or up to where it does not: not in the
    /// code within it, which may have templates and literals of its own.
    fn close_template(&mut self, mut at: usize, depth: usize) -> Result<usize, usize> {
        while let Some(n) = memchr::memchr3(b'`', b'\\', b'$', &self.text[at..]) {
            at += n;
            match self.text[at] {
                b'`' => return Ok(at),
                b'$' if self.text.get(at + 1) == Some(&b'{') => {
                    let end = self.substitution(at + 2, depth);
                    at = end.unwrap_or(at + 2);
                }
                b'$' => at += 1,
                _ => at = (at + 2).min(self.text.len()),
            }
        }
        Err(self.text.len())
    }

    /// The end of the code in a template, `${…}`.
    fn substitution(&mut self, start: usize, depth: usize) -> Option<usize> {
        if depth == TEMPLATES_MAX || self.lost >= SUBSTITUTIONS_LOST_MAX {
            return None;
        }
        let end = self.brace(start, depth);
        self.lost += u32::from(end.is_none());
        end
    }

    /// Behind the brace that closes the code.
    fn brace(&mut self, start: usize, depth: usize) -> Option<usize> {
        let (mut at, mut open) = (start, 1);
        while at < self.text.len().min(start + SUBSTITUTION_MAX) {
            at = match self.text[at] {
                b'{' => {
                    open += 1;
                    at + 1
                }
                b'}' if open == 1 => return Some(at + 1),
                b'}' => {
                    open -= 1;
                    at + 1
                }
                quote @ (b'"' | b'\'') => self.close(at + 1, quote).ok()? + 1,
                b'`' => self.close_template(at + 1, depth + 1).ok()? + 1,
                b'/' if self.begins_expression(at) => self.expression_end(at)?,
                _ => at + 1,
            };
        }
        None
    }

    /// Where the literal closes, or up to where it does not.
    fn close(&self, mut at: usize, quote: u8) -> Result<usize, usize> {
        while let Some(n) = memchr::memchr3(quote, b'\\', b'\n', &self.text[at..]) {
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
        if self.begins_expression(start)
            && let Some(end) = self.expression_end(start)
        {
            self.at = end;
        }
        None
    }

    /// Whether a slash begins a regular expression. Behind `}` stands a division, or the text of a
    /// template.
    fn begins_expression(&self, slash: usize) -> bool {
        let before = span::skip_space_back(self.text, slash);
        let operator = before == 0 || b"(,=:[!&|?{;+".contains(&self.text[before - 1]);
        operator || self.text[..before].ends_with(b"return")
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

    /// Behind the regular expression that begins at `start`.
    fn expression_end(&self, start: usize) -> Option<usize> {
        let mut class = false;
        let limit = self.text.len().min(start + REGEX_MAX);
        let mut at = start + 1;
        while at < limit {
            match self.text[at] {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'\n' => return None,
                b'/' if !class => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        None
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
