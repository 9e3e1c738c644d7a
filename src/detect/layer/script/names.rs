//! The name that a value of a script stands under, and which names are worth a look.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, packed};

use crate::detect::layer::{literal, span};

/// The name that a value stands under which begins (with its quote) at `start`: `name: …`,
/// `"name": …`, `name = …`, `x.name = …`, `x["name"] = …`.
pub(crate) fn name_before(text: &[u8], start: usize) -> Option<Range<usize>> {
    let start = start - usize::from(is_prefixed(text, start));
    let mut end = chosen(text, span::skip_space_back(text, start));
    // `'name' => "…"` of PHP, Ruby and Perl; an arrow has no parameter in quotes.
    if text[..end].ends_with(b"=>") {
        let arrow = span::skip_space_back(text, end - 2);
        end -= usize::from(matches!(text[..arrow].last(), Some(b'"' | b'\'')));
    }
    match end.checked_sub(1).map(|at| text[at])? {
        b'(' => {
            // `x = JSON.parse(…)`, `x = decodeURIComponent(…)`.
            end = called(text, end - 1)?;
        }
        b':' | b'=' => {}
        _ => return None,
    }
    let assign = text[..end].ends_with(b"=");
    end = span::skip_space_back(text, end - 1);
    // `a == "…"`, `a ||= "…"`, `a + "="`: only `?` of a type or `|` and `?` of an assignment pass.
    while end > 0 && assign && matches!(text[end - 1], b'|' | b'?') {
        end -= 1;
    }
    end = span::skip_space_back(text, end);
    if assign && text[..end].ends_with(b"]") {
        end -= 1;
    }
    let quote = text[..end].last().copied().filter(|b| matches!(b, b'"' | b'\''));
    let Some(quote) = quote else {
        let word = span::word_before(text, end);
        // Code without types is far more, and has neither before its names.
        let may_be_type = matches!(text[..word.start].last(), Some(b':' | b' ' | b'>' | b']'));
        let declared = if assign && may_be_type { declared(text, end) } else { None };
        return declared.or_else(|| (!word.is_empty()).then_some(word));
    };
    let floor = end.saturating_sub(130);
    let open = memchr::memrchr(quote, &text[floor..end - 1])?;
    let name = floor + open + 1..end - 1;
    (!name.is_empty() && !is_choice(text, name.start - 1)).then_some(name)
}

/// Whether the literal that begins at `start`, before a colon, is one of two values: `shown ? "password" :
/// "text"`. A variable there may well be what the other stands in for.
fn is_choice(text: &[u8], start: usize) -> bool {
    text[..span::skip_space_back(text, start)].ends_with(b"?")
}

/// Whether the quote at `at` has a letter before it, as Python and others mark literals: `= b'…'`.
pub(super) fn is_prefixed(text: &[u8], at: usize) -> bool {
    let Some((b'b' | b'u' | b'r' | b'B' | b'N' | b'@', before)) = text[..at].split_last() else {
        return false;
    };
    matches!(before, [.., b'=' | b':' | b'('] | [.., b'=' | b':', b' '])
}

/// The name before the type that ends at `end`: `name: string | null`, `name string`.
fn declared(text: &[u8], end: usize) -> Option<Range<usize>> {
    const BYTES_MAX: usize = 64;
    let floor = end.saturating_sub(BYTES_MAX);
    let part = |byte: &&u8| span::is_word(**byte) || b".<>[]|?&*, ".contains(*byte);
    let start = end - text[floor..end].iter().rev().take_while(part).count();
    if text[..start].ends_with(b":") && literal::is_type(&text[start..end]) {
        let end = span::skip_space_back(text, start - 1);
        let optional = usize::from(text[..end].ends_with(b"?"));
        let name = span::word_before(text, end - optional);
        return (!name.is_empty()).then_some(name);
    }
    let word = span::word_before(text, end);
    let name = span::word_before(text, span::skip_space_back(text, word.start));
    let is_go = matches!(&text[word.clone()], b"string") && text[..word.start].ends_with(b" ");
    (is_go && !name.is_empty()).then_some(name)
}

