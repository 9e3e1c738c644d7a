//! XML and its kinds: SOAP, SAML, property lists, RSS, SVG. The text of an element and the values
//! of its attributes, each under the name that tells what it is.

mod rpc;

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Kind, Place, Rule, Verdict};

/// XML: texts of elements, attributes, CDATA.
pub(crate) static XML: Layer = Layer { id: "xml", recognises, fields };

/// Deeper elements are read as if they stood at this depth.
const DEPTH_MAX: usize = 256;

/// Elements whose text has another's name: the element before it or around it tells which.
const VALUES: &[&str] = &[
    "attributevalue",
    "value",
    "string",
    "data",
    "text",
    "integer",
    "int",
    "i4",
    "real",
    "item",
    "stringvalue",
    "val",
    "v",
];

/// Elements that are called by the name they have as an attribute.
const NAMED: &[&str] = &[
    "entry",
    "property",
    "param",
    "parameter",
    "setting",
    "field",
    "attribute",
    "header",
    "variable",
    "option",
    "add",
    "arg",
    "argument",
    "member",
    "element",
    "preference",
    "init-param",
    "appsetting",
    "row",
    "col",
    "column",
    "prop",
    "pair",
    "meta",
];

/// Elements that name the value beside them.
const KEYS: &[&str] = &["key", "name", "attributename", "param-name", "k", "n"];

/// Attributes that name the value of their element.
const LABELS: &[&str] = &["name", "key", "n", "attributename", "property"];

/// Attributes whose values hold no data of anybody.
const PLAIN: &[&str] = &[
    "class",
    "d",
    "encoding",
    "fill",
    "height",
    "id",
    "key",
    "name",
    "points",
    "standalone",
    "stroke",
    "style",
    "transform",
    "type",
    "version",
    "viewbox",
    "width",
    "x",
    "y",
    "lang",
    "namespace",
    "schemalocation",
    "mustunderstand",
    "encodingstyle",
];

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let rest = &text[span::trim_all(text)];
    if rest.first() != Some(&b'<') {
        return false;
    }
    if rest.starts_with(b"<?xml") || span::contains(hint.mime, b"xml") {
        return true;
    }
    let name = 1..name_end(rest, 1);
    let named = rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    let ends = matches!(rest.get(name.end), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    named && ends && (rest.ends_with(b">") || memchr::memmem::find(rest, b"</").is_some())
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let password = rpc::password(text);
    Tree { text, at: 0, open: Vec::new(), absent: [false; 6], password }.read(visit);
}

/// An open element.
#[derive(Clone)]
struct Element {
    /// Its name without a prefix.
    local: Range<usize>,
    /// What names its value: an attribute, or the `key` element before.
    label: Option<Range<usize>>,
}

/// A document on its way.
struct Tree<'t> {
    text: &'t [u8],
    at: usize,
    open: Vec<Element>,
    /// Which of the ends of a CDATA section, a comment, an instruction, a `"` or `'` value and code
    /// of a template do not come any more.
    absent: [bool; 6],
    /// Where a call that logs in has its password.
    password: Option<Range<usize>>,
}

const CDATA: usize = 0;
const COMMENT: usize = 1;
const INSTRUCTION: usize = 2;
const DOUBLE: usize = 3;
const SINGLE: usize = 4;
const CODE: usize = 5;

