//! Names of credentials that also name something else. Every secret is invented.

use crate::detect::Place;
use crate::detect::name::tests::{R, check, check_numbers, check_texts, text};

/// 32 digits in hexadecimal.
const HEX: &str = "9f86d081884c7d659a2feaa0c55ad015";

const DOCUMENTS: [Place; 2] = [Place::Json, Place::Script];

#[test]
fn short_names_of_passwords() {
    for name in ["pw", "upw", "userpw", "user[pw]", "login_pw", "clave", "mima"] {
        check_texts(
            Place::Form,
            &[(name, "Tundra!60638.mango", "password"), (name, "sunshine", "password")],
        );
        check_texts(
            Place::Query,
            &[(name, "hunter2xyz", "password"), (name, "1280", ""), (name, "desktop", "")],
        );
        check_texts(
            Place::Json,
            &[
                (name, "Gr4nite#23359-blue", "password"),
                (name, "Gr4nite23359", "password"),
                (name, "Granite width", ""),
                (name, "100%", ""),
                (name, "12.5px", ""),
                (name, "1280x720", ""),
                (name, "menu.inicio-2", ""),
                (name, "MX-2024-01", ""),
                (name, "01010101", ""),
            ],
        );
    }
    check_texts(Place::Form, &[("pw", "1280", ""), ("pw", "100%", "")]);
    check_texts(
        Place::Script,
        &[("pw", "a#1b2c3d", ""), ("pw", "100%", ""), ("pw", R, "password")],
    );
    check_texts(Place::Path, &[("AAAAAAAACPw", "X9YN0Vqinw", "")]);
    check_numbers(Place::Json, &[("pw", "12", ""), ("pw", "1280", "")]);
    for name in ["mypass", "my_pass", "pword"] {
        check_texts(Place::Form, &[(name, "sunshine", "password")]);
        check_texts(Place::Json, &[(name, "sunshine", "password"), (name, "Password", "")]);
    }
    check_texts(
        Place::Json,
        &[("boarding_pass", "seat-12", ""), ("passwd_hash", HEX, "password-hash")],
    );
}

#[test]
fn an_id_of_an_app_that_is_a_key() {
    check_texts(
        Place::Query,
        &[("appid", HEX, "api-key"), ("appid", "wx3b9c8d7e6f5a4b3c", ""), ("appId", "480", "")],
    );
    check_texts(Place::Json, &[("appid", HEX, "")]);
}

#[test]
fn keys_of_networks_vendors_and_wallets() {
    for (name, kind) in [
        ("psk", "secret-key"),
        ("wpaPsk", "secret-key"),
        ("vpn_psk", "secret-key"),
        ("wpaKey", "secret-key"),
        ("networkKey", "secret-key"),
        ("wifi_key", "secret-key"),
        ("snmpCommunity", "secret-key"),
        ("stripeKey", "api-key"),
        ("OPENAI_KEY", "api-key"),
        ("ANTHROPIC_KEY", "api-key"),
        ("sendgridKey", "api-key"),
        ("adminKey", "api-key"),
        ("streamKey", "api-key"),
        ("activation_key", "api-key"),
        ("encKey", "secret-key"),
        ("aesKey", "secret-key"),
        ("tlsKey", "secret-key"),
        ("keyMaterial", "secret-key"),
        ("transactionKey", "secret-key"),
        ("recoveryKey", "secret-key"),
        ("walletKey", "secret-key"),
        ("setupKey", "secret-key"),
        ("manualEntryKey", "secret-key"),
        ("unsealKeys", "secret-key"),
        ("keys_base64", "secret-key"),
        ("priv_key", "private-key"),
        ("client-key-data", "private-key"),
    ] {
        for place in [Place::Json, Place::Form] {
            check_texts(place, &[(name, R, kind), (name, HEX, kind)]);
        }
    }
    check_texts(
        Place::Json,
        &[
            ("recoveryKey", "490164-518231-220911-003214", "secret-key"),
            ("recoveryKey", "Recovery key", ""),
            ("wpaKey", "sunflower", "secret-key"),
            ("snmpCommunity", "public", ""),
            ("networkKey", "ethereum-mainnet", ""),
            ("wlanKey", "Tundra-60638", "secret-key"),
            ("wifiKey", "Wi-Fi key", ""),
            ("adminKey", "settings.admin", ""),
            ("streamKey", "primary", ""),
            ("tlsKey", "/etc/tls/server.key", ""),
            ("walletKey", "walletBalanceInEuro", ""),
            ("keys", HEX, ""),
            ("monkey", R, ""),
        ],
    );
}