/// The position behind the `=` or `:` of a value that is one of two: `x = y.z || "…"`, `x = y ?? "…"`,
/// `x = y ? "…" : z`; `end` itself for any other.
fn chosen(text: &[u8], end: usize) -> usize {
    let choice = [&b"||"[..], b"??", b"?"].into_iter().find(|sign| text[..end].ends_with(sign));
    let Some(choice) = choice else { return end };
    let other = span::skip_space_back(text, end - choice.len());
    let floor = other.saturating_sub(64);
    let part = |b: &u8| span::is_word(*b) || matches!(b, b'.' | b'!');
    let word = text[floor..other].iter().rev().take_while(|b| part(b)).count();
    let assign = span::skip_space_back(text, other - word);
    let is_one = match text[..assign] {
        [.., before, b'='] => !matches!(before, b'=' | b'!' | b'<' | b'>'),
        [.., b':'] => true,
        _ => false,
    };
    if is_one && word > 0 { assign } else { end }
}

/// What a call sets to the only argument that it has: `setToken("…")`.
pub(crate) fn argument_of(text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
    let open = span::skip_space_back(text, value.start.checked_sub(1)?);
    let is_only = text.get(span::skip_space(text, value.end + 1)) == Some(&b')');
    if !is_only || !text[..open].ends_with(b"(") {
        return None;
    }
    let callee = span::word_before(text, open - 1);
    let name = &text[callee.clone()];
    if text[..callee.start].ends_with(b".") && literal::is_built(name, &text[value.clone()]) {
        return Some(callee);
    }
    name.strip_prefix(b"set").map(|name| callee.end - name.len()..callee.end)
}

/// The call of which a literal is the last argument, behind an address, if its name ends so:
/// `signInWithEmailAndPassword(auth, "mira@shop.example", "…")`.
pub(crate) fn last_argument_of(text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
    const REACH: usize = 160;
    let before = text[..value.start.checked_sub(1)?].trim_ascii_end().strip_suffix(b",")?;
    let is_last = text.get(span::skip_space(text, value.end + 1)) == Some(&b')');
    if !is_last || !before.ends_with(b"\"") && !before.ends_with(b"'") {
        return None;
    }
    let floor = before.len().saturating_sub(REACH);
    let open = floor + memchr::memrchr(b'(', &before[floor..])?;
    let callee = span::word_before(text, open);
    text[callee.clone()].ends_with(b"AndPassword").then_some(callee)
}

/// What names the element that a literal becomes the value of: `$('#token').val("…")`,
/// `document.getElementById("token").value = "…"`.
pub(crate) fn element_of(text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
    let before = &text[..span::skip_space_back(text, value.start.checked_sub(1)?)];
    let element = match before.last()? {
        b'(' => before.strip_suffix(b".val(")?,
        b'=' => before[..span::skip_space_back(text, before.len() - 1)].strip_suffix(b".value")?,
        _ => return None,
    };
    let selector = element.strip_suffix(b")")?;
    let (quote, selector) = selector.split_last().filter(|(b, _)| matches!(b, b'"' | b'\''))?;
    let floor = selector.len().saturating_sub(128);
    let open = floor + memchr::memrchr(*quote, &selector[floor..])? + 1;
    // `#token`, `input[name="token"]`.
    let closing = |b: &&u8| matches!(**b, b']' | b'"' | b'\'' | b'\\');
    let end = selector.len() - selector[open..].iter().rev().take_while(closing).count();
    let name = span::word_before(text, end);
    (name.start >= open && !name.is_empty()).then_some(name)
}

/// The position behind the `=` or `:` before a call whose parenthesis stands at `open`.
fn called(text: &[u8], open: usize) -> Option<usize> {
    const CALLS: &[&[u8]] =
        &[b"JSON.parse", b"decodeURIComponent", b"decodeURI", b"unescape", b"atob", b"String"];
    let call = CALLS.iter().find(|call| text[..open].ends_with(call));
    let length = call.map_or_else(|| literal::call_length(text, open), |call| call.len());
    let end = span::skip_space_back(text, open - length);
    matches!(text[..end].last(), Some(b':' | b'=')).then_some(end)
}

