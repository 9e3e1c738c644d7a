//! Finds every known secret in a text, in every form that it can take
//! ([`crate::redact::encoding`]).
//!
//! Forms of 15 bytes and more are found by windows of 8 bytes at every eighth place, shorter ones
//! by windows of 5 at every fourth, which costs nothing when there are none; what a window
//! promises is then compared, and of a very long secret a part counts, too. A secret is stored
//! once, wiped at the end, and costs its length and some 600 bytes (the peak of a run grows by 1 to
//! 1.6 KB a secret, with all that is known of it): forty windows of 8 bytes, their buckets and 20 to 40 bits for each.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::redact::edge::{byte_behind, bytes_before};
use crate::redact::encoding::{COMMON_ROWS, Shape, TABLE, each_form};
use crate::redact::guard::may_travel;
use crate::redact::occurrence::{Agreed, Occurrence, Occurrences};
use crate::redact::rarity::Rarity;
use crate::redact::secret::SecretValue;
use crate::redact::window::{Entry, Found, SECRETS_MAX, Windows};

/// How a secret is written where the sweep found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it is, or in a form that a pseudonym may replace as it is (JSON, percent, HTML, hex).
    Plain,
    /// Inside base64 text: the replacement must be of its alphabet and keep the length modulo 4.
    Base64,
}

/// Searches for all known secrets at once.
#[derive(Default)]
pub struct Sweep {
    values: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
    long: Windows<8, 8>,
    short: Windows<5, 4>,
    reach: usize,
}

/// From this length on a form is looked for at every eighth place only.
const LONG_BYTES_MIN: usize = Windows::<8, 8>::FORM_BYTES_MIN;
/// Values from this length on count also inside a longer word.
const INSIDE_WORDS_BYTES_MIN: usize = 16;
/// The text is looked at in pieces that stay in the cache between the two kinds of windows.
const SEGMENT_BYTES: usize = 64 << 10;

impl Sweep {
    /// No form below this length is looked for.
    pub(crate) const FORM_BYTES_MIN: usize = Windows::<5, 4>::FORM_BYTES_MIN;

    /// So many secrets are too many.
    pub const SECRETS_MAX: usize = SECRETS_MAX;

    /// Builds the search for these secrets; a hit names a secret by its index, of equal ones by
    /// the first. Values that may not travel ([`may_travel`]) are left out.
    ///
    /// # Panics
    /// With 16 million secrets or more.
    #[must_use]
    pub fn new(secrets: &[&[u8]]) -> Self {
        Self::joined(secrets, &|first, second| {
            first();
            second();
        })
    }

    /// The same, in two halves that `join` may run at the same time.
    ///
    /// # Panics
    /// With 16 million secrets or more.
    #[must_use]
    pub fn joined(secrets: &[&[u8]], join: Join<'_>) -> Self {
        assert!(secrets.len() < SECRETS_MAX, "more secrets than an entry can name");
        let mut sweep = Self::default();
        sweep.values.reserve_exact(secrets.iter().map(|secret| secret.len()).sum());
        let (first, second) = secrets.split_at(secrets.len() / 2);
        let travel = |secrets: &[&[u8]]| -> Vec<bool> {
            secrets.iter().map(|secret| may_travel(secret)).collect()
        };
        let (first, second) = both(join, || travel(first), || travel(second));
        for (secret, travels) in secrets.iter().zip(first.into_iter().chain(second)) {
            if travels {
                sweep.values.extend_from_slice(secret);
            }
            sweep.ends.push(sweep.values.len());
        }
        let (mut long, short) = sweep.choose_windows(join);
        // Short secrets are few.
        sort(join, &mut long);
        let (long, short) = both(
            join,
            || Windows::new(long, |entries| sweep.order(entries)),
            || Windows::new(short, |entries| sweep.order(entries)),
        );
        let reach = long.offset_max().max(short.offset_max());
        Self { long, short, reach, ..sweep }
    }

