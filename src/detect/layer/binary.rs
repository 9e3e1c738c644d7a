//! Binary bodies: gRPC and gRPC-web frames, protobuf messages, and the printable runs of others.
//!
//! Lengths stand before the strings of these formats and before everything around them, so what is
//! replaced keeps its length. Formats and the sweep work on the bytes in any case; here the strings
//! are cut out, so that what they hold is read as in any text.

mod protobuf;

use std::ops::Range;

use crate::detect::layer::script::is_sensitive;
use crate::detect::layer::token::is_random;
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};
use crate::har::mask::{self, BLOCK, below};

/// Binary bodies: the strings in them.
pub(crate) static BINARY: Layer = Layer { id: "binary", recognises, fields };

/// How many bytes decide.
const SAMPLE: usize = 1024;

/// Shorter runs of printable bytes come by chance.
const RUN_MIN: usize = 8;

/// How many blocks are looked at together for a run.
const BLOCKS: usize = 8;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    is_binary(text) && !is_media_type(hint.mime)
}

/// A picture, a font, a sound, a film: its numbers are none that anybody could read.
pub(crate) fn is_media(text: &[u8], mime: &[u8]) -> bool {
    !mime.is_empty() && is_media_type(mime) && is_binary(text)
}

fn is_media_type(mime: &[u8]) -> bool {
    ["image/", "font/", "audio/", "video/"].iter().any(|kind| span::contains(mime, kind.as_bytes()))
}

fn is_binary(text: &[u8]) -> bool {
    text[..text.len().min(SAMPLE)]
        .iter()
        .any(|b| matches!(b, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1d | 0x7f))
        || std::str::from_utf8(&text[..text.len().min(SAMPLE)])
            .is_err_and(|error| error.error_len().is_some())
}

/// Whether a gRPC frame or a protobuf message with a text in it begins with `head`, of some `len` bytes.
pub(super) fn begins_message(head: &[u8], len: usize) -> bool {
    let message = match head {
        [0 | 1, a, b, c, d, message @ ..] => {
            let framed = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            if framed == 0 || framed > len { head } else { message }
        }
        _ => head,
    };
    protobuf::begins(message, 0)
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    if let Some(frames) = frames(text) {
        for (trailer, frame) in frames {
            if trailer || !protobuf::visit(text, frame.clone(), visit) {
                runs(text, frame, visit);
            }
        }
    } else if !protobuf::visit(text, 0..text.len(), visit) {
        runs(text, 0..text.len(), visit);
    }
}

/// The messages of a gRPC body, each with whether it is a trailer: a flag and a length of four
/// bytes stand before each (gRPC over HTTP/2, and its web variant).
fn frames(text: &[u8]) -> Option<Vec<(bool, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let head = text.get(at..at + 5)?;
        if !matches!(head[0], 0 | 1 | 0x80 | 0x81) {
            return None;
        }
        let length = head[1..].iter().fold(0, |n, &b| n << 8 | usize::from(b));
        let frame = at + 5..(at + 5).checked_add(length).filter(|&end| end <= text.len())?;
        at = frame.end;
        // An empty message of zeros is more likely padding.
        if !frame.is_empty() {
            found.push((head[0] >= 0x80, frame));
        } else if found.is_empty() {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Hands over the printable runs, over several lines where they are.
fn runs(text: &[u8], inside: Range<usize>, visit: &mut Visit<'_>) {
    for run in Runs::new(&text[..inside.end], inside.start) {
        let value = span::trim(text, run);
        let before = run_before(text, inside.start, &value);
        let name = before.map_or(0..0, |before| name_of(text, &before, &value));
        visit_string(text, name, value, visit);
    }
}

/// The runs of printable bytes that are long enough.
struct Runs<'t> {
    text: &'t [u8],
    /// Where the run before has ended.
    from: usize,
    /// Which bytes are printable from here on, so far as was looked.
    at: usize,
    blocks: [u64; BLOCKS],
    count: usize,
    /// The block that is looked at.
    block: usize,
    /// Where the next blocks begin.
    next: usize,
}

impl<'t> Runs<'t> {
    fn new(text: &'t [u8], from: usize) -> Self {
        Self { text, from, at: from, blocks: [0; BLOCKS], count: 0, block: 0, next: from }
    }

    /// Looks at the next blocks; `false` where no run begins any more.
    fn fill(&mut self) -> bool {
        self.at = self.next.max(self.from);
        if self.at + RUN_MIN > self.text.len() {
            return false;
        }
        self.count = mask::printable(&self.text[self.at..], &mut self.blocks);
        self.block = 0;
        // What begins in the last bytes may go on.
        self.next = self.at + self.count * BLOCK - (RUN_MIN - 1);
        true
    }
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let Some(&block) = self.blocks[..self.count].get(self.block) else {
                if !self.fill() {
                    return None;
                }
                continue;
            };
            let behind = self.blocks[..self.count].get(self.block + 1).copied().unwrap_or(0);
            let base = self.at + self.block * BLOCK;
            let starts = starts(block, behind) & !below(self.from.saturating_sub(base));
            if starts == 0 {
                self.block += 1;
                continue;
            }
            let start = base + starts.trailing_zeros() as usize;
            let len = self.text[start..].iter().position(|byte| !PRINTABLE[usize::from(*byte)]);
            self.from = len.map_or(self.text.len(), |len| start + len);
            return Some(start..self.from);
        }
    }
}

