//! What a match must satisfy beside its pattern: check digits and structure.

use serde_json::Value;

use crate::detect::codec::sextet;
use crate::detect::format::entropy::{Classes, bits_per_byte};
use crate::detect::layer::token::words;
use crate::detect::name::is_role;

/// No further condition.
pub(crate) fn any(_: &[u8]) -> bool {
    true
}

/// The check digits of GitHub and npm, or a random body: a mistyped token still tells most of one.
pub(crate) fn crc32_base62_or_random(token: &[u8]) -> bool {
    crc32_base62(token) || random_body(token)
}

/// The check digits of Atlassian, or a random body.
pub(crate) fn crc32_hex_upper_or_random(token: &[u8]) -> bool {
    crc32_hex_upper(token) || random_body(token)
}

/// The check digits of Grafana, or a random body.
pub(crate) fn crc32_hex_swapped_or_random(token: &[u8]) -> bool {
    crc32_hex_swapped(token) || random_body(token)
}

/// Behind the four characters that most prefixes have: upper-case, lower-case and digits, as in
/// random base62; no run of words and no identifier.
pub(crate) fn random_body(token: &[u8]) -> bool {
    token.get(4..).is_some_and(mixed_three)
}

/// The last six characters are the CRC-32 of those before them and behind the first `_`, in
/// base62. GitHub and npm write it so.
fn crc32_base62(token: &[u8]) -> bool {
    let Some(prefix) = token.iter().position(|&byte| byte == b'_') else {
        return false;
    };
    let body = &token[prefix + 1..];
    body.len() > 6 && {
        let (random, digits) = body.split_at(body.len() - 6);
        base62(crc32(random)) == digits
    }
}

/// The last eight characters are the CRC-32 of all before them, in upper-case hex (Atlassian).
fn crc32_hex_upper(token: &[u8]) -> bool {
    token.len() > 8 && {
        let (body, digits) = token.split_at(token.len() - 8);
        format!("{:08X}", crc32(body)).as_bytes() == digits
    }
}

/// The last eight characters, behind a `_`, are the CRC-32 of all before that, its bytes in little
/// endian order, in hex (Grafana).
fn crc32_hex_swapped(token: &[u8]) -> bool {
    token.len() > 9 && {
        let (body, digits) = token.split_at(token.len() - 9);
        format!("_{:08x}", crc32(body).swap_bytes()).as_bytes() == digits
    }
}

/// Letters of both cases, or letters and digits, in no simple pattern.
pub(crate) fn mixed(token: &[u8]) -> bool {
    Classes::of(token).alphanumeric() >= 2 && bits_per_byte(token) >= 3.0
}

/// Sixteen random base32 digits behind the prefix, not a few letters over and over.
pub(crate) fn akia(token: &[u8]) -> bool {
    bits_per_byte(token) >= 2.8
}

/// Upper-case, lower-case and digits, as in random base64 of some length.
pub(crate) fn mixed_three(token: &[u8]) -> bool {
    Classes::of(token).alphanumeric() == 3 && bits_per_byte(token) >= 3.5
}

/// A home directory of a person's, as against those of a system and of machines that build.
pub(crate) fn home_of_a_person(path: &[u8]) -> bool {
    const OTHERS: [&[u8]; 19] = [
        b"Shared",
        b"Public",
        b"Default",
        b"Guest",
        b"runner",
        b"runneradmin",
        b"vsts",
        b"circleci",
        b"buildagent",
        b"jenkins",
        b"distiller",
        b"ec2-user",
        b"azureuser",
        b"vagrant",
        b"user",
        b"username",
        b"me",
        b"you",
        b"test",
    ];
    let mut parts = path.split(|byte| matches!(byte, b'/' | b'\\')).filter(|part| !part.is_empty());
    parts.nth(1).is_some_and(|name| {
        !is_role(name) && !OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other))
    })
}

/// A macaroon's first packet names its location or its identifier.
pub(crate) fn macaroon(token: &[u8]) -> bool {
    base64_any(token).is_some_and(|bytes| {
        bytes.get(4..).is_some_and(|packet| {
            packet.starts_with(b"location ") || packet.starts_with(b"identifier ")
        })
    })
}

/// A JWS: the first segment is a JSON object with `alg` and without `enc`.
pub(crate) fn jws(token: &[u8]) -> bool {
    jose_header(token)
        .is_some_and(|header| header.get("alg").is_some() && header.get("enc").is_none())
}

/// A JWE: the first segment is a JSON object with `alg` and `enc`.
pub(crate) fn jwe(token: &[u8]) -> bool {
    jose_header(token)
        .is_some_and(|header| header.get("alg").is_some() && header.get("enc").is_some())
}

