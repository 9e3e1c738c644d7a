//! Faults that really happen: after each the exit code and the sentence are right, nothing stands
//! under a final name that was not verified, nothing temporary stays, the input is as it was.

#![cfg(unix)]

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};
use unharm::detect::{Detector, Policy};
use unharm::error::Error;
use unharm::files::Existing;
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::{Pass, Progress};

use crate::command::{Ran, command, entries, names, repeated, sample, unharm};

/// A directory with the capture `a.har`.
fn with_capture(capture: &[u8]) -> TempDir {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture).unwrap();
    dir
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Runs a line of shell in which `$U` is the command.
fn shell(dir: &Path, line: &str) -> Ran {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).env("U", env!("CARGO_BIN_EXE_unharm")).current_dir(dir);
    shell.stdin(Stdio::null()).output().unwrap().into()
}

#[track_caller]
fn check_failed(ran: &Ran, told: &str) {
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("unharm: ") && ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn no_file_may_grow_further() {
    let capture = repeated(300);
    let dir = with_capture(&capture);
    std::fs::write(dir.path().join("b.har.gz"), gzip(&capture)).unwrap();
    for (limit, line) in [
        (1, "$U a.har"),
        (8, "$U a.har --max-size 30kB"),
        (64, "$U a.har -j 3"),
        (200, "$U a.har -j 1"),
        (64, "$U split a.har"),
        (64, "$U a.har -o -"),
        (64, "$U b.har.gz"),
        (64, "$U check b.har.gz"),
        (64, "$U generate --size 1MB -o g.har"),
        (8, "$U a.har -o new"),
    ] {
        let ran = shell(dir.path(), &format!("ulimit -f {limit}; exec {line} > /dev/null"));
        check_failed(&ran, "cannot write ");
        let left = names(dir.path()).into_iter().filter(|name| name != "new");
        assert_eq!(left.collect::<Vec<_>>(), ["a.har", "b.har.gz"], "{line}");
        assert!(line.find("new").is_none() || names(&dir.path().join("new")).is_empty());
        assert!(std::fs::read(dir.path().join("a.har")).unwrap() == capture);
    }
}

#[test]
fn no_file_may_be_opened() {
    let dir = with_capture(&repeated(300));
    let mut failed = 0;
    for limit in 3..40 {
        let line = format!("ulimit -n {limit}; exec $U a.har -q -j 2 --max-size 20kB");
        let ran = shell(dir.path(), &line);
        if ran.code == Some(0) {
            assert!(names(dir.path()).iter().any(|name| name.ends_with(".manifest.json")));
            break;
        }
        failed += 1;
        // With three the loader itself finds no library.
        assert!(limit == 3 || ran.code == Some(2), "{limit}: {:?} {}", ran.code, ran.stderr);
        assert_eq!(names(dir.path()), ["a.har"], "{limit}");
    }
    assert!(failed > 5);
}

/// Nobody can read the memory of the shell at its first byte: the read fails.
#[cfg(target_os = "linux")]
#[test]
fn a_read_that_fails() {
    let dir = tempdir().unwrap();
    for line in ["$U - < /proc/self/mem", "$U check - < /proc/self/mem"] {
        check_failed(&shell(dir.path(), line), "cannot read \"-\": ");
        assert_eq!(names(dir.path()), [""; 0]);
    }
}

/// The loopback device has no speed: what the system shows as a file cannot be read.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read() {
    let file = "/sys/class/net/lo/speed";
    if !Path::new(file).is_file() || std::fs::read(file).is_ok() {
        println!("skipped: {file} is none here");
        return;
    }
    let dir = tempdir().unwrap();
    std::fs::create_dir(dir.path().join("out")).unwrap();
    for line in ["$U -o out", "$U check", "$U split -o out", "$U inspect"] {
        let told = format!("cannot read \"{file}\": ");
        check_failed(&shell(dir.path(), &format!("{line} {file}")), &told);
        assert_eq!(names(&dir.path().join("out")), [""; 0]);
    }
}

