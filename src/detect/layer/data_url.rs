//! `data:` URLs: a media type and a text, in base64 or percent encoding.

use crate::detect::layer::{Field, Layer};
use crate::detect::{Codec, Place};

/// A text that is a `data:` URL.
pub(crate) static DATA_URL: Layer = Layer {
    id: "data-url",
    recognises: |text, _| comma(text).is_some(),
    fields: |text, _, visit| {
        if let Some(comma) = comma(text) {
            let is_base64 = text[..comma].to_ascii_lowercase().ends_with(b";base64");
            let codec = if is_base64 { Codec::Base64 } else { Codec::Percent };
            visit(Field::new(&b""[..], comma + 1..text.len(), codec, Place::Text));
        }
    },
};

/// The comma that ends the head; heads are short.
fn comma(text: &[u8]) -> Option<usize> {
    if !text.get(..5)?.eq_ignore_ascii_case(b"data:") {
        return None;
    }
    let comma = 5 + memchr::memchr(b',', &text[5..text.len().min(512)])?;
    let head = &text[5..comma];
    let is_head = head.first().is_none_or(|&b| b == b';' || b.is_ascii_alphabetic())
        && (head.is_empty() || head.iter().any(|b| b"/;".contains(b)))
        && !head.contains(&b' ');
    is_head.then_some(comma)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::data_url::DATA_URL;

    #[test]
    fn cuts_data_urls() {
        for (text, expected) in [
            ("data:text/plain;charset=utf-8;base64,aGk=", "=aGk="),
            ("data:,a%20b", "=a%20b"),
            ("DATA:application/json,%7B%7D", "=%7B%7D"),
        ] {
            check(&DATA_URL, text, &NO_HINT, &[expected]);
        }
        check_foreign(&DATA_URL, "data: some words, and more", &NO_HINT);
        check_foreign(&DATA_URL, "data:none", &NO_HINT);
    }
}
