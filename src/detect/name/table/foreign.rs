//! What forms and interfaces that are not in English call credentials and people's data.

use crate::detect::name::condition::Condition::{Otp, Password, Personal, Short, Strong, Weak};
use crate::detect::name::index::Reach::{Exact, Tail};
use crate::detect::name::index::Row;
use crate::detect::name::personal::Sort;
use crate::detect::{Kind, Rule};

/// Names anywhere; none that is also a common word of English.
pub(in crate::detect::name) static FOREIGN: &[Row] = rows! {
    "password" Password, Tail =>
        "mdp" "motdepasse" "contrasenia" "palavra-passe" "senha-atual" "senha-nova" "kundenpasswort"
        "passwort-wiederholen" "passwort-wiederholung" "passwort-wdh" "passwort-bestaetigen"
        "passwort-bestätigen" "passwort-neu" "passwort-alt" "losungswort" "parol" "sifre" "şifre"
        "jelszo" "jelszó" "lozinka" "geslo" "parool" "matkhau" "mat-khau" "katasandi" "kata-sandi"
        "kodeord" "bimilbeonho" "pasuwado" "xinmima" "jiumima" "quermima" "zhifumima"
        "パスワード" "密码" "密碼" "口令" "пароль" "Пароль" "비밀번호";
    "password" Password, Exact =>
        "mdp-actuel" "mdp-nouveau" "mdp-confirm" "clave-secreta" "Şifre";
    "password" Short, Tail =>
        "clave-actual" "clave-nueva" "pw-neu" "pw-alt";
    "otp" Otp, Tail =>
        "zugangscode" "freischaltcode" "geheimzahl" "clave-dinamica" "code-confidentiel"
        "codigo-verificacao" "yanzhengma" "ansho-bango" "暗証番号" "验证码" "驗證碼" "認証コード"
        "인증번호";
    "secret" Strong, Tail =>
        "respuesta-secreta" "reponse-secrete" "sicherheitsantwort";
    "token" Weak, Exact =>
        "jeton" "トークン";
    "api-key" Weak, Exact =>
        "cle-api" "klyuch";
    "name" Personal(Sort::PersonName), Tail =>
        "apellido" "apellidos" "nombre-completo" "nome-completo" "nomefamille" "nom-famille"
        "sobrenome" "prenom" "prénom" "cognome" "achternaam" "voornaam" "nazwisko" "soyad"
        "efternamn" "etternavn" "sukunimi" "prijmeni" "prezime" "kontoinhaber" "geburtsname"
        "otchestvo" "familiya" "förnamn" "fornamn" "tussenvoegsel" "nom-de-naissance" "nome-mae"
        "nome-da-mae";
    "name" Personal(Sort::PersonName), Exact =>
        "imya" "imie" "imię" "xingming" "adisoyadi" "ad-soyad" "shimei" "namae" "sei-kana"
        "mei-kana" "first-name-kana" "last-name-kana" "full-name-kana";
    "name" Personal(Sort::DisplayName), Exact =>
        "fio";
    "name" Personal(Sort::NativeName), Exact =>
        "氏名" "姓名" "お名前" "фамилия" "Фамилия" "имя" "Имя" "отчество" "фио" "ФИО" "이름" "성명" "フリガナ"
        "ふりがな";
    "username" Personal(Sort::UserName), Exact =>
        "benutzername" "yonghuming" "用户名" "ユーザー名";
    "username" Personal(Sort::User), Exact =>
        "usuario" "логин" "utilisateur";
    "username" Personal(Sort::Account), Exact =>
        "identifiant";
    "address" Personal(Sort::Street), Exact =>
        "strasse" "straße" "strasse-hausnr" "住所" "ご住所" "地址" "endereco" "endereço" "logradouro"
        "dirección" "direccion" "indirizzo" "jusho" "dizhi" "ulica" "gatuadress" "straatnaam"
        "straat" "адрес" "Адрес" "улица" "calle" "via-indirizzo" "adres";
    "address" Personal(Sort::City), Exact =>
        "wohnort" "ort" "ville" "stadt";
    "postal-code" Personal(Sort::Zip), Exact =>
        "plz" "code-postal" "codigo-postal" "cep" "yubin-bango" "郵便番号" "邮编" "kod-pocztowy"
        "postnummer" "postcode-huisnummer";
    "phone" Personal(Sort::Phone), Exact =>
        "お電話番号" "携帯電話番号" "telefon" "telefono" "teléfono" "telefone" "telefonnummer" "handynummer"
        "celular" "shouji" "shoujihao" "sjhm" "telefoonnummer" "cep-telefonu" "cellulare"
        "numer-telefonu" "puhelin" "denwa-bango" "電話番号" "手机号" "手机号码" "телефон" "Телефон" "전화번호";
    "birth-date" Personal(Sort::BirthDate), Exact =>
        "geburtsdatum" "geboortedatum" "fecha-nacimiento" "date-naissance" "data-nascimento"
        "data-nascita" "dogum-tarihi" "data-urodzenia" "födelsedatum" "seinengappi" "chushengriqi"
        "data-rozhdeniya" "生年月日" "出生日期" "дата-рождения" "датаРождения" "생년월일";
    "national-id" Personal(Sort::Number), Exact =>
        "snils" "tckn" "身份证号" "身份证" "personalausweisnummer" "steuernummer" "sfzh"
        "shenfenzheng" "codice-fiscale" "cedula" "zjhm";
    "national-id" Personal(Sort::Document), Exact =>
        "pasport" "паспорт" "sozialversicherungsnummer" "krankenversicherungsnummer"
        "versichertennummer";
    "account-number" Personal(Sort::Number), Exact =>
        "kontonummer" "numero-cuenta" "kouza-bango" "yinhangka" "yinhangkahao";
    "account-number" Personal(Sort::Device), Exact =>
        "chave-pix";
};
