//! Base64 of a raw DEFLATE stream, as the redirect binding of SAML writes messages
//! (SAML 2.0 Bindings, section 3.4.4.1).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::detect::codec::Decoded;
use crate::detect::codec::base64::{self, Alphabet};

/// What expands to more is not read: no message of a browser does, and a bomb must not fill memory.
const DECODED_BYTES_MAX: u64 = 16 << 20;

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let mut packed = Vec::new();
    if base64::decode(Alphabet::Standard, raw, &mut packed) != Decoded::Changed {
        return Decoded::Invalid;
    }
    if inflate(&packed, out) {
        Decoded::Changed
    } else {
        out.clear();
        Decoded::Invalid
    }
}

/// Appends `text`, packed and encoded with padding.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    base64::encode(Alphabet::Standard, &deflate(text), out);
}

/// Appends `text`, packed and encoded as `raw` was.
pub(super) fn encode_like(raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    base64::encode_like(Alphabet::Standard, raw, &deflate(text), out);
}

/// Whether all of `packed` is one stream of bounded length.
fn inflate(packed: &[u8], out: &mut Vec<u8>) -> bool {
    let mut decoder = DeflateDecoder::new(packed);
    let read = decoder.by_ref().take(DECODED_BYTES_MAX).read_to_end(out);
    // The last read makes sure that the stream has ended.
    read.is_ok_and(|len| len > 0)
        && matches!(decoder.read(&mut [0]), Ok(0))
        && decoder.total_in() == packed.len() as u64
}

fn deflate(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(text)
        .and_then(|()| encoder.finish())
        .expect("because a vector takes every write")
}
