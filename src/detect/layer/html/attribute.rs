//! The attributes of one element, and what their values are.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::layer::css::CSS;
use crate::detect::layer::html::person;
use crate::detect::layer::link::REFRESH;
use crate::detect::layer::prose::{is_telling, is_told, trust};
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::{Field, Reading, Visit, span};
use crate::detect::{Codec, Place};

/// The attributes of one element; the buffer serves one element after the other.
#[derive(Default)]
pub(crate) struct Attributes {
    /// Name and value of each.
    found: Vec<(Range<usize>, Range<usize>)>,
    /// Whether a `"` and a `'` may still come.
    exhausted: [bool; 2],
}

/// More attributes than any element has.
const ATTRIBUTES_MAX: usize = 256;

/// Attributes whose values hold no data of anybody.
const PLAIN: &[&str] = &[
    "align",
    "async",
    "autocomplete",
    "charset",
    "class",
    "color",
    "cols",
    "colspan",
    "content",
    "coords",
    "crossorigin",
    "cx",
    "cy",
    "d",
    "decoding",
    "defer",
    "dir",
    "disabled",
    "dx",
    "dy",
    "fill",
    "fill-rule",
    "for",
    "gradienttransform",
    "headers",
    "height",
    "hreflang",
    "id",
    "integrity",
    "itemprop",
    "itemtype",
    "lang",
    "loading",
    "media",
    "method",
    "name",
    "nonce",
    "offset",
    "opacity",
    "points",
    "preserveaspectratio",
    "property",
    "r",
    "rel",
    "role",
    "rows",
    "rowspan",
    "rx",
    "ry",
    "scope",
    "sizes",
    "span",
    "stroke",
    "stroke-width",
    "tabindex",
    "target",
    "transform",
    "type",
    "version",
    "viewbox",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "xmlns:xlink",
    "xml:lang",
    "y",
    "y1",
    "y2",
    "http-equiv",
    "checked",
    "selected",
    "required",
    "readonly",
    "maxlength",
    "minlength",
    "min",
    "max",
    "step",
    "wrap",
    "border",
    "cellpadding",
    "cellspacing",
];

/// [`PLAIN`], to be asked for every attribute of a page.
static PLAIN_NAMES: LazyLock<FxHashSet<&[u8]>> =
    LazyLock::new(|| PLAIN.iter().map(|name| name.as_bytes()).collect());

/// None of them is longer.
const PLAIN_BYTES_MAX: usize = 20;

/// What names the value of an element, in rank.
const LABELS: &[&[u8]] = &[b"name", b"property", b"http-equiv", b"itemprop", b"key", b"id"];

impl Attributes {
    /// An empty buffer.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reads the attributes of a tag from behind its name on; returns where the tag ends.
    pub(crate) fn read(&mut self, text: &[u8], mut at: usize) -> usize {
        self.found.clear();
        loop {
            while text.get(at).is_some_and(|&b| b.is_ascii_whitespace() || b == b'/') {
                at += 1;
            }
            match text.get(at) {
                None => return at,
                Some(b'>') => return at + 1,
                // A new tag in a tag: the one before was not closed.
                Some(b'<') => return at,
                Some(_) => {}
            }
            let name = at..name_end(text, at);
            let equals = span::skip_space(text, name.end);
            if text.get(equals) != Some(&b'=') {
                at = name.end.max(at + 1);
                continue;
            }
            let value = self.value_at(text, span::skip_space(text, equals + 1));
            at = value.end;
            if matches!(text.get(at), Some(b'"' | b'\'')) {
                at += 1;
            }
            if self.found.len() < ATTRIBUTES_MAX {
                self.found.push((name, value));
            }
        }
    }

    /// The value that begins at `at`, without its quotes.
    fn value_at(&mut self, text: &[u8], at: usize) -> Range<usize> {
        let quote = text.get(at).copied().filter(|b| matches!(b, b'"' | b'\''));
        if let Some(quote) = quote {
            let known = usize::from(quote == b'\'');
            if !self.exhausted[known] {
                if let Some(n) = memchr::memchr(quote, &text[at + 1..]) {
                    return at + 1..at + 1 + n;
                }
                self.exhausted[known] = true;
            }
        }
        let start = at + usize::from(quote.is_some());
        let end =
            text[start..].iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'<'));
        start..end.map_or(text.len(), |n| start + n)
    }

    /// The value of the attribute `name`.
    pub(crate) fn value(&self, text: &[u8], name: &[u8]) -> Option<Range<usize>> {
        let found = self.found.iter().find(|(n, _)| text[n.clone()].eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    }

    /// What names the element's value: its `name`, `property`, …, `id`.
    pub(crate) fn label(&self, text: &[u8]) -> Option<Range<usize>> {
        let mut labels = LABELS.iter().filter_map(|label| self.value(text, label));
        labels.find(|label| !label.is_empty() && label.len() <= 128)
    }
}

