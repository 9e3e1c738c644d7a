//! Labels: values that *speak about* a secret: translations, validation messages, type names,
//! placeholders. `"password": "Passwort vergessen?"` is one, `"password": "sunshine"` is not.
//!
//! A label is a sentence, or words of which the vocabulary below knows one (the words being
//! apart) or all (the words being joined, as in `access_token`). Digits make a label only as
//! words of their own in a sentence (`at least 8 characters`).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::name::identifier::is_member;
use crate::detect::name::normal::Name;
use crate::detect::name::shape::Shape;

/// Longer values are no labels.
const LABEL_BYTES_MAX: usize = 600;

/// Words of a sentence that are looked at.
const WORDS_MAX: usize = 40;

static VOCABULARY: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

const WORDS: &str = "
    password passwords passwort passwörter kennwort contraseña contrasena senha passord haslo hasło
    parola wachtwoord lösenord losenord adgangskode salasana heslo lozinka geslo şifre parool jelszó
    passe passcode passphrase pwd pass pin otp totp mfa sms code codes username benutzername
    email mail phone telephone telefon telefono telefonnummer nummer number mobile name names
    vorname nachname nombre prénom prenom nom apellido apellidos cognome first last given family
    middle full surname street address adresse straße strasse dirección city zip postal plz birth
    birthday geburtsdatum date token tokens access refresh id api key keys secret secrets client
    session auth authentication authorization bearer basic digest csrf xsrf jwt credential
    credentials cookie header query body form field param parameter login logout signin signup sign
    log in out up register user account private public card credit debit cvv cvc security
    verification verify confirm confirmation confirmed repeat retype again new old current neues
    altes nueva nouveau nuovo enter your the a an is are be must required require optional invalid
    incorrect wrong missing expired empty blank valid weak strong match matches mismatch forgot
    forgotten reset change update set show hide vergessen ändern bestätigen wiederholen eingeben
    olvidada olvidado oublié dimenticata string text hidden number integer int boolean bool object
    array null undefined nil none unknown false true yes no on off enabled disabled default example
    sample placeholder value type hint label title input redacted masked removed filtered sensitive
    omitted anonymous guest test autocomplete tel url uuid date datetime time nullable writeonly
    please provide choose create short long min max length characters character
    include omit same origin asc desc ascending descending
    geheimnis zugangsdaten zugriffstoken schlüssel api-schlüssel anmeldedaten aktuelles clé clés
    secrète secret jeton d'accès accès utilisateur identifiants actuel credenciales secreto clave
    claves usuario actual acceso segreto credenziali chiave accesso utente attuale nome segredo
    chave senhas credenciais acesso usuário sobrenome cognome voornaam achternaam
    gebruikersnaam huidig nieuw inloggegevens fornavn etternavn förnamn efternamn imię
    nazwisko revoked unauthorized malformed
    plain plaintext
    oauth oauth2 saml ldap sso openid oidc http https apikey accesstoken aws github google local
";

/// Whether `value` speaks about a secret instead of being one.
pub(super) fn is_label(value: &[u8]) -> bool {
    is_plain_label(value) || is_foreign(value)
}

/// Whether `value` speaks about data of a person: words of another script may be a name.
pub(crate) fn is_plain_label(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    is_stand_in(value) || is_words(value) || is_type(value) || is_check(value)
}

/// Words of a script that is not Latin, and short Latin ones among them: `Новый пароль`, `APIキー`.
fn is_foreign(value: &[u8]) -> bool {
    if value.len() > LABEL_BYTES_MAX || value.is_ascii() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let is_foreign =
        |letter: char| letter >= '\u{370}' && !('\u{1e00}'..'\u{1f00}').contains(&letter);
    let latin = |part: &str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
    text.chars().filter(|letter| is_foreign(*letter) && letter.is_alphabetic()).count() >= 2
        && text
            .split(|letter: char| is_foreign(letter) || " -'’()".contains(letter))
            .all(|part| part.is_empty() || latin(part))
}

/// A type of a schema or a language: `varchar(255)`, `string | undefined`, `[String!]!`.
fn is_type(value: &[u8]) -> bool {
    let is_mark = |byte: &u8| b"|[]()<>!?".contains(byte);
    let is_word = |word: &[u8]| {
        TYPES.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
            || word.len() <= 5 && word.iter().all(u8::is_ascii_digit)
    };
    value.len() <= 64
        && value.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'[')
        && value.iter().any(is_mark)
        && value.iter().any(u8::is_ascii_alphabetic)
        && value.split(|byte| is_mark(byte) || b" ,".contains(byte)).all(is_word)
}

