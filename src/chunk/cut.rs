//! Cuts the largest bodies of an entry that does not fit into a chunk alone.
//!
//! A body keeps its head; a marker in the `comment` of its object says so. Sizes and types
//! (`content.size`, `mimeType`) stay as they were: they describe the response, not the capture.

use std::ops::Range;

use crate::chunk::frames::drop_frames;
use crate::har::{Array, Index, Node, Object, Text, string_unit};

/// More than any marker with the member around it.
pub(super) const MARK_BYTES_MAX: usize = 128;

/// Where less than this would be left of each body, frames are dropped, if there are many.
const HEAD_BYTES_MIN: usize = 256;

/// So many frames are many.
const FRAMES_MANY: u64 = 100;

/// Cuts entries; its buffers serve one after the other.
#[derive(Debug, Default)]
pub struct Cutter {
    index: Index,
}

/// An entry that was cut.
#[derive(Clone, PartialEq, Eq)]
pub struct CutEntry {
    /// The entry as it is now.
    pub text: Vec<u8>,
    /// What was cut, for the report.
    pub cuts: Vec<BodyCut>,
    /// How many frames were dropped.
    pub frames_dropped: u64,
}

impl std::fmt::Debug for CutEntry {
    /// Sizes only: the text is the capture's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CutEntry")
            .field("bytes", &self.text.len())
            .field("cuts", &self.cuts)
            .finish_non_exhaustive()
    }
}

/// The bodies of one object that were cut, counted as they are written in the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyCut {
    /// What they are.
    pub kind: BodyKind,
    /// How many were cut.
    pub count: u64,
    /// Their bytes before.
    pub bytes: u64,
    /// Their bytes now.
    pub bytes_kept: u64,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// `request.postData.text`, and the values of its `params`.
    Request,
    /// `response.content.text`.
    Response,
    /// The data of `_webSocketMessages` and `_eventSourceMessages`.
    Frames,
}

impl Cutter {
    /// A cutter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts `entry`, a JSON object, to at most `bytes_max` bytes; nothing when its bodies and frames
    /// are not what makes it large.
    ///
    /// The longest bodies are cut first, all to the same length. Where little would be left of each,
    /// its last frames are dropped instead.
    pub fn cut(&mut self, entry: &[u8], bytes_max: usize) -> Option<CutEntry> {
        self.cut_bodies(entry, bytes_max, HEAD_BYTES_MIN)
            .or_else(|| self.cut_frames(entry, bytes_max, FRAMES_MANY))
            .or_else(|| self.cut_bodies(entry, bytes_max, 0))
            .or_else(|| self.cut_frames(entry, bytes_max, 1))
    }

    /// Drops frames, of which there must be `frames_min`, and cuts bodies where that is not enough.
    fn cut_frames(&mut self, entry: &[u8], bytes_max: usize, frames_min: u64) -> Option<CutEntry> {
        let (text, frames_dropped) = drop_frames(entry, bytes_max, frames_min)?;
        let cut = if text.len() <= bytes_max {
            CutEntry { text, cuts: Vec::new(), frames_dropped: 0 }
        } else {
            self.cut_bodies(&text, bytes_max, 0)?
        };
        Some(CutEntry { frames_dropped, ..cut })
    }

