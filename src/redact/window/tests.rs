use crate::redact::window::{Alarms, Entry, Windows};

/// The alarms in a text that ends here, by `fill`.
fn alarms(end: usize, fill: impl Fn(usize, &mut Alarms) -> usize) -> Vec<usize> {
    let (mut at, mut starts) = (0, Vec::new());
    while at < end {
        let mut alarms = Alarms::new();
        at = fill(at, &mut alarms);
        starts.extend_from_slice(alarms.starts());
    }
    starts
}

/// The windows at which `found` is told, by the kernel of this machine and by the portable one.
fn check<const WIDTH: usize, const STRIDE: usize>(text: &[u8], known: &[&[u8]]) {
    let entries = known.iter().enumerate().map(|(number, window)| {
        let secret = u32::try_from(number).unwrap();
        Windows::<WIDTH, STRIDE>::found(window, Entry::new(secret, 0, 0))
    });
    let windows = Windows::<WIDTH, STRIDE>::new(entries.collect(), |_| {});
    let places = |windows: &Windows<WIDTH, STRIDE>| {
        let mut places = Vec::new();
        windows.scan(text, 0..text.len(), &mut |at, _| places.push(at));
        places
    };
    let expected = (0..text.len()).step_by(STRIDE).filter(|at| {
        let window = text[*at..].get(..WIDTH).map(<[u8]>::to_ascii_lowercase);
        window.is_some_and(|window| known.contains(&window.as_slice()))
    });
    let found = places(&windows);
    assert_eq!(found, expected.collect::<Vec<_>>());
    let end = text.len().saturating_sub(WIDTH - 1);
    assert_eq!(
        alarms(end, |at, alarms| windows.fill(text, at, end, alarms)),
        alarms(end, |at, alarms| windows.fill_portable(text, at, end, alarms)),
    );
}

#[test]
fn every_kernel_finds_every_window() {
    let mut state = 7u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    // Miri takes minutes for what a processor does in milliseconds.
    let bytes = if cfg!(miri) { 400 } else { 20_000 };
    let mut text: Vec<u8> = (0..bytes).map(|_| noise()).collect();
    let places = [0, 16, 64, 80, 1000, 4096, bytes - 32, bytes - 16];
    for at in places.into_iter().filter(|at| at + 32 <= bytes) {
        text[at..at + 8].copy_from_slice(b"Qw7-x\xe9/z");
        text[at + 8..at + 16].copy_from_slice(b"tK9~%_.q");
        text[at + 16..at + 32].copy_from_slice(b"Word/and...-Word");
    }
    for len in (0..140).chain([bytes]) {
        check::<8, 8>(&text[..len], &[b"qw7-x\xe9/z", b"12345678"]);
        check::<8, 8>(&text[..len], &[b"tk9~%_.q", b"12 45678"]);
        check::<5, 4>(&text[..len], &[b"qw7-x", b"12345"]);
        check::<5, 4>(&text[..len], &[b"tk9~%", b"12 45"]);
        check::<8, 8>(&text[..len], &[b"word/and", b"12 45678"]);
        check::<5, 4>(&text[..len], &[b"/and.", b"12345"]);
    }
}

#[test]
fn a_table_that_is_fetched_first_answers_alike_at_every_length() {
    // Nothing is fetched under Miri, whose table stays small.
    let words = if cfg!(miri) { 10 } else { 60_000 };
    let numbers: Vec<String> = (0..words).map(|number| format!("{number:06}.z")).collect();
    let found = |(at, number): (usize, &String)| {
        let entry = Entry::new(u32::try_from(at).unwrap(), 0, 0);
        Windows::<8, 8>::found(number.as_bytes(), entry)
    };
    let windows = Windows::<8, 8>::new(numbers.iter().enumerate().map(found).collect(), |_| {});
    // One window of 7 is known, so that alarms stand in every lane and block.
    let text: Vec<u8> =
        (0..300).flat_map(|at| if at % 7 == 0 { *b"000009.z" } else { *b"a9-b8-c7" }).collect();
    for len in (0..=text.len()).filter(|len| !cfg!(miri) || len % 97 == 0) {
        let end = len.saturating_sub(7);
        let places = alarms(end, |at, alarms| windows.fill(&text[..len], at, end, alarms));
        assert_eq!(
            places,
            alarms(end, |at, alarms| windows.fill_portable(&text[..len], at, end, alarms)),
        );
        let known = (0..end).step_by(56).all(|at| places.contains(&at));
        assert!(known, "{len}");
    }
}

#[test]
fn alarms_may_be_many_and_tables_large() {
    let text = b"qw7-x9/z".repeat(3 * Alarms::MAX);
    let words = if cfg!(miri) { 10 } else { 60_000 };
    let numbers: Vec<String> = (0..words).map(|number| format!("{number:06}.z")).collect();
    let mut known: Vec<&[u8]> = numbers.iter().map(String::as_bytes).collect();
    check::<8, 8>(&text, &known);
    known.push(b"qw7-x9/z");
    check::<8, 8>(&text, &known);
    check::<8, 8>([numbers.concat().as_bytes(), &text].concat().as_slice(), &known[..20]);
}
