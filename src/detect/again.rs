//! What need not be examined again: strings that say what others have said, and long strings that
//! an earlier pass has found to hold nothing.

use crate::detect::clean::{CleanNotes, Searched};
use crate::detect::examiner::{Examiner, LAYERS_MAX};
use crate::detect::layer::Hint;
use crate::detect::memo::{Item, Setting};
use crate::detect::quiet::{Silence, Spot};
use crate::detect::{
    Clean, CleanKey, Codec, Field, Findings, Form, Quiet, Recall, Spellings, Suspects, What,
};
use crate::har::{Location, Malformed, Text};

/// An escaped string of this many bytes is seen decoded only; a shorter one costs less to see twice.
pub(crate) const PIECE_MIN: usize = 256;

/// So many bytes more than its own can a very short text in ASCII say: `&nLt;` is two characters of
/// three bytes each.
pub(crate) const GROWTH_MAX: usize = 2;

impl<'d> Examiner<'d> {
    /// Notes the entries and the long strings that are left as they are.
    #[must_use]
    pub fn noting(mut self, key: CleanKey) -> Self {
        self.notes = Some(CleanNotes::default());
        self.memo.set_key(key);
        self
    }

    /// Opens no layer of the long strings in which another examiner has searched them all.
    #[must_use]
    pub fn skipping(mut self, clean: &'d Clean) -> Self {
        self.clean = Some(clean);
        self.memo.set_key(clean.key().clone());
        self
    }

    /// The entries and long strings that were left as they are, for [`Clean::extend`].
    #[must_use]
    pub fn into_clean(self) -> Vec<u64> {
        self.notes.map(CleanNotes::into_hashes).unwrap_or_default()
    }

    /// Keeps short texts that are written in another way than they say.
    #[must_use]
    pub fn spelling(mut self) -> Self {
        self.spellings = Some(Spellings::default());
        self
    }

    /// Opens the layers of flat strings in which one of these stands; what another examiner has
    /// called flat, while it kept [`Spellings`], must not be searched without.
    #[must_use]
    pub fn suspecting(mut self, suspects: &'d Suspects) -> Self {
        self.suspects = Some(suspects);
        self
    }

    /// The texts that were kept.
    #[must_use]
    pub fn into_spellings(self) -> Spellings {
        self.spellings.unwrap_or_default()
    }

    /// Keeps a text that holds nothing; whether it is kept.
    pub(crate) fn keep_spelling(&mut self, codec: Codec, raw: &[u8], decoded: &[u8]) -> bool {
        let Some(spellings) = &mut self.spellings else { return false };
        spellings.keep(self.memo.hash_of(raw), codec, raw, decoded)
    }

    /// What seems flat is not, if one of the texts stands in it that say something.
    pub(crate) fn suspect(&mut self, text: &[u8]) {
        if self.flat && self.suspects.is_some_and(|suspects| suspects.may_be_in(text)) {
            (self.flat, self.suspected) = (false, true);
        }
    }

    /// The findings of one entry of which pass 1 has told what holds none, and what was found in
    /// its long strings.
    ///
    /// # Errors
    /// When `text` is no JSON text.
    pub fn entry_again(
        &mut self,
        text: &[u8],
        quiet: Quiet,
        recalls: &[Recall],
    ) -> Result<&Findings, Malformed> {
        self.start(Location::Entry);
        let silence = quiet.entry();
        let is_clean = match silence {
            Some(Silence::Flat) => self.search_flat(text, false)?,
            Some(Silence::FlatWithBody) => self.search_flat(text, true)?,
            Some(Silence::Layered) | None => false,
        };
        if !is_clean {
            self.start(Location::Entry);
            self.quiet = quiet;
            self.recalls.extend_from_slice(recalls);
            self.rules = silence.is_none();
            let walked = self.walk(text, Location::Entry).map(drop);
            self.rules = true;
            walked?;
        }
        if let Some(notes) = self.notes.as_mut().filter(|_| self.findings.top().is_empty()) {
            notes.note(self.memo.hash_of(text), Searched::Bytes);
        }
        Ok(&self.findings)
    }

    /// Indexes an entry that need not be examined.
    pub(crate) fn look_at(&mut self, text: &[u8]) -> Result<(), Malformed> {
        self.top.build(text)
    }

    /// What of the entry that was examined last holds no finding.
    #[must_use]
    pub fn quiet(&self) -> Quiet {
        self.quiet
    }

    /// Whether another examiner has searched all of this entry and left it as it is.
    pub(crate) fn is_clean(&self, entry: &[u8]) -> bool {
        self.clean
            .is_some_and(|clean| clean.searched(self.memo.hash_of(entry)) == Some(Searched::Bytes))
    }

