//! Names that have the word of a secret in them, run together with another one or with words behind it:
//! `skypetoken`, `lgtoken`, `_csrf-frontend`, `csrf_test_name`. They are as often names of something
//! about the secret, so that what they hold must be drawn at random.

use crate::detect::name::identifier::is_drawn;
use crate::detect::name::normal::Name;
use crate::detect::name::shape::is_hex;
use crate::detect::{Kind, Rule};

const TOKEN: Rule = Rule { id: "name/compound-token", kind: Kind("token") };
const CSRF: Rule = Rule { id: "name/compound-csrf", kind: Kind("csrf-token") };

/// A shorter value could be a word or a number.
const BYTES_MIN: usize = 20;
/// As short as hexadecimal tokens are.
const HEX_MIN: usize = 32;

/// What tokens are called that are no secrets: of the pages of a list, of a parser.
const OTHERS: [&[u8]; 13] = [
    b"continuation",
    b"cursor",
    b"delta",
    b"end",
    b"next",
    b"page",
    b"paging",
    b"prev",
    b"scroll",
    b"skip",
    b"start",
    b"sub",
    b"sync",
];

/// The rule that `text` falls under by such a name.
pub(super) fn rule(name: &Name, text: &[u8]) -> Option<Rule> {
    if text.len() < BYTES_MIN
        || !(is_hex(text, HEX_MIN) || !is_hex(text, 1) && is_drawn(text, BYTES_MIN))
    {
        return None;
    }
    let has = |part: &[u8]| memchr::memmem::find(name.compact(), part).is_some();
    if has(b"csrf") || has(b"xsrf") {
        return Some(CSRF);
    }
    let before = name.tail(1).strip_suffix(b"token")?;
    let is_other = OTHERS.iter().any(|other| before.ends_with(other));
    (!before.is_empty() && !is_other).then_some(TOKEN)
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::name::tests::check_texts;

    const HEX: &str = "f3a9c04b1de27788aa01b5c6d7e8f901";
    const BASE64: &str = "1hT5vQ2nW8xK1mZ9cL4rB7pD3fJ6sG0aYeUiOtNwXyV+hT5vQ2nW8x/==";

    #[test]
    fn names_that_have_the_word_in_them() {
        for place in [Place::Json, Place::Form, Place::Query, Place::Html, Place::Script] {
            check_texts(
                place,
                &[
                    ("lgtoken", HEX, "token"),
                    ("csrf_test_name", HEX, "csrf-token"),
                    ("csrfHash", HEX, "csrf-token"),
                ],
            );
        }
        for place in [Place::Json, Place::Html, Place::Script] {
            check_texts(
                place,
                &[
                    ("skypetoken", BASE64, "token"),
                    ("_csrf-frontend", BASE64, "csrf-token"),
                    ("anti-csrftoken-a2z", BASE64, "csrf-token"),
                ],
            );
        }
    }

    #[test]
    fn what_is_about_it() {
        check_texts(
            Place::Json,
            &[
                ("nexttoken", BASE64, ""),
                ("subtoken", HEX, ""),
                ("skypetoken", "required", ""),
                ("csrfHeaderName", "X-CSRF-Token", ""),
                ("csrfPath", "/api/v2/session/csrf-token", ""),
                ("csrf_failure_view", "quell.views.csrf_failure", ""),
                ("skypetoken", "1764579600", ""),
            ],
        );
    }
}
