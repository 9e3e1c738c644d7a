//! A long entry on its way to its chunk: its parts come in order into a chunk of its own, from which
//! it is copied to its place when its size is known, unless that is its place.

mod bodies;
mod leave_out;
mod spool;

use std::ops::Range;

use crate::chunk::{FrameFinder, LongBody, LongCut};
use crate::detect::Codec;
use crate::error::Error;
use crate::files::{FileError, OutputFile};
use crate::har::{Part, PartSizes, Parts, base64_cut, string_cut};
use crate::pipeline::giant::bodies::Bodies;
use crate::pipeline::giant::spool::Spool;
use crate::pipeline::reader::{Stop, fill};
use crate::pipeline::write::{Cut, Seen, Target};
use crate::redact::{Edits, decode};

/// How much is copied at once.
const BLOCK_BYTES: usize = 1 << 20;

/// The part of a body in which the place is looked for where it is cut.
const CUT_BYTES: usize = 4 << 10;

/// Takes blocks of bytes, each with its place.
type Take<'t, E> = dyn FnMut(u64, &[u8]) -> Result<(), E> + 't;

/// A long entry that is being written.
pub(crate) struct Giant {
    pub(crate) seen: Seen,
    /// What stands before the entry.
    gap: Vec<u8>,
    spool: Spool,
    target: Target,
    /// Where the first entry of a chunk stands.
    start: u64,
    written: u64,
    /// How far the capture was taken.
    taken: u64,
    recoder: Recoder,
    out: Vec<u8>,
    /// Its long bodies, unless it was written again.
    bodies: Option<Bodies>,
    /// What of the spool, and what else, makes the entry.
    pieces: Vec<Piece>,
}

