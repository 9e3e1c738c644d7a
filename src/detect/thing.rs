//! Members whose name is that of a person's or of a secret, while what stands beside them says that they
//! are a thing's: the serial number of a certificate, the name of a group, the token of a tokenizer.

use crate::detect::beside::{Member, decoded};
use crate::detect::examiner::Examiner;
use crate::detect::layer::token::is_token_like;
use crate::detect::name::Value;
use crate::detect::{Place, Verdict};
use crate::har::Node;

mod called;

pub(crate) use called::is_of_things;

/// The name of an address that a cluster gives its own machines.
const MACHINE: &[u8] = b"podIP";

impl Member<'_> {
    /// Under which name the member `name` is to be judged, if not under its own: none, mostly. What the
    /// user names is theirs to judge.
    pub(crate) fn of_thing(
        self,
        examiner: &Examiner<'_>,
        name: &[u8],
        place: Place,
    ) -> Option<&'static [u8]> {
        let thing: Option<&'static [u8]> = match name {
            b"fingerprint" => (self.is_of_key_or_alert() || self.is_of_state()).then_some(b""),
            b"serialNumber" | b"serial_number" => self.is_of_certificate().then_some(b""),
            b"serial" => (self.is_of_zone() || self.is_of_certificate()).then_some(b""),
            b"ip" => self.is_of_machine().then_some(MACHINE),
            b"displayName" | b"display_name" | b"DisplayName" | b"displayname" => {
                self.shows_a_thing().then_some(b"")
            }
            b"handle" => self.is_of_title().then_some(b""),
            b"fullName" | b"full_name" => self.names_a_thing().then_some(b""),
            b"token" => self.is_of_tokenizer().then_some(b""),
            b"uid" => self.is_of_board().then_some(b""),
            b"adid" => self.has(&["adm", "crid", "price"]).then_some(b""),
            b"Sid" => self.has(&["Effect"]).then_some(b""),
            _ if self.around.ends_with(b"ependencies") => Some(b""),
            _ => self.is_granted().then_some(b""),
        };
        // What could not be looked for may tell of a person.
        thing.filter(|_| self.looks.get() > 0 && !self.is_users(examiner, name, place))
    }

    /// Whether the user has named it.
    pub(crate) fn is_users(self, examiner: &Examiner<'_>, name: &[u8], place: Place) -> bool {
        let mut buffer = Vec::new();
        let value = match self.node {
            Node::String(text) => Value::Text(decoded(text, &mut buffer)),
            Node::Scalar(scalar) => Value::Scalar(scalar.raw()),
            Node::Object(_) | Node::Array(_) => Value::Container,
        };
        matches!(examiner.judge_name(name, value, place), Verdict::Secret(rule) if rule.is_user())
    }

    /// `SHA256:…` of a public key; the fingerprint that monitoring gives an alert.
    fn is_of_key_or_alert(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let is_of_key = [&b"SHA256:"[..], b"MD5:"].iter().any(|hash| text.raw().starts_with(hash));
        let is_of_alert =
            self.has(&["alertname", "labels", "check_name", "severity"]) && !self.has(&VISITORS);
        is_of_key || is_of_alert
    }

    /// Eight bytes in base64, of the state that a resource is in: who changes it sends them.
    fn is_of_state(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let sum = text.raw().strip_suffix(b"=").unwrap_or_default();
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        sum.len() == 11 && sum.iter().all(is_base64) && !self.has(&VISITORS)
    }

    /// Of a certificate, or of a list of what a program consists of.
    fn is_of_certificate(self) -> bool {
        const PARTS: [&[u8]; 9] = [
            b"distinguishedName",
            b"subject",
            b"issuer",
            b"notAfter",
            b"not_after",
            b"notBefore",
            b"not_before",
            b"validTo",
            b"validFrom",
        ];
        let parts = PARTS.iter().filter(|part| self.get(part).is_some()).count();
        let is_urn =
            matches!(self.node, Node::String(text) if text.raw().starts_with(b"urn:uuid:"));
        let names_it = matches!(self.get(b"distinguishedName"), Some(Node::String(text)) if text.raw().starts_with(b"CN="));
        parts >= 2 || names_it || is_urn && self.has(&["bomFormat"])
    }

    /// Of a dashboard of Grafana, or of where it gets its data.
    fn is_of_board(self) -> bool {
        const PARTS: [&str; 6] =
            ["dashboardUID", "folderUid", "folderUID", "panels", "schemaVersion", "typeLogoUrl"];
        const AROUND: [&[u8]; 4] = [b"datasource", b"dashboard", b"folder", b"libraryPanel"];
        AROUND.contains(&self.around) || self.has(&PARTS)
    }

    /// How often a zone of names was changed.
    fn is_of_zone(self) -> bool {
        let digits = match self.node {
            Node::String(text) => text.raw(),
            Node::Scalar(scalar) => scalar.raw(),
            Node::Object(_) | Node::Array(_) => return false,
        };
        digits.len() <= 10 && digits.iter().all(u8::is_ascii_digit) && self.has(&["zone"])
    }

    fn is_of_machine(self) -> bool {
        matches!(self.around, b"addresses" | b"ingress" | b"podIPs" | b"hostIPs")
    }

    /// `owner/repo`, `us-central1`.
    fn is_path(self) -> bool {
        const REGIONS: [&[u8]; 10] = [
            b"us",
            b"eu",
            b"europe",
            b"asia",
            b"northamerica",
            b"southamerica",
            b"australia",
            b"africa",
            b"me",
            b"ap",
        ];
        let Node::String(text) = self.node else { return false };
        let raw = text.raw();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./".contains(byte);
        let region = raw.split(|byte| *byte == b'-').next().unwrap_or_default();
        raw.iter().all(plain)
            && (memchr::memchr_iter(b'/', raw).count() == 1
                || REGIONS.contains(&region) && raw.last().is_some_and(u8::is_ascii_digit))
    }

    /// `oat-bars-1` beside `Oat Bars`: how a shop calls a product in the address of its page.
    fn is_of_title(self) -> bool {
        const OF_SHOPS: [&str; 6] =
            ["productType", "product_type", "vendor", "variants", "body_html", "products"];
        if !self.has(&OF_SHOPS) {
            return false;
        }
        let (Node::String(handle), Some(Node::String(title))) = (self.node, self.get(b"title"))
        else {
            return false;
        };
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
        let mut words = title.raw().split(|byte| !is_word(byte)).filter(|word| !word.is_empty());
        let mut parts = handle.raw().split(|byte| !is_word(byte));
        let is_same = |word: &[u8], part: &[u8]| word.eq_ignore_ascii_case(part);
        match (words.next(), words.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), Some(part), Some(next)) => {
                is_same(first, part) && is_same(second, next)
            }
            (Some(first), None, Some(part), _) => is_same(first, part),
            _ => false,
        }
    }

    /// A word that a search engine or a model has cut a text into.
    fn is_of_tokenizer(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let number = |key: &[u8]| {
            matches!(self.get(key), Some(Node::Scalar(scalar))
                if scalar.raw().first().is_some_and(|b| b.is_ascii_digit() || *b == b'-'))
        };
        number(b"start_offset") && number(b"end_offset")
            || number(b"logprob")
            || (number(b"token_id") || number(b"position"))
                && text.raw().len() < 24
                && !is_token_like(text.raw())
    }

    fn has(self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.get(key.as_bytes()).is_some())
    }
}

