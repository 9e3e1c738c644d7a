//! The walk that all charwise codecs share: stretches that stand for themselves, and pieces
//! (`\n`, `%20`, `&amp;`) that stand for something else.

use std::ops::Range;

use crate::detect::codec::Decoded;
use crate::har::mask::{self, BLOCK, below};

/// What one escape sequence stands for, and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    bytes: [u8; 4],
    len: u8,
    /// Length of the sequence in the raw text; at least 1.
    pub(super) raw_len: usize,
}

impl Piece {
    /// A sequence that stands for nothing (a line continuation).
    pub(super) fn nothing(raw_len: usize) -> Self {
        Self { bytes: [0; 4], len: 0, raw_len }
    }

    /// A sequence that stands for one byte.
    pub(super) fn byte(byte: u8, raw_len: usize) -> Self {
        Self { bytes: [byte, 0, 0, 0], len: 1, raw_len }
    }

    /// A sequence that stands for a code point. A lone surrogate becomes three bytes (WTF-8), so
    /// that it can be told from every other text and written again as it was.
    pub(super) fn code_point(code: u32, raw_len: usize) -> Self {
        let tail = |shift: u32| 0x80 | low_byte(code >> shift) & 0x3f;
        let (bytes, len) = match code {
            0..0x80 => ([low_byte(code), 0, 0, 0], 1),
            0x80..0x800 => ([0xc0 | low_byte(code >> 6), tail(0), 0, 0], 2),
            0x800..0x1_0000 => ([0xe0 | low_byte(code >> 12), tail(6), tail(0), 0], 3),
            0x1_0000..0x11_0000 => ([0xf0 | low_byte(code >> 18), tail(12), tail(6), tail(0)], 4),
            _ => return Self::code_point(0xfffd, raw_len),
        };
        Self { bytes, len, raw_len }
    }
}

/// The low eight bits.
pub(super) fn low_byte(code: u32) -> u8 {
    code.to_le_bytes()[0]
}

/// How escape sequences are found and read.
pub(super) trait Charwise {
    /// What finds the first byte from an offset on that may start a sequence; the offsets ascend.
    fn starts(raw: &[u8]) -> impl FnMut(usize) -> Option<usize>;

    /// The sequence at the start of `raw`; none when the byte stands for itself. Looks at no more
    /// bytes than a bounded number or what it consumes, so that a walk is linear.
    fn piece(raw: &[u8]) -> Option<Piece>;
}

/// Decodes `raw` into `out`.
pub(super) fn decode<C: Charwise>(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let mut copied = 0;
    each_piece::<C>(raw, |at, piece| {
        if copied == 0 {
            out.reserve(raw.len());
        }
        append(raw, copied..at, out);
        out.extend_from_slice(&piece.bytes);
        out.truncate(out.len() - piece.bytes.len() + usize::from(piece.len));
        copied = at + piece.raw_len;
        true
    });
    if copied == 0 {
        return Decoded::Same;
    }
    out.extend_from_slice(&raw[copied..]);
    Decoded::Changed
}

/// Appends a span of `raw`; a short one by a copy of fixed length, which costs less than to ask how
/// long it is.
fn append(raw: &[u8], span: Range<usize>, out: &mut Vec<u8>) {
    const SHORT: usize = 32;
    match raw[span.start..].first_chunk::<SHORT>() {
        Some(short) if span.len() <= SHORT => {
            out.extend_from_slice(short);
            out.truncate(out.len() - SHORT + span.len());
        }
        _ => out.extend_from_slice(&raw[span]),
    }
}

/// Finds starts where they are rare: `next` gives the distance to the next one.
pub(super) fn rare(
    raw: &[u8],
    next: impl Fn(&[u8]) -> Option<usize>,
) -> impl FnMut(usize) -> Option<usize> {
    move |from| next(&raw[from..]).map(|hop| from + hop)
}

