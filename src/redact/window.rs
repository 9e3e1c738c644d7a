//! Fingerprint windows: which places of a text can hold one of many forms.
//!
//! A form of at least `WIDTH + STRIDE - 1` bytes covers, wherever it stands, one window of `WIDTH`
//! bytes at a text offset divisible by `STRIDE`. So `STRIDE` neighbouring windows of each form go
//! into a bit table, and the text is asked once every `STRIDE` bytes: six multiplications, one word.
//! The table of many secrets is larger than a cache, but nearly all its windows are of tokens with
//! digits, and few windows of a text are: so there is one for these, and small ones for all others.

#[cfg(target_arch = "x86_64")]
mod simd;
#[cfg(test)]
mod tests;

use std::ops::Range;

/// Bits of the table for each window, at least. With 10, 10,000 secrets took half as long again;
/// with 40 no less. A table of its own for base64 and hex, asked only where they can stand, halved
/// the speed with few secrets and gave nothing with many.
const BITS_PER_WINDOW: usize = 20;
const FINGERPRINT_BITS: u32 = 20;
const OFFSET_BITS: u32 = 14;
const ROW_BITS: u32 = 6;
const SECRET_BITS: u32 = 24;

/// Windows start before this offset of a form.
pub(super) const OFFSETS_MAX: usize = 1 << OFFSET_BITS;
/// Secrets that an entry can name.
pub(super) const SECRETS_MAX: usize = 1 << SECRET_BITS;

/// Where a window stands: secret, row of the encoding table, offset in the form. Eight bytes,
/// because a secret has forty windows or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u64);

impl Entry {
    /// The window of this secret's form that starts at `offset`.
    pub(super) fn new(secret: u32, row: u8, offset: usize) -> Self {
        let high = (offset as u64) << ROW_BITS | u64::from(row);
        Self(high << SECRET_BITS | u64::from(secret))
    }

    /// Index of the secret.
    pub(super) fn secret(self) -> u32 {
        u32::try_from(low(self.0, SECRET_BITS)).expect("because it has 24 bits")
    }

    /// Row of the encoding table.
    pub(super) fn row(self) -> u8 {
        u8::try_from(low(self.0 >> SECRET_BITS, ROW_BITS)).expect("because it has 6 bits")
    }

    /// Where the window starts in the form.
    pub(super) fn offset(self) -> usize {
        index(low(self.0 >> (SECRET_BITS + ROW_BITS), OFFSET_BITS))
    }

    fn fingerprint(self) -> u64 {
        self.0 >> (SECRET_BITS + ROW_BITS + OFFSET_BITS)
    }

    fn with_fingerprint(self, fingerprint: u64) -> Self {
        Self(self.0 | fingerprint << (SECRET_BITS + ROW_BITS + OFFSET_BITS))
    }
}

/// Windows: the hash of each, of which the lowest bits are its class, and its entry as a number.
pub(super) type Found = Vec<[u64; 2]>;

fn low(word: u64, bits: u32) -> u64 {
    word & ((1 << bits) - 1)
}

fn index(number: u64) -> usize {
    usize::try_from(number).expect("because tables fit into memory")
}

/// Letters count without case, so that both cases of hex share a window.
pub(super) const ANY_CASE: u64 = 0x2020_2020_2020_2020;

/// Odd numbers: for each half of a window, then for each half of its hash.
const FACTORS: [[u32; 2]; 2] = [[0x9e37_79b1, 0x85eb_ca77], [0xff51_afd7, 0x1656_67b1]];

/// The high half of a sum, folded into the low one: a product says little of the high bits of its
/// factors in its low ones.
const FOLD: i32 = 15;

/// Windows that are looked at together: they wait for memory together, before one branch.
const LANES: usize = 8;

/// The hash of a window, in two halves: the first chooses a word of a table, the second its bits. Of
/// products of 32 bits, which a vector has eight at once.
fn hash(window: u64) -> u64 {
    let window = window | ANY_CASE;
    let [of_halves, of_sum] = FACTORS;
    let sum = half(window)
        .wrapping_mul(of_halves[0])
        .wrapping_add(half(window >> 32).wrapping_mul(of_halves[1]));
    let [places, bits] = of_sum.map(|factor| (sum ^ sum >> FOLD).wrapping_mul(factor));
    u64::from(places) << 32 | u64::from(bits)
}

