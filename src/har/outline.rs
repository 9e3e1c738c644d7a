//! Finds `log.entries` in the bytes around the entries, one byte after the other.
//!
//! Only depth, strings and the keys of the two outer objects are followed. Whether the whole is
//! JSON is checked when it is whole.

use crate::har::malformed::{DEPTH_MAX, Fault};

/// Where the search for `log.entries` stands.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The last string, if it can be a key that counts.
    key: Key,
    /// What the next value is.
    value: Role,
    in_log: bool,
    log_seen: bool,
    entries_seen: bool,
    started: bool,
}

/// The raw bytes of a string, as far as they can be one of the two keys.
#[derive(Default)]
struct Key {
    raw: Vec<u8>,
    start: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Role {
    #[default]
    Other,
    Log,
    Entries,
}

/// Whether `raw`, a key between its quotes, spells `name`.
pub(crate) fn spells(raw: &[u8], name: &str) -> bool {
    if !raw.contains(&b'\\') {
        return raw == name.as_bytes();
    }
    let quoted = [b"\"", raw, b"\""].concat();
    serde_json::from_slice::<String>(&quoted).is_ok_and(|key| key == name)
}

impl Outline {
    /// Reads from `bytes`, which stand at `offset`, up to their end or the `[` of `log.entries`;
    /// returns how many it read, and whether the entries begin there.
    pub(crate) fn read(
        &mut self,
        bytes: &[u8],
        offset: u64,
    ) -> Result<(usize, bool), (Fault, u64)> {
        for (at, &byte) in (offset..).zip(bytes) {
            let entries = if self.in_string {
                self.string(byte);
                false
            } else {
                self.outside(byte, at)?
            };
            if entries {
                let read = usize::try_from(at - offset).expect("because it is an index of bytes");
                return Ok((read + 1, true));
            }
        }
        Ok((bytes.len(), false))
    }

    /// Whether anything but white space was read.
    pub(crate) fn started(&self) -> bool {
        self.started
    }

    /// Whether the text may end here.
    pub(crate) fn complete(&self) -> bool {
        self.depth == 0 && !self.in_string
    }

    /// Whether `log.entries` was found.
    pub(crate) fn entries_seen(&self) -> bool {
        self.entries_seen
    }

    fn string(&mut self, byte: u8) {
        if byte == b'"' && !self.escaped {
            self.in_string = false;
            return;
        }
        self.escaped = byte == b'\\' && !self.escaped;
        if self.depth <= 2 {
            self.key.push(byte);
        }
    }

    fn outside(&mut self, byte: u8, at: u64) -> Result<bool, (Fault, u64)> {
        if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
            return Ok(false);
        }
        self.start(byte).map_err(|fault| (fault, at))?;
        let role = std::mem::take(&mut self.value);
        if role == Role::Entries && byte != b'[' {
            return Err((Fault::EntriesNotArray, at));
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.escaped = false;
                self.key.raw.clear();
                self.key.start = at;
            }
            b':' => self.colon()?,
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err((Fault::TooDeep, at));
                }
                if role == Role::Log {
                    self.in_log = byte == b'{';
                }
            }
            b'}' | b']' => {
                self.depth -= 1;
                self.in_log &= self.depth > 1;
            }
            _ => {}
        }
        Ok(role == Role::Entries)
    }

    /// Refuses what can be no JSON text at its first byte, and what follows the last.
    fn start(&mut self, byte: u8) -> Result<(), Fault> {
        if self.depth > 0 {
            return Ok(());
        }
        let first = matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
        match (self.started, first) {
            (false, true) => self.started = true,
            (false, false) => return Err(Fault::NotJson),
            // A lone number or literal goes on; that it is no capture is seen at its end.
            (true, _) if byte.is_ascii_alphanumeric() || b"+-.".contains(&byte) => {}
            (true, _) => return Err(Fault::TrailingData),
        }
        Ok(())
    }

    fn colon(&mut self) -> Result<(), (Fault, u64)> {
        let twice = (Fault::EntriesTwice, self.key.start);
        if self.depth == 1 && self.key.spells("log") {
            if std::mem::replace(&mut self.log_seen, true) {
                return Err(twice);
            }
            self.value = Role::Log;
        } else if self.depth == 2 && self.in_log && self.key.spells("entries") {
            if std::mem::replace(&mut self.entries_seen, true) {
                return Err(twice);
            }
            self.value = Role::Entries;
        }
        Ok(())
    }
}

impl Key {
    /// With every letter as a `\u` escape, the longer key has 42 bytes.
    const BYTES_MAX: usize = 42;

    fn push(&mut self, byte: u8) {
        if self.raw.len() <= Self::BYTES_MAX {
            self.raw.push(byte);
        }
    }

    fn spells(&self, name: &str) -> bool {
        spells(&self.raw, name)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key(byte {})", self.start)
    }
}
