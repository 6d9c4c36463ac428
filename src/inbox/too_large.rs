//! A file over the limit of bytes, as an error of reading that remembers both sizes.

use std::fmt::{self, Display, Formatter};
use std::io::{self, ErrorKind};

use crate::document::Refusal;
use crate::model::Phrase;

/// A file that was not read for its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    pub size: u64,
    pub limit: u64,
}

impl TooLarge {
    /// What an error of the kind `FileTooLarge` remembers.
    pub(super) fn in_error(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// The same words as a reader's refusal.
    pub(super) fn phrase(&self) -> Phrase {
        let bytes = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        Refusal::too_large(bytes(self.size), bytes(self.limit)).message
    }
}

impl Display for TooLarge {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        write!(formatter, "{} bytes, over the limit of {}", self.size, self.limit)
    }
}

impl std::error::Error for TooLarge {}

impl From<TooLarge> for io::Error {
    fn from(too_large: TooLarge) -> Self {
        Self::new(ErrorKind::FileTooLarge, too_large)
    }
}
