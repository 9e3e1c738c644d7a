use super::SCRIPT;
use crate::detect::layer::checks::{check, hint, refuse, rows};

fn named(text: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|row| format!("{row}|Script")).collect();
    assert_eq!(rows(&SCRIPT, text.as_bytes(), &hint("", "")), expected, "{text}");
}

#[test]
fn literals_under_sensitive_names() {
    named(
        "{token:\"abc\", 'csrf' : 'x-1',\"apiKey\":`k`,title:\"T\"}",
        &["token|abc|Script", "csrf|x-1|Script", "apiKey|k|Script"],
    );
    named(
        "var apiKey = \"k1\";x.authToken=\"t\\x21\";y['secret']='s'",
        &["apiKey|k1|Script", "authToken|t\\x21|Script", "secret|s|Script"],
    );
    named("localStorage.setItem(\"accessToken\", \"abc\");f('a','b')", &["accessToken|abc|Script"]);
    named(
        "var g_ck = \"a1\";$Config={\"sFT\":\"b2\",sCtx:'c3',sfx:'d4',crust:'e5'}",
        &["g_ck|a1|Script", "sFT|b2|Script", "sCtx|c3|Script"],
    );
    named("a.password||=\"p\";b=c.token==\"x\"?1:2", &["password|p|Script"]);
    named(
        "pin: 1234, otp=\"12\", spin:5678901, s={otpCode:123456,pinch:12}",
        &["otp|12|Script", "pin|1234|Raw", "spin|5678901|Raw", "otpCode|123456|Raw"],
    );
}

#[test]
fn a_cookie_that_a_script_sets() {
    let set = |text: &str| format!("set-cookie|{text}|Script|Script");
    for (text, cookie) in
        [("document.cookie=\"a=b; path=/\"", "a=b; path=/"), ("e.cookie = 'sid='", "sid=")]
    {
        assert_eq!(rows(&SCRIPT, text.as_bytes(), &hint("", "")), [set(cookie)], "{text}");
    }
    named("x={cookie:\"sid=k3; b=1\"}", &["cookie|sid=k3; b=1|Script"]);
    named("headers.cookie = 'a=1; sid=k3'", &["cookie|a=1; sid=k3|Script"]);
}

#[test]
fn a_lone_quote_in_a_comment_opens_nothing() {
    named("// a ` b\nx.token = `k1`;", &["token|k1|Script"]);
    named("/* a ` b\n */ x.token = y; /* ` */ z.secret = \"s\"", &["secret|s|Script"]);
    named("// was token = `k1` once\nf()", &["token|k1|Script"]);
    named("throw\"wrong password: \"+x;y.token=\"k1\"", &["token|k1|Script"]);
    named("x = `${a}/${b}`; y.token = '/k2/'", &["token|/k2/|Script"]);
    named("x = `a // b ${c}\n`; y.token = 'k2'", &["token|k2|Script"]);
}

#[test]
fn a_template_closes_behind_the_code_in_it() {
    let code = "r=`@${e.replace(/`/g,\"``\")}`;y={type:\"password\"===i?\"password\":\"text\"};";
    named(&[code, "c={apiKey:\"k3vQ\"};z=`q`"].concat(), &["apiKey|k3vQ|Script"]);
    named("a=`x${b?`y${c}`:'}`'}z`;d.token='k1'", &["token|k1|Script"]);
    named("a=`$5 and ${b`;d.token='k1';e=`f`", &["token|k1|Script"]);
    named("a.token=`k${1}`", &["token|k${1}|Script"]);
}

#[test]
fn the_name_of_a_function_is_no_secret() {
    named("c([{key:\"addA11yRole\",value:function(){}},{key:\"k2x\", get: function(){}}])", &[]);
    named("addApiKeyX1(r,e){i(\"apiKey\",\"addApiKeyX1\",r)}", &[]);
    named("i(\"apiKey\",\"k3XwQ81u\",r);k3XwQ81u2(1)", &["apiKey|k3XwQ81u|Script"]);
    named(
        "set({key:\"k3XwQ81u\",value:f}), {key:\"k4\",token:g}",
        &["key|k3XwQ81u|Script", "key|k4|Script"],
    );
    named("login('password','sunshine',r)", &["password|sunshine|Script"]);
}

#[test]
fn what_has_a_sign_is_no_person() {
    named(
        "{'USD':{'displayName':'Quell Dollar','symbol':'Q$'},x:{displayName:\"Q\",\"symbol-alt-narrow\":1}}",
        &[],
    );
    named("{displayName:'Mira Quell',email:1,symbol:2}", &["displayName|Mira Quell|Script"]);
}

