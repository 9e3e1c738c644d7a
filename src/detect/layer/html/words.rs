//! The words of a page: pairs in a text (`Password: …`), and values that the cell, the term or the
//! label before them names (`<th>Password</th><td>…</td>`), or the head of their column.
//!
//! Most of a page is words, so only what has a credential's name in it is looked at, and most pages
//! speak of credentials without telling one, so a value must look like one.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::detect::layer::html::attribute::Attributes;
use crate::detect::layer::html::called::{self, visit_called};
use crate::detect::layer::html::columns::Columns;
use crate::detect::layer::html::{codes, near, person};
use crate::detect::layer::prose::{WORDS, is_telling, is_told, trust};
use crate::detect::layer::{Field, Visit, span};
use crate::detect::{Codec, Place};

/// Elements whose text may name what follows.
const LABELS: &[&[u8]] = &[b"th", b"td", b"dt", b"label", b"strong", b"b"];

/// Elements inside these.
const INLINE: &[&[u8]] = &[b"span", b"a", b"i", b"em", b"code", b"small", b"font", b"u"];

/// What the class of a `<span>` says that names what follows: a dump, highlighted code, a form.
const NAMING_CLASSES: &[&[u8]] = &[
    b"key",
    b"label",
    b"attr",
    b"name",
    b"prop",
    b"dump-protected",
    b"dump-private",
    b"dump-public",
];

/// What a table writes between a name and its value: the value's type.
const TYPES: &[&[u8]] = &[
    b"system.string",
    b"string",
    b"text",
    b"varchar",
    b"nvarchar",
    b"char",
    b"str",
    b"int",
    b"int32",
    b"int64",
    b"integer",
    b"number",
    b"system.int32",
    b"system.int64",
    b"system.guid",
    b"guid",
    b"uuid",
];

/// What may stand between a name and its value, and around either, as a page writes it.
const JOINTS: &[&[u8]] =
    &[b"\"", b"'", b"=", b">", b":", b" ", b"&quot;", b"&gt;", b"&#34;", b"&#39;", b"&#x27;"];
/// Those of them that are quotes.
const QUOTES: &[&[u8]] = &[b"\"", b"'", b"&quot;", b"&#34;", b"&#39;", b"&#x27;"];

/// What a sentence tells a code with.
static IS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" is "));

/// Cells, and what a list has in place of them.
const CELLS: &[&[u8]] = &[b"td", b"th", b"dt", b"dd"];

/// Elements in which a cell shows its value.
const SHOWING: &[&[u8]] = &[b"pre", b"div", b"p", b"strong", b"b"];

/// So many texts may stand between the announcement of codes and the codes, and between two of them.
const PATIENCE: u8 = 3;

/// What the words that were read last are to those that come.
#[derive(Default)]
pub(super) struct Words {
    /// The text that names the next one.
    label: Option<Range<usize>>,
    /// Whether the next text may name the one behind it.
    names: bool,
    /// Whether it is in a `<span>`, whose attributes were read last.
    is_in_span: bool,
    /// Whether the next text begins the element whose attributes were read last.
    is_inside: bool,
    /// The text that was read last.
    before: Range<usize>,
    /// Whether it is in a cell, or what a list has in place of one.
    is_in_cell: bool,
    /// How many texts may still come before a code that was announced.
    patience: u8,
    columns: Columns,
}

impl Words {
    /// Notes that an element begins; gives what names its value, if it takes one.
    pub(super) fn enter(&mut self, text: &[u8], element: &[u8]) -> Range<usize> {
        let is = |name: &&[u8]| element.eq_ignore_ascii_case(name);
        self.columns.enter(element);
        self.is_in_span = is(&&b"span"[..]);
        self.is_inside = true;
        if LABELS.iter().any(is) {
            self.names = true;
        } else if !INLINE.iter().any(is) {
            self.names = false;
        }
        if self.label.is_some() {
            self.note_cell(element);
        }
        // A row's names are no names of the next row's values.
        if is(&&b"tr"[..]) {
            (self.label, self.before) = (None, 0..0);
        }
        let takes = self.label.is_some() && is(&&b"input"[..]);
        let label = self.label.take_if(|_| takes);
        label.map_or(0..0, |label| without_colon(text, label))
    }