/// A file system whose medium ends in the middle of a capture.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fails_in_the_middle_of_a_file() {
    let capture = repeated(1_200);
    assert!(capture.len() > 2 << 20);
    let dir = with_capture(&capture);
    let make = "exec 2>/dev/null; truncate -s 12M img && mke2fs -q -F -O ^has_journal img && \
                mkdir m && LOOP=$(losetup -f --show --direct-io=on img) && echo $LOOP && \
                mount $LOOP m && cp a.har m/b.har && sync && umount m && mount -o ro $LOOP m && \
                FIRST=$(filefrag -v m/b.har | awk '$1 == \"0:\" { print $4 + 0 }') && \
                truncate -s $((FIRST * 1024 + 1000000)) img";
    let made = shell(dir.path(), make);
    let device = String::from_utf8(made.stdout).unwrap();
    let head = shell(dir.path(), "head -c 100000 m/b.har | wc -c");
    let whole = shell(dir.path(), "cat m/b.har > /dev/null");
    let is_broken = made.code == Some(0) && head.stdout == b"100000\n" && whole.code == Some(1);
    let runs: Vec<Ran> = ["$U m/b.har -o out -j 2", "$U check m/b.har", "$U m/b.har -o - | wc -c"]
        .iter()
        .filter(|_| is_broken)
        .map(|line| shell(dir.path(), line))
        .collect();
    let after = format!("umount m; losetup -d {} 2>/dev/null; rm -rf m img", device.trim());
    let cleaned = shell(dir.path(), &after);
    let [redacted, checked, printed] = &runs[..] else {
        println!("skipped: no such file system can be made here: {}", cleaned.stderr);
        return;
    };
    check_failed(redacted, "cannot read \"m/b.har\": ");
    check_failed(checked, "cannot read \"m/b.har\": ");
    assert!(printed.stdout == b"0\n" && printed.stderr.contains("cannot read \"m/b.har\": "));
    assert_eq!(names(dir.path()), ["a.har", "out"]);
    assert_eq!(names(&dir.path().join("out")), [""; 0]);
}

fn start(dir: &Path, args: &[&str]) -> Child {
    command(dir).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(".unharm-") && name.ends_with(".tmp")
}

/// Waits until a run has made a temporary file; `false` when it has ended.
fn wait_for_temporary(dir: &Path, child: &mut Child) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        if names(dir).iter().any(|name| is_temporary(name)) {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("no temporary file in a minute");
}

/// Does something to the input or output while a run is at work; the run must fail or be whole.
#[track_caller]
fn check_disturbed(disturb: &dyn Fn(&Path), told: &[&str]) {
    let capture = repeated(3_000);
    let mut disturbed = 0;
    for delay in [0, 30, 120] {
        let dir = with_capture(&capture);
        std::fs::create_dir(dir.path().join("out")).unwrap();
        let out = dir.path().join("out");
        let mut child = start(dir.path(), &["a.har", "-o", "out", "--max-size", "1MB"]);
        if wait_for_temporary(&out, &mut child) {
            std::thread::sleep(Duration::from_millis(delay));
            disturb(dir.path());
        }
        let ran: Ran = child.wait_with_output().unwrap().into();
        let left = if out.is_dir() { names(&out) } else { Vec::new() };
        assert!(!left.iter().any(|name| is_temporary(name)), "{left:?}");
        if ran.code == Some(0) {
            // It came too late.
            assert!(left.is_empty() || left.iter().any(|name| name.ends_with(".manifest.json")));
            continue;
        }
        disturbed += 1;
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(told.iter().any(|told| ran.stderr.contains(told)), "{}", ran.stderr);
        assert_eq!(left, [""; 0]);
    }
    assert!(disturbed > 0, "every run was over before");
}

#[test]
fn the_input_is_cut_while_it_is_read() {
    let cut = |dir: &Path| {
        let file = std::fs::OpenOptions::new().write(true).open(dir.join("a.har")).unwrap();
        file.set_len(1_000).unwrap();
    };
    check_disturbed(&cut, &["changed while it was read"]);
}

