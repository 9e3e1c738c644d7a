//! Check digits and dates. All take letters (upper-case) and digits without separators.

/// Value of a digit.
fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

/// The number that the digits spell.
fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(value(*digit)))
}

/// Sum of the digits, each times its weight.
fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| value(*digit) * weight).sum()
}

/// Whether a year, month and day can be a birthday.
fn is_birthday(year: u64, month: u64, day: u64) -> bool {
    (1900..=2030).contains(&year) && is_month_day(month, day)
}

fn is_month_day(month: u64, day: u64) -> bool {
    const DAYS: [u64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && usize::try_from(month - 1).is_ok_and(|month| day <= DAYS[month])
}

/// Whether two digits each for year, month and day are a date.
fn is_yymmdd(digits: &[u8]) -> bool {
    is_month_day(number(&digits[2..4]), number(&digits[4..6]))
}

/// Whether two digits each for day, month and year are a date.
fn is_ddmmyy(digits: &[u8]) -> bool {
    is_month_day(number(&digits[2..4]), number(&digits[..2]))
}

/// Whether all digits are the same.
fn is_plain(digits: &[u8]) -> bool {
    digits.iter().all(|digit| *digit == digits[0])
}

/// A birthday as year, month, day.
pub(super) fn year_month_day(digits: &[u8]) -> bool {
    is_birthday(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]))
}

/// A birthday as day and month, in either order, and year.
pub(super) fn day_month_year(digits: &[u8]) -> bool {
    let (first, second, year) =
        (number(&digits[..2]), number(&digits[2..4]), number(&digits[4..8]));
    is_birthday(year, second, first) || is_birthday(year, first, second)
}

