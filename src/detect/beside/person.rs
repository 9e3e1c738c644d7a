//! What an object says of the person that it is about: the one of an account, of a directory, of a list
//! of staff.

use crate::detect::beside::told::is_doer;
use crate::detect::beside::{Member, decoded, has_part, is_full_name, is_person};
use crate::detect::layer::token::words;
use crate::detect::name::{is_persons_name, is_somebodys, without_note};
use crate::har::Node;

/// Where a directory or a program of staff has the address of a person.
const EMAILS: [&[u8]; 8] = [
    b"email",
    b"mail",
    b"emailAddress",
    b"email_address",
    b"userPrincipalName",
    b"primaryEmail",
    b"workEmail",
    b"work_email",
];

/// What only a person has beside a name.
const OF_PERSONS: [&[u8]; 8] = [
    b"userPrincipalName",
    b"lastName",
    b"last_name",
    b"surname",
    b"sn",
    b"jobTitle",
    b"job_title",
    b"LastName",
];

impl Member<'_> {
    /// Whether the object is the record of a person, with members that begin with capitals.
    pub(super) fn is_of_record(self) -> bool {
        const OF_PERSONS: [&[u8]; 4] = [b"Email", b"EmailAddress", b"FirstName", b"GivenName"];
        self.has_one_of(&OF_PERSONS)
            || self.has_address(b"Address")
            || is_doer(self.around)
            || self.is_of_contact()
    }

    /// Whether Salesforce calls the object one of a person: `{"attributes": {"type": "Contact"}}`.
    fn is_of_contact(self) -> bool {
        const TYPES: [&[u8]; 4] = [b"Contact", b"Lead", b"User", b"Individual"];
        let Some(Node::Object(attributes)) = self.get(b"attributes") else { return false };
        matches!(attributes.get(b"type"), Some(Node::String(kind)) if TYPES.contains(&kind.raw()))
    }

    /// Whether a member shows who has done something, as ServiceNow and Salesforce have it:
    /// `{"opened_by": {"display_value": "…"}}`.
    pub(super) fn shows_a_doer(self) -> bool {
        const DOERS: [&[u8]; 5] =
            [b"caller_id", b"assigned_to", b"requested_for", b"Owner", b"manager"];
        matches!(self.node, Node::String(text) if is_persons_name(text.raw()))
            && (is_doer(self.around) || DOERS.contains(&self.around))
    }

    /// Whether the object is the day of a birth: `{"dateOfBirth": {"day": 17, "month": 4}}`.
    pub(super) fn is_of_birth(self) -> bool {
        has_part(self.around, b"birth") || self.around.eq_ignore_ascii_case(b"dob")
    }

    /// Whether the object is a document that a state has given somebody.
    pub(super) fn is_of_passport(self) -> bool {
        const DOCUMENTS: [&[u8]; 4] = [b"passport", b"id_card", b"national_id", b"driving_license"];
        let is_document = |key: &[u8]| {
            matches!(self.get(key), Some(Node::String(kind))
                if DOCUMENTS.iter().any(|known| kind.raw().eq_ignore_ascii_case(known)))
        };
        is_document(b"documentType") || is_document(b"document_type") || is_document(b"type")
    }

    /// Whether the object is somebody to whom mail goes, or who does something.
    pub(super) fn is_of_party(self) -> bool {
        const TYPES: [&[u8]; 3] = [b"resource_type", b"object", b"type"];
        let is_user = |key: &[u8]| {
            matches!(self.get(key), Some(Node::String(text))
                if text.raw() == b"person" || text.raw() == b"user" && key != b"type")
        };
        self.has_address(b"address")
            || matches!(self.get(b"emails"), Some(Node::Array(_)))
            || is_doer(self.around)
            || is_party(self.around)
            || self.around == b"card" && self.has_one_of(&[b"last4", b"last_4", b"lastFour"])
            || TYPES.iter().any(|key| is_user(key))
    }

    /// Whether a record of somebody is referred to, as FHIR does (R4, "Reference"):
    /// `{"reference": "Patient/17", "display": "…"}`.
    pub(super) fn refers_to_a_person(self) -> bool {
        const RECORDS: [&[u8]; 4] = [b"Patient/", b"Practitioner/", b"RelatedPerson/", b"Person/"];
        let Some(Node::String(to)) = self.get(b"reference") else { return false };
        RECORDS.iter().any(|record| memchr::memmem::find(to.raw(), record).is_some())
    }

    fn has_address(self, key: &[u8]) -> bool {
        matches!(self.get(key), Some(Node::String(text)) if text.raw().contains(&b'@'))
    }

    /// The name that the member `name` stands for, where what stands around it is a person's.
    pub(super) fn of_somebody(self, name: &[u8]) -> Option<&'static [u8]> {
        let Node::String(text) = self.node else { return None };
        let value = text.raw();
        match name {
            b"formatted" => {
                let parts: [&[u8]; 2] = [b"givenName", b"familyName"];
                (is_called(value) && self.has_one_of(&parts)).then_some(b"full_name")
            }
            b"displayName" | b"display_name" | b"DisplayName" => {
                let is_noted = without_note(value).is_some() && is_called(value);
                (is_noted && self.tells_of_a_person()).then_some(b"full_name")
            }
            b"value" | b"number" | b"data" => has_part(self.around, b"phone").then_some(b"phone"),
            b"name" if is_somebodys(decoded(text, &mut Vec::new())) => Some(b"device_name"),
            b"manager" | b"managerName" | b"manager_name" | b"supervisor" | b"Manager" => {
                (is_called(value) && self.tells_of_a_person()).then_some(b"full_name")
            }
            _ if name.ends_with(b"amAccountName") || name.ends_with(b"AMAccountName") => {
                self.tells_of_a_person().then_some(b"username")
            }
            _ if calls(name) && is_handle(value) => {
                let is_listed = name == b"name" && is_person(self.around);
                (is_listed || self.is_in_an_address(value)).then_some(b"username")
            }
            _ => None,
        }
    }

    /// Whether another member is one that only people have.
    fn tells_of_a_person(self) -> bool {
        self.is_reached() || self.has_one_of(&OF_PERSONS)
    }

    /// Whether an address begins with `value`, in the object or in the profile within it.
    fn is_in_an_address(self, value: &[u8]) -> bool {
        let begins = |node: Option<Node<'_>>| {
            let Some(Node::String(address)) = node else { return false };
            let raw = address.raw();
            raw.get(value.len()) == Some(&b'@') && raw[..value.len()].eq_ignore_ascii_case(value)
        };
        EMAILS.iter().any(|key| begins(self.get(key)))
            || matches!(self.get(b"profile"), Some(Node::Object(profile)) if begins(profile.get(b"email")))
    }
}

