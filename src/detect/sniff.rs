//! What a text looks like, before it is read.

use crate::har::{Index, Malformed};

/// Whether `text` is in quotes.
pub(crate) fn is_quoted(text: &[u8]) -> bool {
    matches!(text, [b'"', _, .., b'"'])
}

/// Whether it pays to read `text` as JSON: it begins and ends as an object, an array or a string.
pub(crate) fn looks_like_json(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    matches!(
        (text.first(), text.last()),
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) | (Some(b'"'), Some(b'"'))
    ) && text.len() > 2
}

/// Indexes a text as JSON; whether it is some. Servers that put strings together by themselves leave
/// tabs and line ends in them as they are, which RFC 8259 does not allow: what such a body names is as
/// secret, so it is read as if they were spaces, at the same places.
pub(crate) fn index_json(index: &mut Index, text: &[u8]) -> bool {
    let Err(Malformed { offset, .. }) = index.build(text) else { return true };
    let at = usize::try_from(offset).unwrap_or(usize::MAX);
    let is_control = |byte: &u8| *byte < b' ';
    text.get(at).is_some_and(is_control) && {
        let blank = |byte: &u8| if is_control(byte) { b' ' } else { *byte };
        index.build(&text.iter().map(blank).collect::<Vec<_>>()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;
    use crate::detect::sniff::index_json;
    use crate::har::Index;

    #[test]
    fn control_characters_in_strings() {
        let mut index = Index::new();
        for (text, expected) in [
            ("{\"a\":\"x\ty\"}", true),
            ("{\"a\":\"x\r\ny\",\n\"b\":[1]}", true),
            ("[\"\u{1}\"]", true),
            ("{\"a\":\"x\ty\",}", false),
            ("{\"a\":\"x\ty", false),
            ("{\"a\":\u{1}1x}", false),
            ("\"a\nb\",\"c\"", false),
            (r#"{"a":"\xee"}"#, false),
        ] {
            assert_eq!(index_json(&mut index, text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn people_in_what_is_nearly_json() {
        let body = "{\"note\":\"a\tb\",\"owner\":{\"name\":\"Mira Quell\",\"email\":\"m@quell.example\"},\"password\":\"sun\nshine\",\"id\":7}";
        check(
            &serde_json::to_string(body).unwrap(),
            &["Mira Quell", "m@quell.example", "sun\nshine"],
        );
    }
}
