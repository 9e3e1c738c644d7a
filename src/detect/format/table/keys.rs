//! Private keys, seeds and password hashes.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("private-key", "private-key", "Private key in PEM, OpenSSH or PGP armour", &["-----BEGIN"],
        r"-----BEGIN(?:(?: |\+|%20)[A-Z0-9]{2,12}){0,3}(?: |\+|%20)PRIVATE(?: |\+|%20)KEY(?:(?: |\+|%20)BLOCK)?-----((?:[A-Za-z0-9+/=\s:,.()@]|\\+[nrt/]|\\+u00[0-9a-f]{2}|%[0-9A-Fa-f]{2}|-[A-Za-z0-9]|&#?[a-z0-9]{1,6};|</?[a-z]{1,4} ?/?>)+)",
        &["-----BEGIN~ PRIVATE KEY-----\n{b64}\n{b64}\n-----END PRIVATE KEY-----", "-----BEGIN~ RSA PRIVATE KEY-----\\n{b64}\\n{b64}==\\n-----END RSA PRIVATE KEY-----\\n", "-----BEGIN~ EC PRIVATE KEY-----{b120}-----END EC PRIVATE KEY-----", "-----BEGIN~ OPENSSH PRIVATE KEY-----\\\\n{b64}\\\\n{b64}", "-----BEGIN~ PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{b64}\n{b64}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----", "-----BEGIN~ RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{X32}\n\n{b64}\n{b64}\n", "-----BEGIN~+PRIVATE+KEY-----%0A{a64}%0A{a64}%0A"],
        &["-----BEGIN PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\n{b64}\n{b64}", "-----BEGIN PUBLIC KEY-----\n{b64}\n{b64}", "if(s.startsWith('-----BEGIN PRIVATE KEY-----'))"]).edge(Edge::None).check(check::armoured).reach(16 << 10),
    row("putty-key", "private-key", "PuTTY private key", &["Private-Lines: "], r"Private-Lines: \d{1,3}(?:\s|\\+[nr])+([A-Za-z0-9+/=](?:[A-Za-z0-9+/=]|[\s]|\\+[nr])*)", &["PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n{b64}\nPriv~ate-Lines: 1\n{b48}\n"], &["PuTTY-User-Key-File-3: ssh-rsa", "Private-Lines: 3"]).edge(Edge::None).check(check::armoured_short).reach(8 << 10),
    row("age-key", "private-key", "age secret key", &["AGE-SECRET-KEY-1"], r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", &["AGE-SECRET~-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE"], &["AGE-SECRET-KEY-1{A10}"]),
    row("bitcoin-xprv", "private-key", "Extended private key (BIP 32)", &["xprv"], r"xprv[1-9A-HJ-NP-Za-km-z]{107}", &["xprv~9s21ZrQH143K123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789ABCDEFGHJKLMNPQRSTUVWXYZabcd"], &["xprv{a9}"]).check(check::mixed_three),
    row("nostr-key", "private-key", "Nostr secret key", &["nsec1"], r"nsec1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{58}", &["nsec1~qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x8gf2tvdw0s3jn54khce"], &["nsec1{a9}"]),
    row("jwk-private", "private-key", "Private part of a JWK", &["\"d\":\"", "\"d\": \""], r#""d": ?"([A-Za-z0-9_-]{43,})""#, &["{\"kty\":\"EC\",\"d\":\"{u43}\",\"x\":\"y\"}"], &["\"d\":\"{u20}\"", "\"d\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""]).edge(Edge::None).check(check::mixed_three).reach(1024),
    row("connection-string-password", "password", "Password in a database connection string", &[";Password=", ";password=", ";PASSWORD=", ";Pwd=", ";pwd=", ";PWD=", "; Password=", "; Pwd="], r"; ?(?:[Pp]assword|PASSWORD|[Pp]wd|PWD)=([^;\x22'<>\s\\&]{4,128})", &["Server=db1;User Id=app;Pass~word={a12};", "Data Source=db1;Uid=app;Pw~d={a12}"], &["a;Password=;", "Password={a12}", "x;Password=&b=1"]).edge(Edge::None),
    row("totp-uri", "totp-seed", "Seed in an otpauth URI", &["otpauth://"], r"otpauth://[ht]otp/[^\s\x22'<>]*?[?&;]secret=([A-Za-z2-7]{16,})", &["otpauth://totp/Acme:anna?sec~ret={B32}&issuer=Acme", "otpauth://totp/A?issuer=Acme&amp;sec~ret={B32}"], &["otpauth://totp/A?issuer=Acme"]).edge(Edge::Word),
    row("bcrypt", "password-hash", "bcrypt hash", &["$2a$", "$2b$", "$2y$", "$2x$"], r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}", &["$2b~$12${a53}"], &["$2b$12${a20}"]),
    row("argon2", "password-hash", "Argon2 hash", &["$argon2"], r"\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}", &["$argon2~id$v=19$m=65536,t=3,p=4${b22}${b43}"], &["$argon2id$"]).edge(Edge::Base64),
    row("scrypt", "password-hash", "scrypt hash", &["$scrypt$", "scrypt:"], r"(?:\$scrypt\$ln=\d+,r=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}|scrypt:\d+:\d+:\d+\$[A-Za-z0-9]{8,}\$[0-9a-f]{64,128})", &["$scrypt~$ln=16,r=8,p=1${b22}${b43}", "scrypt~:32768:8:1${a16}${x128}"], &["scrypt: done", "postscrypt:"]).edge(Edge::Base64),
    row("pbkdf2", "password-hash", "PBKDF2 hash", &["pbkdf2"], r"\$?pbkdf2(?:[_:-]sha\d+)[$:]\d+\$[A-Za-z0-9+/.]{8,}\$[A-Za-z0-9+/.]{20,}={0,2}", &["pbkdf2~_sha256$600000${a22}${b43}=", "pbkdf2~:sha256:260000${a16}${x64}"], &["pbkdf2_sha256", "pbkdf2(password)"]).edge(Edge::Base64),
    row("sha-crypt", "password-hash", "SHA-256 or SHA-512 crypt hash", &["$6$", "$5$"], r"\$(?:6\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}|5\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43})", &["$6~${a16}${a86}", "$5~$rounds=5000${a16}${a43}"], &["$6${a16}$"]),
    row("yescrypt", "password-hash", "yescrypt hash", &["$y$j"], r"\$y\$j[./A-Za-z0-9]+\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}", &["$y~$j9T${a22}${a43}"], &["$y$j9T$"]),
    row("phpass", "password-hash", "phpass hash (WordPress, phpBB)", &["$P$", "$H$"], r"\$[PH]\$[5-9A-Z][./A-Za-z0-9]{30}", &["$P~$B{a30}", "$H~$9{a30}"], &["$P$B{a9}"]).check(check::mixed),
    row("md5-crypt", "password-hash", "MD5 crypt or apr1 hash", &["$1$", "$apr1$"], r"\$(?:1|apr1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}", &["$apr1~${a8}${a22}", "$1~${a8}${a22}"], &["$1$2", "$1${a8}$"]),
    row("ldap-hash", "password-hash", "LDAP password hash", &["{SSHA", "{SHA", "{CRYPT}"], r"\{(?:S?SHA(?:256|384|512)?|CRYPT)\}[A-Za-z0-9+/$.]{27,}={0,2}", &["{SSHA~}{b36}==", "{SSHA~512}{b96}="], &["{SHA}", "{SSHA}x"]).edge(Edge::Base64),
];
