//! E-mail addresses, plain or with `%40` for the `@`.
//!
//! The grammar is the one people use, not all of RFC 5322: no quoted local parts, no comments,
//! no address literals. Addresses of roles (`info@`) and of example domains count too.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::detect::is_pseudonym;
use crate::detect::personal::{Hit, PersonalRule};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "email",
    "email",
    "e-mail addresses",
    &[
        ("", "write to «mira.q+har@corp-x.example», please"),
        ("email", "«o'neil@mail.example.co.uk»"),
        ("", "?u=«info@firm.example»&x=1"),
        ("", "?u=«mira%40corp-x.example»&x=1"),
        ("", "u%3D«mira%2Bhar%40corp-x.example»%26x"),
        ("", "<a href=mailto:«a@b.de»>"),
        ("", "\\u003c«jo@firm.example»\\u003e and \\n«bo@firm.example»."),
        ("", "\"'«kim@firm.example»'\""),
        ("", "«jürgen@bücher.example»"),
        ("", "«a@b.example»,«c@d.example»"),
        ("", "Author: Kim <«kim@firm.example»> and /* x */ author: <«bo@firm.example»>"),
        ("", "// write to <«kim@firm.example»>"),
        ("", "«user@corp.local» «kim@v2.mail.example» «bo@v1.1und1.example»"),
        ("", "«mira@gserviceaccount.com» «mira@x.gserviceaccount.com.firm.example»"),
        ("", "«rabbit@firm.example» «mira@rabbit.prod.internal»"),
        ("", "«mira@odata-firm.example» «mira@microsoft.example»"),
        (
            "",
            "\"«mira_shop.example#EXT#@acme.example»\" a/«mira_x.example%23EXT%23%40acme.example»?b",
        ),
    ],
    &[
        ("", "logo@2x.png icon@3x.min.js sprite@2x.webp"),
        ("", "react@18.2.0 vue@3.4.0-beta.next @babel/core@7.0.0 lodash@latest"),
        ("", "github.com/x/y@v0.0.0-20240309143402-9be7d8515b17.info golang.org/x/net@v0.17.0.mod"),
        ("", "rabbit@rabbit-0.rabbit.prod.svc.cluster.local celery@worker1.prod.internal"),
        ("", "git@github.com:org/repo.git ssh://git@host.example/x"),
        ("", "upload@proj-1.iam.gserviceaccount.com 4711-compute@developer.gserviceaccount.com"),
        ("", "https://abc123@o1.ingest.example/1 https://u:p@host.example/"),
        ("", "//mira:redacted-password-1@files.example/"),
        ("", "@media print{a{b:c}} @font-face a@b x@y.z n@1.2"),
        ("", "/*!\n * Author: Kim Doe <kim@firm.example>\n */ // (c) Bo (bo@firm.example)"),
        ("", "https://tile.example/@48.137,11.575,12z styles@main.css"),
        ("", "members@odata.bind _ownerid_value@OData.Community.Display.V1.FormattedValue"),
        ("", "_x_value@Microsoft.Dynamics.CRM.lookuplogicalname a@microsoft.graph.downloadUrl"),
        ("", "Phone@com.sap.vocabularies.UI.v1.Hidden a@Org.OData.Core.V1.Description"),
        ("", "#EXT#@acme.example EXT#@acme.example"),
    ],
);

static ESCAPED_AT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"%40"));

/// Last labels that are endings of files, not top-level domains.
const FILE_ENDINGS: [&str; 33] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "avif", "bmp", "js", "mjs", "cjs", "jsx",
    "tsx", "css", "scss", "less", "sass", "json", "html", "htm", "xml", "vue", "woff", "woff",
    "ttf", "otf", "eot", "mp4", "webm", "wasm", "map", "min",
];

/// Two-letter endings of files that are no country codes.
const NO_COUNTRIES: [&str; 8] = ["js", "ts", "gz", "xz", "bz", "db", "go", "vb"];

/// Bytes of a local part and of a domain, RFC 5321.
const LOCAL_BYTES_MAX: usize = 64;
const DOMAIN_BYTES_MAX: usize = 255;

/// Reports the address whose `@` or `%40` stands at `at`.
pub(super) fn find_at(text: &[u8], at: usize, hit: &mut Hit<'_>) {
    let len = match text[at..] {
        [b'@', ..] => 1,
        [b'%', b'4', b'0', ..] => 3,
        _ => return,
    };
    if let Some(span) = address_around(text, at..at + len) {
        hit(span, RULE.rule);
    }
}

/// Reports every address in `text`.
pub(super) fn find(text: &[u8], hit: &mut Hit<'_>) {
    if text.len() < 5 {
        return;
    }
    memchr::memchr_iter(b'@', text).for_each(|at| find_at(text, at, hit));
    ESCAPED_AT.find_iter(text).for_each(|at| find_at(text, at, hit));
}

