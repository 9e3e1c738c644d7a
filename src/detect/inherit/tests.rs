use crate::detect::Policy;
use crate::detect::bodies::{check, check_under};

#[test]
fn the_secret_stands_below_its_name() {
    check(r#"{"password":{"value":"hunter2x"}}"#, &["hunter2x"]);
    check(r#"{"password":{"old":"sunshine","new":"moonlight"}}"#, &["sunshine", "moonlight"]);
    check(r#"{"password":{"S":"sunshine"}}"#, &["sunshine"]);
    check(r#"{"fields":{"password":{"stringValue":"sunshine"}}}"#, &["sunshine"]);
    check(r#"{"credentials":{"login":"bobby","pass":"x7Kq"}}"#, &["bobby", "x7Kq"]);
    check(r#"{"secrets":{"db":"wq8Zr4KtK71xNb"}}"#, &["wq8Zr4KtK71xNb"]);
    check(r#"{"secrets":{"db":"x7Kq","aws":"hunter2"}}"#, &["x7Kq", "hunter2"]);
    check(r#"{"secrets":["sunshine"]}"#, &["sunshine"]);
    check(r#"{"secret":{"type":"text","value":"sunshine"}}"#, &["sunshine"]);
    check(r#"{"secrets":[{"name":"GH_TOKEN","value":"sunshine"}]}"#, &["sunshine"]);
    check(r#"{"passwords":{"bob":"sunshine"}}"#, &["sunshine"]);
    check(r#"{"refresh_token":{"web":31557600412,"api":1234}}"#, &["31557600412"]);
    check(r#"{"secret":{"kv1/":{"db":"kv_0acf98c2x"}}}"#, &["kv_0acf98c2x"]);
    check(r#"{"credentials":{"identifier":"mira2041"}}"#, &["mira2041"]);
    check(r#"{"pin":{"web":4711},"otp":{"value":"402117"}}"#, &["4711", "402117"]);
    let digest = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0";
    check(&format!(r#"{{"password":{{"digest":"{digest}","algorithm":"sha-256"}}}}"#), &[digest]);
}

#[test]
fn what_is_told_about_a_secret_stays() {
    for body in [
        r#"{"password":{"minLength":8,"maxLength":1024,"pattern":"^[a-z0-9]{8,}$"}}"#,
        r#"{"password":{"requiredLength":8,"actualLength":3},"passcode":{"min":1000}}"#,
        r#"{"api_key":{"type":"apiKey","name":"X-API-Key","in":"header"}}"#,
        r##"{"password":{"$ref":"#/definitions/Password2"}}"##,
        r#"{"password":{"type":"string","example":"Str0ngPw","default":"chang3Me"}}"#,
        r#"{"secret":{"secretName":"web-tls","defaultMode":420}}"#,
        r#"{"imagePullSecrets":[{"name":"regcred"}],"secrets":[{"name":"GH_TOKEN"}]}"#,
        r#"{"apiKeys":[{"lastUsedAt":"2024-03-09T14:34:02Z","prefix":"ak_12","createdBy":"usr_1"}]}"#,
        r#"{"accessTokens":[{"user_id":7},{"user_id":48211}],"apiKeys":{"active":3,"limit":10000}}"#,
        r#"{"authorization":{"decision":"deny","reason":"missing scope orders:read2"}}"#,
        r#"{"jwt":{"kid":"2024-key-1","leeway":3600},"otp":{"digits":6,"period":30}}"#,
        r#"{"password":{"tooShort":"Zu kurz","toggle":"Anzeigen"}}"#,
        r#"{"apiKeys":{"copied":"Copied!","delete":"Delete"}}"#,
        r#"{"secret":{"home":"https://shop.example.net/a1","since":"2024-03-09","from":"usr_1"}}"#,
        r#"{"credentials":{"host":"db-7a1.shop.example","port":5432,"engine":"mysql8x"}}"#,
        r#"{"password":{"hasUpper":true,"strength":3,"level":"medium"}}"#,
        r#"{"refresh_token":{"rotation_type":"rotating","leeway":0,"idle_token_lifetime":1296000}}"#,
        r#"{"refresh_token":{"infinite":false,"absolute":31557600},"secret":{"duration":86400}}"#,
        r#"{"keyCredentials":[{"customKeyIdentifier":"5AC1977D69B319F3C4586BCABC1F6EF1BEB3B84E"}]}"#,
        r#"{"secret":{"kv1/":{"accessor":"kv_0acf98c2","type":"kv"}}}"#,
        r#"{"userpass2/":{"accessor":"auth_userpass_5a29c71e","type":"userpass"}}"#,
    ] {
        check(body, &[]);
    }
}

#[test]
fn what_the_user_names_goes_with_all_of_it() {
    let policy = Policy { redact: vec!["order".into()], ..Policy::default() };
    check_under(&policy, r#"{"order":{"id":"a77","size":12}}"#, &["a77", "12"]);
}
