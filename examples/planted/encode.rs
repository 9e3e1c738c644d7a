//! Encodings in which a value can be planted, each as a plain function over bytes.

use std::fmt::Write as _;
use std::io::Write as _;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes by the name that a template uses.
pub(crate) fn encode(filter: &str, value: &[u8]) -> Vec<u8> {
    match filter {
        "raw" => value.to_vec(),
        "json" => json(value),
        "jsonslash" => String::from_utf8_lossy(&json(value)).replace('/', "\\/").into_bytes(),
        "jsonu" => unicode_escaped(value),
        "js" => script(value),
        "pct" => percent(value, b"-._~"),
        "pct2" => percent(&percent(value, b"-._~"), b"-._~"),
        "pctlow" => percent(value, b"-._~").to_ascii_lowercase_hex(),
        "form" => String::from_utf8_lossy(&percent(value, b"-._* ")).replace(' ', "+").into(),
        "html" => html(value),
        "htmlnum" => value.iter().map(|byte| format!("&#{byte};")).collect::<String>().into(),
        "b64" => base64(value, STANDARD, true),
        "b64u" => base64(value, URL_SAFE, false),
        "b64lines" => {
            let text = base64(value, STANDARD, true);
            text.chunks(64).collect::<Vec<_>>().join(&b"\r\n"[..])
        }
        "hex" => hex(value).into_bytes(),
        "HEX" => hex(value).to_uppercase().into_bytes(),
        "utf16" => utf16(value),
        "deflate" => deflate(value),
        "gzip" => gzip(value),
        "pb" => protobuf(value),
        "grpc" => grpc(&protobuf(value)),
        _ => panic!("no encoding is called {filter}"),
    }
}

trait LowerHex {
    fn to_ascii_lowercase_hex(self) -> Self;
}

impl LowerHex for Vec<u8> {
    fn to_ascii_lowercase_hex(mut self) -> Self {
        for at in 0..self.len().saturating_sub(2) {
            if self[at] == b'%' {
                self[at + 1..at + 3].make_ascii_lowercase();
            }
        }
        self
    }
}

pub(crate) fn json(value: &[u8]) -> Vec<u8> {
    let text = serde_json::to_string(&String::from_utf8_lossy(value)).expect("a string is JSON");
    text.as_bytes()[1..text.len() - 1].to_vec()
}

pub(crate) fn unicode_escaped(value: &[u8]) -> Vec<u8> {
    let units = String::from_utf8_lossy(value).encode_utf16().collect::<Vec<_>>();
    units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>().into_bytes()
}

fn script(value: &[u8]) -> Vec<u8> {
    let mut out = String::new();
    for char in String::from_utf8_lossy(value).chars() {
        match char {
            '\'' | '"' | '<' | '&' => _ = write!(out, "\\x{:02x}", u32::from(char)),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ => out.push(char),
        }
    }
    out.into_bytes()
}

pub(crate) fn percent(value: &[u8], bare: &[u8]) -> Vec<u8> {
    let mut out = String::new();
    for &byte in value {
        if byte.is_ascii_alphanumeric() || bare.contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out.into_bytes()
}

pub(crate) fn html(value: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(value)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .into_bytes()
}

pub(crate) fn standard_base64(value: &[u8]) -> String {
    String::from_utf8(base64(value, STANDARD, true)).expect("base64 is ASCII")
}

pub(crate) fn url_base64(value: &[u8]) -> String {
    String::from_utf8(base64(value, URL_SAFE, false)).expect("base64 is ASCII")
}

fn base64(value: &[u8], alphabet: &[u8; 64], padded: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in value.chunks(3) {
        let number = (0..3)
            .fold(0, |sum, at| sum << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        for at in 0..=chunk.len() {
            out.push(alphabet[(number >> (18 - 6 * at) & 63) as usize]);
        }
        if padded {
            out.resize(out.len().next_multiple_of(4), b'=');
        }
    }
    out
}

pub(crate) fn hex(value: &[u8]) -> String {
    value.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn utf16(value: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(value);
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn deflate(value: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(value).and_then(|()| writer.finish()).expect("memory takes it")
}

fn gzip(value: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(value).and_then(|()| writer.finish()).expect("memory takes it")
}

/// Field 1 a number, field 2 the value, field 3 a number again.
fn protobuf(value: &[u8]) -> Vec<u8> {
    let mut out = vec![0x08, 0x96, 0x01, 0x12];
    let mut length = value.len();
    while length >= 0x80 {
        out.push(u8::try_from(length & 0x7f).expect("seven bits") | 0x80);
        length >>= 7;
    }
    out.push(u8::try_from(length).expect("seven bits"));
    out.extend_from_slice(value);
    out.extend([0x18, 0xac, 0x02]);
    out
}

fn grpc(message: &[u8]) -> Vec<u8> {
    let mut out = vec![0];
    out.extend(u32::try_from(message.len()).expect("a short message").to_be_bytes());
    out.extend_from_slice(message);
    out
}
