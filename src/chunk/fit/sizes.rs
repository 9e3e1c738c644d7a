//! What a plan must know of every entry, gathered while the capture is read the first time.

use rustc_hash::FxHashMap;

use crate::chunk::fit::{Class, Step, Traits};

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
    /// All entries with what stands before each.
    bytes: u64,
    space_bytes: u64,
    /// By page: the first document of it, by the number of its entry, and that one's site.
    pages: FxHashMap<u64, (u64, u32)>,
    /// Long entries, of which not all parts may have been read.
    long: FxHashMap<u64, Traits>,
}

/// An entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The bytes of its body.
    pub(super) body_bytes: u32,
    /// A hash of its body; 0 is none.
    pub(super) body: u32,
    /// A hash of the site it is from; 0 is none.
    pub(super) site: u32,
    pub(super) class: Class,
    /// By which step its body goes.
    pub(super) step: Option<Step>,
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
        let (body_bytes, body, site, flags) = (0, 0, 0, 0);
        Self { body_bytes, body, site, class: Class::Other, step: None, flags }
    }
}

impl Row {
    fn new(traits: &Traits) -> Self {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = flag(traits.is_failing(), FAILING)
            | flag(traits.is_kept, KEPT)
            | flag(traits.is_cached, CACHED);
        Self {
            body_bytes: u32::try_from(traits.body_bytes).unwrap_or(u32::MAX),
            body: traits.body,
            site: traits.site,
            class: traits.class(),
            step: None,
            flags,
        }
    }

    /// Whether its body must stay.
    pub(super) fn is_kept(self) -> bool {
        self.flags & (FAILING | KEPT) != 0
    }

    pub(super) fn is_cached(self) -> bool {
        self.flags & CACHED != 0
    }
}

impl Sizes {
    /// Notes the entry with this number, from 1.
    pub fn note(&mut self, number: u64, size: EntrySize, traits: &Traits) {
        self.add_bytes(size);
        self.place(number, traits);
    }

    /// Notes a part of a long entry.
    pub fn note_part(&mut self, number: u64, size: EntrySize, traits: &Traits) {
        self.add_bytes(size);
        self.long.entry(number).or_default().merge(traits);
    }

    fn add_bytes(&mut self, size: EntrySize) {
        self.bytes += size.bytes + size.gap_bytes;
        // A comma stays.
        self.space_bytes += size.space_bytes + size.gap_bytes.saturating_sub(1);
    }

    fn place(&mut self, number: u64, traits: &Traits) {
        let Some(at) = number.checked_sub(1).and_then(|at| usize::try_from(at).ok()) else {
            return;
        };
        if self.rows.len() <= at {
            self.rows.resize(at + 1, Row::default());
        }
        self.rows[at] = Row::new(traits);
        let is_page = traits.class() == Class::Document && !traits.is_failing();
        if is_page && (self.pages.len() < PAGES_MAX || self.pages.contains_key(&traits.page)) {
            let first = self.pages.entry(traits.page).or_insert((number, traits.site));
            *first = (*first).min((number, traits.site));
        }
    }

    /// The bytes of all entries with what stands before each.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn space_bytes(&self) -> u64 {
        self.space_bytes
    }

    /// The entries, when all are noted: those beside a failing one are kept, too.
    pub(super) fn rows(&self) -> Vec<Row> {
        let mut whole = Self { rows: self.rows.clone(), ..Self::default() };
        for (number, traits) in &self.long {
            whole.place(*number, traits);
        }
        let mut rows = whole.rows;
        for at in 0..rows.len() {
            if rows[at].flags & FAILING != 0 {
                for beside in [at.wrapping_sub(1), at + 1] {
                    if let Some(row) = rows.get_mut(beside) {
                        row.flags |= KEPT;
                    }
                }
            }
        }
        rows
    }

    /// The sites that the pages are from; without documents, the site with the most entries.
    pub(super) fn own_sites(&self, rows: &[Row]) -> Vec<u32> {
        let mut sites: Vec<u32> = self.pages.values().map(|(_, site)| *site).collect();
        let long_pages = self.long.values().filter(|t| t.class() == Class::Document);
        sites.extend(long_pages.map(|traits| traits.site));
        if sites.is_empty() {
            let mut counts = FxHashMap::<u32, usize>::default();
            rows.iter().for_each(|row| *counts.entry(row.site).or_default() += 1);
            sites.extend(counts.into_iter().map(|(site, count)| (count, site)).max().map(|m| m.1));
        }
        sites.sort_unstable();
        sites.dedup();
        sites
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
