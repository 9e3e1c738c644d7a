//! The `Authorization` header and its copies: the scheme word stays, the credentials go.
//!
//! Credentials are one token (RFC 9110, *token68*) or a list of `name=value`; of a list only
//! what is certainly public stays (`realm`, `algorithm`, `SignedHeaders`).

use std::ops::Range;

use crate::detect::layer::cookie::unquote;
use crate::detect::layer::span::trim;
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::url::{REFERENCE, is_plain_link};
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit};
use crate::detect::name::{is_no_value, is_stand_in};
use crate::detect::{Codec, Place, is_pseudonym};

/// `Authorization`, by the header's name or by a scheme and credentials that look like it.
pub(crate) static AUTHORIZATION: Layer = Layer {
    id: "authorization",
    recognises: |text, hint| {
        // A cookie of this name may be anything.
        is_authorization_name(hint.name)
            && hint.place != Place::Cookie
            && !matches!(text.first(), None | Some(b'{' | b'['))
            && !is_way(text, hint)
            || is_credentials(text)
    },
    fields: |text, hint, visit| visit_credentials(text, 0..text.len(), hint.place, visit),
};

/// The decoded credentials of `Basic`: `user:password`.
pub(crate) static BASIC_CREDENTIALS: Layer =
    Layer { id: "basic", recognises: |text, _| text.contains(&b':'), fields: basic_fields };

/// What decodes to less is redacted as it is written: a text so short is not looked into.
const DECODED_BYTES_MIN: usize = 4;

/// Parameters of credentials that are no secret.
const PUBLIC: &[&str] = &[
    "realm",
    "qop",
    "nc",
    "algorithm",
    "stale",
    "charset",
    "userhash",
    "version",
    "headers",
    "signedheaders",
    "oauth_version",
    "oauth_timestamp",
    "oauth_signature_method",
    "timestamp",
    "ts",
    "scope",
    "error",
    "client",
    "device",
    "expires",
    "created",
    "se",
    "v",
];

/// Schemes that are known in running text; in the header itself any word is one.
const SCHEMES: &[&str] = &[
    "bearer",
    "basic",
    "token",
    "digest",
    "negotiate",
    "ntlm",
    "apikey",
    "api-key",
    "dpop",
    "hawk",
    "oauth",
    "aws4-hmac-sha256",
    "googlelogin",
    "sharedkey",
    "sharedkeylite",
    "sharedaccesssignature",
    "signature",
    "mac",
    "aws",
    "jwt",
    "sapisidhash",
    "key",
    "genie",
    "genieKey",
    "ssws",
    "zoho-oauthtoken",
    "klaviyo-api-key",
    "mediabrowser",
    "discogs",
    "bot",
    "eg1-hmac-sha256",
    "session",
    "gitlab-token",
    "sso-key",
    "splunk",
    "vapid",
    "webpush",
];

