//! What pass 1 tells of an entry: pass 2 finds the same with it as without, and pass 3 searches what
//! was made of it.

use crate::detect::{
    Classes, Clean, CleanKey, Detector, Examiner, Findings, Flatness, Legend, Policy, Recorded,
    Spellings, Suspects, Told,
};
use crate::redact::sweep::Sweep;
use crate::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

/// Known, but for no rule a secret where it stands below.
const KNOWN: &str = "lorem ipsum/dolor sit amet";

/// What a rule finds by the name it stands under, and what one finds by its shape.
const SECRETS: [&str; 2] = ["wq8Zr4KtK71xNb", "AKIAQ3VXNPLRTWZ7YB2M"];

/// What pass 1 knows of one entry, and of another that holds what only stands under a telling name.
pub(crate) struct Collected {
    pub(crate) book: SecretBook,
    pub(crate) sweep: Sweep,
    pub(crate) flatness: Flatness,
    pub(crate) spellings: Spellings,
    record: Vec<u8>,
    legend: Legend,
}

impl Collected {
    pub(crate) fn new(detector: &Detector, entry: &str, known: &str) -> Self {
        Self::by(detector, detector.collector().spelling(), entry, known)
    }

    /// By an examiner that may keep nothing.
    pub(crate) fn by(
        detector: &Detector,
        mut collector: Examiner<'_>,
        entry: &str,
        known: &str,
    ) -> Self {
        let (mut sightings, mut classes) = (Sightings::default(), Classes::default());
        let (mut secrets, mut record) = (Vec::new(), Vec::new());
        let findings = collector.entry(entry.as_bytes()).unwrap();
        sightings.note_part(1, 0, findings, &mut secrets);
        assert!(findings.record(entry.as_bytes(), &secrets, &mut classes, &mut record), "{entry}");
        let flatness = collector.flatness();
        let elsewhere = format!(r#"{{"_password":"{known}"}}"#);
        sightings.note(2, detector.collector().entry(elsewhere.as_bytes()).unwrap());
        let (book, numbers) = SecretBook::numbered(sightings, &Pseudonyms::Numbered);
        let sweep = Sweep::new(&book.values());
        let legend = Legend::new(classes, numbers);
        let spellings = collector.into_spellings();
        Self { book, sweep, flatness, spellings, record, legend }
    }

    pub(crate) fn told(&self) -> Told<'_> {
        let Self { flatness, record, legend, .. } = self;
        let found = Some(Recorded { record, legend }).filter(|found| !found.record.is_empty());
        Told { flatness: *flatness, found }
    }

    /// What is made of an entry, and what is said of it.
    pub(crate) fn redact(&self, entry: &str, findings: &Findings) -> String {
        let (mut redactor, mut out) = (Redactor::new(&self.book), Vec::new());
        redactor.redact(entry.as_bytes(), findings, &mut out).unwrap();
        let rows: Vec<_> = redactor.tally.rows().collect();
        format!("{}\n{rows:?}", String::from_utf8(out).unwrap())
    }

    /// What pass 2 makes of an entry by the rules alone.
    pub(crate) fn by_rules(&self, detector: &Detector, entry: &str) -> String {
        let mut finder = detector.finder(&self.sweep);
        let findings = finder.entry_again(entry.as_bytes(), Told::default()).unwrap();
        self.redact(entry, findings)
    }
}

