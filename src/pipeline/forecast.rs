//! What a run for each desk would make of a capture: the same plans, made of the sizes that one pass
//! has noted.

use crate::chunk::Selection;
use crate::chunk::fit::{FitPlan, Room, Sizes};
use crate::config::Preset;
use crate::har::Envelope;
use crate::options::{Fit, Form, Options};
use crate::pipeline::fit::{self, Fitting};
use crate::report::Forecast;

/// Nobody sends more files.
const FILES_MAX: u64 = 1 << 12;

/// What a capture of these sizes is known by.
pub(crate) struct Forecaster<'f> {
    pub(crate) sizes: &'f Sizes,
    pub(crate) selection: &'f Selection,
    pub(crate) envelope: &'f Envelope,
}

impl Forecaster<'_> {
    /// What a run with nothing but `--for` would make of the capture.
    pub(crate) fn desk(&self, desk: &Preset) -> Forecast {
        let form = desk.form().unwrap_or_default();
        let options = Options {
            chunk_bytes_max: desk.budget_bytes,
            fit: Fit { one_file: true, ..Fit::default() },
            form,
            ..Options::default()
        };
        let pack = desk.packed_form().filter(|_| !form.is_packed());
        let (form, files, plan) = match desk.budget_bytes {
            None => (form, 1, None),
            Some(limit) => self.cut(form, pack, limit, &options),
        };
        let saved = plan.map(|plan| plan.expected).unwrap_or_default();
        let report = fit::report(&options, form, &saved, &[]);
        Forecast {
            desk: desk.name.clone(),
            budget_bytes: desk.budget_bytes,
            form: form.name(),
            files,
            files_max: desk.files,
            steps: report.map(|report| report.steps).unwrap_or_default(),
        }
    }

    /// The form, the number of files, and what is left out.
    fn cut(
        &self,
        form: Form,
        pack: Option<Form>,
        limit: u64,
        options: &Options,
    ) -> (Form, u64, Option<FitPlan>) {
        let plan = |room| {
            Fitting::new(self.sizes, options, Some(room), self.selection, self.envelope).plan()
        };
        if !form.is_packed() {
            let plain = plan(Room::Plain(limit));
            if plain.fits {
                return (form, 1, Some(plain));
            }
            if pack.is_none() {
                let room = limit.saturating_sub(self.envelope.text.len() as u64).max(1);
                return (form, plain.bytes.div_ceil(room).max(2), Some(plain));
            }
        }
        let packed = plan(Room::Packed(limit));
        let fits = |files: u64| plan(Room::Packed(limit.saturating_mul(files))).fits;
        let files = if packed.fits { 1 } else { least(fits) };
        (pack.unwrap_or(form), files, Some(packed))
    }
}

/// The least number of files, two or more, that is enough: a plan says whether a room is large
/// enough, and not how large one must be.
fn least(fits: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (1, 2);
    while high < FILES_MAX && !fits(high) {
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use crate::pipeline::forecast::{FILES_MAX, least};

    #[test]
    fn the_least_number_of_files_is_found() {
        for enough in [2, 3, 4, 5, 63, 64, 65, 1_000] {
            assert_eq!(least(|files| files >= enough), enough);
        }
        assert_eq!(least(|_| false), FILES_MAX);
    }
}
