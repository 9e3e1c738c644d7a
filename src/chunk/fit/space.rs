//! Takes the white space out that stands between the tokens of a JSON text.

/// Takes white space out of a JSON text that comes in blocks of any size.
#[derive(Debug, Clone, Copy, Default)]
pub struct Compactor(Place);

/// Where the next byte stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Between,
    String,
    /// In a string, after a backslash.
    Escape,
}

impl Compactor {
    /// Appends a block to `out` without its white space.
    pub fn feed(&mut self, mut block: &[u8], out: &mut Vec<u8>) {
        while !block.is_empty() {
            let all = (block.len(), self.0);
            let (read, next) = match self.0 {
                Place::Between => {
                    memchr::memchr(b'"', block).map_or(all, |at| (at + 1, Place::String))
                }
                Place::String => memchr::memchr2(b'"', b'\\', block).map_or(all, |at| {
                    (at + 1, if block[at] == b'"' { Place::Between } else { Place::Escape })
                }),
                Place::Escape => (1, Place::String),
            };
            let (piece, rest) = block.split_at(read);
            if self.0 == Place::Between {
                out.extend(piece.iter().filter(|byte| !byte.is_ascii_whitespace()));
            } else {
                out.extend_from_slice(piece);
            }
            (self.0, block) = (next, rest);
        }
    }
}

/// A whole JSON text without its white space.
#[must_use]
pub fn compacted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    Compactor::default().feed(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::chunk::fit::space::{Compactor, compacted};

    #[test]
    fn only_white_space_between_tokens_goes() {
        let text =
            "{ \"a b\" : [ 1 ,\n\t\"\\\" \\\\\" , \" x\\\\\\\" \" , true ] , \"c\" : { } }\r\n";
        let value: Value = serde_json::from_str(text).unwrap();
        let expected = serde_json::to_vec(&value).unwrap();
        assert_eq!(compacted(text.as_bytes()), expected);
        for size in 1..text.len() {
            let (mut compactor, mut out) = (Compactor::default(), Vec::new());
            text.as_bytes().chunks(size).for_each(|block| compactor.feed(block, &mut out));
            assert_eq!(out, expected, "{size}");
        }
    }
}
