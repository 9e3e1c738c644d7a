//! A slow and obvious twin of what is fast: `serde_json` walks the strings, and edits are told from
//! the findings.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use unharm::detect::{Detector, What};
use unharm::har::{Index, Node};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

use super::job::DETECTOR;

/// Names of members of an entry.
pub(crate) const MEMBERS: [&str; 8] =
    ["request", "response", "headers", "cookies", "comment", "_x", "content", "password"];

/// The bytes choose what the entries of a capture are.
pub(crate) fn check(data: &[u8]) {
    let mut bytes = data.iter();
    let mut grammar = Grammar(|| u64::from(*bytes.next().unwrap_or(&0)));
    let count = grammar.below(4) + 1;
    let entries: Vec<Vec<u8>> =
        (0..count).map(|_| grammar.object(5, &MEMBERS).into_bytes()).collect();
    entries.iter().for_each(|entry| assert!(check_walk(entry)));
    check_edits(&DETECTOR, &entries);
}

/// The names and strings of a text in their order, those that stand twice, too.
#[derive(Default)]
struct Walked(Vec<String>);

impl<'de> Deserialize<'de> for Walked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walker)
    }
}

struct Walker;

impl<'de> Visitor<'de> for Walker {
    type Value = Walked;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_str<E>(self, text: &str) -> Result<Walked, E> {
        Ok(Walked(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Walked, A::Error> {
        let mut all = Walked::default();
        while let Some(Walked(item)) = items.next_element()? {
            all.0.extend(item);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Walked, A::Error> {
        let mut all = Walked::default();
        while let Some((name, Walked(value))) = members.next_entry::<String, Walked>()? {
            all.0.push(name);
            all.0.extend(value);
        }
        Ok(all)
    }
}

/// The same by the fast path.
fn walk(node: Node<'_>, out: &mut Vec<String>) {
    let decoded = |raw: &[u8]| {
        serde_json::from_slice::<String>(&[b"\"", raw, b"\""].concat()).expect("a string")
    };
    match node {
        Node::Object(object) => {
            for (name, node) in object.members() {
                out.push(decoded(name.raw()));
                walk(node, out);
            }
        }
        Node::Array(array) => array.items().for_each(|item| walk(item, out)),
        Node::String(text) => {
            assert_eq!(text.has_escapes(), text.raw().contains(&b'\\'));
            out.push(decoded(text.raw()));
        }
        Node::Scalar(_) => {}
    }
}

/// What of an entry differs; an entry that `serde_json` does not read (a number beyond what it
/// holds, half a pair of surrogates) is not compared.
pub(crate) fn check_walk(entry: &[u8]) -> bool {
    let Ok(Walked(expected)) = serde_json::from_slice::<Walked>(entry) else { return false };
    let mut index = Index::new();
    index.build(entry).unwrap();
    let mut found = Vec::new();
    walk(index.document(entry).root(), &mut found);
    assert_eq!(found, expected);
    true
}

/// The book of the secrets in these entries.
pub(crate) fn book_of(detector: &Detector, entries: &[Vec<u8>]) -> SecretBook {
    let mut sightings = Sightings::default();
    let mut collector = detector.collector();
    for (number, entry) in (1..).zip(entries) {
        sightings.note(number, collector.entry(entry).unwrap());
    }
    SecretBook::new(sightings, &Pseudonyms::Numbered)
}

/// What stands between the findings of an entry stands, in order, in what is written of it.
pub(crate) fn check_edits(detector: &Detector, entries: &[Vec<u8>]) {
    let book = book_of(detector, entries);
    let sweep = Sweep::new(&book.values());
    let mut finder = detector.finder(&sweep);
    let mut redactor = Redactor::new(&book);
    for entry in entries {
        let findings = finder.entry(entry).unwrap();
        let mut out = Vec::new();
        redactor.redact(entry, findings, &mut out).unwrap();
        let (mut from, mut at) = (0, 0);
        for finding in findings.top().iter().filter(|f| !matches!(f.what, What::Seed { .. })) {
            assert!(
                finding.span.start >= from && finding.span.end <= entry.len(),
                "findings overlap"
            );
            let between = &entry[from..finding.span.start];
            let found =
                memchr::memmem::find(&out[at..], between).expect("what is kept stands there");
            assert!(from > 0 || found == 0);
            at += found + between.len();
            from = finding.span.end;
        }
        assert!(out.len() - at >= entry.len() - from && out.ends_with(&entry[from..]));
        if findings.top().is_empty() {
            assert!(out == *entry);
        }
        assert!(serde_json::from_slice::<serde::de::IgnoredAny>(&out).is_ok());
    }
}

/// What strings hold, as they are written in JSON.
const TEXTS: [&str; 14] = [
    "",
    "a",
    "session=q7Xv0Lm3Zk81; b=2",
    "Bearer q7Xv0Lm3Zk81aB9",
    "https://a.test/?token=q7Xv0Lm3Zk81",
    r#"{\"password\":\"q7Xv0Lm3Zk81\"}"#,
    r"\u00e9\n\t",
    "é漢😀",
    "anna@shop.example.net",
    "password=x1Y2z3W4&b=1",
    "cGFzc3dvcmQ9cTdYdjBMbTNaazgx",
    "<input name=password value=q7Xv0Lm3>",
    r"\\\/",
    "plain words of a page",
];

/// Makes JSON of numbers: random ones, or those that a fuzzer chooses.
pub(crate) struct Grammar<F: FnMut() -> u64>(pub(crate) F);

impl<F: FnMut() -> u64> Grammar<F> {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        (self.0)() % bound
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// A string that holds something, or of any characters.
    pub(crate) fn string(&mut self) -> String {
        if self.below(3) == 0 { self.text() } else { format!("\"{}\"", self.pick(&TEXTS)) }
    }

    /// A string of any characters of ASCII.
    fn text(&mut self) -> String {
        let len = self.below(24);
        let bytes = (0..len).map(|_| b' ' + u8::try_from(self.below(95)).unwrap());
        serde_json::to_string(&String::from_utf8(bytes.collect()).unwrap()).unwrap()
    }

    fn value(&mut self, depth: u64) -> String {
        const NAMES: [&str; 12] = [
            "name",
            "value",
            "text",
            "url",
            "headers",
            "cookies",
            "password",
            "content",
            "request",
            "x",
            r"n\u0061me",
            "_a",
        ];
        const SCALARS: [&str; 8] =
            ["null", "true", "0", "-1.5e3", "123456789", "1e2", "false", "1.0"];
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => self.pick(&SCALARS).to_owned(),
            1 | 2 => format!("\"{}\"", self.pick(&TEXTS)),
            3 => self.text(),
            4 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.value(depth - 1)).collect();
                format!("[{}]", items.join(self.pick(&[",", " , ", ",\n"])))
            }
            _ => self.object(depth - 1, &NAMES),
        }
    }

    pub(crate) fn object(&mut self, depth: u64, names: &[&str]) -> String {
        let members: Vec<_> = (0..self.below(5))
            .map(|_| format!("\"{}\":{}", self.pick(names), self.value(depth)))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}
