//! What is open around a part: objects and arrays, and the strings in which they stand.

use std::ops::Range;

use crate::har::part::lex::{Level, Next, Token};

/// A JSON text or a long string, of which a part is cut.
#[derive(Debug)]
pub(super) struct Scope {
    /// How a JSON text in it would be written.
    pub(super) level: Level,
    pub(super) reading: Reading,
    /// What stands between its quotes, in the capture.
    pub(super) span: Range<u64>,
    /// What opens it: a key and a quote.
    pub(super) open: Vec<u8>,
    /// What closes it: a quote, and the members behind it that say how it is read.
    pub(super) close: Vec<u8>,
    pub(super) frames: Vec<Frame>,
    pub(super) expect: Expect,
}

/// How what is in a scope is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Between the members and items of a JSON text.
    Json,
    /// Where no word goes on.
    Text,
    /// Between groups of base64; `folded` says that escapes stand among them.
    Base64 { folded: bool },
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// A member, an item, or an end.
    Start,
    /// A member or an item.
    AfterComma,
    /// A comma or an end.
    AfterValue,
}

/// An object or array that is open.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) object: bool,
    /// Its key and the colon; empty for an item.
    key: Vec<u8>,
    /// Its members so far that say how others are read.
    tellers: Vec<u8>,
}

/// Keys of members that say what the value beside them is called: of headers and parameters, of
/// settings, of stacks of CloudFormation and options of WordPress.
pub(crate) const NAMING: [&[u8]; 15] = [
    b"name",
    b"Name",
    b"key",
    b"Key",
    b"field",
    b"header",
    b"param",
    b"parameter",
    b"@name",
    b"field_name",
    b"meta_key",
    b"option_name",
    b"OutputKey",
    b"ParameterKey",
    b"setting",
];

/// Keys of members that say how the other members of their object are read, besides those.
const TELLING: [&[u8]; 4] = [b"encoding", b"mimeType", b"opcode", b"comment"];

/// A telling member is short; in one object all of them together are, too.
const TELLER_BYTES_MAX: usize = 1 << 10;
const TELLERS_BYTES_MAX: usize = 4 << 10;
/// A longer key is none that any rule knows.
const KEY_BYTES_MAX: usize = 1 << 10;

impl Scope {
    pub(super) fn new(level: Level, reading: Reading, span: Range<u64>) -> Self {
        Self {
            level,
            reading,
            span,
            open: Vec::new(),
            close: Vec::new(),
            frames: Vec::new(),
            expect: Expect::Start,
        }
    }

    /// Follows these tokens of `text`.
    pub(super) fn follow(
        &mut self,
        text: &[u8],
        tokens: impl Iterator<Item = (Token, Range<usize>)>,
    ) {
        let (mut key, mut colon) = (None::<Range<usize>>, false);
        for (token, span) in tokens {
            self.expect = Expect::AfterValue;
            match token {
                Token::Open { object } => {
                    let key = key.take().filter(|key| colon && key.len() <= KEY_BYTES_MAX);
                    let key = key.map_or(Vec::new(), |key| [&text[key], &b":"[..]].concat());
                    let key = match self.frames.last() {
                        Some(frame) if frame.object && key.is_empty() => self.empty_key(),
                        _ => key,
                    };
                    self.frames.push(Frame { object, key, tellers: Vec::new() });
                    self.expect = Expect::Start;
                    colon = false;
                }
                Token::Close { .. } => {
                    self.frames.pop();
                }
                Token::Comma => {
                    (key, colon) = (None, false);
                    self.expect = Expect::AfterComma;
                }
                Token::Colon => colon = true,
                Token::String | Token::Scalar if colon => {
                    if let Some(key) = key.take() {
                        self.tell(&text[key], &text[span]);
                    }
                }
                Token::String => key = Some(span),
                Token::Scalar => {}
            }
        }
    }

    fn empty_key(&self) -> Vec<u8> {
        [self.level.quote(), self.level.quote(), b":"].concat()
    }

