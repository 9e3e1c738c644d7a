//! What desks take: budgets in bytes, forms, presets of the user's own, and a mail that is built and
//! measured.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::tempdir;
use unharm::config::{Counted, built_in};
use unharm::options::Form;
use unharm::size::mail_budget;

use crate::command::{Ran, testdata, unharm};

/// Each desk's limit, the bytes of a file that it comes to, and the form that a capture takes.
const DESKS: [(&str, Option<u64>, Option<u64>, Form); 15] = [
    ("aws-support", Some(150_000_000), Some(150_000_000), Form::Har),
    ("azure", Some(5_000_000), Some(5_000_000), Form::Zip),
    ("chatgpt", Some(5_000_000), Some(5_000_000), Form::Json),
    ("cloudflare", Some(20_000_000), Some(20_000_000), Form::Har),
    ("discord", Some(10_000_000), Some(10_000_000), Form::Har),
    ("exchange-online", Some(35_000_000), Some(25_564_950), Form::Har),
    ("github", Some(25_000_000), Some(25_000_000), Form::Json),
    ("gmail", Some(25_000_000), Some(18_257_256), Form::Har),
    ("intercom-chat", Some(100_000_000), Some(100_000_000), Form::Har),
    ("intercom-mail", Some(20_000_000), Some(14_603_409), Form::Har),
    ("jira-cloud", Some(1_000_000_000), Some(1_000_000_000), Form::Har),
    ("openai", Some(25_000_000), Some(25_000_000), Form::Har),
    ("outlook", Some(20_000_000), Some(14_603_409), Form::Har),
    ("servicenow-catalog", Some(20_000_000), Some(20_000_000), Form::Har),
    ("zendesk", Some(50_000_000), Some(50_000_000), Form::Har),
];

/// Builds a mail with an attachment of as many random bytes as each line of its input says, and
/// prints how many bytes the mail has.
const MAIL: &str = "
import os, sys
from email.message import EmailMessage
from email.policy import SMTP
for line in sys.stdin:
    mail = EmailMessage(policy=SMTP)
    mail['From'] = 'Anna <anna@sender.example>'
    mail['To'] = 'support@desk.example'
    mail['Subject'] = 'A capture of the fault, as you asked'
    mail.set_content('Here is the capture.\\n' * 100)
    mail.add_attachment(os.urandom(int(line)), maintype='application', subtype='json',
                        filename='capture.sanitized.har')
    print(len(mail.as_bytes()))
";

#[test]
fn each_desk_has_its_budget_and_form() {
    assert_eq!(built_in().len(), DESKS.len());
    for (preset, (name, limit, budget, form)) in built_in().iter().zip(DESKS) {
        assert_eq!(preset.name, name);
        assert_eq!((preset.limit_bytes, preset.budget_bytes), (limit, budget), "{name}");
        assert_eq!(preset.form(), Some(form), "{name}");
    }
}

#[test]
fn a_mail_with_a_file_of_the_budget_is_within_the_limit() {
    let mails = built_in().iter().filter(|preset| preset.counted == Counted::Message);
    let mut limits: Vec<u64> = mails.filter_map(|preset| preset.limit_bytes).collect();
    limits.extend([100_000, 1_000_000, 1_048_576, 10_000_001]);
    let sizes: Vec<String> = limits.iter().map(|limit| mail_budget(*limit).to_string()).collect();
    let Some(measured) = python(MAIL, &sizes.join("\n")) else { return };
    let measured: Vec<u64> = measured.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(measured.len(), limits.len());
    for (limit, bytes) in limits.into_iter().zip(measured) {
        // What is set aside for headers and text is all that is unused.
        assert!(bytes <= limit && bytes > limit - 16_500, "{bytes} of {limit}");
    }
}

/// What a Python program prints; nothing where there is no Python.
fn python(program: &str, input: &str) -> Option<String> {
    use std::io::Write;

    let child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: there is no `python3` here");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn sample(dir: &Path) {
    std::fs::copy(testdata("sample.har"), dir.join("a.har")).unwrap();
}

fn run(dir: &Path, args: &[&str]) -> Ran {
    unharm(dir, [&["a.har", "-o", "out", "--force", "--json"], args].concat())
}

/// What the report says of the limit.
#[track_caller]
fn fit(dir: &Path, args: &[&str]) -> Value {
    run(dir, args).ok().json()["captures"][0]["fit"].clone()
}

#[test]
fn a_limit_is_what_the_arguments_say() {
    let dir = tempdir().unwrap();
    sample(dir.path());
    for (args, budget, counted) in [
        (&["--max-size", "25MB"][..], 25_000_000_u64, "file"),
        (&["--max-size", "25MiB"], 26_214_400, "file"),
        (&[], 25_000_000, "file"),
        (&["--mail"], 18_257_256, "message"),
        (&["--mail", "--max-size", "20MB"], 14_603_409, "message"),
        (&["--for", "gmail"], 18_257_256, "message"),
        (&["--for", "gmail", "--mail"], 18_257_256, "message"),
        (&["--for", "openai", "--mail"], 18_257_256, "message"),
        (&["--for", "gmail", "--max-size", "10MB"], 10_000_000, "file"),
        (&["--for", "gmail", "--max-size", "20MB"], 18_257_256, "message"),
        (&["--for", "gmail", "--max-size", "none"], 18_257_256, "message"),
    ] {
        let fit = fit(dir.path(), args);
        assert_eq!((&fit["budget_bytes"], &fit["counted"]), (&budget.into(), &counted.into()));
        assert_eq!(fit["steps"], Value::Array(Vec::new()), "{args:?}");
    }
    for args in [&["--max-size", "none"][..], &["--mail", "--max-size", "none"]] {
        assert_eq!(fit(dir.path(), args), Value::Null);
    }
    let ran = unharm(dir.path(), ["a.har", "-o", "out", "--force", "--for", "gmail"]).ok();
    let line = "for gmail: less than 18,257,256 bytes a file, 25.0 MB in an encoded mail";
    assert!(ran.stderr.contains(line), "{}", ran.stderr);
    let ran = unharm(dir.path(), ["a.har", "-o", "out", "--force", "--for", "github"]);
    assert!(ran.stderr.contains("anybody can read"), "{}", ran.stderr);
}

