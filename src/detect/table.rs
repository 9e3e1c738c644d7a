//! Tables in JSON: the names of the columns stand beside the rows, or are the first of them.

use crate::detect::Place;
use crate::detect::examiner::Examiner;
use crate::detect::name::is_personal;
use crate::detect::naming::is_telling;
use crate::har::{Array, Node, Object, Text};

/// Columns that are looked at.
const COLUMNS_MAX: usize = 64;

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// Members of a row that are looked at for its cells.
const CELLS_AMONG: usize = 4;

/// The columns of a table of which one at least tells a credential or a person's data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    header: Array<'a>,
    /// The columns that tell one.
    telling: u64,
    /// Whether it stands for one row of it.
    is_row: bool,
}

impl<'a> Table<'a> {
    /// The table of which `rows`, the member `key` of `object`, holds the rows, with its columns
    /// beside: `{"columns": […], "rows": [[…], …]}`; or the only row: `{"keys": […], "values": […]}`.
    pub(crate) fn beside(
        examiner: &Examiner<'_>,
        object: Object<'a>,
        key: &[u8],
        rows: Node<'a>,
    ) -> Option<Self> {
        let Node::Array(rows) = rows else { return None };
        let first = rows.items().next().filter(|_| is_rows(key))?;
        if !has_cells(first) {
            return Self::of_row(examiner, object, rows);
        }
        object.members().take(MEMBERS_MAX).filter(|(key, _)| is_header(key.raw())).find_map(
            |(_, node)| match node {
                Node::Array(header) => Self::new(examiner, header),
                Node::Object(schema) => {
                    let mut members = schema.members().take(MEMBERS_MAX);
                    let header = members.find_map(|(_, node)| match node {
                        Node::Array(header) => Some(header),
                        _ => None,
                    })?;
                    Self::new(examiner, header)
                }
                _ => None,
            },
        )
    }

    /// The table that has this one row, with as many names beside it.
    fn of_row(examiner: &Examiner<'_>, object: Object<'a>, row: Array<'a>) -> Option<Self> {
        let count = |array: Array<'_>| array.items().take(COLUMNS_MAX + 1).count();
        let is_name = |item: Node<'_>| matches!(item, Node::String(text) if is_column(text.raw()));
        let mut members = object.members().take(MEMBERS_MAX);
        let header = members.find_map(|(key, node)| match node {
            Node::Array(header)
                if is_header(key.raw())
                    && count(header) == count(row)
                    && header.items().all(is_name) =>
            {
                Some(header)
            }
            _ => None,
        })?;
        Self::new(examiner, header).map(|table| Self { is_row: true, ..table })
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
            let is_telling = name_of(item).is_some_and(|name| {
                is_telling(examiner, name.raw(), Place::Json) || is_personal(name.raw())
            });
            telling |= u64::from(is_telling) << at;
        }
        (telling != 0).then_some(Self { header, telling, is_row: false })
    }

    /// The same for the cells of a row, if its member `key` holds them.
    pub(crate) fn of_cells(mut self, key: &[u8]) -> Option<Self> {
        self.is_row = true;
        is_cells(key).then_some(self)
    }

    /// Whether it stands for one row.
    pub(crate) fn is_row(self) -> bool {
        self.is_row
    }

    /// The names of the columns, in order; none of one that does not tell.
    pub(crate) fn columns(self) -> impl Iterator<Item = Option<Text<'a>>> {
        let telling = self.telling;
        let is_telling = move |at: usize| at < COLUMNS_MAX && telling >> at & 1 == 1;
        let columns = self.header.items().enumerate();
        columns.map(move |(at, item)| name_of(item).filter(|_| is_telling(at)))
    }
}

/// Whether a row holds its cells: `["…", 2]`, `{"f": [{"v": "…"}]}`.
fn has_cells(row: Node<'_>) -> bool {
    match row {
        Node::Array(_) => true,
        Node::Object(row) => row
            .members()
            .take(CELLS_AMONG)
            .any(|(key, node)| matches!(node, Node::Array(_)) && is_cells(key.raw())),
        _ => false,
    }
}

/// Whether the member `key` of a row holds its cells.
fn is_cells(key: &[u8]) -> bool {
    matches!(key, b"c" | b"f" | b"cells" | b"values" | b"Data" | b"data" | b"row")
}

