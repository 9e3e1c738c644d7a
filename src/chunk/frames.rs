//! Drops the last frames of an entry that is too large since it has very many of them.
//!
//! A socket that was open for a day has millions of short frames: no body of it is long, so there is
//! nothing to cut but their number. The first ones stay; a marker says how many.

use std::ops::Range;

/// The members of an entry that are lists of frames.
const LISTS: [&[u8]; 2] = [b"_webSocketMessages", b"_eventSourceMessages"];

/// More than any marker with the member around it.
const MARK_BYTES_MAX: u64 = 128;

/// A list of frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameList {
    /// What stands between its brackets.
    pub span: Range<u64>,
    /// How many frames it has.
    pub count: u64,
    /// Where it can be cut at or before the limit that was given.
    cut: u64,
    /// How many frames stand before that place.
    kept: u64,
}

/// Finds the lists of frames in an entry that is given piece by piece.
#[derive(Debug, Default)]
pub struct FrameFinder {
    /// For each list the end of what may be kept of it.
    limits: Vec<u64>,
    lists: Vec<FrameList>,
    at: u64,
    depth: u32,
    string: InString,
    /// The last key of the entry itself.
    key: Vec<u8>,
    /// Whether what comes in the entry itself is a value.
    after_colon: bool,
    /// Whether the list that is open has a frame.
    has_frame: bool,
    is_open: bool,
    has_comment: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum InString {
    #[default]
    No,
    Yes,
    /// Behind a backslash.
    Escape,
}

/// Which frames of an entry are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameCut {
    /// What is left out, in order.
    pub spans: Vec<Range<u64>>,
    /// How many frames that are.
    pub dropped: u64,
    /// What is written before the end of the entry.
    pub mark: Vec<u8>,
}

impl FrameFinder {
    /// A finder; with `limits` it looks for the last place before each where its list can be cut.
    #[must_use]
    pub fn new(limits: Vec<u64>) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Takes the next bytes of the entry.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            at += match self.string {
                InString::No => self.structure(bytes[at], self.at + at as u64),
                InString::Yes => self.string(&bytes[at..]),
                InString::Escape => {
                    self.string = InString::Yes;
                    1
                }
            };
        }
        self.at += bytes.len() as u64;
    }

    /// The lists of the entry, in order.
    #[must_use]
    pub fn lists(&self) -> &[FrameList] {
        &self.lists
    }

    /// Takes a piece of a string; how long it is.
    fn string(&mut self, bytes: &[u8]) -> usize {
        let end = memchr::memchr2(b'"', b'\\', bytes);
        if self.depth == 1 && !self.after_colon && self.key.len() < 32 {
            let piece = &bytes[..end.unwrap_or(bytes.len()).min(32)];
            self.key.extend_from_slice(piece);
        }
        match end {
            None => bytes.len(),
            Some(at) => {
                let closes = bytes[at] == b'"';
                self.string = if closes { InString::No } else { InString::Escape };
                at + 1
            }
        }
    }

    /// Takes a byte outside of strings, which stands at `at`.
    fn structure(&mut self, byte: u8, at: u64) -> usize {
        if self.is_open && self.depth == 2 && !matches!(byte, b']' | b' ' | b'\t' | b'\r' | b'\n') {
            self.has_frame = true;
        }
        match byte {
            b'"' => {
                self.string = InString::Yes;
                if self.depth == 1 && !self.after_colon {
                    self.key.clear();
                }
            }
            b':' if self.depth == 1 => {
                self.after_colon = true;
                self.has_comment |= self.key == b"comment";
            }
            b',' if self.depth == 1 => self.after_colon = false,
            b',' if self.depth == 2 && self.is_open => self.frame_ends(at),
            b'{' | b'[' => {
                if byte == b'[' && self.depth == 1 && LISTS.contains(&self.key.as_slice()) {
                    self.list_starts(at + 1);
                }
                self.depth += 1;
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 1 && self.is_open {
                    self.list_ends(at);
                }
            }
            _ => {}
        }
        1
    }

    fn list_starts(&mut self, at: u64) {
        self.is_open = true;
        self.has_frame = false;
        self.lists.push(FrameList { span: at..at, count: 0, cut: at, kept: 0 });
    }

    /// A frame ends, or the last one does.
    fn frame_ends(&mut self, at: u64) {
        let limit = self.limits.get(self.lists.len() - 1).copied();
        if let Some(list) = self.lists.last_mut() {
            list.count += 1;
            if limit.is_some_and(|limit| at <= limit) {
                (list.cut, list.kept) = (at, list.count);
            }
        }
    }

    fn list_ends(&mut self, at: u64) {
        if self.has_frame {
            self.frame_ends(at);
        }
        if let Some(list) = self.lists.last_mut() {
            list.span.end = at;
        }
        self.is_open = false;
    }

    /// How much may be kept of each list so that an entry of `bytes` bytes has at most `bytes_max`;
    /// of the last list first. Nothing when there is no frame to drop.
    #[must_use]
    pub fn limits(&self, bytes: u64, bytes_max: u64) -> Option<Vec<u64>> {
        let mut excess = (bytes + MARK_BYTES_MAX).saturating_sub(bytes_max);
        let mut limits: Vec<u64> = self.lists.iter().map(|list| list.span.end).collect();
        for (list, limit) in self.lists.iter().zip(&mut limits).rev() {
            let droppable = excess.min(list.span.end - list.span.start);
            *limit -= droppable;
            excess -= droppable;
        }
        self.lists.iter().any(|list| list.count > 0).then_some(limits)
    }

    /// What is dropped under the limits that were given; nothing when no frame is.
    #[must_use]
    pub fn cut(&self) -> Option<FrameCut> {
        let dropped: u64 = self.lists.iter().map(|list| list.count - list.kept).sum();
        if dropped == 0 {
            return None;
        }
        let cut = self.lists.iter().filter(|list| list.kept < list.count);
        let spans = cut.map(|list| list.cut..list.span.end).collect();
        let count: u64 = self.lists.iter().map(|list| list.count).sum();
        // An extension's name where the name of the format is taken.
        let name = if self.has_comment { "_unharm" } else { "comment" };
        let kept = count - dropped;
        let mark = format!(",\"{name}\":\"[unharm: the first {kept} of {count} frames kept]\"");
        Some(FrameCut { spans, dropped, mark: mark.into_bytes() })
    }
}

