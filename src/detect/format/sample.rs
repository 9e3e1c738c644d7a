//! Invented texts from templates, so that no token stands in the source in full.
//!
//! `~` vanishes, `~~` is one; `{a36}` becomes 36 letters and digits, and so for the other classes below. The
//! same template and seed give the same text. Benchmarks plant them, tests match them.

use crate::detect::format::check::{base62, crc32};

/// The text that a template stands for.
///
/// Classes: `a` letters and digits, `l` letters, `L` lower-case letters and digits, `A` upper-case
/// letters and digits, `B` base32, `x` hex, `X` upper-case hex, `d` digits, `u` base64url, `b`
/// base64, `g` a UUID; `{c62}` and `{cX8}`, `{cs8}` are check digits over what stands before
/// (base62 behind `_`, upper-case hex, byte-swapped hex); `{j:…}` is the base64url of what stands
/// in it, and may not hold `}` other than its last.
#[must_use]
pub fn expand(template: &str, seed: u64) -> String {
    let mut random = Random(seed ^ 0x9e37_79b9_7f4a_7c15);
    let mut text = String::new();
    let mut rest = template;
    while let Some(next) = rest.chars().next() {
        if let Some((hole, after)) = hole(rest) {
            fill(hole, &mut text, &mut random);
            rest = after;
            continue;
        }
        let split = rest.strip_prefix('~');
        let literal = split.map_or(Some(rest), |after| after.starts_with('~').then_some(after));
        text.extend(literal.map(|_| next));
        rest = &literal.unwrap_or(rest)[next.len_utf8()..];
    }
    text
}

/// Splits `{…}` off the beginning of `text`.
fn hole(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    if let Some(plain) = inner.strip_prefix("j:") {
        let end = plain.find("}}").map(|at| at + 1).or_else(|| plain.find('}'))?;
        return Some((&inner[..end + 2], &plain[end + 1..]));
    }
    let (hole, after) = inner.split_once('}')?;
    let known = matches!(hole, "g" | "c62" | "cX8" | "cs8");
    let counted = hole.get(1..).is_some_and(|count| count.parse::<usize>().is_ok());
    (known || counted && class(hole).is_some()).then_some((hole, after))
}

/// The characters of a hole's class.
fn class(hole: &str) -> Option<&'static [u8]> {
    Some(match hole.as_bytes().first()? {
        b'a' => &B64[..62],
        b'l' => &B64[..52],
        b'A' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        b'L' => b"abcdefghijklmnopqrstuvwxyz0123456789",
        b'B' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        b'x' => b"0123456789abcdef",
        b'X' => b"0123456789ABCDEF",
        b'd' => b"1234567890",
        b'u' => URL64,
        b'b' => B64,
        _ => return None,
    })
}

const B64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn fill(hole: &str, text: &mut String, random: &mut Random) {
    if let Some(plain) = hole.strip_prefix("j:") {
        text.push_str(&base64url(plain.as_bytes()));
        return;
    }
    match hole {
        "c62" => {
            let body = text.rsplit('_').next().unwrap_or_default();
            let digits = base62(crc32(body.as_bytes()));
            text.extend(digits.map(char::from));
        }
        "cX8" => *text += &format!("{:08X}", crc32(text.as_bytes())),
        "cs8" => {
            *text += &format!("{:08x}", crc32(text.trim_end_matches('_').as_bytes()).swap_bytes())
        }
        "g" => {
            for (index, count) in [8, 4, 4, 4, 12].into_iter().enumerate() {
                if index > 0 {
                    text.push('-');
                }
                random.write(b"0123456789abcdef", count, text);
            }
        }
        _ => {
            let count = hole[1..].parse().unwrap_or_default();
            random.write(class(hole).unwrap_or(URL64), count, text);
        }
    }
}

fn base64url(bytes: &[u8]) -> String {
    let encode = |chunk: &[u8]| {
        let bits =
            chunk.iter().chain(&[0, 0]).take(3).fold(0, |bits, &byte| bits << 8 | u32::from(byte));
        let digit = move |place: usize| char::from(URL64[(bits >> (18 - 6 * place) & 63) as usize]);
        (0..=chunk.len()).map(digit).collect::<String>()
    };
    bytes.chunks(3).map(encode).collect()
}

/// SplitMix64: small, and good enough to look random.
struct Random(u64);

impl Random {
    fn write(&mut self, class: &[u8], count: usize, text: &mut String) {
        for _ in 0..count {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut bits = self.0;
            bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            let at = usize::try_from((bits ^ bits >> 31) >> 1).unwrap_or_default() % class.len();
            text.push(char::from(class[at]));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::format::sample::expand;

    #[test]
    fn templates_expand() {
        assert_eq!(expand("a~b{\"x\":1}", 1), "ab{\"x\":1}");
        assert_eq!(expand("{j:{\"alg\":1}}.", 1), "eyJhbGciOjF9.");
        assert_eq!(expand("{x32}", 1).len(), 32);
        assert_eq!(expand("{g}", 1).len(), 36);
        assert_ne!(expand("{a32}", 1), expand("{a32}", 2));
    }
}
