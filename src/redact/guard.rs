//! Which values are distinctive enough to be searched for everywhere.

/// Whether `value` may travel: whether it is replaced wherever it stands, also where no rule
/// marks it.
#[must_use]
pub fn may_travel(value: &[u8]) -> bool {
    value.len() >= 16
}
