//! The rows of the table, to be looked up by a name's bytes without separators.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::detect::Rule;
use crate::detect::name::condition::Condition;
use crate::detect::name::normal::Name;
use crate::detect::name::table;

/// Words of the longest tail that is looked up.
const TAIL_WORDS_MAX: usize = 4;

/// Which names a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The name itself.
    Exact,
    /// Names whose last words it is, too.
    Tail,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// The name, its words joined by hyphens.
    pub(super) name: &'static str,
    /// The rule for the name itself.
    pub(super) exact: Rule,
    /// The rule for names that end with it.
    pub(super) tail: Rule,
    /// What the value must look like.
    pub(super) condition: Condition,
    /// Which names it speaks of.
    pub(super) reach: Reach,
}

/// A rule and what the value must look like for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) rule: Rule,
    pub(super) condition: Condition,
}

/// What the last word of a name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The end of a row that reaches further.
    Row,
    /// A word that adds nothing to those before it.
    Filler,
    /// Either.
    Both,
}

/// Bits by length and three letters of a word: dismisses most words without hashing them.
#[derive(Debug, Default)]
struct Sieve(Vec<u64>);

impl Sieve {
    fn add(&mut self, word: &[u8]) {
        self.0.resize(1 << 8, 0);
        let bit = Self::bit(word);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    fn may_hold(&self, word: &[u8]) -> bool {
        let bit = Self::bit(word);
        self.0.get(bit >> 6).is_some_and(|bits| bits & (1 << (bit & 63)) != 0)
    }

    /// A number below 2^14.
    fn bit(word: &[u8]) -> usize {
        let letter = |at: usize| word.get(at).map_or(0, |byte| usize::from(*byte));
        let (middle, last) = (word.len() / 2, word.len().saturating_sub(1));
        let mixed = word.len() | letter(0) << 7 | letter(middle) << 14 | letter(last) << 21;
        (mixed.wrapping_mul(0x9E37_79B1) >> 18) & 0x3fff
    }
}

#[derive(Debug, Default)]
struct Index {
    sieve: Sieve,
    rows: FxHashMap<Box<[u8]>, &'static Row>,
    /// Last words that mean something: most names are dismissed by this look-up.
    last_words: FxHashMap<Box<[u8]>, Last>,
}

static HEADERS: LazyLock<Index> = LazyLock::new(|| Index::new(table::HEADERS.iter()));
static NAMES: LazyLock<Index> =
    LazyLock::new(|| Index::new(table::NAMES.iter().chain(table::FOREIGN)));

/// What the table of headers says of exactly this name.
pub(super) fn header(name: &Name) -> Option<Named> {
    HEADERS.row(name.compact()).map(Row::named)
}

/// What the table says of a name: of all of it, else of its last words, the most words first.
pub(super) fn named(name: &mut Name) -> Option<Named> {
    if let Some(row) = NAMES.row(name.compact()) {
        return Some(row.named());
    }
    if name.trim_number()
        && let Some(row) = NAMES.row(name.compact())
    {
        return Some(row.named());
    }
    NAMES.by_end(name).or_else(|| glued(name)).or_else(|| before_for(name))
}

/// `password_for_meetings`: the words before the `for` tell a credential, which nothing asks for there.
fn before_for(name: &mut Name) -> Option<Named> {
    const ASKS: [&[u8]; 16] = [
        b"require",
        b"requires",
        b"required",
        b"use",
        b"uses",
        b"enable",
        b"enabled",
        b"allow",
        b"set",
        b"reset",
        b"ask",
        b"prompt",
        b"need",
        b"is",
        b"has",
        b"show",
    ];
    memchr::memmem::find(name.compact(), b"for")?;
    let at = (1..name.words()).find(|at| name.word(*at) == b"for")?;
    if at + 1 == name.words() || ASKS.contains(&name.word(0)) {
        return None;
    }
    for _ in at..name.words() {
        name.pop();
    }
    NAMES.tail(name).filter(|named| named.condition.is_telling())
}

impl Row {
    fn named(&self) -> Named {
        Named { rule: self.exact, condition: self.condition }
    }