/// A signed payload (Flask, itsdangerous): the first segment is JSON, and no header of a JWT.
pub(crate) fn signed_json(token: &[u8]) -> bool {
    jose_header(token).is_some_and(|header| header.get("alg").is_none())
}

/// The first segment of a dotted token as a JSON object.
fn jose_header(token: &[u8]) -> Option<Value> {
    let segment = token.split(|&byte| byte == b'.').next()?;
    let header: Value = serde_json::from_slice(&base64_any(segment)?).ok()?;
    header.is_object().then_some(header)
}

/// A base64 text that decodes to JSON with an object at its top.
pub(crate) fn base64_json(token: &[u8]) -> bool {
    let body = token.rsplit(|&byte| byte == b'_').next();
    body.is_some_and(|body| decoded_starts(body, b"{"))
}

/// The token decodes to `tok:` and an id (Intercom).
pub(crate) fn base64_tok(token: &[u8]) -> bool {
    decoded_starts(token, b"tok:")
}

/// The token decodes to `reftkn:` (JFrog).
pub(crate) fn base64_reftkn(token: &[u8]) -> bool {
    decoded_starts(token, b"reftkn:")
}

/// The token decodes to the header of a JWT: it was encoded twice.
pub(crate) fn base64_jwt(token: &[u8]) -> bool {
    base64_any(token).is_some_and(|inner| {
        inner.iter().filter(|&&byte| byte == b'.').count() >= 2 && (jws(&inner) || jwe(&inner))
    })
}

/// The token decodes to a Laravel cookie: `{"iv":…,"value":…,"mac":…}`.
pub(crate) fn laravel(token: &[u8]) -> bool {
    let json = base64_any(token).and_then(|json| serde_json::from_slice::<Value>(&json).ok());
    json.is_some_and(|json| json.get("iv").is_some() && json.get("mac").is_some())
}

/// A private key holds at least 48 bytes of base64 and no words of a program.
pub(crate) fn armoured(block: &[u8]) -> bool {
    let base64 = block.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    base64 >= 96
}

/// The same for the short private part of an elliptic curve.
pub(crate) fn armoured_short(block: &[u8]) -> bool {
    block.iter().filter(|byte| byte.is_ascii_alphanumeric()).count() >= 48
}

/// The comment of an SSH key names an account that not every system has.
pub(crate) fn ssh_owner(key: &[u8]) -> bool {
    let comment = key.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
    !is_common(comment.split(|byte| *byte == b'@').next().unwrap_or_default())
}

/// So does what stands before such a key, and it is no name of a field.
pub(crate) fn ssh_user(line: &[u8]) -> bool {
    let user = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_field = words(user).any(|word| word.eq_ignore_ascii_case(b"key") || word == b"value");
    !is_field && !is_common(user)
}

/// Accounts that images of machines and programs have.
fn is_common(account: &[u8]) -> bool {
    const COMMON: [&[u8]; 8] =
        [b"ec2-user", b"centos", b"core", b"debian", b"jenkins", b"runner", b"vagrant", b"user"];
    is_role(account) || COMMON.contains(&account)
}

fn decoded_starts(text: &[u8], head: &[u8]) -> bool {
    base64_any(text).is_some_and(|bytes| bytes.starts_with(head))
}

/// Decodes base64 or base64url with or without padding; stray last bits are ignored.
pub(crate) fn base64_any(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii_end();
    let end = text.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let mut bytes = Vec::with_capacity(end / 4 * 3 + 3);
    let mut bits = 0_u32;
    let mut held = 0;
    for &byte in &text[..end] {
        bits = (bits << 6 | u32::from(sextet(byte)?)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// CRC-32 as in gzip.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// Six digits of base62, 0-9A-Za-z.
pub(crate) fn base62(mut value: u32) -> [u8; 6] {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(value % 62) as usize];
        value /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use crate::detect::format::check::{base62, base64_any, crc32};

    #[test]
    fn known_sums() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(&base62(61), b"00000z");
        assert_eq!(&base62(62), b"000010");
    }

    #[test]
    fn base64_of_either_alphabet() {
        assert_eq!(base64_any(b"-_8=").as_deref(), Some(&[0xfb, 0xff][..]));
        assert_eq!(base64_any(b"+/8").as_deref(), Some(&[0xfb, 0xff][..]));
        assert_eq!(base64_any(b"a b"), None);
        assert_eq!(base64_any(b"=").as_deref(), Some(&[][..]));
    }
}
