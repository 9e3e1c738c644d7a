//! What is whole of a capture that was cut short: its entries up to the cut, and how to close it.
//!
//! Behind the entries whole members of the outer objects are kept, and whole items of an array in
//! one of them, such as pages.

use std::ops::Range;

use crate::har::malformed::{DEPTH_MAX, Fault};
use crate::har::{Index, Malformed, Scanner};

/// The whole part of a capture that was cut short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// How many entries are whole.
    pub entries: u64,
    /// Where the whole part ends.
    pub end: u64,
    /// What must follow it to make it a document.
    pub closing: Vec<u8>,
}

/// Finds the whole part of a capture that is fed to it in blocks of any size.
#[derive(Debug, Default)]
pub struct Salvager {
    scanner: Scanner,
    spans: Vec<Range<u64>>,
    last_entry_end: Option<u64>,
    tail: Tail,
    fault: Option<Malformed>,
}

/// What stands behind the entries.
#[derive(Debug, Default)]
struct Tail {
    /// What closes each object and array that is open; empty before the tail.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
    /// Where what stands before is whole, and what closes it.
    whole: Option<(u64, Vec<u8>)>,
    /// What was read; the scanner reads no more of it than an envelope may have.
    text: Vec<u8>,
    ended: bool,
}

impl Salvager {
    /// A salvager at the start of a capture.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next block; `false` when what follows cannot be whole.
    pub fn feed(&mut self, block: &[u8]) -> bool {
        let start = self.scanner.offset();
        self.fault = self.scanner.feed(block, &mut self.spans).err();
        self.last_entry_end = self.spans.last().map(|span| span.end).or(self.last_entry_end);
        self.spans.clear();
        if let Some(tail_start) = self.scanner.tail_start() {
            let from = usize::try_from(tail_start.saturating_sub(start)).unwrap_or(block.len());
            self.tail.read(&block[from.min(block.len())..], start.max(tail_start));
        }
        self.fault.is_none()
    }

    /// What is whole; `None` when all is.
    ///
    /// # Errors
    /// When the capture is malformed in another way than that it ends too soon, or no entry is
    /// whole.
    pub fn finish(self) -> Result<Option<Whole>, Malformed> {
        let entries = self.scanner.entries_seen();
        let tail_start = self.scanner.tail_start();
        let head = self.scanner.head().to_vec();
        let fault = match self.fault {
            Some(fault) => fault,
            None => match self.scanner.finish() {
                Ok(_) => return Ok(None),
                Err(fault) => fault,
            },
        };
        let is_end = matches!(fault.fault, Fault::Truncated | Fault::NotJson | Fault::TrailingData);
        let Some(end) = self.last_entry_end.filter(|_| is_end) else { return Err(fault) };
        let tail = self.tail.whole.zip(tail_start).and_then(|((end, closing), start)| {
            let kept = self.tail.text.get(..usize::try_from(end - start).ok()?)?;
            is_json(&[&head, kept, &closing]).then_some((end, closing))
        });
        let bare = || is_json(&[&head, CLOSING]).then(|| (end, CLOSING.to_vec()));
        // What stands around the entries may be damaged in another way.
        let Some((end, closing)) = tail.or_else(bare) else { return Err(fault) };
        Ok(Some(Whole { entries, end, closing }))
    }
}

/// What closes the entries, the log and the document.
const CLOSING: &[u8] = b"]}}";

fn is_json(pieces: &[&[u8]]) -> bool {
    let text = pieces.concat();
    simdutf8::basic::from_utf8(&text).is_ok() && Index::new().build(&text).is_ok()
}

impl Tail {
    /// An item of an array of the log is open at this depth.
    const DEPTH_KEPT_MAX: usize = 3;

    fn read(&mut self, bytes: &[u8], offset: u64) {
        if self.open.is_empty() && !self.ended {
            self.open.extend_from_slice(b"}}]");
        }
        for (at, &byte) in (offset..).zip(bytes) {
            if self.ended {
                return;
            }
            self.text.push(byte);
            if self.in_string {
                self.in_string = byte != b'"' || self.escaped;
                self.escaped = byte == b'\\' && !self.escaped;
            } else {
                self.outside(byte, at);
            }
        }
    }

