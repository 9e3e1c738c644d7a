//! Names of people in other scripts than Latin, and the words for a name in them: a translation has
//! those under `firstName`, a form that was filled in has a name there.

/// A name is no longer, in letters.
const LETTERS_MAX: usize = 24;

/// Two to twelve letters of another script, perhaps with a space between them.
pub(super) fn is_native(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    (2..=12).contains(&text.chars().count())
        && text.chars().all(|letter| letter == ' ' || !letter.is_ascii() && letter.is_alphabetic())
}

/// Whether a text in another script than Latin can be what a person is called, and does not say that a
/// name belongs there.
pub(super) fn is_name(text: &[u8]) -> bool {
    // What is Latin is judged by its words, and most is.
    if text.first().is_none_or(u8::is_ascii) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let is_joint = |letter| matches!(letter, ' ' | '\u{3000}' | '・' | '·' | '-');
    let is_foreign = |letter: char| letter >= '\u{370}' && letter.is_alphabetic();
    let letters = text.chars().filter(|letter| is_foreign(*letter)).count();
    (2..=LETTERS_MAX).contains(&letters)
        && text.chars().all(|letter| is_foreign(letter) || is_joint(letter))
        && !LABELS.iter().any(|label| text.contains(label))
}

/// What stands in the words that forms ask for a name with, or show where there is none.
const LABELS: &[&str] = &[
    "名",
    "姓",
    "氏",
    "字",
    "称",
    "稱",
    "号",
    "號",
    "必",
    "填",
    "請",
    "请",
    "入力",
    "输入",
    "輸入",
    "ください",
    "未",
    "不明",
    "なし",
    "暂无",
    "ネーム",
    "フリガナ",
    "ふりがな",
    "ユーザ",
    "ゲスト",
    "用户",
    "用戶",
    "顧客",
    "客户",
    "客戶",
    "患者",
    "学生",
    "員",
    "员",
    "担当",
    "乘客",
    "旅客",
    "乗客",
    "访客",
    "持卡人",
    "持有人",
    "开户人",
    "開戶人",
    "收款人",
    "收件人",
    "付款人",
    "联系人",
    "聯絡人",
    "申请人",
    "申請人",
    "本人",
    "이름",
    "성명",
    "성함",
    "성씨",
    "입력",
    "필수",
    "고객",
    "사용자",
    "회원",
    "Имя",
    "имя",
    "Име",
    "име",
    "Ім",
    "амили",
    "тчеств",
    "різвищ",
    "ФИО",
    "ользоват",
    "ористувач",
    "ведит",
    "бязат",
    "лиент",
    "ациент",
    "νομα",
    "πώνυμ",
    "ρήστη",
    "اسم",
    "لقب",
    "عائلة",
    "مستخدم",
    "مطلوب",
    "שם",
    "משפחה",
    "חובה",
    "ชื่อ",
    "สกุล",
    "नाम",
];

#[cfg(test)]
mod tests {
    use crate::detect::name::native::is_name;

    #[test]
    fn names_and_the_words_for_them() {
        for name in [
            "粟飯原",
            "太郎",
            "山田　太郎",
            "王小明",
            "김민수",
            "Квеллова",
            "Мира Квелл",
            "ヤマダ",
            "Μίρα",
            "مريم",
        ] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        for label in [
            "名前",
            "お名前",
            "姓氏",
            "苗字",
            "ファーストネーム",
            "请填写",
            "持卡人",
            "会員",
            "이름",
            "Имя",
            "Фамилия",
            "Прізвище",
            "Όνομα",
            "الاسم الأول",
            "שם פרטי",
            "翔",
            "Quell",
            "第1",
            "Ünal",
            "",
        ] {
            assert!(!is_name(label.as_bytes()), "{label}");
        }
    }
}
