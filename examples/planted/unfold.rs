//! Opens a text and all texts in it, by trying every decoding on everything: slow, thorough, and
//! knowing nothing of names or formats.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read as _;

const DEPTH_MAX: usize = 14;
const OPENED_BYTES_MAX: u64 = 1 << 24;

/// Collects every text that `text` holds, itself among them.
pub(crate) fn unfold(text: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    let mut level = vec![text.to_vec()];
    for depth in 0..DEPTH_MAX {
        let mut next = Vec::new();
        for text in level {
            if (text.len() >= 4 || depth == 0) && seen.insert(hash(&text)) {
                next.extend(open(&text));
                all.push(text);
            }
        }
        level = next;
    }
    all
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn open(text: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    if text.contains(&b'%') {
        out.push(unpercent(text));
    }
    if text.contains(&b'\\') {
        out.push(unescape(text));
    }
    if text.contains(&b'&') {
        out.push(unhtml(text));
    }
    if text.iter().filter(|byte| **byte == 0).count() * 4 > text.len() {
        out.push(text.iter().copied().filter(|byte| *byte != 0).collect());
    }
    runs(text, 8, is_base64, &mut |run| out.extend(unbase64(run)));
    if text.windows(2).any(|pair| pair == b"\r\n") {
        let joined: Vec<u8> = text.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect();
        out.push(joined);
    }
    runs(text, 16, |byte| byte.is_ascii_hexdigit(), &mut |run| out.extend(unhex(run)));
    out.extend(inflate(text));
    out
}

fn runs(text: &[u8], min: usize, belongs: fn(u8) -> bool, take: &mut dyn FnMut(&[u8])) {
    for run in text.split(|byte| !belongs(*byte)).filter(|run| run.len() >= min) {
        take(run);
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

fn unbase64(run: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(run.len());
    let (mut bits, mut count) = (0u32, 0);
    for &byte in run {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    // A word is no base64, and opening noise again and again finds nothing.
    let text = out.iter().filter(|byte| (9..127).contains(*byte)).count();
    (text * 2 > out.len() || run.len() >= 40).then_some(out)
}

fn unhex(run: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = run.chunks_exact(2);
    pairs
        .map(|pair| Some(u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).expect("two digits")))
        .collect()
}

fn number(text: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(text).ok()?, radix).ok()
}

fn unpercent(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let code = text.get(at + 1..at + 3).and_then(|digits| number(digits, 16));
        match (text[at], code) {
            (b'%', Some(code)) => {
                out.push((code & 0xff) as u8);
                at += 3;
            }
            (b'+', _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Escapes of JSON and JavaScript.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut units: Vec<u16> = Vec::new();
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let unit = match text.get(at..at + 2) {
            Some(br"\u") => text.get(at + 2..at + 6).and_then(|digits| number(digits, 16)),
            _ => None,
        };
        if let Some(unit) = unit {
            units.push((unit & 0xffff) as u16);
            at += 6;
            continue;
        }
        out.extend(String::from_utf16_lossy(&units).into_bytes());
        units.clear();
        if text[at] != b'\\' || at + 1 == text.len() {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let byte = text.get(at + 2..at + 4).and_then(|digits| number(digits, 16));
        match (text[at + 1], byte) {
            (b'x', Some(byte)) => {
                out.push((byte & 0xff) as u8);
                at += 4;
                continue;
            }
            (b'n', _) => out.push(b'\n'),
            (b'r', _) => out.push(b'\r'),
            (b't', _) => out.push(b'\t'),
            (other, _) => out.push(other),
        }
        at += 2;
    }
    out.extend(String::from_utf16_lossy(&units).into_bytes());
    out
}

fn unhtml(text: &[u8]) -> Vec<u8> {
    const NAMED: [(&[u8], u8); 6] = [
        (b"amp", b'&'),
        (b"lt", b'<'),
        (b"gt", b'>'),
        (b"quot", b'"'),
        (b"apos", b'\''),
        (b"sol", b'/'),
    ];
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].iter().take(10).position(|byte| *byte == b';').map(|end| at + end);
        let (b'&', Some(end)) = (text[at], end) else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        let body = &text[at + 1..end];
        let named = NAMED.iter().find(|(name, _)| *name == body).map(|(_, byte)| u32::from(*byte));
        let code = match body {
            [b'#', b'x' | b'X', digits @ ..] => number(digits, 16),
            [b'#', digits @ ..] => number(digits, 10),
            _ => named,
        };
        if let Some(char) = code.and_then(char::from_u32) {
            out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            at = end + 1;
        } else {
            out.push(b'&');
            at += 1;
        }
    }
    out
}

fn inflate(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read = if text.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(text).take(OPENED_BYTES_MAX).read_to_end(&mut out)
    } else if text.starts_with(&[0x78]) {
        flate2::read::ZlibDecoder::new(text).take(OPENED_BYTES_MAX).read_to_end(&mut out)
    } else if std::str::from_utf8(text).is_err() {
        flate2::read::DeflateDecoder::new(text).take(OPENED_BYTES_MAX).read_to_end(&mut out)
    } else {
        return None;
    };
    (read.is_ok() && out.len() >= 4).then_some(out)
}
