//! SignalR: JSON records, each ended by 0x1e.

use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// JSON records, each ended by 0x1e (the JSON protocol of ASP.NET Core SignalR).
pub(crate) static SIGNALR: Layer = Layer {
    id: "signalr",
    recognises: |text, _| text.first() == Some(&b'{') && memchr::memchr(END, text).is_some(),
    fields,
};

const END: u8 = 0x1e;

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut start = 0;
    for end in memchr::memchr_iter(END, text).chain([text.len()]) {
        if start < end {
            visit(Field::new(&b""[..], start..end, Codec::Raw, Place::Json));
        }
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::SIGNALR;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn records() {
        check(&SIGNALR, "", "{\"type\":6}\u{1e}", &["|{\"type\":6}|Raw|Json"]);
        check(
            &SIGNALR,
            "",
            "{\"a\":1}\u{1e}{\"b\":2}\u{1e}{\"c\"",
            &["|{\"a\":1}|Raw|Json", "|{\"b\":2}|Raw|Json", "|{\"c\"|Raw|Json"],
        );
        refuse(&SIGNALR, &["{\"type\":6}", "", "a\u{1e}"]);
    }
}