#[test]
fn more_files_than_a_desk_takes_are_said() {
    let dir = tempdir().unwrap();
    sample(dir.path());
    let config = "[presets.few]\nlimit = '9kB'\naccept = ['har']\nfiles = 2\n";
    std::fs::write(dir.path().join("unharm.toml"), config).unwrap();
    let ran = unharm(dir.path(), ["a.har", "-o", "out", "--for", "few", "--no-fit"]).ok();
    assert!(ran.stderr.contains("files, but it takes 2 at once"), "{}", ran.stderr);
    let ran = unharm(dir.path(), ["a.har", "-o", "one", "--for", "few", "--failed"]).ok();
    assert!(!ran.stderr.contains("at once"), "{}", ran.stderr);
}

#[test]
fn what_is_split_for_a_desk_is_of_its_size_and_form() {
    let dir = tempdir().unwrap();
    sample(dir.path());
    let capture = std::fs::read(dir.path().join("a.har")).unwrap();
    let config = "[presets.mail]\nlimit = '28kB'\ncounted = 'message'\naccept = ['json']\nfiles = 2\n\
                  [presets.box]\nlimit = '9kB'\naccept = ['har', 'zip']\npublic = true\n";
    std::fs::write(dir.path().join("unharm.toml"), config).unwrap();
    let split = |args: &[&str]| {
        let args = [&["split", "a.har", "--force", "-o", "out"], args].concat();
        unharm(dir.path(), args).ok()
    };
    let report = split(&["--for", "mail", "--json"]).json();
    let budget = mail_budget(28_000);
    let fit = &report["fit"];
    assert_eq!((&fit["budget_bytes"], &fit["counted"]), (&budget.into(), &"message".into()));
    let chunks = report["chunks"].as_array().unwrap();
    assert!(chunks.len() > 2);
    for chunk in chunks {
        assert!(chunk["file"].as_str().unwrap().ends_with(".json"), "{chunk}");
        assert!(chunk["bytes"].as_u64().unwrap() < budget, "{chunk}");
    }
    let out = dir.path().join("out");
    unharm(&out, ["join", "a.split.manifest.json", "-o", "joined", "-q"]).ok();
    assert!(std::fs::read(out.join("joined")).unwrap() == capture);
    let told = split(&["--for", "mail"]).stderr;
    assert!(told.contains("but it takes 2 at once"), "{told}");
    // Packed, it is one.
    let told = split(&["--for", "box"]).stderr;
    assert!(told.contains("a.split.har.zip"), "{told}");
    assert!(told.contains("anybody can read what it is sent, and every secret is still"), "{told}");
    let report = split(&["--mail", "--max-size", "28kB", "--json"]).json();
    assert_eq!(report["fit"]["budget_bytes"], budget);
    let ran = unharm(dir.path(), ["split", "a.har", "--for", "box", "--as", "gz"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("does not take it"), "{}", ran.stderr);
}

#[test]
fn the_table_is_narrow_and_tells_its_sources() {
    let dir = tempdir().unwrap();
    let table = String::from_utf8(unharm(dir.path(), ["presets"]).ok().stdout).unwrap();
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for (name, ..) in DESKS {
        assert!(table.lines().any(|line| line.starts_with(name)), "{name}");
    }
    let json = unharm(dir.path(), ["presets", "--json"]).ok().json();
    let presets = json["presets"].as_array().unwrap();
    assert_eq!(presets.len(), DESKS.len());
    for preset in presets {
        assert!(preset["source"].as_str().unwrap().starts_with("https://"), "{preset}");
        assert!(preset["date"].as_str().unwrap().starts_with("20"), "{preset}");
    }
}

#[test]
fn a_configuration_adds_desks() {
    let dir = tempdir().unwrap();
    sample(dir.path());
    let config = "[presets.acme]\ntitle = 'Acme'\nlimit = '1MB'\ncounted = 'message'\n\
                  accept = ['json']\nfiles = 2\n[presets.openai]\nlimit = '9GB'\n";
    std::fs::write(dir.path().join("unharm.toml"), config).unwrap();
    let table = unharm(dir.path(), ["presets"]).ok();
    let table = table.printed();
    assert!(table.lines().any(|l| l.starts_with("acme ") && l.contains("1.0 MB mail")), "{table}");
    assert!(table.contains("this preset is ignored"), "{table}");
    assert_eq!(fit(dir.path(), &["--for", "acme"])["budget_bytes"], mail_budget(1_000_000));
    assert_eq!(fit(dir.path(), &["--for", "openai"])["limit_bytes"], 25_000_000);
    let named = ["--for", "openai", "--config", "unharm.toml"];
    assert_eq!(fit(dir.path(), &named)["limit_bytes"], 9_000_000_000_u64);
    let ran = run(dir.path(), &["--for", "nobody"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("acme") && ran.stderr.contains("zendesk"), "{}", ran.stderr);
}
