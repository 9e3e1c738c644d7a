//! Makes a HAR capture safe and small enough to send.
//!
//! ```text
//! pass 1  collect   capture → entries → findings → secrets           nothing is written yet
//! pass 2  rewrite   capture → entries → redacted entries → chunks    in order, on all threads
//! pass 3  verify    chunks  → entries → leaks (must be none)         only then final file names
//! ```
//!
//! A secret that is first named in entry 9,000 may stand unmarked in entry 3, so the capture is
//! read twice before a byte has its final name, and what was written is read once more.
//!
//! The folders stand in the order of that sentence, and each names only those before it: [`har`]
//! (what a capture is), [`detect`] (what is secret), [`redact`] (what takes its place), [`chunk`]
//! (how the output is cut), [`report`] (what people are told). They are pure: bytes in, values
//! out, no files, no threads, no printing.
//!
//! # Against what it defends
//!
//! A reader of what is sent: no secret that was found is left, in no encoding, and that is searched
//! for in what was written before it has a name. A reader of what is told: no error, report, name
//! or debug output holds a captured value. A hostile capture: nesting, layers, copies and memory
//! are bounded, work grows as the capture does, and nothing of it reaches a terminal or a page
//! unescaped. A crash at any point: nothing unverified has a final name. Not a secret that nothing
//! marks and no rule knows. `SECURITY.md` has the whole list.

pub mod chunk;
pub mod config;
pub mod detect;
pub mod error;
pub mod files;
pub mod generate;
pub mod har;
pub mod options;
pub mod pipeline;
pub mod progress;
pub mod redact;
pub mod report;
pub mod size;
