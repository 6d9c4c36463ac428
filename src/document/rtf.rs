//! Reads RTF files: the text, tables from the edges of their cells, automatic numbers as they are written out. What is
//! deleted or hidden is left out and said; pictures, running titles and field instructions are passed over.

use crate::model::Notice;

use super::builder::Builder;
use super::omitted::Omitted;
use super::{Document, Limits, Refusal};

use reader::Reader;
use tokens::Tokens;

mod bytes;
mod characters;
mod group;
mod reader;
mod rows;
mod tokens;

/// Reads a file of this kind.
///
/// # Errors
/// When the file is over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let mut tokens = Tokens::new(bytes);
    let mut reader = Reader::new(limits);
    let mut is_open = true;
    while is_open {
        let Some(token) = tokens.next() else {
            break;
        };
        is_open = reader.take(token)?;
    }
    let (flows, omitted) = reader.finish()?;
    let mut builder = Builder::new(limits);
    flows.into_iter().try_for_each(|flow| flow.write(&mut builder))?;
    // The last group is still open where the end was lost.
    let omitted = Omitted { cut_off: is_open || tokens.overrun, ..omitted };
    Ok((builder.finish("rtf", ""), omitted.notices()))
}