    /// Notes where the value of the label that was read would stand.
    fn note_cell(&mut self, element: &[u8]) {
        let is = |name: &&[u8]| element.eq_ignore_ascii_case(name);
        let goes_on = self.is_in_cell && INLINE.iter().chain(SHOWING).any(is);
        self.is_in_cell = CELLS.iter().any(is) || goes_on;
    }

    /// Notes that an element ends.
    pub(super) fn leave(&mut self, element: &[u8]) {
        self.is_inside = false;
        self.columns.leave(element);
    }

    /// Whether what stands at `node` is nothing but quotes before the value that is to come.
    pub(super) fn is_between(&self, text: &[u8], node: Range<usize>) -> bool {
        self.label.is_some() && is_joint(&text[span::trim(text, node)])
    }

    /// Reads the text between two tags, behind an element with these attributes.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        node: Range<usize>,
        attributes: &Attributes,
        visit: &mut Visit<'_>,
    ) {
        let node = span::trim(text, node);
        if node.is_empty()
            || self.is_between(text, node.clone())
            || self.codes(text, node.clone(), visit)
            || self.value(text, node.clone(), visit)
            || self.near(text, node.clone(), attributes, visit)
        {
            return;
        }
        let raw = &text[node.clone()];
        let ends = raw.ends_with(b":");
        let names = ends || (self.names || self.is_in_span) && !raw.contains(&b':');
        let is_label = names
            && raw.len() <= called::bytes_max(raw)
            && (is_telling(raw)
                || span::ends_with_key(raw)
                || called::is_name(raw)
                || self.names && person::is_label(without_mark(raw)))
            && (ends || self.names || is_naming(text, attributes));
        if is_label {
            self.columns.note(&node);
            self.label = Some(node);
            self.is_in_cell = false;
            return;
        }
        if let Some(head) = self.columns.head()
            && is_below(&text[head.clone()], raw)
        {
            return visit(Field::new(&text[head], node, Codec::Html, Place::Html));
        }
        if codes::announces(raw) {
            self.patience = PATIENCE;
        }
        let is_pair = raw.len() >= 8
            && (memchr::memchr2(b':', b'=', raw).is_some() || IS.find(raw).is_some());
        if is_pair && is_telling(raw) {
            let field = Field::new(&b""[..], node, Codec::Html, Place::Text);
            // A document is read as what it is.
            let is_json = matches!(raw[0], b'{' | b'[');
            visit(if is_json { field } else { field.read_as(&WORDS) });
        }
    }

    /// Visits the text at `node` if what stands before it names it and it looks like a value.
    pub(super) fn value(&mut self, text: &[u8], node: Range<usize>, visit: &mut Visit<'_>) -> bool {
        let Some(label) = self.label.take() else { return false };
        let node = span::trim(text, node);
        let start = node.start + joint_length(&text[node.clone()]);
        let is_joined = start > node.start;
        let node = unquoted(text, start..node.end);
        let raw = &text[node.clone()];
        if !is_joined && is_type(raw) {
            self.label = Some(label);
            return true;
        }
        let name = without_colon(text, label.clone());
        if visit_called(text, name.clone(), node.clone(), visit) {
            return true;
        }
        if person::is_label(&text[name.clone()]) {
            let holds = self.is_in_cell && !self.columns.is_head() && person::holds(raw);
            if holds {
                visit(Field::new(&text[name], node, Codec::Html, Place::Html));
            }
            return holds;
        }
        let is_seed = codes::is_seed(raw);
        let word = raw.iter().position(u8::is_ascii_whitespace).filter(|_| !is_seed);
        let word = word.unwrap_or(raw.len());
        let is_whole = word == raw.len() || is_joined || text[label].ends_with(b":");
        if !is_whole || !is_told(&raw[..word]) {
            return false;
        }
        let value = node.start..node.start + word;
        visit(Field::new(&text[name], value, Codec::Html, Place::Html));
        true
    }

    /// Visits the codes at `node` if a text before has announced some.
    pub(super) fn codes(&mut self, text: &[u8], node: Range<usize>, visit: &mut Visit<'_>) -> bool {
        if self.patience == 0 {
            return false;
        }
        self.patience -= 1;
        let mut is_any = false;
        for code in codes::codes(text, node) {
            visit(Field::new(&b"backup_codes"[..], code, Codec::Html, Place::Html));
            is_any = true;
        }
        if is_any {
            self.patience = PATIENCE;
        }
        is_any
    }

    /// Visits the text at `node` if it can be nothing but a value and what is around names it.
    pub(super) fn near(
        &mut self,
        text: &[u8],
        node: Range<usize>,
        attributes: &Attributes,
        visit: &mut Visit<'_>,
    ) -> bool {
        let node = unquoted(text, span::trim(text, node));
        let before = std::mem::replace(&mut self.before, node.clone());
        let raw = &text[node.clone()];
        if self.is_inside
            && let Some(property) = near::property(text, attributes, raw)
        {
            visit(Field::new(&text[property], node, Codec::Html, Place::Html));
            return true;
        }
        if !near::is_value(raw) {
            return false;
        }
        let attribute = self.is_inside.then(|| near::attribute(text, attributes, raw)).flatten();
        let Some(name) = attribute.or_else(|| near::heading(text, before, raw)) else {
            return false;
        };
        visit(Field::new(&text[without_colon(text, name)], node, Codec::Html, Place::Html));
        true
    }
}

