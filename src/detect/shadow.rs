//! What base64 spells that its decoding does not show.
//!
//! Where texts of base64 stand one behind the other, the second can begin in the middle of a group
//! of four characters: then the whole is still base64, but decodes to something else from there on.
//! The text as it is written shows what is known in it; once the whole is written anew as one layer,
//! that would be covered and not replaced.

use std::borrow::Cow;
use std::ops::Range;

use crate::detect::examiner::Examiner;
use crate::detect::{Codec, Finding, Form, What};

impl Examiner<'_> {
    /// Adds to what was found in a layer since `mark` the bytes that are written as something known,
    /// where they do not say it.
    pub(crate) fn find_shadows(&mut self, mark: usize, codec: Codec, raw: &[u8], decoded: &[u8]) {
        let (Some(known), Codec::Base64 | Codec::Base64Url) = (self.known, codec) else { return };
        // Ascending and apart from each other.
        self.findings.settle(mark);
        let found = self.findings.since(mark).iter().filter(|found| !found.is_seed());
        let found: Vec<Range<usize>> = found.map(|found| found.span.clone()).collect();
        if found.is_empty() {
            return;
        }
        let (location, layer) = (self.location, self.layer);
        let mut shadows = Vec::new();
        known.find(&tight(raw), &mut |span, secret, _| {
            // Four characters are three bytes; what is written here says all bytes of `said`.
            let said = (span.start * 3).div_ceil(4)..span.end * 3 / 4;
            // Credentials are known as a whole, and what they say is found in them: in the first of
            // what ends behind their start, or in the next, if that begins before them.
            let first = found.partition_point(|found| found.end <= said.start);
            let is_seen = |found: &Range<usize>| holds(found, &said) || holds(&said, found);
            if !found[first..].iter().take(2).any(is_seen) {
                let span = span.start * 3 / 4..(span.end * 3).div_ceil(4).min(decoded.len());
                let what = What::Known { secret, form: Form::Plain, rule: None };
                shadows.push(Finding { span, location, layer, what });
            }
        });
        for shadow in shadows {
            self.findings.push(shadow);
        }
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Base64 without the white space in it.
fn tight(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.iter().any(u8::is_ascii_whitespace) {
        raw.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
    } else {
        Cow::Borrowed(raw)
    }
}

#[cfg(test)]
mod tests;