/// What programs call a key of their own.
#[test]
fn identifiers_under_names_of_keys() {
    for place in DOCUMENTS {
        check_texts(
            place,
            &[
                ("dataKey", "revenue", ""),
                ("dataKey", "revenueByMonthAndRegion2024", ""),
                ("storageKey", "i18nextLng", ""),
                ("accessKey", "ctrl+k", ""),
                ("sessionKey", "app-session", ""),
                ("sessionKey", "__Secure-next-auth.session-token", ""),
                ("serviceKey", "delivery-express", ""),
                ("clientKey", "web-portal", ""),
                ("queryKey", "users/list/2024", ""),
                ("sessionCookie", "connect.sid", ""),
                ("sessionCookie", R, "session-cookie"),
                ("authCookie", "sails.sid=s%3AS5e7w0zQ0xAsCwh9", "session-cookie"),
                ("dataKey", R, "secret-key"),
                ("storageKey", HEX, "secret-key"),
                ("accessKey", "AKIAQ7X2LM4ZK8RT9WPB", "api-key"),
                ("sessionKey", "q7Xv0Lm3Zk81", "session-token"),
                ("clientKey", R, "api-key"),
            ],
        );
    }
    // What was sent is no name of a program's.
    check_texts(Place::RequestHeader, &[("x-acme-client-key", "web-portal", "api-key")]);
    check_texts(Place::Pair, &[("SESSION_KEY", "blue-parrot", "session-token")]);
}

#[test]
fn phrases() {
    let phrase = "ladder mango tundra velvet ocean pepper garden orbit sunset copper kitten maple";
    for name in ["mnemonic", "seedPhrase", "recovery_phrase"] {
        check_texts(
            Place::Json,
            &[
                (name, phrase, "seed-phrase"),
                (name, R, "seed-phrase"),
                (name, "MOV", ""),
                (name, "&File", ""),
                (name, "Write down these words and keep them in a safe place at your home.", ""),
                (name, "keep the list of all twelve words in a safe place at home", ""),
            ],
        );
    }
    check_texts(
        Place::Form,
        &[("seedPhrase", "ladder mango", "seed-phrase"), ("mnemonic", "MOV", "")],
    );
}

#[test]
fn codes_and_tokens() {
    check_texts(
        Place::Json,
        &[
            ("resetCode", "A7K-2QX", "otp"),
            ("inviteCode", "K7QX2M", "otp"),
            ("activationCode", "493817", "otp"),
            ("unlockCode", "unlocked", ""),
            ("inviteCode", "Invite code", ""),
            ("plainTextToken", "12|kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fkX9vQ2mT7rB4", "token"),
            ("textToken", "text-body-2", ""),
            ("authticket", R, "token"),
            ("securetoken", HEX, "token"),
            ("xtoken", R, "token"),
            ("ott", R, "token"),
            ("ott", "netflix", ""),
            ("pat", HEX, "token"),
            ("pat", "app/[slug]/page.tsx", ""),
            ("pwdHash", HEX, "password-hash"),
            ("userHash", HEX, "signature"),
            ("user_hash", "users/list", ""),
        ],
    );
}

#[test]
fn tokens_of_forms() {
    let digest = format!("0x{},09 Mar 2026 10:00:00 -0000", HEX.repeat(4).to_uppercase());
    let long = format!("1.AXoA{R}-{R}_{R}");
    for place in [Place::Json, Place::Form, Place::Html] {
        check_texts(
            place,
            &[
                ("g_ck", &HEX.repeat(2), "csrf-token"),
                ("sysparm_ck", &HEX.repeat(2), "csrf-token"),
                ("FormDigestValue", &digest, "csrf-token"),
                ("__REQUESTDIGEST", &digest, "csrf-token"),
                ("formDigestTimeoutSeconds", "1800", ""),
                ("sFT", &long, "session-id"),
                ("sCtx", &long, "session-id"),
                ("PPFT", &format!("-D{R}!{R}*{R}$$"), "session-id"),
                ("sft", "cubic", ""),
                ("crumb", &HEX.repeat(2), "csrf-token"),
                ("data-crumb-value", HEX, "csrf-token"),
                ("crumb", "home", ""),
                ("crumb", "settings/users", ""),
                ("crumbRequestField", "Jenkins-Crumb", ""),
                ("SNlM0e", "APwZia3Kq81:1764000000000", "csrf-token"),
            ],
        );
    }
    check_texts(
        Place::RequestHeader,
        &[("X-RequestDigest", &digest, "csrf-token"), ("Jenkins-Crumb", HEX, "csrf-token")],
    );
    check_texts(
        Place::Query,
        &[
            ("osCsid", HEX, "session-id"),
            ("zenid", HEX, "session-id"),
            (".ASPXAUTH", HEX, "session-id"),
            ("CFTOKEN", HEX, "session-id"),
            ("CFTOKEN", "41", ""),
        ],
    );
}

