//! A planted benchmark: a capture with hundreds of invented secrets and hundreds of useful values,
//! and a judge of what a tool leaves of both.
//!
//! ```text
//! cargo run --release --example planted                        judges this library
//! cargo run --release --example planted -- --write DIR         writes DIR/planted.har
//! cargo run --release --example planted -- --judge OUT.har...  judges what another tool made of it
//! ```
//!
//! A *leak* is a secret that still stands in the output in any encoding; a value is *lost* when it
//! is no longer in the entry and string where it stood; a body is *broken* when it was JSON and is
//! so no more. The exit code is 1 when there is any. The judge shares no code with the detector.
//! What is planted stands in [`rows`], a row for each.

#![expect(clippy::print_stdout, reason = "the table is the output")]
#![expect(clippy::disallowed_methods, reason = "an example makes and reads files of its own")]

mod capture;
mod encode;
mod judge;
mod recipe;
mod rows;
mod template;
mod unfold;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use unharm::detect::Detector;
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;

use capture::Planted;

type Anyhow<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Anyhow<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let planted = Planted::new(&rows::all());
    match arguments.split_first() {
        None => run(&planted),
        Some((verb, [directory])) if verb == "--write" => {
            std::fs::create_dir_all(directory)?;
            let path = Path::new(directory).join("planted.har");
            std::fs::write(&path, &planted.text)?;
            println!("{}", path.display());
            Ok(ExitCode::SUCCESS)
        }
        Some((verb, files)) if verb == "--judge" && !files.is_empty() => {
            report(&planted, &files.iter().map(PathBuf::from).collect::<Vec<_>>())
        }
        _ => Err("usage: planted [--write DIR | --judge OUTPUT...]".into()),
    }
}

/// Sanitizes the planted capture with this library, and judges.
fn run(planted: &Planted) -> Anyhow<ExitCode> {
    let directory = tempfile::tempdir()?;
    let capture = directory.path().join("planted.har");
    std::fs::write(&capture, &planted.text)?;
    let output = directory.path().join("out");
    let options = Options { output: Output::Directory(output.clone()), ..Options::default() };
    pipeline::sanitize(&capture, &options, &Detector::new(&options.policy), &Silent)?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(output)?.flatten().map(|item| item.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "har"));
    files.sort();
    report(planted, &files)
}

fn report(planted: &Planted, files: &[PathBuf]) -> Anyhow<ExitCode> {
    let outputs: Vec<Vec<u8>> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let verdict = judge::judge(planted, &outputs)?;
    for line in &verdict.details {
        println!("{line}");
    }
    println!("\n{}", verdict.table);
    Ok(if verdict.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
