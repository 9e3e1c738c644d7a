//! A point in time, as captures and people write it (RFC 3339, ISO 8601).

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// A point in time, in microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The beginning of 1970, in UTC.
    pub const EPOCH: Self = Self(0);

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

    /// The moment as RFC 3339 writes it at this offset, to the millisecond.
    #[must_use]
    pub fn at(self, zone: Zone) -> String {
        let minutes = zone.minutes();
        let micros = self.0.saturating_add(i64::from(minutes) * 60 * SECOND);
        let (days, micros) =
            (micros.div_euclid(86_400 * SECOND), micros.rem_euclid(86_400 * SECOND));
        let (year, month, day) = date(days);
        let (seconds, millis) = (micros / SECOND, micros % SECOND / 1_000);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}{zone}")
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

/// What a time says of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// `Z`: UTC, or a clock whose zone was not written.
    Utc,
    /// Minutes that the local time is ahead of UTC.
    Offset(i32),
    /// Nothing.
    Unsaid,
}

impl Zone {
    /// What is written behind a time; none when that is no time.
    #[must_use]
    pub fn of(time: &str) -> Option<Self> {
        Moment::parse(time)?;
        let Some((_, clock)) = time.trim().split_once([':']) else { return Some(Self::Unsaid) };
        if clock.ends_with(['Z', 'z']) {
            return Some(Self::Utc);
        }
        let Some(at) = clock.rfind(['+', '-']) else { return Some(Self::Unsaid) };
        Self::parse(&clock[at..])
    }

    /// Reads `Z`, `+09:00`, `-0330` or `+2`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") {
            return Some(Self::Utc);
        }
        let padded = match text.as_bytes() {
            [sign, hour] => format!("{}0{}", char::from(*sign), char::from(*hour)),
            _ => text.to_owned(),
        };
        if !padded.starts_with(['+', '-']) {
            return None;
        }
        let minutes = Digits(padded.as_bytes()).offset()?;
        i32::try_from(minutes).ok().filter(|minutes| minutes.abs() < 24 * 60).map(Self::Offset)
    }

    fn minutes(self) -> i32 {
        match self {
            Self::Offset(minutes) => minutes,
            Self::Utc | Self::Unsaid => 0,
        }
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Utc => f.write_str("Z"),
            Self::Offset(minutes) => {
                let (sign, minutes) = (if *minutes < 0 { '-' } else { '+' }, minutes.abs());
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Self::Unsaid => Ok(()),
        }
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

/// Year, month and day of a number of days since 1970, in the years that four digits write.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days.clamp(days_before(0, 1), days_before(9999, 12) + 30);
    // Not behind it: a year has at least 365 days, and at most 366.
    let mut year = 1970 + days.div_euclid(if days < 0 { 365 } else { 366 });
    while days_before(year + 1, 1) <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && days_before(year, month + 1) <= days {
        month += 1;
    }
    (year, month, days - days_before(year, month) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_any_zone() {
        for (text, zone, expected) in [
            ("2026-01-02T03:04:05.678Z", "Z", "2026-01-02T03:04:05.678Z"),
            ("2026-01-02T03:04:05.678Z", "+09:00", "2026-01-02T12:04:05.678+09:00"),
            ("2024-03-01T00:00:00Z", "-0330", "2024-02-29T20:30:00.000-03:30"),
            ("1969-12-31T23:59:59.999Z", "+1", "1970-01-01T00:59:59.999+01:00"),
            ("0000-01-01", "Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59Z", "Z", "9999-12-31T23:59:59.000Z"),
        ] {
            let zone = Zone::parse(zone).unwrap();
            assert_eq!(Moment::parse(text).unwrap().at(zone), expected);
        }
        assert_eq!(date(i64::MAX), (9999, 12, 31));
        assert_eq!(date(i64::MIN).0, 0);
    }

    #[test]
    fn a_time_says_its_zone() {
        for (text, expected) in [
            ("2026-01-02T03:04:05Z", Some(Zone::Utc)),
            ("2026-01-02T03:04:05.678+02:00", Some(Zone::Offset(120))),
            ("2026-01-02T03:04:05-0330", Some(Zone::Offset(-210))),
            ("2026-01-02T03:04:05", Some(Zone::Unsaid)),
            ("2026-01-02", Some(Zone::Unsaid)),
            ("yesterday", None),
        ] {
            assert_eq!(Zone::of(text), expected, "{text}");
        }
        for text in ["", "9", "+", "+x", "+25:00", "+é", "Japan"] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
    }

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