    /// Cuts bodies only, of which at least `length_min` bytes each must be left.
    fn cut_bodies(
        &mut self,
        entry: &[u8],
        bytes_max: usize,
        length_min: usize,
    ) -> Option<CutEntry> {
        self.index.build(entry).ok()?;
        let Node::Object(root) = self.index.document(entry).root() else { return None };
        if entry.len() <= bytes_max {
            let text = entry.to_vec();
            return Some(CutEntry { text, cuts: Vec::new(), frames_dropped: 0 });
        }
        let holders = holders(root);
        let bodies: usize =
            holders.iter().flat_map(|h| &h.bodies).map(|b| b.text.raw().len()).sum();
        let marks = holders.len() * MARK_BYTES_MAX;
        let room = bytes_max.checked_sub(entry.len() - bodies + marks)?;
        let lengths = holders.iter().flat_map(|h| &h.bodies).map(|body| body.text.raw().len());
        let length_max = common_length(lengths.collect(), room);
        if length_max < length_min {
            return None;
        }
        let mut edits = Vec::new();
        let cuts = holders.iter().filter_map(|h| h.cut(entry, length_max, &mut edits)).collect();
        edits.sort_by_key(|edit| edit.span.start);
        Some(CutEntry { text: splice(entry, &edits), cuts, frames_dropped: 0 })
    }
}

/// An object that has bodies and gets the marker.
struct Holder<'a> {
    kind: BodyKind,
    object: Object<'a>,
    bodies: Vec<Body<'a>>,
}

#[derive(Clone, Copy)]
struct Body<'a> {
    text: Text<'a>,
    /// Base64, of which four characters belong together.
    is_base64: bool,
}

pub(super) struct Edit {
    pub(super) span: Range<usize>,
    pub(super) text: Vec<u8>,
}

