//! Character references of HTML and XML (WHATWG HTML, *Character reference state*), read as in
//! an attribute: a legacy name without its semicolon counts unless `=` or a letter follows, so
//! that the query `?a=1&copy=2` stays what it is.

use crate::detect::codec::piece::{BATCH, Charwise, Piece};
use crate::har::mask;

/// `&amp;`
pub(super) struct Html;

impl Charwise for Html {
    fn next(raw: &[u8]) -> Option<usize> {
        memchr::memchr(b'&', raw)
    }

    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize {
        mask::places(b'&', raw, out)
    }

    fn piece(raw: &[u8]) -> Option<Piece> {
        match raw.get(1..3)? {
            [b'#', b'x' | b'X'] => numeric(raw, 3, 16),
            [b'#', _] => numeric(raw, 2, 10),
            _ => named(raw),
        }
    }
}

/// Appends `text` so that it may stand in an element or in quotes of either kind.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(b"&quot;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            _ => out.push(byte),
        }
    }
}

fn numeric(raw: &[u8], start: usize, radix: u32) -> Option<Piece> {
    let digits = raw[start..].iter().map_while(|&byte| char::from(byte).to_digit(radix));
    let (len, code) = digits.fold((0usize, 0u32), |(len, code), digit| {
        (len + 1, code.saturating_mul(radix).saturating_add(digit))
    });
    let end = start + len;
    let raw_len = end + usize::from(raw.get(end) == Some(&b';'));
    (len > 0).then(|| Piece::code_point(meant(code), raw_len))
}

/// The code point that browsers show for a number: Windows-1252 where Latin-1 has controls.
fn meant(code: u32) -> u32 {
    const WINDOWS_1252: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
        0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];
    match code {
        0x80..0xa0 => WINDOWS_1252[code as usize - 0x80].into(),
        0 | 0xd800..0xe000 => 0xfffd,
        _ => code,
    }
}

fn named(raw: &[u8]) -> Option<Piece> {
    let rest = &raw[1..];
    let longest = &rest[..rest.len().min(NAME_BYTES_MAX + 1)];
    let len =
        longest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(longest.len());
    let next = rest.get(len);
    let tables: &[&[(&str, u32)]] = match next {
        Some(b';') => &[LEGACY, NAMES, ANGULAR],
        Some(b'=') => &[],
        _ => &[LEGACY],
    };
    let name = &rest[..len];
    let (_, code) = tables.iter().copied().flatten().find(|(known, _)| known.as_bytes() == name)?;
    Some(Piece::code_point(*code, 1 + len + usize::from(next == Some(&b';'))))
}

const NAME_BYTES_MAX: usize = 8;

/// What Angular, up to its version 15, writes for signs in the state that a server hands to a page. HTML
/// has no such names, so nothing else is meant by them.
const ANGULAR: &[(&str, u32)] = &[("q", 0x22), ("s", 0x27), ("a", 0x26), ("l", 0x3c), ("g", 0x3e)];

/// Names that browsers also read without a semicolon.
const LEGACY: &[(&str, u32)] = &[
    ("amp", 0x26),
    ("quot", 0x22),
    ("lt", 0x3c),
    ("gt", 0x3e),
    ("nbsp", 0xa0),
    ("AMP", 0x26),
    ("QUOT", 0x22),
    ("LT", 0x3c),
    ("GT", 0x3e),
    ("copy", 0xa9),
    ("reg", 0xae),
    ("laquo", 0xab),
    ("raquo", 0xbb),
    ("middot", 0xb7),
    ("shy", 0xad),
    ("sect", 0xa7),
    ("para", 0xb6),
    ("deg", 0xb0),
    ("pound", 0xa3),
    ("yen", 0xa5),
    ("cent", 0xa2),
    ("times", 0xd7),
    ("szlig", 0xdf),
    ("auml", 0xe4),
    ("ouml", 0xf6),
    ("uuml", 0xfc),
    ("Auml", 0xc4),
    ("Ouml", 0xd6),
    ("Uuml", 0xdc),
    ("agrave", 0xe0),
    ("aacute", 0xe1),
    ("ccedil", 0xe7),
    ("egrave", 0xe8),
    ("eacute", 0xe9),
    ("ecirc", 0xea),
    ("iacute", 0xed),
    ("ntilde", 0xf1),
    ("oacute", 0xf3),
    ("oslash", 0xf8),
    ("aring", 0xe5),
    ("aelig", 0xe6),
    ("uacute", 0xfa),
];

/// Names that need their semicolon: what a serialiser writes for ASCII punctuation, and the
/// commonest typographic ones.
const NAMES: &[(&str, u32)] = &[
    ("apos", 0x27),
    ("num", 0x23),
    ("dollar", 0x24),
    ("percnt", 0x25),
    ("lpar", 0x28),
    ("rpar", 0x29),
    ("ast", 0x2a),
    ("plus", 0x2b),
    ("comma", 0x2c),
    ("period", 0x2e),
    ("sol", 0x2f),
    ("colon", 0x3a),
    ("semi", 0x3b),
    ("equals", 0x3d),
    ("quest", 0x3f),
    ("commat", 0x40),
    ("lbrack", 0x5b),
    ("lsqb", 0x5b),
    ("bsol", 0x5c),
    ("rbrack", 0x5d),
    ("rsqb", 0x5d),
    ("Hat", 0x5e),
    ("lowbar", 0x5f),
    ("grave", 0x60),
    ("lbrace", 0x7b),
    ("lcub", 0x7b),
    ("vert", 0x7c),
    ("verbar", 0x7c),
    ("rbrace", 0x7d),
    ("rcub", 0x7d),
    ("excl", 0x21),
    ("Tab", 0x09),
    ("NewLine", 0x0a),
    ("ndash", 0x2013),
    ("mdash", 0x2014),
    ("lsquo", 0x2018),
    ("rsquo", 0x2019),
    ("ldquo", 0x201c),
    ("rdquo", 0x201d),
    ("hellip", 0x2026),
    ("bull", 0x2022),
    ("euro", 0x20ac),
    ("trade", 0x2122),
    ("ensp", 0x2002),
    ("emsp", 0x2003),
    ("thinsp", 0x2009),
    ("zwnj", 0x200c),
    ("zwj", 0x200d),
];
