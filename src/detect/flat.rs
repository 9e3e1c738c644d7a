//! Entries in which pass 1 found nothing, and in whose strings no other text stands: pass 2 searches
//! them as they stand, with their escapes, and as base64, and walks no further.

use crate::detect::again::PIECE_MIN;
use crate::detect::examiner::Examiner;
use crate::detect::layer::{self, Hint};
use crate::detect::quiet::Silence;
use crate::detect::{Codec, Field, Place, Quiet, Reading};
use crate::har::{Document, Location, Malformed, Node, Text};

/// A string that is shorter holds nothing that is searched for.
const SEARCHED_MIN: usize = 8;

impl Examiner<'_> {
    /// Notes a body in base64.
    pub(crate) fn note_body(&mut self, location: Location) {
        self.bodies += 1;
        if location != Location::Content {
            self.inner += 1;
        }
    }

    /// How the entry is written that was examined last, if nothing was found in it.
    pub(crate) fn silence(&self) -> Option<Silence> {
        if !self.findings.top().is_empty() {
            return None;
        }
        Some(match (self.inner, self.bodies) {
            (0, 0) => Silence::Flat,
            (0, 1) => Silence::FlatWithBody,
            _ => Silence::Layered,
        })
    }

    /// Searches an entry that is flat, perhaps with a body in base64; whether nothing was found, and
    /// all of it was looked at.
    pub(crate) fn search_flat(&mut self, text: &[u8], has_body: bool) -> Result<bool, Malformed> {
        let mut index = std::mem::take(&mut self.top);
        let built = index.build(text);
        let is_clean = built.is_ok() && {
            let rules = std::mem::replace(&mut self.rules, false);
            self.flat = true;
            let is_whole = self.search_strings(text, index.document(text), has_body);
            (self.rules, self.flat) = (rules, false);
            is_whole && self.findings.top().is_empty()
        };
        self.top = index;
        built.map(|()| is_clean)
    }

    fn search_strings(&mut self, text: &[u8], document: Document<'_>, has_body: bool) -> bool {
        let body = base64_body(document).map(Text::span);
        if body.is_some() != has_body {
            return false;
        }
        let mut start = 0;
        for string in document.strings() {
            let span = string.span();
            let is_body = body.as_ref() == Some(&span);
            let is_long = span.len() >= Quiet::BYTES_MIN;
            let escapes = string.has_escapes();
            if !is_long && !is_body && (!escapes || span.len() < SEARCHED_MIN) {
                continue;
            }
            let mut field = Field::new(&b""[..], span.clone(), Codec::Json, Place::Text);
            field.reading = if is_body { Reading::As(&layer::BASE64_BODY) } else { Reading::Plain };
            if is_long || is_body || span.len() >= PIECE_MIN {
                self.search(&text[start..span.start], start, None);
                start = span.end;
                self.unseen = true;
            }
            let hint = Hint { place: Place::Text, mime: b"", name: b"" };
            let (written, mark) = (self.memo.hash_of(string.raw()), self.findings.mark());
            self.string_of(written, text, field, &hint, (true, false));
            self.unseen = false;
            if is_long && self.findings.mark() == mark {
                self.note_clean(written, !escapes);
            }
        }
        self.search(&text[start..], start, None);
        true
    }
}

