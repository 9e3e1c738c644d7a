//! Variables of a GraphQL request, as what its text calls them:
//! `{"query": "mutation($p: String!) { login(password: $p) }", "variables": {"p": "…"}}`.

use crate::har::{Node, Object};

/// Longer texts are not searched.
const QUERY_BYTES_MAX: usize = 16 * 1024;

/// A request has fewer members.
const MEMBERS_MAX: usize = 32;

/// Of a text so many uses of variables are looked at for each: a page may have any number of both.
const USES_MAX: usize = 256;

/// The argument that the text of `request` gives the variable to.
pub(crate) fn argument<'a>(request: Object<'a>, variable: &[u8]) -> Option<&'a [u8]> {
    let mut members = request.members().take(MEMBERS_MAX);
    let query = members.find(|(key, _)| key.raw() == b"query");
    let Some((_, Node::String(query))) = query else { return None };
    let query = query.raw();
    if variable.is_empty() || query.len() > QUERY_BYTES_MAX {
        return None;
    }
    memchr::memchr_iter(b'$', query).take(USES_MAX).find_map(|dollar| {
        let behind = query[dollar + 1..].strip_prefix(variable)?;
        let before = query[..dollar].trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
        let start = before.iter().rposition(|byte| !is_of_name(byte)).map_or(0, |at| at + 1);
        (!behind.first().is_some_and(is_of_name) && start < before.len())
            .then_some(&before[start..])
    })
}

fn is_of_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;

    /// The body stands in a string, as that of a request does.
    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        bodies::check(&serde_json::to_string(body).unwrap(), expected);
    }

    #[test]
    fn a_variable_is_what_its_argument_is_called() {
        for body in [
            r#"{"query":"mutation($p:String!){login(password:$p){ok}}","variables":{"p":"sunshine"}}"#,
            r#"{"variables":{"b":"sunshine"},"query":"mutation M($a: Int = 1, $b: String!) {\n  login(id: $a, password : $b) { ok }\n}"}"#,
        ] {
            check(body, &["sunshine"]);
        }
        check(
            r#"{"query":"mutation($c:Int!){verify(otp:$c){ok}}","variables":{"c":"402117"}}"#,
            &["402117"],
        );
        for body in [
            r#"{"query":"query($p:String!){page(title:$p){ok}}","variables":{"p":"sunshine"}}"#,
            r#"{"query":"mutation($p:String!){login(password:$pq){ok}}","variables":{"p":"sunshine"}}"#,
            r#"{"query":"mutation($p:String!){login(password:$p){ok}}","labels":{"p":"sunshine"}}"#,
            r#"{"query":"mutation($p:String!){login(password:$p){ok}}","variables":{"q":"sunshine"}}"#,
        ] {
            check(body, &[]);
        }
    }
}
