//! The structural index of a JSON text, built in one pass that also checks the whole grammar.
//!
//! One slot for each value and each key, in the order of the text; an object or array knows the
//! slot of its end, so that a walk can step over it. RFC 8259 is followed to the letter, except
//! that unpaired surrogates in `\u` escapes are let through: captures hold them.

use crate::har::Malformed;
use crate::har::malformed::{DEPTH_MAX, Fault};
use crate::har::mask::{self, BATCH, BLOCK, BLOCKS, Carry, Tokens, below};

/// The structural index of one JSON text; its buffers serve one text after the other.
#[derive(Debug, Default)]
pub struct Index {
    slots: Vec<Slot>,
    /// The slots of the objects and arrays that are open; empty after a build.
    open: Vec<u32>,
}

/// One value or key of a text, or the end of an object or array.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// Where it starts in the text; for a string at its quote.
    pub(crate) start: u32,
    /// Where it ends: the closing quote of a string, the byte after a scalar, and for an object or
    /// array the *slot* of its end.
    pub(crate) end: u32,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    /// The end of an object or array.
    End,
    String,
    /// A string with at least one backslash.
    EscapedString,
    Scalar,
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Indexes `text`, forgetting what was indexed before. The whole grammar is checked here, so
    /// that walking cannot fail; UTF-8 is not.
    ///
    /// # Errors
    /// When `text` is no JSON text, or nested too deeply, or has 4 GiB or more.
    pub fn build(&mut self, text: &[u8]) -> Result<(), Malformed> {
        self.slots.clear();
        self.open.clear();
        let built = if u32::try_from(text.len()).is_ok() {
            Grammar::new(self, text).read()
        } else {
            Err((Fault::TooLarge, 0))
        };
        built.map_err(|(fault, offset)| {
            self.slots.clear();
            Malformed { fault, entry: None, offset: offset as u64 }
        })
    }

    pub(crate) fn slot(&self, number: u32) -> Slot {
        self.slots[number as usize]
    }

    /// All slots, in the order of the text.
    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value.
    Value,
    /// The first item of an array, or its end.
    FirstItem,
    /// The first key of an object, or its end.
    FirstKey,
    /// A key.
    Key,
    /// A colon.
    Colon,
    /// A comma, or the end of the array.
    AfterItem,
    /// A comma, or the end of the object.
    AfterMember,
    /// Nothing.
    AfterRoot,
}

/// A fault and its offset.
type Stop = (Fault, usize);

struct Grammar<'a> {
    text: &'a [u8],
    index: &'a mut Index,
    state: State,
    /// The state that follows a value at the current depth.
    after: State,
    in_string: bool,
    escaped: bool,
}

impl<'a> Grammar<'a> {
    fn new(index: &'a mut Index, text: &'a [u8]) -> Self {
        let (state, after) = (State::Value, State::AfterRoot);
        Self { text, index, state, after, in_string: false, escaped: false }
    }

    fn read(mut self) -> Result<(), Stop> {
        let mut carry = Carry::default();
        let mut blocks = [Tokens::default(); BLOCKS];
        for (batch, bytes) in self.text.chunks(BATCH).enumerate() {
            let count = mask::tokens(bytes, &mut carry, &mut blocks);
            for (number, block) in blocks[..count].iter().enumerate() {
                self.block(batch * BATCH + number * BLOCK, *block)?;
            }
        }
        match self.state {
            State::AfterRoot if !self.in_string => Ok(()),
            _ if self.index.slots.is_empty() => Err((Fault::Empty, self.text.len())),
            _ => Err((Fault::Truncated, self.text.len())),
        }
    }

    #[inline]
    fn block(&mut self, base: usize, block: Tokens) -> Result<(), Stop> {
        let wrong =
            if block.suspect == 0 { None } else { self.wrong_in_string(base, block.suspect) };
        let mut starts = block.starts & wrong.map_or(u64::MAX, |(_, at)| below(at - base));
        let mut from = 0;
        if self.in_string {
            let Some(last) = pop(&mut starts) else {
                self.escaped |= block.backslash != 0;
                return wrong.map_or(Ok(()), Err);
            };
            self.end_string(base + last, block.backslash & below(last) != 0);
        }
        while let Some(bit) = pop(&mut starts) {
            let at = base + bit;
            if self.text[at] != b'"' {
                self.token(at)?;
                continue;
            }
            self.start_string(at)?;
            from = bit;
            // Inside a string nothing starts but its closing quote.
            let Some(last) = pop(&mut starts) else { break };
            self.end_string(base + last, block.backslash & below(last) & !below(bit) != 0);
        }
        self.escaped |= block.backslash & !below(from) != 0;
        wrong.map_or(Ok(()), Err)
    }

    #[inline]
    fn token(&mut self, at: usize) -> Result<(), Stop> {
        match self.text[at] {
            b':' if self.state == State::Colon => {
                self.state = State::Value;
                Ok(())
            }
            b',' if self.state == State::AfterMember => {
                self.state = State::Key;
                Ok(())
            }
            b',' if self.state == State::AfterItem => {
                self.state = State::Value;
                Ok(())
            }
            b'{' => self.start_nested(at, Kind::Object),
            b'[' => self.start_nested(at, Kind::Array),
            b'}' if matches!(self.state, State::AfterMember | State::FirstKey) => {
                self.end_nested(at);
                Ok(())
            }
            b']' if matches!(self.state, State::AfterItem | State::FirstItem) => {
                self.end_nested(at);
                Ok(())
            }
            _ => self.scalar(at),
        }
    }

