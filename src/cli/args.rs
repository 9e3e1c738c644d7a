//! The command line as typed.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::bench::BenchArgs;
use crate::cli::fit::{DeskArgs, FitArgs};
use crate::cli::form::FormArgs;
use crate::cli::inspect::InspectArgs;
use crate::cli::presets::PresetsArgs;
use crate::cli::select::SelectArgs;
use crate::cli::ticket::{TicketArgs, WithTicketArgs};

/// Make a HAR capture safe and small enough to send.
///
/// Redacts every secret, puts the same pseudonym wherever the same secret stood, verifies that
/// none is left in what it wrote, and cuts the result into valid HAR files under 25 MB.
#[derive(Debug, Parser)]
#[command(name = "unharm", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) sanitize: SanitizeArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Redact, verify and cut captures (what `unharm CAPTURE` does)
    Sanitize(Box<SanitizeArgs>),
    /// Say what secrets are in files: exit 1 when there are any; never prints a value
    Check(CheckArgs),
    /// Say what is in a capture: who made it, sizes, failures, what is slow, what is secret
    Inspect(InspectArgs),
    /// Write what a desk asks beside a capture, as far as the capture tells it, as Markdown
    Ticket(TicketArgs),
    /// Cut a capture into valid HAR files, without redacting
    Split(Box<SplitArgs>),
    /// Put the chunks of a capture together again
    Join(JoinArgs),
    /// Write a synthetic capture
    Generate(GenerateArgs),
    /// Measure the throughput of each step, here
    Bench(BenchArgs),
    /// List the rules
    Rules(RulesArgs),
    /// List what desks take, for `--for`
    Presets(PresetsArgs),
    /// Print a shell's completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct SanitizeArgs {
    /// Captures: .har, .har.gz, .har.zst, .har.zip, .zhar, .harp, or a directory; `-` reads standard input
    #[arg(required = true, value_name = "CAPTURE")]
    pub(crate) captures: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) fit: FitArgs,
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    #[command(flatten)]
    pub(crate) ticket: WithTicketArgs,
    /// How secrets are called: numbered, or the same in every capture that is redacted with one key
    #[arg(long, value_enum, default_value_t = PseudonymMode::Numbered, help_heading = "Redaction")]
    pub(crate) pseudonyms: PseudonymMode,
    /// The key for keyed pseudonyms, which it asks for: a file of 16 bytes or more
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Redaction",
        required_if_eq("pseudonyms", "keyed")
    )]
    pub(crate) key_file: Option<PathBuf>,
    /// Say what would be redacted, by rule and location, and write nothing
    #[arg(long, help_heading = "Run")]
    pub(crate) dry_run: bool,
    /// Write a report to this file: .html for people, .json for machines; may be given twice
    #[arg(long, help_heading = "Run", value_name = "FILE", value_parser = crate::cli::report::ReportFile::parse)]
    pub(crate) report: Vec<crate::cli::report::ReportFile>,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Of a capture that was cut short, keep the entries that are whole, and say what is lost
    #[arg(long)]
    pub(crate) salvage: bool,
}

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// Directory for the output [default: beside each capture]; `-` writes one file to standard output
    #[arg(short, long, value_name = "DIR")]
    #[arg(value_parser = PathBufValueParser::new().try_map(output_directory))]
    pub(crate) output: Option<PathBuf>,
    /// Each output file is smaller than this: 25MB (10^6), 25MiB (2^20), none [default: 25MB]
    #[arg(long, value_name = "SIZE", value_parser = crate::cli::size::chunk_limit)]
    pub(crate) max_size: Option<crate::cli::size::Limit>,
    #[command(flatten)]
    pub(crate) form: FormArgs,
    /// Overwrite files that exist (never the input)
    #[arg(long)]
    pub(crate) force: bool,
}

