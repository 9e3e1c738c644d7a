//! What cannot be read to its end, and is redacted whole.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::detect::{Kind, Rule};

/// What lies deeper than [`LAYERS_MAX`](crate::detect::LAYERS_MAX), or is packed and cannot be
/// unpacked.
pub(crate) const TOO_DEEP: Rule = Rule { id: "too-deep", kind: Kind("nested-text") };

/// A longer text is known by its sum: it may have megabytes, and there may be many.
const BYTES_MAX: usize = 1024;

/// What a value is known by: itself, but for a long one that is redacted because it cannot be read.
/// That is nobody's secret, and need not be looked for elsewhere.
pub(crate) fn known_by(rule: Rule, value: &[u8]) -> Cow<'_, [u8]> {
    if rule != TOO_DEEP || value.len() <= BYTES_MAX {
        return Cow::Borrowed(value);
    }
    // Not the sum that a header tells of a body.
    let sum = Sha256::new().chain_update(b"unharm: redacted whole\0").chain_update(value);
    Cow::Owned(sum.finalize().to_vec())
}

#[cfg(test)]
mod tests {
    use crate::detect::whole::{BYTES_MAX, TOO_DEEP, known_by};
    use crate::detect::{Kind, Rule};

    #[test]
    fn only_what_is_long_and_cannot_be_read_is_known_by_its_sum() {
        let [short, long, other] = [vec![b'a'; BYTES_MAX], vec![b'a'; 9999], vec![b'a'; 9998]];
        assert_eq!(known_by(TOO_DEEP, &short), &short[..]);
        let sums = [&long, &long, &other].map(|text| known_by(TOO_DEEP, text));
        assert_eq!(sums[0].len(), 32);
        assert!(sums[0] == sums[1] && sums[0] != sums[2]);
        let named = Rule { id: "name/password", kind: Kind("password") };
        assert_eq!(known_by(named, &long), &long[..]);
    }
}
