//! Reads a capture once, from front to back, as batches of whole entries; an entry that is too
//! long for that is searched for its end first and then read again, each part a batch of its own.

use std::io;
use std::ops::Range;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::chunk::LongBody;
use crate::error::Error;
use crate::files::{Action, FileError, FileFault, Sha256Hex, Source};
use crate::har::{Envelope, Fault, Malformed, Part, PartSizes, Parts, Quotes, Scanner};
use crate::pipeline::buffer::Buffer;
use crate::pipeline::forget::Forgetter;
use crate::pipeline::lengths::{Lengths, LongEntries};
use crate::redact::Origin;

/// How much of a capture is held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSizes {
    /// How much is read at once.
    pub block_bytes: usize,
    /// An entry that is longer by a block or more is read in parts.
    pub entry_bytes: usize,
    /// How large those are.
    pub part: PartSizes,
}

impl Default for ReadSizes {
    fn default() -> Self {
        Self { block_bytes: 1 << 20, entry_bytes: 2 << 20, part: PartSizes::default() }
    }
}

/// Some entries that follow one another, with what stands between them.
#[derive(Default)]
pub(crate) struct Batch {
    /// The entries and what stands between them; that of a later batch begins with what stands
    /// before its first.
    pub(crate) bytes: Buffer,
    /// The entries, as spans of `bytes`.
    pub(crate) entries: Vec<Range<usize>>,
    /// The number of the first entry, from 1.
    pub(crate) first: u64,
    /// Where `bytes` stands in the capture.
    pub(crate) offset: u64,
    /// The number of the batch, from 0.
    pub(crate) sequence: u64,
    /// A part of the entry `first`: then there is no whole entry, and `bytes` is what stands before
    /// the first part.
    pub(crate) part: Option<Part>,
    /// The long body that the part is of, or whose key it is.
    pub(crate) body: Option<LongBody>,
    /// Buffers for the next part.
    spare: Part,
}

impl std::fmt::Debug for Batch {
    /// Sizes only: the bytes are the capture's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("first", &self.first)
            .field("offset", &self.offset)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Batch {
    /// The entries with their numbers.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.entries.iter().map(|span| &self.bytes[span.clone()]))
    }

    /// How much of the capture it is.
    pub(crate) fn len(&self) -> u64 {
        let part = self.part.as_ref().map_or(0, |part| part.lead.len() + part.core.len());
        (self.bytes.len() + part) as u64
    }

    /// What stands before the entry at this place in the batch.
    pub(crate) fn gap(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.entries[before].end);
        &self.bytes[start..self.entries[at].start]
    }

    /// Where an entry of the batch stands in the capture.
    pub(crate) fn origin(&self, entry: u64) -> Origin {
        let at = usize::try_from(entry - self.first).unwrap_or(usize::MAX);
        let span = self.entries.get(at).cloned().unwrap_or_default();
        Origin { core: 0..span.len(), offset: self.offset + span.start as u64 }
    }

    /// Turns a fault inside an entry into one of the capture.
    pub(crate) fn locate(&self, entry: u64, malformed: Malformed) -> Malformed {
        let at = usize::try_from(entry - self.first).map_or(0, |at| self.entries[at].start);
        let offset = self.offset + at as u64 + malformed.offset;
        Malformed { entry: Some(entry), offset, ..malformed }
    }

    /// Turns a fault in a part into one of the capture.
    pub(crate) fn locate_in(&self, part: &Part, malformed: Malformed) -> Malformed {
        let before = malformed.offset.saturating_sub(part.core.start as u64);
        let offset = part.offset + before.min(part.core.len() as u64);
        Malformed { entry: Some(self.first), offset, ..malformed }
    }

    /// Checks the encoding of the entries; what stands around them is checked with the envelope.
    pub(crate) fn check_utf8(&self) -> Result<(), Malformed> {
        if let Some(part) = &self.part
            && let Err(error) = simdutf8::compat::from_utf8(&part.text)
        {
            let offset = error.valid_up_to() as u64;
            let malformed = Malformed { fault: Fault::NotUtf8, entry: None, offset };
            return Err(self.locate_in(part, malformed));
        }
        let Err(error) = simdutf8::compat::from_utf8(&self.bytes) else { return Ok(()) };
        let at = error.valid_up_to();
        let before = self.entries.partition_point(|span| span.end <= at);
        let is_inside = self.entries.get(before).is_some_and(|span| span.contains(&at));
        let entry = is_inside.then_some(self.first + before as u64);
        Err(Malformed { fault: Fault::NotUtf8, entry, offset: self.offset + at as u64 })
    }
}

/// What stood in a capture around its entries, and how many those were.
pub(crate) struct Whole {
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// The sum of all its bytes, if it was asked for.
    pub(crate) sum: Option<Sha256Hex>,
    /// Those that were read in parts, unless that was known.
    pub(crate) long: LongEntries,
}

