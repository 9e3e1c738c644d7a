//! What was found in one text, as a tree: a finding in a layer that had to be decoded stands below
//! the place where that layer stands.

use std::fmt;
use std::ops::Range;

use crate::detect::{Codec, Rule};
use crate::har::Location;

/// One place where a rule holds.
#[derive(Clone)]
pub struct Finding {
    /// Where it stands in its text: the text that was examined, or the one of the [`What::Inner`]
    /// above it.
    pub span: Range<usize>,
    /// Where in the capture.
    pub location: Location,
    /// The innermost layer it was found in: `json`, `form`, `cookie`.
    pub layer: &'static str,
    /// What it is.
    pub what: What,
}

impl Finding {
    /// Whether it only names a value, and is not replaced itself.
    #[must_use]
    pub fn is_seed(&self) -> bool {
        matches!(self.what, What::Seed { .. })
    }

    pub(crate) fn is_layer(&self) -> bool {
        matches!(self.what, What::Inner { .. })
    }
}

/// What a finding is.
#[derive(Clone)]
pub enum What {
    /// A secret value, to be replaced.
    Secret {
        /// The rule that holds.
        rule: Rule,
        /// The decoded value, in the findings' own bytes.
        value: Range<usize>,
        /// How its stand-in must be written.
        form: Form,
    },
    /// A secret value that is not replaced where it stands, since something around it is.
    Seed {
        /// The rule that holds.
        rule: Rule,
        /// The decoded value, in the findings' own bytes.
        value: Range<usize>,
    },
    /// A secret that is known by its number.
    Known {
        /// Its number.
        secret: u32,
        /// How its stand-in must be written.
        form: Form,
        /// The rule that an earlier pass has found it by in this place; `None` where the sweep has.
        rule: Option<Rule>,
    },
    /// A layer that holds findings and has to be written anew.
    Inner {
        /// How the layer is written.
        codec: Codec,
        /// The decoded text, in the findings' own bytes.
        text: Range<usize>,
        /// The findings in it.
        findings: Range<usize>,
    },
}

/// How a stand-in must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it is.
    Plain,
    /// In quotes, since it takes the place of a JSON number.
    Quoted,
    /// In the alphabet of base64, with the length of what it replaces modulo 4.
    Base64,
    /// In exactly the bytes of what it replaces, since a length is written somewhere.
    Fixed,
}

/// All findings of one text.
#[derive(Default)]
pub struct Findings {
    open: Vec<Finding>,
    closed: Vec<Finding>,
    bytes: Vec<u8>,
    /// Where the findings stand that are moved out of a layer.
    spans: Vec<Range<usize>>,
}

impl Findings {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The findings of the text itself, ascending and without overlaps; seeds among them.
    #[must_use]
    pub fn top(&self) -> &[Finding] {
        &self.open
    }

    /// The findings inside a layer.
    #[must_use]
    pub fn inside(&self, findings: &Range<usize>) -> &[Finding] {
        &self.closed[findings.clone()]
    }

    /// The bytes of a value or of a decoded text.
    #[must_use]
    pub fn bytes(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }

