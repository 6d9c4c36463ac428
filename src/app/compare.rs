//! Last year beside this year as rows: the cells that changed, then the sentences that changed.

use super::returned::{ReturnedRow, returned_rows};
use crate::diff::{ChangeTag, Diff, Hunk};
use crate::examine::Examined;
use crate::model::Lang;
use crate::text::{Glyph, Reading, glyphs, wrap};

/// One row of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareRow {
    /// How many cells changed.
    Cells {
        count: usize,
    },
    /// Label and figures of a cell, an index into `Diff::cells`.
    Cell(usize),
    /// In a narrow pane: the label alone, and its figures on the row below.
    CellLabel(usize),
    CellFigures(usize),
    /// How many sentences changed.
    Sentences {
        count: usize,
    },
    /// An index into `Diff::sections`.
    Section(usize),
    /// What became of the version that was sent back.
    SentBack(ReturnedRow),
    /// A row of a changed sentence. Deleted and inserted runs carry their marks `[-` `-]` and `{+` `+}`.
    Text(Vec<(ChangeTag, String)>),
}

/// Below this a label and its four figures do not fit on one row.
const ONE_ROW: usize = 60;

/// The version that was sent back first, then last year; what there is of the two.
pub(super) fn compare_rows(examined: &Examined, lang: Lang, columns: usize) -> Vec<CompareRow> {
    let mut rows = Vec::new();
    if let Some(found) = &examined.resubmission {
        rows = returned_rows(found, lang, columns);
        if examined.diff.is_some() {
            rows.push(CompareRow::SentBack(ReturnedRow::LastYear));
        }
    }
    rows.extend(examined.diff.iter().flat_map(|diff| rows_of_last_year(diff, columns)));
    rows
}

/// All rows of a comparison with last year at this width.
fn rows_of_last_year(diff: &Diff, columns: usize) -> Vec<CompareRow> {
    let changed: Vec<usize> = (0..diff.cells.len()).filter(|&index| diff.cells[index].is_changed()).collect();
    let mut rows = vec![CompareRow::Cells { count: changed.len() }];
    for index in changed {
        if columns < ONE_ROW {
            rows.extend([CompareRow::CellLabel(index), CompareRow::CellFigures(index)]);
        } else {
            rows.push(CompareRow::Cell(index));
        }
    }
    rows.push(CompareRow::Sentences { count: diff.sections.iter().map(|section| section.hunks.len()).sum() });
    for (index, section) in diff.sections.iter().enumerate() {
        if section.hunks.is_empty() {
            continue;
        }
        rows.push(CompareRow::Section(index));
        for hunk in &section.hunks {
            rows.extend(sentence(hunk, columns).into_iter().map(CompareRow::Text));
        }
    }
    rows
}

/// A changed sentence, marked and broken into rows.
pub(super) fn sentence(hunk: &Hunk, columns: usize) -> Vec<Vec<(ChangeTag, String)>> {
    let marked: Vec<(ChangeTag, String)> = hunk
        .changes
        .iter()
        .map(|change| {
            let text = change.text.trim_matches('\n');
            let text = match change.tag {
                ChangeTag::Equal => text.to_owned(),
                ChangeTag::Delete => format!("[-{text}-]"),
                ChangeTag::Insert => format!("{{+{text}+}}"),
            };
            (change.tag, text)
        })
        .collect();
    let whole: String = marked.iter().map(|(_, text)| text.as_str()).collect();
    let all: Vec<Glyph> = glyphs(&whole, 0..whole.len(), Reading::Prose).collect();
    wrap(&all, columns).into_iter().map(|row| tagged(&marked, &all[row])).collect()
}

/// A row of glyphs as runs of one tag each.
fn tagged(marked: &[(ChangeTag, String)], row: &[Glyph]) -> Vec<(ChangeTag, String)> {
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for glyph in row {
        let mut end = 0;
        let tag = marked
            .iter()
            .find_map(|(tag, text)| {
                end += text.len();
                (glyph.source.start < end).then_some(*tag)
            })
            .unwrap_or(ChangeTag::Equal);
        match runs.last_mut() {
            Some((last, run)) if *last == tag => run.push_str(&glyph.shown),
            Some(_) | None => runs.push((tag, glyph.shown.to_string())),
        }
    }
    runs
}
