use crate::detect::bodies::check;

#[test]
fn what_is_shown_is_a_persons_by_what_stands_beside_it() {
    for body in [
        r#"{"displayName":"Mira Cloud","mail":"x","id":"7"}"#,
        r#"{"displayName":"Mira Cloud","userPrincipalName":null}"#,
        r#"{"displayName":"Mira Cloud","jobTitle":null,"groupTypes":[]}"#,
        r#"{"displayName":"Mira Cloud","avatarUrls":{"16x16":"x"}}"#,
        r#"{"type":"User","displayName":"Mira Cloud"}"#,
        r#"{"kind":"admin#directory#user","displayName":"Mira Cloud"}"#,
        r##"{"@odata.type":"#microsoft.graph.aadUserConversationMember","displayName":"Mira Cloud"}"##,
        r#"{"__typename":"Person","displayName":"Mira Cloud"}"#,
        r#"{"users":[{"displayName":"Mira Cloud"}]}"#,
        r#"{"createdBy":{"displayName":"Mira Cloud"}}"#,
        r#"{"issue":{"reporter":{"displayName":"Mira Cloud"}}}"#,
        r#"{"Users":{"User":[{"DisplayName":"Mira Cloud"}]}}"#,
    ] {
        check(body, &["Mira Cloud"]);
    }
}

#[test]
fn what_looks_like_a_persons_name_is_one_where_nothing_is_told() {
    for name in [
        "Mira Quell",
        "MIRA QUELL",
        "Mira van der Quell",
        "Mira O'Quell-Tundra",
        "Mira J. McQuell",
        "J.R. Quell",
        "Quell, Mira",
        "Jörg Quell III",
        "Mira DeQuell",
    ] {
        check(&format!(r#"{{"id":"7","displayName":"{name}"}}"#), &[name]);
    }
    for thing in [
        "Cloud Quell",
        "Quell Policies",
        "Read Quell Data",
        "AAD Quell Readers",
        "VPC Quell",
        "Audit Quell for Linux",
        "Quell SignalR",
        "South Africa West",
        "Quell",
        "Mira-Test Quell",
        "Microsoft.HybridCompute Agent",
        "i-075776bd5b0b322aa",
    ] {
        check(&format!(r#"{{"id":"7","displayName":"{thing}"}}"#), &[]);
    }
}

#[test]
fn a_name_in_small_letters_is_a_persons_beside_an_address_of_theirs() {
    for body in
        [r#"{"name":"mira quell","phone":"x"}"#, r#"{"name":"mira van quell","emails":["x"]}"#]
    {
        check(body, &[body.split('"').nth(3).unwrap()]);
    }
    for body in [
        r#"{"name":"mira quell","id":7}"#,
        r#"{"name":"mira quell","phone":""}"#,
        r#"{"name":"mira quell","accountId":"x"}"#,
        r#"{"name":"default quell","phone":"x"}"#,
        r#"{"name":"mira","phone":"x"}"#,
        r#"{"name":"mira-quell 7","phone":"x"}"#,
        r#"{"type":"group","name":"mira quell","email":"x"}"#,
    ] {
        check(body, &[]);
    }
}

#[test]
fn what_is_shown_is_a_things_by_what_stands_beside_it() {
    for body in [
        r#"{"displayName":"Blue Quell","groupTypes":[],"mail":"x"}"#,
        r#"{"displayName":"Blue Quell","appId":"x"}"#,
        r#"{"displayName":"Blue Quell","accountId":"x","accountType":"app"}"#,
        r#"{"displayName":"Blue Quell","type":"user_group"}"#,
        r#"{"kind":"admin#directory#group","displayName":"Blue Quell"}"#,
        r##"{"@odata.type":"#microsoft.graph.unifiedRoleDefinition","roleTemplateId":"x","displayName":"Blue Quell"}"##,
        r#"{"locations":[{"locationId":"x","displayName":"Blue Quell"}]}"#,
        r#"{"locations":[{"displayName":"Hong Kong"}]}"#,
        r#"{"policies":[{"displayName":"Blue Quell"}]}"#,
        r#"{"principal":{"displayName":"Blue Quell"}}"#,
        r#"{"name":"All Quell","type":"user_group","email":"","description":""}"#,
        r#"{"users":[{"name":"Blue Quell","type":"group"}]}"#,
        r#"{"full_name":"Team Quell","full_path":"team-quell"}"#,
        r#"{"place_type":"city","full_name":"Quell Beach, CA"}"#,
        r#"{"type":"Organization","name":"Quell, Inc.","email":"x"}"#,
    ] {
        check(body, &[]);
    }
}

#[test]
fn what_is_around_tells_nothing_of_a_full_name() {
    let body = r#"{"policies":[{"fullName":"Mira Quell"}],"fields":{"displayName":"Otto Quell"}}"#;
    check(body, &["Mira Quell", "Otto Quell"]);
}

#[test]
fn a_name_in_another_script_is_a_persons_where_that_is_told() {
    check(r#"{"displayName":"山田 太郎","givenName":null}"#, &["山田 太郎"]);
    check(r#"{"owner":{"displayName":"Мира Квелл"}}"#, &["Мира Квелл"]);
    check(r#"{"displayName":"安全管理","groupTypes":[]}"#, &[]);
    check(r#"{"displayName":"显示设置"}"#, &[]);
    check(r#"{"users":[{"displayName":"表示名"}]}"#, &[]);
}
