//! Layers as their writers write them, and as their readers read them again; nothing here is
//! shared with the crate.

use serde_json::{Value, json};

/// A layer: writes a text into another, and reads it out again.
#[derive(Clone, Copy)]
pub(crate) struct Wrap {
    pub(crate) id: &'static str,
    /// Writes a value under a name.
    pub(crate) wrap: fn(name: &str, inner: &str) -> String,
    /// Reads the value; `None` when the text is no longer what it was.
    pub(crate) unwrap: fn(name: &str, outer: &str) -> Option<String>,
    /// Whether the name stands in the text, so that a bare secret may be the value.
    pub(crate) named: bool,
}

impl std::fmt::Debug for Wrap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

pub(crate) const WRAPS: &[Wrap] = &[
    Wrap { id: "json", wrap: json_wrap, unwrap: json_unwrap, named: true },
    Wrap { id: "json-ascii", wrap: ascii_json_wrap, unwrap: json_unwrap, named: true },
    Wrap { id: "json-string", wrap: string_wrap, unwrap: string_unwrap, named: false },
    Wrap { id: "form", wrap: form_wrap, unwrap: form_unwrap, named: true },
    Wrap { id: "url", wrap: url_wrap, unwrap: url_unwrap, named: true },
    Wrap { id: "fragment", wrap: fragment_wrap, unwrap: fragment_unwrap, named: true },
    Wrap { id: "base64", wrap: base64_wrap, unwrap: base64_unwrap, named: false },
    Wrap { id: "base64url", wrap: base64url_wrap, unwrap: base64_unwrap, named: false },
    Wrap { id: "hidden-input", wrap: input_wrap, unwrap: input_unwrap, named: true },
    Wrap { id: "data-attribute", wrap: data_wrap, unwrap: data_unwrap, named: false },
    Wrap { id: "script", wrap: script_wrap, unwrap: script_unwrap, named: true },
    Wrap { id: "multipart", wrap: multipart_wrap, unwrap: multipart_unwrap, named: true },
    Wrap { id: "http-cookie", wrap: cookie_wrap, unwrap: cookie_unwrap, named: true },
    Wrap { id: "xml", wrap: xml_wrap, unwrap: xml_unwrap, named: true },
    Wrap { id: "xml-attribute", wrap: attr_wrap, unwrap: attr_unwrap, named: true },
    Wrap { id: "sse", wrap: sse_wrap, unwrap: sse_unwrap, named: true },
    Wrap { id: "ndjson", wrap: ndjson_wrap, unwrap: ndjson_unwrap, named: true },
    Wrap { id: "socket.io", wrap: socket_wrap, unwrap: socket_unwrap, named: true },
    Wrap { id: "signalr", wrap: signalr_wrap, unwrap: signalr_unwrap, named: true },
    Wrap { id: "xssi", wrap: xssi_wrap, unwrap: xssi_unwrap, named: true },
    Wrap { id: "jsonp", wrap: jsonp_wrap, unwrap: jsonp_unwrap, named: true },
    Wrap { id: "data-url", wrap: data_url_wrap, unwrap: data_url_unwrap, named: false },
    Wrap { id: "jwt", wrap: jwt_wrap, unwrap: jwt_unwrap, named: true },
    Wrap { id: "pair", wrap: pair_wrap, unwrap: pair_unwrap, named: true },
];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn member(outer: &str, name: &str) -> Option<String> {
    let value: Value = serde_json::from_str(outer).ok()?;
    Some(value.get(name)?.as_str()?.to_owned())
}

fn json_wrap(name: &str, inner: &str) -> String {
    format!("{{\"id\": 17,\"{name}\":{},\"ok\":true}}", quoted(inner))
}

fn json_unwrap(name: &str, outer: &str) -> Option<String> {
    member(outer, name)
}

/// Every second character by its number, and `/` with a backslash.
fn ascii_json_wrap(name: &str, inner: &str) -> String {
    let mut text = String::new();
    for (at, char) in inner.chars().enumerate() {
        match char {
            '/' => text.push_str("\\/"),
            char if !char.is_ascii() || at % 5 == 3 || char < ' ' || "\"\\".contains(char) => {
                let mut units = [0; 2];
                for unit in char.encode_utf16(&mut units) {
                    text.push_str(&format!("\\u{unit:04X}"));
                }
            }
            char => text.push(char),
        }
    }
    format!("{{\"{name}\":\"{text}\",\"n\":[1,2]}}")
}

fn string_wrap(_: &str, inner: &str) -> String {
    quoted(inner)
}

fn string_unwrap(_: &str, outer: &str) -> Option<String> {
    serde_json::from_str(outer).ok()
}