impl Tree<'_> {
    fn read(&mut self, visit: &mut Visit<'_>) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let open = memchr::memchr(b'<', rest).map_or(self.text.len(), |n| self.at + n);
            self.value(self.at..open, Codec::Html, visit);
            self.at = open;
            self.markup(visit);
        }
    }

    /// Reads what begins with `<`.
    fn markup(&mut self, visit: &mut Visit<'_>) {
        let rest = &self.text[self.at..];
        if rest.starts_with(b"<![CDATA[") {
            if let Some(content) = self.section(9, b"]]>", CDATA) {
                self.value(content, Codec::Raw, visit);
            }
        } else if rest.starts_with(b"<!--") {
            if let Some(content) = self.section(4, b"-->", COMMENT) {
                let content = span::trim(self.text, content);
                if content.len() >= 8 {
                    visit(Field::new(&b""[..], content, Codec::Raw, Place::Text));
                }
            }
        } else if rest.starts_with(b"<?") {
            let _ = self.section(2, b"?>", INSTRUCTION);
        } else if rest.starts_with(b"<%") {
            if let Some(content) = self.section(2, b"%>", CODE) {
                self.code(content, visit);
            }
        } else if rest.starts_with(b"</") {
            self.open.pop();
            self.at += 2;
            self.at = name_end(self.text, self.at);
            if self.text.get(self.at) == Some(&b'>') {
                self.at += 1;
            }
        } else if rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_') {
            self.element(visit);
        } else {
            self.at += 1;
        }
        self.at = self.at.min(self.text.len());
    }

    /// The content between a head of this length and `end`; without an end the head is skipped.
    fn section(&mut self, head: usize, end: &[u8], kind: usize) -> Option<Range<usize>> {
        let start = self.at + head;
        self.at = start;
        if self.absent[kind] {
            return None;
        }
        let Some(n) = memchr::memmem::find(&self.text[start..], end) else {
            self.absent[kind] = true;
            return None;
        };
        self.at = start + n + end.len();
        Some(start..start + n)
    }

    /// Reads what a template fills in, as in `<password><%= root_pass %></password>`: no value but an
    /// expression, unless a string stands in it.
    fn code(&mut self, content: Range<usize>, visit: &mut Visit<'_>) {
        if memchr::memchr2(b'"', b'\'', &self.text[content.clone()]).is_some() {
            self.value(content, Codec::Raw, visit);
        }
    }

    /// Reads a start tag with its attributes.
    fn element(&mut self, visit: &mut Visit<'_>) {
        let text = self.text;
        let end = name_end(text, self.at + 1);
        let local = local_name(text, self.at + 1..end);
        self.at = end;
        let mut attributes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let closed = loop {
            let at = span::skip_space(text, self.at);
            self.at = at;
            match text.get(at) {
                None | Some(b'<') => break false,
                Some(b'>') => {
                    self.at += 1;
                    break false;
                }
                Some(b'/') => {
                    self.at += 1;
                    if text.get(self.at) == Some(&b'>') {
                        self.at += 1;
                        break true;
                    }
                }
                Some(_) => {
                    if let Some(attribute) = self.attribute() {
                        attributes.push(attribute);
                    }
                }
            }
        };
        let label = attributes.iter().find(|(name, value)| {
            is_one_of(&text[name.clone()], LABELS) && !value.is_empty() && value.len() <= 200
        });
        let label = label.map(|(_, value)| value.clone());
        let is_update = text[local.clone()] == *b"update";
        let label = label.or_else(|| {
            let mut values = attributes.iter().filter(|_| is_update).map(|(_, value)| value);
            values.find_map(|value| state_of_faces(text, value.clone()))
        });
        for (name, value) in attributes {
            visit_attribute(text, name, value, label.clone(), visit);
        }
        if !closed && self.open.len() < DEPTH_MAX {
            self.open.push(Element { local, label });
        }
    }

    /// Reads one attribute: its local name and its value without quotes.
    fn attribute(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.text;
        let start = self.at;
        self.at = name_end(text, start).max(start + 1);
        let name = local_name(text, start..self.at);
        let equals = span::skip_space(text, self.at);
        if text.get(equals) != Some(&b'=') {
            return None;
        }
        let open = span::skip_space(text, equals + 1);
        let plain = text[start..].starts_with(b"xmlns") || text[start..].starts_with(b"xsi:");
        let quote = text.get(open).copied().filter(|b| matches!(b, b'"' | b'\''));
        let Some(quote) = quote else {
            // No XML any more: behind a quote that nothing closes.
            let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'<');
            let length = text[open..].iter().position(ends).unwrap_or(text.len() - open);
            self.at = open + length;
            return (!plain).then_some((name, open..open + length));
        };
        let known = if quote == b'"' { DOUBLE } else { SINGLE };
        self.at = open + 1;
        if self.absent[known] {
            return None;
        }
        let Some(n) = memchr::memchr(quote, &text[self.at..]) else {
            self.absent[known] = true;
            return None;
        };
        let value = self.at..self.at + n;
        self.at = value.end + 1;
        (!plain).then_some((name, value))
    }

    /// Hands over a text of the innermost element, and lets it name its neighbour if it is a key.
    fn value(&mut self, content: Range<usize>, codec: Codec, visit: &mut Visit<'_>) {
        let value = span::trim(self.text, content);
        if value.is_empty() {
            return;
        }
        if self.password.as_ref() == Some(&value) {
            let field = Field::new(&b"password"[..], value, codec, Place::Xml);
            return visit(field.secret("xml-rpc-login", "password"));
        }
        let name = self.name();
        let local = self.open.last().map_or(&b""[..], |element| &self.text[element.local.clone()]);
        let verdict = saml_verdict(local);
        visit(Field { verdict, ..Field::new(&self.text[name], value.clone(), codec, Place::Xml) });
        if is_one_of(local, KEYS) && value.len() <= 200 {
            let parent = self.open.len().checked_sub(2);
            if let Some(parent) = parent.and_then(|parent| self.open.get_mut(parent)) {
                parent.label = Some(value);
            }
        }
    }

    /// What the text of the innermost element is called.
    fn name(&self) -> Range<usize> {
        let Some((element, around)) = self.open.split_last() else {
            return 0..0;
        };
        let local = &self.text[element.local.clone()];
        let called = is_one_of(local, VALUES) || is_one_of(local, NAMED) || local == b"update";
        let mut label = element.label.clone().filter(|_| called);
        if label.is_none() && is_one_of(local, VALUES) {
            // `<member><name>k</name><value><string>v</string></value></member>`
            label = around.iter().rev().take(3).find_map(|element| element.label.clone());
        }
        label.map_or(element.local.clone(), |label| last_segment(self.text, label))
    }
}

