use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem;
use proptest::prelude::*;

use crate::redact::encoding::{Shape, TABLE, each_form};
use crate::redact::guard::may_travel;
use crate::redact::sweep::{Form, Sweep, ends_word, is_word_in_base64, starts_word};

type Hit = (Range<usize>, u32, Form);

fn found(secrets: &[&[u8]], text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    Sweep::new(secrets).find(text, &mut |span, secret, form| hits.push((span, secret, form)));
    hits
}

#[test]
fn two_halves_at_the_same_time_are_the_whole() {
    let secrets: Vec<String> =
        (1..102).map(|n| format!("head-of-all-{:x}", n * n * 7919)).collect();
    let secrets: Vec<&[u8]> = secrets.iter().map(String::as_bytes).collect();
    let halves = Sweep::joined(&secrets, &|first, second| {
        std::thread::scope(|scope| {
            scope.spawn(first);
            second();
        });
    });
    let text = secrets.join(&b"; "[..]);
    let mut hits = Vec::new();
    halves.find(&text, &mut |span, secret, form| hits.push((span, secret, form)));
    assert_eq!((hits.len(), &hits), (secrets.len(), &found(&secrets, &text)));
}

/// The same by searching for each form of each secret alone.
fn naive(secrets: &[&[u8]], text: &[u8]) -> Vec<Hit> {
    let lower = text.to_ascii_lowercase();
    let mut all = Vec::new();
    for (secret, value) in (0u32..).zip(secrets).filter(|(_, value)| may_travel(value)) {
        each_form(value, TABLE.len(), 8, &mut |row, form| {
            if row == 1 && !may_travel(form) {
                return;
            }
            let shape = TABLE[usize::from(row)].shape;
            let text = if shape == Shape::AnyCase { &lower } else { text };
            // Overlapping occurrences count too.
            for start in (0..text.len()).filter(|&start| text[start..].starts_with(form)) {
                let end = start + form.len();
                let alone = match shape {
                    Shape::Base64(lead) => is_word_in_base64(text, start..end, lead, value),
                    _ => starts_word(text, start) && ends_word(text, end),
                };
                if value.len().min(form.len()) >= 16 || alone {
                    all.push((start, Reverse(end), row, secret));
                }
            }
        });
    }
    all.sort_unstable();
    let mut hits: Vec<(Hit, usize)> = Vec::new();
    for (start, Reverse(end), row, secret) in all {
        let form = form_of(row);
        match hits.last_mut() {
            Some((last, longest)) if start < last.0.end => {
                last.0.end = last.0.end.max(end);
                if end - start > *longest {
                    *longest = end - start;
                    (last.1, last.2) = (secret, form);
                }
            }
            _ => hits.push(((start..end, secret, form), end - start)),
        }
    }
    hits.into_iter().map(|(hit, _)| hit).collect()
}

fn form_of(row: u8) -> Form {
    match TABLE[usize::from(row)].shape {
        Shape::Base64(_) => Form::Base64,
        Shape::Plain | Shape::AnyCase => Form::Plain,
    }
}

const SECRETS: [&str; 8] = [
    "kQ7zLp2X",
    "Tr7vk!Ostern",
    "a3f9b2c81d4e7",
    "k3Xw_81-QpZ.v7Lt",
    "x/y+z=9\"q'&<é>w 1\n2",
    "dHdv%2BwordsQ9x7k2%3D",
    "vT5x0cU2yQ9kA1mE7nB3vT5x0cU2yQ9kA1mE7nB4",
    "Erika Beispiel",
];

#[test]
fn every_form_at_every_place() {
    let secrets: Vec<&[u8]> = SECRETS.iter().map(|secret| secret.as_bytes()).collect();
    let sweep = Sweep::new(&secrets);
    for (index, value) in (0u32..).zip(&secrets) {
        each_form(value, TABLE.len(), 8, &mut |row, form| {
            for before in 0..17 {
                for after in [0, 1, 9] {
                    let text = [&vec![b'.'; before][..], form, &vec![b'.'; after]].concat();
                    let form_found = form_of(row);
                    let mut hits = Vec::new();
                    sweep.find(&text, &mut |span, secret, form| hits.push((span, secret, form)));
                    let expected = (before..before + form.len(), index, form_found);
                    assert_eq!(hits, [expected], "{} of {index}", TABLE[usize::from(row)].id);
                }
            }
        });
    }
    assert_eq!(found(&secrets, b"613366396232633831643465370"), []);
    assert_eq!(found(&secrets, b" 61336639623263383164346537 A3F9B2C81D4E7").len(), 1);
}

#[test]
fn words_end_at_escapes() {
    let check = |text: &str, count: usize| {
        assert_eq!(found(&[b"kQ7zLp2X"], text.as_bytes()).len(), count, "{text}")
    };
    check("kQ7zLp2X", 1);
    for escape in ["%3D", "%253D", "\\n", "\\u003d", "\\x22", "&quot;", "-", "é"] {
        check(&format!("a{escape}kQ7zLp2X{escape}"), 1);
    }
    for longer in ["akQ7zLp2X", "kQ7zLp2X1", "\\zkQ7zLp2X", "D3kQ7zLp2X"] {
        check(longer, 0);
    }
}