/// The bits of a block at which as many set ones follow one another as a run has at least.
fn starts(block: u64, next: u64) -> u64 {
    const { assert!(RUN_MIN == 8) };
    let pairs = block & (block >> 1 | next << 63);
    let next = next & next >> 1;
    let fours = pairs & (pairs >> 2 | next << 62);
    let next = next & next >> 2;
    fours & (fours >> 4 | next << 60)
}

static PRINTABLE: [bool; 256] = {
    let mut printable = [false; 256];
    let mut byte = b' ';
    while byte < 0x7f {
        printable[byte as usize] = true;
        byte += 1;
    }
    printable[b'\t' as usize] = true;
    printable[b'\n' as usize] = true;
    printable[b'\r' as usize] = true;
    printable
};

/// How far a name ends before its value.
const GAP_MAX: usize = 8;

/// The printable run before `run`, if it ends near enough to be a name.
fn run_before(text: &[u8], first: usize, run: &Range<usize>) -> Option<Range<usize>> {
    let is_end = |byte: &u8| PRINTABLE[usize::from(*byte)] && !byte.is_ascii_whitespace();
    let nearest = first.max(run.start.saturating_sub(GAP_MAX + 1));
    let end = nearest + text[nearest..run.start].iter().rposition(is_end)? + 1;
    let other = text[first..end].iter().rposition(|byte| !PRINTABLE[usize::from(*byte)]);
    Some(span::trim(text, other.map_or(first, |at| first + at + 1)..end))
}

/// The string before, if it is a telling name that stands right before `run`: a key and its value.
fn name_of(text: &[u8], before: &Range<usize>, run: &Range<usize>) -> Range<usize> {
    let name = &text[before.clone()];
    let is_name = (3..=64).contains(&name.len())
        && run.start - before.end <= GAP_MAX
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        && is_sensitive(name);
    if is_name { before.clone() } else { 0..0 }
}

/// Hands over a string of a binary body: the tokens in it that show by their own shape, and what
/// stands around them.
fn visit_string(text: &[u8], name: Range<usize>, value: Range<usize>, visit: &mut Visit<'_>) {
    let field = |value| Field {
        fixed_length: true,
        ..Field::new(&b""[..], value, Codec::Raw, Place::Text)
    };
    let mut done = value.start;
    for word in words(text, value.clone()).filter(|word| is_prefixed_token(&text[word.clone()])) {
        if word.start - done >= RUN_MIN {
            visit(field(done..word.start));
        }
        done = word.end;
        visit(field(word).secret("unmarked/binary", "token"));
    }
    if done == value.start && !name.is_empty() {
        visit(Field { name: text[name].into(), place: Place::Pair, ..field(value) });
    } else if value.end > done {
        visit(field(done..value.end));
    }
}

/// The words of letters, digits, `_` and `-`.
fn words(text: &[u8], within: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = within.start;
    std::iter::from_fn(move || {
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let start = at + text[at..within.end].iter().position(is_word)?;
        let length = text[start..within.end].iter().position(|b| !is_word(b));
        at = length.map_or(within.end, |length| start + length);
        Some(start..at)
    })
}

