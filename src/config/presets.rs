//! What desks take: a table compiled in, which a configuration may add to.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::config::file::{Config, ConfigError, Source};
use crate::options::Form;
use crate::size::{Limit, mail_budget};

/// What a desk takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// What `--for` calls it.
    pub name: String,
    /// The desk, for people.
    pub title: String,
    /// The largest size; none is published, or there is none.
    pub limit_bytes: Option<u64>,
    /// What that counts.
    pub counted: Counted,
    /// What a file on disk may have so that it fits.
    pub budget_bytes: Option<u64>,
    /// How the names of files may end; empty is anything that is not refused.
    pub accept: Vec<String>,
    /// How they may not.
    pub refuse: Vec<String>,
    /// How many files go at once.
    pub files: Option<u32>,
    /// Whether anybody can read what is attached.
    pub public: bool,
    /// Where the figures stand.
    pub source: String,
    /// When they stood there.
    pub date: String,
    /// What else there is to know.
    pub note: String,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// The file on disk.
    #[default]
    File,
    /// A mail in which the file is encoded.
    Message,
}

impl Counted {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Message => "message",
        }
    }
}

/// A preset as a configuration has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PresetRow {
    #[serde(default)]
    title: String,
    limit: Option<Spanned<String>>,
    counted: Option<Spanned<String>>,
    #[serde(default)]
    accept: Vec<String>,
    #[serde(default)]
    refuse: Vec<String>,
    files: Option<u32>,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    source: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    note: String,
}

static COUNTED: &[(&str, Counted)] = &[("file", Counted::File), ("message", Counted::Message)];

/// The presets that are compiled in.
static BUILT_IN: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let config = Config::parse(include_str!("presets.toml"));
    let presets = config.expect("because a test reads the same table").presets;
    presets.into_iter().map(|preset| preset.value).collect()
});

/// The presets that are compiled in, by name.
#[must_use]
pub fn built_in() -> &'static [Preset] {
    &BUILT_IN
}

impl Preset {
    /// Whether the desk takes files in this form.
    #[must_use]
    pub fn takes(&self, form: Form) -> bool {
        let is_in = |list: &[String]| {
            list.iter().any(|end| end.trim_start_matches('.').eq_ignore_ascii_case(form.name()))
        };
        !is_in(&self.refuse) && (self.accept.is_empty() || is_in(&self.accept))
    }

    /// The form in which the desk takes a capture: plain if it does.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        Form::ALL.into_iter().find(|form| self.takes(*form))
    }

    /// The form in which the desk takes a packed capture: one that every desk can open.
    #[must_use]
    pub fn packed_form(&self) -> Option<Form> {
        [Form::Zip, Form::Gz].into_iter().find(|form| self.takes(*form))
    }
}

/// What a file on disk may have under this limit.
#[must_use]
pub fn budget(limit_bytes: u64, counted: Counted) -> u64 {
    match counted {
        Counted::File => limit_bytes,
        Counted::Message => mail_budget(limit_bytes),
    }
}

impl Source<'_> {
    pub(super) fn preset(
        self,
        name: &Spanned<String>,
        row: PresetRow,
    ) -> Result<Preset, ConfigError> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.get_ref().is_empty() || !name.get_ref().chars().all(is_name) {
            let message = "the name of a preset has small letters, digits and `-`".to_owned();
            return Err(self.error(name.span(), message));
        }
        let counted = row.counted.map(|word| self.choice(&word, "counted", COUNTED)).transpose()?;
        let counted = counted.map_or(Counted::File, |counted| counted.value);
        let limit = row.limit.map(|size| self.limit(&size, "limit")).transpose()?;
        let limit_bytes = limit.and_then(|limit| match limit.value {
            Limit(bytes) => bytes,
        });
        let preset = Preset {
            name: name.get_ref().clone(),
            title: if row.title.is_empty() { name.get_ref().clone() } else { row.title },
            limit_bytes,
            counted,
            budget_bytes: limit_bytes.map(|bytes| budget(bytes, counted)),
            accept: row.accept,
            refuse: row.refuse,
            files: row.files,
            public: row.public,
            source: row.source,
            date: row.date,
            note: row.note,
        };
        if preset.form().is_none() {
            let message = "`accept` and `refuse` leave no form that can be written: \
                           har, json, zip, gz or zst";
            return Err(self.error(name.span(), message.to_owned()));
        }
        Ok(preset)
    }
}

#[cfg(test)]
mod tests {
    use crate::config::presets::built_in;
    use crate::options::Form;

    #[test]
    fn every_preset_says_what_it_takes_and_where_that_stands() {
        let names: Vec<&str> = built_in().iter().map(|preset| preset.name.as_str()).collect();
        assert!(names.is_sorted() && names.len() >= 15, "{names:?}");
        for preset in built_in() {
            let name = &preset.name;
            assert!(preset.source.starts_with("https://") && !preset.date.is_empty(), "{name}");
            assert!(preset.title != *name && preset.title.len() < 40, "{name}");
            assert!(preset.note.len() < 100, "{name}");
        }
    }

    #[test]
    fn each_desk_gets_a_form_that_it_takes() {
        let check = |name: &str, plain: Form, packed: Option<Form>| {
            let preset = built_in().iter().find(|preset| preset.name == name).unwrap();
            assert_eq!((preset.form(), preset.packed_form()), (Some(plain), packed), "{name}");
        };
        check("github", Form::Json, Some(Form::Zip));
        check("cloudflare", Form::Har, None);
        check("azure", Form::Zip, Some(Form::Zip));
        check("chatgpt", Form::Json, None);
        check("gmail", Form::Har, Some(Form::Zip));
        check("zendesk", Form::Har, Some(Form::Zip));
    }
}
