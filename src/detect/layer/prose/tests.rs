use crate::detect::layer::check::{NO_HINT, check, check_foreign};
use crate::detect::layer::prose::{PROSE, WORDS};

#[test]
fn finds_pairs_in_prose() {
    for (text, expected) in [
        ("login ok, token=abc123, user=bob", &["token=abc123", "user=bob"][..]),
        (
            "set x.accessToken = 'a b'; and 'client_secret': \"c\"",
            &["x.accessToken=a b", "client_secret=c"],
        ),
        ("{\\\"refresh_token\\\":\\\"r1\\\"}", &["refresh_token=r1"]),
        ("run --password=hunter22 --api-token tok now", &["password=hunter22", "api-token=tok"]),
        ("sent Authorization: Bearer abc def", &["Authorization=Bearer abc def"]),
        ("curl -H 'Cookie: a=b; c=d' x", &["Cookie=a=b; c=d"]),
        ("got Bearer Zk3vQ9xT2mLw8RbY, done", &["bearer=Zk3vQ9xT2mLw8RbY!bearer-token"]),
        ("got basic Ym9iOmh1bnRlcjIy.", &[]),
        (
            "got Basic Ym9iOmh1bnRlcjIy",
            &["basic=Ym9iOmh1bnRlcjIy!basic-credential", "basic=Ym9iOmh1bnRlcjIy"],
        ),
        ("see (https://h/a?t=1). Or token: abc.", &["=https://h/a?t=1", "token=abc"]),
        ("done: user=mira.quell", &["user=mira.quell"]),
        ("user=e.user;x user=e.user,y", &[]),
        ("a token == b, std::token::x, author of tokens", &[]),
        ("password:", &[]),
        ("401 for token Zk3vQ9xT2mLw8RbY4nCe: gone", &["=Zk3vQ9xT2mLw8RbY4nCe!token"]),
        ("AUTH Zk3vQ9xT2mLw8RbY4nCe", &["=Zk3vQ9xT2mLw8RbY4nCe!token"]),
        ("token verificationRequired1 expired", &[]),
        ("a.token=b.token;this.secretKey=f(1);authToken:null,token:68", &[]),
    ] {
        check(&PROSE, text, &NO_HINT, expected);
    }
    check_foreign(&PROSE, "a plain sentence: nothing = here", &NO_HINT);
}

/// The fields of each text.
#[track_caller]
fn prose(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        check(&PROSE, text, &NO_HINT, expected);
    }
}

#[test]
fn credentials_behind_an_equals_sign() {
    prose(&[
        (
            "headers: {Accept=*/*, Authorization=Bearer k3XwQ81uQpZov7Lt, Host=x}",
            &["bearer=k3XwQ81uQpZov7Lt!bearer-token"],
        ),
        ("authorization=Token k3XwQ81u status=401", &["token=k3XwQ81u!authorization"]),
        (
            "authorization=Basic Ym9iOmh1bnRlcjIy a=b",
            &["basic=Ym9iOmh1bnRlcjIy!basic-credential", "basic=Ym9iOmh1bnRlcjIy"],
        ),
        ("got {Cookie=a=b; c=d, Host=x}", &["Cookie=a=b; c=d"]),
        ("auth=basic settings of user", &["auth=basic"]),
        ("authorization=bearer is missing", &["authorization=bearer"]),
    ]);
}

#[test]
fn a_header_in_a_line_ends_with_its_credentials() {
    prose(&[
        ("failed: Authorization: Bearer <hidden> status=401 request_id=8f14e45f", &[]),
        (
            "failed: Authorization: Bearer k3XwQ81uQpZov7Lt status=401 request_id=8f14e45f",
            &["Authorization=Bearer k3XwQ81uQpZov7Lt"],
        ),
        ("add `Authorization: Bearer <token>` to each call, as `curl` does", &[]),
        ("add `Cookie: a=b` to each call", &["Cookie=a=b"]),
        ("the Cookie: blocked by SameSite=Lax policy, status=401", &[]),
        (
            "> Authorization: Digest username=\"b\", nonce=\"c\"",
            &["Authorization=Digest username=\"b\", nonce=\"c\""],
        ),
    ]);
}

