use std::fs;

use crate::chunk::LongBody;
use crate::files::{OutputFile, Source};
use crate::har::{Part, PartSizes, Parts};
use crate::pipeline::giant::Giant;
use crate::pipeline::reader::Stop;
use crate::pipeline::write::Target;
use crate::redact::Edits;

const SIZES: PartSizes = PartSizes { core_bytes: 64, before_bytes: 16, behind_bytes: 16 };
/// Where the first entry of a chunk stands.
const START: u64 = 7;

/// The entry as its parts are written, without any edit.
fn giant(target: &Target, entry: &str) -> Giant {
    let mut giant = Giant::new(target, START, b",").unwrap();
    let (mut parts, mut part) = (Parts::new(0..entry.len() as u64, SIZES), Part::default());
    let source = entry.as_bytes();
    let mut read = |at: u64, buffer: &mut [u8]| {
        source.read_exact_at(at, buffer).unwrap();
        Ok::<(), Stop>(())
    };
    while parts.next(&mut part, &mut read).ok().unwrap() {
        let body = parts.long_string().and_then(|string| LongBody::new(&string));
        giant.append(&part, body.as_ref(), &Edits::default()).unwrap();
    }
    giant
}

/// Entries with long bodies: text, base64, JSON, in lists, with white space, behind one another.
fn entries() -> Vec<String> {
    let (text, base64) = ("a \\\" b ".repeat(60), "QUJD".repeat(90));
    let json = " { \\\"a\\\" : [ 1 , 2 ] , \\\"b\\\" : \\\"cd\\\" } ";
    let json = format!(" [{}] ", [json; 12].join(" , "));
    vec![
        format!(r#"{{"response":{{"content":{{"mimeType":"a","text":"{text}"}}}},"z":1}}"#),
        format!(
            r#"{{"response":{{"content":{{"text":"{base64}","encoding":"base64"}}}},"z":"{text}"}}"#
        ),
        format!(r#"{{ "response" : {{ "content" : {{ "text" : "{json}" , "comment":"c" }} }} }}"#),
        format!(
            r#"{{"request":{{"postData":{{"text":"{json}"}}}},"_webSocketMessages":[{{"data":"{text}"}},{{"data":"x"}},{{"opcode":2,"data":"{base64}"}}]}}"#
        ),
        format!(r#"{{"request":{{"postData":{{"text":"{text}"}},"z":"{text}"}},"z":"{text}"}}"#),
    ]
}

#[test]
fn bodies_stand_where_they_were_noted() {
    let scratch = tempfile::tempdir().unwrap();
    let target = Target::Stdout(scratch.path().to_owned());
    let mut found = 0;
    for entry in entries() {
        let mut giant = giant(&target, &entry);
        let noted = giant.bodies(SIZES).unwrap();
        // What was noted is gone.
        let read = giant.bodies(SIZES).unwrap();
        assert_eq!(noted, read, "{entry}");
        found += noted.len();
    }
    assert_eq!(found, 7);
}

#[test]
fn an_entry_that_stays_is_what_its_copy_is() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("a.har");
    for target in [Target::Stdout(scratch.path().to_owned()), Target::Beside(path.clone())] {
        for entry in entries() {
            for bytes_max in [entry.len(), 600, 500] {
                let mut giant = giant(&target, &entry);
                giant.fit(bytes_max as u64, SIZES).unwrap();
                let copy = OutputFile::create_for_stdout(scratch.path()).unwrap();
                copy.write_at(0, b"chunk: ").unwrap();
                giant.copy_to(&copy, START).unwrap();
                assert!(giant.may_stay(), "{bytes_max}: {entry}");
                let (len, chunk) = (giant.len(), giant.into_chunk().unwrap());
                assert_eq!(chunk.len(), START + len, "{bytes_max}: {entry}");
                chunk.write_at(0, b"chunk: ").unwrap();
                assert_eq!(chunk.sha256().unwrap().to_string(), copy.sha256().unwrap().to_string());
            }
        }
    }
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0, "no file is left");
}

#[test]
fn what_would_be_overwritten_is_copied() {
    let scratch = tempfile::tempdir().unwrap();
    let mut giant = giant(&Target::Stdout(scratch.path().to_owned()), &entries()[0]);
    assert!(giant.may_stay());
    giant.pieces = vec![
        super::Piece::Spool(0..10),
        super::Piece::Bytes(b"longer".to_vec()),
        super::Piece::Spool(12..giant.written),
    ];
    assert!(!giant.may_stay());
}
