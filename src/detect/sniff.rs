//! What a text looks like, before it is read.

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