    fn tell(&mut self, key: &[u8], value: &[u8]) {
        let level = self.level;
        let Some(frame) = self.frames.last_mut() else { return };
        if is_telling(level, key) && frame.tellers.len() <= TELLERS_BYTES_MAX {
            frame.tell(key, value);
        }
    }

    /// Whether tokens can be brought into the innermost object or array by a comma.
    fn has_tellers(&self) -> bool {
        self.frames.last().is_some_and(|frame| !frame.tellers.is_empty())
    }
}

impl Frame {
    fn tell(&mut self, key: &[u8], value: &[u8]) {
        if value.len() > TELLER_BYTES_MAX {
            return;
        }
        if !self.tellers.is_empty() {
            self.tellers.push(b',');
        }
        for piece in [key, b":", value] {
            self.tellers.extend_from_slice(piece);
        }
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    /// The members that say how others are read.
    pub(super) fn tellers(&self) -> &[u8] {
        &self.tellers
    }
}

/// What stands between the quotes of a key, with which `text` starts.
pub(super) fn name(text: &[u8]) -> Option<&[u8]> {
    let inner = text.strip_prefix(b"\"")?;
    inner.get(..memchr::memchr(b'"', inner)?)
}

/// Whether a key, a string with its quotes, is telling.
fn is_telling(level: Level, key: &[u8]) -> bool {
    let quote = level.quote().len();
    let name = key.get(quote..key.len().saturating_sub(quote));
    name.is_some_and(|name| NAMING.contains(&name) || TELLING.contains(&name))
}

/// The telling members at the start of `text`, which follows a value in an object.
pub(super) fn tellers_behind(level: Level, text: &[u8]) -> Vec<u8> {
    let mut frame = Frame { object: true, key: Vec::new(), tellers: Vec::new() };
    let (mut at, mut depth, mut key, mut colon) = (0, 0_usize, None::<Range<usize>>, false);
    while let Next::Token(token, span) = level.next(text, at, false) {
        at = span.end;
        match token {
            Token::Open { .. } => depth += 1,
            Token::Close { .. } if depth == 0 => break,
            Token::Close { .. } => depth -= 1,
            _ if depth > 0 => {}
            Token::Comma => (key, colon) = (None, false),
            Token::Colon => colon = true,
            Token::String | Token::Scalar if colon => {
                if let Some(key) = key.take().filter(|key| is_telling(level, &text[key.clone()])) {
                    frame.tell(&text[key], &text[span]);
                }
            }
            Token::String => key = Some(span),
            Token::Scalar => {}
        }
    }
    if frame.tellers.is_empty() { Vec::new() } else { [b",", frame.tellers.as_slice()].concat() }
}

/// Writes what opens all scopes, so that a member or item can follow, or, with `comma`, must.
pub(super) fn open(scopes: &[Scope], comma: bool, out: &mut Vec<u8>) {
    let mut tellers = false;
    for scope in scopes {
        push_comma(tellers && !scope.open.is_empty(), out);
        out.extend_from_slice(&scope.open);
        tellers = false;
        for frame in &scope.frames {
            push_comma(tellers, out);
            out.extend_from_slice(&frame.key);
            out.push(if frame.object { b'{' } else { b'[' });
            out.extend_from_slice(&frame.tellers);
            tellers = !frame.tellers.is_empty();
        }
    }
    let last = scopes.last().is_some_and(Scope::has_tellers);
    push_comma(comma && last, out);
}

fn push_comma(wanted: bool, out: &mut Vec<u8>) {
    if wanted {
        out.push(b',');
    }
}

/// Writes what closes all scopes.
pub(super) fn close(scopes: &[Scope], out: &mut Vec<u8>) {
    for scope in scopes.iter().rev() {
        out.extend(scope.frames.iter().rev().map(|frame| if frame.object { b'}' } else { b']' }));
        out.extend_from_slice(&scope.close);
    }
}
