//! Integration tests, a module for each feature, through the public interface.

#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

mod chunks;
mod command;
mod config;
mod errors;
mod layout;
mod levels;
mod properties;
mod reading;
mod terminal;
mod verify;
