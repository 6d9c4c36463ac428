//! Which cell is wrong: faults put into made-up reports must be found again, and nothing where there is no fault.

use std::collections::BTreeMap;

use gouji::document::Document;
use gouji::form::Form;
use gouji::model::{Cell, CellId, CellState, Finding, Report, Severity, Slip, Span, Suspects, Table};
use gouji::rules::{Case, Past, Rules, check};
use gouji::suspects::suspects;
use rust_decimal::Decimal;

mod figures;
mod independent;
mod plain;
mod seeds;

use figures::{Dice, Figures};

/// The forms and the rules, read once for a test.
struct Office {
    forms: Vec<Form>,
    rules: Rules,
    /// Those of the sums inside a report.
    sums: Rules,
}

impl Office {
    fn open() -> Self {
        let forms = Form::editions().unwrap();
        let rules = Rules::standard(&forms).unwrap();
        let mut sums = rules.clone();
        sums.rules.retain(|rule| rule.family() == "ARI");
        Self { forms, rules, sums }
    }

    fn form(&self, edition: &str) -> &Form {
        self.forms.iter().find(|form| form.edition == edition).unwrap()
    }

    fn suspects(&self, report: &Report, last_year: Option<&Past>) -> Suspects {
        let document = document();
        let form = self.form(&report.form);
        suspects(&Case { document: &document, report, form, last_year, forms: &self.forms, office: None }, &self.rules)
    }

    /// The errors that the ARI rules find; without one, every sum is counted as one that holds.
    fn errors(&self, report: &Report) -> usize {
        let document = document();
        let form = self.form(&report.form);
        let case = Case { document: &document, report, form, last_year: None, forms: &self.forms, office: None };
        let checks = check(&case, &self.sums);
        let balance = self.sums.balance(&form.edition, &checks);
        assert!(balance.sums > 30, "the report was not looked at");
        let errors: Vec<&Finding> =
            checks.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert_eq!(errors.is_empty(), balance.hold == balance.sums, "{errors:?} {:?}", checks.undecided);
        errors.len()
    }
}

fn document() -> Document {
    Document { kind: "txt".to_owned(), encoding: "utf-8".to_owned(), text: String::new(), blocks: Vec::new() }
}

fn past(report: Report) -> Past {
    Past { document: document(), report, source: String::new() }
}

/// A report with these figures; zero where nothing is said.
fn report(form: &Form, figures: &Figures) -> Report {
    let cells = form.cells.iter().map(|cell| Cell {
        id: cell.id.clone(),
        state: CellState::Number(Decimal::from_i128_with_scale(figures.get(&cell.id), 0)),
        raw: figures.get(&cell.id).to_string(),
        span: Some(Span::new(0, 0)),
    });
    Report {
        agency: None,
        year: None,
        form: form.edition.clone(),
        title: None,
        sections: Vec::new(),
        tables: form.tables.iter().map(|table| found(&table.id)).collect(),
        cells: cells.collect(),
    }
}

/// A table that was found: without one nothing is a report, and no rule is asked.
fn found(id: &str) -> Table {
    Table {
        id: id.to_owned(),
        span: Some(Span::new(0, 0)),
        last_row: None,
        wordings: Vec::new(),
        strays: Vec::new(),
        misplaced: None,
        stray_columns: Vec::new(),
    }
}

fn first(said: &Suspects) -> Vec<(String, i128, i128)> {
    let cells = said.sets.first().map_or(&[][..], |suspect| &suspect.cells);
    cells.iter().map(|cell| (cell.cell.to_string(), cell.found, cell.proposed)).collect()
}

/// How often something came out, out of how many.
#[derive(Default)]
struct Tally {
    of: usize,
    first: usize,
    told: usize,
}

impl Tally {
    fn share(&self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap());
        100.0 * number(self.first) / number(self.of.max(1))
    }
}