/// Whether `word` is a scheme that is known in running text.
pub(crate) fn is_scheme(word: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// Whether a document says with `word` who is let in: `{"authorization": "AWS_IAM"}`.
fn is_kind(word: &[u8]) -> bool {
    matches!(word, b"NONE" | b"AWS_IAM" | b"CUSTOM" | b"COGNITO_USER_POOLS")
}

/// Whether a document says with `text` how somebody has to log in, if at all: `"authentication": "None
/// required"`.
fn is_way(text: &[u8], hint: &Hint<'_>) -> bool {
    const BYTES_MAX: usize = 40;
    let is_word = |word: &[u8]| {
        let small = &word[word.len().min(1)..];
        word.iter().all(u8::is_ascii_alphabetic)
            && (small.iter().all(u8::is_ascii_lowercase)
                || small.iter().all(u8::is_ascii_uppercase))
            && word.split(|b| b"aeiouyAEIOUY".contains(b)).all(|run| run.len() <= 4)
    };
    let is_document =
        matches!(hint.place, Place::Json | Place::Xml | Place::Html | Place::Script | Place::Text);
    is_document
        && text.len() <= BYTES_MAX
        && (hint.name.eq_ignore_ascii_case(b"authentication")
            && text.split(|b| b" -_".contains(b)).all(is_word)
            || says_itself(text))
}

/// Whether a text is a constant that is called as its value: `CHANNEL_AUTHORIZATION =
/// "channel-authorization"`.
fn says_itself(text: &[u8]) -> bool {
    const WORD: &[u8] = b"authorization";
    text.len() >= WORD.len()
        && text[text.len() - WORD.len()..].eq_ignore_ascii_case(WORD)
        && text.iter().all(|byte| byte.is_ascii_alphabetic() || b"-_.".contains(byte))
}

/// Whether `text` is a known scheme and credentials that look like its own.
pub(crate) fn is_credentials(text: &[u8]) -> bool {
    let Some(space) = scheme_length(text) else {
        return false;
    };
    let (scheme, rest) = (&text[..space], text[space..].trim_ascii());
    if !is_scheme(scheme) {
        return false;
    }
    let one_word = !rest.iter().any(u8::is_ascii_whitespace);
    if scheme.eq_ignore_ascii_case(b"basic") {
        return one_word && is_basic(rest) && !is_word(rest);
    }
    (one_word && is_token68(rest)) || (is_list(rest) && !scheme.eq_ignore_ascii_case(b"key"))
}

/// Whether the credentials of `Basic` may be a word of a sentence: `Basic Options` decodes to bytes
/// with a colon among them, but to no text.
fn is_word(credentials: &[u8]) -> bool {
    const WORD_BYTES_MAX: usize = 11;
    credentials.len() <= WORD_BYTES_MAX
        && credentials.iter().all(u8::is_ascii_alphabetic)
        && base64_simd::forgiving_decode_to_vec(credentials).is_ok_and(|decoded| {
            !std::str::from_utf8(&decoded).is_ok_and(|text| !text.contains(char::is_control))
        })
}

/// Whether the decoded `credentials` hold a colon.
pub(crate) fn is_basic(credentials: &[u8]) -> bool {
    credentials.len() >= 4
        && base64_simd::forgiving_decode_to_vec(credentials)
            .is_ok_and(|decoded| decoded.contains(&b':') && decoded.len() >= DECODED_BYTES_MIN)
}

/// Visits the credentials in `text[within]`, which begins with the scheme.
pub(crate) fn visit_credentials(
    text: &[u8],
    within: Range<usize>,
    place: Place,
    visit: &mut Visit<'_>,
) {
    let within = trim(text, within);
    let scheme_end =
        scheme_length(&text[within.clone()]).map_or(within.start, |at| within.start + at);
    let scheme = text[within.start..scheme_end].to_ascii_lowercase();
    let rest = trim(text, scheme_end..within.end);
    let stands_in = |span: &Range<usize>| is_stand_in(&text[span.clone()]);
    if rest.is_empty() || is_no_value(&text[rest.clone()]) || stands_in(&rest) || stands_in(&within)
    {
        return;
    }
    let is_named =
        is_scheme(&text[rest.clone()]) || place == Place::Json && is_kind(&text[rest.clone()]);
    if scheme.is_empty() && is_named {
        return;
    }
    if scheme.is_empty() && is_plain_link(&text[rest.clone()]) {
        return visit(Field::new(&b""[..], rest, Codec::Raw, place).read_as(&REFERENCE));
    }
    let separator = separator(&scheme, &text[rest.clone()]);
    match (&scheme[..], separator) {
        (b"basic", _) => visit_basic(text, rest, place, visit),
        (_, Some(separator)) => visit_list(text, rest, &scheme, separator, place, visit),
        _ => visit(
            Field::new(scheme.as_slice(), rest, Codec::Raw, place)
                .secret("authorization", kind(&scheme)),
        ),
    }
}

/// Calls `each` with name and value of every `name=value` in `text[within]`; quotes are off.
pub(crate) fn each_parameter(
    text: &[u8],
    within: Range<usize>,
    separator: u8,
    each: &mut dyn FnMut(Range<usize>, Range<usize>),
) {
    let mut start = within.start;
    while start < within.end {
        let end = parameter_end(text, start..within.end, separator);
        let parameter = trim(text, start..end);
        if let Some(equals) = memchr::memchr(b'=', &text[parameter.clone()]) {
            let name = trim(text, parameter.start..parameter.start + equals);
            let value = trim(text, parameter.start + equals + 1..parameter.end);
            each(name, unquote(text, value));
        }
        start = end + 1;
    }
}

/// Whether a parameter of credentials or of a challenge is no secret.
pub(crate) fn is_public(name: &[u8]) -> bool {
    PUBLIC.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

fn is_url_parameter(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(b"uri")
        || name.ends_with(b"url")
        || matches!(&name[..], b"oauth_callback" | b"sr" | b"resource_metadata")
}

/// User and password are redacted each, so that what stands there is `Basic` again; the sweep
/// knows the whole, too.
fn visit_basic(text: &[u8], value: Range<usize>, place: Place, visit: &mut Visit<'_>) {
    let mut whole = Field::new(&b"basic"[..], value.clone(), Codec::Raw, place)
        .secret("authorization/basic", "basic-credential");
    whole.reading = Reading::Plain;
    let is_readable = is_basic(&text[value.clone()]);
    whole.seed = is_readable;
    if is_empty_basic(&text[value.clone()]) {
        return;
    }
    if !is_redacted_basic(&text[value.clone()]) {
        visit(whole);
    }
    if is_readable {
        let inside = Field::new(&b"basic"[..], value, Codec::Base64, place);
        visit(inside.read_as(&BASIC_CREDENTIALS));
    }
}

/// Whether a program had neither user nor password: `null:null`, also as it is sent.
fn is_empty_basic(credentials: &[u8]) -> bool {
    let is_empty =
        |pair: &[u8]| pair.contains(&b':') && pair.splitn(2, |byte| *byte == b':').all(is_no_value);
    is_empty(credentials)
        || credentials.len() <= 64
            && base64_simd::forgiving_decode_to_vec(credentials)
                .is_ok_and(|decoded| is_empty(&decoded))
}

/// Whether `credentials` are what an earlier run has left: they are no secret to search for.
fn is_redacted_basic(credentials: &[u8]) -> bool {
    let Ok(decoded) = base64_simd::forgiving_decode_to_vec(credentials) else { return false };
    decoded.contains(&b':')
        && decoded.splitn(2, |byte| *byte == b':').all(|part| part.is_empty() || is_pseudonym(part))
}

fn basic_fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some(colon) = memchr::memchr(b':', text) else {
        return;
    };
    if colon > 0 {
        visit(
            Field::new(&b"username"[..], 0..colon, Codec::Raw, Place::Pair)
                .secret("authorization/basic-user", "username"),
        );
    }
    if colon + 1 < text.len() {
        visit(
            Field::new(&b"password"[..], colon + 1..text.len(), Codec::Raw, Place::Pair)
                .secret("authorization/basic-password", "password"),
        );
    }
}

fn visit_list(
    text: &[u8],
    within: Range<usize>,
    scheme: &[u8],
    separator: u8,
    place: Place,
    visit: &mut Visit<'_>,
) {
    each_parameter(text, within, separator, &mut |name, value| {
        // A name is one word, whatever stands before it.
        let (before, name) = last_word(&text[name]);
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if value.is_empty() {
            return;
        }
        let codec = if scheme == b"oauth" { Codec::Percent } else { Codec::Raw };
        let field = |value| Field::new(name, value, codec, place);
        if is("credential") {
            // `AKID/date/region/service/aws4_request`: only the key's id is secret.
            let id = memchr::memchr(b'/', &text[value.clone()]).unwrap_or(value.len());
            let id = value.start..value.start + id;
            visit(field(id).secret("authorization/aws-credential", "aws-access-key-id"));
        } else if is_url_parameter(name) {
            visit(field(value).read_as(&REFERENCE));
        } else if is_public(name) {
            visit(field(value).keep());
        } else if is("error_description") {
            visit(field(value));
        } else if is("username") {
            visit(field(value).secret("authorization/username", "username"));
        } else if before.split(is_space).any(is_pseudonym) {
            // A quote may have gone with the secret: what looks like a name was quoted text.
            visit(field(value));
        } else {
            visit(field(value).secret("authorization/parameter", kind(scheme)));
        }
    });
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The last word, and what stands before it.
fn last_word(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().rposition(is_space).map_or(0, |at| at + 1))
}

fn parameter_end(text: &[u8], within: Range<usize>, separator: u8) -> usize {
    let rest = &text[within.clone()];
    let mut from = 0;
    if let Some(quote) = memchr::memchr2(separator, b'"', rest).filter(|&at| rest[at] == b'"')
        && let Some(close) = memchr::memchr(b'"', &rest[quote + 1..])
    {
        from = quote + 1 + close + 1;
    }
    memchr::memchr(separator, &rest[from..]).map_or(within.end, |at| within.start + from + at)
}

fn kind(scheme: &[u8]) -> &'static str {
    match scheme {
        b"bearer" | b"dpop" | b"jwt" => "bearer-token",
        b"digest" => "digest-credential",
        b"negotiate" | b"ntlm" => "negotiate-token",
        b"apikey" | b"api-key" | b"key" => "api-key",
        b"oauth" => "oauth-credential",
        b"aws4-hmac-sha256" | b"aws" | b"signature" | b"hawk" => "request-signature",
        _ => "authorization",
    }
}

