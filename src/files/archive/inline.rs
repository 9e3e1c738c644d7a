//! Puts what side files hold into the entries that name them.
//!
//! Playwright writes `"_file": "<hash>.<type>"` in `content` and `postData`, and the frames of a
//! socket as lines of JSON in a file that the `content` of its entry names.

use std::cell::Cell;
use std::io::Read;
use std::ops::Range;

use crate::files::archive::FORMAT;
use crate::files::jsonp::content_span;
use crate::files::spool::{Ending, Spool, SpoolJob};
use crate::files::{FileError, FileFault, Source};
use crate::har::{Entry, Index, Node, Object, Scanner, Text};

/// How much is copied at once; whole groups of base64.
const BLOCK_BYTES: usize = 3 << 16;

/// An entry that names its bodies is short itself.
const ENTRY_BYTES_MAX: u64 = 64 << 20;

/// A line of a file of frames that is longer is no line.
const LINE_BYTES_MAX: usize = 16 << 20;

/// What says that a body is lost.
const LOST: &str = "[unharm: this body was in a file of its own, which is not here]";
const QUOTED_LOST: &str = "\"[unharm: this body was in a file of its own, which is not here]\"";

/// Where side files are.
pub(super) trait Sides {
    /// The number of the side file of this name; none when the capture must do without.
    fn find(&mut self, name: &str) -> Result<Option<usize>, FileError>;

    /// What the side file with this number holds.
    fn open(&mut self, number: usize) -> Result<Box<dyn Read + '_>, FileError>;

    /// How many bytes all that was opened takes as it is stored.
    fn packed(&self) -> Cell<u64>;

    /// Whether an entry that is too long to name side files is copied, and is no fault.
    fn copies_long_entries(&self) -> bool;
}

/// What takes the place of a part of an entry.
struct Edit {
    span: Range<usize>,
    before: &'static str,
    side: Option<Side>,
    after: &'static str,
}

/// A side file and how it is written in an entry.
#[derive(Clone, Copy)]
struct Side {
    number: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Base64,
    Frames,
}

/// `har` with its side files in it; nothing when it is no HAR: its reader says why.
pub(super) fn inline(
    sides: &mut dyn Sides,
    har: &dyn Source,
    job: SpoolJob<'_>,
) -> Result<Option<Spool>, FileError> {
    let read_error = |error| job.read_error(error);
    let content = content_span(har).map_err(read_error)?;
    let Some(entries) = entries(har, content.clone(), job)? else { return Ok(None) };
    let mut inliner = Inliner { out: job.empty_copy()?, job, sides, index: Index::new() };
    let mut at = 0;
    let mut entry = Vec::new();
    for span in entries {
        if span.end - span.start > ENTRY_BYTES_MAX {
            if inliner.sides.copies_long_entries() {
                continue;
            }
            let fault = FileFault::TooLarge { bytes: ENTRY_BYTES_MAX };
            return Err(FileError::new(job.path, fault));
        }
        inliner.copy(har, at..span.start)?;
        entry.resize(usize::try_from(span.end - span.start).unwrap_or(usize::MAX), 0);
        har.read_exact_at(span.start, &mut entry).map_err(read_error)?;
        inliner.entry(&entry)?;
        at = span.end;
    }
    inliner.copy(har, at..har.len())?;
    Ok(Some(inliner.out))
}

/// Where the entries stand; of a text that may break off, those that are whole.
fn entries(
    har: &dyn Source,
    content: Range<u64>,
    job: SpoolJob<'_>,
) -> Result<Option<Vec<Range<u64>>>, FileError> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    let mut block = vec![0; BLOCK_BYTES];
    let mut at = content.start;
    while at < content.end {
        let left = usize::try_from(content.end - at).unwrap_or(usize::MAX).min(BLOCK_BYTES);
        har.read_exact_at(at, &mut block[..left]).map_err(|error| job.read_error(error))?;
        if scanner.feed(&block[..left], &mut spans).is_err() {
            break;
        }
        at += left as u64;
    }
    let is_whole = at >= content.end && scanner.finish().is_ok();
    if !is_whole && job.ending == Ending::Required {
        return Ok(None);
    }
    let moved = |span: Range<u64>| span.start + content.start..span.end + content.start;
    Ok(Some(spans.into_iter().map(moved).collect()))
}

struct Inliner<'i> {
    sides: &'i mut dyn Sides,
    job: SpoolJob<'i>,
    out: Spool,
    index: Index,
}

