//! Lets the system forget what of a large capture nobody reads again.
//!
//! A capture and its copy can fill the page cache. What is written then takes pages from others, or
//! memory that a virtual machine has given back to its host: 10 GB took twice the system's time.

use crate::files::Source;

/// How far a source was forgotten.
#[derive(Debug)]
pub(crate) struct Forgetter {
    from: u64,
}

impl Forgetter {
    /// A smaller capture may be read again soon, and takes nobody's place.
    const CAPTURE_BYTES_MIN: u64 = 2 << 30;
    /// So much is forgotten at once.
    const STEP_BYTES: u64 = 16 << 20;
    /// What a reader needs that goes on at a place: it looks back a little from there.
    const BACK_BYTES: u64 = 1 << 20;

    /// For a source of which this is the last reader; none if the source is small.
    pub(crate) fn new(source: &dyn Source) -> Option<Self> {
        let is_large = source.len() >= Self::CAPTURE_BYTES_MIN;
        is_large.then_some(Self { from: 0 })
    }

    /// Forgets what stands before `at`, from where its reader goes on.
    pub(crate) fn forget(&mut self, source: &dyn Source, at: u64) {
        let end = at.saturating_sub(Self::BACK_BYTES);
        if end >= self.from + Self::STEP_BYTES {
            source.forget(self.from..end);
            self.from = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::ops::Range;
    use std::sync::Mutex;

    use crate::files::Source;
    use crate::pipeline::forget::Forgetter;

    #[derive(Default)]
    struct Large {
        len: u64,
        forgotten: Mutex<Vec<Range<u64>>>,
    }

    impl Source for Large {
        fn len(&self) -> u64 {
            self.len
        }

        fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
            Ok(0)
        }

        fn forget(&self, span: Range<u64>) {
            self.forgotten.lock().unwrap().push(span);
        }
    }

    #[test]
    fn what_is_well_behind_is_forgotten_once() {
        const MIB: u64 = 1 << 20;
        let source = Large { len: Forgetter::CAPTURE_BYTES_MIN, ..Large::default() };
        let mut forgetter = Forgetter::new(&source).unwrap();
        for at in [0, MIB, 16 * MIB, 17 * MIB, 20 * MIB, 40 * MIB, 41 * MIB] {
            forgetter.forget(&source, at);
        }
        assert_eq!(source.forgotten.into_inner().unwrap(), [0..16 * MIB, 16 * MIB..39 * MIB]);
    }

    #[test]
    fn a_small_capture_stays_where_it_is() {
        let source = Large { len: Forgetter::CAPTURE_BYTES_MIN - 1, ..Large::default() };
        assert!(Forgetter::new(&source).is_none());
    }
}
