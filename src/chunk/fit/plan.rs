//! Decides which bodies go so that one file fits: step by step, the largest bodies first.

use crate::chunk::fit::sizes::{Row, Sizes};
use crate::chunk::fit::traits::BODY_BYTES_MIN;
use crate::chunk::fit::{Class, Saved, Step};

/// The shortest head that a body is cut to.
const HEAD_BYTES_MIN: u64 = 1 << 10;

/// What a marker takes, about.
const MARK_BYTES: u64 = 80;

/// What a plan is to reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// What all entries may have together, with what stands before each; none is any size.
    pub bytes_max: Option<u64>,
    /// Bodies that go in any case.
    pub drop: Vec<Class>,
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
    /// Whether the entries will fit, as far as their sizes before redaction tell.
    pub fits: bool,
}

impl FitPlan {
    /// The plan for entries of these sizes.
    #[must_use]
    pub fn new(sizes: &Sizes, goal: &Goal) -> Self {
        let rows = sizes.rows();
        let own = sizes.own_sites(&rows);
        let excess = goal.bytes_max.map_or(0, |max| sizes.bytes().saturating_sub(max));
        let (head_bytes, expected) = (0, Saved::default());
        let plan = Self { fates: Vec::new(), head_bytes, compact: false, expected, fits: false };
        let mut ladder = Ladder { plan, rows, excess };
        ladder.drop(Step::Asked, All, |_, row| goal.drop.contains(&row.class));
        ladder.drop(Step::Media, AsNeeded, |_, row| {
            matches!(row.class, Class::Image | Class::Font | Class::Media)
        });
        ladder.drop(Step::Code, AsNeeded, |_, row| {
            matches!(row.class, Class::Script | Class::Style | Class::SourceMap)
        });
        ladder.drop(Step::ThirdParty, AsNeeded, |_, row| {
            row.class == Class::Other && row.site != 0 && own.binary_search(&row.site).is_err()
        });
        if ladder.excess > 0 {
            let repeated = repeated(&ladder.rows);
            ladder.drop(Step::Repeated, AsNeeded, |at, row| {
                row.class != Class::Document
                    && (row.is_cached() || repeated.binary_search(&at).is_ok())
            });
        }
        ladder.cut_heads();
        ladder.compact(sizes.space_bytes());
        let fates = ladder.rows.iter().map(|row| (row.step, row.class)).collect();
        Self { fates, fits: ladder.excess == 0, ..ladder.plan }
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

/// A plan on its way, and what is still too much.
struct Ladder {
    plan: FitPlan,
    rows: Vec<Row>,
    excess: u64,
}

impl Ladder {
    /// Lets go of the bodies that `wanted` names, the largest first.
    fn drop(&mut self, step: Step, extent: Extent, wanted: impl Fn(usize, &Row) -> bool) {
        if extent == AsNeeded && self.excess == 0 {
            return;
        }
        let bytes_min = u32::try_from(BODY_BYTES_MIN).unwrap_or(u32::MAX);
        for at in
            largest_first(&self.rows, |at, row| row.body_bytes >= bytes_min && wanted(at, row))
        {
            if extent == AsNeeded && self.excess == 0 {
                break;
            }
            let row = &mut self.rows[at];
            row.step = Some(step);
            let gain = u64::from(row.body_bytes) - MARK_BYTES;
            self.plan.expected.note(step, 1, gain);
            self.excess = self.excess.saturating_sub(gain);
        }
    }

    /// Cuts the longest bodies that are left to one length, as long as it may be.
    fn cut_heads(&mut self) {
        if self.excess == 0 {
            return;
        }
        let least = HEAD_BYTES_MIN + MARK_BYTES;
        let bodies = largest_first(&self.rows, |_, row| {
            row.class != Class::Document && u64::from(row.body_bytes) > least
        });
        let length = |at: usize| u64::from(self.rows[at].body_bytes);
        let Some(&first) = bodies.first() else { return };
        let (mut gain, mut level) = (0_u64, length(first));
        // All bodies before `count` are lowered together until the next one is reached.
        for count in 1..=bodies.len() {
            let next = bodies.get(count).map_or(least, |at| length(*at)).max(least);
            let many = count as u64;
            let step = level.saturating_sub(next);
            if gain + step * many >= self.excess {
                level -= (self.excess - gain).div_ceil(many);
                break;
            }
            gain += step * many;
            level = next;
        }
        let head = level - MARK_BYTES;
        self.plan.head_bytes = usize::try_from(head).unwrap_or(usize::MAX);
        for at in bodies.into_iter().filter(|at| length(*at) > level).collect::<Vec<_>>() {
            let row = &mut self.rows[at];
            row.step = Some(Step::Head);
            let gain = u64::from(row.body_bytes) - level;
            self.plan.expected.note(Step::Head, 1, gain);
            self.excess = self.excess.saturating_sub(gain);
        }
    }

    fn compact(&mut self, space_bytes: u64) {
        if self.excess > 0 && space_bytes > 0 {
            self.plan.compact = true;
            self.plan.expected.note(Step::Space, self.rows.len() as u64, space_bytes);
            self.excess = self.excess.saturating_sub(space_bytes);
        }
    }
}

/// The entries that may be touched and that `wanted` names, those with the largest bodies first.
fn largest_first(rows: &[Row], wanted: impl Fn(usize, &Row) -> bool) -> Vec<usize> {
    let may = |(at, row): &(usize, &Row)| row.step.is_none() && !row.is_kept() && wanted(*at, row);
    let mut found: Vec<usize> = rows.iter().enumerate().filter(may).map(|(at, _)| at).collect();
    found.sort_by_key(|at| std::cmp::Reverse(rows[*at].body_bytes));
    found
}

/// The entries whose body stands in an earlier one that keeps it, in order.
fn repeated(rows: &[Row]) -> Vec<usize> {
    let has_body = |row: &Row| row.body != 0 && row.step.is_none();
    let mut bodies: Vec<usize> = (0..rows.len()).filter(|at| has_body(&rows[*at])).collect();
    let key = |at: usize| (rows[at].body, rows[at].body_bytes);
    bodies.sort_by_key(|at| (key(*at), *at));
    let again = bodies.windows(2).filter(|pair| key(pair[0]) == key(pair[1]));
    let mut again: Vec<usize> = again.map(|pair| pair[1]).collect();
    again.sort_unstable();
    again
}

#[cfg(test)]
mod tests;
