//! The items of an array, which can name each other.

use std::ops::Range;

use crate::detect::beside::{decoded, name_of_pair};
use crate::detect::examiner::Examiner;
use crate::detect::inherit::Inherited;
use crate::detect::layer::token::{is_random, is_token_like};
use crate::detect::layer::vcard;
use crate::detect::name::Value;
use crate::detect::naming::{self, Naming};
use crate::detect::references;
use crate::detect::statement;
use crate::detect::table::Table;
use crate::detect::walk::{Context, Walk};
use crate::detect::{Place, Verdict};
use crate::har::{Array, Node, Text};

impl<'a> Walk<'a> {
    pub(super) fn array(
        &mut self,
        examiner: &mut Examiner<'_>,
        array: Array<'a>,
        context: &Context<'_>,
    ) {
        if let Some(above) = context.inherited
            && let Some(secret) = above.arguments(array)
        {
            return self.arguments(examiner, array, secret, context);
        }
        let is_open = examiner.rules && context.is_open() && context.inherited.is_none();
        if !is_open {
            return array.items().for_each(|item| self.value(examiner, item, context));
        }
        if let Some(table) = context.table {
            return if table.is_row() {
                self.cells(examiner, array, table, &Context { table: None, ..*context })
            } else {
                self.rows(examiner, array, table, context)
            };
        }
        if let Some(parts) = parts_of_card(array) {
            return self.property(examiner, array, parts, context);
        }
        if let Some(statement) = context.statement {
            return self.bound(examiner, array, statement, context);
        }
        if let Some(table) = Table::of_rows(examiner, array) {
            return self.rows(examiner, array, table, context);
        }
        let Some(naming) = Naming::of(examiner, array, context.name) else {
            return self.items(examiner, array, context);
        };
        let mut name = None;
        for item in array.items() {
            match (naming, name.take(), item) {
                (Naming::Pairs, ..) => {
                    let Some((key, node)) = naming::pair_of(item) else { continue };
                    self.named(examiner, (key, node), context, pair_place(context));
                }
                (Naming::Lone | Naming::Flat, None, Node::String(key)) => name = Some(key),
                (Naming::Lone, Some(key), _) => {
                    self.named(examiner, (key, item), context, context.place);
                }
                (Naming::Flat, Some(key), _) => {
                    self.named(examiner, (key, item), context, Place::RequestHeader);
                }
                (_, None, _) => self.value(examiner, item, context),
            }
        }
    }

    /// Items that do not name each other, but which an object among them may name.
    fn items(&mut self, examiner: &mut Examiner<'_>, array: Array<'a>, context: &Context<'_>) {
        let is_named = !context.name.is_empty() && is_record(array);
        if is_named && !holds_a_token(array, 0) && !is_users(examiner, context) {
            let context = Context { name: b"", parent: b"", ..*context };
            return array.items().for_each(|item| self.value(examiner, item, &context));
        }
        let names = references::names(examiner, array);
        let mut flag = None;
        for (at, item) in array.items().enumerate() {
            let before = std::mem::replace(&mut flag, flag_of(item));
            match names.get(&at) {
                None if let Some(name) = before.filter(|_| flag.is_none()) => {
                    self.value(examiner, item, &Context { name, ..*context });
                }
                None => self.value(examiner, item, context),
                Some(name) => {
                    let (name, place) = (name.raw(), Place::Json);
                    self.value(examiner, item, &Context { name, place, ..*context });
                }
            }
        }
    }

    /// A property of a card, whose values stand behind its type.
    fn property(
        &mut self,
        examiner: &mut Examiner<'_>,
        property: Array<'a>,
        parts: &[&'static str],
        context: &Context<'_>,
    ) {
        let called = |part: &'static str| match part {
            "" => *context,
            part => Context { name: part.as_bytes(), place: Place::Claim, ..*context },
        };
        for (at, item) in property.items().enumerate() {
            match (item, parts) {
                (Node::Array(values), [_, ..]) if at > 2 => {
                    let names = parts.iter().copied().chain(std::iter::repeat(""));
                    for (value, part) in values.items().zip(names) {
                        self.value(examiner, value, &called(part));
                    }
                }
                (_, [one]) if at > 2 => self.value(examiner, item, &called(one)),
                _ => self.value(examiner, item, context),
            }
        }
    }