/// Luhn's check digit (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = value(*digit);
            if at % 2 == 1 { value * 2 / 10 + value * 2 % 10 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The remainder of an IBAN modulo 97 (ISO 7064).
pub(super) fn mod_97(chars: &[u8]) -> bool {
    let turned = chars[4..].iter().chain(&chars[..4]);
    let remainder = turned.fold(0u32, |sum, char| match char {
        b'0'..=b'9' => (sum * 10 + value(*char)) % 97,
        _ => (sum * 100 + u32::from(char.saturating_sub(b'A')) + 10) % 97,
    });
    remainder == 1
}

/// Verhoeff's check digit, over the dihedral group of ten elements.
fn verhoeff(digits: &[u8]) -> bool {
    const STEP: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let total = digits.iter().rev().enumerate().fold(0, |sum, (at, digit)| {
        let digit = (0..at % 8).fold(usize::from(digit - b'0'), |digit, _| STEP[digit]);
        dihedral(sum, digit)
    });
    total == 0
}

/// The product of two elements: `0..5` turn, `5..10` also mirror.
fn dihedral(a: usize, b: usize) -> usize {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// United States: no area 000, 666 or above 899, no group 00, no serial 0000.
pub(super) fn us_ssn(digits: &[u8]) -> bool {
    let area = number(&digits[..3]);
    let advertised = matches!(digits, b"078051120" | b"219099999" | b"123456789");
    area != 0
        && area != 666
        && area < 900
        && &digits[3..5] != b"00"
        && &digits[5..] != b"0000"
        && !advertised
        && !is_plain(digits)
}

/// United Kingdom: letters that are not given out as prefix or suffix.
pub(super) fn uk_nino(chars: &[u8]) -> bool {
    let [a, b, .., suffix] = *chars else { return false };
    !b"DFIQUV".contains(&a)
        && !b"DFIOQUV".contains(&b)
        && !matches!(&[a, b], b"BG" | b"GB" | b"NK" | b"KN" | b"TN" | b"NT" | b"ZZ")
        && matches!(suffix, b'A'..=b'D')
}

/// Germany: ISO 7064 MOD 11,10, and one digit of the first ten stands there twice or thrice.
pub(super) fn de_steuer_id(digits: &[u8]) -> bool {
    let (body, check) = (&digits[..10], value(digits[10]));
    let counts = (b'0'..=b'9').map(|digit| body.iter().filter(|d| **d == digit).count());
    let repeated = counts.filter(|count| *count > 1).collect::<Vec<_>>();
    let product = body.iter().fold(10, |product, digit| {
        let sum = (value(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    digits[0] != b'0' && matches!(repeated[..], [2 | 3]) && (11 - product) % 10 == check
}

/// France: sex, month, and the key modulo 97; Corsica's departments are 2A and 2B.
pub(super) fn fr_nir(chars: &[u8]) -> bool {
    let mut digits = [0; 15];
    digits.copy_from_slice(&chars[..15]);
    if matches!(digits[6], b'A' | b'B') && digits[5] == b'2' {
        let department = if digits[6] == b'A' { *b"19" } else { *b"18" };
        digits[5..7].copy_from_slice(&department);
    }
    let month = number(&digits[3..5]);
    digits.iter().all(u8::is_ascii_digit)
        && matches!(digits[0], b'1' | b'2')
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
        && 97 - number(&digits[..13]) % 97 == number(&digits[13..])
}

/// Spain: the letter is the number modulo 23.
pub(super) fn es_dni(chars: &[u8]) -> bool {
    let number = number(&chars[..8]);
    let letters = b"TRWAGMYFPDXBNJZSQVHLCKE";
    usize::try_from(number % 23).is_ok_and(|at| letters[at] == chars[8])
}

/// Spain, foreigners: X, Y and Z stand for 0, 1 and 2.
pub(super) fn es_nie(chars: &[u8]) -> bool {
    let mut digits = [0; 9];
    digits.copy_from_slice(chars);
    digits[0] = match chars[0] {
        b'X' => b'0',
        b'Y' => b'1',
        b'Z' => b'2',
        _ => return false,
    };
    es_dni(&digits)
}

/// Italy: the check letter over odd and even places.
pub(super) fn it_codice_fiscale(chars: &[u8]) -> bool {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let sum: u32 = chars[..15]
        .iter()
        .enumerate()
        .map(|(at, char)| {
            let value = if char.is_ascii_digit() { char - b'0' } else { char - b'A' };
            if at % 2 == 0 { ODD[usize::from(value)] } else { u32::from(value) }
        })
        .sum();
    b"ABCDEHLMPRST".contains(&chars[8]) && sum % 26 == u32::from(chars[15] - b'A')
}

/// Poland: the month carries the century; weights 1 3 7 9.
pub(super) fn pl_pesel(digits: &[u8]) -> bool {
    let month = number(&digits[2..4]) % 20;
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    is_month_day(month, number(&digits[4..6])) && sum.is_multiple_of(10)
}

/// Sweden: a date (coordination numbers add 60 to the day) and Luhn over ten digits.
pub(super) fn se_personnummer(digits: &[u8]) -> bool {
    let ten = &digits[digits.len() - 10..];
    let day = number(&ten[4..6]);
    let day = if day > 60 { day - 60 } else { day };
    let century = digits.len() == 10 || matches!(&digits[..2], b"18" | b"19" | b"20");
    century && is_month_day(number(&ten[2..4]), day) && luhn(ten)
}

/// Netherlands: the eleven test, the last digit counting minus one.
pub(super) fn nl_bsn(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    !is_plain(digits) && (sum + 11 - value(digits[8]) % 11).is_multiple_of(11)
}

/// Brazil, persons: two check digits modulo 11.
pub(super) fn br_cpf(digits: &[u8]) -> bool {
    let check = |weights: &[u32]| weighted(digits, weights) * 10 % 11 % 10;
    !is_plain(digits)
        && check(&[10, 9, 8, 7, 6, 5, 4, 3, 2]) == value(digits[9])
        && check(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) == value(digits[10])
}

/// Brazil, companies: two check digits modulo 11.
pub(super) fn br_cnpj(digits: &[u8]) -> bool {
    let check = |weights: &[u32]| weighted(digits, weights) * 10 % 11 % 10;
    !is_plain(digits)
        && check(&[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == value(digits[12])
        && check(&[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == value(digits[13])
}

/// India: begins with 2 to 9, Verhoeff's check digit.
pub(super) fn in_aadhaar(digits: &[u8]) -> bool {
    digits[0] >= b'2' && !is_plain(digits) && verhoeff(digits)
}

/// Japan: one check digit modulo 11.
pub(super) fn jp_my_number(digits: &[u8]) -> bool {
    let rest = weighted(digits, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    let check = if rest <= 1 { 0 } else { 11 - rest };
    !is_plain(digits) && check == value(digits[11])
}

/// China: region, date, and ISO 7064 MOD 11-2.
pub(super) fn cn_resident_id(chars: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum = weighted(&chars[..17], &WEIGHTS) % 11;
    matches!(chars[0], b'1'..=b'9')
        && year_month_day(&chars[6..14])
        && usize::try_from(sum).is_ok_and(|at| b"10X98765432"[at] == chars[17])
}

/// Korea: a date, and a digit for sex and century. Numbers since 2020 have no check digit.
pub(super) fn kr_rrn(digits: &[u8]) -> bool {
    is_yymmdd(digits) && matches!(digits[6], b'1'..=b'8') && !is_plain(&digits[6..])
}

/// Canada: Luhn; numbers do not begin with 0 or 8.
pub(super) fn ca_sin(digits: &[u8]) -> bool {
    !matches!(digits[0], b'0' | b'8') && !is_plain(digits) && luhn(digits)
}

/// Australia, tax file number of nine digits: weighted sum modulo 11.
pub(super) fn au_tfn(digits: &[u8]) -> bool {
    !is_plain(digits) && weighted(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

/// Australia, Medicare: begins with 2 to 6, weighted sum modulo 10.
pub(super) fn au_medicare(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]);
    matches!(digits[0], b'2'..=b'6') && sum % 10 == value(digits[8])
}

/// Finland: a date, and the nine digits modulo 31.
pub(super) fn fi_hetu(chars: &[u8]) -> bool {
    let (date, rest) = (&chars[..6], &chars[chars.len() - 4..]);
    let number = number(date) * 1000 + number(&rest[..3]);
    let letters = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    is_ddmmyy(date) && usize::try_from(number % 31).is_ok_and(|at| letters[at] == rest[3])
}

/// Denmark: a date. The old check digit is no longer kept.
pub(super) fn dk_cpr(digits: &[u8]) -> bool {
    is_ddmmyy(digits)
}

/// Norway: a date and two check digits modulo 11.
pub(super) fn no_fodselsnummer(digits: &[u8]) -> bool {
    let day = number(&digits[..2]);
    let day = if day > 40 { day - 40 } else { day };
    is_month_day(number(&digits[2..4]), day)
        && weighted(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Switzerland: 756 and the check digit of an EAN-13.
pub(super) fn ch_ahv(digits: &[u8]) -> bool {
    digits.starts_with(b"756")
        && weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

/// Belgium: a date, and the key modulo 97, with a 2 before the number for births since 2000.
pub(super) fn be_rijksregister(digits: &[u8]) -> bool {
    let (body, key) = (number(&digits[..9]), number(&digits[9..]));
    let since_2000 = body + 2_000_000_000;
    is_yymmdd(digits) && (97 - body % 97 == key || 97 - since_2000 % 97 == key)
}

/// South Africa: a date, citizenship 0 to 2, Luhn.
pub(super) fn za_id(digits: &[u8]) -> bool {
    is_yymmdd(digits) && digits[10] <= b'2' && luhn(digits)
}

/// Singapore: a weighted sum picks the letter.
pub(super) fn sg_nric(chars: &[u8]) -> bool {
    let sum = weighted(&chars[1..8], &[2, 7, 6, 5, 4, 3, 2]);
    let (letters, offset): (&[u8; 11], u32) = match chars[0] {
        b'S' => (b"JZIHGFEDCBA", 0),
        b'T' => (b"JZIHGFEDCBA", 4),
        b'F' => (b"XWUTRQPNMLK", 0),
        b'G' => (b"XWUTRQPNMLK", 4),
        b'M' => (b"XWUTRQPNJLK", 3),
        _ => return false,
    };
    let at = (sum + offset) % 11;
    usize::try_from(at).is_ok_and(|at| letters[at] == chars[8])
}

/// Portugal: weighted sum modulo 11.
pub(super) fn pt_nif(digits: &[u8]) -> bool {
    let rest = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let check = if rest < 2 { 0 } else { 11 - rest };
    digits[0] != b'0' && !is_plain(digits) && check == value(digits[8])
}

/// Turkey: two check digits modulo 10.
pub(super) fn tr_kimlik(digits: &[u8]) -> bool {
    let odd: u32 = digits[..9].iter().step_by(2).map(|digit| value(*digit)).sum();
    let even: u32 = digits[1..8].iter().step_by(2).map(|digit| value(*digit)).sum();
    let all: u32 = digits[..10].iter().map(|digit| value(*digit)).sum();
    digits[0] != b'0'
        && (odd * 7 + 90 - even) % 10 == value(digits[9])
        && all % 10 == value(digits[10])
}

/// Romania: sex and century, a date, weighted sum modulo 11.
pub(super) fn ro_cnp(digits: &[u8]) -> bool {
    let rest = weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    let check = if rest == 10 { 1 } else { rest };
    digits[0] != b'0' && is_yymmdd(&digits[1..]) && check == value(digits[12])
}

/// Czechia and Slovakia: a date (women add 50 to the month), divisible by 11.
pub(super) fn cz_rodne_cislo(digits: &[u8]) -> bool {
    let month = number(&digits[2..4]) % 50;
    let month = if month > 20 { month - 20 } else { month };
    is_month_day(month, number(&digits[4..6])) && number(digits).is_multiple_of(11)
}

/// Mexico: date, sex, and a check digit over base 37.
pub(super) fn mx_curp(chars: &[u8]) -> bool {
    let value = |char: u8| match char {
        b'0'..=b'9' => u32::from(char - b'0'),
        b'A'..=b'N' => u32::from(char - b'A') + 10,
        _ => u32::from(char - b'A') + 11,
    };
    let sum: u32 = chars[..17].iter().zip((2..=18).rev()).map(|(c, w)| value(*c) * w).sum();
    is_yymmdd(&chars[4..10])
        && matches!(chars[10], b'H' | b'M' | b'X')
        && u32::from(chars[17].wrapping_sub(b'0')) == (10 - sum % 10) % 10
}

/// Hong Kong: weighted sum modulo 11, A for ten.
pub(super) fn hk_id(chars: &[u8]) -> bool {
    let letter = u32::from(chars[0] - b'A') + 10;
    let sum = 36 * 9 + letter * 8 + weighted(&chars[1..7], &[7, 6, 5, 4, 3, 2]);
    let check = if chars[7] == b'A' { 10 } else { value(chars[7]) };
    (sum + check).is_multiple_of(11)
}

/// Taiwan: the letter stands for two digits; weighted sum modulo 10.
pub(super) fn tw_id(chars: &[u8]) -> bool {
    let order = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let Some(at) = order.iter().position(|letter| *letter == chars[0]) else { return false };
    let letter = u32::try_from(at).expect("because there are 26 letters") + 10;
    let sum = letter / 10 + letter % 10 * 9;
    matches!(chars[1], b'1' | b'2' | b'8' | b'9')
        && (sum + weighted(&chars[1..], &[8, 7, 6, 5, 4, 3, 2, 1, 1])).is_multiple_of(10)
}

/// Ireland: weighted sum modulo 23, the second letter counting nine times.
pub(super) fn ie_pps(chars: &[u8]) -> bool {
    let second = chars
        .get(8)
        .map_or(0, |letter| if *letter == b'W' { 0 } else { u32::from(letter - b'A' + 1) * 9 });
    let sum = (weighted(chars, &[8, 7, 6, 5, 4, 3, 2]) + second) % 23;
    let check = if sum == 0 { u32::from(b'W') } else { u32::from(b'A') + sum - 1 };
    u32::from(chars[7]) == check
}

/// Israel: Luhn over nine digits.
pub(super) fn il_id(digits: &[u8]) -> bool {
    !is_plain(digits) && luhn(digits)
}
