//! What led to a failure: the redirects before it, the preflight, what asked for it, the document.

use rustc_hash::FxHashMap;

use crate::chunk::select::rows::Row;

/// What links an entry to others; URLs without their fragments, as keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trail {
    pub(super) url: u64,
    pub(super) redirect: Option<u64>,
    pub(super) initiator: Option<u64>,
    pub(super) is_preflight: bool,
    pub(super) is_document: bool,
}

/// Finds the entries that others link to.
struct Links<'r> {
    rows: &'r [Row],
    /// The place of each entry in time.
    ranks: Vec<usize>,
    /// The entries with each URL, in time.
    by_url: FxHashMap<u64, Vec<usize>>,
    /// The entries that redirect to each URL, in time.
    by_redirect: FxHashMap<u64, Vec<usize>>,
    /// The documents of each page, in time; under none those without a page.
    documents: FxHashMap<Option<u64>, Vec<usize>>,
}

/// Adds to `keep` what led to the entries in it.
pub(super) fn follow(rows: &[Row], keep: &mut [bool]) {
    let links = Links::new(rows);
    let mut open: Vec<usize> = (0..rows.len()).filter(|&at| keep[at]).collect();
    while let Some(at) = open.pop() {
        for before in links.of(at).into_iter().flatten() {
            if !std::mem::replace(&mut keep[before], true) {
                open.push(before);
            }
        }
    }
}

impl<'r> Links<'r> {
    fn new(rows: &'r [Row]) -> Self {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        // Captures are not always in order; an entry without a time stays behind the one before.
        let mut last = None;
        let times: Vec<_> = rows
            .iter()
            .map(|row| {
                last = row.started.or(last);
                last
            })
            .collect();
        order.sort_by_key(|&at| (times[at], at));
        let mut ranks = vec![0; rows.len()];
        let (mut by_url, mut by_redirect) = (FxHashMap::default(), FxHashMap::default());
        let mut documents = FxHashMap::default();
        for (rank, at) in order.into_iter().enumerate() {
            ranks[at] = rank;
            let row = &rows[at];
            by_url.entry(row.trail.url).or_insert_with(Vec::new).push(at);
            if let Some(redirect) = row.trail.redirect {
                by_redirect.entry(redirect).or_insert_with(Vec::new).push(at);
            }
            if row.trail.is_document {
                documents.entry(row.page).or_insert_with(Vec::new).push(at);
            }
        }
        Self { rows, ranks, by_url, by_redirect, documents }
    }

    /// The entries without which this one would not be.
    fn of(&self, at: usize) -> [Option<usize>; 4] {
        let row = &self.rows[at];
        let trail = row.trail;
        let redirect = self.before(self.by_redirect.get(&trail.url), at, |_| true);
        let is_preflight = |other: usize| self.rows[other].trail.is_preflight;
        let preflight = (!trail.is_preflight)
            .then(|| self.near(self.by_url.get(&trail.url), at, is_preflight))
            .flatten();
        let initiator = trail
            .initiator
            .and_then(|url| self.before(self.by_url.get(&url), at, |other| !is_preflight(other)));
        let documents = self.documents.get(&row.page);
        let document = match row.page {
            Some(_) => documents.and_then(|documents| documents.first().copied()),
            None => self.before(documents, at, |_| true),
        };
        [redirect, preflight, initiator, document]
    }

    /// The last of `entries` before this one.
    fn before(
        &self,
        entries: Option<&Vec<usize>>,
        at: usize,
        is_meant: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let entries = entries?;
        let end = entries.partition_point(|&other| self.ranks[other] < self.ranks[at]);
        entries[..end].iter().rev().copied().take(LOOK_MAX).find(|&other| is_meant(other))
    }

    /// The last of `entries` before this one, or else the first after it: browsers note a preflight
    /// behind the request that it is for.
    fn near(
        &self,
        entries: Option<&Vec<usize>>,
        at: usize,
        is_meant: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        self.before(entries, at, &is_meant).or_else(|| {
            let entries = entries?;
            let end = entries.partition_point(|&other| self.ranks[other] <= self.ranks[at]);
            entries[end..].iter().copied().take(LOOK_MAX).find(|&other| is_meant(other))
        })
    }
}

/// How many entries with one URL are looked at: a capture of polls may have a hundred thousand.
const LOOK_MAX: usize = 64;

pub(super) fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(url, _)| url)
}

/// The URL that `redirect` means in an answer from `base` (RFC 3986, section 5, without dots).
pub(super) fn resolve(base: &str, redirect: &str) -> String {
    let scheme_end = base.find("://");
    if redirect.contains("://") || scheme_end.is_none() {
        return redirect.to_owned();
    }
    let scheme_end = scheme_end.unwrap_or(0);
    let host_end =
        base[scheme_end + 3..].find(['/', '?', '#']).map_or(base.len(), |at| scheme_end + 3 + at);
    if redirect.starts_with("//") {
        return format!("{}:{redirect}", &base[..scheme_end]);
    }
    if redirect.starts_with('/') {
        return format!("{}{redirect}", &base[..host_end]);
    }
    let path_end = base[host_end..].find(['?', '#']).map_or(base.len(), |at| host_end + at);
    if redirect.starts_with('?') {
        return format!("{}{redirect}", &base[..path_end]);
    }
    let folder = base[host_end..path_end].rfind('/').map_or(host_end, |at| host_end + at);
    format!("{}/{redirect}", &base[..folder])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_resolved() {
        for (base, redirect, expected) in [
            ("https://a.example/b/c?d", "https://x.example/", "https://x.example/"),
            ("https://a.example/b/c?d", "//x.example/y", "https://x.example/y"),
            ("https://a.example/b/c?d=/e", "/y", "https://a.example/y"),
            ("https://a.example/b/c?d=/e", "y", "https://a.example/b/y"),
            ("https://a.example/b/c?d", "?y", "https://a.example/b/c?y"),
            ("https://a.example", "y", "https://a.example/y"),
            ("https://a.example?d", "/y", "https://a.example/y"),
            ("about:blank", "y", "y"),
        ] {
            assert_eq!(resolve(base, redirect), expected);
        }
    }
}
