//! What is whole of a capture that was cut short: its entries up to the cut, and how to close it.
//!
//! Behind the entries whole members of the outer objects are kept, and whole items of an array in
//! one of them, such as pages. Cut off in its first entry, or between the start of its log and that,
//! a capture has no entries left, and is a document all the same.

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
    tail: Option<Around>,
    fault: Option<Malformed>,
}

/// What stands behind the entries, or before them.
#[derive(Debug, Default)]
struct Around {
    /// What closes each object and array that is open.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
    /// Where the last object starts that stands in the outermost: the log, if it is that.
    log_start: Option<u64>,
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
            let tail = self.tail.get_or_insert_with(Around::behind_entries);
            tail.read(&block[from.min(block.len())..], start.max(tail_start));
        }
        self.fault.is_none()
    }

    /// What is whole; `None` when all is.
    ///
    /// # Errors
    /// When the capture is malformed in another way than that it ends too soon, or ends before its
    /// log starts.
    pub fn finish(self) -> Result<Option<Whole>, Malformed> {
        let entries = self.scanner.entries_seen();
        let (tail_start, entries_start) = (self.scanner.tail_start(), self.scanner.entries_start());
        let (head, head_start) = self.scanner.head();
        let head = head.to_vec();
        let fault = match self.fault {
            Some(fault) => fault,
            None => match self.scanner.finish() {
                Ok(_) => return Ok(None),
                Err(fault) => fault,
            },
        };
        // Without a whole entry nothing tells damage from a text that is something else.
        let is_end = fault.fault == Fault::Truncated
            || entries > 0 && matches!(fault.fault, Fault::NotJson | Fault::TrailingData);
        let Some(log_end) = is_end.then(|| self.last_entry_end.or(entries_start)) else {
            return Err(fault);
        };
        let tail = self.tail.and_then(|tail| {
            let (end, closing) = tail.whole?;
            let kept = tail.text.get(..usize::try_from(end - tail_start?).ok()?)?;
            is_json(&[&head, kept, &closing]).then_some((end, closing))
        });
        let bare =
            || Some((log_end?, CLOSING.to_vec())).filter(|(_, closing)| is_json(&[&head, closing]));
        let empty = || log_end.is_none().then(|| without_entries(&head, head_start)).flatten();
        // What stands around the entries may be damaged in another way.
        let Some((end, closing)) = tail.or_else(bare).or_else(empty) else { return Err(fault) };
        Ok(Some(Whole { entries, end, closing }))
    }
}

/// What closes the entries, the log and the document.
const CLOSING: &[u8] = b"]}}";

/// Where a text that ends before its entries is whole, and what makes it a capture without any.
fn without_entries(head: &[u8], head_start: u64) -> Option<(u64, Vec<u8>)> {
    let first = memchr::memchr(b'{', head)?;
    let mut around = Around::default();
    around.read(&head[first..], first as u64);
    let log_start = around.log_start?;
    let (end, inner, comma) = match &around.whole {
        Some((end, closing)) if *end > log_start => (*end, closing.strip_suffix(b"}}")?, &b","[..]),
        _ => (log_start, &[][..], &[][..]),
    };
    let closing = [inner, comma, b"\"entries\":[]}}"].concat();
    let capture = [&head[..usize::try_from(end).ok()?], &closing].concat();
    let mut scanner = Scanner::new();
    let is_capture = is_json(&[&capture])
        && scanner.feed(&capture, &mut Vec::new()).is_ok()
        && scanner.finish().is_ok();
    is_capture.then_some((head_start + end, closing))
}

fn is_json(pieces: &[&[u8]]) -> bool {
    let text = pieces.concat();
    simdutf8::basic::from_utf8(&text).is_ok() && Index::new().build(&text).is_ok()
}

impl Around {
    /// An item of an array of the log is open at this depth.
    const DEPTH_KEPT_MAX: usize = 3;

    fn behind_entries() -> Self {
        Self { open: b"}}]".to_vec(), ..Self::default() }
    }

    fn read(&mut self, bytes: &[u8], offset: u64) {
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
            b'{' => {
                self.open.push(b'}');
                if self.open == b"}}" {
                    self.log_start = Some(at + 1);
                }
            }
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
    fn without_a_whole_entry_the_log_is_closed() {
        for (text, whole) in [
            (r#"{"log":{"entries":[{"a":1"#, r#"{"log":{"entries":[]}}"#),
            (r#"{"log":{"entries":[ "#, r#"{"log":{"entries":[]}}"#),
            (r#"{"log":{"entries":"#, r#"{"log":{"entries":[]}}"#),
            (r#"{"log":{"a":1,"entries":"#, r#"{"log":{"a":1,"entries":[]}}"#),
            (r#"{"log":{"entries":[],"#, r#"{"log":{"entries":[]}}"#),
            (r#"{"log":{"entries":[],"a":1,"b"#, r#"{"log":{"entries":[],"a":1}}"#),
            (r#"{"log":{"#, r#"{"log":{"entries":[]}}"#),
            (r#" {"x":{"y":1},"log":{"a"#, r#" {"x":{"y":1},"log":{"entries":[]}}"#),
            (r#"{"log":{"pages":[{"#, r#"{"log":{"entries":[]}}"#),
            (
                r#"{"log":{"pages":[{"id":"1"},{"id":"2"#,
                r#"{"log":{"pages":[{"id":"1"}],"entries":[]}}"#,
            ),
            (r#"{"log":{"creator":{"a":1},"#, r#"{"log":{"creator":{"a":1},"entries":[]}}"#),
            ("\u{feff}{\"log\":{\"a\":1,\"b", "\u{feff}{\"log\":{\"a\":1,\"entries\":[]}}"),
            ("\u{feff}{\"log\":{\"entries\":[{", "\u{feff}{\"log\":{\"entries\":[]}}"),
            ("{\"log\":{\"a\":1,\"b\":\0\0\0", r#"{"log":{"a":1,"entries":[]}}"#),
        ] {
            assert_eq!(salvage(text).as_deref(), Ok(whole), "{text}");
        }
    }

    #[test]
    fn what_is_no_log_is_not_closed() {
        for (text, fault) in [
            ("", Fault::Empty),
            ("{", Fault::Truncated),
            (r#"{"log":"#, Fault::Truncated),
            (r#"{"log":["#, Fault::Truncated),
            (r#"{"logs":{"entries":[{"a":1},"#, Fault::Truncated),
            (r#"{"log":{z"a":1,"entries":[{"a":1"#, Fault::Truncated),
            (r#"{"log":{z"a":1,"#, Fault::Truncated),
            (r#"{"log":{"entries":[nothing"#, Fault::EntryNotObject),
            (r#"{"log":{"entries":[x"#, Fault::NotJson),
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