    #[inline]
    fn start_string(&mut self, at: usize) -> Result<(), Stop> {
        self.state = match self.state {
            State::FirstKey | State::Key => State::Colon,
            State::Value | State::FirstItem => self.after,
            _ => return Err(self.misplaced(at)),
        };
        self.in_string = true;
        self.escaped = false;
        self.push(at, Kind::String);
        Ok(())
    }

    #[inline]
    fn end_string(&mut self, at: usize, backslash: bool) {
        self.in_string = false;
        let slot = self.index.slots.last_mut().expect("because its start pushed one");
        slot.end = offset(at);
        if self.escaped | backslash {
            slot.kind = Kind::EscapedString;
        }
    }

    #[inline]
    fn start_nested(&mut self, at: usize, kind: Kind) -> Result<(), Stop> {
        self.expect_value(at)?;
        if self.index.open.len() == DEPTH_MAX {
            return Err((Fault::TooDeep, at));
        }
        self.index.open.push(offset(self.index.slots.len()));
        self.push(at, kind);
        (self.state, self.after) = match kind {
            Kind::Object => (State::FirstKey, State::AfterMember),
            _ => (State::FirstItem, State::AfterItem),
        };
        Ok(())
    }

    #[inline]
    fn end_nested(&mut self, at: usize) {
        let end = offset(self.index.slots.len());
        self.push(at, Kind::End);
        let start = self.index.open.pop().expect("because the state says that one is open");
        self.index.slots[start as usize].end = end;
        self.after = match self.index.open.last() {
            None => State::AfterRoot,
            Some(&outer) if self.index.slot(outer).kind == Kind::Object => State::AfterMember,
            Some(_) => State::AfterItem,
        };
        self.state = self.after;
    }

    fn scalar(&mut self, at: usize) -> Result<(), Stop> {
        self.expect_value(at)?;
        let end = scalar_end(self.text, at);
        match self.text.get(end) {
            _ if end == at => Err((Fault::NotJson, at)),
            None | Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b']' | b'}') => {
                self.push(at, Kind::Scalar);
                self.index.slots.last_mut().expect("because one was pushed").end = offset(end);
                self.state = self.after;
                Ok(())
            }
            Some(_) => Err((Fault::NotJson, end)),
        }
    }

    #[inline]
    fn push(&mut self, at: usize, kind: Kind) {
        self.index.slots.push(Slot { start: offset(at), end: 0, kind });
    }

    #[inline]
    fn expect_value(&self, at: usize) -> Result<(), Stop> {
        match self.state {
            State::Value | State::FirstItem => Ok(()),
            _ => Err(self.misplaced(at)),
        }
    }

    fn misplaced(&self, at: usize) -> Stop {
        let fault =
            if self.state == State::AfterRoot { Fault::TrailingData } else { Fault::NotJson };
        (fault, at)
    }

    /// The first of the `suspect` bytes that may not stand in a string.
    fn wrong_in_string(&self, base: usize, mut suspect: u64) -> Option<Stop> {
        while suspect != 0 {
            let at = base + suspect.trailing_zeros() as usize;
            suspect &= suspect - 1;
            match self.text[at] {
                b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                b'u' => match self.text.get(at + 1..at + 5) {
                    Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {}
                    Some(_) => return Some((Fault::NotJson, at)),
                    None => return Some((Fault::Truncated, self.text.len())),
                },
                _ => return Some((Fault::NotJson, at)),
            }
        }
        None
    }
}

/// Takes the lowest bit.
#[inline]
fn pop(bits: &mut u64) -> Option<usize> {
    let bit = bits.trailing_zeros() as usize;
    let some = *bits != 0;
    *bits &= bits.wrapping_sub(1);
    some.then_some(bit)
}

/// A position in a text, or a slot of it: there are fewer of both than 4 GiB, since each slot
/// stands for at least one byte of its own.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "build refuses texts of 4 GiB and more")]
fn offset(at: usize) -> u32 {
    at as u32
}

/// The end of the number or literal that starts at `at`; `at` itself when none does.
fn scalar_end(text: &[u8], at: usize) -> usize {
    let literal: &[u8] = match text[at] {
        b't' => b"true",
        b'f' => b"false",
        b'n' => b"null",
        _ => return number_end(text, at).unwrap_or(at),
    };
    if text[at..].starts_with(literal) { at + literal.len() } else { at }
}

fn number_end(text: &[u8], at: usize) -> Option<usize> {
    let whole = at + usize::from(text[at] == b'-');
    let mut end = digits_end(text, whole)?;
    if text[whole] == b'0' {
        end = whole + 1;
    }
    if text.get(end) == Some(&b'.') {
        end = digits_end(text, end + 1)?;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        end = digits_end(text, end + 1 + signed)?;
    }
    Some(end)
}

/// The end of the digits that start at `at`, of which there must be one.
fn digits_end(text: &[u8], at: usize) -> Option<usize> {
    let digits = text.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then_some(at + digits)
}

#[cfg(test)]
mod tests;
