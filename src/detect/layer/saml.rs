//! SAML messages in their two bindings: base64, and base64 of DEFLATE.

use crate::detect::layer::xml::XML;
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit, span};
use crate::detect::{Codec, Place};

/// The message of a SAML POST or redirect binding, under its parameter's name. The parameter is
/// secret as a whole, so what stands inside is only told to the sweep.
pub(crate) static SAML: Layer = Layer {
    id: "saml",
    recognises: |text, hint| is_message(hint.name) && codec(text).is_some(),
    fields,
};

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    if let Some(codec) = codec(text) {
        visit(Field {
            reading: Reading::As(&XML),
            seed: true,
            ..Field::new(&b""[..], span::trim_all(text), codec, Place::Xml)
        });
    }
}

/// Whether a parameter of this name is a message.
pub(crate) fn is_message(name: &[u8]) -> bool {
    [&b"SAMLResponse"[..], b"SAMLRequest"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// How the message is written: base64 of XML begins with that of `<` or of a byte order mark.
fn codec(text: &[u8]) -> Option<Codec> {
    let text = &text[span::trim_all(text)];
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\r\n \t-_".contains(b);
    if text.len() < 24 || !text.iter().all(base64) {
        return None;
    }
    let xml = text[0] == b'P' && matches!(text[1], b'A'..=b'P') || text.starts_with(b"77u/P");
    Some(if xml { Codec::Base64 } else { Codec::DeflateBase64 })
}

#[cfg(test)]
mod tests {
    use super::SAML;
    use crate::detect::layer::checks::{hint, rows};

    fn check(name: &str, text: &str, codec: Option<&str>) {
        let hint = hint("", name);
        let found = (SAML.recognises)(text.as_bytes(), &hint);
        assert_eq!(found, codec.is_some(), "{name} {text}");
        let expected = codec.map(|codec| format!("|{text}|{codec}|Xml|seed"));
        if found {
            assert_eq!(rows(&SAML, text.as_bytes(), &hint), Vec::from_iter(expected));
        }
    }

    #[test]
    fn bindings() {
        let xml = "PHNhbWxwOlJlc3BvbnNlIHg9IjEiPjwvc2FtbHA6UmVzcG9uc2U+";
        check("SAMLResponse", xml, Some("Base64"));
        check("samlrequest", "fVHLTsMwELz3KyLfk9jOs1ZbKZRDJRBVWzhwQU68", Some("DeflateBase64"));
        check("RelayState", xml, None);
        check("SAMLResponse", "<samlp:Response></samlp:Response>", None);
    }
}