    /// Reports every occurrence of a secret in `text`, in ascending order, without overlaps:
    /// occurrences that overlap are one, named after the longest of them.
    pub fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, u32, Form)) {
        let mut found = Occurrences::new(text.len());
        let mut form = Zeroizing::new(Vec::new());
        let mut start = 0;
        while start < text.len() {
            let end = text.len().min(start + SEGMENT_BYTES);
            let mut look = |at: usize, entries: &[Entry]| {
                self.verify((text, at), entries, &mut form, &mut found);
            };
            self.long.scan(text, start..end, &mut look);
            self.short.scan(text, start..end, &mut look);
            found.report(end.saturating_sub(self.reach), hit);
            start = end;
        }
        found.report(usize::MAX, hit);
    }

    /// How many of the secrets are not searched for, because they may not travel.
    #[must_use]
    pub fn left_out(&self) -> usize {
        (0..).zip(&self.ends).filter(|(secret, _)| self.value(*secret).is_empty()).count()
    }

    fn value(&self, secret: u32) -> &[u8] {
        let index = secret as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.values[start..self.ends[index]]
    }

    /// The windows by which each form is looked for, with their hashes.
    fn choose_windows(&self, join: Join<'_>) -> (Found, Found) {
        let count = u32::try_from(self.ends.len()).expect("because there are fewer secrets");
        let (first, second) = (0..count / 2, count / 2..count);
        let (mut rarity, other) =
            both(join, || self.rarity(first.clone()), || self.rarity(second.clone()));
        rarity.add(&other);
        drop(other);
        let (mut found, mut others) = both(
            join,
            || self.windows(first.clone(), &rarity),
            || self.windows(second.clone(), &rarity),
        );
        drop(rarity);
        append(&mut found.0, &mut others.0);
        append(&mut found.1, &mut others.1);
        found
    }

    /// How common the windows of some secrets are.
    fn rarity(&self, secrets: Range<u32>) -> Rarity {
        let mut rarity = Rarity::new(self.values.len().saturating_mul(3));
        // What many secrets share, some of many show.
        let step = (self.values.len() * COMMON_ROWS).div_ceil(2 * Rarity::SLOTS_MAX).max(1);
        // The forms behind these consist of the same windows, or of windows that are rare.
        self.each_form(secrets.step_by(step), COMMON_ROWS, &mut |_, _, form| {
            if form.len() >= LONG_BYTES_MIN {
                rarity.count::<8, 8>(form);
            } else {
                rarity.count::<5, 4>(form);
            }
        });
        rarity
    }

    fn windows(&self, secrets: Range<u32>, rarity: &Rarity) -> (Found, Found) {
        let (mut long, mut short) = (Vec::new(), Vec::new());
        self.each_form(secrets, TABLE.len(), &mut |secret, row, form| {
            if form.len() >= LONG_BYTES_MIN {
                long.extend(rarity.rarest::<8, 8>(form).map(|offset| {
                    Windows::<8, 8>::found(&form[offset..], Entry::new(secret, row, offset))
                }));
            } else {
                short.extend(rarity.rarest::<5, 4>(form).map(|offset| {
                    Windows::<5, 4>::found(&form[offset..], Entry::new(secret, row, offset))
                }));
            }
        });
        (long, short)
    }

    fn each_form(&self, secrets: impl Iterator<Item = u32>, rows: usize, visit: Visit<'_>) {
        for secret in secrets {
            let value = self.value(secret);
            if value.is_empty() {
                continue;
            }
            each_form(value, rows, Self::FORM_BYTES_MIN, &mut |row, form| {
                // A decoding of the value is another value, and may be too plain to travel.
                if row != DECODED || may_travel(form) {
                    visit(secret, row, form);
                }
            });
        }
    }

    /// Writes the form that an entry stands for.
    fn write(&self, entry: Entry, out: &mut Vec<u8>) {
        TABLE[usize::from(entry.row())].write(self.value(entry.secret()), out);
    }

    /// Adds the occurrences that the window at `at` promises; `form` is where forms are written.
    fn verify(
        &self,
        (text, at): (&[u8], usize),
        entries: &[Entry],
        form: &mut Vec<u8>,
        found: &mut Occurrences,
    ) {
        let group_max = if found.is_exhausted() { EXHAUSTED_GROUP_MAX } else { GROUP_MAX };
        if entries.len() <= group_max {
            for &entry in entries {
                let Some(start) = at.checked_sub(entry.offset()) else { continue };
                if found.is_inside(start, at, entry) {
                    continue;
                }
                let agreed = self.agree(&text[start..], entry, form);
                if found.counts(&agreed) {
                    let occurrence = self.occurrence(text, start, agreed.common, entry);
                    occurrence.into_iter().for_each(|one| found.add(one));
                }
            }
            return;
        }
        let mut rest = entries;
        while let Some(&first) = rest.first() {
            let key = |entry: Entry| (entry.offset(), any_case(entry));
            let (group, others) =
                rest.split_at(rest.partition_point(|&entry| key(entry) <= key(first)));
            if let Some(start) = at.checked_sub(first.offset()) {
                let is_new = |entry: &Entry| !found.is_inside(start, at, *entry);
                let new: Vec<Entry>;
                let mut group = group;
                if found.has_long() {
                    new = group.iter().copied().filter(is_new).collect();
                    group = &new;
                }
                let longest = self.longest((text, start), group, form, found);
                longest.into_iter().for_each(|one| found.add(one));
            }
            rest = others;
        }
    }

    /// The longest occurrence at `start` among entries in the order of their forms: the last form
    /// that is not above the text is it, or shares with it the only prefix that can be.
    fn longest(
        &self,
        (text, start): (&[u8], usize),
        entries: &[Entry],
        form: &mut Vec<u8>,
        found: &Occurrences,
    ) -> Option<Occurrence> {
        let mut len_max = text.len() - start;
        let mut entries = entries;
        loop {
            let tail = &text[start..start + len_max];
            let count = entries.partition_point(|&entry| {
                let agreed = self.agree(tail, entry, form);
                found.counts(&agreed);
                let Agreed { common, next } = agreed;
                next.is_none_or(|next| {
                    tail.get(common).is_some_and(|&byte| next < fold(byte, any_case(entry)))
                })
            });
            entries = &entries[..count];
            let &last = entries.last()?;
            let agreed = self.agree(tail, last, form);
            len_max = agreed.common;
            if found.counts(&agreed) {
                let occurrence = self.occurrence(text, start, len_max, last);
                if occurrence.is_some() {
                    return occurrence;
                }
                len_max -= 1;
            }
        }
    }

    /// How far a text agrees with the form of an entry. A long form is written no further than it
    /// agrees, or text that repeats itself would take the square of its length.
    fn agree(&self, text: &[u8], entry: Entry, form: &mut Vec<u8>) -> Agreed {
        let value = self.value(entry.secret());
        let mut size = PIECE_BYTES;
        loop {
            let end = piece_end(value, size);
            TABLE[usize::from(entry.row())].write(&value[..end], form);
            let is_whole = end == value.len();
            // What stands at the edge of a piece may be written in another way inside the whole.
            let sure = if is_whole { form.len() } else { form.len().saturating_sub(EDGE_BYTES) };
            let common = common(text, &form[..sure], any_case(entry));
            if common < sure || is_whole {
                return Agreed { common, next: form[..sure].get(common).copied() };
            }
            size = size.saturating_mul(4);
        }
    }

    /// What was found, unless it is a short value inside a longer word.
    fn occurrence(
        &self,
        text: &[u8],
        start: usize,
        len: usize,
        entry: Entry,
    ) -> Option<Occurrence> {
        let shape = TABLE[usize::from(entry.row())].shape;
        let value = self.value(entry.secret());
        let end = start + len;
        let stands_alone = || match shape {
            Shape::Base64(lead) => is_word_in_base64(text, start..end, lead, value),
            Shape::Plain | Shape::AnyCase => starts_word(text, start) && ends_word(text, end),
        };
        (value.len().min(len) >= INSIDE_WORDS_BYTES_MIN || stands_alone()).then_some(Occurrence {
            start,
            end,
            row: entry.row(),
            secret: entry.secret(),
        })
    }

    /// Sorts entries of one window so that [`Self::longest`] can search; of equal forms the one
    /// that names the hit stands last.
    fn order(&self, entries: &mut [Entry]) {
        if entries.len() > GROUP_MAX {
            entries.sort_by_cached_key(|&entry| {
                let mut form = Zeroizing::new(Vec::new());
                self.write(entry, &mut form);
                let name = Reverse((entry.row(), entry.secret()));
                (entry.offset(), any_case(entry), SecretValue::new(&form), name)
            });
        }
    }
}

