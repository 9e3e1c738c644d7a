//! The `baggage` header (W3C Baggage): `userId=…,tenant=acme;property`, each value under its key.

use crate::detect::layer::span::trim;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// The `baggage` header.
pub(crate) static BAGGAGE: Layer =
    Layer { id: "baggage", recognises: |text, _| memchr::memchr(b'=', text).is_some(), fields };

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr2(b',', b';', &text[start..]).map_or(text.len(), |at| start + at);
        let member = trim(text, start..end);
        if let Some(equals) = memchr::memchr(b'=', &text[member.clone()]) {
            let name = trim(text, member.start..member.start + equals);
            let value = trim(text, member.start + equals + 1..member.end);
            visit(Field::new(&text[name], value, Codec::Percent, Place::RequestHeader));
        }
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::baggage::BAGGAGE;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn cuts_members() {
        check(
            &BAGGAGE,
            "",
            "userId=u%201 , tenant = acme;prop;p=1",
            &[
                "userId|u%201|Percent|RequestHeader",
                "tenant|acme|Percent|RequestHeader",
                "p|1|Percent|RequestHeader",
            ],
        );
        refuse(&BAGGAGE, &["", "words"]);
    }
}
