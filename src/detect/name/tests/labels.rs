//! Values that speak about a secret, and those that stand for none. Every secret is invented.

use crate::detect::name::Value;
use crate::detect::name::tests::{R, check, check_texts, rules};
use crate::detect::{Level, Place, Verdict};
use crate::har::Location;

#[test]
fn labels_of_translations() {
    check_texts(
        Place::Json,
        &[
            ("apiKey", "API-Schlüssel", ""),
            ("secret", "Geheimnis", ""),
            ("secret", "Clé secrète", ""),
            ("credentials", "Zugangsdaten", ""),
            ("credentials", "Credenciales", ""),
            ("accessToken", "Zugriffstoken", ""),
            ("accessToken", "Jeton d'accès", ""),
            ("secret", "Segreto", ""),
            ("firstName", "Nome", ""),
            ("lastName", "Sobrenome", ""),
            ("fullName", "First name and last name", ""),
            ("firstName", "Voornaam", ""),
            ("firstName", "asc", ""),
            ("lastName", "Descending", ""),
            ("username", "Gebruikersnaam", ""),
            ("newPassword", "Новый пароль", ""),
            ("newPassword", "새 비밀번호", ""),
            ("password", "كلمة المرور", ""),
            ("apiKey", "APIキー", ""),
            ("password", "Новый пароль 2041", "password"),
            ("fullName", "Мария Иванова", "name"),
            ("credentials", "Geheimratsecke", "credential"),
        ],
    );
    check_texts(Place::Form, &[("password", "Новый пароль", "password")]);
}

#[test]
fn standings_types_and_classes() {
    check_texts(
        Place::Json,
        &[
            ("secrets", "read", ""),
            ("id-token", "write", ""),
            ("magic-link", "beta", ""),
            ("api-keys", "control", ""),
            ("secrets", "tundra", "secret"),
            ("password", "control", "password"),
            ("password", "varchar(255)", ""),
            ("apiKey", "string | undefined", ""),
            ("password", "String!", ""),
            ("password", "Tundra!", "password"),
            ("password", "Login_password__3xK2f", ""),
            ("apiKey", "styles_apiKey__x9Y8z", ""),
            ("password", "Login_tundra__3xK2f", "password"),
        ],
    );
    check_texts(Place::Form, &[("password", "Login_password__3xK2f", "password")]);
}

#[test]
fn placeholders() {
    for place in [Place::Query, Place::Pair, Place::Json] {
        check_texts(
            place,
            &[
                ("api_key", "YOUR_API_KEY", ""),
                ("client_secret", "YOUR_CLIENT_SECRET", ""),
                ("access_token", "ACCESS_TOKEN", ""),
                ("PASSWORD", "$PASSWORD", ""),
                ("api_key", "{apiKey}", ""),
                ("token", "None", ""),
                ("access_token", "[object Object]", ""),
                ("PASSWORD", "$ECRET", "password"),
                ("api_key", "YOUR_TUNDRA_9", "api-key"),
                ("client_secret", R, "client-secret"),
            ],
        );
    }
}

/// A list of checks is none in a text either, where a word would be one.
#[test]
fn checks_of_a_form_in_a_text() {
    check_texts(
        Place::Pair,
        &[
            ("password", "required|string|min:12", ""),
            ("password", "required|stone", "password"),
            ("password", "hunter2xyz", "password"),
        ],
    );
}

/// What a response says of a password is a message; what a request says is one.
#[test]
fn messages_of_responses() {
    let at = |location, name: &str, value: &str| {
        rules(Level::Support).judge_at(
            location,
            name.as_bytes(),
            Value::Text(value.as_bytes()),
            Place::Json,
        )
    };
    for message in ["can't be blank", "est trop court", "PASSWORD_TOO_SHORT"] {
        assert_eq!(at(Location::Content, "password", message), Verdict::Open, "{message}");
        check(at(Location::PostData, "password", message), "password", message);
    }
    for secret in ["correct horse battery staple", "is this my pass", "hunter2xyz"] {
        check(at(Location::Content, "password", secret), "password", secret);
        check(at(Location::PostData, "password", secret), "password", secret);
    }
}

/// What is posted in JSON was typed as it is in a form: also what would be a label elsewhere.
#[test]
fn passwords_that_are_posted() {
    let posted = |name: &str, value: &str| {
        rules(Level::Support).judge_at(
            Location::PostData,
            name.as_bytes(),
            Value::Text(value.as_bytes()),
            Place::Json,
        )
    };
    for value in ["Password", "secret", "life is too short", "密码"] {
        check(posted("password", value), "password", value);
    }
    check(posted("pw", "sunshine"), "password", "pw");
    for (name, value) in [
        ("password", "********"),
        ("password", "[Filtered]"),
        ("password", "${PASSWORD}"),
        ("pw", "1280"),
    ] {
        check(posted(name, value), "", value);
    }
    check(posted("apiKey", "API key"), "", "only passwords are typed");
}
