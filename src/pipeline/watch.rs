//! Shows the redacted entries of a pass to the collectors of the report, where one is wanted.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::har::{Entry, Index, Node};
use crate::report::traffic::Collector;

/// What all threads of a pass have seen.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Collector>);

impl Seen {
    /// Forgets everything: the pass begins anew.
    pub(crate) fn clear(&self) {
        *self.lock() = Collector::default();
    }

    /// What was seen, when the pass has ended.
    pub(crate) fn collected(&self) -> Collector {
        std::mem::take(&mut *self.lock()).finish()
    }

    fn lock(&self) -> MutexGuard<'_, Collector> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The collector of one thread; what it has seen is added to that of all when it ends.
pub(crate) struct Watch<'s> {
    seen: &'s Seen,
    own: Collector,
    index: Index,
}

impl<'s> Watch<'s> {
    pub(crate) fn new(seen: &'s Seen) -> Self {
        Self { seen, own: Collector::default(), index: Index::new() }
    }

    /// Looks at a redacted entry that has so many bytes in the capture.
    pub(crate) fn entry(&mut self, number: u64, redacted: &[u8], bytes: usize) {
        // What cannot be read is found by the verification.
        if self.index.build(redacted).is_ok()
            && let Node::Object(object) = self.index.document(redacted).root()
        {
            self.own.entry(number, Entry::from(object), bytes as u64);
        }
    }

    /// Looks at a redacted entry that is indexed already.
    pub(crate) fn node(&mut self, number: u64, root: Node<'_>, bytes: usize) {
        if let Node::Object(object) = root {
            self.own.entry(number, Entry::from(object), bytes as u64);
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
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.seen.lock().merge(std::mem::take(&mut self.own));
    }
}
