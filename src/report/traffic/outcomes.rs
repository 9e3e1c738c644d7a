//! How requests have ended, counted: each that failed in one way.

use crate::report::traffic::FaultKind;

/// How many requests have failed in each way.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outcomes {
    pub(super) unanswered: u64,
    pub(super) client_errors: u64,
    pub(super) server_errors: u64,
    pub(super) broken_off: u64,
    pub(super) aborted: u64,
    pub(super) refused: u64,
}

impl Outcomes {
    /// Counts a request that has failed in this way, by its status where that tells of an error.
    pub(super) fn count(&mut self, kind: FaultKind, status: u16) {
        *match (kind, status) {
            (_, 400..=499) => &mut self.client_errors,
            (_, 500..) => &mut self.server_errors,
            (FaultKind::Aborted, _) => &mut self.aborted,
            (_, 0) => &mut self.unanswered,
            (FaultKind::Preflight, _) => &mut self.refused,
            _ => &mut self.broken_off,
        } += 1;
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.unanswered += other.unanswered;
        self.client_errors += other.client_errors;
        self.server_errors += other.server_errors;
        self.broken_off += other.broken_off;
        self.aborted += other.aborted;
        self.refused += other.refused;
    }
}
