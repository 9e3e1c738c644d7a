//! The forms that one secret can take in a text, one row each.
//!
//! A form is written again whenever it is needed, so that the sweep stores a secret once. Base64
//! stands here without the characters at its edges that also hold bits of its neighbours: so it
//! matches inside a longer base64 text, and in a text of its own as well.

use zeroize::Zeroizing;

use crate::detect::codec::{Codec, Decoded};

/// How a form is compared with a text, and what a replacement of it must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As it is.
    Plain,
    /// Hexadecimal digits of either case.
    AnyCase,
    /// A piece of base64 text; the value begins so many bytes behind a group of three.
    Base64(usize),
}

/// One way to write a secret.
pub(crate) struct Encoding {
    /// What it is called.
    pub(crate) id: &'static str,
    /// How it is compared.
    pub(crate) shape: Shape,
    write: Write,
    /// The bytes without which it is the raw value again; `None` where it may differ in any case.
    changed: Option<&'static [u8]>,
}

/// Appends the form of a value.
type Write = fn(&[u8], &mut Vec<u8>);

impl Encoding {
    /// Writes the form of `value` into `out`, which is emptied first.
    pub(crate) fn write(&self, value: &[u8], out: &mut Vec<u8>) {
        out.clear();
        (self.write)(value, out);
    }

    /// Whether the form may differ from `value`.
    fn changes(&self, value: &[u8]) -> bool {
        let hard = |byte: u8| !(0x20..0x7f).contains(&byte) || byte == b'"' || byte == b'\\';
        self.changed
            .is_none_or(|changed| value.iter().any(|&byte| hard(byte) || changed.contains(&byte)))
    }
}

/// What the forms are called, for documentation.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|encoding| encoding.id)
}

/// Calls `visit` with the row and the bytes of each form of `value` of at least `bytes_min` bytes, of
/// the first `rows` of the table; forms equal to an earlier one are left out.
pub(crate) fn each_form(
    value: &[u8],
    rows: usize,
    bytes_min: usize,
    visit: &mut dyn FnMut(u8, &[u8]),
) {
    let mut seen: Vec<Zeroizing<Vec<u8>>> = Vec::new();
    let escaped = value.iter().any(|&byte| !is_unreserved(byte));
    for (row, encoding) in (0u8..).zip(&TABLE[..rows]) {
        let plain = encoding.shape == Shape::Plain && row > 0;
        if plain && (!escaped || !encoding.changes(value)) {
            continue;
        }
        let mut form = Zeroizing::new(Vec::new());
        encoding.write(value, &mut form);
        if form.len() >= bytes_min && !seen.contains(&form) {
            visit(row, &form);
            seen.push(form);
        }
    }
}

/// The rows that every value has: raw, decoded, base64, hex.
pub(crate) const COMMON_ROWS: usize = 9;

