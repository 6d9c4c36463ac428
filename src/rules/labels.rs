//! Labels of the tables as they are printed: other wordings, rows that the form does not have, columns out of order, and
//! labels that a page break cut in two.

use super::inspection::{Inspection, Values, or_pass};
use crate::document::Block;
use crate::model::{Located, Outcome, Phrase, Reason, Span, Table};
use crate::parse::labels::key;

/// How far below its first half the second half of a label may stand, in cells.
const NEAR: usize = 12;

fn found<'a>(inspection: &Inspection<'a>) -> Vec<&'a Table> {
    inspection.case.report.tables.iter().filter(|table| table.span.is_some()).collect()
}

fn no_table(inspection: &Inspection) -> Vec<Outcome> {
    let message = Phrase::new("没有找到表格，未作判断。", "No table was found; nothing was decided.");
    vec![inspection.undecided(Reason::NotFound, Vec::new(), message)]
}

/// Labels that differ from the form's (TAB-08), told once.
pub(super) fn wording(inspection: &Inspection) -> Vec<Outcome> {
    let tables = found(inspection);
    if tables.is_empty() {
        return no_table(inspection);
    }
    let mut all: Vec<_> = tables.iter().flat_map(|table| &table.wordings).collect();
    all.sort_by_key(|wording| wording.printed.span);
    let Some(first) = all.first() else { return vec![Outcome::Pass] };
    let values = Values::default()
        .text("found", &first.printed.value)
        .text("canonical", &first.canonical)
        .text("count", all.len());
    vec![inspection.fail(&values, &[], Some(first.printed.span), None)]
}

/// Rows and columns that the form does not have (TAB-03).
pub(super) fn strays(inspection: &Inspection) -> Vec<Outcome> {
    let tables = found(inspection);
    if tables.is_empty() {
        return no_table(inspection);
    }
    let outcome = |table: &&Table| {
        let values = |label: &Located<String>| Values::default().text("label", &label.value);
        let row = |label: &Located<String>| inspection.fail(&values(label), &[], Some(label.span), None);
        let column = |label: &Located<String>| {
            inspection.fail_as("column", inspection.rule.severity, &values(label), Some(label.span))
        };
        let told: Vec<Outcome> = table.strays.iter().map(row).chain(table.stray_columns.iter().map(column)).collect();
        if told.is_empty() { vec![Outcome::Pass] } else { told }
    };
    tables.iter().flat_map(outcome).collect()
}

/// Columns out of the form's order (TAB-09).
pub(super) fn order(inspection: &Inspection) -> Vec<Outcome> {
    let tables = found(inspection);
    if tables.is_empty() {
        return no_table(inspection);
    }
    let outcome = |table: &&Table| {
        let (Some(place), Some(form)) = (table.misplaced, inspection.case.form.table(&table.id)) else {
            return Outcome::Pass;
        };
        let columns = |text: fn(&crate::form::ColumnForm) -> &str, sign: &str| {
            form.columns.iter().map(text).collect::<Vec<_>>().join(sign)
        };
        let values = Values::default()
            .phrase("table", Phrase::new(form.title.as_str(), form.en.as_str()))
            .phrase("canonical", Phrase::new(columns(|c| &c.label, "、"), columns(|c| &c.en, ", ")));
        inspection.fail(&values, &[], Some(place), None)
    };
    tables.iter().map(outcome).collect()
}

/// A group's label in two cells below one another, as a page break leaves it (EXT-05).
pub(super) fn cut(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let text = |span: Span| case.document.text.get(span.range()).unwrap_or("").trim();
    let groups: Vec<(&str, String)> = case
        .form
        .tables
        .iter()
        .flat_map(|table| &table.groups)
        .map(|group| (group.label.as_str(), key(&group.label)))
        .collect();
    let mut outcomes = Vec::new();
    for block in &case.document.blocks {
        let Block::Grid(grid) = block else { continue };
        let cells: Vec<Span> = grid.rows.iter().flatten().map(|cell| cell.span).collect();
        let opens = |span: &Span| span.end - span.start <= 40 && text(*span).starts_with(['（', '(']);
        for (place, first) in cells.iter().enumerate().filter(|(_, span)| opens(span)) {
            let begun = key(text(*first));
            let rest = |(label, whole): &(&'_ str, String)| {
                let rest = whole.strip_prefix(begun.as_str()).filter(|rest| !rest.is_empty())?.to_owned();
                // The numeral alone is a label broken otherwise, or another one.
                (begun.chars().count() > 1).then(|| ((*label).to_owned(), rest))
            };
            let Some((label, rest)) = groups.iter().find_map(rest) else { continue };
            let below = cells[place + 1..].iter().filter(|span| !text(**span).is_empty());
            let second = below.take(NEAR).find(|span| key(text(**span)) == rest);
            if let Some(second) = second {
                let values =
                    Values::default().text("first", text(*first)).text("second", text(*second)).text("label", &label);
                outcomes.push(inspection.fail(&values, &[], Some(*first), None));
            }
        }
    }
    or_pass(outcomes)
}
