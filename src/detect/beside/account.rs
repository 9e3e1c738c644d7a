//! People by what stands beside what they are called: an account, an address, a picture. Alone a name
//! can be that of anything, and a word all the more.

use crate::detect::Place;
use crate::detect::beside::told::{is_doer, is_person, is_thing};
use crate::detect::beside::{About, Member, Told, decoded};
use crate::detect::examiner::Examiner;
use crate::detect::name::{is_persons_name, is_plain_label, is_role, without_note};
use crate::detect::thing::is_of_things;
use crate::har::Node;

/// The claims that tell what people and their accounts are called.
const CALLED: &[u8] = b"name";
const ACCOUNT: &[u8] = b"username";

impl Member<'_> {
    /// The claim that the member `name` is, if it is what a person is called or the name of their
    /// account. What the user names is theirs to judge.
    pub(crate) fn of_account(
        self,
        examiner: &Examiner<'_>,
        name: &[u8],
        place: Place,
    ) -> Option<&'static [u8]> {
        if !name.ends_with(b"ame") && name != b"login" {
            return None;
        }
        let Node::String(text) = self.node else { return None };
        let mut buffer = Vec::new();
        let value = decoded(text, &mut buffer);
        let claim = self.called(name, value)?;
        (!self.is_users(examiner, name, place)).then_some(claim)
    }

    fn called(self, name: &[u8], value: &[u8]) -> Option<&'static [u8]> {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" .'-_()".contains(b);
        if !NAMES.contains(&name)
            || !(2..=80).contains(&value.len())
            || !value.iter().all(plain)
            || is_role(value)
        {
            return None;
        }
        let told = Told::of(self)?;
        let full = without_note(value).map_or(value, |(before, _)| before);
        let is_one = !(told.thing || told.setting || is_thing(self.around))
            && match name {
                b"login" => self.is_login(told),
                b"mailNickname" => told.person,
                b"principalDisplayName" => told.typed,
                b"name" if is_persons_name(value) => self.is_of_somebody(told),
                b"name" => {
                    let is_known = told.account || told.shown && told.active;
                    let is_akin = || (told.account || told.shown) && told.is_akin(value);
                    !full.split(|byte| *byte == b' ').any(is_of_things)
                        && (is_known && told.picture || is_akin())
                }
                b"nickname" => told.person || told.shown || told.is_akin(value),
                _ => {
                    let is_known = told.account && (told.typed || told.picture);
                    told.person || is_known || told.is_akin(value)
                }
            };
        if !is_one || told.about() == About::Thing || is_plain_label(full) {
            return None;
        }
        let has_sign = |b: &u8| b.is_ascii_digit() || b"._".contains(b);
        let is_word = value[0].is_ascii_uppercase() && !value.iter().any(has_sign);
        let is_called = is_word || value.contains(&b' ');
        let is_account = matches!(name, b"login" | b"mailNickname") || !is_called;
        Some(if is_account { ACCOUNT } else { CALLED })
    }

    /// Whether an account is a person's, not an organisation's.
    fn is_login(self, told: Told<'_>) -> bool {
        let is_ones = is_person(self.around) || is_doer(self.around);
        let Some(Node::String(full)) = self.object.get(b"name") else {
            return told.typed || is_ones;
        };
        told.typed || is_ones || is_persons_name(full.raw())
    }

    /// Whether a name in full is a person's.
    fn is_of_somebody(self, told: Told<'_>) -> bool {
        let is_ones = is_person(self.around) || is_doer(self.around);
        told.login
            || told.address.is_some()
            || told.person
            || told.account && (told.picture || is_ones)
    }
}

/// Names of what a person or an account is called, and of much else.
const NAMES: [&[u8]; 8] = [
    b"name",
    b"displayName",
    b"display_name",
    b"DisplayName",
    b"nickname",
    b"login",
    b"mailNickname",
    b"principalDisplayName",
];

#[cfg(test)]
mod tests;
