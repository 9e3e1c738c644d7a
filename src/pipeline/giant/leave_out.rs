//! Leaves the body out of a long entry, or cuts it to a head, and takes white space out.

use crate::chunk::LongBody;
use crate::chunk::fit::{Compactor, Fitter, Step, Treatment, left_out};
use crate::error::Error;
use crate::har::PartSizes;
use crate::pipeline::giant::spool::Spool;
use crate::pipeline::giant::{Giant, Piece};
use crate::pipeline::reader::fill;

/// What is left of an entry is read whole if it has no more than this.
const WHOLE_BYTES: u64 = 4 << 20;

impl Giant {
    /// Applies a plan's treatment to its response body, and takes white space out if `compact`.
    pub(crate) fn leave_out(
        &mut self,
        treatment: Treatment,
        compact: bool,
        sizes: PartSizes,
        fitter: &mut Fitter,
    ) -> Result<(), Error> {
        if treatment != Treatment::Keep {
            self.treat(treatment, sizes, fitter)?;
        }
        if compact { self.compact(fitter) } else { Ok(()) }
    }

    fn treat(
        &mut self,
        treatment: Treatment,
        sizes: PartSizes,
        fitter: &mut Fitter,
    ) -> Result<(), Error> {
        let bodies = self.bodies(sizes)?;
        let Some(body) = bodies.iter().find(|body| body.is_response) else { return Ok(()) };
        let (before, bytes) = (self.written, body.len());
        self.cut(body, treatment)?;
        self.spool_again()?;
        if self.written > WHOLE_BYTES {
            fitter.saved.note(treatment.step(), 1, before - self.written);
            return Ok(());
        }
        let mut text = vec![0; usize::try_from(self.written).unwrap_or(0)];
        fill(&self.spool, self.spool.chunk.path(), 0, &mut text)?;
        fitter.tidy(&mut text, treatment, bytes);
        fitter.saved.note(treatment.step(), 1, before.saturating_sub(text.len() as u64));
        self.pieces = vec![Piece::Bytes(text)];
        self.spool_again()
    }

    /// Takes white space out of it and of what stands before it.
    fn compact(&mut self, fitter: &mut Fitter) -> Result<(), Error> {
        let before = self.written + self.gap.len() as u64;
        if self.gap.len() > 1 {
            self.gap = b",".to_vec();
        }
        let spool = Spool::create(&self.target, self.start)?;
        let (mut compactor, mut out, mut written) = (Compactor::default(), Vec::new(), 0);
        self.each_block(0..self.written, &mut |_, block| {
            out.clear();
            compactor.feed(block, &mut out);
            spool.write_at(written, &out)?;
            written += out.len() as u64;
            Ok(())
        })?;
        (self.spool, self.written, self.bodies) = (spool, written, None);
        self.pieces = vec![Piece::Spool(0..written)];
        fitter.saved.note(Step::Space, 1, before - written - self.gap.len() as u64);
        Ok(())
    }

    /// Makes pieces of what is left when the body is gone, or cut.
    fn cut(&mut self, body: &LongBody, treatment: Treatment) -> Result<(), Error> {
        let bytes = body.len();
        let (end, mark) = match treatment {
            Treatment::Head(max) => {
                let end = self.body_end(body, max as u64)?;
                (end, body.mark(end - body.span.start))
            }
            // What is left is tidied if it is short; else the text is empty, and a note beside it.
            Treatment::Drop(..) if self.written - bytes <= WHOLE_BYTES => {
                (body.span.start, b"\"".to_vec())
            }
            Treatment::Drop(step, class) => {
                (body.span.start, body.note(&left_out(bytes, step, class)))
            }
            Treatment::Keep => return Ok(()),
        };
        self.pieces = vec![
            Piece::Spool(0..end),
            Piece::Bytes(mark),
            Piece::Spool(body.span.end + 1..self.written),
        ];
        Ok(())
    }
}