    /// Forgets everything and keeps the buffers.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.closed.clear();
        self.bytes.clear();
    }

    /// How many findings are open: the level that [`Findings::close`] closes.
    pub(crate) fn mark(&self) -> usize {
        self.open.len()
    }

    /// What was found since `mark`.
    pub(crate) fn since(&self, mark: usize) -> &[Finding] {
        &self.open[mark..]
    }

    /// Whether all that was found since `mark` stands in something that was `told`.
    pub(crate) fn is_told(&self, told: &[Finding], mark: usize) -> bool {
        let stands = |found: &Finding| relation(found, told, &self.closed) == Relation::Inside;
        self.open[mark..].iter().all(stands)
    }

    /// Takes what was `told` into what was found, in the place of all that stands in it; `false`, and
    /// nothing that can be used, if something else overlaps it.
    pub(crate) fn adopt(&mut self, told: &[Finding]) -> bool {
        let Self { open, closed, .. } = self;
        let mut crosses = false;
        open.retain(|found| {
            let relation = relation(found, told, closed);
            crosses |= relation == Relation::Crossing;
            relation == Relation::Apart
        });
        let is_sorted = open.is_empty() || told.is_empty();
        open.extend_from_slice(told);
        if !is_sorted {
            open.sort_by_key(|finding| finding.span.start);
        }
        !crosses
    }

    /// Appends a level of other findings, each where `moved` says.
    pub(crate) fn append(
        &mut self,
        other: &Self,
        level: &[Finding],
        moved: &dyn Fn(usize) -> usize,
    ) {
        for finding in level {
            let what = match &finding.what {
                What::Secret { rule, value, form } => {
                    let value = self.keep(other.bytes(value));
                    What::Secret { rule: *rule, value, form: *form }
                }
                What::Seed { rule, value } => {
                    What::Seed { rule: *rule, value: self.keep(other.bytes(value)) }
                }
                What::Known { .. } => finding.what.clone(),
                What::Inner { codec, text, findings } => {
                    let mark = self.mark();
                    self.append(other, other.inside(findings), &|at| at);
                    self.layer(*codec, other.bytes(text), mark)
                }
            };
            let span = moved(finding.span.start)..moved(finding.span.end);
            self.open.push(Finding { span, what, ..finding.clone() });
        }
    }

    /// Closes the level of what was found since `mark`, which stands in a layer that says `text`.
    pub(crate) fn layer(&mut self, codec: Codec, text: &[u8], mark: usize) -> What {
        What::Inner { codec, text: self.keep(text), findings: self.shelve(mark) }
    }

    /// Puts what was found since `mark` away, where [`Findings::inside`] shows it.
    pub(crate) fn shelve(&mut self, mark: usize) -> Range<usize> {
        let start = self.closed.len();
        self.closed.extend(self.open.drain(mark..));
        start..self.closed.len()
    }

    /// How many findings there are in all levels, and how many bytes they hold.
    pub(crate) fn size(&self) -> [usize; 2] {
        [self.open.len() + self.closed.len(), self.bytes.len()]
    }

    /// The same of one level and those below it.
    pub(crate) fn size_of(&self, level: &[Finding]) -> [usize; 2] {
        level.iter().fold([0, 0], |[count, bytes], finding| {
            let [inside, own] = match &finding.what {
                What::Secret { value, .. } | What::Seed { value, .. } => [0, value.len()],
                What::Known { .. } => [0, 0],
                What::Inner { text, findings, .. } => {
                    let [inside, held] = self.size_of(self.inside(findings));
                    [inside, held + text.len()]
                }
            };
            [count + inside + 1, bytes + own]
        })
    }

    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.open.push(finding);
    }

    /// Forgets what was found since `mark`: it is looked for again.
    pub(crate) fn reopen(&mut self, mark: usize) {
        self.open.truncate(mark);
    }

    /// Moves what was found since `mark` to the right: it was found in a piece of the text.
    pub(crate) fn shift(&mut self, mark: usize, by: usize) {
        for finding in &mut self.open[mark..] {
            finding.span.start += by;
            finding.span.end += by;
        }
    }

    /// Turns what was found since `mark` into seeds.
    pub(crate) fn seed(&mut self, mark: usize) {
        let found: Vec<Finding> = self.open.drain(mark..).collect();
        for finding in found {
            seeds_of(finding, &self.closed, &mut self.open);
        }
    }

    /// Orders what was found since `mark` and resolves overlaps: the larger span wins, the other
    /// becomes a seed; spans that overlap in part become one.
    pub(crate) fn settle(&mut self, mark: usize) {
        let level = &mut self.open[mark..];
        if level.len() < 2 {
            return;
        }
        level.sort_by_key(order);
        let mut last: Option<usize> = None;
        let mut dropped = Vec::new();
        for at in mark..self.open.len() {
            if self.open[at].is_seed() {
                continue;
            }
            match last {
                Some(before) if self.open[at].span.start < self.open[before].span.end => {
                    self.absorb(before, at);
                    dropped.push(at);
                }
                _ => last = Some(at),
            }
        }
        self.drop_into_seeds(&dropped);
    }

    fn drop_into_seeds(&mut self, dropped: &[usize]) {
        let Some(&first) = dropped.first() else { return };
        let tail: Vec<Finding> = self.open.drain(first..).collect();
        let mut seeds = Vec::new();
        let mut dropped = dropped.iter().map(|at| at - first).peekable();
        for (at, finding) in tail.into_iter().enumerate() {
            if dropped.next_if_eq(&at).is_some() {
                seeds_of(finding, &self.closed, &mut seeds);
            } else {
                self.open.push(finding);
            }
        }
        self.open.extend(seeds);
    }

    /// Of two findings that overlap, the first takes the place of both; a layer gives way to a
    /// value where they overlap in part, since it cannot be widened.
    fn absorb(&mut self, before: usize, at: usize) {
        let end = self.open[at].span.end;
        if end <= self.open[before].span.end {
            return;
        }
        if matches!(self.open[before].what, What::Inner { .. }) {
            let (left, right) = self.open.split_at_mut(at);
            std::mem::swap(&mut left[before].what, &mut right[0].what);
        }
        self.open[before].span.end = end;
    }

    /// Closes the level of a layer: its findings move below one [`What::Inner`], or, where the
    /// layer is written character by character, up into the text around it.
    pub(crate) fn close(&mut self, mark: usize, layer: Written<'_>) {
        self.settle(mark);
        if self.open.len() == mark {
            return;
        }
        // A seed stands nowhere in particular: where its layer begins.
        for seed in self.open[mark..].iter_mut().filter(|f| f.is_seed()) {
            seed.span = layer.start..layer.start;
        }
        if layer.codec.is_charwise() {
            self.lift(mark, &layer);
        } else {
            self.wrap(mark, &layer);
        }
    }

    /// Moves findings up; one whose stand-in the layer has to encode gets an [`What::Inner`] of
    /// its own, so that nothing else in the layer is covered.
    fn lift(&mut self, mark: usize, layer: &Written<'_>) {
        let places = self.open[mark..].iter().filter(|f| !f.is_seed());
        let mut spans = std::mem::take(&mut self.spans);
        spans.extend(places.map(|f| f.span.clone()));
        layer.codec.locate(layer.raw, &mut spans);
        let mut moved = spans.drain(..);
        for at in mark..self.open.len() {
            if self.open[at].is_seed() {
                continue;
            }
            let span = moved.next().expect("because there is one for each");
            if layer.codec != Codec::Raw && !is_safe(&self.open[at]) {
                self.enclose(at, layer);
            }
            self.open[at].span = layer.start + span.start..layer.start + span.end;
        }
        drop(moved);
        self.spans = spans;
    }

    fn enclose(&mut self, at: usize, layer: &Written<'_>) {
        let text = self.keep(&layer.decoded[self.open[at].span.clone()]);
        let mut inner = self.open[at].clone();
        inner.span = 0..text.len();
        let findings = self.closed.len()..self.closed.len() + 1;
        self.closed.push(inner);
        self.open[at].what = What::Inner { codec: layer.codec, text, findings };
    }

    fn wrap(&mut self, mark: usize, layer: &Written<'_>) {
        let (seeds, inner): (Vec<_>, Vec<_>) = self.open.drain(mark..).partition(Finding::is_seed);
        self.open.extend(seeds);
        let Some(first) = inner.first() else { return };
        let (location, name, mark) = (first.location, first.layer, self.mark());
        self.open.extend(inner);
        let what = self.layer(layer.codec, layer.decoded, mark);
        let span = layer.start..layer.start + layer.raw.len();
        self.open.push(Finding { span, location, layer: name, what });
    }
}