/// The name in an id like `j_id1:javax.faces.ViewState:0`, which JavaServer Faces updates.
fn state_of_faces(text: &[u8], id: Range<usize>) -> Option<Range<usize>> {
    const NAME: &[u8] = b".faces.ViewState";
    let end = memchr::memmem::find(&text[id.clone()], NAME)? + NAME.len();
    Some(span::word_before(text, id.start + end - NAME.len()).start..id.start + end)
}

/// What a SAML assertion's element is, whatever its text looks like.
fn saml_verdict(local: &[u8]) -> Verdict {
    let (id, kind) = match local {
        b"SignatureValue" => ("saml-signature", "signature"),
        b"NameID" => ("saml-name-id", "user-id"),
        _ => return Verdict::Open,
    };
    Verdict::Secret(Rule { id, kind: Kind(kind) })
}

fn visit_attribute(
    text: &[u8],
    name: Range<usize>,
    value: Range<usize>,
    label: Option<Range<usize>>,
    visit: &mut Visit<'_>,
) {
    let local = &text[name.clone()];
    if value.is_empty() || is_one_of(local, PLAIN) {
        return;
    }
    let named = local.eq_ignore_ascii_case(b"value") || local.eq_ignore_ascii_case(b"content");
    let name = label.filter(|_| named).map_or(name, |label| last_segment(text, label));
    visit(Field::new(&text[name], value, Codec::Html, Place::Xml));
}

/// The last segment of a name that is written as a URI (claims of identity providers).
fn last_segment(text: &[u8], name: Range<usize>) -> Range<usize> {
    let piece = &text[name.clone()];
    let uri = memchr::memchr(b':', piece).is_some();
    let cut = if uri { memchr::memrchr2(b'/', b':', piece) } else { None };
    match cut {
        Some(n) if n + 1 < piece.len() => name.start + n + 1..name.end,
        _ => name,
    }
}

fn is_one_of(name: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()))
}

/// A qualified name without its prefix.
fn local_name(text: &[u8], name: Range<usize>) -> Range<usize> {
    let colon = memchr::memrchr(b':', &text[name.clone()]);
    colon.map_or(name.clone(), |n| name.start + n + 1..name.end)
}