/// Hands over the values of an element's attributes; a label may stand before the element.
pub(crate) fn visit_attributes(
    text: &[u8],
    element: &[u8],
    attributes: &Attributes,
    around: &[u8],
    visit: &mut Visit<'_>,
) {
    for (name, value) in &attributes.found {
        if !value.is_empty() {
            let name = &text[name.clone()];
            let label = if !name.eq_ignore_ascii_case(b"value") {
                None
            } else if element.eq_ignore_ascii_case(b"input") {
                input_label(text, attributes, around, value)
            } else {
                spoken_label(text, attributes, value)
            };
            if let Some(label) = label {
                visit(Field::new(label.to_vec(), value.clone(), Codec::Html, Place::Html));
            }
            // Its own name may be one that only the user knows of.
            visit_attribute(text, element, attributes, name, value, visit);
        }
    }
}

fn visit_attribute(
    text: &[u8],
    element: &[u8],
    attributes: &Attributes,
    name: &[u8],
    value: &Range<usize>,
    visit: &mut Visit<'_>,
) {
    let is = |word: &str| name.eq_ignore_ascii_case(word.as_bytes());
    let field = |name: &[u8], place| Field::new(name.to_vec(), value.clone(), Codec::Html, place);
    if is("value") || is("content") && element.eq_ignore_ascii_case(b"meta") {
        let label = label(text, attributes);
        let field = field(label, Place::Html);
        let is_refresh = label.eq_ignore_ascii_case(b"refresh");
        visit(if is_refresh { field.read_as(&REFRESH) } else { field });
    } else if span::starts_with(name, b"data-") {
        visit(field(&name[5..], Place::Html));
    } else if span::starts_with(name, b"on") && name.len() > 4 {
        visit(Field { reading: Reading::As(&SCRIPT), ..field(name, Place::Script) });
    } else if is("style") {
        visit(Field { reading: Reading::As(&CSS), ..field(b"style", Place::Html) });
    } else if !is_plain(name) && !is_anchor(&text[value.clone()]) {
        visit(field(name, Place::Html));
    }
}

/// What tells more of an input's value than its name does: what a browser is to fill in, an `id` that
/// tells where the name does not, the label before it.
fn input_label<'t>(
    text: &'t [u8],
    attributes: &Attributes,
    around: &'t [u8],
    value: &Range<usize>,
) -> Option<&'t [u8]> {
    let attribute = |name| attributes.value(text, name).map(|value| &text[value]);
    if let Some(name) = attribute(b"autocomplete").and_then(filled) {
        return Some(name);
    }
    let label = attributes.label(text);
    if label.clone().is_some_and(|label| is_telling(&text[label])) {
        return None;
    }
    let is_password = |kind: &[u8]| kind.eq_ignore_ascii_case(b"password");
    if label.is_some() && attribute(b"type").is_some_and(is_password) {
        return Some(b"password");
    }
    let id = attribute(b"id").filter(|id| id.len() <= 128 && is_telling(id));
    if person::is_label(around)
        && !attribute(b"type").is_some_and(is_button)
        && person::holds(&text[value.clone()])
    {
        return Some(around);
    }
    id.or_else(|| spoken_label(text, attributes, value)).or_else(|| {
        Some(around).filter(|around| !around.is_empty() && is_told(&text[value.clone()]))
    })
}

/// Whether an input of this kind takes no text.
fn is_button(kind: &[u8]) -> bool {
    const KINDS: [&[u8]; 6] = [b"submit", b"button", b"reset", b"radio", b"checkbox", b"hidden"];
    KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known))
}

/// What a page tells people of a value that nobody would write as a word: `aria-label="Copy token"`,
/// `placeholder="API key"`.
fn spoken_label<'t>(
    text: &'t [u8],
    attributes: &Attributes,
    value: &Range<usize>,
) -> Option<&'t [u8]> {
    const SPOKEN: [&[u8]; 2] = [b"aria-label", b"placeholder"];
    let labels = SPOKEN.iter().filter_map(|name| attributes.value(text, name));
    let label = labels
        .map(|label| &text[label])
        .find(|label| label.len() <= 64 && (is_telling(label) || span::ends_with_key(label)))?;
    let trusts = trust(label)?;
    let raw = &text[value.clone()];
    let is_value = trusts(raw) && !raw.contains(&b' ');
    is_value.then(|| label.strip_prefix(b"Copy ").unwrap_or(label))
}

/// What a browser fills in where `autocomplete` says so: its last word, behind those that say for whom
/// (`section-a shipping street-address`).
fn filled(autocomplete: &[u8]) -> Option<&'static [u8]> {
    let mut words = autocomplete.rsplit(u8::is_ascii_whitespace);
    let word = words.find(|word| !word.is_empty() && !word.eq_ignore_ascii_case(b"webauthn"))?;
    let row = FILLED.iter().find(|(known, _)| word.eq_ignore_ascii_case(known.as_bytes()))?;
    Some(row.1.as_bytes())
}

