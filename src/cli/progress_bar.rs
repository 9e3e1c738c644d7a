//! Progress on a terminal, and only there.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use unharm::progress::{Pass, Progress};

/// A capture of fewer bytes takes so short a time that a bar would only flicker.
const BYTES_MIN: u64 = 4 << 20;

/// A bar for one capture: bytes, rate and time left of each pass.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
    is_wanted: bool,
}

impl Bar {
    /// A bar that stays hidden unless standard error is a terminal, somebody wants to see it, and the
    /// capture is long enough.
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let template = "{msg:>9} {bar:30} {decimal_bytes:>9} of {decimal_total_bytes:<9} {decimal_bytes_per_sec:>11} {eta:>4}";
        bar.set_style(
            ProgressStyle::with_template(template)
                .expect("because the template is constant")
                .progress_chars("━╸─"),
        );
        Self { bar, is_wanted: wanted && std::io::stderr().is_terminal() }
    }

    /// Takes the bar away, whatever happened.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, pass: Pass, bytes: u64) {
        self.bar.reset();
        self.bar.set_length(bytes);
        self.bar.set_message(match pass {
            Pass::Collect => "collect",
            Pass::Rewrite => "rewrite",
            Pass::Verify => "verify",
        });
        if self.is_wanted && self.bar.is_hidden() && bytes >= BYTES_MIN {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
