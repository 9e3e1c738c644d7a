use crate::detect::layer::authorization::{AUTHORIZATION, BASIC_CREDENTIALS};
use crate::detect::layer::check::{NO_HINT, check, check_foreign, hint};

#[test]
fn cuts_credentials() {
    for (text, expected) in [
        ("Bearer q1w2-e3r4.t5y6", &["bearer=q1w2-e3r4.t5y6!bearer-token"][..]),
        (
            "Basic Ym9iOmh1bnRlcjIy",
            &["basic=Ym9iOmh1bnRlcjIy!basic-credential", "basic=Ym9iOmh1bnRlcjIy"],
        ),
        ("Basic YTpi", &["basic=YTpi!basic-credential"]),
        ("just-a-token", &["=just-a-token!authorization"]),
        ("Negotiate", &[]),
        ("Bearer ${token}", &[]),
        ("Bearer undefined", &[]),
        ("bearer NaN", &[]),
        ("Bearer (null)", &[]),
        ("Bearer \"undefined\"", &[]),
        ("Bearer [object Object]", &[]),
        ("Bearer [object Promise]", &[]),
        ("null", &[]),
        ("Basic undefined", &[]),
        ("Basic undefined:undefined", &[]),
        ("Basic bnVsbDpudWxs", &[]),
        ("Bearer undefined7", &["bearer=undefined7!bearer-token"]),
        ("Bearer nilnil", &["bearer=nilnil!bearer-token"]),
        ("Bearer TODO", &["bearer=TODO!bearer-token"]),
        ("undefined null", &[]),
        ("Basic bnVsbDpoVW50", &["basic=bnVsbDpoVW50!basic-credential", "basic=bnVsbDpoVW50"]),
        ("${scheme} ${token}", &[]),
        (
            "Digest username=\"bob\", realm=\"a, b\", nonce=\"n=1\", uri=\"/x?y=z\", \
             response=\"r\", qop=auth, nc=00000001, cnonce=\"c\", opaque=\"\"",
            &[
                "username=bob!username",
                "realm=a, b+",
                "nonce=n=1!digest-credential",
                "uri=/x?y=z",
                "response=r!digest-credential",
                "qop=auth+",
                "nc=00000001+",
                "cnonce=c!digest-credential",
            ],
        ),
        (
            "AWS4-HMAC-SHA256 Credential=KEYID/20260101/eu-west-1/s3/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=0f1e",
            &[
                "Credential=KEYID!aws-access-key-id",
                "SignedHeaders=host;x-amz-date+",
                "Signature=0f1e!request-signature",
            ],
        ),
        (
            "OAuth oauth_token=\"t%2F1\",oauth_version=\"1.0\"",
            &["oauth_token=t%2F1!oauth-credential", "oauth_version=1.0+"],
        ),
        ("GoogleLogin auth=abc", &["auth=abc!authorization"]),
        (
            "Bearer error=\"e\", redacted-token-1 error_description=\"gone\", x y=\"s\"",
            &["error=e+", "error_description=gone", "y=s!bearer-token"],
        ),
        (
            "Bearer error=\"e\", redacted-token-1 why=\"gone\", y=\"s\"",
            &["error=e+", "why=gone", "y=s!bearer-token"],
        ),
        (
            "SharedAccessSignature sr=ns%2Fq&sig=s%3D&se=1700000000",
            &["sr=ns%2Fq", "sig=s%3D!authorization", "se=1700000000+"],
        ),
    ] {
        check(&AUTHORIZATION, text, &hint("authorization"), expected);
    }
}

#[test]
fn knows_credentials_anywhere() {
    check(
        &AUTHORIZATION,
        "Bearer Zk3vQ9xT2mLw8RbY",
        &NO_HINT,
        &["bearer=Zk3vQ9xT2mLw8RbY!bearer-token"],
    );
    for text in [
        "Basic Settings",
        "Basic authentication",
        "Basic Online",
        "Basic Options",
        "Basic Operations",
        "Basic Orders",
        "Bearer token",
        "Token expired, sign in again",
        "Session management",
        "key = value",
    ] {
        check_foreign(&AUTHORIZATION, text, &NO_HINT);
    }
}

#[test]
fn cuts_basic_credentials() {
    check(
        &BASIC_CREDENTIALS,
        "bob:a:b",
        &NO_HINT,
        &["username=bob!username", "password=a:b!password"],
    );
}
