//! Forms in which what stands under the name of a credential is known to be none.

use crate::detect::name::condition::Condition;
use crate::detect::name::shape::is_uuid;

/// Such a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The token of an assembly's public key: 16 hexadecimal digits, or `null`.
    KeyToken,
    /// The six hexadecimal digits by which Symfony's profiler names a request.
    Profile,
    /// The eight hexadecimal digits that ASP.NET gives a class of pages.
    Generator,
    /// `0:-1#12345`: how far a client of Cosmos DB has read.
    Progress,
    /// The UUID by which a portal counts its own use, or a service one request.
    Uuid,
    /// `0x3e7`: the number that Windows gives a login on a machine.
    Logon,
    /// What a server calls a time that it runs, or writes into its log in place of a session: a short
    /// hash, from which nobody finds what it is of.
    ShortHash,
}

impl Form {
    /// Whether `text` is of this form.
    pub(super) fn fits(self, text: &[u8]) -> bool {
        let hex = |len: usize| text.len() == len && text.iter().all(u8::is_ascii_hexdigit);
        match self {
            Self::KeyToken => is_key_token(text),
            Self::Profile => hex(6),
            Self::Generator => hex(8),
            Self::Progress => text.split(|byte| *byte == b',').all(is_progress),
            Self::Uuid => is_uuid(text),
            Self::Logon => is_logon(text),
            Self::ShortHash => {
                text.len() <= 8 && text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            }
        }
    }

    /// What a value of another form must look like.
    pub(super) fn base(self) -> Condition {
        match self {
            Self::KeyToken | Self::Profile => Condition::Token,
            Self::Generator => Condition::FormState,
            Self::Progress | Self::Uuid | Self::Logon | Self::ShortHash => Condition::Strong,
        }
    }

    /// What it is called in a list of the rules.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::KeyToken => "no word and no short number; of a key's no 16 hexadecimal digits",
            Self::Profile => "no word and no short number; no 6 hexadecimal digits",
            Self::Generator => "eight bytes and more, no label; no 8 hexadecimal digits",
            Self::Progress => "a credential; no `0:-1#12345`",
            Self::Uuid => "a credential; no UUID",
            Self::Logon => "a credential; no `0x3e7`",
            Self::ShortHash => "a credential; not eight small letters and digits",
        }
    }
}

/// A line of a log may have its punctuation behind it.
fn is_key_token(text: &[u8]) -> bool {
    let end = text.iter().rposition(|byte| byte.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let (token, behind) = text.split_at(end);
    let is_hex = token.len() == 16 && token.iter().all(u8::is_ascii_hexdigit);
    (is_hex || token.eq_ignore_ascii_case(b"null"))
        && behind.iter().all(|byte| b"'\",;)]".contains(byte))
}

/// `0x427d8dd9`
fn is_logon(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"0x").unwrap_or_default();
    (1..=8).contains(&number.len()) && number.iter().all(u8::is_ascii_hexdigit)
}

/// `0:-1#12345`, of several regions `0:0#12345#3=50`.
fn is_progress(text: &[u8]) -> bool {
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let mut parts = text[colon + 1..].split(|byte| *byte == b'#');
    let version = parts.next().unwrap_or_default();
    let is_region = |part: &[u8]| match memchr::memchr(b'=', part) {
        Some(equals) => {
            let read = &part[equals + 1..];
            digits(&part[..equals]) && digits(read.strip_prefix(b"-").unwrap_or(read))
        }
        None => false,
    };
    digits(&text[..colon])
        && digits(version.strip_prefix(b"-").unwrap_or(version))
        && parts.next().is_some_and(digits)
        && parts.all(is_region)
}