/// What is told of who visits a page.
const VISITORS: [&str; 9] = [
    "ip",
    "ipAddress",
    "userAgent",
    "user_agent",
    "visitorId",
    "deviceId",
    "device",
    "userId",
    "user",
];

#[cfg(test)]
mod tests {
    use crate::detect::Policy;
    use crate::detect::bodies::{check, check_under};

    #[test]
    fn what_is_a_things_by_what_stands_beside_it() {
        for body in [
            r#"{"fingerprint":"SHA256:k3XwQ81uQpZov7LtWq9Zr4KtK71xNbTx5Lw2Qm9hT0c"}"#,
            r#"{"labels":{"alertname":"Latency"},"fingerprint":"a1b2c3d4e5f60718"}"#,
            r#"{"check_name":"lint/x","fingerprint":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#,
            r#"{"serialNumber":"04A1B2C3D4E5F607","subject":"CN=a.example","issuer":"CN=b"}"#,
            r#"{"bomFormat":"CycloneDX","serialNumber":"urn:uuid:48846a56-8eb6-4c1a-aca9-9890f0e32509"}"#,
            r#"{"serial":"024DF13E1BAEA3C0B414AE7B199FAE30814F4B49","distinguishedName":"CN=Quell"}"#,
            r#"{"hexSerialNumber":"0a45b156a1bda971c42402f7fb23a794","lifetime":"3600s"}"#,
            r#"{"appleCertSerialNumber":"1d73b3e61e5a0485"}"#,
            r#"{"kind":"quell#tags","fingerprint":"q7XvL0mZ3kA="}"#,
            r#"{"metadata":{"items":[],"fingerprint":"m-Z3_kA7XvL="}}"#,
            r#"{"zone":"shop.example","serial":"1709985242"}"#,
            r#"{"zone":"shop.example","serial":1709985242}"#,
            r#"{"datasource":{"type":"prometheus","uid":"P868FB76EF57C7129"},"refId":"A"}"#,
            r#"{"uid":"a1b2c3d4e5f6","title":"Nodes","schemaVersion":39}"#,
            r#"{"id":"1","adid":"12345678","price":1.5,"crid":"c1"}"#,
            r#"{"Sid":"Define-owner-access-rights","Effect":"Allow"}"#,
            r#"{"devDependencies":{"@quell/password":"^5.0.12","quell-zip":"3.1.0"}}"#,
            r#"{"subsets":[{"addresses":[{"ip":"10.244.1.17","nodeName":"n1"}]}]}"#,
            r#"{"podIPs":[{"ip":"10.244.1.17"}],"ingress":[{"ip":"10.0.0.9"}]}"#,
            r##"{"@odata.type":"#microsoft.graph.group","displayName":"Payment Gateway"}"##,
            r#"{"groupTypes":[],"displayName":"Payment Gateway"}"#,
            r#"{"metricKind":"GAUGE","displayName":"Request Latency"}"#,
            r#"{"type":"model","display_name":"Blue Quell Large"}"#,
            r#"{"id":"q","display_name":"Blue Quell 4"}"#,
            r#"{"displayName":"Quellsche Krone","displayName-count-other":"Quellsche Kronen"}"#,
            r#"{"displayName":"Quell Dollar","symbol":"Q$"}"#,
            r#"{"full_name":"acme/web-portal2"}"#,
            r#"{"full_name":"us-central1"}"#,
            r#"{"serviceFullName":"Compute Engine"}"#,
            r#"{"title":"Oat Bars","handle":"oat-bars-1","vendor":"Quell"}"#,
            r#"{"handle":"cookbook_25","title":"Cookbook","productType":"Book"}"#,
            r#"{"tokens":[{"token":"iphone15pro","start_offset":0,"end_offset":11}]}"#,
            r#"{"token":"utf8mb4x","logprob":-0.12}"#,
            r#"{"token":"0x7b4","token_id":712}"#,
        ] {
            check(body, &[]);
        }
    }

