//! HTML: attributes in any order and quoting, inline scripts, styles and state, comments.
//!
//! What is read is what can hold a value: the attributes of every element, the content of elements
//! that hold other languages, the text of elements that HTML does not know. The words of a page are
//! read where a credential is called by its name ([`words`]).

mod attribute;
mod called;
mod codes;
mod columns;
mod elements;
mod near;
mod person;
mod words;

pub(crate) use person::holds as may_be_personal;

use std::ops::Range;

use crate::detect::layer::css::CSS;
use crate::detect::layer::html::attribute::{Attributes, visit_attributes};
use crate::detect::layer::html::elements::{ELEMENTS, is_element};
use crate::detect::layer::html::words::Words;
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit, span};
use crate::detect::{Codec, Place};

/// HTML: attributes, inline scripts and state, styles, comments.
pub(crate) static HTML: Layer = Layer { id: "html", recognises, fields };

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let rest = &text[span::trim_all(text)];
    // What is called XML is read as XML, whatever its elements are called.
    if span::contains(hint.mime, b"xml") && !span::contains(hint.mime, b"html") {
        return false;
    }
    if span::contains(hint.mime, b"html") && !matches!(rest.first(), Some(b'{' | b'[' | b'"')) {
        return memchr::memchr(b'<', rest).is_some();
    }
    if rest.first() != Some(&b'<') {
        return false;
    }
    if span::starts_with(rest, b"<!doctype html") || rest.starts_with(b"<!--") {
        return true;
    }
    let name = &rest[1..tag_name_end(rest, 1)];
    let ends = matches!(rest.get(1 + name.len()), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    ends && ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element.as_bytes()))
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let words = Words::default();
    Page { text, at: 0, comments_end: true, attributes: Attributes::new(), words }.read(visit);
}

/// A page on its way.
struct Page<'t> {
    text: &'t [u8],
    at: usize,
    /// Whether a comment's end may still come.
    comments_end: bool,
    attributes: Attributes,
    words: Words,
}

impl Page<'_> {
    fn read(&mut self, visit: &mut Visit<'_>) {
        while let Some(n) = memchr::memchr(b'<', &self.text[self.at..]) {
            let open = self.at + n;
            self.words.read(self.text, self.at..open, &self.attributes, visit);
            self.at = open + 1;
            match self.text.get(self.at) {
                Some(b'!') => self.comment(open, visit),
                Some(b) if b.is_ascii_alphabetic() => self.element(visit),
                Some(b'/') => {
                    let name = self.at + 1..tag_name_end(self.text, self.at + 1);
                    self.words.leave(&self.text[name]);
                    self.skip_tag();
                }
                _ => {}
            }
        }
        self.words.read(self.text, self.at..self.text.len(), &self.attributes, visit);
    }

    /// Skips the rest of a tag that says nothing.
    fn skip_tag(&mut self) {
        let end = memchr::memchr2(b'>', b'<', &self.text[self.at..]);
        let end = end.map_or(self.text.len(), |n| self.at + n);
        self.at = end + usize::from(self.text.get(end) == Some(&b'>'));
    }

    fn comment(&mut self, open: usize, visit: &mut Visit<'_>) {
        if !self.comments_end || !self.text[open..].starts_with(b"<!--") {
            return self.skip_tag();
        }
        let start = open + 4;
        // `<!--[if IE]>` hides a part of the page from all browsers but one.
        if self.text[start..].starts_with(b"[if ") {
            return self.skip_tag();
        }
        let Some(n) = memchr::memmem::find(&self.text[start..], b"-->") else {
            self.comments_end = false;
            self.at = start;
            return;
        };
        self.at = start + n + 3;
        let content = span::trim(self.text, start..start + n);
        if content.len() >= 8 {
            visit(Field::new(&b""[..], content, Codec::Raw, Place::Text));
        }
    }

    /// Reads an element's tag, and its content where that is not HTML.
    fn element(&mut self, visit: &mut Visit<'_>) {
        let text = self.text;
        let name = self.at..tag_name_end(text, self.at);
        let element = name.clone();
        self.at = self.attributes.read(text, name.end);
        let name = &text[name];
        let called = self.words.enter(text, name);
        visit_attributes(text, name, &self.attributes, &text[called], visit);
        let is = |element: &[u8]| name.eq_ignore_ascii_case(element);
        if is(b"script") {
            let content = self.content(b"script");
            visit_script(text, content, &self.attributes, visit);
        } else if is(b"style") {
            let content = self.content(b"style");
            visit(Field {
                reading: Reading::As(&CSS),
                ..Field::new(&b"style"[..], content, Codec::Raw, Place::Html)
            });
        } else if is(b"textarea") {
            let content = self.content(b"textarea");
            let label = self.attributes.label(text);
            visit_text(text, label, content, visit);
        } else if is(b"pre") || is(b"code") || is(b"title") {
            let n = memchr::memchr(b'<', &text[self.at..]);
            let content = self.at..n.map_or(text.len(), |n| self.at + n);
            self.at = content.end;
            if !self.is_named(content.clone(), visit) {
                visit_text(text, None, content, visit);
            }
        } else if let Some(id) = self.attributes.value(text, b"id") {
            self.word(id, visit);
        } else if let Some(content) = self.leaf(name) {
            self.at = content.end;
            visit_text(text, Some(element), content, visit);
        }
    }

    /// The content of an element that HTML does not know, if it is nothing but text.
    fn leaf(&self, name: &[u8]) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let end = memchr::memchr(b'<', rest).filter(|end| *end > 0)?;
        let closes =
            rest[end + 1..].first() == Some(&b'/') && span::starts_with(&rest[end + 2..], name);
        (closes && !is_element(name)).then(|| self.at..self.at + end)
    }

    /// An element's content that is one long word may be a secret which its `id` names.
    fn word(&mut self, id: Range<usize>, visit: &mut Visit<'_>) {
        const WORD_BYTES: std::ops::RangeInclusive<usize> = 16..=512;
        let rest = &self.text[self.at..self.text.len().min(self.at + WORD_BYTES.end() + 1)];
        let end = rest.iter().position(|b| b.is_ascii_whitespace() || *b == b'<');
        let Some(end) = end.filter(|end| rest[*end] == b'<' && WORD_BYTES.contains(end)) else {
            return;
        };
        let content = self.at..self.at + end;
        self.at = content.end;
        if !self.is_named(content.clone(), visit) {
            visit_text(self.text, Some(id), content, visit);
        }
    }

    /// Visits an element's content if something around names it, or if that is still to come.
    fn is_named(&mut self, content: Range<usize>, visit: &mut Visit<'_>) -> bool {
        self.words.is_between(self.text, content.clone())
            || self.words.codes(self.text, content.clone(), visit)
            || self.words.value(self.text, content.clone(), visit)
            || self.words.near(self.text, content, &self.attributes, visit)
    }

    /// The content up to the end tag of `element`, or to the end of the page.
    fn content(&mut self, element: &[u8]) -> Range<usize> {
        let start = self.at;
        while let Some(n) = memchr::memmem::find(&self.text[self.at..], b"</") {
            let end = self.at + n;
            self.at = end + 2;
            if span::starts_with(&self.text[self.at..], element) {
                return span::trim(self.text, start..end);
            }
        }
        self.at = self.text.len();
        span::trim(self.text, start..self.at)
    }
}

