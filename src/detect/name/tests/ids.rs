//! Ids that are nobody's secret, and those of people. Every secret is invented.

use crate::detect::Place;
use crate::detect::name::tests::{R, check, check_texts, number};

#[test]
fn numbers_and_names_of_people() {
    check_texts(
        Place::Json,
        &[
            ("real_name", "Mira Quell", "name"),
            ("guestName", "Mira Quell", "name"),
            ("guestName", "Guest", ""),
            ("nameOnCard", "M QUELL", "name"),
            ("nameOnCard", "Name on card", ""),
            ("userDisplayName", "Mira Quell", "name"),
            ("userDisplayName", "settings", ""),
            ("contactNumber", "+44 20 7946 0958", "phone"),
            ("contactNumber", "12", ""),
            ("nhsNumber", "943 476 5919", "national-id"),
            ("nationalInsuranceNumber", "QQ123456C", "national-id"),
            ("passportNo", "X1234567", "national-id"),
            ("passportNo", "required", ""),
            ("licensePlate", "AB12 CDE", "license-plate"),
            ("licencePlate", "M-QX 2041", "license-plate"),
            ("licensePlate", "plate", ""),
            ("licensePlate", "REQUIRED", ""),
        ],
    );
}

#[test]
fn what_a_script_has_gathered_of_a_device() {
    let gathered = format!("0400{}", "CIfeAe15Cx8Nf94lis1ztjy+6/Ao2WE9gwqiRlix".repeat(9));
    let words = "a sentence about devices ".repeat(12);
    check_texts(
        Place::Json,
        &[
            ("deviceId", gathered.as_str(), "device-id"),
            ("deviceId", words.as_str(), ""),
            ("phone", gathered.as_str(), ""),
            ("username", "周杰伦", "username"),
            ("username", "用户名", ""),
        ],
    );
    check_texts(Place::Script, &[("username", "周杰伦", "")]);
}

#[test]
fn ids_of_objects() {
    const UUID: &str = "48846a56-8eb6-4c1a-aca9-9890f0e32509";
    check_texts(
        Place::Json,
        &[
            ("uid", UUID, ""),
            ("uid", R, "user-id"),
            ("uid", "9f86d081884c7d65", "user-id"),
            ("user_uuid", UUID, "user-id"),
            ("account", "001D000000IRFmaIAH", ""),
            ("account", "001D000000IRFma", ""),
            ("account", R, "username"),
            ("insurance_id", "ins_7bcb457363834ebd88ba419138138fbc", ""),
            ("insurance_id", "XYZ457363834", "national-id"),
            ("insurance_id", "7bcb457363834ebd88ba419138138fbc", "national-id"),
            ("ssn", "ins_078-05-1120", "national-id"),
            ("sid", "SM9f86d081884c7d659a2feaa0c55ad015", ""),
            ("sid", "9f86d081884c7d659a2feaa0c55ad015", "session-id"),
            ("sid", "sm9f86d081884c7d659a2feaa0c55ad015", "session-id"),
        ],
    );
    check_texts(Place::Query, &[("uid", UUID, "user-id")]);
    check_texts(Place::Path, &[("Account", "001D000000IRFmaIAH", ""), ("Account", R, "username")]);
}

/// RFC 6749, section 2.2: the identifier of a client is no secret.
#[test]
fn ids_of_clients_are_public() {
    for place in [Place::Json, Place::Query, Place::Form, Place::Script, Place::Pair] {
        check_texts(
            place,
            &[
                ("client_id", "48846a56-8eb6-4c1a-aca9-9890f0e32509", ""),
                (
                    "client_id",
                    "407408718192-q7xv0lm3zk81w9rt4bn6yp22.apps.googleusercontent.com",
                    "",
                ),
                ("client_id", "Iv1.8a61f9b3a7aba766", ""),
                ("clientId", R, ""),
                ("oauthClientId", R, ""),
                ("client_secret", R, "client-secret"),
            ],
        );
    }
}

#[test]
fn numbers_of_cases() {
    check_texts(
        Place::Json,
        &[
            ("ticket", "PROJ-1234", ""),
            ("ticket", "INC0012345", ""),
            ("ticket", "ST-1856339-aA5Yuvrxzpv8Tau1cYQ7", "token"),
            ("session", "A1-2024-03-09", ""),
            ("session", "A7K2-9QXZ-44TB-1Lm3", "session"),
            ("auth", "oauth2-pkce", ""),
            ("token", "spacing-200", ""),
            ("token", "q7Xv0Lm3Zk81", "token"),
            ("token", "spacing-200-9f86d081", "token"),
        ],
    );
    check_texts(
        Place::Query,
        &[("ticket", "PROJ-1234", ""), ("ticket", "wst_EXVOKlw5RXXx08i1AZ7L", "token")],
    );
}

