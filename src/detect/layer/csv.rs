//! Tables as text: CSV, values between tabs or semicolons, tables in Markdown. The first line names
//! the columns.

use std::ops::Range;
use std::sync::LazyLock;

use crate::detect::layer::token::words;
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::name::{NameRules, Value, is_of_a_person};
use crate::detect::table::is_column;
use crate::detect::{Codec, Place, Verdict};

/// Tables of which a column tells a credential.
pub(crate) static CSV: Layer =
    Layer { id: "csv", recognises: |text, _| separator(text).is_some(), fields };

/// Columns of a table.
const COLUMNS_MAX: usize = 64;

/// The line with the names is no longer than this.
const HEADER_BYTES_MAX: usize = 2048;

static RULES: LazyLock<NameRules> = LazyLock::new(NameRules::default);

/// What stands between the values, if the text is such a table.
fn separator(text: &[u8]) -> Option<u8> {
    let end = memchr::memchr(b'\n', &text[..text.len().min(HEADER_BYTES_MAX)])?;
    let header = &text[..end];
    let separator = *header.iter().find(|byte| b",;\t|".contains(byte))?;
    let is_prose = separator != b'|' && header.windows(2).any(|two| two == [separator, b' ']);
    let columns = cells(text, 0..end, separator);
    let names = columns.iter().map(|cell| &text[cell.clone()]).filter(|name| !name.is_empty());
    if is_prose || columns.len() > COLUMNS_MAX || !names.clone().all(is_column) || names.count() < 2
    {
        return None;
    }
    let second = line(text, end + 1)?;
    let is_table = cells(text, second, separator).len() == columns.len()
        && columns.iter().any(|cell| is_telling(&text[cell.clone()]));
    is_table.then_some(separator)
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let (Some(separator), Some(header)) = (separator(text), line(text, 0)) else { return };
    let columns = cells(text, header.clone(), separator);
    let names: Vec<&[u8]> = columns
        .iter()
        .map(|cell| &text[cell.clone()])
        .map(|name| if is_telling(name) { name } else { &b""[..] })
        .collect();
    let mut start = header.end + 1;
    while let Some(row) = line(text, start) {
        start = row.end + 1;
        for (at, cell) in cells(text, row, separator).into_iter().enumerate() {
            let name = names.get(at).copied().unwrap_or_default();
            if !cell.is_empty() {
                visit(Field::new(name, cell, Codec::Raw, Place::Text));
            }
        }
    }
}

/// The line that begins at `start`.
fn line(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = |from: usize| memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |at| from + at);
    (start < text.len()).then(|| start..end(start))
}

/// The values of a line, without the quotes and blanks around them.
fn cells(text: &[u8], line: Range<usize>, separator: u8) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = line.start;
    loop {
        let end = cell_end(&text[start..line.end], separator) + start;
        let cell = span::trim(text, start..end);
        cells.push(match &text[cell.clone()] {
            [b'"', .., b'"'] => cell.start + 1..cell.end - 1,
            _ => cell,
        });
        if end >= line.end {
            return cells;
        }
        start = end + 1;
    }
}

/// Where the value ends that `rest` begins with: quotes that close right before a separator hold
/// others in them.
fn cell_end(rest: &[u8], separator: u8) -> usize {
    let plain = memchr::memchr(separator, rest).unwrap_or(rest.len());
    if rest.first() != Some(&b'"') {
        return plain;
    }
    // The bound keeps quotes that do not close from costing more.
    let head = &rest[..rest.len().min(1024)];
    let closes = |at: &usize| {
        matches!(head.get(at + 1), None | Some(b'\r')) || head.get(at + 1) == Some(&separator)
    };
    match memchr::memchr_iter(b'"', head).skip(1).find(closes) {
        Some(at) => memchr::memchr(separator, &rest[at..]).map_or(rest.len(), |end| at + end),
        None => plain,
    }
}

/// Whether the name of a column tells a credential.
fn is_telling(name: &[u8]) -> bool {
    const ALSO: [&[u8]; 4] = [b"token", b"session", b"sessionid", b"auth"];
    let last = words(name).last().unwrap_or_default();
    ALSO.iter().any(|word| last.eq_ignore_ascii_case(word))
        || is_of_a_person(name)
        || matches!(RULES.judge(name, Value::Container, Place::Json), Verdict::Secret(_))
}

#[cfg(test)]
mod tests {
    use super::CSV;
    use crate::detect::bodies;
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};

    #[test]
    fn cuts_tables() {
        for (text, expected) in [
            (
                "id,password\n7,sunshine\n8,\"a,b\"\n",
                &["=7", "password=sunshine", "=8", "password=a,b"][..],
            ),
            ("id;api_key\r\n7;x y\r\n", &["=7", "api_key=x y"]),
            ("id\ttoken\n7\tx", &["=7", "token=x"]),
            (
                "| id | password |\n|----|----------|\n| 7 | a |",
                &["=----", "password=----------", "=7", "password=a"],
            ),
            (
                "id,first_name,plan\n7,Mira,gold\n8,Otto,blue\n",
                &["=7", "first_name=Mira", "=gold", "=8", "first_name=Otto", "=blue"],
            ),
            ("id,password\n7,\"x\n8,y", &["=7", "password=\"x", "=8", "password=y"]),
        ] {
            check(&CSV, text, &NO_HINT, expected);
        }
        for text in [
            "id,color\n7,blue",
            "id,country,file_name\n7,AT,a.txt",
            "id,password\n7\n",
            "id,password",
            "Enter your password, please\nand your name, too",
            "password\nsunshine",
            "name, password\nfield, value",
            "a{b:c},password\nx,y",
            "",
        ] {
            check_foreign(&CSV, text, &NO_HINT);
        }
    }

    #[test]
    fn a_column_is_judged_under_its_name() {
        bodies::check(r#"{"text":"id,password\nmaren,Waff1e#59660-blue"}"#, &["Waff1e#59660-blue"]);
        bodies::check(r#"{"text":"name,password\nfield,Password\nhint,Required"}"#, &[]);
    }
}
