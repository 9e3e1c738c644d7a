//! What need not be examined again: strings that say what others have said, and long strings that
//! an earlier pass has found to hold nothing.

use crate::detect::clean::CleanNotes;
use crate::detect::examiner::Examiner;
use crate::detect::layer::Hint;
use crate::detect::memo::Setting;
use crate::detect::{Clean, CleanKey, Field, Form, What};

impl<'d> Examiner<'d> {
    /// Notes the long strings that are left as they are.
    #[must_use]
    pub fn noting(mut self, key: CleanKey) -> Self {
        self.notes = Some(CleanNotes::new(key));
        self
    }

    /// Opens no layer of the long strings in which another examiner has searched them all.
    #[must_use]
    pub fn skipping(mut self, clean: &'d Clean) -> Self {
        self.clean = Some(clean);
        self
    }

    /// The long strings that were left as they are, for [`Clean::extend`].
    #[must_use]
    pub fn into_clean(self) -> Vec<u64> {
        self.notes.map(CleanNotes::into_hashes).unwrap_or_default()
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
        let setting = Setting {
            location: self.location,
            depth: self.depth,
            in_request_body: self.in_request_body,
            rules: self.rules,
            seen,
        };
        let hash = self.memo.hash(text, &field, hint, setting);
        if hash.is_some_and(|hash| self.memo.holds(hash)) {
            if long {
                self.quiet.note(self.long);
                self.long += 1;
            }
            return;
        }
        let mark = self.findings.mark();
        if long {
            self.long_field(text, field, hint);
        } else {
            self.field(text, field, hint);
        }
        if let Some(hash) = hash.filter(|_| self.findings.mark() == mark) {
            self.memo.note(hash);
        }
    }

    /// Examines a long string of an entry. What held nothing in pass 1 is only searched for what
    /// is known in pass 2: the rules would say the same again.
    fn long_field(&mut self, text: &[u8], field: Field<'_>, hint: &Hint<'_>) {
        let raw = &text[field.value.clone()];
        if self.clean.is_some_and(|clean| clean.holds(raw)) {
            return self.search(raw, field.value.start, None);
        }
        let (number, rules, mark) = (self.long, self.rules, self.findings.mark());
        self.long += 1;
        self.unseen = true;
        if self.known.is_some() && self.quiet.holds(number) {
            self.rules = false;
        }
        self.field(text, field, hint);
        self.rules = rules;
        if self.findings.mark() != mark {
            return;
        }
        if self.known.is_none() {
            self.quiet.note(number);
        } else if let Some(notes) = &mut self.notes {
            notes.note(raw);
        }
    }

    /// Searches a text that begins at `start` for what is known, as it stands; what is found is
    /// replaced in `form`, if the text around it demands one.
    pub(crate) fn search(&mut self, raw: &[u8], start: usize, form: Option<Form>) {
        let Some(known) = self.known else { return };
        known.find(raw, &mut |span, secret, found| {
            let form = form.unwrap_or(found);
            self.push(start + span.start..start + span.end, What::Known { secret, form });
        });
    }
}
