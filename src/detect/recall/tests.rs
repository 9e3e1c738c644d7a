//! Long strings in which pass 1 has found something: pass 2 finds the same with what it is told as
//! without, and pass 3 searches what was made of them.

use crate::detect::{Clean, CleanKey, Detector, Findings, Policy, Quiet, Suspects};
use crate::redact::sweep::Sweep;
use crate::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

/// Known, but for no rule a secret where it stands below.
const KNOWN: &str = "lorem ipsum/dolor sit amet";

/// What a rule finds by the name it stands under, and what one finds by its shape.
const SECRETS: [&str; 2] = ["wq8Zr4KtK71xNb", "AKIAQ3VXNPLRTWZ7YB2M"];

fn entry(mime: &str, body: &str) -> String {
    let body = serde_json::to_string(body).unwrap();
    format!(r#"{{"response":{{"content":{{"mimeType":"{mime}","text":{body}}}}}}}"#)
}

fn sweep() -> Sweep {
    Sweep::new(&[KNOWN, SECRETS[0], SECRETS[1]].map(str::as_bytes))
}

/// What is replaced, and where; what is only noted of it counts in pass 1 alone.
fn replaced(findings: &Findings) -> String {
    let top: Vec<_> = findings.top().iter().filter(|finding| !finding.is_seed()).collect();
    format!("{top:?}")
}

/// Pass 1 tells so many places of a body, and pass 2 finds the same with them and without.
#[track_caller]
fn check(mime: &str, body: &str, expected: usize) {
    let entry = entry(mime, body);
    let (detector, sweep) = (Detector::new(&Policy::default()), sweep());
    let mut collector = detector.collector().spelling();
    collector.entry(entry.as_bytes()).unwrap();
    let (quiet, recalls) = (collector.quiet(), collector.recalls().to_vec());
    assert_eq!(recalls.len(), expected, "{body}");
    let suspects = collector.into_spellings().suspects(&sweep);
    let mut finder = detector.finder(&sweep).suspecting(&suspects);
    let whole = replaced(finder.entry_again(entry.as_bytes(), Quiet::default(), &[]).unwrap());
    assert_ne!(whole, "[]", "{body}");
    for _ in 0..2 {
        let found = finder.entry_again(entry.as_bytes(), quiet, &recalls).unwrap();
        assert_eq!(replaced(found), whole, "{body}");
    }
}

#[test]
fn pass_2_finds_what_it_is_told() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let script = |code: &str, expected| check("text/javascript", code, expected);
    script(&format!("{code}password = '{named}';"), 1);
    script(&format!("{code}password = '{named}', x = '{shaped}';\n{code}"), 2);
    // Escaped where it says nothing.
    script(&format!("{code}password = '{named}', y = 'a\\u002db';"), 1);
    let words = "<p>plain words &amp; more</p>".repeat(40);
    check("text/html", &format!("{words}<input name=password value={named}>{words}"), 1);
    let rows = r#"{"a": "plain words"},"#.repeat(40);
    let json = format!(r#"[{rows}{{"password": "{named}", "b": "{shaped}"}}]"#);
    check("application/json", &json, 2);
}

#[test]
fn what_stands_there_besides_is_found_too() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let script = |code: &str, expected| check("text/javascript", code, expected);
    script(&format!("{code}password = '{named}'; // {KNOWN}"), 1);
    // Inside of what is told, and around it.
    script(&format!("{code}password = '{named}-{shaped}';"), 1);
    script(&format!("{code}password = '{named}'; x = '{KNOWN} {shaped}';"), 2);
    // Written in another way than it says.
    let escaped = KNOWN.replace(' ', "\\x20");
    script(&format!("{code}password = '{named}'; y = '<b title=\"{escaped}\">';"), 1);
    let long = format!("{}{escaped}", "plain words, \\x20".repeat(8));
    script(&format!("{code}password = '{named}'; y = '<b title=\"{long}\">';"), 0);
}

