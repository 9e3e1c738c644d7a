//! Writes JSON as Chrome's export lays it out, or minified, in pieces of any size.

use std::io::{self, Write};

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 1 << 18;

/// How the capture is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Indented by two spaces, as Chrome's DevTools export it.
    #[default]
    Pretty,
    /// Without white space.
    Minified,
}

/// A JSON text under construction.
pub(super) struct Json<'w, W: Write> {
    out: &'w mut W,
    buffer: Vec<u8>,
    written: u64,
    layout: Layout,
    depth: usize,
    first: bool,
}

impl<'w, W: Write> Json<'w, W> {
    pub(super) fn new(out: &'w mut W, layout: Layout) -> Self {
        let buffer = Vec::with_capacity(BUFFER_BYTES * 2);
        Self { out, buffer, written: 0, layout, depth: 0, first: true }
    }

    /// Bytes of the text so far.
    pub(super) fn len(&self) -> u64 {
        self.written + u64::try_from(self.buffer.len()).expect("because a length fits")
    }

    /// Opens an object or array, as member `key` or, where that is empty, as item.
    pub(super) fn open(&mut self, key: &str, bracket: u8) {
        self.begin(key);
        self.buffer.push(bracket);
        self.depth += 1;
        self.first = true;
    }

    /// Closes what was opened last.
    pub(super) fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.buffer.push(bracket);
        self.first = false;
    }

    /// A number, `true`, `false` or `null`.
    pub(super) fn raw(&mut self, key: &str, text: &str) {
        self.begin(key);
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// A string.
    pub(super) fn string(&mut self, key: &str, text: &str) {
        self.begin(key);
        self.buffer.push(b'"');
        escape(text, &mut self.buffer);
        self.buffer.push(b'"');
    }

    /// A string that is written in pieces, which [`Json::escaped`] adds.
    pub(super) fn open_string(&mut self, key: &str) {
        self.begin(key);
        self.buffer.push(b'"');
    }

    /// Adds to an open string what is already escaped.
    pub(super) fn escaped(&mut self, text: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(text);
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    /// Ends an open string.
    pub(super) fn close_string(&mut self) {
        self.buffer.push(b'"');
    }

    /// `{"name": …, "value": …}`.
    pub(super) fn pair(&mut self, name: &str, value: &str) {
        self.open("", b'{');
        self.string("name", name);
        self.string("value", value);
        self.close(b'}');
    }

    /// Writes what was gathered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.written = self.len();
        self.buffer.clear();
        Ok(())
    }

    fn begin(&mut self, key: &str) {
        if !self.first {
            self.buffer.push(b',');
        }
        if self.depth > 0 {
            self.line();
        }
        self.first = false;
        if !key.is_empty() {
            self.buffer.push(b'"');
            self.buffer.extend_from_slice(key.as_bytes());
            let colon: &[u8] = if self.layout == Layout::Pretty { b"\": " } else { b"\":" };
            self.buffer.extend_from_slice(colon);
        }
    }

    fn line(&mut self) {
        if self.layout == Layout::Pretty {
            self.buffer.push(b'\n');
            self.buffer.resize(self.buffer.len() + 2 * self.depth, b' ');
        }
    }
}

/// Appends `text` with JSON's escapes.
pub(super) fn escape(text: &str, out: &mut Vec<u8>) {
    for &byte in text.as_bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}
