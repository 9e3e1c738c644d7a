//! What was found in strings that stand in many places: each request repeats the credentials of its
//! session.
//!
//! The same bytes under the same name in the same place give the same findings
//! ([`Memo`](crate::detect::memo::Memo)), which are copied to where they stand again.

use std::ops::Range;

use crate::detect::Findings;

/// What one examiner has found in short strings and in items of lists, as far as its table holds it.
pub(crate) struct Repeats {
    /// At the place of its lowest bits, the hash of what was met last; 0 where there is none.
    hashes: Box<[u64]>,
    /// What was found there, if [`NOTED`] says that it was noted.
    repeats: Box<[Repeat]>,
    /// All that was noted, with spans from the start of its string on.
    findings: Findings,
}

/// What was found in one string, or in one item.
#[derive(Clone, Default)]
struct Repeat {
    layer: &'static str,
    findings: Range<usize>,
    /// Whether no text stands in it that is written in another way.
    is_flat: bool,
}

/// The bit of a hash that says that its findings were noted: what is met once is not noted yet.
const NOTED: u64 = 1 << 62;

/// How many strings are noted.
const PLACES: usize = 2048;

/// How many findings are noted until all are forgotten, and how many bytes they hold: a megabyte.
const FINDINGS_MAX: usize = 1 << 13;
const BYTES_MAX: usize = 1 << 18;

/// What holds a larger share of that is not noted.
const SHARE: usize = 256;

impl Default for Repeats {
    fn default() -> Self {
        let (hashes, repeats) = (vec![0; PLACES].into(), vec![Repeat::default(); PLACES].into());
        Self { hashes, repeats, findings: Findings::default() }
    }
}

impl Repeats {
    /// Appends to `found` what was found in the string of this hash in this layer, which now stands at
    /// `start`; whether it is flat, if it was noted.
    pub(crate) fn take(
        &self,
        (hash, layer): (u64, &'static str),
        start: usize,
        found: &mut Findings,
    ) -> Option<bool> {
        let place = place(hash);
        let repeat = (self.hashes[place] == hash | NOTED).then(|| &self.repeats[place]);
        let repeat = repeat.filter(|repeat| repeat.layer == layer)?;
        let level = self.findings.inside(&repeat.findings);
        found.append(&self.findings, level, &|at| start + at);
        Some(repeat.is_flat)
    }

    /// Notes what was found since `mark` in the string of this hash, which stands at `span` in this
    /// layer, when it is met for the second time.
    pub(crate) fn note(
        &mut self,
        (hash, layer): (u64, &'static str),
        (found, mark): (&Findings, usize),
        span: &Range<usize>,
        is_flat: bool,
    ) {
        let place = place(hash);
        let is_second = self.hashes[place] & !NOTED == hash;
        self.hashes[place] = hash;
        let own = found.since(mark);
        let stands_in = |inner: &Range<usize>| span.start <= inner.start && inner.end <= span.end;
        if !is_second || !own.iter().all(|finding| stands_in(&finding.span)) {
            return;
        }
        let ([count, bytes], [all, held]) = (found.size_of(own), self.findings.size());
        if count > FINDINGS_MAX / SHARE || bytes > BYTES_MAX / SHARE {
            return;
        }
        if all + count > FINDINGS_MAX || held + bytes > BYTES_MAX {
            self.hashes.fill(0);
            self.findings.clear();
        }
        self.findings.append(found, own, &|at| at - span.start);
        self.repeats[place] = Repeat { layer, findings: self.findings.shelve(0), is_flat };
        self.hashes[place] = hash | NOTED;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest bits are the place")]
fn place(hash: u64) -> usize {
    hash as usize % PLACES
}

#[cfg(test)]
mod tests {
    use crate::detect::repeat::{BYTES_MAX, FINDINGS_MAX, PLACES, Repeats, SHARE};
    use crate::detect::{Finding, Findings, Form, Kind, Rule, What};
    use crate::har::Location;

    const RULE: Rule = Rule { id: "name/x", kind: Kind("x") };
    const HASH: u64 = 1 << 63 | 7;

    /// So many secrets of so many bytes, one behind the other from 10 on.
    fn found(count: usize, bytes: usize) -> Findings {
        let mut findings = Findings::default();
        for at in 0..count {
            let value = findings.keep(&vec![b'x'; bytes]);
            let what = What::Secret { rule: RULE, value, form: Form::Plain };
            let span = 10 + at * bytes..10 + (at + 1) * bytes;
            findings.push(Finding { span, location: Location::Entry, layer: "", what });
        }
        findings
    }

    /// Where the first finding stands that is noted of this hash, in a string at 100.
    fn first(repeats: &Repeats, hash: u64, layer: &'static str) -> Option<usize> {
        let mut found = Findings::default();
        repeats.take((hash, layer), 100, &mut found)?;
        Some(found.top()[0].span.start)
    }

    #[test]
    fn what_is_met_twice_is_noted_if_it_is_short() {
        let (count_max, bytes_max) = (FINDINGS_MAX / SHARE, BYTES_MAX / SHARE);
        for (count, bytes, expected) in [
            (1, 8, true),
            (count_max, 8, true),
            (count_max + 1, 8, false),
            (1, bytes_max, true),
            (1, bytes_max + 1, false),
            (2, bytes_max / 2 + 1, false),
        ] {
            let (mut repeats, findings) = (Repeats::default(), found(count, bytes));
            for is_noted in [false, expected, expected] {
                let span = 8..10 + count * bytes;
                repeats.note((HASH, "json"), (&findings, 0), &span, false);
                let noted = first(&repeats, HASH, "json");
                assert_eq!(noted, is_noted.then_some(102), "{count} {bytes}");
                assert_eq!(first(&repeats, HASH, "form"), None);
            }
            // It gives way to what has the same place.
            repeats.note((HASH + PLACES as u64, ""), (&found(1, 8), 0), &(10..18), true);
            assert_eq!(first(&repeats, HASH, "json"), None);
        }
    }

    #[test]
    fn what_stands_outside_is_not_noted() {
        let (mut repeats, findings) = (Repeats::default(), found(2, 8));
        for (mark, span, expected) in [(0, 10..25, None), (1, 18..26, Some(100))] {
            for _ in 0..2 {
                repeats.note((HASH, ""), (&findings, mark), &span, true);
            }
            assert_eq!(first(&repeats, HASH, ""), expected);
        }
    }

    #[test]
    fn all_is_forgotten_before_it_is_too_much() {
        let (mut repeats, findings) = (Repeats::default(), found(1, BYTES_MAX / SHARE));
        let noted = |repeats: &Repeats| {
            (0..SHARE as u64 + 1).filter(|at| first(repeats, HASH + at, "").is_some()).count()
        };
        for (at, expected) in (0..=SHARE as u64).zip((1..=SHARE).chain([1])) {
            for _ in 0..2 {
                repeats.note((HASH + at, ""), (&findings, 0), &(10..1 << 20), true);
            }
            let [_, held] = repeats.findings.size();
            assert!(held <= BYTES_MAX);
            assert_eq!(noted(&repeats), expected);
        }
    }
}