impl Inliner<'_> {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.job.append_unpacked(&mut self.out, bytes, &self.sides.packed())
    }

    fn copy(&mut self, har: &dyn Source, span: Range<u64>) -> Result<(), FileError> {
        let mut block = vec![0; BLOCK_BYTES];
        let mut at = span.start;
        while at < span.end {
            let left = usize::try_from(span.end - at).unwrap_or(usize::MAX).min(BLOCK_BYTES);
            let error = |error| self.job.read_error(error);
            har.read_exact_at(at, &mut block[..left]).map_err(error)?;
            self.append(&block[..left])?;
            at += left as u64;
        }
        Ok(())
    }

    /// Appends an entry with its bodies.
    fn entry(&mut self, text: &[u8]) -> Result<(), FileError> {
        if memchr::memmem::find(text, b"\"_file\"").is_none() {
            return self.append(text);
        }
        let mut index = std::mem::take(&mut self.index);
        // What is no JSON, or no object, is left to its reader, too.
        let edits = match index.build(text).is_ok().then(|| index.document(text).root()) {
            Some(Node::Object(root)) => self.edits(Entry::from(root))?,
            _ => Vec::new(),
        };
        self.index = index;
        let mut at = 0;
        for edit in edits {
            self.append(&text[at..edit.span.start])?;
            self.append(edit.before.as_bytes())?;
            if let Some(side) = edit.side {
                self.write(side)?;
            }
            self.append(edit.after.as_bytes())?;
            at = edit.span.end;
        }
        self.append(&text[at..])
    }

    fn edits(&mut self, entry: Entry<'_>) -> Result<Vec<Edit>, FileError> {
        let mut edits = Vec::new();
        if let Some(body) = entry.request().and_then(|request| request.object(b"postData"))
            && let Some(name) = body.text(b"_file")
        {
            match self.side(name, false)? {
                Some(side) => body_edits(body, side, &mut edits),
                None => lost_edits(body, &mut edits),
            }
        }
        if let Some(body) = entry.content()
            && let Some(name) = body.text(b"_file")
        {
            match self.side(name, is_socket(entry))? {
                Some(side) if side.kind == Kind::Frames => {
                    edits.push(Edit::remove(body, b"_file"));
                    let end = entry.object().span().end - 1;
                    let before = ",\"_webSocketMessages\":[";
                    edits.push(Edit { span: end..end, before, side: Some(side), after: "]" });
                }
                Some(side) => body_edits(body, side, &mut edits),
                None => lost_edits(body, &mut edits),
            }
        }
        edits.sort_by_key(|edit| edit.span.start);
        Ok(edits)
    }

    /// The side file of this name; of a socket it may hold frames.
    fn side(&mut self, name: Text<'_>, may_be_frames: bool) -> Result<Option<Side>, FileError> {
        let Some(number) = self.sides.find(&name.decode())? else { return Ok(None) };
        let mut reading = Reading::new(may_be_frames);
        each_block(self.sides, number, self.job, |block| {
            reading.take(block);
            Ok(())
        })?;
        Ok(Some(Side { number, kind: reading.finish() }))
    }

    /// Appends what a side file holds, without quotes or brackets.
    fn write(&mut self, side: Side) -> Result<(), FileError> {
        let (job, packed) = (self.job, self.sides.packed());
        let (spool, mut out) = (&mut self.out, Vec::new());
        let (mut is_first, mut pending) = (true, false);
        each_block(self.sides, side.number, job, |block| {
            out.clear();
            match side.kind {
                Kind::Text => escape(block, &mut out),
                Kind::Base64 => base64_simd::STANDARD.encode_append(block, &mut out),
                Kind::Frames => join_lines(block, &mut is_first, &mut pending, &mut out),
            }
            job.append_unpacked(spool, &out, &packed)
        })
    }
}

/// Shows what the side file with this number holds, in blocks of which all but the last are whole, so
/// that base64 can be written one after the other.
fn each_block(
    sides: &mut dyn Sides,
    number: usize,
    job: SpoolJob<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let corrupt = |error: std::io::Error| match error.raw_os_error() {
        Some(_) => job.read_error(error),
        None => FileError::new(job.path, FileFault::Corrupt { format: FORMAT }),
    };
    let mut block = Vec::with_capacity(BLOCK_BYTES);
    let mut side = sides.open(number)?;
    loop {
        block.clear();
        side.by_ref().take(BLOCK_BYTES as u64).read_to_end(&mut block).map_err(corrupt)?;
        if crate::files::interrupted() {
            return Err(FileError::new(job.path, FileFault::Interrupted));
        }
        if block.is_empty() {
            return Ok(());
        }
        take(&block)?;
    }
}

fn is_socket(entry: Entry<'_>) -> bool {
    let says = |text: Option<Text<'_>>, start: &str| {
        text.is_some_and(|text| text.decode().to_ascii_lowercase().starts_with(start))
    };
    entry.object().get(b"_webSocketMessages").is_none()
        && (says(entry.resource_type(), "websocket") || says(entry.url(), "ws"))
}

