//! What programs, shells and people write in other ways than `name=value`.

use super::prose;

#[test]
fn literals_with_something_around_them() {
    prose(&[
        ("public password: String = \"k3Xw-Q1\"", &["password=k3Xw-Q1"]),
        ("    password: str = \"k3Xw-Q2\"", &["password=k3Xw-Q2"]),
        ("private string Password { get; set; } = \"k3Xw-Q3\"", &["Password=k3Xw-Q3"]),
        ("static apiKey string = \"k3Xw-Q4\"", &["apiKey=k3Xw-Q4"]),
        ("char password[64] = \"k3Xw-Q5\"", &["password=k3Xw-Q5"]),
        (
            "password: Some(\"k3Xw-Q6\"), token: Optional(\"k3Xw-Q7\")",
            &["password=k3Xw-Q6", "token=k3Xw-Q7"],
        ),
        (
            "password=b'k3Xw-Q8' secret=u'k3Xw-Q9' token = @\"k3Xw-R1\"",
            &["password=k3Xw-Q8", "secret=k3Xw-Q9", "token=k3Xw-R1"],
        ),
        ("a {b'x-api-key': b'k3Xw-R2'}", &["x-api-key=k3Xw-R2"]),
        (
            "set password=MD5('k3Xw-R3'), secret = Just \"k3Xw-R4\"",
            &["password=k3Xw-R3", "secret=k3Xw-R4"],
        ),
        ("private password: SecureString; secretKey: Uint8Array", &[]),
        ("password=getenv('DB'), secret: t(\"label\"), token=string('is required here')", &[]),
    ]);
}

#[test]
fn dumps_that_say_more_than_a_name() {
    prose(&[
        ("[\"token\":\"User\":private]=>\n string(7) \"k3Xw-Q1\"", &["token=k3Xw-Q1"]),
        ("[\"password\":protected]=>\n string(7) \"k3Xw-Q2\"", &["password=k3Xw-Q2"]),
        ("[token:protected] => k3Xw-Q3\n", &["token=k3Xw-Q3"]),
        ("[password:App\\User:private] => k3Xw-Q4\n", &["password=k3Xw-Q4"]),
        ("[\"password\":\"User\":private]=>\n string(9) \"k3Xw-Q5\"", &[]),
        ("[\"password\":protected]=>\n NULL", &[]),
        ("{ID:17 Password:k3Xw-Q6 APIKey:k3Xw-Q7}", &["Password=k3Xw-Q6", "APIKey=k3Xw-Q7"]),
    ]);
}

#[test]
fn names_that_end_in_pass() {
    prose(&[
        ("$ export DB_PASS=sunshine", &["DB_PASS=sunshine"]),
        ("run -e DB_PASS=moonshine a", &["DB_PASS=moonshine"]),
        ("a smtp_pass=k3XwQ1", &["smtp_pass=k3XwQ1"]),
        ("a\nansible_become_pass: k3XwQ2", &["ansible_become_pass=k3XwQ2"]),
        ("$_SERVER['DB_PASS'] => k3XwQ3", &["DB_PASS=k3XwQ3"]),
        ("a \"pass\": \"k3XwQ4\"", &["password=k3XwQ4"]),
        ("a rootpw=k3XwQ5, LDAP_BINDPW=k3XwQ6", &["rootpw=k3XwQ5", "LDAP_BINDPW=k3XwQ6"]),
        ("a pass=N'k3XwQ7'", &["password=k3XwQ7"]),
        ("low_pass=20hz bypass=true TESTS_PASS=12 \"pass\": 12, pass=done", &[]),
    ]);
}

#[test]
fn people_in_pairs() {
    prose(&[
        ("a first_name: \"Zorbina\", x", &["first_name=Zorbina"]),
        (
            "'first_name' => 'Zorbine', 'username' => 'quell'",
            &["first_name=Zorbine", "username=quell"],
        ),
        ("a \"first_name\"=>\"Zorbino\"", &["first_name=Zorbino"]),
        ("User{firstName='Zorban', age=3}", &["firstName=Zorban"]),
        ("Address(street=Mill Road 7, city=Ulm, zip=89073)", &["street=Mill Road 7", "zip=89073"]),
        (
            "where last_name = 'Quellan' AND username='mquell'",
            &["last_name=Quellan", "username=mquell"],
        ),
        ("a cvv = '739', otp: \"482913\"", &["cvv=739", "otp=482913"]),
        ("{ID:17 FirstName:Zorbena}", &["FirstName=Zorbena"]),
        ("username=t.name; firstName: required, username=$user, lastName=ab;c", &[]),
        ("username: e.target, past_name=Zorbonu, the username is gone", &[]),
        ("username_password=k3Xw-Q1", &["_password=k3Xw-Q1"]),
    ]);
}

#[test]
fn headers_in_a_row() {
    prose(&[
        (
            "Authorization: 'Bearer k3XwQ81uQpZov7Lt', Accept: 'text/x', 'User-Agent': 'a/1.6'",
            &["Authorization=Bearer k3XwQ81uQpZov7Lt"],
        ),
        (
            "Authorization: Bearer k3XwQ81uQpZov7Lu, Accept: text/x",
            &["Authorization=Bearer k3XwQ81uQpZov7Lu"],
        ),
        (
            "Authorization: Digest username=\"b\", nonce=\"c\", Accept: text/x",
            &["Authorization=Digest username=\"b\", nonce=\"c\""],
        ),
    ]);
}
