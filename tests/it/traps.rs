//! Texts that make a careless reader square its work: eight times as much of each takes about eight
//! times as long, through all three passes, wherever it stands.

use std::io::Write;
use std::time::Instant;

use serde_json::json;
use unharm::detect::{Detector, Policy};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

/// How much longer the longer text is.
const FACTOR: usize = 8;

/// The most that its work may grow by: what squares grows by 64.
const GROWTH_MAX: f64 = 32.0;

/// Bytes of the shorter text; `UNHARM_FULL` asks for more.
fn bytes() -> usize {
    if is_full() { 48 << 10 } else { 6 << 10 }
}

fn is_full() -> bool {
    std::env::var_os("UNHARM_FULL").is_some()
}

/// What is repeated.
const TRAPS: &[&str] = &[
    // JSON, and what holds it.
    "[",
    "{",
    "{\"a\":",
    "[[1,",
    "[{\"a\":[",
    "\"",
    "\"\",",
    "\\",
    "\\\"",
    "\\u005c",
    "\\u0022",
    "{}\n",
    "{\n",
    "[]\n",
    "{\"a\":\"{\\\"b\\\":",
    ")]}',\n",
    "while(1);",
    "for(;;);",
    "cb(",
    "a&&a(",
    "/**/",
    "42[",
    "0{",
    "a[\"",
    "\u{1e}",
    "{\"type\":1}\u{1e}",
    "data: {\n",
    "data:\n",
    "event: a\ndata: b\n\n",
    "id: 1\n",
    ":\n",
    "1:a{",
    "1|#||4|",
    "9|updatePanel|a|b|",
    "20000|hiddenField|a|é|",
    "1|hiddenField|a|1|",
    "//# sourceMappingURL=data:,",
    "/*# sourceMappingURL=data:,a*/",
    "eval(\"",
    "eval('\\'",
    "$('#token').val('",
    "(token,",
    "(token) values (",
    "insert into t (token, token) values ('a', 'b'), (",
    "[\"token\"]=> string(9) \"",
    "<update id=\"javax.faces.ViewState\">",
    // URLs, forms, percent.
    "%25",
    "%2525",
    "%",
    "%2",
    "+",
    "&",
    "=",
    "a=b&",
    "a=&",
    "a=a=",
    "?",
    "#",
    "/",
    "//",
    "/a",
    "://",
    "http://",
    "https://a:b@",
    "https://a/?b=https://",
    "https%3A%2F%2F",
    "?a=https://a?",
    "data:",
    "data:,",
    "data:text/html,",
    "data:;base64,",
    "data:text/html;base64,data:",
    "javascript:",
    "mailto:a@",
    "a@",
    "@",
    ":",
    ";",
    "a:b@",
    "//a@",
    // Headers.
    "a=b; ",
    "; path=/",
    // Brackets, statements and sentences in a text; blocks and lists of YAML.
    "token=[",
    "cookie=[a=b ",
    "token=[1,",
    "[\"token\", \"",
    "token in ('a', ",
    "password: String ",
    "Some(token:Some(",
    "[\"token\":\"",
    "[token:a:private] => ",
    "Authorization: Bearer a, b",
    "mysql -u",
    "docker login -",
    "a:b | chpasswd ",
    "'mysql:a','a',",
    "http -a ",
    "auth=('a','",
    "machine a login b password ",
    "username=a, street=",
    "curl a\n",
    "$ curl a;\n",
    "curl 'a\n",
    "pass: string | ",
    "GET /reset",
    "login code is ",
    "a: 1\ntoken: |\n  b\n",
    "a: 1\ntokens:\n- b\n",
    "/(X(1)A(",
    "a;",
    "; ",
    ", ",
    "a=\"b\", ",
    "Basic realm=\"",
    "Bearer ",
    "Bearer a, ",
    "Basic YTpi ",
    "Digest username=\"",
    "Authorization: ",
    "Authorization: Bearer ",
    "Cookie: a=b\r\n",
    "a: b\r\n",
    "\r\n",
    "\r\n ",
    "<a>; rel=\"",
    "<",
    "<a>, ",
    "max-age=1, ",
    "GET / HTTP/1.1\r\n",
    "HTTP/1.1 200 OK\r\n\r\n",
    "POST /a HTTP/1.1\r\nA: ",
    "--a\r\n\r\n",
    "--a\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n",
    "--",
    "----",
    "-",
    "--a--",
    // Markup.
    "&",
    "&amp;",
    "&amp;amp;",
    "&#38;",
    "&#x26;",
    "&#",
    "&lt;",
    "amp;",
    "<a",
    "<a ",
    "<a b",
    "<a b=",
    "<a b=\"",
    "<a b='",
    "<a href=\"",
    "</",
    "</a>",
    "<a>",
    "<!--",
    "-->",
    "<!",
    "<![CDATA[",
    "]]>",
    "<?xml ",
    "<?",
    "<!DOCTYPE a [",
    "<!ENTITY a \"",
    "<script>",
    "<script>var a={",
    "</script",
    "<style>",
    "<!--[if IE]>",
    "<!--[if ",
    "<b>Password:</b> ",
    "<th>Password</th><td>",
    "<td>Password</td><td>string</td>",
    "<td>$_COOKIE['a']</td><td>b",
    "<td>Cookie</td><td>a=b; ",
    "<h3>API token</h3><pre>k3XwQ81u</pre>",
    "<b class=api-key>k3XwQ81u",
    "<h2>Backup codes</h2><li>k3xwq81u</li>",
    "<td>First name</td><td>A",
    "<td>Password: a</td>",
    "<token>a",
    "<token>a</token>",
    "<textarea>",
    "<title>",
    "<input value=\"",
    "<input name=password value=",
    "<meta content=\"",
    "<a:b xmlns:a=\"",
    "<saml:Assertion>",
    "<soap:Envelope>",
    "url(",
    "a{",
    "a{b:c;",
    "@import \"",
    "/*",
    "*/",
    // Scripts.
    "'",
    "`",
    "${",
    "`${",
    "//\n",
    "/a",
    "/a/g;",
    "(",
    ")",
    "()",
    "function(",
    "var a=",
    "var a={",
    "a.b",
    "a['b']",
    "a=>",
    "window.a={",
    "\"a\":",
    "'a':",
    "a:'b',",
    "\\x22",
    "\\'",
    "if(a)/b/",
    "a/b/",
    "return/",
    "JSON.parse(\"",
    "atob(\"",
    "query{a(",
    "{a ",
    "mutation a($b:C!){",
    "#\n",
    "curl -H '",
    "curl -u a:b ",
    "curl -u a:'b'",
    "-u 'a':'b'",
    "curl ",
    "-H 'a: b' ",
    // Text.
    " ",
    "\n",
    "\t",
    "a",
    "A",
    "aB1",
    "a ",
    "a.",
    ".",
    ",",
    "_",
    "a_",
    "a-",
    "é",
    "漢",
    "😀",
    "\u{0}",
    "\u{301}",
    "0",
    "1",
    "1 ",
    "1.",
    "1-",
    "12:",
    "::",
    "a:",
    "0.0.",
    "1.1.1.1 ",
    "fe80::",
    "2001:db8:",
    "4111 1111 ",
    "5105105105105100",
    "+49 ",
    "+1 (",
    "(0",
    "DE89 ",
    "DE8937040044",
    "GB82",
    "123-45-",
    "48.1,",
    "aa:",
    "aa-",
    "a@b.",
    "a@b.test ",
    ".a@",
    "password",
    "password=",
    "password: ",
    "password=\"",
    "password is ",
    "password is 'a",
    "password a1 ",
    "Password:\n",
    "token: a&",
    "a key: ",
    "密码：",
    "authorization=Bearer ",
    "{Cookie=a",
    "password\";s:9:\"",
    "a:b@tcp(",
    "/a?code=",
    "&state=",
    "Authorization: Bearer <a ",
    "Authorization: not ",
    "Authorization: Bearer k3XwQ81uQpZov7Lt ",
    "my token is ",
    "secret ",
    "token token=",
    "api_key=a ",
    "user:pass",
    "name: Anna ",
    "postgres://a:b@",
    "Server=a;Password=",
    "AccountKey=",
    "key=",
    // Tokens.
    "eyJ",
    "eyJhbGciOi",
    "eyJhIjoxfQ.",
    ".eyJ",
    "..",
    "QUFB",
    "YWJj ",
    "=",
    "==",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN",
    "-----",
    "AKIA",
    "ghp_",
    "sk_live_",
    "xoxb-",
    "AIza",
    "SG.",
    "glpat-",
    "npm_",
    "hooks.slack.com/services/",
    "00000000-",
    "deadbeef",
    "0123456789abcdef",
    "PHNhbWxw",
    "H4sI",
    "rO0AB",
    "traceparent: 00-",
];