/// The edits that put a side file into the object that names it.
fn body_edits(body: Object<'_>, mut side: Side, edits: &mut Vec<Edit>) {
    let encoding = body.text(b"encoding");
    if encoding.is_some_and(|encoding| encoding.raw().eq_ignore_ascii_case(b"base64")) {
        side.kind = Kind::Base64;
    }
    let is_base64 = side.kind == Kind::Base64;
    let needs_encoding = is_base64 && encoding.is_none();
    if let Some(encoding) = encoding.filter(|_| is_base64) {
        edits.push(Edit { span: encoding.span(), before: "base64", side: None, after: "" });
    }
    let file = member_span(body, b"_file");
    match body.text(b"text") {
        Some(text) => {
            edits.push(Edit { span: text.span(), before: "", side: Some(side), after: "" });
            edits.push(match needs_encoding {
                true => {
                    let before = "\"encoding\":\"base64\"";
                    Edit { span: file, before, side: None, after: "" }
                }
                false => Edit::remove(body, b"_file"),
            });
        }
        None => {
            let after = if needs_encoding { "\",\"encoding\":\"base64\"" } else { "\"" };
            edits.push(Edit { span: file, before: "\"text\":\"", side: Some(side), after });
        }
    }
}

/// The edits that put a note where a side file is named that is not there.
fn lost_edits(body: Object<'_>, edits: &mut Vec<Edit>) {
    let note = |span, before, after| Edit { span, before, side: None, after };
    let Some(comment) = body.get(b"comment") else {
        edits.push(note(member_span(body, b"_file"), "\"comment\":", QUOTED_LOST));
        return;
    };
    edits.push(Edit::remove(body, b"_file"));
    if let Node::String(text) = comment {
        let space = if text.raw().is_empty() { "" } else { " " };
        edits.push(note(text.span().end..text.span().end, space, LOST));
    }
}

impl Edit {
    /// Takes a member out, with the comma beside it.
    fn remove(object: Object<'_>, key: &[u8]) -> Self {
        let spans: Vec<(bool, Range<usize>)> =
            object.members().map(|(name, value)| (name.raw() == key, whole(name, value))).collect();
        let at = spans.iter().position(|(is_meant, _)| *is_meant).unwrap_or(0);
        let span = match (at.checked_sub(1), spans.get(at + 1)) {
            (Some(before), _) => spans[before].1.end..spans[at].1.end,
            (None, Some((_, next))) => spans[at].1.start..next.start,
            (None, None) => spans[at].1.clone(),
        };
        Self { span, before: "", side: None, after: "" }
    }
}

/// Where the first member with this key stands.
fn member_span(object: Object<'_>, key: &[u8]) -> Range<usize> {
    let mut members = object.members().filter(|(name, _)| name.raw() == key);
    members.next().map_or(0..0, |(name, value)| whole(name, value))
}

/// A member from the quote of its key to the end of its value.
fn whole(name: Text<'_>, value: Node<'_>) -> Range<usize> {
    let quote = usize::from(matches!(value, Node::String(_)));
    name.span().start - 1..value.span().end + quote
}

/// Finds out how a side file can be written.
struct Reading {
    is_text: bool,
    is_frames: bool,
    has_frame: bool,
    /// The bytes of a character that is cut, or of a line.
    rest: Vec<u8>,
    line: Vec<u8>,
    index: Index,
}

impl Reading {
    fn new(may_be_frames: bool) -> Self {
        Self {
            is_text: true,
            is_frames: may_be_frames,
            has_frame: false,
            rest: Vec::new(),
            line: Vec::new(),
            index: Index::new(),
        }
    }

    fn take(&mut self, block: &[u8]) {
        if self.is_text {
            self.rest.extend_from_slice(block);
            let valid = match simdutf8::compat::from_utf8(&self.rest) {
                Ok(text) => text.len(),
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                Err(_) => 0,
            };
            self.is_text = self.rest.len() - valid < 4 && memchr::memchr(0, block).is_none();
            self.rest.drain(..valid);
        }
        if self.is_frames {
            let mut pieces = block.split(|byte| *byte == b'\n');
            self.line.extend_from_slice(pieces.next().unwrap_or_default());
            for piece in pieces {
                self.end_line();
                self.line.extend_from_slice(piece);
            }
            self.is_frames &= self.line.len() <= LINE_BYTES_MAX;
        }
    }

    fn end_line(&mut self) {
        if !self.line.trim_ascii().is_empty() {
            self.has_frame = true;
            self.is_frames &= self.index.build(&self.line).is_ok()
                && matches!(self.index.document(&self.line).root(), Node::Object(_));
        }
        self.line.clear();
    }

    fn finish(mut self) -> Kind {
        self.end_line();
        let is_text = self.is_text && self.rest.is_empty();
        match (self.is_frames && self.has_frame && is_text, is_text) {
            (true, _) => Kind::Frames,
            (false, true) => Kind::Text,
            (false, false) => Kind::Base64,
        }
    }
}

/// Appends text as it stands in a JSON string.
fn escape(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(*byte),
        }
    }
}

/// Appends lines with commas instead of line ends, without empty ones.
fn join_lines(block: &[u8], is_first: &mut bool, pending: &mut bool, out: &mut Vec<u8>) {
    for byte in block {
        match byte {
            b'\n' => *pending = true,
            // Neither can stand in a string as it is.
            b'\r' | b'\t' => {}
            b' ' if *pending || *is_first => {}
            _ => {
                if std::mem::take(pending) && !*is_first {
                    out.push(b',');
                }
                *is_first = false;
                out.push(*byte);
            }
        }
    }
}
