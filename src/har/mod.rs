//! What a capture is: where its entries stand, its envelope, and the strings of an entry.
//!
//! Nothing here knows why anybody looks: no secret, no redaction.

mod document;
mod envelope;
mod location;
mod malformed;
mod mask;
mod scan;

pub use document::{Array, Document, Index, Node, Object, Scalar, Text};
pub use envelope::Envelope;
pub use location::Location;
pub use malformed::{Fault, Malformed};
pub use scan::Scanner;