#[test]
fn a_thousand_reports_with_one_mistyped_cell_each() {
    let office = Office::open();
    let mut dice = Dice::new(20_260_131);
    let (mut determined, mut open) = (Tally::default(), Tally::default());
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    for number in 0..1000 {
        let form = office.form(if number % 4 == 3 { "2019" } else { "2021" });
        let truth = Figures::make(form, &mut dice);
        let sound = report(form, &truth);
        assert_eq!(office.errors(&sound), 0, "report {number} was made to hold");
        assert_eq!(office.suspects(&sound, None), Suspects::default(), "report {number} has no fault");
        let (cell, typo, wrong) = truth.mistyped(form, &mut dice);
        let faulty = report(form, &truth.clone().with(&cell, wrong));
        assert!(office.errors(&faulty) > 0, "report {number} has a fault");
        let said = office.suspects(&faulty, None);
        let expected = vec![(cell.to_string(), wrong, truth.get(&cell))];
        let lone = independent::lone_cells(form, &office.rules, &faulty);
        let of_kind = kinds.entry(typo.name()).or_default();
        for tally in [if lone.len() == 1 { &mut determined } else { &mut open }, of_kind] {
            tally.of += 1;
            tally.first += usize::from(first(&said) == expected);
            tally.told += usize::from(said.sets.iter().any(|suspect| {
                suspect.cells.len() == 1
                    && (&suspect.cells[0].cell, suspect.cells[0].proposed) == (&cell, truth.get(&cell))
            }));
        }
    }
    println!(
        "determined by the equations (the faulty cell is the only single cell that satisfies them): {}",
        determined.of
    );
    println!("  first suspect right: {} ({:.1} %)", determined.first, determined.share());
    println!("left open by the equations: {}", open.of);
    println!("  first suspect right: {} ({:.1} %), among those told: {}", open.first, open.share(), open.told);
    for (kind, tally) in &kinds {
        println!("{kind}: {} of {} first ({:.1} %)", tally.first, tally.of, tally.share());
    }
    assert!(determined.of >= 800, "only {} faults were determined", determined.of);
    assert!(determined.share() >= 95.0, "{:.1} % of the determined ones", determined.share());
    assert_eq!(open.told, open.of, "where the equations leave it open, the true cell must at least be told");
}

/// A slip that touches two cells or more: what it makes of the figures, `None` where these figures do not offer it.
type Spoil = fn(&Form, &Figures, &mut Dice) -> Option<Figures>;

/// The applicant columns, without their total.
const APPLICANTS: [&str; 6] = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
];

fn some_row<'a>(form: &'a Form, dice: &mut Dice) -> &'a str {
    let rows: Vec<&str> = form
        .table("requests")
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id.as_str())
        .filter(|row| figures::is_leaf(row))
        .collect();
    rows[dice.below(rows.len())]
}

fn in_row(truth: &Figures, row: &str) -> [i128; 6] {
    APPLICANTS.map(|column| truth.get(&CellId::new(row, column)))
}

/// Two neighbours in one row, neither of them zero, are exchanged.
fn swapped(form: &Form, truth: &Figures, dice: &mut Dice) -> Option<Figures> {
    let row = some_row(form, dice);
    let figures = in_row(truth, row);
    let at = dice.below(5);
    let (one, other) = (figures[at], figures[at + 1]);
    let (first, second) = (CellId::new(row, APPLICANTS[at]), CellId::new(row, APPLICANTS[at + 1]));
    (one != other && one > 0 && other > 0).then(|| truth.clone().with(&first, other).with(&second, one))
}

/// Some of the requests of one applicant are put down to another.
fn wrong_applicant(form: &Form, truth: &Figures, dice: &mut Dice) -> Option<Figures> {
    let row = some_row(form, dice);
    let figures = in_row(truth, row);
    let (from, to) = (dice.below(6), dice.below(6));
    let count = 1 + i128::try_from(dice.below(3)).unwrap();
    let (first, second) = (CellId::new(row, APPLICANTS[from]), CellId::new(row, APPLICANTS[to]));
    (from != to && figures[from] > count)
        .then(|| truth.clone().with(&first, figures[from] - count).with(&second, figures[to] + count))
}

