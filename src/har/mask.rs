//! Bitmaps of 64-byte blocks: bit `i` stands for byte `i`.
//!
//! A kernel compares 64 bytes at once; what it finds is then freed of everything inside strings by
//! word arithmetic, and a [`Carry`] of three words takes that state to the next block. Three kernels
//! exist: AVX-512 and AVX2, where the processor has them, and one in portable arithmetic.

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "code for AVX2 may be called only where the processor has it")]
mod avx2;
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "code for AVX-512 may be called only where the processor has it")]
mod avx512;
mod portable;
#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod vector;

use crate::har::mask::portable::Portable;

/// Reads with the best kernel that the processor has.
macro_rules! on_best {
    (|$kernel:ident| $read:expr) => {{
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = avx512::Avx512::detect() {
            return kernel.run(|$kernel| $read);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = avx2::Avx2::detect() {
            return kernel.run(|$kernel| $read);
        }
        let $kernel = Portable;
        $read
    }};
}

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;
/// Blocks that one call reads at most.
pub(crate) const BLOCKS: usize = 64;
/// Bytes that one call reads at most.
pub(crate) const BATCH: usize = BLOCK * BLOCKS;

/// The brackets of a block that stand outside strings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Brackets {
    /// `{` and `[`.
    pub(crate) open: u64,
    /// `}` and `]`.
    pub(crate) close: u64,
    /// How many of `open`.
    pub(crate) opens: u32,
    /// How many of `close`.
    pub(crate) closes: u32,
}

/// The tokens of a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// Brackets, colons and commas outside strings, both quotes of a string, and the first byte of
    /// everything else that is not white space.
    pub(crate) starts: u64,
    /// Backslashes, wherever they stand.
    pub(crate) backslash: u64,
    /// Bytes in strings that need a look: control characters, and what follows a backslash and is
    /// none of `"\/fnrt`.
    pub(crate) suspect: u64,
}

/// The bytes of a block by which numbers and addresses show, inside and outside strings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// `0-9`.
    pub(crate) digit: u64,
    /// `.`.
    pub(crate) dot: u64,
    /// `:` and `-`.
    pub(crate) link: u64,
    /// `0-9`, `a-f`, `A-F` and `:`.
    pub(crate) linked: u64,
    /// `@` and `%`.
    pub(crate) at: u64,
}

/// The bytes of a block by which the beginning of a number shows, and how far it can reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Heads {
    /// Letters and digits.
    pub(crate) word: u64,
    /// `+` and `(`.
    pub(crate) sign: u64,
    /// What stands in no number, however it is written: all but letters, digits, ` ()+-./` and what
    /// is beyond ASCII.
    pub(crate) breaker: u64,
}

/// The bytes of a block by which encoded text shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// Letters and digits.
    pub(crate) word: u64,
    /// Letters of base64 in either alphabet, `word` among them.
    pub(crate) letter: u64,
    /// `&`
    pub(crate) ampersand: u64,
    /// `=`
    pub(crate) equals: u64,
    /// `%`, `+`, `\` and `#` behind `&`; of base64 of JSON the third letter of `eyI`, `eyJ`, `WyI`,
    /// `W3s` and the like; and what stands before base64 of any length: the comma of `;base64,`, the
    /// bracket of `atob(`, the space behind `Basic`.
    pub(crate) sign: u64,
}

/// What one block hands to the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Carry {
    /// 1 when the next byte is escaped.
    escape: u64,
    /// All ones when the next byte is inside a string.
    string: u64,
    /// 1 when the last byte belonged to a number, a literal or rubbish.
    scalar: u64,
}

/// The bits below `bit`.
pub(crate) fn below(bit: usize) -> u64 {
    if bit < BLOCK { (1 << bit) - 1 } else { u64::MAX }
}

/// Of each run of backslashes every other one, from the first on, which escapes what is behind it;
/// and what is behind a run of an odd number of them.
#[inline(always)]
pub(crate) fn alternating(backslash: u64) -> u64 {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    // Subtracting a run from its shifted self, with all odd bits set, borrows through the run and
    // leaves the alternation whatever the parity of its first bit.
    ((backslash << 1) | ODD).wrapping_sub(backslash) ^ ODD
}

/// Reads up to [`BATCH`] bytes of `text` into `out`; returns the number of blocks, of which the
/// last may be shorter.
pub(crate) fn brackets(text: &[u8], carry: &mut Carry, out: &mut [Brackets; BLOCKS]) -> usize {
    on_best!(|kernel| brackets_with(kernel, text, carry, out))
}

/// Reads up to [`BATCH`] bytes of `text` into `out`; returns the number of blocks, of which the
/// last may be shorter.
pub(crate) fn tokens(text: &[u8], carry: &mut Carry, out: &mut [Tokens; BLOCKS]) -> usize {
    on_best!(|kernel| tokens_with(kernel, text, carry, out))
}

