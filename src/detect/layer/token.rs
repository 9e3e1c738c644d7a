//! Whether a piece of text has the shape of a token: characters that a machine drew, which nobody
//! would type and no title spells.

use std::ops::Range;

/// Whether `text` looks drawn by a machine; words, slugs, versions, file names and numbers do not.
pub(crate) fn is_token_like(text: &[u8]) -> bool {
    if text.len() < 8 || text.len() > 4096 || !text.iter().all(|&b| is_token_byte(b)) {
        return false;
    }
    if is_uuid(text) || is_jwt_like(text) {
        return true;
    }
    if has_file_extension(text) || is_slug(text) {
        return false;
    }
    let digits = count(text, |b| b.is_ascii_digit());
    let letters = count(text, |b| b.is_ascii_alphabetic());
    match (text.len(), digits) {
        (16.., 0) => are_random_letters(text),
        (16.., _) => letters > 0,
        (_, 0) => false,
        _ => letters > 1 && class_changes(text) >= 3,
    }
}

/// Whether `text` is drawn at random from letters of both cases and digits: nobody's word, whatever
/// stands around it.
pub(crate) fn is_random(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 20;
    let runs = class_changes(text);
    text.len() >= BYTES_MIN
        && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && count(text, |b| b.is_ascii_digit()) >= 2
        && count(text, |b| b.is_ascii_uppercase()) >= 3
        && count(text, |b| b.is_ascii_lowercase()) >= 3
        && runs * 5 >= text.len() * 2
        && !is_uuid(text)
}

/// The random part of a name, such as a header's or a parameter's, if it has one.
pub(crate) fn random_part(name: &[u8]) -> Option<Range<usize>> {
    part(name, is_random)
}

/// The same of a cookie's name: frameworks put a hash of the site or a short random part behind
/// their own, as in `wordpress_logged_in_<hash>`.
pub(crate) fn cookie_part(name: &[u8]) -> Option<Range<usize>> {
    part(name, |word| is_random(word) || is_hash(word) || is_random_suffix(word))
}

fn part(name: &[u8], is: impl Fn(&[u8]) -> bool) -> Option<Range<usize>> {
    let mut at = 0;
    while at < name.len() {
        let len = name[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if is(&name[at..at + len]) {
            return Some(at..at + len);
        }
        at += len.max(1);
    }
    None
}

/// A hash in hexadecimal.
fn is_hash(word: &[u8]) -> bool {
    word.len() >= 32
        && word.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
        && count(word, |b| b.is_ascii_digit()) >= 4
}

/// `TS01a2b3c4`: how F5's firewall calls its cookies, after the site.
fn is_of_balancer(word: &[u8]) -> bool {
    word.len() == 10
        && word.strip_prefix(b"TS").is_some_and(|site| {
            site.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
        })
}

fn is_random_suffix(word: &[u8]) -> bool {
    word.len() >= 10
        && !is_of_balancer(word)
        && count(word, |b| b.is_ascii_digit()) >= 2
        && count(word, |b| b.is_ascii_uppercase()) >= 2
        && count(word, |b| b.is_ascii_lowercase()) >= 2
        && class_changes(word) * 2 >= word.len()
}

/// Whether `text` is a UUID, with hyphens.
pub(crate) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, &b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// The words of a name: `resetPassword`, `reset-password` and `RESET_PASSWORD` have two.
pub(crate) fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let start = rest.iter().position(u8::is_ascii_alphanumeric)?;
        let word = &rest[start..];
        let end = (1..word.len())
            .find(|&at| {
                !word[at].is_ascii_alphanumeric()
                    || (word[at].is_ascii_uppercase() && word[at - 1].is_ascii_lowercase())
            })
            .unwrap_or(word.len());
        rest = &word[end..];
        Some(&word[..end])
    })
}

fn is_token_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-_.~%=+:!*,@$|".contains(&b)
}

fn count(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().filter(|&&b| is(b)).count()
}

fn is_jwt_like(text: &[u8]) -> bool {
    text.starts_with(b"eyJ") && text.contains(&b'.')
}

fn has_file_extension(text: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', text) else {
        return false;
    };
    let extension = &text[dot + 1..];
    (1..=5).contains(&extension.len())
        && extension[0].is_ascii_lowercase()
        && extension.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Words, numbers and short model names between hyphens: `my-post-2024`, `iphone-15-256gb`.
fn is_slug(text: &[u8]) -> bool {
    let mut lettered = 0;
    for word in text.split(|b| b"-_.,+".contains(b)) {
        let digits = count(word, |b| b.is_ascii_digit());
        let plain_letters = digits == 0 && !are_random_letters(word);
        if plain_letters {
            lettered += word.len();
        } else if !(word.len() <= 5 || (digits == word.len() && digits <= 10)) {
            return false;
        }
    }
    lettered * 5 >= text.len() * 2
}