/// A directory, which shall not get a name as files have it.
fn output_directory(path: PathBuf) -> Result<PathBuf, &'static str> {
    const FILES: [&str; 5] = ["har", "json", "zip", "gz", "zst"];
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if FILES.iter().any(|file| extension.eq_ignore_ascii_case(file)) && !path.exists() {
        return Err("is the name of a file: name a directory, or `-` for standard output");
    }
    Ok(path)
}

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Redaction")]
pub(crate) struct PolicyArgs {
    /// How much is redacted
    ///
    /// The default is `support`, or what a configuration says.
    #[arg(long, value_enum)]
    pub(crate) level: Option<LevelArg>,
    /// What is left of a JSON Web Token: its technical claims, or nothing
    ///
    /// The default is `claims`, or what a configuration says.
    #[arg(long, value_enum)]
    pub(crate) jwt: Option<JwtArg>,
    /// Keep the values under this name, unless their own form or another place shows that they are
    /// secret (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub(crate) keep: Vec<String>,
    /// Redact the values under this name, or names that match /REGEX/ (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub(crate) redact: Vec<String>,
    /// Configuration (TOML); without it, `unharm.toml` is searched for and may only add
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

impl PolicyArgs {
    /// No arguments but a configuration.
    pub(crate) fn with_config(config: Option<PathBuf>) -> Self {
        Self { config, ..Self::default() }
    }
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(crate) struct RunArgs {
    /// Print the report as JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// Worker threads [default: one for each processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Print more: every rule and where it held
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Captures, or directories; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print what was found as SARIF 2.1.0, for code scanners: rules and byte offsets, no values
    #[arg(long, conflicts_with = "json")]
    pub(crate) sarif: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SplitArgs {
    /// The capture; `-` reads standard input
    pub(crate) capture: PathBuf,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// Configuration that may add desks; without it, `unharm.toml` is searched for
    #[arg(long, value_name = "FILE", help_heading = "Size")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Debug, Args)]
pub(crate) struct JoinArgs {
    /// The chunks, in order, or their manifest
    #[arg(required = true, value_name = "CHUNK")]
    pub(crate) chunks: Vec<PathBuf>,
    /// The capture to write; `-` writes standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Overwrite the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// How large: 500MB, 1GiB
    #[arg(long, value_name = "SIZE", default_value = "1MB", value_parser = crate::cli::size::bytes)]
    pub(crate) size: u64,
    /// What the traffic is like
    #[arg(long, value_enum, default_value_t = ShapeArg::Mixed)]
    pub(crate) shape: ShapeArg,
    /// How the JSON is laid out
    #[arg(long, value_enum, default_value_t = LayoutArg::Pretty)]
    pub(crate) layout: LayoutArg,
    /// The same seed gives the same capture
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many distinct secrets to plant [default: 20 for each MB]
    #[arg(long, value_name = "N")]
    pub(crate) secrets: Option<u32>,
    /// Where to write; `-` writes standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// List what was planted, and what must survive, in this file (JSON lines)
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,
    /// Overwrite files that exist
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// List the names under which values are redacted or kept, not the shapes of values
    #[arg(long)]
    pub(crate) names: bool,
    /// Print them as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelArg {
    /// Cookie, Set-Cookie, Authorization and their mirrors
    Minimal,
    /// All credentials, and personal data known by name or format
    Support,
    /// For public issue trackers: request bodies and query values, too
    Public,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JwtArg {
    /// Header and technical claims stay
    Claims,
    /// Nothing stays
    Opaque,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PseudonymMode {
    /// redacted-email-1, in order of first appearance
    Numbered,
    /// redacted-email-5f0c9a41d2e7, an HMAC under --key-file
    Keyed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutArg {
    /// Two spaces a level, as Chrome writes it
    Pretty,
    /// No white space
    Minified,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShapeArg {
    /// Pages with scripts, images and API calls: 45 KB an entry
    Mixed,
    /// API calls: 7.6 KB an entry
    Small,
    /// A few entries hold nearly all bytes
    Huge,
    /// Secrets everywhere
    Dense,
}
