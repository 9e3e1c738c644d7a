//! Backup codes: what a page lists behind `Backup codes`, one in a line or an item.

use std::ops::Range;

use crate::detect::layer::span;

/// What a list of codes is for.
const PURPOSES: &[&[u8]] = &[b"backup", b"recovery", b"rescue", b"scratch", b"emergency"];

/// A text that announces codes has no more bytes.
const TITLE_BYTES_MAX: usize = 64;

/// A code has no more bytes, and no fewer letters and digits.
const CODE_BYTES_MAX: usize = 32;
const CODE_LETTERS_MIN: usize = 6;

/// Whether `raw` announces codes: `Backup codes`, `Your recovery codes:`.
pub(super) fn announces(raw: &[u8]) -> bool {
    let title = raw.strip_suffix(b":").unwrap_or(raw);
    title.len() <= TITLE_BYTES_MAX
        && (title.ends_with(b"odes") || title.ends_with(b"ODES"))
        && PURPOSES.iter().any(|purpose| span::contains(title, purpose))
}

/// The codes in `text[node]`, if it has nothing else in it.
pub(super) fn codes(text: &[u8], node: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let piece = &text[node.clone()];
    let is_list = lines(piece).all(|line| is_code(&piece[line]));
    let lines = is_list.then(|| lines(piece)).into_iter().flatten();
    lines.map(move |line| node.start + line.start..node.start + line.end)
}

/// The lines of a text that are not empty, without blanks around them.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    span::lines(text).map(|line| span::trim(text, line)).filter(|line| !line.is_empty())
}

/// Letters, digits and hyphens with a digit among them, perhaps digits in two blocks.
fn is_code(line: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| line.iter().filter(|byte| is(byte)).count();
    let (letters, digits) = (count(u8::is_ascii_alphabetic), count(u8::is_ascii_digit));
    let (hyphens, blanks) = (count(|byte| *byte == b'-'), count(|byte| *byte == b' '));
    line.len() <= CODE_BYTES_MAX
        && letters + digits >= CODE_LETTERS_MIN
        && letters + digits + hyphens + blanks == line.len()
        && digits > 0
        && (blanks == 0 || blanks == 1 && letters == 0)
}

/// Whether `raw` is the seed of a generator of codes, as pages show it: base32 in blocks of four.
pub(super) fn is_seed(raw: &[u8]) -> bool {
    const SEED_BYTES: std::ops::RangeInclusive<usize> = 19..=99;
    let is_block = |block: &[u8]| {
        let base32 = |byte: &u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(byte);
        block.len() == 4 && block.iter().all(base32)
    };
    SEED_BYTES.contains(&raw.len())
        && raw.split(|byte| *byte == b' ').all(is_block)
        && raw.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::{check, check_page as page};

    #[test]
    fn codes_behind_what_announces_them() {
        page("<h2>Backup codes</h2><pre>k3xw-q81u\nzt7v-92mb</pre>", &["k3xw-q81u", "zt7v-92mb"]);
        page(
            "<p>Recovery codes:</p><p>Keep them safe.</p><ul><li>b3wm8tx5</li>\n<li>kt71xnbl</li></ul>",
            &["b3wm8tx5", "kt71xnbl"],
        );
        page("<h2>Your backup codes</h2><td>4417 7350</td>", &["4417 7350"]);
        page(
            "<textarea name=recovery_codes>hq27-vlx9\nwd81-nrc4</textarea>",
            &["hq27-vlx9\nwd81-nrc4"],
        );
        for text in [
            "<h2>Backup codes</h2><p>You have 10 codes left</p><p>Generated on 24 May</p>",
            "<h2>Backup codes</h2><pre>k3xw-q81u and more</pre>",
            "<h2>Postal codes</h2><li>b3wm8tx5</li>",
            "<h2>Backup codes</h2><p>a</p><p>b</p><p>c</p><p>d</p><p>b3wm8tx5</p>",
        ] {
            page(text, &[]);
        }
    }

    #[test]
    fn seeds_in_blocks() {
        page("Secret key: <kbd>jbsw y3dp ehpk 3pxp</kbd>", &["jbsw y3dp ehpk 3pxp"]);
        page("Secret key: <kbd>call your bank soon</kbd>", &[]);
        page("Seat rows: <kbd>abcd efg2 hijk lmno</kbd>", &[]);
    }

    #[test]
    fn codes_in_the_lines_of_a_string() {
        check(r#"{"recovery_codes":"jm63-bgf2\nud40-sxe1"}"#, &["jm63-bgf2\nud40-sxe1"]);
        check(r#"{"recovery_codes":"jm63-bgf2\nare no longer valid"}"#, &[]);
    }
}
