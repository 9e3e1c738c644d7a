//! Integration tests, a module for each feature, through the public interface.

#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]
#![expect(clippy::print_stdout, reason = "what is skipped is said")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

mod bench;
mod beside;
mod bombs;
mod bounded;
mod browser;
mod canary;
mod captures;
mod chunks;
mod command;
mod config;
mod corpus;
mod desks;
mod environment;
mod errors;
mod faults;
mod findings;
mod fit;
mod forms;
mod fuzzed;
mod giant;
mod hostile;
mod importers;
mod independent;
mod inspect;
mod layout;
mod levels;
mod libraries;
mod malformed;
mod naive;
mod nonsense;
mod oddities;
mod own;
mod packed;
mod pages;
mod peers;
mod precision;
mod presets;
mod properties;
mod reading;
mod report;
mod salvage;
mod sarif;
mod scattered;
mod schema;
mod select;
mod supply;
mod terminal;
mod ticket;
mod traps;
mod twice;
mod twin;
mod verify;
