//! What need not be examined again: strings that say what others have said, and long strings that
//! an earlier pass has found to hold nothing.

use std::ops::Range;

use crate::detect::clean::{CleanNotes, Searched};
use crate::detect::examiner::{Examiner, LAYERS_MAX};
use crate::detect::flatness::Layout;
use crate::detect::layer::Hint;
use crate::detect::memo::{Item, Setting};
use crate::detect::record::Recorded;
use crate::detect::{
    Clean, CleanKey, Codec, Field, Findings, Flatness, Form, Spellings, Suspects, What,
};
use crate::har::{Location, Malformed, Text};

/// An escaped string of this many bytes is seen decoded only; a shorter one costs less to see twice.
pub(crate) const PIECE_MIN: usize = 256;

/// So many bytes more than its own can a very short text in ASCII say: `&nLt;` is two characters of
/// three bytes each.
pub(crate) const GROWTH_MAX: usize = 2;

/// What pass 1 tells of an entry; nothing, if it says not even how that is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'t> {
    /// How its strings are written.
    pub flatness: Flatness,
    /// What was found in it, if something was.
    pub found: Option<Recorded<'t>>,
}

impl<'d> Examiner<'d> {
    /// Notes the entries and the long strings that are left as they are, or need not be opened again.
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

    /// The entries and long strings that were noted, for [`Clean::extend`].
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

    /// The findings of one entry of which pass 1 has `told`: the rules would find the same again, so
    /// only what is known is searched for.
    ///
    /// # Errors
    /// When `text` is no JSON text.
    pub fn entry_again(&mut self, text: &[u8], told: Told<'_>) -> Result<&Findings, Malformed> {
        if !self.search_entry(text, told)? {
            self.start(Location::Entry);
            self.walk(text, Location::Entry)?;
        }
        if let Some(notes) = self.notes.as_mut().filter(|_| self.findings.top().is_empty()) {
            notes.note(self.memo.hash_of(text), Searched::Bytes);
        }
        Ok(&self.findings)
    }

    /// Searches an entry for what is known besides what pass 1 has told; `false` if the rules have to
    /// say what becomes of it.
    fn search_entry(&mut self, text: &[u8], told: Told<'_>) -> Result<bool, Malformed> {
        let Some(layout) = told.flatness.layout() else { return Ok(false) };
        if layout != Layout::Layered {
            let has_body = layout == Layout::FlatWithBody;
            if !self.take(text, told) {
                return Ok(false);
            }
            if self.search_flat(text, has_body)? {
                return Ok(self.adopt());
            }
        }
        if !self.take(text, told) {
            return Ok(false);
        }
        self.rules = false;
        let walked = self.walk(text, Location::Entry).map(drop);
        self.rules = true;
        walked.map(|()| self.adopt())
    }

    /// Begins with what pass 1 has told; whether it is of this text.
    fn take(&mut self, text: &[u8], told: Told<'_>) -> bool {
        self.start(Location::Entry);
        self.flatness = told.flatness;
        let Some(recorded) = told.found else { return true };
        self.findings.recall(text, recorded, &mut self.told).is_some()
    }

    fn adopt(&mut self) -> bool {
        self.findings.adopt(&self.told)
    }

    /// Indexes an entry that need not be examined.
    pub(crate) fn look_at(&mut self, text: &[u8]) -> Result<(), Malformed> {
        self.top.build(text)
    }