#[test]
fn headers_of_keys_in_a_line() {
    prose(&[
        ("INFO X-Api-Key: k3XwQ81uQp", &["X-Api-Key=k3XwQ81uQp"]),
        ("> X-Functions-Key: k3XwQ81uQp", &["X-Functions-Key=k3XwQ81uQp"]),
        ("GET /x\nX-Goog-Api-Key: k3XwQ81uQp", &["X-Goog-Api-Key=k3XwQ81uQp"]),
        ("GET /x\\r\\nAPI-Key: k3XwQ81uQp\\r\\nHost: a", &["API-Key=k3XwQ81uQp"]),
        ("C:\\nano-token: k3XwQ81uQp", &["nano-token=k3XwQ81uQp"]),
    ]);
}

#[test]
fn what_speaks_of_a_credential_is_none() {
    prose(&[
        ("Access denied for user 'root'@'localhost' (using password: YES)", &[]),
        ("password: required", &[]),
        ("Invalid password: too short", &[]),
        ("password=None, secret: not found", &[]),
        ("usage: --api-key string", &[]),
        ("password: hunter", &["password=hunter"]),
        ("password: 'required'", &["password=required"]),
    ]);
}

#[test]
fn sentences_tell_credentials() {
    prose(&[
        ("Invalid API key: k3XwQ81uQp", &["API key=k3XwQ81uQp"]),
        ("Access Key: k3XwQ81uQp", &["Access Key=k3XwQ81uQp"]),
        ("my password is hunter2.", &["password=hunter2"]),
        ("The password is: hunter2", &["password=hunter2"]),
        ("logged in with password Summer2026! today", &["password=Summer2026"]),
        ("Password 'hunter2x' does not meet the rules", &["Password=hunter2x"]),
        ("invalid token 'k3XwQ81uQp'", &["token=k3XwQ81uQp"]),
        ("Password:\nhunter2\n", &["Password=hunter2"]),
        ("**Password:** hunter2", &["Password=hunter2"]),
        ("*Password*: hunter2", &["Password=hunter2"]),
        ("Password - hunter2", &["Password=hunter2"]),
        ("password -> hunter2", &["password=hunter2"]),
        ("pass: hunter2", &["password=hunter2"]),
        ("pwd = hunter2", &["pwd=hunter2"]),
        ("PW: hunter2", &["password=hunter2"]),
        ("Password: Cobb1er&5693-blue", &["Password=Cobb1er&5693-blue"]),
        ("password=hunter2&user=bob", &["password=hunter2", "user=bob"]),
        ("password=hunter2&x&user=bob", &["password=hunter2", "user=bob"]),
        ("password: hunter2&user=bob", &["password=hunter2", "user=bob"]),
        ("Password: redacted-password-1&5693", &["Password=redacted-password-1"]),
        ("the token is ", &[]),
    ]);
    prose(&[
        ("your password is incorrect", &[]),
        ("the password is SHA-256 hashed", &[]),
        ("the password is base64 encoded", &[]),
        ("password is required, 12 characters", &[]),
        ("the token is valid for 3600s", &[]),
        ("token is expired (exp=1710000000)", &[]),
        ("Unexpected token 'k3XwQ81uQp'", &[]),
        ("secrets 'db-creds-2' not found", &[]),
        ("password reset2fa failed", &[]),
        ("Password:\n  at least 8 characters", &[]),
        ("bypass: 12 of pass: 14", &[]),
        ("{ key: value } of a key: value", &["a key=value"]),
    ]);
}

