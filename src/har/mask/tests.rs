use proptest::prelude::*;

use super::*;

/// Reads with AVX2, where the processor has it: the best kernel may be another.
macro_rules! on_avx2 {
    (|$kernel:ident| $read:expr) => {{
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = avx2::Avx2::detect() {
            return kernel.run(|$kernel| $read);
        }
        let $kernel = Portable;
        $read
    }};
}

/// What the bitmaps say, one byte after the other.
fn naive(text: &[u8]) -> (Vec<Brackets>, Vec<Tokens>) {
    let (mut in_string, mut escaped, mut scalar) = (false, false, false);
    let (mut brackets, mut tokens) = (Vec::new(), Vec::new());
    for block in text.chunks(BLOCK) {
        let (mut b, mut t) = (Brackets::default(), Tokens::default());
        for (i, &byte) in block.iter().enumerate() {
            let bit = 1u64 << i;
            let (was_escaped, was_scalar) = (escaped, scalar);
            escaped = byte == b'\\' && !was_escaped;
            scalar = false;
            t.backslash |= if byte == b'\\' { bit } else { 0 };
            if byte == b'"' && !was_escaped {
                in_string = !in_string;
                t.starts |= bit;
            } else if in_string {
                let plain = br#""\/fnrt"#.contains(&byte);
                t.suspect |= if byte < 0x20 || was_escaped && !plain { bit } else { 0 };
            } else {
                match byte {
                    b'{' | b'[' => (b.open, b.opens) = (b.open | bit, b.opens + 1),
                    b'}' | b']' => (b.close, b.closes) = (b.close | bit, b.closes + 1),
                    _ => {}
                }
                let structural = b"{}[]:,".contains(&byte);
                scalar = !structural && !b" \n\r\t".contains(&byte);
                t.starts |= if structural || scalar && !was_scalar { bit } else { 0 };
            }
        }
        brackets.push(b);
        tokens.push(t);
    }
    (brackets, tokens)
}

type Read<T> = fn(&[u8], &mut Carry, &mut [T; BLOCKS]) -> usize;

/// Reads `text` in pieces of `piece` blocks.
fn read<T: Default + Copy>(text: &[u8], piece: usize, read: Read<T>) -> Vec<T> {
    let (mut carry, mut out, mut all) = (Carry::default(), [T::default(); BLOCKS], Vec::new());
    for bytes in text.chunks(piece * BLOCK) {
        let count = read(bytes, &mut carry, &mut out);
        all.extend_from_slice(&out[..count]);
    }
    all
}

fn check(text: &[u8]) {
    let (brackets_expected, tokens_expected) = naive(text);
    for piece in [1, 3, BLOCKS] {
        let kernels: [Read<Brackets>; 3] = [
            brackets,
            |t, c, o| on_avx2!(|kernel| brackets_with(kernel, t, c, o)),
            |t, c, o| brackets_with(Portable, t, c, o),
        ];
        for kernel in kernels {
            assert_eq!(read(text, piece, kernel), brackets_expected);
        }
        let kernels: [Read<Tokens>; 3] = [
            tokens,
            |t, c, o| on_avx2!(|kernel| tokens_with(kernel, t, c, o)),
            |t, c, o| tokens_with(Portable, t, c, o),
        ];
        for kernel in kernels {
            assert_eq!(read(text, piece, kernel), tokens_expected);
        }
    }
}

#[test]
fn backslash_runs_at_every_offset() {
    for offset in 0..=BLOCK {
        for run in (0..12).chain([63, 64, 65, 127, 128, 129]) {
            for start in ["", "\"", "\"a\":\""] {
                let text =
                    [start, &" ".repeat(offset), &"\\".repeat(run), "\"{x\",[\\\"]} 1"].concat();
                check(text.as_bytes());
            }
        }
    }
}