/// Reads as many bytes of `text` as `out` has room for; returns the number of blocks, of which the
/// last may be shorter.
pub(crate) fn figures(text: &[u8], out: &mut [Figures]) -> usize {
    on_best!(|kernel| figures_with(kernel, text, out))
}

/// Reads as many bytes of `text` as `out` has room for; returns the number of blocks, of which the
/// last may be shorter.
pub(crate) fn heads(text: &[u8], out: &mut [Heads]) -> usize {
    on_best!(|kernel| heads_with(kernel, text, out))
}

/// Reads as many bytes of `text` as `out` has room for; returns the number of blocks, of which the
/// last may be shorter.
pub(crate) fn codes(text: &[u8], out: &mut [Codes]) -> usize {
    on_best!(|kernel| codes_with(kernel, text, out))
}

/// Reads up to [`BATCH`] bytes of `text` into `out`: the bytes that a literal, a regular expression,
/// a comment, or JSON in a script can begin with (`"`, `'`, `` ` ``, `/`, and `{` or `[` before `"`,
/// `{`, `[` or white space), and some others; returns the number of blocks, of which the last may be
/// shorter.
pub(crate) fn openings(text: &[u8], out: &mut [u64; BLOCKS]) -> usize {
    on_best!(|kernel| openings_with(kernel, text, out))
}

/// Reads as many bytes of `text` as `out` has room for: the quotes that no backslash escapes; returns
/// the number of blocks, of which the last may be shorter.
pub(crate) fn quotes(text: &[u8], carry: &mut Carry, out: &mut [u64]) -> usize {
    on_best!(|kernel| quotes_with(kernel, text, carry, out))
}

/// Reads as many bytes of `text` as `out` has room for: where `byte` stands; returns the number of
/// blocks, of which the last may be shorter. `byte` is no space.
pub(crate) fn places(byte: u8, text: &[u8], out: &mut [u64]) -> usize {
    on_best!(|kernel| places_with(kernel, byte, text, out))
}

/// Reads as many bytes of `text` as `out` has room for: what ASCII can print, white space of lines
/// among it; returns the number of blocks, of which the last may be shorter.
pub(crate) fn printable(text: &[u8], out: &mut [u64]) -> usize {
    on_best!(|kernel| printable_with(kernel, text, out))
}

/// The same as [`places`] for two bytes: where either stands.
pub(crate) fn either(bytes: [u8; 2], text: &[u8], out: &mut [u64]) -> usize {
    on_best!(|kernel| either_with(kernel, bytes, text, out))
}

/// The braces of a block behind which no `value` stands that makes them JSON; what is behind the last
/// byte is not known.
#[inline(always)]
fn bare(brace: u64, value: u64) -> u64 {
    brace & !(value >> 1 | 1 << (BLOCK - 1))
}

/// Which bytes of `last` stand behind one of `first`; what is before the block is not known.
#[inline(always)]
fn behind(first: u64, last: u64) -> u64 {
    last & (first << 1 | 1)
}

/// What a kernel finds for [`Brackets`], inside and outside strings.
struct RawBrackets {
    quote: u64,
    backslash: u64,
    open: u64,
    close: u64,
}

/// What a kernel finds for [`Tokens`], inside and outside strings.
struct RawTokens {
    quote: u64,
    backslash: u64,
    /// Brackets, colon, comma; perhaps control characters too.
    structural: u64,
    space: u64,
    control: u64,
    /// `/`, `f`, `n`, `r`, `t`: what may follow a backslash, but for `"`, `\`, `u` and `b`.
    letter: u64,
}

/// A way to compare 64 bytes at once.
trait Kernel: Copy {
    fn raw_brackets(self, block: &[u8; BLOCK]) -> RawBrackets;
    fn raw_tokens(self, block: &[u8; BLOCK]) -> RawTokens;
    fn figures(self, block: &[u8; BLOCK]) -> Figures;
    fn heads(self, block: &[u8; BLOCK]) -> Heads;
    fn codes(self, block: &[u8; BLOCK]) -> Codes;
    fn openings(self, block: &[u8; BLOCK]) -> u64;
    fn printable(self, block: &[u8; BLOCK]) -> u64;
    fn places(self, byte: u8, block: &[u8; BLOCK]) -> u64;
    /// Bit `i` of the result is the parity of the bits `0..=i`.
    fn prefix_xor(self, bits: u64) -> u64;
}

#[inline(always)]
fn brackets_with<K: Kernel>(
    kernel: K,
    text: &[u8],
    carry: &mut Carry,
    out: &mut [Brackets; BLOCKS],
) -> usize {
    each_block(text, out, |block, used| {
        let raw = kernel.raw_brackets(block);
        let escaped = carry.escaped(raw.backslash, used);
        let string = carry.string(kernel.prefix_xor(raw.quote & !escaped));
        let (open, close) = (raw.open & !string, raw.close & !string);
        Brackets { open, close, opens: open.count_ones(), closes: close.count_ones() }
    })
}

