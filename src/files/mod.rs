//! The only code that opens, creates or renames a file.
//!
//! A user's file is read with positioned reads; a pipe or a compressed file is spooled to a file
//! without a name, which only we can touch and which may therefore be mapped. Output is written to
//! temporary files that get their names together, at the very end, or never.

mod archive;
mod discover;
mod error;
mod expansion;
mod folder;
mod input;
mod interrupt;
mod jsonp;
mod memory;
mod output;
mod own;
mod pack;
mod seek;
mod set;
mod small;
mod sniff;
mod source;
mod spool;
mod tape;
mod temporary;
mod utf16;

pub use archive::SideFiles;
pub use discover::configurations;
pub use error::{Action, ArchiveFault, FileError, FileFault};
pub use folder::{Found, captures_below};
pub use input::{Input, SPOOL_BYTES_MAX};
pub use interrupt::{interrupted, watch_signals};
pub use memory::peak_memory_bytes;
pub use output::{Delivery, OutputFile, Sha256Hex};
pub use own::Window;
pub use pack::{Packing, pack};
pub use set::{Existing, OutputSet};
pub use small::{ensure_dir, read_small, write_whole};
pub use source::Source;
pub(crate) use tape::Tape;
pub use temporary::{ScratchDir, remove_all_temporary, remove_stale};
