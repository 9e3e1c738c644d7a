//! Templates of tickets: those that are compiled in, and the user's own.

use std::fmt;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::report::ticket::Language;
use crate::report::ticket::markdown::{code, escape};
use crate::report::words::{grouped, human, lasting};

/// Steps that a template may take: a ticket takes some thousand.
const FUEL: u64 = 5_000_000;

/// Bytes that a ticket may have.
const TICKET_BYTES_MAX: usize = 1 << 20;

/// The text of a template, of its own or the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    name: String,
    text: String,
}

impl Template {
    /// The template for a desk; every desk without one of its own gets a general one.
    #[must_use]
    pub fn built_in(desk: Option<&str>, language: Language) -> Self {
        let text = match (desk, language) {
            (Some("openai" | "chatgpt"), Language::English) => {
                include_str!("templates/openai.en.md")
            }
            (Some("openai" | "chatgpt"), Language::Japanese) => {
                include_str!("templates/openai.ja.md")
            }
            (_, Language::English) => include_str!("templates/general.en.md"),
            (_, Language::Japanese) => include_str!("templates/general.ja.md"),
        };
        Self { name: "built-in template".to_owned(), text: text.to_owned() }
    }

    /// The user's own template; `name` is what errors call it.
    ///
    /// # Errors
    /// When it is no template.
    pub fn new(name: &str, text: &str) -> Result<Self, TemplateError> {
        let template = Self { name: name.to_owned(), text: text.to_owned() };
        environment()
            .template_from_named_str(&template.name, &template.text)
            .map(drop)
            .map_err(|error| TemplateError::new(&template.name, &error))?;
        Ok(template)
    }

    /// The ticket that the template makes of `context`.
    pub(super) fn fill(&self, context: &impl Serialize) -> Result<String, TemplateError> {
        let environment = environment();
        let text = environment
            .template_from_named_str(&self.name, &self.text)
            .and_then(|template| template.render(context))
            .map_err(|error| TemplateError::new(&self.name, &error))?;
        if text.len() > TICKET_BYTES_MAX {
            let what = format!("more than {TICKET_BYTES_MAX} bytes");
            return Err(TemplateError { name: self.name.clone(), line: None, what });
        }
        Ok(text)
    }
}

/// Why a template cannot be filled in; never with text of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    name: String,
    line: Option<usize>,
    what: String,
}

impl TemplateError {
    fn new(name: &str, error: &minijinja::Error) -> Self {
        // What the library says of a fault of syntax is about the template; what it says of a value
        // may show the value.
        let detail = match error.kind() {
            ErrorKind::SyntaxError => error.detail().map(str::to_owned),
            _ => None,
        };
        let what = detail.unwrap_or_else(|| error.kind().to_string());
        Self { name: name.to_owned(), line: error.line(), what }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Escapes for Markdown whatever a template prints, unless a filter has.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown"));
    environment.set_formatter(|out, _, value| {
        // The only texts that are safe are those of `code`: a template's own `safe` is not offered.
        let text = if value.is_none() { String::new() } else { value.to_string() };
        let text = if value.is_safe() { text } else { escape(&text) };
        out.write_str(&text).map_err(Into::into)
    });
    environment.remove_filter("safe");
    environment.add_filter("code", |value: Value| {
        let text = if value.is_none() { String::new() } else { value.to_string() };
        Value::from_safe_string(code(&text))
    });
    environment.add_filter("bytes", |value: u64| human(value));
    environment.add_filter("count", |value: u64| grouped(value));
    environment.add_filter("lasting", |value: f64| lasting(value));
    environment
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::report::ticket::Template;

    fn fill(text: &str) -> Result<String, String> {
        let context = BTreeMap::from([("x", "<b>`[a](b)")]);
        let template = Template::new("t.md", text).map_err(|error| error.to_string())?;
        template.fill(&context).map_err(|error| error.to_string())
    }

    #[test]
    fn what_a_template_prints_is_escaped() {
        for (text, expected) in [
            ("# {{ x }}", "# &lt;b&gt;\\`\\[a\\](b)"),
            ("{{ x | code }}", "``<b>`[a](b)``"),
            ("{{ x | upper }}", "&lt;B&gt;\\`\\[A\\](B)"),
            ("{{ 1536 | bytes }}", "1.5 kB"),
            ("{% autoescape false %}{{ x }}{% endautoescape %}", "&lt;b&gt;\\`\\[a\\](b)"),
        ] {
            assert_eq!(fill(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_fault_is_told_with_its_line_and_without_values() {
        for (text, line) in [
            ("a\n{% if %}", "t.md, line 2"),
            ("a\n\n{{ unknown }}", "t.md, line 3"),
            ("{{ x | safe }}", "t.md, line 1"),
            ("{{ x | bytes }}", "t.md, line 1"),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}",
                "t.md, line 1",
            ),
        ] {
            let error = fill(text).unwrap_err();
            assert!(error.starts_with(line) && !error.contains("<b>"), "{error}");
        }
    }
}
