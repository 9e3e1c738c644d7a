//! Names of credentials and of people's data in other languages. Every secret is invented.

use crate::detect::Place;
use crate::detect::name::tests::{R, check_texts};

#[test]
fn passwords_and_codes() {
    for place in [Place::Json, Place::Form] {
        for name in [
            "mdp",
            "mdpActuel",
            "mdp_confirm",
            "ancien_mdp",
            "palavraPasse",
            "senhaAtual",
            "passwortWiederholen",
            "passwort_wdh",
            "passwort_bestaetigen",
            "kundenpasswort",
            "kunden_passwort",
            "parol",
            "novyiParol",
            "sifre",
            "şifre",
            "xinmima",
            "zhifumima",
            "jelszo",
            "lozinka",
            "matkhau",
            "kata_sandi",
            "kodeord",
            "contrasenia",
            "geslo",
            "parool",
            "claveSecreta",
            "パスワード",
            "新しいパスワード",
            "密码",
            "新密码",
            "密碼",
            "口令",
            "пароль",
            "Новый пароль",
            "비밀번호",
        ] {
            check_texts(
                place,
                &[
                    (name, "Tundra60638!", "password"),
                    (name, "Passwort", if place == Place::Json { "" } else { "password" }),
                ],
            );
        }
        for name in ["claveActual", "nuevaClave", "pw_neu", "pw_alt"] {
            check_texts(place, &[(name, "Tundra60638!", "password"), (name, "100%", "")]);
        }
        for name in ["暗証番号", "验证码", "yanzhengma", "zugangscode", "geheimzahl"] {
            check_texts(place, &[(name, "493817", "otp"), (name, "Code", "")]);
        }
        check_texts(
            place,
            &[
                ("cleApi", R, "api-key"),
                ("jeton", R, "token"),
                ("respuestaSecreta", "Tundra", "secret"),
                ("注文番号", "12345678", ""),
                ("密码策略", "Min8Upper1", ""),
                ("zakaz", "12345678", ""),
            ],
        );
    }
    check_texts(Place::Json, &[("jeton", "casino", ""), ("密码", "请输入密码", "")]);
}

#[test]
fn people() {
    check_texts(
        Place::Json,
        &[
            ("氏名", "粟飯原美羅", "name"),
            ("姓名", "Mira Quell", "name"),
            ("姓名", "Name", ""),
            ("住所", "霧雨町1-2-3", "address"),
            ("電話番号", "0355560926", "phone"),
            ("手机号", "13855560926", "phone"),
            ("身份证号", "110101199003078515", "national-id"),
            ("生年月日", "1984-03-07", "birth-date"),
            ("фамилия", "Квеллова", "name"),
            ("имя", "строка 12", ""),
            ("apellidos", "Quell Weiß", "name"),
            ("nombreCompleto", "Mira Quell", "name"),
            ("apellido", "Apellido", ""),
            ("prenom", "Mira", "name"),
            ("kontoinhaber", "Mira Quell", "name"),
            ("strasse", "Querweg 12", "address"),
            ("strasse", "Straße", ""),
            ("plz", "10115", "postal-code"),
            ("plz", "Postleitzahl", ""),
            ("cep", "01310100", "postal-code"),
            ("kontonummer", "4711081512", "account-number"),
            ("chavePix", "48846a56-8eb6-4c1a-aca9-9890f0e32509", "account-number"),
            ("snils", "99239982281", "national-id"),
            ("nom", "Quell", ""),
            ("nombre", "Mira", ""),
            ("ort", "Querndorf", ""),
            ("adresse", "Querweg 12", ""),
        ],
    );
    check_texts(Place::Form, &[("wohnort", "Querndorf", "address")]);
}
