//! Which long strings of an entry held nothing in pass 1: pass 2 need not apply the rules again.

/// Which of the first long strings of an entry held no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quiet(u64);

impl Quiet {
    /// A string of this many bytes is noted.
    pub(crate) const BYTES_MIN: usize = 512;

    /// Notes that the long string with this number held nothing; those behind the 64th are not
    /// noted, and examined again.
    pub(crate) fn note(&mut self, number: u32) {
        self.0 |= 1_u64.checked_shl(number).unwrap_or(0);
    }

    /// Whether the long string with this number is known to hold nothing.
    pub(crate) fn holds(self, number: u32) -> bool {
        self.0 & 1_u64.checked_shl(number).unwrap_or(0) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Quiet;

    #[test]
    fn what_was_noted_is_known() {
        let mut quiet = Quiet::default();
        [0, 63, 64, 1000].into_iter().for_each(|number| quiet.note(number));
        let known: Vec<u32> = (0..2000).filter(|number| quiet.holds(*number)).collect();
        assert_eq!(known, [0, 63]);
    }
}
