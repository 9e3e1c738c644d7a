//! What the job takes of memory: by an allocator that counts, so a test program of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

#[path = "../benches/strings/mod.rs"]
mod strings;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use unharm::detect::{Detector, Policy};
use unharm::files::{Existing, write_whole};
use unharm::generate::{self, Recipe, Shape};
use unharm::har::{Index, Scanner};
use unharm::options::{Options, Output, Overwrite};
use unharm::pipeline::{self, ReadSizes};
use unharm::progress::Silent;
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, SecretBook, SecretValue, Sightings};

use crate::strings::strings_in;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static LIVE_BYTES: AtomicUsize = AtomicUsize::new(0);
static PEAK_BYTES: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// What an examiner may allocate for an entry, whatever stands in it.
const PER_ENTRY: u64 = 8;
/// What it may allocate for each finding.
const PER_FINDING: u64 = 3;

/// One test at a time: the peak is that of the process.
static TURN: Mutex<()> = Mutex::new(());

#[expect(unsafe_code, reason = "an allocator is unsafe; this one counts and leaves all to another")]
// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: until the call below, the block is the caller's, who has it no longer in use.
        unsafe { look_for_canary(pointer, layout.size()) };
        LIVE_BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: until the call below, the block is the caller's, who has it no longer in use.
        unsafe { look_for_canary(pointer, layout.size()) };
        // Both may be there for a moment.
        grow(bytes);
        LIVE_BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.realloc(pointer, layout, bytes) }
    }
}

/// What no freed block may hold while [`WATCHES`].
const CANARY: &[u8] = b"canary7Kq81Zt0vXw2mN";

thread_local! {
    static WATCHES: Cell<bool> = const { Cell::new(false) };
    static CANARIES: Cell<u64> = const { Cell::new(0) };
}

/// # Safety
/// All `bytes` at `pointer` can be read.
#[expect(unsafe_code, reason = "what is freed is looked at before it goes")]
unsafe fn look_for_canary(pointer: *const u8, bytes: usize) {
    if !WATCHES.with(Cell::get) {
        return;
    }
    for at in 0..bytes.saturating_sub(CANARY.len() - 1) {
        // What was never written is read as some byte or other: volatile, so that nothing is
        // concluded from it.
        // SAFETY: `at + index` is less than `bytes`.
        let is_here = |(index, byte): (usize, &u8)| unsafe {
            pointer.add(at + index).read_volatile() == *byte
        };
        if CANARY.iter().enumerate().all(is_here) {
            CANARIES.with(|count| count.set(count.get() + 1));
        }
    }
}

/// How often the canary stands in what `work` frees on this thread.
fn freed_canaries(work: impl FnOnce()) -> u64 {
    CANARIES.with(|count| count.set(0));
    WATCHES.with(|watches| watches.set(true));
    work();
    WATCHES.with(|watches| watches.set(false));
    CANARIES.with(Cell::get)
}

#[test]
fn values_are_wiped_before_their_memory_is_given_back() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let text = CANARY.to_vec();
    assert_eq!(freed_canaries(|| drop(text)), 1, "what is not wiped is seen");
    let value = SecretValue::new(CANARY);
    assert_eq!(freed_canaries(|| drop(value)), 0);
    let detector = Detector::new(&Policy::default());
    let canary = std::str::from_utf8(CANARY).unwrap();
    let entry = format!(r#"{{"_login":{{"password":"{canary}"}}}}"#);
    let mut collector = detector.collector();
    let mut sightings = Sightings::default();
    sightings.note(1, collector.entry(entry.as_bytes()).unwrap());
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let sweep = Sweep::new(&book.values());
    assert_eq!(book.values(), [CANARY]);
    assert_eq!(freed_canaries(|| drop(sweep)), 0, "the sweep");
    assert_eq!(freed_canaries(|| drop(book)), 0, "the book");
}

fn grow(bytes: usize) {
    let live = LIVE_BYTES.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK_BYTES.fetch_max(live, Ordering::Relaxed);
    ALLOCATIONS.with(|count| count.set(count.get() + 1));
}

/// How often `work` allocates on this thread.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

/// How many bytes more than before are there at once while `work` goes on, on all threads.
fn peak(work: impl FnOnce()) -> usize {
    let before = LIVE_BYTES.load(Ordering::Relaxed);
    PEAK_BYTES.store(before, Ordering::Relaxed);
    work();
    PEAK_BYTES.load(Ordering::Relaxed) - before
}

fn capture(recipe: Recipe) -> Vec<u8> {
    let mut text = Vec::new();
    generate::write(&recipe, &mut text, None).unwrap();
    text
}

