use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::files::Source;
use crate::har::PartSizes;
use crate::pipeline::lengths::{Lengths, LongEntries};
use crate::pipeline::reader::{Batch, ReadSizes, Reader};

/// A capture, and how much of it was read.
struct Bytes(Vec<u8>, AtomicU64);

impl Bytes {
    fn new(capture: impl Into<Vec<u8>>) -> Self {
        Self(capture.into(), AtomicU64::new(0))
    }
}

impl Source for Bytes {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let rest = &self.0[usize::try_from(offset).unwrap()..];
        let len = rest.len().min(buf.len());
        buf[..len].copy_from_slice(&rest[..len]);
        self.1.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// Reads a capture; what its batches hold, or `None` when it is refused.
fn read(capture: Vec<u8>) -> Option<Vec<u8>> {
    let source = Bytes::new(capture);
    let mut reader = Reader::new(&source, Path::new("x.har"), ReadSizes::default());
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
        capture.resize(ReadSizes::default().block_bytes - 1 - shift, b'a');
        capture.extend_from_slice("漢\",\"entries\":[ {\"a\":1} , {\"b\":2} ]}}".as_bytes());
        assert_eq!(read(capture).as_deref(), Some(&b"{\"a\":1} , {\"b\":2}"[..]), "{shift}");
    }
    let trailing = b"{\"log\":{\"entries\":[{\"a\":1}]}} {\"a\":2}";
    let source = Bytes::new(trailing);
    let mut reader = Reader::new(&source, Path::new("x.har"), ReadSizes::default());
    let mut batch = Batch::default();
    assert!(reader.next(&mut batch).is_err());
    assert!(matches!(reader.next(&mut batch), Ok(false)), "nothing follows an error");
    let broken = b"{\"log\":{\"entries\":[{\"a\":1}],\"comment\":\"\xff\"}}";
    assert_eq!(read(broken.to_vec()), None);
}

#[test]
fn a_capture_that_is_not_what_was_told_has_changed() {
    let source = Bytes::new(b"{\"log\":{\"entries\":[{\"a\":1},{\"b\":22}]}}");
    for (told, expected) in [([7, 8], Some(2)), ([0, 8], Some(2)), ([7, 9], None), ([6, 8], None)] {
        let mut lengths = Lengths::default();
        told.into_iter().for_each(|bytes| lengths.push(bytes));
        let path = Path::new("x.har");
        let reader = Reader::new(&source, path, ReadSizes::default());
        let mut reader = reader.told(Some(&lengths));
        let mut batch = Batch::default();
        match (reader.next(&mut batch), expected) {
            (Ok(true), Some(entries)) => assert_eq!(batch.entries.len(), entries, "{told:?}"),
            (Err(error), None) => {
                assert_eq!(error.to_string(), "\"x.har\" changed while it was read");
            }
            (read, _) => panic!("{told:?}: {read:?}"),
        }
    }
}

/// How a capture reads in small parts, which of its entries were long, and how much was read.
fn read_parts(source: &Bytes, lengths: Option<&Lengths>) -> (Vec<String>, LongEntries, u64) {
    let part = PartSizes { core_bytes: 64, before_bytes: 16, behind_bytes: 16 };
    let sizes = ReadSizes { block_bytes: 64, entry_bytes: 128, part };
    let mut reader = Reader::new(source, Path::new("x.har"), sizes).told(lengths);
    let (mut batch, mut seen) = (Batch::default(), Vec::new());
    source.1.store(0, Ordering::Relaxed);
    while reader.next(&mut batch).unwrap() {
        let text = batch.part.as_ref().map_or(&batch.bytes[..], |part| &part.text);
        let text = std::str::from_utf8(text).unwrap();
        seen.push(format!("{} {} {text}", batch.sequence, batch.offset));
    }
    let long = reader.take_whole().unwrap().long;
    (seen, long, source.1.load(Ordering::Relaxed))
}

#[test]
fn an_entry_that_is_read_in_parts_is_searched_for_its_end_once() {
    let entry = |len: usize| {
        let body = "a \\\" b, ".repeat(len / 8);
        format!("{{\"text\":\"{body}\",\"z\":[\"{body}\"]}}")
    };
    let entries: Vec<String> =
        [0, 300, 10, 1_000, 2_000, 119, 120, 7_000, 5].into_iter().map(entry).collect();
    let source = Bytes::new(format!("{{\"log\":{{\"entries\":[{}]}}}}", entries.join(",\n")));
    let (seen, long, read) = read_parts(&source, None);
    let mut lengths = Lengths::default();
    for (number, entry) in (1..).zip(&entries) {
        lengths.note(number, entry.len());
    }
    lengths.note_long(long);
    let is_long = |entry: &u64| lengths.of_long(*entry).is_some();
    assert_eq!((1..10).filter(is_long).collect::<Vec<u64>>(), [2, 4, 5, 6, 7, 8]);
    let (again, _, read_again) = read_parts(&source, Some(&lengths));
    assert_eq!(again, seen);
    // Of a long one only its beginning is read before its parts, and the block in which it ends.
    let known: usize = [1, 3, 4, 7].into_iter().map(|at: usize| entries[at].len() - 256).sum();
    assert!(read_again + known as u64 <= read, "{read_again} of {read}");
}
