use crate::detect::bodies::check;

#[test]
fn what_a_person_is_called_beside_an_account() {
    for (body, expected) in [
        (
            r#"{"id":7,"username":"mquell","name":"Mira Quell","avatar_url":null}"#,
            &["mquell", "Mira Quell"][..],
        ),
        (r#"{"username":"mquell","name":"Mira","avatar_url":"x"}"#, &["mquell", "Mira"]),
        (r#"{"nodes":[{"login":"mquell","name":"Mira Quell"}]}"#, &["mquell", "Mira Quell"]),
        (r#"{"created_by":{"username":"mq","name":"Mira Quell"}}"#, &["mq", "Mira Quell"]),
        (
            r#"{"name":"Mira","handle":"mira@shop.example","email":"mira@shop.example"}"#,
            &["Mira", "mira@shop.example", "mira@shop.example"],
        ),
        (
            r#"{"name":"Mira Quell (Contractor)","email":"mira@shop.example"}"#,
            &["Mira Quell (Contractor)", "mira@shop.example"],
        ),
        (
            r#"{"name":"mira.quell","emailAddress":"mira@shop.example","displayName":"mira.quell"}"#,
            &["mira.quell", "mira@shop.example", "mira.quell"],
        ),
        (
            r#"{"lead":{"key":"A1","name":"mira.quell","avatarUrls":{},"displayName":"Mira Quell","active":true}}"#,
            &["mira.quell", "Mira Quell"],
        ),
    ] {
        check(body, expected);
    }
}

#[test]
fn what_is_shown_as_a_persons_name() {
    for (body, expected) in [
        (
            r#"{"displayName":"mira","userPrincipalName":"mq@shop.example"}"#,
            &["mira", "mq@shop.example"][..],
        ),
        (
            r#"{"displayName":"miraq","uniqueName":"mq@shop.example"}"#,
            &["miraq", "mq@shop.example"],
        ),
        (r#"{"displayName":"mira quell","givenName":"Mira","mail":null}"#, &["mira quell", "Mira"]),
        (
            r#"{"displayName":"mira.quell","email":"mira@shop.example"}"#,
            &["mira.quell", "mira@shop.example"],
        ),
        (
            r#"{"display_name":"mira.quell","nickname":"mquell","type":"user"}"#,
            &["mira.quell", "mquell"],
        ),
        (
            r#"{"mailNickname":"mira.quell","userPrincipalName":"mq@shop.example"}"#,
            &["mira.quell", "mq@shop.example"],
        ),
        (r#"{"principalDisplayName":"mira","principalType":"User"}"#, &["mira"]),
        (
            r#"{"UserName":"mq","DisplayName":"mira","Email":"mira@shop.example"}"#,
            &["mq", "mira", "mira@shop.example"],
        ),
    ] {
        check(body, expected);
    }
}

#[test]
fn accounts_of_people() {
    for body in [
        r#"{"login":"mquell","id":7,"type":"User"}"#,
        r#"{"__typename":"User","login":"mquell"}"#,
        r#"{"author":{"login":"mquell"}}"#,
        r#"{"mergedBy":{"login":"mquell","name":null}}"#,
        r#"{"user":{"login":"mquell"}}"#,
    ] {
        check(body, &["mquell"]);
    }
}

#[test]
fn machines_that_are_called_after_their_owner() {
    for (body, expected) in [
        (r#"{"deviceName":"Mira’s MacBook Pro"}"#, "Mira’s MacBook Pro"),
        (r#"{"computer_name":"Mira Quell's iPhone"}"#, "Mira Quell's iPhone"),
        (r#"{"name":"Miss Quell\u2019s iPad","os":"iPadOS"}"#, "Miss Quell’s iPad"),
    ] {
        check(body, &[expected]);
    }
    for body in [
        r#"{"deviceName":"MacBook Pro"}"#,
        r#"{"name":"Today's iPad deals"}"#,
        r#"{"name":"Women's Watch"}"#,
        r#"{"title":"Mira's iPhone"}"#,
        r#"{"name":"it's iPhone"}"#,
        r#"{"hostname":"miras-macbook"}"#,
    ] {
        check(body, &[]);
    }
}

#[test]
fn names_of_things_stay() {
    for body in [
        r#"{"login":"acme-labs","name":"Acme Labs","type":"Organization","avatar_url":"x"}"#,
        r#"{"organization":{"login":"acme-labs","name":"Acme Labs"}}"#,
        r#"{"owner":{"login":"acme-labs","id":7}}"#,
        r#"{"login":"build[bot]","type":"Bot"}"#,
        r#"{"name":"Acme Labs","id":7,"avatar_url":"x"}"#,
        r#"{"name":"general","displayName":"general","avatar":"x"}"#,
        r#"{"name":"web","image":"web:1","avatar":"x"}"#,
        r#"{"displayName":"payments","groupTypes":[],"mailNickname":"payments"}"#,
        r#"{"displayName":"owner","description":"Owns it"}"#,
        r##"{"@odata.type":"#microsoft.graph.group","displayName":"payments"}"##,
        r#"{"displayName":"Shop.Web.Host","uniqueName":"00000002-0000-8888-8000-000000000000@2c895908-04e0-4952-89fd-54b0046d6288"}"#,
        r#"{"display_name":"acme","nickname":"","type":"team"}"#,
        r#"{"login":true,"name":"Sign In"}"#,
        r#"{"principalDisplayName":"scanner","principalType":"ServicePrincipal"}"#,
    ] {
        check(body, &[]);
    }
    check(
        r#"{"name":"Shop Production","username":"shop_app","host":"db.internal","picture":"x"}"#,
        &["shop_app"],
    );
    check(
        r#"{"kind":"admin#directory#group","name":"Blue Quells","email":"bq@shop.example"}"#,
        &["bq@shop.example"],
    );
    check(r#"{"name":"Deploy Hook","username":"shipper7"}"#, &["shipper7"]);
    check(
        r#"{"displayName":"shop","mail":"shop@shop.example","mailEnabled":true}"#,
        &["shop@shop.example"],
    );
    for name in ["displayName", "display_name", "nickname"] {
        let body = format!(r#"{{"{name}":"General","email":"q7x@teams.example"}}"#);
        check(&body, &["q7x@teams.example"]);
    }
    check(r#"{"display_name":"Acme","username":"acme","avatar":"x","is_team":true}"#, &["acme"]);
    check(
        r#"{"display_name":"mira","nickname":"mquell","avatar":"x","is_team":false}"#,
        &["mira", "mquell"],
    );
    check(r#"{"displayName":"","email":"mq@shop.example","name":""}"#, &["mq@shop.example"]);
}
