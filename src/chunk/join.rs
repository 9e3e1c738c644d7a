//! Makes the envelope of a capture from those of its chunks; the entries are copied by the caller.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::chunk::Manifest;
use crate::chunk::pages::{gap_before_page, replace_pages};
use crate::har::Envelope;

/// What stands around the entries of the joined capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Its envelope.
    pub envelope: Envelope,
    /// What stands before the first entry of each chunk; before the first of all it is
    /// `envelope.lead`.
    pub gaps: Vec<Vec<u8>>,
}

/// Why chunks cannot be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinError {
    /// There is none.
    NoChunks,
    /// Its envelope is that of another capture; the chunk, from 1.
    Foreign(usize),
    /// Its pages are not those that the manifest lists; the chunk, from 1.
    Pages(usize),
    /// There are more or fewer than the manifest lists.
    Count,
    /// It has more or fewer entries than the manifest lists; the chunk, from 1.
    Entries(usize),
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoChunks => f.write_str("there is no chunk to join"),
            Self::Foreign(chunk) => {
                write!(f, "chunk {chunk} belongs to another capture than the first")
            }
            Self::Pages(chunk) => {
                write!(f, "chunk {chunk} has other pages than the manifest lists")
            }
            Self::Entries(chunk) => {
                write!(f, "chunk {chunk} has another number of entries than the manifest lists")
            }
            Self::Count => f.write_str("the manifest lists another number of chunks"),
        }
    }
}

impl std::error::Error for JoinError {}

/// Joins the envelopes of all chunks, in order.
///
/// With the manifest the result is exact. Without, pages are the same when their bytes are, those
/// that only a later chunk has stand after the page that they follow there, and white space that
/// differs from place to place is taken from the first place.
///
/// # Errors
/// When the chunks are not those of one capture.
pub fn join(parts: &[Envelope], manifest: Option<&Manifest>) -> Result<Joined, JoinError> {
    let first = parts.first().ok_or(JoinError::NoChunks)?;
    for (number, part) in (1..).zip(parts) {
        if around_pages(part) != around_pages(first) || part.trail != first.trail {
            return Err(JoinError::Foreign(number));
        }
    }
    if parts.len() == 1 && manifest.is_none() {
        return Ok(Joined { envelope: first.clone(), gaps: vec![Vec::new()] });
    }
    let pages = match manifest {
        Some(manifest) => listed_pages(parts, manifest)?,
        None => merged_pages(parts),
    };
    let page_gaps = page_gaps(parts, manifest, &pages);
    let mut envelope = replace_pages(first, &pages, &page_gaps);
    envelope.lead = without_padding(first, &envelope);
    envelope.gap = gap(parts, manifest, &envelope.lead);
    let gaps = (0..parts.len()).map(|i| {
        let listed = manifest.map(|manifest| manifest.chunks[i].gap_before.as_bytes());
        match (i, listed) {
            (0, _) => Vec::new(),
            (_, Some(gap)) if is_gap(gap) => gap.to_vec(),
            _ => envelope.gap.clone(),
        }
    });
    Ok(Joined { gaps: gaps.collect(), envelope })
}

/// What all chunks of a capture have in common.
fn around_pages(envelope: &Envelope) -> (&[u8], &[u8]) {
    match (envelope.pages.first(), envelope.pages.last()) {
        (Some(first), Some(last)) => (&envelope.text[..first.start], &envelope.text[last.end..]),
        _ => (&envelope.text, b""),
    }
}

fn pages_of(part: &Envelope) -> impl Iterator<Item = &[u8]> {
    part.pages.iter().map(|span| &part.text[span.clone()])
}

fn listed_pages<'a>(
    parts: &'a [Envelope],
    manifest: &Manifest,
) -> Result<Vec<&'a [u8]>, JoinError> {
    if manifest.chunks.len() != parts.len() {
        return Err(JoinError::Count);
    }
    let mut pages = BTreeMap::new();
    for (number, (part, chunk)) in (1..).zip(parts.iter().zip(&manifest.chunks)) {
        if part.pages.len() != chunk.pages.len() {
            return Err(JoinError::Pages(number));
        }
        for (&index, page) in chunk.pages.iter().zip(pages_of(part)) {
            if *pages.entry(index).or_insert(page) != page {
                return Err(JoinError::Pages(number));
            }
        }
    }
    Ok(pages.into_values().collect())
}

