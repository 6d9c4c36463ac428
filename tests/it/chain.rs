//! All years at hand as a chain: what holds, what is broken, what cannot be said, and that the rules say the same.

use std::sync::LazyLock;

use gouji::diff::{Chain, ChainRow, Gap, Standing, Year, chain};
use gouji::document::Document;
use gouji::form::Form;
use gouji::model::{Cell, CellId, CellState, Located, Report, Section, Span};
use gouji::rules::{Case, Past, Rules, check};
use rust_decimal::Decimal;

const IN: &str = "requests.carried_in@natural_person";
const OUT: &str = "requests.carried_out@natural_person";
const STOCK: &str = "disclosure.art20_1.normative_documents@in_force";
const MADE: &str = "disclosure.art20_1.normative_documents@made";
const REPEALED: &str = "disclosure.art20_1.normative_documents@repealed";

fn forms() -> &'static [Form] {
    static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| Form::editions().unwrap());
    &FORMS
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::standard(forms()).unwrap());
    &RULES
}

fn number(value: i64) -> CellState {
    CellState::Number(Decimal::from(value))
}

/// A report on a year: zeros, but for the cells given.
fn report(edition: &str, year: i32, cells: &[(&str, CellState)]) -> Report {
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

fn chained(reports: &[Report]) -> Option<Chain> {
    let ties = rules().ties(forms());
    let years: Vec<Year> = reports
        .iter()
        .map(|report| Year { year: report.year.as_ref().unwrap().value, report, source: "made up" })
        .collect();
    chain(&years, &ties)
}

fn of<'a>(chain: &'a Chain, cell: &str) -> &'a ChainRow {
    chain.rows.iter().find(|row| row.cell.as_str() == cell).unwrap()
}

fn standings(chain: &Chain, cell: &str) -> Vec<Standing> {
    of(chain, cell).links.iter().map(|link| link.standing).collect()
}

fn broken(left: i64, right: i64) -> Standing {
    Standing::Broken { left: left.into(), right: right.into(), delta: (left - right).into() }
}

#[test]
fn one_year_is_no_chain_and_several_reports_on_one_year_are_one_link() {
    assert_eq!(chained(&[report("2021", 2023, &[])]), None);
    let present = report("2021", 2023, &[(IN, number(4))]);
    let older = report("2021", 2023, &[(IN, number(5))]);
    assert_eq!(chained(&[present.clone(), older.clone()]), None);
    let chain = chained(&[present, older, report("2021", 2022, &[(OUT, number(5))])]).unwrap();
    assert_eq!(chain.years.iter().map(|year| year.year).collect::<Vec<i32>>(), [2022, 2023]);
    // The first of the two counts: it is the one on the desk.
    assert_eq!(standings(&chain, IN), [broken(4, 5)]);
}

#[test]
fn the_rows_are_what_the_rules_say() {
    let chain = chained(&[report("2021", 2022, &[]), report("2021", 2023, &[])]).unwrap();
    let rows: Vec<(&str, &str)> = chain.rows.iter().map(|row| (row.rule.as_str(), row.cell.as_str())).collect();
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[0], ("YOY-01", IN));
    assert_eq!(rows[6], ("YOY-01", "requests.carried_in@total"));
    assert_eq!(rows[7..], [("YOY-02", "disclosure.art20_1.rules@in_force"), ("YOY-02", STOCK)]);
    assert_eq!((chain.holding(), chain.broken(), chain.unknown()), (9, 0, 0));
    // An office that puts a rule out of force takes its rows away.
    let own = "[[rule]]\nid = \"YOY-02\"\noff = true\n";
    let rules = Rules::with_own(&[("own.toml", own)], forms()).unwrap();
    assert!(rules.ties(forms()).iter().all(|tie| tie.rule == "YOY-01"));
}

#[test]
fn each_link_says_by_how_much_it_is_broken() {
    let chain = chained(&[
        report("2021", 2021, &[(OUT, number(3)), (STOCK, number(40))]),
        report(
            "2021",
            2022,
            &[(IN, number(3)), (OUT, number(5)), (MADE, number(4)), (REPEALED, number(1)), (STOCK, number(43))],
        ),
        report("2021", 2023, &[(IN, number(4)), (MADE, number(2)), (STOCK, number(46))]),
    ])
    .unwrap();
    assert_eq!(standings(&chain, IN), [Standing::Holds, broken(4, 5)]);
    assert_eq!(standings(&chain, STOCK), [Standing::Holds, broken(46, 45)]);
    let link = &of(&chain, STOCK).links[1];
    let figures: Vec<(i32, &str)> =
        link.right.iter().filter_map(|figure| figure.at.as_ref()).map(|(year, id)| (*year, id.column())).collect();
    assert_eq!(figures, [(2022, "in_force"), (2023, "made"), (2023, "repealed")]);
    assert_eq!((chain.holding(), chain.broken()), (16, 2));
}

