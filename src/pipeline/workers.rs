//! Brings the batches of a capture before workers on all threads, and lets what has an order
//! happen in order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::error::Error;
use crate::files::{self, FileError, Source};
use crate::har::Envelope;
use crate::options::Options;
use crate::pipeline::lengths::LongEntries;
use crate::pipeline::reader::{Batch, ReadSizes, Reader, Whole};
use crate::progress::Progress;
use crate::redact::sweep::Job;

/// The stack of a worker: layers and JSON nest, and both are bounded.
const STACK_BYTES: usize = 32 << 20;

/// What all workers of a pass share.
pub(crate) struct Crew<'p> {
    pool: rayon::ThreadPool,
    threads: usize,
    sizes: ReadSizes,
    progress: &'p dyn Progress,
}

/// What a pass has read.
pub(crate) struct Reading<S> {
    pub(crate) states: Vec<S>,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// The entries that were read in parts, unless that was known.
    pub(crate) long: LongEntries,
}

impl<'p> Crew<'p> {
    pub(crate) fn new(options: &Options, progress: &'p dyn Progress) -> Result<Self, Error> {
        let threads = options.threads;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK_BYTES)
            .thread_name(|number| format!("unharm-{number}"))
            .build()
            .map_err(|_| Error::WorkerLost)?;
        Ok(Self { pool, threads, sizes: options.read_sizes, progress })
    }

    /// A reader of the capture that `source` holds.
    pub(crate) fn reader<'s>(&self, source: &'s dyn Source, path: &'s Path) -> Reader<'s> {
        Reader::new(source, path, self.sizes)
    }

    pub(crate) fn progress(&self) -> &dyn Progress {
        self.progress
    }

    /// How much of a capture is held at once.
    pub(crate) fn sizes(&self) -> ReadSizes {
        self.sizes
    }

    /// What `work` makes of each item, in order; all threads share the items.
    pub(crate) fn each<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> Result<R, FileError> + Send + Sync,
    ) -> Result<Vec<R>, FileError> {
        self.pool.install(|| items.par_iter().map(&work).collect())
    }

    /// Runs two jobs, at the same time if there are threads.
    pub(crate) fn join(&self, first: Job<'_>, second: Job<'_>) {
        if self.threads > 1 {
            self.pool.join(first, second);
        } else {
            first();
            second();
        }
    }

    /// Brings each batch before one of the workers; `make` gives each its own state.
    pub(crate) fn run<S: Send, T: Send>(
        &self,
        reader: Reader<'_>,
        turns: &Turns<T>,
        make: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, &mut Batch) -> Result<(), Error> + Sync,
    ) -> Result<Reading<S>, Error> {
        let readers = std::iter::once(reader);
        let (states, mut wholes) =
            self.run_all(readers, turns, make, |state, _, batch| work(state, batch))?;
        let Whole { envelope, entries, long, .. } = wholes.pop().ok_or(Error::WorkerLost)?;
        Ok(Reading { states, envelope, entries, long })
    }

    /// Reads several captures and brings each batch before one of the workers, with the number of
    /// its capture from 0. Each worker reads one of its own, and behind the last helps with those
    /// that others still read: nobody waits for another's reading, nor for the end of a capture.
    pub(crate) fn run_all<'r, S: Send, T: Send>(
        &self,
        readers: impl Iterator<Item = Reader<'r>> + Send,
        turns: &Turns<T>,
        make: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, usize, &mut Batch) -> Result<(), Error> + Sync,
    ) -> Result<(Vec<S>, Vec<Whole>), Error> {
        let shelf = Mutex::new(Shelf { readers, open: Vec::new(), read: Vec::new() });
        let states = Mutex::new(Vec::new());
        let failure = Mutex::new(None);
        let worker = || {
            let mut state = make();
            let outcome =
                catch_unwind(AssertUnwindSafe(|| self.work(&shelf, turns, &mut state, &work)));
            match outcome.unwrap_or(Err(Error::WorkerLost)) {
                Ok(()) => lock(&states).push(state),
                Err(error) => {
                    lock(&failure).get_or_insert(error);
                    turns.stop();
                }
            }
        };
        self.pool.scope(|scope| (0..self.threads).for_each(|_| scope.spawn(|_| worker())));
        if let Some(error) = into_inner(failure) {
            return Err(error);
        }
        let wholes: Option<Vec<Whole>> = into_inner(shelf).read.into_iter().collect();
        Ok((into_inner(states), wholes.ok_or(Error::WorkerLost)?))
    }

    fn work<'r, S, T>(
        &self,
        shelf: &Mutex<Shelf<'r, impl Iterator<Item = Reader<'r>>>>,
        turns: &Turns<T>,
        state: &mut S,
        work: &(impl Fn(&mut S, usize, &mut Batch) -> Result<(), Error> + Sync),
    ) -> Result<(), Error> {
        let mut batch = Batch::default();
        let mut current: Option<Open<'r>> = None;
        while !turns.stopped() {
            if files::interrupted() {
                return Err(Error::Interrupted);
            }
            let Some(open) = current.take().or_else(|| lock(shelf).take()) else { break };
            if lock(&open.reader).next(&mut batch)? {
                let bytes = batch.len();
                work(state, open.number, &mut batch)?;
                self.progress.advance(bytes);
                current = Some(open);
            } else {
                lock(shelf).close(&open);
            }
        }
        Ok(())
    }
}

