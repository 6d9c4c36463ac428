//! Whether the report has the parts that the form asks for: recognised at all, title, sections, tables, rows, edition.

use std::sync::LazyLock;

use regex::Regex;

use super::closing::Closing;
use super::headings::{self, title_of};
use super::inspection::{Inspection, Values, or_pass};
use super::kinds::SectionCheck;
use crate::form::{Form, SectionForm, TableForm};
use crate::model::{CellId, CellState, Outcome, Phrase, Reason, Section, Severity, Span, Table};

/// Agency, then whether it says 关于, the year, 年度, 工作, 的.
static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(.+?)(关于)?(\d{4})年度?政府信息公开工作(的)?年度报告$").expect("a valid pattern"));

/// Whether the six sections are there (STR-01), or in their order (STR-02).
pub(super) fn sections(inspection: &Inspection, what: SectionCheck) -> Vec<Outcome> {
    match what {
        SectionCheck::Present => present(inspection),
        SectionCheck::Order => order(inspection),
        SectionCheck::Wording => headings::wording(inspection),
        SectionCheck::Once => headings::once(inspection),
    }
}

fn present(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let outcome = |section: &SectionForm| match case.report.section(section.number) {
        Some(_) => Outcome::Pass,
        None => inspection.fail(&Values::default().phrase("section", title_of(section)), &[], None, None),
    };
    case.form.sections.iter().map(outcome).collect()
}

fn order(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let name = |section: &Section| case.form.section(section.number).map_or_else(Phrase::default, title_of);
    let outcome = |pair: &[Section]| {
        if pair[0].number <= pair[1].number {
            return Outcome::Pass;
        }
        let values = Values::default().phrase("section", name(&pair[1])).phrase("before", name(&pair[0]));
        inspection.fail(&values, &[], Some(pair[1].heading), None)
    };
    case.report.sections.windows(2).map(outcome).collect()
}

/// Whether anything of the form was found (EXT-01).
pub(super) fn recognised(inspection: &Inspection) -> Vec<Outcome> {
    if inspection.case.report.is_recognised() {
        return vec![Outcome::Pass];
    }
    let empty = inspection.case.document.text.trim().is_empty();
    let template = if empty { inspection.variant("empty") } else { &inspection.rule.message };
    vec![inspection.fail_with(template, inspection.rule.severity, &Values::default(), &[], None, None)]
}

/// The report's title (STR-05).
pub(super) fn title(inspection: &Inspection) -> Vec<Outcome> {
    let report = inspection.case.report;
    let Some(title) = &report.title else {
        return vec![inspection.fail_as("missing", Severity::Error, &Values::default(), None)];
    };
    let agency = report.agency.as_ref().map(|agency| agency.value.as_str());
    let year = report.year.as_ref().map(|year| year.value.to_string());
    let values = Values::default().text("title", &title.value);
    let Some(parts) = TITLE.captures(&title.value) else {
        let canonical =
            format!("{}{}年政府信息公开工作年度报告", agency.unwrap_or("××"), year.as_deref().unwrap_or("××××"));
        return vec![inspection.fail(&values.text("canonical", canonical), &[], Some(title.span), None)];
    };
    // A line break between the agency and the year is how titles are set; one inside the words that follow is not.
    let printed = inspection.quote(title.span);
    let broken =
        printed.rfind("年政府").or_else(|| printed.rfind("政府信息")).is_some_and(|at| printed[at..].contains('\n'));
    if parts.get(2).is_none() && parts.get(4).is_none() && !broken {
        return vec![Outcome::Pass];
    }
    let values = values.text("canonical", format!("{}{}年政府信息公开工作年度报告", &parts[1], &parts[3]));
    vec![inspection.fail_as("informal", Severity::Info, &values, Some(title.span))]
}

fn tables<'a>(inspection: &Inspection<'a>) -> impl Iterator<Item = (&'a TableForm, Option<&'a Table>)> {
    let case = inspection.case;
    case.form
        .tables
        .iter()
        .map(|form| (form, case.report.tables.iter().find(|table| table.id == form.id && table.span.is_some())))
}

fn table_title(table: &TableForm) -> Phrase {
    Phrase::new(table.title.as_str(), table.en.as_str())
}

