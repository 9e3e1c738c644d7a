//! The language of a ticket.

use std::str::FromStr;

/// The language of a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Language {
    /// The language of a locale, as `ja_JP.UTF-8`; English for all that there is no ticket in.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ja") { Self::Japanese } else { Self::English }
    }

    /// The language of the first of these locale variables that is set: `LC_ALL`, `LC_MESSAGES` and
    /// `LANG` in this order (POSIX, Base Definitions, 8.2).
    #[must_use]
    pub fn of_locales(values: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut set = values.into_iter().flatten().filter(|value| !value.is_empty());
        set.next().map_or(Self::English, |locale| Self::of_locale(&locale))
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        match code {
            "en" => Ok(Self::English),
            "ja" => Ok(Self::Japanese),
            _ => Err("is no language of a ticket: en, ja".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::ticket::Language;

    #[test]
    fn the_first_locale_that_is_set_decides() {
        for (values, expected) in [
            ([None, None, Some("ja_JP.UTF-8")], Language::Japanese),
            ([Some(""), Some("ja"), Some("en_GB")], Language::Japanese),
            ([Some("C.UTF-8"), Some("ja"), Some("ja")], Language::English),
            ([None, None, Some("jam_JM")], Language::English),
            ([None, None, None], Language::English),
        ] {
            let set = values.map(|value| value.map(str::to_owned));
            assert_eq!(Language::of_locales(set), expected, "{values:?}");
        }
    }
}