/// Every object of an entry that has bodies.
fn holders(entry: Object<'_>) -> Vec<Holder<'_>> {
    let mut holders = Vec::new();
    for post_data in objects(entry, b"request").flat_map(|o| objects(o, b"postData")) {
        let mut bodies = texts(post_data, b"text", is_base64(post_data));
        for param in arrays(post_data, b"params").flat_map(Array::items).filter_map(object) {
            bodies.extend(texts(param, b"value", false));
        }
        holders.push(Holder { kind: BodyKind::Request, object: post_data, bodies });
    }
    for content in objects(entry, b"response").flat_map(|o| objects(o, b"content")) {
        let bodies = texts(content, b"text", is_base64(content));
        holders.push(Holder { kind: BodyKind::Response, object: content, bodies });
    }
    let mut frames = Vec::new();
    for key in [&b"_webSocketMessages"[..], b"_eventSourceMessages"] {
        for frame in arrays(entry, key).flat_map(Array::items).filter_map(object) {
            frames.extend(texts(frame, b"data", is_binary(frame)));
        }
    }
    holders.push(Holder { kind: BodyKind::Frames, object: entry, bodies: frames });
    holders.retain(|holder| !holder.bodies.is_empty());
    holders
}

fn values<'a>(object: Object<'a>, key: &'a [u8]) -> impl Iterator<Item = Node<'a>> {
    object.members().filter(move |(name, _)| name.raw() == key).map(|(_, node)| node)
}

fn object(node: Node<'_>) -> Option<Object<'_>> {
    match node {
        Node::Object(object) => Some(object),
        _ => None,
    }
}

pub(super) fn objects<'a>(parent: Object<'a>, key: &'a [u8]) -> impl Iterator<Item = Object<'a>> {
    values(parent, key).filter_map(object)
}

fn arrays<'a>(parent: Object<'a>, key: &'a [u8]) -> impl Iterator<Item = Array<'a>> {
    values(parent, key).filter_map(|node| match node {
        Node::Array(array) => Some(array),
        _ => None,
    })
}

fn texts<'a>(parent: Object<'a>, key: &'a [u8], is_base64: bool) -> Vec<Body<'a>> {
    values(parent, key)
        .filter_map(|node| match node {
            Node::String(text) => Some(Body { text, is_base64 }),
            _ => None,
        })
        .collect()
}

pub(super) fn is_base64(body: Object<'_>) -> bool {
    matches!(body.get(b"encoding"), Some(Node::String(t)) if t.raw().eq_ignore_ascii_case(b"base64"))
}

/// Whether a WebSocket frame is binary (opcode 2, RFC 6455), which Chrome writes as base64.
fn is_binary(frame: Object<'_>) -> bool {
    matches!(frame.get(b"opcode"), Some(Node::Scalar(opcode)) if opcode.raw() == b"2")
}

/// The largest length to which all `lengths` must be cut so that they have at most `room` together.
pub(super) fn common_length(mut lengths: Vec<usize>, mut room: usize) -> usize {
    lengths.sort_unstable();
    let count = lengths.len();
    for (i, length) in lengths.into_iter().enumerate() {
        let share = room / (count - i);
        if length > share {
            return share;
        }
        room -= length;
    }
    usize::MAX
}

impl Holder<'_> {
    /// Appends the edits that cut its bodies to `length_max`, and says what they cut.
    fn cut(&self, entry: &[u8], length_max: usize, edits: &mut Vec<Edit>) -> Option<BodyCut> {
        let mut cut = BodyCut { kind: self.kind, count: 0, bytes: 0, bytes_kept: 0 };
        for body in self.bodies.iter().filter(|body| body.text.raw().len() > length_max) {
            let raw = body.text.raw();
            let kept = head_bytes(raw, length_max, body.is_base64);
            let span = body.text.span();
            edits.push(Edit { span: span.start + kept..span.end, text: Vec::new() });
            cut.count += 1;
            cut.bytes += raw.len() as u64;
            cut.bytes_kept += kept as u64;
        }
        if cut.count == 0 {
            return None;
        }
        edits.push(mark(self.object, entry, &cut));
        Some(cut)
    }
}

/// Puts what was cut into the `comment` of `object`.
pub(super) fn mark(object: Object<'_>, entry: &[u8], cut: &BodyCut) -> Edit {
    let BodyCut { count, bytes, bytes_kept, .. } = cut;
    let mark = match count {
        1 => format!("[unharm: cut from {bytes} to {bytes_kept} bytes]"),
        _ => format!("[unharm: {count} bodies cut from {bytes} to {bytes_kept} bytes]"),
    };
    let (span, text) = match object.get(b"comment") {
        Some(Node::String(comment)) => {
            let space = if comment.raw().is_empty() { "" } else { " " };
            let end = comment.span().end;
            (end..end, format!("{space}{mark}"))
        }
        Some(other) => (other.span(), format!("\"{mark}\"")),
        None => {
            let inner = &entry[..object.span().end - 1];
            let end = inner.trim_ascii_end().len();
            (end..end, format!(",\"comment\":\"{mark}\""))
        }
    };
    Edit { span, text: text.into_bytes() }
}

/// `text` with `edits`, which are in order, in place.
pub(super) fn splice(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(&text[at..edit.span.start]);
        out.extend_from_slice(&edit.text);
        at = edit.span.end;
    }
    out.extend_from_slice(&text[at..]);
    out
}

/// The length of the longest head of the JSON string `raw` that has at most `bytes_max` bytes and
/// cuts no character, escape, pair of surrogates or group of base64 in half.
pub(super) fn head_bytes(raw: &[u8], bytes_max: usize, is_base64: bool) -> usize {
    let head = &raw[..bytes_max.min(raw.len())];
    // What is called base64 can be any text.
    if memchr::memchr(b'\\', head).is_none() && (!is_base64 || head.is_ascii()) {
        return if is_base64 { head.len() / 4 * 4 } else { char_boundary(raw, head.len()) };
    }
    let (mut at, mut end, mut digits) = (0, 0, 0_usize);
    while at < head.len() {
        let next = at + string_unit(&raw[at..]);
        if next > head.len() {
            break;
        }
        // Lines of base64 may be broken, and `/` may be escaped.
        let is_break = matches!(raw[at..next], [b'\\', b'n' | b'r' | b't']);
        digits += usize::from(!is_break);
        at = next;
        if !is_base64 || digits.is_multiple_of(4) {
            end = at;
        }
    }
    end
}

/// The last start of a character in `text` that is not after `at`.
fn char_boundary(text: &[u8], mut at: usize) -> usize {
    while at > 0 && text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
