//! From the arguments that say what is redacted to the policy they mean.

use unharm::detect::{JwtMode, Level, Policy};

use crate::cli::args::{JwtArg, LevelArg, PolicyArgs};

/// The policy that the arguments mean.
pub(crate) fn policy(args: &PolicyArgs) -> Policy {
    Policy {
        level: match args.level {
            LevelArg::Minimal => Level::Minimal,
            LevelArg::Support => Level::Support,
            LevelArg::Public => Level::Public,
        },
        jwt: match args.jwt {
            JwtArg::Claims => JwtMode::Claims,
            JwtArg::Opaque => JwtMode::Opaque,
        },
        keep: args.keep.clone(),
        redact: args.redact.clone(),
        rules: Vec::new(),
    }
}
