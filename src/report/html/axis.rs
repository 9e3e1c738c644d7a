//! The time axis of the waterfall. Time in which nothing ran is shortened: a capture of ten minutes
//! is often three bursts of two seconds.

use std::ops::Range;

/// A break takes this part of the axis at most, and longer idle times are shortened to it.
const IDLE_PART: f64 = 0.04;

/// Shorter idle times are no reason to break the axis.
const IDLE_MILLISECONDS_MIN: f64 = 1_000.0;

/// Marks stand at least this many units from one another.
const MARK_UNITS_MIN: f64 = 64.0;

/// Maps times in milliseconds to places on the drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    /// Ascending in time and place.
    stretches: Vec<Stretch>,
    idle: Vec<Idle>,
}

/// Time in which something ran.
#[derive(Debug, Clone, PartialEq)]
struct Stretch {
    time: Range<f64>,
    place: Range<f64>,
}

/// A break in the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Idle {
    /// Where it is drawn.
    pub(crate) place: Range<f64>,
    /// How long nothing ran.
    pub(crate) milliseconds: f64,
}

/// A line at a round time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) place: f64,
    pub(crate) milliseconds: f64,
    /// Digits behind the point that tell its second from those of the marks beside it.
    pub(crate) digits: usize,
}

impl Axis {
    /// An axis on which all of these spans have a place between 0 and `width`.
    pub(crate) fn new(spans: impl IntoIterator<Item = Range<f64>>, width: f64) -> Self {
        let busy = merged(spans);
        let (Some(first), Some(last)) = (busy.first(), busy.last()) else {
            return Self::new([0.0..1.0], width);
        };
        let whole = (last.end - first.start).max(1.0);
        let ran: f64 = busy.iter().map(|span| span.end - span.start).sum();
        let shortest = ran.max(whole / 1e3) * IDLE_PART;
        let times = joined(&busy, (2.0 * shortest).max(IDLE_MILLISECONDS_MIN));
        let idle_count = times.len().saturating_sub(1);
        let shown: f64 = times.iter().map(|span| span.end - span.start).sum::<f64>().max(1.0);
        #[expect(clippy::cast_precision_loss, reason = "a few breaks")]
        let idle_width = (IDLE_PART * width).min(width / 2.0 / (idle_count.max(1) as f64));
        #[expect(clippy::cast_precision_loss, reason = "a few breaks")]
        let scale = (width - idle_width * idle_count as f64) / shown;
        let mut axis = Self { stretches: Vec::new(), idle: Vec::new() };
        let mut place = 0.0;
        for (at, time) in times.iter().enumerate() {
            if at > 0 {
                let milliseconds = time.start - times[at - 1].end;
                axis.idle.push(Idle { place: place..place + idle_width, milliseconds });
                place += idle_width;
            }
            let end = place + (time.end - time.start) * scale;
            axis.stretches.push(Stretch { time: time.clone(), place: place..end });
            place = end;
        }
        axis
    }

    /// Where a time is drawn.
    pub(crate) fn place(&self, milliseconds: f64) -> f64 {
        let at = self.stretches.partition_point(|stretch| stretch.time.end < milliseconds);
        let Some(stretch) = self.stretches.get(at).or(self.stretches.last()) else { return 0.0 };
        let Stretch { time, place } = stretch;
        let length = time.end - time.start;
        let part = if length > 0.0 { (milliseconds - time.start) / length } else { 0.0 };
        place.start + (place.end - place.start) * part.clamp(0.0, 1.0)
    }

    /// The breaks.
    pub(crate) fn idle(&self) -> &[Idle] {
        &self.idle
    }

    /// Round times that lie in what is shown, at most a few.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let shown: f64 = self.stretches.iter().map(|s| s.time.end - s.time.start).sum();
        let width = self.stretches.last().map_or(0.0, |stretch| stretch.place.end);
        let step = round_step(shown * MARK_UNITS_MIN / width.max(MARK_UNITS_MIN));
        let digits = match step {
            s if s % 1e3 == 0.0 => 0,
            s if s % 1e2 == 0.0 => 1,
            s if s % 1e1 == 0.0 => 2,
            _ => 3,
        };
        let mut marks: Vec<Mark> = Vec::new();
        for stretch in &self.stretches {
            let mut time = (stretch.time.start / step).ceil() * step;
            while time <= stretch.time.end {
                let place = self.place(time);
                if marks.last().is_none_or(|last| place - last.place >= MARK_UNITS_MIN) {
                    marks.push(Mark { place, milliseconds: time, digits });
                }
                time += step;
            }
        }
        marks
    }
}