#[test]
fn the_input_is_replaced_while_it_is_read() {
    let replace = |dir: &Path| {
        std::fs::write(dir.join("b"), sample().to_string()).unwrap();
        std::fs::rename(dir.join("b"), dir.join("a.har")).unwrap();
    };
    check_disturbed(&replace, &["changed while it was read"]);
    let overwrite = |dir: &Path| {
        let len = std::fs::metadata(dir.join("a.har")).unwrap().len();
        let mut file = std::fs::OpenOptions::new().write(true).open(dir.join("a.har")).unwrap();
        let len = usize::try_from(len).unwrap();
        file.write_all(&vec![b'x'; len]).unwrap();
    };
    check_disturbed(&overwrite, &["changed while it was read"]);
    let remove = |dir: &Path| std::fs::remove_file(dir.join("a.har")).unwrap();
    check_disturbed(&remove, &["cannot read \"a.har\": "]);
}

#[test]
fn the_output_directory_is_removed() {
    let remove = |dir: &Path| {
        while std::fs::remove_dir_all(dir.join("out")).is_err() {}
    };
    check_disturbed(&remove, &["out"]);
}

/// The superuser may read everything: as root the command runs as nobody.
#[test]
fn permission_denied() {
    use std::os::unix::fs::PermissionsExt;

    let dir = with_capture(sample().to_string().as_bytes());
    let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
    let is_root = shell(dir.path(), "exit $(id -u)").code == Some(0);
    let run = if is_root { format!("{nobody} $U") } else { "$U".to_owned() };
    let mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(dir.path().join(name), permissions).unwrap();
    };
    mode("", 0o755);
    if shell(dir.path(), &format!("{run} --version")).code != Some(0) {
        println!("skipped: the command cannot be run as nobody here");
        return;
    }
    mode("a.har", 0o000);
    check_failed(&shell(dir.path(), &format!("{run} a.har")), "cannot open \"a.har\": ");
    mode("a.har", 0o644);
    mode("", 0o555);
    check_failed(&shell(dir.path(), &format!("{run} a.har")), "cannot create \"");
    check_failed(&shell(dir.path(), &format!("{run} a.har -o new")), "cannot create \"new\": ");
    assert_eq!(names(dir.path()), ["a.har"]);
    mode("", 0o755);
}

/// A number that looks random and is the same in every run.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn signals_at_fifty_moments() {
    let capture = repeated(1_500);
    let dir = with_capture(&capture);
    let args = ["a.har", "-o", "out", "--max-size", "400kB"];
    let begun = Instant::now();
    unharm(dir.path(), args).ok();
    let whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let outputs = names(&dir.path().join("out"));
    let (mut state, mut stopped) = (7, 0);
    for number in 0..50 {
        let _ = std::fs::remove_dir_all(dir.path().join("out"));
        std::fs::create_dir(dir.path().join("out")).unwrap();
        let signal = ["-INT", "-TERM", "-HUP", "-KILL"][number % 4];
        let mut child = start(dir.path(), &args);
        std::thread::sleep(Duration::from_micros(random(&mut state) % whole));
        let id = child.id().to_string();
        Command::new("kill").args([signal, &id]).stderr(Stdio::null()).status().unwrap();
        let status = child.wait().unwrap();
        let left = names(&dir.path().join("out"));
        if status.success() {
            assert_eq!(left, outputs);
            continue;
        }
        stopped += 1;
        if signal == "-KILL" {
            // What is left is recognisable, unless the names were being given.
            let named: Vec<_> = left.iter().filter(|name| !is_temporary(name)).collect();
            assert!(named.iter().all(|name| outputs.contains(name)), "{named:?}");
            std::fs::write(dir.path().join("b.har"), sample().to_string()).unwrap();
            unharm(dir.path(), ["b.har", "-o", "out", "--force"]).ok();
            assert!(!names(&dir.path().join("out")).iter().any(|name| is_temporary(name)));
        } else {
            // Before it listens, a signal ends it as it ends every process.
            let before = status.code().is_none() && left.is_empty();
            assert!(status.code() == Some(130) || before, "{signal}: {status}");
            assert_eq!(left, [""; 0], "{signal}");
        }
        assert!(std::fs::read(dir.path().join("a.har")).unwrap() == capture);
    }
    assert!(stopped > 20, "{stopped}");
}