#[test]
fn nonces_in_hexadecimal() {
    for place in [Place::Json, Place::Script, Place::Html] {
        check(text("nonce", "89b8bf0be4", place), "nonce", "of WordPress");
        check(text("nonce", "89b8bf0b", place), "", "too short");
    }
    check_texts(
        Place::Json,
        &[
            ("nonce", HEX, "nonce"),
            ("nonce", "0x0000000000000042", ""),
            ("nonce", "accessible", ""),
            ("state", HEX, ""),
            ("key", HEX, ""),
        ],
    );
    check_texts(Place::Script, &[("nonce", HEX, ""), ("cspNonce", HEX, "")]);
}

#[test]
fn secrets_of_generators_of_codes() {
    let seed = "KQZX7M2LW4RB5TVN";
    for name in ["SecretCode", "authenticatorKey", "entryKey", "otpKey", "mfaKey", "totpKey"] {
        check_texts(
            Place::Json,
            &[
                (name, seed, "otp"),
                (name, "kqzx 7m2l w4rb 5tvn", "otp"),
                (name, "product3detailsview", ""),
                (name, "ADMINISTRATORKEYS", ""),
                (name, "primary", ""),
            ],
        );
    }
    check_texts(
        Place::Json,
        &[("setupKey", seed, "secret-key"), ("setupKey", "kqzx 7m2l w4rb 5tvn", "secret-key")],
    );
}

#[test]
fn codes_of_digits() {
    for name in [
        "confirmation_code",
        "ConfirmationCode",
        "mobileCode",
        "tfa",
        "token2fa",
        "authenticatorCode",
        "binding_code",
    ] {
        for place in [Place::Json, Place::Form] {
            check_texts(place, &[(name, "402117", "otp"), (name, "QX7K2M", ""), (name, "49", "")]);
        }
        check_numbers(Place::Json, &[(name, "402117", "otp"), (name, "4021", "")]);
    }
    for name in ["loginCode", "accessCode"] {
        check_texts(Place::Json, &[(name, "402117", "auth-code"), (name, "full", "")]);
    }
    for name in ["otp_attempt", "mpin", "tpin", "smsCode"] {
        check_texts(Place::Json, &[(name, "402117", "otp")]);
    }
    for name in ["scratch_codes", "emergencyCodes", "rescueCode", "generatedRecoveryAuthnCodes"] {
        check_texts(Place::Json, &[(name, "k2j4-99xq", "otp"), (name, "Codes", "")]);
    }
    check_numbers(Place::Json, &[("otpLength", "6", ""), ("mfaCount", "1234", "")]);
}

/// A value in base64, one in hexadecimal.
#[test]
fn material_of_keys() {
    let base64 = "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f/Kw0+aR4eT7uI9o=";
    let long = HEX.repeat(2);
    for (name, kind) in [
        ("plaintext", "secret-key"),
        ("plain_text_value", "secret-key"),
        ("rawKey", "secret-key"),
        ("fullKey", "secret-key"),
        ("newKey", "secret-key"),
        ("keyString", "secret-key"),
        ("secondaryKey", "secret-key"),
        ("secretText", "secret-key"),
        ("SecretBinary", "secret-key"),
        ("SECRET_HASH", "secret-key"),
        ("passwordData", "secret-key"),
        ("cipherKey", "secret-key"),
        ("unlock_key", "secret-key"),
        ("dek", "secret-key"),
        ("kek", "secret-key"),
    ] {
        check_texts(
            Place::Json,
            &[(name, base64, kind), (name, &long, kind), (name, "revenueByMonth", "")],
        );
    }
    check_texts(
        Place::Json,
        &[
            ("privateKeyData", base64, "private-key"),
            ("plaintext", "The parcel arrives on Monday, 12 March", ""),
            ("fullKey", "users/48846a56-8eb6-4c1a-aca9-9890f0e32509/avatar.png", ""),
            ("newKey", "48846a56-8eb6-4c1a-aca9-9890f0e32509", ""),
            ("secondaryKey", "created_at", ""),
            ("wif", "KzQ7Xv0Lm3Zk81Rt9WpBkX9vQ2mT7rB4nL8wZ3cY6pH1sD5fJu7E", "private-key"),
            ("wif", "EKpQ7Xv0Lm3Zk81Rt9WpBkX9vQ2mT7rB4nL8wZ3cY6pH", ""),
            ("p12", "size-12", ""),
            ("primaryKey", base64, ""),
        ],
    );
}

