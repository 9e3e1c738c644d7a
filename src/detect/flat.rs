//! Entries in which pass 1 found nothing, and in whose strings no other text stands: pass 2 searches
//! them as they stand, with their escapes, and as base64, and walks no further.

use crate::detect::again::PIECE_MIN;
use crate::detect::examiner::Examiner;
use crate::detect::flatness::Layout;
use crate::detect::layer::{self, Hint};
use crate::detect::{Codec, Field, Flatness, Place, Reading};
use crate::har::{Document, Location, Malformed, Node, Text};

impl Examiner<'_> {
    /// Notes a body in base64.
    pub(crate) fn note_body(&mut self, location: Location) {
        self.bodies += 1;
        if location != Location::Content {
            self.inner += 1;
        }
    }

    /// How the entry is written that was examined last.
    pub(crate) fn layout(&self) -> Layout {
        match (self.inner, self.bodies) {
            (0, 0) => Layout::Flat,
            (0, 1) => Layout::FlatWithBody,
            _ => Layout::Layered,
        }
    }

    /// Searches an entry that is flat, perhaps with a body in base64; whether nothing was found
    /// but what was told, and all of it was looked at.
    pub(crate) fn search_flat(&mut self, text: &[u8], has_body: bool) -> Result<bool, Malformed> {
        let mut index = std::mem::take(&mut self.top);
        let built = index.build(text);
        let is_clean = built.is_ok() && {
            let rules = std::mem::replace(&mut self.rules, false);
            self.flat = true;
            let is_whole = self.search_strings(text, index.document(text), has_body);
            (self.rules, self.flat) = (rules, false);
            let is_suspected = std::mem::take(&mut self.suspected);
            is_whole && !is_suspected && self.findings.is_told(&self.told, 0)
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
            let is_long = span.len() >= Flatness::BYTES_MIN;
            let escapes = string.has_escapes();
            if !is_long && !is_body && !escapes {
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
            if is_long && self.findings.is_told(&self.told, mark) && !self.suspected {
                self.note_searched(written, span, true, !escapes);
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
mod tests;
