use super::{Part, PartSizes, Parts, Quotes};
use crate::har::{Index, Malformed};

const TINY: PartSizes = PartSizes { core_bytes: 64, before_bytes: 64, behind_bytes: 32 };

/// All parts of `text`, as their texts with the core in `«»`: the same with and without its quotes.
fn parts(text: &str, sizes: PartSizes) -> Result<Vec<String>, Malformed> {
    let without = parts_with(Quotes::default(), text, sizes);
    for stretch in [1, 7, 100] {
        let mut quotes = Quotes::default();
        for (number, bytes) in (0..).zip(text.as_bytes().chunks(stretch)) {
            quotes.feed(number * stretch as u64, bytes);
        }
        assert_eq!(parts_with(quotes, text, sizes).ok(), without.as_ref().ok().cloned(), "{text}");
    }
    without
}

fn parts_with(quotes: Quotes, text: &str, sizes: PartSizes) -> Result<Vec<String>, Malformed> {
    let mut parts = Parts::new(0..text.len() as u64, sizes).with_quotes(quotes);
    let (mut part, mut out, mut whole) = (Part::default(), Vec::new(), Vec::new());
    let mut read = |at: u64, buf: &mut [u8]| {
        let at = usize::try_from(at).unwrap();
        buf.copy_from_slice(&text.as_bytes()[at..at + buf.len()]);
        Ok::<(), Malformed>(())
    };
    while parts.next(&mut part, &mut read)? {
        assert_eq!((whole.len() + part.lead.len()) as u64, part.offset, "{part:?}");
        whole.extend_from_slice(&part.lead);
        whole.extend_from_slice(&part.text[part.core.clone()]);
        let shown = |range: std::ops::Range<usize>| std::str::from_utf8(&part.text[range]).unwrap();
        out.push(format!(
            "{}«{}»{}",
            shown(0..part.core.start),
            shown(part.core.clone()),
            shown(part.core.end..part.text.len()),
        ));
        assert_eq!(part.is_last, whole.len() == text.len(), "{part:?}");
    }
    assert_eq!(String::from_utf8(whole).unwrap(), text);
    Ok(out)
}

