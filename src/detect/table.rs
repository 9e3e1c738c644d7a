//! Tables in JSON: the names of the columns stand beside the rows, or are the first of them.

use crate::detect::Place;
use crate::detect::examiner::Examiner;
use crate::detect::naming::is_telling;
use crate::har::{Array, Node, Object, Text};

/// Columns that are looked at.
const COLUMNS_MAX: usize = 64;

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// The columns of a table of which one at least tells a credential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    header: Array<'a>,
    /// The columns that tell one.
    telling: u64,
}

impl<'a> Table<'a> {
    /// The table of which `rows`, the member `key` of `object`, holds the rows, with its columns
    /// beside: `{"columns": […], "rows": [[…], …]}`.
    pub(crate) fn beside(
        examiner: &Examiner<'_>,
        object: Object<'a>,
        key: &[u8],
        rows: Node<'a>,
    ) -> Option<Self> {
        let Node::Array(rows) = rows else { return None };
        if !is_rows(key) || !matches!(rows.items().next(), Some(Node::Array(_))) {
            return None;
        }
        object.members().take(MEMBERS_MAX).filter(|(key, _)| is_header(key.raw())).find_map(
            |(_, node)| match node {
                Node::Array(header) => Self::new(examiner, header),
                Node::Object(schema) => match schema.members().next()? {
                    (_, Node::Array(header)) => Self::new(examiner, header),
                    _ => None,
                },
                _ => None,
            },
        )
    }

    /// The table that an array is whose first item holds the names of the columns.
    pub(crate) fn of_rows(examiner: &Examiner<'_>, array: Array<'a>) -> Option<Self> {
        let mut rows = array.items();
        let (Some(Node::Array(header)), Some(Node::Array(first))) = (rows.next(), rows.next())
        else {
            return None;
        };
        let is_name = |item: Node<'_>| matches!(item, Node::String(text) if is_column(text.raw()));
        let columns = header.items().take(COLUMNS_MAX + 1).count();
        let is_even = columns == first.items().take(COLUMNS_MAX + 1).count();
        if columns < 2 || !is_even || !header.items().take(COLUMNS_MAX).all(is_name) {
            return None;
        }
        Self::new(examiner, header)
            // `[["password", "…"], ["page", "2"]]` are pairs.
            .filter(|table| columns > 2 || table.telling & 1 == 0)
    }

    fn new(examiner: &Examiner<'_>, header: Array<'a>) -> Option<Self> {
        let mut telling = 0;
        for (at, item) in header.items().take(COLUMNS_MAX).enumerate() {
            let is_telling =
                name_of(item).is_some_and(|name| is_telling(examiner, name.raw(), Place::Json));
            telling |= u64::from(is_telling) << at;
        }
        (telling != 0).then_some(Self { header, telling })
    }

    /// The names of the columns, in order; none of one that does not tell.
    pub(crate) fn columns(self) -> impl Iterator<Item = Option<Text<'a>>> {
        let telling = self.telling;
        let is_telling = move |at: usize| at < COLUMNS_MAX && telling >> at & 1 == 1;
        let columns = self.header.items().enumerate();
        columns.map(move |(at, item)| name_of(item).filter(|_| is_telling(at)))
    }
}

/// The name of a column: `"email"`, `{"name": "email", "type": "String"}`.
fn name_of(item: Node<'_>) -> Option<Text<'_>> {
    match item {
        Node::String(text) => Some(text),
        Node::Object(column) => column.members().take(8).find_map(|(key, node)| match node {
            Node::String(text) if is_name(key.raw()) => Some(text),
            _ => None,
        }),
        _ => None,
    }
}

fn is_name(key: &[u8]) -> bool {
    matches!(key, b"name" | b"Name" | b"key" | b"field" | b"title" | b"text" | b"label" | b"id")
}

fn is_rows(key: &[u8]) -> bool {
    const ROWS: [&[u8]; 8] =
        [b"rows", b"values", b"data", b"records", b"results", b"result", b"items", b"tuples"];
    ROWS.iter().any(|known| key.eq_ignore_ascii_case(known))
}

fn is_header(key: &[u8]) -> bool {
    const HEADERS: [&[u8]; 9] = [
        b"columns",
        b"fields",
        b"cols",
        b"schema",
        b"meta",
        b"header",
        b"headers",
        b"columnNames",
        b"column_names",
    ];
    HEADERS.iter().any(|known| key.eq_ignore_ascii_case(known))
}

/// Whether a column can have this name.
pub(crate) fn is_column(name: &[u8]) -> bool {
    (1..=64).contains(&name.len())
        && name.iter().any(u8::is_ascii_alphabetic)
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-. #/()".contains(byte) || *byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn a_column_is_judged_under_its_name() {
        for table in [
            r#"{"columns":["id","password"],"rows":[[7,"sunshine"],[8,"hunter2x"]]}"#,
            r#"{"rows":[["a","sunshine"],["b","hunter2x"]],"fields":["id","password"]}"#,
            r#"{"meta":[{"name":"id","type":"UInt8"},{"name":"password","type":"String"}],"data":[[1,"sunshine"],[2,"hunter2x"]]}"#,
            r#"{"series":[{"columns":["time","password"],"values":[["2024-03-09","sunshine"],["2024-03-10","hunter2x"]]}]}"#,
            r#"{"schema":{"fields":[{"name":"id"},{"name":"password"}]},"rows":[["a","sunshine"],["b","hunter2x"]]}"#,
            r#"{"values":[["id","password","page"],["a","sunshine",2],["b","hunter2x",3]]}"#,
            r#"{"values":[["id","password"],["a","sunshine"],["b","hunter2x"]]}"#,
        ] {
            check(table, &["sunshine", "hunter2x"]);
        }
        check(r#"{"columns":["pin","page"],"rows":[[4711,4712]]}"#, &["4711"]);
    }

    #[test]
    fn other_tables_stay() {
        for table in [
            r#"{"columns":["id","color"],"rows":[["a1b2","sunshine"]]}"#,
            r#"{"columns":["field","type"],"rows":[["password","string"],["page","sunshine"]]}"#,
            r#"{"columns":["password"],"rows":[["Password"],["Required"]]}"#,
            r#"{"columns":["password"],"notes":[["sunshine"]]}"#,
            r#"[["id","page","password"],["sunshine"]]"#,
            r#"{"columns":["id","password"],"rows":[["sunshine"]]}"#,
        ] {
            check(table, &[]);
        }
    }
}