    fn outside(&mut self, byte: u8, at: u64) {
        match byte {
            b'"' => self.in_string = true,
            b'{' => self.open.push(b'}'),
            b'[' => self.open.push(b']'),
            b',' => self.note(at),
            b'}' | b']' if self.open.last() == Some(&byte) => {
                self.open.pop();
                self.note(at + 1);
            }
            b' ' | b'\n' | b'\r' | b'\t' | b':' | b'+' | b'-' | b'.' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => self.ended = true,
        }
        self.ended |= self.open.is_empty() || self.open.len() > DEPTH_MAX;
    }

    fn note(&mut self, at: u64) {
        if self.open.len() <= Self::DEPTH_KEPT_MAX {
            self.whole = Some((at, self.open.iter().rev().copied().collect()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::har::{Fault, Salvager};

    /// What is made of a text that is fed in blocks of any size: `=` when it is whole.
    fn salvage(text: &str) -> Result<String, Fault> {
        let outcomes = [1, 3, 64, 4096].map(|block| {
            let mut salvager = Salvager::new();
            let _ = text.as_bytes().chunks(block).all(|block| salvager.feed(block));
            let whole = salvager.finish().map_err(|malformed| malformed.fault)?;
            Ok(whole.map_or("=".to_owned(), |whole| {
                let end = usize::try_from(whole.end).unwrap();
                text[..end].to_owned() + std::str::from_utf8(&whole.closing).unwrap()
            }))
        });
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{text}: {outcomes:?}");
        outcomes[0].clone()
    }

    #[test]
    fn what_is_whole_is_kept_and_closed() {
        let two = r#"{"log":{"a":"]","entries":[{"a":"}"} , {"b":[2]}"#;
        for (rest, expected) in [
            ("", "]}}"),
            (" ", "]}}"),
            (" ,", "]}}"),
            (r#", {"c":"#, "]}}"),
            ("\0\0\0", "]}}"),
            (" ]", " ]}}"),
            (" ]\0\0", " ]}}"),
            (r#" ],"pages":[{"id":"1"},{"id":"#, r#" ],"pages":[{"id":"1"}]}}"#),
            (r#" ],"pages":[{"id":"1""#, r#" ]}}"#),
            (r#" ],"comment":"a,]}"#, r#" ]}}"#),
            (" ]}2.}", "]}}"),
            (r#" ],"a":1e1.5,"b":"#, "]}}"),
            (r#" ],"comment":"a,]}","b"#, r#" ],"comment":"a,]}"}}"#),
            (" ]}", " ]}}"),
            (" ]},\"x\":[1,[2,3", " ]},\"x\":[1,[2]]}"),
            (" ]}}{}", " ]}}"),
            (" ]}}", "="),
        ] {
            let expected =
                if expected == "=" { expected.to_owned() } else { format!("{two}{expected}") };
            assert_eq!(salvage(&format!("{two}{rest}")), Ok(expected.clone()), "{rest}");
            if expected != "=" {
                assert!(serde_json::from_str::<serde_json::Value>(&expected).is_ok(), "{expected}");
            }
        }
    }

    #[test]
    fn without_a_whole_entry_nothing_is() {
        for (text, fault) in [
            ("", Fault::Empty),
            (r#"{"log":{"pages":[{"#, Fault::Truncated),
            (r#"{"log":{"entries":[{"a":1"#, Fault::Truncated),
            (r#"{"log":{"entries":[],"#, Fault::Truncated),
            (r#"{"log":{"entries":[{},7]}}"#, Fault::EntryNotObject),
            ("<html>", Fault::NotJson),
            // What is wrong stands before the entries, which closing them does not mend.
            (r#"{"log":{z"entries":[{"a":1}]}}"#, Fault::NotJson),
            (r#"{"log":{z"entries":[{"a":1},{"b":"#, Fault::Truncated),
        ] {
            assert_eq!(salvage(text), Err(fault), "{text}");
        }
    }
}
