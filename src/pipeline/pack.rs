//! Puts what was written into the form that was asked for, so that each file stays below the limit.
//!
//! How far a capture shrinks is known when it is packed: so one file without a limit is tried first,
//! then chunks as large as that has shown to be possible.

use crate::error::Error;
use crate::files::{OutputFile, Packing, Source, pack};
use crate::options::{Form, Options};
use crate::pipeline::sanitize::Place;
use crate::pipeline::workers::Crew;
use crate::pipeline::write::Written;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) form: Form,
    /// The limit of a chunk before it is packed.
    pub(crate) chunk_bytes_max: Option<u64>,
    /// What a single file may have before it is packed, for which bodies are left out.
    pub(crate) fit_bytes_max: Option<u64>,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) written: Written,
    pub(crate) form: Form,
    /// Its chunks as they are delivered, where that is another form.
    pub(crate) packed: Option<Vec<OutputFile>>,
}

/// Writes until every file is below `limit`; `write` makes the chunks of an attempt.
pub(crate) fn produce(
    place: &Place,
    options: &Options,
    crew: &Crew<'_>,
    mut write: impl FnMut(Attempt) -> Result<Written, Error>,
) -> Result<Outcome, Error> {
    let limit = place.chunk_bytes_max(options);
    let mut attempt = Attempt::first(options.form, limit, options.chunk_bytes_max);
    loop {
        let written = write(attempt)?;
        let form = attempt.form;
        if !form.is_packed() {
            match options.fit.pack.filter(|_| written.chunks.len() > 1) {
                Some(form) => attempt = Attempt { form, chunk_bytes_max: None, ..attempt },
                None => return Ok(Outcome { written, form, packed: None }),
            }
            continue;
        }
        let packed = pack_all(place, form, &written.chunks, crew)?;
        let sizes = written.chunks.iter().map(Source::len).zip(packed.iter().map(Source::len));
        match attempt.next(sizes, limit) {
            Some(next) => attempt = next,
            None => return Ok(Outcome { written, form, packed: Some(packed) }),
        }
    }
}

impl Attempt {
    fn first(form: Form, chunk_bytes_max: Option<u64>, fit_bytes_max: Option<u64>) -> Self {
        if form.is_packed() {
            return Self { form, chunk_bytes_max: None, fit_bytes_max: None };
        }
        Self { form, chunk_bytes_max, fit_bytes_max }
    }

    /// What is tried when chunks of these sizes, before and after packing, are not all below `limit`.
    fn next(self, sizes: impl Iterator<Item = (u64, u64)>, limit: Option<u64>) -> Option<Self> {
        let limit = limit?;
        let too_large = sizes.filter(|(_, packed)| *packed >= limit);
        // A little less than the ratio promises: parts do not all shrink alike.
        let plain = too_large.map(|(plain, packed)| {
            let plain = u128::from(plain) * u128::from(limit) * 19 / 20 / u128::from(packed);
            u64::try_from(plain).unwrap_or(u64::MAX)
        });
        let plain = plain.min()?;
        let before = self.chunk_bytes_max.unwrap_or(u64::MAX);
        let chunk_bytes_max = plain.min(before - before / 10);
        let fit_bytes_max =
            self.fit_bytes_max.map_or(chunk_bytes_max, |fit| fit.min(chunk_bytes_max));
        let (chunk_bytes_max, fit_bytes_max) = (Some(chunk_bytes_max), Some(fit_bytes_max));
        Some(Self { chunk_bytes_max, fit_bytes_max, ..self })
    }
}

fn pack_all(
    place: &Place,
    form: Form,
    chunks: &[OutputFile],
    crew: &Crew<'_>,
) -> Result<Vec<OutputFile>, Error> {
    let count = chunks.len();
    let names = place.names(form);
    let mut packed = Vec::with_capacity(count);
    for _ in chunks {
        packed.push(place.create()?);
    }
    let pairs: Vec<_> = (1..).zip(chunks).zip(&packed).collect();
    crew.each(&pairs, |((number, plain), packed)| {
        let member = names.member(&names.file(*number, count));
        let packing = match form {
            Form::Zip => Packing::Zip(&member),
            Form::Gz => Packing::Gzip,
            Form::Har | Form::Json | Form::Zst => Packing::Zstd,
        };
        pack(plain, packed, packing)
    })?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_attempt_is_as_large_as_the_last_one_promises() {
        let first = Attempt::first(Form::Zip, Some(100), Some(100));
        let whole = Attempt { form: Form::Zip, chunk_bytes_max: None, fit_bytes_max: None };
        assert_eq!(first, whole);
        let next = |attempt: Attempt, sizes: &[(u64, u64)]| {
            attempt.next(sizes.iter().copied(), Some(100)).map(|next| next.chunk_bytes_max)
        };
        assert_eq!(next(first, &[(5000, 99)]), None);
        assert_eq!(next(first, &[(5000, 500)]), Some(Some(950)));
        let second = Attempt { chunk_bytes_max: Some(950), ..first };
        assert_eq!(next(second, &[(940, 80), (940, 100), (900, 20)]), Some(Some(855)));
        assert_eq!(first.next([(5000, 500)].into_iter(), None), None);
        // What is left out must be more, too, unless it is less than a plain file has anyway.
        for (fit, expected) in [(None, 855), (Some(950), 855), (Some(100), 100)] {
            let attempt = Attempt { fit_bytes_max: fit, ..second };
            let next = attempt.next([(940, 100)].into_iter(), Some(100));
            assert_eq!(next.and_then(|next| next.fit_bytes_max), Some(expected));
        }
        assert_eq!(Attempt::first(Form::Json, Some(100), None).chunk_bytes_max, Some(100));
    }
}
