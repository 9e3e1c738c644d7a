//! Which values are distinctive enough to be searched for everywhere.
//!
//! Below 8 bytes nothing travels: short values are words of the page. From 8 to 15 a value must
//! look like a credential, an e-mail address, an international phone number or a personal name;
//! from 16 on everything travels but what captures are full of (addresses, words, media types,
//! dates, user agents). A passphrase is a secret: words with spaces between them travel, and so do
//! words with a capital, a digit and a sign.
//!
//! Measured over up to 92 public captures, distinct values of each. In `cookies[]`, 19 values of 16
//! bytes and more all travel, and none also stands in a URL, body or other header; of 3 values of
//! 8 to 15 bytes none travels, of which 1 (a number) stands elsewhere: too few to generalise from.
//! Of query and header values, mostly no secrets, which travel only if a rule marks them: 7 of 433
//! of 8 to 15 bytes (three asset ids, an opaque id, three pairs of capitalised words, of which two
//! are products), and from 16 bytes on 329 of 1,038, largely ETags.

/// Whether `value` may travel: whether it is replaced wherever it stands, also where no rule
/// marks it.
#[must_use]
pub fn may_travel(value: &[u8]) -> bool {
    const BYTES_MIN: usize = 8;
    const LONG_BYTES_MIN: usize = 16;
    const DISTINCT_MIN: usize = 4;
    if value.len() < BYTES_MIN || is_pseudonym(value) || distinct(value) < DISTINCT_MIN {
        return false;
    }
    let plain = is_date(value) || is_address(value) || is_media_type(value);
    if value.len() < LONG_BYTES_MIN {
        !plain && (is_credential(value) || is_email(value) || is_phone(value) || is_name(value))
    } else {
        let words = is_words(value) && !is_password(value);
        !plain && !words && !is_user_agent(value) && !is_time_stamp(value)
    }
}

fn is_pseudonym(value: &[u8]) -> bool {
    value.starts_with(b"redacted-")
}

/// How many different bytes there are, as far as it matters.
fn distinct(value: &[u8]) -> usize {
    let mut seen = [0u64; 4];
    value.iter().for_each(|&byte| seen[usize::from(byte / 64)] |= 1 << (byte % 64));
    seen.iter().map(|word| word.count_ones() as usize).sum()
}

/// What a byte is in a password.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Symbol,
    Separator,
}

fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::Lower,
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        b'-' | b'_' | b'.' | b'/' | b':' | b'=' | b'+' => Class::Separator,
        _ => Class::Symbol,
    }
}

/// Whether a value has a byte of this class.
fn has(value: &[u8], wanted: Class) -> bool {
    value.iter().any(|&byte| class(byte) == wanted)
}

/// A value with signs of text or code, or beyond ASCII.
fn is_text(value: &[u8]) -> bool {
    value.iter().any(|byte| b" \t\r\n\"'`,;<>(){}[]\\|".contains(byte) || *byte >= 0x80)
}

/// A short value that nobody writes by chance: digits and letters in turns, or a password of
/// three classes with a symbol. Text and code are neither.
fn is_credential(value: &[u8]) -> bool {
    let letters = [Class::Lower, Class::Upper].into_iter().filter(|&one| has(value, one)).count();
    if is_text(value) || letters == 0 || !has(value, Class::Digit) || is_version(value) {
        return false;
    }
    let turns = turns(value);
    match (letters, has(value, Class::Symbol)) {
        (2, true) => true,
        (2, false) => turns * 2 >= value.len(),
        _ => turns >= 4,
    }
}

/// `Bramble*indigo96`: words, but with letters of both cases, a digit and a sign between them.
fn is_password(value: &[u8]) -> bool {
    let mixed = [Class::Lower, Class::Upper, Class::Digit].into_iter().all(|one| has(value, one));
    mixed && (has(value, Class::Symbol) || has(value, Class::Separator)) && !is_text(value)
}

