//! The user's configuration, a TOML file.
//!
//! A file that is named with `--config` may do everything. Files that are found beside a capture,
//! above it up to the root of its repository, and in the user's own directory
//! (`unharm.toml`, `.unharm.toml`; `~/.config/unharm/unharm.toml`) may only add: what would
//! redact less is ignored with a warning, so that nobody's project weakens what a user relies on.
//! With `--config` no file is searched for. The command line wins over every file.
//!
//! ```
//! use unharm::config::{Config, Settings, Trust};
//!
//! let text = r#"
//! level = "support"                      # minimal | support | public
//! jwt = "opaque"                         # claims | opaque
//! max-size = "20MB"                      # or "none"
//! keep = ["x-acme-trace"]                # names whose values stay
//! redact = ["orderNumber", "/^x-acme-/"] # names whose values go; a pattern between slashes
//!
//! [[rule]]
//! id = "acme-ticket"                     # in reports: user/acme-ticket
//! kind = "ticket"                        # in pseudonyms: redacted-ticket-1
//! pattern = 'ACME-([0-9]{6})'            # the value; group 1, if there is one, is the secret
//! location = "response.content"          # only there; everywhere without it
//!
//! [[rule]]
//! id = "build"
//! name = "session"                       # the name a value stands under
//! location = "response.headers"
//! action = "keep"                        # redact (the default) | keep
//!
//! [presets.acme-desk]                    # for `--for acme-desk`; more keys: `presets.toml`
//! limit = "15MB"
//! counted = "message"                    # file (the default) | message: a mail, encoded
//! accept = ["har", "zip"]
//! "#;
//! let config = Config::parse(text).expect("it is a configuration");
//!
//! let mut settings = Settings::default();
//! assert!(settings.apply(config.clone(), Trust::Named).is_empty());
//! assert_eq!(settings.rules.len(), 2);
//!
//! let ignored = Settings::default().apply(config, Trust::Discovered);
//! let lines: Vec<usize> = ignored.iter().map(|ignored| ignored.line).collect();
//! assert_eq!(lines, [5, 14]); // `keep`, and the rule that keeps
//! ```

mod file;
mod presets;
mod settings;

pub use file::{Config, ConfigError};
pub use presets::{Counted, Preset, budget, built_in};
pub use settings::{Ignored, Settings, Trust};