/// Whether an object is of who pays, gets or asks for something: `payer`, `billing_details`, `shipTo`.
fn is_party(around: &[u8]) -> bool {
    const PARTIES: [&[u8]; 12] = [
        b"applicant",
        b"beneficiary",
        b"borrower",
        b"buyer",
        b"creditor",
        b"debtor",
        b"guardian",
        b"payee",
        b"payer",
        b"purchaser",
        b"traveler",
        b"traveller",
    ];
    const SENT_TO: [&[u8]; 3] = [b"billing", b"shipping", b"ship"];
    const DETAILS: [&[u8]; 7] =
        [b"address", b"billing", b"contact", b"details", b"info", b"shipping", b"to"];
    let is_of = |known: &[&[u8]], word: &[u8]| known.iter().any(|k| word.eq_ignore_ascii_case(k));
    let mut named = words(around);
    let Some(first) = named.next() else { return false };
    let last = named.last().unwrap_or(first);
    is_of(&PARTIES, last) || is_of(&SENT_TO, first) && is_of(&DETAILS, last)
}

/// What a person is called in full, be it `Quell, Mira` or with a note: `Mira (Remote) Quell`.
pub(super) fn is_called(raw: &[u8]) -> bool {
    let is_capital = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase);
    is_full_name(raw)
        || without_note(raw).is_some_and(|(before, behind)| {
            is_full_name(before) && (behind.is_empty() || is_capital(behind))
                || is_capital(before) && is_capital(behind)
        })
}

/// Names of what somebody is called by.
fn calls(name: &[u8]) -> bool {
    (4..=32).contains(&name.len())
        && (name.ends_with(b"name")
            || name.ends_with(b"Name")
            || matches!(name, b"alias" | b"login" | b"handle" | b"real_name_normalized"))
}

/// `mira.quell`, `m.quell.2`: an account named after a person; no host, no file, no key of a text.
fn is_handle(value: &[u8]) -> bool {
    const OTHERS: [&[u8]; 36] = [
        b"com",
        b"net",
        b"org",
        b"io",
        b"dev",
        b"app",
        b"local",
        b"internal",
        b"test",
        b"example",
        b"co",
        b"ai",
        b"cloud",
        b"eu",
        b"de",
        b"uk",
        b"json",
        b"js",
        b"ts",
        b"py",
        b"md",
        b"txt",
        b"csv",
        b"xml",
        b"yml",
        b"yaml",
        b"pdf",
        b"png",
        b"name",
        b"user",
        b"users",
        b"email",
        b"label",
        b"title",
        b"id",
        b"login",
    ];
    let is_word = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_alphanumeric)
            && part.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && !OTHERS.contains(&part)
    };
    let parts = || value.split(|byte| *byte == b'.');
    (6..=64).contains(&value.len())
        && matches!(parts().count(), 2 | 3)
        && value[0].is_ascii_lowercase()
        && parts().all(is_word)
        && parts().any(|part| part.len() >= 4 && part.iter().all(u8::is_ascii_lowercase))
}