/// The body of the response, if it is base64.
fn base64_body(document: Document<'_>) -> Option<Text<'_>> {
    let Node::Object(entry) = document.root() else { return None };
    let content = entry.object(b"response")?.object(b"content")?;
    let is_base64 = content.text(b"encoding")?.raw().eq_ignore_ascii_case(b"base64");
    content.text(b"text").filter(|_| is_base64)
}

#[cfg(test)]
mod tests {
    use crate::detect::quiet::Silence;
    use crate::detect::{CleanKey, Detector, Policy};
    use crate::redact::sweep::Sweep;

    /// Known, but for no rule a secret where it stands below.
    const KNOWN: &str = "lorem ipsum/dolor sit amet";

    fn entry(content: &str) -> String {
        format!(r#"{{"request":{{"method":"GET"}},"response":{{"content":{{{content}}}}}}}"#)
    }

    fn base64(text: &str) -> String {
        base64_simd::STANDARD.encode_to_string(text)
    }

    /// How pass 1 says that an entry is written; pass 2 finds the same with that and without.
    fn check(entry: &str, expected: Option<Silence>, is_found: bool) {
        let (detector, sweep) =
            (Detector::new(&Policy::default()), Sweep::new(&[KNOWN.as_bytes()]));
        let mut collector = detector.collector();
        collector.entry(entry.as_bytes()).unwrap();
        let quiet = collector.quiet();
        assert_eq!(quiet.entry(), expected, "{entry}");
        let places = |findings: &crate::detect::Findings| -> Vec<std::ops::Range<usize>> {
            findings.top().iter().map(|finding| finding.span.clone()).collect()
        };
        let whole = places(detector.finder(&sweep).entry(entry.as_bytes()).unwrap());
        assert_eq!(!whole.is_empty(), is_found, "{entry}");
        let mut finder = detector.finder(&sweep).noting(CleanKey::default());
        for _ in 0..2 {
            assert_eq!(
                places(finder.entry_again(entry.as_bytes(), quiet).unwrap()),
                whole,
                "{entry}"
            );
        }
        assert!(is_found || !finder.into_clean().is_empty(), "{entry}");
    }

    #[test]
    fn what_is_known_is_found_in_flat_entries() {
        let filler = "plain words, ".repeat(60);
        let escaped = "\\u006corem ipsum\\/dolor sit amet";
        let with_body =
            |text: &str| entry(&format!(r#""text":"{}","encoding":"base64""#, base64(text)));
        let flat = Some(Silence::Flat);
        for (text, silence, is_found) in [
            (entry(r#""text":"nothing""#), flat, false),
            (entry(&format!(r#""text":"{KNOWN}""#)), flat, true),
            (entry(&format!(r#""text":"{escaped}""#)), flat, true),
            (entry(&format!(r#""text":"{filler}{KNOWN}""#)), flat, true),
            (entry(&format!(r#""text":"{filler}{escaped}""#)), flat, true),
            (entry(&format!(r#""text":"{filler}\n"}},"_more":{{"a":"{KNOWN}""#)), flat, true),
            (entry(&format!(r#""{escaped}":1"#)), flat, true),
            (with_body("nothing"), Some(Silence::FlatWithBody), false),
            (with_body(KNOWN), Some(Silence::FlatWithBody), true),
            (with_body(&format!("{filler}{KNOWN}")), Some(Silence::FlatWithBody), true),
            (
                entry(&format!(r#""encoding":"base64","text":"{filler}{KNOWN}""#)),
                Some(Silence::FlatWithBody),
                true,
            ),
        ] {
            check(&text, silence, is_found);
        }
    }

    #[test]
    fn other_entries_are_walked() {
        let layered = Some(Silence::Layered);
        let twice = base64(&base64(KNOWN));
        let run: String = KNOWN.bytes().map(|byte| format!("&#{byte};")).collect();
        for (text, silence, is_found) in [
            (entry(r#""text":"https://a.example/?q=a%20b""#), layered, false),
            (
                entry(&format!(r#""text":"https://a.example/?q={}""#, KNOWN.replace(' ', "%2520"))),
                layered,
                true,
            ),
            (entry(&format!(r#""text":"{run}""#)), layered, true),
            (
                entry(&format!(r#""text":"{{\"a\":\"{}\"}}""#, KNOWN.replace('/', "\\\\/"))),
                layered,
                true,
            ),
            (entry(&format!(r#""text":"{twice}","encoding":"base64""#)), layered, true),
            (
                format!(
                    r#"{{"cache":{{"a":{{"text":"{}","encoding":"base64"}}}}}}"#,
                    base64(KNOWN)
                ),
                layered,
                true,
            ),
        ] {
            check(&text, silence, is_found);
        }
        let found = entry(&format!(r#""text":"{KNOWN}","_password":"wq8Zr4KtK71xNb""#));
        check(&found, None, true);
    }
}