/// The low half.
fn half(word: u64) -> u32 {
    u32::try_from(low(word, 32)).expect("because it has 32 bits")
}

/// Where the numbers of the bits in a word begin in a hash.
const BIT_SHIFTS: [i32; 4] = [27, 22, 17, 12];

/// The low halves of the bytes of a token by their high half, as bits: `%`, `+`, `-`, `.`, `/`, `@`,
/// letters, digits, `_` and `~`.
const TOKEN: [u16; 8] = [0, 0, 0xe820, 0x03ff, 0xffff, 0x87ff, 0xfffe, 0x47ff];

/// The high half of a digit; other bytes of a token have another one.
const DIGIT: u8 = 3;

/// The windows that share a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A token can have it, with a digit in it: nearly all windows of secrets, and few of a text.
    Code,
    /// A token can have it, but so can words.
    Word,
    /// A byte of it is of no token.
    Other,
}

const CLASSES: usize = 3;
/// The bits of a hash that are its class.
const CLASS_BITS: u32 = 2;

impl Class {
    /// The class of a window.
    pub(super) fn of(window: &[u8]) -> Self {
        // Without a branch for each byte: where this is all there is, it is asked of every window.
        let kinds = window.iter().fold(0, |kinds, &byte| kinds | KINDS[usize::from(byte)]);
        if kinds & IS_OTHER != 0 {
            Self::Other
        } else if kinds & IS_DIGIT != 0 {
            Self::Code
        } else {
            Self::Word
        }
    }
}

const IS_OTHER: u8 = 1;
const IS_DIGIT: u8 = 2;

/// Whether a token can have this byte.
pub(super) const fn is_of_token(byte: u8) -> bool {
    byte < 128 && TOKEN[(byte >> 4) as usize] >> (byte & 15) & 1 == 1
}

/// What each byte says of the window that it is in.
static KINDS: [u8; 256] = {
    let mut kinds = [IS_OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        if is_of_token(byte) {
            kinds[byte as usize] = if byte >> 4 == DIGIT { IS_DIGIT } else { 0 };
        }
        byte += 1;
    }
    kinds
};

/// Four bits of one word, for a single access to memory. With three there are half as many false
/// alarms again, and each waits for a bucket: base64 took a sixth longer with 20,000 secrets. They
/// are counted from the highest, so that a vector can shift each to where its sign is.
fn bits(hash: u64) -> u32 {
    BIT_SHIFTS.iter().fold(0, |bits, shift| bits | 1 << (31 - (hash >> shift & 31)))
}

/// Windows whose hashes begin alike.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    /// Where its entries start.
    start: u32,
    /// Their marks: most of what is not among them is told from them before they are read.
    marks: u32,
}

/// One of 32 bits, by bits of the hash that choose neither a word nor bits in it.
fn mark(hash: u64) -> u32 {
    1 << (hash >> 7 & 31)
}

/// The windows of many forms.
#[derive(Debug, Default)]
pub(super) struct Windows<const WIDTH: usize, const STRIDE: usize> {
    filter: Filter,
    buckets: Vec<Bucket>,
    bucket_bits: u32,
    entries: Vec<Entry>,
    #[cfg(target_arch = "x86_64")]
    kernel: Option<simd::Avx2>,
}

/// A table of bits for each class, four bits for each window.
#[derive(Debug, Default)]
struct Filter {
    words: Vec<u32>,
    tables: [Table; CLASSES],
}

/// Which words of the filter are a table.
#[derive(Debug, Clone, Copy, Default)]
struct Table {
    start: usize,
    /// The bits of a hash above these, in its first half, choose the word: there is a power of two.
    shift: u32,
}

/// Where windows of a text begin that may be of these.
struct Alarms {
    starts: [usize; Self::MAX],
    count: usize,
}