/// Every form: raw first, at most 64 rows.
pub(crate) const TABLE: &[Encoding] = &[
    row("raw", Shape::Plain, |value, out| out.extend_from_slice(value)),
    row("percent-decoded", Shape::Plain, |value, out| {
        if Codec::Percent.decode(value, out) != Decoded::Changed {
            out.extend_from_slice(value);
        }
    }),
    row("base64-0", Shape::Base64(0), |value, out| base64(Codec::Base64, 0, value, out)),
    row("base64-1", Shape::Base64(1), |value, out| base64(Codec::Base64, 1, value, out)),
    row("base64-2", Shape::Base64(2), |value, out| base64(Codec::Base64, 2, value, out)),
    row("base64url-0", Shape::Base64(0), |value, out| base64(Codec::Base64Url, 0, value, out)),
    row("base64url-1", Shape::Base64(1), |value, out| base64(Codec::Base64Url, 1, value, out)),
    row("base64url-2", Shape::Base64(2), |value, out| base64(Codec::Base64Url, 2, value, out)),
    row("hex", Shape::AnyCase, |value, out| {
        value.iter().for_each(|&byte| out.extend_from_slice(&digits(byte, Case::Lower)));
    }),
    changing(b"", "json", Shape::Plain, |value, out| {
        json(b"", Beyond::Raw, Case::Lower, value, out)
    }),
    changing(b"/", "json-slash", Shape::Plain, |value, out| {
        json(b"/", Beyond::Raw, Case::Lower, value, out)
    }),
    changing(b"", "json-ascii", Shape::Plain, |value, out| {
        json(b"", Beyond::Escaped, Case::Lower, value, out);
    }),
    changing(b"", "json-ascii-upper", Shape::Plain, |value, out| {
        json(b"", Beyond::Escaped, Case::Upper, value, out);
    }),
    changing(b"/", "json-ascii-slash", Shape::Plain, |value, out| {
        json(b"/", Beyond::Escaped, Case::Lower, value, out);
    }),
    changing(b"<>&", "json-html", Shape::Plain, |value, out| {
        json(b"<>&", Beyond::Raw, Case::Lower, value, out);
    }),
    changing(b"<>&'=", "json-html-equals", Shape::Plain, |value, out| {
        json(b"<>&'=", Beyond::Raw, Case::Lower, value, out);
    }),
    changing(b"<>&'=", "json-html-upper", Shape::Plain, |value, out| {
        json(b"<>&'=", Beyond::Raw, Case::Upper, value, out);
    }),
    changing(b"<>&'=", "json-html-ascii", Shape::Plain, |value, out| {
        json(b"<>&'=", Beyond::Escaped, Case::Lower, value, out);
    }),
    changing(b"<>&'=", "json-html-ascii-upper", Shape::Plain, |value, out| {
        json(b"<>&'=", Beyond::Escaped, Case::Upper, value, out);
    }),
    changing(b"<>&'+\"`", "json-dotnet", Shape::Plain, |value, out| {
        json(b"<>&'+\"`", Beyond::Escaped, Case::Upper, value, out);
    }),
    changing(b"<>&'\"/", "json-php-hex", Shape::Plain, |value, out| {
        json(b"<>&'\"/", Beyond::Escaped, Case::Upper, value, out);
    }),
    changing(b"", "json-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| json(b"", Beyond::Raw, Case::Lower, value, out));
    }),
    changing(b"/", "json-slash-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| json(b"/", Beyond::Raw, Case::Lower, value, out));
    }),
    changing(b"", "json-ascii-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| json(b"", Beyond::Escaped, Case::Lower, value, out));
    }),
    changing(b"<>&", "json-html-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| json(b"<>&", Beyond::Raw, Case::Lower, value, out));
    }),
    changing(b"<>&'=", "json-html-equals-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| json(b"<>&'=", Beyond::Raw, Case::Lower, value, out));
    }),
    changing(b"<>&'+\"`", "json-dotnet-json", Shape::Plain, |value, out| {
        twice(value, out, |value, out| {
            json(b"<>&'+\"`", Beyond::Escaped, Case::Upper, value, out);
        });
    }),
    row("percent", Shape::Plain, |value, out| percent(&COMPONENT, Case::Upper, value, out)),
    row("percent-lower", Shape::Plain, |value, out| percent(&COMPONENT, Case::Lower, value, out)),
    row("percent-strict", Shape::Plain, |value, out| percent(&STRICT, Case::Upper, value, out)),
    row("percent-strict-lower", Shape::Plain, |value, out| {
        percent(&STRICT, Case::Lower, value, out);
    }),
    row("percent-query", Shape::Plain, |value, out| percent(&QUERY, Case::Upper, value, out)),
    row("percent-query-lower", Shape::Plain, |value, out| percent(&QUERY, Case::Lower, value, out)),
    row("percent-uri", Shape::Plain, |value, out| percent(&URI, Case::Upper, value, out)),
    row("percent-percent", Shape::Plain, |value, out| {
        twice_percent(&COMPONENT, Case::Upper, value, out);
    }),
    row("percent-percent-lower", Shape::Plain, |value, out| {
        twice_percent(&COMPONENT, Case::Lower, value, out);
    }),
    row("percent-percent-strict", Shape::Plain, |value, out| {
        twice_percent(&STRICT, Case::Upper, value, out);
    }),
    row("percent-percent-strict-lower", Shape::Plain, |value, out| {
        twice_percent(&STRICT, Case::Lower, value, out);
    }),
    row("form", Shape::Plain, |value, out| form(Case::Upper, value, out)),
    row("form-lower", Shape::Plain, |value, out| form(Case::Lower, value, out)),
    changing(b"&<>'", "html", Shape::Plain, |value, out| html(NAMED, "&#39;", "", value, out)),
    changing(b"&<>'", "html-apos", Shape::Plain, |value, out| {
        html(NAMED, "&apos;", "", value, out)
    }),
    changing(b"&<>'", "html-hex-quote", Shape::Plain, |value, out| {
        html(NAMED, "&#x27;", "", value, out)
    }),
    changing(b"&<>'", "html-raw-quote", Shape::Plain, |value, out| {
        html(NAMED, "'", "", value, out)
    }),
    changing(b"&<>'", "html-decimal-quotes", Shape::Plain, |value, out| {
        html(QUOTES, "&#39;", "", value, out)
    }),
    changing(b"&<>'+", "html-go", Shape::Plain, |value, out| {
        html(QUOTES, "&#39;", "+", value, out)
    }),
    changing(b"&<>'=`", "html-equals", Shape::Plain, |value, out| {
        html(NAMED, "&#x27;", "=`", value, out)
    }),
    changing(b"&<>'=`/", "html-slash", Shape::Plain, |value, out| {
        html(NAMED, "&#39;", "=`/", value, out)
    }),
    changing(b"&<>'", "html-decimal", Shape::Plain, |value, out| {
        references(value, out, |code| format!("&#{code};"));
    }),
    changing(b"&<>'", "html-hex", Shape::Plain, |value, out| {
        references(value, out, |code| format!("&#x{code:x};"));
    }),
    changing(b"&<>'", "html-hex-upper", Shape::Plain, |value, out| {
        references(value, out, |code| format!("&#x{code:X};"));
    }),
];
const fn row(id: &'static str, shape: Shape, write: Write) -> Encoding {
    Encoding { id, shape, write, changed: None }
}