/// Reads a capture once.
pub(crate) struct Reader<'s> {
    source: &'s dyn Source,
    path: &'s Path,
    scanner: Option<Scanner>,
    envelope: Option<Envelope>,
    offset: u64,
    end: u64,
    /// What was read behind the last whole entry.
    carry: Vec<u8>,
    spans: Vec<Range<u64>>,
    entries: u64,
    batches: u64,
    sizes: ReadSizes,
    /// The parts of the entry that is too long, as long as there are any.
    parts: Option<Parts>,
    failed: bool,
    /// What has seen every byte so far, if their sum is asked for.
    hasher: Option<Sha256>,
    forgetter: Option<Forgetter>,
    /// How long the entries were when they were read or written before.
    lengths: Option<&'s Lengths>,
    long: LongEntries,
}

/// Why no part can be made.
pub(crate) enum Stop {
    File(FileError),
    Malformed(Malformed),
}

impl From<Malformed> for Stop {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s dyn Source, path: &'s Path, sizes: ReadSizes) -> Self {
        Self {
            sizes,
            parts: None,
            failed: false,
            hasher: None,
            forgetter: None,
            lengths: None,
            long: LongEntries::default(),
            source,
            path,
            scanner: Some(Scanner::new()),
            envelope: None,
            offset: 0,
            end: source.len(),
            carry: Vec::new(),
            spans: Vec::new(),
            entries: 0,
            batches: 0,
        }
    }

    /// Takes the sum of the bytes, too, as they are read.
    pub(crate) fn summing(mut self) -> Self {
        self.hasher = Some(Sha256::new());
        self
    }

    /// Takes the entries to be as long as they were: what has changed since is no JSON text any more,
    /// which is for the one to tell who reads it.
    pub(crate) fn told(mut self, lengths: Option<&'s Lengths>) -> Self {
        self.lengths = lengths;
        self
    }

    /// Is the last to read the source, which may be forgotten as it goes.
    pub(crate) fn forgetting(mut self) -> Self {
        self.forgetter = Forgetter::new(self.source);
        self
    }

    /// Fills `batch` with the next entries; `false` at the end of the capture, and behind an error:
    /// another worker may ask before all have heard of it.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        if self.failed {
            return Ok(false);
        }
        let filled = self.fill_batch(batch);
        self.failed = filled.is_err();
        if let Some(forgetter) = &mut self.forgetter {
            forgetter.forget(self.source, batch.offset);
        }
        filled
    }

    fn fill_batch(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        batch.bytes.clear();
        batch.entries.clear();
        if let Some(part) = batch.part.take() {
            batch.spare = part;
        }
        if self.parts.is_some() && self.next_part(batch)? {
            return Ok(true);
        }
        batch.bytes.shrink_to(self.sizes.block_bytes + self.sizes.entry_bytes);
        batch.bytes.append(&self.carry);
        self.carry.clear();
        self.carry.shrink_to(self.sizes.block_bytes);
        batch.offset = self.offset - batch.bytes.len() as u64;
        while self.spans.is_empty() {
            if !self.read_block(batch)? {
                return Ok(false);
            }
            if self.spans.is_empty() && self.find_end(batch)? {
                return self.next_part(batch);
            }
        }
        self.cut(batch);
        Ok(true)
    }

    /// What stood around the entries and how many those were, once all are read.
    pub(crate) fn take_whole(&mut self) -> Option<Whole> {
        let (entries, sum) = (self.entries, self.hasher.take().map(Sha256Hex::new));
        let long = std::mem::take(&mut self.long);
        self.envelope.take().map(|envelope| Whole { envelope, entries, sum, long })
    }

    fn read_block(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let malformed = |malformed| Error::malformed(self.path, malformed);
        let Some(scanner) = &mut self.scanner else { return Ok(false) };
        let block = self.sizes.block_bytes;
        let length = usize::try_from(self.end - self.offset).map_or(block, |left| left.min(block));
        if length == 0 {
            let scanner = self.scanner.take().expect("because it was there two lines above");
            let envelope = scanner.finish().map_err(malformed)?;
            check_utf8(&envelope, self.end).map_err(malformed)?;
            self.envelope = Some(envelope);
            return Ok(false);
        }
        if scanner.open_entry().is_none() && self.entries == 0 {
            batch.offset += batch.bytes.len() as u64;
            batch.bytes.clear();
        }
        let bytes = batch.bytes.grow(length);
        fill(self.source, self.path, self.offset, bytes)?;
        self.hasher.iter_mut().for_each(|hasher| hasher.update(&*bytes));
        let told = |entry| self.lengths.and_then(|lengths| lengths.of(entry));
        scanner.feed_told(bytes, &mut self.spans, &told).map_err(|fault| match self.lengths {
            Some(_) => FileError::new(self.path, FileFault::Changed).into(),
            None => malformed(fault),
        })?;
        self.offset += length as u64;
        Ok(true)
    }

    /// Reads on to the end of the entry that is open, if it is too long to be held; leaves what
    /// stands before it in the batch.
    fn find_end(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let Some(start) = self.scanner.as_ref().and_then(Scanner::open_entry) else {
            return Ok(false);
        };
        if self.offset - start <= self.sizes.entry_bytes as u64 {
            return Ok(false);
        }
        let before = usize::try_from(start - batch.offset).unwrap_or(0);
        let gap = batch.bytes[..before].to_vec();
        let told = self.skip_to_end(start);
        let mut found = Quotes::default();
        if told.is_none() {
            found.feed(start, &batch.bytes[before..]);
        }
        while self.spans.is_empty() {
            batch.bytes.clear();
            let offset = self.offset;
            if !self.read_block(batch)? {
                return Ok(false);
            }
            if told.is_none() {
                found.feed(offset, &batch.bytes);
            }
        }
        let entry = self.spans.remove(0);
        let behind = usize::try_from(self.offset - entry.end).unwrap_or(0);
        self.carry.extend_from_slice(&batch.bytes[batch.bytes.len() - behind..]);
        batch.bytes.clear();
        batch.bytes.append(&gap);
        self.entries += 1;
        if self.lengths.is_none() {
            self.long.push(self.entries, entry.end - entry.start, &found);
        }
        let quotes = told.unwrap_or(found);
        self.parts = Some(Parts::new(entry, self.sizes.part).with_quotes(quotes));
        Ok(true)
    }

    /// Goes on at the block in which the open entry ends, if that was told and nobody asks for the
    /// sum; where its strings can end.
    fn skip_to_end(&mut self, start: u64) -> Option<Quotes> {
        let (bytes, quotes) = self.lengths?.of_long(self.entries + 1)?;
        let (scanner, block) = (self.scanner.as_mut()?, self.sizes.block_bytes as u64);
        let last = (start + bytes - 1) / block * block;
        if self.hasher.is_some() || last >= self.end || !scanner.skip_to(last) {
            return None;
        }
        self.offset = last;
        Some(quotes.clone())
    }

    /// Makes `batch` the next part of the entry that is too long; `false` when there is none.
    fn next_part(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let Some(parts) = &mut self.parts else { return Ok(false) };
        let mut part = std::mem::take(&mut batch.spare);
        let (source, path) = (self.source, self.path);
        let mut read =
            |at: u64, buffer: &mut [u8]| fill(source, path, at, buffer).map_err(Stop::File);
        let entry = Some(self.entries);
        let found = parts.next(&mut part, &mut read).map_err(|stop| match stop {
            Stop::File(error) => error.into(),
            Stop::Malformed(malformed) => Error::malformed(path, Malformed { entry, ..malformed }),
        })?;
        if !found {
            batch.spare = part;
            self.parts = None;
            return Ok(false);
        }
        batch.first = self.entries;
        batch.offset = part.offset;
        batch.sequence = self.batches;
        batch.body = parts.long_string().and_then(|string| LongBody::new(&string));
        batch.part = Some(part);
        self.batches += 1;
        Ok(true)
    }

    /// Gives the batch its entries and keeps what follows them.
    fn cut(&mut self, batch: &mut Batch) {
        if self.entries == 0 {
            // What stands before the first entry belongs to the envelope.
            let start = self.spans[0].start;
            let before = usize::try_from(start - batch.offset).expect("because it is in memory");
            batch.bytes.keep(before..batch.bytes.len());
            batch.offset = start;
        }
        let base = batch.offset;
        let place = |at: u64| usize::try_from(at - base).expect("because the batch is in memory");
        batch.entries.extend(self.spans.drain(..).map(|span| place(span.start)..place(span.end)));
        let end = batch.entries.last().map_or(0, |last| last.end);
        self.carry.extend_from_slice(&batch.bytes[end..]);
        batch.bytes.truncate(end);
        batch.first = self.entries + 1;
        batch.sequence = self.batches;
        self.entries += batch.entries.len() as u64;
        self.batches += 1;
    }
}

/// Checks the encoding of what stands around the entries of a capture of `len` bytes.
fn check_utf8(envelope: &Envelope, len: u64) -> Result<(), Malformed> {
    let Err(error) = simdutf8::compat::from_utf8(&envelope.text) else { return Ok(()) };
    let at = error.valid_up_to();
    let offset = envelope.offset_of(at as u64, len);
    Err(Malformed { fault: Fault::NotUtf8, entry: None, offset })
}

pub(crate) fn fill(
    source: &dyn Source,
    path: &Path,
    offset: u64,
    buffer: &mut [u8],
) -> Result<(), FileError> {
    let read = match source.map(offset..offset + buffer.len() as u64) {
        Some(window) => window.map(|window| buffer.copy_from_slice(&window)),
        None => source.read_exact_at(offset, buffer),
    };
    read.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => FileError::new(path, FileFault::Changed),
        _ => FileError::io(path, Action::Read, error),
    })
}

#[cfg(test)]
mod tests;
