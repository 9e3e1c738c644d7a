//! Where the long bodies of an entry stand once it is written, noted while its parts are.

use std::ops::Range;

use crate::chunk::LongBody;
use crate::har::Part;

/// The long bodies of an entry whose parts come in order.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    bodies: Vec<LongBody>,
    /// Where the last one stands in the capture, as long as its end was not written.
    open: Option<Range<u64>>,
}

impl Bodies {
    /// Follows a part, which is of this body, and whose lead will be written at `at`.
    pub(super) fn follow(&mut self, part: &Part, body: Option<&LongBody>, at: u64) {
        let lead = part.offset - part.lead.len() as u64;
        // Quotes stand in leads.
        if let Some(open) = self.open.take_if(|open| (lead..part.offset).contains(&open.end))
            && let Some(last) = self.bodies.last_mut()
        {
            last.span.end = at + (open.end - lead);
        }
        let Some(body) = body else { return };
        if self.open.is_none() {
            self.open = Some(body.span.clone());
            self.bodies.push(body.clone());
        }
        if (lead..=part.offset).contains(&body.span.start)
            && let Some(last) = self.bodies.last_mut()
        {
            last.span.start = at + (body.span.start - lead);
        }
    }

    /// Those that have more than this number of bytes; what was long may have become short.
    pub(super) fn longer_than(self, bytes: usize) -> Vec<LongBody> {
        let mut bodies = self.bodies;
        bodies.retain(|body| body.len() > bytes as u64);
        bodies
    }
}
