//! Brings the batches of a capture before workers on all threads, and lets what has an order
//! happen in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::error::Error;
use crate::files::{self, FileError, Source};
use crate::har::Envelope;
use crate::options::Options;
use crate::pipeline::reader::{Batch, ReadSizes, Reader};
use crate::progress::Progress;
use crate::redact::sweep::Job;

/// The stack of a worker: layers and JSON nest, and both are bounded.
const STACK_BYTES: usize = 32 << 20;

/// What all workers of a pass share.
pub(crate) struct Crew<'p> {
    pool: rayon::ThreadPool,
    threads: usize,
    permits: Permits,
    sizes: ReadSizes,
    progress: &'p dyn Progress,
}

/// What a pass has read.
pub(crate) struct Reading<S> {
    pub(crate) states: Vec<S>,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
}

impl<'p> Crew<'p> {
    pub(crate) fn new(options: &Options, progress: &'p dyn Progress) -> Result<Self, Error> {
        let threads = options.threads;
        let permits = Permits::new(threads);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(workers(threads))
            .stack_size(STACK_BYTES)
            .thread_name(|number| format!("unharm-{number}"))
            .build()
            .map_err(|_| Error::WorkerLost)?;
        Ok(Self { pool, threads, permits, sizes: options.read_sizes, progress })
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
        let work = |item| {
            let _permit = self.permits.hold();
            work(item)
        };
        self.pool.install(|| items.par_iter().map(work).collect())
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
    pub(crate) fn run<S: Send>(
        &self,
        reader: Reader<'_>,
        turns: &Turns<'_>,
        make: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, &Batch) -> Result<(), Error> + Sync,
    ) -> Result<Reading<S>, Error> {
        let reader = Mutex::new(reader);
        let states = Mutex::new(Vec::new());
        let failure = Mutex::new(None);
        let worker = || {
            let mut state = make();
            let permit = self.permits.hold();
            let outcome =
                catch_unwind(AssertUnwindSafe(|| self.work(&reader, turns, &mut state, &work)));
            drop(permit);
            match outcome.unwrap_or(Err(Error::WorkerLost)) {
                Ok(()) => lock(&states).push(state),
                Err(error) => {
                    lock(&failure).get_or_insert(error);
                    turns.stop();
                }
            }
        };
        let workers = workers(self.threads);
        self.pool.scope(|scope| (0..workers).for_each(|_| scope.spawn(|_| worker())));
        if let Some(error) = into_inner(failure) {
            return Err(error);
        }
        let reader = into_inner(reader);
        let entries = reader.entries();
        let envelope = reader.into_envelope().ok_or(Error::WorkerLost)?;
        Ok(Reading { states: into_inner(states), envelope, entries })
    }

    fn work<S>(
        &self,
        reader: &Mutex<Reader<'_>>,
        turns: &Turns<'_>,
        state: &mut S,
        work: &(impl Fn(&mut S, &Batch) -> Result<(), Error> + Sync),
    ) -> Result<(), Error> {
        let mut batch = Batch::default();
        while !turns.stopped() {
            if files::interrupted() {
                return Err(Error::Interrupted);
            }
            if !lock(reader).next(&mut batch)? {
                break;
            }
            work(state, &batch)?;
            self.progress.advance(batch.len());
        }
        Ok(())
    }
}

/// With several threads there is one worker more: it works while another waits for its turn.
fn workers(threads: usize) -> usize {
    if threads > 1 { threads + 1 } else { threads }
}

/// How many workers may still work at the same time: as many as there are threads.
struct Permits {
    free: Mutex<usize>,
    given: Condvar,
}

impl Permits {
    fn new(threads: usize) -> Self {
        Self { free: Mutex::new(threads), given: Condvar::new() }
    }

    /// Waits for a permit, which goes back when it is dropped.
    fn hold(&self) -> Permit<'_> {
        self.take();
        Permit(self)
    }

    fn take(&self) {
        let mut free = lock(&self.free);
        while *free == 0 {
            free = self.given.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
    }

    fn give(&self) {
        *lock(&self.free) += 1;
        self.given.notify_one();
    }
}

/// A permit that is held.
struct Permit<'p>(&'p Permits);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.give();
    }
}

/// Lets batches pass in the order of their numbers.
pub(crate) struct Turns<'c> {
    permits: &'c Permits,
    next: Mutex<u64>,
    moved: Condvar,
    stopped: AtomicBool,
}

impl<'c> Turns<'c> {
    /// The first turn is that of batch 0.
    pub(crate) fn new(crew: &'c Crew<'_>) -> Self {
        let (next, moved, stopped) = Default::default();
        Self { permits: &crew.permits, next, moved, stopped }
    }

    /// Runs `pass` when every batch before `sequence` has passed.
    pub(crate) fn in_turn<T>(
        &self,
        sequence: u64,
        pass: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let next = lock(&self.next);
        if *next == sequence {
            drop(next);
        } else {
            self.permits.give();
            let came = self.wait(next, sequence);
            self.permits.take();
            if !came {
                return Err(Error::Interrupted);
            }
        }
        // The turn is this batch's as long as it does not say that it has passed.
        let outcome = pass();
        *lock(&self.next) += 1;
        self.moved.notify_all();
        outcome
    }

    /// Whether the turn of this batch came.
    fn wait(&self, mut next: MutexGuard<'_, u64>, sequence: u64) -> bool {
        while *next != sequence {
            if self.stopped() {
                return false;
            }
            next = self.moved.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
        true
    }

    /// Wakes all who wait: their turn will not come.
    fn stop(&self) {
        let next = lock(&self.next);
        self.stopped.store(true, Ordering::Relaxed);
        self.moved.notify_all();
        drop(next);
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// A worker that panics is an error of its own; what it held is not used after it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
