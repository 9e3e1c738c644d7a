//! A small random number generator, the same on every machine: xoshiro256++ seeded by splitmix64
//! (Blackman and Vigna).

/// The generator.
#[derive(Debug, Clone)]
pub(super) struct Random {
    state: [u64; 4],
}

pub(super) const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
pub(super) const HEX: &[u8] = b"0123456789abcdef";
pub(super) const DIGITS: &[u8] = b"0123456789";
pub(super) const UPPER_32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
pub(super) const ALNUM: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
pub(super) const URL_64: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Random {
    /// A generator for the `index`th thing of a `stream` under a seed.
    pub(super) fn new(seed: u64, stream: u64, index: u64) -> Self {
        let mut mixed = seed ^ stream.rotate_left(20) ^ index.rotate_left(40);
        let state = [(); 4].map(|()| {
            mixed = mixed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        });
        Self { state }
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number below `end`, which is not 0; the small bias of a remainder does no harm here.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// One of the items.
    pub(super) fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        let len = u64::try_from(items.len()).expect("because a length fits");
        let at = usize::try_from(self.below(len)).expect("because it is below a length");
        &items[at]
    }

    /// Text of `len` characters of an alphabet.
    pub(super) fn text(&mut self, alphabet: &[u8], len: usize) -> String {
        (0..len).map(|_| char::from(*self.pick(alphabet))).collect()
    }

    /// A random UUID.
    pub(super) fn uuid(&mut self) -> String {
        let hex = self.text(HEX, 30);
        format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..])
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn is_the_same_everywhere() {
        let mut random = Random::new(1, 2, 3);
        let mut twin = random.clone();
        assert_eq!(random.next(), twin.next());
        assert_ne!(random.next(), Random::new(1, 2, 4).next());
        assert_eq!(random.uuid().len(), 36);
    }
}