/// A part of a block that is short carries its escape and its string to the next call.
#[test]
fn pieces_of_any_length() {
    let text = br#"{"a\\\"":"\\","b{":[1,2,{"c":"\\\\\"]"}],"d":true}"#.repeat(4);
    let closes = |piece: usize| {
        let (mut carry, mut out) = (Carry::default(), [Brackets::default(); BLOCKS]);
        let mut positions = Vec::new();
        for (number, bytes) in text.chunks(piece).enumerate() {
            let count = brackets(bytes, &mut carry, &mut out);
            for (block, found) in out[..count].iter().enumerate() {
                let bits = (0..BLOCK).filter(|bit| found.close >> bit & 1 == 1);
                positions.extend(bits.map(|bit| number * piece + block * BLOCK + bit));
            }
        }
        positions
    };
    let expected = closes(text.len());
    assert_eq!(expected.len(), 12);
    (1..200).for_each(|piece| assert_eq!(closes(piece), expected, "pieces of {piece}"));
}

/// What [`figures`] says, one byte after the other.
fn naive_figures(text: &[u8]) -> Vec<Figures> {
    let read = |block: &[u8]| Figures {
        digit: bits(block, |byte| byte.is_ascii_digit()),
        dot: bits(block, |byte| byte == b'.'),
        link: bits(block, |byte| matches!(byte, b':' | b'-')),
        linked: bits(block, |byte| byte.is_ascii_hexdigit() || byte == b':'),
        at: bits(block, |byte| matches!(byte, b'@' | b'%')),
    };
    text[..text.len().min(BATCH)].chunks(BLOCK).map(read).collect()
}

/// What [`heads`] says, one byte after the other.
fn naive_heads(text: &[u8]) -> Vec<Heads> {
    let read = |block: &[u8]| Heads {
        word: bits(block, |byte| byte.is_ascii_alphanumeric()),
        sign: bits(block, |byte| matches!(byte, b'+' | b'(')),
        breaker: bits(block, |byte| {
            !(byte.is_ascii_alphanumeric() || byte >= 0x80 || b" ()+-./".contains(&byte))
        }),
    };
    text[..text.len().min(BATCH)].chunks(BLOCK).map(read).collect()
}

/// What [`codes`] says, one byte after the other.
fn naive_codes(text: &[u8]) -> Vec<Codes> {
    let read = |block: &[u8]| {
        let behind = |first: &[u8], last: &[u8]| {
            let is_behind = |at: usize| at == 0 || first.contains(&block[at - 1]);
            let found = (0..block.len()).filter(|at| last.contains(&block[*at]) && is_behind(*at));
            found.fold(0, |bits, at| bits | 1 << at)
        };
        let calls = behind(b"4", b",") | behind(b"b", b"(") | behind(b"cC", b" ");
        let json = behind(b"y", b"IJKL") | behind(b"3", b"stuv") | behind(b"&", b"#");
        Codes {
            word: bits(block, |byte| byte.is_ascii_alphanumeric()),
            letter: bits(block, |byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)),
            ampersand: bits(block, |byte| byte == b'&'),
            equals: bits(block, |byte| byte == b'='),
            sign: bits(block, |byte| b"%+\\".contains(&byte)) | calls | json,
        }
    };
    text[..text.len().min(BATCH)].chunks(BLOCK).map(read).collect()
}

/// The bytes of a block of which something is true.
fn bits(block: &[u8], is: fn(u8) -> bool) -> u64 {
    block.iter().enumerate().fold(0, |bits, (at, byte)| bits | u64::from(is(*byte)) << at)
}

type FiguresKernel = fn(&[u8], &mut [Figures]) -> usize;

fn check_figures(text: &[u8]) {
    let kernels: [FiguresKernel; 3] = [
        figures,
        |text, out| on_avx2!(|kernel| figures_with(kernel, text, out)),
        |text, out| figures_with(Portable, text, out),
    ];
    for kernel in kernels {
        let mut out = [Figures::default(); BLOCKS];
        let count = kernel(text, &mut out);
        assert_eq!(out[..count], naive_figures(text));
    }
}

type HeadsKernel = fn(&[u8], &mut [Heads]) -> usize;

