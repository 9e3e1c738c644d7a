//! The columns of a table: what stands under `<th>API token</th>`.

use std::ops::Range;

/// So many heads of a table are noted.
const HEADS_MAX: usize = 64;

/// The heads of the table that is read, as far as they are telling, and where in it the reader is.
#[derive(Default)]
pub(super) struct Columns {
    /// With the number of the column, from 1.
    heads: Vec<(usize, Range<usize>)>,
    /// The number of the cell in its row.
    cell: usize,
    /// Whether the reader is in that cell.
    is_inside: bool,
    /// Whether that is a head.
    is_head: bool,
}

impl Columns {
    /// Notes that an element begins.
    pub(super) fn enter(&mut self, element: &[u8]) {
        let is = |name: &[u8]| element.eq_ignore_ascii_case(name);
        if is(b"th") || is(b"td") {
            self.cell += 1;
            (self.is_inside, self.is_head) = (true, is(b"th"));
        } else if is(b"tr") {
            (self.cell, self.is_inside, self.is_head) = (0, false, false);
        } else if is(b"table") {
            *self = Self::default();
        }
    }

    /// Notes that an element ends, as far as it says so.
    pub(super) fn leave(&mut self, element: &[u8]) {
        let is = |name: &[u8]| element.eq_ignore_ascii_case(name);
        if is(b"th") || is(b"td") || is(b"tr") {
            (self.is_inside, self.is_head) = (false, false);
        } else if is(b"table") {
            *self = Self::default();
        }
    }

    /// Notes a telling text, if it is a head.
    pub(super) fn note(&mut self, node: &Range<usize>) {
        if self.is_head && self.heads.len() < HEADS_MAX {
            self.heads.push((self.cell, node.clone()));
        }
    }

    /// Whether the cell that is read is a head.
    pub(super) fn is_head(&self) -> bool {
        self.is_head
    }

    /// The head above the cell that is read.
    pub(super) fn head(&self) -> Option<Range<usize>> {
        let is_value = self.is_inside && !self.is_head;
        let above = self.heads.iter().find(|(cell, _)| *cell == self.cell && is_value);
        above.map(|(_, head)| head.clone())
    }
}