/// Makes a text of about so many bytes.
type Grow = Box<dyn Fn(usize) -> String>;

/// `part` again and again, between what stands around it.
fn repeated(head: &'static str, part: &'static str, end: &'static str) -> Grow {
    Box::new(move |len| format!("{head}{}{end}", part.repeat(len / part.len())))
}

/// `core` in as many brackets as a document may have, and such documents in a list.
fn nested(open: &str, core: &str, close: &str, len: usize) -> String {
    let one = format!("{}{core}{}", open.repeat(64), close.repeat(64));
    format!("[{}0]", format!("{one},").repeat(len / one.len()))
}

/// What is not repeated but grows.
fn grown() -> Vec<(&'static str, Grow)> {
    let base64 = |bytes: &[u8]| base64_simd::STANDARD.encode_to_string(bytes);
    vec![
        (
            "nested base64",
            Box::new(move |len| {
                let mut text = "password=q7Xv0Lm3".to_owned();
                while text.len() < len {
                    text = base64(text.as_bytes());
                }
                text
            }),
        ),
        (
            "nested escapes",
            Box::new(|len| {
                let mut text = "{\"a\":1}".to_owned();
                while text.len() < len {
                    text = json!({ "a": text }).to_string();
                }
                text
            }),
        ),
        ("protobuf", Box::new(move |len| base64(&b"\x0a\xff\xff\x03".repeat(len / 6)))),
        ("protobuf nested", Box::new(move |len| base64(&b"\x0a\x7f".repeat(len / 3)))),
        ("msgpack", Box::new(move |len| base64(&b"\x91".repeat(len * 3 / 4)))),
        ("msgpack maps", Box::new(move |len| base64(&b"\x81\xa1a".repeat(len / 4)))),
        ("utf-16", Box::new(move |len| base64(&b"a\0=\0".repeat(len * 3 / 16)))),
        ("named by neighbours", repeated("{", r#""text":"a1b2c3","id":"password","#, r#""z":0}"#)),
        ("pairs", repeated("[", r#"["password","a1b2c3"],"#, r#"["a","b"]]"#)),
        ("pairs in pairs", Box::new(|len| nested(r#"["password","#, r#""a1b2c3""#, "]", len))),
        (
            "rows beside columns",
            repeated(r#"{"columns":["id","password"],"#, r#""rows":[["a","b"]],"#, r#""z":0}"#),
        ),
        ("logins", repeated(r#"{"method":"login","#, r#""params":["a","b"],"#, r#""z":0}"#)),
        ("quotes in a table", repeated("id,password\n", "\",", "\n")),
        ("lines of a table", repeated("id,password\n", "7,a1b2c3\n", "")),
        (
            "a list under a long name",
            Box::new(|len| {
                let name = "redacted-a-1-cookie".repeat(len / 38);
                format!("{{\"{name}\":[{}0]}}", "\"a=1;b=2\",".repeat(len / 20))
            }),
        ),
        ("values under a long name", {
            let value = "\"value\":\"a\",";
            Box::new(move |len| {
                let name = r"\u0061".repeat(len / 12);
                format!("{{\"name\":\"{name}\",{}\"z\":1}}", value.repeat(len / 24))
            })
        }),
        (
            "comments under a long name",
            Box::new(|len| {
                let text: String = (0..len / 28).map(|n| format!("t{n} <!---->")).collect();
                format!("<?xml?><x{}>{text}", "a".repeat(len / 2))
            }),
        ),
        ("urls in urls", repeated("@media print", "url(", ")")),
        (
            "secrets in one another",
            Box::new(|len| {
                let run = "aB3".repeat(len / 6);
                let secret = |n: usize| format!("password={}Z{n}&", &run[..len / 9 - n]);
                format!("{}x={run}", (0..3).map(secret).collect::<String>())
            }),
        ),
        ("names in a value", repeated("", "%22AccountKey=", "")),
        ("names in a call", repeated("", "token=", "(")),
        ("names in an element", repeated("", "<token>Authorization: ", "")),
        ("pseudonyms without a number", repeated(r#"{"secrets":{"x":""#, "redacted-", "\"}}")),
        ("distinct names", Box::new(|len| (0..len / 9).map(|n| format!("k{n:06}&")).collect())),
        (
            "distinct secrets",
            Box::new(|len| {
                (0..len / 32).map(|n| format!("password=aaaaaaaaaaaaaaa{n:07}&")).collect()
            }),
        ),
        (
            "secrets in secrets",
            Box::new(|len| {
                (0..len / 120)
                    .map(|n| format!("password={}x{n}&", "q7Xv0Lm3Zk81".repeat(n % 16 + 1)))
                    .collect()
            }),
        ),
        (
            "one secret everywhere",
            Box::new(|len| "password=q7Xv0Lm3Zk81&".to_owned() + &"q7Xv0Lm3Zk81 ".repeat(len / 13)),
        ),
        (
            "part of a secret",
            Box::new(|len| {
                "password=aaaaaaaaaaaaaaaaaaaaaaaaaaaaab1Z&".to_owned() + &"a".repeat(len)
            }),
        ),
        (
            "a long secret",
            Box::new(|len| {
                let run = "aB3".repeat(len / 6);
                format!("password={run}Z9&x={run}")
            }),
        ),
    ]
}

/// Members of one name, of which the others of their object tell what they are.
fn members() -> impl Iterator<Item = (&'static str, Grow)> {
    const NAMES: [&str; 12] = [
        "displayName",
        "fullName",
        "fingerprint",
        "serialNumber",
        "token",
        "name",
        "city",
        "code",
        "answer",
        "given",
        "rejectedValue",
        "value",
    ];
    NAMES.into_iter().map(|name| {
        let grow = move |len: usize| {
            let member = format!("\"{name}\":\"Mira Quell\",");
            format!("{{{}\"path\":[\"password\"]}}", member.repeat(len / member.len()))
        };
        (name, Box::new(grow) as Grow)
    })
}

/// Where a trap stands; `~` is the text.
const PLACES: &[&str] = &[
    r#"{"response":{"content":{"mimeType":"","text":"~"}}}"#,
    r#"{"request":{"url":"https://a.test/?q=~","headers":[{"name":"cookie","value":"~"}]}}"#,
    r#"{"request":{"postData":{"mimeType":"application/x-www-form-urlencoded","text":"~"}}}"#,
    r#"{"response":{"content":{"mimeType":"text/html","text":"~"}}}"#,
    r#"{"response":{"content":{"mimeType":"application/javascript","text":"~"}}}"#,
    r#"{"request":{"headers":[{"name":"authorization","value":"~"},{"name":"x-a","value":"~"}]}}"#,
];

fn entry(place: &str, text: &str) -> String {
    let quoted = json!(text).to_string();
    place.replace('~', &quoted[1..quoted.len() - 1])
}

/// The three passes over one entry; how many nanoseconds of a processor they took.
fn work(detector: &Detector, entry: &str) -> u64 {
    let start = processor_time();
    let mut sightings = Sightings::default();
    sightings.note(1, detector.collector().entry(entry.as_bytes()).unwrap());
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let sweep = Sweep::new(&book.values());
    let mut out = Vec::new();
    let mut finder = detector.finder(&sweep);
    let findings = finder.entry(entry.as_bytes()).unwrap();
    Redactor::new(&book).redact(entry.as_bytes(), findings, &mut out).unwrap();
    detector.verifier(&sweep).entry(&out).expect("the output is JSON");
    processor_time() - start
}

/// Nanoseconds that this thread has run, which other processes do not add to.
fn processor_time() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = told.and_then(|told| told.split(' ').next()?.parse().ok());
    ran.unwrap_or_else(|| {
        static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_nanos().try_into().unwrap()
    })
}

/// How the work grows, if it grows too much each time that it is asked.
fn growth(detector: &Detector, place: &str, text: &dyn Fn(usize) -> String) -> Option<f64> {
    let short = entry(place, &text(bytes()));
    let long = entry(place, &text(bytes() * FACTOR));
    let mut least = f64::MAX;
    for _ in 0..3 {
        // The system counts in ticks of four milliseconds.
        let before = work(detector, &short).max(5_000_000);
        let after = work(detector, &long);
        // Some texts grow by steps, and not by what is asked.
        let longer = long.len() as f64 / short.len() as f64;
        least = least.min(after as f64 / before as f64 / longer * FACTOR as f64);
        if least <= GROWTH_MAX {
            return None;
        }
    }
    Some(least)
}

#[test]
fn work_grows_as_the_text_does() {
    let detector = Detector::new(&Policy::default());
    let mut faults = Vec::new();
    let places = if is_full() { PLACES } else { &PLACES[..1] };
    for place in places {
        for trap in TRAPS {
            let text = |len: usize| trap.repeat(len / trap.len());
            if let Some(growth) = growth(&detector, place, &text) {
                faults.push(format!("{trap:?} in {place}: {growth:.0}"));
            }
        }
        for (name, text) in grown().into_iter().chain(members()) {
            if let Some(growth) = growth(&detector, place, &text) {
                faults.push(format!("{name} in {place}: {growth:.0}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// By default sixteen megabytes, which take many of the ticks that the system counts in; `UNHARM_FULL` asks for
/// fifty.
#[test]
fn a_trap_that_is_twice_as_long_is_twice_the_work() {
    let bytes = if is_full() { 25_000_000 } else { 8_000_000 };
    let detector = Detector::new(&Policy::default());
    let part = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n";
    // A secret that is known, and the base64 of it, again and again.
    let known = base64_simd::STANDARD.encode_to_string("password=k3XwQ81uQpZov7Lt92mBs5Yd&a&");
    for trap in
        ["[", "%25", "&amp;", "&amp;amp;", part, "data:text/html,", "data:;base64,", "\\\"", &known]
    {
        let of = |len: usize| entry(PLACES[0], &trap.repeat(len / trap.len()));
        let (short, long) = (of(bytes), of(bytes * 2));
        // What another process costs is in some of the times, and not in the least of each.
        let (mut before, mut after) = (u64::MAX, u64::MAX);
        let mut growth = (0..5).map(|_| {
            before = before.min(work(&detector, &short)).max(5_000_000);
            after = after.min(work(&detector, &long));
            after as f64 / before as f64
        });
        let least = growth.find(|growth| *growth < 3.0);
        assert!(least.is_some(), "{trap:?}");
        println!("{trap:?}: {} bytes, {:.2} times the work", long.len(), least.unwrap());
    }
}

/// What lies deeper than is read goes whole, whatever nests.
#[test]
fn nesting_of_layers_is_bounded() {
    let detector = Detector::new(&Policy::default());
    for (open, close) in [
        ("data:text/html,", ""),
        ("https://a.test/?u=", ""),
        ("<p title=\"", "\">"),
        ("--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n", "\r\n--a--"),
        ("42[\"", "\"]"),
    ] {
        let text = open.repeat(1_000) + "password=q7Xv0Lm3Zk81" + &close.repeat(1_000);
        for place in PLACES {
            work(&detector, &entry(place, &text));
        }
    }
}

/// A few kilobytes of DEFLATE in a parameter that hold gigabytes.
#[test]
fn a_bomb_in_a_parameter() {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'a'; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&block).unwrap();
    }
    let bomb = base64_simd::STANDARD.encode_to_string(encoder.finish().unwrap());
    let bomb = bomb.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let detector = Detector::new(&Policy::default());
    let url = format!("https://a.test/sso?SAMLRequest={bomb}&RelayState=x");
    let entry = json!({"request": {"url": url}}).to_string();
    let took = work(&detector, &entry);
    assert!(took < 10_000_000_000, "{took} ns");
}

/// Streams of gzip that hold much more than their bytes: one that holds a thousand times as much,
/// many small ones, and some in others.
#[test]
fn bombs_in_bodies() {
    let gzip = |text: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    let base64 = |bytes: &[u8]| base64_simd::STANDARD.encode_to_string(bytes);
    let detector = Detector::new(&Policy::default());
    let small = base64(&gzip(&[b'a'; 9_000]));
    let many = json!(vec![&small; 4_000]).to_string();
    let nested = gzip(many.as_bytes());
    for (body, encoding) in [
        (base64(&gzip(&vec![b'a'; 64 << 20])), "base64"),
        (many, ""),
        (base64(&nested), "base64"),
        (json!(vec![base64(&nested); 200]).to_string(), ""),
    ] {
        let content = json!({"mimeType": "application/json", "text": body, "encoding": encoding});
        let entry = json!({"response": {"content": content}}).to_string();
        let took = work(&detector, &entry);
        assert!(took < 10_000_000_000, "{took} ns for {} bytes", entry.len());
    }
}