fn check_heads(text: &[u8]) {
    let kernels: [HeadsKernel; 3] = [
        heads,
        |text, out| on_avx2!(|kernel| heads_with(kernel, text, out)),
        |text, out| heads_with(Portable, text, out),
    ];
    for kernel in kernels {
        let mut out = [Heads::default(); BLOCKS];
        let count = kernel(text, &mut out);
        assert_eq!(out[..count], naive_heads(text));
    }
}

type CodesKernel = fn(&[u8], &mut [Codes]) -> usize;

fn check_codes(text: &[u8]) {
    let kernels: [CodesKernel; 3] = [
        codes,
        |text, out| on_avx2!(|kernel| codes_with(kernel, text, out)),
        |text, out| codes_with(Portable, text, out),
    ];
    for kernel in kernels {
        let mut out = [Codes::default(); BLOCKS];
        let count = kernel(text, &mut out);
        // Behind a short last block, there are spaces.
        if text.len() < BATCH && !text.len().is_multiple_of(BLOCK) {
            out[count - 1].sign &= below(text.len() % BLOCK);
        }
        assert_eq!(out[..count], naive_codes(text));
    }
}

#[test]
fn figures_of_every_byte() {
    let all: Vec<u8> = (0..=u8::MAX).cycle().take(700).collect();
    (0..all.len()).for_each(|len| check_figures(&all[..len]));
    (0..all.len()).for_each(|len| check_heads(&all[..len]));
    (0..all.len()).for_each(|len| check_codes(&all[..len]));
}

