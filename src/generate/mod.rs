//! Synthetic captures: of any size, seeded, in the dialect of Chrome's DevTools, with invented
//! secrets in the places where real ones stand.
//!
//! Memory does not grow with the size; the same recipe gives the same bytes on every machine.

mod body;
mod entry;
mod exchange;
mod filler;
mod json;
mod plant;
mod random;
mod secret;

use std::io::{self, Write};

use entry::{EntryWriter, Session};
use filler::Filler;
use json::Json;
pub use json::Layout;
use plant::Planter;
use random::Random;
use secret::Invented;

/// What the entries are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Scripts, images, documents and API calls, 45 KB an entry.
    #[default]
    Mixed,
    /// API calls, 8 KB an entry.
    Small,
    /// Like `Mixed`, but one entry in 40 holds a tenth of the capture.
    Huge,
    /// API calls with little in them but secrets.
    Dense,
}

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// Another seed gives another capture.
    pub seed: u64,
    /// Size in bytes; captures of a megabyte or more come within one percent of it.
    pub bytes: u64,
    /// What the entries are like.
    pub shape: Shape,
    /// How many distinct secrets are dealt out, as far as there is room for them.
    pub secrets: u32,
    /// How it is laid out.
    pub layout: Layout,
}

impl Default for Recipe {
    fn default() -> Self {
        let (shape, layout) = (Shape::Mixed, Layout::Pretty);
        Self { seed: 1, bytes: 10_000_000, shape, secrets: 200, layout }
    }
}

/// Pages of a capture.
const PAGES: u64 = 4;
/// What is left free for the end of the capture and its last entry.
const LAST_ENTRY_BYTES_MIN: u64 = 6000;

/// Writes a capture to `out`; returns its size in bytes.
///
/// To `list`, JSON lines tell of every distinct secret (`secret`, `kind`, `location`, `entry`)
/// where it stands first, and of values that must survive (`keep` in place of `secret`).
///
/// # Errors
/// When a writer gives one.
pub fn write(
    recipe: &Recipe,
    out: &mut impl Write,
    list: Option<&mut dyn Write>,
) -> io::Result<u64> {
    let mut planter = Planter::new(recipe.seed, recipe.secrets, list);
    let filler = Filler::new(recipe.seed);
    let mut json = Json::new(out, recipe.layout);
    json.open("", b'{');
    json.open("log", b'{');
    write_envelope(recipe, &mut json, &mut planter)?;
    json.open("entries", b'[');
    write_entries(recipe, &filler, &mut json, &mut planter)?;
    json.close(b']');
    json.close(b'}');
    json.close(b'}');
    json.flush()?;
    Ok(json.len())
}

fn write_envelope<W: Write>(
    recipe: &Recipe,
    json: &mut Json<'_, W>,
    planter: &mut Planter<'_>,
) -> io::Result<()> {
    json.string("version", "1.2");
    json.open("creator", b'{');
    json.string("name", "WebInspector");
    json.string("version", "537.36");
    json.close(b'}');
    json.open("pages", b'[');
    for page in 1..=PAGES {
        let place = "log.pages title, query token";
        let token = planter.plant(Invented::ResetToken, place)?;
        let query = token.map(|token| format!("?reset_token={token}")).unwrap_or_default();
        json.open("", b'{');
        json.string("startedDateTime", &entry::date_time(page * 40));
        json.string("id", &format!("page_{page}"));
        json.string("title", &format!("https://www.shop.example/account{query}"));
        json.open("pageTimings", b'{');
        let millis = Random::new(recipe.seed, 0xBA6E, page).below(2000) + 100;
        json.raw("onContentLoad", &format!("{millis}.2920000012964"));
        json.raw("onLoad", &format!("{}.10700000077486", millis + 211));
        json.close(b'}');
        json.close(b'}');
    }
    json.close(b']');
    Ok(())
}

fn write_entries<W: Write>(
    recipe: &Recipe,
    filler: &Filler,
    json: &mut Json<'_, W>,
    planter: &mut Planter<'_>,
) -> io::Result<()> {
    let session = Session { recipe, filler };
    for number in 1.. {
        let left = recipe.bytes.saturating_sub(json.len());
        if left < LAST_ENTRY_BYTES_MIN {
            break;
        }
        planter.entry = number;
        EntryWriter::new(&session, json, planter, number).write(left)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
