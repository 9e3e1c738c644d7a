//! The name rules as people list them.

use crate::detect::name::condition::Condition;
use crate::detect::name::index::{Reach, Row};
use crate::detect::name::personal::Sort;
use crate::detect::name::{claim, table};

/// A name that a rule knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameRow {
    /// The name, its words joined by hyphens: it stands for every spelling of them.
    pub name: &'static str,
    /// What it finds.
    pub kind: &'static str,
    /// Where: `header`, `claim` (of a JSON Web Token) or `any`.
    pub place: &'static str,
    /// Whether names that end with these words count, too.
    pub ends: bool,
    /// `redact`; `keep` for what is useful; `open` for what is read instead.
    pub action: &'static str,
    /// What the value must look like.
    pub about: &'static str,
}

/// Every name that a rule knows; cookies are secret whatever their name, and not among them.
pub fn names() -> impl Iterator<Item = NameRow> {
    let headers = table::HEADERS.iter().map(|row| listed(row, "header"));
    let names = table::NAMES.iter().chain(table::FOREIGN).map(|row| listed(row, "any"));
    headers.chain(names).chain(claim::names())
}

fn listed(row: &Row, place: &'static str) -> NameRow {
    NameRow {
        name: row.name,
        kind: row.exact.kind.0,
        place,
        ends: row.reach == Reach::Tail,
        action: match row.condition {
            Condition::Keep => "keep",
            Condition::Open => "open",
            _ => "redact",
        },
        about: about(row.condition),
    }
}

fn about(condition: Condition) -> &'static str {
    match condition {
        Condition::Carrier => "whatever it holds, at every level",
        Condition::Always => "whatever it holds",
        Condition::Password => "any word, but no label of a form",
        Condition::Strong => "a credential: no label, no short word",
        Condition::Typed => "a credential: no label, no short word, no program",
        Condition::Csrf => "a credential; no word that asks for one or refuses one",
        Condition::Weak => "a credential; in documents random only",
        Condition::Drawn => "drawn at random",
        Condition::Coded(_) => "long and drawn at random",
        Condition::Seed => "base32 of 16 characters and more",
        Condition::Digits => "four to eight digits, or an authorization code",
        Condition::HexKey => "32 hexadecimal digits in a query",
        Condition::Phrase => "a dozen words and more, or random",
        Condition::Short => "a password in a form; elsewhere digits and letters, no measure",
        Condition::Token => "no word and no short number",
        Condition::Ticket => "no word and no number of a case",
        Condition::Session => "no word, no season, no object",
        Condition::Otp => "a code of digits, or one with digits",
        Condition::AuthCode => "an authorization code: random, or long and mixed",
        Condition::RequestUri => "a credential, not the URL of a request",
        Condition::State => "random, or long and mixed",
        Condition::Nonce => "random, or long and mixed, or in hexadecimal",
        Condition::Vague => "random only",
        Condition::Signature => "a MAC: random, not a checksum in a document",
        Condition::Checksum => "a MAC of a request; in documents nothing",
        Condition::LinkHash => "the MAC of a link: random, not in hexadecimal",
        Condition::KeyOwner => "a credential, not the name of an account",
        Condition::Cookies => "pairs of names and values",
        Condition::CookieValue => "pairs of names and values, or random",
        Condition::FormState => "eight bytes and more, no label",
        Condition::Unless(form) => form.about(),
        Condition::Personal(
            Sort::Name | Sort::City | Sort::Gender | Sort::User | Sort::Account,
        ) => "plausible as such, where somebody fills it in",
        Condition::Personal(_) => "plausible as such",
        Condition::Keep => "useful, and no secret",
        Condition::Open => "read by its own syntax",
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::name::listing::names;

    #[test]
    fn every_table_is_listed() {
        let rows: Vec<_> = names().collect();
        for (name, place, ends, action) in [
            ("authorization", "header", false, "redact"),
            ("password", "any", true, "redact"),
            ("x-request-id", "header", false, "keep"),
            ("referer", "header", false, "open"),
            ("sub", "claim", false, "redact"),
            ("iss", "claim", false, "keep"),
        ] {
            let is_row = |row: &&super::NameRow| row.name == name && row.place == place;
            let row = rows.iter().find(is_row).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((row.ends, row.action), (ends, action), "{name}");
        }
        assert!(rows.iter().all(|row| !row.about.is_empty() && !row.kind.is_empty()));
    }
}