/// What a form asks of a field, as Laravel writes it: `required|min:8`, `digits:6`.
pub(super) fn is_check(value: &[u8]) -> bool {
    let is_rule = |rule: &[u8]| match memchr::memchr(b':', rule) {
        Some(colon) => {
            let (name, count) = (&rule[..colon], &rule[colon + 1..]);
            COUNTED.iter().any(|known| name == known.as_bytes())
                && (1..=9).contains(&count.len())
                && count.iter().all(|byte| byte.is_ascii_digit() || *byte == b',')
        }
        None => CHECKS.iter().any(|known| rule == known.as_bytes()),
    };
    value.len() <= 128
        && value.iter().any(|byte| matches!(byte, b':' | b'|'))
        && value.split(|byte| *byte == b'|').all(is_rule)
}

/// Checks with a number behind them.
const COUNTED: [&str; 7] =
    ["min", "max", "size", "between", "digits", "digits_between", "min_digits"];

/// Checks without one.
const CHECKS: [&str; 22] = [
    "required",
    "nullable",
    "sometimes",
    "filled",
    "present",
    "bail",
    "string",
    "integer",
    "numeric",
    "boolean",
    "array",
    "date",
    "email",
    "url",
    "uuid",
    "ip",
    "alpha",
    "alpha_num",
    "alpha_dash",
    "confirmed",
    "accepted",
    "prohibited",
];

const TYPES: [&str; 32] = [
    "string",
    "str",
    "text",
    "varchar",
    "nvarchar",
    "char",
    "int",
    "integer",
    "bigint",
    "number",
    "float",
    "double",
    "decimal",
    "bool",
    "boolean",
    "date",
    "datetime",
    "timestamp",
    "uuid",
    "bytes",
    "any",
    "null",
    "none",
    "undefined",
    "unknown",
    "optional",
    "nullable",
    "union",
    "list",
    "array",
    "secretstr",
    "literal",
];

/// A template (`{{password}}`, `${TOKEN}`, `%s`) or a mask (`****`).
pub(crate) fn is_stand_in(value: &[u8]) -> bool {
    let between = |open: &[u8], close: &[u8]| value.starts_with(open) && value.ends_with(close);
    let template = between(b"{{", b"}}") || between(b"${", b"}") || between(b"<%", b"%>");
    let element =
        between(b"<", b">") && value.iter().all(|byte| !byte.is_ascii_digit() && *byte != b'=');
    template
        || is_interpolated(value)
        || is_dunder(value)
        || element
        || is_placeholder(value)
        || matches!(value, b"%s" | b"%@" | b"{0}" | b"?" | b"None" | b"[object Object]")
        || is_mask(value)
}

/// What a program writes where it has no value, and nothing else: `undefined`, `[object Object]`.
pub(crate) fn is_no_value(value: &[u8]) -> bool {
    NO_VALUES.iter().any(|known| value == known.as_bytes()) || is_range(value)
}

/// A range of versions, as packages ask for one another: `"jsonwebtoken": "^9.0.0"`
/// (<https://github.com/npm/node-semver#ranges>).
fn is_range(value: &[u8]) -> bool {
    const BYTES_MAX: usize = 32;
    matches!(value.first(), Some(b'^' | b'~' | b'>' | b'<'))
        && value.len() <= BYTES_MAX
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().all(|byte| byte.is_ascii_digit() || b"^~<>=. |x*-".contains(byte))
}

const NO_VALUES: [&str; 11] = [
    "undefined",
    "null",
    "false",
    "NaN",
    "None",
    "nil",
    "(null)",
    "\"undefined\"",
    "\"null\"",
    "[object Object]",
    "[object Promise]",
];

