//! Finds where the entries of a capture stand, in one pass over successive blocks.
//!
//! Around the entries every byte is looked at and kept; inside an entry only its end is looked for,
//! 64 bytes at a time. What an entry holds is for [`Index`] to check.

use std::ops::Range;

use crate::har::malformed::{DEPTH_MAX, Fault};
use crate::har::mask::{self, BATCH, BLOCK, BLOCKS, Brackets, Carry, below};
use crate::har::outline::{Outline, spells};
use crate::har::{Envelope, Index, Malformed, Node};

/// Bytes outside `log.entries`, and between two entries, that are held at most.
const ENVELOPE_BYTES_MAX: usize = 32 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Finds the entries of a capture that is fed to it in blocks of any size.
#[derive(Debug, Default)]
pub struct Scanner {
    /// Bytes that were read.
    offset: u64,
    byte_order_mark: usize,
    outline: Outline,
    /// Whether the next byte stands between the `[` and the `]` of `log.entries`.
    in_entries: bool,
    carry: Carry,
    /// Objects and arrays that are open in the entry, the entry included; 0 between entries.
    depth: u64,
    entry_start: u64,
    entries_seen: u64,
    gap: Gap,
    /// Where the open entry ends, if that was told.
    told_end: Option<u64>,
    /// What was read since the last entry.
    between: Vec<u8>,
    envelope: Kept,
}

/// The envelope as far as it is known. No `Debug` output shows what is kept.
#[derive(Default)]
struct Kept {
    envelope: Envelope,
    /// Where in the capture the second half of the envelope starts.
    tail_start: u64,
}

/// What may come next between the entries.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// An entry, or the end.
    #[default]
    First,
    /// A comma, or the end.
    AfterEntry,
    /// An entry.
    AfterComma,
}

impl Scanner {
    /// A scanner at the start of a capture.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next block; appends to `entries` the span, in bytes from the start of the
    /// capture, of each entry that ends in it.
    ///
    /// # Errors
    /// Where the capture is malformed. After an error nothing more can be fed.
    pub fn feed(&mut self, block: &[u8], entries: &mut Vec<Range<u64>>) -> Result<(), Malformed> {
        self.feed_told(block, entries, &|_| None)
    }

    /// The same, where `told` may know the length of an entry by its number, from 1: then its end is
    /// not looked for, and whether one object stands there is for [`Index`] to check.
    ///
    /// # Errors
    /// Where the capture is malformed, or no entry ends where one should.
    pub(crate) fn feed_told(
        &mut self,
        block: &[u8],
        entries: &mut Vec<Range<u64>>,
        told: &dyn Fn(u64) -> Option<u64>,
    ) -> Result<(), Malformed> {
        let mut rest = self.skip_byte_order_mark(block)?;
        while !rest.is_empty() {
            let read = if self.in_entries {
                self.feed_entries(rest, entries, told)?
            } else {
                self.feed_outline(rest)?
            };
            self.offset += read as u64;
            rest = &rest[read..];
        }
        Ok(())
    }

    /// Goes on at `offset`; `false` if that is not inside of an open entry whose length was told.
    pub(crate) fn skip_to(&mut self, offset: u64) -> bool {
        let is_inside = self.told_end.is_some_and(|end| (self.offset..end).contains(&offset));
        if is_inside {
            self.offset = offset;
        }
        is_inside
    }

    /// Start of the entry that is open at the end of what was fed, if any.
    #[must_use]
    pub fn open_entry(&self) -> Option<u64> {
        (self.depth > 0).then_some(self.entry_start)
    }

    /// Bytes that were fed.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Where what follows the entries starts, once it was reached.
    pub(crate) fn tail_start(&self) -> Option<u64> {
        (self.envelope.tail_start > 0).then_some(self.envelope.tail_start)
    }

    /// What stands before the first entry, as far as it was read, and where it starts.
    pub(crate) fn head(&self) -> (&[u8], u64) {
        let Envelope { text, entries_at, .. } = &self.envelope.envelope;
        let len = if *entries_at > 0 { *entries_at } else { text.len() };
        (&text[..len], self.byte_order_mark as u64)
    }

    /// Where the entries start, once that was reached.
    pub(crate) fn entries_start(&self) -> Option<u64> {
        let Envelope { entries_at, .. } = self.envelope.envelope;
        (entries_at > 0).then_some((self.byte_order_mark + entries_at) as u64)
    }

    /// Entries whose end was found.
    #[must_use]
    pub fn entries_seen(&self) -> u64 {
        self.entries_seen
    }

