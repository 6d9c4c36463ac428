//! Reads html files.

use crate::model::Notice;

use super::{Document, Limits, Refusal};

/// Reads a file of this kind.
///
/// # Errors
/// When the file is damaged, encrypted or over a limit.
pub(super) fn read(_bytes: &[u8], _limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    Err(Refusal::damaged("html"))
}
