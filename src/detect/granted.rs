//! What somebody may do with secrets, which are none: `{"permissions": {"secrets": ["get", "list"]}}`.

use crate::detect::beside::Member;
use crate::detect::layer::token::words;
use crate::har::Node;

/// A list of what is granted is no longer.
const ITEMS_MAX: usize = 64;

/// A word of one is no longer.
const BYTES_MAX: usize = 32;

impl Member<'_> {
    /// Whether the member, below a name of permissions, says what is granted: a word, or words, of
    /// which one says what is done.
    pub(crate) fn is_granted(self) -> bool {
        if !is_of_permissions(self.around) {
            return false;
        }
        match self.node {
            Node::String(text) => is_deed(text.raw()),
            Node::Array(array) => {
                let mut items = array.items().take(ITEMS_MAX + 1);
                let (mut count, mut deeds) = (0, 0);
                let are_words = items.all(|item| {
                    count += 1;
                    let Node::String(text) = item else { return false };
                    deeds += usize::from(is_deed(text.raw()));
                    is_word(text.raw())
                });
                are_words && count <= ITEMS_MAX && deeds > 0
            }
            Node::Object(_) | Node::Scalar(_) => false,
        }
    }
}

/// Whether a name is of what is allowed.
fn is_of_permissions(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 10] = [
        b"permissions",
        b"scopes",
        b"grants",
        b"actions",
        b"privileges",
        b"rights",
        b"capabilities",
        b"abilities",
        b"verbs",
        b"operations",
    ];
    let is_plural = name.last().is_some_and(|last| last.eq_ignore_ascii_case(&b's'));
    is_plural
        && words(name)
            .last()
            .is_some_and(|word| NAMES.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Whether `text` is a word that says what is done, alone or before others: `get`, `wrapKey`.
fn is_deed(text: &[u8]) -> bool {
    const DEEDS: [&[u8]; 32] = [
        b"get",
        b"list",
        b"read",
        b"write",
        b"create",
        b"update",
        b"delete",
        b"set",
        b"view",
        b"edit",
        b"manage",
        b"admin",
        b"all",
        b"none",
        b"purge",
        b"recover",
        b"backup",
        b"restore",
        b"import",
        b"sign",
        b"verify",
        b"encrypt",
        b"decrypt",
        b"wrap",
        b"unwrap",
        b"rotate",
        b"revoke",
        b"issue",
        b"generate",
        b"describe",
        b"watch",
        b"use",
    ];
    is_word(text)
        && words(text)
            .next()
            .is_some_and(|first| DEEDS.iter().any(|known| first.eq_ignore_ascii_case(known)))
}

/// Letters in the order of words, joined as programs join them, or `*`.
fn is_word(text: &[u8]) -> bool {
    let falls =
        text.windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    text == b"*"
        || text.len() <= BYTES_MAX
            && text.first().is_some_and(u8::is_ascii_alphabetic)
            && text.iter().all(|byte| byte.is_ascii_alphabetic() || b"-_:.*".contains(byte))
            && text.split(|b| b"aeiouyAEIOUY-_:.".contains(b)).all(|run| run.len() <= 4)
            && falls.count() * 4 <= text.len()
}

#[cfg(test)]
mod tests {
    use crate::detect::Policy;
    use crate::detect::bodies::{check, check_under};

    #[test]
    fn what_is_granted() {
        for body in [
            r#"{"permissions":{"keys":["Get"],"secrets":["List","Delete","Recover","Backup"]}}"#,
            r#"{"permissions":{"secrets":["all"],"certificates":["ManageContacts"]}}"#,
            r#"{"permissions":{"secrets":"admin","organization_secrets":"write","tokens":"read"}}"#,
            r#"{"default_scopes":{"credentials":["use","describe"],"apiKeys":["rotate"]}}"#,
            r#"{"actions":[{"secrets":["wrapKey","unwrapKey","*"]}]}"#,
        ] {
            check(body, &[]);
        }
    }

    #[test]
    fn what_is_no_grant() {
        for (body, expected) in [
            (r#"{"permissions":{"secrets":["List","x7Kq92"]}}"#, &["List", "x7Kq92"][..]),
            (r#"{"permissions":{"secrets":["sunshine"]}}"#, &["sunshine"]),
            (r#"{"permissions":{"secret":"sunshine"}}"#, &["sunshine"]),
            (r#"{"permissions":{"secrets":["getkXvQmTrBnLw"]}}"#, &["getkXvQmTrBnLw"]),
            (r#"{"permissions":{"secrets":["get","qzxvtrbn"]}}"#, &["qzxvtrbn"]),
            (r#"{"settings":{"secrets":["List","Delete"]}}"#, &["List", "Delete"]),
            (r#"{"actions":[{"type":"login","password":"sunshine"}]}"#, &["sunshine"]),
        ] {
            check(body, expected);
        }
        let policy = Policy { redact: vec!["secrets".into()], ..Policy::default() };
        check_under(&policy, r#"{"permissions":{"secrets":["List"]}}"#, &["List"]);
    }
}