/// A piece of the entry as it will be.
enum Piece {
    Spool(Range<u64>),
    Bytes(Vec<u8>),
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Spool(span) => span.end - span.start,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl Giant {
    pub(crate) fn new(target: &Target, start: u64, gap: &[u8]) -> Result<Self, Error> {
        Ok(Self {
            seen: Seen::default(),
            gap: gap.to_vec(),
            spool: Spool::create(target, start)?,
            target: target.clone(),
            start,
            written: 0,
            taken: 0,
            recoder: Recoder::default(),
            out: Vec::new(),
            bodies: Some(Bodies::default()),
            pieces: Vec::new(),
        })
    }

    /// Appends the core of a part, which is of this long body, with its edits in place.
    pub(crate) fn append(
        &mut self,
        part: &Part,
        body: Option<&LongBody>,
        edits: &Edits,
    ) -> Result<(), Error> {
        self.out.clear();
        let goes_on = part.fragment.as_ref().is_some_and(|f| f.is_base64 && !f.is_first);
        if !goes_on {
            self.recoder.flush(&mut self.out);
        }
        if let Some(bodies) = &mut self.bodies {
            bodies.follow(part, body, self.written + self.out.len() as u64);
        }
        self.out.extend_from_slice(&part.lead);
        let ahead = usize::try_from(self.taken.saturating_sub(part.offset)).unwrap_or(usize::MAX);
        let from = part.core.start.saturating_add(ahead);
        if edits.codec().is_some() {
            self.recoder.splice(edits, &mut self.out);
        } else {
            let start = self.out.len();
            let end = edits.splice(part, from, &mut self.out);
            self.taken = part.offset + (end - part.core.start) as u64;
            if goes_on && self.recoder.holds() {
                let raw = self.out.split_off(start);
                self.recoder.go_on(&raw, &mut self.out);
            }
        }
        self.spool.write_at(self.written, &self.out)?;
        self.written += self.out.len() as u64;
        self.pieces = vec![Piece::Spool(0..self.written)];
        Ok(())
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    pub(crate) fn gap(&self) -> &[u8] {
        &self.gap
    }

    /// Cuts its long bodies, or drops its last frames, if it has more than `bytes_max` bytes.
    pub(crate) fn fit(&mut self, bytes_max: u64, sizes: PartSizes) -> Result<Cut, Error> {
        let bytes = self.written;
        if bytes <= bytes_max || self.cut_bodies(bytes_max, sizes)? {
            return Ok(Cut { bytes: bytes - self.len(), frames: 0 });
        }
        let frames = self.drop_frames(bytes_max)?;
        if frames > 0 && self.len() > bytes_max {
            self.spool_again()?;
            self.cut_bodies(bytes_max, sizes)?;
        }
        Ok(Cut { bytes: bytes.saturating_sub(self.len()), frames })
    }

    /// Cuts its long bodies; `false` when they are not what makes it large.
    fn cut_bodies(&mut self, bytes_max: u64, sizes: PartSizes) -> Result<bool, Error> {
        let bodies = self.bodies(sizes)?;
        let Some(cuts) = crate::chunk::cut_long(&bodies, self.written, bytes_max) else {
            return Ok(false);
        };
        self.pieces.clear();
        let mut copied = 0;
        for LongCut { body, bytes_max } in cuts {
            let body = &bodies[body];
            let end = self.body_end(body, bytes_max)?;
            self.pieces.push(Piece::Spool(copied..end));
            self.pieces.push(Piece::Bytes(body.mark(end - body.span.start)));
            copied = body.span.end + 1;
        }
        self.pieces.push(Piece::Spool(copied..self.written));
        Ok(true)
    }

    /// Drops its last frames; how many.
    fn drop_frames(&mut self, bytes_max: u64) -> Result<u64, Error> {
        let finder = self.find_frames(FrameFinder::default())?;
        let Some(limits) = finder.limits(self.written, bytes_max) else { return Ok(0) };
        let Some(cut) = self.find_frames(FrameFinder::new(limits))?.cut() else { return Ok(0) };
        self.pieces.clear();
        let mut copied = 0;
        for span in cut.spans {
            self.pieces.push(Piece::Spool(copied..span.start));
            copied = span.end;
        }
        self.pieces.push(Piece::Spool(copied..self.written - 1));
        self.pieces.push(Piece::Bytes(cut.mark));
        self.pieces.push(Piece::Spool(self.written - 1..self.written));
        Ok(cut.dropped)
    }

    fn find_frames(&self, mut finder: FrameFinder) -> Result<FrameFinder, Error> {
        self.each_block(0..self.written, &mut |_, block| {
            finder.feed(block);
            Ok(())
        })?;
        Ok(finder)
    }

    /// Shows a span of the spool, each block with its place in it.
    fn each_block(&self, span: Range<u64>, take: &mut Take<'_, Error>) -> Result<(), Error> {
        let (mut block, mut at) = (vec![0; BLOCK_BYTES], span.start);
        while at < span.end {
            let left = usize::try_from(span.end - at).unwrap_or(usize::MAX);
            let block = &mut block[..left.min(BLOCK_BYTES)];
            fill(&self.spool, self.spool.chunk.path(), at, block)?;
            take(at - span.start, block)?;
            at += block.len() as u64;
        }
        Ok(())
    }

    /// Writes its pieces into a file of their own, so that it can be cut again.
    fn spool_again(&mut self) -> Result<(), Error> {
        let spool = Spool::create(&self.target, self.start)?;
        self.copy_to(&spool.chunk, self.start)?;
        self.written = self.len();
        (self.spool, self.bodies) = (spool, None);
        self.pieces = vec![Piece::Spool(0..self.written)];
        Ok(())
    }

    /// The long bodies of what was written.
    fn bodies(&mut self, sizes: PartSizes) -> Result<Vec<LongBody>, Error> {
        if let Some(bodies) = self.bodies.take() {
            return Ok(bodies.longer_than(sizes.core_bytes));
        }
        let mut parts = Parts::new(0..self.written, sizes);
        let (mut part, mut bodies) = (Part::default(), Vec::<LongBody>::new());
        let mismatch = |stop| match stop {
            Stop::File(error) => Error::from(error),
            Stop::Malformed(_) => Error::Mismatch { path: self.spool.chunk.path().to_owned() },
        };
        let mut read = |at: u64, buffer: &mut [u8]| {
            fill(&self.spool, self.spool.chunk.path(), at, buffer).map_err(Stop::File)
        };
        while parts.next(&mut part, &mut read).map_err(mismatch)? {
            bodies.extend(parts.long_string().and_then(|string| LongBody::new(&string)));
            parts.skip_long_string();
        }
        Ok(bodies)
    }

    /// Where a body ends that may have this many bytes.
    fn body_end(&self, body: &LongBody, bytes_max: u64) -> Result<u64, Error> {
        let LongBody { span, is_base64, .. } = body;
        let mut block = vec![0; if *is_base64 { BLOCK_BYTES } else { CUT_BYTES }];
        let end = span.end.min(span.start + bytes_max);
        let mut at = if *is_base64 { span.start } else { end.saturating_sub(CUT_BYTES as u64) };
        at = at.max(span.start);
        loop {
            let len = usize::try_from(end - at).map_or(block.len(), |left| left.min(block.len()));
            fill(&self.spool, self.spool.chunk.path(), at, &mut block[..len])?;
            let step = match is_base64 {
                true => base64_cut(&block[..len], len),
                false => match string_cut(&block[..len], 0, len) {
                    Some(step) => step,
                    None => return self.escape_end(span.start..end),
                },
            };
            at += step as u64;
            if !is_base64 || step == 0 || at == end {
                return Ok(at);
            }
        }
    }

    /// Where the last whole escape of a span ends, at whose end there are backslashes only.
    fn escape_end(&self, span: Range<u64>) -> Result<u64, Error> {
        let (mut block, mut at, mut run) = ([0; CUT_BYTES], span.end, 0);
        while at > span.start {
            let len =
                usize::try_from(at - span.start).map_or(CUT_BYTES, |left| left.min(CUT_BYTES));
            at -= len as u64;
            fill(&self.spool, self.spool.chunk.path(), at, &mut block[..len])?;
            let backslashes = block[..len].iter().rev().take_while(|byte| **byte == b'\\').count();
            run += backslashes as u64;
            if backslashes < len {
                break;
            }
        }
        Ok(span.end - run % 2)
    }

    /// Writes it to `chunk` at `offset`.
    pub(crate) fn copy_to(&self, chunk: &OutputFile, offset: u64) -> Result<(), Error> {
        self.pieces_at().try_for_each(|(at, piece)| {
            self.show(piece, &mut |ahead, bytes| chunk.write_at(offset + at + ahead, bytes))
        })
    }

    /// Whether its pieces can be put together where they are: none moves to where another one, which
    /// has not been moved, still stands.
    pub(crate) fn may_stay(&self) -> bool {
        self.pieces_at().all(|(at, piece)| match piece {
            Piece::Spool(span) => at <= span.start,
            Piece::Bytes(_) => true,
        })
    }

    /// The chunk whose first entry it is; [`Giant::may_stay`] says whether that can be made.
    pub(crate) fn into_chunk(mut self) -> Result<OutputFile, Error> {
        for (at, piece) in self.pieces_at() {
            if !matches!(piece, Piece::Spool(span) if span.start == at) {
                self.show(piece, &mut |ahead, bytes| self.spool.write_at(at + ahead, bytes))?;
            }
        }
        self.spool.truncate(self.len())?;
        Ok(self.spool.chunk)
    }

    /// Its pieces, each with its place in the entry.
    fn pieces_at(&self) -> impl Iterator<Item = (u64, &Piece)> {
        self.pieces.iter().scan(0, |end, piece| {
            let at = *end;
            *end += piece.len();
            Some((at, piece))
        })
    }

    /// Shows the bytes of a piece, each block with its place in the piece.
    fn show(&self, piece: &Piece, take: &mut Take<'_, FileError>) -> Result<(), Error> {
        let span = match piece {
            Piece::Bytes(bytes) => return Ok(take(0, bytes)?),
            Piece::Spool(span) => span.clone(),
        };
        self.each_block(span, &mut |at, block| Ok(take(at, block)?))
    }
}

/// Writes base64 whose length has changed: what is left of a group waits for the next fragment.
struct Recoder {
    codec: Codec,
    held: Vec<u8>,
    /// How many decoded bytes of the next fragment are taken already.
    ahead: usize,
}

impl Default for Recoder {
    fn default() -> Self {
        Self { codec: Codec::Base64, held: Vec::new(), ahead: 0 }
    }
}

impl Recoder {
    fn holds(&self) -> bool {
        !self.held.is_empty() || self.ahead > 0
    }

    /// Appends a fragment that holds secrets.
    fn splice(&mut self, edits: &Edits, out: &mut Vec<u8>) {
        self.codec = edits.codec().unwrap_or(self.codec);
        self.ahead = edits.splice_decoded(self.ahead, &mut self.held);
        self.write(out);
    }

    /// Appends a fragment that holds none, after one that did.
    fn go_on(&mut self, raw: &[u8], out: &mut Vec<u8>) {
        let text = decode(self.codec, raw);
        if text.is_empty() {
            self.flush(out);
            out.extend_from_slice(raw);
            return;
        }
        let ahead = self.ahead.min(text.len());
        self.held.extend_from_slice(&text[ahead..]);
        self.ahead -= ahead;
        self.write(out);
    }

    fn write(&mut self, out: &mut Vec<u8>) {
        let whole = self.held.len() / 3 * 3;
        self.codec.encode(&self.held[..whole], out);
        self.held.drain(..whole);
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        self.codec.encode(&self.held, out);
        self.held.clear();
        self.ahead = 0;
    }
}

#[cfg(test)]
mod tests;
