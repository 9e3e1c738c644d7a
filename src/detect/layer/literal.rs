//! What programs write around a text that a name is given: its type before it, a letter at its
//! quote, a call around it.

use crate::detect::inherit::is_drawn;
use crate::detect::layer::prose::is_chosen;
use crate::detect::layer::span;
use crate::detect::layer::token::is_token_like;

/// A type, and what stands around a literal, are no longer.
const BYTES_MAX: usize = 96;

/// Types of texts, in small letters; others end in `string`.
const TYPES: &[&str] = &[
    "str",
    "secretstr",
    "bytes",
    "byte",
    "bytearray",
    "secretbytes",
    "char",
    "uint8array",
    "buffer",
    "text",
    "optional",
    "option",
    "maybe",
    "final",
    "annotated",
    "classvar",
    "readonly",
    "any",
];

/// Calls that give back the text that they are given, or a hash of it, in small letters.
const CALLS: &[&str] = &[
    "some",
    "just",
    "optional",
    "of",
    "ok",
    "secret",
    "secretstr",
    "secretstring",
    "secretbytes",
    "securestring",
    "sensitive",
    "protectedstring",
    "token",
    "password",
    "passwd",
    "old_password",
    "string",
    "str",
    "bytes",
    "bytearray",
    "from",
    "md5",
    "sha",
    "sha1",
    "sha2",
    "sha256",
    "sha512",
    "crypt",
    "encrypt",
    "bcrypt",
    "hash",
    "hashpw",
    "password_hash",
];

/// Whether an expression is the type of a text: `String`, `Optional[str]`, `string | null`.
pub(crate) fn is_type(expression: &[u8]) -> bool {
    let first = expression.iter().position(u8::is_ascii_alphabetic).unwrap_or(expression.len());
    let word = &expression[first..];
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.' | b':');
    let word = last_part(&word[..word.iter().take_while(part).count()]);
    is_one_of(word, TYPES) || ends_in_string(word)
}

/// Whether a word without quotes is such a type as nobody's secret is called: `SecureString`.
pub(crate) fn is_type_alone(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_uppercase)
        && (ends_in_string(word) || matches!(word, b"Uint8Array" | b"SecretStr" | b"SecretBytes"))
}

/// Where the literal begins in front of which its type stands at `at`: `String = "…"`,
/// `Optional[str] = '…'`, `&'static str = "…"`.
pub(crate) fn behind_type(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at.min(text.len())..text.len().min(at + BYTES_MAX)];
    let lifetime = if rest.starts_with(b"&'static ") { b"&'static ".len() } else { 0 };
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.<>[]|?&*,: ".contains(byte);
    let end = lifetime + rest[lifetime..].iter().position(|byte| !inner(byte))?;
    let is_given = rest[end] == b'=' && !matches!(rest.get(end + 1), Some(b'=' | b'>'));
    if !is_given || !is_type(&rest[lifetime..end]) {
        return None;
    }
    let blanks = rest[end + 1..].iter().take_while(|byte| **byte == b' ').count();
    let start = at + end + 1 + blanks;
    unwrapped(text, start).map(|_| start)
}

/// Where the literal begins behind a declared name that ends at `end`, without a colon between it and
/// its type: `apiKey string = "…"`, `password[] = "…"`, `Password { get; set; } = "…"`.
pub(crate) fn declared(text: &[u8], end: usize) -> Option<usize> {
    const ACCESS: &[u8] = b" { get; set; } = ";
    let rest = &text[end..text.len().min(end + BYTES_MAX)];
    match rest {
        [b' ', b'a'..=b'z' | b'A'..=b'Z' | b'[' | b'*', ..] => {
            // Of `private string apiKey = "…"` the name is behind the type.
            let given = memchr::memchr(b'=', rest)?;
            let is_one = !rest[1..given].trim_ascii_end().contains(&b' ');
            is_one.then(|| behind_type(text, end + 1)).flatten()
        }
        [b'[', ..] => {
            let size = rest[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let sign = rest[1 + size..].strip_prefix(b"] = ")?;
            let start = end + rest.len() - sign.len();
            quote_at(text, start).map(|_| start)
        }
        _ => {
            let start = end + ACCESS.len();
            rest.starts_with(ACCESS).then(|| quote_at(text, start)).flatten()
        }
    }
}

/// Where the quote of the literal stands that begins at `at`, behind a letter or in calls:
/// `b'…'`, `Some("…")`, `SecretStr(b'…')`, `Just "…"`.
pub(crate) fn unwrapped(text: &[u8], mut at: usize) -> Option<usize> {
    const CALLS_MAX: usize = 3;
    for _ in 0..=CALLS_MAX {
        if let Some(quote) = quote_at(text, at) {
            return Some(quote);
        }
        let rest = &text[at.min(text.len())..text.len().min(at + BYTES_MAX)];
        let new = if rest.starts_with(b"new ") { 4 } else { 0 };
        let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_.:".contains(*byte);
        let length = rest[new..].iter().take_while(part).count();
        let call = &rest[new..new + length];
        let is_known = is_one_of(last_part(call), CALLS);
        at += new + length + 1;
        match rest.get(new + length) {
            Some(b'(') if is_known => {}
            Some(b' ') if matches!(call, b"Just" | b"Some") => return quote_at(text, at),
            _ => return None,
        }
    }
    None
}

/// How long the call is whose parenthesis stands at `open`, if it gives back its text.
pub(crate) fn call_length(text: &[u8], open: usize) -> usize {
    let word = span::word_before(text, open);
    if is_one_of(&text[word.clone()], CALLS) { word.len() } else { 0 }
}

/// Where the quote stands at `at`, or behind the letters of a literal: `u'…'`, `N'…'`, `@"…"`.
fn quote_at(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at.min(text.len())..];
    let letters = rest.iter().take(2).take_while(|byte| b"bBuUrRfN@$".contains(byte)).count();
    matches!(rest.get(letters), Some(b'"' | b'\'')).then_some(at + letters)
}