#[test]
fn a_year_missing_in_between_is_never_bridged() {
    let chain = chained(&[
        report("2021", 2021, &[(OUT, number(5))]),
        report("2021", 2023, &[(IN, number(5))]),
        report("2021", 2024, &[(IN, number(1))]),
    ])
    .unwrap();
    assert_eq!(standings(&chain, IN), [Standing::Unknown(Gap::YearMissing), broken(1, 0)]);
    assert!(of(&chain, IN).links[0].left.is_empty());
}

#[test]
fn a_figure_that_is_no_number_leaves_its_link_open() {
    for state in
        [CellState::Missing, CellState::NotApplicable, CellState::Text, CellState::Unsure(Some(Decimal::from(5)))]
    {
        let chain =
            chained(&[report("2021", 2022, &[(OUT, number(5))]), report("2021", 2023, &[(IN, state)])]).unwrap();
        assert_eq!(standings(&chain, IN), [Standing::Unknown(Gap::NotANumber)], "{state:?}");
    }
    // Nothing stated is nothing to compare; but 12 in force cannot come of 5 and a blank that takes away.
    let year = |cells: &[(&str, CellState)]| report("2021", 2023, cells);
    let before = report("2021", 2022, &[(STOCK, number(5))]);
    let stock = |cells: &[(&str, CellState)]| standings(&chained(&[before.clone(), year(cells)]).unwrap(), STOCK)[0];
    assert_eq!(stock(&[(STOCK, CellState::Blank)]), Standing::Unknown(Gap::NotANumber));
    assert_eq!(stock(&[(STOCK, number(12)), (REPEALED, CellState::Blank)]), broken(12, 5));
    assert_eq!(stock(&[(STOCK, number(12)), (MADE, CellState::Blank)]), Standing::Unknown(Gap::NotANumber));
}

#[test]
fn requests_are_carried_over_the_change_of_forms_and_documents_in_force_are_not() {
    let chain = chained(&[
        report("2019", 2019, &[(OUT, number(2))]),
        report("2019", 2020, &[(IN, number(2)), (OUT, number(7))]),
        report("2021", 2021, &[(IN, number(7)), (STOCK, number(40))]),
        report("2021", 2022, &[(MADE, number(1)), (STOCK, number(41))]),
    ])
    .unwrap();
    assert_eq!(standings(&chain, IN), [Standing::Holds; 3]);
    let other = Standing::Unknown(Gap::NotComparable);
    assert_eq!(standings(&chain, STOCK), [other, other, Standing::Holds]);
    assert_eq!(of(&chain, STOCK).stated[..2], [CellState::Missing; 2]);
    // Before the form of 2021 there is no stock at all.
    let chain = chained(&[report("2019", 2019, &[]), report("2019", 2020, &[])]).unwrap();
    assert_eq!(chain.rows.len(), 7);
}

/// The newest link of each row against what the rule says of the same two reports.
#[test]
fn the_chain_and_the_rules_never_differ() {
    let mut seed: u64 = 7;
    let mut dice = |end: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % end
    };
    let cells = [IN, OUT, STOCK, MADE, REPEALED];
    let mut counts = [0; 3];
    for round in 0..400 {
        let mut drawn = |edition: &str, year| {
            let mut known: Vec<(&str, CellState)> = Vec::new();
            for id in cells.iter().filter(|id| edition == "2021" || id.starts_with("requests")) {
                let state = match dice(12) {
                    0 => CellState::Blank,
                    1 => CellState::Unsure(Some(Decimal::ONE)),
                    value => number(i64::try_from(value % 3).unwrap()),
                };
                known.push((id, state));
            }
            report(edition, year, &known)
        };
        let old = drawn(if round % 4 == 0 { "2019" } else { "2021" }, 2022);
        let new = drawn("2021", 2023);
        let chain = chained(&[new.clone(), old.clone()]).unwrap();
        let document = Document::default();
        let past = Past { document: Document::default(), report: old, source: String::new() };
        let case = Case {
            document: &document,
            report: &new,
            form: forms().iter().find(|form| form.edition == "2021").unwrap(),
            last_year: Some(&past),
            forms: forms(),
            office: None,
        };
        let checks = check(&case, rules());
        for row in &chain.rows {
            let standing = row.links[0].standing;
            let found = checks.findings.iter().find(|found| found.rule == row.rule && found.cells.contains(&row.cell));
            let (is_broken, proof) =
                (matches!(standing, Standing::Broken { .. }), found.and_then(|found| found.proof.as_ref()));
            assert_eq!(is_broken, found.is_some(), "{}: {standing:?}, {found:?}", row.cell);
            if let Standing::Broken { delta, .. } = standing {
                assert_eq!(Some(delta), proof.map(|proof| proof.delta));
            }
            counts[match standing {
                Standing::Holds => 0,
                Standing::Broken { .. } => 1,
                Standing::Unknown(_) => 2,
            }] += 1;
        }
        for rule in ["YOY-01", "YOY-02"] {
            let holds = chain.rows.iter().filter(|row| row.rule == rule && row.links[0].standing == Standing::Holds);
            let passed = checks.passed.iter().find(|(id, _)| id == rule).map_or(0, |(_, count)| *count);
            assert_eq!(holds.count(), passed, "{rule}");
        }
    }
    assert!(counts.iter().all(|count| *count > 300), "{counts:?}");
}
