//! How the strings of an entry are written: where pass 1 has met no text inside another, pass 2
//! looks for none.

/// Which long strings of an entry say what is written there and no more, and whether all of its
/// strings do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flatness(u32);

/// How the strings of an entry are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Other texts stand in some of them.
    Layered,
    /// They are all there is, but for what is kept as [`Spellings`](crate::detect::Spellings).
    Flat,
    /// The same, and the body of the response is base64.
    FlatWithBody,
}

/// The lowest bits say the layout, the others which strings are flat.
const LAYOUT_BITS: u32 = 2;

impl Flatness {
    /// A string of this many bytes is noted.
    pub(crate) const BYTES_MIN: usize = 512;

    /// Notes how the entry is written.
    pub(crate) fn note_layout(&mut self, layout: Layout) {
        self.0 |= match layout {
            Layout::Layered => 1,
            Layout::Flat => 2,
            Layout::FlatWithBody => 3,
        };
    }

    /// How the entry is written, if that was noted.
    pub(crate) fn layout(self) -> Option<Layout> {
        match self.0 & ((1 << LAYOUT_BITS) - 1) {
            0 => None,
            1 => Some(Layout::Layered),
            2 => Some(Layout::Flat),
            _ => Some(Layout::FlatWithBody),
        }
    }

    /// Notes that nothing in the long string with this number, from 0, is encoded once more, but what
    /// is kept as [`Spellings`](crate::detect::Spellings); one behind the 30th is not noted, and its
    /// layers are opened again.
    pub(crate) fn note(&mut self, number: u32) {
        self.0 |= bit(number);
    }

    /// Whether nothing in the long string with this number is known to be encoded once more.
    pub(crate) fn is_flat(self, number: u32) -> bool {
        self.0 & bit(number) != 0
    }
}

fn bit(number: u32) -> u32 {
    number.checked_add(LAYOUT_BITS).and_then(|bit| 1_u32.checked_shl(bit)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::detect::flatness::{Flatness, Layout};

    #[test]
    fn what_was_noted_is_known() {
        assert_eq!(Flatness::default().layout(), None);
        for layout in [Layout::Layered, Layout::Flat, Layout::FlatWithBody] {
            let mut flatness = Flatness::default();
            flatness.note_layout(layout);
            [0, 29, 30, 32, 1000, u32::MAX].into_iter().for_each(|number| flatness.note(number));
            let known: Vec<u32> = (0..2000).filter(|number| flatness.is_flat(*number)).collect();
            assert_eq!((known, flatness.layout()), (vec![0, 29], Some(layout)));
        }
    }
}
