//! Cells and labels that name what a person is called, where they live and numbers of theirs:
//! `<td>first_name</td><td>…</td>`, `<label>Street<input value=…></label>`.
//!
//! The name rules say what such data looks like; here is what they cannot see, that a cell is a head or
//! an explanation.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// The labels, as small letters and digits without anything between them but what is not ASCII.
const LABELS: &[&str] = &[
    "firstname",
    "lastname",
    "surname",
    "familyname",
    "givenname",
    "middlename",
    "fullname",
    "maidenname",
    "street",
    "streetaddress",
    "addressline1",
    "addressline2",
    "homeaddress",
    "billingaddress",
    "shippingaddress",
    "dateofbirth",
    "birthdate",
    "accountnumber",
    "bankaccount",
    "routingnumber",
    "sortcode",
    "passportnumber",
    "nationalid",
    "taxid",
    "pin",
    "vorname",
    "nachname",
    "geburtsname",
    "geburtsdatum",
    "strasse",
    "straße",
    "telefon",
    "telefonnummer",
    "handynummer",
    "kontonummer",
    "kontoinhaber",
    "steuernummer",
    "prénom",
    "apellidos",
    "nombrecompleto",
    "teléfono",
    "cognome",
    "voornaam",
    "achternaam",
    "geboortedatum",
    "氏名",
    "姓名",
    "お名前",
    "フリガナ",
    "ふりがな",
    "住所",
    "ご住所",
    "地址",
    "電話番号",
    "お電話番号",
    "携帯電話番号",
    "手机号",
    "郵便番号",
    "生年月日",
    "出生日期",
    "暗証番号",
    "認証コード",
    "이름",
    "전화번호",
    "생년월일",
    "фамилия",
    "Фамилия",
    "телефон",
    "Телефон",
];

/// None of them is longer.
const LETTERS_MAX: usize = 20;

static NAMES: LazyLock<FxHashSet<&[u8]>> =
    LazyLock::new(|| LABELS.iter().map(|label| label.as_bytes()).collect());

/// What stands beside such a label in the head of a table, or in a list of fields.
const HEADS: &[&str] = &[
    "Name",
    "Names",
    "Email",
    "E-mail",
    "Phone",
    "City",
    "Town",
    "State",
    "Country",
    "Region",
    "Company",
    "Organization",
    "Department",
    "Title",
    "Role",
    "Roles",
    "Status",
    "Age",
    "Gender",
    "Notes",
    "Description",
    "Actions",
    "Edit",
    "Delete",
    "View",
    "Balance",
    "Amount",
    "Currency",
    "Bank",
    "Alphanumeric",
    "Mandatory",
    "Search",
    "Varchar",
    "Ort",
    "Land",
    "Firma",
    "Abteilung",
    "Rolle",
    "Anrede",
    "Aktionen",
    "Pflichtfeld",
    "Ciudad",
    "Ville",
    "必須",
    "任意",
    "例",
    "なし",
    "未登録",
    "未設定",
    "入力",
    "確認",
    "変更",
    "編集",
    "操作",
    "役職",
    "部署",
    "会社名",
    "備考",
    "性別",
    "年齢",
    "メール",
    "メールアドレス",
    "状態",
    "ステータス",
    "必填",
    "部门",
    "备注",
    "邮箱",
    "状态",
];

/// A value has no more bytes, and no more words.
const VALUE_BYTES_MAX: usize = 64;
const VALUE_WORDS_MAX: usize = 6;

/// Whether `label` names data of a person.
pub(super) fn is_label(label: &[u8]) -> bool {
    if label.len() > 2 * LETTERS_MAX {
        return false;
    }
    let mut letters = [0; LETTERS_MAX];
    let mut count = 0;
    for byte in label.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        let Some(letter) = letters.get_mut(count) else { return false };
        *letter = byte.to_ascii_lowercase();
        count += 1;
    }
    NAMES.contains(&letters[..count])
}

