//! Streams of gzip (RFC 1952), zlib (RFC 1950) and Zstandard (RFC 8878), as bodies have them that
//! nobody has unpacked.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::detect::codec::Decoded;

/// How something is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// With gzip, in one or more members.
    Gzip,
    /// With zlib.
    Zlib,
    /// With Zstandard, in one or more frames.
    Zstd,
    /// With DEFLATE alone (RFC 1951), as many servers understand `Content-Encoding: deflate`.
    /// Nothing in the first bytes tells it.
    Deflate,
}

/// How much of a stream could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unpacked {
    /// All of it.
    Whole,
    /// Its beginning: it was cut, or is damaged.
    Broken,
    /// It is larger than anything that a body is worth being read for.
    TooLarge,
    /// None of it.
    Nothing,
}

/// What unpacks to more is not read: a bomb must not fill memory.
const TEXT_BYTES_MAX: usize = 8 << 20;

/// Nor what unpacks to this many times its size, but for the first bytes: time must not grow with
/// what a bomb says.
const GROWTH_MAX: usize = 64;
const FREE_BYTES: usize = 4096;

/// The largest window of Zstandard that is set aside, as a power of two: no frame of a smaller text
/// has a larger one.
const WINDOW_LOG_MAX: u32 = 23;

/// No frame with a text in it has fewer bytes: its header, that of a block, and both of their first.
const ZSTD_BYTES_MIN: usize = 4 + 2 + 3;

impl Unpacked {
    /// The same, if the stream was all that there is.
    fn of_all(self, is_all: bool) -> Self {
        if self == Self::Whole && !is_all { Self::Broken } else { self }
    }
}

impl Packing {
    /// How `text` seems to be packed, by its first bytes.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        match text {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // The check bits over the method and each level, with the window that all writers use.
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => Some(Self::Zlib),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Unpacks `packed` into `out`, which is empty; what was read stays there in any case.
    pub(crate) fn unpack(self, packed: &[u8], out: &mut Vec<u8>) -> Unpacked {
        let most = FREE_BYTES.saturating_add(packed.len().saturating_mul(GROWTH_MAX));
        self.unpack_to(packed, most.min(TEXT_BYTES_MAX), out)
    }

    /// Whether `packed` begins with a stream. Zstandard says nothing before a block is whole, but is
    /// known by its first four bytes.
    pub(crate) fn begins(self, packed: &[u8]) -> bool {
        if self == Self::Zstd {
            return packed.len() > ZSTD_BYTES_MIN;
        }
        let mut out = Vec::new();
        self.unpack_to(packed, 1, &mut out);
        !out.is_empty()
    }

    /// The first bytes of what `packed` says, which may be its beginning.
    pub(crate) fn head(self, packed: &[u8], bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        self.unpack_to(packed, bytes, &mut out);
        out
    }

    fn unpack_to(self, packed: &[u8], most: usize, out: &mut Vec<u8>) -> Unpacked {
        match self {
            Self::Gzip => read(MultiGzDecoder::new(packed), most, out),
            Self::Zlib => {
                let mut decoder = ZlibDecoder::new(packed);
                let unpacked = read(&mut decoder, most, out);
                unpacked.of_all(decoder.total_in() == packed.len() as u64)
            }
            Self::Deflate => {
                let mut decoder = DeflateDecoder::new(packed);
                let unpacked = read(&mut decoder, most, out);
                unpacked.of_all(decoder.total_in() == packed.len() as u64)
            }
            Self::Zstd => {
                let decoder = zstd::stream::read::Decoder::with_buffer(packed);
                let Ok(mut decoder) = decoder else { return Unpacked::Nothing };
                if decoder.window_log_max(WINDOW_LOG_MAX).is_err() {
                    return Unpacked::Nothing;
                }
                read(decoder, most, out)
            }
        }
    }

    /// Packs `text` so that it can be unpacked again: what is said with fewer bytes than that asks
    /// for is not said so briefly.
    fn pack(self, text: &[u8]) -> Vec<u8> {
        let mut packed = self.pack_to(text, Compression::default());
        let enough = text.len().saturating_sub(FREE_BYTES).div_ceil(GROWTH_MAX);
        if packed.len() < enough {
            match self {
                Self::Gzip | Self::Zlib | Self::Deflate => {
                    packed = self.pack_to(text, Compression::none());
                }
                Self::Zstd => skip(&mut packed, enough),
            }
        }
        packed
    }

    fn pack_to(self, text: &[u8], level: Compression) -> Vec<u8> {
        let packed = match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
            Self::Zlib => {
                let mut encoder = ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
            Self::Deflate => {
                let mut encoder = DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
            Self::Zstd => zstd::stream::encode_all(text, zstd::DEFAULT_COMPRESSION_LEVEL),
        };
        packed.expect("because a vector takes every write")
    }
}

/// Appends a frame of Zstandard that says nothing, so that there are at least so many bytes (RFC
/// 8878, section 3.1.2).
fn skip(packed: &mut Vec<u8>, bytes: usize) {
    let content = u32::try_from(bytes.saturating_sub(packed.len())).unwrap_or(0);
    packed.extend_from_slice(&0x184D_2A50_u32.to_le_bytes());
    packed.extend_from_slice(&content.to_le_bytes());
    packed.resize(packed.len() + content as usize, 0);
}

/// Reads a stream to its end, or to one byte more than `most`.
fn read(mut stream: impl Read, most: usize, out: &mut Vec<u8>) -> Unpacked {
    let read = stream.by_ref().take(most as u64 + 1).read_to_end(out);
    match read {
        _ if out.len() > most => Unpacked::TooLarge,
        Ok(_) => Unpacked::Whole,
        Err(_) if out.is_empty() => Unpacked::Nothing,
        Err(_) => Unpacked::Broken,
    }
}

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(packing: Packing, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    if packing.unpack(raw, out) == Unpacked::Whole && !out.is_empty() {
        Decoded::Changed
    } else {
        out.clear();
        Decoded::Invalid
    }
}

/// Appends `text`, packed.
pub(super) fn encode(packing: Packing, text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&packing.pack(text));
}
