//! Personal data by its own shape: e-mail with the name before it, phone, payment card, IBAN,
//! national ids, dates of birth, addresses of clients, MAC addresses, coordinates.
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
mod mailbox;
mod national_id;
mod phone;
mod rule;
mod scout;
mod shape;

use std::ops::Range;

use crate::detect::{Level, Place, Policy, Rule};
use context::Context;
pub(crate) use email::is_robot;
pub(super) use mailbox::is_of_organisation;
pub use rule::PersonalRule;
use scout::Starts;

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
        geo::find(&context, hit);
        ip::find_named(&context, hit);
        find_in_blocks(&context, hit);
    }
}

/// Every rule for personal data, for `unharm rules`.
pub fn rules() -> impl Iterator<Item = &'static PersonalRule> {
    [
        &email::RULE,
        &mailbox::RULE,
        &phone::RULE,
        &card::RULE,
        &iban::RULE,
        &ip::RULE,
        &mac::RULE,
        &geo::RULE,
    ]
    .into_iter()
    .chain(national_id::NATIONAL_IDS.iter().map(|id| &id.rule))
}

/// Tries the shapes in the blocks that the scout marks, each start of a word once.
fn find_in_blocks(context: &Context<'_>, hit: &mut Hit<'_>) {
    let mut from = 0;
    scout::blocks(context.text, |block, marks| {
        if let Some(digits) = marks.numbers {
            let starts = Starts::of(context.text, block.start, digits);
            from = find_numbers(context, from, &block, starts, hit);
        }
        each(marks.dots, block.start, |at| ip::find_v4(context, at, hit));
        each(marks.colons, block.start, |at| find_colons(context, at, hit));
        each(marks.at, block.start, |at| find_at(context.text, at, hit));
    });
}

/// Calls `find` for each place that a bit stands for.
fn each(mut bits: u64, start: usize, mut find: impl FnMut(usize)) {
    while bits != 0 {
        find(start + bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// Numbers of people that begin in a block, from `from` on; returns where the last of them ends.
fn find_numbers(
    context: &Context<'_>,
    from: usize,
    block: &Range<usize>,
    starts: Starts,
    hit: &mut Hit<'_>,
) -> usize {
    let mut at = from.max(block.start);
    while at < block.end
        && let Some(start) = starts.next(at - block.start)
    {
        let start = block.start + start;
        at = start + 1;
        if let Some((span, rule)) = number_at(context, start) {
            at = span.end;
            hit(span, rule);
        }
    }
    at
}

/// What belongs to the `@` or `%` at `at`.
fn find_at(text: &[u8], at: usize, hit: &mut Hit<'_>) {
    email::find_at(text, at, &mut |span, rule| {
        mailbox::find(text, &span, hit);
        hit(span, rule);
    });
    geo::find_at(text, at, hit);
}

/// The number of a person that begins exactly at `at`.
fn number_at(context: &Context<'_>, at: usize) -> Option<(Range<usize>, Rule)> {
    let first = context.text[at];
    if first != b'+' && !shape::begins_at(context.text, at) {
        None
    } else if first.is_ascii_digit() {
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

/// The MAC or IPv6 address that begins with the run of its bytes at `at`.
fn find_colons(context: &Context<'_>, at: usize, hit: &mut Hit<'_>) {
    let len = context.text[at..].iter().take_while(|byte| mac::is_part(**byte)).count();
    mac::find_in(context, at..at + len, hit);
    ip::find_v6_in(context, at..at + len, hit);
}

#[cfg(test)]
mod tests;