impl fmt::Debug for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sweep").field("secrets", &self.ends.len()).finish_non_exhaustive()
    }
}

/// Takes a secret's number, the row of a form, and the form.
type Visit<'v> = &'v mut dyn FnMut(u32, u8, &[u8]);

/// Runs two jobs and returns when both are done.
pub type Join<'j> = &'j (dyn Fn(Job<'_>, Job<'_>) + Sync);

/// What [`Join`] runs once.
pub type Job<'a> = &'a mut (dyn FnMut() + Send);

/// The results of two jobs.
fn both<A: Send, B: Send>(
    join: Join<'_>,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    let (mut first, mut second) = (Some(first), Some(second));
    let (mut a, mut b) = (None, None);
    join(&mut || a = first.take().map(|job| job()), &mut || b = second.take().map(|job| job()));
    a.zip(b).expect("because both jobs have run")
}

/// Sorts the windows in two halves, where they are.
fn sort(join: Join<'_>, found: &mut Found) {
    let middle = found.len() / 2;
    if middle > 0 {
        found.select_nth_unstable(middle);
    }
    let (low, high) = found.split_at_mut(middle);
    both(join, || low.sort_unstable(), || high.sort_unstable());
}

/// Appends `more` piece by piece, so that no more than a piece of it is there twice.
fn append(all: &mut Found, more: &mut Found) {
    const PIECE: usize = 1 << 16;
    all.reserve_exact(more.len());
    while !more.is_empty() {
        all.extend(more.drain(more.len().saturating_sub(PIECE)..));
        more.shrink_to_fit();
    }
}

