//! JSON behind a prefix that keeps other sites from running it as a script.

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// JSON behind a prefix that keeps other sites from running it as a script (XSSI).
pub(crate) static XSSI: Layer =
    Layer { id: "xssi", recognises: |text, _| json_start(text).is_some(), fields };

/// Longer ones before those that they begin with.
const PREFIXES: &[&[u8]] = &[
    b")]}',",
    b")]}'",
    b")]}",
    b"])}while(1);</x>",
    b"for(;;);",
    b"for (;;);",
    b"while(1);",
    b"while (1);",
    b"while(true);",
    b"while (true);",
    b"throw 1; <dont be evil>",
    b"throw 1; < don't be evil' >",
    b"throw 1;",
    b"throw(1);",
    b"&&&START&&&",
    b"/*-secure-",
    b"{}&&",
    b"{} &&",
    b"//OK",
    b"/**/",
];

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some(start) = json_start(text) else {
        return;
    };
    let mut rest = span::trim(text, start..text.len());
    if text[rest.clone()].ends_with(b"*/") {
        rest = span::trim(text, rest.start..rest.end - 2);
    }
    visit(Field::new(&b""[..], rest, Codec::Raw, Place::Json));
}

/// Where the JSON behind the prefix begins.
fn json_start(text: &[u8]) -> Option<usize> {
    let start = span::trim_all(text).start;
    let prefix = PREFIXES.iter().find(|prefix| text[start..].starts_with(prefix))?;
    let json = span::skip_space(text, start + prefix.len());
    let first = *text.get(json)?;
    // Google's streams put the length of a piece before it.
    let chunked = first.is_ascii_digit() && prefix.starts_with(b")]}");
    (chunked || first == b'[' || first == b'{' && text[json..] != *b"{").then_some(json)
}

#[cfg(test)]
mod tests {
    use super::XSSI;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn prefixes() {
        for prefix in [
            ")]}'\n",
            ")]}',\r\n",
            "for(;;);",
            "while(1);",
            "/**/",
            "&&&START&&&",
            "throw 1; ",
            "{}&&",
            " )]}'\n",
        ] {
            check(&XSSI, "", &format!("{prefix}{{\"a\":1}}\n"), &["|{\"a\":1}|Raw|Json"]);
        }
        check(&XSSI, "", "/*-secure-\n[1]\n*/", &["|[1]|Raw|Json"]);
        check(&XSSI, "", ")]}'\n\n12\n[[\"a\"]]\n", &["|12\n[[\"a\"]]|Raw|Json"]);
        refuse(&XSSI, &["{\"a\":1}", "for(;;){}", "while(1);", "/**/cb({})", "// [", "", "])}"]);
    }
}