/// `acme_` and 28 characters or more that are drawn at random: nobody gives such a name to an
/// object, and mangled names of functions, which mix as much, begin with a `_`.
fn is_prefixed_token(word: &[u8]) -> bool {
    const RANDOM_MIN: usize = 28;
    let Some(end) = memchr::memrchr(b'_', word) else { return false };
    let (prefix, body) = (&word[..end], &word[end + 1..]);
    (2..=24).contains(&prefix.len())
        && prefix[0].is_ascii_lowercase()
        && prefix.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_')
        && body.len() >= RANDOM_MIN
        && is_random(body)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::{BINARY, RUN_MIN, Runs, run_before};
    use crate::detect::layer::Hint;
    use crate::detect::layer::checks::{hint, refuse, rows};

    fn check(text: &[u8], expected: &[&str]) {
        let hint = hint("application/octet-stream", "");
        assert!((BINARY.recognises)(text, &hint));
        let expected: Vec<String> =
            expected.iter().map(|row| format!("|{row}|Raw|Text|fixed")).collect();
        assert_eq!(rows(&BINARY, text, &hint), expected);
    }

    #[test]
    fn messages() {
        check(b"\x0a\x05token\x12\x08\x0a\x04abcd\x10\x07", &["token", "abcd"]);
        check(
            b"\x00\x00\x00\x00\x07\x0a\x05hello\x80\x00\x00\x00\x0fgrpc-status: 0\n",
            &["hello", "grpc-status: 0"],
        );
        check(b"\x0a\x0e{\"token\":\"ab\"}", &["{\"token\":\"ab\"}"]);
    }

    /// The runs, byte by byte.
    fn naive_runs(text: &[u8]) -> Vec<Range<usize>> {
        let is_printable = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..text.len()).filter(|at| is_printable(text[*at])) {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end += 1,
                None => runs.push(at..at + 1),
            }
        }
        runs.retain(|run| run.len() >= RUN_MIN);
        runs
    }

    proptest! {
        #[test]
        fn every_run_is_found(text in prop::collection::vec(prop_oneof![3 => 32..127_u8, 1 => any::<u8>()], 0..1300)) {
            let found: Vec<_> = Runs::new(&text, 0).collect();
            prop_assert_eq!(found, naive_runs(&text));
        }
    }

    #[test]
    fn the_run_before_is_told_if_it_is_near() {
        for (before, is_named) in [
            ("\0token\0", true),
            ("\0token\0\0\0\0\0\0\0\0", true),
            ("\0token\0\0\0\0\0\0\0\0\0", false),
            ("\0 \n token  \0\n\0", true),
            ("token\0", true),
            ("\0to\0ken\0", false),
            ("\0token \0x\0", false),
        ] {
            let text = format!("{before}k2Wq9Zr4");
            let start = before.len();
            let name = run_before(text.as_bytes(), 0, &(start..start + 8));
            assert_eq!(name.is_some_and(|name| &text[name] == "token"), is_named, "{text:?}");
        }
    }

    #[test]
    fn others() {
        check(b"\xca\xfe\xba\xbe\x00password=abc\x00short\x00", &["password=abc"]);
        let hint = hint("application/octet-stream", "");
        for (text, expected) in [
            (
                "\0license=acme_k2Wq9Zr4LtB7xNm3VpTs8DhG5Yc1\0",
                &[
                    "|license=|Raw|Text|fixed",
                    "|acme_k2Wq9Zr4LtB7xNm3VpTs8DhG5Yc1|Raw|Text|unmarked/binary|fixed",
                ][..],
            ),
            (
                "\0auth_token\0\u{8}\0k2Wq9Zr4\0",
                &["|auth_token|Raw|Text|fixed", "auth_token|k2Wq9Zr4|Raw|Pair|fixed"],
            ),
            (
                "\n\u{10}\n\u{7}api_key\u{12}\u{5}k2Wq9",
                &["|api_key|Raw|Text|fixed", "api_key|k2Wq9|Raw|Pair|fixed"],
            ),
        ] {
            assert_eq!(rows(&BINARY, text.as_bytes(), &hint), expected);
        }
        for word in ["_ZN4core9Formatter3pad17h8fGc2fBd3e6a1b2cE", "cus_k2Wq9Zr4LtB7xNm3VpTs8DhG"] {
            check(format!("\0{word}\0").as_bytes(), &[word]);
        }
        check(b"\xff\xfe\xfd line one\nline two\x00", &["line one\nline two"]);
        refuse(&BINARY, &["text", "", "gr\u{fc}n", "\u{1b}[31mred"]);
        assert!(!(BINARY.recognises)(b"\0\0", &Hint { mime: b"image/png", ..hint }));
    }
}
