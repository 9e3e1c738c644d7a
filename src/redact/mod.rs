//! What takes a secret's place: the book of secrets, their encodings, the sweep, pseudonyms.

pub mod encoding;
pub mod guard;
pub mod sweep;

mod book;
mod edge;
mod edits;
mod known;
mod occurrence;
mod pseudonym;
mod rarity;
mod redactor;
mod register;
mod secret;
mod tally;
mod window;

pub use book::{SecretBook, Sighting, Sightings};
pub use edits::{Edits, decode};
pub use pseudonym::Pseudonyms;
pub use redactor::{Redactor, UnknownSecret};
pub use register::{Origin, Redaction, Register};
pub use secret::SecretValue;
pub use tally::{Place, Tally};
