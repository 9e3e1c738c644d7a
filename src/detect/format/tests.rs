//! Every row against its own examples; tokens in contexts; hostile texts.

use std::collections::HashSet;
use std::time::Instant;

use crate::detect::format::sample::expand;
use crate::detect::format::{FormatRule, FormatRules, rules};
use crate::detect::{Kind, Level, Policy, Rule};

/// The ids and secret parts of what is found in `text`.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let rules = FormatRules::new(&Policy::default());
    let mut hit = |span: std::ops::Range<usize>, rule: Rule| {
        found.push((rule.id, text[span].to_owned()));
    };
    rules.find(text.as_bytes(), &mut hit);
    rules.find_kept(text.as_bytes(), &mut hit);
    found
}

fn holds(rule: &FormatRule, text: &str) -> bool {
    found(text).iter().any(|(id, _)| *id == rule.id)
}

#[test]
fn rows_hold_their_examples() {
    let mut wrong = Vec::new();
    for rule in rules() {
        for seed in 0..4 {
            for example in rule.examples {
                let text = expand(example, seed);
                if !holds(rule, &text) {
                    wrong.push(format!("{} misses {example}", rule.id));
                }
            }
            for counter in rule.counter {
                let text = expand(counter, seed);
                if holds(rule, &text) {
                    wrong.push(format!("{} takes {counter}", rule.id));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rows_are_well_formed() {
    let mut ids = HashSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        assert!(!rule.examples.is_empty() && !rule.about.is_empty(), "{}", rule.id);
        assert!(rule.id == "url-password" || !rule.keywords.is_empty(), "{}", rule.id);
        assert!(rule.keywords.iter().all(|word| word.len() >= 3), "{}", rule.id);
        let plain = |text: &str| {
            text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        assert!(plain(rule.id) && plain(rule.kind.0), "{}", rule.id);
    }
    let secret = rules().filter(|rule| rule.secret).count();
    assert!(secret >= 150, "{secret} rows");
}

/// Eight formats; each token is the whole secret.
const TOKENS: [(&str, &str); 8] = [
    ("github-pat", "ghp_~{a30}{c62}"),
    ("aws-access-key-id", "AKIA~{B16}"),
    ("stripe-secret-key", "sk_~live_{a24}"),
    ("slack-bot-token", "xoxb-~{d12}-{d13}-{a24}"),
    ("sendgrid-key", "SG.~{u21}x.{u42}x"),
    ("google-api-key", "AIza~Sy{u32}x"),
    ("gitlab-pat", "glpat-~{u19}x"),
    ("jwt", "{j:{\"alg\":\"HS256\"}}.{j:{\"sub\":\"7\"}}.{u42}x"),
];

/// What stands around a token.
const CONTEXTS: [(&str, &str); 20] = [
    ("", ""),
    ("token=", "&next=1"),
    ("<b>", "</b>"),
    ("(", ")"),
    ("a,", ",b"),
    ("/x/", "/y"),
    ("/x#", "#y"),
    ("'", "'"),
    ("%3D", "%26"),
    ("%253D", "%2526"),
    (r"\n", r"\n"),
    (r"\t", r"\t"),
    (r"\u003d", r"\u0026"),
    (r"\x22", r"\x22"),
    ("&quot;", "&quot;"),
    ("&#34;", "&#34;"),
    (r#"{\"a\":\""#, r#"\"}"#),
    ("Bearer ", ";"),
    ("%22", "%22"),
    ("[", "]|"),
];

#[test]
fn eight_formats_in_twenty_contexts() {
    let mut wrong = Vec::new();
    for (id, template) in TOKENS {
        for (seed, (before, after)) in (0..).zip(CONTEXTS) {
            let token = expand(template, seed);
            if !found(&format!("{before}{token}{after}")).contains(&(id, token)) {
                wrong.push((id, before, after));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of 160: {wrong:?}", wrong.len());
}

#[test]
fn five_thousand_tokens_in_one_line() {
    let tokens: Vec<String> = (0..5000)
        .zip(TOKENS.iter().cycle())
        .map(|(seed, (_, token))| expand(token, seed))
        .collect();
    let line = format!("[\"{}\"]", tokens.join("\",\""));
    let found: HashSet<String> = found(&line).into_iter().map(|(_, secret)| secret).collect();
    assert_eq!(tokens.iter().filter(|token| !found.contains(*token)).count(), 0);
}

#[test]
fn only_the_secret_part_is_reported() {
    for (template, before, after) in [
        ("{x64}", "https://b.example.com/k?X-Amz-Date=1&X-Amz-Signature=", "&x=1"),
        ("{a24}", "https://hooks.slack.com/services/T{A9}/B{A10}/", "\""),
        ("{u68}", "https://discord.com/api/webhooks/1{d17}/", "?wait=true"),
        ("{x64}", "hdnts=exp=1~~acl=/*~~hmac=", ""),
        ("{a20}%2B{a22}%3D", "?sv=1&sig=", "&se=2"),
    ] {
        let (secret, before) = (expand(template, 1), expand(before, 2));
        let found = found(&format!("{before}{secret}{after}"));
        assert!(found.iter().any(|(_, part)| part.ends_with(&secret)), "{template}: {found:?}");
    }
}

#[test]
fn useful_values_are_kept() {
    for template in [
        "{x40}",
        "{x32}",
        "{x64}",
        "{g}",
        "W/\"{x32}\"",
        "sha512-{b86}==",
        "sha384-{b64}",
        "data:image/png;base64,{b400}AKIA{B16}{b80}",
        "app.{x20}.js",
        "sk-circle sk-fading-circle",
        "class=\"sk-{a9}\"",
        "git@github.com:a/b.git",
        "00-{x32}-{x16}-01",
        "max_tokens",
        "https://example.com/a:b@c",
        "en-us12",
        "-----BEGIN CERTIFICATE-----\n{b64}\n{b64}\n-----END CERTIFICATE-----",
    ] {
        for seed in 0..8 {
            let text = expand(template, seed);
            assert_eq!(found(&text), [], "{template}");
        }
    }
}

#[test]
fn a_long_jwt_is_not_cut() {
    let token = expand("{j:{\"alg\":\"RS256\"}}.{u90000}.{u684}", 3);
    let text = format!("window.__T=\"{token}\";");
    assert!(found(&text).contains(&("jwt", token)));
}

#[test]
fn hostile_texts_stay_linear() {
    let rules = FormatRules::new(&Policy::default());
    let time = |unit: &str, bytes: usize| {
        let text = unit.repeat(bytes / unit.len());
        let start = Instant::now();
        rules.find(text.as_bytes(), &mut |_, _| {});
        start.elapsed().as_secs_f64()
    };
    for unit in [
        "sk-",
        "eyJ",
        "-----BEGIN ",
        "AKIA",
        ",sk-",
        "eyJ.",
        ".eyJ",
        r"\neyJ",
        "%3DeyJ",
        "@",
        ":@",
        "://a:b@",
        "T3BlbkFJ",
        "sk-T3BlbkFJ",
        "-----BEGIN PRIVATE KEY-----",
        "_secret_",
        "pi_a_secret_",
        ":AA",
        "Signature=",
        "$2b$",
        "otpauth://totp/",
        "PuTTY-User-Key-File-3: ",
        "-us1",
        "+ASt",
        "1.A",
        "eyJhbGciOiJIUzI1NiJ9.",
        ".eJ",
        "PHNhbWxwOlJlc3",
        "%2BPHNhbWxwOlJlc3",
        "chat.googleapis.com/v1/spaces/a/messages?",
    ] {
        time(unit, 1 << 14);
        let seconds = time(unit, 1 << 20);
        assert!(seconds < 4.0, "{unit}: {seconds} s");
    }
}

#[test]
fn no_format_counts_at_the_lowest_level() {
    let token = expand("ghp_{a30}{c62}", 1);
    let policy = Policy { level: Level::Minimal, ..Policy::default() };
    let minimal = FormatRules::new(&policy);
    minimal.find(token.as_bytes(), &mut |_, rule| panic!("{rule:?}"));
}

#[test]
fn the_secret_key_of_a_pair_that_looks_alike() {
    let rules = FormatRules::new(&Policy::default());
    let rule = |id| Rule { id, kind: Kind("secret") };
    let key = expand("6L~{a6}AAAAA{u27}", 1).replace('~', "");
    for (id, is_kept) in [
        ("name/secret", false),
        ("name/*-secret-key", false),
        ("name/*-private-key", false),
        ("name/k", true),
        ("name/*-api-key", true),
    ] {
        assert_eq!(rules.is_kept_as(rule(id), key.as_bytes()), is_kept, "{id}");
    }
}
