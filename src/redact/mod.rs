//! What takes a secret's place: the book of secrets, their encodings, the sweep, pseudonyms.

pub mod encoding;
pub mod guard;
pub mod secret;
pub mod sweep;

mod rarity;
mod window;