/// A row that differs from the raw value only where one of `changed` stands in it, a double quote,
/// a backslash, a control character or a byte beyond ASCII.
const fn changing(
    changed: &'static [u8],
    id: &'static str,
    shape: Shape,
    write: Write,
) -> Encoding {
    Encoding { id, shape, write, changed: Some(changed) }
}

/// The bytes that percent-encoding leaves.
type Kept = [bool; 256];

/// What `encodeURIComponent` leaves (ECMA-262).
static COMPONENT: Kept = kept(b"-_.!~*'()");
/// The unreserved characters of RFC 3986.
static STRICT: Kept = kept(b"-_.~");
/// What may stand in a query value (RFC 3986, section 3.4), without `&`, `=` and `+`.
static QUERY: Kept = kept(b"-_.~!$'()*,;:@/?");
/// What `encodeURI` leaves (ECMA-262).
static URI: Kept = kept(b"-_.!~*'();/?:@&=+$,#");
/// What forms leave (WHATWG URL, application/x-www-form-urlencoded), but for the space.
static FORM: Kept = kept(b"-_.*");

/// Letters, digits and these `marks`.
const fn kept(marks: &[u8]) -> Kept {
    let mut kept = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kept[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        kept[marks[at] as usize] = true;
        at += 1;
    }
    kept
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
}

/// What a JSON writer does with characters beyond ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Raw,
    Escaped,
}

fn is_unreserved(byte: u8) -> bool {
    STRICT[usize::from(byte)]
}

fn digits(byte: u8, case: Case) -> [u8; 2] {
    let table = match case {
        Case::Lower => b"0123456789abcdef",
        Case::Upper => b"0123456789ABCDEF",
    };
    [table[usize::from(byte >> 4)], table[usize::from(byte & 15)]]
}