/// Whether a name holds a word that a name rule could be about.
pub(crate) fn is_sensitive(name: &[u8]) -> bool {
    // Too short to be looked for inside of words.
    let is_any = |words: &[&[u8]]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
    match name.len() {
        // Nearly all names of minified code; the stems are longer.
        0..=2 => is_any(&[b"pw", b"ip", b"tk"]),
        3 => is_any(&[b"lat", b"lng", b"lon", b"mac", b"vin", b"sft"]) || STEMS.is_match(name),
        // The commonest name of all holds `ssn` by chance.
        _ => !name.ends_with(b"lassName") && STEMS.is_match(name),
    }
}

/// The words of the names that name rules judge, without what only varies them.
static STEMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build([
            // Credentials.
            "passw",
            "passcode",
            "passphrase",
            "passord",
            "pwd",
            "kennwort",
            "contrase",
            "motdepasse",
            "senha",
            "wachtwoord",
            "secret",
            "token",
            "key",
            "auth",
            "sess",
            "sid",
            "csrf",
            "xsrf",
            "cred",
            "private",
            "cookie",
            "bearer",
            "otp",
            "mfa",
            "pin",
            "sig",
            "jwt",
            "saml",
            "assertion",
            "nonce",
            "verifier",
            "challenge",
            "ticket",
            "hmac",
            "salt",
            "hash",
            "license",
            "webhook",
            "connectionstring",
            "connection_string",
            "connstr",
            "dsn",
            "code",
            "state",
            "seed",
            "mnemonic",
            "phrase",
            "psk",
            "community",
            "crumb",
            "digest",
            "g_ck",
            "sctx",
            "snlm0e",
            "recovery",
            "sas",
            "jazoest",
            "dtsg",
            "login",
            "magic",
            "invite",
            "reset",
            "grant",
            "proof",
            "uuid",
            "guid",
            "captcha",
            // Personal data.
            "mail",
            "phone",
            "mobile",
            "msisdn",
            "ssn",
            "iban",
            "bic",
            "card",
            "cvv",
            "cvc",
            "account",
            "user",
            "firstname",
            "lastname",
            "fullname",
            "first_name",
            "last_name",
            "full_name",
            "given",
            "family",
            "surname",
            "displayname",
            "realname",
            "nickname",
            "birth",
            "dob",
            "address",
            "street",
            "zip",
            "postal",
            "postcode",
            "city",
            "gender",
            "passport",
            "national",
            "tax",
            "aadhaar",
            "cpf",
            "nino",
            "latitude",
            "longitude",
            "geo",
            "ipaddr",
            "clientip",
            "client_ip",
            "remote",
            "device",
            "idfa",
            "gaid",
            "adid",
            "advert",
            "patient",
            "customer",
            "visitor",
            "person",
            "imei",
        ])
        .expect("because the words are constant")
});

/// Numbers that are secret by their name: `otp: 123456`, `pin = 1234`, each with its name.
pub(crate) fn numbers(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    NUMBER_NAMES.find_iter(text).filter_map(|found| {
        let tail = &text[found.end()..text.len().min(found.end() + 32)];
        let end = found.end() + tail.iter().position(|&b| !span::is_word(b))?;
        let quoted = matches!(text[end], b'"' | b'\'');
        let assign = span::skip_space(text, end + usize::from(quoted));
        if !matches!(text.get(assign), Some(b':' | b'=')) {
            return None;
        }
        let start = span::skip_space(text, assign + 1);
        let digits = text[start..].iter().take(20).take_while(|b| b.is_ascii_digit()).count();
        let ends = !text.get(start + digits).is_some_and(|&b| span::is_word(b) || b == b'.');
        let name = span::word_before(text, end);
        ((3..=19).contains(&digits) && ends).then_some((name, start..start + digits))
    })
}

/// In the cases in which names are written, since a search without case is far slower; packed,
/// since an automaton alone would take half the time of a script.
static NUMBER_NAMES: LazyLock<packed::Searcher> = LazyLock::new(|| {
    let build = |config: &packed::Config| config.builder().extend(NUMBER_WORDS).build();
    build(&packed::Config::new())
        // Without vector instructions.
        .or_else(|| build(packed::Config::new().only_rabin_karp(true)))
        .expect("because the words are few and not empty")
});

const NUMBER_WORDS: [&str; 19] = [
    "otp", "Otp", "OTP", "pin", "Pin", "PIN", "cvv", "Cvv", "CVV", "cvc", "Cvc", "CVC", "ssn",
    "Ssn", "SSN", "passcode", "Passcode", "mfaCode", "mfa_code",
];