/// `password::SecretString` and `std.string` by their last words.
fn last_part(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| matches!(byte, b'.' | b':')).next().unwrap_or_default()
}

fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

fn ends_in_string(word: &[u8]) -> bool {
    let tail = word.len().checked_sub(b"string".len());
    tail.is_some_and(|tail| word[tail..].eq_ignore_ascii_case(b"string"))
}

/// Whether the argument `value` of a call that only says `name` is what the call sets:
/// `builder.password("…")`. Calls that check or label something are called so, too.
pub(crate) fn is_built(name: &[u8], value: &[u8]) -> bool {
    const NAMES: [&[u8]; 8] = [
        b"password",
        b"passwd",
        b"passphrase",
        b"token",
        b"apikey",
        b"secret",
        b"secretkey",
        b"accesstoken",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        && !value.contains(&b' ')
        && is_drawn(value)
        && (is_token_like(value) || is_chosen(value))
}

#[cfg(test)]
mod tests {
    use super::{behind_type, declared, is_type_alone, unwrapped};

    #[test]
    fn types_before_a_literal() {
        for text in [
            "String = \"k3Xw\"",
            "&'static str = \"k3Xw\"",
            "Optional[str] = 'k3Xw'",
            "string | null = 'k3Xw'",
            "Option<String> = Some(\"k3Xw\")",
            "SecretStr = SecretStr('k3Xw')",
        ] {
            assert!(behind_type(text.as_bytes(), 0).is_some(), "{text}");
        }
        for text in
            ["Summer = \"k3Xw\"", "String == \"k3Xw\"", "String = k3Xw", "string", "", "= 'a'"]
        {
            assert!(behind_type(text.as_bytes(), 0).is_none(), "{text}");
        }
        assert!(is_type_alone(b"SecureString") && is_type_alone(b"Uint8Array"));
        assert!(!is_type_alone(b"hunter2") && !is_type_alone(b"shoestring"));
    }

    #[test]
    fn declarations_without_a_colon() {
        for text in [" string = \"k3Xw\"", "[64] = \"k3Xw\"", "[] = \"k3Xw\""] {
            assert!(declared(text.as_bytes(), 0).is_some(), "{text}");
        }
        assert_eq!(declared(b" { get; set; } = \"k3Xw\"", 0), Some(17));
        for text in
            [" string key = \"k3Xw\"", " is = \"k3Xw\"", "[a] = \"k3Xw\"", " {} = \"k3Xw\"", ""]
        {
            assert!(declared(text.as_bytes(), 0).is_none(), "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_literal() {
        for (text, quote) in [
            ("'k3Xw'", 0),
            ("b'k3Xw'", 1),
            ("@\"k3Xw\"", 1),
            ("Some(\"k3Xw\")", 5),
            ("Some(String::from(\"k3Xw\"))", 18),
            ("new SecretStr(b'k3Xw')", 15),
            ("Just \"k3Xw\"", 5),
            ("MD5('k3Xw')", 4),
        ] {
            assert_eq!(unwrapped(text.as_bytes(), 0), Some(quote), "{text}");
        }
        for text in ["getenv('DB')", "t(\"label\")", "Some(x)", "is \"k3Xw\"", "k3Xw", "b", ""] {
            assert_eq!(unwrapped(text.as_bytes(), 0), None, "{text}");
        }
    }
}