impl Alarms {
    /// So many are looked at together, while memory brings what tells of the next.
    const MAX: usize = 128;

    fn new() -> Self {
        Self { starts: [0; Self::MAX], count: 0 }
    }

    fn starts(&self) -> &[usize] {
        &self.starts[..self.count]
    }

    fn has_room(&self, windows: usize) -> bool {
        self.count + windows <= Self::MAX
    }

    fn push(&mut self, start: usize) {
        self.starts[self.count] = start;
        self.count += 1;
    }
}

impl Filter {
    /// The fewest words of a table.
    const WORDS_MIN: usize = 64;

    /// The tables of these windows, which are sorted.
    fn new(found: &Found) -> Self {
        let mut counts = [0; CLASSES];
        for same in found.chunk_by(|[a, _], [b, _]| a == b) {
            counts[class_of(same[0][0])] += 1;
        }
        let mut filter = Self::default();
        for (table, windows) in filter.tables.iter_mut().zip(counts) {
            let words: usize = windows * BITS_PER_WINDOW / 32;
            let words = words.next_power_of_two().max(Self::WORDS_MIN);
            *table = Table { start: filter.words.len(), shift: 32 - words.ilog2() };
            filter.words.resize(table.start + words, 0);
        }
        for &[hash, _] in found {
            let word = filter.word(hash, class_of(hash));
            filter.words[word] |= bits(hash);
        }
        filter
    }

    fn word(&self, hash: u64, class: usize) -> usize {
        let table = self.tables[class];
        table.start + index(hash >> 32 >> table.shift)
    }

    /// Whether the tables may hold a window of this hash.
    fn test(&self, hash: u64, class: Class) -> bool {
        let bits = bits(hash);
        self.words[self.word(hash, class as usize)] & bits == bits
    }
}

/// The class of a window by its hash.
fn class_of(hash: u64) -> usize {
    index(low(hash, CLASS_BITS))
}

impl<const WIDTH: usize, const STRIDE: usize> Windows<WIDTH, STRIDE> {
    /// The shortest form that always covers a window.
    pub(super) const FORM_BYTES_MIN: usize = WIDTH + STRIDE - 1;

    /// Takes hashes of windows and where they stand. `order` sorts the entries of one window.
    pub(super) fn new(mut found: Found, order: impl Fn(&mut [Entry])) -> Self {
        if found.is_empty() {
            return Self::default();
        }
        found.sort_unstable();
        let bucket_bits = (found.len() / 8).next_power_of_two().max(2).ilog2();
        let mut windows = Self {
            filter: Filter::new(&found),
            buckets: vec![Bucket::default(); (1 << bucket_bits) + 1],
            bucket_bits,
            entries: Vec::new(),
            #[cfg(target_arch = "x86_64")]
            kernel: simd::Avx2::detect(),
        };
        for &[hash, _] in &found {
            let bucket = windows.bucket(hash);
            windows.buckets[bucket].marks |= mark(hash);
            windows.buckets[bucket + 1].start += 1;
        }
        for bucket in 0..1 << bucket_bits {
            windows.buckets[bucket + 1].start += windows.buckets[bucket].start;
        }
        windows.entries = windows.entries_of(found);
        for bucket in windows.buckets.windows(2) {
            let entries = &mut windows.entries[bucket[0].start as usize..bucket[1].start as usize];
            entries.chunk_by_mut(|a, b| a.fingerprint() == b.fingerprint()).for_each(&order);
        }
        windows
    }

    /// The entries of what was found, in the same memory: there are eighty of some secrets.
    fn entries_of(&self, found: Found) -> Vec<Entry> {
        let count = found.len();
        let mut words = found.into_flattened();
        for at in 0..count {
            let (hash, entry) = (words[2 * at], Entry(words[2 * at + 1]));
            words[at] = entry.with_fingerprint(self.fingerprint(hash)).0;
        }
        words.truncate(count);
        let mut entries: Vec<Entry> = words.into_iter().map(Entry).collect();
        entries.shrink_to_fit();
        entries
    }