#[test]
fn passwords_of_other_languages() {
    prose(&[
        ("Kennwort: hunter2", &["password=hunter2"]),
        ("Mot de passe : hunter2", &["password=hunter2"]),
        ("Contraseña: hunter2", &["password=hunter2"]),
        ("Пароль: hunter2", &["password=hunter2"]),
        ("パスワード：hunter2", &["password=hunter2"]),
        ("密码：hunter2", &["password=hunter2"]),
        ("密码是 hunter2", &[]),
        ("Kennwort: mindestens 8 Zeichen", &[]),
        ("Пароль: не менее 8", &[]),
    ]);
}

#[test]
fn words_of_a_page() {
    for (text, expected) in [
        ("Password: hunter2", &["Password=hunter2"][..]),
        ("Password: at least 8 characters", &[]),
        ("token: the access token of a user", &[]),
        ("see https://h/a?t=1", &["=https://h/a?t=1"]),
    ] {
        check(&WORDS, text, &NO_HINT, expected);
    }
}

#[test]
fn what_other_programs_write() {
    prose(&[
        ("a:1:{s:8:\"password\";s:7:\"hunter2\";}", &["password=hunter2"]),
        ("csrf_token|s:6:\"k3XwQ8\";user|i:1;", &["csrf_token=k3XwQ8"]),
        ("s:8:\"password\";s:9:\"hunter2\";", &[]),
        ("s:8:\"password\";s:8:\"redacted\";", &[]),
        ("s:8:\"password\";s:11:\"redactedK3X\";", &["password=redactedK3X"]),
        ("CREATE USER 'bob' IDENTIFIED BY 'hunter2'", &["password=hunter2"]),
        ("ALTER LOGIN bob WITH PASSWORD 'hunter2'", &["PASSWORD=hunter2"]),
        ("dial app:hunter2@tcp(db:3306)/x", &["password=hunter2!password"]),
        ("dial app@tcp(db:3306)/x", &[]),
        ("to /cb?state=x&code=k3XwQ81u", &["=/cb?state=x&code=k3XwQ81u"]),
        ("\"GET /cb?code=k3XwQ81u HTTP/1.1\"", &["=/cb?code=k3XwQ81u"]),
        ("a?code=k3XwQ81u&state=2", &[]),
        ("x;cookie=t=n.cookie}", &["cookie=t=n.cookie"]),
    ]);
}

#[test]
fn values_in_brackets() {
    prose(&[
        (
            "headers={authorization=[Bearer k3XwQ81uQpZov7Lt], host=[a]}",
            &["bearer=k3XwQ81uQpZov7Lt!bearer-token"],
        ),
        (
            "map[Cookie:[zid=k3XwQ81u] X-Api-Key:[k3XwQ81uQp]]",
            &["Cookie=zid=k3XwQ81u", "X-Api-Key=k3XwQ81uQp"],
        ),
        (
            "{'password': ['hunter#2x'], 'csrfmiddlewaretoken': ['k3XwQ81uQp']}",
            &["password=hunter#2x", "csrfmiddlewaretoken=k3XwQ81uQp"],
        ),
        ("tokens: [\"k3XwQ81uQp\", \"9ZkQ44xxWq\"]", &["tokens=k3XwQ81uQp", "tokens=9ZkQ44xxWq"]),
        ("password: [\"can't be blank\", \"is too short\"]", &[]),
        ("authorization=[read, write], token=[a], secret=(id, key)", &[]),
    ]);
}

