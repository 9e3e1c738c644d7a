//! Decides for each entry, in order, which chunk it goes into and where.
//!
//! An entry is placed when its chunk's pages are not known yet, so the entries start at an offset
//! that leaves room for all pages; what is left of it becomes white space after the `[`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::chunk::with_pages;
use crate::har::Envelope;

/// Places the entries of one capture.
#[derive(Debug)]
pub struct Planner {
    /// Where the first entry of every chunk starts.
    start: u64,
    /// What follows the last entry, at most.
    end_bytes: u64,
    /// The largest size of a chunk.
    chunk_bytes_max: u64,
    page_count: usize,
    chunks: Vec<PlannedChunk>,
    /// The number of entries that were placed.
    placed: u64,
    /// The last chunk of each group, which may take more.
    open: BTreeMap<u64, Open>,
}

/// A chunk that may take more entries.
#[derive(Debug)]
struct Open {
    number: usize,
    /// The pages that its entries name.
    named: BTreeSet<usize>,
}

/// Where an entry goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The number of its chunk, from 0.
    pub chunk: usize,
    /// Where it starts in the chunk's file; the gap before it ends there.
    pub offset: u64,
    /// Whether it is the first of its chunk: then no gap is written before it, and the chunk before
    /// is full.
    pub is_first: bool,
}

/// What does not fit into one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLarge {
    /// What stands around the entries.
    Envelope {
        /// Its size.
        bytes: u64,
    },
    /// An entry; it may be placed again when it was cut.
    Entry {
        /// Its number, from 1.
        entry: u64,
        /// Its size.
        bytes: u64,
        /// What an entry may have.
        bytes_max: u64,
    },
}

/// One chunk of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChunk {
    /// The numbers of its entries, from 0, in order; one range unless they come in groups.
    pub runs: Vec<Range<u64>>,
    /// Where its last entry ends in its file.
    pub entries_end: u64,
    /// The pages it holds, sorted; settled by [`Planner::finish`].
    pub pages: Vec<usize>,
    /// What stood before its first entry in the capture, and is not written; empty for the first
    /// chunk.
    pub gap_before: Vec<u8>,
}

impl PlannedChunk {
    /// How many entries it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.runs.iter().map(|run| run.end - run.start).sum()
    }
}

/// The chunks of one capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Where the first entry of every chunk starts.
    pub start: u64,
    /// The chunks; at least one.
    pub chunks: Vec<PlannedChunk>,
}

/// What is written around the entries of one chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// From the start of the file to the first entry.
    pub before: Vec<u8>,
    /// From the end of the last entry to the end of the file.
    pub after: Vec<u8>,
}

impl Planner {
    /// A plan for chunks strictly smaller than `bytes_limit`, or for a single one without a limit.
    ///
    /// # Errors
    /// When `envelope` leaves no room for an entry.
    pub fn new(envelope: &Envelope, bytes_limit: Option<u64>) -> Result<Self, TooLarge> {
        let start = (envelope.entries_at + envelope.lead.len()) as u64;
        let end_bytes = (envelope.text.len() - envelope.entries_at + envelope.trail.len()) as u64;
        let chunk_bytes_max = bytes_limit.map_or(u64::MAX, |limit| limit.saturating_sub(1));
        if start + end_bytes > chunk_bytes_max {
            return Err(TooLarge::Envelope { bytes: start + end_bytes });
        }
        Ok(Self {
            start,
            end_bytes,
            chunk_bytes_max,
            page_count: envelope.pages.len(),
            chunks: Vec::new(),
            placed: 0,
            open: BTreeMap::new(),
        })
    }

    /// Where the first entry of every chunk starts.
    #[must_use]
    pub fn entries_start(&self) -> u64 {
        self.start
    }

    /// The largest entry that can be placed.
    #[must_use]
    pub fn entry_bytes_max(&self) -> u64 {
        self.chunk_bytes_max - self.start - self.end_bytes
    }

    /// Places the next entry, which has `bytes` bytes, stood after `gap` and names `page`.
    ///
    /// # Errors
    /// When it does not even fit into a chunk of its own; nothing was placed then.
    pub fn place(
        &mut self,
        bytes: u64,
        gap: &[u8],
        page: Option<usize>,
    ) -> Result<Placement, TooLarge> {
        self.place_in(0, bytes, gap, page)
    }

