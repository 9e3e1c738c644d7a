//! Which layers a text can have at all, by the kinds of bytes in it.
//!
//! Most strings of a capture are words and numbers, and no layer recognises them; asking all of
//! them costs more than anything else that happens to such a string. So one look at its bytes, and
//! one at its name, picks the few that are worth asking.

use std::sync::LazyLock;

use crate::detect::Place;
use crate::detect::layer::{Hint, LAYERS, Layer, cookie, header, layers_for, saml, url};

/// Kinds of bytes; a set of them is a number.
const EQUALS: u16 = 1;
const COLON: u16 = 1 << 1;
const BLANK: u16 = 1 << 2;
const LINE: u16 = 1 << 3;
const SLASH: u16 = 1 << 4;
/// `{}[]()"`.
const BRACKET: u16 = 1 << 5;
const ANGLE: u16 = 1 << 6;
/// Control characters, and all beyond ASCII.
const ODD: u16 = 1 << 7;
/// `;`, `,` and `|`.
const LIST: u16 = 1 << 8;
/// `.` and `@`.
const DOT: u16 = 1 << 9;
/// `?` and `#`.
const QUERY: u16 = 1 << 10;
const SETS: usize = 1 << 11;

/// Longer texts are rare and hold everything.
const LOOK_BYTES: usize = 512;

/// What a layer needs to recognise a text: all bytes of one of these sets. Without a row, nothing.
static NEEDS: &[(&str, &[u16])] = &[
    ("curl", &[BLANK]),
    ("http-message", &[SLASH, COLON | LINE]),
    ("multipart", &[LINE]),
    ("utf16", &[ODD]),
    ("packed", &[ODD]),
    ("latin1", &[ODD]),
    ("chunks", &[BRACKET]),
    ("deflated", &[BRACKET]),
    ("jwt", &[DOT]),
    ("data_url", &[COLON | LIST]),
    ("set-cookie", &[EQUALS | LIST]),
    ("cookie", &[IMPOSSIBLE]),
    ("authorization", &[BLANK]),
    ("url", &[SLASH]),
    ("delta", &[LIST]),
    ("vcard", &[COLON | LINE]),
    ("html", &[ANGLE]),
    ("xml", &[ANGLE]),
    ("sse", &[COLON]),
    ("stomp", &[LINE]),
    ("commands", &[BLANK]),
    ("socketio", &[BRACKET]),
    ("signalr", &[BRACKET | ODD]),
    ("xssi", &[BRACKET]),
    ("jsonp", &[BRACKET]),
    ("ndjson", &[BRACKET]),
    ("flight", &[COLON | LINE]),
    ("graphql", &[BRACKET]),
    ("css", &[DOT]),
    ("csv", &[LINE]),
    ("header-line", &[COLON | BLANK]),
    ("form", &[EQUALS]),
    ("pairs", &[EQUALS, COLON]),
    ("script", &[EQUALS, BRACKET]),
    ("mqtt", &[ODD]),
    ("msgpack", &[ODD]),
    ("binary", &[ODD]),
    ("embedded", &[BRACKET | COLON, ANGLE]),
    // A stem of a name counts before a sign, the name of a scheme or a flag before a blank; a
    // colon can be wide.
    ("prose", &[EQUALS, COLON, BLANK, ODD]),
];

/// No set holds all of this: only the text's name can tell.
const IMPOSSIBLE: u16 = 1 << 15;

