//! Puts what was written into the form that was asked for, so that each file stays below the limit.
//!
//! How far a capture shrinks is known when it is packed: so one file is tried first, with more or
//! less in it as that shows to be possible, then chunks.

use crate::chunk::fit::Room;
use crate::error::Error;
use crate::files::{OutputFile, Packing, Sha256Hex, Source, pack};
use crate::options::{Form, Options};
use crate::pipeline::sanitize::Place;
use crate::pipeline::workers::Crew;
use crate::pipeline::write::Written;

/// How often a single packed file is tried before it is cut.
const TRIES_MAX: u32 = 5;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) form: Form,
    /// The limit of a chunk before it is packed.
    pub(crate) chunk_bytes_max: Option<u64>,
    /// What a single file may take, for which bodies are left out.
    pub(crate) room: Option<Room>,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) written: Written,
    pub(crate) form: Form,
    /// Its chunks as they are delivered, where that is another form.
    pub(crate) packed: Option<Vec<OutputFile>>,
}

impl Outcome {
    /// The sums of the files as they are delivered.
    pub(crate) fn sums(&self, crew: &Crew<'_>) -> Result<Vec<Sha256Hex>, Error> {
        let files = self.packed.as_ref().unwrap_or(&self.written.chunks);
        Ok(crew.each(files, OutputFile::sha256)?)
    }
}

/// Writes until every file is below the limit; `write` makes the chunks of an attempt, the first of
/// which is `attempt`.
pub(crate) fn produce(
    place: &Place,
    options: &Options,
    mut attempt: Attempt,
    crew: &Crew<'_>,
    mut write: impl FnMut(Attempt) -> Result<Written, Error>,
) -> Result<Outcome, Error> {
    let limit = place.chunk_bytes_max(options);
    let (mut search, mut good) = (Search::new(limit), None);
    loop {
        let written = write(attempt)?;
        let form = attempt.form;
        if !form.is_packed() {
            match options.fit.pack.filter(|_| written.chunks.len() > 1) {
                Some(form) => attempt = Attempt::packing(form, limit),
                None => return Ok(Outcome { written, form, packed: None }),
            }
            continue;
        }
        let packed = pack_all(place, form, &written.chunks, crew)?;
        let plain = written.chunks.iter().map(Source::len);
        let sizes: Vec<_> = plain.zip(packed.iter().map(Source::len)).collect();
        let too_large = limit.is_some_and(|limit| sizes.iter().any(|size| size.1 >= limit));
        let searches = options.fit.one_file
            && attempt.chunk_bytes_max.is_none()
            && if too_large { !written.exhausted } else { written.saved.bytes() > 0 };
        let next = search.next(attempt.room, sizes[0].1).filter(|_| searches);
        let outcome = Outcome { written, form, packed: Some(packed) };
        match (next, too_large, attempt.in_chunks(&sizes, limit)) {
            (Some(room), true, _) => attempt.room = Some(Room::Packed(room)),
            (Some(room), false, _) => {
                attempt.room = Some(Room::Packed(room));
                good = Some(outcome);
            }
            (None, true, Some(chunks)) if good.is_none() => attempt = chunks,
            (None, true, _) => return Ok(good.unwrap_or(outcome)),
            (None, false, _) => return Ok(outcome),
        }
    }
}

impl Attempt {
    /// What is tried first.
    pub(crate) fn first(place: &Place, options: &Options) -> Self {
        let form = options.form;
        if form.is_packed() {
            return Self { form, chunk_bytes_max: None, room: None };
        }
        let chunk_bytes_max = place.chunk_bytes_max(options);
        Self { form, chunk_bytes_max, room: options.chunk_bytes_max.map(Room::Plain) }
    }

    /// What is tried when a plain file is too large.
    pub(crate) fn packing(form: Form, limit: Option<u64>) -> Self {
        Self { form, chunk_bytes_max: None, room: limit.map(Room::Packed) }
    }

