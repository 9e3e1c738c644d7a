//! The items with the highest ranks, of any number.

/// Keeps the items with the highest ranks.
#[derive(Debug, Clone)]
pub(super) struct Top<R, T> {
    max: usize,
    items: Vec<(R, T)>,
    /// What ranks below this is not among them.
    floor: Option<R>,
}

impl<R: Ord + Clone, T> Top<R, T> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, items: Vec::new(), floor: None }
    }

    /// Adds an item, which is only made when there is a place for it.
    pub(super) fn add(&mut self, rank: R, item: impl FnOnce() -> T) {
        if self.floor.as_ref().is_some_and(|floor| rank < *floor) {
            return;
        }
        self.items.push((rank, item()));
        if self.items.len() >= 2 * self.max.max(1) {
            self.prune();
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (rank, item) in other.items {
            self.add(rank, || item);
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.items.len().min(self.max)
    }

    pub(super) fn into_items(mut self) -> Vec<T> {
        self.prune();
        self.items.into_iter().map(|(_, item)| item).collect()
    }

    fn prune(&mut self) {
        if self.items.len() <= self.max {
            return;
        }
        self.items.select_nth_unstable_by(self.max - 1, |a, b| b.0.cmp(&a.0));
        self.items.truncate(self.max);
        self.floor = self.items.last().map(|(rank, _)| rank.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::top::Top;

    #[test]
    fn the_highest_are_kept_in_whatever_order_they_come() {
        for step in [1, 7, 4_999] {
            let (mut one, mut other) = (Top::new(10), Top::new(10));
            for at in 0..5_000_u32 {
                let rank = at * step % 5_000;
                let top = if rank % 3 == 0 { &mut one } else { &mut other };
                top.add(rank, || rank);
            }
            one.merge(other);
            assert_eq!(one.len(), 10);
            let mut items = one.into_items();
            items.sort_unstable();
            assert_eq!(items, (4_990..5_000).collect::<Vec<_>>(), "{step}");
        }
    }
}
