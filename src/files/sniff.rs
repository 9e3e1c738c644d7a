//! What kind of file this is, by its first bytes and never by its name.

use crate::files::utf16::ByteOrder;

/// How many bytes of the start are looked at.
pub(crate) const HEAD_BYTES: usize = 4096;

/// What the first bytes of a file say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
    /// UTF-16 text, with or without its mark.
    Utf16(ByteOrder),
    /// A ZIP archive.
    Zip,
    /// What Chrome's `--log-net-log` writes.
    NetLog,
    /// Anything else: if it is no JSON, its reader will say where.
    Text,
}

/// What a file is that starts with `head`.
pub(crate) fn sniff(head: &[u8]) -> Kind {
    match head {
        [0x1f, 0x8b, ..] => Kind::Gzip,
        // A Zstandard frame, or a skippable one before it.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Kind::Zstd,
        [0xff, 0xfe, ..] | [b'{', 0, ..] => Kind::Utf16(ByteOrder::Little),
        [0xfe, 0xff, ..] | [0, b'{', ..] => Kind::Utf16(ByteOrder::Big),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        _ if is_net_log(head) => Kind::NetLog,
        _ => Kind::Text,
    }
}

fn is_net_log(head: &[u8]) -> bool {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    for word in ["{", "\"constants\"", ":"] {
        match rest.trim_ascii_start().strip_prefix(word.as_bytes()) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_kind() {
        let table: &[(&[u8], Kind)] = &[
            (b"", Kind::Text),
            (b"{\"log\":{}}", Kind::Text),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b"\x28\xb5\x2f\xfd\x04", Kind::Zstd),
            (b"\x5a\x2a\x4d\x18\x04", Kind::Zstd),
            (b"\xff\xfe{\0", Kind::Utf16(ByteOrder::Little)),
            (b"{\0\"\0", Kind::Utf16(ByteOrder::Little)),
            (b"\xfe\xff\0{", Kind::Utf16(ByteOrder::Big)),
            (b"\0{\0\"", Kind::Utf16(ByteOrder::Big)),
            (b"PK\x03\x04....", Kind::Zip),
            (b"{\"constants\":{\"a\":1}", Kind::NetLog),
            (b"\xef\xbb\xbf\n{ \"constants\" :", Kind::NetLog),
            (b"{\"constants\"}", Kind::Text),
            (b"{\"log\":{\"constants\":", Kind::Text),
        ];
        for (head, expected) in table {
            assert_eq!(sniff(head), *expected, "{head:?}");
        }
    }
}