#[test]
fn tokens_of_logins_in_progress() {
    let long = format!("{R}-{R}*{R}*");
    for name in [
        "oobCode",
        "sessionInfo",
        "token_hash",
        "zak",
        "co_verifier",
        "requestState",
        "cshc",
        "tokenId",
    ] {
        for place in [Place::Json, Place::Form, Place::Query] {
            let value = if name == "tokenId" { &long } else { R };
            let kind = if name == "tokenId" { "session-token" } else { "token" };
            check_texts(place, &[(name, value, kind), (name, "pending", "")]);
        }
    }
    check_texts(
        Place::Json,
        &[
            ("identitytoken", R, "id-token"),
            ("js_code", R, "auth-code"),
            ("tokenId", "4711", ""),
            ("tokenId", "48846a56-8eb6-4c1a-aca9-9890f0e32509", ""),
            ("cred", "Tundra60638!", "credential"),
            ("creds", R, "credential"),
            ("creds", "include", ""),
            ("cred", "same-origin", ""),
        ],
    );
    for name in
        ["db_pw", "dbPw", "SMTP_PW", "mail_pw", "root_pw", "rootpw", "adminpw", "upass", "passwrd"]
            .into_iter()
            .chain(["bindpw", "LDAP_BINDPW", "PHP_AUTH_PW", "txtPw"])
    {
        check_texts(Place::Json, &[(name, "timbernoke03", "password"), (name, "Password", "")]);
    }
    for name in ["pass1-text", "form[plainPassword][first]"] {
        check_texts(Place::Form, &[(name, "sunshine", "password")]);
    }
}

#[test]
fn fields_that_an_administrator_has_named() {
    check_texts(
        Place::Json,
        &[
            ("API_Key__c", R, "api-key"),
            ("Password__c", "Tundra60638!", "password"),
            ("custom:tax_id", "QM8W7EZ3K", "national-id"),
            ("extension_0f3a9c_PassportNo", "QR47HVE80", "national-id"),
            ("passport", "required", ""),
            ("passport", "local", ""),
            ("Color__c", R, ""),
        ],
    );
}

#[test]
fn people_by_what_they_are() {
    check_texts(
        Place::Json,
        &[
            ("userFullName", "Mira Quell", "name"),
            ("beneficiaryName", "Mira Quell", "name"),
            ("employeeName", "Mira Quell", "name"),
            ("studentName", "Mira Quell", "name"),
            ("creditorName", "Mira Quell", "name"),
            ("contact_person", "Mira Quell", "name"),
            ("payee", "Mira Quell", "name"),
            ("payee", "grocery", ""),
            ("userFullName", "label.fullname", ""),
            ("hintAnswer", "sunshine", "secret"),
        ],
    );
    check_texts(
        Place::Form,
        &[
            ("card[name]", "Mira Quell", "name"),
            ("billing_details[name]", "Mira Quell", "name"),
            ("individual[dob][day]", "12", "birth-date"),
            ("individual[dob][year]", "1984", "birth-date"),
            ("card[name]", "default", ""),
        ],
    );
}

#[test]
fn answers_hashes_and_brief_names() {
    check_texts(
        Place::Form,
        &[
            ("memorableWord", "sunshine", "password"),
            ("secret_question_1_answer", "Fluffyton", "secret"),
            ("md5pwd", "f3a9c04b1de27788aa01b5c6d7e8f901", "password-hash"),
            ("vcode", "639201", "otp"),
            ("rememberMe", "k3XwQ81uQpZov7LtWq9Zr4KtK7", "token"),
            ("rememberMe", "on", ""),
        ],
    );
    check_texts(
        Place::Json,
        &[
            ("securityQuestionAnswer", "Fluffyton7", "secret"),
            ("tkn", "k3XwQ81uQpZov7LtWq9Zr4KtK7", "token"),
            ("wssid", "f3a9c04b1de27788aa01b5c6d7e8f901", "token"),
            ("wssid", "quell-guests", ""),
        ],
    );
    check_texts(
        Place::RequestHeader,
        &[
            ("iv-creds", "Version=1, BAKs3DCCBnMMADCCBm0wgg", "client-certificate"),
            ("SM_USER", "mquell", "username"),
            ("X-SSL-Client-S-DN", "CN=Mira Quell,O=Quell", "client-certificate"),
            ("X-ClickHouse-Key", "sunshine", "api-key"),
        ],
    );
}