/// The name of a value where it would stand: `YOUR_API_KEY`, `ACCESS_TOKEN`, `$TOKEN`, `{apiKey}`;
/// and what stands for one that was taken out: `[Filtered]`.
fn is_placeholder(value: &[u8]) -> bool {
    let (name, mark) = match value {
        [b'$', name @ ..] => (name, b'$'),
        [b'{', name @ .., b'}'] | [b'[', name @ .., b']'] => (name, b'{'),
        name => (name, b' '),
    };
    let spelt = name.iter().all(|b| b.is_ascii_alphabetic() || b"_-".contains(b));
    if mark == b'{' && is_member(name) {
        return true;
    }
    if name.is_empty() || name.len() > 48 || !spelt {
        return false;
    }
    let upper = !name.iter().any(u8::is_ascii_lowercase);
    let words = Name::new(name);
    let known = |from: usize| (from..words.words()).all(|at| knows(words.word(at)));
    match mark {
        b'$' => upper && words.words() > 0 && known(words.words() - 1),
        b'{' => words.words() > 0 && known(0),
        _ => {
            let last = words.words().saturating_sub(1);
            let begins = words.words() > 1
                && matches!(words.word(0), b"your" | b"enter" | b"insert")
                && (known(1)
                    || last > 1
                        && words.word(last) == b"here"
                        && (1..last).all(|at| knows(words.word(at))));
            begins || upper && name.contains(&b'_') && STAND_INS.contains(&words.compact())
        }
    }
}

/// `{__relative_name__}`, which a program fills in.
fn is_dunder(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"{__").and_then(|value| value.strip_suffix(b"__}"));
    inner.is_some_and(|name| {
        (1..=48).contains(&name.len()) && name.iter().all(|b| b.is_ascii_lowercase() || *b == b'_')
    })
}

/// What documentation writes in capitals where a value belongs.
const STAND_INS: [&[u8]; 10] = [
    b"accesstoken",
    b"refreshtoken",
    b"apitoken",
    b"authtoken",
    b"bearertoken",
    b"sessiontoken",
    b"idtoken",
    b"apikey",
    b"secretkey",
    b"clientsecret",
];

/// A template literal of which hardly anything is left when its `${…}` are gone.
fn is_interpolated(value: &[u8]) -> bool {
    const LETTERS_MAX: usize = 8;
    let Some(first) = memchr::memmem::find(value, b"${") else { return false };
    if value.len() > LABEL_BYTES_MAX {
        return false;
    }
    let (mut letters, mut at) = (count_letters(&value[..first]), first);
    while at < value.len() {
        let close = memchr::memchr(b'}', &value[at..]).map_or(value.len(), |end| at + end);
        let next = memchr::memmem::find(&value[close..], b"${").map_or(value.len(), |n| close + n);
        letters += count_letters(&value[close..next]);
        at = next;
    }
    letters <= LETTERS_MAX
}

fn count_letters(text: &[u8]) -> usize {
    text.iter().filter(|byte| byte.is_ascii_alphanumeric()).count()
}

/// What a program has put in the place of a value that it took out: `[REDACTED]`, `<masked>`.
pub(super) fn is_taken_out(value: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] =
        [b"redacted", b"filtered", b"masked", b"removed", b"hidden", b"scrubbed"];
    let word = match value {
        [b'[', word @ .., b']'] | [b'<', word @ .., b'>'] | [b'(', word @ .., b')'] => word,
        _ => return value == b"REDACTED",
    };
    word.len() <= 8 && WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_mask(value: &[u8]) -> bool {
    if value.len() > LABEL_BYTES_MAX {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    text.chars().all(|letter| matches!(letter, '*' | '•' | '●' | '·' | '.' | '-' | '_' | '…'))
        || text.len() > 2 && text.bytes().all(|byte| matches!(byte, b'x' | b'X'))
}

fn is_words(value: &[u8]) -> bool {
    if value.len() > LABEL_BYTES_MAX {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    if text.chars().all(|letter| !letter.is_ascii() && letter.is_alphabetic()) {
        return true;
    }
    let apart = text.split_whitespace().count();
    if apart > 1 {
        return is_sentence(text, apart) || is_caption(text, apart);
    }
    let plain = !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'!');
    plain && text.len() <= 64 && is_known_word(text)
}

/// Words that all are letters but for punctuation and short numbers, beginning as a sentence
/// does, or ending as one.
fn is_sentence(text: &str, apart: usize) -> bool {
    let words = || text.split_whitespace().take(WORDS_MAX);
    let plain = words().all(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        word.is_empty()
            || word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
            || word.chars().all(|letter| letter.is_alphabetic() || "'’-/".contains(letter))
    });
    let small = words().skip(1).filter(|word| word.starts_with(char::is_lowercase)).count();
    let ends = text.ends_with(['.', '?', '!', ':', '…']) && apart > 2;
    let begins =
        apart > 2 && text.starts_with(char::is_uppercase) && small * 2 >= apart.min(WORDS_MAX) - 1;
    let demands = apart > 3 && words().any(|word| DEMANDS.contains(&word));
    plain && (ends || begins || demands)
}

