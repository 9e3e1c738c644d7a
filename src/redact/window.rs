//! Fingerprint windows: which places of a text can hold one of many forms.
//!
//! A form of at least `WIDTH + STRIDE - 1` bytes covers, wherever it stands, one window of `WIDTH`
//! bytes at a text offset divisible by `STRIDE`. So `STRIDE` neighbouring windows of each form go
//! into a bit table, and the text is asked once every `STRIDE` bytes: one multiplication, one word.

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

    /// The entry beside the hash of its window.
    pub(super) fn found(self, hash: u64) -> [u64; 2] {
        [hash, self.0]
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

/// Windows: the hash of each, and its entry as a number.
pub(super) type Found = Vec<[u64; 2]>;

fn low(word: u64, bits: u32) -> u64 {
    word & ((1 << bits) - 1)
}

fn index(number: u64) -> usize {
    usize::try_from(number).expect("because tables fit into memory")
}

/// The hash of a window; letters count without case, so that both cases of hex share a window.
pub(super) fn hash(window: u64) -> u64 {
    const ANY_CASE: u64 = 0x2020_2020_2020_2020;
    (window | ANY_CASE).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Two bits of one word: half as many false alarms as one bit of a table twice as large, for the
/// same single access to memory.
fn two_bits(hash: u64) -> u64 {
    1 << (hash >> 32 & 63) | 1 << (hash >> 26 & 63)
}

/// The windows of many forms.
#[derive(Debug, Default)]
pub(super) struct Windows<const WIDTH: usize, const STRIDE: usize> {
    bits: Vec<u64>,
    bits_shift: u32,
    buckets: Vec<u32>,
    bucket_bits: u32,
    entries: Vec<Entry>,
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
        let table_bits = (found.len() * BITS_PER_WINDOW).next_power_of_two().max(64 * 64);
        let bucket_bits = (found.len() / 4).next_power_of_two().max(2).ilog2();
        let mut windows = Self {
            bits: vec![0; table_bits / 64],
            bits_shift: 64 - (table_bits / 64).ilog2(),
            buckets: vec![0; (1 << bucket_bits) + 1],
            bucket_bits,
            entries: Vec::new(),
        };
        for &[hash, _] in &found {
            let word = index(hash >> windows.bits_shift);
            windows.bits[word] |= two_bits(hash);
            let bucket = windows.bucket(hash);
            windows.buckets[bucket + 1] += 1;
        }
        for bucket in 0..1 << bucket_bits {
            windows.buckets[bucket + 1] += windows.buckets[bucket];
        }
        windows.entries = windows.entries_of(found);
        for bucket in windows.buckets.windows(2) {
            let entries = &mut windows.entries[bucket[0] as usize..bucket[1] as usize];
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
        const LANES: usize = 4;
        if self.is_empty() {
            return;
        }
        let block = LANES * STRIDE;
        let end = range.end.min(text.len().saturating_sub(WIDTH - 1));
        let mut at = range.start;
        // Four questions are asked before one branch, so that they wait for memory together.
        while at + block <= end && at + block + 8 <= text.len() {
            let piece = &text[at..at + block + 8];
            let hashes: [u64; LANES] = std::array::from_fn(|lane| {
                let bytes = piece[lane * STRIDE..].first_chunk().expect("because eight follow");
                hash(Self::cut(u64::from_le_bytes(*bytes)))
            });
            if hashes.iter().fold(false, |any, &hash| any | self.test(hash)) {
                for (lane, &hash) in hashes.iter().enumerate() {
                    self.look(at + lane * STRIDE, hash, hit);
                }
            }
            at += block;
        }
        while at < end {
            self.look(at, Self::hash_at(&text[at..]), hit);
            at += STRIDE;
        }
    }

    /// The hash of the window at the start of `text`.
    pub(super) fn hash_at(text: &[u8]) -> u64 {
        let mut bytes = [0; 8];
        bytes[..WIDTH].copy_from_slice(&text[..WIDTH]);
        hash(u64::from_le_bytes(bytes))
    }

    fn cut(window: u64) -> u64 {
        window & (u64::MAX >> (64 - 8 * WIDTH))
    }

    /// Whether the table may hold this hash.
    fn test(&self, hash: u64) -> bool {
        let bits = two_bits(hash);
        self.bits[index(hash >> self.bits_shift)] & bits == bits
    }

    fn look(&self, at: usize, hash: u64, hit: &mut impl FnMut(usize, &[Entry])) {
        if !self.test(hash) {
            return;
        }
        let bucket = self.bucket(hash);
        let entries =
            &self.entries[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
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
