//! Runs in which every character is escaped: `\u0041\u0042…`, `&#65;&#x42;…`.
//!
//! They stand in texts of any kind. The sweep looks for no such form, since its windows would be
//! those of every other such run; so a run is decoded and examined as a layer.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::detect::Codec;

/// Fewer escapes in a row hold no secret.
const ESCAPES_MIN: usize = 6;

/// A way to escape a character.
pub(crate) struct Escape {
    pub(crate) codec: Codec,
    /// How most escapes begin; rare in text.
    mark: LazyLock<Finder<'static>>,
    /// Length of the escape at the beginning of a text.
    len: fn(&[u8]) -> Option<usize>,
}

/// `\u0041`
pub(crate) static UNICODE: Escape = Escape {
    codec: Codec::Script,
    mark: LazyLock::new(|| Finder::new(b"\\u00")),
    len: unicode_len,
};

/// `&#65;` and `&#x41;`
pub(crate) static REFERENCE: Escape =
    Escape { codec: Codec::Html, mark: LazyLock::new(|| Finder::new(b"&#")), len: reference_len };

impl Escape {
    /// The first run at or behind `from`.
    pub(crate) fn run(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        let mut from = from;
        loop {
            let start = from + self.mark.find(text.get(from..)?)?;
            let (mut end, mut count) = (start, 0);
            while let Some(len) = (self.len)(&text[end..]) {
                end += len;
                count += 1;
            }
            if count >= ESCAPES_MIN {
                return Some(start..end);
            }
            from = end.max(start + self.mark.needle().len());
        }
    }
}

fn unicode_len(text: &[u8]) -> Option<usize> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().all(u8::is_ascii_hexdigit).then_some(6)
}

fn reference_len(text: &[u8]) -> Option<usize> {
    let digits = text.strip_prefix(b"&#")?;
    let hex = matches!(digits.first(), Some(b'x' | b'X'));
    let digits = &digits[usize::from(hex)..];
    let is_digit = |byte: &&u8| byte.is_ascii_digit() || hex && byte.is_ascii_hexdigit();
    let len = digits.iter().take(8).take_while(is_digit).count();
    (len > 0 && digits.get(len) == Some(&b';')).then_some(2 + usize::from(hex) + len + 1)
}

#[cfg(test)]
mod tests {
    use crate::detect::run::{Escape, REFERENCE, UNICODE};

    fn runs(escape: &Escape, text: &str) -> Vec<String> {
        let mut runs = Vec::new();
        let mut from = 0;
        while let Some(run) = escape.run(text.as_bytes(), from) {
            from = run.end;
            runs.push(text[run].to_owned());
        }
        runs
    }

    #[test]
    fn runs_of_escapes_are_found() {
        let unicode = "\\u0041\\u0042\\u0043\\u0044\\u0045\\u00e9\\u2028";
        assert_eq!(runs(&UNICODE, &format!("a\\u003cb{unicode}-{unicode}u")), [unicode; 2]);
        let references = "&#65;&#x42;&#67;&#X44;&#69;&#70;";
        assert_eq!(runs(&REFERENCE, &format!("&#39; {references}&#39")), [references]);
    }

    #[test]
    fn single_escapes_are_none() {
        for text in ["\\u003cb\\u003e", "\\\\u0041\\\\u0042", "\\u00", "\\u004"] {
            assert_eq!(runs(&UNICODE, text), [""; 0], "{text}");
        }
        for text in ["&#39;a&#39;", "&#", "&#;&#;&#;&#;&#;&#;", "&#65&#65&#65&#65&#65&#65"] {
            assert_eq!(runs(&REFERENCE, text), [""; 0], "{text}");
        }
        assert_eq!(runs(&UNICODE, &"\\u0041".repeat(100_000)).len(), 1);
    }
}
