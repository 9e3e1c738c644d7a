//! Reads a capture once, from front to back, as batches of whole entries.

use std::io;
use std::ops::Range;
use std::path::Path;

use crate::error::Error;
use crate::files::{Action, FileError, FileFault, Source};
use crate::har::{Envelope, Fault, Malformed, Scanner};

/// How much is read at once.
const BLOCK_BYTES: usize = 1 << 20;

/// Some entries that follow one another, with what stands between them.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The entries and what stands between them; that of a later batch begins with what stands
    /// before its first.
    pub(crate) bytes: Vec<u8>,
    /// The entries, as spans of `bytes`.
    pub(crate) entries: Vec<Range<usize>>,
    /// The number of the first entry, from 1.
    pub(crate) first: u64,
    /// Where `bytes` stands in the capture.
    pub(crate) offset: u64,
    /// The number of the batch, from 0.
    pub(crate) sequence: u64,
}

impl Batch {
    /// The entries with their numbers.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.entries.iter().map(|span| &self.bytes[span.clone()]))
    }

    /// What stands before the entry at this place in the batch.
    pub(crate) fn gap(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.entries[before].end);
        &self.bytes[start..self.entries[at].start]
    }

    /// Turns a fault inside an entry into one of the capture.
    pub(crate) fn locate(&self, entry: u64, malformed: Malformed) -> Malformed {
        let at = usize::try_from(entry - self.first).map_or(0, |at| self.entries[at].start);
        let offset = self.offset + at as u64 + malformed.offset;
        Malformed { entry: Some(entry), offset, ..malformed }
    }

    /// Checks the encoding of the entries.
    pub(crate) fn check_utf8(&self) -> Result<(), Malformed> {
        let Err(error) = simdutf8::compat::from_utf8(&self.bytes) else { return Ok(()) };
        let at = error.valid_up_to();
        let before = self.entries.partition_point(|span| span.end <= at);
        let entry = Some(self.first + before as u64);
        Err(Malformed { fault: Fault::NotUtf8, entry, offset: self.offset + at as u64 })
    }
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
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s dyn Source, path: &'s Path) -> Self {
        Self {
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

    /// Fills `batch` with the next entries; `false` at the end of the capture.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        batch.bytes.clear();
        batch.entries.clear();
        batch.bytes.append(&mut self.carry);
        batch.offset = self.offset - batch.bytes.len() as u64;
        while self.spans.is_empty() {
            if !self.read_block(batch)? {
                return Ok(false);
            }
        }
        self.cut(batch);
        Ok(true)
    }

    /// What stood around the entries, once all are read.
    pub(crate) fn into_envelope(self) -> Option<Envelope> {
        self.envelope
    }

    /// How many entries were read.
    pub(crate) fn entries(&self) -> u64 {
        self.entries
    }

    fn read_block(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let malformed = |malformed| Error::malformed(self.path, malformed);
        let Some(scanner) = &mut self.scanner else { return Ok(false) };
        let length =
            BLOCK_BYTES.min(usize::try_from(self.end - self.offset).unwrap_or(BLOCK_BYTES));
        if length == 0 {
            let scanner = self.scanner.take().expect("because it was there two lines above");
            let envelope = scanner.finish().map_err(malformed)?;
            if simdutf8::basic::from_utf8(&envelope.text).is_err() {
                let offset = self.offset;
                return Err(malformed(Malformed { fault: Fault::NotUtf8, entry: None, offset }));
            }
            self.envelope = Some(envelope);
            return Ok(false);
        }
        if scanner.open_entry().is_none() && self.entries == 0 {
            batch.offset += batch.bytes.len() as u64;
            batch.bytes.clear();
        }
        let start = batch.bytes.len();
        batch.bytes.resize(start + length, 0);
        fill(self.source, self.path, self.offset, &mut batch.bytes[start..])?;
        scanner.feed(&batch.bytes[start..], &mut self.spans).map_err(malformed)?;
        self.offset += length as u64;
        Ok(true)
    }

    /// Gives the batch its entries and keeps what follows them.
    fn cut(&mut self, batch: &mut Batch) {
        if self.entries == 0 {
            // What stands before the first entry belongs to the envelope.
            let start = self.spans[0].start;
            let before = usize::try_from(start - batch.offset).expect("because it is in memory");
            batch.bytes.drain(..before);
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

fn fill(source: &dyn Source, path: &Path, offset: u64, buffer: &mut [u8]) -> Result<(), FileError> {
    source.read_exact_at(offset, buffer).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => FileError::new(path, FileFault::Changed),
        _ => FileError::io(path, Action::Read, error),
    })
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use crate::files::Source;
    use crate::pipeline::reader::{BLOCK_BYTES, Batch, Reader};

    struct Bytes(Vec<u8>);

    impl Source for Bytes {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }

        fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
            let rest = &self.0[usize::try_from(offset).unwrap()..];
            let len = rest.len().min(buf.len());
            buf[..len].copy_from_slice(&rest[..len]);
            Ok(len)
        }
    }

    /// Reads a capture; what its batches hold, or `None` when it is refused.
    fn read(capture: Vec<u8>) -> Option<Vec<u8>> {
        let source = Bytes(capture);
        let mut reader = Reader::new(&source, Path::new("x.har"));
        let (mut batch, mut all) = (Batch::default(), Vec::new());
        while reader.next(&mut batch).ok()? {
            batch.check_utf8().ok()?;
            all.extend_from_slice(&batch.bytes);
        }
        Some(all)
    }

    #[test]
    fn an_envelope_may_be_longer_than_a_block_and_is_utf8() {
        for shift in 0..3 {
            let mut capture = b"{\"log\":{\"comment\":\"".to_vec();
            capture.resize(BLOCK_BYTES - 1 - shift, b'a');
            capture.extend_from_slice("漢\",\"entries\":[ {\"a\":1} , {\"b\":2} ]}}".as_bytes());
            assert_eq!(read(capture).as_deref(), Some(&b"{\"a\":1} , {\"b\":2}"[..]), "{shift}");
        }
        let broken = b"{\"log\":{\"entries\":[{\"a\":1}],\"comment\":\"\xff\"}}";
        assert_eq!(read(broken.to_vec()), None);
    }
}
