//! What has a telling name, a colon and something behind it, and tells no credential: names of secrets in
//! ARNs, permissions, tags of playlists.

use std::ops::Range;

/// Bytes before a name that are looked at.
const BEFORE_BYTES_MAX: usize = 96;

/// Whether the name at `name` is a part of something else: `arn:aws:secretsmanager:…:secret:prod/db`,
/// `#EXT-X-SESSION-KEY:METHOD=NONE`.
pub(super) fn is_part(text: &[u8], name: &Range<usize>) -> bool {
    let before = &text[name.start.saturating_sub(BEFORE_BYTES_MAX)..name.start];
    match &text[name.clone()] {
        b"secret" => is_arn(before),
        // So that what stands behind it is looked at with it.
        b"secretsmanager" => before.ends_with(b"arn:aws:") || before.ends_with(b"arn:aws-cn:"),
        [b'E', b'X', b'T', b'-', b'X', b'-', ..] => before.ends_with(b"#"),
        _ => false,
    }
}

/// Whether the pair of `name` and `value` is a permission: `secret:read`, `token:write`.
pub(super) fn is_permission(text: &[u8], name: &Range<usize>, value: &Range<usize>) -> bool {
    const VERBS: [&[u8]; 8] =
        [b"read", b"write", b"list", b"get", b"create", b"update", b"delete", b"manage"];
    let behind = text.get(value.end).copied().unwrap_or(b' ');
    let name_is_plain =
        text[name.clone()].iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'));
    name_is_plain
        && memchr::memmem::find(&text[name.clone()], b"pass").is_none()
        && memchr::memmem::find(&text[name.clone()], b"pwd").is_none()
        && value.start == name.end + 1
        && text[name.end] == b':'
        && VERBS.contains(&&text[value.clone()])
        && matches!(behind, b' ' | b',' | b'"' | b'\'' | b'`' | b')' | b']' | b';' | b'.' | b'\n')
}

/// The name at `name`, with the words before it that belong to it: `Public key token=`, `Help Token:`,
/// which Google's support asks for.
pub(super) fn called<'t>(text: &'t [u8], name: &Range<usize>) -> &'t [u8] {
    const BEFORE: [&[u8]; 2] = [b"public key ", b"help "];
    if !text[name.clone()].eq_ignore_ascii_case(b"token") {
        return &text[name.clone()];
    }
    let is_before = |before: &&&[u8]| {
        let start = name.start.saturating_sub(before.len());
        text[start..name.start].eq_ignore_ascii_case(before)
            && !text[..start].last().is_some_and(u8::is_ascii_alphanumeric)
    };
    let before = BEFORE.iter().find(is_before).map_or(0, |before| before.len());
    &text[name.start - before..name.end]
}

/// Whether an ARN of a secret ends here before the word `secret`: `arn:aws:secretsmanager:eu-west-1:` and
/// the twelve digits of an account.
fn is_arn(before: &[u8]) -> bool {
    let Some(start) = memchr::memmem::rfind(before, b"arn:aws") else { return false };
    let mut parts = before[start..].split(|byte| *byte == b':');
    let word = |part: &[u8]| {
        !part.is_empty()
            && part.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
    };
    parts.next() == Some(b"arn")
        && parts.next().is_some_and(word)
        && parts.next() == Some(b"secretsmanager")
        && parts.next().is_some_and(word)
        && parts.next().is_some_and(|id| id.len() == 12 && id.iter().all(u8::is_ascii_digit))
        && parts.next() == Some(b"")
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn tokens_by_the_words_before_them() {
        check(r#"{"message":"Permission denied.\nHelp Token: AVk3XwQ81uQpZov7LtWq9Zr4KtK7"}"#, &[]);
        check(r#"{"message":"quell, Public key token=1a2b3c4d5e6f7a8b"}"#, &[]);
        for before in ["Whelp", "Self", "Help your", "Public"] {
            let text = format!(r#"{{"message":"{before} Token: AVk3XwQ81uQpZov7LtWq9Zr4KtK7"}}"#);
            check(&text, &["AVk3XwQ81uQpZov7LtWq9Zr4KtK7"]);
        }
    }
}