fn entries(text: &[u8]) -> Vec<&[u8]> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    scanner.feed(text, &mut spans).unwrap();
    scanner.finish().unwrap();
    let at = |offset: u64| usize::try_from(offset).unwrap();
    spans.iter().map(|span| &text[at(span.start)..at(span.end)]).collect()
}

#[test]
fn finding_and_walking_entries_allocates_nothing() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let text = capture(Recipe { bytes: 1_000_000, shape: Shape::Small, ..Recipe::default() });
    let entries = entries(&text);
    let mut index = Index::new();
    let longest = entries.iter().max_by_key(|entry| entry.len()).unwrap();
    index.build(longest).unwrap();
    let mut strings = 0;
    let mut walk = || {
        for entry in &entries {
            index.build(entry).unwrap();
            strings += strings_in(index.document(entry).root());
        }
    };
    walk();
    assert_eq!(allocations(walk), 0);
    assert!(strings > 10_000);
}

#[test]
fn examining_allocates_for_entries_and_findings_and_not_for_strings() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let detector = Detector::new(&Policy::default());
    for (shape, secrets) in [
        (Shape::Mixed, 0),
        (Shape::Small, 0),
        (Shape::Mixed, 100),
        (Shape::Small, 100),
        (Shape::Dense, 100),
    ] {
        let recipe = |seed| Recipe { seed, bytes: 2_000_000, shape, secrets, ..Recipe::default() };
        let other = capture(recipe(2));
        let mut examiner = detector.collector();
        // A pattern has its caches from when it is first asked for, and each capture draws from some
        // three hundred.
        for warm in [1, 3, 4, 5, 6, 7].map(|seed| capture(recipe(seed))) {
            entries(&warm).iter().for_each(|entry| _ = examiner.entry(entry).unwrap());
        }
        let entries = entries(&other);
        let mut findings = 0;
        let count = allocations(|| {
            for entry in &entries {
                findings += examiner.entry(entry).unwrap().top().len() as u64;
            }
        });
        let strings = strings_of(&entries);
        let told = format!(
            "{shape:?}, {secrets} secrets: {count} allocations, {} entries, {strings} strings, {findings} findings",
            entries.len()
        );
        println!("{told}");
        assert!(count <= PER_ENTRY * entries.len() as u64 + PER_FINDING * findings, "{told}");
        assert!(secrets > 0 || count <= strings / 20, "{told}");
    }
}

fn strings_of(entries: &[&[u8]]) -> u64 {
    let mut index = Index::new();
    let strings = entries.iter().map(|entry| {
        index.build(entry).unwrap();
        strings_in(index.document(entry).root())
    });
    strings.sum()
}

#[test]
fn memory_does_not_grow_with_the_capture() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let directory = tempfile::tempdir().unwrap();
    let full = std::env::var_os("UNHARM_FULL").is_some();
    // Smaller buffers are full sooner.
    let small = ReadSizes { block_bytes: 1 << 16, entry_bytes: 1 << 17, ..ReadSizes::default() };
    // The long bodies of a mixed capture fill buffers later than its first megabytes.
    let shapes: &[Shape] = if full { &[Shape::Small, Shape::Mixed] } else { &[Shape::Small] };
    for &shape in shapes {
        let run = |times: u64| {
            let recipe = |bytes| Recipe { bytes, shape, secrets: 200, ..Recipe::default() };
            if full {
                job(directory.path(), recipe(20_000_000 * times), ReadSizes::default())
            } else {
                job(directory.path(), recipe(1_500_000 * times), small)
            }
        };
        // On a busy machine one thread may have read the shortest before the other has begun, and
        // what waits for one that is kept from running is more: what grows, grows each time.
        let one = (0..3).map(|_| run(1)).max().unwrap();
        let [four, sixteen] = [4, 16].map(|times| (0..3).map(|_| run(times)).min().unwrap());
        let peaks = [one, four, sixteen];
        println!("{shape:?}: {peaks:?} bytes at once");
        assert!(four <= one + one / 4 && sixteen <= one + one / 4, "{shape:?}: {peaks:?}");
    }
}

/// The most memory that the whole job takes for such a capture.
fn job(directory: &Path, recipe: Recipe, read_sizes: ReadSizes) -> usize {
    let path = directory.join("capture.har");
    write_whole(&path, &capture(recipe), Existing::Replace).unwrap();
    let options = Options {
        output: Output::Directory(directory.join("out")),
        overwrite: Overwrite::Replace,
        threads: 2,
        read_sizes,
        ..Options::default()
    };
    let detector = Detector::new(&options.policy);
    peak(|| {
        pipeline::sanitize(&path, &options, &detector, &Silent).unwrap();
    })
}