/// An entry without its last frames, in at most `bytes_max` bytes if that is enough; how many were
/// dropped. Nothing where it has fewer than `frames_min`.
pub(super) fn drop_frames(
    entry: &[u8],
    bytes_max: usize,
    frames_min: u64,
) -> Option<(Vec<u8>, u64)> {
    let mut finder = FrameFinder::default();
    finder.feed(entry);
    if finder.lists.iter().map(|list| list.count).sum::<u64>() < frames_min {
        return None;
    }
    let limits = finder.limits(entry.len() as u64, bytes_max as u64)?;
    let mut finder = FrameFinder::new(limits);
    finder.feed(entry);
    let cut = finder.cut()?;
    let place = |at: u64| usize::try_from(at).expect("because the entry is in memory");
    let (mut text, mut at) = (Vec::new(), 0);
    for span in &cut.spans {
        text.extend_from_slice(&entry[at..place(span.start)]);
        at = place(span.end);
    }
    let end = entry.len() - 1;
    text.extend_from_slice(&entry[at..end]);
    text.extend_from_slice(&cut.mark);
    text.extend_from_slice(&entry[end..]);
    Some((text, cut.dropped))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn frames(count: usize) -> Value {
        let frame = |i: usize| json!({ "type": "send", "data": format!("[\"{i}\\,]") });
        (0..count).map(frame).collect()
    }

    #[test]
    fn the_first_frames_stay() {
        let entry = json!({
            "request": { "_webSocketMessages": frames(3), "comment": "]" },
            "_eventSourceMessages": frames(1), "_webSocketMessages": frames(500), "x": ["comment"],
        });
        for text in [entry.to_string(), serde_json::to_string_pretty(&entry).unwrap()] {
            for max in [600, 2_000, text.len() - 1] {
                let (cut, dropped) = drop_frames(text.as_bytes(), max, 501).unwrap();
                assert!(cut.len() <= max, "{} of {max}", cut.len());
                let cut: Value = serde_json::from_slice(&cut).unwrap();
                let left = cut["_webSocketMessages"].as_array().unwrap().len();
                let others = cut["_eventSourceMessages"].as_array().unwrap().len();
                assert_eq!(left as u64 + others as u64 + dropped, 501);
                assert_eq!(cut["_webSocketMessages"], frames(left));
                let kept = format!("[unharm: the first {} of 501 frames kept]", left + others);
                assert_eq!(cut["comment"], kept);
                assert_eq!((&cut["request"], &cut["x"]), (&entry["request"], &entry["x"]));
            }
        }
    }

    #[test]
    fn where_there_is_no_frame_nothing_is_dropped() {
        for text in [r#"{"_webSocketMessages":[ ],"a":1}"#, r#"{"_webSocketMessages":null}"#, "{}"]
        {
            assert_eq!(drop_frames(text.as_bytes(), 1, 0), None, "{text}");
        }
        let commented = r#"{"comment":"x","_webSocketMessages":[1,2]}"#;
        assert_eq!(drop_frames(commented.as_bytes(), 5, 3), None);
        let (text, dropped) = drop_frames(commented.as_bytes(), 5, 2).unwrap();
        let kept = r#"{"comment":"x","_webSocketMessages":[],"_unharm":"[unharm: the first 0 of 2 frames kept]"}"#;
        assert_eq!((String::from_utf8(text).unwrap().as_str(), dropped), (kept, 2));
    }

    #[test]
    fn pieces_of_any_size_give_the_same() {
        let text =
            json!({ "a\"": "\\", "_webSocketMessages": frames(9), "comment": 1 }).to_string();
        let mut whole = FrameFinder::new(vec![120]);
        whole.feed(text.as_bytes());
        for size in [1, 2, 7] {
            let mut finder = FrameFinder::new(vec![120]);
            text.as_bytes().chunks(size).for_each(|piece| finder.feed(piece));
            assert_eq!((finder.lists(), finder.cut()), (whole.lists(), whole.cut()));
        }
        assert_eq!(whole.lists().len(), 1);
    }
}