#[test]
fn nohup_is_heard() {
    let dir = with_capture(&repeated(800));
    let line = "trap '' HUP; $U a.har -q & sleep 0.05; kill -HUP $!; wait $!";
    assert_eq!(shell(dir.path(), line).code, Some(0));
    assert_eq!(names(dir.path()), ["a.har", "a.sanitized.har"]);
}

#[test]
fn the_reader_of_standard_output_leaves() {
    let dir = with_capture(&repeated(2_000));
    for line in [
        "$U a.har -q -o - | head -c 10",
        "$U rules --json | head -c 1",
        "$U check a.har --json | true",
    ] {
        let ran = shell(dir.path(), line);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{line}");
        assert_eq!(names(dir.path()), ["a.har"]);
    }
    let ran = shell(dir.path(), "$U a.har -q -o - >&-; echo $?");
    assert!(ran.stdout == b"2\n" || ran.stdout == b"0\n", "{}", ran.stderr);
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[cfg(target_os = "linux")]
#[test]
fn no_space_in_the_temporary_directory() {
    let capture = repeated(600);
    let dir = with_capture(&capture);
    std::fs::write(dir.path().join("b.har.gz"), gzip(&capture)).unwrap();
    std::fs::create_dir(dir.path().join("tmp")).unwrap();
    let mount = "mount -t tmpfs -o size=64k none tmp 2>/dev/null";
    if shell(dir.path(), mount).code != Some(0) {
        println!("skipped: no small file system can be mounted here");
        return;
    }
    let runs: Vec<(Ran, &str)> = [
        (
            "TMPDIR=tmp $U check b.har.gz",
            "cannot write the temporary copy of \"b.har.gz\": the disk is full",
        ),
        ("TMPDIR=tmp $U a.har -q -o -", "cannot write \"-\": the disk is full"),
        (
            "TMPDIR=tmp $U check - < b.har.gz",
            "cannot write the temporary copy of \"-\": the disk is full",
        ),
        ("TMPDIR=none $U check b.har.gz", "cannot write the temporary copy of \"b.har.gz\": "),
        ("TMPDIR=none $U a.har -q -o -", "cannot create \"-\": "),
    ]
    .map(|(line, told)| (shell(dir.path(), line), told))
    .into();
    let left = names(&dir.path().join("tmp"));
    let unmounted = shell(dir.path(), "umount tmp").code;
    for (ran, told) in &runs {
        check_failed(ran, told);
        assert_eq!(ran.stdout, b"");
    }
    assert_eq!((left, unmounted), (Vec::new(), Some(0)));
    assert_eq!(names(dir.path()), ["a.har", "b.har.gz", "tmp"]);
}

/// Panics when it is told for the n-th time that a worker has worked.
struct Panics(AtomicU64);

impl Progress for Panics {
    fn begin(&self, _: Pass, _: u64) {}

    fn advance(&self, _: u64) {
        assert!(self.0.fetch_sub(1, Ordering::Relaxed) != 1, "a panic that a test asked for");
    }

    fn end(&self) {}
}

#[test]
fn a_worker_panics() {
    let detector = Detector::new(&Policy::default());
    let capture = repeated(1_500);
    let (mut lost, mut whole) = (0, 0);
    for number in 1..40 {
        let dir = with_capture(&capture);
        let options = Options {
            output: Output::Directory(dir.path().join("out")),
            threads: 2,
            ..Options::default()
        };
        let progress = Panics(AtomicU64::new(number));
        let done = pipeline::sanitize(&dir.path().join("a.har"), &options, &detector, &progress);
        match done {
            Err(Error::WorkerLost) => lost += 1,
            Err(error) => panic!("{error}"),
            Ok(_) => whole += 1,
        }
        let left = names(&dir.path().join("out"));
        assert!(left.is_empty() || whole > 0, "{left:?}");
        if whole > 0 {
            break;
        }
    }
    assert!(lost >= 3, "{lost}");
}

/// Time is measured by a clock that cannot go back; the other one is never asked.
#[test]
fn the_clock_goes_back() {
    let mut files = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|item| item.unwrap().path()));
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("SystemTime::now"), "{}", path.display());
        }
    }
    let dir = with_capture(sample().to_string().as_bytes());
    for stamp in ["2105-01-01", "1965-01-01"] {
        let touched = shell(dir.path(), &format!("touch -d {stamp} a.har"));
        assert_eq!(touched.code, Some(0));
        unharm(dir.path(), ["a.har", "--force"]).ok();
    }
    #[cfg(target_os = "linux")]
    check_with_a_clock_that_goes_back(dir.path());
}

