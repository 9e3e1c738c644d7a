//! What programs print of an object: PHP's `var_dump` and `print_r`, with the class and the
//! visibility of a property behind its name.

use crate::detect::layer::prose::value_span;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// Visits the string that PHP printed behind a name: `["password"]=> string(6) "…"`,
/// `["token":"User":private]=> string(6) "…"`, `[token:protected] => …`; gives where it, or what
/// stands before it, ends.
pub(super) fn visit_dumped(
    text: &[u8],
    name: &[u8],
    name_end: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let rest = &text[name_end..];
    let visibility = visibility(rest);
    let behind = match visibility {
        Some(length) => &rest[length..],
        None => rest.strip_prefix(b"\"")?,
    };
    let value = if let Some(value) = behind.strip_prefix(b"]=>") {
        string(value).map(|(start, length)| {
            let start = text.len() - value.len() + start;
            start..start + length
        })
    } else if visibility.is_some() && behind.starts_with(b"] => ") && behind.len() > 5 {
        Some(value_span(text, text.len() - behind.len() + 5))
    } else {
        None
    };
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        // So that no class is taken for the value.
        return visibility.map(|length| name_end + length);
    };
    let end = value.end;
    visit(Field::new(name, value, Codec::Raw, Place::Pair));
    Some(end)
}

/// Where the text of ` string(6) "…"` begins, and its length.
fn string(text: &[u8]) -> Option<(usize, usize)> {
    let string = text.trim_ascii_start().strip_prefix(b"string(")?;
    let digits = string.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    let length: usize = std::str::from_utf8(&string[..digits]).ok()?.parse().ok()?;
    let value = string[digits..].strip_prefix(b") \"")?;
    (length > 0 && value.get(length) == Some(&b'"')).then_some((text.len() - value.len(), length))
}

/// Whether PHP says of a property, behind its name, who may see it.
pub(crate) fn has_visibility(rest: &[u8]) -> bool {
    visibility(rest).is_some()
}

/// How long what PHP says of a property is: `":protected`, `":"User":private`, `:User:private`.
fn visibility(rest: &[u8]) -> Option<usize> {
    const CLASS_BYTES_MAX: usize = 128;
    let quote = usize::from(rest.first() == Some(&b'"'));
    let said = rest[quote..].strip_prefix(b":")?;
    let said = &said[..said.len().min(CLASS_BYTES_MAX)];
    let end = memchr::memchr2(b']', b'\n', said)?;
    let words = &said[..end];
    let is_private = words.strip_suffix(b":private").is_some_and(|class| {
        class.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'"' | b'_' | b'\\'))
    });
    (words == b"protected" || is_private).then_some(quote + 1 + end)
}