/// A capture that is being read.
#[derive(Clone)]
struct Open<'r> {
    number: usize,
    reader: Arc<Mutex<Reader<'r>>>,
}

/// Several captures, of which some are being read.
struct Shelf<'r, I> {
    /// Those that nobody reads yet.
    readers: I,
    open: Vec<Open<'r>>,
    /// What each was, once it is read.
    read: Vec<Option<Whole>>,
}

impl<'r, I: Iterator<Item = Reader<'r>>> Shelf<'r, I> {
    /// A capture that nobody reads yet, or one that others have not read to its end.
    fn take(&mut self) -> Option<Open<'r>> {
        let Some(reader) = self.readers.next() else { return self.open.first().cloned() };
        let open = Open { number: self.read.len(), reader: Arc::new(Mutex::new(reader)) };
        self.read.push(None);
        self.open.push(open.clone());
        Some(open)
    }

    /// Puts away a capture that has ended, unless another worker has, who heard of it first.
    fn close(&mut self, ended: &Open<'r>) {
        let Some(at) = self.open.iter().position(|open| open.number == ended.number) else {
            return;
        };
        self.open.swap_remove(at);
        self.read[ended.number] = lock(&ended.reader).take_whole();
    }
}

/// Lets what was made of batches pass in the order of their numbers. Nobody waits for a turn: what
/// is early is put aside, and passes with what it waits for.
pub(crate) struct Turns<T> {
    line: Mutex<Line<T>>,
    moved: Condvar,
    stopped: AtomicBool,
}

struct Line<T> {
    next: u64,
    early: BTreeMap<u64, T>,
    /// Made before, and to be filled again.
    free: Vec<T>,
    /// How many more may be made.
    unmade: usize,
}

/// How much may be early: batches of scripts take many times as long as those of images.
const EARLY_MAX: usize = 4;

impl<T> Turns<T> {
    /// The first turn is that of batch 0.
    pub(crate) fn new(crew: &Crew<'_>) -> Self {
        let (early, free, moved, stopped) = Default::default();
        let line = Line { next: 0, early, free, unmade: crew.threads + EARLY_MAX };
        Self { line: Mutex::new(line), moved, stopped }
    }

