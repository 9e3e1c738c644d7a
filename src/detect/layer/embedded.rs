//! Running text with documents in it: `login {"username": …}`, `fault: <Password>…</Password>`, as logs
//! and messages of errors show what was sent.

use std::ops::Range;

use crate::detect::layer::extent::Extents;
use crate::detect::layer::prose::visit_prose;
use crate::detect::layer::script::name_before;
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// Running text with JSON objects or elements of XML in it.
pub(crate) static EMBEDDED: Layer = Layer { id: "embedded", recognises, fields };

/// Names of elements are no longer.
const NAME_BYTES_MAX: usize = 64;

/// Of so many names the end of an element is looked for in vain.
const UNCLOSED_MAX: usize = 2;

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    text.len() >= 8 && Documents::new(text).next().is_some()
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    // A word that names a value in running text does so between the tags of an element, too, where a
    // page would not.
    visit_prose(text, 0..text.len(), visit);
    for document in Documents::new(text) {
        let name = name_before(text, document.start).unwrap_or(0..0);
        visit(Field::new(&text[name], document, Codec::Raw, Place::Text));
    }
}

/// The documents in a text, in order.
struct Documents<'t> {
    text: &'t [u8],
    at: usize,
    extents: Extents<'t>,
    /// The names of elements that nothing closes behind `at`.
    unclosed: Vec<&'t [u8]>,
}

impl<'t> Documents<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, extents: Extents::new(text), unclosed: Vec::new() }
    }

    fn is_all(&self, document: Range<usize>) -> bool {
        document == span::trim_all(self.text)
    }

    /// The end of the object that begins at `start`, if it has members.
    fn object(&mut self, start: usize) -> Option<usize> {
        let key = span::skip_space(&self.text[..self.text.len().min(start + 64)], start + 1);
        (self.text.get(key) == Some(&b'"')).then(|| self.extents.end(start))?
    }

    /// The end of the element that begins at `start`.
    fn element(&mut self, start: usize) -> Option<usize> {
        let text = self.text;
        let name = &text[start + 1..text.len().min(start + 1 + NAME_BYTES_MAX)];
        let is_name = |b: &u8| span::is_word(*b) || matches!(b, b':' | b'.' | b'-');
        let name = &name[..name.iter().position(|b| !is_name(b))?];
        let behind = start + 1 + name.len();
        let opens = matches!(text[behind], b'>' | b' ' | b'\n' | b'\t' | b'\r');
        if !opens || self.unclosed.contains(&name) || self.unclosed.len() == UNCLOSED_MAX {
            return None;
        }
        let close = [b"</", name, b">"].concat();
        let end = memchr::memmem::find(&text[behind..], &close);
        if end.is_none() {
            self.unclosed.push(name);
        }
        Some(behind + end? + close.len())
    }
}

impl Iterator for Documents<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while let Some(found) = memchr::memchr2(b'{', b'<', self.text.get(self.at..)?) {
            let start = self.at + found;
            self.at = start + 1;
            let end = match (self.text[start], self.text.get(self.at)) {
                (b'{', Some(b'"' | b' ' | b'\n' | b'\r' | b'\t')) => self.object(start),
                (b'<', Some(b'a'..=b'z' | b'A'..=b'Z')) => self.element(start),
                _ => None,
            };
            // What is all of the text would be cut out of itself again and again: it is no document,
            // or it would have been read as one.
            if let Some(end) = end.filter(|end| !self.is_all(start..*end)) {
                self.at = end;
                return Some(start..end);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;
    use crate::detect::layer::checks::{check, refuse};
    use crate::detect::layer::embedded::EMBEDDED;

    #[test]
    fn documents() {
        check(
            &EMBEDDED,
            "",
            "sent {\"a\": 1} to b, got { \"c\": [{}] }; token=\"k3\"",
            &["token|k3|Raw|Pair", "|{\"a\": 1}|Raw|Text", "|{ \"c\": [{}] }|Raw|Text"],
        );
        check(
            &EMBEDDED,
            "",
            "fault: <a><b c='d'>e</b></a> and <f:g>h</f:g>, user = {\"i\":\"j\"}",
            &[
                "fault|<a><b c='d'>e</b></a>|Raw|Text",
                "|<f:g>h</f:g>|Raw|Text",
                "user|{\"i\":\"j\"}|Raw|Text",
            ],
        );
        refuse(
            &EMBEDDED,
            &["", "a {} b c d", "a {b} c d", "a < b, c > d", "<a b", "x {\"a\": y", "a <b>c d"],
        );
    }

    #[test]
    fn what_documents_in_texts_hold() {
        bodies::check(
            r#""12:07:31 login {\"username\":\"mquell7\",\"firstName\":\"Mirabel\",\"pin\":\"4711\"} failed""#,
            &["mquell7", "Mirabel", "4711"],
        );
        bodies::check(
            r#""Response: <user><password>hunter2xk3Xw</password><id>7</id></user>""#,
            &["hunter2xk3Xw"],
        );
        bodies::check(
            r#""fault: <?xml version='1.0'?><a><Password>sunshine</Password></a>""#,
            &["sunshine"],
        );
        bodies::check(r#""log: <b>password=sunshine</b> end""#, &["sunshine"]);
        // No JSON: a tab as it is, an escape of JavaScript.
        for (text, expected) in [
            ("{\"a\":\"x\ty\",\"password\":\"hunter2x\"}", &["hunter2x"][..]),
            (
                r#"{"a":"\xeey","password":"hunter2x","b":{"token":"k3Xw81uQp"}}"#,
                &["hunter2x", "k3Xw81uQp"],
            ),
            ("{\"a b\":{\"c\":\"x\ty\"},\"errors\":[\"bad thing\"]}", &[]),
            (r#"const a={"\xee":"\u0131","b":[{"\xe9":1}]};f(a)"#, &[]),
        ] {
            bodies::check(&serde_json::to_string(text).unwrap(), expected);
        }
        for text in [
            r#""wanted {\"status\":\"failed\",\"code\":404} but got {\"status\":\"ok\"}""#,
            r#""see <b>Passwords</b> for the rules of a password""#,
        ] {
            bodies::check(text, &[]);
        }
    }
}
