//! Personal data by its own shape: e-mail, phone, payment card, IBAN, national ids, dates of
//! birth, addresses of clients, MAC addresses, coordinates.
//!
//! Every text of a capture comes by here, megabytes of scripts included, so nothing is searched
//! for byte by byte: `scout` marks the few blocks whose digits, dots or colons could be part
//! of something personal, and only there are the shapes tried. A shape that is weak on its own
//! (nine digits) counts only in *context*: under a telling name, or after a telling label.
//!
//! Values that only their name makes personal (`firstName`, `lat`, `cvc`) belong to the name
//! rules.

mod card;
mod check;
mod context;
mod email;
mod geo;
mod iban;
mod ip;
mod mac;
mod national_id;
mod phone;
mod rule;
mod scout;
mod shape;

use std::ops::Range;

use crate::detect::{Level, Place, Policy, Rule};
use context::Context;
pub use rule::PersonalRule;
use scout::Digits;

/// Takes what a rule found.
type Hit<'h> = dyn FnMut(Range<usize>, Rule) + 'h;

/// The compiled rules for personal data.
#[derive(Debug, Default)]
pub struct PersonalRules {
    active: bool,
}

impl PersonalRules {
    /// The rules that this policy asks for; none at [`Level::Minimal`].
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { active: policy.level > Level::Minimal }
    }

    /// Reports e-mail addresses in the text that a picture or a film carries with it.
    pub fn find_in_media(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
        if self.active {
            email::find(text, hit);
        }
    }

    /// Reports personal data in `text`, which stands under `name` (may be empty) at `place`.
    pub fn find(
        &self,
        text: &[u8],
        name: &[u8],
        place: Place,
        hit: &mut dyn FnMut(Range<usize>, Rule),
    ) {
        if !self.active {
            return;
        }
        // A number means the same in every place; its name and label tell more.
        let _ = place;
        let context = Context::new(text, name);
        email::find(text, hit);
        geo::find(&context, hit);
        ip::find_named(&context, hit);
        find_in_blocks(&context, hit);
    }
}

/// Every rule for personal data, for `unharm rules`.
pub fn rules() -> impl Iterator<Item = &'static PersonalRule> {
    [&email::RULE, &phone::RULE, &card::RULE, &iban::RULE, &ip::RULE, &mac::RULE, &geo::RULE]
        .into_iter()
        .chain(national_id::NATIONAL_IDS.iter().map(|id| &id.rule))
}

/// Tries the shapes in the blocks that the scout marks, each start of a word once.
fn find_in_blocks(context: &Context<'_>, hit: &mut Hit<'_>) {
    let (mut numbers_from, mut dots_from, mut colons_from) = (0, 0, 0);
    scout::blocks(context.text, |block, marks| {
        if let Some(digits) = marks.numbers {
            numbers_from = find_numbers(context, numbers_from, &block, digits, hit);
        }
        if marks.dots {
            dots_from = ip::find_v4(context, dots_from.max(block.start), block.end, hit);
        }
        if marks.colons {
            let from = colons_from.max(block.start);
            colons_from = find_colons(context, from, block.end, hit);
        }
    });
}

/// Numbers of people that begin in a block, from `from` on; returns where the last of them ends.
fn find_numbers(
    context: &Context<'_>,
    from: usize,
    block: &Range<usize>,
    digits: Digits,
    hit: &mut Hit<'_>,
) -> usize {
    let mut at = from.max(block.start);
    while at < block.end
        && let Some(segment) = digits.segment(at - block.start)
    {
        let end = block.end.min(block.start + segment.end);
        at = find_in_segment(context, block.start + segment.start..end, hit).max(end);
    }
    at
}

/// Numbers of people that begin within bytes that all can be part of one; returns where the last
/// of them ends.
fn find_in_segment(context: &Context<'_>, segment: Range<usize>, hit: &mut Hit<'_>) -> usize {
    let text = context.text;
    let mut at = segment.start;
    while at < segment.end {
        let byte = text[at];
        if !(byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'(') {
            at += 1;
            continue;
        }
        let found = shape::may_be_number(&text[at..]).then(|| number_at(context, at)).flatten();
        if let Some((span, rule)) = found {
            at = span.end;
            hit(span, rule);
        } else {
            at += shape::word_len(&text[at..segment.end]).max(1);
        }
    }
    at
}

/// The number of a person that begins exactly at `at`.
fn number_at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let first = context.text[at];
    if first.is_ascii_digit() {
        card::at(context, at)
            .or_else(|| national_id::at(context, at))
            .or_else(|| phone::national_at(context, at))
    } else if first == b'+' {
        phone::international_at(context, at)
    } else if first == b'(' {
        phone::national_at(context, at)
    } else {
        iban::at(context.text, at).or_else(|| national_id::at(context, at))
    }
}

/// MAC and IPv6 addresses that begin in `from..to`; returns where to go on.
fn find_colons(context: &Context<'_>, from: usize, to: usize, hit: &mut Hit<'_>) -> usize {
    let text = context.text;
    let mut at = from;
    while at < to {
        let len = text[at..].iter().take_while(|b| mac::is_part(**b)).count();
        if len > 0 && (at == 0 || !mac::is_part(text[at - 1])) {
            let word = at..at + len;
            mac::find_in(context, word.clone(), hit);
            ip::find_v6_in(context, word, hit);
        }
        at += len.max(1);
    }
    at
}

#[cfg(test)]
mod tests;
