//! What fuzzers have kept, asked again without one.

use std::path::Path;

use crate::command::names;
use crate::fuzzed::TARGETS;

#[test]
fn every_property_holds_of_what_was_kept() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    if !corpora.is_dir() {
        println!("skipped: the package comes without what fuzzers kept");
        return;
    }
    assert_eq!(names(&corpora), TARGETS.map(|(target, _)| target));
    let mut faults = Vec::new();
    for (target, check) in TARGETS {
        let files = names(&corpora.join(target));
        assert!(files.len() > 9, "{target}");
        for file in files {
            let data = std::fs::read(corpora.join(target).join(&file)).unwrap();
            if std::panic::catch_unwind(|| check(&data)).is_err() {
                faults.push(format!("{target}/{file}"));
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}