fn content(mime: &str, body: &str) -> String {
    let body = serde_json::to_string(body).unwrap();
    format!(r#"{{"response":{{"content":{{"mimeType":"{mime}","text":{body}}}}}}}"#)
}

/// Pass 2 makes the same of an entry with what it is told of it as without; so many places are
/// redacted, and so many of them known.
#[track_caller]
fn check(entry: &str, [places, known]: [u64; 2]) {
    let detector = Detector::new(&Policy::default());
    let collected = Collected::new(&detector, entry, KNOWN);
    let whole = collected.by_rules(&detector, entry);
    let suspects = collected.spellings.suspects(&collected.sweep);
    let mut finder = detector.finder(&collected.sweep).suspecting(&suspects);
    // The second time, what was examined before is known.
    for _ in 0..2 {
        let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
        assert_eq!(collected.redact(entry, findings), whole, "{entry}");
        let mut redactor = Redactor::new(&collected.book);
        redactor.redact(entry.as_bytes(), findings, &mut Vec::new()).unwrap();
        let swept: u64 =
            redactor.tally.rows().filter(|(place, _)| place.swept).map(|(_, count)| count).sum();
        assert_eq!([redactor.tally.total(), swept], [places, known], "{entry}");
    }
}

#[test]
fn pass_2_finds_what_it_is_told() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let script = |code: &str, count| check(&content("text/javascript", code), [count, 0]);
    script(&format!("{code}password = '{named}';"), 1);
    script(&format!("{code}password = '{named}', x = '{shaped}';\n{code}"), 2);
    // Escaped where it says nothing, where it says a secret, and around one.
    script(&format!("{code}password = '{named}', y = 'a\\u002db';"), 1);
    script(&format!("{code}password = '{}';", named.replace('r', "\\x72")), 1);
    script(&format!("{code}x = '/cb?password={named}%21';"), 1);
    let words = "<p>plain words &amp; more</p>".repeat(40);
    let page = format!("{words}<input name=password value={named}>{words}");
    check(&content("text/html", &page), [1, 0]);
    let rows = r#"{"a": "plain words"},"#.repeat(40);
    for (member, count) in [
        (format!(r#""password": "{named}", "b": "{shaped}""#), 2),
        (r#""password": "q\"uo\"te-Kx81""#.to_owned(), 1),
        (r#""otp": 481516"#.to_owned(), 1),
    ] {
        check(&content("application/json", &format!("[{rows}{{{member}}}]")), [count, 0]);
    }
    let basic = base64_simd::STANDARD.encode_to_string(format!("anna:{named}"));
    let header = |name: &str, value: &str| {
        format!(r#"{{"request":{{"headers":[{{"name":"{name}","value":"{value}"}}]}}}}"#)
    };
    check(&header("Authorization", &format!("Basic {basic}")), [2, 0]);
    check(
        &header("Cookie", &format!("sid={named}; theme=dark; sid2=s%3A{named}.x9Kq2Zr7")),
        [2, 0],
    );
    let body = base64_simd::STANDARD.encode_to_string(format!(r#"{{"password": "{named}"}}"#));
    let twice = format!(r#""text":"{body}","encoding":"base64""#);
    check(&format!(r#"{{"response":{{"content":{{{twice}}}}}}}"#), [1, 0]);
}

#[test]
fn what_stands_there_besides_is_found_too() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let script = |code: &str, counts| check(&content("text/javascript", code), counts);
    script(&format!("{code}password = '{named}'; // {KNOWN}"), [2, 1]);
    // Inside of what is told, and around it.
    script(&format!("{code}password = '{named}-{shaped}';"), [1, 0]);
    script(&format!("{code}password = '{named}'; x = '{KNOWN} {shaped}';"), [3, 1]);
    // Written in another way than it says.
    let escaped = KNOWN.replace(' ', "\\x20");
    script(&format!("{code}password = '{named}'; y = '<b title=\"{escaped}\">';"), [2, 1]);
    let long = format!("{}{escaped}", "plain words, \\x20".repeat(8));
    script(&format!("{code}password = '{named}'; y = '<b title=\"{long}\">';"), [2, 1]);
    let beside =
        |text: &str| format!(r#"{{"_password":"{named}","_a":"{text}","comment":"{KNOWN}"}}"#);
    check(&beside("plain"), [2, 1]);
    check(&beside(&KNOWN.replace(' ', "%20")), [3, 2]);
    check(&beside(&base64_simd::STANDARD.encode_to_string(KNOWN)), [3, 1]);
    // What is known reaches further than what a rule finds.
    check(&format!(r#"{{"_a":"x AKIAQ3VXNPLRTWZ7YB2M y","_password":"x {shaped} y"}}"#), [2, 1]);
}

/// Nothing is left of what is known in what pass 2 makes of an entry, and that is the same by the
/// rules alone.
#[track_caller]
fn check_gone(entry: &str, known: &str) {
    let detector = Detector::new(&Policy::default());
    let collected = Collected::new(&detector, entry, known);
    let whole = collected.by_rules(&detector, entry);
    assert!(entry.contains(known) && !whole.contains(known), "{whole}");
    let mut finder = detector.finder(&collected.sweep);
    let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
    assert_eq!(collected.redact(entry, findings), whole);
}

#[test]
fn what_stays_of_a_long_credential_is_searched_as_it_is_written() {
    let base64 = |text: &str| base64_simd::URL_SAFE_NO_PAD.encode_to_string(text);
    let header = base64(r#"{"alg":"RS256","typ":"JWT","kid":"beCnSlsA"}"#);
    let roles: Vec<String> = (0..40).map(|at| format!("role:uv6uIYjO2BCN{at}")).collect();
    let claims = base64(&format!(r#"{{"sub":"usr_G20mjDQIyHYk","roles":{roles:?}}}"#));
    for signature in ["", ".k3XwQ81uQpZov7Lt92mBs5Yd"] {
        let cookie = format!(r#"{{"name":"session","value":"{header}.{claims}{signature}"}}"#);
        check_gone(&format!(r#"{{"request":{{"cookies":[{cookie}]}}}}"#), &header[14..30]);
    }
}

#[test]
fn what_reaches_over_a_quote_hides_nothing() {
    let token = "k3XwQ81uQpZov7Lt92mBs5YdAq4KtK71xNb";
    let data = serde_json::to_string(&format!(r#"{{"op": "note", "text": "{token}"}}"#)).unwrap();
    let rests = [format!(r#""_m":[{{"data":{data}}}]"#), format!(r#""_m":[{{"data":"{token}"}}]"#)];
    // A cookie that begins with a quote or ends with one: where the token is a string, so does what
    // is known.
    for value in [format!(r#"\"{token}"#), format!(r#"{token}\""#)] {
        for rest in &rests {
            let cookie = format!(r#"{{"name":"sid","value":"{value}"}}"#);
            let entry = format!(r#"{{"request":{{"cookies":[{cookie}]}},{rest}}}"#);
            // In its middle, at its beginning, at its end.
            for known in [&token[6..25], &token[..20], &token[15..]] {
                check_gone(&entry, known);
            }
        }
    }
}

#[test]
fn what_is_told_of_another_entry_is_not_taken() {
    let detector = Detector::new(&Policy::default());
    let code = "f(x, 1);\n".repeat(80);
    let body =
        |code: &str| content("text/javascript", &format!("{code}password = '{}';", SECRETS[0]));
    let [longer, entry] = [body(&code.repeat(2)), body(&code)];
    let collected = Collected::new(&detector, &longer, KNOWN);
    let mut finder = detector.finder(&collected.sweep);
    let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
    assert_eq!(collected.redact(&entry, findings), collected.by_rules(&detector, &entry));
}

#[test]
fn the_rules_are_applied_where_nothing_is_told_only() {
    let detector = Detector::new(&Policy::default());
    let entry = |name: &str| format!(r#"{{"_{name}":"wq8Zr4KtK71xNb"}}"#);
    let [plain, secret] = ["skutext0", "password"].map(entry);
    let collected = Collected::new(&detector, &secret, KNOWN);
    let count = |told: Told<'_>| {
        let mut finder = detector.finder(&collected.sweep);
        finder.entry_again(plain.as_bytes(), told).unwrap().top().len()
    };
    // What was told of an entry of the same length.
    assert_eq!(count(collected.told()), 1);
    let unknown = Sweep::new(&[KNOWN.as_bytes()]);
    let mut finder = detector.finder(&unknown);
    let flatness = collected.flatness;
    let told = Told { flatness, found: None };
    assert!(finder.entry_again(secret.as_bytes(), told).unwrap().top().is_empty());
    assert_eq!(finder.entry_again(secret.as_bytes(), Told::default()).unwrap().top().len(), 1);
}

/// How much is known in what pass 2 has made of an entry by replacing what it was told, or in the
/// entry itself: for pass 3 with what pass 2 has noted, and without.
fn left(entry: &str, (is_redacted, suspects): (bool, &Suspects)) -> [usize; 2] {
    let detector = Detector::new(&Policy::default());
    let collected = Collected::new(&detector, entry, KNOWN);
    let sweep = &collected.sweep;
    let mut redactor = Redactor::new(&collected.book);
    let key = CleanKey::default();
    let mut finder = detector.finder(sweep).noting(key.clone()).suspecting(&Suspects::None);
    let mut out = Vec::new();
    let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
    redactor.redact(entry.as_bytes(), findings, &mut out).unwrap();
    if is_redacted {
        finder.note_rewritten(&out, |at| redactor.moved(at));
    } else {
        out = entry.into();
        finder.note_rewritten(&out, |at| at);
    }
    let mut clean = Clean::new(key);
    clean.extend(finder.into_clean());
    [&clean, &Clean::default()].map(|clean| {
        let mut verifier = detector.verifier(sweep).skipping(clean).suspecting(suspects);
        verifier.entry(&out).unwrap().top().len()
    })
}

#[test]
fn pass_3_searches_what_was_rewritten() {
    let [named, shaped] = SECRETS;
    let code = "f(x, 1);\n".repeat(80);
    let around = |entry: String| {
        let members = format!(r#"{{"_password":"{named}-1","#);
        entry.replacen('{', &members, 1).replace("}}}", &format!(r#"}}}},"_key":"{shaped}"}}"#))
    };
    let plain = format!("{code}password = '{named}', x = '{shaped}';");
    let plain = around(content("text/javascript", &plain));
    assert_eq!(left(&plain, (true, &Suspects::None)), [0, 0]);
    // What should have been replaced and was not.
    assert_eq!(left(&plain, (false, &Suspects::None)), [4, 4]);
    // Only what opens a layer finds it: the string was known again, wherever it has moved.
    let escaped = KNOWN.replace(' ', "\\x20");
    let spelled = around(content(
        "text/javascript",
        &format!("{code}password = '{named}', y = '<b title=\"{escaped}\">';"),
    ));
    assert_eq!(left(&spelled, (true, &Suspects::None)), [0, 1]);
    assert_eq!(left(&spelled, (true, &Suspects::Any)), [1, 1]);
}

/// Whether the body of a response is flat; the second time, what the first has noted is told.
fn check_flat(body: &str, encoding: &str, expected: bool) {
    let detector = Detector::new(&Policy::default());
    let padding = " f(x);".repeat(100);
    let text = if encoding.is_empty() {
        format!("{body}{padding}")
    } else {
        base64_simd::STANDARD.encode_to_string(format!("{body}{padding}"))
    };
    let text = serde_json::to_string(&text).unwrap();
    let entry = format!(
        r#"{{"response":{{"content":{{"mimeType":"text/javascript","text":{text}{encoding}}}}}}}"#
    );
    let mut examiner = detector.collector();
    for _ in 0..2 {
        examiner.entry(entry.as_bytes()).unwrap();
        assert_eq!(examiner.flatness().is_flat(0), expected, "{body}");
    }
}

#[test]
fn a_string_is_flat_when_nothing_in_it_is_encoded_again() {
    let base64 = r#","encoding":"base64""#;
    for (body, expected) in [
        ("var a = 'plain';\n", true),
        (r"var a = 'https:\/\/shop.example.net\/a?b=c';", false),
        ("var a = '/search?q=a%20b';", false),
        ("var a = '<a href=\"/x?y=1&amp;z=2\">x</a>';", false),
        (r#"var a = JSON.parse('{"b": [1, 2]}');"#, true),
        (r#"var a = JSON.parse('{"b": "\u0031\u0032 a"}');"#, false),
        ("var a = 'eyJzdGF0ZSI6ICJvcGVuIiwgInBhZ2UiOiAxMn0=';", false),
        ("var password = 'wq8Zr4KtK71xNb';", true),
    ] {
        check_flat(body, "", expected);
        check_flat(body, base64, expected);
    }
}

/// What an examiner finds in an entry, what becomes of that, and how it says that it is written.
fn found(examiner: &mut Examiner<'_>, entry: &str) -> String {
    let findings = examiner.entry(entry.as_bytes()).unwrap();
    let (mut sightings, mut out) = (Sightings::default(), Vec::new());
    sightings.note(1, findings);
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    Redactor::new(&book).redact(entry.as_bytes(), findings, &mut out).unwrap();
    let (out, shown) = (String::from_utf8(out).unwrap(), format!("{findings:?}"));
    format!("{shown} {} {out} {:?}", book.len(), examiner.flatness())
}

#[test]
fn what_stands_in_many_places_is_found_in_each() {
    let [named, shaped] = SECRETS;
    let detector = Detector::new(&Policy::default());
    let basic = base64_simd::STANDARD.encode_to_string(format!("anna:{named}"));
    let items = [
        format!(r#"{{"name":"Authorization","value":"Basic {basic}"}}"#),
        format!(r#"{{"name":"Cookie","value":"sid=s%3A{named}; theme=dark"}}"#),
        format!(r#"{{"name":"X-Api-Key","value":"{named}"}}"#),
        format!(r#"{{"name":"X-Note","value":"{}{shaped}"}}"#, "plain words, ".repeat(60)),
        format!(r#"{{"name":"X-{shaped}","value":"x"}}"#),
    ];
    let body =
        serde_json::to_string(&format!(r#"{{"password": "{named}", "otp": 481516}}"#)).unwrap();
    let entry = |places: &[usize], before: &str| {
        let headers: Vec<&str> = places.iter().map(|at| items[*at].as_str()).collect();
        let headers = headers.join(",");
        format!(
            r#"{{"_a":"{before}","request":{{"headers":[{headers}],"postData":{{"mimeType":"application/json","text":{body}}}}}}}"#
        )
    };
    let mut examiner = detector.collector();
    for (places, before) in [
        (&[0, 1, 2, 3, 4][..], ""),
        (&[4, 3, 2, 1, 0], "moved"),
        (&[1, 1, 0, 0, 3], "twice"),
        (&[2], ""),
        (&[0, 1, 2, 3, 4], "once more"),
    ] {
        let entry = entry(places, before);
        let fresh = found(&mut detector.collector(), &entry);
        assert_eq!(found(&mut examiner, &entry), fresh, "{entry}");
        assert!(fresh.contains("rule"), "{fresh}");
    }
    // Another layer is told of: it is not the same place.
    let value = format!("sid={named}");
    let mut layers = |name: &str| {
        let entry = format!(r#"{{"_x":{{"{name}":"{value}"}}}}"#);
        assert_eq!(found(&mut examiner, &entry), found(&mut detector.collector(), &entry));
    };
    ["cookie", "cookie", "set-cookie", "set-cookie", "cookie"].into_iter().for_each(&mut layers);
}

#[test]
fn an_item_is_judged_by_the_list_it_stands_in() {
    const ITEM: &str = r#"{"name":"SSID","value":"k3XwQ81uQpZov7Lt"}"#;
    let entry = |list: &str| format!(r#"{{"request":{{"{list}":[{ITEM},{ITEM}]}}}}"#);
    let detector = Detector::new(&Policy::default());
    let mut examiner = detector.collector();
    let mut count = |list: &str| examiner.entry(entry(list).as_bytes()).unwrap().top().len();
    for (list, expected) in [("headers", 0), ("cookies", 2), ("headers", 0), ("cookies", 2)] {
        assert_eq!(count(list), expected, "{list}");
    }
}
