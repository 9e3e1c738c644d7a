//! A packed body whose bytes were taken for characters (`\u001f\u008b\b…`).

use crate::detect::Codec;
use crate::detect::codec::Packing;
use crate::detect::layer::{Field, Hint, Layer, Visit};

/// A packed body whose bytes were taken for characters.
pub(crate) static LATIN1: Layer = Layer { id: "latin1", recognises, fields };

/// Enough characters to tell how something is packed.
const HEAD: usize = 4;

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let is_ascii = |byte: &u8| byte.is_ascii();
    // Packed bytes are no text unless they were made one.
    if !matches!(text, [0x1f | b'x' | b'(', ..]) || text.iter().all(is_ascii) {
        return false;
    }
    let head = String::from_utf8_lossy(&text[..text.len().min(2 * HEAD)]);
    let bytes: Option<Vec<u8>> =
        head.chars().take(HEAD).map(|char| u8::try_from(u32::from(char)).ok()).collect();
    bytes.is_some_and(|bytes| Packing::of(&bytes).is_some())
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    visit(Field::new(&b""[..], 0..text.len(), Codec::Latin1, hint.place));
}

#[cfg(test)]
mod tests {
    use super::LATIN1;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn by_the_first_characters() {
        let text = "\u{1f}\u{8b}\u{8}\0\u{ff}";
        check(&LATIN1, "application/json", text, &[&format!("|{text}|Latin1|Text")]);
        check(&LATIN1, "", "x\u{9c}\u{cb}", &["|x\u{9c}\u{cb}|Latin1|Text"]);
        refuse(&LATIN1, &["x", "x = é", "", "(é)", "\u{1f}\u{8b}"]);
    }
}
