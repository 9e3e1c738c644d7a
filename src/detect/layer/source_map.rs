//! Source maps inside of code: `//# sourceMappingURL=data:application/json;base64,…`.

use std::ops::Range;

use crate::detect::layer::data_url::DATA_URL;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// What is behind the beginning of a comment that holds a map.
const HEADS: [&[u8]; 2] = [b"# sourceMappingURL=data:", b"@ sourceMappingURL=data:"];

/// The URL of the map in the comment that begins at `start`, if the map is in the URL.
pub(super) fn of_comment(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = text.get(start + 2..)?;
    let head = HEADS.iter().find(|head| rest.starts_with(head))?;
    let url = start + 2 + head.len() - b"data:".len();
    let end = memchr::memchr3(b'\n', b' ', b'*', &text[url..]);
    Some(url..end.map_or(text.len(), |n| url + n))
}

/// Visits such a URL.
pub(super) fn visit(url: Range<usize>, visit: &mut Visit<'_>) {
    visit(Field::new(&b""[..], url, Codec::Raw, Place::Text).read_as(&DATA_URL));
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::Layer;
    use crate::detect::layer::checks::{hint, rows};
    use crate::detect::layer::css::CSS;
    use crate::detect::layer::script::SCRIPT;

    #[track_caller]
    fn check(layer: &Layer, text: &str, expected: &[&str]) {
        assert_eq!(rows(layer, text.as_bytes(), &hint("", "")), expected, "{text}");
    }

    #[test]
    fn a_map_in_the_comment_is_handed_over() {
        let rows = &["|data:application/json;base64,e30=|Raw|Text"];
        for end in ["", "\n", "\nf()", "\n//# sourceURL=webpack-internal:///./a.js\n"] {
            for sign in ["#", "@"] {
                let map = "sourceMappingURL=data:application/json;base64,e30=";
                check(&SCRIPT, &format!("f(1)\n//{sign} {map}{end}"), rows);
            }
        }
        for end in [" */", "*/", "*/a{}"] {
            for sign in ["#", "@"] {
                let map = format!("/*{sign} sourceMappingURL=data:application/json;base64,e30=");
                check(&CSS, &format!("a{{b:c}}\n{map}{end}"), rows);
                check(&SCRIPT, &format!("f(1);{map}{end}"), rows);
            }
        }
    }

    #[test]
    fn a_map_elsewhere_is_none() {
        check(&SCRIPT, "f(1)\n//# sourceMappingURL=a.js.map\n//# sourceMappingURL=", &[]);
        check(&CSS, "a{b:c}/*# sourceMappingURL=a.css.map */", &[]);
    }
}