/// The address whose `@` stands at `at`.
fn address_around(text: &[u8], at: Range<usize>) -> Option<Range<usize>> {
    let end = at.end + domain_len(&text[at.end..])?;
    let local_end = at.start - guest_len(&text[..at.start]);
    let start = local_start(text, local_end);
    let local = &text[start..local_end];
    let is_userinfo = is_userinfo(text, start);
    // Programs have addresses, too: `git@`, and Google's service accounts.
    let is_service = local == b"git"
        || is_node(local, &text[at.end..end])
        || text.get(end) == Some(&b'@')
        || is_robot(&text[..end])
        || is_annotation(&text[at.end..end]);
    let found = !local.is_empty() && !is_userinfo && !is_service && !is_pseudonym(local);
    (found && is_text(&text[start..end]) && !is_credit(text, start..end)).then_some(start..end)
}

/// Whether what looks like a domain is the namespace and the term of an annotation of OData, behind the
/// property that it is about: `members@odata.bind`, `Phone@com.sap.vocabularies.UI.v1.Hidden`.
fn is_annotation(domain: &[u8]) -> bool {
    const NAMESPACES: [&[u8]; 6] = [
        b"odata.",
        b"org.odata.",
        b"com.sap.vocabularies.",
        b"microsoft.dynamics.",
        b"microsoft.graph.",
        b"microsoft.powerapps.",
    ];
    NAMESPACES.iter().any(|namespace| {
        domain.get(..namespace.len()).is_some_and(|start| start.eq_ignore_ascii_case(namespace))
    })
}

/// Whether an address is of a program in Google's cloud: `build@shop-1.iam.gserviceaccount.com`,
/// `4711-compute@developer.gserviceaccount.com`.
pub(crate) fn is_robot(address: &[u8]) -> bool {
    address.ends_with(b".gserviceaccount.com")
}

/// Length of what a directory puts behind the address of a guest, which it writes with `_` for the
/// `@`: `mira_shop.example#EXT#@acme.onmicrosoft.example`.
fn guest_len(before: &[u8]) -> usize {
    let is_guest = |sign: &&&[u8]| before.ends_with(sign);
    [&b"#EXT#"[..], b"%23EXT%23"].iter().find(is_guest).map_or(0, |sign| sign.len())
}

/// Whether the letters of other alphabets are letters: bytes of an image may look like them.
fn is_text(address: &[u8]) -> bool {
    address.is_ascii()
        || std::str::from_utf8(address).is_ok_and(|text| {
            text.chars().all(|letter| letter.is_ascii() || letter.is_alphabetic())
        })
}

/// Whether the address belongs to somebody whom a comment of a library credits:
/// `/* Author: Kim Doe <kim@firm.example> */`. Everybody has that file.
fn is_credit(text: &[u8], address: Range<usize>) -> bool {
    const CREDITS: [&[u8]; 8] = [
        b"author",
        b"contribut",
        b"maintain",
        b"copyright",
        b"(c)",
        b"ported",
        b"created by",
        b"theme",
    ];
    const LINE_BYTES_MAX: usize = 400;
    let closed = matches!(text.get(address.end), Some(b'>' | b')'));
    if !closed || !matches!(address.start.checked_sub(1).map(|at| text[at]), Some(b'<' | b'(')) {
        return false;
    }
    let from = address.start.saturating_sub(LINE_BYTES_MAX);
    let begin = memchr::memrchr(b'\n', &text[from..address.start]).map_or(from, |at| from + at + 1);
    let line = text[begin..address.start].to_ascii_lowercase();
    let credits = CREDITS.iter().any(|word| memchr::memmem::find(&line, word).is_some());
    credits && is_in_comment(text, begin, &line)
}

/// Whether a line that begins at `begin` stands in a comment of code or of CSS.
fn is_in_comment(text: &[u8], begin: usize, line: &[u8]) -> bool {
    const COMMENT_BYTES_MAX: usize = 4096;
    let start = line.trim_ascii_start();
    if start.starts_with(b"//") || start.starts_with(b"/*") {
        return true;
    }
    let before = &text[begin.saturating_sub(COMMENT_BYTES_MAX)..begin];
    let open = memchr::memmem::rfind(before, b"/*");
    open > memchr::memmem::rfind(before, b"*/")
}