#[test]
fn what_statements_compare() {
    prose(&[
        ("where `api_token` = 'k3XwQ81uQp'", &["api_token=k3XwQ81uQp"]),
        ("where [Token] = N'k3XwQ81uQp'", &["Token=k3XwQ81uQp"]),
        ("and password_hash LIKE 'k3XwQ81uQp'", &["password_hash=k3XwQ81uQp"]),
        ("token in ('k3XwQ81uQp', '9ZkQ44xxWq')", &["token=k3XwQ81uQp", "token=9ZkQ44xxWq"]),
        ("Key (reset_token)=(k3XwQ81uQp) already exists", &["reset_token=k3XwQ81uQp"]),
        ("[[\"reset_password_token\", \"k3XwQ81uQp\"]]", &["reset_password_token=k3XwQ81uQp"]),
        (
            "firstName eq 'Mira' and password ne 'hunter2x'",
            &["firstName=Mira", "password=hunter2x"],
        ),
        (
            "contains(tolower(lastName), 'Quell') or startswith(firstName,'Mi')",
            &["lastName=Quell", "firstName=Mi"],
        ),
        ("first_name=Mira^last_name=Quell", &["first_name=Mira", "last_name=Quell"]),
        ("label(firstName, 'First') or firstName eq null and eq 'Mira'", &[]),
        ("a token in (the header) or a password like mine", &[]),
        ("[\"password\", \"email\"] and f('token', 'k3XwQ81uQp', 1)", &[]),
    ]);
}

#[test]
fn codes_that_a_sentence_tells() {
    for text in [
        "Your verification code is 482913.",
        "Verification code: 482913",
        "Your login code is 482913",
        "482913 is your verification code",
        "G-482913 is your Google verification code",
        "Your OTP is: 482913",
        "Your one-time passcode is 482913. Thanks",
        "Use verification code 482913 for Acme",
        "Your code is 482913",
        "認証コード: 482913",
    ] {
        check(&PROSE, text, &NO_HINT, &["otp=482913!otp"]);
    }
    prose(&[
        ("Incorrect API key provided: k3XwQ81uQp.", &["API key=k3XwQ81uQp"]),
        ("login failed pw=Juniper4521*", &["failed pw=Juniper4521*"]),
        ("var a=1, pw=window.x; b pw=c", &[]),
        ("machine a login mira password hunter#2x\n", &["login=mira", "password=hunter#2x"]),
        ("a login page for password hunter#2x", &[]),
        ("a login code is 6 digits, the security code is 3 of them", &[]),
        ("the plugin code is 482913", &[]),
        ("your postal code is 10115, your code is 12.5", &[]),
        ("102 items in your code, 4829 is your order", &[]),
        ("login code is 12.3456, passcode is 12345678901", &[]),
    ]);
    for text in ["error code 500123", "zip code: 482913", "status code 4829", "country code 0049"] {
        check_foreign(&PROSE, text, &NO_HINT);
    }
}

#[test]
fn paths_without_a_host() {
    prose(&[
        ("GET /reset-password/k3Xw HTTP/1.1", &["=/reset-password/k3Xw"]),
        ("url=/invite/k3Xw done", &["=/invite/k3Xw"]),
        ("fetch('/a/magic-link/k3Xw')", &["=/a/magic-link/k3Xw"]),
        ("src/reset/styles.css", &[]),
    ]);
}

#[test]
fn a_sign_at_the_end_of_a_password() {
    prose(&[
        ("password=Zander-78! for joe", &["password=Zander-78!"]),
        ("is the password=Zander-78.", &["password=Zander-78"]),
        ("the password: Zander-78!", &["password=Zander-78"]),
    ]);
}

#[test]
fn what_php_dumps() {
    prose(&[
        ("[\"password\"]=>\n  string(9) \"k3Xw-\"Q81\"\n", &["password=k3Xw-\"Q81"]),
        ("[\"token\"]=>string(2) \"k3\"", &["token=k3"]),
        ("[\"token\"]=>\n  string(4) \"k3\"", &[]),
        ("[\"token\"]=>\n  string(0) \"\"", &[]),
    ]);
}

