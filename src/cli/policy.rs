//! From the configuration and the arguments to what they mean; the arguments win.

use std::path::Path;

use unharm::config::{Config, Settings, Trust};
use unharm::detect::name::{check_name, check_redact_item};
use unharm::detect::{JwtMode, Level};
use unharm::error::Error;
use unharm::files;

use crate::cli::args::{JwtArg, LevelArg, PolicyArgs};
use crate::cli::print;

/// A configuration is written by hand.
const CONFIG_BYTES_MAX: u64 = 1 << 20;

/// What is to be done with a capture.
pub(crate) fn settings(args: &PolicyArgs, capture: &Path) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    match &args.config {
        Some(path) => apply(&mut settings, path, Trust::Named)?,
        None => {
            for path in files::configurations(capture) {
                apply(&mut settings, &path, Trust::Discovered)?;
            }
        }
    }
    override_by(&mut settings, args)?;
    Ok(settings)
}

fn apply(settings: &mut Settings, path: &Path, trust: Trust) -> Result<(), Error> {
    let bytes = files::read_small(path, CONFIG_BYTES_MAX)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Error::Usage(format!("{path:?} is not UTF-8 text")))?;
    let config = Config::parse(text).map_err(|error| Error::Usage(format!("{path:?}, {error}")))?;
    for ignored in settings.apply(config, trust) {
        print::note(&format!("unharm: {path:?}, line {}: {}", ignored.line, ignored.message));
    }
    Ok(())
}

fn override_by(settings: &mut Settings, args: &PolicyArgs) -> Result<(), Error> {
    for name in &args.keep {
        check_name(name).map_err(|error| Error::Usage(format!("--keep {name:?}: {error}")))?;
    }
    for item in &args.redact {
        check_redact_item(item)
            .map_err(|error| Error::Usage(format!("--redact {item:?}: {error}")))?;
    }
    if let Some(level) = args.level {
        settings.level = match level {
            LevelArg::Minimal => Level::Minimal,
            LevelArg::Support => Level::Support,
            LevelArg::Public => Level::Public,
        };
    }
    if let Some(jwt) = args.jwt {
        settings.jwt = match jwt {
            JwtArg::Claims => JwtMode::Claims,
            JwtArg::Opaque => JwtMode::Opaque,
        };
    }
    settings.keep.extend(args.keep.iter().cloned());
    settings.redact.extend(args.redact.iter().cloned());
    Ok(())
}