/// Whether the class of a `<span>` says that it names what follows.
fn is_naming(text: &[u8], attributes: &Attributes) -> bool {
    attributes.value(text, b"class").is_some_and(|class| {
        NAMING_CLASSES.iter().any(|name| span::contains(&text[class.clone()], name))
    })
}

/// Whether what stands below a head is what the head names.
fn is_below(head: &[u8], raw: &[u8]) -> bool {
    trust(head).is_some_and(|trusts| trusts(raw)) || person::is_label(head) && person::holds(raw)
}

/// A label without its colon.
fn without_mark(raw: &[u8]) -> &[u8] {
    raw.strip_suffix(b":").unwrap_or(raw)
}

/// A label without its colon and quotes.
fn without_colon(text: &[u8], label: Range<usize>) -> Range<usize> {
    let colon = usize::from(text[label.clone()].ends_with(b":"));
    unquoted(text, label.start..label.end - colon)
}

/// How many bytes of a text join it to the name before it: `: …`, `=&gt; …`.
fn joint_length(raw: &[u8]) -> usize {
    let joint = [&b"=&gt;"[..], b"=>", b":", b"="].into_iter().find(|joint| raw.starts_with(joint));
    joint.map_or(0, |joint| {
        let rest = &raw[joint.len()..];
        joint.len() + rest.len() - rest.trim_ascii_start().len()
    })
}

fn is_type(raw: &[u8]) -> bool {
    TYPES.iter().any(|known| raw.eq_ignore_ascii_case(known))
}

/// Whether a text is nothing but quotes and what stands between a name and its value.
fn is_joint(mut raw: &[u8]) -> bool {
    while let Some(rest) = JOINTS.iter().find_map(|joint| raw.strip_prefix(*joint)) {
        raw = rest;
    }
    raw.is_empty()
}

