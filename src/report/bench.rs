//! What `unharm bench` has measured.

use std::time::Duration;

use serde::Serialize;

/// How fast each step was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BenchReport {
    /// [`crate::report::SCHEMA`].
    pub schema: u32,
    /// Size of the capture.
    pub bytes: u64,
    /// Worker threads of the passes; reading, copying and scanning take one.
    pub threads: usize,
    /// How often everything was measured.
    pub runs: usize,
    /// The steps, in order.
    pub steps: Vec<StepTime>,
}

/// How fast one step was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepTime {
    /// `read` and `copy` are what the system takes, `scan` finds the entries, `collect`, `rewrite`
    /// and `verify` are the passes, and `whole job` is all of it, sums and names included.
    pub step: &'static str,
    /// The median of the wall times in seconds.
    pub seconds: f64,
    /// Bytes of the capture per second.
    pub bytes_per_second: f64,
}

impl StepTime {
    /// The median of `times` for `bytes` bytes.
    #[must_use]
    pub fn new(step: &'static str, bytes: u64, mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let seconds = times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let bytes = bytes as f64;
        Self { step, seconds, bytes_per_second: bytes / seconds.max(1e-9) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::report::StepTime;

    #[test]
    fn the_median_counts() {
        let times = [5, 1, 2].map(Duration::from_secs).to_vec();
        let step = StepTime::new("read", 4_000_000, times);
        assert!((step.seconds - 2.0).abs() < 1e-9);
        assert!((step.bytes_per_second - 2_000_000.0).abs() < 1e-3);
    }
}
