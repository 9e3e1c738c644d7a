use crate::detect::{Detector, Policy, What};

/// The values that are found in `entry`, in order.
#[track_caller]
fn check(entry: &str, expected: &[&str]) {
    let detector = Detector::new(&Policy::default());
    let mut examiner = detector.collector();
    let findings = examiner.entry(entry.as_bytes()).unwrap();
    let values = findings.top().iter().filter_map(|finding| match &finding.what {
        What::Secret { value, .. } => Some(String::from_utf8_lossy(findings.bytes(value))),
        _ => None,
    });
    assert_eq!(values.collect::<Vec<_>>(), expected, "{entry}");
}

#[test]
fn a_hit_splits_no_escape() {
    check(r#"{"comment":"x\nanna@shop.example.net"}"#, &["anna@shop.example.net"]);
    check(r#"{"comment":"x\\anna@shop.example.net y"}"#, &["anna@shop.example.net"]);
    check(r#"{"comment":"x \u0041nna@shop.example.net"}"#, &["Anna@shop.example.net"]);
}

#[test]
fn a_pair_names_every_value_of_its_object() {
    let cookie = |pair: &str| format!(r#"{{"request":{{"headers":[{{{pair}}}]}}}}"#);
    for pair in [
        r#""name":"x-api-key","value":"a9Kq2Zr7","value":"b3Wm8Tx5""#,
        r#""value":"a9Kq2Zr7","n\u0061me":"x-api-key","v\u0061lue":"b3Wm8Tx5""#,
        r#""name":"accept","value":"a9Kq2Zr7","name":"x-api-key","value":"b3Wm8Tx5""#,
    ] {
        check(&cookie(pair), &["a9Kq2Zr7", "b3Wm8Tx5"]);
    }
}

#[test]
fn a_cookie_is_the_same_in_its_list_and_in_the_header() {
    let request = |value: &str| {
        format!(
            r#"{{"request":{{"headers":[{{"name":"Cookie","value":"connect.sid={value}"}}],"cookies":[{{"name":"connect.sid","value":"{value}"}}]}}}}"#
        )
    };
    let check = |value: &str, expected: &str| check(&request(value), &[expected, expected]);
    check("s%3Ak3XwQ81uQpZov7Lt.92mBs5Yd", "s:k3XwQ81uQpZov7Lt.92mBs5Yd");
    check("k3XwQ81uQpZov7Lt", "k3XwQ81uQpZov7Lt");
    check("k3XwQ81u%zzQpZov7Lt", "k3XwQ81u%zzQpZov7Lt");
}

#[test]
fn numbers_of_the_format_stay() {
    check(
        r#"{"time":123456,"request":{"bodySize":123456,"cookies":[{"name":"theme","value":"dark","expires":1900000000}]},"timings":{"wait":123456}}"#,
        &[],
    );
    check(r#"{"_x":{"otp":123456}}"#, &["123456"]);
}

#[test]
fn arguments_in_the_name_of_a_field() {
    check(
        r#"{"_x":{"user({\"firstName\":\"Mira\",\"email\":\"m@shop.example.net\",\"password\":\"sunshine\"})":1}}"#,
        &["Mira", "m@shop.example.net", "sunshine"],
    );
    check(r#"{"_x":{"feed({\"type\":\"top\",\"label\":\"Mira\"})":1,"f(x)\n{firstName}":2}}"#, &[]);
}

#[test]
fn cards_in_json() {
    check(
        r#"{"_x":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Mira Quell"],["n",{},"text",["Quell","Mira","","",""]],["bday",{},"date","1984-03-09"],["adr",{},"text",["","","7 Mill Road","Querndorf","","10115","DE"]],["org",{},"text","Quell Works"],["tel",{"type":"home"},"uri","tel:+4930901820"]]]}"#,
        &[
            "Mira Quell",
            "Quell",
            "Mira",
            "1984-03-09",
            "7 Mill Road",
            "Querndorf",
            "10115",
            "tel:+4930901820",
        ],
    );
    check(
        r#"{"_x":[["fn",{},"call","Mira Quell"],["n",{"a":1},"text"],["kind",{},"text","Mira"]]}"#,
        &[],
    );
}

#[test]
fn the_sources_of_a_source_map_are_code() {
    check(
        r#"{"_x":{"sourcesContent":["f();\nconst { privateKey: v } = await g();\nconst token = 'k3Xw81uQpZ'","<input name=\"password\" value=\"hunter2x\">"]}}"#,
        &["k3Xw81uQpZ", "hunter2x"],
    );
}

#[test]
fn constants_that_say_themselves() {
    check(r#"{"_x":{"ChannelAuthorization":"channel-authorization"}}"#, &[]);
    check(r#"{"_x":{"authorization":"k3Xw81uQpZ-authorization"}}"#, &["k3Xw81uQpZ-authorization"]);
    check(r#"{"_x":"with credentials: 'include', credential: 'sunshine7'"}"#, &["sunshine7"]);
}

#[test]
fn ranges_of_versions_and_programs_are_no_secrets() {
    check(r#"{"_x":{"jsonwebtoken":"^9.0.0","adm-zip":"~0.6.1","jwt":">=8.5 <10"}}"#, &[]);
    check(r#"{"_x":{"jwt":"9.0.0k3Xw81uQpZ"}}"#, &["9.0.0k3Xw81uQpZ"]);
    check(r#"{"_x":{"userCode":"void main() {\n  x = 1;\n}"}}"#, &[]);
    check(
        r#"{"_x":{"userCode":"WDJB-MJHT","deviceCode":"k3Xw81uQpZ7v"}}"#,
        &["WDJB-MJHT", "k3Xw81uQpZ7v"],
    );
    check(r#"{"_x":{"user_code":"WDJB MJHT"}}"#, &["WDJB MJHT"]);
}

#[test]
fn where_a_password_is_reset_is_none() {
    for (value, is_one) in [
        ("https://shop.example/en/password-recovery", false),
        (r"https:\/\/shop.example\/reset?lang=en", false),
        ("/api/users/v2/user/password", false),
        ("/k3Xw81uQp", true),
        ("https://x y!", true),
    ] {
        let entry = format!(r#"{{"_x":{{"password":"{value}"}}}}"#);
        let expected = [value];
        check(&entry, if is_one { &expected } else { &[] });
    }
    check(
        r#"{"_x":"data='{&quot;@context&quot;:&quot;https://schema.example&quot;,&quot;@type&quot;:&quot;Thing&quot;}'"}"#,
        &[],
    );
}

#[test]
fn ids_of_elements_and_ways_to_hash() {
    check(r#"{"_x":"<form data-uid=\"6a911a677a\" class=\"x\"></form>"}"#, &[]);
    check(
        r#"{"_x":"<div data-uid=\"k3Xw81uQpZovLt7aB2Cd9eFg\"></div>"}"#,
        &["k3Xw81uQpZovLt7aB2Cd9eFg"],
    );
    check(
        r#"{"_x":{"identityApiKey":"plainText","hashApiKey":"sha256","password_hash":"SHA-256"}}"#,
        &[],
    );
}
