//! Splices pseudonyms into a text where secrets were found; all else is copied.

use std::ops::Range;

use crate::detect::{Codec, Finding, Findings, Form, What};
use crate::redact::book::SecretBook;
use crate::redact::register::Register;
use crate::redact::tally::{Place, Tally};

/// A finding whose value is not in the book: the passes disagree, and nothing may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSecret;

/// Writes texts anew with pseudonyms in them.
#[derive(Debug)]
pub struct Redactor<'b> {
    book: &'b SecretBook,
    /// What was replaced so far.
    pub tally: Tally,
    /// Where each replacement stands, if somebody wants to know.
    pub register: Option<Register>,
    /// How many layers are open that are written anew.
    pub(super) depth: usize,
    /// Where each replacement of the last text ends, in the text and in what was made of it.
    ends: Vec<(usize, usize)>,
}

impl<'b> Redactor<'b> {
    /// A redactor that knows the secrets of `book`.
    #[must_use]
    pub fn new(book: &'b SecretBook) -> Self {
        Self { book, tally: Tally::default(), register: None, depth: 0, ends: Vec::new() }
    }

    /// The book it was made with.
    #[must_use]
    pub fn book(&self) -> &'b SecretBook {
        self.book
    }

    /// Appends `text` to `out` with its findings replaced.
    ///
    /// # Errors
    /// When a finding's value is not in the book.
    pub fn redact(
        &mut self,
        text: &[u8],
        findings: &Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), UnknownSecret> {
        self.ends.clear();
        let start = out.len();
        let spliced = self.splice(text, findings, findings.top(), out);
        self.ends.iter_mut().for_each(|(_, end)| *end -= start);
        spliced
    }

    /// Where in what was made of the last text stands what was at `at` in it, which was no part of
    /// anything that was replaced.
    #[must_use]
    pub fn moved(&self, at: usize) -> usize {
        let before = self.ends.partition_point(|(end, _)| *end <= at);
        before.checked_sub(1).map_or(at, |before| at - self.ends[before].0 + self.ends[before].1)
    }

    fn splice(
        &mut self,
        text: &[u8],
        findings: &Findings,
        level: &[Finding],
        out: &mut Vec<u8>,
    ) -> Result<(), UnknownSecret> {
        let mut copied = 0;
        for finding in level.iter().filter(|f| !f.is_seed()) {
            out.extend_from_slice(&text[copied..finding.span.start]);
            self.stand(&finding.span);
            self.replace(&text[finding.span.clone()], findings, finding, out)?;
            copied = finding.span.end;
            if self.depth == 0 {
                self.ends.push((copied, out.len()));
            }
        }
        out.extend_from_slice(&text[copied..]);
        Ok(())
    }

    /// Says where in the text the next redactions stand; those in a layer stand where it does.
    pub(super) fn stand(&mut self, span: &Range<usize>) {
        if let Some(register) = &mut self.register
            && self.depth == 0
        {
            register.stand(span);
        }
    }

    pub(super) fn replace(
        &mut self,
        raw: &[u8],
        findings: &Findings,
        finding: &Finding,
        out: &mut Vec<u8>,
    ) -> Result<(), UnknownSecret> {
        let (number, form) = match &finding.what {
            What::Inner { codec, text, findings: inner } => {
                let level = findings.inside(inner);
                self.depth += 1;
                let text = findings.bytes(text);
                let rewritten = self.rewrite(*codec, raw, text, findings, level, out);
                self.depth -= 1;
                return rewritten;
            }
            What::Seed { .. } => return Ok(()),
            What::Known { secret, form, .. } => (*secret, *form),
            What::Secret { value, form, .. } => {
                (self.book.number(findings.bytes(value)).ok_or(UnknownSecret)?, *form)
            }
        };
        let rule = match &finding.what {
            What::Secret { rule, .. } => Some(*rule),
            What::Known { rule, .. } => *rule,
            _ => None,
        };
        let (rule, swept) = (rule.unwrap_or_else(|| self.book.rule(number)), rule.is_none());
        let place = Place { rule, location: finding.location, layer: finding.layer, swept };
        self.tally.count(place);
        if let Some(register) = &mut self.register {
            register.note(number, place);
        }
        write_stand_in(self.book.pseudonym(number), form, raw.len(), out);
        Ok(())
    }

    /// Writes a layer anew: piece by piece where it is written character by character, else whole.
    fn rewrite(
        &mut self,
        codec: Codec,
        raw: &[u8],
        text: &[u8],
        findings: &Findings,
        level: &[Finding],
        out: &mut Vec<u8>,
    ) -> Result<(), UnknownSecret> {
        let mut inner = Vec::new();
        if !codec.is_charwise() {
            self.splice(text, findings, level, &mut inner)?;
            codec.encode_like(raw, &inner, out);
            return Ok(());
        }
        let mut spans: Vec<Range<usize>> =
            level.iter().map(|finding| finding.span.clone()).collect();
        codec.locate(raw, &mut spans);
        let mut copied = 0;
        for (finding, span) in level.iter().zip(spans) {
            out.extend_from_slice(&raw[copied..span.start]);
            inner.clear();
            self.replace(&text[finding.span.clone()], findings, finding, &mut inner)?;
            codec.encode(&inner, out);
            copied = span.end;
        }
        out.extend_from_slice(&raw[copied..]);
        Ok(())
    }
}

/// Writes a pseudonym in the form that its place asks for.
fn write_stand_in(pseudonym: &str, form: Form, replaced: usize, out: &mut Vec<u8>) {
    let start = out.len();
    match form {
        Form::Plain => out.extend_from_slice(pseudonym.as_bytes()),
        Form::Quoted => {
            out.push(b'"');
            out.extend_from_slice(pseudonym.as_bytes());
            out.push(b'"');
        }
        Form::Base64 => {
            out.extend(pseudonym.bytes().filter(u8::is_ascii_alphanumeric));
            while (out.len() - start) % 4 != replaced % 4 {
                out.push(b'x');
            }
        }
        Form::Fixed => {
            out.extend(pseudonym.bytes().take(replaced));
            out.resize(start + replaced, b'-');
        }
    }
}