/// How often the class changes from one letter or digit to the next, over separators.
fn turns(value: &[u8]) -> usize {
    let classes: Vec<Class> = value
        .iter()
        .map(|&byte| class(byte))
        .filter(|one| !matches!(one, Class::Symbol | Class::Separator))
        .collect();
    classes.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// `v1.2.3-rc4`, `10.0.19041`
fn is_version(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"v").unwrap_or(value);
    let major = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..4).contains(&major) && digits.get(major) == Some(&b'.')
}

fn is_email(value: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', value) else { return false };
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-+".contains(byte);
    let (user, host) = (&value[..at], &value[at + 1..]);
    // `icon@2x.png` is no address.
    !user.is_empty()
        && user.iter().all(word)
        && is_host(host)
        && !matches!(
            host.rsplit(|byte| *byte == b'.').next(),
            Some(b"png" | b"jpg" | b"webp" | b"svg")
        )
}

/// `+4915112345678`, with or without separators.
fn is_phone(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    value[0] == b'+'
        && digits >= 9
        && value[1..].iter().all(|byte| byte.is_ascii_digit() || b" -()./".contains(byte))
}

/// Two or three capitalised words.
fn is_name(value: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let words = text.split(' ').count();
    (2..4).contains(&words)
        && text.split(' ').all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|char| char.is_alphabetic() || "-'’.".contains(char))
        })
}

/// A date at the start, with or without a time, or a weekday before it.
fn is_date(value: &[u8]) -> bool {
    const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
    let picture: Vec<u8> = value
        .iter()
        .take(10)
        .map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte })
        .collect();
    let separated = |first: usize, second: usize| {
        picture.len() == 10
            && [picture[first], picture[second]].iter().all(|byte| b"-/.".contains(byte))
            && picture.iter().filter(|byte| **byte == b'0').count() == 8
    };
    let worded = DAYS.iter().any(|day| value.starts_with(day))
        && value.iter().filter(|byte| byte.is_ascii_digit()).count() >= 5;
    let century = matches!(value, [b'1', b'9', ..] | [b'2', b'0', ..]);
    let time = |from: usize| {
        value[from..].iter().all(|byte| byte.is_ascii_digit() || b"TZ:.+- ".contains(byte))
    };
    worded || (separated(4, 7) && century && time(10)) || (separated(2, 5) && time(10))
}

fn is_media_type(value: &[u8]) -> bool {
    const TOP: [&[u8]; 9] = [
        b"application",
        b"text",
        b"image",
        b"audio",
        b"video",
        b"font",
        b"multipart",
        b"message",
        b"model",
    ];
    memchr::memchr(b'/', value).is_some_and(|slash| TOP.contains(&&value[..slash]))
}

fn is_user_agent(value: &[u8]) -> bool {
    value.starts_with(b"Mozilla/") || memchr::memmem::find(value, b";v=\"").is_some()
}

/// Micro- or nanoseconds since 1970.
fn is_time_stamp(value: &[u8]) -> bool {
    matches!(value.len(), 16 | 19)
        && value.iter().all(u8::is_ascii_digit)
        && matches!(value, [b'1', b'5'..=b'9', ..])
}

/// A URL, a path or a host in which nothing but plain words stands: no query, no user, no token.
fn is_address(value: &[u8]) -> bool {
    let rest = match memchr::memmem::find(value, b"://") {
        Some(scheme) => &value[scheme + 3..],
        None if value[0] == b'/' || is_host(value) => value,
        None => return false,
    };
    !rest.iter().any(|byte| b"?#@%=".contains(byte))
        && rest
            .split(|byte| b"/.:_-".contains(byte))
            .all(|segment| segment.len() < 16 && turns(segment) < 4)
}

/// Labels of letters, digits and hyphens; the last is of letters.
fn is_host(value: &[u8]) -> bool {
    let labels = value.split(|byte| *byte == b'.');
    let Some(last) = labels.clone().next_back().filter(|last| last.len() < value.len()) else {
        return false;
    };
    last.len() >= 2
        && last.iter().all(u8::is_ascii_lowercase)
        && labels.into_iter().all(|label| {
            !label.is_empty()
                && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        })
}