/// `text[span]` without the quotes around it.
pub(super) fn unquoted(text: &[u8], span: Range<usize>) -> Range<usize> {
    let raw = &text[span.clone()];
    let quote = QUOTES.iter().find(|quote| raw.starts_with(quote) && raw.ends_with(quote));
    match quote {
        Some(quote) if raw.len() > 2 * quote.len() => {
            span.start + quote.len()..span.end - quote.len()
        }
        _ => span,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::checks::{hint, rows};
    use crate::detect::layer::html::HTML;

    #[track_caller]
    fn page(text: &str, expected: &[&str]) {
        assert_eq!(rows(&HTML, text.as_bytes(), &hint("", "")), expected, "{text}");
    }

    #[test]
    fn what_is_behind_a_table_is_in_no_column() {
        page(
            "<table><tr><th>Name</th><th>Password</th></tr><tr><td>ci</td><td>hunter22x</td> y1x2z3</tr>\
            </table><p>Error 0x80070005</p>",
            &["Password|hunter22x|Html|Html"],
        );
    }

    #[test]
    fn pairs_in_a_text() {
        page("<p>Password: k3Xw&amp;Q81</p>", &["|Password: k3Xw&amp;Q81|Html|Text"]);
        page("<li>token={\"a\":1}</li>", &["|token={\"a\":1}|Html|Text"]);
        page(
            "<p>Your verification code is 482913</p>",
            &["|Your verification code is 482913|Html|Text"],
        );
        page("<p>Note: all is well</p><p>Password required</p>", &[]);
    }

    #[test]
    fn what_stands_before_names_it() {
        for text in [
            "<p><strong>Password:</strong> k3XwQ81u and more</p>",
            "<th>Password</th>\n<td>k3XwQ81u</td>",
            "<th><span>Password</span></th><td><code>k3XwQ81u</code></td>",
            "<dt>Password</dt><dd>k3XwQ81u</dd>",
            "<td class=\"e\">Password</td><td class=\"v\">k3XwQ81u</td>",
            "<span>Password:</span> <span>k3XwQ81u</span>",
        ] {
            page(text, &["Password|k3XwQ81u|Html|Html"]);
        }
        page(
            "<label>API key</label><input name=f1 readonly value=\"k3XwQ81u\">",
            &["API key|k3XwQ81u|Html|Html", "f1|k3XwQ81u|Html|Html"],
        );
        for text in [
            "<span class=sf-dump-key>Password</span>\" =&gt; \"<span class=sf-dump-str>k3XwQ81u</span>\"",
            "<span class=\"hljs-attr\">\"Password\"</span>: <span class=\"hljs-string\">\"k3XwQ81u\"</span>",
            "<span class=\"token property\">&quot;Password&quot;</span><span class=\"token operator\">:</span> <span class=\"token string\">&quot;k3XwQ81u&quot;</span>",
            "<span class=\"label\">Password</span><span class=\"value\">k3XwQ81u</span>",
            "<td>Password</td><td>\"<span>k3XwQ81u</span>\"</td>",
            "<td>Password</td><td><pre class=sf-dump>\"<span class=sf-dump-str>k3XwQ81u</span>\"\n</pre></td>",
            "<td>Password</td><td><pre><span>k3XwQ81u</span></pre></td>",
            "#<span class=sf-dump-protected>Password</span>: \"<span class=sf-dump-str>k3XwQ81u</span>\"",
            "<td>Password</td><td>System.String</td><td>k3XwQ81u</td>",
            "<tr><th>Name</th><th>Type</th><th>Value</th></tr><tr><td>Password</td><td>String</td><td>k3XwQ81u</td>",
            "<b>Password</b>: k3XwQ81u",
        ] {
            page(text, &["Password|k3XwQ81u|Html|Html"]);
        }
        page("<td>Access key</td><td>k3XwQ81u</td>", &["Access key|k3XwQ81u|Html|Html"]);
    }

    #[test]
    fn a_head_names_the_cells_of_its_column() {
        let row = |key: &str| format!("<tr><td>Rosa</td><td>{key}</td><td>k3XwQ81u</td></tr>");
        let (first, second) = ("Q81uk3XwZt7v92mBs5Yd", "b3Wm8Tx5Kt71xNbLq09Z");
        let head = "<table><tr><th>Name</th><th>API token</th><th>Login</th></tr>";
        let expected = [first, second].map(|key| format!("API token|{key}|Html|Html"));
        page(
            &format!("{head}{}{}</table>", row(first), row(second)),
            &expected.each_ref().map(String::as_str),
        );
        for key in ["db-creds-2", "yes", "", "see <b>there</b>"] {
            page(&format!("{head}{}", row(key)), &[]);
        }
        page(&format!("{head}</table><table>{}", row(first)), &[]);
    }

    #[test]
    fn what_only_speaks_of_a_credential_stays() {
        for text in [
            "<label>Password</label><p>Forgot your password?</p>",
            "<th>Password</th><td>Required</td>",
            "<th>Password</th><td>8 to 64 characters</td>",
            "<th>Password hash</th><td>SHA-256</td>",
            "<th>Name</th><th>Password</th><tr><td>k3XwQ81u</td></tr>",
            "<p>Password</p><p>hunter2x</p>",
            "<b>Important:</b> k3XwQ81u",
            "<span class=label>Password</span> <span>Required</span>",
            "<span class=hint>Password</span> <span>Required</span>",
            "<td>Password</td><td>string</td><td>8 to 64 characters</td>",
            "<td>Password</td><td>string</td><td>required</td><td>k3XwQ81u</td>",
        ] {
            page(text, &[]);
        }
        page("<label>Password</label><input name=f1 value=\"Sign in\">", &["f1|Sign in|Html|Html"]);
    }
}
