//! `application/x-www-form-urlencoded` bodies and bare query strings.

use crate::detect::layer::parameters::{begins_with_name, visit_parameters};
use crate::detect::layer::{Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// Form bodies, by their media type or by their looks.
pub(crate) static FORM: Layer = Layer { id: "form", recognises, fields };

/// How much of a text is looked at before it is believed to be a form.
const LOOK_BYTES: usize = 8 * 1024;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let text = &text[..text.len().min(LOOK_BYTES)];
    if is_form_type(hint.mime) {
        return !matches!(text.first(), None | Some(b'{' | b'[' | b'<'));
    }
    let pairs = &text[lead(text)..];
    let has_second =
        || memchr::memchr_iter(b'&', pairs).any(|at| begins_with_name(&pairs[at + 1..]));
    begins_with_name(pairs) && pairs.iter().all(|&b| is_legal(b)) && has_second()
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    visit_parameters(text, lead(text)..text.len(), Codec::Form, Place::Form, visit);
}

/// A query string that keeps its `?`, a fragment that keeps its `#`.
fn lead(text: &[u8]) -> usize {
    usize::from(matches!(text.first(), Some(b'?' | b'#')))
}

fn is_form_type(mime: &[u8]) -> bool {
    const TYPE: &[u8] = b"application/x-www-form-urlencoded";
    mime.get(..TYPE.len()).is_some_and(|head| head.eq_ignore_ascii_case(TYPE))
}

fn is_legal(b: u8) -> bool {
    b > b' ' && !matches!(b, b'<' | b'>' | b'`' | b'\\' | b'^' | 0x7f)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign, mime};
    use crate::detect::layer::form::FORM;

    #[test]
    fn cuts_forms() {
        let form = mime("application/x-www-form-urlencoded; charset=UTF-8");
        for (text, expected) in [
            ("user=bob&password=p%40ss&x=", &["user=bob", "password=p%40ss", "x="][..]),
            ("a[b]=1&a[c]={\"token\":\"t\"}", &["a[b]=1", "a[c]={\"token\":\"t\"}"]),
            ("?q=1&r=2", &["q=1", "r=2"]),
        ] {
            check(&FORM, text, &NO_HINT, expected);
            check(&FORM, text, &form, expected);
        }
        check(&FORM, "password=only one", &form, &["password=only one"]);
    }

    #[test]
    fn leaves_what_is_no_form() {
        for text in [
            "x = 1 && y = 2",
            "a sentence with a=b&c",
            "a=b",
            "if(a=b&c==d){}\n",
            "<a href=x&y=z>",
            "",
            "&&&&",
        ] {
            check_foreign(&FORM, text, &NO_HINT);
        }
        check_foreign(&FORM, "{\"a\":1}", &mime("application/x-www-form-urlencoded"));
    }
}