/// How something that was found stands to what was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Apart,
    /// In something that is replaced: it is replaced with that.
    Inside,
    Crossing,
}

/// How `found` stands to what was `told`, which is ascending and without overlaps.
fn relation(found: &Finding, told: &[Finding], closed: &[Finding]) -> Relation {
    let next = told.partition_point(|told| told.span.end <= found.span.start);
    let Some(around) = told.get(next).filter(|told| told.span.start < found.span.end) else {
        return Relation::Apart;
    };
    let holds = around.span.start <= found.span.start && found.span.end <= around.span.end;
    let is_inside = match (&around.what, &found.what) {
        _ if !holds => false,
        (What::Inner { codec, text, findings: inside }, found_what) => {
            let inside = &closed[inside.clone()];
            let is_whole =
                matches!(inside, [only] if only.span == (0..text.len()) && !only.is_layer());
            let is_same = |other: &Codec, below: &Range<usize>| {
                around.span == found.span
                    && other == codec
                    && closed[below.clone()]
                        .iter()
                        .all(|found| relation(found, inside, closed) == Relation::Inside)
            };
            is_whole
                || matches!(found_what, What::Inner { codec, findings, .. } if is_same(codec, findings))
        }
        _ => true,
    };
    if is_inside { Relation::Inside } else { Relation::Crossing }
}

/// A layer as it is written in the text around it.
pub(crate) struct Written<'t> {
    pub(crate) codec: Codec,
    pub(crate) raw: &'t [u8],
    pub(crate) decoded: &'t [u8],
    /// Where `raw` starts in the text around it.
    pub(crate) start: usize,
}

/// By start, the longer first; a layer before a value of the same span, a value that a rule found
/// before one that is only known.
fn order(finding: &Finding) -> (usize, std::cmp::Reverse<usize>, u8) {
    let rank = match finding.what {
        What::Inner { .. } => 0,
        What::Secret { .. } => 1,
        What::Known { .. } => 2,
        What::Seed { .. } => 3,
    };
    (finding.span.start, std::cmp::Reverse(finding.span.end), rank)
}

/// The values of a finding that is not replaced itself, those of its layers included.
fn seeds_of(finding: Finding, closed: &[Finding], seeds: &mut Vec<Finding>) {
    match finding.what {
        What::Secret { rule, value, .. } => {
            seeds.push(Finding { what: What::Seed { rule, value }, ..finding });
        }
        What::Seed { .. } => seeds.push(finding),
        What::Inner { findings, .. } => {
            for inner in &closed[findings] {
                seeds_of(inner.clone(), closed, seeds);
            }
        }
        What::Known { .. } => {}
    }
}

/// Whether the stand-in can be written into any charwise layer as it is.
fn is_safe(finding: &Finding) -> bool {
    match finding.what {
        What::Secret { form, .. } | What::Known { form, .. } => {
            form != Form::Quoted && form != Form::Fixed
        }
        What::Seed { .. } => true,
        What::Inner { .. } => false,
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Finding");
        debug
            .field("span", &self.span)
            .field("location", &self.location)
            .field("layer", &self.layer);
        match &self.what {
            What::Secret { rule, .. } | What::Seed { rule, .. } => debug.field("rule", rule),
            What::Known { secret, .. } => debug.field("secret", secret),
            What::Inner { codec, .. } => debug.field("codec", codec),
        };
        debug.finish()
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.open).finish()
    }
}