    /// Runs `place` on what was made of this batch when that of every batch before it was placed,
    /// and then, in no order, `finish`. Both may run now, or in another worker's call.
    pub(crate) fn pass(
        &self,
        sequence: u64,
        mut item: T,
        mut place: impl FnMut(&mut T) -> Result<(), Error>,
        mut finish: impl FnMut(&mut T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut line = lock(&self.line);
        if line.next != sequence {
            line.early.insert(sequence, item);
            return Ok(());
        }
        drop(line);
        let mut placed = Vec::new();
        loop {
            // The turn is this one's as long as the line does not say that it has passed.
            place(&mut item)?;
            placed.push(item);
            let mut line = lock(&self.line);
            line.next += 1;
            self.moved.notify_all();
            let next = line.next;
            match line.early.remove(&next) {
                Some(early) => item = early,
                None => break,
            }
        }
        for mut item in placed {
            finish(&mut item)?;
            lock(&self.line).free.push(item);
            self.moved.notify_all();
        }
        Ok(())
    }

    /// Wakes all who wait: what they wait for will not come.
    fn stop(&self) {
        let line = lock(&self.line);
        self.stopped.store(true, Ordering::Relaxed);
        self.moved.notify_all();
        drop(line);
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

impl<T: Default> Turns<T> {
    /// What will be made of this batch, still to be filled. Waits while too much is early, unless
    /// that is early for this batch.
    pub(crate) fn take(&self, sequence: u64) -> Result<T, Error> {
        let mut line = lock(&self.line);
        while !self.stopped() {
            if let Some(item) = line.free.pop() {
                return Ok(item);
            }
            if line.unmade > 0 || line.next == sequence {
                line.unmade = line.unmade.saturating_sub(1);
                return Ok(T::default());
            }
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        Err(Error::Interrupted)
    }
}

/// A worker that panics is an error of its own; what it held is not used after it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::thread;

    use crate::error::Error;
    use crate::options::Options;
    use crate::pipeline::workers::{Crew, EARLY_MAX, Turns};
    use crate::progress::Silent;

    fn turns() -> Turns<u64> {
        let options = Options { threads: 2, ..Options::default() };
        Turns::new(&Crew::new(&options, &Silent).unwrap())
    }

    #[test]
    fn what_is_early_passes_with_what_it_waits_for() {
        let (turns, placed, finished) = (turns(), RefCell::default(), RefCell::default());
        for (sequence, expected) in [(2, 0), (1, 0), (0, 3), (4, 3), (3, 5)] {
            let note = |into: &RefCell<Vec<u64>>, item: &mut u64| {
                into.borrow_mut().push(*item);
                Ok(())
            };
            let item = sequence * 10;
            let outcome = turns.pass(
                sequence,
                item,
                |item| note(&placed, item),
                |item| note(&finished, item),
            );
            assert!(outcome.is_ok());
            assert_eq!((placed.borrow().len(), finished.borrow().len()), (expected, expected));
        }
        assert_eq!(*placed.borrow(), [0, 10, 20, 30, 40]);
    }

    #[test]
    fn what_all_others_wait_for_does_not_wait() {
        let turns = turns();
        for sequence in 1..=2 + EARLY_MAX as u64 {
            let item = turns.take(sequence).unwrap();
            turns.pass(sequence, item, |_| Ok(()), |_| Ok(())).unwrap();
        }
        let later = || turns.take(100).unwrap();
        thread::scope(|scope| {
            let later = scope.spawn(later);
            let item = turns.take(0).unwrap();
            assert!(!later.is_finished());
            turns.pass(0, item, |_| Ok(()), |_| Ok(())).unwrap();
            later.join().unwrap();
        });
    }

    #[test]
    fn who_waits_learns_that_the_pass_has_ended() {
        let turns = turns();
        for sequence in 1..=2 + EARLY_MAX as u64 {
            turns.take(sequence).unwrap();
        }
        thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take(100));
            turns.stop();
            assert!(matches!(waiting.join().unwrap(), Err(Error::Interrupted)));
        });
    }
}
