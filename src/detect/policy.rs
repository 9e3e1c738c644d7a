//! What the user wants redacted.

use crate::detect::UserRule;

/// How much is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// `Cookie`, `Set-Cookie`, `Authorization` and their mirrors.
    Minimal,
    /// All credentials, and personal data known by name or format.
    #[default]
    Support,
    /// For issue trackers: also values of request bodies and queries, unknown high-entropy
    /// strings, host names that are not public.
    Public,
}

/// What is left of a JSON Web Token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JwtMode {
    /// Header and technical claims stay, personal claims get pseudonyms, the signature goes.
    #[default]
    Claims,
    /// The whole token is replaced.
    Opaque,
}

/// What the user wants redacted.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// How much.
    pub level: Level,
    /// What is left of a JSON Web Token.
    pub jwt: JwtMode,
    /// Names whose values are kept, whatever a name rule says.
    pub keep: Vec<String>,
    /// Names whose values are redacted.
    pub redact: Vec<String>,
    /// Rules that the user adds.
    pub rules: Vec<UserRule>,
}
