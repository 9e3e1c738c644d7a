//! Notes in pass 1 what decides which entries are kept.

use std::sync::{Mutex, PoisonError};

use crate::chunk::{Facts, Rows, Select, Selection};
use crate::error::Error;
use crate::files::Input;
use crate::har::{Entry, Envelope, Node};
use crate::options::{Options, SplitBy};
use crate::pipeline::reader::Batch;

/// What is noted of each entry, by all workers.
pub(crate) struct Sift<'o> {
    select: &'o Select,
    /// Nothing is noted where nothing is asked.
    is_active: bool,
    rows: Mutex<Rows>,
}

impl<'o> Sift<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        let is_active =
            options.select.is_active() || matches!(options.split_by, SplitBy::Time { .. });
        Self { select: &options.select, is_active, rows: Mutex::default() }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.is_active
    }

    /// Notes an entry, or the part of one that `batch` is, by its root.
    pub(crate) fn note(&self, batch: &Batch, entry: u64, root: Node<'_>) {
        let (true, Node::Object(object)) = (self.is_active, root) else { return };
        let facts = Facts::of(Entry::from(object));
        match &batch.part {
            Some(part) => self.lock().note_part(entry, part.number, facts),
            None => {
                let row = self.select.row(&facts);
                self.lock().note(entry, row);
            }
        }
    }

    /// Decides, when all entries of `input` were noted; that none is kept is an error.
    pub(crate) fn choose(
        self,
        input: &Input,
        entries: u64,
        envelope: &Envelope,
    ) -> Result<Selection, Error> {
        if !self.is_active {
            return Ok(Selection::default());
        }
        let rows = self.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        let selection = rows.choose(self.select, entries, envelope);
        if selection.left_out == entries && entries > 0 {
            return Err(Error::NothingSelected { path: input.path().to_owned() });
        }
        Ok(selection)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
