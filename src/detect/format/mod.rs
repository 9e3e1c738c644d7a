//! Format rules: what is secret by its own shape, with no telling name beside it.
//!
//! Each rule is one row of a static table, and the tables are files by subject. A text is searched
//! for the rows' *keywords* first (rare literals, by SIMD); only around a hit does the row's
//! pattern look, between the row's own edges: a token ends where its alphabet ends. Rows of
//! *publishable* keys are listed and counted, and what they match is kept.

mod check;
mod edge;
pub mod entropy;
mod finder;
mod prefilter;
mod row;
pub mod sample;
mod table;
mod url;

#[cfg(test)]
mod tests;

pub use finder::FormatRules;
pub use row::FormatRule;
pub use table::rules;
