//! Names that end in `pass` and `pw`: of passwords, and of other things, too.

use crate::detect::layer::prose::told::{is_status, is_told};

/// Whose passwords have such names.
const OWNERS: &[&str] = &[
    "db", "database", "sql", "mysql", "pg", "postgres", "mongo", "redis", "smtp", "imap", "mail",
    "ftp", "ldap", "bind", "root", "admin", "user", "login", "auth", "become", "sudo", "ssh",
    "proxy", "http", "wifi", "vpn", "key", "cert", "default", "my", "rabbitmq", "mqtt",
];

/// Names that are words of other things, too: their values must look like values.
pub(super) fn is_short(name: &[u8]) -> bool {
    [&b"pass"[..], b"pw", b"psw"].iter().any(|short| name.eq_ignore_ascii_case(short))
}

/// Whether `name` ends so and tells of something else by its `value`: `low_pass=20hz`, `TESTS_PASS=12`.
pub(super) fn is_other(name: &[u8], value: &[u8]) -> bool {
    let Some(owner) = owner(name) else { return false };
    let owned = |known: &&str| {
        let start = owner.len().checked_sub(known.len());
        start.is_some_and(|start| owner[start..].eq_ignore_ascii_case(known.as_bytes()))
    };
    let is_owned = OWNERS.iter().any(owned);
    let is_constant = !name.iter().any(u8::is_ascii_lowercase);
    let is_count = value.len() < 6 && value.iter().all(u8::is_ascii_digit);
    is_status(value) || !is_told(value) && !is_owned && (!is_constant || is_count)
}

/// What stands before the end of such a name, without the sign between them.
fn owner(name: &[u8]) -> Option<&[u8]> {
    let ends = |short: &&[u8]| {
        let start = name.len().checked_sub(short.len());
        start.is_some_and(|start| name[start..].eq_ignore_ascii_case(short))
    };
    let short = [&b"pass"[..], b"pw"].into_iter().find(ends)?;
    let owner = &name[..name.len() - short.len()];
    let owner = owner.strip_suffix(b"_").or(owner.strip_suffix(b"-")).unwrap_or(owner);
    Some(owner).filter(|owner| !owner.is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_other;

    #[test]
    fn tells_passwords_from_passes() {
        for (name, value) in [
            ("DB_PASS", "sunshine"),
            ("smtp_pass", "sunshine"),
            ("rootpw", "sunshine"),
            ("APP_PASS", "sunshine"),
            ("site_pass", "k3Xw-Q81u"),
            ("password", "sunshine"),
        ] {
            assert!(!is_other(name.as_bytes(), value.as_bytes()), "{name}={value}");
        }
        for (name, value) in [
            ("low_pass", "20hz"),
            ("TESTS_PASS", "12"),
            ("first_pass", "done"),
            ("bypass", "always"),
            ("DB_PASS", "required"),
        ] {
            assert!(is_other(name.as_bytes(), value.as_bytes()), "{name}={value}");
        }
    }
}
