//! What a plan must know of every entry, gathered while the capture is read the first time.

use rustc_hash::FxHashMap;

use crate::chunk::fit::{Class, Traits};

/// More pages than any person has opened; what is behind them is of the first page's site.
const PAGES_MAX: usize = 4096;

/// How large an entry is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntrySize {
    /// Its bytes.
    pub bytes: u64,
    /// What stands before it.
    pub gap_bytes: u64,
    /// The bytes of white space between its tokens.
    pub space_bytes: u64,
}

/// The sizes of a capture's entries.
#[derive(Debug, Clone, Default)]
pub struct Sizes {
    rows: Vec<Row>,
    /// What no row has room for.
    beyond_bytes: u64,
    /// All entries with what stands before each, and the white space in that.
    bytes: u64,
    space_bytes: u64,
    /// By page: the first document of it, by the number of its entry, and that one's site.
    pages: FxHashMap<u64, (u64, u16)>,
    /// Long entries, of which not all parts may have been read.
    long: FxHashMap<u64, (u64, Traits)>,
}

/// An entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Its bytes and what stands before it.
    bytes: u32,
    /// The bytes of its body.
    pub(super) body_bytes: u32,
    /// A hash of its body; 0 is none.
    pub(super) body: u32,
    /// A hash of the site it is from; 0 is none.
    pub(super) site: u16,
    pub(super) class: Class,
    flags: u8,
}

/// Shows a fault.
const FAILING: u8 = 1;
/// Is beside one that does, or of a host whose bodies are kept.
const KEPT: u8 = 2;
/// Came from a cache.
const CACHED: u8 = 4;

impl Default for Row {
    fn default() -> Self {
        let (bytes, body_bytes, body, site, flags) = (0, 0, 0, 0, 0);
        Self { bytes, body_bytes, body, site, class: Class::Other, flags }
    }
}

impl Row {
    /// Whether its body must stay.
    pub(super) fn is_kept(self) -> bool {
        self.flags & (FAILING | KEPT) != 0
    }

    pub(super) fn is_cached(self) -> bool {
        self.flags & CACHED != 0
    }
}

/// The entries that are written.
pub(super) struct Written {
    pub(super) rows: Vec<Row>,
    /// All of them with what stands before each.
    pub(super) bytes: u64,
    /// The white space in that, about.
    pub(super) space_bytes: u64,
    /// The sites that the pages are from, sorted.
    pub(super) sites: Vec<u16>,
}

impl Sizes {
    /// Notes the entry with this number, from 1.
    pub fn note(&mut self, number: u64, size: EntrySize, traits: &Traits) {
        self.note_space(size);
        self.place(number, size.bytes + size.gap_bytes, traits);
    }

    /// Notes a part of a long entry.
    pub fn note_part(&mut self, number: u64, size: EntrySize, traits: &Traits) {
        self.note_space(size);
        let (bytes, known) = self.long.entry(number).or_default();
        *bytes += size.bytes + size.gap_bytes;
        known.merge(traits);
    }

    fn note_space(&mut self, size: EntrySize) {
        self.bytes += size.bytes + size.gap_bytes;
        // A comma stays.
        self.space_bytes += size.space_bytes + size.gap_bytes.saturating_sub(1);
    }

    fn place(&mut self, number: u64, bytes: u64, traits: &Traits) {
        let Some(at) = number.checked_sub(1).and_then(|at| usize::try_from(at).ok()) else {
            return;
        };
        if self.rows.len() <= at {
            self.rows.resize(at + 1, Row::default());
        }
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let held = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.beyond_bytes += bytes - u64::from(held);
        self.rows[at] = Row {
            bytes: held,
            body_bytes: u32::try_from(traits.body_bytes).unwrap_or(u32::MAX),
            body: traits.body,
            site: traits.site,
            class: traits.class(),
            flags: flag(traits.is_failing(), FAILING)
                | flag(traits.is_kept, KEPT)
                | flag(traits.is_cached, CACHED),
        };
        let is_page = traits.class() == Class::Document && !traits.is_failing();
        if is_page && (self.pages.len() < PAGES_MAX || self.pages.contains_key(&traits.page)) {
            let first = self.pages.entry(traits.page).or_insert((number, traits.site));
            *first = (*first).min((number, traits.site));
        }
    }

    /// The entries, when all are noted, as far as `keeps` says that they are written.
    pub(super) fn written(&self, keeps: &dyn Fn(u64) -> bool) -> Written {
        let mut whole = self.clone();
        for (number, (bytes, traits)) in std::mem::take(&mut whole.long) {
            whole.place(number, bytes, &traits);
        }
        let sites = whole.sites();
        let Self { mut rows, beyond_bytes, .. } = whole;
        keep_beside_failing(&mut rows);
        for (number, row) in (1..).zip(&mut rows) {
            if !keeps(number) {
                (row.bytes, row.body_bytes, row.body) = (0, 0, 0);
            }
        }
        let bytes = rows.iter().map(|row| u64::from(row.bytes)).sum::<u64>() + beyond_bytes;
        let share = u128::from(self.space_bytes) * u128::from(bytes);
        let space_bytes = share / u128::from(self.bytes.max(1));
        let space_bytes = u64::try_from(space_bytes).unwrap_or(u64::MAX);
        Written { rows, bytes, space_bytes, sites }
    }

    /// The sites that the pages are from; without documents, the site with the most entries.
    fn sites(&self) -> Vec<u16> {
        let mut sites: Vec<u16> = self.pages.values().map(|(_, site)| *site).collect();
        if sites.is_empty() {
            let mut counts = FxHashMap::<u16, usize>::default();
            self.rows.iter().for_each(|row| *counts.entry(row.site).or_default() += 1);
            sites.extend(counts.into_iter().map(|(site, count)| (count, site)).max().map(|m| m.1));
        }
        sites.sort_unstable();
        sites.dedup();
        sites
    }
}

/// Keeps the bodies of the entries before and after one that shows a fault.
fn keep_beside_failing(rows: &mut [Row]) {
    for at in 0..rows.len() {
        if rows[at].flags & FAILING == 0 {
            continue;
        }
        for beside in [at.wrapping_sub(1), at + 1] {
            if let Some(row) = rows.get_mut(beside) {
                row.flags |= KEPT;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::chunk::fit::sizes::Row;

    #[test]
    fn an_entry_takes_16_bytes() {
        assert_eq!(size_of::<Row>(), 16);
    }
}