#[test]
fn names_of_people_numbers_and_codes() {
    check_texts(
        Place::Json,
        &[
            ("confirmNew", "sunshine", "password"),
            ("challengeCode", "950917", "otp"),
            ("codeSms", "469801", "otp"),
            ("challengeCode", "plain", ""),
            ("redeemCode", "EG3OWTVRRATMH1T2", "otp"),
            ("redeemCode", "Enter code", ""),
            ("keyValue", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fG7jM0aQe", "secret-key"),
            ("keyValue", "theme", ""),
            ("managerName", "Mira Quell", "name"),
            ("managerName", "task", ""),
            ("driverName", "PostgreSQL JDBC Driver", ""),
            ("preferredName", "Mira", "name"),
            ("ssn_last_4", "9508", "national-id"),
            ("last4SSN", "9508", "national-id"),
            ("drivingLicence", "H84OWD6H2", "national-id"),
            ("account_no", "9033634023", "account-number"),
            ("locality", "Querndorf", ""),
            ("imię", "Mira", "name"),
            ("nomDeNaissance", "Quell", "name"),
            ("フリガナ", "クエル ミラ", "name"),
            ("lastName", "粟飯原", "name"),
            ("lastName", "姓氏", ""),
            ("firstName", "Мира", "name"),
            ("firstName", "Имя", ""),
            ("usuario", "mquell7x", "username"),
            ("usuario", "Usuario", ""),
            ("identifiant", "4711", ""),
            ("indirizzo", "Via Quell 12", "address"),
            ("indirizzo", "https://shop.example/a", ""),
            ("denwaBango", "0362671056", "phone"),
            ("seinengappi", "1956-01-22", "birth-date"),
            ("ort", "Querndorf", ""),
        ],
    );
    check_texts(
        Place::Form,
        &[("ort", "Querndorf", "address"), ("identifiant", "mquell", "username")],
    );
}

#[test]
fn names_with_a_word_that_labels_have() {
    check_texts(
        Place::Json,
        &[
            ("firstName", "Max", "name"),
            ("lastName", "Strong", "name"),
            ("fullName", "Max Quell", "name"),
            ("realname", "Mira Quell Test", "name"),
            ("username", "max.quell.ext", "username"),
            ("firstName", "First name", ""),
            ("firstName", "First Name", ""),
            ("lastName", "Test", ""),
            ("fullName", "Guest", ""),
            ("fullName", "Enter Full Name", ""),
            ("fullName", "Short Name", ""),
            ("fullName", "New Customer", ""),
            ("displayName", "Max Connections", ""),
            ("username", "max.length.email", ""),
        ],
    );
    check_texts(Place::Form, &[("city", "New York", "address"), ("city", "New City", "")]);
}

#[test]
fn names_with_a_note() {
    check_texts(
        Place::Json,
        &[
            ("firstName", "Mira (Remote)", "name"),
            ("fullName", "Mira Quell (she/her)", "name"),
            ("fullName", "Mira [Berlin] Quell", "name"),
            ("fullName", "describe(quell)", ""),
            ("fullName", "mira (quell)", ""),
            ("fullName", "Mira ()", ""),
            ("fullName", "(Mira) Quell", ""),
            ("displayName", "Quell Berlin (Classic)", ""),
        ],
    );
}

#[test]
fn who_has_done_something() {
    check_texts(
        Place::Json,
        &[
            ("createdBy", "Mira Quell", "name"),
            ("last_modified_by", "Quell, Mira", "name"),
            ("assignee", "Max Quell", "name"),
            ("reporter", "Mira van Quell", "name"),
            ("approvedBy", "Mira Quell (Berlin)", "name"),
            ("createdBy", "admin", ""),
            ("createdBy", "System", ""),
            ("createdBy", "System Administrator", ""),
            ("createdBy", "Created By", ""),
            ("createdBy", "Erstellt von", ""),
            ("assignee", "Platform Team", ""),
            ("assignee", "Automation for Jira", ""),
            ("assigned_to", "us-east-1", ""),
            ("createdBy", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f", ""),
            ("managed-by", "Quell Berlin", ""),
            ("author", "Mira Quell", ""),
        ],
    );
}

#[test]
fn who_uses_a_machine_and_writes() {
    check_texts(
        Place::Json,
        &[
            ("last_user", "mquell", "username"),
            ("lastLoggedInUser", r"QUELL-PC\mira", "username"),
            ("Current User", "mquell", "username"),
            ("usernames[0]", "mquell", "username"),
            ("nt_account", r"ACME\mquell", "username"),
            ("nameFirst", "Mira", "name"),
            ("senderName", "Mira Quell", "name"),
            ("senderName", "Quell Support", ""),
            ("activation_lock_bypass_code", "VX41L-AU5VJ-KQ4R", "secret-key"),
            ("last_user", "", ""),
            ("last_user_id", "7", ""),
            ("user_count", "mquell", ""),
        ],
    );
}

#[test]
fn whose_a_device_is() {
    check_texts(
        Place::Json,
        &[
            ("deviceName", "Mira’s MacBook Pro", "name"),
            ("computer_name", "Max's iPhone 14 Pro Max", "name"),
            ("deviceName", "MacBook Pro", ""),
            ("deviceName", "quell-mbp-7", ""),
            ("deviceName", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f", ""),
            ("title", "Mira’s MacBook Pro", ""),
        ],
    );
}

#[test]
fn what_a_password_is_for() {
    check_texts(
        Place::Json,
        &[
            ("password_for_pmi", "792824", "password"),
            ("passwordForMeetings", "sunshine", "password"),
            ("token_for_channel", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f", "token"),
            ("require_password_for_meetings", "all", ""),
            ("isPasswordForMeetings", "optional7", ""),
            ("name_for_token", "tundra", ""),
            ("platform", "sunshine", ""),
            ("password_for", "sunshine", ""),
        ],
    );
    check(number("password_for_pmi", "792824", Place::Json), "password", "a number");
}
