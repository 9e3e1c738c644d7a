//! Runs of the command, as a user's shell makes them.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a run has left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Ran {
    /// The report that `--json` has printed.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout).unwrap()
    }

    /// Everything that was printed.
    pub(crate) fn printed(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned() + &self.stderr
    }

    /// The run, which must have ended well.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        Self { code: output.status.code(), stdout: output.stdout, stderr }
    }
}

/// The command in a directory, deaf to the environment's wishes.
pub(crate) fn command(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unharm"));
    command.current_dir(dir).env_remove("NO_COLOR").env("TERM", "xterm").stdin(Stdio::null());
    command
}

/// Runs the command in a directory.
pub(crate) fn unharm<S: AsRef<OsStr>>(dir: &Path, args: impl IntoIterator<Item = S>) -> Ran {
    command(dir).args(args).output().unwrap().into()
}

/// Runs the command with something on its standard input.
pub(crate) fn unharm_with(dir: &Path, args: &[&str], stdin: &[u8]) -> Ran {
    let mut command = command(dir);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // A command that stops early closes the pipe.
        scope.spawn(move || pipe.write_all(stdin));
        child.wait_with_output().unwrap().into()
    })
}

/// The names in a directory, sorted.
pub(crate) fn names(dir: &Path) -> Vec<String> {
    let items = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        items.map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A file or folder of the project's test data.
pub(crate) fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

/// The sample capture.
pub(crate) fn sample() -> Value {
    serde_json::from_slice(&std::fs::read(testdata("sample.har")).unwrap()).unwrap()
}

/// The sample with its entries repeated until there are `count`, minified.
pub(crate) fn repeated(count: usize) -> Vec<u8> {
    let mut capture = sample();
    let entries = capture["log"]["entries"].as_array_mut().unwrap();
    let some = entries.clone();
    entries.clear();
    entries.extend(some.into_iter().cycle().take(count));
    serde_json::to_vec(&capture).unwrap()
}

/// The entries of a capture.
#[track_caller]
pub(crate) fn entries(capture: &[u8]) -> Vec<Value> {
    let capture: Value = serde_json::from_slice(capture).unwrap();
    capture["log"]["entries"].as_array().unwrap().clone()
}

/// The entries of a capture as they are written.
pub(crate) fn raw_entries(capture: &[u8]) -> Vec<Vec<u8>> {
    let mut scanner = unharm::har::Scanner::new();
    let mut spans = Vec::new();
    scanner.feed(capture, &mut spans).unwrap();
    scanner.finish().unwrap();
    let place = |at: u64| usize::try_from(at).unwrap();
    spans.iter().map(|span| capture[place(span.start)..place(span.end)].to_vec()).collect()
}