/// The pages of all parts, each once, in an order that agrees with that of every part.
fn merged_pages(parts: &[Envelope]) -> Vec<&[u8]> {
    let mut seen = FxHashSet::default();
    let mut merged: Vec<&[u8]> = Vec::new();
    for part in parts {
        // Chunks come in order, so new pages mostly belong at the end.
        let mut new_after: Vec<(Option<&[u8]>, &[u8])> = Vec::new();
        let mut previous = None;
        for page in pages_of(part) {
            if seen.insert(page) {
                new_after.push((previous, page));
            }
            previous = Some(page);
        }
        merged = insert_after(&merged, &new_after);
    }
    merged
}

/// `pages` with each new page after the one that it follows; one that follows none is the last.
fn insert_after<'a>(
    pages: &[&'a [u8]],
    new_after: &[(Option<&'a [u8]>, &'a [u8])],
) -> Vec<&'a [u8]> {
    let mut followers: FxHashMap<&[u8], &[u8]> = new_after
        .iter()
        .filter_map(|&(previous, page)| previous.map(|previous| (previous, page)))
        .collect();
    let unled = new_after.iter().filter(|(previous, _)| previous.is_none()).map(|(_, page)| *page);
    let mut all = Vec::with_capacity(pages.len() + new_after.len());
    for page in pages.iter().copied().chain(unled) {
        let mut next = Some(page);
        while let Some(page) = next {
            all.push(page);
            next = followers.remove(page);
        }
    }
    all
}

/// What stands before each of `pages` but the first.
fn page_gaps<'a>(
    parts: &'a [Envelope],
    manifest: Option<&'a Manifest>,
    pages: &[&[u8]],
) -> Vec<&'a [u8]> {
    let gaps: Vec<Option<&[u8]>> = match manifest {
        Some(manifest) => manifest.page_gaps.iter().map(|gap| Some(gap.as_bytes())).collect(),
        None => {
            let seen = seen_page_gaps(parts);
            pages.iter().skip(1).map(|page| seen.get(page).copied()).collect()
        }
    };
    let gap = |i: usize| gaps.get(i).copied().flatten().filter(|gap| is_gap(gap));
    let usual = (0..gaps.len()).find_map(gap).unwrap_or(b",");
    (1..pages.len()).map(|i| gap(i - 1).unwrap_or(usual)).collect()
}

/// What stands before each page, in the first chunk where it is not the first page.
fn seen_page_gaps(parts: &[Envelope]) -> FxHashMap<&[u8], &[u8]> {
    let mut seen = FxHashMap::default();
    for part in parts {
        for (number, page) in pages_of(part).enumerate().skip(1) {
            seen.entry(page).or_insert_with(|| gap_before_page(part, number));
        }
    }
    seen
}

/// Whether `text` may stand between two items of an array; a manifest may come from anybody.
fn is_gap(text: &[u8]) -> bool {
    text.iter().all(|b| b" \t\r\n,".contains(b)) && memchr::memchr_iter(b',', text).count() == 1
}

/// The lead of the first chunk without the spaces that stand for the pages it does not have.
fn without_padding(first: &Envelope, joined: &Envelope) -> Vec<u8> {
    let padding = joined.entries_at.saturating_sub(first.entries_at);
    match first.lead.split_at_checked(padding) {
        Some((spaces, lead)) if spaces.iter().all(|&b| b == b' ') => lead.to_vec(),
        _ => first.lead.clone(),
    }
}

/// What stands between two entries: in a chunk that has two, or else what the manifest says, or else
/// a comma and what stands before the first.
fn gap(parts: &[Envelope], manifest: Option<&Manifest>, lead: &[u8]) -> Vec<u8> {
    // A chunk with one entry has a comma and its own lead, which may be padded.
    let written = parts
        .iter()
        .filter(|part| part.gap.strip_prefix(b",") != Some(&part.lead))
        .map(|part| part.gap.as_slice());
    let listed = manifest.into_iter().flat_map(|m| &m.chunks).map(|c| c.gap_before.as_bytes());
    match written.chain(listed).find(|gap| is_gap(gap)) {
        Some(gap) => gap.to_vec(),
        None => [b",", lead].concat(),
    }
}

#[cfg(test)]
mod tests;
