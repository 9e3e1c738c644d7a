//! A text that is hexadecimal digits as a whole, and of something that can be read.

use crate::detect::Codec;
use crate::detect::codec::{Packing, hex_value};
use crate::detect::layer::base64::is_readable;
use crate::detect::layer::{Field, Hint, Layer, Visit, span};

/// Hexadecimal digits of something that can be read.
pub(crate) static HEX: Layer = Layer { id: "hex", recognises, fields };

/// Fewer digits are a number, or say something readable by chance.
const DIGITS_MIN: usize = 32;

/// How many digits are decoded before the whole is.
const SAMPLE: usize = 96;

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let text = &text[span::trim_all(text)];
    if text.len() < DIGITS_MIN || text.len() % 2 == 1 || !text[0].is_ascii_hexdigit() {
        return false;
    }
    let mut buffer = [0; SAMPLE / 2];
    let Some(head) = decode(&text[..text.len().min(SAMPLE)], &mut buffer) else { return false };
    (is_readable(head) || Packing::of(head).is_some()) && text.iter().all(u8::is_ascii_hexdigit)
}

/// The first bytes of what `sample` says.
fn decode<'o>(sample: &[u8], out: &'o mut [u8; SAMPLE / 2]) -> Option<&'o [u8]> {
    let (pairs, _) = sample.as_chunks::<2>();
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        *byte = hex_value(*high)? << 4 | hex_value(*low)?;
    }
    Some(&out[..pairs.len()])
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    visit(Field::new(&b""[..], span::trim_all(text), Codec::Hex, hint.place));
}

#[cfg(test)]
mod tests {
    use super::HEX;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn digits_of_a_text() {
        let json = "7b22746f6b656e223a22616263646566676869227d";
        check(&HEX, "", json, &[&format!("|{json}|Hex|Text")]);
        let padded = format!(" {}\n", json.to_uppercase());
        check(&HEX, "", &padded, &[&format!("|{}|Hex|Text", json.to_uppercase())]);
        let gzip = "1f8b0800000000000003ab562ac94f4fcd53b2524a4c4a565";
        check(&HEX, "", &gzip[..48], &[&format!("|{}|Hex|Text", &gzip[..48])]);
        refuse(
            &HEX,
            &[
                "",
                gzip,
                "d41d8cd98f00b204e9800998ecf8427e",
                "7b22746f6b656e223a226162636465",
                "7b22746f6b656e223a22616263646566676869227g",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ],
        );
    }
}
