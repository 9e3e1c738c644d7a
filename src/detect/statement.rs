//! Statements of SQL that leave their values to a list beside them: `{"sql": "… where api_token = ?",
//! "bindings": ["…"]}`, as Laravel, TypeORM and consoles of databases show them.

use std::cell::Cell;
use std::ops::Range;

use crate::har::{Array, Node, Object, Text};

/// A statement that is read is no longer, and for each so many bytes of it its object is looked
/// through once: a page could list thousands of values beside one, for each of which it is read.
const BYTES_MAX: usize = 16 * 1024;
const LOOK_BYTES: usize = 1024;

/// Of a statement so many values are looked at.
const VALUES_MAX: usize = 256;

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// The statement whose values `node`, the member `key` of `object`, lists; `looks` is how often the
/// object may still be looked through.
pub(crate) fn beside<'a>(
    object: Object<'a>,
    (key, node): (&[u8], Node<'_>),
    looks: &Cell<u32>,
) -> Option<Text<'a>> {
    const LISTS: [&[u8]; 7] =
        [b"bindings", b"binds", b"params", b"parameters", b"values", b"args", b"arguments"];
    if !LISTS.contains(&key) || !matches!(node, Node::Array(array) if has_value(array)) {
        return None;
    }
    let statement = object.members().take(MEMBERS_MAX).find_map(|(key, node)| match node {
        Node::String(text) if is_statement(key.raw(), text.raw()) => Some(text),
        _ => None,
    })?;
    let needed = u32::try_from(statement.raw().len() / LOOK_BYTES + 1).ok()?;
    looks.set(looks.get().checked_sub(needed)?);
    Some(statement)
}

fn has_value(array: Array<'_>) -> bool {
    matches!(array.items().next(), Some(Node::String(_) | Node::Scalar(_)))
}

fn is_statement(key: &[u8], text: &[u8]) -> bool {
    const KEYS: [&[u8]; 7] =
        [b"sql", b"query", b"statement", b"text", b"sqlQuery", b"command", b"raw_sql"];
    const VERBS: [&[u8]; 8] =
        [b"select", b"insert", b"update", b"delete", b"replace", b"with", b"merge", b"call"];
    let text = text.trim_ascii_start();
    let verb = text.get(..text.len().min(7)).unwrap_or_default();
    text.len() <= BYTES_MAX
        && KEYS.contains(&key)
        && VERBS.iter().any(|known| {
            verb.len() > known.len()
                && verb[..known.len()].eq_ignore_ascii_case(known)
                && !verb[known.len()].is_ascii_alphanumeric()
        })
}

/// The columns that the values of a statement are for, in the order of the list; `None` of one that
/// is for none.
pub(crate) fn columns(sql: &[u8]) -> Vec<Option<&[u8]>> {
    Statement { sql, at: 0, column: None, open: 0, list: 0..0, row: None, depth: 0 }.read()
}

struct Statement<'s> {
    sql: &'s [u8],
    at: usize,
    /// The column that a value which comes next is compared with, or set.
    column: Option<Range<usize>>,
    /// Where the last parenthesis opens.
    open: usize,
    /// What the last pair of parentheses holds: the columns of `INSERT`.
    list: Range<usize>,
    /// How many values stand before the next one in its row, behind `VALUES`.
    row: Option<usize>,
    /// How many parentheses are open behind `VALUES`.
    depth: usize,
}

