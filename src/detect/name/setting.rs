//! Keys in the settings of a program: `IPSTACK_KEY=9f86…`, as variables of its environment are
//! called (POSIX.1-2017, 8.1), whatever service they are for. Lists of settings hold them: those of
//! a build, of a platform's dashboard, of a crash.

use crate::detect::name::identifier::is_drawn;
use crate::detect::name::shape::{is_hex, is_uuid};
use crate::detect::{Kind, Rule};

pub(super) const KEY: Rule = Rule { id: "name/setting-key", kind: Kind("api-key") };

/// A shorter one could be a counter or a part of a version.
const BYTES_MIN: usize = 20;
/// As short as hexadecimal keys are; a commit's abbreviation is shorter.
const HEX_MIN: usize = 32;

/// Words before `KEY` that say that it is one to look things up by, or public.
const LOOKED_UP: [&[u8]; 21] = [
    b"BUILD",
    b"CACHE",
    b"CONTENT",
    b"DEDUPE",
    b"FILE",
    b"HASH",
    b"IDEMPOTENCY",
    b"IMAGE",
    b"INDEX",
    b"LOOKUP",
    b"OBJECT",
    b"PARTITION",
    b"PATH",
    b"PRIMARY",
    b"PROJECT",
    b"PUBLIC",
    b"RESTORE",
    b"ROW",
    b"S3",
    b"SORT",
    b"VERSION",
];

/// Whether `text` is a key by the name of a setting.
pub(super) fn is_key(name: &[u8], text: &[u8]) -> bool {
    let Some(of) = name.strip_suffix(b"_KEY").filter(|of| of.first().is_some_and(is_capital))
    else {
        return false;
    };
    let mut words = of.split(|byte| *byte == b'_');
    text.len() >= BYTES_MIN
        && of.iter().all(|byte| is_capital(byte) || byte.is_ascii_digit() || *byte == b'_')
        && !words.any(|word| LOOKED_UP.contains(&word))
        && (is_hex(text, HEX_MIN) || is_uuid(text) || !is_hex(text, 1) && is_drawn(text, BYTES_MIN))
}

fn is_capital(byte: &u8) -> bool {
    byte.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::name::tests::check_texts;

    const HEX: &str = "f3a9c04b1de27788aa01b5c6d7e8f901";
    const UUID: &str = "3f1c7a52-9e0b-4d68-8a21-c5d4e6f7a8b9";

    #[test]
    fn the_key_of_a_setting() {
        for place in [Place::Json, Place::Pair, Place::Text] {
            check_texts(
                place,
                &[
                    ("IPSTACK_KEY", HEX, "api-key"),
                    ("REACT_APP_QUELL_KEY", HEX, "api-key"),
                    ("QUELL2_KEY", UUID, "api-key"),
                    ("QUELL_KEY", "k3xwq81uqpzov7ltwq9zr4kt", "api-key"),
                ],
            );
        }
    }

    #[test]
    fn what_is_no_key_or_no_setting() {
        check_texts(
            Place::Json,
            &[
                ("CACHE_KEY", HEX, ""),
                ("GIT_BUILD_KEY", HEX, ""),
                ("ipstack_key", HEX, ""),
                ("Ipstack_KEY", HEX, ""),
                ("_KEY", HEX, ""),
                ("QUELL_KEY", "f3a9c04", ""),
                ("QUELL_KEY", "quell.settings.title", ""),
                ("QUELL_KEY", "ArrowDown", ""),
                ("QUELL_KEY", "the name of the key", ""),
            ],
        );
    }
}
