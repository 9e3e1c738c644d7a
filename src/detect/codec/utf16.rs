//! UTF-16 in both byte orders, with or without its mark. Lone surrogates become WTF-8 and back.

use crate::detect::codec::Decoded;
use crate::detect::codec::piece::low_byte;

/// How the two bytes of a unit are ordered.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

const MARK: u16 = 0xfeff;

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(order: Order, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let (pairs, []) = raw.as_chunks::<2>() else { return Decoded::Invalid };
    if pairs.is_empty() {
        return Decoded::Same;
    }
    out.reserve(pairs.len());
    let start = usize::from(has_mark(order, raw));
    let units = pairs[start..].iter().map(|&pair| unit(order, pair));
    for code in char::decode_utf16(units) {
        match code {
            Ok(char) if char.is_ascii() => out.push(low_byte(char.into())),
            Ok(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(lone) => out.extend_from_slice(&wtf8(lone.unpaired_surrogate())),
        }
    }
    Decoded::Changed
}

/// Appends `text` without a mark; what is not UTF-8 becomes U+FFFD.
pub(super) fn encode(order: Order, mut text: &[u8], out: &mut Vec<u8>) {
    let mut push = |unit: u16| out.extend_from_slice(&bytes(order, unit));
    while !text.is_empty() {
        let chunk = text.utf8_chunks().next().expect("because the text is not empty");
        let valid = chunk.valid();
        valid.encode_utf16().for_each(&mut push);
        let rest = &text[valid.len()..];
        text = match *rest {
            [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
                push(0xd000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f));
                &rest[3..]
            }
            [] => rest,
            _ => {
                push(0xfffd);
                &rest[chunk.invalid().len().max(1)..]
            }
        };
    }
}

/// Appends `text` with a mark if `raw` has one.
pub(super) fn encode_like(order: Order, raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    if has_mark(order, raw) {
        out.extend_from_slice(&bytes(order, MARK));
    }
    encode(order, text, out);
}

fn has_mark(order: Order, raw: &[u8]) -> bool {
    raw.first_chunk().is_some_and(|&pair| unit(order, pair) == MARK)
}

fn unit(order: Order, pair: [u8; 2]) -> u16 {
    match order {
        Order::Little => u16::from_le_bytes(pair),
        Order::Big => u16::from_be_bytes(pair),
    }
}

fn bytes(order: Order, unit: u16) -> [u8; 2] {
    match order {
        Order::Little => unit.to_le_bytes(),
        Order::Big => unit.to_be_bytes(),
    }
}

fn wtf8(surrogate: u16) -> [u8; 3] {
    let [high, low] = surrogate.to_be_bytes();
    [0xe0 | high >> 4, 0x80 | (high & 15) << 2 | low >> 6, 0x80 | low & 0x3f]
}
