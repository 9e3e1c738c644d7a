//! Which probes share a bit of the filter.
//!
//! A byte of the filter has one bit for each *bucket* of probes. At each of four positions a
//! bucket admits the bytes whose low and high nibble both stand in one of its probes, so probes
//! that are alike should share a bucket. A processor that looks up 64 bytes at once is asked for the
//! lower six bits of a byte instead, which admits far fewer: of letters and digits only `0` to `9`
//! have those of others, `p` to `y`.

use std::sync::LazyLock;

/// Bytes of the filter, thus eighths of the number of buckets.
pub(crate) const SETS: usize = 4;
const BUCKETS: usize = 8 * SETS;
/// How often every probe is put into the bucket that then suits it best.
const ROUNDS: usize = 2;

/// For each set and position, the buckets that admit a low and a high nibble.
#[derive(Debug, Default)]
#[repr(align(32))]
pub(crate) struct Tables {
    /// Buckets by low nibble, twice in a row.
    pub(crate) low: [[[u8; 32]; 4]; SETS],
    /// Buckets by high nibble, twice in a row.
    pub(crate) high: [[[u8; 32]; 4]; SETS],
    /// Buckets by the lower six bits.
    pub(crate) six: [[Six; 4]; SETS],
}

/// A table of the size of the vector that holds it.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Six(pub(crate) [u8; 64]);

impl Default for Six {
    fn default() -> Self {
        Self([0; 64])
    }
}

/// What a bucket admits at each position.
#[derive(Clone, Copy, Default)]
struct Bucket {
    /// Low nibbles.
    low: [u16; 4],
    /// High nibbles.
    high: [u16; 4],
    /// Lower six bits.
    six: [u64; 4],
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
            for (six, buckets) in self.six[set][position].0.iter_mut().enumerate() {
                *buckets |= u8::from(bucket.six[position] >> six & 1 == 1) << place;
            }
        }
    }
}

/// Neighbours in the order of the alphabet, moved to where they fit.
fn buckets(probes: &[(u32, u32)]) -> Vec<Bucket> {
    let mut probes = probes.to_vec();
    probes.sort_unstable_by_key(|&(key, mask)| (mask, key.swap_bytes()));
    let probes: Vec<Probe> = probes.iter().map(|&(key, mask)| Probe::new(key, mask)).collect();
    let mut homes: Vec<usize> =
        (0..probes.len()).map(|place| place * BUCKETS / probes.len()).collect();
    let weights = &*WEIGHTS;
    let mut buckets = vec![Filled::default(); BUCKETS];
    for (probe, &home) in probes.iter().zip(&homes) {
        buckets[home].change(probe, weights, |count| *count += 1);
    }
    for _ in 0..ROUNDS {
        for (probe, home) in probes.iter().zip(&mut homes) {
            buckets[*home].change(probe, weights, |count| *count -= 1);
            *home = best(&buckets, probe, *home, weights);
            buckets[*home].change(probe, weights, |count| *count += 1);
        }
    }
    let mut buckets: Vec<Bucket> = buckets.into_iter().map(|filled| filled.admits).collect();
    for (probe, home) in probes.iter().zip(homes) {
        for (six, nibbles) in buckets[home].six.iter_mut().zip(probe.0) {
            *six |= nibbles.map_or(u64::MAX, |(low, high)| 1 << ((high % 4) << 4 | low));
        }
    }
    buckets
}

/// The bucket that admits the least more because of a probe; the old one, if no other is better.
fn best(buckets: &[Filled], probe: &Probe, old: usize, weights: &Weights) -> usize {
    let (mut best, mut least) = (old, buckets[old].more(probe, weights));
    for (home, filled) in buckets.iter().enumerate() {
        let more = filled.more(probe, weights);
        if more < least {
            (best, least) = (home, more);
        }
    }
    best
}

/// The nibbles of a probe: low and high, none where any byte will do.
struct Probe([Option<(usize, usize)>; 4]);

impl Probe {
    fn new(key: u32, mask: u32) -> Self {
        Self(std::array::from_fn(|position| {
            let byte = usize::from(key.to_le_bytes()[position]);
            (mask >> (8 * position) & 0xff != 0).then_some((byte & 15, byte >> 4))
        }))
    }
}