fn percent(text: &str, kept: &str, plus: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match char::from(byte) {
            ' ' if plus => out.push('+'),
            char if char.is_ascii_alphanumeric() || kept.contains(char) => out.push(char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn unpercent(text: &str, plus: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'%' => {
                let digits = text.get(at + 1..at + 3)?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                at += 2;
            }
            b'+' if plus => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).ok()
}

fn parameter(query: &str, name: &str, plus: bool) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| unpercent(value, plus))?
    })
}

fn form_wrap(name: &str, inner: &str) -> String {
    format!("mode=full&{name}={}&lang=de", percent(inner, "-_.*", true))
}

fn form_unwrap(name: &str, outer: &str) -> Option<String> {
    let rest = outer.strip_prefix("mode=full&")?.strip_suffix("&lang=de")?;
    parameter(rest, name, true)
}

fn url_wrap(name: &str, inner: &str) -> String {
    format!("https://api.example.net/v1/items?page=2&{name}={}&x=1", percent(inner, "-_.~", false))
}

fn url_unwrap(name: &str, outer: &str) -> Option<String> {
    let query = outer.strip_prefix("https://api.example.net/v1/items?page=2&")?;
    parameter(query.strip_suffix("&x=1")?, name, false)
}

fn fragment_wrap(name: &str, inner: &str) -> String {
    format!("https://app.example.net/cb#{name}={}&kind=x", percent(inner, "-_.~", false))
}

fn fragment_unwrap(name: &str, outer: &str) -> Option<String> {
    let query = outer.strip_prefix("https://app.example.net/cb#")?;
    parameter(query.strip_suffix("&kind=x")?, name, false)
}

fn base64_wrap(_: &str, inner: &str) -> String {
    base64_simd::STANDARD.encode_to_string(inner)
}

/// In either alphabet, padded or not: a text without `+/-_=` does not say which it is.
fn base64_unwrap(_: &str, outer: &str) -> Option<String> {
    let text = outer.trim_end_matches('=').replace('+', "-").replace('/', "_");
    String::from_utf8(base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).ok()?).ok()
}

fn base64url_wrap(_: &str, inner: &str) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(inner)
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unhtml(text: &str) -> Option<String> {
    if text.contains(['<', '>', '"']) {
        return None;
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Some(text.replace("&#39;", "'").replace("&amp;", "&"))
}

fn between<'t>(outer: &'t str, before: &str, after: &str) -> Option<&'t str> {
    outer.strip_prefix(before)?.strip_suffix(after)
}

fn input_wrap(name: &str, inner: &str) -> String {
    format!(
        "<!DOCTYPE html><form><input type=\"hidden\" name=\"{name}\" value=\"{}\"></form>",
        html(inner)
    )
}

fn input_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("<!DOCTYPE html><form><input type=\"hidden\" name=\"{name}\" value=\"");
    unhtml(between(outer, &before, "\"></form>")?)
}

fn data_wrap(_: &str, inner: &str) -> String {
    format!("<div id=\"app\"><p data-page=\"{}\">Hello</p></div>", html(inner))
}

fn data_unwrap(_: &str, outer: &str) -> Option<String> {
    unhtml(between(outer, "<div id=\"app\"><p data-page=\"", "\">Hello</p></div>")?)
}

fn script_wrap(name: &str, inner: &str) -> String {
    let text = inner.replace('\\', "\\\\").replace('\'', "\\'").replace('<', "\\x3C");
    let text = text.replace('\n', "\\n").replace('\r', "\\r");
    format!("<html><script>window.__STATE__ = {{user: 1, {name}: '{text}', z: 2}};</script></html>")
}

fn script_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("<html><script>window.__STATE__ = {{user: 1, {name}: '");
    let text = between(outer, &before, "', z: 2};</script></html>")?;
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(char) = chars.next() {
        match char {
            '\'' | '<' => return None,
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                'x' => {
                    let digits: String = chars.by_ref().take(2).collect();
                    out.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
                }
                char => out.push(char),
            },
            char => out.push(char),
        }
    }
    Some(out)
}

const BOUNDARY: &str = "----FormBoundaryZx81";

fn multipart_wrap(name: &str, inner: &str) -> String {
    let head = "Content-Disposition: form-data; name=";
    format!(
        "--{BOUNDARY}\r\n{head}\"a\"\r\n\r\n1\r\n--{BOUNDARY}\r\n{head}\"{name}\"\r\n\r\n{inner}\r\n--{BOUNDARY}--\r\n"
    )
}

