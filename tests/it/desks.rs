//! A large capture for desks that differ: what comes out is as small as the desk counts it, in a form
//! that it takes, and imports. By default a hundredth of what is large; `UNHARM_FULL` asks for all.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::tempdir;
use unharm::config::{Counted, Preset, built_in};

use crate::captures::member;
use crate::command::{Ran, entries, names, unharm};
use crate::fit::check_left_out_of;
use crate::importers::{TABLES, faults};

/// Desks that differ in size, what that counts, and form.
const DESKS: [&str; 5] = ["openai", "gmail", "github", "cloudflare", "azure"];

/// Prints how many bytes a mail has to which a file is attached.
const MAIL: &str = "
import sys
from email.message import EmailMessage
from email.policy import SMTP
mail = EmailMessage(policy=SMTP)
mail['From'] = 'Anna <anna@sender.example>'
mail['To'] = 'support@desk.example'
mail['Subject'] = 'A capture of the fault, as you asked'
mail.set_content('Here is the capture.\\n' * 100)
with open(sys.argv[1], 'rb') as file:
    mail.add_attachment(file.read(), maintype='application', subtype='json', filename=sys.argv[1])
print(len(mail.as_bytes()))
";

/// The steps that lose something, in their order; packing comes last.
const STEPS: [&str; 7] = ["media", "code", "third-party", "repeated", "head", "space", "pack"];

#[test]
fn a_large_capture_fits_what_each_desk_takes() {
    let full = std::env::var_os("UNHARM_FULL").is_some();
    let (size, scale) = if full { ("300MB", 1) } else { ("3MB", 100) };
    let dir = tempdir().unwrap();
    let dir = dir.path();
    let desks: Vec<Preset> = DESKS.iter().map(|name| scaled(name, scale)).collect();
    std::fs::write(dir.join("desks.toml"), config(&desks)).unwrap();
    unharm(dir, ["generate", "--size", size, "--seed", "7", "-o", "a.har"]).ok();
    unharm(dir, ["a.har", "-q", "-o", "whole", "--max-size", "none"]).ok();
    let whole = std::fs::read(dir.join("whole/a.sanitized.har")).unwrap();
    let whole = Whole { bytes: whole.len(), har: serde_json::from_slice(&whole).unwrap() };
    for desk in &desks {
        check(dir, desk, &whole);
    }
}

/// The capture with nothing left out.
struct Whole {
    bytes: usize,
    har: Value,
}

/// A preset whose limit is so many times smaller.
fn scaled(name: &str, scale: u64) -> Preset {
    let preset = built_in().iter().find(|preset| preset.name == name).unwrap();
    let limit_bytes = preset.limit_bytes.map(|bytes| bytes / scale);
    let budget = |bytes| unharm::config::budget(bytes, preset.counted);
    Preset { limit_bytes, budget_bytes: limit_bytes.map(budget), ..preset.clone() }
}

fn config(desks: &[Preset]) -> String {
    let row = |desk: &Preset| {
        let (limit, files) = (desk.limit_bytes.unwrap(), desk.files);
        let files = files.map(|files| format!("files = {files}\n")).unwrap_or_default();
        format!(
            "[presets.{}]\nlimit = '{limit}'\ncounted = '{}'\naccept = {:?}\nrefuse = {:?}\n\
             public = {}\n{files}",
            desk.name,
            desk.counted.name(),
            desk.accept,
            desk.refuse,
            desk.public
        )
    };
    desks.iter().map(row).collect()
}

#[track_caller]
fn check(dir: &Path, desk: &Preset, whole: &Whole) {
    let name = desk.name.as_str();
    let page = format!("{name}.html");
    let config = ["--config", "desks.toml", "--for", name];
    let ran =
        unharm(dir, ["a.har", "--json", "-o", name, "--report", &page].iter().chain(&config)).ok();
    let report = ran.json()["captures"][0].clone();
    let fit = &report["fit"];
    assert_eq!(fit["desk"], name);
    assert_eq!(fit["budget_bytes"], desk.budget_bytes.unwrap(), "{name}");
    assert_eq!(report["verification"]["state"], "clean", "{name}");
    let page = std::fs::read_to_string(dir.join(page)).unwrap();
    assert!(page.len() < 1_000_000 && page.contains("</html>"), "{name}: {}", page.len());
    let mut files = names(&dir.join(name));
    files.retain(|file| !file.ends_with(".manifest.json"));
    let sizes: Vec<u64> =
        files.iter().map(|file| check_size(&dir.join(name), file, desk)).collect();
    println!("{name}: {} files of {sizes:?} bytes, {} s", files.len(), report["seconds"]);
    println!("  {}", fit["steps"]);
    let is_one = files.len() == 1;
    assert_eq!(fit["one_file"], is_one, "{name}");
    // One file serves a desk better than parts: there are some only where nothing else is left.
    assert!(is_one || last_step(fit) == "space", "{name}: {files:?}");
    assert!(!is_one || sizes[0] > desk.budget_bytes.unwrap() / 2, "{name}: {sizes:?}");
    let har = if is_one { unpacked(&dir.join(name), &files[0]) } else { joined(dir, name) };
    let saved = check_steps(&ran, name);
    assert_eq!(whole.bytes - har.len(), saved, "{name}: what the steps say is not what is gone");
    check_entries(&har, whole, name);
}