proptest! {
    #[test]
    fn random_bytes(text in prop::collection::vec(any::<u8>(), 0..9000)) {
        check(&text);
        check_figures(&text);
        check_heads(&text);
        check_codes(&text);
    }

    #[test]
    fn random_codes(text in prop::collection::vec(
        prop::sample::select(b"abcCyIJLM34rsvw%&#+\\=,( -_/.\x00\xff".to_vec()), 0..9000)) {
        check_codes(&text);
    }

    #[test]
    fn random_structure(text in prop::collection::vec(
        prop::sample::select(br#""""\\\{}[]:, a0ub/fnrt"#.to_vec()), 0..700)) {
        check(&text);
    }
}

#[test]
fn openings_are_found_by_every_kernel() {
    let text: Vec<u8> = (0..=255u8).cycle().step_by(7).take(3 * BLOCK + 5).collect();
    let braces = b"{\"a\":[1,[2,{ }],{b:\n[\"\",{0}]}]}[".repeat(9);
    for text in [&text[..], &text[..BLOCK], b"a\"b'c`d/e{f[g", b"", &braces] {
        let (mut fast, mut portable) = ([0; BLOCKS], [0; BLOCKS]);
        let count = openings(text, &mut fast);
        assert_eq!(count, openings_with(Portable, text, &mut portable));
        let mut avx2 = [0; BLOCKS];
        let by_avx2 = |out| on_avx2!(|kernel| openings_with(kernel, text, out));
        assert_eq!((by_avx2(&mut avx2), avx2), (count, fast));
        for (at, byte) in text.iter().enumerate() {
            let is_in = |bits: &[u64; BLOCKS]| bits[at / BLOCK] >> (at % BLOCK) & 1 == 1;
            let is_json = matches!(byte, b'{' | b'[')
                && text.get(at + 1).is_none_or(|next| *next <= b' ' || b"\"{[".contains(next));
            if is_json || b"\"'`/".contains(byte) {
                assert!(is_in(&fast) && is_in(&portable), "{byte}");
            } else if byte.is_ascii_alphanumeric() || *byte >= 0x80 {
                assert!(!is_in(&fast) && !is_in(&portable), "{byte}");
            }
        }
    }
}

#[test]
fn places_are_found_by_every_kernel() {
    let text: Vec<u8> = (0..=255u8).cycle().step_by(7).take(3 * BLOCK + 5).collect();
    for text in [&text[..], &text[..BLOCK], b"\\\\a\\", b""] {
        for byte in [b'\\', b'&', 0xff] {
            let (mut fast, mut portable) = ([0; BLOCKS], [0; BLOCKS]);
            let count = places(byte, text, &mut fast);
            assert_eq!(count, places_with(Portable, byte, text, &mut portable));
            let mut avx2 = [0; BLOCKS];
            let by_avx2 = |out: &mut [u64]| on_avx2!(|kernel| places_with(kernel, byte, text, out));
            assert_eq!((by_avx2(&mut avx2), avx2), (count, fast));
            let found = |bits: &[u64]| -> Vec<usize> {
                (0..bits.len() * BLOCK)
                    .filter(|at| bits[at / BLOCK] >> (at % BLOCK) & 1 == 1)
                    .collect()
            };
            let expected: Vec<usize> = (0..text.len()).filter(|at| text[*at] == byte).collect();
            assert_eq!((found(&fast), found(&portable)), (expected.clone(), expected));
        }
    }
}

#[test]
fn printable_bytes_are_found_by_every_kernel() {
    let text: Vec<u8> = (0..=255u8).cycle().step_by(7).take(5 * BLOCK + 5).collect();
    for text in [&text[..], &text[..BLOCK], b"a b\t", b""] {
        let (mut fast, mut portable) = ([0; BLOCKS], [0; BLOCKS]);
        let count = printable(text, &mut fast);
        assert_eq!(count, printable_with(Portable, text, &mut portable));
        let mut avx2 = [0; BLOCKS];
        let by_avx2 = |out: &mut [u64]| on_avx2!(|kernel| printable_with(kernel, text, out));
        assert_eq!((by_avx2(&mut avx2), avx2), (count, fast));
        let mut expected = [0; BLOCKS];
        let is_printable = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
        for (at, _) in text.iter().enumerate().filter(|(_, byte)| is_printable(**byte)) {
            expected[at / BLOCK] |= 1 << (at % BLOCK);
        }
        assert_eq!((fast, portable), (expected, expected));
    }
}

#[test]
fn escaped_quotes_are_told_from_others() {
    let text = br#"a"b\"c\\"d\\\"e"#.repeat(30);
    for len in 0..text.len() {
        let text = &text[..len];
        let naive = |at: &usize| {
            let slashes = text[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
            text[*at] == b'"' && slashes % 2 == 0
        };
        let expected: Vec<usize> = (0..len).filter(naive).collect();
        for pieces in [1, 3, 64] {
            let (mut carry, mut out, mut found) = (Carry::default(), [0; BLOCKS], Vec::new());
            for (number, piece) in text.chunks(pieces * BLOCK).enumerate() {
                let count = quotes(piece, &mut carry, &mut out);
                let bits = |block: usize| {
                    (0..BLOCK)
                        .filter(move |bit| out[block] >> bit & 1 == 1)
                        .map(move |bit| block * BLOCK + bit)
                };
                found.extend((0..count).flat_map(bits).map(|at| number * pieces * BLOCK + at));
            }
            assert_eq!(found, expected, "{len}");
        }
    }
}

#[test]
fn either_of_two_bytes_is_found_by_every_kernel() {
    let text: Vec<u8> = (0..=255u8).cycle().step_by(7).take(3 * BLOCK + 5).collect();
    for text in [&text[..], &text[..BLOCK], b"%20+", b""] {
        let (mut fast, mut portable) = ([0; BLOCKS], [0; BLOCKS]);
        let count = either([b'%', b'+'], text, &mut fast);
        assert_eq!(count, either_with(Portable, [b'%', b'+'], text, &mut portable));
        let mut avx2 = [0; BLOCKS];
        let by_avx2 =
            |out: &mut [u64]| on_avx2!(|kernel| either_with(kernel, [b'%', b'+'], text, out));
        assert_eq!((by_avx2(&mut avx2), avx2), (count, fast));
        let mut expected = [0; BLOCKS];
        for (at, _) in text.iter().enumerate().filter(|(_, byte)| matches!(byte, b'%' | b'+')) {
            expected[at / BLOCK] |= 1 << (at % BLOCK);
        }
        assert_eq!((fast, portable), (expected, expected));
    }
}
