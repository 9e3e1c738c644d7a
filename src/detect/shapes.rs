//! Brings texts before the rules that look at shapes alone: format rules, personal rules, hosts,
//! the user's patterns, the sweep.

use std::ops::Range;

use crate::detect::examiner::Examiner;
use crate::detect::finding::Written;
use crate::detect::layer::{Hint, is_media};
use crate::detect::run::{self, Escape};
use crate::detect::{Codec, Field, Form, Level, Place, Reading, Rule, What, host};
use crate::har::Location;

/// How often what is hidden by a secret that may not be replaced is searched again, without its first
/// byte and without its last, in each of which another may hide more: with no end a page could make
/// that the square of its length.
const REFUSED_MAX: usize = 4;

/// What a rule for shapes has found.
pub(crate) struct Hit {
    span: Range<usize>,
    rule: Rule,
    /// What has to be asked before it counts.
    provided: Provided,
}

/// What a hit depends on.
#[derive(Clone, Copy)]
enum Provided {
    Nothing,
    /// That the user keeps no such value.
    NotKept,
    /// That it stands in this location.
    At(Location),
}

impl Examiner<'_> {
    /// Applies what looks at shapes alone: format rules, personal rules, the sweep. `admit` says
    /// where in the text a hit may be replaced, and how.
    pub(crate) fn shapes(
        &mut self,
        text: &[u8],
        hint: &Hint<'_>,
        admit: &mut dyn FnMut(Range<usize>) -> Option<(Range<usize>, Form)>,
    ) {
        let base = self.base.take();
        let mut hits = std::mem::take(&mut self.hits);
        if self.rules {
            self.find_shapes(text, hint, &mut hits);
        }
        for hit in hits.drain(..) {
            let Some((span, form)) = admit(hit.span.clone()) else { continue };
            self.locate(base, span.start);
            if self.counts(&hit, text) {
                self.shape(text, hint, span, hit.rule, form);
            }
        }
        self.hits = hits;
        self.known_shapes(text, base, admit);
        if !self.flat {
            self.runs(&run::REFERENCE, text, hint, admit);
        }
        self.base = base;
    }

    /// Finds what is known in a text. What may not be replaced, since it reaches over a quote, hides
    /// what stands in it, which is searched again.
    fn known_shapes(
        &mut self,
        text: &[u8],
        base: Option<usize>,
        admit: &mut dyn FnMut(Range<usize>) -> Option<(Range<usize>, Form)>,
    ) {
        let Some(known) = self.known else { return };
        let (mut refused, mut next) = (Vec::new(), Some((0..text.len(), 0)));
        while let Some((part, depth)) = next {
            known.find(&text[part.clone()], &mut |span, secret, form| {
                let span = part.start + span.start..part.start + span.end;
                let Some((at, admitted)) = admit(span.clone()) else {
                    if depth < REFUSED_MAX {
                        refused.push((span.start + 1..span.end, depth + 1));
                        refused.push((span.start..span.end - 1, depth + 1));
                    }
                    return;
                };
                let form = if admitted == Form::Plain { form } else { admitted };
                self.locate(base, at.start);
                self.push(at, What::Known { secret, form, rule: None });
            });
            next = refused.pop();
        }
    }

    /// Examines the runs of escaped characters in a text.
    fn runs(
        &mut self,
        escape: &Escape,
        text: &[u8],
        hint: &Hint<'_>,
        admit: &mut dyn FnMut(Range<usize>) -> Option<(Range<usize>, Form)>,
    ) {
        let mut from = 0;
        while let Some(run) = escape.run(text, from) {
            from = run.end;
            self.inner += 1;
            if let Some((span, Form::Plain)) = admit(run) {
                let field = Field::new(&b""[..], span, escape.codec, Place::Text);
                self.field(text, field, hint);
            }
        }
    }

    fn find_shapes(&self, text: &[u8], hint: &Hint<'_>, hits: &mut Vec<Hit>) {
        let detector = self.detector;
        let mut hit = |span, rule, provided| hits.push(Hit { span, rule, provided });
        detector.formats.find(text, &mut |span, rule| hit(span, rule, Provided::Nothing));
        let mut personal = |span, rule| hit(span, rule, Provided::NotKept);
        if is_media(text, hint.mime) {
            detector.personal.find_in_media(text, &mut personal);
        } else {
            detector.personal.find(text, hint.name, hint.place, &mut personal);
        }
        if detector.level == Level::Public {
            host::find(text, &mut |span, rule| hit(span, rule, Provided::NotKept));
        }
        detector.user.find(text, &mut |span, rule| {
            hit(span, rule.rule, rule.location.map_or(Provided::Nothing, Provided::At));
        });
    }

    /// Notes the location of what stands at `at` in a text that begins at `base` in the capture.
    fn locate(&mut self, base: Option<usize>, at: usize) {
        let Some(base) = base else { return };
        let after = self.places.partition_point(|(start, _)| *start <= base + at);
        if let Some(before) = after.checked_sub(1) {
            self.location = self.places[before].1;
        }
    }

    fn counts(&self, hit: &Hit, text: &[u8]) -> bool {
        match hit.provided {
            Provided::Nothing => true,
            Provided::At(location) => location == self.location,
            Provided::NotKept => !self.detector.user.keeps(&text[hit.span.clone()], self.location),
        }
    }

    fn shape(&mut self, text: &[u8], hint: &Hint<'_>, span: Range<usize>, rule: Rule, form: Form) {
        let value = &text[span.clone()];
        let mark = self.findings.mark();
        self.secret(value, hint, Reading::Plain, rule, form);
        self.findings.close(
            mark,
            Written { codec: Codec::Raw, raw: value, decoded: value, start: span.start },
        );
    }

    /// Examines the shapes of a text whose structure says nothing, unless they were `seen`.
    pub(crate) fn shapes_of_text(&mut self, text: &[u8], hint: &Hint<'_>, seen: bool) {
        if !seen {
            self.shapes(text, hint, &mut |span| Some((span, Form::Plain)));
            if self.flat {
                return;
            }
            self.runs(&run::UNICODE, text, hint, &mut |span| Some((span, Form::Plain)));
        } else if self.rules && !hint.name.is_empty() && text.len() <= 256 && has_figure(text) {
            let mut hits = std::mem::take(&mut self.hits);
            self.detector.personal.find(text, hint.name, hint.place, &mut |span, rule| {
                hits.push(Hit { span, rule, provided: Provided::NotKept });
            });
            for hit in hits.drain(..) {
                if self.counts(&hit, text) {
                    self.secret_at(text, hit.span, hit.rule, Form::Plain);
                }
            }
            self.hits = hits;
        }
    }
}

/// What a name tells of a shape is always of digits, or of the colons of an address: a number, an
/// IP address, a date.
fn has_figure(text: &[u8]) -> bool {
    text.iter().any(|byte| byte.is_ascii_digit() || *byte == b':')
}
