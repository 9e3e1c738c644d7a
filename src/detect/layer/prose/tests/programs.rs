//! What programs, shells and people write in other ways than `name=value`.

use super::prose;
use crate::detect::layer::check::{NO_HINT, check, rows};
use crate::detect::layer::prose::{PROSE, WORDS};

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

#[test]
fn a_user_and_a_password_in_a_call() {
    prose(&[
        ("auth=('bob', 'k3Xw-Q1')", &["username=bob", "password=k3Xw-Q1"]),
        ("HTTPBasicAuth('bob','k3Xw-Q2')", &["username=bob", "password=k3Xw-Q2"]),
        ("new NetworkCredential(\"bob\", \"k3Xw-Q3\")", &["username=bob", "password=k3Xw-Q3"]),
        ("new PDO('mysql:host=db', 'app', 'k3Xw-Q4');", &["username=app", "password=k3Xw-Q4"]),
        ("auth=('bob'), f(auth, 'x', 'y'), auth=(a, b)", &[]),
        ("x 'mysql:host=db', 'a' and 'mysql:", &[]),
    ]);
}

#[test]
fn passwords_of_commands() {
    for text in [
        "a --requirepass k3Xw-Q1 --port 1",
        "requirepass k3Xw-Q1",
        "$ sshpass -p k3Xw-Q1 ssh a",
        "sshpass -p'k3Xw-Q1' ssh a",
        "$ mysql -uroot -pk3Xw-Q1 -h db",
        "mysqldump -u root -pk3Xw-Q1 app > a.sql",
        "docker login -u bob -p k3Xw-Q1 a.example",
        "redis-cli -h db -a k3Xw-Q1 ping",
        "openssl rsa -in a -passin pass:k3Xw-Q1",
        "http -a bob:k3Xw-Q1 https://a",
        "sqlcmd -S db -U sa -P k3Xw-Q1",
        "ConvertTo-SecureString \"k3Xw-Q1\" -AsPlainText",
    ] {
        let rows = rows(&PROSE, text.as_bytes(), &NO_HINT);
        assert_eq!(rows.first().map(String::as_str), Some("password=k3Xw-Q1"), "{text}");
    }
    prose(&[
        ("echo \"bob:k3Xw-Q4\" | sudo chpasswd", &["password=k3Xw-Q4"]),
        ("a | chpasswd, chpasswd", &[]),
        ("mysql -u root -p\na -pk3Xw-Q2", &[]),
        ("docker login a; x -p k3Xw-Q3", &[]),
        ("redis-cli -a, redis-cli ping -a", &[]),
        ("requirepass --port, sshpass -p -e", &[]),
    ]);
}

#[test]
fn commands_in_a_page() {
    check(&WORDS, "mysql -u root -pmypassword, a password", &NO_HINT, &[]);
    check(&WORDS, "mysql -u root -pk3Xw-Q5, a password", &NO_HINT, &["password=k3Xw-Q5"]);
}

#[test]
fn lines_of_netrc() {
    prose(&[
        ("machine a.example login mira password sunshine\n", &["login=mira", "password=sunshine"]),
        ("machine a\n  login mirb\n  password moonshine\n", &["login=mirb", "password=moonshine"]),
        ("a machine with login and password fields", &[]),
        ("the login page password reset", &[]),
    ]);
}
