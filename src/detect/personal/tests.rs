use std::ops::Range;

use super::{PersonalRules, rules};
use crate::detect::{Level, Place, Policy};

fn found(name: &str, text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    PersonalRules::new(&Policy::default()).find(
        text.as_bytes(),
        name.as_bytes(),
        Place::Text,
        &mut |span, rule| found.push((span, rule.id)),
    );
    found
}

/// Finds in a text whose expected findings stand between `«` and `»`.
fn check(id: &str, name: &str, marked: &str) {
    let text = marked.replace(['«', '»'], "");
    let expected = marked.split('«').skip(1).map(|rest| rest.split('»').next().unwrap());
    let expected = expected.collect::<Vec<_>>();
    let mut spans = found(name, &text);
    spans.retain(|(_, rule)| *rule == id);
    spans.sort_by_key(|(span, _)| span.start);
    let got = spans.iter().map(|(span, _)| &text[span.clone()]).collect::<Vec<_>>();
    assert_eq!(got, expected, "{id}: {name:?} {marked:?}");
}

#[test]
fn rules_find_their_examples_and_nothing_else() {
    for rule in rules() {
        assert!(!rule.examples.is_empty() && !rule.counter_examples.is_empty());
        for (name, text) in rule.examples {
            check(rule.rule.id, name, text);
            if !name.is_empty() {
                continue;
            }
            check(rule.rule.id, name, &format!("{text}{}", " z".repeat(80)));
            for offset in [1, 47, 48, 63, 64, 100] {
                check(rule.rule.id, name, &format!("{} {text}", "x".repeat(offset)));
            }
        }
        for (name, text) in rule.counter_examples {
            check(rule.rule.id, name, text);
        }
    }
}

#[test]
fn the_minimal_level_leaves_personal_data() {
    let policy = Policy { level: Level::Minimal, ..Policy::default() };
    let mut any = false;
    PersonalRules::new(&policy).find(b"a@firm.example", b"", Place::Text, &mut |_, _| any = true);
    assert!(!any);
}

#[test]
fn no_bytes_make_it_panic() {
    let parts: [&[u8]; 16] = [
        b"+49",
        b"(",
        b")",
        b"/",
        b" ",
        b"@",
        b"%40",
        b"%",
        b"\\u00",
        b"\xC2\xA0",
        b"4821",
        b".",
        b"a1:",
        b"geo:1.234,",
        b"DE94",
        b"-",
    ];
    let mut state = 7u64;
    for _ in 0..20_000 {
        let mut text = Vec::new();
        for _ in 0..state % 13 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.extend_from_slice(parts[usize::try_from(state >> 60).unwrap()]);
        }
        state = state.wrapping_add(1);
        PersonalRules::new(&Policy::default()).find(
            &text,
            b"ip phone",
            Place::Text,
            &mut |span, _| {
                assert!(span.start < span.end && span.end <= text.len());
            },
        );
    }
}
