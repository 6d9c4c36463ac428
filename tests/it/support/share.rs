//! How many cells of a file are read right: each cell as it was read beside what the writer wrote.

use std::io::Write;
use std::path::Path;

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{CellId, CellState, Notice, Report};
use gouji::parse::parse;

/// What came of one file or of several.
#[derive(Debug, Clone, Default)]
pub(crate) struct Share {
    pub(crate) cells: usize,
    pub(crate) right: usize,
    /// Cells that give another figure than the file has, or a figure where it has none: never allowed.
    pub(crate) silent: Vec<String>,
    /// All cells that are not right.
    pub(crate) wrong: Vec<String>,
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) text: String,
    pub(crate) report: Report,
    pub(crate) notices: Vec<Notice>,
}

/// Reads a file; the message of the refusal where it is refused.
pub(crate) fn reading(bytes: &[u8], forms: &[Form]) -> Result<Reading, String> {
    let (document, mut notices) = read("", bytes, &Limits::default()).map_err(|refusal| refusal.message.zh)?;
    let (report, more) = parse(&document, forms);
    notices.extend(more);
    Ok(Reading { text: document.text, report, notices })
}

/// The state in which a text of a cell must be read.
pub(crate) fn expected(content: &str) -> CellState {
    match content {
        "" => CellState::Blank,
        "/" | "-" | "—" | "无" | "不涉及" => CellState::NotApplicable,
        figure => figure.trim_start_matches('+').parse().map_or(CellState::Text, CellState::Number),
    }
}

/// With `KEEP=folder` in the environment, the files that a test writes are kept there to be looked at.
pub(crate) fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("KEEP") {
        std::fs::write(Path::new(&folder).join(name.replace(' ', "-")), bytes).unwrap();
    }
}

impl Share {
    /// Compares a reading with what was written, cell by cell; `None` for a cell that is not in the file.
    pub(crate) fn compare(reading: &Reading, written: impl Fn(&CellId) -> Option<String>) -> Self {
        let mut share = Self::default();
        for cell in &reading.report.cells {
            let written = written(&cell.id);
            let expected = written.as_deref().map_or(CellState::Missing, expected);
            let is_shown = cell.span.is_none_or(|span| reading.text.get(span.range()) == Some(cell.raw.as_str()));
            share.cells += 1;
            if cell.state == expected && is_shown {
                share.right += 1;
                continue;
            }
            let line = format!("{}: read {:?} ({:?}), written {written:?}", cell.id, cell.state, cell.raw);
            if cell.state.number().is_some() || !is_shown {
                share.silent.push(line.clone());
            }
            share.wrong.push(line);
        }
        share
    }

    /// A file that was refused: every cell is wrong, none silently.
    pub(crate) fn refused(cells: usize, why: &str) -> Self {
        Self { cells, wrong: vec![format!("refused: {why}")], ..Self::default() }
    }

    pub(crate) fn add(&mut self, name: &str, other: Self) {
        let named = |lines: Vec<String>| lines.into_iter().map(move |line| format!("{name}: {line}"));
        self.cells += other.cells;
        self.right += other.right;
        self.silent.extend(named(other.silent));
        self.wrong.extend(named(other.wrong));
    }

    /// Says the share in the open, whether the test fails or not.
    pub(crate) fn say(&self, name: &str) {
        // A closed standard error is no reason to fail.
        let _ = writeln!(
            std::io::stderr(),
            "{name}: {} of {} cells right, {} silently wrong",
            self.right,
            self.cells,
            self.silent.len()
        );
    }

    /// The first lines of what is wrong, for the message of a failed test.
    pub(crate) fn first(lines: &[String]) -> String {
        let shown = &lines[..lines.len().min(4)];
        format!("{} in all, as\n    {}", lines.len(), shown.join("\n    "))
    }
}
