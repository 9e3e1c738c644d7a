//! Which entries, which members of their documents, and which long strings held nothing in pass 1:
//! pass 2 need not apply the rules again.

/// Which members of the documents of an entry, and which of its first long strings, held no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quiet {
    entry: Option<Silence>,
    strings: u64,
    /// Of these, the ones in which no text stands that is written in another way than they are, but
    /// those that are kept as [`Spellings`](crate::detect::Spellings).
    flat: u64,
    /// The ones, with findings or without, in which the shape rules found nothing.
    shapeless: u64,
    /// The classes of places ([`Spot`]) at which nothing was found.
    spots: u64,
}

/// Where something stands in a document of an entry: one of 64 classes, so that what is told of one
/// place holds for all of its class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot(u64);

impl Spot {
    /// At this byte of a document under so many layers.
    pub(crate) fn new(at: usize, depth: usize) -> Self {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let class = ((at as u64) << 4 ^ depth as u64).wrapping_mul(ODD) >> 58;
        Self(1 << class)
    }
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

    /// Notes that something was found only at spots of these classes.
    pub(crate) fn note_spots(&mut self, found: Spots) {
        self.spots = !found.0;
    }

    /// Whether nothing was found at this spot.
    pub(crate) fn holds_spot(self, spot: Spot) -> bool {
        self.spots & spot.0 != 0
    }

    /// Whether the long string with this number is known to hold nothing.
    pub(crate) fn holds(self, number: u32) -> bool {
        self.strings & bit(number) != 0
    }

    /// The same in 16 bytes, for captures of millions of entries: what it says of strings behind the
    /// 20th is forgotten, so that they are examined again.
    pub(crate) fn pack(self) -> PackedQuiet {
        let entry = match self.entry {
            None => 0,
            Some(Silence::Layered) => 1,
            Some(Silence::Flat) => 2,
            Some(Silence::FlatWithBody) => 3,
        };
        let sets = [self.strings, self.flat, self.shapeless];
        let strings = sets.iter().fold(entry, |packed, set| packed << 20 | set & PackedQuiet::SET);
        PackedQuiet { strings, spots: self.spots }
    }
}

/// A [`Quiet`] as it is held for each entry of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PackedQuiet {
    /// The entry, and three sets of strings.
    strings: u64,
    spots: u64,
}

impl PackedQuiet {
    /// The bits of one set.
    const SET: u64 = (1 << 20) - 1;

    pub(crate) fn unpack(self) -> Quiet {
        let set = |at: u32| self.strings >> (20 * at) & Self::SET;
        let entry = match self.strings >> 60 {
            0 => None,
            1 => Some(Silence::Layered),
            2 => Some(Silence::Flat),
            _ => Some(Silence::FlatWithBody),
        };
        Quiet { entry, strings: set(2), flat: set(1), shapeless: set(0), spots: self.spots }
    }
}

/// Classes of places.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spots(u64);

impl Spots {
    pub(crate) fn add(&mut self, spot: Spot) {
        self.0 |= spot.0;
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
            let (sets, spots) = ([[0, 19, 20], [1, 18, 63], [2, 17, 40]], 1 << 63 | 1);
            let [strings, flat, shapeless] =
                sets.map(|set| set.into_iter().map(|at| 1_u64 << at).sum());
            let quiet = Quiet { entry, strings, flat, shapeless, spots };
            let [strings, flat, shapeless] = sets.map(|[one, other, _]| 1_u64 << one | 1 << other);
            let expected = Quiet { entry, strings, flat, shapeless, spots };
            assert_eq!(quiet.pack().unpack(), expected);
        }
    }
}
