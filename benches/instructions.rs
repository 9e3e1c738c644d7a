//! Counts the instructions of each stage and fails where one takes more than its reference allows:
//! seconds lie on shared machines, instructions hardly do.
//!
//! `cargo bench --bench instructions` compares, with `-- --bless` it writes the references anew.
//! Each stage runs in a process of its own under valgrind's callgrind, which emulates the same
//! processor on every machine that has the same vector instructions.

#![expect(clippy::disallowed_methods, reason = "the references are a file of the project")]
#![expect(clippy::print_stdout, reason = "the table is what the run is for")]
#![expect(clippy::print_stderr, reason = "so is what is wrong")]

mod capture;
mod stages;
mod strings;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use unharm::files::{Existing, write_whole};
use unharm::generate::Shape;

/// How much more or less than the reference is no change.
const TOLERANCE: f64 = 0.05;

/// The counts that were accepted last.
const REFERENCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.tsv");

/// What the whole command is measured on.
const RUNS: [(&str, u64); 2] = [("start-up", 20_000), ("whole job", stages::BYTES)];

/// Fails with what is to be told.
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match &args[..] {
        [flag, stage] if flag == "--stage" => stages::run(stage).map(|()| true),
        args => guard(args.iter().any(|arg| arg == "--bless")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Counts every stage; whether none has become slower.
fn guard(bless: bool) -> Outcome<bool> {
    let machine = machine()?;
    let mut counts = Vec::new();
    for stage in stages::names() {
        counts.push((stage, count_stage(stage)?));
    }
    let directory = tempfile::tempdir()?;
    for (stage, bytes) in RUNS {
        counts.push((stage, count_command(directory.path(), bytes)?));
    }
    if bless {
        std::fs::write(REFERENCES, table(&machine, &counts))?;
        println!("{REFERENCES} is written");
        return Ok(true);
    }
    let references = std::fs::read_to_string(REFERENCES)?;
    let same = compare(&counts, &parse(&references)?);
    let taken = references.lines().find_map(|line| line.strip_prefix("# on ")).unwrap_or_default();
    if taken != machine {
        println!("\nThe references are of {taken}; this is {machine}.");
    }
    // Another compiler may well keep to the references, another instruction set cannot.
    let comparable = taken.split(", ").take(2).eq(machine.split(", ").take(2));
    if !comparable {
        println!("Such counts cannot be compared, so nothing is said of them.");
    }
    Ok(same || !comparable)
}

/// What counts depend on beside the code.
fn machine() -> Outcome<String> {
    let rustc = Command::new(option_env!("RUSTC").unwrap_or("rustc")).arg("--version").output()?;
    let rustc = String::from_utf8(rustc.stdout)?;
    let version = rustc.split_whitespace().nth(1).unwrap_or_default();
    #[cfg(target_arch = "x86_64")]
    let vectors = if is_x86_feature_detected!("avx2") { "avx2" } else { "no avx2" };
    #[cfg(not(target_arch = "x86_64"))]
    let vectors = "portable code";
    Ok(format!("{}, {vectors}, rustc {version}", std::env::consts::ARCH))
}

fn count_stage(stage: &str) -> Outcome<u64> {
    let mut valgrind = callgrind();
    valgrind.arg(format!("--toggle-collect=*{}*", stages::MEASURED));
    count(valgrind.arg(std::env::current_exe()?).args(["--stage", stage]))
}

/// What the command takes in all for a capture of this size, on one thread.
fn count_command(directory: &Path, bytes: u64) -> Outcome<u64> {
    let capture = capture::Capture::generate(Shape::Mixed, bytes, stages::SECRETS);
    let path = directory.join("capture.har");
    write_whole(&path, &capture.text, Existing::Replace)?;
    let mut valgrind = callgrind();
    valgrind.arg(env!("CARGO_BIN_EXE_unharm")).arg(path);
    count(valgrind.args(["--quiet", "--force", "-j1", "-o"]).arg(directory))
}

fn callgrind() -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command
}

fn count(command: &mut Command) -> Outcome<u64> {
    let output = command.output().map_err(|error| format!("valgrind does not start: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let collected = printed.lines().find_map(|line| line.split_once("Collected : "));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    match count.filter(|count| output.status.success() && *count > 0) {
        Some(count) => Ok(count),
        None => Err(format!("{command:?} counts nothing:\n{printed}").into()),
    }
}

fn table(machine: &str, counts: &[(&str, u64)]) -> String {
    let mut table = format!(
        "# Instructions of each stage on the capture of benches/stages, as callgrind counts them.\n\
         # Written by: cargo bench --bench instructions -- --bless\n# on {machine}\n"
    );
    for (stage, count) in counts {
        let _ = writeln!(table, "{stage}\t{count}");
    }
    table
}

fn parse(references: &str) -> Outcome<Vec<(&str, u64)>> {
    let lines = references.lines().filter(|line| !line.starts_with('#'));
    let row = |line| -> Outcome<(&str, u64)> {
        let (stage, count) = str::split_once(line, '\t').ok_or("a line without a tab")?;
        Ok((stage, count.parse()?))
    };
    lines.map(row).collect()
}

/// Prints how the counts compare with their references; whether none is too high.
fn compare(counts: &[(&str, u64)], references: &[(&str, u64)]) -> bool {
    let mut same = counts.len() == references.len();
    println!("{:<16} {:>15} {:>15} {:>8}", "stage", "instructions", "reference", "change");
    for (stage, count) in counts {
        let Some((_, reference)) = references.iter().find(|(known, _)| known == stage) else {
            println!("{stage:<16} {count:>15} {:>15}", "none");
            same = false;
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a share for people")]
        let change = *count as f64 / *reference as f64 - 1.0;
        let verdict = match change {
            more if more > TOLERANCE => "  TOO MANY",
            less if less < -TOLERANCE => "  fewer: bless the references",
            _ => "",
        };
        same &= change <= TOLERANCE;
        println!("{stage:<16} {count:>15} {reference:>15} {:>7.1}%{verdict}", change * 100.0);
    }
    same
}
