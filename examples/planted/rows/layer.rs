//! Layers nested in every order up to four deep, drawn from a table, around secrets that only
//! their innermost text names.

use crate::capture::Slot;
use crate::recipe::Dice;
use crate::rows::Row;

const TRIPLES: usize = 260;
const QUADRUPLES: usize = 260;

pub(super) fn rows() -> impl Iterator<Item = Row> {
    let mut dice = Dice::new(77);
    let mut rows = Vec::new();
    for (_, wrap) in WRAPS {
        rows.extend(CORES.iter().map(|core| ("layer/1", wrap.replace('□', core))));
    }
    for (_, outer) in WRAPS {
        rows.extend(WRAPS.iter().map(|(_, inner)| {
            ("layer/2", outer.replace('□', &inner.replace('□', draw(CORES, &mut dice))))
        }));
    }
    for (class, depth, count) in [("layer/3", 3, TRIPLES), ("layer/4", 4, QUADRUPLES)] {
        for _ in 0..count {
            let core = draw(CORES, &mut dice).to_owned();
            let text =
                (0..depth).fold(core, |text, _| draw(WRAPS, &mut dice).1.replace('□', &text));
            rows.push((class, text));
        }
    }
    let mut number = 0;
    rows.into_iter().map(move |(class, text)| {
        number += 1;
        let (slot, text) = place(&text, number);
        Row { class: class.to_owned(), parts: vec![(slot, text)] }
    })
}

fn draw<T: Copy>(table: &[T], dice: &mut Dice) -> T {
    table[dice.next(table.len())]
}

/// A body of the media type that its outermost layer has, now in the response, now in the request.
fn place(text: &str, number: usize) -> (Slot, String) {
    let mime = if text.starts_with(['{', '[']) {
        "application/json"
    } else if text.starts_with("<!doctype") {
        "text/html"
    } else if text.starts_with("<?xml") {
        "application/xml"
    } else if text.starts_with("data:") {
        "text/event-stream"
    } else if text.starts_with("step=") {
        "application/x-www-form-urlencoded"
    } else if text.starts_with("--b0") {
        "multipart/form-data;boundary=b0"
    } else if text.starts_with("(function") || text.starts_with("cb(") {
        "text/javascript"
    } else {
        "text/plain"
    };
    let slot = match number % 4 {
        0 => Slot::Post,
        1 => Slot::Body64,
        _ => Slot::Body,
    };
    (slot, format!("{mime} {text}"))
}

/// Texts that say what is secret in them.
const CORES: &[&str] = &[
    "{\"access_token\":\"‹b62:40›\",\"expires_in\":3600}",
    "{\"user\":{\"password\":\"‹pw›\"}}",
    "grant_type=password&client_secret=‹b62:32›",
    "https://a.lumenport.test/reset?token=‹b62:40›",
    "Authorization: Bearer ‹b64u:48›",
    "<input type=\"hidden\" name=\"csrf_token\" value=\"‹b62:36›\">",
    "API_KEY=‹b62:32›\nREGION=eu\n",
    "<auth><sessionToken>‹hex:40›</sessionToken></auth>",
];

/// Layers, with a hole for what is in them.
const WRAPS: &[(&str, &str)] = &[
    ("json string", "{\"id\":7,\"payload\":\"⟦json:□⟧\"}"),
    ("json in \\u escapes", "{\"id\":7,\"payload\":\"⟦jsonu:□⟧\"}"),
    ("json array", "[1,[\"note\",\"⟦json:□⟧\"]]"),
    ("form", "step=2&data=⟦form:□⟧&lang=en"),
    ("percent twice", "{\"next\":\"https://a.test/go?u=⟦pct2:□⟧\"}"),
    ("url query", "{\"link\":\"https://a.test/go?u=⟦pct:□⟧&v=1\"}"),
    ("xssi", ")]}',\n{\"d\":\"⟦json:□⟧\"}"),
    ("jsonp", "cb({\"d\":\"⟦json:□⟧\"});"),
    ("ndjson", "{\"seq\":1}\n{\"seq\":2,\"line\":\"⟦json:□⟧\"}\n"),
    ("sse", "data: {\"seq\":1,\"m\":\"⟦json:□⟧\"}\n\n"),
    ("socket.io", "42[\"message\",{\"body\":\"⟦json:□⟧\"}]"),
    (
        "graphql",
        "{\"query\":\"mutation M($i: In!) { m(i: $i) { ok } }\",\"variables\":{\"i\":{\"blob\":\"⟦json:□⟧\"}}}",
    ),
    (
        "multipart",
        "--b0\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n□\r\n--b0--\r\n",
    ),
    ("html attribute", "<!doctype html><div id=\"app\" data-state=\"⟦html:□⟧\"></div>"),
    ("html state", "<!doctype html><script>window.__STATE__ = {\"boot\":\"⟦json:□⟧\"};</script>"),
    (
        "next data",
        "<!doctype html><script id=\"__NEXT_DATA__\" type=\"application/json\">{\"props\":{\"raw\":\"⟦jsonu:□⟧\"}}</script>",
    ),
    ("script", "(function(){var boot = {raw: '⟦js:□⟧', n: 3};})();"),
    ("source map", "const a = 1;\n//# sourceMappingURL=data:application/json;base64,⟦b64:□⟧\n"),
    ("web forms", "1|#||4|9|updatePanel|main|□|0|hiddenField|__EVENTTARGET||"),
    ("xml", "<?xml version=\"1.0\"?><r><item>⟦html:□⟧</item></r>"),
    ("cdata", "<?xml version=\"1.0\"?><r><item><![CDATA[□]]></item></r>"),
    ("http message", "POST /v2/echo HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain\r\n\r\n□"),
    ("base64 in json", "{\"v\":1,\"blob\":\"⟦b64:□⟧\"}"),
    ("base64url state", "{\"next\":\"https://a.test/cb?ctx=⟦b64u:□⟧\"}"),
    ("data url", "{\"src\":\"data:application/octet-stream;base64,⟦b64:□⟧\"}"),
    ("data url, percent", "{\"src\":\"data:text/plain,⟦pct:□⟧\"}"),
    ("base64 alone", "⟦b64:□⟧"),
    ("gzip in json", "{\"v\":1,\"blob\":\"⟦b64:⟦gzip:□⟧⟧\"}"),
    ("pieces of gzip", "[\"⟦hex:⟦gzip:□⟧⟧\"]"),
    ("hexadecimal in json", "{\"v\":1,\"blob\":\"⟦hex:□⟧\"}"),
];