/// The characters that hold bits of `value` only, when `lead` bytes stand before it in a triple.
fn base64(codec: Codec, lead: usize, value: &[u8], out: &mut Vec<u8>) {
    let mut padded = Zeroizing::new(vec![0; lead]);
    padded.extend_from_slice(value);
    codec.encode(&padded, out);
    out.truncate(padded.len() * 8 / 6);
    out.drain(..(lead * 8).div_ceil(6).min(out.len()));
}

/// A JSON string in which also the characters of `also` are escaped: `/` with a backslash, the
/// others by number.
fn json(also: &[u8], beyond: Beyond, case: Case, value: &[u8], out: &mut Vec<u8>) {
    let mut rest = value;
    while let Some(&byte) = rest.first() {
        if beyond == Beyond::Escaped
            && byte >= 0x80
            && let Some(char) = first_char(rest)
        {
            let mut units = [0; 2];
            char.encode_utf16(&mut units).iter().for_each(|&unit| number(unit, case, out));
            rest = &rest[char.len_utf8()..];
            continue;
        }
        match byte {
            b'/' if also.contains(&b'/') => out.extend_from_slice(b"\\/"),
            _ if also.contains(&byte) => number(byte.into(), case, out),
            0..0x20 if !b"\n\r\t\x08\x0c".contains(&byte) => number(byte.into(), case, out),
            _ => Codec::Json.encode(&[byte], out),
        }
        rest = &rest[1..];
    }
}

fn first_char(text: &[u8]) -> Option<char> {
    text[..text.len().min(4)].utf8_chunks().next()?.valid().chars().next()
}

fn number(unit: u16, case: Case, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\\u");
    unit.to_be_bytes().iter().for_each(|&byte| out.extend_from_slice(&digits(byte, case)));
}

/// JSON in JSON: `write`, then the escapes that its own backslashes and quotes need.
fn twice(value: &[u8], out: &mut Vec<u8>, write: Write) {
    let mut once = Zeroizing::new(Vec::new());
    write(value, &mut once);
    Codec::Json.encode(&once, out);
}

fn percent(kept: &Kept, case: Case, value: &[u8], out: &mut Vec<u8>) {
    percent_behind(b"%", kept, case, value, out);
}

/// Percent-encoded once more, only the sign is another: digits stay.
fn twice_percent(kept: &Kept, case: Case, value: &[u8], out: &mut Vec<u8>) {
    percent_behind(b"%25", kept, case, value, out);
}

fn percent_behind(sign: &[u8], kept: &Kept, case: Case, value: &[u8], out: &mut Vec<u8>) {
    let mut rest = value;
    loop {
        let len = rest.iter().take_while(|byte| kept[usize::from(**byte)]).count();
        out.extend_from_slice(&rest[..len]);
        let Some(&byte) = rest.get(len) else { return };
        out.extend_from_slice(sign);
        out.extend_from_slice(&digits(byte, case));
        rest = &rest[len + 1..];
    }
}

fn form(case: Case, value: &[u8], out: &mut Vec<u8>) {
    for (number, word) in value.split(|byte| *byte == b' ').enumerate() {
        out.extend((number > 0).then_some(b'+'));
        percent(&FORM, case, word, out);
    }
}