fn visit_script(
    text: &[u8],
    content: Range<usize>,
    attributes: &Attributes,
    visit: &mut Visit<'_>,
) {
    if content.is_empty() {
        return;
    }
    let kind = attributes.value(text, b"type").map_or(&b""[..], |value| &text[value]);
    let code =
        kind.is_empty() || span::contains(kind, b"script") || kind.eq_ignore_ascii_case(b"module");
    let name: &[u8] = if code { b"script" } else { b"" };
    let (place, reading) = if code {
        (Place::Script, Reading::As(&SCRIPT))
    } else if span::contains(kind, b"json") || matches!(text[content.start], b'{' | b'[') {
        (Place::Json, Reading::Sniff)
    } else {
        (Place::Html, Reading::As(&HTML))
    };
    let codec = if is_angular(&text[content.clone()]) { Codec::Html } else { Codec::Raw };
    visit(Field { reading, ..Field::new(name, content, codec, place) });
}

/// Whether a script is JSON in the escapes of Angular: `{&q;userToken&q;:…`.
fn is_angular(content: &[u8]) -> bool {
    const OPENING_BYTES: usize = 16;
    let opening = &content[..content.len().min(OPENING_BYTES)];
    matches!(opening[0], b'{' | b'[') && span::contains(opening, b"&q;")
}

fn visit_text(
    text: &[u8],
    label: Option<Range<usize>>,
    content: Range<usize>,
    visit: &mut Visit<'_>,
) {
    let content = span::trim(text, content);
    if content.is_empty() || label.is_none() && content.len() < 8 {
        return;
    }
    let place = if label.is_some() { Place::Html } else { Place::Text };
    let name = &text[label.unwrap_or(0..0)];
    visit(Field::new(name, content, Codec::Html, place));
}

