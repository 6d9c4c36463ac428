//! One mistake in a file of the user's, with its line, in both languages. Which file it is, the caller knows.

use std::ops::Range;
use std::path::Path;

use crate::model::Phrase;
use crate::rules::syntax;

/// What is wrong in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub what: Phrase,
}

impl Mistake {
    /// A mistake at a byte of a text.
    pub(super) fn at(text: &str, at: usize, what: Phrase) -> Self {
        Self { line: line_of(text, at), what }
    }

    /// A value that is not what its key wants.
    pub(super) fn of_value(text: &str, key: &str, span: Range<usize>, expected: &Phrase) -> Self {
        let found = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        let what = Phrase::new(
            format!("{key} 为 {found}，应为{}", expected.zh),
            format!("{key} is {found}, expected {}", expected.en),
        );
        Self::at(text, span.start, what)
    }

    /// The slips of syntax of a text.
    pub(super) fn of_syntax(text: &str, errors: &[toml::de::Error]) -> Vec<Self> {
        syntax::slips(text, errors).into_iter().map(|slip| Self { line: slip.line, what: slip.what }).collect()
    }

    /// Whether it is in none of the lines of these: what a slip of syntax leaves of a line is not judged as well.
    pub(super) fn is_apart_from(&self, slips: &[Self]) -> bool {
        slips.iter().all(|slip| slip.line != self.line)
    }

    /// The mistake with its file and line before it.
    pub(super) fn placed(&self, file: &Path) -> Phrase {
        let place = format!("{}:{}", file.display(), self.line);
        Phrase::new(format!("{place}: {}", self.what.zh), format!("{place}: {}", self.what.en))
    }
}

/// The line of a byte, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