    /// What is tried when chunks of these sizes, before and after packing, are not all below `limit`.
    fn in_chunks(self, sizes: &[(u64, u64)], limit: Option<u64>) -> Option<Self> {
        let limit = limit?;
        let too_large = sizes.iter().filter(|(_, packed)| *packed >= limit);
        // A little less than the ratio promises: parts do not all shrink alike.
        let plain = too_large.map(|(plain, packed)| scaled(*plain, limit, *packed, 95)).min()?;
        let before = self.chunk_bytes_max.unwrap_or(u64::MAX);
        Some(Self { chunk_bytes_max: Some(plain.min(before - before / 10)), ..self })
    }
}

/// Looks for the room that makes a packed file nearly as large as it may be: what a plan takes it to
/// need is an estimate.
struct Search {
    limit: Option<u64>,
    tries: u32,
    /// The largest room that made a file that was small enough, and the smallest that did not.
    good: u64,
    bad: u64,
}

impl Search {
    fn new(limit: Option<u64>) -> Self {
        Self { limit, tries: 0, good: 0, bad: u64::MAX }
    }

    /// What room to try after this one has made a file of `packed` bytes; none when that will do, or
    /// nothing helps.
    fn next(&mut self, room: Option<Room>, packed: u64) -> Option<u64> {
        let limit = self.limit?;
        self.tries += 1;
        let Some(Room::Packed(room)) = room else { return (packed >= limit).then_some(limit) };
        if packed >= limit {
            self.bad = self.bad.min(room);
        } else if packed < limit - limit / 5 {
            self.good = self.good.max(room);
        } else {
            return None;
        }
        let (low, high) = (self.good + self.good / 20, self.bad - self.bad / 20);
        if self.tries >= TRIES_MAX || low >= high {
            return None;
        }
        let guess = scaled(room, limit, packed, 90);
        Some(if low < guess && guess < high { guess } else { low + (high - low) / 2 })
    }
}

/// So many hundredths of `bytes` times `limit` by `packed`.
fn scaled(bytes: u64, limit: u64, packed: u64, hundredths: u64) -> u64 {
    let scaled = u128::from(bytes) * u128::from(limit) / u128::from(packed.max(1));
    u64::try_from(scaled.saturating_mul(hundredths.into()) / 100).unwrap_or(u64::MAX)
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
    use crate::chunk::fit::Room;
    use crate::options::Form;
    use crate::pipeline::pack::{Attempt, Search};

    const ALL: Attempt = Attempt { form: Form::Zip, chunk_bytes_max: None, room: None };

    #[test]
    fn chunks_are_as_large_as_the_last_attempt_promises() {
        let next = |attempt: Attempt, sizes: &[(u64, u64)]| {
            attempt.in_chunks(sizes, Some(100)).map(|next| next.chunk_bytes_max)
        };
        assert_eq!(next(ALL, &[(5000, 99)]), None);
        assert_eq!(next(ALL, &[(5000, 500)]), Some(Some(950)));
        let second = Attempt { chunk_bytes_max: Some(950), ..ALL };
        assert_eq!(next(second, &[(940, 80), (940, 100), (900, 20)]), Some(Some(855)));
        assert_eq!(ALL.in_chunks(&[(5000, 500)], None), None);
    }

    #[test]
    fn room_is_searched_for_until_a_file_is_nearly_full() {
        let check = |packed_of: fn(u64) -> u64, expected: &[u64]| {
            let mut search = Search::new(Some(100));
            let (mut room, mut tried) = (100, vec![100]);
            while let Some(next) = search.next(Some(Room::Packed(room)), packed_of(room)) {
                room = next;
                tried.push(room);
            }
            assert_eq!(tried, expected);
        };
        check(|room| room * 9 / 10, &[100]);
        check(|room| room / 2, &[100, 180]);
        check(|room| room * 2, &[100, 45]);
        // What is left out at a step is either small or much.
        check(|room| if room < 200 { 20 } else { 120 }, &[100, 450, 337, 252, 189]);
        check(|_| 200, &[100, 45, 19, 8, 3]);
        assert_eq!(Search::new(Some(100)).next(None, 500), Some(100));
        assert_eq!(Search::new(Some(100)).next(None, 50), None);
        assert_eq!(Search::new(None).next(None, 500), None);
    }
}
