//! Names of people and of towns with a word in them that labels have, too: `Max Quell`, `Mark Strong`,
//! `New York`. Where nothing but a name belongs, they are one.

use crate::detect::name::label::is_known_word;

/// Words that are first names, too.
const FIRST: [&str; 3] = ["max", "min", "an"];

/// Words that are last names or stand at the end of a name, too.
const LAST: [&str; 4] = ["strong", "short", "an", "min"];

/// Words that names of towns begin with.
const OF_TOWNS: [&str; 5] = ["new", "old", "key", "long", "short"];

/// What an account of a person's for tests has behind the name.
const TEST: &str = "test";

/// Words of a name.
const WORDS_MAX: usize = 4;

/// Whether `text` is what a person is called: of its words, with capitals, those that are known stand where
/// a name has them.
pub(super) fn is_of_person(text: &[u8]) -> bool {
    is_of(text, |at, last, folded| {
        at == 0 && FIRST.contains(&folded)
            || at == last && LAST.contains(&folded)
            || at == last && last >= 2 && folded == TEST
    })
}

/// Whether `text` is what a town is called.
pub(super) fn is_of_town(text: &[u8]) -> bool {
    is_of(text, |at, last, folded| at == 0 && last > 0 && OF_TOWNS.contains(&folded))
}

/// `25 Quell St.`: a number of a house, words with capitals, and of the last its beginning and a dot; a
/// sentence that begins with a number ends in a small word.
pub(super) fn is_of_street(text: &[u8]) -> bool {
    const LAST_BYTES_MAX: usize = 6;
    let mut words = text.split(|byte| *byte == b' ');
    let is_house = words.next().is_some_and(|word| {
        let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (1..=5).contains(&digits) && word.len() - digits <= 1
    });
    let is_capital = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase);
    let is_short = |word: &[u8]| word.len() <= LAST_BYTES_MAX && word.ends_with(b".");
    text.len() <= 80
        && is_house
        && words.next_back().is_some_and(|word| is_capital(word) && is_short(word))
        && words.next().is_some_and(is_capital)
        && words.all(is_capital)
}

/// `max.quell.ext`: an account named after a person, of small words with dots between them.
pub(super) fn is_of_account(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    FIRST.iter().any(|first| {
        text.strip_prefix(first).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| {
            rest.split('.').all(|word| {
                word.len() >= 2
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                    && !is_known_word(word)
            })
        })
    })
}

/// Whether all words begin with a capital, and those that a label has, too, of which there is one, may
/// stand where they do.
fn is_of(text: &[u8], may_stand: fn(usize, usize, &str) -> bool) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let last = text.bytes().filter(|byte| *byte == b' ').count();
    if text.len() > 80 || last >= WORDS_MAX {
        return false;
    }
    let mut is_label = false;
    text.split(' ').enumerate().all(|(at, word)| {
        let is_written = word.starts_with(char::is_uppercase)
            && word.len() <= 24
            && word.chars().all(|letter| letter.is_alphabetic() || "'’-.".contains(letter));
        let is_known = is_written && is_known_word(word);
        is_label |= is_known;
        is_written && (!is_known || may_stand(at, last, folded(word, &mut [0; 24])))
    }) && is_label
}

fn folded<'b>(word: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let bytes = &mut buffer[..word.len()];
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_words_of_labels() {
        for name in ["Max", "Max Quell", "Mark Strong", "Max Strong", "Le An", "Mira Quell Test"] {
            assert!(is_of_person(name.as_bytes()), "{name}");
        }
        for label in [
            "max",
            "Mira Quell",
            "Имя",
            "First Name",
            "Name",
            "Guest",
            "Test User",
            "Quell Test",
            "Short Name",
            "Strong Password",
            "New Customer",
            "Account Max",
            "Max. length",
            "Max 80",
            "A Max B C D E",
        ] {
            assert!(!is_of_person(label.as_bytes()), "{label}");
        }
        for town in ["New York", "Old Quell", "Key West"] {
            assert!(is_of_town(town.as_bytes()), "{town}");
        }
        for label in ["New", "New Address", "City", "your City", "Quell Street"] {
            assert!(!is_of_town(label.as_bytes()), "{label}");
        }
        for account in ["max.quell", "max.quell.ext"] {
            assert!(is_of_account(account.as_bytes()), "{account}");
        }
        for label in ["max.length", "max.", "max", "max.a", "maxi.quell", "max.quell.name"] {
            assert!(!is_of_account(label.as_bytes()), "{label}");
        }
    }
}