/// The figures of one row stand one column to the right.
fn row_shifted(form: &Form, truth: &Figures, dice: &mut Dice) -> Option<Figures> {
    let row = some_row(form, dice);
    let figures = in_row(truth, row);
    if figures[5] != 0 || figures.iter().filter(|figure| **figure > 0).count() < 2 {
        return None;
    }
    let mut spoiled = truth.clone();
    spoiled.set(row, APPLICANTS[0], 0);
    for at in 0..5 {
        spoiled.set(row, APPLICANTS[at + 1], figures[at]);
    }
    Some(spoiled)
}

/// Some requests of one applicant are put down under another result.
fn wrong_row(form: &Form, truth: &Figures, dice: &mut Dice) -> Option<Figures> {
    let (from, to) = (some_row(form, dice), some_row(form, dice));
    let column = APPLICANTS[dice.below(6)];
    let (first, second) = (CellId::new(from, column), CellId::new(to, column));
    let count = 1 + i128::try_from(dice.below(3)).unwrap();
    (from != to && truth.get(&first) > count).then(|| {
        let (one, other) = (truth.get(&first) - count, truth.get(&second) + count);
        truth.clone().with(&first, one).with(&second, other)
    })
}

fn differing(form: &Form, truth: &Figures, spoiled: &Figures) -> Vec<(String, i128, i128)> {
    let cells = form.cells.iter().map(|cell| &cell.id);
    cells
        .filter(|id| truth.get(id) != spoiled.get(id))
        .map(|id| (id.to_string(), spoiled.get(id), truth.get(id)))
        .collect()
}

/// Spoils many reports in one way; how often the first suspect is the truth, or it is said that nothing can tell.
fn spoil_many(spoil: Spoil, slips: &[Slip]) -> (Tally, usize) {
    let office = Office::open();
    let form = office.form("2021");
    let mut dice = Dice::new(7);
    let (mut tally, mut unsettled) = (Tally::default(), 0);
    while tally.of < 150 {
        let truth = Figures::make(form, &mut dice);
        let Some(spoiled) = spoil(form, &truth, &mut dice) else { continue };
        let said = office.suspects(&report(form, &spoiled), None);
        let expected = differing(form, &truth, &spoiled);
        tally.of += 1;
        unsettled += said.unsettled.len();
        assert!(!said.sets.is_empty() || !said.unsettled.is_empty(), "nothing was said of {expected:?}");
        assert!(said.sets.iter().flat_map(|suspect| &suspect.cells).all(|cell| cell.proposed >= 0));
        if first(&said) == expected {
            tally.first += 1;
            assert!(slips.contains(&said.sets[0].why), "{:?}: {}", said.sets[0].why, said.sets[0].message.zh);
        }
        tally.told += usize::from(said.sets.iter().any(|suspect| {
            let cells = suspect.cells.iter().map(|cell| (cell.cell.to_string(), cell.found, cell.proposed));
            cells.collect::<Vec<_>>() == expected
        }));
    }
    (tally, unsettled)
}

#[test]
fn slips_that_touch_two_cells_or_more() {
    for (name, spoil, slips, least) in [
        ("neighbours swapped", swapped as Spoil, &[Slip::CellsSwapped, Slip::DigitsSplit][..], 90.0),
        ("row shifted", row_shifted, &[Slip::RowShifted], 95.0),
        ("filed under the wrong result", wrong_row, &[Slip::WrongRow, Slip::CellsSwapped, Slip::ColumnShifted], 0.0),
        (
            "filed under the wrong applicant",
            wrong_applicant,
            &[Slip::WrongApplicant, Slip::CellsSwapped, Slip::RowShifted],
            0.0,
        ),
    ] {
        let (tally, unsettled) = spoil_many(spoil, slips);
        println!(
            "{name}: first {} of {} ({:.1} %), among those told {}, said to be open {unsettled}",
            tally.first,
            tally.of,
            tally.share(),
            tally.told
        );
        assert!(tally.share() >= least, "{name}: {:.1} %", tally.share());
    }
}