#[test]
fn rows_of_sql() {
    prose(&[
        (
            "INSERT INTO users (id, email, password) VALUES (1, 'a, b', 'k3Xw Q81');",
            &["password=k3Xw Q81"],
        ),
        (
            "insert into `users` (`name`, `password`, `api_token`) values (Anna, k3Xw, Zk3v)",
            &["password=k3Xw", "api_token=Zk3v"],
        ),
        ("insert into users(secret)values(k3Xw)", &["secret=k3Xw"]),
        (
            "INSERT INTO users (id, password) VALUES (1, 'k3''Xw\\'Q'), (2, NULL),\n(3, 'm5');",
            &["password=k3''Xw\\'Q", "password=m5"],
        ),
        (
            "insert into t (token) values (:token), (@token), ($1), (%s), (default), ($2y$10$k3)",
            &["token=$2y$10$k3"],
        ),
        (
            "insert into users (at, id, password) values (NOW(), f(1, ')'), 'k3Xw'), (O'x, 2, m5)",
            &["password=k3Xw", "password=m5"],
        ),
        ("insert into users (id, password) values (?, ?)", &[]),
        ("insert into users (id, password) values (1)", &[]),
        ("insert into users (id, password) select 1", &[]),
        ("f(id, password) and values(1, 2)", &[]),
    ]);
}

#[test]
fn short_names_in_a_chat() {
    prose(&[
        ("hi, the pw: k3Xw-Q81 ok", &["password=k3Xw-Q81"]),
        ("psw: k3Xw#Q81", &["password=k3Xw#Q81"]),
        ("pw: same as before, psw: later", &[]),
    ]);
}

#[test]
fn names_of_secrets_in_arns() {
    prose(&[
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf gone", &[]),
        ("no arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:db-AbCdEf.", &[]),
        ("arn:aws:iam:eu-west-1:123456789012:secret:prod/db-AbCdEf", &["secret=prod/db-AbCdEf"]),
        ("arn:aws:secretsmanager:eu-west-1:12345:secret:k3XwQ81u", &["secret=k3XwQ81u"]),
        ("x:123456789012:secret:k3XwQ81u", &["secret=k3XwQ81u"]),
    ]);
}

#[test]
fn permissions_are_no_pairs() {
    prose(&[
        ("missing scopes: user:read secret:list secret:read token:write", &[]),
        ("needs (api_key:manage)", &[]),
        ("secret:reading, token:k3XwQ81u", &["secret=reading", "token=k3XwQ81u"]),
        ("secret: list", &["secret=list"]),
        ("password:update", &["password=update"]),
        ("token:write-k3XwQ81u", &["token=write-k3XwQ81u"]),
    ]);
}

#[test]
fn tags_of_playlists() {
    prose(&[
        ("#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,IV=0", &[]),
        ("X-SESSION-KEY:k3XwQ81u", &["X-SESSION-KEY=k3XwQ81u"]),
    ]);
}

#[test]
fn the_token_of_a_public_key() {
    prose(&[
        ("Public key token=30ad4fe6b2a6aeed, v4", &["Public key token=30ad4fe6b2a6aeed"]),
        ("key token=30ad4fe6b2a6aeed", &["token=30ad4fe6b2a6aeed"]),
    ]);
}

#[test]
fn a_value_may_stand_before_a_parenthesis() {
    prose(&[
        ("token: k3XwQ81uQpZov7LtWq9Zr4KtK7('x", &["token=k3XwQ81uQpZov7LtWq9Zr4KtK7"]),
        ("token: readToken('x')", &[]),
    ]);
}

#[test]
fn declarations_with_modifiers() {
    prose(&[
        ("private string apiKey = \"k3XwQ81u\";", &["apiKey=k3XwQ81u"]),
        ("private readonly string _password = \"k3XwQ81u\";", &["_password=k3XwQ81u"]),
    ]);
}

#[test]
fn a_pseudonym_announces_nothing() {
    prose(&[
        ("a.redacted-jwt-1 k3XwQ81uQpZov7LtWq9Zr4KtK7", &[]),
        ("redacted-api-key-1.Basic k3XwQ81uQpZov7LtWq9Zr4KtK7", &[]),
        ("token k3XwQ81uQpZov7LtWq9Zr4KtK7", &["=k3XwQ81uQpZov7LtWq9Zr4KtK7!token"]),
    ]);
}

mod places;
mod programs;