#[test]
fn parts_stand_in_their_place() {
    for (text, expected) in [
        (r#"{"a":1}"#, &[r#"«{"a":1}»"#][..]),
        (
            r#"{"request":{"headers":[{"name":"a","value":"b"},{"name":"cc","value":"ddddd"},{"name":"e","value":"f"}]}}"#,
            &[
                r#"«{"request":{"headers":[{"name":"a","value":"b"}»]}}"#,
                r#"{"request":{"headers":[«{"name":"cc","value":"ddddd"},{"name":"e","value":"f"}]}}»"#,
            ],
        ),
    ] {
        assert_eq!(parts(text, TINY).unwrap(), expected, "{text}");
    }
}

#[test]
fn a_long_string_keeps_what_says_how_it_is_read() {
    let body = "word and word; ".repeat(20);
    let text = format!(
        r#"{{"response":{{"content":{{"mimeType":"text/x","text":"{body}","encoding":"none"}}}}}}"#
    );
    let parts = parts(&text, TINY).unwrap();
    let open = r#"{"response":{"content":{"mimeType":"text/x","text":""#;
    let close = r#"","encoding":"none"}}}"#;
    let fragments: Vec<_> = parts.iter().filter(|part| part.starts_with(open)).collect();
    assert!(fragments.len() > 4, "{parts:#?}");
    for fragment in fragments {
        assert!(fragment.ends_with(close), "{fragment}");
    }
}

#[test]
fn json_in_a_string_is_cut_as_json() {
    let inner = format!(
        r#"{{"data":[{}{{"id":0}}],"a\"b":["{}"]}}"#,
        r#"{"name":"password","value":"x"},"#.repeat(9),
        "long words here, ".repeat(12)
    );
    let text = format!(
        r#"{{"response":{{"content":{{"text":{}}}}}}}"#,
        serde_json::to_string(&inner).unwrap()
    );
    let parts = parts(&text, TINY).unwrap();
    let mut nested = 0;
    for part in parts.iter().map(|part| part.replace(['«', '»'], "")) {
        let entry: serde_json::Value = serde_json::from_str(&part).unwrap();
        if let Some(body) = entry["response"]["content"]["text"].as_str() {
            serde_json::from_str::<serde_json::Value>(body).unwrap();
            nested += 1;
        }
    }
    assert!(nested > 8, "{parts:#?}");
}

#[test]
fn base64_is_cut_between_groups() {
    for body in ["aB3/".repeat(200), "aB3+".repeat(19) + "\\r\\n" + &"aB3/aB3\\/".repeat(200)] {
        let text = format!(r#"{{"content":{{"text":"{body}=","encoding":"base64"}}}}"#);
        for part in parts(&text, TINY).unwrap() {
            let Some(core) = part.strip_prefix(r#"{"content":{"text":""#) else { continue };
            let core = core.split_once('«').unwrap().1.split_once('»').unwrap().0;
            let core = core.replace("\\r\\n", "").replace("\\/", "/");
            assert!(core.starts_with("aB3") || core == "=", "{core}");
        }
    }
}

#[test]
fn any_json_text_is_cut_into_json_texts() {
    let mut index = Index::new();
    let mut seed = 7_u32;
    let mut random = move |n: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % n
    };
    for round in 0..400 {
        let mut text = String::from("{\"k\":");
        value(&mut text, 0, &mut random);
        text.push('}');
        let sizes = PartSizes {
            core_bytes: 16 + random(80) as usize,
            before_bytes: random(90) as usize,
            behind_bytes: random(60) as usize,
        };
        for part in parts(&text, sizes).unwrap() {
            let part = part.replace(['«', '»'], "");
            index.build(part.as_bytes()).unwrap_or_else(|_| panic!("{round}: {text}\n{part}"));
        }
    }
}

fn value(out: &mut String, depth: u32, random: &mut impl FnMut(u32) -> u32) {
    match random(if depth > 5 { 3 } else { 6 }) {
        0 => out.push_str(["1.5e3", "null", "true", "-0"][random(4) as usize]),
        1 | 2 => {
            let piece = ["ab ", "é", "\\n", "\\\\", "\\\"", "\\u00e4", "{", "],", "😀", "\\/"];
            let string: String = (0..random(90)).map(|_| piece[random(10) as usize]).collect();
            out.push_str(&format!("\"{string}\""));
        }
        3 if depth < 3 => {
            let mut inner = String::new();
            value(&mut inner, depth + 2, random);
            out.push_str(&serde_json::to_string(&inner).unwrap());
        }
        kind => {
            let (open, close) = if kind == 4 { ('[', ']') } else { ('{', '}') };
            out.push(open);
            for item in 0..random(7) {
                out.push_str(if item > 0 { [",", " , ", ",\n"][random(3) as usize] } else { "" });
                if kind != 4 {
                    out.push_str(
                        ["\"name\":", "\"\": ", "\"encoding\" :", "\"k\\\"\":"][random(4) as usize],
                    );
                }
                value(out, depth + 1, random);
            }
            out.push(close);
        }
    }
}

#[test]
fn what_is_no_json_is_seen() {
    let mut index = Index::new();
    for text in [
        r#"{"a":[1,2],"b":[1 2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]}"#,
        r#"{"a":[1,2,],"b":[11111111111111111111111111111111111111111111111111111111111111]}"#,
        r#"{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":1,"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb":2,}"#,
        r#"{"a":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" "b":1}"#,
        r#"{"a":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":1}"#,
        r#"{"a":[11111111111111111111111111111,{"b":22222222222222222222222222222222222222}}}"#,
    ] {
        let refused = match parts(text, TINY) {
            Err(_) => true,
            Ok(parts) => parts
                .iter()
                .any(|part| index.build(part.replace(['«', '»'], "").as_bytes()).is_err()),
        };
        assert!(refused, "{text}");
    }
}

/// The long strings of `text`, each once, and how many parts were made.
fn long_strings(text: &str, skips: bool) -> (Vec<(std::ops::Range<u64>, bool)>, usize) {
    let mut parts = Parts::new(0..text.len() as u64, TINY);
    let (mut part, mut found, mut count) = (Part::default(), Vec::new(), 0);
    let mut read = |at: u64, buf: &mut [u8]| {
        let at = usize::try_from(at).unwrap();
        buf.copy_from_slice(&text.as_bytes()[at..at + buf.len()]);
        Ok::<(), Malformed>(())
    };
    while parts.next(&mut part, &mut read).unwrap() {
        count += 1;
        found.extend(parts.long_string().map(|string| (string.span(), string.is_at(&["a", "b"]))));
        if skips {
            parts.skip_long_string();
        }
    }
    if !skips {
        found.dedup();
    }
    (found, count)
}

#[test]
fn a_long_string_is_skipped_as_a_whole() {
    let json = serde_json::json!({ "x": ["y".repeat(200), "z z ".repeat(50)], "u": vec![1; 90] });
    let base64 = "aB3/".repeat(90);
    let texts = [json.to_string(), base64, "words, ".repeat(60), "[".repeat(200), "{1 ".repeat(90)];
    for text in &texts {
        let entry = serde_json::json!({
            "a": { "a": text, "b": text, "c": 1 }, "b": [text, 2, text], "c": "d".repeat(200),
        });
        let entry = entry.to_string();
        let (all, parts) = long_strings(&entry, false);
        let (skipped, fewer) = long_strings(&entry, true);
        assert_eq!(skipped, all, "{text}");
        assert_eq!(all.len(), 5, "{text}");
        assert!(fewer < parts, "{text}");
    }
}

#[test]
fn what_nests_too_deep_in_a_string_is_text() {
    let text = format!(r#"{{"text":"{}"}}"#, "[".repeat(20_000));
    let parts = parts_with(Quotes::default(), &text, TINY).unwrap();
    // Nothing of what was open is written again.
    assert!(parts.iter().all(|part| part.len() < 1_000), "{}", parts.len());
}