    #[test]
    fn what_is_a_persons_or_a_secret_all_the_same() {
        let serial = "C02X71Q9JG5H";
        for (body, expected) in [
            (
                r#"{"fingerprint":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#,
                "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            ),
            (
                r#"{"fingerprint":"9f8e7d6c5b4a39281706f5e4d3c2b1a0","severity":"high","userAgent":"x"}"#,
                "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            ),
            (r#"{"serialNumber":"C02X71Q9JG5H","subject":"Laptop broken"}"#, serial),
            (r#"{"serial":"C02X71Q9JG5H","zone":"eu-1"}"#, serial),
            (r#"{"serial":"C02X71Q9JG5H","distinguishedName":"laptop"}"#, serial),
            (r#"{"deviceSerialNumber":"C02X71Q9JG5H"}"#, serial),
            (r#"{"fingerprint":"q7XvL0mZ3kA=","userAgent":"x"}"#, "q7XvL0mZ3kA="),
            (r#"{"fingerprint":"q7XvL0mZ3kAb"}"#, "q7XvL0mZ3kAb"),
            (
                r#"{"serialNumber":"48846a56-8eb6-4c1a-aca9-9890f0e32509","bomFormat":"x"}"#,
                "48846a56-8eb6-4c1a-aca9-9890f0e32509",
            ),
            (r#"{"addresses":[{"ip":"81.2.69.142"}]}"#, "81.2.69.142"),
            (r#"{"client":{"ip":"10.244.1.17"}}"#, "10.244.1.17"),
            (
                r##"{"@odata.type":"#microsoft.graph.user","displayName":"Mira Quell"}"##,
                "Mira Quell",
            ),
            (
                r##"{"@odata.type":"#microsoft.graph.conversationMember","displayName":"Mira Quell"}"##,
                "Mira Quell",
            ),
            (r#"{"type":"group","displayName":"Mira Quell","firstName":null}"#, "Mira Quell"),
            (r#"{"type":"user","display_name":"Mira Quell"}"#, "Mira Quell"),
            (r#"{"displayName":"Mira Quell","roleName":"Owner"}"#, "Mira Quell"),
            (r#"{"displayName":"Mira Quell 2","avatar":"x"}"#, "Mira Quell 2"),
            (
                r#"{"displayName":"Mira Quell","symbol":"Q","email":"m","userName":"m"}"#,
                "Mira Quell",
            ),
            (r#"{"displayName":"Mira Quell","symbol":"Q","email":"m"}"#, "Mira Quell"),
            (r#"{"full_name":"Mira Quell"}"#, "Mira Quell"),
            (r#"{"handle":"mira_quell7","title":"Engineer"}"#, "mira_quell7"),
            (r#"{"handle":"mira_quell7","title":"Mira Quell"}"#, "mira_quell7"),
            (r#"{"handle":"mira_quell7","title":"Mira Tundra","vendor":"x"}"#, "mira_quell7"),
            (
                r#"{"token":"k3XwQ81uQpZov7LtWq9Zr4KtK7","token_id":712}"#,
                "k3XwQ81uQpZov7LtWq9Zr4KtK7",
            ),
            (r#"{"token":"k3XwQ81uQp","position":1}"#, "k3XwQ81uQp"),
            (r#"{"token":"k3XwQ81uQp","start_offset":"a","end_offset":"b"}"#, "k3XwQ81uQp"),
        ] {
            check(body, &[expected]);
        }
    }

    #[test]
    fn what_the_user_names_goes_whatever_stands_beside_it() {
        let policy = Policy { redact: vec!["fingerprint".into()], ..Policy::default() };
        check_under(&policy, r#"{"labels":{},"fingerprint":"a1b2"}"#, &["a1b2"]);
    }
}