    /// The furthest that a window stands from the beginning of its form.
    pub(super) fn offset_max(&self) -> usize {
        self.entries.iter().map(|entry| entry.offset()).max().unwrap_or(0)
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `hit` for each window in `range` of `text` that may be one of these, with its place
    /// and the entries that share its fingerprint. `range` starts at a multiple of `STRIDE`.
    pub(super) fn scan(
        &self,
        text: &[u8],
        range: Range<usize>,
        hit: &mut impl FnMut(usize, &[Entry]),
    ) {
        if self.is_empty() {
            return;
        }
        let end = range.end.min(text.len().saturating_sub(WIDTH - 1));
        let mut at = range.start;
        while at < end {
            let mut alarms = Alarms::new();
            at = self.fill(text, at, end, &mut alarms);
            for starts in alarms.starts().chunks(LANES) {
                // All buckets are read before the first branch, and wait for memory together.
                let mut found = [(0, Bucket::default(), 0); LANES];
                for (found, &start) in found.iter_mut().zip(starts) {
                    let hash = Self::hash_at(&text[start..]);
                    let bucket = self.bucket(hash);
                    *found = (hash, self.buckets[bucket], self.buckets[bucket + 1].start);
                }
                for (&start, &(hash, bucket, end)) in starts.iter().zip(&found) {
                    if bucket.marks & mark(hash) != 0 {
                        self.look(start, hash, bucket.start as usize..end as usize, hit);
                    }
                }
            }
        }
    }

    /// Notes the windows that may be one of these and begin from `at` on and before `end`, as long
    /// as there is room; where the next one begins.
    fn fill(&self, text: &[u8], at: usize, end: usize, alarms: &mut Alarms) -> usize {
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = self.kernel {
            return kernel.fill::<WIDTH, STRIDE>(&self.filter, text, at, end, alarms);
        }
        self.fill_portable(text, at, end, alarms)
    }

    fn fill_portable(&self, text: &[u8], mut at: usize, end: usize, alarms: &mut Alarms) -> usize {
        while at < end && alarms.has_room(1) {
            let window = &text[at..][..WIDTH];
            if self.filter.test(Self::hash_at(window), Self::class(window)) {
                alarms.push(at);
            }
            at += STRIDE;
        }
        at
    }

    /// The window at the start of `text`, by which a form is looked for.
    pub(super) fn found(text: &[u8], entry: Entry) -> [u64; 2] {
        let class = Self::class(&text[..WIDTH]) as u64;
        [Self::hash_at(text) >> CLASS_BITS << CLASS_BITS | class, entry.0]
    }

    /// The hash of the window at the start of `text`.
    fn hash_at(text: &[u8]) -> u64 {
        hash(Self::word_at(text))
    }

    /// The window at the start of `text`, as a number.
    pub(super) fn word_at(text: &[u8]) -> u64 {
        let mut bytes = [0; 8];
        bytes[..WIDTH].copy_from_slice(&text[..WIDTH]);
        u64::from_le_bytes(bytes)
    }

    /// The table of a window. Short secrets are few, and have one.
    fn class(window: &[u8]) -> Class {
        if WIDTH == 8 { Class::of(window) } else { Class::Code }
    }

    /// Tells the entries of the window at `at`, if there are any among these.
    fn look(
        &self,
        at: usize,
        hash: u64,
        entries: Range<usize>,
        hit: &mut impl FnMut(usize, &[Entry]),
    ) {
        let entries = &self.entries[entries];
        let wanted = self.fingerprint(hash);
        let start = entries.partition_point(|entry| entry.fingerprint() < wanted);
        let len = entries[start..].partition_point(|entry| entry.fingerprint() == wanted);
        if len > 0 {
            hit(at, &entries[start..start + len]);
        }
    }

    fn bucket(&self, hash: u64) -> usize {
        index(hash >> (64 - self.bucket_bits))
    }

    fn fingerprint(&self, hash: u64) -> u64 {
        hash << self.bucket_bits >> (64 - FINGERPRINT_BITS)
    }
}
