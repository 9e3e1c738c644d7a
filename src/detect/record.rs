//! What was found in an entry, in a few bytes, for a pass that reads the entry again.
//!
//! A record holds no value: where each finding stands, which of the [`Classes`] it is of, and by
//! which number its secret is known to the worker that has found it.

use rustc_hash::FxHashMap;

use crate::detect::codec::Decoded;
use crate::detect::{Codec, Finding, Findings, Form, Rule, What};
use crate::har::Location;

/// What the findings of one worker are besides where they stand, each numbered when it is met first.
#[derive(Debug, Default)]
pub struct Classes {
    numbers: FxHashMap<Class, u64>,
    classes: Vec<Class>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Class {
    location: Location,
    layer: &'static str,
    kind: ClassKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum ClassKind {
    Secret(Rule, Form),
    Inner(Codec),
}

impl Classes {
    fn number(&mut self, class: Class) -> u64 {
        *self.numbers.entry(class).or_insert_with(|| {
            self.classes.push(class);
            self.classes.len() as u64 - 1
        })
    }
}

/// What the numbers in the records of one worker mean.
#[derive(Debug, Default)]
pub struct Legend {
    classes: Vec<Class>,
    /// The numbers of its secrets in the book.
    secrets: Vec<u32>,
}

impl Legend {
    /// The classes of a worker, and by the number that it gave them, the numbers of its secrets in
    /// the book.
    #[must_use]
    pub fn new(classes: Classes, secrets: Vec<u32>) -> Self {
        Self { classes: classes.classes, secrets }
    }
}

/// What was found in an entry, as a worker has recorded it ([`Findings::record`]).
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'r> {
    /// The record.
    pub record: &'r [u8],
    /// What it means.
    pub legend: &'r Legend,
}

impl Findings {
    /// Appends to `out` what was found in `text`, where these are the numbers of its secrets, in
    /// order; `false`, with nothing appended, if a record cannot say it.
    #[must_use]
    pub fn record(
        &self,
        text: &[u8],
        secrets: &[u32],
        classes: &mut Classes,
        out: &mut Vec<u8>,
    ) -> bool {
        let start = out.len();
        let mut writer = Writer { findings: self, secrets: secrets.iter(), classes, out };
        let is_said = writer.level(text, self.top()).is_some();
        if !is_said {
            out.truncate(start);
        }
        is_said
    }

    /// Appends to `found` what was recorded of `text`; the layers in it are kept here. `None` if it was
    /// recorded of another text.
    pub(crate) fn recall(
        &mut self,
        text: &[u8],
        recorded: Recorded<'_>,
        found: &mut Vec<Finding>,
    ) -> Option<()> {
        let mut reader = Reader { bytes: recorded.record, legend: recorded.legend };
        let mut end = 0;
        while !reader.bytes.is_empty() {
            found.push(reader.finding(text, &mut end, self)?);
        }
        Some(())
    }
}

struct Writer<'w> {
    findings: &'w Findings,
    secrets: std::slice::Iter<'w, u32>,
    classes: &'w mut Classes,
    out: &'w mut Vec<u8>,
}

impl Writer<'_> {
    fn level(&mut self, text: &[u8], level: &[Finding]) -> Option<()> {
        let mut end = 0;
        for Finding { span, location, layer, what } in level.iter().filter(|f| !f.is_seed()) {
            self.number(span.start.checked_sub(end)? as u64);
            self.number(span.end.checked_sub(span.start)? as u64);
            end = span.end;
            let kind = match what {
                What::Secret { rule, form, .. } => ClassKind::Secret(*rule, *form),
                What::Inner { codec, .. } => ClassKind::Inner(*codec),
                What::Seed { .. } | What::Known { .. } => return None,
            };
            let class = self.classes.number(Class { location: *location, layer, kind });
            self.number(class);
            if let What::Inner { codec, text: said, findings } = what {
                let said = self.findings.bytes(said);
                let mut buffer = Vec::new();
                if decode(*codec, text.get(span.clone())?, &mut buffer) != said {
                    return None;
                }
                let inside = self.findings.inside(findings);
                self.number(inside.iter().filter(|finding| !finding.is_seed()).count() as u64);
                self.level(said, inside)?;
            } else {
                let secret = u64::from(*self.secrets.next()?);
                self.number(secret);
            }
        }
        Some(())
    }

    /// Seven bits a byte, the lowest first; all but the last have the eighth set.
    fn number(&mut self, mut number: u64) {
        loop {
            let [byte, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                self.out.push(byte);
                return;
            }
            self.out.push(byte | 0x80);
        }
    }
}

struct Reader<'r> {
    bytes: &'r [u8],
    legend: &'r Legend,
}

impl Reader<'_> {
    /// The next finding of `text`, behind `end`, which moves behind it.
    fn finding(
        &mut self,
        text: &[u8],
        end: &mut usize,
        findings: &mut Findings,
    ) -> Option<Finding> {
        let start = end.checked_add(self.size()?)?;
        let span = start..start.checked_add(self.size()?)?;
        let raw = text.get(span.clone())?;
        *end = span.end;
        let Class { location, layer, kind } = *self.legend.classes.get(self.size()?)?;
        let number = self.size()?;
        let what = match kind {
            ClassKind::Secret(rule, form) => {
                let secret = *self.legend.secrets.get(number)?;
                What::Known { secret, form, rule: Some(rule) }
            }
            ClassKind::Inner(codec) => {
                let mut buffer = Vec::new();
                let said = decode(codec, raw, &mut buffer);
                let (mark, mut end) = (findings.mark(), 0);
                for _ in 0..number {
                    let inside = self.finding(said, &mut end, findings)?;
                    findings.push(inside);
                }
                findings.layer(codec, said, mark)
            }
        };
        Some(Finding { span, location, layer, what })
    }

    fn size(&mut self) -> Option<usize> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(number).ok();
            }
        }
        None
    }
}

fn decode<'b>(codec: Codec, raw: &'b [u8], buffer: &'b mut Vec<u8>) -> &'b [u8] {
    match codec.decode(raw, buffer) {
        Decoded::Changed => buffer,
        Decoded::Same | Decoded::Invalid => raw,
    }
}

#[cfg(test)]
mod tests;