/// Letters that change case too often to be camelCase, or have hardly a vowel.
fn are_random_letters(text: &[u8]) -> bool {
    if text.len() < 12 {
        return false;
    }
    let uppers = count(text, |b| b.is_ascii_uppercase());
    let lowers = count(text, |b| b.is_ascii_lowercase());
    if lowers > 0 && uppers > 1 && class_changes(text) * 3 >= text.len() {
        return true;
    }
    let vowels = count(text, |b| b"aeiouyAEIOUY".contains(&b));
    (uppers == 0 || lowers == 0) && vowels * 5 < text.len()
}

fn class_changes(text: &[u8]) -> usize {
    let class = |b: u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    text.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count()
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;
    use crate::detect::layer::token::{cookie_part, is_random, is_token_like, random_part, words};

    /// Every random part of a name goes, and no letter of an escape.
    #[test]
    fn names_with_random_parts() {
        bodies::check(
            r#"{"headers":[{"name":"k3XwQ81uQpZov7LtWq9Zr4.h8RmT2vYcN5sPqJ4dLxB6e","value":"a"}]}"#,
            &["k3XwQ81uQpZov7LtWq9Zr4", "h8RmT2vYcN5sPqJ4dLxB6e"],
        );
        bodies::check(
            r#"{"headers":[["\nk3XwQ81uQpZov7LtWq9Zr4","x"]]}"#,
            &["k3XwQ81uQpZov7LtWq9Zr4"],
        );
        bodies::check(
            r#""a=b&k3XwQ81uQpZov7LtWq9Zr4.h8RmT2vYcN5sPqJ4dLxB6e=abc""#,
            &["k3XwQ81uQpZov7LtWq9Zr4", "h8RmT2vYcN5sPqJ4dLxB6e"],
        );
    }

    #[test]
    fn tells_what_is_drawn_from_words() {
        for text in ["07dwEhns8ySWa2R9k8nHDGyMVgKn", "Wk9VtkY2gbduxOnbgzqj6H92DWSehDy7"] {
            assert!(is_random(text.as_bytes()), "{text}");
        }
        for text in [
            "XMLHttpRequestEventTarget2",
            "sec-ch-ua-full-version-list",
            "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "getElementsByTagNameNS2",
            "useOffscreenCanvasRendering2d",
            "3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f",
        ] {
            assert!(!is_random(text.as_bytes()), "{text}");
        }
        assert_eq!(random_part(b"x-07dwEhns8ySWa2R9k8nHDGyMVgKn-id"), Some(2..30));
        assert_eq!(random_part(b"x-request-id"), None);
        assert_eq!(cookie_part(b".Fw.Antiforgery.k2Wq9Zr4LtB"), Some(16..27));
        assert_eq!(cookie_part(b"fw_sec_9f8e7d6c5b4a39281706f5e4d3c2b1a0"), Some(7..39));
        assert_eq!(cookie_part(b"TS01f92zc5"), Some(0..10));
        assert_eq!(cookie_part(b"TX01f92dc5"), Some(0..10));
        for name in [&b"_ga_K2WQ9ZR4LT"[..], b"XSRF-TOKEN2", b"_gh_sess", b"TiPMix2", b"TS01f92dc5"]
        {
            assert_eq!(cookie_part(name), None);
        }
    }

    #[test]
    fn tells_tokens_from_words() {
        for token in [
            "3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f",
            "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "Zk3vQ9xT2mLw8RbY",
            "c7x9ab-5d8a0f3b2c1e4d5f6a7b",
            "aB3dE6gH9",
            "kQzXvRtPwLmNbGhJdS",
            "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.",
        ] {
            assert!(is_token_like(token.as_bytes()), "{token}");
        }
        for word in [
            "123",
            "1234567890123",
            "users",
            "my-first-post-of-2024",
            "main.3f2a9c8b71d2e4f5.js",
            "en-US",
            "v1.22.333",
            "useAuthenticationState",
            "IncomingWebhook",
            "iphone-15-pro-max-256gb",
            "team2024",
            "confirmation-instructions",
            "internationalization",
        ] {
            assert!(!is_token_like(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn splits_names_into_words() {
        for name in ["resetPassword", "reset-password", "Reset_Password"] {
            let words: Vec<_> = words(name.as_bytes()).map(<[u8]>::to_ascii_lowercase).collect();
            assert_eq!(words, [b"reset".to_vec(), b"password".to_vec()], "{name}");
        }
    }
}