/// Whether each table is there (TAB-01).
pub(super) fn tables_present(inspection: &Inspection) -> Vec<Outcome> {
    let outcome = |(form, found): (&TableForm, Option<&Table>)| {
        if found.is_some() {
            return Outcome::Pass;
        }
        let cells: Vec<CellId> = cells_of(inspection.case.form, form, 0..form.rows.len());
        inspection.fail(&Values::default().phrase("table", table_title(form)), &cells, None, None)
    };
    tables(inspection).map(outcome).collect()
}

fn cells_of(form: &Form, table: &TableForm, rows: impl IntoIterator<Item = usize>) -> Vec<CellId> {
    let rows: Vec<&str> = rows.into_iter().map(|row| table.rows[row].id.as_str()).collect();
    form.cells.iter().filter(|cell| rows.contains(&cell.id.row())).map(|cell| cell.id.clone()).collect()
}

/// The place of each row of a table, all its cells together; `None` for a row that was not found.
fn row_spans(inspection: &Inspection, table: &TableForm) -> Vec<Option<Span>> {
    let case = inspection.case;
    let mut spans: Vec<Option<Span>> = vec![None; table.rows.len()];
    let Some(number) = case.form.tables.iter().position(|known| known.id == table.id) else { return spans };
    for (form, cell) in case.form.cells.iter().zip(&case.report.cells).filter(|(form, _)| form.table == number) {
        if let Some(span) = cell.span.filter(|_| cell.state != CellState::Missing) {
            spans[form.row] = Some(spans[form.row].map_or(span, |whole| whole.cover(span)));
        }
    }
    spans
}

/// Whether each row of the tables that were found is there (TAB-02). A table that is missing as a whole is TAB-01's.
pub(super) fn rows_present(inspection: &Inspection) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (form, found) in tables(inspection) {
        let Some(found) = found else { continue };
        let spans = row_spans(inspection, form);
        let missing: Vec<usize> = (0..spans.len()).filter(|row| spans[*row].is_none()).collect();
        let Some(first) = missing.first() else {
            outcomes.push(Outcome::Pass);
            continue;
        };
        let label = |row: &usize| &form.rows[*row];
        let rows = Phrase::new(
            missing.iter().map(|row| label(row).label.as_str()).collect::<Vec<_>>().join("；"),
            missing.iter().map(|row| label(row).en.as_str()).collect::<Vec<_>>().join("; "),
        );
        let values =
            Values::default().phrase("table", table_title(form)).text("count", missing.len()).phrase("rows", rows);
        let above = spans[..*first].iter().rev().find_map(|span| *span);
        let cells = cells_of(inspection.case.form, form, missing.iter().copied());
        outcomes.push(inspection.fail(&values, &cells, above.or(found.span), None));
    }
    outcomes
}

