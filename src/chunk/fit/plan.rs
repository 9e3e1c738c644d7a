//! Decides which bodies go so that one file fits: step by step, the largest bodies first.

use crate::chunk::fit::sizes::{Row, Sizes, Written};
use crate::chunk::fit::traits::BODY_BYTES_MIN;
use crate::chunk::fit::{Class, Saved, Step};

/// The shortest head that a body is cut to.
const HEAD_BYTES_MIN: u64 = 1 << 10;

/// What a marker takes, about.
const MARK_BYTES: u64 = 80;

/// What a plan is to reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// What all entries may take together, with what stands before each; none is any size.
    pub room: Option<Room>,
    /// Bodies that go in any case.
    pub drop: Vec<Class>,
    /// The white space around the entries, which goes with theirs.
    pub around_space_bytes: u64,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// So many bytes as they are written.
    Plain(u64),
    /// So many bytes when they are packed, as far as that can be told beforehand.
    Packed(u64),
}

impl Room {
    fn bytes(self) -> u64 {
        match self {
            Self::Plain(bytes) | Self::Packed(bytes) => bytes,
        }
    }

    /// What so many bytes of a body take: pictures are packed already, and written in base64.
    fn of_body(self, bytes: u64, class: Class) -> u64 {
        match (self, class) {
            (Self::Plain(_), _) => bytes,
            (Self::Packed(_), Class::Image | Class::Font | Class::Media) => bytes / 100 * 78,
            (Self::Packed(_), _) => self.of_text(bytes),
        }
    }

    /// What so many bytes of text take: scripts shrink to a third, most else to less.
    fn of_text(self, bytes: u64) -> u64 {
        match self {
            Self::Plain(_) => bytes,
            Self::Packed(_) => bytes / 3,
        }
    }

    /// What so many bytes of entries without bodies take: they are all alike.
    fn of_rest(self, bytes: u64) -> u64 {
        match self {
            Self::Plain(_) => bytes,
            Self::Packed(_) => bytes / 8,
        }
    }

    /// How many bytes of text take so much room.
    fn text_for(self, room: u64) -> u64 {
        match self {
            Self::Plain(_) => room,
            Self::Packed(_) => room.saturating_mul(3),
        }
    }

    /// What entries with these bodies take.
    fn of_all(self, rows: &[Row], bytes: u64) -> u64 {
        let body = |row: &Row| u64::from(row.body_bytes);
        let bodies: u64 = rows.iter().map(body).sum();
        let packed: u64 = rows.iter().map(|row| self.of_body(body(row), row.class)).sum();
        packed + self.of_rest(bytes.saturating_sub(bodies))
    }
}

/// What becomes of an entry's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// It stays.
    Keep,
    /// It goes.
    Drop(Step, Class),
    /// It keeps at most this many bytes.
    Head(usize),
}

impl Treatment {
    /// The step that it is of.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::Drop(step, _) => step,
            Self::Head(_) => Step::Head,
            Self::Keep => Step::Space,
        }
    }
}

/// What becomes of each entry so that all fit.
#[derive(Debug, Clone)]
pub struct FitPlan {
    /// By entry: the step by which its body goes, and what it is.
    fates: Vec<(Option<Step>, Class)>,
    head_bytes: usize,
    /// Whether white space goes.
    pub compact: bool,
    /// What it will save, about.
    pub expected: Saved,
    /// What all entries will have together, about.
    pub bytes: u64,
    /// Whether the entries will fit, as far as their sizes before redaction tell.
    pub fits: bool,
}

impl FitPlan {
    /// The plan for entries of these sizes, as far as `keeps` says that they are written.
    #[must_use]
    pub fn new(sizes: &Sizes, goal: &Goal, keeps: &dyn Fn(u64) -> bool) -> Self {
        let Written { rows, bytes, space_bytes, sites } = sizes.written(keeps);
        let room = goal.room.unwrap_or(Room::Plain(u64::MAX));
        let mut ladder = Ladder {
            excess: room.of_all(&rows, bytes).saturating_sub(room.bytes()),
            room,
            steps: vec![None; rows.len()],
            rows,
            head_bytes: 0,
            compact: false,
            expected: Saved::default(),
        };
        ladder.drop(Step::Asked, All, |_, row| goal.drop.contains(&row.class));
        ladder.drop(Step::Media, AsNeeded, |_, row| {
            matches!(row.class, Class::Image | Class::Font | Class::Media)
        });
        ladder.drop(Step::Code, AsNeeded, |_, row| {
            matches!(row.class, Class::Script | Class::Style | Class::SourceMap)
        });
        ladder.drop(Step::ThirdParty, AsNeeded, |_, row| {
            row.class == Class::Other && row.site != 0 && sites.binary_search(&row.site).is_err()
        });
        if ladder.excess > 0 {
            let repeated = ladder.repeated();
            ladder.drop(Step::Repeated, AsNeeded, |at, row| {
                row.class != Class::Document
                    && (row.is_cached() || repeated.binary_search(&at).is_ok())
            });
        }
        ladder.cut_heads();
        ladder.compact(space_bytes, goal.around_space_bytes);
        let Ladder { rows, steps, head_bytes, compact, expected, excess, .. } = ladder;
        let fates = steps.into_iter().zip(rows).map(|(step, row)| (step, row.class)).collect();
        let around = if compact { goal.around_space_bytes } else { 0 };
        let bytes = bytes.saturating_sub(expected.bytes() - around);
        Self { fates, head_bytes, compact, expected, bytes, fits: excess == 0 }
    }

