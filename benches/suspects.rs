//! Which cell is wrong, in a county's report with one slip, with several, and with more than are searched for.

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{CellId, CellState, Report};
use gouji::parse::parse;
use gouji::rules::{Case, Rules};
use gouji::suspects::suspects;
use rust_decimal::Decimal;

/// A cell and what is added to its figure.
type Slip = (&'static str, i64);

const ONE: &[Slip] = &[("requests.results.granted@natural_person", 9)];
const APPLICANT: &[Slip] =
    &[("requests.results.granted@natural_person", 1), ("requests.results.granted@other_org", -1)];
const THREE: &[Slip] = &[
    ("requests.results.granted@natural_person", 9),
    ("requests.new_received@total", 3),
    ("requests.results.unable.not_held@other_org", 2),
];
const FOUR: &[Slip] = &[
    ("requests.results.granted@natural_person", 9),
    ("requests.results.unable.not_held@other_org", 2),
    ("requests.results.denied.state_secret@research_institution", 11),
    ("requests.results.denied.internal_affairs@legal_service_org", 6),
];
const SIX: &[Slip] = &[
    ("requests.results.granted@natural_person", 9),
    ("requests.new_received@total", 3),
    ("requests.results.unable.not_held@other_org", 2),
    ("requests.results.total@commercial_enterprise", 5),
    ("requests.carried_out@legal_service_org", 7),
    ("requests.results.denied.state_secret@research_institution", 11),
];

/// The report with ten more requests for each applicant under each result, so that cases can have strayed anywhere.
fn dense(mut report: Report) -> Report {
    for cell in &mut report.cells {
        let (row, column) = (cell.id.row(), cell.id.column());
        let results = match row {
            "requests.carried_in" | "requests.carried_out" => 0,
            "requests.new_received" | "requests.results.total" => 21,
            _ if row.starts_with("requests.results.") => 1,
            _ => continue,
        };
        let applicants = if column == "total" { 6 } else { 1 };
        cell.state = CellState::Number(Decimal::from(10 * results * applicants));
    }
    report
}

fn spoiled(mut report: Report, slips: &[Slip]) -> Report {
    for (address, by) in slips {
        let id = CellId::from(*address);
        if let Some(cell) = report.cells.iter_mut().find(|cell| cell.id == id)
            && let CellState::Number(value) = cell.state
        {
            cell.state = CellState::Number(value + Decimal::from(*by));
        }
    }
    report
}

fn bench(criterion: &mut Criterion) {
    let forms = Form::editions().expect("the forms are sound");
    let rules = Rules::standard(&forms).expect("the rules are sound");
    let bytes = include_bytes!("../fixtures/demo/inbox/青云县人民政府2023.txt");
    let (document, _) = read("", bytes, &Limits::default()).expect("a made-up report");
    let (report, _) = parse(&document, &forms);
    let sound = dense(report);
    for (name, slips) in [
        ("nothing wrong", &[][..]),
        ("one cell", ONE),
        ("wrong applicant", APPLICANT),
        ("three cells", THREE),
        ("four cells", FOUR),
        ("six cells, more than are searched for", SIX),
    ] {
        let report = spoiled(sound.clone(), slips);
        let case = Case {
            document: &document,
            report: &report,
            form: &forms[1],
            last_year: None,
            forms: &forms,
            office: None,
        };
        criterion.bench_function(&format!("suspects, {name}"), |bench| bench.iter(|| suspects(&case, &rules)));
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