/// The name of a column: `"email"`, `{"name": "email", "type": "String"}`; the id of one that has no
/// other.
fn name_of(item: Node<'_>) -> Option<Text<'_>> {
    match item {
        Node::String(text) => Some(text),
        Node::Object(column) => {
            let mut id = None;
            let mut members = column.members().take(8);
            let name = members.find_map(|(key, node)| match node {
                Node::String(text) if key.raw() == b"id" => {
                    id = Some(text);
                    None
                }
                Node::String(text) if is_name(key.raw()) && !text.raw().is_empty() => Some(text),
                _ => None,
            });
            name.or(id)
        }
        _ => None,
    }
}

fn is_name(key: &[u8]) -> bool {
    matches!(
        key,
        b"name" | b"Name" | b"key" | b"field" | b"title" | b"text" | b"label" | b"columnName"
    )
}

fn is_rows(key: &[u8]) -> bool {
    const ROWS: [&[u8]; 12] = [
        b"v", b"vals", b"body", b"rows", b"values", b"data", b"records", b"results", b"result",
        b"items", b"tuples", b"rowSet",
    ];
    ROWS.iter().any(|known| key.eq_ignore_ascii_case(known))
}

fn is_header(key: &[u8]) -> bool {
    const HEADERS: [&[u8]; 15] = [
        b"k",
        b"keys",
        b"head",
        b"columns",
        b"fields",
        b"cols",
        b"schema",
        b"meta",
        b"header",
        b"headers",
        b"columnNames",
        b"column_names",
        b"columnMetadata",
        b"resultSetMetaData",
        b"ResultSetMetadata",
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
        check(r#"{"k":["id","password"],"v":["7","Tundra!4471x"]}"#, &["Tundra!4471x"]);
        check(r#"{"fields":["id","password"],"values":["7","sunshine"]}"#, &["sunshine"]);
        check(r#"{"head":["id","password"],"body":[["7","sunshine"]]}"#, &["sunshine"]);
        check(r#"{"fields":["id","password"],"values":["7","sunshine","x"]}"#, &[]);
    }

    #[test]
    fn a_column_of_a_persons_data() {
        for table in [
            r#"{"columns":["id","first_name"],"rows":[[7,"Quella"],[8,"ondra"]]}"#,
            r#"{"fields":["id","last_name"],"values":[[7,"Quella"],[8,"ondra"]]}"#,
            r#"{"columns":[{"name":"FIRST_NAME","type":"text"}],"rows":[["Quella"],["ondra"]]}"#,
            r#"{"resultSetMetaData":{"numRows":2,"rowType":[{"name":"ID"},{"name":"LAST_NAME"}]},"data":[["7","Quella"],["8","ondra"]]}"#,
            r#"{"cols":[{"id":"a","label":"First name"},{"id":"b","label":"First name"}],"rows":[{"c":[{"v":"Quella"},{"v":"ondra"}]}]}"#,
            r#"{"schema":{"fields":[{"name":"id"},{"name":"first_name"}]},"rows":[{"f":[{"v":"7"},{"v":"Quella"}]},{"f":[{"v":"8"},{"v":"ondra"}]}]}"#,
            r#"{"columnMetadata":[{"name":"first_name"}],"records":[[{"stringValue":"Quella"}],[{"stringValue":"ondra"}]]}"#,
            r#"[["id","first_name","page"],[7,"Quella","a"],[8,"ondra","b"]]"#,
        ] {
            check(table, &["Quella", "ondra"]);
        }
        check(
            r#"{"columns":["first_name"],"rows":[{"password":"sunshine","c":["Quella"]}]}"#,
            &["sunshine", "Quella"],
        );
        check(
            r#"{"cols":[{"label":"Password"}],"rows":[{"c":[{"v":"sunshine"}]}]}"#,
            &["sunshine"],
        );
        check(r#"{"columns":["birth_date","x"],"rows":[["9 March 1984","a"]]}"#, &["9 March 1984"]);
    }

    #[test]
    fn other_tables_stay() {
        for table in [
            r#"{"columns":["id","color"],"rows":[["a1b2","sunshine"]]}"#,
            r#"{"columns":["field","type"],"rows":[["password","string"],["page","sunshine"]]}"#,
            r#"{"columns":["password"],"rows":[["Password"],["Required"]]}"#,
            r#"{"columns":["password"],"notes":[["sunshine"]]}"#,
            r#"{"columns":["field","type"],"rows":[["first_name","varchar(80)"],["page","Quella"]]}"#,
            r#"{"columns":["first_name","page"],"rows":[["string","Quella"],["First name","Quella"]]}"#,
            r#"{"columns":["file_name","name","country"],"rows":[["Quella","Quella","Querland"]]}"#,
            r#"{"columns":["lat","lon","city"],"rows":[[52.52001,13.40502,"Querndorf"]]}"#,
            r#"{"columns":["first_name"],"rows":[{"page":["Quella"]},{"c":["a"]}]}"#,
            r#"[["first_name","last_name"],["firstName","lastName"]]"#,
            r#"[["id","page","password"],["sunshine"]]"#,
            r#"{"columns":["id","password"],"rows":[["sunshine"]]}"#,
        ] {
            check(table, &[]);
        }
    }
}