/// Words of messages about a field: `must be at least 12 characters`.
const DEMANDS: [&str; 8] =
    ["must", "should", "cannot", "can't", "required", "invalid", "least", "too"];

/// A few words without digits that begin with a capital and of which one is known, or that all
/// are known: `Neues Passwort`, `enter password`.
fn is_caption(text: &str, apart: usize) -> bool {
    let known = text.split_whitespace().filter(|word| is_known_word(word)).count();
    let joined = text
        .split_whitespace()
        .any(|word| word.len() > 24 || Shape::of(word.as_bytes()).is_mixed());
    let capital = text.starts_with(|letter: char| letter.is_uppercase() || !letter.is_ascii());
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && !joined
        && apart <= 8
        && (known == apart || capital && known > 0)
}

/// Whether all parts of a joined word are known (`access_token`), or one of a dotted one
/// (`login.form.password`).
pub(super) fn is_known_word(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let folded = word.to_lowercase();
    if VOCABULARY.contains(folded.as_str()) {
        return true;
    }
    let name = Name::new(word.as_bytes());
    let known = (0..name.words()).filter(|at| knows(name.word(*at))).count();
    let symbol = |byte: u8| !byte.is_ascii_alphanumeric() && byte.is_ascii();
    let foreign = word.bytes().any(|byte| symbol(byte) && !b"-_.:'/[]".contains(&byte));
    let dotted = name.words() > 2
        && word.contains('.')
        && word.bytes().all(|b| b.is_ascii_alphabetic() || b"._".contains(&b));
    !foreign && name.words() > 0 && (known == name.words() || dotted && known > 0)
}

fn knows(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| VOCABULARY.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_labels_from_secrets() {
        for value in [
            "Password",
            "Passwort vergessen?",
            "Mot de passe",
            "access_token",
            "accessToken",
            "string",
            "This field is required",
            "Must have at least 8 characters",
            "login.form.password",
            "{{password}}",
            "${DB_PASSWORD}",
            "Bearer ${token}",
            "${user} ${options.jwt}",
            "********",
            "••••",
            "密码",
            "Пароль",
            "enter password",
            "The passwords do not match.",
            "Forgot your password?",
            "<password>",
            "xxxx",
            "New Password",
            "Новый пароль",
            "새 비밀번호",
            "كلمة المرور",
            "APIキー",
            "API-Schlüssel",
            "Clé secrète",
            "Jeton d'accès",
            "Credenciales",
            "Segreto",
            "varchar(255)",
            "string | undefined",
            "String!",
            "[String!]!",
            "Optional[str]",
            "YOUR_API_TOKEN",
            "your-api-key",
            "YOUR_TOKEN",
            "ACCESS_TOKEN",
            "$TOKEN",
            "$DB_PASSWORD",
            "{apiKey}",
            "None",
            "[object Object]",
            "[Filtered]",
            "your_api_key_here",
            "YOUR-API-KEY-HERE",
            "{__relative_name__}",
            "required|min:8",
            "nullable|string|max:80",
            "digits:6",
            "between:8,64",
        ] {
            assert!(is_label(value.as_bytes()), "{value}");
        }
        for value in [
            "sunshine",
            "correct horse battery staple",
            "Password1",
            "password123",
            "Tr0ub4dor",
            "mypassword",
            "super-secret-parrot",
            "Correct Horse Battery Staple",
            "a!b",
            "sk_live_Zq81mKx7T2wLp0${n}",
            "p@ssword",
            "Pässwörd9",
            "пароль-7",
            "$ECRET",
            "$token9",
            "YOUR_MOTHER",
            "your-mother",
            "MY_PASSWORD",
            "{tundra}",
            "[tundra]",
            "parrot!",
            "varchar",
            "blue | green",
            "(255)",
            "your_here",
            "your_parrot_here",
            "{__tundra2__}",
            "__tundra__",
            "required|tundra",
            "digits:x7",
            "tundra:8",
        ] {
            assert!(!is_label(value.as_bytes()), "{value}");
        }
    }
}
