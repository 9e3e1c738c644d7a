//! What is redacted in real captures, by rule: a reviewed list, so that a change in any rule shows.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use unharm::detect::{Detector, Policy};
use unharm::options::Options;
use unharm::pipeline;
use unharm::progress::Silent;

use crate::captures::real;
use crate::command::testdata;

/// `file, rule, redactions`; no values.
#[test]
fn what_is_redacted_in_real_captures() {
    let captures = real();
    if captures.is_empty() {
        return;
    }
    let detector = Detector::new(&Policy::default());
    let mut found = String::from("capture\trule\tredactions\n");
    for path in captures {
        let Ok(report) = pipeline::survey(&path, &Options::default(), &detector, &Silent) else {
            continue;
        };
        let mut rules = BTreeMap::<&str, u64>::new();
        for row in &report.rules {
            *rules.entry(row.rule).or_default() += row.redactions;
        }
        for (rule, redactions) in rules {
            writeln!(found, "{}\t{rule}\t{redactions}", report.capture).unwrap();
        }
    }
    let list = testdata("precision.tsv");
    if std::env::var_os("UNHARM_BLESS").is_some() {
        fs::write(&list, &found).unwrap();
    }
    let reviewed = fs::read_to_string(&list).unwrap_or_default();
    let (reviewed, found): (Vec<_>, Vec<_>) = (reviewed.lines().collect(), found.lines().collect());
    let new: Vec<_> = found.iter().filter(|line| !reviewed.contains(line)).collect();
    let gone: Vec<_> = reviewed.iter().filter(|line| !found.contains(line)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "new: {new:#?}\ngone: {gone:#?}\nlook at each, then write the list anew: UNHARM_BLESS=1 cargo test precision"
    );
}