/// Length of the domain at the start of `text`; none when its last label is no top-level domain.
fn domain_len(text: &[u8]) -> Option<usize> {
    let text = &text[..text.len().min(DOMAIN_BYTES_MAX)];
    let mut len = text.iter().take_while(|byte| is_domain(**byte)).count();
    while len > 0 && matches!(text[len - 1], b'.' | b'-') {
        len -= 1;
    }
    let domain = &text[..len];
    let mut labels = domain.split(|byte| *byte == b'.');
    let first = labels.next()?;
    let second = labels.next()?;
    let last = domain.rsplit(|byte| *byte == b'.').next()?;
    let is_version = starts_with_digit(first) && starts_with_digit(second)
        || is_module_version(first, second, labels.next());
    let is_density = matches!(first, [b'0'..=b'9', b'x' | b'X']);
    let whole = domain.split(|byte| *byte == b'.').all(|label| !label.is_empty());
    (whole && !is_version && !is_density && is_top_level(last)).then_some(len)
}

/// `v0.17.0.zip`, `v0.0.0-20240309143402-9be7d8515b17.info`: of a module of Go.
fn is_module_version(first: &[u8], second: &[u8], third: Option<&[u8]>) -> bool {
    let digits = |label: &[u8]| !label.is_empty() && label.iter().all(u8::is_ascii_digit);
    first.strip_prefix(b"v").is_some_and(digits)
        && digits(second)
        && third.is_some_and(starts_with_digit)
}

/// Whether an address is that of a node: a program's name at a host that is nobody's mail server.
fn is_node(local: &[u8], domain: &[u8]) -> bool {
    const PROGRAMS: [&[u8]; 9] = [
        b"rabbit",
        b"rabbitmq",
        b"celery",
        b"ejabberd",
        b"emqx",
        b"couchdb",
        b"vernemq",
        b"riak",
        b"kafka-client",
    ];
    const INNER: [&[u8]; 5] = [b".internal", b".local", b".svc", b".lan", b".localdomain"];
    PROGRAMS.contains(&local) && INNER.iter().any(|end| domain.ends_with(end))
}

fn starts_with_digit(label: &[u8]) -> bool {
    label.first().is_some_and(u8::is_ascii_digit)
}

fn is_top_level(label: &[u8]) -> bool {
    if label.starts_with(b"xn--") || label.iter().any(|byte| *byte >= 0x80) {
        return label.len() > 3;
    }
    let endings: &[&str] = if label.len() == 2 { &NO_COUNTRIES } else { &FILE_ENDINGS };
    label.len() >= 2
        && label.len() <= 24
        && label.iter().all(u8::is_ascii_alphabetic)
        && !endings.iter().any(|ending| label.eq_ignore_ascii_case(ending.as_bytes()))
}

/// Where the local part that ends at `end` begins.
fn local_start(text: &[u8], end: usize) -> usize {
    let floor = end.saturating_sub(LOCAL_BYTES_MAX * 3);
    let mut start = end;
    while start > floor && start > 0 {
        if let Some(decoded) = escape_before(text, start) {
            if !is_local(decoded) {
                break;
            }
            start -= 3;
        } else if is_local(text[start - 1]) {
            start -= 1;
        } else {
            break;
        }
    }
    start = skip_string_escape(text, start, end);
    while start < end && matches!(text[start], b'.' | b'-' | b'\'' | b'+') {
        start += 1;
    }
    start
}

/// The byte that a percent escape directly before `end` stands for.
fn escape_before(text: &[u8], end: usize) -> Option<u8> {
    let escape = text.get(end.checked_sub(3)?..end)?;
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(escape[1])? * 16 + digit(escape[2])?;
    (escape[0] == b'%').then(|| u8::try_from(value).expect("because two digits make a byte"))
}

/// Leaves out the rest of `\n`, `\x22` or `\u003c`, whose letters look like the local part's.
fn skip_string_escape(text: &[u8], start: usize, end: usize) -> usize {
    if start == 0 || text[start - 1] != b'\\' {
        return start;
    }
    let len = match text[start..end].first() {
        Some(b'u') => 5,
        Some(b'x') => 3,
        Some(b'n' | b'r' | b't' | b'b' | b'f') => 1,
        _ => 0,
    };
    (start + len).min(end)
}

/// Whether what begins at `start` is the user or password of a URL, which the URL's own rules
/// judge.
fn is_userinfo(text: &[u8], start: usize) -> bool {
    let before = &text[..start];
    if before.ends_with(b"://") {
        return true;
    }
    let tail = &before[before.len().saturating_sub(256)..];
    let host = tail.iter().rposition(|byte| matches!(byte, b'/' | b' ' | b'"' | b'<' | b'@'));
    before.ends_with(b":") && host.is_some_and(|at| tail[..=at].ends_with(b"://"))
}

/// Letters, digits and the few signs that stand in real local parts; letters of European
/// alphabets too, as UTF-8.
fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'.' | b'_' | b'+' | b'-' | b'\'')
        || is_european(byte)
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-') || is_european(byte)
}

/// Lead or trail byte of a two-byte letter.
fn is_european(byte: u8) -> bool {
    matches!(byte, 0x80..=0xBF | 0xC3..=0xD3)
}