#[test]
fn one_of_two_values_is_no_name() {
    named("f({type:shown?\"password\":\"text\",y:z ? 'idToken' : 'pending'})", &[]);
    named(
        "a=b?env.API_KEY:\"k1\";c={d:e?f:g,password:\"p\"}",
        &["API_KEY|k1|Script", "password|p|Script"],
    );
    named("function f(token?: string = 'k1'){}", &["token|k1|Script"]);
}

#[test]
fn literals_behind_types_and_arrows() {
    named(
        "const token: string = 'k1'; let apiKey: Optional<String> = \"k2\"",
        &["token|k1|Script", "apiKey|k2|Script"],
    );
    named("var apiKey string = \"k3\"", &["apiKey|k3|Script"]);
    named(
        "return ['password' => 'k4', \"token\"=>\"k5\"]",
        &["password|k4|Script", "token|k5|Script"],
    );
    named(
        "let token = Some(\"k6\"), secret = SecretStr('k7')",
        &["token|k6|Script", "secret|k7|Script"],
    );
    named("import a\npassword = b'k8'", &["password|k8|Script"]);
    named("let a = token => 'k9', token = t('k0'), b: string = 'd'; f(token, string = 'e')", &[]);
    refuse(&SCRIPT, &["{ID:17 Password:k1 Name:b}", "[\"token\":\"User\":private]=>\n a"]);
}

#[test]
fn values_of_lists_and_choices_and_setters() {
    named(
        "a={apiKeys:[\"k1\", 'k2'],x:['y']},secrets = [ \"s\" ];b=[\"token\",\"z\"]",
        &["apiKeys|k1|Script", "apiKeys|k2|Script", "secrets|s|Script"],
    );
    named("f(apiKeys[0],\"x\");apiKeys:[\"a\",g(\"b\")]", &["apiKeys|a|Script"]);
    named(
        "var apiKey=process.env.K||\"k\",token = t ?? 's';{secret:!e?\"a\":\"b\"}",
        &["apiKey|k|Script", "token|s|Script", "secret|a|Script"],
    );
    named("token==e?\"a\":b;x=token||\"a\";y=(token)?\"a\":1;t=>u?\"a\":1", &[]);
    named(
        "api.setToken(\"k\");api.getToken(\"a\");setToken(\"b\",c);setTitle(\"d\");token(\"e\")",
        &["Token|k|Script"],
    );
    named("c.user(\"bob\").password(\"k3Xw-Q1!x\").go()", &["password|k3Xw-Q1!x|Script"]);
    named("z.password(\"required\").token(\"number7\").password(\"k3Xw Q1!x\")", &[]);
    named(
        "signInWithEmailAndPassword(auth,\"bob\", \"sunshine\")",
        &["signInWithEmailAndPassword|sunshine|Script"],
    );
    named("checkPassword(\"a\",\"b\");xAndPassword(a,\"b\")", &[]);
}

#[test]
fn a_name_beside_an_address_is_a_person() {
    let check = |text: &str, name: &str| {
        let expected = format!("name|{name}|Script|Claim");
        let found = rows(&SCRIPT, text.as_bytes(), &hint("", ""));
        assert!(found.contains(&expected), "{text}: {found:?}");
    };
    check("a.identify('17',{name:'Rosa Lind',email:'x'})", "Rosa Lind");
    check("s={app_id: 'a1', \"email\": e, \"name\": \"Rosa Lind\"}", "Rosa Lind");
    for text in [
        "a={name:'Rosa Lind',id:1};b={email:'x'}",
        "a={name:'rosa',email:'x'}",
        "a={title:'Rosa Lind',email:'x'}",
        "a={name:'Contact Us',emailLabel:f(notemail)}.email",
    ] {
        let found = rows(&SCRIPT, text.as_bytes(), &hint("", ""));
        assert!(!found.iter().any(|row| row.ends_with("|Claim")), "{text}: {found:?}");
    }
}

#[test]
fn values_of_elements() {
    named(
        "$('#token').val(\"a\");$(\".x [name='pin']\").val('b');$('#title').val('c')",
        &["token|a|Script", "pin|b|Script"],
    );
    named(
        "document.getElementById('csrf').value = \"a\";d.querySelector(\"[name=pin]\").value='b'",
        &["csrf|a|Script", "pin|b|Script"],
    );
    named("f('#token').value=='a';f('#token').valid='b';f(token).val('c');val('d')", &[]);
}

