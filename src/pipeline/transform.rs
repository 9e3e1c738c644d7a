//! What happens to an entry on its way from the capture to its chunk.

use crate::detect::{CleanKey, Detector, Examiner, Known};
use crate::har::{Fault, Index, Malformed, Node, Object, Part};
use crate::pipeline::notes::Notes;
use crate::pipeline::watch::{Seen, Watch};
use crate::redact::{Edits, Origin, Redactor, Register, SecretBook, Tally};

/// What happens to an entry on its way; one for each worker.
pub(crate) trait Transform: Send {
    /// Appends the entry with this number, from 1, to `out`, and shows its object to `look`.
    fn entry(
        &mut self,
        number: u64,
        text: &[u8],
        out: &mut Vec<u8>,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed>;

    /// Finds out what is to be replaced in a part of the long entry with this number, and shows the
    /// object around it.
    fn part(
        &mut self,
        number: u64,
        part: &Part,
        edits: &mut Edits,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed>;

    /// What was redacted, and the long strings in which nothing was ([`Clean`]).
    fn finish(self) -> (Tally, Vec<u64>);
}

/// Puts pseudonyms in the place of secrets.
pub(crate) struct Redact<'d> {
    examiner: Examiner<'d>,
    redactor: Redactor<'d>,
    notes: &'d Notes,
    /// What was recorded of an entry.
    record: Vec<u8>,
    /// What searches the entries as they become, if anything does.
    verifier: Option<Examiner<'d>>,
    watch: Option<Watch<'d>>,
}

/// How often an entry is searched as it becomes: what is put in can show another secret each time, but
/// hardly ever does.
const SEARCHES_MAX: usize = 4;

impl<'d> Redact<'d> {
    pub(crate) fn new(
        detector: &'d Detector,
        known: &'d dyn Known,
        book: &'d SecretBook,
        notes: &'d Notes,
        key: &CleanKey,
    ) -> Self {
        let examiner = detector.finder(known).noting(key.clone()).suspecting(notes.suspects());
        let redactor = Redactor::new(book);
        Self { examiner, redactor, notes, record: Vec::new(), verifier: None, watch: None }
    }

    /// Searches each entry as it becomes, too, as often as that shows a secret: a pseudonym can change
    /// how what stands beside it is read.
    pub(crate) fn careful(mut self, verifier: Examiner<'d>) -> Self {
        self.verifier = Some(verifier);
        self
    }

    /// Shows what is redacted to the report, too.
    pub(crate) fn watched(mut self, seen: Option<&'d Seen>) -> Self {
        self.watch = seen.map(Watch::new);
        self
    }

    /// Lists what is redacted, too: the first `rows_max` redactions.
    pub(crate) fn listing(mut self, rows_max: usize) -> Self {
        self.redactor.register = Some(Register::new(rows_max));
        self
    }

    /// Says which text comes next, for the list.
    pub(crate) fn begin(&mut self, entry: u64, origin: Origin) {
        if let Some(register) = &mut self.redactor.register {
            register.begin(entry, origin);
        }
    }

    /// The list, and what was counted.
    pub(crate) fn into_list(self) -> (Register, Tally) {
        (self.redactor.register.unwrap_or_default(), self.redactor.tally)
    }

    /// Appends the envelope to `out`.
    pub(crate) fn envelope(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<(), Malformed> {
        let start = out.len();
        let findings = self.examiner.envelope(text)?;
        self.redactor.redact(text, findings, out).expect(BOOK_IS_WHOLE);
        self.search(start, out)
    }

    /// Searches what was appended to `out` from `start` on, and replaces what is found.
    fn search(&mut self, start: usize, out: &mut Vec<u8>) -> Result<(), Malformed> {
        let Some(verifier) = &mut self.verifier else { return Ok(()) };
        for _ in 0..SEARCHES_MAX {
            let findings = verifier.entry(&out[start..])?;
            if findings.top().is_empty() {
                break;
            }
            let found = out.split_off(start);
            self.redactor.redact(&found, findings, out).expect(BOOK_IS_WHOLE);
        }
        Ok(())
    }
}

/// The passes examine the same bytes by the same rules; that they differ must end the run.
const BOOK_IS_WHOLE: &str = "because pass 1 has put every finding into the book";

impl Transform for Redact<'_> {
    fn entry(
        &mut self,
        number: u64,
        text: &[u8],
        out: &mut Vec<u8>,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed> {
        let told = self.notes.entry(number, &mut self.record);
        let findings = self.examiner.entry_again(text, told)?;
        let start = out.len();
        if let Some(watch) = &mut self.watch {
            watch.begin(findings);
        }
        self.redactor.redact(text, findings, out).expect(BOOK_IS_WHOLE);
        self.examiner.note_rewritten(&out[start..], |at| self.redactor.moved(at));
        self.search(start, out)?;
        if let Node::Object(object) = self.examiner.document(text).root() {
            look(object);
            if let Some(watch) = &mut self.watch {
                watch.entry(number, (object, text.len()), &out[start..]);
            }
        }
        Ok(())
    }

    fn part(
        &mut self,
        number: u64,
        part: &Part,
        edits: &mut Edits,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed> {
        let told = self.notes.part(number, part.number, &mut self.record);
        let findings = self.examiner.entry_again(&part.text, told)?;
        self.redactor.part(part, findings, edits).expect(BOOK_IS_WHOLE);
        if let Some(watch) = &mut self.watch {
            // Redacted whole, with what stands around its core, which is not counted again.
            let mut redacted = Vec::with_capacity(part.text.len());
            let mut uncounted = Redactor::new(self.redactor.book());
            uncounted.redact(&part.text, findings, &mut redacted).expect(BOOK_IS_WHOLE);
            watch.part(number, &redacted, part.core.len() + part.lead.len());
        }
        if let Node::Object(object) = self.examiner.document(&part.text).root() {
            look(object);
        }
        Ok(())
    }

    fn finish(self) -> (Tally, Vec<u64>) {
        (self.redactor.tally, self.examiner.into_clean())
    }
}

/// Leaves everything as it is.
#[derive(Default)]
pub(crate) struct Copy {
    index: Index,
}

impl Copy {
    fn look(&mut self, text: &[u8], look: &mut dyn FnMut(Object<'_>)) -> Result<(), Malformed> {
        self.index.build(text)?;
        match self.index.document(text).root() {
            Node::Object(object) => look(object),
            _ => return Err(Malformed { fault: Fault::EntryNotObject, entry: None, offset: 0 }),
        }
        Ok(())
    }
}

impl Transform for Copy {
    fn entry(
        &mut self,
        _: u64,
        text: &[u8],
        out: &mut Vec<u8>,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed> {
        self.look(text, look)?;
        out.extend_from_slice(text);
        Ok(())
    }

    fn part(
        &mut self,
        _: u64,
        part: &Part,
        edits: &mut Edits,
        look: &mut dyn FnMut(Object<'_>),
    ) -> Result<(), Malformed> {
        edits.clear();
        self.look(&part.text, look)
    }

    fn finish(self) -> (Tally, Vec<u64>) {
        Default::default()
    }
}
