//! Requests that belong together: redirects that lead back, and requests refused again and again.

use serde::Serialize;

use crate::har::Entry;
use crate::report::traffic::keyed::{Keyed, Merge, key};
use crate::report::traffic::request::{Request, short};

/// URLs that are followed.
const URLS_MAX: usize = 4_096;

/// Steps of a redirect loop.
const STEPS_MAX: usize = 20;

/// How many loops and chains are listed.
const LISTED_MAX: usize = 10;

/// Characters that are kept of a URL.
const URL_CHARS: usize = 160;

/// Redirects that lead back to where they began, twice or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RedirectLoop {
    /// The first of its requests.
    pub entry: u64,
    /// The URL that is asked for again.
    pub url: String,
    /// How many URLs it has.
    pub length: usize,
    /// How often it began anew.
    pub rounds: u64,
}

/// Requests for one URL that were refused for want of a valid login, twice or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RefusalChain {
    /// The first of them.
    pub entry: u64,
    /// The URL.
    pub url: String,
    /// How many were refused.
    pub refusals: u64,
    /// Whether the last request for the URL was answered.
    pub ends_well: bool,
}

/// One URL that redirects.
#[derive(Debug, Clone)]
struct Redirect {
    /// The first entry, and what it says; all others are counted.
    entry: u64,
    url: String,
    target: u64,
    count: u64,
}

/// What the requests for one URL have met.
#[derive(Debug, Clone, Default)]
struct Visits {
    url: String,
    first_refusal: Option<u64>,
    refusals: u64,
    last_refusal: u64,
    last_answer: u64,
}

/// What is followed, while requests pass.
#[derive(Debug, Clone)]
pub(super) struct ChainTable {
    redirects: Keyed<Redirect>,
    visits: Keyed<Visits>,
}

impl Default for ChainTable {
    fn default() -> Self {
        Self { redirects: Keyed::new(URLS_MAX), visits: Keyed::new(URLS_MAX) }
    }
}

impl ChainTable {
    /// Follows an entry.
    pub(super) fn count(&mut self, request: &Request, entry: Entry<'_>) {
        let Some(url) = entry.url() else { return };
        if (300..400).contains(&request.status) {
            self.redirect(request, entry);
        }
        let is_refused = matches!(request.status, 401 | 407);
        if !is_refused && !(200..300).contains(&request.status) {
            return;
        }
        let path = url.raw().split(|byte| b"?#".contains(byte)).next().unwrap_or_default();
        self.visits.add(key(&[request.method.as_bytes(), path]), || Visits {
            url: if is_refused { short(url, URL_CHARS) } else { String::new() },
            first_refusal: is_refused.then_some(request.entry),
            refusals: u64::from(is_refused),
            last_refusal: if is_refused { request.entry } else { 0 },
            last_answer: if is_refused { 0 } else { request.entry },
        });
    }

    fn redirect(&mut self, request: &Request, entry: Entry<'_>) {
        let Some((url, to)) = entry.url().zip(redirect_target(entry)) else { return };
        self.redirects.add(key(&[url.decode().as_bytes()]), || Redirect {
            entry: request.entry,
            url: short(url, URL_CHARS),
            target: key(&[to.as_bytes()]),
            count: 1,
        });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.redirects.merge(other.redirects);
        self.visits.merge(other.visits);
    }

    /// The loops, the first one first.
    pub(super) fn loops(&self) -> Vec<RedirectLoop> {
        let mut loops = Vec::new();
        for (start, redirect) in self.redirects.iter().filter(|(_, redirect)| redirect.count > 1) {
            let mut at = redirect;
            let (mut length, mut first, mut rounds) = (1, redirect.entry, redirect.count);
            while at.target != start && length < STEPS_MAX {
                let Some(next) = self.redirects.get(at.target) else { break };
                (first, rounds) = (first.min(next.entry), rounds.min(next.count));
                (at, length) = (next, length + 1);
            }
            // Each loop is told once: from its first request on.
            if at.target == start && first == redirect.entry && rounds > 1 {
                let url = redirect.url.clone();
                loops.push(RedirectLoop { entry: first, url, length, rounds });
            }
        }
        loops.sort();
        loops.truncate(LISTED_MAX);
        loops
    }

    /// The chains, the first one first.
    pub(super) fn refusals(self) -> Vec<RefusalChain> {
        let chains = self.visits.into_values().filter(|visits| visits.refusals > 1);
        let mut chains: Vec<RefusalChain> = chains
            .map(|visits| RefusalChain {
                entry: visits.first_refusal.unwrap_or_default(),
                url: visits.url,
                refusals: visits.refusals,
                ends_well: visits.last_answer > visits.last_refusal,
            })
            .collect();
        chains.sort();
        chains.truncate(LISTED_MAX);
        chains
    }
}

impl Merge for Redirect {
    fn merge(&mut self, other: Self) {
        self.count += other.count;
        if other.entry < self.entry {
            (self.entry, self.target) = (other.entry, other.target);
        }
    }
}

impl Merge for Visits {
    fn merge(&mut self, other: Self) {
        if self.url.is_empty() {
            self.url = other.url;
        }
        self.first_refusal = [self.first_refusal, other.first_refusal].into_iter().flatten().min();
        self.refusals += other.refusals;
        self.last_refusal = self.last_refusal.max(other.last_refusal);
        self.last_answer = self.last_answer.max(other.last_answer);
    }
}

/// Where a response leads, as an absolute URL.
pub(super) fn redirect_target(entry: Entry<'_>) -> Option<String> {
    let said = entry.response().and_then(|response| response.text(b"redirectURL"));
    let said = said.filter(|target| !target.raw().is_empty());
    let target = said.or_else(|| entry.response_header("location").next())?;
    Some(absolute(&entry.url()?.decode(), &target.decode()))
}

/// A reference as a browser resolves it, as far as loops need it.
fn absolute(base: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else { return reference.to_owned() };
    let host_len = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let path_end = rest.find(['?', '#']).unwrap_or(rest.len());
    let prefix = match reference.as_bytes() {
        [b'/', b'/', ..] => format!("{scheme}:"),
        [b'/', ..] => format!("{scheme}://{}", &rest[..host_len]),
        [b'?', ..] => format!("{scheme}://{}", &rest[..path_end]),
        _ => {
            let directory = rest[..path_end].rfind('/').map_or(path_end, |slash| slash + 1);
            let slash =
                if directory == path_end && !rest[..path_end].contains('/') { "/" } else { "" };
            format!("{scheme}://{}{slash}", &rest[..directory])
        }
    };
    prefix + reference
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::chains::absolute;

    #[test]
    fn a_reference_is_resolved() {
        for (base, reference, expected) in [
            ("https://a.test/b/c?d#e", "https://x.test/", "https://x.test/"),
            ("https://a.test/b/c?d#e", "//x.test/y", "https://x.test/y"),
            ("https://a.test/b/c?d#e", "/y", "https://a.test/y"),
            ("https://a.test/b/c?d#e", "y", "https://a.test/b/y"),
            ("https://a.test/b/c?d/f", "?y", "https://a.test/b/c?y"),
            ("https://a.test", "y", "https://a.test/y"),
            ("https://a.test?z", "/y", "https://a.test/y"),
            ("about:blank", "y", "y"),
        ] {
            assert_eq!(absolute(base, reference), expected, "{base} {reference}");
        }
    }
}