impl<'s> Statement<'s> {
    fn read(mut self) -> Vec<Option<&'s [u8]>> {
        let sql = self.sql;
        let mut columns = Vec::new();
        let mut is_value = false;
        while let Some(byte) = sql.get(self.at) {
            let start = self.at;
            self.at += 1;
            let was_value = std::mem::take(&mut is_value);
            match byte {
                b'\'' => {
                    let close = memchr::memchr(b'\'', &sql[self.at..]);
                    self.at = close.map_or(sql.len(), |length| self.at + length + 1);
                    self.column = None;
                }
                b'(' => self.open(),
                b')' if self.row.is_some() => self.depth = self.depth.saturating_sub(1),
                b')' => self.list = self.open..start,
                b',' => match &mut self.row {
                    Some(row) if self.depth == 1 => *row += 1,
                    Some(_) => {}
                    // Those of `IN (?, ?)` are all for one column.
                    None if was_value => {}
                    None => self.column = None,
                },
                b'?' | b'$' | b'%' | b':' | b'@' => {
                    let Some(at) = self.value(*byte, columns.len()) else { continue };
                    if at >= VALUES_MAX {
                        break;
                    }
                    is_value = true;
                    columns.resize(columns.len().max(at + 1), None);
                    columns[at] = self.named().map(|name| &sql[name]);
                }
                byte if byte.is_ascii_alphabetic() || *byte == b'_' => self.word(start),
                b' ' | b'\n' | b'\r' | b'\t' => is_value = was_value,
                _ => {}
            }
        }
        columns
    }

    fn open(&mut self) {
        match &mut self.row {
            Some(row) => {
                *row = if self.depth == 0 { 0 } else { *row };
                self.depth += 1;
            }
            None => self.open = self.at,
        }
    }

    /// Which value of the list stands here, behind its sign, after so many: `?`, `%s`, `$2`, `:2`, `@p2`.
    fn value(&mut self, sign: u8, after: usize) -> Option<usize> {
        let rest = &self.sql[self.at..];
        let letter = match (sign, rest.first()) {
            (b'?', _) => return Some(after),
            (b'%', Some(b's')) => {
                self.at += 1;
                return Some(after);
            }
            (b'@', Some(b'p' | b'P')) => 1,
            (b'$' | b':', _) => 0,
            _ => return None,
        };
        let rest = &rest[letter..];
        let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let number: usize = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
        self.at += letter + digits;
        // Those of SQL Server count from nought.
        if letter == 1 { Some(number) } else { number.checked_sub(1) }
    }

    fn word(&mut self, start: usize) {
        const LINKS: [&[u8]; 6] = [b"in", b"like", b"ilike", b"any", b"binary", b"not"];
        const ENDS: [&[u8]; 9] =
            [b"limit", b"offset", b"and", b"or", b"where", b"when", b"then", b"else", b"select"];
        let part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let word = start..start + self.sql[start..].iter().take_while(part).count();
        self.at = word.end;
        let is =
            |known: &[&[u8]]| known.iter().any(|k| self.sql[word.clone()].eq_ignore_ascii_case(k));
        if is(&[b"values"]) {
            (self.row, self.depth) = (Some(0), 0);
        } else if is(&[b"on", b"returning", b"select", b"set"]) {
            (self.row, self.column) = (None, None);
        } else if is(&ENDS) {
            self.column = None;
        } else if !is(&LINKS) {
            self.column = Some(word);
        }
    }

    /// The name of the column that the value here is for.
    fn named(&self) -> Option<Range<usize>> {
        let Some(row) = self.row else { return self.column.clone() };
        let mut start = self.list.start;
        for (at, column) in self.sql[self.list.clone()].split(|byte| *byte == b',').enumerate() {
            let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            if at == row {
                let first = column.iter().position(part)?;
                let last = column.iter().rposition(part)?;
                return Some(start + first..start + last + 1);
            }
            start += column.len() + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::columns;
    use crate::detect::bodies::check;

    #[track_caller]
    fn names(sql: &str, expected: &[&str]) {
        let names = columns(sql.as_bytes());
        let names = names.iter().map(|name| std::str::from_utf8(name.unwrap_or(b"-")).unwrap());
        assert_eq!(names.collect::<Vec<_>>(), expected, "{sql}");
    }

    #[test]
    fn columns_of_the_values_of_a_statement() {
        names("select * from a where b = ? and c.d >= ? limit ?", &["b", "d", "-"]);
        names("update `a` set `b` = ?, c=? where id in (?, ?)", &["b", "c", "id", "id"]);
        names(
            "insert into a (b, `c`, d) values (?, f('x', 1), ?), (?, ?, ?)",
            &["b", "d", "b", "c", "d"],
        );
        names("insert into a (b) values (?) on duplicate key update c = ?", &["b", "c"]);
        names(r#"select 1 from "a" where "a"."b" = $2 and "c" like $1"#, &["c", "b"]);
        names("select 1 from a where b = 'c = ?' and d = %s", &["d"]);
        names("select ?, a from b where c = @p1", &["-", "c"]);
        names("select 1 where a = $9999", &[]);
        names("", &[]);
    }

    #[test]
    fn a_long_statement_is_read_a_few_times_only() {
        let sql = format!("select {} where api_token = ?", "size, ".repeat(2_000));
        let lists = |count| r#","params":["hunter2xk3Xw"]"#.repeat(count);
        for (count, expected) in [(1, 1), (20, 20), (1_000, 85)] {
            check(
                &format!(r#"{{"sql":"{sql}"{}}}"#, lists(count)),
                &vec!["hunter2xk3Xw"; expected],
            );
        }
    }

    #[test]
    fn values_stand_under_their_columns() {
        for body in [
            r#"{"sql":"select * from users where id = ? and api_token = ?","bindings":[7,"hunter2xk3Xw"]}"#,
            r#"{"query":"SELECT 1 FROM u WHERE login_at > $1 AND \"u\".\"password\" = $2","params":["now","hunter2xk3Xw"]}"#,
            r#"{"bindings":["eu-west-1a","hunter2xk3Xw"],"sql":"insert into hooks (region, secret) values (?, ?)"}"#,
            r#"{"statement":"update users set password = ? where id = ?","parameters":["hunter2xk3Xw",7]}"#,
        ] {
            check(body, &["hunter2xk3Xw"]);
        }
        for body in [
            r#"{"sql":"select * from orders where region = ? and status = ?","bindings":["eu-west-1a","open7x"]}"#,
            r#"{"sql":"select token from hooks where region = ?","bindings":["eu-west-1a"]}"#,
            r#"{"sql":"select 1 from hooks where token is not null and region = ?","bindings":["eu-west-1a"]}"#,
            r#"{"sql":"select 1 from hooks order by token limit ?","bindings":[48211]}"#,
            r#"{"query":"how do I set password = ?","params":["hunter2xk3Xw"]}"#,
            r#"{"query":"selected password = ?","params":["hunter2xk3Xw"]}"#,
            r#"{"title":"select * from users where password = ?","params":["hunter2xk3Xw"]}"#,
        ] {
            check(body, &[]);
        }
    }
}