/// Finds starts where they are many: by bitmaps of where `byte` stands.
pub(super) fn frequent(raw: &[u8], byte: u8) -> impl FnMut(usize) -> Option<usize> {
    let mut bits = [0u64; 8];
    let (mut start, mut end) = (0, 0);
    move |from| loop {
        if from < end {
            // None stands between what was asked before and the start of the batch.
            let from = from.max(start) - start;
            let (first, behind) = (from / BLOCK, !below(from % BLOCK));
            let blocks = (end - start).div_ceil(BLOCK);
            let found = (first..blocks).find_map(|block| {
                let mask = if block == first { bits[block] & behind } else { bits[block] };
                let bit = usize::try_from(mask.trailing_zeros()).unwrap_or(BLOCK);
                (mask != 0).then_some(start + block * BLOCK + bit)
            });
            if found.is_some() {
                return found;
            }
        }
        // Where a batch held none, they are rare.
        start = from.max(end);
        if bits == [0; 8] {
            start += memchr::memchr(byte, &raw[start..])?;
        } else if start == raw.len() {
            return None;
        }
        let count = mask::places(byte, &raw[start..], &mut bits);
        end = raw.len().min(start + count * BLOCK);
        bits[count..].fill(0);
    }
}

/// Turns ascending spans of the decoded text into spans of `raw`, in one walk. A piece belongs
/// wholly to a span that touches any of its bytes, and to the first of two that do.
pub(super) fn locate<C: Charwise>(raw: &[u8], spans: &mut [Range<usize>]) {
    let mut ends = Ends { spans, index: 0, at_end: false, floor: 0 };
    let (mut raw_at, mut decoded_at) = (0, 0);
    each_piece::<C>(raw, |at, piece| {
        let next = decoded_at + (at - raw_at);
        ends.stretch(raw_at, decoded_at, at - raw_at);
        ends.piece(at, next, piece);
        raw_at = at + piece.raw_len;
        decoded_at = next + usize::from(piece.len);
        ends.index < ends.spans.len()
    });
    ends.stretch(raw_at, decoded_at, raw.len() - raw_at);
    ends.finish(raw.len());
}

fn each_piece<C: Charwise>(raw: &[u8], mut visit: impl FnMut(usize, Piece) -> bool) {
    let mut starts = C::starts(raw);
    let mut from = 0;
    while let Some(at) = starts(from) {
        match C::piece(&raw[at..]) {
            None => from = at + 1,
            Some(piece) if visit(at, piece) => from = at + piece.raw_len,
            Some(_) => return,
        }
    }
}

/// The ends of spans that are still to be found, in order.
struct Ends<'a> {
    spans: &'a mut [Range<usize>],
    index: usize,
    at_end: bool,
    floor: usize,
}

impl Ends<'_> {
    /// Settles the ends that lie in `len` bytes which stand for themselves.
    fn stretch(&mut self, raw_at: usize, decoded_at: usize, len: usize) {
        while let Some(wanted) = self.wanted() {
            // A start belongs to the byte after it, an end to the byte before it.
            let inside =
                if self.at_end { wanted <= decoded_at + len } else { wanted < decoded_at + len };
            if !inside {
                return;
            }
            self.settle(raw_at + wanted.saturating_sub(decoded_at));
        }
    }

    /// Settles the ends that lie in a piece.
    fn piece(&mut self, raw_at: usize, decoded_at: usize, piece: Piece) {
        let decoded_end = decoded_at + usize::from(piece.len);
        while let Some(wanted) = self.wanted() {
            if self.at_end && wanted <= decoded_at {
                self.settle(raw_at);
            } else if self.at_end && wanted <= decoded_end {
                self.settle(raw_at + piece.raw_len);
            } else if !self.at_end && wanted < decoded_end {
                self.settle(raw_at);
            } else {
                return;
            }
        }
    }

    fn finish(&mut self, raw_len: usize) {
        while self.wanted().is_some() {
            self.settle(raw_len);
        }
    }

    fn wanted(&self) -> Option<usize> {
        let span = self.spans.get(self.index)?;
        Some(if self.at_end { span.end } else { span.start })
    }

    fn settle(&mut self, raw: usize) {
        let raw = raw.max(self.floor);
        let span = &mut self.spans[self.index];
        if !self.at_end {
            // An empty span ends where it starts, whatever piece that is in.
            let empty = span.start >= span.end;
            span.start = raw;
            self.floor = raw;
            self.at_end = !empty;
            if empty {
                span.end = raw;
                self.index += 1;
            }
            return;
        }
        span.end = raw;
        self.floor = raw;
        self.at_end = false;
        self.index += 1;
    }
}
