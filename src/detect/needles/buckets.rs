//! Which probes share a bit of the filter.
//!
//! A byte of the filter has one bit for each *bucket* of probes. At each of four positions a
//! bucket admits the bytes whose low and high nibble both stand in one of its probes, so probes
//! that are alike should share a bucket.

/// Bytes of the filter, thus eighths of the number of buckets.
pub(crate) const SETS: usize = 3;
const BUCKETS: usize = 8 * SETS;
/// How often every probe is put into the bucket that then suits it best.
const ROUNDS: usize = 4;

/// For each set and position, the buckets that admit a low and a high nibble.
#[derive(Debug, Default)]
#[repr(align(32))]
pub(crate) struct Tables {
    /// Buckets by low nibble, twice in a row.
    pub(crate) low: [[[u8; 32]; 4]; SETS],
    /// Buckets by high nibble, twice in a row.
    pub(crate) high: [[[u8; 32]; 4]; SETS],
}

/// The nibbles that a bucket admits at each position.
#[derive(Clone, Copy, Default, PartialEq)]
struct Bucket {
    low: [u16; 4],
    high: [u16; 4],
}

impl Tables {
    /// The tables for probes, each given as its bytes and which of them count.
    pub(crate) fn new(probes: &[(u32, u32)]) -> Self {
        let mut tables = Self::default();
        for (index, bucket) in buckets(probes).into_iter().enumerate() {
            tables.put(index, bucket);
        }
        tables
    }

    fn put(&mut self, index: usize, bucket: Bucket) {
        let (set, place) = (index / 8, index % 8);
        for position in 0..4 {
            for nibble in 0..32 {
                let bit = |nibbles: u16| ((nibbles >> (nibble % 16) & 1) as u8) << place;
                self.low[set][position][nibble] |= bit(bucket.low[position]);
                self.high[set][position][nibble] |= bit(bucket.high[position]);
            }
        }
    }
}

/// Neighbours in the order of the alphabet, moved to where they fit.
fn buckets(probes: &[(u32, u32)]) -> Vec<Bucket> {
    let mut probes = probes.to_vec();
    probes.sort_unstable_by_key(|&(key, mask)| (mask, key.swap_bytes()));
    let weights = Weights::new();
    let probes: Vec<Bucket> = probes.iter().map(|&(key, mask)| Bucket::of(key, mask)).collect();
    let mut homes: Vec<usize> =
        (0..probes.len()).map(|place| place * BUCKETS / probes.len()).collect();
    for _ in 0..ROUNDS {
        settle(&probes, &mut homes, &weights);
    }
    (0..BUCKETS).map(|home| Bucket::all(&probes, &homes, home)).collect()
}

/// Moves each probe to the bucket that suits it best.
fn settle(probes: &[Bucket], homes: &mut [usize], weights: &Weights) {
    let mut buckets: Vec<Bucket> =
        (0..BUCKETS).map(|home| Bucket::all(probes, homes, home)).collect();
    let mut costs: Vec<f32> = buckets.iter().map(|bucket| weights.admitted(bucket)).collect();
    for (index, probe) in probes.iter().enumerate() {
        let old = std::mem::replace(&mut homes[index], usize::MAX);
        buckets[old] = Bucket::all(probes, homes, old);
        costs[old] = weights.admitted(&buckets[old]);
        let more = |home: usize| weights.admitted(&buckets[home].with(probe)) - costs[home];
        let (mut best, mut least) = (old, more(old));
        for home in 0..BUCKETS {
            let cost = more(home);
            if cost < least {
                (best, least) = (home, cost);
            }
        }
        homes[index] = best;
        buckets[best] = buckets[best].with(probe);
        costs[best] = weights.admitted(&buckets[best]);
    }
}

impl Bucket {
    fn of(key: u32, mask: u32) -> Self {
        let mut bucket = Self::default();
        for (position, byte) in key.to_le_bytes().into_iter().enumerate() {
            let counts = mask >> (8 * position) & 0xff != 0;
            bucket.low[position] = if counts { 1 << (byte & 15) } else { u16::MAX };
            bucket.high[position] = if counts { 1 << (byte >> 4) } else { u16::MAX };
        }
        bucket
    }

    /// What the probes admit whose home is this.
    fn all(probes: &[Self], homes: &[usize], home: usize) -> Self {
        let members = probes.iter().zip(homes).filter(|(_, at)| **at == home);
        members.fold(Self::default(), |all, (probe, _)| all.with(probe))
    }

    fn with(&self, other: &Self) -> Self {
        let either = |a: [u16; 4], b: [u16; 4]| std::array::from_fn(|at| a[at] | b[at]);
        Self { low: either(self.low, other.low), high: either(self.high, other.high) }
    }
}

/// For each high nibble and each quarter of the low nibbles, the sums of their bytes' weights.
struct Weights(Box<[[[f32; 16]; 4]; 16]>);

impl Weights {
    fn new() -> Self {
        let mut sums = Box::new([[[0.0; 16]; 4]; 16]);
        for (high, quarters) in (0u8..).zip(sums.iter_mut()) {
            for (quarter, sums) in (0u8..).zip(quarters) {
                for (chosen, sum) in sums.iter_mut().enumerate() {
                    let lows = (0..4u8).filter(|low| chosen >> low & 1 == 1);
                    *sum = lows.map(|low| weight(high << 4 | quarter << 2 | low)).sum();
                }
            }
        }
        Self(sums)
    }

    /// The share of windows that a bucket admits.
    fn admitted(&self, bucket: &Bucket) -> f32 {
        (0..4).map(|position| self.share(bucket.high[position], bucket.low[position])).product()
    }

    fn share(&self, high: u16, low: u16) -> f32 {
        let low = [low & 15, low >> 4 & 15, low >> 8 & 15, low >> 12].map(usize::from);
        let mut rest = high;
        let mut sum = 0.0;
        while rest != 0 {
            let quarters = &self.0[rest.trailing_zeros() as usize];
            sum += quarters[0][low[0]]
                + quarters[1][low[1]]
                + quarters[2][low[2]]
                + quarters[3][low[3]];
            rest &= rest - 1;
        }
        sum
    }
}

/// Roughly, the share of a byte in captures: in code and prose, or in base64 if that is more.
pub(crate) fn weight(byte: u8) -> f32 {
    match byte {
        b'e' | b' ' | b'n' | b't' | b'\\' => 0.05,
        b'a' | b'o' | b'i' | b'r' | b's' | b'u' | b'l' | b'c' | b'"' => 0.03,
        b'd' | b'p' | b'm' | b'h' | b'f' | b'g' | b'0' | b'1' | b'2' | b'=' | b':' | b','
        | b'/' => 0.016,
        b'b'
        | b'y'
        | b'v'
        | b'w'
        | b'k'
        | b'3'..=b'9'
        | b'-'
        | b'.'
        | b'_'
        | b'('
        | b')'
        | b'+'
        | b'{'
        | b'}' => 0.008,
        b'A'..=b'Z' | b'a'..=b'z' => 0.004,
        _ => 0.002,
    }
}