    /// Whether no rule is applied, so that a string in which nothing is encoded need not be examined:
    /// the text around it shows what is written there.
    pub(crate) fn only_searches(&self) -> bool {
        !self.rules && self.depth < LAYERS_MAX
    }

    /// Whether a string is so short that no text in it can be known.
    pub(crate) fn is_too_short(&self, text: Text<'_>) -> bool {
        text.raw().len() + GROWTH_MAX < self.shortest && text.raw().is_ascii()
    }

    /// Examines what stands at this byte of a document. Where pass 1 has found nothing, pass 2 only
    /// searches for what is known: the rules would say the same again.
    pub(crate) fn at(&mut self, start: usize, examine: impl FnOnce(&mut Self)) {
        let spot = Spot::new(start, self.depth);
        let (rules, mark) = (self.rules, self.findings.mark());
        self.rules &= self.known.is_none() || !self.quiet.holds_spot(spot);
        examine(self);
        self.rules = rules;
        if self.findings.mark() != mark {
            self.found.add(spot);
        }
    }

    /// Examines an item of a list, unless the same was examined in vain.
    pub(crate) fn item(&mut self, item: &Item<'_>, examine: impl FnOnce(&mut Self)) {
        let hash = self.memo.hash_of_item(item, self.rules);
        if let Some(is_flat) = self.memo.get(hash) {
            self.inner += u64::from(!is_flat);
            return;
        }
        let (mark, inner) = (self.findings.mark(), self.inner);
        examine(self);
        if self.findings.mark() == mark && !self.suspected {
            self.memo.note(hash, self.inner == inner);
        }
    }

    /// Examines a string of a document, unless the same was examined in vain; `seen` says whether
    /// its shapes are looked at elsewhere, `long` that it is a long string of an entry.
    pub(crate) fn string(
        &mut self,
        text: &[u8],
        field: Field<'_>,
        hint: &Hint<'_>,
        seen: bool,
        long: bool,
    ) {
        let raw = &text[field.value.clone()];
        let written = self.memo.hash_of(raw);
        match self.clean.filter(|_| long).and_then(|clean| clean.searched(written)) {
            Some(Searched::Bytes) => {}
            Some(Searched::Layers) => self.search(raw, field.value.start, None),
            Some(Searched::Rewritten) => self.search_rewritten(text, field, hint),
            None => self.string_of(written, text, field, hint, (seen, long)),
        }
    }

    /// The same for a string of which the hash is known.
    pub(crate) fn string_of(
        &mut self,
        written: u64,
        text: &[u8],
        field: Field<'_>,
        hint: &Hint<'_>,
        (seen, long): (bool, bool),
    ) {
        let setting = Setting {
            location: self.location,
            depth: self.depth,
            in_request_body: self.in_request_body,
            rules: self.rules,
            seen,
        };
        // What is asked of a body is also whether it can be decoded.
        let is_body = std::mem::take(&mut self.is_body);
        let hash = (!is_body).then(|| self.memo.hash(written, text, &field, hint, setting));
        let hash = hash.flatten();
        if let Some(is_flat) = hash.and_then(|hash| self.memo.get(hash)) {
            self.inner += u64::from(!is_flat);
            if long {
                self.note_quiet(self.long, is_flat);
                self.long += 1;
            }
            return;
        }
        let (mark, inner) = (self.findings.mark(), self.inner);
        if long {
            self.long_field(text, field, hint, written);
        } else {
            self.field(text, field, hint);
        }
        if let Some(hash) = hash.filter(|_| self.findings.mark() == mark && !self.suspected) {
            self.memo.note(hash, self.inner == inner);
        }
    }

    /// Examines a long string of an entry. What held nothing in pass 1 is only searched for what
    /// is known in pass 2, and shapes are not looked for where there were none: the rules would say
    /// the same again.
    fn long_field(&mut self, text: &[u8], field: Field<'_>, hint: &Hint<'_>, written: u64) {
        let value = field.value.clone();
        let (number, rules, mark) = (self.long, self.rules, self.findings.mark());
        let inner = self.inner;
        self.long += 1;
        self.unseen = true;
        let recalls = if self.known.is_some() { self.recalls_of(number) } else { 0..0 };
        if !recalls.is_empty() {
            (self.rules, self.flat) = (false, true);
        } else if self.known.is_some() && self.quiet.holds(number) {
            self.rules = false;
            self.flat = self.quiet.is_flat(number);
        }
        self.shapeless = self.known.is_some() && self.quiet.is_shapeless(number);
        self.shaped = false;
        let again = self.flat.then(|| field.clone());
        self.field(text, field, hint);
        let is_recalled = !recalls.is_empty() && self.recall(recalls.clone(), text, &value, mark);
        let is_found = self.findings.mark() != mark || !recalls.is_empty();
        // How a stand-in must be written, what is around it tells: a number of a document wants quotes.
        if let Some(again) = again.filter(|_| is_found && !is_recalled) {
            self.findings.reopen(mark);
            (self.flat, self.unseen) = (false, true);
            self.rules = rules && !self.quiet.holds(number);
            self.field(text, again, hint);
        }
        self.rules = rules;
        self.shapeless = false;
        self.suspected = false;
        if self.known.is_none() && !self.shaped {
            self.quiet.note_shapeless(number);
        }
        // No layer was opened but base64, which is searched as it stands, too.
        let flat = std::mem::take(&mut self.flat);
        if self.findings.mark() != mark {
            if self.known.is_none() && self.inner == inner {
                self.note_recalls(number, text, &value, mark);
            }
            return;
        }
        if self.known.is_none() {
            self.note_quiet(number, self.inner == inner);
        } else {
            let is_plain = memchr::memchr(b'\\', &text[value]).is_none();
            self.note_clean(written, flat && is_plain);
        }
    }

