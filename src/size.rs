//! Sizes as people write them, on the command line and in a configuration.

/// A limit of a file's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(
    /// In bytes; none is no limit.
    pub Option<u64>,
);

/// Reads `25MB`, `25MiB`, `25000000` or `none`.
///
/// # Errors
/// When it is no size, or so small that no HAR fits.
pub fn chunk_limit(text: &str) -> Result<Limit, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(Limit(None));
    }
    match bytes(text)? {
        small if small < 1_000 => Err("is less than 1 KB: no HAR fits".to_owned()),
        limit => Ok(Limit(Some(limit))),
    }
}

/// Reads a number of bytes: `kB`, `MB`, `GB` count in powers of 1000, `KiB`, `MiB`, `GiB` of 1024.
///
/// # Errors
/// When it is no size.
pub fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number = number.replace('_', "");
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "t" | "tb" => 1_000_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        "tib" => 1 << 40,
        _ => return Err("is not a size: write 25MB, 25MiB or a number of bytes".to_owned()),
    };
    scaled(&number, factor)
        .ok_or_else(|| "is not a size: write 25MB, 25MiB or a number of bytes".to_owned())
}

/// What the headers and the text of a message and the borders of its parts take, at most.
const MESSAGE_BYTES: u64 = 16 << 10;

/// What base64 in a mail has in a line (RFC 2045, section 6.8), and what ends that.
const LINE_BYTES: u64 = 76;
const LINE_END_BYTES: u64 = 2;

/// The largest file that fits into a mail of `message_bytes` bytes, encoded as base64.
#[must_use]
pub fn mail_budget(message_bytes: u64) -> u64 {
    let room = message_bytes.saturating_sub(MESSAGE_BYTES);
    let lines = room / (LINE_BYTES + LINE_END_BYTES);
    // What is left over of the room is a shorter line, if four characters and its end fit.
    let rest = (room % (LINE_BYTES + LINE_END_BYTES)).saturating_sub(LINE_END_BYTES);
    lines * (LINE_BYTES / 4 * 3) + rest / 4 * 3
}

/// The bytes that a file of `bytes` bytes takes in a mail.
#[must_use]
pub fn mail_bytes(bytes: u64) -> u64 {
    let text = bytes.div_ceil(3) * 4;
    text + text.div_ceil(LINE_BYTES) * LINE_END_BYTES + MESSAGE_BYTES
}

/// `number`, which may have a decimal point, times `factor`, without rounding through a float.
fn scaled(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = whole.parse().ok()?;
    let mut bytes = whole.checked_mul(factor)?;
    if !fraction.is_empty() {
        let parts: u128 = fraction.parse().ok()?;
        let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        bytes =
            bytes.checked_add(u64::try_from(parts.checked_mul(factor.into())? / scale).ok()?)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use crate::size::{Limit, bytes, chunk_limit, mail_budget, mail_bytes};

    #[test]
    fn sizes_are_read_and_written() {
        for (text, expected) in [
            ("25MB", 25_000_000),
            ("25MiB", 26_214_400),
            ("1.5kB", 1_500),
            ("7", 7),
            ("1_000 b", 1_000),
            ("0.5GiB", 536_870_912),
        ] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
        for text in ["", "MB", "25 apples", "-1MB", "1.MB.", "99999999999999TB", "1..2MB"] {
            assert!(bytes(text).is_err(), "{text}");
        }
        assert_eq!(chunk_limit("none"), Ok(Limit(None)));
        assert!(chunk_limit("12").is_err());
    }

    #[test]
    fn the_budget_of_a_mail_is_exact() {
        for limit in (0..400).map(|more| 20_000 + more).chain([25_000_000, 20_000_000]) {
            let budget = mail_budget(limit);
            assert!(mail_bytes(budget) <= limit && mail_bytes(budget + 1) > limit, "{limit}");
        }
        assert_eq!(mail_budget(1_000), 0);
    }
}
