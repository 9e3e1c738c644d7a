//! Shows the entries of a pass to the collectors of the report, where one is wanted: redacted, and
//! of those that are not yet, nothing but their sizes.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::detect::Findings;
use crate::har::{Entry, Index, Node, Object, Text};
use crate::report::traffic::Collector;

/// What all threads of a pass have seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    all: Mutex<Collector>,
    extent: Extent,
}

/// How much of the entries a pass looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything that a report tells.
    #[default]
    Whole,
    /// Their sizes: a later pass looks at all else.
    Sizes,
}

impl Seen {
    /// Nothing yet.
    pub(crate) fn new(extent: Extent) -> Self {
        Self { extent, ..Self::default() }
    }

    /// Forgets everything: the pass begins anew.
    pub(crate) fn clear(&self) {
        *self.lock() = Collector::default();
    }

    /// What was seen, when the pass has ended.
    pub(crate) fn collected(&self) -> Collector {
        std::mem::take(&mut *self.lock()).finish()
    }

    fn lock(&self) -> MutexGuard<'_, Collector> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The collector of one thread; what it has seen is added to that of all when it ends.
pub(crate) struct Watch<'s> {
    seen: &'s Seen,
    own: Collector,
    index: Index,
    /// Where the entry that comes next is redacted.
    redacted: Vec<Range<usize>>,
}

impl<'s> Watch<'s> {
    pub(crate) fn new(seen: &'s Seen) -> Self {
        Self { seen, own: Collector::default(), index: Index::new(), redacted: Vec::new() }
    }

    /// Notes what is found in the entry that comes next.
    pub(crate) fn begin(&mut self, findings: &Findings) {
        self.redacted.clear();
        if self.seen.extent == Extent::Sizes {
            self.redacted.extend(findings.top().iter().map(|finding| finding.span.clone()));
        }
    }

    /// Looks at an entry that has so many bytes in the capture, where it is given as it was before
    /// and after it was redacted.
    pub(crate) fn entry(
        &mut self,
        number: u64,
        (raw, bytes): (Object<'_>, usize),
        redacted: &[u8],
    ) {
        let raw = Entry::from(raw);
        let shows_host = self.seen.extent == Extent::Sizes
            && raw.url().is_none_or(|url| {
                let host = host_span(url);
                !self.redacted.iter().any(|span| span.start < host.end && host.start < span.end)
            });
        if shows_host {
            // The host stays as it is, so that the entry need not be read again for it.
            self.own.bytes(raw, bytes as u64);
        } else if self.index.build(redacted).is_ok()
            && let Node::Object(object) = self.index.document(redacted).root()
        {
            // What cannot be read is found by the verification.
            match self.seen.extent {
                Extent::Sizes => self.own.bytes(Entry::from(object), bytes as u64),
                Extent::Whole => self.own.entry(number, Entry::from(object), bytes as u64),
            }
        }
        self.hand_over();
    }

    /// Looks at a redacted entry that is indexed already.
    pub(crate) fn node(&mut self, number: u64, root: Node<'_>, bytes: usize) {
        if let Node::Object(object) = root {
            self.own.entry(number, Entry::from(object), bytes as u64);
            self.hand_over();
        }
    }

    /// Looks at a redacted part of an entry.
    pub(crate) fn part(&mut self, number: u64, redacted: &[u8], bytes: usize) {
        if self.index.build(redacted).is_ok()
            && let Node::Object(object) = self.index.document(redacted).root()
        {
            self.own.part(number, Entry::from(object), bytes as u64);
        }
    }

    /// Hands over what was seen when it has become long.
    fn hand_over(&mut self) {
        if self.own.is_long() {
            self.seen.lock().merge(std::mem::take(&mut self.own));
        }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.seen.lock().merge(std::mem::take(&mut self.own));
    }
}

/// Where the scheme and the host of a URL stand in an entry.
fn host_span(url: Text<'_>) -> Range<usize> {
    let (raw, span) = (url.raw(), url.span());
    let mut slashes = memchr::memchr_iter(b'/', raw);
    let start = slashes.nth(1).map_or(0, |second| second + 1);
    let end = raw[start..].iter().position(|byte| b"/?#".contains(byte));
    span.start..end.map_or(span.end, |end| span.start + start + end)
}

#[cfg(test)]
mod tests {
    use crate::har::{Index, Node};
    use crate::pipeline::watch::host_span;

    #[test]
    fn a_host_ends_where_its_path_begins() {
        for (url, expected) in [
            ("https://u:p@a.example:8/b?c", "https://u:p@a.example:8"),
            ("https:\\/\\/a.example\\/b", "https:\\/\\/a.example\\"),
            ("https://a.example?b", "https://a.example"),
            ("https://a.example", "https://a.example"),
            ("about:blank", "about:blank"),
            ("data:text/plain,x?y", "data:text"),
        ] {
            let json = format!("{{\"url\":\"{url}\"}}");
            let mut index = Index::new();
            index.build(json.as_bytes()).unwrap();
            let Node::Object(root) = index.document(json.as_bytes()).root() else { panic!() };
            let span = host_span(root.text(b"url").unwrap());
            assert_eq!(&json[span], expected, "{url}");
        }
    }
}