    /// Notes that nothing is in the long string of this hash, and whether it was searched as it
    /// stands.
    pub(crate) fn note_clean(&mut self, written: u64, as_it_stands: bool) {
        if let Some(notes) = &mut self.notes {
            let searched = if as_it_stands { Searched::Bytes } else { Searched::Layers };
            notes.note(written, searched);
        }
    }

    fn note_quiet(&mut self, number: u32, is_flat: bool) {
        self.quiet.note(number);
        if is_flat {
            self.quiet.note_flat(number);
        }
    }

    /// Searches a text that begins at `start` for what is known, as it stands; what is found is
    /// replaced in `form`, if the text around it demands one.
    pub(crate) fn search(&mut self, raw: &[u8], start: usize, form: Option<Form>) {
        let Some(known) = self.known else { return };
        self.suspect(raw);
        known.find(raw, &mut |span, secret, found| {
            let form = form.unwrap_or(found);
            self.push(start + span.start..start + span.end, What::Known { secret, form });
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy};

    /// Whether the body of a response is quiet, and flat.
    fn check(body: &str, encoding: &str, expected: (bool, bool)) {
        let detector = Detector::new(&Policy::default());
        let padding = " f(x);".repeat(100);
        let text = if encoding.is_empty() {
            format!("{body}{padding}")
        } else {
            base64_simd::STANDARD.encode_to_string(format!("{body}{padding}"))
        };
        let text = serde_json::to_string(&text).unwrap();
        let entry = format!(
            r#"{{"response":{{"content":{{"mimeType":"text/javascript","text":{text}{encoding}}}}}}}"#
        );
        // The second time, what the first has noted is told.
        let mut examiner = detector.collector();
        for _ in 0..2 {
            examiner.entry(entry.as_bytes()).unwrap();
            let quiet = examiner.quiet();
            assert_eq!((quiet.holds(0), quiet.is_flat(0)), expected, "{body}");
        }
    }

    #[test]
    fn a_string_is_flat_when_nothing_in_it_is_encoded_again() {
        let base64 = r#","encoding":"base64""#;
        for (body, expected) in [
            ("var a = 'plain';\n", (true, true)),
            (r"var a = 'https:\/\/shop.example.net\/a?b=c';", (true, false)),
            ("var a = '/search?q=a%20b';", (true, false)),
            ("var a = '<a href=\"/x?y=1&amp;z=2\">x</a>';", (true, false)),
            (r#"var a = JSON.parse('{"b": [1, 2]}');"#, (true, true)),
            (r#"var a = JSON.parse('{"b": "\u0031\u0032 a"}');"#, (true, false)),
            ("var a = 'eyJzdGF0ZSI6ICJvcGVuIiwgInBhZ2UiOiAxMn0=';", (true, false)),
            ("var password = 'wq8Zr4KtK71xNb';", (false, false)),
        ] {
            check(body, "", expected);
            check(body, base64, expected);
        }
    }

    #[test]
    fn an_item_is_judged_by_the_list_it_stands_in() {
        const ITEM: &str = r#"{"name":"SSID","value":"k3XwQ81uQpZov7Lt"}"#;
        let entry = |list: &str| format!(r#"{{"request":{{"{list}":[{ITEM},{ITEM}]}}}}"#);
        let detector = Detector::new(&Policy::default());
        let mut examiner = detector.collector();
        let mut count = |list: &str| examiner.entry(entry(list).as_bytes()).unwrap().top().len();
        for (list, expected) in [("headers", 0), ("cookies", 2), ("headers", 0), ("cookies", 2)] {
            assert_eq!(count(list), expected, "{list}");
        }
    }
}