/// Words of `autocomplete` (the "Autofill" chapter of the HTML standard), and what names such a value.
const FILLED: &[(&str, &str)] = &[
    ("current-password", "password"),
    ("new-password", "password"),
    ("one-time-code", "otp"),
    ("name", "full-name"),
    ("given-name", "given-name"),
    ("additional-name", "middle-name"),
    ("family-name", "family-name"),
    ("nickname", "nickname"),
    ("username", "username"),
    ("email", "email"),
    ("tel", "phone"),
    ("tel-national", "phone"),
    ("street-address", "street-address"),
    ("address-line1", "address-line1"),
    ("address-line2", "address-line2"),
    ("address-line3", "address-line2"),
    ("address-level2", "city"),
    ("postal-code", "postal-code"),
    ("bday", "birth-date"),
    ("cc-name", "name-on-card"),
    ("cc-number", "cc-number"),
    ("cc-exp", "cc-exp"),
    ("cc-csc", "cvc"),
];

/// The name of an element's value; a password field without one is named for what it takes.
fn label<'t>(text: &'t [u8], attributes: &Attributes) -> &'t [u8] {
    if let Some(label) = attributes.label(text) {
        return &text[label];
    }
    let kind = attributes.value(text, b"type");
    let password = kind.is_some_and(|kind| text[kind].eq_ignore_ascii_case(b"password"));
    if password { b"password" } else { b"" }
}

/// `#top`, but not `#token=…`.
fn is_anchor(value: &[u8]) -> bool {
    value.starts_with(b"#") && memchr::memchr(b'=', value).is_none()
}

fn is_plain(name: &[u8]) -> bool {
    // The commonest need not be looked up.
    if matches!(name, b"class" | b"id" | b"rel" | b"type" | b"name") {
        return true;
    }
    if matches!(name, b"href" | b"src" | b"alt" | b"title") {
        return false;
    }
    let mut lower = [0; PLAIN_BYTES_MAX];
    let is_known = lower.get_mut(..name.len()).is_some_and(|lower| {
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        PLAIN_NAMES.contains(&*lower)
    });
    is_known || span::starts_with(name, b"aria-") && !name.ends_with(b"label")
}

/// The end of an attribute's name.
fn name_end(text: &[u8], start: usize) -> usize {
    let end = text[start..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/' | b'<'));
    end.map_or(text.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;
    use crate::detect::layer::checks::{hint, rows};
    use crate::detect::layer::html::HTML;
    use crate::detect::layer::html::attribute::{PLAIN, is_plain};

    #[test]
    fn inputs_are_called_by_what_tells_most_and_by_their_names() {
        const TOKEN: &str = "__RequestVerificationToken";
        for (text, expected) in [
            ("<input name=f1 id=__RequestVerificationToken value=v>", &[TOKEN, "f1"][..]),
            ("<input name=csrf_token id=token value=v>", &["csrf_token"]),
            ("<input name=f1 id=f2 value=v>", &["f1"]),
            ("<input name=f1 autocomplete=current-password value=v>", &["password", "f1"]),
            ("<input name=f1 autocomplete=one-time-code value=v>", &["otp", "f1"]),
            ("<input name=f1 autocomplete=off value=v>", &["f1"]),
            (
                "<input name=f1 autocomplete='shipping address-line1' value=v>",
                &["address-line1", "f1"],
            ),
            ("<input name=f1 autocomplete='username webauthn' value=v>", &["username", "f1"]),
            ("<input name=f1 autocomplete=cc-csc value=v>", &["cvc", "f1"]),
            ("<input name=f1 type=password value=v>", &["password", "f1"]),
            ("<input name=token type=password value=v>", &["token"]),
        ] {
            let rows = rows(&HTML, text.as_bytes(), &hint("", ""));
            let expected = expected.iter().map(|name| format!("{name}|v|Html|Html"));
            assert_eq!(rows, expected.collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn an_input_with_two_names_is_one_secret() {
        let page =
            "<form><input name=password autocomplete=current-password value=hunter2x></form>";
        check(&serde_json::to_string(page).unwrap(), &["hunter2x"]);
    }

    #[test]
    fn what_is_told_of_a_value_names_it() {
        for (text, expected) in [
            ("<input aria-label=Password value=k3XwQ81u>", &["k3XwQ81u"][..]),
            ("<input name=f3 placeholder='API key' value=Zt7v92mBs5Yd>", &["Zt7v92mBs5Yd"]),
            (
                "<clipboard-copy aria-label='Copy token' value=b3Wm8Tx5Kt71xN></clipboard-copy>",
                &["b3Wm8Tx5Kt71xN"],
            ),
            ("<input aria-label=Password value='Sign in'>", &[]),
            ("<input placeholder='API key' value=search>", &[]),
            ("<button aria-label='Copy' value=Hq27vLx9></button>", &[]),
            ("<button aria-label='Show key points' value=Wd81nRc4></button>", &[]),
        ] {
            check(&serde_json::to_string(&format!("<form>{text}</form>")).unwrap(), expected);
        }
    }

    #[test]
    fn plain_attributes_are_known_in_any_case() {
        for name in PLAIN {
            assert!(is_plain(name.as_bytes()) && is_plain(name.to_ascii_uppercase().as_bytes()));
        }
        assert!(is_plain(b"aria-hidden") && !is_plain(b"aria-label"));
        for name in ["value", "href", "data-token", "preserve-the-aspect-of-a-ratio", ""] {
            assert!(!is_plain(name.as_bytes()), "{name}");
        }
    }
}
