//! Secrets that a place names: an argument, a word of a command, a column.

use crate::detect::layer::check::{NO_HINT, rows};
use crate::detect::layer::prose::{PROSE, WORDS};

/// The fields of each text, in which perhaps nothing tells.
#[track_caller]
fn prose(texts: &[(&str, &[&str])]) {
    for (text, expected) in texts {
        assert_eq!(rows(&PROSE, text.as_bytes(), &NO_HINT), *expected, "{text}");
    }
}

#[test]
fn arguments_of_calls() {
    prose(&[
        ("db.user(\"bob\").password(\"k3Xw-Q1!x\").build()", &["password=k3Xw-Q1!x"]),
        (
            "signInWithEmailAndPassword(auth, \"bob7\", 'sunshine')",
            &["username=bob7", "password=sunshine"],
        ),
        (
            "x.createUserWithEmailAndPassword(\"bob7\", \"sunshine\")",
            &["username=bob7", "password=sunshine"],
        ),
        ("password <- \"k3XwQ1\"\nsize <- \"k3XwQ2\"", &["password=k3XwQ1"]),
        (".password(\"Enter your password\") .password(\"required\") .token(\"identifier\")", &[]),
        ("z.password(\"min8characters\") x.token(t) password(\"k3Xw-Q1!x\")", &[]),
        ("signInWithEmailAndPassword(auth, email, password)", &[]),
    ]);
}

#[test]
fn words_of_commands() {
    let commands: &[(&str, &[&str])] = &[
        ("vault login k3Xw7q8", &["password=k3Xw7q8"]),
        ("az login --service-principal -u app -p k3Xw7q8 --tenant x", &["password=k3Xw7q8"]),
        ("htpasswd -cb .htpasswd bob k3Xw7q8 && ls", &["password=k3Xw7q8"]),
        ("mongo -u admin -p k3Xw7q8 shop", &["password=k3Xw7q8"]),
        ("ldapsearch -x -w k3Xw7q8 -b dc=x", &["password=k3Xw7q8"]),
        ("create secret generic x --from-literal=db=k3Xw7q8", &["password=k3Xw7q8"]),
        ("ConvertTo-SecureString -String 'k3Xw7q8' -AsPlainText", &["password=k3Xw7q8"]),
        ("FROM node\nENV DB_PASSWORD k3Xw7q8", &["DB_PASSWORD=k3Xw7q8"]),
        ("vault login -method=userpass, vault login fails with permission denied", &[]),
        ("az login --use-device-code", &[]),
        ("htpasswd -c .htpasswd bob7x8", &[]),
        ("mongo -u admin -p --port 27017", &[]),
        ("create configmap x --from-literal=region=euwest1a", &[]),
        ("create secret generic x --from-file=a.txt", &[]),
        ("ConvertTo-SecureString $pw1234 -AsPlainText", &[]),
        ("#define API_VERSION \"2.4.1-beta\"\nENV NODE_VERSION v20.1.0", &[]),
        ("Environment=\"LANG=en_US.UTF-8\"", &[]),
    ];
    prose(commands);
    for (text, expected) in commands {
        assert_eq!(rows(&WORDS, text.as_bytes(), &NO_HINT).len(), expected.len(), "{text}");
    }
}

#[test]
fn values_behind_a_statement() {
    prose(&[
        (
            "(0.001) SELECT 1 FROM u WHERE size = %s AND api_token = %s; args=('k3XwQ1', 'k3XwQ2')",
            &["size=k3XwQ1", "api_token=k3XwQ2"],
        ),
        (
            "[SQL: INSERT INTO u (size, password) \nVALUES (?, ?)]\n[parameters: (7, 'sunshine')]",
            &["password=sunshine"],
        ),
        ("SELECT 1 FROM u WHERE token = $2 AND secret = :name_of_it and x", &[]),
        ("run; args=('k3XwQ1', 'k3XwQ2')", &[]),
    ]);
}

#[test]
fn lines_and_blocks_that_name_their_value_before() {
    prose(&[
        ("db.shop.example:5432:*:bob:sunshine\n", &["password=sunshine"]),
        (
            "variable \"db_password\" {\n  type = string\n  default = \"k3XwQ1\"\n}",
            &["db_password=k3XwQ1"],
        ),
        ("username bob password 7 0822455D0A16\n", &["password=0822455D0A16"]),
        ("a password 7 days old, password 7 characters, secret 5 times", &[]),
        ("ports 5432:5432:5433:5434:5435 and a:5432:b:c see", &[]),
        ("variable \"db_password\" {\n  type = string\n}\nx { default = \"k3XwQ1\" }", &[]),
        ("variable \"region\" {\n  default = \"k3XwQ1\"\n}", &[]),
    ]);
}
