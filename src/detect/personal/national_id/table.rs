//! A table of the numbers that states give to people, with the checks that each carries.
//!
//! A row is a country's number: its pictures, and whether each is distinctive enough to count
//! anywhere or only in context. Sources are the issuing authorities' own descriptions, as
//! collected in the OECD's list of taxpayer identification numbers.

use crate::detect::personal::national_id::NationalId;
use crate::detect::personal::national_id::When::{Anywhere, Named};
use crate::detect::personal::{PersonalRule, check};

const fn id(
    id: &'static str,
    about: &'static str,
    examples: &'static [(&'static str, &'static str)],
    counter_examples: &'static [(&'static str, &'static str)],
) -> PersonalRule {
    PersonalRule::new(id, "national-id", about, examples, counter_examples)
}

/// Every number that is known, dates of birth at the end.
pub(in crate::detect::personal) static NATIONAL_IDS: &[NationalId] = &[
    NationalId {
        rule: id(
            "us-ssn",
            "social security numbers (United States)",
            &[("", "his «482-10-3759», not"), ("ssn", "«482103759»"), ("", "SSN: «482 10 3759»")],
            &[
                ("", "000-12-3456 666-12-3456 900-12-3456 482-00-3759 482-10-0000 482103759"),
                ("", "1482-10-3759 482-10-37591 482-10-3759-1 a-482-10-3759"),
            ],
        ),
        pictures: &[("999-99-9999", Anywhere), ("999 99 9999", Named), ("999999999", Named)],
        names: &[" ssn ", " socialsecurity ", " socialsecuritynumber ", " itin "],
        check: check::us_ssn,
    },
    NationalId {
        rule: id(
            "uk-nino",
            "national insurance numbers (United Kingdom)",
            &[
                ("", "with «AB 48 21 03 C» and"),
                ("nino", "«ab482103c»"),
                ("", "National Insurance number «JK482103A»"),
            ],
            &[("", "AB482103C"), ("nino", "DA482103C GB482103C AB482103E")],
        ),
        pictures: &[("AA 99 99 99 A", Anywhere), ("AA999999A", Named)],
        names: &[" nino ", " ni number ", " ninumber ", " insurance number "],
        check: check::uk_nino,
    },
    NationalId {
        rule: id(
            "de-steuer-id",
            "tax numbers (Germany)",
            &[("", "IdNr. «47 038 926 175»"), ("steuerId", "«47038926175»")],
            &[("", "47038926175"), ("steuerId", "47038926176")],
        ),
        pictures: &[("99 999 999 999", Anywhere), ("99999999999", Named)],
        names: &[" steuer ", " steuerid ", " idnr ", " steuernummer ", " identifikationsnummer "],
        check: check::de_steuer_id,
    },
    NationalId {
        rule: id(
            "fr-nir",
            "numbers of social security (France)",
            &[("", "NIR «2 84 05 76 451 089 78»"), ("", "\"«284057645108978»\"")],
            &[("", "284057645108979 384057645108978")],
        ),
        pictures: &[
            ("999999999999999", Anywhere),
            ("999999A99999999", Anywhere),
            ("9 99 99 99 999 999 99", Anywhere),
            ("9 99 99 9A 999 999 99", Anywhere),
        ],
        names: &[],
        check: check::fr_nir,
    },
    NationalId {
        rule: id(
            "es-dni",
            "identity cards (Spain)",
            &[("", "con DNI «48210375Y»,"), ("nif", "«48210375-Y»")],
            &[("", "48210375Y"), ("dni", "48210375X")],
        ),
        pictures: &[("99999999A", Named), ("99999999-A", Named)],
        names: &[" dni ", " nif ", " documento ", " nie "],
        check: check::es_dni,
    },
    NationalId {
        rule: id(
            "es-nie",
            "identity numbers of foreigners (Spain)",
            &[("", "«Y4821037K»"), ("", "«Y-4821037-K»")],
            &[("", "Y4821037L A4821037K")],
        ),
        pictures: &[("A9999999A", Anywhere), ("A-9999999-A", Anywhere)],
        names: &[],
        check: check::es_nie,
    },
    NationalId {
        rule: id(
            "it-codice-fiscale",
            "tax codes (Italy)",
            &[("", "cf=«QLLMRA84E45F205J»&"), ("", "«qllmra84e45f205j»")],
            &[("", "QLLMRA84E45F205K")],
        ),
        pictures: &[("AAAAAA99A99A999A", Anywhere)],
        names: &[],
        check: check::it_codice_fiscale,
    },
    NationalId {
        rule: id(
            "pl-pesel",
            "PESEL numbers (Poland)",
            &[("pesel", "«84051248374»"), ("", "PESEL: «84051248374»")],
            &[("", "84051248374"), ("pesel", "84051248375")],
        ),
        pictures: &[("99999999999", Named)],
        names: &[" pesel "],
        check: check::pl_pesel,
    },
    NationalId {
        rule: id(
            "se-personnummer",
            "personal numbers (Sweden)",
            &[("", "«840512-4820» «19840512-4820»"), ("personnummer", "«198405124820»")],
            &[("", "840512-4821 841312-4820 8405124820")],
        ),
        pictures: &[
            ("999999-9999", Anywhere),
            ("999999+9999", Anywhere),
            ("99999999-9999", Anywhere),
            ("9999999999", Named),
            ("999999999999", Named),
        ],
        names: &[" personnummer ", " pnr ", " personnr ", " samordningsnummer "],
        check: check::se_personnummer,
    },
    NationalId {
        rule: id(
            "nl-bsn",
            "citizen service numbers (Netherlands)",
            &[("bsn", "«284173654»"), ("", "BSN «2841.73.654»")],
            &[("", "284173654"), ("bsn", "284173655")],
        ),
        pictures: &[("999999999", Named), ("9999.99.999", Named)],
        names: &[" bsn ", " burgerservicenummer ", " sofinummer "],
        check: check::nl_bsn,
    },
    NationalId {
        rule: id(
            "br-cpf",
            "CPF numbers (Brazil)",
            &[("", "«284.173.659-82»"), ("cpf", "«28417365982»")],
            &[("", "284.173.659-83 28417365982 111.111.111-11")],
        ),
        pictures: &[("999.999.999-99", Anywhere), ("99999999999", Named)],
        names: &[" cpf "],
        check: check::br_cpf,
    },
    NationalId {
        rule: id(
            "br-cnpj",
            "CNPJ numbers (Brazil)",
            &[("", "«28.417.365/0001-35»"), ("cnpj", "«28417365000135»")],
            &[("", "28.417.365/0001-36 28417365000135")],
        ),
        pictures: &[("99.999.999/9999-99", Anywhere), ("99999999999999", Named)],
        names: &[" cnpj "],
        check: check::br_cnpj,
    },
    NationalId {
        rule: id(
            "in-aadhaar",
            "Aadhaar numbers (India)",
            &[("", "«4821 0375 9260»"), ("aadhaar", "«482103759260»")],
            &[
                ("", "4821 0375 9261 482103759260 4821 0375 9260 1234 4821-0375-9260"),
                ("", "speeds ( 3552 4821 0375 9260 )"),
            ],
        ),
        pictures: &[
            ("9999 9999 9999", Anywhere),
            ("9999-9999-9999", Named),
            ("999999999999", Named),
        ],
        names: &[" aadhaar ", " aadhar ", " uidai ", " uid "],
        check: check::in_aadhaar,
    },
    NationalId {
        rule: id(
            "jp-my-number",
            "individual numbers (Japan)",
            &[("myNumber", "«284173659200»"), ("", "My Number: «2841 7365 9200»")],
            &[("", "284173659200 2841 7365 9200"), ("myNumber", "284173659201")],
        ),
        pictures: &[("999999999999", Named), ("9999 9999 9999", Named), ("9999-9999-9999", Named)],
        names: &[" my number ", " mynumber ", " kojin bango ", " individual number "],
        check: check::jp_my_number,
    },
    NationalId {
        rule: id(
            "cn-resident-id",
            "resident identity numbers (China)",
            &[("", "«310115198405124829» «31011519840512006X»")],
            &[("", "310115198405124820 310115198413124829")],
        ),
        pictures: &[("999999999999999999", Anywhere), ("99999999999999999A", Anywhere)],
        names: &[],
        check: check::cn_resident_id,
    },
    NationalId {
        rule: id(
            "ca-sin",
            "social insurance numbers (Canada)",
            &[("sin", "«482103751»"), ("", "SIN «482 103 751»"), ("", "SIN: «482-103-751»")],
            &[("", "482 103 751 482103751"), ("sin", "482103752")],
        ),
        pictures: &[("999999999", Named), ("999 999 999", Named), ("999-999-999", Named)],
        names: &[" sin ", " social insurance ", " nas "],
        check: check::ca_sin,
    },
    NationalId {
        rule: id(
            "au-tfn",
            "tax file numbers (Australia)",
            &[("tfn", "«482103756»"), ("", "tax file number «482 103 756»")],
            &[("", "482103756"), ("tfn", "482103757")],
        ),
        pictures: &[("999999999", Named), ("999 999 999", Named)],
        names: &[" tfn ", " tax file "],
        check: check::au_tfn,
    },
    NationalId {
        rule: id(
            "au-medicare",
            "Medicare numbers (Australia)",
            &[("medicare", "«4821037541»"), ("", "Medicare card: «4821 03754 1»")],
            &[("", "4821037541"), ("medicare", "4821037551")],
        ),
        pictures: &[("9999999999", Named), ("9999 99999 9", Named), ("99999999999", Named)],
        names: &[" medicare "],
        check: check::au_medicare,
    },
    NationalId {
        rule: id(
            "fi-hetu",
            "personal identity codes (Finland)",
            &[("", "«120584-492A»")],
            &[("", "120584-492B 121384-492A")],
        ),
        pictures: &[
            ("999999-999N", Anywhere),
            ("999999+999N", Anywhere),
            ("999999A999N", Anywhere),
        ],
        names: &[],
        check: check::fi_hetu,
    },
    NationalId {
        rule: id(
            "dk-cpr",
            "CPR numbers (Denmark)",
            &[("cpr", "«120584-4821»"), ("", "CPR-nr. «1205844821»")],
            &[("", "120584-4821"), ("cpr", "121384-4821")],
        ),
        pictures: &[("999999-9999", Named), ("9999999999", Named)],
        names: &[" cpr ", " cprnr ", " personnummer "],
        check: check::dk_cpr,
    },
    NationalId {
        rule: id(
            "no-fodselsnummer",
            "birth numbers (Norway)",
            &[("", "«12058448255»"), ("", "«120584 48255»")],
            &[("", "12058448256 12138448255")],
        ),
        pictures: &[("99999999999", Anywhere), ("999999 99999", Anywhere)],
        names: &[],
        check: check::no_fodselsnummer,
    },
    NationalId {
        rule: id(
            "ch-ahv",
            "AHV numbers (Switzerland)",
            &[("", "AHV-Nr. «756.4821.0375.99»"), ("", "«7564821037599»")],
            &[("", "756.4821.0375.98 7554821037599")],
        ),
        pictures: &[("999.9999.9999.99", Anywhere), ("9999999999999", Anywhere)],
        names: &[],
        check: check::ch_ahv,
    },
    NationalId {
        rule: id(
            "be-rijksregister",
            "national register numbers (Belgium)",
            &[("", "«84.05.12-482.84»"), ("rijksregisternummer", "«84051248284»")],
            &[("", "84.05.12-482.85 84051248284")],
        ),
        pictures: &[("99.99.99-999.99", Anywhere), ("99999999999", Named)],
        names: &[
            " rijksregisternummer ",
            " rijksregister ",
            " insz ",
            " niss ",
            " registre national ",
        ],
        check: check::be_rijksregister,
    },
    NationalId {
        rule: id(
            "za-id",
            "identity numbers (South Africa)",
            &[("idNumber", "«8405124821086»"), ("", "ID number «840512 4821 086»")],
            &[("", "8405124821086"), ("idNumber", "8405124821087")],
        ),
        pictures: &[("9999999999999", Named), ("999999 9999 999", Named)],
        names: &[" said ", " rsa id "],
        check: check::za_id,
    },
    NationalId {
        rule: id(
            "sg-nric",
            "NRIC and FIN numbers (Singapore)",
            &[("", "«S8482103I» «G8482103P» «M8482103Q»")],
            &[("", "S8482103J A8482103I")],
        ),
        pictures: &[("A9999999A", Anywhere)],
        names: &[],
        check: check::sg_nric,
    },
    NationalId {
        rule: id(
            "pt-nif",
            "tax numbers (Portugal)",
            &[("nif", "«284173657»"), ("", "NIF: «284 173 657»")],
            &[("", "284173657"), ("nif", "284173658")],
        ),
        pictures: &[("999999999", Named), ("999 999 999", Named)],
        names: &[" nif ", " contribuinte "],
        check: check::pt_nif,
    },
    NationalId {
        rule: id(
            "tr-kimlik",
            "identity numbers (Turkey)",
            &[("tckn", "«28417365826»"), ("", "T.C. Kimlik No: «28417365826»")],
            &[("", "28417365826"), ("tckn", "28417365827")],
        ),
        pictures: &[("99999999999", Named)],
        names: &[" tckn ", " kimlik ", " tckimlik ", " tckimlikno "],
        check: check::tr_kimlik,
    },
    NationalId {
        rule: id(
            "ro-cnp",
            "personal numeric codes (Romania)",
            &[("cnp", "«2840512404821»")],
            &[("", "2840512404821"), ("cnp", "2840512404822")],
        ),
        pictures: &[("9999999999999", Named)],
        names: &[" cnp "],
        check: check::ro_cnp,
    },
    NationalId {
        rule: id(
            "kr-rrn",
            "resident registration numbers (Korea)",
            &[("", "«840512-2482103»"), ("rrn", "«8405122482103»")],
            &[("", "841312-2482103 840512-9482103 8405122482103")],
        ),
        pictures: &[("999999-9999999", Anywhere), ("9999999999999", Named)],
        names: &[" rrn ", " jumin ", " resident registration "],
        check: check::kr_rrn,
    },
    NationalId {
        rule: id(
            "cz-rodne-cislo",
            "birth numbers (Czechia, Slovakia)",
            &[("", "«845512/4821»"), ("rodneCislo", "«8455124821»")],
            &[("", "845512/4822 8455124821 848412/4821")],
        ),
        pictures: &[("999999/9999", Anywhere), ("9999999999", Named)],
        names: &[" rodne cislo ", " rodnecislo ", " rc "],
        check: check::cz_rodne_cislo,
    },
    NationalId {
        rule: id(
            "mx-curp",
            "CURP codes (Mexico)",
            &[("", "«QUSM840512MDFLLR06»")],
            &[("", "QUSM840512MDFLLR07 QUSM841312MDFLLR06")],
        ),
        pictures: &[("AAAA999999AAAAAAN9", Anywhere)],
        names: &[],
        check: check::mx_curp,
    },
    NationalId {
        rule: id(
            "hk-id",
            "identity cards (Hong Kong)",
            &[("", "«K482103(3)»")],
            &[("", "K482103(4)")],
        ),
        pictures: &[("A999999(N)", Anywhere)],
        names: &[],
        check: check::hk_id,
    },
    NationalId {
        rule: id(
            "tw-id",
            "identity cards (Taiwan)",
            &[("nationalId", "«F248210375»")],
            &[("", "F248210375"), ("nationalId", "F248210376")],
        ),
        pictures: &[("A999999999", Named)],
        names: &[],
        check: check::tw_id,
    },
    NationalId {
        rule: id(
            "ie-pps",
            "PPS numbers (Ireland)",
            &[("pps", "«4821037M»"), ("", "PPSN «4821037VA»")],
            &[("", "4821037M"), ("pps", "4821037N")],
        ),
        pictures: &[("9999999A", Named), ("9999999AA", Named)],
        names: &[" pps ", " ppsn ", " ppsnumber "],
        check: check::ie_pps,
    },
    NationalId {
        rule: id(
            "il-id",
            "identity numbers (Israel)",
            &[("teudatZehut", "«482103751»")],
            &[("", "482103751"), ("teudatZehut", "482103752")],
        ),
        pictures: &[("999999999", Named)],
        names: &[" teudat ", " teudat zehut ", " tz "],
        check: check::il_id,
    },
    NationalId {
        rule: PersonalRule::new(
            "birth-date",
            "birth-date",
            "dates of birth after a label",
            &[("", "born «1984-05-12» in"), ("dateOfBirth", "«1984-05-12»")],
            &[("", "1984-05-12 updated 05/12/1984"), ("dob", "1984-13-12 05/12/2984")],
        ),
        pictures: &[("9999-99-99", Named), ("9999/99/99", Named)],
        names: &BIRTH,
        check: check::year_month_day,
    },
    NationalId {
        rule: PersonalRule::new(
            "birth-date-day-first",
            "birth-date",
            "dates of birth after a label, year last",
            &[("", "DOB: «05/12/1984»"), ("", "geboren am «12.05.1984»"), ("dob", "«12-05-1984»")],
            &[("", "updated 05/12/1984"), ("dob", "05/12/2984")],
        ),
        pictures: &[("99/99/9999", Named), ("99.99.9999", Named), ("99-99-9999", Named)],
        names: &BIRTH,
        check: check::day_month_year,
    },
];

/// What names and labels of dates of birth say.
const BIRTH: [&str; 14] = [
    " born ",
    " birth ",
    " dob ",
    " birthday ",
    " birthdate ",
    " dateofbirth ",
    " bday ",
    " geboren ",
    " geburtsdatum ",
    " naissance ",
    " nacimiento ",
    " nascita ",
    " nascimento ",
    " geboortedatum ",
];
