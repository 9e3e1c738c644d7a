//! What pass 1 has found in long strings in which no other text stands: there pass 2 need not apply
//! the rules to find the same again, and pass 3 no layer has to be opened.

use std::ops::Range;

use crate::detect::clean::Searched;
use crate::detect::examiner::Examiner;
use crate::detect::layer::Hint;
use crate::detect::{Field, Finding, Form, Rule, What};
use crate::har::Location;

/// Where a secret stands in a long string of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recall {
    /// The number of the string among the long ones of the entry.
    string: u32,
    /// Where it starts in the string as that is written, and where it ends.
    start: u32,
    end: u32,
    rule: Rule,
    location: Location,
    layer: &'static str,
}

/// What is noted of one entry: a string with more is examined again.
const RECALLS_MAX: usize = 1024;

impl Recall {
    /// Where it stands, if its string starts at `start`.
    fn span(&self, start: usize) -> Range<usize> {
        start + self.start as usize..start + self.end as usize
    }
}

impl Examiner<'_> {
    /// What was found in the long strings of the entry that was examined last, as far as pass 2 may
    /// take it as it is.
    #[must_use]
    pub fn recalls(&self) -> &[Recall] {
        &self.recalls
    }

    /// Notes what was found since `mark` in the long string `number`, which stands at `value` and in
    /// which no other text stands; nothing, unless each secret says what is written there.
    pub(crate) fn note_recalls(
        &mut self,
        number: u32,
        text: &[u8],
        value: &Range<usize>,
        mark: usize,
    ) {
        let noted = self.recalls.len();
        for finding in self.findings.since(mark).iter().filter(|finding| !finding.is_seed()) {
            let recall = self.recall_of(number, finding, text, value);
            let Some(recall) = recall.filter(|_| self.recalls.len() < RECALLS_MAX) else {
                self.recalls.truncate(noted);
                return;
            };
            self.recalls.push(recall);
        }
    }

    fn recall_of(
        &self,
        string: u32,
        finding: &Finding,
        text: &[u8],
        value: &Range<usize>,
    ) -> Option<Recall> {
        let Finding { span, location, layer, what } = finding;
        let What::Secret { rule, value: said, form: Form::Plain } = what else { return None };
        if self.findings.bytes(said) != &text[span.clone()] {
            return None;
        }
        let place = |at: usize| u32::try_from(at.checked_sub(value.start)?).ok();
        let (start, end) = (place(span.start)?, place(span.end)?);
        Some(Recall { string, start, end, rule: *rule, location: *location, layer })
    }

    /// Which of the recalls are those of the long string `number`.
    pub(crate) fn recalls_of(&self, number: u32) -> Range<usize> {
        let first = self.recalls.partition_point(|recall| recall.string < number);
        let own = self.recalls[first..].iter().take_while(|recall| recall.string == number);
        first..first + own.count()
    }

    /// Puts these recalls in the place of what the sweep has found since `mark` in the string at
    /// `value`; `false` if that is more than they say.
    pub(crate) fn recall(
        &mut self,
        recalls: Range<usize>,
        text: &[u8],
        value: &Range<usize>,
        mark: usize,
    ) -> bool {
        let own = &self.recalls[recalls];
        let is_covered = |found: &Finding| {
            let next =
                own.partition_point(|recall| recall.span(value.start).end <= found.span.start);
            let around = own.get(next).map(|recall| recall.span(value.start));
            matches!(found.what, What::Known { .. })
                && around.is_some_and(|around| {
                    around.start <= found.span.start && found.span.end <= around.end
                })
        };
        let is_within = own.iter().all(|recall| recall.span(value.start).end <= value.end);
        if self.suspected || !is_within || !self.findings.since(mark).iter().all(is_covered) {
            return false;
        }
        self.findings.reopen(mark);
        for Recall { start, end, rule, location, layer, .. } in own.iter().copied() {
            let span = value.start + start as usize..value.start + end as usize;
            let secret = self.findings.keep(&text[span.clone()]);
            let what = What::Secret { rule, value: secret, form: Form::Plain };
            self.findings.push(Finding { span, location, layer, what });
        }
        self.rewritten.push(value.clone());
        true
    }

    /// Notes the long strings of the entry that was examined last in which pass 2 has replaced
    /// nothing but what pass 1 had found: `moved` says where in `out` stands what was at a place of
    /// the entry.
    pub(crate) fn note_rewritten(&mut self, out: &[u8], moved: impl Fn(usize) -> usize) {
        let Some(notes) = &mut self.notes else { return };
        for span in &self.rewritten {
            let raw = &out[moved(span.start)..moved(span.end)];
            notes.note(self.memo.hash_of(raw), Searched::Rewritten);
        }
    }

    /// Searches what a string says in which no other text stands.
    pub(crate) fn search_rewritten(&mut self, text: &[u8], field: Field<'_>, hint: &Hint<'_>) {
        (self.flat, self.unseen) = (true, true);
        self.field(text, field, hint);
        (self.flat, self.suspected) = (false, false);
    }
}

#[cfg(test)]
mod tests;
