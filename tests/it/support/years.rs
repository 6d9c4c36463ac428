//! Made-up reports of one body on several years, and their chain.

use std::sync::LazyLock;

use gouji::diff::{Chain, Year, chain};
use gouji::form::Form;
use gouji::model::{Cell, CellId, CellState, Located, Report, Section, Span};
use gouji::rules::Rules;
use rust_decimal::Decimal;

pub(crate) fn forms() -> &'static [Form] {
    static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| Form::editions().unwrap());
    &FORMS
}

pub(crate) fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::standard(forms()).unwrap());
    &RULES
}

pub(crate) fn number(value: i64) -> CellState {
    CellState::Number(Decimal::from(value))
}

/// A report on a year: zeros, but for the cells given.
pub(crate) fn report(edition: &str, year: i32, cells: &[(&str, CellState)]) -> Report {
    let form = forms().iter().find(|form| form.edition == edition).unwrap();
    for (id, _) in cells {
        assert!(form.position(&CellId::from(*id)).is_some(), "no cell {id} in the form of {edition}");
    }
    let state =
        |id: &CellId| cells.iter().find(|(known, _)| *known == id.as_str()).map_or(number(0), |(_, state)| *state);
    let span = Span::new(0, 0);
    Report {
        agency: Some(Located { value: "青云县人民政府".to_owned(), span }),
        year: Some(Located { value: year, span }),
        form: edition.to_owned(),
        title: None,
        // Without a section nothing would count as recognised, and no rule be asked.
        sections: vec![Section {
            number: 1,
            id: "overview".to_owned(),
            title: "一、总体情况".to_owned(),
            canonical: true,
            heading: span,
            span,
        }],
        tables: Vec::new(),
        cells: form
            .cells
            .iter()
            .map(|cell| Cell { id: cell.id.clone(), state: state(&cell.id), raw: String::new(), span: None })
            .collect(),
    }
}

/// Their chain, by the rules that are compiled in.
pub(crate) fn chained(reports: &[Report]) -> Option<Chain> {
    let ties = rules().ties(forms());
    let years: Vec<Year> = reports
        .iter()
        .map(|report| Year { year: report.year.as_ref().unwrap().value, report, source: "made up" })
        .collect();
    chain(&years, &ties)
}