    /// What becomes of the entry with this number, from 1.
    #[must_use]
    pub fn treatment(&self, number: u64) -> Treatment {
        let at = number.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        match at.and_then(|at| self.fates.get(at)) {
            None | Some((None | Some(Step::Space), _)) => Treatment::Keep,
            Some((Some(Step::Head), _)) => Treatment::Head(self.head_bytes),
            Some((Some(step), class)) => Treatment::Drop(*step, *class),
        }
    }

    /// Whether it changes anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.compact || self.expected.bytes() > 0
    }
}

/// How much of what a step may take it takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    All,
    AsNeeded,
}

use Extent::{All, AsNeeded};

/// A plan on its way.
struct Ladder {
    rows: Vec<Row>,
    /// By which step the body of each entry goes.
    steps: Vec<Option<Step>>,
    head_bytes: usize,
    compact: bool,
    expected: Saved,
    room: Room,
    /// What of it is still missing.
    excess: u64,
}

impl Ladder {
    /// Lets go of the bodies that `wanted` names, the largest first.
    fn drop(&mut self, step: Step, extent: Extent, wanted: impl Fn(usize, &Row) -> bool) {
        if extent == AsNeeded && self.excess == 0 {
            return;
        }
        let bodies = self
            .largest_first(|at, row| row.body_bytes as usize >= BODY_BYTES_MIN && wanted(at, row));
        for at in bodies {
            if extent == AsNeeded && self.excess == 0 {
                break;
            }
            self.take(at, step, u64::from(self.rows[at].body_bytes) - MARK_BYTES);
        }
    }

    fn take(&mut self, at: usize, step: Step, gain: u64) {
        self.steps[at] = Some(step);
        self.expected.note(step, 1, gain);
        let room = self.room.of_body(gain, self.rows[at].class);
        self.excess = self.excess.saturating_sub(room);
    }

    /// Cuts the longest bodies that are left to one length, as long as it may be.
    fn cut_heads(&mut self) {
        if self.excess == 0 {
            return;
        }
        let least = HEAD_BYTES_MIN + MARK_BYTES;
        let bodies = self.largest_first(|_, row| {
            row.class != Class::Document && u64::from(row.body_bytes) > least
        });
        let lengths: Vec<u64> = bodies.iter().map(|at| self.rows[*at].body_bytes.into()).collect();
        let level = level(&lengths, self.room.text_for(self.excess), least);
        self.head_bytes = usize::try_from(level - MARK_BYTES).unwrap_or(usize::MAX);
        for (at, length) in bodies.into_iter().zip(lengths).filter(|(_, length)| *length > level) {
            self.take(at, Step::Head, length - level);
        }
    }

    fn compact(&mut self, space_bytes: u64, around_bytes: u64) {
        let bytes = space_bytes + around_bytes;
        if self.excess > 0 && bytes > 0 {
            self.compact = true;
            self.expected.note(Step::Space, self.rows.len() as u64, bytes);
            self.excess = self.excess.saturating_sub(self.room.of_rest(bytes));
        }
    }

    /// The entries that may be touched and that `wanted` names, those with the largest bodies first.
    fn largest_first(&self, wanted: impl Fn(usize, &Row) -> bool) -> Vec<usize> {
        let may = |at: &usize| {
            let row = &self.rows[*at];
            self.steps[*at].is_none() && !row.is_kept() && wanted(*at, row)
        };
        let mut found: Vec<usize> = (0..self.rows.len()).filter(may).collect();
        found.sort_by_key(|at| std::cmp::Reverse(self.rows[*at].body_bytes));
        found
    }

    /// The entries whose body stands in an earlier one that keeps it, in order.
    fn repeated(&self) -> Vec<usize> {
        let has_body = |at: &usize| self.rows[*at].body != 0 && self.steps[*at].is_none();
        let key = |at: usize| (self.rows[at].body, self.rows[at].body_bytes);
        let mut bodies: Vec<usize> = (0..self.rows.len()).filter(has_body).collect();
        bodies.sort_by_key(|at| (key(*at), *at));
        let again = bodies.windows(2).filter(|pair| key(pair[0]) == key(pair[1]));
        let mut again: Vec<usize> = again.map(|pair| pair[1]).collect();
        again.sort_unstable();
        again
    }
}

/// The length to which all `lengths`, the longest first, must be cut to save `excess`, if that can
/// be without going below `least`.
fn level(lengths: &[u64], excess: u64, least: u64) -> u64 {
    let mut level = lengths.first().map_or(least, |longest| (*longest).max(least));
    let mut saved = 0;
    // All before `next` are lowered together until that is reached.
    for (count, next) in (1..).zip(lengths.iter().skip(1).copied().chain([least])) {
        let step = level - next.max(least).min(level);
        if saved + step * count >= excess {
            return level - (excess - saved).div_ceil(count);
        }
        saved += step * count;
        level -= step;
    }
    level
}

#[cfg(test)]
mod tests;