#[inline(always)]
fn tokens_with<K: Kernel>(
    kernel: K,
    text: &[u8],
    carry: &mut Carry,
    out: &mut [Tokens; BLOCKS],
) -> usize {
    each_block(text, out, |block, used| {
        let raw = kernel.raw_tokens(block);
        let escaped = carry.escaped(raw.backslash, used);
        let quotes = raw.quote & !escaped;
        let string = carry.string(kernel.prefix_xor(quotes));
        let structural = raw.structural & !raw.control;
        let scalar = !(structural | raw.space | string | quotes);
        let starts = (structural & !string) | quotes | carry.first_of_run(scalar, used);
        let suspect =
            string & (raw.control | (escaped & !(raw.quote | raw.backslash | raw.letter)));
        let used = below(used);
        Tokens { starts: starts & used, backslash: raw.backslash, suspect: suspect & used }
    })
}

#[inline(always)]
fn figures_with<K: Kernel>(kernel: K, text: &[u8], out: &mut [Figures]) -> usize {
    each_block(text, out, |block, _| kernel.figures(block))
}

#[inline(always)]
fn heads_with<K: Kernel>(kernel: K, text: &[u8], out: &mut [Heads]) -> usize {
    each_block(text, out, |block, _| kernel.heads(block))
}

#[inline(always)]
fn codes_with<K: Kernel>(kernel: K, text: &[u8], out: &mut [Codes]) -> usize {
    each_block(text, out, |block, _| kernel.codes(block))
}

#[inline(always)]
fn openings_with<K: Kernel>(kernel: K, text: &[u8], out: &mut [u64; BLOCKS]) -> usize {
    each_block(text, out, |block, _| kernel.openings(block))
}

#[inline(always)]
fn places_with<K: Kernel>(kernel: K, byte: u8, text: &[u8], out: &mut [u64]) -> usize {
    each_block(text, out, |block, _| kernel.places(byte, block))
}

#[inline(always)]
fn printable_with<K: Kernel>(kernel: K, text: &[u8], out: &mut [u64]) -> usize {
    each_block(text, out, |block, used| kernel.printable(block) & below(used))
}

#[inline(always)]
fn quotes_with<K: Kernel>(kernel: K, text: &[u8], carry: &mut Carry, out: &mut [u64]) -> usize {
    each_block(text, out, |block, used| {
        let escaped = carry.escaped(kernel.places(b'\\', block), used);
        kernel.places(b'"', block) & !escaped
    })
}

#[inline(always)]
fn either_with<K: Kernel>(kernel: K, bytes: [u8; 2], text: &[u8], out: &mut [u64]) -> usize {
    each_block(text, out, |block, _| {
        kernel.places(bytes[0], block) | kernel.places(bytes[1], block)
    })
}

/// Calls `read` for each block that `out` has room for with the number of bytes that it holds;
/// a short last block is filled up with spaces, which no bitmap but `space` shows.
#[inline(always)]
fn each_block<T>(
    text: &[u8],
    out: &mut [T],
    mut read: impl FnMut(&[u8; BLOCK], usize) -> T,
) -> usize {
    let text = &text[..text.len().min(out.len() * BLOCK)];
    let (whole, rest) = text.as_chunks::<BLOCK>();
    for (slot, block) in out.iter_mut().zip(whole) {
        *slot = read(block, BLOCK);
    }
    if rest.is_empty() {
        return whole.len();
    }
    let mut padded = [b' '; BLOCK];
    padded[..rest.len()].copy_from_slice(rest);
    out[whole.len()] = read(&padded, rest.len());
    whole.len() + 1
}

impl Carry {
    /// Whether the next byte is escaped.
    pub(crate) fn is_escaping(self) -> bool {
        self.escape != 0
    }

    /// The bytes that a backslash before them escapes, of a block with `used` bytes.
    #[inline(always)]
    fn escaped(&mut self, backslash: u64, used: usize) -> u64 {
        if backslash == 0 {
            return std::mem::take(&mut self.escape);
        }
        let alternating = alternating(backslash & !self.escape);
        let escaped = alternating ^ (backslash | self.escape);
        self.escape =
            if used < BLOCK { (escaped >> used) & 1 } else { (alternating & backslash) >> 63 };
        escaped
    }

    /// The bytes inside strings, opening quotes included, from the parity of the quotes.
    #[inline(always)]
    fn string(&mut self, parity: u64) -> u64 {
        let string = parity ^ self.string;
        self.string = 0u64.wrapping_sub(string >> 63);
        string
    }

    /// The first byte of each run in `scalar`, of a block with `used` bytes.
    #[inline(always)]
    fn first_of_run(&mut self, scalar: u64, used: usize) -> u64 {
        let first = scalar & !((scalar << 1) | self.scalar);
        self.scalar = (scalar >> (used - 1)) & 1;
        first
    }
}
