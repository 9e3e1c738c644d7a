//! What in a JSON string cannot be cut in half.

/// The bytes of the character or escape, or pair of escapes, that `raw`, the rest of a JSON string
/// as it is written, starts with.
#[must_use]
pub fn string_unit(raw: &[u8]) -> usize {
    match raw {
        [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', _, _, low @ ..]
            if is_low_surrogate(low) =>
        {
            12
        }
        [b'\\', b'u', ..] => 6,
        [b'\\', ..] => 2,
        [0xf0..=0xff, ..] => 4,
        [0xe0..=0xef, ..] => 3,
        [0xc0..=0xdf, ..] => 2,
        _ => 1,
    }
}

fn is_low_surrogate(raw: &[u8]) -> bool {
    matches!(raw, [b'\\', b'u', b'd' | b'D', b'c'..=b'f' | b'C'..=b'F', ..])
}

#[cfg(test)]
mod tests {
    use super::string_unit;

    #[test]
    fn a_unit_is_a_character_an_escape_or_a_pair() {
        for (raw, expected) in [
            ("ab", 1),
            ("é", 2),
            ("漢", 3),
            ("😀", 4),
            (r"\n", 2),
            (r"\u00e9x", 6),
            (r"\ud83d\ude00x", 12),
            (r"\uD83D\n", 6),
            (r"\ude00\ud83d", 6),
        ] {
            assert_eq!(string_unit(raw.as_bytes()), expected, "{raw}");
        }
    }
}
