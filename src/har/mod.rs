//! What a capture is: where its entries stand, its envelope, and the strings of an entry.
//!
//! Nothing here knows why anybody looks: no secret, no redaction.

#[cfg(test)]
pub(crate) mod captures;
mod document;
mod entry;
mod envelope;
mod fault_path;
mod index;
mod location;
mod malformed;
pub(crate) mod mask;
mod moment;
mod outline;
mod part;
mod salvage;
mod scan;
mod unit;

pub use document::{Array, Document, Node, Object, Scalar, Text};
pub use entry::Entry;
pub use envelope::Envelope;
pub use fault_path::fault_path;
pub use index::Index;
pub use location::Location;
pub use malformed::{Fault, Malformed};
pub use moment::{Moment, Zone};
pub(crate) use part::NAMING;
pub use part::{
    Fragment, LongString, Part, PartSizes, Parts, Quotes, Read, base64_cut, string_cut,
};
pub use salvage::{Salvager, Whole};
pub use scan::Scanner;
pub use unit::string_unit;