#[test]
fn modules_in_strings() {
    let code = ["script|f(\\\"a\\\");|Script|Script"];
    for call in ["eval(", ";eval(__webpack_require__.ts("] {
        let text = format!(r#"{call}"f(\"a\");")"#);
        assert_eq!(rows(&SCRIPT, text.as_bytes(), &hint("", "")), code);
    }
    named("medieval('a')", &[]);
}

#[test]
fn quotes_that_open_nothing() {
    named("u=\"a?token=\"+t+\"&b\"", &[]);
    named("a=/[\"']/g;token=\"x1\"", &["token|x1|Script"]);
    named("// don't\ntoken='x2'", &["token|x2|Script"]);
    named("token=\"never\nclosed;secret='y'", &["secret|y|Script"]);
    named("return\"a\";case'b':token=\"c\"", &["token|c|Script"]);
}

/// The body was cut, or an end tag stands in a literal of the script.
#[test]
fn what_the_end_cuts() {
    named("{\"n\":1,\"accessToken\":\"ab", &["accessToken|ab|Script"]);
    named("s={\"a\":\"{\\\"token\\\":\\\"x", &["|{\\\"token\\\":\\\"x|Script"]);
    named("don't;token=\"x1\"", &["token|x1|Script"]);
    named("s=\"{a", &[]);
}

#[test]
fn documents() {
    named("window.__STATE__ = {\"user\":{\"id\":1}};x", &["__STATE__|{\"user\":{\"id\":1}}|Raw"]);
    named("f([{\"a\":1}]);g([\"a\",\"b\"]);h={a:1}", &["|[{\"a\":1}]|Raw"]);
    named("s=JSON.parse(\"{\\\"token\\\":\\\"a\\\"}\")", &["|{\\\"token\\\":\\\"a\\\"}|Script"]);
    named("s=JSON.parse('{\"token\":\"abc\"}')", &["|{\"token\":\"abc\"}|Script"]);
    named("s=decodeURIComponent(\"%7B%22a%22%3A1%7D\")", &["|%7B%22a%22%3A1%7D|Percent"]);
    named(
        "x='<auth><sessionToken>a1</sessionToken></auth>';y='<b>plain words in bold</b>'",
        &["|<auth><sessionToken>a1</sessionToken></auth>|Script"],
    );
    named(
        "x='Authorization: Bearer ab';y=\"Bearer abcdefgh\";z='Bearer';w='Result: as expected'",
        &["|Authorization: Bearer ab|Script", "|Bearer abcdefgh|Script"],
    );
    named(
        "a=['Server=db1;User Id=app;Password=k2;',3];b='x = 1; y of it'",
        &["|Server=db1;User Id=app;Password=k2;|Script"],
    );
    named("x='\\x3cb a\\x3d1\\x3e'", &["|\\x3cb a\\x3d1\\x3e|Script"]);
    named(
        "i.src='//x.example/p?a=1&k=2'; j=\"https://h.example/x\"; k=\"plain words here\"",
        &["|//x.example/p?a=1&k=2|Script", "|https://h.example/x|Script"],
    );
}

#[test]
fn recognised() {
    for text in [
        "var a=1",
        "/* c */ window.x = 1",
        "{token:\"abc\"}",
        "[{ 'a': 1 }]",
        "login('a','b')",
        "__STATE__={\"a\":1}",
        "x.y = \"z\";",
        "!function(e){}",
        "  \"token\": \"abc\",",
    ] {
        let hint = hint("", "");
        let fragment = text.starts_with(' ');
        assert_eq!((SCRIPT.recognises)(text.as_bytes(), &hint), !fragment, "{text}");
    }
    check(&SCRIPT, "application/javascript", "1", &[]);
    refuse(
        &SCRIPT,
        &[
            "hello",
            "password=abc",
            "let us go",
            "a=1&b=2",
            "{\"a\"",
            "Error (x)",
            "",
            "import duties rose",
        ],
    );
}

#[test]
fn a_library_gives_nothing() {
    named(
        concat!(
            "!function(e,t){\"use strict\";var n={click:\"tap\",type:'text/css',className:\"a b\"},",
            "r=/^(?:\"[^\"]*\"|'[^']*')$/;e.fn=function(a){return a?\"on\"+a:['x','y'][t]};",
            "for(var i in n)n[i]=='tap'&&r.test(i);e.ajax({url:\"/x\",dataType:\"json\"})}(window);",
        ),
        &[],
    );
}
