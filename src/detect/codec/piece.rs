//! The walk that all charwise codecs share: stretches that stand for themselves, and pieces
//! (`\n`, `%20`, `&amp;`) that stand for something else.

#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::ops::Range;

use crate::detect::codec::Decoded;
use crate::har::mask::{BLOCK, below};

/// What one escape sequence stands for, and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) bytes: [u8; 4],
    pub(super) len: u8,
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
    /// The distance to the first byte that may start a sequence.
    fn next(raw: &[u8]) -> Option<usize>;

    /// Notes in bitmaps which bytes of `raw` may start a sequence, as many as `out` has room for;
    /// returns the number of blocks.
    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize;

    /// What a mark and this byte stand for, where that is one byte and a table says so: most of
    /// the sequences, read without a call.
    #[inline(always)]
    fn pair(_: u8) -> Option<NonZero<u8>> {
        None
    }

    /// Any other sequence at the start of `raw`; none when the byte stands for itself. Looks at no
    /// more bytes than a bounded number or what it consumes, so that a walk is linear.
    fn piece(raw: &[u8]) -> Option<Piece>;

    /// How many bytes at the start of `raw` can be passed over without a look at each piece, and how
    /// many they stand for, at most `decoded_max`; they end between two pieces.
    fn skip(_raw: &[u8], _decoded_max: usize) -> (usize, usize) {
        (0, 0)
    }
}

/// Blocks whose bitmaps are taken at once.
pub(super) const BATCH: usize = 8;
/// The bytes of a stretch that are copied at once: a copy of fixed length costs less than to ask
/// how much is to be copied.
const SHORT: usize = 32;
/// What a short stretch and the piece behind it take at most.
const STEP: usize = SHORT + 4;
/// The room that is made at once; it is filled with zeros while it is near.
const ROOM: usize = 1024;
/// So much is walked before it is worth it to skip again, and so far what is wanted must be.
const FAR: usize = BATCH * BLOCK;
/// How much is still to come where room is worth it.
const LONG: usize = 256;

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode<C: Charwise>(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let (mut copied, mut written) = (0, 0);
    each_piece::<C>(raw, |at, piece| {
        let len = at - copied;
        let short = raw[copied..].first_chunk();
        let room = out.get_mut(written..).and_then(<[u8]>::first_chunk_mut);
        match (short, room) {
            (Some(short), Some(room)) if len <= SHORT => step(short, len, piece.bytes, room),
            _ => append(&raw[copied..], len, piece.bytes, written, out),
        }
        written += len + usize::from(piece.len);
        copied = at + piece.raw_len;
        true
    });
    if copied == 0 {
        return Decoded::Same;
    }
    out.truncate(written);
    out.extend_from_slice(&raw[copied..]);
    Decoded::Changed
}

/// Writes a stretch of `len` bytes and the piece behind it; what it writes too much is room again.
#[inline]
fn step(short: &[u8; SHORT], len: usize, piece: [u8; 4], room: &mut [u8; STEP]) {
    room[..SHORT].copy_from_slice(short);
    room[len..len + piece.len()].copy_from_slice(&piece);
}

/// The same for a stretch of any length at the start of `raw`, with room at `written` or without;
/// makes room where much is to come. A short text gets none, since it costs more than it saves.
#[inline(never)]
fn append(raw: &[u8], len: usize, piece: [u8; 4], written: usize, out: &mut Vec<u8>) {
    let stretch = &raw[..len];
    if let Some(room) = out.get_mut(written..written + len + STEP) {
        room[..len].copy_from_slice(stretch);
        room[len..len + piece.len()].copy_from_slice(&piece);
        return;
    }
    out.truncate(written);
    out.reserve(raw.len() + STEP);
    match raw.first_chunk::<SHORT>() {
        Some(short) if len <= SHORT => {
            out.extend_from_slice(short);
            out.truncate(written + len);
        }
        _ => out.extend_from_slice(stretch),
    }
    out.extend_from_slice(&piece);
    if raw.len() > len + LONG {
        out.resize(out.len() + (raw.len() - len).min(ROOM), 0);
    }
}

/// Turns ascending spans of the decoded text into spans of `raw`, in one walk. A piece belongs
/// wholly to a span that touches any of its bytes, and to the first of two that do.
pub(super) fn locate<C: Charwise>(raw: &[u8], spans: &mut [Range<usize>]) {
    let mut ends = Ends { spans, index: 0, at_end: false, floor: 0 };
    let (mut raw_at, mut decoded_at) = (0, 0);
    let mut may_skip = true;
    while may_skip {
        may_skip = false;
        let mut wanted = ends.wanted();
        // No further than before what is wanted: that belongs to one side or the other.
        let before = wanted.map_or(0, |wanted| wanted.saturating_sub(decoded_at + 1));
        let (passed, decoded) = C::skip(&raw[raw_at..], before);
        (raw_at, decoded_at) = (raw_at + passed, decoded_at + decoded);
        let start = raw_at;
        each_piece::<C>(&raw[start..], |at, piece| {
            let at = start + at;
            let next = decoded_at + (at - raw_at);
            let end = next + usize::from(piece.len);
            if wanted.is_some_and(|wanted| wanted <= end) {
                ends.stretch(raw_at, decoded_at, at - raw_at);
                ends.piece(at, next, piece);
                wanted = ends.wanted();
            }
            raw_at = at + piece.raw_len;
            decoded_at = end;
            may_skip = raw_at - start > FAR && wanted.is_some_and(|wanted| wanted > end + FAR);
            wanted.is_some() && !may_skip
        });
    }
    ends.stretch(raw_at, decoded_at, raw.len() - raw_at);
    ends.finish(raw.len());
}

/// Visits the pieces of `raw` in order, until `visit` has seen enough.
#[inline(always)]
fn each_piece<C: Charwise>(raw: &[u8], mut visit: impl FnMut(usize, Piece) -> bool) {
    let mut bits = [0; BATCH];
    let (mut start, mut done, mut rare) = (0, 0, true);
    while start < raw.len() {
        // Where a batch held no mark, they are rare.
        if rare {
            let Some(hop) = C::next(&raw[start..]) else { return };
            start += hop;
        }
        let count = C::marks(&raw[start..], &mut bits);
        rare = bits[..count].iter().all(|&marks| marks == 0);
        for &marks in &bits[..count] {
            // A piece may reach into this block and beyond it.
            let mut marks = marks & !below(done.max(start) - start);
            while marks != 0 {
                let at = start + usize::try_from(marks.trailing_zeros()).unwrap_or(BLOCK);
                let Some(piece) = read::<C>(raw, at) else {
                    marks &= marks - 1;
                    continue;
                };
                if !visit(at, piece) {
                    return;
                }
                done = at + piece.raw_len;
                marks &= !below(done - start);
            }
            start += BLOCK;
        }
    }
}

/// The sequence at `at`, where a mark stands.
#[inline(always)]
pub(super) fn read<C: Charwise>(raw: &[u8], at: usize) -> Option<Piece> {
    if let Some(byte) = raw.get(at + 1).and_then(|&byte| C::pair(byte)) {
        return Some(Piece::byte(byte.get(), 2));
    }
    // Taken apart, or else both kinds would come by way of memory.
    let Piece { bytes, len, raw_len } = C::piece(&raw[at..])?;
    Some(Piece { bytes, len, raw_len })
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
