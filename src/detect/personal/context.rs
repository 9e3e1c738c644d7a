//! What the name of a text, or a label before a number in it, says of the number.

use std::cell::OnceCell;

use crate::detect::rule::behind_pseudonym;

/// Bytes before a number in which its label is looked for.
const LABEL_BYTES_MAX: usize = 40;
/// Bytes before a number in which a pseudonym is looked for that ends in its label.
const PSEUDONYM_BYTES_MAX: usize = 120;
/// Bytes of a name or label that are looked at.
const WORDS_BYTES_MAX: usize = 96;

/// A text with what is known of it.
pub(super) struct Context<'t> {
    /// The text.
    pub(super) text: &'t [u8],
    name: &'t [u8],
    name_words: OnceCell<Words>,
}

impl<'t> Context<'t> {
    /// The context of a text that stands under `name`.
    pub(super) fn new(text: &'t [u8], name: &'t [u8]) -> Self {
        Self { text, name, name_words: OnceCell::new() }
    }

    /// Whether the name, or a label shortly before `at`, holds one of these phrases.
    pub(super) fn says(&self, phrases: &[&str], at: usize) -> bool {
        self.name_says(phrases) || self.label(at).holds_any(phrases)
    }

    /// Whether a label shortly before `at` holds one of these phrases.
    pub(super) fn label_says(&self, phrases: &[&str], at: usize) -> bool {
        self.label(at).holds_any(phrases)
    }

    /// Whether the name holds one of these phrases.
    pub(super) fn name_says(&self, phrases: &[&str]) -> bool {
        !self.name.is_empty() && self.name_words().holds_any(phrases)
    }

    /// Whether the number at `at` is, by its name or label, a technical one: `userId`, `ts`,
    /// `bytes`.
    pub(super) fn is_technical(&self, at: usize) -> bool {
        const LAST: [&str; 24] = [
            " id ",
            " ids ",
            " uid ",
            " gid ",
            " pid ",
            " ts ",
            " time ",
            " timestamp ",
            " hash ",
            " etag ",
            " size ",
            " seed ",
            " sku ",
            " version ",
            " seq ",
            " offset ",
            " bytes ",
            " length ",
            " count ",
            " cardinality ",
            " total ",
            " duration ",
            " nanos ",
            " micros ",
        ];
        let label = self.label(at);
        LAST.iter().any(|last| self.name_words().ends_with(last) || label.ends_with(last))
    }

    fn name_words(&self) -> &Words {
        self.name_words.get_or_init(|| Words::of(self.name))
    }

    /// The words before `at`, up to where the sentence or field begins, or to what an earlier run
    /// has left: the kind of a pseudonym says nothing of what follows it.
    fn label(&self, at: usize) -> Words {
        Words::of(self.label_text(at))
    }

    /// The same as it is written.
    pub(super) fn label_text(&self, at: usize) -> &'t [u8] {
        let from = at.saturating_sub(LABEL_BYTES_MAX);
        let before = behind_pseudonym(&self.text[at.saturating_sub(PSEUDONYM_BYTES_MAX)..at]);
        let before = &before[before.len().saturating_sub(at - from)..];
        let begin = before.iter().rposition(|b| matches!(b, b'\n' | b';' | b'{' | b'}' | b'&'));
        &before[begin.map_or(0, |at| at + 1)..]
    }
}

/// Lower-case words with a space before, between and after them: ` customer phone number `.
struct Words {
    bytes: [u8; WORDS_BYTES_MAX],
    len: usize,
}

impl Words {
    /// The words of a name or of prose; `clientIp` has two.
    fn of(text: &[u8]) -> Self {
        let mut words = Self { bytes: [b' '; WORDS_BYTES_MAX], len: 1 };
        let mut lower_before = false;
        for &byte in text {
            if words.len + 3 > WORDS_BYTES_MAX {
                break;
            }
            let letter = byte.is_ascii_alphanumeric() || byte >= 0x80;
            if !letter || (byte.is_ascii_uppercase() && lower_before) {
                words.space();
            }
            if letter {
                words.push(byte.to_ascii_lowercase());
            }
            lower_before = byte.is_ascii_lowercase();
        }
        words.space();
        words
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }

    fn space(&mut self) {
        if self.bytes[self.len - 1] != b' ' {
            self.push(b' ');
        }
    }

    /// Whether one of the phrases stands here; each begins and ends with a space.
    fn holds_any(&self, phrases: &[&str]) -> bool {
        let words = &self.bytes[..self.len];
        memchr::memchr_iter(b' ', words).any(|at| {
            let Some(first) = words.get(at + 1).filter(|byte| byte.is_ascii_alphanumeric()) else {
                return false;
            };
            phrases
                .iter()
                .map(|phrase| phrase.as_bytes())
                .any(|phrase| phrase.get(1) == Some(first) && words[at..].starts_with(phrase))
        })
    }

    fn ends_with(&self, phrase: &str) -> bool {
        self.bytes[..self.len].ends_with(phrase.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, Words};

    #[test]
    fn a_label_ends_at_a_pseudonym() {
        let check = |text: &str, expected: bool| {
            let context = Context::new(text.as_bytes(), b"");
            assert_eq!(context.says(&[" card "], text.len()), expected, "{text}");
        };
        check(r#""card": ""#, true);
        check(r#""cards":["redacted-payment-card-1"],"orderId":""#, false);
        check(r#""redacted-payment-card-1","card":""#, true);
        check("redacted-payment-card", true);
        let long = format!("redacted-payment-card-{} of ", "0123456789abcdef".repeat(2));
        check(&long, false);
    }

    #[test]
    fn words_of_names_and_labels() {
        let check = |text: &str, expected: &str| {
            let words = Words::of(text.as_bytes());
            assert_eq!(std::str::from_utf8(&words.bytes[..words.len]).unwrap(), expected);
        };
        check("", " ");
        check("clientIp", " client ip ");
        check("X-Forwarded-For", " x forwarded for ");
        check("remote_addr", " remote addr ");
        check("Tel.: ", " tel ");
        check("clientIPAddress", " client ipaddress ");
        check(&"word".repeat(99), &format!(" {} ", &"word".repeat(24)[..93]));
    }
}
