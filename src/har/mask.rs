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
#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod vector;

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

/// Eight bytes at a time in ordinary registers.
#[derive(Debug, Clone, Copy)]
struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn raw_brackets(self, block: &[u8; BLOCK]) -> RawBrackets {
        RawBrackets {
            quote: gather(block, |word| equal(word, b'"')),
            backslash: gather(block, |word| equal(word, b'\\')),
            open: gather(block, |word| equal(word | repeat(0x20), b'{')),
            close: gather(block, |word| equal(word | repeat(0x20), b'}')),
        }
    }

    #[inline(always)]
    fn raw_tokens(self, block: &[u8; BLOCK]) -> RawTokens {
        RawTokens {
            quote: gather(block, |word| equal(word, b'"')),
            backslash: gather(block, |word| equal(word, b'\\')),
            structural: gather(block, |word| {
                let folded = word | repeat(0x20);
                equal(folded, b'{') | equal(folded, b'}') | equal(word, b':') | equal(word, b',')
            }),
            space: gather(block, |word| {
                equal(word, b' ') | equal(word, b'\n') | equal(word, b'\r') | equal(word, b'\t')
            }),
            control: gather(block, |word| equal(word & repeat(0xE0), 0)),
            letter: gather(block, |word| {
                let letters = equal(word, b'f') | equal(word, b'n') | equal(word, b'r');
                letters | equal(word, b't') | equal(word, b'/')
            }),
        }
    }

    #[inline(always)]
    fn figures(self, block: &[u8; BLOCK]) -> Figures {
        Figures {
            digit: gather(block, |word| within(word, b'0', b'9')),
            dot: gather(block, |word| equal(word, b'.')),
            link: gather(block, |word| equal(word, b':') | equal(word, b'-')),
            // The colon follows the digits.
            linked: gather(block, |word| {
                within(word, b'0', b':') | within(word | repeat(0x20), b'a', b'f')
            }),
            at: gather(block, |word| equal(word, b'@') | equal(word, b'%')),
        }
    }

    #[inline(always)]
    fn heads(self, block: &[u8; BLOCK]) -> Heads {
        let letter = |word| within(word | repeat(0x20), b'a', b'z');
        Heads {
            word: gather(block, |word| letter(word) | within(word, b'0', b'9')),
            sign: gather(block, |word| equal(word, b'+') | equal(word, b'(')),
            breaker: gather(block, |word| {
                let sign = equal(word, b' ') | equal(word, b'+') | within(word, b'(', b')');
                // Digits follow the slash.
                !(letter(word) | sign | within(word, b'-', b'9') | word) & repeat(0x80)
            }),
        }
    }

    #[inline(always)]
    fn openings(self, block: &[u8; BLOCK]) -> u64 {
        let brace = gather(block, |word| equal(word | repeat(0x20), b'{'));
        let value = gather(block, |word| equal(word, b'"') | within(word, 0, b' ')) | brace;
        gather(block, |word| {
            let quotes = equal(word, b'"') | equal(word, b'\'') | equal(word, b'`');
            quotes | equal(word, b'/') | equal(word | repeat(0x20), b'{')
        }) & !bare(brace, value)
    }

    #[inline(always)]
    fn printable(self, block: &[u8; BLOCK]) -> u64 {
        gather(block, |word| {
            within(word, b' ', b'~') | within(word, b'\t', b'\n') | equal(word, b'\r')
        })
    }

    #[inline(always)]
    fn places(self, byte: u8, block: &[u8; BLOCK]) -> u64 {
        gather(block, |word| equal(word, byte))
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        [1, 2, 4, 8, 16, 32].iter().fold(bits, |bits, shift| bits ^ (bits << shift))
    }
}

/// One bit for each byte of `block` whose high bit is set in what `test` makes of its word.
#[inline(always)]
fn gather(block: &[u8; BLOCK], test: impl Fn(u64) -> u64) -> u64 {
    let (words, _) = block.as_chunks::<8>();
    words.iter().enumerate().fold(0, |bits, (number, word)| {
        let high = test(u64::from_le_bytes(*word)) >> 7;
        // The product moves bit 8k to bit 56 + k, without a carry in between.
        bits | (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * number)
    })
}

/// The high bit of each byte of `word` that equals `byte`.
#[inline(always)]
fn equal(word: u64, byte: u8) -> u64 {
    let different = word ^ repeat(byte);
    !(((different & repeat(0x7F)) + repeat(0x7F)) | different | repeat(0x7F))
}

/// The high bit of each byte of `word` from `first` to `last`, both below 0x80.
#[inline(always)]
fn within(word: u64, first: u8, last: u8) -> u64 {
    let low = word & repeat(0x7F);
    let from_first = low + repeat(0x80 - first);
    let behind_last = low + repeat(0x7F - last);
    from_first & !behind_last & !word & repeat(0x80)
}

#[inline(always)]
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}
