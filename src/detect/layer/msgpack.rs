//! MessagePack: the strings of its maps under their keys (SignalR's binary protocol, RPC bodies).

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// MessagePack maps and arrays. Lengths stand before the strings, so stand-ins keep them.
pub(crate) static MSGPACK: Layer = Layer { id: "msgpack", recognises, fields };

/// Deeper values are not read.
const DEPTH_MAX: usize = 64;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    if span::contains(hint.mime, b"msgpack") {
        return true;
    }
    // A map with a text for its first key, or an array, and nothing behind it.
    let map = matches!(text, [0x81..=0x8f, 0xa1..=0xbf, ..] | [0xde, _, _, 0xa1..=0xbf, ..]);
    let array = matches!(text, [0x91..=0x9f | 0xdc, _, ..]);
    (map || array) && {
        let mut walk = Walk { text, at: 0 };
        walk.values(&mut |_| {}) && walk.at == text.len()
    }
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut walk = Walk { text, at: 0 };
    // A body may be several values, and a SignalR message has its length before it.
    while walk.at < text.len() && walk.values(visit) {}
}

/// A walk from value to value.
struct Walk<'t> {
    text: &'t [u8],
    at: usize,
}

/// One value's head.
enum Value {
    Text(Range<usize>),
    Bytes(Range<usize>),
    Map(usize),
    Array(usize),
    Scalar,
}

/// A container that is open.
struct Open {
    values: usize,
    map: bool,
    key: Range<usize>,
}

impl Walk<'_> {
    /// Reads one value with all in it; `false` where the bytes are no MessagePack.
    fn values(&mut self, visit: &mut Visit<'_>) -> bool {
        let mut open: Vec<Open> = vec![Open { values: 1, map: false, key: 0..0 }];
        while let Some(container) = open.last_mut() {
            if container.values == 0 {
                open.pop();
                continue;
            }
            container.values -= 1;
            let is_key = container.map && container.values % 2 == 1;
            let Some(value) = self.head() else {
                return false;
            };
            let name = container.key.clone();
            let (values, map) = match value {
                Value::Text(span) if is_key => {
                    container.key = span;
                    continue;
                }
                Value::Text(span) | Value::Bytes(span) => {
                    self.visit(name, span, visit);
                    continue;
                }
                Value::Scalar => continue,
                Value::Map(pairs) => (pairs.saturating_mul(2), true),
                Value::Array(values) => (values, false),
            };
            if open.len() >= DEPTH_MAX {
                return false;
            }
            open.push(Open { values, map, key: name });
        }
        true
    }

    fn visit(&self, name: Range<usize>, value: Range<usize>, visit: &mut Visit<'_>) {
        if !value.is_empty() {
            visit(Field {
                fixed_length: true,
                ..Field::new(&self.text[name], value, Codec::Raw, Place::Json)
            });
        }
    }

    fn head(&mut self) -> Option<Value> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(match byte {
            0x80..=0x8f => Value::Map(usize::from(byte & 0x0f)),
            0x90..=0x9f => Value::Array(usize::from(byte & 0x0f)),
            0xa0..=0xbf => Value::Text(self.take(usize::from(byte & 0x1f))?),
            0xc1 => return None,
            0xc4..=0xc6 => {
                let length = self.number(1 << (byte - 0xc4))?;
                Value::Bytes(self.take(length)?)
            }
            0xc7..=0xc9 => {
                let length = self.number(1 << (byte - 0xc7))?;
                self.take(length.checked_add(1)?)?;
                Value::Scalar
            }
            0xca | 0xce | 0xd2 => self.skip(4)?,
            0xcb | 0xcf | 0xd3 => self.skip(8)?,
            0xcc | 0xd0 => self.skip(1)?,
            0xcd | 0xd1 => self.skip(2)?,
            0xd4..=0xd8 => self.skip(1 + (1 << (byte - 0xd4)))?,
            0xd9..=0xdb => {
                let length = self.number(1 << (byte - 0xd9))?;
                Value::Text(self.take(length)?)
            }
            0xdc | 0xdd => Value::Array(self.number(2 << (byte - 0xdc))?),
            0xde | 0xdf => Value::Map(self.number(2 << (byte - 0xde))?),
            _ => Value::Scalar,
        })
    }

    fn skip(&mut self, length: usize) -> Option<Value> {
        self.take(length).map(|_| Value::Scalar)
    }

    fn take(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length).filter(|&end| end <= self.text.len())?;
        let span = self.at..end;
        self.at = end;
        Some(span)
    }

    /// A length of this many bytes, big endian.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        let span = self.take(bytes)?;
        Some(self.text[span].iter().fold(0, |n, &b| n << 8 | usize::from(b)))
    }
}

#[cfg(test)]
mod tests {
    use super::MSGPACK;
    use crate::detect::layer::checks::{hint, refuse, rows};

    fn check(text: &[u8], expected: &[&str]) {
        let hint = hint("", "");
        assert!((MSGPACK.recognises)(text, &hint));
        assert_eq!(rows(&MSGPACK, text, &hint), expected);
    }

    #[test]
    fn maps() {
        check(b"\x82\xa8password\xa6secret\xa1n\x07", &["password|secret|Raw|Json|fixed"]);
        check(
            b"\x93\x01\x80\x81\xa5token\x92\xa3abc\xd9\x03def",
            &["token|abc|Raw|Json|fixed", "token|def|Raw|Json|fixed"],
        );
        check(b"\xde\x00\x01\xa1k\xc4\x02hi", &["k|hi|Raw|Json|fixed"]);
        refuse(&MSGPACK, &["text", "", "\u{1}\u{2}"]);
        assert!(!(MSGPACK.recognises)(b"\x82\xa8password\xa6secre", &hint("", "")));
    }
}