    /// As [`Planner::place`], in a chunk that has entries of this group only.
    ///
    /// # Errors
    /// As [`Planner::place`].
    pub fn place_in(
        &mut self,
        group: u64,
        bytes: u64,
        gap: &[u8],
        page: Option<usize>,
    ) -> Result<Placement, TooLarge> {
        let entry = self.placed;
        if bytes > self.entry_bytes_max() {
            let bytes_max = self.entry_bytes_max();
            return Err(TooLarge::Entry { entry: entry + 1, bytes, bytes_max });
        }
        let is_first = !self.fits(group, bytes + gap.len() as u64);
        if is_first {
            self.open_chunk(group, gap);
        }
        let open = self.open.get_mut(&group).expect("because it was opened at the latest now");
        open.named.extend(page.filter(|&page| page < self.page_count));
        let chunk = &mut self.chunks[open.number];
        let offset = if is_first { self.start } else { chunk.entries_end + gap.len() as u64 };
        match chunk.runs.last_mut() {
            Some(run) if run.end == entry => run.end += 1,
            _ => chunk.runs.push(entry..entry + 1),
        }
        chunk.entries_end = offset + bytes;
        self.placed += 1;
        Ok(Placement { chunk: open.number, offset, is_first })
    }

    fn fits(&self, group: u64, bytes: u64) -> bool {
        let chunk = self.open.get(&group).map(|open| &self.chunks[open.number]);
        chunk
            .is_some_and(|chunk| chunk.entries_end + bytes <= self.chunk_bytes_max - self.end_bytes)
    }

    fn open_chunk(&mut self, group: u64, gap: &[u8]) {
        let gap_before = if self.chunks.is_empty() { Vec::new() } else { gap.to_vec() };
        let open = Open { number: self.chunks.len(), named: BTreeSet::new() };
        self.chunks.push(PlannedChunk {
            runs: Vec::new(),
            entries_end: self.start,
            pages: Vec::new(),
            gap_before,
        });
        if let Some(full) = self.open.insert(group, open) {
            self.settle_pages(full);
        }
    }

    /// Notes the pages of a chunk that is full; readers such as Safari want at least one.
    fn settle_pages(&mut self, full: Open) {
        let chunk = &mut self.chunks[full.number];
        chunk.pages = full.named.into_iter().collect();
        if chunk.pages.is_empty() && self.page_count > 0 {
            chunk.pages.push(0);
        }
    }

    /// The plan, when all entries are placed.
    ///
    /// A page that no entry names goes into the last chunk, so that none is lost.
    #[must_use]
    pub fn finish(mut self) -> Plan {
        if self.chunks.is_empty() {
            self.open_chunk(0, b"");
        }
        for (_, open) in std::mem::take(&mut self.open) {
            self.settle_pages(open);
        }
        let mut is_held = vec![false; self.page_count];
        for chunk in &self.chunks {
            chunk.pages.iter().for_each(|&page| is_held[page] = true);
        }
        let last = self.chunks.last_mut().expect("because a chunk was opened");
        last.pages.extend((0..self.page_count).filter(|&page| !is_held[page]));
        last.pages.sort_unstable();
        // One chunk holds every page, named or not.
        Plan { start: self.start, chunks: self.chunks }
    }
}

impl Plan {
    /// What is written around the entries of `chunk`, one of this plan for `envelope`.
    #[must_use]
    pub fn frame(&self, envelope: &Envelope, chunk: &PlannedChunk) -> Frame {
        let part = with_pages(envelope, &chunk.pages);
        let start = usize::try_from(self.start).expect("because the envelope is in memory");
        let mut before = part.text[..part.entries_at].to_vec();
        before.resize(start - envelope.lead.len(), b' ');
        before.extend_from_slice(&envelope.lead);
        let mut after = envelope.trail.clone();
        after.extend_from_slice(&part.text[part.entries_at..]);
        Frame { before, after }
    }
}

#[cfg(test)]
mod tests;