#[test]
fn what_is_not_written_as_it_is_said_is_looked_for_again() {
    let named = SECRETS[0];
    let rows = r#"{"a": "plain words"},"#.repeat(40);
    let json = |member: &str| check("application/json", &format!("[{rows}{{{member}}}]"), 0);
    json(r#""password": "q\"uo\"te-Kx81""#);
    json(r#""otp": 481516"#);
    let code = "f(x, 1);\n".repeat(80);
    let script = |code: &str| check("text/javascript", code, 0);
    script(&format!("{code}password = '{}';", named.replace('r', "\\x72")));
    script(&format!("{code}x = '/cb?password={named}%21';"));
}

#[test]
fn what_is_told_of_another_string_is_not_taken() {
    let (detector, sweep) = (Detector::new(&Policy::default()), sweep());
    let code = "f(x, 1);\n".repeat(80);
    let body =
        |code: &str| entry("text/javascript", &format!("{code}password = '{}';", SECRETS[0]));
    let [told, entry] = [body(&code.repeat(2)), body(&code)];
    let mut collector = detector.collector();
    collector.entry(told.as_bytes()).unwrap();
    let recalls = collector.recalls().to_vec();
    let mut finder = detector.finder(&sweep);
    let whole = replaced(finder.entry(entry.as_bytes()).unwrap());
    let found = finder.entry_again(entry.as_bytes(), Quiet::default(), &recalls).unwrap();
    assert_eq!(replaced(found), whole);
}

/// How much is known in `text` for pass 3, if pass 2 has made it of `entry` by replacing what it was
/// told.
fn left(entry: &str, told: (bool, &Suspects)) -> [usize; 2] {
    let (is_redacted, suspects) = told;
    let (detector, sweep) = (Detector::new(&Policy::default()), sweep());
    let mut sightings = Sightings::default();
    let mut collector = detector.collector().spelling();
    sightings.note(1, collector.entry(entry.as_bytes()).unwrap());
    let (quiet, recalls) = (collector.quiet(), collector.recalls().to_vec());
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let mut redactor = Redactor::new(&book);
    let key = CleanKey::default();
    let mut finder = detector.finder(&sweep).noting(key.clone()).suspecting(&Suspects::None);
    let mut out = Vec::new();
    let findings = finder.entry_again(entry.as_bytes(), quiet, &recalls).unwrap();
    redactor.redact(entry.as_bytes(), findings, &mut out).unwrap();
    if is_redacted {
        finder.note_rewritten(&out, |at| redactor.moved(at));
    } else {
        out = entry.into();
        finder.note_rewritten(&out, |at| at);
    }
    let mut clean = Clean::new(key);
    clean.extend(finder.into_clean());
    [&clean, &Clean::default()].map(|clean| {
        let mut verifier = detector.verifier(&sweep).skipping(clean).suspecting(suspects);
        verifier.entry(&out).unwrap().top().len()
    })
}

#[test]
fn pass_3_searches_what_was_rewritten() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let around = |entry: String| {
        let members = format!(r#"{{"_password":"{named}-1","#);
        entry.replacen('{', &members, 1).replace("}}}", &format!(r#"}}}},"_key":"{shaped}"}}"#))
    };
    let plain = format!("{code}password = '{named}', x = '{shaped}';");
    let plain = around(entry("text/javascript", &plain));
    assert_eq!(left(&plain, (true, &Suspects::None)), [0, 0]);
    // What should have been replaced and was not.
    assert_eq!(left(&plain, (false, &Suspects::None)), [4, 4]);
    // Only what opens a layer finds it: the string was known again, wherever it has moved.
    let escaped = KNOWN.replace(' ', "\\x20");
    let spelled = around(entry(
        "text/javascript",
        &format!("{code}password = '{named}', y = '<b title=\"{escaped}\">';"),
    ));
    assert_eq!(left(&spelled, (true, &Suspects::None)), [0, 1]);
    assert_eq!(left(&spelled, (true, &Suspects::Any)), [1, 1]);
}