/// The kind of each byte.
static KINDS: [u16; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    loop {
        kinds[byte as usize] = match byte {
            b'=' => EQUALS,
            b':' => COLON,
            b' ' | b'\t' => BLANK,
            b'\n' | b'\r' => LINE,
            b'/' => SLASH,
            b'{' | b'}' | b'[' | b']' | b'(' | b')' | b'"' => BRACKET,
            b'<' => ANGLE,
            0..0x20 | 0x7f.. => ODD,
            b';' | b',' | b'|' => LIST,
            b'.' | b'@' => DOT,
            b'?' | b'#' => QUERY,
            _ => 0,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

/// For each set of kinds the layers that it lets through, as bits in the order of [`LAYERS`].
static OPEN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let needs = |layer: &&Layer| NEEDS.iter().find(|(id, _)| *id == layer.id).map(|row| row.1);
    let needs: Vec<Option<&[u16]>> = LAYERS.iter().map(needs).collect();
    let lets_through = |set: u16, needs: &Option<&[u16]>| {
        needs.is_none_or(|needs| needs.iter().any(|need| set & need == *need))
    };
    let open = |set: u16| {
        let open = LAYERS.iter().zip(&needs).enumerate();
        let open = open.filter(|(_, (_, needs))| lets_through(set, needs));
        open.map(|(at, (layer, _))| (at, layer)).fold(0, bit)
    };
    (0..SETS).map(|set| open(u16::try_from(set).expect("because a set has eleven bits"))).collect()
});

fn bit(bits: u64, (at, _): (usize, &&Layer)) -> u64 {
    bits | 1 << at
}

/// The layers of these identifiers.
fn of(ids: &[&str]) -> u64 {
    LAYERS.iter().enumerate().filter(|(_, layer)| ids.contains(&layer.id)).fold(0, bit)
}

static COOKIES: LazyLock<u64> = LazyLock::new(|| of(&["set-cookie", "cookie"]));
static AUTHORIZATION: LazyLock<u64> = LazyLock::new(|| of(&["authorization"]));
static URL: LazyLock<u64> = LazyLock::new(|| of(&["url"]));
static SAML: LazyLock<u64> = LazyLock::new(|| of(&["saml"]));

/// The first layer that recognises `text`.
pub(crate) fn pick(text: &[u8], hint: &Hint<'_>) -> Option<&'static Layer> {
    if is_stated(hint) || text.len() > LOOK_BYTES {
        let mut layers = layers_for(text, hint).iter().copied();
        return layers.find(|layer| (layer.recognises)(text, hint));
    }
    let set = text.iter().fold(0, |set, byte| set | KINDS[usize::from(*byte)]);
    let mut bits = OPEN[usize::from(set)] & !*SAML | by_name(set, hint.name);
    while bits != 0 {
        let layer = LAYERS[bits.trailing_zeros() as usize];
        if (layer.recognises)(text, hint) {
            return Some(layer);
        }
        bits &= bits - 1;
    }
    None
}

/// Whether the hint alone is enough for a layer: a media type, or the content of an element or
/// attribute that holds nothing but code.
fn is_stated(hint: &Hint<'_>) -> bool {
    !hint.mime.is_empty()
        || match hint.place {
            Place::Script => hint.name == b"script" || hint.name.starts_with(b"on"),
            Place::Html => hint.name == b"style",
            _ => false,
        }
}

/// The layers that a name is enough for.
fn by_name(set: u16, name: &[u8]) -> u64 {
    if name.len() < 3 {
        return 0;
    }
    let mut bits = 0;
    if memchr::memchr2(b'k', b'K', name).is_some() && cookie::is_cookie_like(name) {
        bits |= *COOKIES;
    }
    if header::is_authorization(name) {
        bits |= *AUTHORIZATION;
    }
    if set & (SLASH | QUERY | DOT | LIST) != 0 && url::is_url_name(name) {
        bits |= *URL;
    }
    if saml::is_message(name) {
        bits |= *SAML;
    }
    bits
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::layer::gate::{NEEDS, pick};
    use crate::detect::layer::{Hint, LAYERS};

    #[test]
    fn every_row_is_of_a_layer() {
        for (id, _) in NEEDS {
            assert!(LAYERS.iter().any(|layer| layer.id == *id), "{id}");
        }
        assert!(LAYERS.len() <= u64::BITS as usize);
    }

    /// The same answer as asking every layer, for strings of the captures and pieces of them.
    #[test]
    fn no_layer_is_missed() {
        for (_, capture) in crate::har::captures::captures() {
            let strings = capture.split(|byte| *byte == b'"').filter(|string| string.len() >= 4);
            for string in strings.step_by(61) {
                check(string);
                check(&string[string.len() / 3..]);
            }
        }
        LINES.iter().for_each(|text| check(text.as_bytes()));
    }

    fn check(text: &[u8]) {
        let text = &text[..text.len().min(600)];
        let names = [
            "",
            "a",
            "value",
            "callback_url",
            "setCookie",
            "Cookie",
            "Authorization",
            "SAMLRequest",
        ];
        for name in names {
            for place in
                [Place::Json, Place::RequestHeader, Place::Text, Place::Script, Place::Html]
            {
                let hint = Hint { place, mime: b"", name: name.as_bytes() };
                let slow = LAYERS.iter().find(|layer| (layer.recognises)(text, &hint));
                let fast = pick(text, &hint);
                let (slow, fast) = (slow.map(|layer| layer.id), fast.map(|layer| layer.id));
                // Running text without a sign or a blank has no fields.
                assert!(
                    slow == fast || slow == Some("prose") && fast.is_none(),
                    "{slow:?} {fast:?}"
                );
            }
        }
    }

    const LINES: &[&str] = &[
        "curl 'https://a.test'",
        "GET /a HTTP/1.1",
        "HTTP/1.1 200",
        "Host: a\nCookie: b=c",
        "--x\nContent-Type: a\n\nb\n--x--",
        "\u{feff}ab",
        "a\0b\0c\0d\0e\0",
        "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2lnbmF0dXJl",
        "eyJhbGciOiJub25lIn0.eyJhIjoxfQ",
        "data:,a",
        "data:text/html,<p>",
        "sid=abc; Path=/; HttpOnly",
        "Bearer abcdef0123456789abcdef",
        "Bearer\tabcdef0123456789abcdef",
        "https://a.test/",
        "//cdn.test",
        "a?b",
        "mailto:x@y.test",
        "1|#||4|2|hiddenField|a|bc|",
        "BEGIN:VCARD\nN:a",
        "<p>a</p>",
        "data: {\"a\":1}",
        "42[\"a\"]",
        "{\"a\":1}\u{1e}",
        ")]}'\n{\"a\":1}",
        ")]}'\n12\n[[1]]",
        "cb({\"a\":1})",
        "{\"a\":1}\n{\"b\":2}",
        "0:{\"a\":1}\n1:[2]",
        "query Q { a }",
        "{ me { id } }",
        "@import 'a'",
        "@media print{a{b:c}}",
        "id,password\n7,sunshine",
        "| id | password |\n|---|---|\n| 7 | a |",
        "x-api-key: abc",
        "a=b&c=d",
        "?a=b&c=d",
        "A=1\nB=2",
        "a: 1\nb: 2",
        "- a: 1\n- b: 2",
        "var a = 1",
        "login('a')",
        "eyJhIjoiYiJ9",
        "SGVsbG8gd29ybGQsIHRoaXMgaXMgdGV4dA==",
        "\u{81}\u{a1}aa",
        "PASS oauth:abc",
        "CONNECT {\"a\":1}",
        "\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04abcd",
        "--password hunter22",
        "token=abc",
        "fetch(`a`)",
    ];
}
