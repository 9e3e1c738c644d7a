use crate::detect::bodies::{check, check_sent};
use crate::detect::{Detector, Policy};

#[test]
fn a_persons_name_and_city() {
    check(r#"{"user":{"name":"Mira Quell","plan":"Gold"}}"#, &["Mira Quell"]);
    check(r#"{"teamMembers":[{"id":7,"name":"Mira van Quell"}]}"#, &["Mira van Quell"]);
    check(r#"{"plan":{"name":"Blue Quell"},"user":{"name":"admin"}}"#, &[]);
    check(r#"{"@type":"Person","name":"Mira Quell"}"#, &["Mira Quell"]);
    check(r#"{"__typename":"Customer","name":"Mira Quell"}"#, &["Mira Quell"]);
    check(r#"{"@type":"Product","name":"Mira Quell"}"#, &[]);
    check(r#"{"type":"member","name":"Gold Plan"}"#, &[]);
    check(r#"{"__typename":"UserSettings","name":"Dark Mode"}"#, &[]);
    check(r#"{"user":{"name":"Level 7 support"},"users":{"name":"All users"}}"#, &[]);
    check(r#"{"city":"Querndorf","street1":"7 Mill Road"}"#, &["Querndorf", "7 Mill Road"]);
    check(r#"{"city":"Querndorf","country":"DE"}"#, &[]);
}

#[test]
fn what_a_directory_and_a_list_of_staff_say_of_people() {
    for (body, expected) in [
        (r#"{"user":{"name":"Mira Quell (she/her)"}}"#, &["Mira Quell (she/her)"][..]),
        (r#"{"user":{"name":"Mira (Remote) Quell"}}"#, &["Mira (Remote) Quell"]),
        (
            r#"{"username":"mquell","name":"Mira Quell","avatar_url":null}"#,
            &["mquell", "Mira Quell"],
        ),
        (
            r#"{"type":"user","attributes":{"name":"Mira Quell","username":"mquell","picture":{}}}"#,
            &["Mira Quell", "mquell"],
        ),
        (r#"{"Name":"Mira Quell","FirstName":"Mira"}"#, &["Mira Quell", "Mira"]),
        (r#"{"name":{"given":"Mira","family":"Quell"}}"#, &["Mira", "Quell"]),
        (r#"{"name":{"formatted":"Mira Quell","givenName":"Mira"}}"#, &["Mira Quell", "Mira"]),
        (
            r#"{"displayName":"Mira Quell (Berlin)","surname":"Quell"}"#,
            &["Mira Quell (Berlin)", "Quell"],
        ),
        (r#"{"first_name":"Mira","manager":"Quell, Ida"}"#, &["Mira", "Quell, Ida"]),
        (r#"{"sAMAccountName":"mquell","sn":"x"}"#, &["mquell"]),
        (r#"{"onPremisesSamAccountName":"mquell","jobTitle":"CTO"}"#, &["mquell"]),
        (r#"{"users":[{"name":"mira.quell"}]}"#, &["mira.quell"]),
        (r#"{"computers":[{"name":"Mira’s MacBook Pro"}]}"#, &["Mira’s MacBook Pro"]),
        (r#"{"user":{"name":"m.quell"}}"#, &["m.quell"]),
        (
            r#"{"name":"mira.quell","email":"Mira.Quell@quell.example"}"#,
            &["mira.quell", "Mira.Quell@quell.example"],
        ),
        (
            r#"{"alias":"mquell.2995","mail":"mquell.2995@quell.example"}"#,
            &["mquell.2995", "mquell.2995@quell.example"],
        ),
        (
            r#"{"name":"mquell.2995","profile":{"email":"mquell.2995@quell.example"}}"#,
            &["mquell.2995", "mquell.2995@quell.example"],
        ),
    ] {
        check(body, expected);
    }
}

#[test]
fn who_writes_who_is_written_to_and_who_does_something() {
    for (body, expected) in [
        (
            r#"{"emailAddress":{"name":"Mira Quell","address":"m@quell.example"}}"#,
            &["Mira Quell", "m@quell.example"][..],
        ),
        (
            r#"{"Sender":{"Name":"Mira Quell","Address":"m@quell.example"}}"#,
            &["Mira Quell", "m@quell.example"],
        ),
        (r#"{"attendees":[{"name":"Mira Quell"}]}"#, &["Mira Quell"]),
        (r#"{"createdBy":{"name":"Quell, Mira"}}"#, &["Quell, Mira"]),
        (r#"{"LastModifiedBy":{"Name":"Mira Quell"}}"#, &["Mira Quell"]),
        (r#"{"resource_type":"user","name":"Mira Quell"}"#, &["Mira Quell"]),
        (r#"{"type":"person","name":"Mira Quell"}"#, &["Mira Quell"]),
        (r#"{"emails":[],"name":"Mira Quell"}"#, &["Mira Quell"]),
        (r#"{"phoneNumbers":[{"value":"2025550123"}]}"#, &["2025550123"]),
        (r#"{"phones":[{"number":"2025550123","type":"work"}]}"#, &["2025550123"]),
    ] {
        check(body, expected);
    }
}

#[test]
fn what_is_no_persons_for_all_that_stands_beside_it() {
    for body in [
        r#"{"emailAddress":{"name":"Mira Quell","address":"x"}}"#,
        r#"{"createdBy":{"name":"Platform Team"},"sortBy":{"name":"Quell Region"}}"#,
        r#"{"attendees":[{"name":"Room 7"}],"manager":{"name":"Package Manager"}}"#,
        r#"{"type":"user","name":"Quell Mode"}"#,
        r#"{"resource_type":"project","name":"Quell Tracking"}"#,
        r#"{"orders":[{"number":"2025550123"}],"phoneType":{"value":"work"}}"#,
        r#"{"users":{"name":"Users (all)"}}"#,
        r#"{"group":{"name":"Quell Berlin (EU)"}}"#,
        r#"{"name":"Quell Berlin","avatar_url":null}"#,
        r#"{"Name":"Quell Berlin","Phone":"x"}"#,
        r#"{"font":{"given":7,"family":"Quell"}}"#,
        r#"{"formatted":"Quell Berlin","value":"x"}"#,
        r#"{"name":{"formatted":"Quell Berlin"}}"#,
        r#"{"displayName":"Quell Berlin (Classic)","id":"x"}"#,
        r#"{"displayName":"Connect (Web)","description":"x"}"#,
        r#"{"manager":"Quell Berlin","version":"1"}"#,
        r#"{"samAccountName":"SalesTeam","groupTypes":["x"]}"#,
        r#"{"hosts":[{"name":"mira.quell"}]}"#,
        r#"{"users":[{"name":"quell.dev"},{"name":"users.name"},{"name":"admin"},{"name":"v1.2"}]}"#,
    ] {
        check(body, &[]);
    }
    check(
        r#"{"name":"sales-team","email":"sales-team@quell.example"}"#,
        &["sales-team@quell.example"],
    );
    check(r#"{"Name":"Integration User","Email":"a@quell.example"}"#, &["a@quell.example"]);
    check(r#"{"username":"demo-1","name":"Demo Member","avatar":"x"}"#, &["demo-1"]);
}

#[test]
fn the_name_of_a_parameter_is_decoded() {
    let entry =
        |list: &str| format!(r#"{{"{list}":[{{"name":"user%5Botp%5D","value":"402117"}}]}}"#);
    check(&entry("queryString"), &["402117"]);
    check(&entry("headers"), &[]);
}

#[test]
fn a_password_that_a_letter_names_in_a_request() {
    let entry = |part: &str, key: &str, body: &str| {
        let text = serde_json::to_string(body).unwrap();
        format!(r#"{{"{part}":{{"{key}":{{"mimeType":"application/json","text":{text}}}}}}}"#)
    };
    let body = r#"{"u":"bob","p":"hunter2xk3Xw"}"#;
    let count = |entry: String| {
        let detector = Detector::new(&Policy::default());
        detector.collector().entry(entry.as_bytes()).unwrap().top().len()
    };
    assert_eq!(count(entry("request", "postData", body)), 1);
    assert_eq!(count(entry("response", "content", body)), 0);
    for other in [r#"{"u":"bob","p":"settings"}"#, r#"{"q":"bob","p":"hunter2xk3Xw"}"#] {
        assert_eq!(count(entry("request", "postData", other)), 0, "{other}");
    }
}

/// How much is found in the JSON body of a request to this path.
fn count_sent(path: &str, body: &str) -> usize {
    let text = serde_json::to_string(body).unwrap();
    let entry = format!(
        r#"{{"request":{{"url":"https://shop.example{path}","postData":{{"mimeType":"application/json","text":{text}}}}}}}"#
    );
    Detector::new(&Policy::default()).collector().entry(entry.as_bytes()).unwrap().top().len()
}

#[test]
fn a_password_that_is_changed() {
    for (path, body, expected) in [
        ("/me", r#"{"current":"sunshine","new":"moonlight","confirm":"moonlight"}"#, 3),
        ("/change-password", r#"{"current":"sunshine","new":"moonlight"}"#, 2),
        ("/me", r#"{"changePwd":{"old":"sunshine","repeat":"moonlight"}}"#, 2),
        ("/me", r#"{"current":"sunshine","new":"moonlight"}"#, 0),
        ("/change-password", r#"{"current":"sunshine","page":"moonlight"}"#, 0),
        ("/change-password", r#"{"old":"dark","new":"a blue theme"}"#, 0),
    ] {
        assert_eq!(count_sent(path, body), expected, "{path} {body}");
    }
}

#[test]
fn a_code_that_was_sent_to_somebody() {
    for (body, expected) in [
        (r#"{"ticket":"wst","code":"402117"}"#, 1),
        (r#"{"verificationInfo":{"code":"402117"}}"#, 1),
        (r#"{"sessionInfo":"wst","code":402117}"#, 1),
        (r#"{"mobile":"n","token":"402117"}"#, 1),
        (r#"{"auth_code":"402117"}"#, 1),
        (r#"{"auth_code":"402117","amount":12}"#, 0),
        (r#"{"country":"DE","code":"402117"}"#, 0),
        (r#"{"mobile":"n","code":"10115"}"#, 0),
        (r#"{"mobile":"n","code":"DE"}"#, 0),
    ] {
        assert_eq!(count_sent("/me", body), expected, "{body}");
    }
    check(r#"{"auth_code":"402117"}"#, &[]);
}

#[test]
fn what_others_of_an_object_say_a_member_is() {
    let seed = "KQZX7M2LW4RB5TVN";
    check(&format!(r#"{{"key":"{seed}","qrCode":"x"}}"#), &[seed]);
    check(&format!(r#"{{"key":"{seed}","page":"x"}}"#), &[]);
    check(r#"{"recovery_question":{"question":"Pet?","answer":"sunshine"}}"#, &["sunshine"]);
    check(r#"{"faq":{"question":"Pet?","answer":"sunshine"}}"#, &[]);
    check(r#"{"fname":"Mira","lname":"Quell"}"#, &["Mira", "Quell"]);
    check(r#"{"fname":"report.pdf"}"#, &[]);
    check(r#"{"name":{"first":"mira","middle":"Ida","last":"Quell"}}"#, &["mira", "Ida", "Quell"]);
    check(r#"{"links":{"first":"mira","last":"quell"},"name":{"first":"mira"}}"#, &[]);
    check(r#"{"name":[{"family":"Quell","given":["Mira","Ida"]}]}"#, &["Quell", "Mira", "Ida"]);
    check(
        r#"{"name":[{"text":"Mira Quell","family":"Quell","given":["Mira"]}],"address":[{"line":["7 Mill Road"],"city":"Querndorf"}]}"#,
        &["Mira Quell", "Quell", "Mira", "7 Mill Road", "Querndorf"],
    );
    check(r#"{"text":"Quell Scenario","given":["a b"],"line":"Tram 7","city":"Querndorf"}"#, &[]);
    check(r#"{"family":"sans-serif","size":12}"#, &[]);
    check(r#"{"text":"Quell Street","line":[7,8],"file":"a 1"}"#, &[]);
    let key = "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015";
    check(&format!(r#"{{"primaryKey":"{key}","secondaryKey":"{key}"}}"#), &[key, key]);
    check(&format!(r#"{{"primaryKey":"{key}"}}"#), &[]);
}

#[test]
fn a_code_of_a_second_factor() {
    check(r#"{"code":"402117","type":"totp"}"#, &["402117"]);
    check(r#"{"factor_type":"sms-otp","code":402117}"#, &["402117"]);
    check(r#"{"challenge_id":"c1","code":"402117"}"#, &["402117"]);
    check(r#"{"code":"402117","type":"country"}"#, &[]);
}

#[test]
fn a_country_is_nobody() {
    for body in [
        r#"{"ZA":{"name":"South Africa","native":"South Africa","phone":[27],"continent":"AF"}}"#,
        r#"{"code":"KR","name":"South Korea","phone":"82"}"#,
        r#"{"name":"New Zealand","phone":["64"],"iso2":"NZ","capital":"Wellington"}"#,
    ] {
        check(body, &[]);
    }
    check(r#"{"name":"Mira Quell","phone":"0170 1234567"}"#, &["Mira Quell", "0170 1234567"]);
    check(r#"{"name":"Mira Quell","phone":""}"#, &["Mira Quell"]);
    check(r#"{"author":{"@type":"Organization","name":"Mira Quell"}}"#, &[]);
    check(r#"{"author":{"@type":"Person","name":"Mira Quell"}}"#, &["Mira Quell"]);
    check(r#"{"author":{"name":"Mira Quell","locationId":7}}"#, &["Mira Quell"]);
    for place in [r#""continent":"Europe""#, r#""iso2":"DE""#, r#""capital":"Querndorf""#] {
        let body = format!(r#"{{"name":"Mira Quell","email":"m@quell.example",{place}}}"#);
        check(&body, &["Mira Quell", "m@quell.example"]);
    }
    check(r#"{"name":"Mira Quell","phone":{"id":7}}"#, &["Mira Quell"]);
}

#[test]
fn who_pays_and_who_is_referred_to() {
    for (body, expected) in [
        (r#"{"billing_details":{"name":"Mira Quell","phone":null}}"#, &["Mira Quell"][..]),
        (r#"{"shipTo":{"name":"Mira Quell"}}"#, &["Mira Quell"]),
        (r#"{"card":{"name":"Mira Quell","last4":"4242"}}"#, &["Mira Quell"]),
        (r#"{"subject":{"reference":"Patient/17","display":"Mira Quell"}}"#, &["Mira Quell"]),
        (r#"{"subject":{"reference":"Device/17","display":"Mira Quell"}}"#, &[]),
        (r#"{"attributes":{"type":"Contact"},"Name":"Mira Quell"}"#, &["Mira Quell"]),
        (r#"{"attributes":{"type":"Account"},"Name":"Mira Quell"}"#, &[]),
        (r#"{"caller_id":{"display_value":"Mira Quell","link":"x"}}"#, &["Mira Quell"]),
        (r#"{"state":{"display_value":"Mira Quell"}}"#, &[]),
        (r#"{"documentType":"PASSPORT","number":"C01X00T47"}"#, &["C01X00T47"]),
        (r#"{"documentType":"INVOICE","number":"C01X00T47"}"#, &[]),
        (r#"{"dateOfBirth":{"day":17,"month":4,"year":1981}}"#, &["17", "4", "1981"]),
        (r#"{"expiry":{"day":17,"month":4,"year":1981}}"#, &[]),
        (r#"{"dob":452995200,"birthDate":-452995200000}"#, &["452995200", "-452995200000"]),
        (r#"{"recoveryCodes":["12345-67890"],"pin":"2024-03-09"}"#, &["12345-67890"]),
        (
            r#"{"verifyUrl":"https://quell.example/v/k3XwQ81uQpZov7LtWq9Zr4"}"#,
            &["k3XwQ81uQpZov7LtWq9Zr4"],
        ),
        (r#"{"card":{"name":"Mira Quell","deck":"hearts"}}"#, &[]),
        (r#"{"shipping_method":{"name":"Express Delivery"}}"#, &[]),
        (r#"{"shippingCountries":[{"name":"United States"}]}"#, &[]),
        (r#"{"user":"mquell","pw":"sunshine"}"#, &["sunshine"]),
        (r#"{"size":"large","pw":"sunshine"}"#, &[]),
    ] {
        check(body, expected);
    }
}

#[test]
fn a_code_that_is_sent_with_who_logs_in() {
    for (body, expected) in [
        (
            r#"{"email":"mira@quell.example","code":"839201"}"#,
            &["mira@quell.example", "839201"][..],
        ),
        (r#"{"token":"539201","password":"sunshine"}"#, &["539201", "sunshine"]),
        (r#"{"code":"839201","currency":"EUR"}"#, &[]),
    ] {
        check_sent(body, expected);
    }
}

#[test]
fn pairs_of_settings_and_stacks() {
    for body in [
        r#"{"ParameterKey":"DBPassword","ParameterValue":"sunshine"}"#,
        r#"{"option_name":"smtp_password","option_value":"sunshine"}"#,
        r##"{"@name":"password","#text":"sunshine"}"##,
        r#"{"name":"password","currentValue":"sunshine"}"#,
    ] {
        check(body, &["sunshine"]);
    }
}