    /// The end of the capture: what stood around its entries.
    ///
    /// # Errors
    /// When the capture is empty, no HAR, truncated, or its envelope malformed.
    pub fn finish(self) -> Result<Envelope, Malformed> {
        if !self.outline.started() {
            return Err(self.malformed(Fault::Empty, self.offset));
        }
        if self.in_entries || !self.outline.complete() {
            return Err(self.malformed(Fault::Truncated, self.offset));
        }
        let mut index = Index::new();
        let text = &self.envelope.envelope.text;
        if let Err(Malformed { fault, offset, .. }) = index.build(text) {
            return Err(self.malformed(fault, self.capture_offset(offset)));
        }
        if !self.outline.entries_seen() {
            return Err(self.malformed(Fault::NotHar, self.offset));
        }
        let pages = pages(index.document(text).root());
        let mut envelope = self.envelope.envelope;
        if self.entries_seen < 2 {
            envelope.gap = [b",", envelope.lead.as_slice()].concat();
        }
        Ok(Envelope { pages, ..envelope })
    }

    fn skip_byte_order_mark<'b>(&mut self, block: &'b [u8]) -> Result<&'b [u8], Malformed> {
        if self.offset != self.byte_order_mark as u64 {
            return Ok(block);
        }
        let mark = &BYTE_ORDER_MARK[self.byte_order_mark..];
        let common = mark.iter().zip(block).take_while(|(mark, byte)| mark == byte).count();
        self.byte_order_mark += common;
        self.offset += common as u64;
        let unfinished = !matches!(self.byte_order_mark, 0 | 3);
        if unfinished && common < block.len() {
            return Err(self.malformed(Fault::NotJson, self.offset));
        }
        Ok(&block[common..])
    }

    /// Reads outside the entries; returns the number of bytes read.
    fn feed_outline(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        let (read, entries) = self
            .outline
            .read(bytes, self.offset)
            .map_err(|(fault, offset)| self.malformed(fault, offset))?;
        let text = &mut self.envelope.envelope.text;
        if text.len() + read > ENVELOPE_BYTES_MAX {
            return Err(self.malformed(Fault::EnvelopeTooLarge, self.offset));
        }
        text.extend_from_slice(&bytes[..read]);
        if entries {
            self.envelope.envelope.entries_at = text.len();
            self.in_entries = true;
        }
        Ok(read)
    }

    /// Reads between the `[` and the `]` of `log.entries`; returns the number of bytes read.
    fn feed_entries(
        &mut self,
        bytes: &[u8],
        entries: &mut Vec<Range<u64>>,
        told: &dyn Fn(u64) -> Option<u64>,
    ) -> Result<usize, Malformed> {
        let mut at = 0;
        while at < bytes.len() {
            let offset = self.offset + at as u64;
            if let Some(end) = self.told_end {
                at = self.step_over(bytes, at, end, entries)?;
            } else if self.depth > 0 {
                return Ok(at + self.find_ends(&bytes[at..], offset, entries)?);
            } else {
                self.between_entries(bytes[at], offset)?;
                if !self.in_entries {
                    return Ok(at);
                }
                at += 1;
                if self.depth > 0 {
                    // At least its brackets.
                    let length = told(self.entries_seen + 1).filter(|length| *length >= 2);
                    self.told_end = length.map(|length| self.entry_start + length);
                }
            }
        }
        Ok(at)
    }

    /// Steps on to the end of the entry that ends at `end`, or to that of the block.
    fn step_over(
        &mut self,
        bytes: &[u8],
        at: usize,
        end: u64,
        entries: &mut Vec<Range<u64>>,
    ) -> Result<usize, Malformed> {
        let left = usize::try_from(end - self.offset).unwrap_or(usize::MAX);
        if left > bytes.len() {
            return Ok(bytes.len());
        }
        if bytes[left - 1] != b'}' {
            return Err(self.malformed(Fault::NotJson, end - 1));
        }
        debug_assert!(left > at, "an entry has two brackets");
        self.told_end = None;
        self.depth = 0;
        self.ends(end, entries);
        Ok(left)
    }

    /// Notes that the open entry ends at `end`.
    fn ends(&mut self, end: u64, entries: &mut Vec<Range<u64>>) {
        entries.push(self.entry_start..end);
        self.entries_seen += 1;
        self.gap = Gap::AfterEntry;
    }

    /// Looks for the ends of entries in what stands at `offset`; returns the number of bytes up to
    /// the `]` of `log.entries`, or all.
    fn find_ends(
        &mut self,
        bytes: &[u8],
        offset: u64,
        entries: &mut Vec<Range<u64>>,
    ) -> Result<usize, Malformed> {
        let mut blocks = [Brackets::default(); BLOCKS];
        for (number, batch) in bytes.chunks(BATCH).enumerate() {
            let count = mask::brackets(batch, &mut self.carry, &mut blocks);
            for (at, block) in (0..).step_by(BLOCK).zip(&blocks[..count]) {
                let (opens, closes) = (u64::from(block.opens), u64::from(block.closes));
                if self.depth > closes && self.depth + opens <= DEPTH_MAX as u64 {
                    self.depth = self.depth + opens - closes;
                    continue;
                }
                let start = number * BATCH + at;
                let block_bytes = &batch[at..batch.len().min(at + BLOCK)];
                let base = offset + start as u64;
                if let Some(read) = self.edges(block_bytes, *block, base, entries)? {
                    return Ok(start + read);
                }
            }
        }
        Ok(bytes.len())
    }

    /// Reads a block in which an entry may start or end; returns the number of bytes up to the `]`
    /// of `log.entries`, if that is in it.
    fn edges(
        &mut self,
        bytes: &[u8],
        block: Brackets,
        base: u64,
        entries: &mut Vec<Range<u64>>,
    ) -> Result<Option<usize>, Malformed> {
        let mut at = 0;
        while at < bytes.len() {
            if self.depth > 0 {
                let Some(last) = self.entry_end(block, at, base)? else { break };
                at = last + 1;
                self.ends(base + at as u64, entries);
            } else {
                self.between_entries(bytes[at], base + at as u64)?;
                at += 1;
                if !self.in_entries {
                    return Ok(Some(at - 1));
                }
            }
        }
        Ok(None)
    }

    /// Follows the brackets of a block from bit `from` on; returns the one that ends the entry.
    fn entry_end(
        &mut self,
        block: Brackets,
        from: usize,
        base: u64,
    ) -> Result<Option<usize>, Malformed> {
        let mut brackets = (block.open | block.close) & !below(from);
        while brackets != 0 {
            let bit = brackets.trailing_zeros() as usize;
            brackets &= brackets - 1;
            if block.open >> bit & 1 == 1 {
                self.depth += 1;
                if self.depth > DEPTH_MAX as u64 {
                    return Err(self.malformed(Fault::TooDeep, base + bit as u64));
                }
            } else {
                self.depth -= 1;
                if self.depth == 0 {
                    return Ok(Some(bit));
                }
            }
        }
        Ok(None)
    }

    /// Reads one byte that stands before, between or after the entries.
    fn between_entries(&mut self, byte: u8, offset: u64) -> Result<(), Malformed> {
        match (self.gap, byte) {
            (_, b' ' | b'\n' | b'\r' | b'\t') => self.keep_between(byte, offset)?,
            (Gap::AfterEntry, b',') => {
                self.gap = Gap::AfterComma;
                self.keep_between(byte, offset)?;
            }
            (Gap::First | Gap::AfterComma, b'{') => {
                self.depth = 1;
                self.entry_start = offset;
                match self.entries_seen {
                    0 => self.envelope.envelope.lead = std::mem::take(&mut self.between),
                    1 => self.envelope.envelope.gap = std::mem::take(&mut self.between),
                    _ => self.between.clear(),
                }
            }
            (Gap::First | Gap::AfterEntry, b']') => {
                let between = std::mem::take(&mut self.between);
                match self.gap {
                    Gap::First => self.envelope.envelope.lead = between,
                    _ => self.envelope.envelope.trail = between,
                }
                self.envelope.tail_start = offset;
                self.in_entries = false;
            }
            (Gap::First | Gap::AfterComma, _) => {
                let value = matches!(byte, b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
                let fault = if value { Fault::EntryNotObject } else { Fault::NotJson };
                return Err(Malformed { fault, entry: Some(self.entries_seen + 1), offset });
            }
            (Gap::AfterEntry, _) => return Err(self.malformed(Fault::NotJson, offset)),
        }
        Ok(())
    }

    fn keep_between(&mut self, byte: u8, offset: u64) -> Result<(), Malformed> {
        if self.between.len() == ENVELOPE_BYTES_MAX {
            return Err(self.malformed(Fault::EnvelopeTooLarge, offset));
        }
        self.between.push(byte);
        Ok(())
    }

    /// Where the byte at `offset` of the envelope's text stands in the capture.
    fn capture_offset(&self, offset: u64) -> u64 {
        match offset.checked_sub(self.envelope.envelope.entries_at as u64) {
            Some(after) if self.outline.entries_seen() => self.envelope.tail_start + after,
            _ => self.byte_order_mark as u64 + offset,
        }
    }

    fn malformed(&self, fault: Fault, offset: u64) -> Malformed {
        let entry = self.open_entry().map(|_| self.entries_seen + 1);
        Malformed { fault, entry, offset }
    }
}

/// The items of `log.pages`, as spans of the text.
fn pages(root: Node<'_>) -> Vec<Range<usize>> {
    members_named(root, "log")
        .flat_map(|log| members_named(log, "pages"))
        .filter_map(|pages| match pages {
            Node::Array(pages) => Some(pages),
            _ => None,
        })
        .flat_map(|pages| pages.items())
        .map(|page| match page {
            // The quotes of a string are part of the item.
            Node::String(text) => text.span().start - 1..text.span().end + 1,
            page => page.span(),
        })
        .collect()
}

fn members_named<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    let object = match node {
        Node::Object(object) => Some(object),
        _ => None,
    };
    object
        .into_iter()
        .flat_map(|object| object.members())
        .filter(move |(key, _)| spells(key.raw(), name))
        .map(|(_, node)| node)
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} bytes)", self.envelope.text.len())
    }
}

#[cfg(test)]
mod tests;