/// Whether `raw` can be such data and is no head, no sentence and no label itself.
pub(crate) fn holds(raw: &[u8]) -> bool {
    let is_head = || HEADS.iter().any(|head| raw.eq_ignore_ascii_case(head.as_bytes()));
    let words = || raw.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    (2..=VALUE_BYTES_MAX).contains(&raw.len())
        && words().count() <= VALUE_WORDS_MAX
        && words().all(|word| is_proper(word) || is_particle(word))
        && words().any(is_proper)
        && !is_head()
        && !is_label(raw)
}

/// Whether a word begins as names, numbers and what is no Latin do.
fn is_proper(word: &[u8]) -> bool {
    !word[0].is_ascii_lowercase()
        && word.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

/// `de`, `van`, `der`, or a sign between words.
fn is_particle(word: &[u8]) -> bool {
    word.len() <= 3
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check_page as page;
    use crate::detect::layer::html::person::{LABELS, LETTERS_MAX, is_label};

    #[test]
    fn labels_are_known_as_they_are_written() {
        assert!(LABELS.iter().all(|label| label.len() <= LETTERS_MAX));
        for label in ["First name", "first_name", "firstName", "FIRST-NAME", "PIN"] {
            assert!(is_label(label.as_bytes()), "{label}");
        }
        for label in ["Name", "File name", "Pinned", "", "First name of the customer"] {
            assert!(!is_label(label.as_bytes()), "{label}");
        }
    }

    #[test]
    fn cells_of_a_person() {
        page("<td>first_name</td><td>Mirabel</td>", &["Mirabel"]);
        page("<tr><td>Last name</td><td>van der Quell</td></tr>", &["van der Quell"]);
        page("<td>first_name</td><td><pre>&#x27;Mirabel&#x27;</pre></td>", &["Mirabel"]);
        page("<dt>Account number</dt><dd>004417735</dd>", &["004417735"]);
        page("<td>Street</td><td>Fernweg 17b</td>", &["Fernweg 17b"]);
        page(
            "<table><tr><th>First name</th><th>City</th></tr><tr><td>Ottoline</td><td>Basel</td></tr></table>",
            &["Ottoline"],
        );
        page("<dt>お名前</dt><dd>粟飯原 美羅</dd>", &["粟飯原 美羅"]);
        page("<th>生年月日</th><td>1984-03-07</td>", &["1984-03-07"]);
        page("<td>電話番号</td><td>03-5556-0926</td>", &["03-5556-0926"]);
        page("<dt>Geburtsdatum:</dt><dd>07.03.1984</dd>", &["07.03.1984"]);
        page(
            "<tr><th>氏名</th><th>役職</th></tr><tr><td>粟飯原美羅</td><td>部長</td></tr>",
            &["粟飯原美羅"],
        );
        for text in [
            "<dt>お名前<span>必須</span></dt><dd><span>必須</span><input></dd>",
            "<tr><td>氏名</td><td>役職</td><td>部署</td></tr>",
            "<td>氏名</td><td>例</td>",
            "<td>Vorname</td><td>Nachname</td>",
            "<td>住所</td><td>ご住所</td>",
        ] {
            page(text, &[]);
        }
        for text in [
            "<td>first_name</td><td>string</td><td>The first name of the customer</td>",
            "<td>first_name</td><td>Required</td>",
            "<td>Full name</td><td>Mandatory</td>",
            "<tr><td>First name</td><td>Last name</td><td>City</td><td>Status</td></tr>",
            "<th>First name</th><th>City</th>",
            "<th>First name</th></tr></table><p>Mirabel</p>",
            "<td>Street</td><td>The street of the customer.</td>",
            "<label>First name</label><p>Please Tell Us</p>",
            "<b>Street</b> Food Festival 2026",
            "<td>File name</td><td>Report 2026</td>",
        ] {
            page(text, &[]);
        }
    }

    #[test]
    fn inputs_in_a_label() {
        page("<label>Street<input name=f7 value='Fernweg 17b'></label>", &["Fernweg 17b"]);
        page("<label>PIN <input name=f8 value=4821></label>", &["4821"]);
        page("<label>Street<input type=submit value='Find 3 streets'></label>", &[]);
        page("<label>Amount<input name=f9 value=4821></label>", &[]);
    }
}