/// A bucket with probes in it.
#[derive(Clone, Default)]
struct Filled {
    admits: Bucket,
    /// How many of the probes have each low nibble at each position.
    low: [[u16; 16]; 4],
    /// How many have each high nibble.
    high: [[u16; 16]; 4],
    /// How many admit any byte.
    any: [u16; 4],
    /// The share of bytes that is admitted at each position.
    shares: [f32; 4],
}

impl Filled {
    /// Puts a probe in or takes it out, which is what `change` does to a count.
    fn change(&mut self, probe: &Probe, weights: &Weights, change: impl Fn(&mut u16)) {
        for (position, nibbles) in probe.0.into_iter().enumerate() {
            let (low, high) = (&mut self.admits.low[position], &mut self.admits.high[position]);
            match nibbles {
                Some((of_low, of_high)) => {
                    let any = self.any[position] > 0;
                    count(&mut self.low[position][of_low], low, 1 << of_low, any, &change);
                    count(&mut self.high[position][of_high], high, 1 << of_high, any, &change);
                }
                None => {
                    change(&mut self.any[position]);
                    let any = if self.any[position] > 0 { u16::MAX } else { 0 };
                    *low = any | counted(&self.low[position]);
                    *high = any | counted(&self.high[position]);
                }
            }
            self.shares[position] = weights.share(*high, *low);
        }
    }

    /// How much larger the share of windows is that the bucket admits when it has one probe more.
    fn more(&self, probe: &Probe, weights: &Weights) -> f32 {
        let (mut now, mut then) = (1.0, 1.0);
        for (position, nibbles) in probe.0.into_iter().enumerate() {
            let (low, high) = (self.admits.low[position], self.admits.high[position]);
            let share = self.shares[position];
            now *= share;
            then *= match nibbles {
                Some(nibbles) => share + weights.more(high, low, nibbles),
                None => weights.share(u16::MAX, u16::MAX),
            };
        }
        then - now
    }
}

/// Changes how many probes have a nibble, and whether it is admitted.
fn count(count: &mut u16, admits: &mut u16, bit: u16, any: bool, change: impl Fn(&mut u16)) {
    change(count);
    if *count > 0 || any {
        *admits |= bit;
    } else {
        *admits &= !bit;
    }
}

/// The nibbles that any probe has.
fn counted(counts: &[u16; 16]) -> u16 {
    counts.iter().rev().fold(0, |nibbles, &count| nibbles << 1 | u16::from(count > 0))
}

/// For each nibble, the sums of its bytes' weights for each set of the nibbles beside it.
struct Weights {
    high: Vec<Sums>,
    low: Vec<Sums>,
}

/// Sums for each set of the first eight nibbles, and of the last.
type Sums = [[f32; 256]; 2];

static WEIGHTS: LazyLock<Weights> = LazyLock::new(Weights::new);

impl Weights {
    fn new() -> Self {
        let byte = |high: u8, low: u8| high << 4 | low;
        Self {
            high: (0..16).map(|high| sums(|low| weight(byte(high, low)))).collect(),
            low: (0..16).map(|low| sums(|high| weight(byte(high, low)))).collect(),
        }
    }

    /// The share of bytes that these nibbles admit.
    fn share(&self, high: u16, low: u16) -> f32 {
        let high = (0..16).filter(|nibble| high >> nibble & 1 == 1);
        high.map(|nibble| sum(&self.high[nibble], low)).sum()
    }

    /// What these nibbles admit more when they are joined by a low and a high one.
    fn more(&self, high: u16, low: u16, (new_low, new_high): (usize, usize)) -> f32 {
        let mut more = 0.0;
        if high >> new_high & 1 == 0 {
            more += sum(&self.high[new_high], low | 1 << new_low);
        }
        if low >> new_low & 1 == 0 {
            more += sum(&self.low[new_low], high);
        }
        more
    }
}

fn sums(weight: impl Fn(u8) -> f32) -> Sums {
    let mut sums = [[0.0; 256]; 2];
    for (half, sums) in (0u8..).zip(&mut sums) {
        for set in 1..256_usize {
            let last = set.trailing_zeros().to_le_bytes()[0];
            sums[set] = sums[set & (set - 1)] + weight(half << 3 | last);
        }
    }
    sums
}

/// The weights of all nibbles of a set beside one.
fn sum(sums: &Sums, set: u16) -> f32 {
    let [first, last] = set.to_le_bytes();
    sums[0][usize::from(first)] + sums[1][usize::from(last)]
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