/// Row of the decoded form in the table of encodings.
const DECODED: u8 = 1;
/// More entries of one window than this are searched instead of compared one by one.
const GROUP_MAX: usize = 8;
/// So many where each agrees for long: then each is compared once for all of its length.
const EXHAUSTED_GROUP_MAX: usize = 512;

/// How much of a long value is written first, to be compared.
const PIECE_BYTES: usize = 256;
/// The form of one character is no longer than this.
const EDGE_BYTES: usize = 64;

/// Where a piece of about this size ends: not inside a character or a percent escape.
fn piece_end(value: &[u8], size: usize) -> usize {
    if value.len() <= size {
        return value.len();
    }
    let is_char_start = |&at: &usize| value[at] & 0xc0 != 0x80;
    let end = (size - 3..=size).rev().find(is_char_start).unwrap_or(size);
    let escape = value[end - 2..end].iter().position(|&byte| byte == b'%');
    escape.map_or(end, |at| end - 2 + at)
}

fn any_case(entry: Entry) -> bool {
    TABLE[usize::from(entry.row())].shape == Shape::AnyCase
}

fn fold(byte: u8, any_case: bool) -> u8 {
    if any_case { byte.to_ascii_lowercase() } else { byte }
}

/// Length of the common prefix.
fn common(text: &[u8], form: &[u8], any_case: bool) -> usize {
    text.iter().zip(form).take_while(|&(&text, &form)| fold(text, any_case) == form).count()
}

/// Whether no word goes on across `start`; an escape before it is the end of one.
fn starts_word(text: &[u8], start: usize) -> bool {
    let before = &text[..start];
    let inside = before.last().is_some_and(u8::is_ascii_alphanumeric)
        && text.get(start).is_some_and(u8::is_ascii_alphanumeric);
    !inside || ends_in_escape(before)
}

/// The same inside base64: what verifies an output decodes it, and must not see more or less.
fn is_word_in_base64(text: &[u8], digits: Range<usize>, lead: usize, value: &[u8]) -> bool {
    let mut before = bytes_before(text, digits.start, lead);
    let start = before.len();
    before.extend(value.first());
    let behind = byte_behind(text, digits.end, lead, value.len());
    let last = value.last().is_some_and(u8::is_ascii_alphanumeric);
    starts_word(&before, start) && !(last && behind.is_some_and(|b| b.is_ascii_alphanumeric()))
}

fn ends_word(text: &[u8], end: usize) -> bool {
    let inside = text.get(end).is_some_and(u8::is_ascii_alphanumeric)
        && text[..end].last().is_some_and(u8::is_ascii_alphanumeric);
    !inside
}

/// `%3D`, `%253D`, `\n`, `\x22`, `\u003d`
fn ends_in_escape(before: &[u8]) -> bool {
    let hex = before.iter().rev().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let led_by = |digits: usize, lead: &[u8]| {
        hex >= digits && before[..before.len() - digits].ends_with(lead)
    };
    led_by(2, b"%")
        || led_by(4, b"%")
        || led_by(2, b"\\x")
        || led_by(4, b"\\u")
        || matches!(before, [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'])
}

#[cfg(test)]
mod tests;
