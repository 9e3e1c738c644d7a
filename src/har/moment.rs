//! A point in time, as captures and people write it (RFC 3339, ISO 8601).

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// A point in time, in microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// Reads `2026-01-02T03:04:05.678+02:00`; a time without an offset is UTC, a date is its
    /// midnight.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = Digits(text.trim().as_bytes());
        let (year, month, day) = (rest.number(4)?, rest.after(b"-", 2)?, rest.after(b"-", 2)?);
        if !(1..=12).contains(&month) || !(1..=days_of(year, month)).contains(&day) {
            return None;
        }
        let days = days_before(year, month) + day - 1;
        let mut micros = days * 86_400 * SECOND;
        if rest.0.is_empty() {
            return Some(Self(micros));
        }
        let (hour, minute) = (rest.after(b"Tt ", 2)?, rest.after(b":", 2)?);
        let second = if rest.0.first() == Some(&b':') { rest.after(b":", 2)? } else { 0 };
        // A leap second is written as 60.
        if hour > 24 || minute > 59 || second > 60 {
            return None;
        }
        micros += (hour * 3600 + minute * 60 + second) * SECOND + rest.fraction()?;
        Some(Self(micros - rest.offset()? * 60 * SECOND))
    }

    /// The moment that is so many microseconds later, or earlier.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// How many microseconds have passed since `start`.
    #[must_use]
    pub fn since(self, start: Self) -> i64 {
        self.0.saturating_sub(start.0)
    }
}

/// What is left of a text to read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// A number of exactly `count` digits.
    fn number(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    }

    /// A number after one of these separators.
    fn after(&mut self, separators: &[u8], count: usize) -> Option<i64> {
        let (first, rest) = self.0.split_first()?;
        separators.contains(first).then_some(())?;
        self.0 = rest;
        self.number(count)
    }

    /// The microseconds behind a point or a comma, if there is one.
    fn fraction(&mut self) -> Option<i64> {
        let Some((b'.' | b',', rest)) = self.0.split_first() else { return Some(0) };
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = rest.split_at(count);
        self.0 = rest;
        let micros = digits.iter().chain(std::iter::repeat(&b'0')).take(6);
        (count > 0).then(|| micros.fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    /// The offset from UTC in minutes, and nothing behind it.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.0 {
            [] | [b'Z' | b'z'] => return Some(0),
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        let hours = self.after(b"+-", 2)?;
        let minutes = match self.0 {
            [] => 0,
            [b':', ..] => self.after(b":", 2)?,
            _ => self.number(2)?,
        };
        self.0.is_empty().then_some(sign * (hours * 60 + minutes))
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970 to the first of a month.
fn days_before(year: i64, month: i64) -> i64 {
    let before = year - 1;
    let years = year * 365 + before / 4 - before / 100 + before / 400;
    let months: i64 = (1..month).map(|month| days_of(year, month)).sum();
    years + months - (1970 * 365 + 1969 / 4 - 1969 / 100 + 1969 / 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_written() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2000-03-01", Some(951_868_800_000_000)),
            ("2026-01-02T03:04:05.678Z", Some(1_767_323_045_678_000)),
            ("2026-01-02T05:04:05,678+02:00", Some(1_767_323_045_678_000)),
            ("2026-01-02 03:04:05.6780001", Some(1_767_323_045_678_000)),
            ("2026-01-01T22:34:05.678-0430", Some(1_767_323_045_678_000)),
            ("2026-01-02T03:04Z", Some(1_767_323_040_000_000)),
            ("1969-12-31T23:59:59z", Some(-1_000_000)),
            ("2024-02-29T00:00:00Z", Some(1_709_164_800_000_000)),
            ("2026-02-29T00:00:00Z", None),
            ("2026-13-01", None),
            ("2026-01-02T", None),
            ("2026-01-02T03:04:05.Z", None),
            ("2026-01-02T03:04:05Zx", None),
            ("2026-01-02T03:04:05+2", None),
            ("", None),
            ("é026-01-02", None),
        ] {
            assert_eq!(Moment::parse(text).map(|moment| moment.0), expected, "{text}");
        }
    }
}
