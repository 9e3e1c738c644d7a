//! Points and spans of time, as a user writes them.

use std::str::FromStr;

use crate::har::Moment;

/// A point in time: absolute, or so long after the capture's first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimePoint {
    /// As in RFC 3339.
    At(Moment),
    /// In microseconds after the first entry.
    After(i64),
}

impl TimePoint {
    /// When that is in a capture that starts at `start`.
    #[must_use]
    pub fn in_capture(self, start: Moment) -> Moment {
        match self {
            Self::At(moment) => moment,
            Self::After(micros) => start.plus(micros),
        }
    }
}

impl FromStr for TimePoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let point = match text.strip_prefix('+') {
            Some(later) => duration(later).map(Self::After),
            None => Moment::parse(text).map(Self::At),
        };
        point.ok_or_else(|| {
            format!(
                "{text:?} is no time: write 2026-03-09T14:34:02Z, or +90s after the first entry"
            )
        })
    }
}

/// A point in time and how far from it is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// The middle.
    pub point: TimePoint,
    /// In microseconds.
    pub margin: i64,
}

impl FromStr for Around {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (point, margin) = text
            .split_once('±')
            .or_else(|| text.split_once("+-"))
            .ok_or_else(|| format!("{text:?} is no span of time: write TIME±30s, or TIME+-30s"))?;
        let margin =
            duration(margin).ok_or_else(|| format!("{margin:?} is no duration: write 30s"))?;
        Ok(Self { point: point.trim().parse()?, margin })
    }
}

/// Reads `90s`, `1.5m`, `250ms`, `2h` or `90`, which are seconds, as microseconds.
#[must_use]
pub fn duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = match unit.trim() {
        "" | "s" | "sec" => 1e6,
        "ms" => 1e3,
        "m" | "min" => 60e6,
        "h" => 3600e6,
        _ => return None,
    };
    let micros = number.parse::<f64>().ok()? * unit;
    // A century is longer than any capture.
    #[expect(clippy::cast_possible_truncation, reason = "in range by the filter")]
    (micros < 3.2e15).then_some(micros as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, expected) in [
            ("90s", Some(90_000_000)),
            ("1.5m", Some(90_000_000)),
            ("250ms", Some(250_000)),
            ("2h", Some(7_200_000_000)),
            ("7", Some(7_000_000)),
            ("", None),
            ("s", None),
            ("1d", None),
            ("-1s", None),
            ("1..2s", None),
            ("9999999999999h", None),
        ] {
            assert_eq!(duration(text), expected, "{text}");
        }
    }

    #[test]
    fn points_and_spans() {
        let start = Moment::parse("2026-01-02T03:04:05Z").unwrap();
        let later = "2026-01-02T03:05:35Z";
        let point: TimePoint = "+90s".parse().unwrap();
        assert_eq!(point.in_capture(start), Moment::parse(later).unwrap());
        assert_eq!(later.parse::<TimePoint>().unwrap().in_capture(start), point.in_capture(start));
        for text in ["+90s±5s", "+1.5m+-5000ms", "+90 ± 5"] {
            assert_eq!(text.parse(), Ok(Around { point, margin: 5_000_000 }), "{text}");
        }
        for wrong in ["+90s", "±5s", "+90s±x", "yesterday±5s"] {
            assert!(wrong.parse::<Around>().is_err(), "{wrong}");
        }
        assert!("90s".parse::<TimePoint>().is_err());
    }
}
