//! Security identifiers of Windows: `S-1-5-21-…-1001` is an account, `S-1-5-18` the system's own.

use crate::detect::{Kind, Rule, Verdict};

const ACCOUNT: Rule = Rule { id: "windows-sid", kind: Kind("user-id") };

/// Parts behind the version that one has at most: an authority and fifteen numbers.
const PARTS_MAX: usize = 16;

/// What a security identifier is, if `text` is one: an account's is secret, those that each machine
/// has are not.
pub(super) fn judge(text: &[u8]) -> Option<Verdict> {
    let rest = text.strip_prefix(b"S-").or_else(|| text.strip_prefix(b"s-"))?;
    let is_number =
        |part: &[u8]| (1..=15).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let parts = || rest.split(|byte| *byte == b'-');
    if !(3..=PARTS_MAX + 1).contains(&parts().count()) || !parts().all(is_number) {
        return None;
    }
    // Of a domain or a machine, and of a directory in the cloud.
    let is_account = rest.starts_with(b"1-5-21-") || rest.starts_with(b"1-12-1-");
    Some(if is_account { Verdict::Secret(ACCOUNT) } else { Verdict::Open })
}