    fn named_by_tail(&self) -> Option<Named> {
        (self.reach == Reach::Tail).then_some(Named { rule: self.tail, condition: self.condition })
    }
}

impl Index {
    fn new(rows: impl Iterator<Item = &'static Row>) -> Self {
        let mut index = Self::default();
        FILLERS.iter().for_each(|word| index.sieve.add(word));
        index.last_words.extend(FILLERS.iter().map(|word| (Box::from(*word), Last::Filler)));
        for row in rows {
            let name = Name::new(row.name.as_bytes());
            if row.reach == Reach::Tail {
                index.note_last(name.tail(1));
                index.note_last(name.compact());
            }
            index.sieve.add(name.compact());
            index.rows.entry(name.compact().into()).or_insert(row);
        }
        index
    }

    fn row(&self, word: &[u8]) -> Option<&'static Row> {
        if self.sieve.may_hold(word) { self.rows.get(word).copied() } else { None }
    }

    fn note_last(&mut self, word: &[u8]) {
        let last = if FILLERS.contains(&word) { Last::Both } else { Last::Row };
        self.last_words.insert(word.into(), last);
        self.sieve.add(word);
    }

    fn by_end(&self, name: &mut Name) -> Option<Named> {
        let word = name.tail(1);
        let last =
            if self.sieve.may_hold(word) { *self.last_words.get(word)? } else { return None };
        let named = if last == Last::Filler { None } else { self.tail(name) };
        let filler = named.is_none() && last != Last::Row;
        if filler { self.tail_before_filler(name) } else { named }
    }

    fn tail(&self, name: &Name) -> Option<Named> {
        (1..=name.words().min(TAIL_WORDS_MAX))
            .rev()
            .find_map(|count| self.row(name.tail(count)).and_then(|row| row.named_by_tail()))
    }

    /// `tokenValue`, `password_confirmation`: the words before the filler tell a credential.
    fn tail_before_filler(&self, name: &mut Name) -> Option<Named> {
        name.pop();
        self.tail(name).filter(|named| named.condition.is_telling())
    }
}

static FILLERS: &[&[u8]] = &[
    b"value",
    b"val",
    b"string",
    b"str",
    b"raw",
    b"plain",
    b"plaintext",
    b"b64",
    b"base64",
    b"hex",
    b"encoded",
    b"encrypted",
    b"confirmation",
    b"confirm",
    b"again",
    b"repeat",
    b"verify",
    b"retype",
    b"old",
    b"new",
    b"current",
    b"input",
    b"field",
];

/// `新密码`: names of a script that puts nothing between words.
static JOINED: &[&str] =
    &["パスワード", "密码", "密碼", "口令", "비밀번호", "暗証番号", "验证码", "認証コード"];

/// `useraccesstoken`: compounds that end no other word, so that a name without humps or hyphens
/// is understood too.
fn glued(name: &Name) -> Option<Named> {
    if name.words() == 0 {
        return None;
    }
    let last = name.tail(1);
    let end = last.last()?;
    if *end >= 0x80 {
        let row = JOINED.iter().find(|tail| last.ends_with(tail.as_bytes()))?;
        return NAMES.row(row.as_bytes()).and_then(|row| row.named_by_tail());
    }
    if last.len() < 9 || !matches!(end, b'd' | b'n' | b'y' | b't' | b'e') {
        return None;
    }
    let row = GLUED.iter().find(|tail| last.ends_with(tail.as_bytes()))?;
    NAMES.row(row.as_bytes()).and_then(|row| row.named_by_tail())
}

static GLUED: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "passphrase",
    "accesstoken",
    "refreshtoken",
    "sessiontoken",
    "authtoken",
    "csrftoken",
    "xsrftoken",
    "bearertoken",
    "idtoken",
    "apikey",
    "secretkey",
    "privatekey",
    "clientsecret",
    "appsecret",
    "apisecret",
    "sessionid",
    "resettoken",
    "securitytoken",
];

/// Shows every row to a test.
#[cfg(test)]
pub(super) fn for_each_row(visit: impl FnMut(&Row)) {
    table::HEADERS.iter().chain(table::NAMES).chain(table::FOREIGN).for_each(visit);
}
