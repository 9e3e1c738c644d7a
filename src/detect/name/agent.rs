//! Who has done something, or is to do it: `"createdBy": "Mira Quell"`. The same names hold systems, teams
//! and products, so that it takes words that only a name has.

use crate::detect::name::homonym;
use crate::detect::name::label::is_plain_label;
use crate::detect::name::personal::{has_particles, is_particle, without_note};
use crate::detect::thing::is_of_things;

/// Words of a name.
const WORDS_MAX: usize = 5;

/// Whether `text` is a person's name in full: `Mira Quell`, `Quell, Mira`, `Mira Q. (Berlin)`.
pub(crate) fn is_person(text: &[u8]) -> bool {
    if text.len() > 80 || memchr::memchr(b' ', text).is_none() {
        return false;
    }
    let name = match without_note(text) {
        Some((before, b"")) => before,
        Some(_) => return false,
        None => text,
    };
    let Ok(name) = std::str::from_utf8(name) else { return false };
    let name = name.trim_ascii();
    let is_written = match name.split_once(", ") {
        Some((last, first)) => are_words(last, 1) && are_words(first, 1),
        None => are_words(name, 2),
    };
    let is_named = || has_particles(text) || homonym::is_of_person(text);
    is_written && (!is_plain_label(text) || is_named())
}

/// Whether `text` is so many words at least as a name has them, and none of another thing.
fn are_words(text: &str, min: usize) -> bool {
    let (mut capitals, mut count) = (0, 0);
    for word in text.split(' ') {
        count += 1;
        if count > WORDS_MAX || !is_particle(word.as_bytes()) && !is_word(word) {
            return false;
        }
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    capitals >= min
}

/// A word with a capital and small letters behind it, or a capital and a point.
fn is_word(word: &str) -> bool {
    let mut letters = word.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    let is_written = rest.contains(char::is_lowercase)
        && rest.chars().all(|letter| letter.is_alphabetic() || "'’-".contains(letter));
    is_capital && (matches!(rest, "" | ".") || is_written) && !is_of_things(word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::is_person;

    #[test]
    fn people_and_what_is_none() {
        for name in [
            "Mira Quell",
            "Quell, Mira",
            "van Quell, Mira",
            "Mira van Quell",
            "Mira Q.",
            "M Quell",
            "Max Quell",
            "Mira Quell (Contractor)",
            "Zoë O'Quell-Bränd",
        ] {
            assert!(is_person(name.as_bytes()), "{name}");
        }
        for other in [
            "Mira",
            "mira quell",
            "CS Quell",
            "System Administrator",
            "Automation for Jira",
            "Built-in Process",
            "Integration User",
            "Max Length",
            "Platform Team",
            "Quell Inc",
            "Data Factory",
            "Created By",
            "Erstellt von",
            "Not Assigned",
            "Quell 2",
            "Quell: Mira",
            "https://quell.example/Mira Quell",
            "Mira Quell and others",
            "",
            ", ",
            " (ab)",
        ] {
            assert!(!is_person(other.as_bytes()), "{other}");
        }
    }
}