/// The end of the name that begins at `start`.
fn name_end(text: &[u8], start: usize) -> usize {
    let inside = |b: &u8| span::is_word(*b) || matches!(b, b'-' | b'.' | b':');
    let end = text[start..].iter().position(|b| !inside(b));
    end.map_or(text.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use super::XML;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn elements() {
        check(
            &XML,
            "",
            "<?xml version='1.0'?><s:Envelope xmlns:s=\"u\"><s:Body><ns:password x='1'> a&amp;b </ns:password></s:Body></s:Envelope>",
            &["password|a&amp;b|Html|Xml"],
        );
        check(
            &XML,
            "",
            "<r><token><![CDATA[a<b]]></token><e t=\"x\"/></r>",
            &["token|a<b|Raw|Xml", "t|x|Html|Xml"],
        );
        check(
            &XML,
            "",
            "<r><!-- token=abc --><p>t</p></r>",
            &["|token=abc|Raw|Text", "p|t|Html|Xml"],
        );
    }

    #[test]
    fn values_with_a_label() {
        check(
            &XML,
            "",
            "<plist><dict><key>password</key><string>x1</string><key>n</key><dict><key>pin</key><integer>7</integer></dict></dict></plist>",
            &[
                "key|password|Html|Xml",
                "password|x1|Html|Xml",
                "key|n|Html|Xml",
                "key|pin|Html|Xml",
                "pin|7|Html|Xml",
            ],
        );
        check(
            &XML,
            "",
            "<c><add value=\"v\" key=\"apiKey\"/><entry name=\"secret\">s</entry></c>",
            &["apiKey|v|Html|Xml", "secret|s|Html|Xml"],
        );
        check(
            &XML,
            "",
            "<m><member><name>pass</name><value><string>p</string></value></member></m>",
            &["name|pass|Html|Xml", "pass|p|Html|Xml"],
        );
    }

    #[test]
    fn code_of_templates() {
        check(
            &XML,
            "",
            "<a><root-password type=\"hash\"><%= root_pass %></root-password><% if b -%><ip><%= h.ip %></ip><% end -%></a>",
            &[],
        );
        check(
            &XML,
            "",
            "<a><password><%= 'x1' %></password><password>x2<%= root_pass %></password><pin>7<% </pin></a>",
            &["password|= 'x1'|Raw|Xml", "password|x2|Html|Xml", "pin|7|Html|Xml"],
        );
    }

    #[test]
    fn updates_of_faces() {
        check(
            &XML,
            "",
            "<partial-response><changes><update id=\"j_id1:javax.faces.ViewState:0\"><![CDATA[-81:45]]></update><update id=\"form:password\"><![CDATA[<p>x]]></update></changes></partial-response>",
            &["javax.faces.ViewState|-81:45|Raw|Xml", "update|<p>x|Raw|Xml"],
        );
    }

    #[test]
    fn saml() {
        check(
            &XML,
            "",
            "<saml:Assertion><ds:SignatureValue>c2ln</ds:SignatureValue><saml:NameID>u1</saml:NameID><saml:Attribute Name=\"http://x.example/claims/emailaddress\"><saml:AttributeValue xsi:type=\"xs:string\">a@b.example</saml:AttributeValue></saml:Attribute></saml:Assertion>",
            &[
                "SignatureValue|c2ln|Html|Xml|saml-signature",
                "NameID|u1|Html|Xml|saml-name-id",
                "emailaddress|a@b.example|Html|Xml",
            ],
        );
    }

    #[test]
    fn broken() {
        check(&XML, "", "<a b=\"x><c>t</c>", &["c|t|Html|Xml"]);
        check(&XML, "text/xml", "<a b=\"x\n\nPASS=k1\nc=", &["PASS|k1|Html|Xml"]);
        check(&XML, "application/xml", "<a><![CDATA[x<b>y</b>", &["a|x|Html|Xml", "b|y|Html|Xml"]);
        refuse(&XML, &["a < b", "<", "<3 you>", "<a", "< a>", "", "{\"a\":\"<b>\"}"]);
    }
}
