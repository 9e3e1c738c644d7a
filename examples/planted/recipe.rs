//! Invents values from recipes such as `b62:40` or `ghp_~b62:36`, the same in every run.

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE64: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
const URL_SAFE: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

const WORDS: [&str; 48] = [
    "lantern", "harbor", "copper", "meadow", "violet", "summit", "walnut", "ripple", "cinder",
    "falcon", "marble", "pepper", "tundra", "orchid", "saddle", "quartz", "beacon", "juniper",
    "kettle", "lagoon", "mosaic", "nectar", "oyster", "pebble", "raven", "silver", "thistle",
    "umber", "velvet", "willow", "yarrow", "zephyr", "anchor", "bramble", "cobalt", "dapple",
    "ember", "fjord", "glacier", "hazel", "indigo", "jasper", "karst", "lilac", "maple", "nimbus",
    "opal", "prairie",
];

const SYMBOLS: &[u8] = b"!#$*@?";

/// A seeded stream of numbers (splitmix64).
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).expect("below a usize")
    }

    fn of(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.next(alphabet.len())])).collect()
    }

    fn word(&mut self) -> String {
        WORDS[self.next(WORDS.len())].to_owned()
    }
}

/// A value of pieces parted by `~`; a piece that is no recipe stands for itself.
pub(crate) fn invent(recipe: &str, dice: &mut Dice) -> String {
    recipe.split('~').map(|piece| part(piece, dice).unwrap_or_else(|| piece.to_owned())).collect()
}

fn part(piece: &str, dice: &mut Dice) -> Option<String> {
    let (kind, length) = match piece.split_once(':') {
        Some((kind, length)) => (kind, length.parse().ok()?),
        None => (piece, 0),
    };
    let capital = |word: String| word[..1].to_uppercase() + &word[1..];
    Some(match (kind, length) {
        ("b62", 1..) => dice.of(BASE62, length),
        ("b64", 1..) => dice.of(BASE64, length),
        ("b64u", 1..) => dice.of(URL_SAFE, length),
        ("hex", 1..) => dice.of(b"0123456789abcdef", length),
        ("HEX", 1..) => dice.of(b"0123456789ABCDEF", length),
        ("d", 1..) => dice.of(b"123456789", 1) + &dice.of(b"0123456789", length - 1),
        ("a36", 1..) => dice.of(b"abcdefghijklmnopqrstuvwxyz0123456789", length),
        ("A36", 1..) => dice.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length),
        ("b32", 1..) => dice.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length),
        ("lower", 1..) => dice.of(LOWER, length),
        ("alpha", 1..) => dice.of(&BASE62[10..], length),
        ("uuid", 0) => {
            let part = |dice: &mut Dice, length| dice.of(b"0123456789abcdef", length);
            format!(
                "{}-{}-4{}-a{}-{}",
                part(dice, 8),
                part(dice, 4),
                part(dice, 3),
                part(dice, 3),
                part(dice, 12)
            )
        }
        ("pw", 0) => {
            let word = capital(dice.word());
            let symbol = dice.of(SYMBOLS, 1);
            format!("{word}{symbol}{}{}", dice.word(), dice.of(b"23456789", 2))
        }
        ("pwx", 0) => {
            format!("{}\"&<{}\\{}=%", dice.of(BASE62, 5), dice.of(BASE62, 5), dice.of(BASE62, 6))
        }
        ("bar", 0) => "|".to_owned(),
        ("tilde", 0) => "~".to_owned(),
        ("word", 0) => dice.word(),
        ("Name", 0) => {
            capital(dice.of(b"bdfgklmnprstvz", 1) + &dice.of(b"aeiou", 1) + &dice.word())
        }
        ("email", 0) => format!(
            "{}.{}@{}{}.example",
            dice.word(),
            dice.of(LOWER, 6),
            dice.word(),
            dice.of(b"0123456789", 2)
        ),
        _ => return None,
    })
}
