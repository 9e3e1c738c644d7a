//! Passwords in URLs: `scheme://user:password@host`.
//!
//! `://` is far too frequent in captures to look for; `@` is rare, so the search begins there and
//! looks back.

use std::ops::Range;

use memchr::memchr_iter;

use crate::detect::format::row::{FormatRule, row};
use crate::detect::{Kind, Rule};

/// How the rule is listed; [`find_passwords`] is what matches.
pub(crate) static ROW: FormatRule = row(
    "url-password",
    "password",
    "Password before the host of a URL",
    &[],
    r"[A-Za-z][A-Za-z0-9+.-]*://[^/:@\s]*:([^/\s]+)@[^/\s]",
    &[
        "https://anna:{a12}@example.com/",
        "postgres://app:{a9}@db.internal:5432/app",
        r"https:\/\/anna:{a12}@example.com\/",
        "redis://:{a16}@cache:6379",
        "mongodb+srv://u:p{u8}@{a8}@cluster0.example.net",
    ],
    &[],
);

const RULE: Rule = Rule { id: "url-password", kind: Kind("password") };

/// The longest user and password together.
const USERINFO_MAX: usize = 256;
/// A password may hold an `@` that should have been encoded, but not many of them.
const AT_MAX: usize = 3;

/// Reports the password of every URL in `text` that has one.
pub(crate) fn find_passwords(text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
    for at in memchr_iter(b'@', text) {
        let next = text.get(at + 1);
        let host =
            next.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'[' | b'_'));
        // Where the password goes on, the last `@` before the host is its end.
        if host
            && let Some(password) = password_before(text, at)
            && !goes_on(&text[at + 1..])
        {
            hit(password, RULE);
        }
    }
}

/// The password that ends at `end`, if `scheme://user:` stands before it.
fn password_before(text: &[u8], end: usize) -> Option<Range<usize>> {
    let floor = end.saturating_sub(USERINFO_MAX);
    let mut colon = None;
    let mut ats = 0;
    for at in (floor..end).rev() {
        match text[at] {
            b'/' => {
                let start = at + 1;
                let password = colon? + 1..end;
                let head = text[..at].strip_suffix(b"\\").unwrap_or(&text[..at]);
                let head = head.strip_suffix(b"/")?;
                let head = head.strip_suffix(b"\\").unwrap_or(head);
                let scheme = head.strip_suffix(b":")?.last()?.is_ascii_alphanumeric();
                return (scheme && start <= colon? && plausible(&text[password.clone()]))
                    .then_some(password);
            }
            b':' => colon = Some(at),
            b'@' if ats < AT_MAX => ats += 1,
            b'@' | b'\\' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'?' | b'#' | 0..=b' ' => {
                return None;
            }
            // A quote of a page: `https://a.example&quot;,&quot;@type`.
            b'&' if text[at..end].starts_with(b"&quot;") => return None,
            _ => {}
        }
    }
    None
}

/// Whether another `@` follows before the authority ends, so that this one is of the password.
fn goes_on(rest: &[u8]) -> bool {
    let ends = |byte: &u8| {
        matches!(
            byte,
            b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'\\' | b',' | b'&' | b'@' | 0..=b' '
        )
    };
    let end = rest.iter().take(USERINFO_MAX).position(ends);
    end.is_some_and(|end| rest[end] == b'@')
}

/// A placeholder (`${PASSWORD}`, `<password>`, `***`) is nobody's password.
fn plausible(password: &[u8]) -> bool {
    !password.is_empty()
        && password != b"password"
        && !password.starts_with(b"$")
        && !password.starts_with(b"{")
        && password.iter().any(|&byte| byte != b'*')
        && !password.starts_with(b"redacted-")
}

#[cfg(test)]
mod tests {
    use crate::detect::format::url::find_passwords;

    #[test]
    fn only_the_password_is_found() {
        for (text, expected) in [
            ("https://anna:s3cret@example.com/", Some("s3cret")),
            (r"https:\/\/anna:s3cret@example.com", Some("s3cret")),
            ("redis://:s3cret@cache:6379", Some("s3cret")),
            ("mysql://u:p@ss@db", Some("p@ss")),
            ("mysql://u:pa:ss@db", Some("pa:ss")),
            ("https://anna@example.com", None),
            ("https://example.com:80/x@y", None),
            ("https://example.com/a:b@c", None),
            ("mailto:anna@example.com", None),
            ("https://u:${PASSWORD}@h", None),
            ("https://u:****@h", None),
            ("https://user:password@h", None),
            ("https://o.example.com/?q=a:b@c", None),
            ("//u:p@h", None),
        ] {
            let mut found = None;
            find_passwords(text.as_bytes(), &mut |span, _| found = text.get(span));
            assert_eq!(found, expected, "{text}");
        }
    }
}
