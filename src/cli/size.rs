//! Sizes as they are printed.

pub(crate) use unharm::size::{Limit, bytes, chunk_limit};

/// A number of bytes for people: `24.9 MB`.
pub(crate) fn human(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut scale = 1_u64;
    while bytes / scale >= 1_000 && unit + 1 < UNITS.len() {
        scale *= 1_000;
        unit += 1;
    }
    if unit == 0 {
        return format!("{bytes} bytes");
    }
    let tenths = bytes / (scale / 10);
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::human;

    #[test]
    fn sizes_are_written_for_people() {
        assert_eq!(human(24_983_000), "24.9 MB");
        assert_eq!(human(999), "999 bytes");
    }
}