/// Whether the tables are of the edition that the year asks for (TAB-10).
pub(super) fn edition(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(year) = &case.report.year else {
        let message = Phrase::new(
            "报告年度不明，无法判断应使用哪一版表格。",
            "The year is not known, so neither is the edition it asks for.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let Some(wanted) = case.forms.iter().find(|form| form.covers(year.value)) else {
        let message = Phrase::new(
            format!("{}年没有全国统一的表格。", year.value),
            format!("There was no national form for {}.", year.value),
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    if wanted.edition == case.form.edition {
        return vec![Outcome::Pass];
    }
    let values =
        Values::default().text("year", year.value).text("edition", &wanted.edition).text("found", &case.form.edition);
    let text = &case.document.text;
    let marker =
        case.form.markers.iter().find_map(|marker| text.find(marker).map(|at| Span::new(at, at + marker.len())));
    vec![inspection.fail(&values, &[], Some(marker.unwrap_or(year.span)), None)]
}

/// Whether a page seems lost (EXT-02): a table that stops early just before a later section, or a gap between sections.
pub(super) fn truncated(inspection: &Inspection) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut told: Vec<u8> = Vec::new();
    for (form, found) in tables(inspection) {
        if let Some(outcome) = found.and_then(|table| cut_table(inspection, form, table, &mut told)) {
            outcomes.push(outcome);
        }
    }
    let report = inspection.case.report;
    for pair in report.sections.windows(2) {
        for number in pair[0].number + 1..pair[1].number {
            let elsewhere = told.contains(&number) || report.section(number).is_some();
            if let Some(section) = inspection.case.form.section(number).filter(|_| !elsewhere) {
                let values = Values::default().phrase("section", title_of(section));
                outcomes.push(inspection.fail_as("section", inspection.rule.severity, &values, Some(pair[1].heading)));
            }
        }
    }
    outcomes.extend(unfinished(inspection));
    or_pass(outcomes)
}

fn cut_table(inspection: &Inspection, form: &TableForm, table: &Table, told: &mut Vec<u8>) -> Option<Outcome> {
    let case = inspection.case;
    let end = table.span?.end;
    let spans = row_spans(inspection, form);
    let position = spans.iter().rposition(Option::is_some)?;
    let last = form.rows[position].id.as_str();
    let after = form.rows.len() - 1 - position;
    let next = case.report.sections.iter().find(|section| section.heading.start >= end)?;
    let between = case.document.text.get(end..next.heading.start)?;
    if after == 0 || next.number <= form.section || !between.trim().is_empty() {
        return None;
    }
    let gone: Vec<&SectionForm> =
        (form.section + 1..next.number).filter_map(|number| case.form.section(number)).collect();
    told.extend(gone.iter().map(|section| section.number));
    let values = Values::default()
        .phrase("table", table_title(form))
        .phrase("last_row", inspection.row_label(last))
        .text("count", after)
        .phrase("section", gone.first().map_or_else(Phrase::default, |section| title_of(section)));
    let template = if gone.is_empty() { inspection.variant("rows") } else { &inspection.rule.message };
    let span = spans[position].or(table.span);
    Some(inspection.fail_with(template, inspection.rule.severity, &values, &[], span, None))
}

/// The fewest characters of a sentence; 无其他需要报告的事项 is a phrase that nobody ends with a stop.
const SHORTEST_SENTENCE: usize = 15;

/// Words of lines that end without a stop: whom to ask, and what is attached.
const NO_SENTENCE: [&str; 11] =
    ["电话", "邮箱", "邮编", "地址", "传真", "联系", "网址", "网站", "附件", "附表", "此件公开"];

/// What may end the last sentence.
const STOPS: [char; 15] = ['。', '！', '？', '；', '：', '…', '”', '）', '》', '.', '!', '?', ';', ':', ')'];

/// How many characters of it are quoted.
const TAIL: usize = 10;

/// The last sentence of the prose, where it breaks off: with a comma, or without any stop.
fn unfinished(inspection: &Inspection) -> Option<Outcome> {
    let closing = Closing::of(inspection);
    let ends = [closing.signature.map(|found| found.span), closing.date.map(|found| found.span)];
    let is_closing = |span: Span| ends.iter().flatten().any(|end| span.contains(*end) || end.contains(span));
    let is_sentence =
        |text: &str| text.chars().count() >= SHORTEST_SENTENCE && !NO_SENTENCE.iter().any(|word| text.contains(word));
    // A text that ends earlier lacks a section, which is told as such.
    let last = inspection.case.form.sections.iter().map(|section| section.number).max()?;
    let section = inspection.case.report.section(last)?.span;
    let within = |span: &&Span| section.contains(**span) && !is_closing(**span);
    let paragraphs = inspection.prose.get().body.iter().rev().filter(within);
    let (text, start) = paragraphs
        .map(|span| (inspection.case.document.text.get(span.range()).unwrap_or(""), span.start))
        .map(|(text, start)| (text.trim_end().trim_end_matches('*').trim_end(), start))
        .find(|(text, _)| text.ends_with(STOPS) || is_sentence(text))?;
    let (variant, severity) = match text.chars().next_back()? {
        '，' | '、' | ',' => ("broken-off", inspection.rule.severity),
        // A stop is more often forgotten than a page is lost.
        c if c.is_alphabetic() => ("no-stop", Severity::Info),
        _ => return None,
    };
    let tail = text.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    let values = Values::default().text("quote", &text[tail..]);
    Some(inspection.fail_as(variant, severity, &values, Some(Span::new(start + tail, start + text.len()))))
}