fn last_step(fit: &Value) -> &str {
    fit["steps"].as_array().unwrap().last().unwrap()["step"].as_str().unwrap()
}

/// That the size is right as the desk counts it, and the name; the bytes on disk.
#[track_caller]
fn check_size(dir: &Path, file: &str, desk: &Preset) -> u64 {
    let bytes = std::fs::metadata(dir.join(file)).unwrap().len();
    let (budget, limit) = (desk.budget_bytes.unwrap(), desk.limit_bytes.unwrap());
    assert!(bytes < budget, "{}: {bytes} of {budget}", desk.name);
    let ending = file.rsplit_once('.').unwrap().1;
    let is_in = |list: &[String]| list.iter().any(|item| item == ending);
    assert!(desk.accept.is_empty() || is_in(&desk.accept), "{}: {file}", desk.name);
    assert!(!is_in(&desk.refuse), "{}: {file}", desk.name);
    if desk.counted == Counted::Message
        && let Ok(output) =
            Command::new("python3").current_dir(dir).args(["-c", MAIL, file]).output()
    {
        let bytes: u64 = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
        assert!(bytes <= limit, "{}: a mail of {bytes}, of {limit}", desk.name);
    }
    bytes
}

/// The HAR in a file, which may be packed.
fn unpacked(dir: &Path, file: &str) -> Vec<u8> {
    let bytes = std::fs::read(dir.join(file)).unwrap();
    match file.strip_suffix(".zip") {
        Some(inner) => member(bytes, inner),
        None => bytes,
    }
}

/// The HAR of which there are parts.
fn joined(dir: &Path, name: &str) -> Vec<u8> {
    let manifest = format!("{name}/a.sanitized.manifest.json");
    let joined = format!("{name}.joined.har");
    unharm(dir, ["join", &manifest, "-o", &joined, "-q"]).ok();
    std::fs::read(dir.join(joined)).unwrap()
}

/// That steps come in their order; what those have saved that lose something.
#[track_caller]
fn check_steps(ran: &Ran, name: &str) -> usize {
    let report = ran.json();
    let steps = report["captures"][0]["fit"]["steps"].as_array().unwrap();
    let place = |step: &Value| STEPS.iter().position(|name| step["step"] == *name).unwrap();
    let places: Vec<usize> = steps.iter().map(place).collect();
    assert!(!places.is_empty() && places.is_sorted(), "{name}: {places:?}");
    let bytes = |step: &Value| usize::try_from(step["bytes"].as_u64().unwrap()).unwrap();
    steps.iter().filter(|step| step["step"] != "pack").map(bytes).sum()
}

/// That bodies are all that is gone, none of a failure or beside one, none of a document; and that
/// the rules of readers hold as before.
#[track_caller]
fn check_entries(har: &[u8], whole: &Whole, name: &str) {
    let after = entries(har);
    let before = whole.har["log"]["entries"].as_array().unwrap();
    assert_eq!(before.len(), after.len(), "{name}");
    let fails = |entry: &Value| {
        let status = entry["response"]["status"].as_u64().unwrap_or(0);
        status == 0 || status >= 400 || entry["response"]["_error"].is_string()
    };
    let mut touched = 0;
    for (at, (was, is)) in before.iter().zip(&after).enumerate() {
        let span = at.saturating_sub(1)..=(at + 1).min(before.len() - 1);
        if was == is {
            continue;
        }
        touched += 1;
        let what = format!("{name} {at}");
        assert!(!before[span].iter().any(fails), "{what}: stands beside a failure");
        assert_ne!(was["_resourceType"], "document", "{what}");
        check_left_out_of(was, is, &what);
    }
    assert!(touched > 0, "{name}");
    let har: Value = serde_json::from_slice(har).unwrap();
    for (reader, table) in TABLES {
        assert_eq!(faults(&har, table), faults(&whole.har, table), "{name}: {reader}");
    }
}
