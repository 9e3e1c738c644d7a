//! Which entries, which long strings of an entry, and which pieces between them held nothing in pass
//! 1: pass 2 need not apply the rules again.

/// Which of the first long strings of an entry, and of the pieces between them, held no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quiet {
    entry: Option<Silence>,
    strings: u64,
    /// Of these, the ones in which no text stands that is written in another way than they are, but
    /// those that are kept as [`Spellings`](crate::detect::Spellings).
    flat: u64,
    /// The ones, with findings or without, in which the shape rules found nothing.
    shapeless: u64,
    pieces: u64,
}

/// How an entry is written that held no finding at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silence {
    /// Other texts stand in its strings.
    Layered,
    /// Its strings are all there is, but for what is kept as
    /// [`Spellings`](crate::detect::Spellings).
    Flat,
    /// The same, and the body of the response is base64.
    FlatWithBody,
}

impl Quiet {
    /// Notes that the entry held nothing, and how it is written.
    pub(crate) fn note_entry(&mut self, silence: Silence) {
        self.entry = Some(silence);
    }

    /// How the entry is written, if it held nothing.
    pub(crate) fn entry(self) -> Option<Silence> {
        self.entry
    }

    /// A string of this many bytes is noted.
    pub(crate) const BYTES_MIN: usize = 512;

    /// Notes that the long string with this number held nothing; those behind the 64th are not
    /// noted, and examined again.
    pub(crate) fn note(&mut self, number: u32) {
        self.strings |= bit(number);
    }

    /// Notes that nothing in the long string with this number is encoded once more: to search it,
    /// none of its layers need be opened.
    pub(crate) fn note_flat(&mut self, number: u32) {
        self.flat |= bit(number);
    }

    /// Whether nothing in the long string with this number is encoded once more.
    pub(crate) fn is_flat(self, number: u32) -> bool {
        self.flat & bit(number) != 0
    }

    /// Notes that the shape rules found nothing in the long string with this number.
    pub(crate) fn note_shapeless(&mut self, number: u32) {
        self.shapeless |= bit(number);
    }

    /// Whether the shape rules are known to find nothing in the long string with this number.
    pub(crate) fn is_shapeless(self, number: u32) -> bool {
        self.shapeless & bit(number) != 0
    }

    /// Notes that the shape rules found nothing in the piece with this number.
    pub(crate) fn note_piece(&mut self, number: usize) {
        self.pieces |= bit(u32::try_from(number).unwrap_or(u32::MAX));
    }

    /// Whether the shape rules are known to find nothing in the piece with this number.
    pub(crate) fn holds_piece(self, number: usize) -> bool {
        self.pieces & bit(u32::try_from(number).unwrap_or(u32::MAX)) != 0
    }

    /// Whether the long string with this number is known to hold nothing.
    pub(crate) fn holds(self, number: u32) -> bool {
        self.strings & bit(number) != 0
    }

    /// The same in eight bytes, for captures of millions of entries: what it says of strings and
    /// pieces behind the 15th is forgotten, so that they are examined again.
    pub(crate) fn pack(self) -> PackedQuiet {
        let entry = match self.entry {
            None => 0,
            Some(Silence::Layered) => 1,
            Some(Silence::Flat) => 2,
            Some(Silence::FlatWithBody) => 3,
        };
        let sets = [self.strings, self.flat, self.shapeless, self.pieces];
        PackedQuiet(sets.iter().fold(entry, |packed, set| packed << 15 | set & PackedQuiet::SET))
    }
}

/// A [`Quiet`] as it is held for each entry of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PackedQuiet(u64);

impl PackedQuiet {
    /// The bits of one set.
    const SET: u64 = (1 << 15) - 1;

    pub(crate) fn unpack(self) -> Quiet {
        let set = |at: u32| self.0 >> (15 * at) & Self::SET;
        let entry = match self.0 >> 60 {
            0 => None,
            1 => Some(Silence::Layered),
            2 => Some(Silence::Flat),
            _ => Some(Silence::FlatWithBody),
        };
        Quiet { entry, strings: set(3), flat: set(2), shapeless: set(1), pieces: set(0) }
    }
}

/// None behind the 64th.
fn bit(number: u32) -> u64 {
    1_u64.checked_shl(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::detect::Quiet;
    use crate::detect::quiet::{PackedQuiet, Silence};

    #[test]
    fn what_was_noted_is_known() {
        let mut quiet = Quiet::default();
        [0, 63, 64, 1000].into_iter().for_each(|number| quiet.note(number));
        let known: Vec<u32> = (0..2000).filter(|number| quiet.holds(*number)).collect();
        assert_eq!(known, [0, 63]);
    }

    #[test]
    fn a_packed_one_says_less_and_nothing_else() {
        assert_eq!(PackedQuiet::default().unpack(), Quiet::default());
        for entry in
            [None, Some(Silence::Layered), Some(Silence::Flat), Some(Silence::FlatWithBody)]
        {
            let sets = [[0, 14, 15], [1, 13, 63], [2, 12, 16], [3, 11, 40]];
            let [strings, flat, shapeless, pieces] =
                sets.map(|set| set.into_iter().map(|at| 1_u64 << at).sum());
            let quiet = Quiet { entry, strings, flat, shapeless, pieces };
            let [strings, flat, shapeless, pieces] =
                sets.map(|[one, other, _]| 1_u64 << one | 1 << other);
            let expected = Quiet { entry, strings, flat, shapeless, pieces };
            assert_eq!(quiet.pack().unpack(), expected);
        }
    }
}
