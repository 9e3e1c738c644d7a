//! The elements of HTML.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Elements that a text of HTML may begin with.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "aside",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "style",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
    "video",
];

/// Elements that stand inside a page, with those of SVG and MathML that hold text.
const OTHERS: &[&str] = &[
    "abbr",
    "acronym",
    "address",
    "annotation",
    "area",
    "audio",
    "bdi",
    "bdo",
    "big",
    "canvas",
    "caption",
    "cite",
    "col",
    "colgroup",
    "data",
    "datalist",
    "defs",
    "del",
    "desc",
    "dfn",
    "embed",
    "figcaption",
    "g",
    "hgroup",
    "ins",
    "kbd",
    "map",
    "mark",
    "math",
    "menu",
    "meter",
    "mi",
    "mn",
    "mo",
    "mrow",
    "object",
    "optgroup",
    "output",
    "param",
    "path",
    "picture",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "search",
    "semantics",
    "slot",
    "source",
    "stop",
    "sub",
    "summary",
    "sup",
    "svg",
    "symbol",
    "text",
    "tfoot",
    "time",
    "track",
    "tspan",
    "tt",
    "use",
    "var",
    "wbr",
];

/// None has a longer name.
const NAME_BYTES_MAX: usize = 10;

static NAMES: LazyLock<FxHashSet<&[u8]>> =
    LazyLock::new(|| ELEMENTS.iter().chain(OTHERS).map(|name| name.as_bytes()).collect());

/// Whether HTML has an element of this name.
pub(super) fn is_element(name: &[u8]) -> bool {
    let mut lower = [0; NAME_BYTES_MAX];
    lower.get_mut(..name.len()).is_some_and(|lower| {
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        NAMES.contains(&*lower)
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::html::elements::{ELEMENTS, NAME_BYTES_MAX, OTHERS, is_element};

    #[test]
    fn elements_are_known_in_any_case() {
        for name in ELEMENTS.iter().chain(OTHERS) {
            assert!(name.len() <= NAME_BYTES_MAX, "{name}");
            assert!(is_element(name.to_ascii_uppercase().as_bytes()), "{name}");
        }
        assert!(!is_element(b"password") && !is_element(b"api-token") && !is_element(b""));
    }
}