    /// What was found in the entry that was examined last.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// How its strings are written.
    #[must_use]
    pub fn flatness(&self) -> Flatness {
        self.flatness
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

    /// Examines an item of a list, unless the same was examined.
    pub(crate) fn item(&mut self, item: &Item<'_>, examine: impl FnOnce(&mut Self)) {
        let hash = self.memo.hash_of_item(item, self.rules);
        if self.is_repeated(hash, item.start).is_some() {
            return;
        }
        let (mark, inner) = (self.findings.mark(), self.inner);
        examine(self);
        let span = item.start..item.start + item.raw.len();
        self.note_examined(hash, mark, &span, self.inner == inner);
    }

    /// Takes what was found where the same was examined, now at `start`; whether it is flat, if it was
    /// examined.
    fn is_repeated(&mut self, hash: u64, start: usize) -> Option<bool> {
        let repeated = || self.repeats.take((hash, self.layer), start, &mut self.findings);
        let is_flat = self.memo.get(hash).or_else(repeated)?;
        self.inner += u64::from(!is_flat);
        Some(is_flat)
    }

    /// Notes what was found since `mark` in what stands at `span`.
    fn note_examined(&mut self, hash: u64, mark: usize, span: &Range<usize>, is_flat: bool) {
        if self.suspected {
            return;
        }
        if self.findings.mark() == mark {
            self.memo.note(hash, is_flat);
        } else {
            self.repeats.note((hash, self.layer), (&self.findings, mark), span, is_flat);
        }
    }

    /// Examines a string of a document, unless the same was examined; `seen` says whether
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
            asked: self.asked,
            rules: self.rules,
            seen,
            packed: self.packed,
        };
        // What is asked of a body is also whether it can be decoded.
        let is_body = std::mem::take(&mut self.is_body);
        let hash = (!is_body).then(|| self.memo.hash(written, text, &field, hint, setting));
        let hash = hash.flatten();
        let value = field.value.clone();
        if let Some(is_flat) = hash.and_then(|hash| self.is_repeated(hash, value.start)) {
            if long {
                self.note_flat(self.long, is_flat);
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
        // Pass 2 notes what it has searched of the long strings in which something is.
        let is_noted = !long || self.known.is_none() || self.findings.mark() == mark;
        if let Some(hash) = hash.filter(|_| is_noted) {
            self.note_examined(hash, mark, &value, self.inner == inner);
        }
    }

    /// Examines a long string of an entry; in pass 2 as it stands, if nothing in it is encoded.
    fn long_field(&mut self, text: &[u8], field: Field<'_>, hint: &Hint<'_>, written: u64) {
        let value = field.value.clone();
        let (number, mark, inner) = (self.long, self.findings.mark(), self.inner);
        self.long += 1;
        self.unseen = true;
        self.flat = !self.rules && self.flatness.is_flat(number);
        let again = self.flat.then(|| field.clone());
        self.field(text, field, hint);
        // How a stand-in must be written, what is around it tells: a number of a document wants quotes.
        if let Some(again) =
            again.filter(|_| self.suspected || !self.findings.is_told(&self.told, mark))
        {
            self.findings.reopen(mark);
            (self.flat, self.unseen) = (false, true);
            self.field(text, again, hint);
        }
        self.suspected = false;
        // No layer was opened but base64, which is searched as it stands, too.
        let flat = std::mem::take(&mut self.flat);
        if self.known.is_none() {
            self.note_flat(number, self.inner == inner);
        } else if self.findings.is_told(&self.told, mark) {
            let is_plain = memchr::memchr(b'\\', &text[value.clone()]).is_none();
            self.note_searched(written, value, flat, is_plain);
        }
    }

    /// Notes the long string of this hash, in which nothing was found but what was told.
    pub(crate) fn note_searched(
        &mut self,
        written: u64,
        value: Range<usize>,
        flat: bool,
        is_plain: bool,
    ) {
        let Some(notes) = &mut self.notes else { return };
        let first = self.told.partition_point(|told| told.span.end <= value.start);
        let mut told =
            self.told[first..].iter().take_while(|told| told.span.start < value.end).peekable();
        if told.peek().is_none() {
            let searched = if flat && is_plain { Searched::Bytes } else { Searched::Layers };
            notes.note(written, searched);
        } else if flat && told.all(|told| !told.is_layer()) {
            self.rewritten.push(value);
        }
    }

    /// Notes the long strings of the entry that was examined last in which pass 2 has replaced
    /// nothing but what pass 1 had found, where no other text stands: `moved` says where in `out`
    /// stands what was at a place of the entry.
    pub(crate) fn note_rewritten(&mut self, out: &[u8], moved: impl Fn(usize) -> usize) {
        let Some(notes) = &mut self.notes else { return };
        for span in &self.rewritten {
            let raw = &out[moved(span.start)..moved(span.end)];
            notes.note(self.memo.hash_of(raw), Searched::Rewritten);
        }
    }

    /// Searches what a string says in which no other text stands.
    fn search_rewritten(&mut self, text: &[u8], field: Field<'_>, hint: &Hint<'_>) {
        (self.flat, self.unseen) = (true, true);
        self.field(text, field, hint);
        (self.flat, self.suspected) = (false, false);
    }

    fn note_flat(&mut self, number: u32, is_flat: bool) {
        if is_flat {
            self.flatness.note(number);
        }
    }

    /// Searches a text that begins at `start` for what is known, as it stands; what is found is
    /// replaced in `form`, if the text around it demands one.
    pub(crate) fn search(&mut self, raw: &[u8], start: usize, form: Option<Form>) {
        let Some(known) = self.known else { return };
        self.suspect(raw);
        known.find(raw, &mut |span, secret, found| {
            let form = form.unwrap_or(found);
            self.push(
                start + span.start..start + span.end,
                What::Known { secret, form, rule: None },
            );
        });
    }
}

#[cfg(test)]
pub(crate) mod tests;
