//! Text without secrets that bodies are filled with: made once, used over and over in another
//! order.

use crate::generate::json::escape;
use crate::generate::random::{HEX, LOWER, Random};

/// Pieces of each kind of text, and the bytes that each has at least.
const PIECES: u64 = 24;
const PIECE_BYTES_MIN: usize = 4096;
const BASE64_BYTES: usize = 1 << 18;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    Script,
    Style,
    Prose,
    Data,
    Lines,
}

/// A piece of text, escaped for JSON, and its length before.
pub(super) struct Piece {
    pub(super) escaped: Vec<u8>,
    pub(super) len: u64,
}

/// All pieces.
pub(super) struct Filler {
    pieces: [Vec<Piece>; 5],
    /// Base64 of random bytes.
    pub(super) base64: String,
}

impl Filler {
    /// Makes the pieces.
    pub(super) fn new(seed: u64) -> Self {
        let kinds = [Text::Script, Text::Style, Text::Prose, Text::Data, Text::Lines];
        let mut random = Random::new(seed, 0xF177, 0);
        let bytes = (0..BASE64_BYTES / 4 * 3).map(|_| random.next().to_le_bytes()[0]);
        let base64 = base64_simd::STANDARD.encode_to_string(bytes.collect::<Vec<_>>());
        let pieces = kinds.map(|kind| (0..PIECES).map(|_| piece(kind, &mut random)).collect());
        Self { pieces, base64 }
    }

    /// Some piece of a kind.
    pub(super) fn pick(&self, kind: Text, random: &mut Random) -> &Piece {
        random.pick(&self.pieces[kind as usize])
    }
}

const WORDS: [&str; 32] = [
    "account", "balance", "button", "cache", "cart", "change", "column", "content", "default",
    "detail", "error", "event", "filter", "handler", "index", "item", "label", "layout", "list",
    "message", "node", "order", "panel", "price", "query", "render", "result", "route", "state",
    "table", "update", "window",
];

fn piece(kind: Text, random: &mut Random) -> Piece {
    let mut text = String::new();
    while text.len() < PIECE_BYTES_MIN {
        text.push_str(&sentence(kind, random));
    }
    let mut escaped = Vec::new();
    escape(&text, &mut escaped);
    Piece { escaped, len: u64::try_from(text.len()).expect("because a length fits") }
}

fn sentence(kind: Text, random: &mut Random) -> String {
    let (a, b, c) = (*random.pick(&WORDS), *random.pick(&WORDS), *random.pick(&WORDS));
    let (x, n) = (random.text(LOWER, 2), random.below(9000));
    match kind {
        Text::Script => match random.below(4) {
            0 => format!("function {x}(e,t){{return e.{a}?t.{b}({n}):void 0}}"),
            1 => format!("var {x}=this.{a}.{b}||{{{c}:!0,{b}:\"{a}-{c}\",\"x-{a}\":{n}}};"),
            2 => format!("e.{a}.addEventListener(\"{b}\",(function(t){{t.{c}&&{x}(t.{a},!1)}}));"),
            _ => format!("case {n}:return n.{a}=/^[\\w.+-]+\\/({b})$/,{x}.{c}=\"\\u2026 {a}\\n\";"),
        },
        Text::Style => {
            let color = random.text(HEX, 6);
            format!(".{a}-{b}>.{c}{{margin:0 {n}px;color:#{color};background:url(/i/{a}.svg)}}\n")
        }
        Text::Prose => format!(
            "<p class=\"{a}\">The {a} of your {b} will be shown in the {c} below.</p>\n  <div id=\"{x}{n}\"></div>\n"
        ),
        Text::Data => format!(
            "{{\"id\":{n},\"{a}\":\"{b} {c}\",\"{c}Count\":{n},\"active\":true,\"tags\":[\"{a}\",\"{b}\"],\"updatedAt\":\"2026-03-02T08:{:02}:{:02}.000Z\"}},",
            random.below(60),
            random.below(60)
        ),
        Text::Lines => {
            format!("{{\"level\":\"info\",\"{a}\":{n},\"msg\":\"{b} {c} done\"}}\n")
        }
    }
}
