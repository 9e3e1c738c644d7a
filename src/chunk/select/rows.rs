//! What decides of each entry, and the decision.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::chunk::select::facts::page_key;
use crate::chunk::select::trail::{Trail, follow};
use crate::chunk::{Facts, Failed, Select, with_pages};
use crate::har::{Envelope, Index, Moment, Node};

/// What of an entry decides whether it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Whether it meets what can be told from itself alone.
    pub(super) matches: bool,
    pub(super) is_failed: bool,
    pub(super) started: Option<Moment>,
    /// How long it took.
    pub(super) micros: i64,
    /// The page that it names.
    pub(super) page: Option<u64>,
    pub(super) trail: Trail,
}

/// The rows of a capture's entries, in any order.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Option<Row>>,
    /// What parts of long entries say, by entry.
    parts: BTreeMap<u64, Vec<(u64, Facts)>>,
}

/// Which entries of a capture are kept.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// By entry; `None` keeps all.
    keep: Option<Vec<bool>>,
    /// How many entries are left out.
    pub left_out: u64,
    /// When the first entry started, if that was asked.
    pub started: Option<Moment>,
    /// The pages that are kept, sorted; `None` keeps all.
    pub pages: Option<Vec<usize>>,
}

impl Selection {
    /// Whether the entry with this number, from 1, is kept.
    #[must_use]
    pub fn keeps(&self, entry: u64) -> bool {
        let at = usize::try_from(entry - 1).unwrap_or(usize::MAX);
        self.keep.as_ref().is_none_or(|keep| keep.get(at).copied().unwrap_or(false))
    }

    /// `envelope` with the pages that are kept.
    #[must_use]
    pub fn envelope(&self, envelope: &Envelope) -> Envelope {
        match &self.pages {
            Some(pages) => with_pages(envelope, pages),
            None => envelope.clone(),
        }
    }
}

impl Rows {
    /// Takes the row of an entry, from 1.
    pub fn note(&mut self, entry: u64, row: Row) {
        let at = usize::try_from(entry - 1).unwrap_or(usize::MAX);
        if self.rows.len() <= at {
            self.rows.resize(at + 1, None);
        }
        self.rows[at] = Some(row);
    }

    /// Takes what a part of a long entry says.
    pub fn note_part(&mut self, entry: u64, part: u64, facts: Facts) {
        if !facts.is_empty() {
            self.parts.entry(entry).or_default().push((part, facts));
        }
    }

    /// Decides which of a capture's `entries` entries are kept.
    #[must_use]
    pub fn choose(mut self, select: &Select, entries: u64, envelope: &Envelope) -> Selection {
        for (entry, mut parts) in std::mem::take(&mut self.parts) {
            parts.sort_by_key(|(number, _)| *number);
            let mut facts = Facts::default();
            parts.into_iter().for_each(|(_, part)| facts.merge(part));
            self.note(entry, select.row(&facts));
        }
        let silent = select.row(&Facts::default());
        self.rows.resize(usize::try_from(entries).unwrap_or(usize::MAX), None);
        let rows: Vec<Row> = self.rows.into_iter().map(|row| row.unwrap_or(silent)).collect();
        let started = rows.iter().filter_map(|row| row.started).min();
        if !select.is_active() {
            return Selection { started, ..Selection::default() };
        }
        let pages = page_keys(envelope);
        let wanted = wanted_pages(select, &pages);
        let meets = |row: &Row| {
            row.matches
                && (select.failed == Failed::Any || row.is_failed)
                && (select.pages.is_empty() || row.page.is_some_and(|page| wanted.contains(&page)))
                && meets_time(select, row, started)
        };
        let mut keep: Vec<bool> = rows.iter().map(meets).collect();
        if select.failed == Failed::Only {
            follow(&rows, &mut keep);
        }
        let left_out = keep.iter().filter(|kept| !**kept).count() as u64;
        let pages = Some(kept_pages(&pages, &rows, &keep));
        Selection { keep: Some(keep), left_out, started, pages }
    }
}

fn meets_time(select: &Select, row: &Row, start: Option<Moment>) -> bool {
    if select.since.is_none() && select.until.is_none() && select.around.is_empty() {
        return true;
    }
    let (Some(started), Some(start)) = (row.started, start) else { return false };
    select.since.is_none_or(|since| started >= since.in_capture(start))
        && select.until.is_none_or(|until| started <= until.in_capture(start))
        && (select.around.is_empty()
            || select.around.iter().any(|around| {
                let middle = around.point.in_capture(start);
                started <= middle.plus(around.margin)
                    && started.plus(row.micros) >= middle.plus(-around.margin)
            }))
}

/// The key of each page; none for a page without an id.
fn page_keys(envelope: &Envelope) -> Vec<Option<u64>> {
    let mut index = Index::new();
    let pages = envelope.pages.iter().map(|span| &envelope.text[span.clone()]);
    pages
        .map(|page| {
            index.build(page).ok()?;
            let Node::Object(object) = index.document(page).root() else { return None };
            object.text(b"id").map(|id| page_key(id.raw()))
        })
        .collect()
}

fn wanted_pages(select: &Select, pages: &[Option<u64>]) -> FxHashSet<u64> {
    let mut wanted = FxHashSet::default();
    for name in &select.pages {
        let key = page_key(name.as_bytes());
        let numbered = || {
            let number: usize = name.parse().ok()?;
            *pages.get(number.checked_sub(1)?)?
        };
        let known = pages.contains(&Some(key)).then_some(key);
        wanted.insert(known.or_else(numbered).unwrap_or(key));
    }
    wanted
}

/// The pages of entries that are kept, and those that no entry names; at least one, if there is one.
fn kept_pages(pages: &[Option<u64>], rows: &[Row], keep: &[bool]) -> Vec<usize> {
    let named = |is_meant: bool| -> FxHashSet<u64> {
        let rows = rows.iter().zip(keep).filter(|(_, kept)| **kept == is_meant);
        rows.filter_map(|(row, _)| row.page).collect()
    };
    let (kept, left_out) = (named(true), named(false));
    let stays = |page: &Option<u64>| {
        page.is_none_or(|page| kept.contains(&page) || !left_out.contains(&page))
    };
    let mut stay: Vec<usize> = (0..pages.len()).filter(|&number| stays(&pages[number])).collect();
    if stay.is_empty() && !pages.is_empty() {
        stay.push(0);
    }
    stay
}