/// The same is written when each look at the clock is an hour before the last.
#[cfg(target_os = "linux")]
fn check_with_a_clock_that_goes_back(dir: &Path) {
    let clock = r"
        #define _GNU_SOURCE
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t clock, struct timespec *now) {
            static long hours;
            if (clock != CLOCK_REALTIME) return syscall(SYS_clock_gettime, clock, now);
            now->tv_sec = 2000000000 - 3600 * __sync_fetch_and_add(&hours, 1);
            now->tv_nsec = 0;
            return 0;
        }
    ";
    std::fs::write(dir.join("clock.c"), clock).unwrap();
    if shell(dir, "cc -shared -fPIC -o clock.so clock.c").code != Some(0) {
        println!("skipped: there is no compiler here");
        return;
    }
    let ran = shell(dir, "LD_PRELOAD=./clock.so date +%s");
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "2000000000");
    let written = || std::fs::read(dir.join("a.sanitized.har")).unwrap();
    let before = written();
    let ran = shell(dir, "LD_PRELOAD=./clock.so $U a.har --force");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(before == written());
    let mut left = names(dir);
    left.retain(|name| !name.starts_with("clock"));
    assert_eq!(left, ["a.har", "a.sanitized.har"]);
}

/// Whatever the shell allows, no dump is written, and no other process reads the memory.
#[cfg(target_os = "linux")]
#[test]
fn no_core_dump() {
    let dir = with_capture(&repeated(60_000));
    let line = "ulimit -c unlimited; $U a.har -q & sleep 0.2; \
                grep 'Max core file size' /proc/$!/limits; kill -ABRT $!; wait $! 2>/dev/null; true";
    let ran = shell(dir.path(), line);
    let told = String::from_utf8(ran.stdout).unwrap();
    let words: Vec<&str> = told.split_whitespace().skip(4).take(2).collect();
    assert_eq!(words, ["0", "0"], "{told}");
    assert!(!names(dir.path()).iter().any(|name| name.contains("core")));
}

#[test]
fn a_join_that_fails_leaves_nothing() {
    let dir = with_capture(&repeated(300));
    unharm(dir.path(), ["split", "a.har", "--max-size", "100kB", "-o", "out"]).ok();
    let chunks: Vec<String> =
        names(&dir.path().join("out")).into_iter().filter(|name| name.ends_with(".har")).collect();
    let paths: Vec<_> = chunks.iter().map(|name| dir.path().join("out").join(name)).collect();
    let output = dir.path().join("joined.har");
    pipeline::join(&paths, &output, Existing::Keep).unwrap();
    assert_eq!(entries(&std::fs::read(&output).unwrap()).len(), 300);
    std::fs::remove_file(&output).unwrap();
    let ran = shell(dir.path(), "ulimit -f 64; exec $U join out/*.har -o joined.har");
    check_failed(&ran, "cannot write ");
    std::fs::write(&paths[1], b"{\"log\":{\"entries\":[{\"a\":1}").unwrap();
    let ran = shell(dir.path(), "exec $U join out/*.har -o joined.har");
    check_failed(&ran, "cut off");
    assert_eq!(names(dir.path()), ["a.har", "out"]);
}
