//! What running text is searched for.

use std::sync::LazyLock;

use crate::detect::layer::prose::{calls, commands, listed, people};
use crate::detect::needles::{Choice, Needles};

/// What telling names have in them, as names are written; at least three bytes each, and none begins with
/// another.
pub(super) static STEMS: LazyLock<Needles> = LazyLock::new(|| {
    const WORDS: [&str; 12] = [
        "passw",
        "passphrase",
        "passcode",
        "secret",
        "token",
        "auth",
        "session",
        "credential",
        "cookie",
        "signature",
        "bearer ",
        "basic ",
    ];
    const AS_WRITTEN: &[&str] = &[
        "://",
        "pwd=",
        "pwd:",
        "Pwd=",
        "PWD=",
        "pwd\"",
        "pikey",
        "piKey",
        "PIKEY",
        "PIKey",
        "pi_key",
        "pi-key",
        "PI_KEY",
        "_key",
        "_KEY",
        "Key=",
        "-Key:",
        "-key:",
        "pi-Key",
        "PI-Key",
        "PI-KEY",
        "csrf",
        "CSRF",
        "xsrf",
        "XSRF",
        "jwt",
        "rivate",
        "sid=",
        "user=",
        "pi key",
        "PI key",
        "PI Key",
        "PI KEY",
        " key:",
        " Key:",
        " KEY:",
        "pass: ",
        "Pass: ",
        "pwd =",
        "Pwd =",
        "PWD =",
        "PW: ",
        "pw: ",
        " pw=",
        "psw: ",
        "verifier",
        "ticket=",
        "bearer=",
        "@tcp(",
        "@unix(",
        "?code=",
        "&code=",
        "?state=",
        "&state=",
        "our code",
        "認証コード",
        "verification code",
        "Verification code",
        "gin code",
        "urity code",
        "-time code",
        " OTP",
        "/reset",
        "/invit",
        "/magic",
        "/verif",
        // Passwords by the ends of their names; what is shorter stands in fonts and pictures by chance.
        "pass=",
        "Pass=",
        "PASS=",
        "pass\"",
        "Pass\"",
        "PASS\"",
        "pass'",
        "PASS'",
        "_pass:",
        "PASS:",
        "pass =",
        "PASS =",
        "_pw=",
        "_PW=",
        "_pw\"",
        "_PW\"",
        "_PW'",
        "pw\":",
        "indpw",
        "INDPW",
        "ootpw",
        "ROOTPW",
    ];
    let commands = commands::stems().map(|stem| String::from_utf8_lossy(stem).into_owned());
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let stems = WORDS
        .iter()
        .flat_map(|word| [(*word).to_owned(), capital(word), word.to_uppercase()])
        .chain(
            AS_WRITTEN
                .iter()
                .chain(FOREIGN)
                .chain(people::STEMS)
                .chain(calls::STEMS)
                .map(|stem| (*stem).to_owned()),
        )
        .chain(listed::stems().map(str::to_owned))
        .chain(commands);
    // The stems live as long as the program.
    Needles::new(stems.map(|stem| stem.leak().as_bytes()), Choice::First)
});

/// What passwords are called elsewhere, without the letter that may be a capital, and what stands before
/// one in SQL.
pub(super) const FOREIGN: &[&str] = &[
    "ennwort",
    "ot de passe",
    "ontraseña",
    "ontrasena",
    "Senha",
    "senha",
    "asło",
    "achtwoord",
    "ароль",
    "パスワード",
    "密码",
    "密碼",
    "비밀번호",
    "DENTIFIED BY",
    "dentified by",
];