    /// The rows of a table, each value under the name of its column.
    fn rows(
        &mut self,
        examiner: &mut Examiner<'_>,
        rows: Array<'a>,
        table: Table<'_>,
        context: &Context<'_>,
    ) {
        let context = &Context { table: None, ..*context };
        for row in rows.items() {
            match row {
                Node::Array(cells) => self.cells(examiner, cells, table, context),
                _ => self.value(examiner, row, &Context { table: Some(table), ..*context }),
            }
        }
    }

    fn cells(
        &mut self,
        examiner: &mut Examiner<'_>,
        cells: Array<'a>,
        table: Table<'_>,
        context: &Context<'_>,
    ) {
        let mut columns = table.columns();
        for cell in cells.items() {
            let mut buffer = Vec::new();
            let column = columns.next().flatten();
            let name = column.map_or(context.name, |column| decoded(column, &mut buffer));
            let inherited = match cell {
                Node::Object(_) if column.is_some() => {
                    let rule = examiner.judge_container(name, context.place);
                    rule.map(|rule| Inherited::new(rule, name))
                }
                _ => context.inherited,
            };
            self.value(examiner, cell, &Context { name, inherited, ..*context });
        }
    }

    /// The values of a statement of SQL, each under the name of its column.
    fn bound(
        &mut self,
        examiner: &mut Examiner<'_>,
        array: Array<'a>,
        statement: Text<'_>,
        context: &Context<'_>,
    ) {
        let mut buffer = Vec::new();
        let mut columns = statement::columns(decoded(statement, &mut buffer)).into_iter();
        for item in array.items() {
            let name = columns.next().flatten().unwrap_or(context.name);
            self.value(examiner, item, &Context { name, statement: None, ..*context });
        }
    }

    /// The arguments of a call that logs in, of which some are `secret`: others name the call and who
    /// logs in.
    fn arguments(
        &mut self,
        examiner: &mut Examiner<'_>,
        array: Array<'a>,
        secret: Range<usize>,
        context: &Context<'_>,
    ) {
        for (at, item) in array.items().enumerate() {
            let is_open = secret.contains(&at) && matches!(item, Node::String(_) | Node::Object(_));
            let inherited = context.inherited.filter(|_| is_open).map(Inherited::argument);
            self.value(examiner, item, &Context { inherited, ..*context });
        }
    }

    /// A name and its value, where both are items of a list.
    fn named(
        &mut self,
        examiner: &mut Examiner<'_>,
        (key, node): (Text<'a>, Node<'a>),
        context: &Context<'_>,
        place: Place,
    ) {
        let (is_name, around) =
            if place == Place::Json { (false, context.name) } else { (true, &b""[..]) };
        self.string(examiner, key, &Context { is_name, name: around, ..*context });
        let mut buffer = Vec::new();
        let name = name_of_pair(key, place, &mut buffer);
        let parent = context.name;
        self.value(examiner, node, &Context { name, place, parent, errors: false, ..*context });
    }
}

/// Items of a record, or of an array in one, that are looked at.
const ITEMS_MAX: usize = 32;