/// `&`, `<`, `>` and `"` as most writers have them.
const NAMED: [(u8, &str); 4] = [(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&quot;")];
/// The same with the double quote by its number.
const QUOTES: [(u8, &str); 4] = [(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&#34;")];

fn html(table: [(u8, &str); 4], quote: &str, also: &str, value: &[u8], out: &mut Vec<u8>) {
    for &byte in value {
        if let Some((_, name)) = table.iter().find(|(known, _)| *known == byte) {
            out.extend_from_slice(name.as_bytes());
        } else if byte == b'\'' {
            out.extend_from_slice(quote.as_bytes());
        } else if byte == b'+' && also.contains('+') {
            out.extend_from_slice(b"&#43;");
        } else if also.as_bytes().contains(&byte) {
            out.extend_from_slice(format!("&#x{byte:X};").as_bytes());
        } else {
            out.push(byte);
        }
    }
}

/// All five characters that HTML must escape, and all beyond ASCII, by number.
fn references(value: &[u8], out: &mut Vec<u8>, write: fn(u32) -> String) {
    let mut rest = value;
    while let Some(char) = first_char(rest) {
        if char.is_ascii() && !"&<>\"'".contains(char) {
            out.push(rest[0]);
        } else {
            out.extend_from_slice(write(char.into()).as_bytes());
        }
        rest = &rest[char.len_utf8()..];
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use crate::redact::encoding::{TABLE, each_form};

    #[track_caller]
    fn check(value: &str, forms: &[(&str, &str)]) {
        let mut got = Vec::new();
        each_form(value.as_bytes(), TABLE.len(), 8, &mut |row, form| {
            got.push((TABLE[usize::from(row)].id, String::from_utf8_lossy(form).into_owned()));
        });
        for &(id, form) in forms {
            assert!(got.iter().any(|(_, known)| known == form), "{id}: {form} not in {got:#?}");
        }
        for (at, (id, form)) in got.iter().enumerate() {
            assert!(got[..at].iter().all(|(_, known)| known != form), "{id} twice");
        }
    }

    fn count(value: &str) -> usize {
        let mut count = 0;
        each_form(value.as_bytes(), TABLE.len(), 8, &mut |_, _| count += 1);
        count
    }

    #[test]
    fn a_token_has_few_forms() {
        assert_eq!(count("k3Xw_81-QpZ.v7Lt"), 5);
        assert!(TABLE.len() <= 64);
    }

    #[test]
    fn forms_are_those_of_common_writers() {
        check(
            "a/b=\"é'<&>",
            &[
                ("raw", "a/b=\"é'<&>"),
                ("json", "a/b=\\\"é'<&>"),
                ("json-slash", "a\\/b=\\\"é'<&>"),
                ("json-ascii", "a/b=\\\"\\u00e9'<&>"),
                ("php", "a\\/b=\\\"\\u00e9'<&>"),
                ("go", "a/b=\\\"é'\\u003c\\u0026\\u003e"),
                ("gson", "a/b\\u003d\\\"é\\u0027\\u003c\\u0026\\u003e"),
                ("dotnet", "a/b=\\u0022\\u00E9\\u0027\\u003C\\u0026\\u003E"),
                ("twice", "a\\\\/b=\\\\\\\"é'<&>"),
                ("component", "a%2Fb%3D%22%C3%A9'%3C%26%3E"),
                ("strict lower", "a%2fb%3d%22%c3%a9%27%3c%26%3e"),
                ("twice", "a%252Fb%253D%2522%25C3%25A9'%253C%2526%253E"),
                ("html", "a/b=&quot;é&#39;&lt;&amp;&gt;"),
                ("markup", "a/b=&#34;é&#39;&lt;&amp;&gt;"),
                ("mustache", "a&#x2F;b&#x3D;&quot;é&#39;&lt;&amp;&gt;"),
                ("hex", "612f623d22c3a9273c263e"),
            ],
        );
        check("two words", &[("form", "two+words"), ("percent", "two%20words")]);
        check("dHdv%2Bwords%3D", &[("decoded", "dHdv+words=")]);
    }

    #[test]
    fn base64_pieces_hold_only_the_value() {
        for value in ["k3Xw_81-", "k3Xw_81-Q", "k3Xw_81-Qp", "ÿþ?~>ÿþ?~>"] {
            for around in 0..3 {
                let whole = [&b"xy"[..around], value.as_bytes(), b"tail"].concat();
                for codec in [crate::detect::Codec::Base64, crate::detect::Codec::Base64Url] {
                    let mut text = Vec::new();
                    codec.encode(&whole, &mut text);
                    let mut found = false;
                    each_form(value.as_bytes(), TABLE.len(), 8, &mut |_, form| {
                        found |= memchr::memmem::find(&text, form).is_some();
                    });
                    assert!(found, "{value} {around}");
                }
            }
        }
    }
}
