//! Needles against a naive search.

use std::sync::LazyLock;

use crate::detect::format::rules;
use crate::detect::needles::{Choice, Needles};

fn naive(words: &[&'static [u8]], text: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let windows = text.windows(word.len()).enumerate();
        found.extend(windows.filter(|(_, window)| window == word).map(|(at, _)| (at, number)));
    }
    found.sort_unstable();
    found
}

/// With each kernel of this processor, and with none.
fn by_every_kernel(words: &[&'static [u8]]) -> Vec<Needles> {
    let new = || Needles::new(words.iter().copied(), Choice::Rarest);
    #[cfg(target_arch = "x86_64")]
    let all = {
        let kernels = crate::detect::needles::simd::Kernel::all().map(Some).chain([None]);
        kernels.map(|kernel| Needles { kernel, ..new() }).collect()
    };
    #[cfg(not(target_arch = "x86_64"))]
    let all = vec![new()];
    all
}

fn check(needles: &[Needles], words: &[&'static [u8]], text: &[u8]) {
    needles.iter().for_each(|needles| check_one(needles, words, text));
}

fn check_one(needles: &Needles, words: &[&'static [u8]], text: &[u8]) {
    let (mut filtered, mut each) = (Vec::new(), Vec::new());
    needles.find(text, |at, number| filtered.push((at, number)));
    needles.search_each(text, &mut |at, number| {
        each.push((at, number));
        true
    });
    assert_eq!(filtered, each, "{}", text.escape_ascii());
    filtered.sort_unstable();
    assert_eq!(filtered, naive(words, text), "{}", text.escape_ascii());
    assert_eq!(needles.is_in(text), !filtered.is_empty());
}

/// Keywords of all lengths, alike and unlike, one inside another.
fn words() -> Vec<&'static [u8]> {
    rules().flat_map(|rule| rule.keywords).map(|word| word.as_bytes()).collect()
}

/// Bytes of which nearly every four pass the filter.
fn noise(words: &[&[u8]], len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = Vec::new();
    while text.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let word = words[usize::try_from(state >> 40).unwrap() % words.len()];
        let from = usize::try_from(state >> 20 & 7).unwrap() % word.len();
        text.extend_from_slice(&word[from..]);
        if state & 3 == 0 {
            text.push(state.to_le_bytes()[4]);
        }
    }
    text.truncate(len);
    text
}

#[test]
fn every_word_is_found_at_every_alignment_and_end() {
    let words = words();
    let needles = by_every_kernel(&words);
    for (&word, needles) in words.iter().flat_map(|word| needles.iter().map(move |n| (word, n))) {
        for before in 0..80 {
            for after in [0, 1, 2, 3, 70] {
                let text = [&vec![b'.'; before][..], word, &vec![b'.'; after]].concat();
                let mut found = false;
                needles.find(&text, |at, number| found |= at == before && words[number] == word);
                assert!(found, "{} {before} {after}", word.escape_ascii());
            }
        }
    }
}

#[test]
fn nothing_else_is_found_and_nothing_twice() {
    let words = words();
    let needles = by_every_kernel(&words);
    for len in (0..300).chain([510, 511, 512, 513, 514, 515, 516, 1023, 1024, 1027, 3000]) {
        for seed in 0..3 {
            check(&needles, &words, &noise(&words, len, seed + 1));
        }
        check(&needles, &words, &vec![0; len]);
        check(&needles, &words, &vec![b'A'; len]);
    }
}

#[test]
fn the_first_window_keeps_the_order() {
    let words: [&[u8]; 4] = [b"secret", b"_key", b"pi_key", b"jwt"];
    let needles = Needles::new(words, Choice::First);
    let mut found = Vec::new();
    needles.find(b"api_key=secret jwt", |at, number| found.push((at, number)));
    assert_eq!(found, [(1, 2), (3, 1), (8, 0), (15, 3)]);
}

static KEYWORDS: LazyLock<(Vec<&[u8]>, Vec<Needles>)> =
    LazyLock::new(|| (words(), by_every_kernel(&words())));

proptest::proptest! {
    #[test]
    fn any_bytes(text: Vec<u8>) {
        check(&KEYWORDS.1, &KEYWORDS.0, &text);
    }
}