/// Identifiers and lists: `strict-origin-when-cross-origin`, `gzip, deflate, br`, `UserNameField2`.
/// Words with spaces alone between them are a passphrase or a name.
fn is_words(value: &[u8]) -> bool {
    let list =
        value.iter().any(|byte| b",;".contains(byte)) && !value.iter().any(u8::is_ascii_uppercase);
    if value.contains(&b' ') && !list {
        return false;
    }
    value.split(|byte| b"-_./:, ;=+*|".contains(byte)).all(is_word)
}

/// Letters that can be spoken, with up to four digits after them; or a short number.
fn is_word(segment: &[u8]) -> bool {
    const CONSONANTS_MAX: usize = 4;
    let letters = segment.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, digits) = segment.split_at(letters);
    let vowel = |byte: &u8| b"aeiouyAEIOUY".contains(byte);
    let spoken = word.split(vowel).all(|consonants| consonants.len() <= CONSONANTS_MAX);
    spoken
        && humps(word).filter(|hump| !hump.iter().any(vowel)).count() < 2
        && turns(word) * 5 <= word.len() * 2
        && digits.len() <= 4
        && digits.iter().all(u8::is_ascii_digit)
}

/// The words of `camelCase`.
fn humps(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    word.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use crate::redact::guard::may_travel;

    #[track_caller]
    fn check(travels: bool, values: &[&str]) {
        for value in values {
            assert_eq!(may_travel(value.as_bytes()), travels, "{value}");
        }
    }

    #[test]
    fn secrets_travel() {
        check(
            true,
            &[
                "Tr7vk!Ostern",
                "a3f9b2c81d",
                "kQ7zLp2X",
                "Bramble*indigo96",
                "jQepysaeJqIVAbs3",
                "Granite!tundra7-mango",
                "Granite-tundra-mango7",
                "Winter-Zug#88",
                "x.y@firma.test",
                "+4917655501234",
                "Erika Beispiel",
                "Åsa Öberg-Lind",
                "7f3a9c2e51b84d06",
                "qvbnxtrkwmzpldhg",
                "correct horse battery staple",
                "vT5x0cU2yQ9kA1mE7nB3",
                "sess-9f8e7d6c5b4a3f2e1d",
                "https://a.test/x?token=k3Xw81QpZv7Lt",
                "https://hooks.test/s/T01A2B3C4/k3Xw81QpZv7LtMm2",
                "4929 1234 5678 9012",
                "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.",
                "0b9d6e0c-3f7a-4e52-9d3b-6a1f2c8e7d45",
            ],
        );
    }

    #[test]
    fn plain_values_stay() {
        check(
            false,
            &[
                "",
                "a1b2c3d",
                "desktop",
                "/gb/en/",
                "Password",
                "en-US,en",
                "application",
                "12345678",
                "1700000000000",
                "2026-01-31",
                "31.12.2025",
                "v1.20.33-rc4",
                "10.0.19041",
                "#ff00aa33",
                "cdn.shop.test",
                "text/html",
                "Chrome120",
                "iPhone14Pro",
                "3840x2160",
                "aaaaaaaaaaaaaaaaaaaa",
                "icon@2x.png",
                "{\"a\":1,\"B\":2}",
                "strict-origin-when-cross-origin",
                "gzip, deflate, br, zstd",
                "application/json; charset=utf-8",
                "https://www.shop.test/en/products",
                "/static/js/main.chunk.js",
                "Wed, 21 Oct 2026 07:28:00 GMT",
                "2026-01-31T10:00:00.000Z",
                "redacted-session-cookie-3",
                "Mozilla/5.0 (X11; Linux x86_64)",
                "1700000000000000",
                "UserNameFieldLabel",
                "UserNameFieldLabel2",
                "getElementsByName2",
                "content-type-options2",
                "application/*+JSON2",
                "0000000000000000",
                "no-cache, no-store, max-age=0",
            ],
        );
    }
}
