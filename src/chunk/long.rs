//! Which bodies of an entry that is too large for memory are cut, and how far.
//!
//! They are cut as [`crate::chunk::Cutter`] cuts those of other entries, but only the long ones are
//! looked at, and each has its marker beside it.

use std::ops::Range;

use crate::chunk::cut::{MARK_BYTES_MAX, common_length};
use crate::har::LongString;

/// Where the body of the response stands in an entry.
const RESPONSE: &[&str] = &["response", "content", "text"];

/// Where bodies stand in an entry.
const PATHS: [&[&str]; 5] = [
    &["request", "postData", "text"],
    &["request", "postData", "params", "value"],
    RESPONSE,
    &["_webSocketMessages", "data"],
    &["_eventSourceMessages", "data"],
];

/// A long body of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongBody {
    /// Where it stands, without its quotes.
    pub span: Range<u64>,
    /// Whether it is base64, of which four characters belong together.
    pub is_base64: bool,
    /// Whether it is that of the response.
    pub is_response: bool,
    has_comment: bool,
}

/// A body that is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongCut {
    /// Its number among the long bodies.
    pub body: usize,
    /// The bytes that it may keep.
    pub bytes_max: u64,
}

impl LongBody {
    /// The body that this string is, if it is one.
    #[must_use]
    pub fn new(string: &LongString<'_>) -> Option<Self> {
        PATHS.iter().any(|path| string.is_at(path)).then(|| Self {
            span: string.span(),
            is_base64: string.is_base64(),
            is_response: string.is_at(RESPONSE),
            has_comment: string.has_comment(),
        })
    }

    /// How many bytes it has.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a long one is not empty")]
    pub fn len(&self) -> u64 {
        self.span.end - self.span.start
    }

    /// What takes the place of its closing quote when it was cut to `kept` bytes.
    #[must_use]
    pub fn mark(&self, kept: u64) -> Vec<u8> {
        let bytes = self.len();
        self.note(&format!("[unharm: cut from {bytes} to {kept} bytes]"))
    }

    /// What takes the place of its closing quote so that `note` stands beside it.
    #[must_use]
    pub fn note(&self, note: &str) -> Vec<u8> {
        // An extension's name where the name of the format is taken.
        let name = if self.has_comment { "_unharm" } else { "comment" };
        format!("\",\"{name}\":\"{note}\"").into_bytes()
    }
}

/// The cuts that bring an entry of `entry_bytes` bytes to at most `bytes_max`, in the order of
/// `bodies`; nothing when these are not what makes it large.
#[must_use]
pub fn cut_long(bodies: &[LongBody], entry_bytes: u64, bytes_max: u64) -> Option<Vec<LongCut>> {
    let length = |body: &LongBody| usize::try_from(body.len()).ok();
    let lengths = bodies.iter().map(length).collect::<Option<Vec<_>>>()?;
    let bodies_bytes: u64 = lengths.iter().map(|length| *length as u64).sum();
    let marks = (bodies.len() * MARK_BYTES_MAX) as u64;
    let room = bytes_max.checked_sub(entry_bytes - bodies_bytes + marks)?;
    let bytes_max = common_length(lengths.clone(), usize::try_from(room).ok()?);
    let cuts = lengths.iter().enumerate().filter(|(_, length)| **length > bytes_max);
    Some(cuts.map(|(body, _)| LongCut { body, bytes_max: bytes_max as u64 }).collect())
}
