//! Which cell is wrong: faults put into made-up reports must be found again, and nothing where there is no fault.

use std::collections::BTreeMap;

use gouji::document::Document;
use gouji::form::Form;
use gouji::model::{Cell, CellId, CellState, Report, Slip, Span, Suspects};
use gouji::rules::{Case, Past, Rules, check};
use gouji::suspects::suspects;
use rust_decimal::Decimal;

mod figures;
mod independent;
mod seeds;

use figures::{Dice, Figures, Typo};

/// The forms and the rules, read once for a test.
struct Office {
    forms: Vec<Form>,
    rules: Rules,
}

impl Office {
    fn open() -> Self {
        let forms = Form::editions().unwrap();
        let rules = Rules::standard(&forms).unwrap();
        Self { forms, rules }
    }

    fn form(&self, edition: &str) -> &Form {
        self.forms.iter().find(|form| form.edition == edition).unwrap()
    }

    fn suspects(&self, report: &Report, last_year: Option<&Past>) -> Suspects {
        let document = document();
        let form = self.form(&report.form);
        suspects(&Case { document: &document, report, form, last_year, forms: &self.forms }, &self.rules)
    }

    /// The instances of ARI rules that fail or stay open.
    fn errors(&self, report: &Report) -> usize {
        let document = document();
        let form = self.form(&report.form);
        let case = Case { document: &document, report, form, last_year: None, forms: &self.forms };
        check(&case, &self.rules).findings.iter().filter(|finding| finding.rule.starts_with("ARI")).count()
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
        tables: Vec::new(),
        cells: cells.collect(),
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
