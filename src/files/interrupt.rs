//! Ctrl-C, SIGTERM and SIGHUP: the first asks the workers to stop, the second ends the process at once.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the user has asked to stop.
#[must_use]
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// From now on the first SIGINT, SIGTERM or SIGHUP sets [`interrupted`]; the second removes every
/// temporary file and ends the process with 128 + the number of the signal (130 for Ctrl-C).
///
/// A SIGHUP that is ignored, as `nohup` has it, stays ignored.
///
/// # Errors
/// When the system gives no handler or no thread.
#[cfg(unix)]
pub fn watch_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};

    // Past a limit of file sizes (`ulimit -f`) the write shall fail, and the process not be killed.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    if !is_ignored(SIGHUP) {
        signals.add_signal(SIGHUP)?;
    }
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                end(signal);
            }
        }
    })?;
    Ok(())
}

/// Whether this process was started so that it ignores a signal; only Linux tells without unsafe
/// code.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the system's own account of this process")]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

#[cfg(unix)]
#[expect(clippy::exit, reason = "the second Ctrl-C of a user who does not want to wait")]
fn end(signal: i32) {
    crate::files::remove_all_temporary();
    std::process::exit(128 + signal);
}

/// From now on the first Ctrl-C sets [`interrupted`]; the second ends the process with 130, and the
/// next run removes what it left.
///
/// # Errors
/// When the system gives no handler.
#[cfg(windows)]
pub fn watch_signals() -> io::Result<()> {
    use signal_hook::consts::SIGINT;
    use signal_hook::flag;
    use std::sync::Arc;

    let again = Arc::new(AtomicBool::new(false));
    flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&again))?;
    flag::register(SIGINT, Arc::clone(&again))?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        while !again.load(Ordering::Relaxed) {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        INTERRUPTED.store(true, Ordering::Relaxed);
    })?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;
    use std::process::Command;
    use std::time::Duration;

    use signal_hook::consts::SIGINT;
    use signal_hook::low_level::raise;

    use super::*;

    const DIR: &str = "UNHARM_TEST_SIGNALS_DIR";

    /// Does nothing, unless the test below runs it in a process of its own.
    #[test]
    fn child() {
        let Some(dir) = std::env::var_os(DIR) else { return };
        watch_signals().unwrap();
        let _output = crate::files::OutputFile::create(&Path::new(&dir).join("a")).unwrap();
        raise(SIGINT).unwrap();
        while !interrupted() {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1, "the first one only asks");
        raise(SIGINT).unwrap();
        std::thread::sleep(Duration::from_secs(60));
    }

    #[test]
    fn the_second_ctrl_c_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "files::interrupt::tests::child"])
            .env(DIR, dir.path())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(130));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