/// The end of the tag name that begins at `start`.
fn tag_name_end(text: &[u8], start: usize) -> usize {
    let end = text[start..]
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')));
    end.map_or(text.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use super::HTML;
    use crate::detect::bodies::check as check_body;
    use crate::detect::layer::checks::{check, hint, refuse, rows};

    fn page(text: &str, expected: &[&str]) {
        assert_eq!(rows(&HTML, text.as_bytes(), &hint("", "")), expected, "{text}");
    }

    #[test]
    fn values_of_elements() {
        page("<meta name=csrf-token content=\"a&amp;b\">", &["csrf-token|a&amp;b|Html|Html"]);
        page("<META content='x y' property=\"og:t\" />", &["og:t|x y|Html|Html"]);
        page(
            "<input value=v1 type=hidden name='authenticity_token'>",
            &["authenticity_token|v1|Html|Html"],
        );
        page("<input value = \"a>b\"\n id=pin>", &["pin|a>b|Html|Html"]);
        page("<input type=password value=hunter2>", &["password|hunter2|Html|Html"]);
        page(
            "<option value=7>x</option><button name=k value=v></button>",
            &["|7|Html|Html", "k|v|Html|Html"],
        );
        page("<textarea name=key>\n a&lt;b </textarea>", &["key|a&lt;b|Html|Html"]);
        page(
            "<span id=tok>k4x81Qpz07Ltm2Va</span><p id=p>some words here</p>",
            &["tok|k4x81Qpz07Ltm2Va|Html|Html"],
        );
        page("<pre>token=abcdef</pre><code>x</code>", &["|token=abcdef|Html|Text"]);
    }

    #[test]
    fn the_state_of_an_angular_page() {
        let page = "<script id=serverApp-state type='application/json'>{&q;userToken&q;:\
            &q;k3XwQ81uQpZo7Lt&q;,&q;password&q;:&q;Zt7&a;v92mB&q;,&q;title&q;:&q;Reset&q;}</script>";
        check_body(&serde_json::to_string(page).unwrap(), &["k3XwQ81uQpZo7Lt", "Zt7&v92mB"]);
    }

    #[test]
    fn attributes() {
        page("<div class=c id=i data-api-key=\"k\" data-x=''>", &["api-key|k|Html|Html"]);
        page("<a href='/r?t=1&amp;u=2' target=_blank>x</a>", &["href|/r?t=1&amp;u=2|Html|Html"]);
        page(
            "<a href=#top></a><a href=#token=k3></a><img src=/x.png><form action=/login;jsessionid=1>",
            &[
                "href|#token=k3|Html|Html",
                "src|/x.png|Html|Html",
                "action|/login;jsessionid=1|Html|Html",
            ],
        );
        page(
            "<b onclick=\"f(&quot;a&quot;)\" style='x:url(y)'>",
            &["onclick|f(&quot;a&quot;)|Html|Script", "style|x:url(y)|Html|Html"],
        );
        page("<x-app access-token=abc>", &["access-token|abc|Html|Html"]);
    }

    #[test]
    fn embedded_languages() {
        page("<script>a</b>=\"<p x='1'>\"</script><p>", &["script|a</b>=\"<p x='1'>\"|Raw|Script"]);
        page(
            "<script id=__NEXT_DATA__ type=\"application/json\">{\"a\":1}</script>",
            &["|{\"a\":1}|Raw|Json"],
        );
        page("<script type=text/x-template><p></script>", &["|<p>|Raw|Html"]);
        page(
            "<script id=serverApp-state type=application/json>{&q;token&q;:&q;a&q;}</script>",
            &["|{&q;token&q;:&q;a&q;}|Html|Json"],
        );
        page("<STYLE>a{}</STYLE>", &["style|a{}|Raw|Html"]);
        page("<!-- token=abcdef --><!-- x -->", &["|token=abcdef|Raw|Text"]);
    }

    #[test]
    fn broken() {
        page("<p title=\"open <input name=a value=b>", &["title|open|Html|Html", "a|b|Html|Html"]);
        page("<a <input name=n value=v>", &["n|v|Html|Html"]);
        page("<input name=n value=v", &["n|v|Html|Html"]);
        page("<!-- <input name=n value=v>", &["n|v|Html|Html"]);
    }

    #[test]
    fn elements_that_html_does_not_know() {
        page(
            "<header><id>1</id><password>k3Xw-Q81</password></header>",
            &["id|1|Html|Html", "password|k3Xw-Q81|Html|Html"],
        );
        page("<div><api-token> k3XwQ81u </api-token></div>", &["api-token|k3XwQ81u|Html|Html"]);
        page("<p>some words</p><x-card><b>y</b></x-card><x-open>z", &[]);
    }

    #[test]
    fn conditional_comments() {
        page("<!--[if lt IE 9]><input name=k value=v><![endif]--><p>", &["k|v|Html|Html"]);
        page("<!--[if !IE]> --><input name=k value=v><!-- -->", &["k|v|Html|Html"]);
    }

    #[test]
    fn what_is_called_xml_is_xml() {
        for mime in ["application/xml", "text/xml; charset=utf-8", "application/soap+xml"] {
            assert!(!(HTML.recognises)(b"<header><id>1</id></header>", &hint(mime, "")));
        }
        assert!((HTML.recognises)(b"<body><p>1</p></body>", &hint("application/xhtml+xml", "")));
    }

    #[test]
    fn recognised() {
        check(&HTML, "", " <!DOCTYPE html><p>", &[]);
        check(&HTML, "text/html; charset=utf-8", "words <b>", &[]);
        refuse(
            &HTML,
            &["a < b", "<", "<x", "<svg>", "<?xml?>", "if(a<b){}", "", "<a", "words <b>", "<abc>"],
        );
    }
}
