//! What must hold of any bytes, a property for each target of `fuzz/`.
//!
//! The fuzzer asks them of what it makes up; `tests/it/corpus.rs` asks them, on every toolchain, of
//! what it has kept.

mod codec;
mod config;
mod form;
mod job;
mod join;
mod layer;
mod planted;
mod scan;
pub(crate) mod twin;

/// Panics when it does not hold.
pub(crate) type Property = fn(&[u8]);

/// Each target by its name.
pub(crate) const TARGETS: [(&str, Property); 9] = [
    ("codec", codec::check),
    ("config", config::check),
    ("form", form::check),
    ("job", job::check),
    ("join", join::check),
    ("layer", layer::check),
    ("planted", planted::check),
    ("scan", scan::check),
    ("twin", twin::check),
];