/// The spans without overlaps, ascending.
fn merged(spans: impl IntoIterator<Item = Range<f64>>) -> Vec<Range<f64>> {
    let mut spans: Vec<Range<f64>> = spans
        .into_iter()
        .filter(|span| span.start.is_finite() && span.end.is_finite())
        .map(|span| span.start..span.end.max(span.start))
        .collect();
    spans.sort_by(|a, b| a.start.total_cmp(&b.start));
    joined(&spans, 0.0)
}

/// Ascending spans, those joined that are less than `distance` apart.
fn joined(spans: &[Range<f64>], distance: f64) -> Vec<Range<f64>> {
    let mut joined: Vec<Range<f64>> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start - last.end <= distance => last.end = last.end.max(span.end),
            _ => joined.push(span.clone()),
        }
    }
    joined
}

/// The next of 1, 2, 5, 10, 20 … milliseconds; of 1, 2, 5, 10, 15, 30 seconds and minutes above.
fn round_step(milliseconds: f64) -> f64 {
    const STEPS: [f64; 20] = [
        1e0, 2e0, 5e0, 1e1, 2e1, 5e1, 1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 1.2e5,
        3e5, 6e5, 1.8e6,
    ];
    let fits = STEPS.into_iter().find(|&step| step >= milliseconds);
    fits.unwrap_or_else(|| (milliseconds / 3.6e6).ceil().max(1.0) * 3.6e6)
}

#[cfg(test)]
mod tests {
    use crate::report::html::axis::{Axis, round_step};

    #[test]
    fn time_without_a_break_is_in_proportion() {
        let axis = Axis::new([0.0..400.0, 300.0..1000.0], 500.0);
        for (time, place) in [(0.0, 0.0), (500.0, 250.0), (1000.0, 500.0), (9999.0, 500.0)] {
            assert!((axis.place(time) - place).abs() < 1e-9, "{time}");
        }
        assert!(axis.idle().is_empty());
        let marks = axis.marks();
        assert!(marks.len() >= 4 && marks.iter().all(|mark| mark.milliseconds % 100.0 == 0.0));
    }

    #[test]
    fn idle_time_is_shortened_and_told() {
        let axis = Axis::new([0.0..1000.0, 600_000.0..601_000.0], 1000.0);
        let [idle] = axis.idle() else { panic!("one break: {axis:?}") };
        assert_eq!(idle.milliseconds, 599_000.0);
        assert!((idle.place.end - idle.place.start - 40.0).abs() < 1e-9);
        assert!((axis.place(1000.0) - 480.0).abs() < 1e-9);
        assert!((axis.place(600_000.0) - 520.0).abs() < 1e-9);
        let within = axis.place(300_000.0);
        assert!((480.0..=520.0).contains(&within), "{within}");
    }

    #[test]
    fn places_ascend_and_stay_within() {
        let bursts = (0..300).map(|burst| f64::from(burst * burst) * 1e4);
        let axis = Axis::new(bursts.clone().map(|start| start..start + 50.0), 640.0);
        let places: Vec<f64> = bursts.map(|start| axis.place(start)).collect();
        assert!(places.is_sorted() && places.iter().all(|place| (0.0..=640.1).contains(place)));
        assert!(axis.marks().len() <= 11);
    }

    #[test]
    fn nothing_and_nonsense_have_an_axis() {
        for spans in [vec![], vec![5.0..5.0], vec![f64::NAN..1.0], vec![3.0..1.0]] {
            let axis = Axis::new(spans, 640.0);
            assert!(axis.place(7.0).is_finite() && axis.marks().len() < 20);
        }
        assert_eq!(round_step(0.0), 1.0);
        assert_eq!(round_step(1e9), 278.0 * 3.6e6);
    }
}
