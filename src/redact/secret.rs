//! A secret's bytes, which cannot be printed by accident and do not outlive their use.

use std::borrow::Borrow;
use std::fmt;

use zeroize::Zeroize;

/// The bytes of one secret: no `Display`, nothing in `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretValue(Box<[u8]>);

impl SecretValue {
    /// Holds a copy of `bytes`.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The bytes; the name makes their use visible where it stands.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for SecretValue {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Drop for SecretValue {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use crate::redact::secret::SecretValue;

    #[test]
    fn prints_nothing_of_itself() {
        let value = SecretValue::new(b"f7Kq-invented-92");
        assert_eq!(
            format!("{value:?} {:#?}", Some(&value)),
            "[redacted] Some(\n    [redacted],\n)"
        );
        assert_eq!(value.expose(), b"f7Kq-invented-92");
    }
}