#[test]
fn words_end_in_base64_as_they_do_in_text() {
    for (text, count) in [
        ("kQ7zLp2X", 1),
        ("sid=kQ7zLp2X;", 1),
        ("a b kQ7zLp2X c", 1),
        ("a%3DkQ7zLp2X", 1),
        ("akQ7zLp2X", 0),
        ("ab kQ7zLp2X9", 0),
        ("abckQ7zLp2X-", 0),
    ] {
        for shift in ["", "-", "--"] {
            let text = format!("{shift}{text}{shift}");
            let encoded = base64_simd::STANDARD.encode_to_string(&text);
            let plain = found(&[b"kQ7zLp2X"], text.as_bytes()).len();
            assert_eq!(found(&[b"kQ7zLp2X"], encoded.as_bytes()).len(), count, "{text}");
            assert_eq!(plain, count, "{text}");
        }
    }
}

#[test]
fn overlaps_are_one_hit() {
    let secrets: [&[u8]; 4] = [
        b"k3Xw81QpZv7LtMm2",
        b"k3Xw81QpZv7LtMm2-Rr8",
        b"-Rr8Yx4Kd91mNc7Vw0Zz",
        b"k3Xw81QpZv7LtMm2",
    ];
    assert_eq!(found(&secrets, b"..k3Xw81QpZv7LtMm2.."), [(2..18, 0, Form::Plain)]);
    assert_eq!(found(&secrets, b"..k3Xw81QpZv7LtMm2-Rr8.."), [(2..22, 1, Form::Plain)]);
    assert_eq!(
        found(&secrets, b"..k3Xw81QpZv7LtMm2-Rr8Yx4Kd91mNc7Vw0Zz"),
        [(2..38, 1, Form::Plain)]
    );
}

#[test]
fn many_with_a_common_head_are_found_and_fast() {
    let head = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9".repeat(3);
    let values: Vec<String> = (0..10_000u64)
        .map(|n| format!("{head}{:04x}{}", n, if n.is_multiple_of(3) { "tail" } else { "" }))
        .collect();
    let secrets: Vec<&[u8]> = values.iter().map(|value| value.as_bytes()).collect();
    let sweep = Sweep::new(&secrets);
    let start = std::time::Instant::now();
    for at in [0usize, 17, 4_999, 9_999] {
        let text = format!("{}{}.", "x".repeat(at % 13), values[at]);
        let mut hits = Vec::new();
        sweep.find(text.as_bytes(), &mut |_, secret, _| hits.push(secret as usize));
        assert_eq!(hits, [at]);
    }
    let hostile = head.repeat(10_000);
    let mut count = 0;
    sweep.find(hostile.as_bytes(), &mut |_, _, _| count += 1);
    assert_eq!(count, 0);
    let zeros = vec![b'0'; 4 << 20];
    sweep.find(&zeros, &mut |_, _, _| count += 1);
    assert_eq!(count, 0);
    assert!(start.elapsed().as_secs() < 20);
}

proptest! {
    #[test]
    fn agrees_with_the_naive_twin(
        picks in prop::collection::vec((any::<usize>(), any::<usize>(), "[a-z0-9%\\\\. ]{0,20}"), 0..12),
        extra in prop::collection::vec("[ab]{3}1[abAB9]{4,14}", 0..12),
    ) {
        let owned: Vec<String> = SECRETS.iter().map(ToString::to_string).chain(extra).collect();
        let secrets: Vec<&[u8]> = owned.iter().map(|value| value.as_bytes()).collect();
        let mut text = Vec::new();
        for (secret, form, between) in picks {
            let mut forms = Vec::new();
            each_form(secrets[secret % secrets.len()], TABLE.len(), 8, &mut |_, form| forms.push(form.to_vec()));
            text.extend_from_slice(&forms[form % forms.len()]);
            text.extend_from_slice(between.as_bytes());
        }
        prop_assert_eq!(found(&secrets, &text), naive(&secrets, &text));
    }
}

#[test]
fn is_shared_between_threads_and_prints_nothing() {
    fn shared<T: Send + Sync>(_: &T) {}
    let sweep = Sweep::new(&[b"kQ7zLp2X"]);
    shared(&sweep);
    assert_eq!(format!("{sweep:?}"), "Sweep { secrets: 1, .. }");
    assert_eq!(found(&[b"kQ7zLp2X", b"desktop1", b""], b"desktop1 kQ7zLp2X").len(), 1);
}

#[test]
fn naive_twin_is_not_blind() {
    assert_eq!(naive(&[b"kQ7zLp2X"], b".kQ7zLp2X."), [(1..9, 0, Form::Plain)]);
    assert!(memmem::find(b".kQ7zLp2X.", b"kQ7zLp2X").is_some());
}

/// A long secret that repeats itself is found whole and in part, in a time that grows as its
/// length does: compared whole at every window, the longest here would take minutes.
#[test]
fn long_secrets_that_repeat_themselves() {
    for period in ["q7%41Xv0/", "https://a/?b=é", "aB3\\\"<"] {
        for len in [3_000, 40_000, 200_000] {
            let run = period.repeat(len / period.len());
            let secret = format!("{run}Z9-end");
            let sweep = Sweep::new(&[secret.as_bytes()]);
            let spans = |text: &[u8]| {
                let mut spans = Vec::new();
                sweep.find(text, &mut |span, _, _| spans.push(span));
                spans
            };
            each_form(secret.as_bytes(), TABLE.len(), 8, &mut |row, form| {
                if len < 40_000 || row % 5 == 0 {
                    let hits = spans(&[b"x=", form, b";"].concat());
                    assert_eq!(hits.len(), 1, "{period} {row} {hits:?}");
                    assert!(hits[0].start <= 2 && hits[0].end >= form.len(), "{period} {row}");
                }
            });
            assert_eq!(spans(run.as_bytes()).is_empty(), len < 4_096, "{period} {len}");
        }
    }
}
