//! Who has done something, or is to do it: `"createdBy": "Mira Quell"`. The same names hold systems, teams
//! and products, so that it takes words that only a name has.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::name::homonym;
use crate::detect::name::label::is_plain_label;
use crate::detect::name::personal::{has_particles, is_particle, without_note};

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
    is_capital
        && (matches!(rest, "" | ".") || is_written)
        && !OTHERS.contains(word.to_lowercase().as_str())
}

/// Words of systems, teams, products and labels.
static OTHERS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

const WORDS: &str = "
    system admin administrator administrators admins service services bot robot automation automated
    automatic team teams group support process processor integration integrations microsoft azure
    google amazon apple atlassian salesforce office users cloud platform app apps application agent
    agents connector sync scheduler scheduled schedule import importer migration operations operator
    operators engine manager server management company inc corp corporation llc ltd gmbh built-in
    builtin internal external customer customers staff assigned unassigned created updated modified
    changed reported requested approved closed resolved deleted by to for of and owner assignee
    reporter requester approver person people member members department security network data
    database desk help workflow policy trigger rule rules pipeline runner worker job web portal site
    store shop sales marketing finance engineering product quality all any other various multiple
    not nobody self current me currently
";

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
