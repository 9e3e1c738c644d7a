//! `data:` URLs (RFC 2397): a document inside a URL, in base64 or percent encoding.

use crate::detect::layer::css::CSS;
use crate::detect::layer::html::HTML;
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::xml::XML;
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit, span};
use crate::detect::{Codec, Place};

/// A document inside a URL.
pub(crate) static DATA_URL: Layer =
    Layer { id: "data_url", recognises: |text, _| comma(text).is_some(), fields };

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some(comma) = comma(text) else {
        return;
    };
    let head = &text[5..comma];
    let codec = if head.to_ascii_lowercase().ends_with(b";base64") {
        Codec::Base64
    } else {
        Codec::Percent
    };
    let value = span::trim(text, comma + 1..text.len());
    let (name, place, reading) = reading(head);
    visit(Field { reading, ..Field::new(name, value, codec, place) });
}

/// How a document of this media type is read.
fn reading(mime: &[u8]) -> (&'static [u8], Place, Reading) {
    let has = |word: &str| span::contains(mime, word.as_bytes());
    if has("html") {
        (b"", Place::Html, Reading::As(&HTML))
    } else if has("xml") {
        (b"", Place::Xml, Reading::As(&XML))
    } else if has("javascript") {
        (b"script", Place::Script, Reading::As(&SCRIPT))
    } else if has("text/css") {
        (b"style", Place::Html, Reading::As(&CSS))
    } else if ["image/", "font/", "audio/", "video/"].iter().any(|kind| has(kind)) {
        (b"", Place::Text, Reading::Plain)
    } else {
        (b"", Place::Text, Reading::Sniff)
    }
}

/// The comma before the data.
fn comma(text: &[u8]) -> Option<usize> {
    if !span::starts_with(text, b"data:") {
        return None;
    }
    let head = &text[5..text.len().min(200)];
    let comma = memchr::memchr(b',', head)?;
    let media = &head[..comma];
    let known = media.is_empty() || media.starts_with(b";") || media.contains(&b'/');
    let valid = |b: &u8| b.is_ascii_alphanumeric() || b"/;=-+._\"' %*!".contains(b);
    (known && media.iter().all(valid)).then_some(5 + comma)
}

#[cfg(test)]
mod tests {
    use super::DATA_URL;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn documents() {
        check(
            &DATA_URL,
            "",
            "data:application/json;base64,eyJhIjoxfQ==",
            &["|eyJhIjoxfQ==|Base64|Text"],
        );
        check(&DATA_URL, "", "data:text/html;charset=utf-8,%3Cp%3E", &["|%3Cp%3E|Percent|Html"]);
        check(&DATA_URL, "", "DATA:text/javascript,x%3D1", &["script|x%3D1|Percent|Script"]);
        check(&DATA_URL, "", "data:,hello", &["|hello|Percent|Text"]);
        check(&DATA_URL, "", "data:image/png;BASE64,iVBO", &["|iVBO|Base64|Text"]);
        refuse(&DATA_URL, &["data: {\"a\":1}", "data:foo,bar", "data", "", "metadata:,x"]);
    }
}