fn multipart_unwrap(name: &str, outer: &str) -> Option<String> {
    let parts: Vec<&str> = outer.split(&format!("--{BOUNDARY}")).collect();
    let [_, _, part, "--\r\n"] = parts[..] else { return None };
    let head = format!("\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
    Some(between(part, &head, "\r\n")?.to_owned())
}

fn cookie_wrap(name: &str, inner: &str) -> String {
    let value = percent(inner, "-_.~", false);
    format!("GET /x HTTP/1.1\r\nHost: example.net\r\nCookie: theme=dark; {name}={value}\r\n\r\n")
}

fn cookie_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("GET /x HTTP/1.1\r\nHost: example.net\r\nCookie: theme=dark; {name}=");
    unpercent(between(outer, &before, "\r\n\r\n")?, false)
}

fn xml_wrap(name: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\"?><r><a>1</a><{name}>{}</{name}></r>", html(inner))
}

fn xml_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("<?xml version=\"1.0\"?><r><a>1</a><{name}>");
    unhtml(between(outer, &before, &format!("</{name}></r>"))?)
}

fn attr_wrap(name: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\"?><r a=\"1\" {name}=\"{}\"/>", html(inner).replace('\n', "&#10;"))
}

fn attr_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("<?xml version=\"1.0\"?><r a=\"1\" {name}=\"");
    unhtml(&between(outer, &before, "\"/>")?.replace("&#10;", "\n"))
}

fn sse_wrap(name: &str, inner: &str) -> String {
    format!(": hi\nevent: m\ndata: {}\n\n", json_wrap(name, inner))
}

fn sse_unwrap(name: &str, outer: &str) -> Option<String> {
    member(between(outer, ": hi\nevent: m\ndata: ", "\n\n")?, name)
}

fn ndjson_wrap(name: &str, inner: &str) -> String {
    format!("{{\"i\":1}}\n{}\n{{\"i\":3}}\n", json_wrap(name, inner))
}

fn ndjson_unwrap(name: &str, outer: &str) -> Option<String> {
    member(between(outer, "{\"i\":1}\n", "\n{\"i\":3}\n")?, name)
}

fn socket_wrap(name: &str, inner: &str) -> String {
    format!("42[\"login\",{}]", json_wrap(name, inner))
}

fn socket_unwrap(name: &str, outer: &str) -> Option<String> {
    member(between(outer, "42[\"login\",", "]")?, name)
}

fn signalr_wrap(name: &str, inner: &str) -> String {
    format!("{{\"type\":1}}\u{1e}{}\u{1e}", json_wrap(name, inner))
}

fn signalr_unwrap(name: &str, outer: &str) -> Option<String> {
    member(between(outer, "{\"type\":1}\u{1e}", "\u{1e}")?, name)
}

fn xssi_wrap(name: &str, inner: &str) -> String {
    format!(")]}}',\n{}", json_wrap(name, inner))
}

fn xssi_unwrap(name: &str, outer: &str) -> Option<String> {
    member(outer.strip_prefix(")]}',\n")?, name)
}

fn jsonp_wrap(name: &str, inner: &str) -> String {
    format!("/**/cb_1({});", json_wrap(name, inner))
}

fn jsonp_unwrap(name: &str, outer: &str) -> Option<String> {
    member(between(outer, "/**/cb_1(", ");")?, name)
}

fn data_url_wrap(_: &str, inner: &str) -> String {
    format!("data:text/plain;charset=utf-8;base64,{}", base64_wrap("", inner))
}

fn data_url_unwrap(_: &str, outer: &str) -> Option<String> {
    base64_unwrap("", outer.strip_prefix("data:text/plain;charset=utf-8;base64,")?)
}

fn jwt_wrap(name: &str, inner: &str) -> String {
    let claims = json!({"iss": "https://id.example.net", name: inner, "exp": 1_900_000_000});
    let (head, body) = (base64url_wrap("", "{\"alg\":\"HS256\"}"), claims.to_string());
    format!("{head}.{}.Zm9vYmFyLXNpZ25hdHVyZS1pbnZlbnRlZC0x", base64url_wrap("", &body))
}

fn jwt_unwrap(name: &str, outer: &str) -> Option<String> {
    let [head, claims, _signature] = outer.split('.').collect::<Vec<_>>()[..] else { return None };
    base64_unwrap("", head)?;
    member(&base64_unwrap("", claims)?, name)
}

fn pair_wrap(name: &str, inner: &str) -> String {
    format!("MODE=production\n{name}={}\nPORT=80\n", quoted(inner))
}

fn pair_unwrap(name: &str, outer: &str) -> Option<String> {
    let before = format!("MODE=production\n{name}=");
    serde_json::from_str(between(outer, &before, "\nPORT=80\n")?).ok()
}