/// The length of the scheme word, where something follows it.
fn scheme_length(text: &[u8]) -> Option<usize> {
    let space = text.iter().take(64).position(|b| matches!(b, b' ' | b'\t'))?;
    let word = &text[..space];
    let is_word = word.first().is_some_and(u8::is_ascii_alphabetic)
        && word.iter().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b));
    is_word.then_some(space)
}

/// What separates the parameters, if the credentials are a list.
fn separator(scheme: &[u8], rest: &[u8]) -> Option<u8> {
    if !is_list(rest) {
        return None;
    }
    match scheme {
        b"sharedaccesssignature" => Some(b'&'),
        b"eg1-hmac-sha256" => Some(b';'),
        _ if !rest.contains(&b',') && rest.contains(&b';') => Some(b';'),
        _ => Some(b','),
    }
}

/// `name=value…`, where base64 with its padding is none.
pub(crate) fn is_list(rest: &[u8]) -> bool {
    let name =
        rest.iter().take(64).position(|b| !(b.is_ascii_alphanumeric() || b"_-.".contains(b)));
    name.is_some_and(|at| {
        let after = rest[at..].trim_ascii_start();
        at > 0 && after.len() > 1 && after[0] == b'=' && after[1] != b'='
    })
}

fn is_token68(rest: &[u8]) -> bool {
    is_token_like(rest)
        || rest.len() >= 20
            && rest.iter().any(u8::is_ascii_digit)
            && rest.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=:|".contains(b))
}

fn is_authorization_name(name: &[u8]) -> bool {
    crate::detect::layer::header::is_authorization(name)
}

#[cfg(test)]
mod tests;
