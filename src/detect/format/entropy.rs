//! How random a value looks: Shannon entropy and the classes of characters in it.

/// Bits of Shannon entropy per byte; 0 for an empty value, at most 8.
#[must_use]
pub fn bits_per_byte(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    let Ok(total) = u32::try_from(value.len()) else {
        return 8.0;
    };
    let total = f64::from(total);
    let bits = counts.iter().filter(|&&count| count > 0).map(|&count| {
        let share = f64::from(count) / total;
        -share * share.log2()
    });
    bits.sum()
}

/// Which classes of characters a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    /// `a` to `z`.
    pub lower: bool,
    /// `A` to `Z`.
    pub upper: bool,
    /// `0` to `9`.
    pub digit: bool,
    /// Anything else.
    pub other: bool,
}

impl Classes {
    /// The classes of `value`.
    #[must_use]
    pub fn of(value: &[u8]) -> Self {
        value.iter().fold(Self::default(), |mut classes, byte| {
            match byte {
                b'a'..=b'z' => classes.lower = true,
                b'A'..=b'Z' => classes.upper = true,
                b'0'..=b'9' => classes.digit = true,
                _ => classes.other = true,
            }
            classes
        })
    }

    /// How many of upper, lower and digit there are.
    #[must_use]
    pub fn alphanumeric(self) -> usize {
        usize::from(self.lower) + usize::from(self.upper) + usize::from(self.digit)
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::format::entropy::{Classes, bits_per_byte};

    #[test]
    fn entropy_grows_with_variety() {
        for (value, expected) in
            [("", 0.0), ("aaaa", 0.0), ("abab", 1.0), ("abcd", 2.0), ("abcdefgh", 3.0)]
        {
            assert!((bits_per_byte(value.as_bytes()) - expected).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn classes_are_told_apart() {
        assert_eq!(Classes::of(b"aB3").alphanumeric(), 3);
        assert_eq!(Classes::of(b"ab-").alphanumeric(), 1);
        assert!(Classes::of(b"ab-").other);
    }
}