/// Whether an array is the record of something that only the name around it calls so, as icons and the
/// plans of phone numbers are written: `"user": [448, 512, [], "f007", "M24 8a12 12"]`. A list of
/// secrets begins with no number and has no arrays among its texts.
fn is_record(array: Array<'_>) -> bool {
    let begins_with_a_number = match array.items().next() {
        Some(Node::Scalar(first)) => first.raw().iter().all(u8::is_ascii_digit),
        Some(Node::String(first)) => first.raw().iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let is_plain = |item| match item {
        Node::String(text) => text.raw().iter().any(u8::is_ascii_digit),
        Node::Array(_) | Node::Scalar(_) => true,
        Node::Object(_) => false,
    };
    let items = || array.items().take(ITEMS_MAX);
    begins_with_a_number
        && items().all(is_plain)
        && items().any(|item| matches!(item, Node::Array(_)))
        && items().filter(|item| !matches!(item, Node::Array(_))).count() >= 3
}

/// Whether a text in the array, or in one in it, is like a token, or cannot be looked for.
fn holds_a_token(array: Array<'_>, depth: usize) -> bool {
    const DEPTH_MAX: usize = 4;
    let mut items = array.items();
    let is_token = items.by_ref().take(ITEMS_MAX).any(|item| match item {
        Node::String(text) => is_random(text.raw()) || is_token_like(text.raw()),
        Node::Array(inner) => depth == DEPTH_MAX || holds_a_token(inner, depth + 1),
        Node::Scalar(_) => false,
        Node::Object(_) => true,
    });
    is_token || items.next().is_some()
}

/// The name of the option that an item is, of those that a program is started with: the next one is its
/// value. `["serve", "--password", "…"]`
fn flag_of(item: Node<'_>) -> Option<&[u8]> {
    let Node::String(text) = item else { return None };
    let name = text.raw().strip_prefix(b"--")?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (!name.is_empty() && name.iter().all(is_name)).then_some(name)
}

/// Whether the name around is one that the user has given.
fn is_users(examiner: &Examiner<'_>, context: &Context<'_>) -> bool {
    let verdict = examiner.judge_name(context.name, Value::Container, context.place);
    matches!(verdict, Verdict::Secret(rule) if rule.is_user())
}

/// What kind of place a pair in a body or an extension stands in: the name around it says it.
pub(super) fn pair_place(context: &Context<'_>) -> Place {
    let around = context.name.to_ascii_lowercase();
    let says = |word: &[u8]| memchr::memmem::find(&around, word).is_some();
    if says(b"cookie") {
        Place::Cookie
    } else if says(b"header") {
        Place::RequestHeader
    } else {
        context.place
    }
}

/// What the value of a property is that an array is (RFC 7095, "jCard"):
/// `["n", {}, "text", ["Quell", "Mira", "", "", ""]]`.
fn parts_of_card(array: Array<'_>) -> Option<&'static [&'static str]> {
    const TYPES: [&[u8]; 5] = [b"text", b"uri", b"date", b"date-and-or-time", b"unknown"];
    let mut items = array.items();
    let (Some(Node::String(name)), Some(Node::Object(_))) = (items.next(), items.next()) else {
        return None;
    };
    match items.next() {
        Some(Node::String(kind)) if TYPES.contains(&kind.raw()) => vcard::parts(name.raw()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn the_record_of_a_thing_is_no_list_of_secrets() {
        for body in [
            r#"{"user":[448,512,[128100],"f007","M224 248a120 120 0"]}"#,
            r#"{"PW":["680","01[12]","(?:[24-8]\\d\\d|345)\\d{4}",[7],[["(\\d{3})","$1"]]]}"#,
        ] {
            check(body, &[]);
        }
    }

    #[test]
    fn options_of_a_program() {
        let arguments = r#"["serve","--password","sunshine","--api-key","k3XwQ81uQpZov7Lt","-v"]"#;
        check(&format!(r#"{{"args":{arguments}}}"#), &["sunshine", "k3XwQ81uQpZov7Lt"]);
        check(r#"{"args":["--password","--verbose","--port","8080"]}"#, &[]);
    }

    #[test]
    fn secrets_in_an_array_go() {
        for (body, expected) in [
            (r#"{"password":["hunter2x","swordf1sh",[7],1]}"#, &["hunter2x", "swordf1sh"][..]),
            (r#"{"user-secret":[448,512,"hunter2x"]}"#, &["hunter2x"]),
            (r#"{"tokens":[12,1,2,"k3XwQ81uQpZov7LtWq9Zr4",[7]]}"#, &["k3XwQ81uQpZov7LtWq9Zr4"]),
            (r#"{"token":[12,1,2,[["k3XwQ81uQpZov7LtWq9Zr4"]]]}"#, &["k3XwQ81uQpZov7LtWq9Zr4"]),
        ] {
            check(body, expected);
        }
    }
}
