//! All years at hand as a chain: what holds, what is broken, what cannot be said, that the rules say the same, and how
//! it is shown.

use gouji::app::Opened;
use gouji::diff::{Chain, ChainRow, Gap, Standing};
use gouji::document::Document;
use gouji::model::{CellState, Report};
use gouji::rules::{Case, Past, Rules, check};
use rust_decimal::Decimal;

use crate::support::samples;
use crate::support::scene::{Scene, review, scene};
use crate::support::years::{chained, forms, number, report, rules};

const IN: &str = "requests.carried_in@natural_person";
const OUT: &str = "requests.carried_out@natural_person";
const STOCK: &str = "disclosure.art20_1.normative_documents@in_force";
const MADE: &str = "disclosure.art20_1.normative_documents@made";
const REPEALED: &str = "disclosure.art20_1.normative_documents@repealed";

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
    assert_eq!(of(&chain, STOCK).stated[..3], [None, None, Some(number(40))]);
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

/// 青云县's report on the screen, with the chain that these reports make.
fn opened(reports: &[Report]) -> Opened {
    let mut opened = samples::qingyun();
    opened.examined.report.year = reports.last().and_then(|report| report.year.clone());
    opened.examined.chain = chained(reports);
    opened
}

fn shown(name: &'static str, reports: &[Report]) -> Scene {
    scene(name).press("<enter>").open(opened(reports)).shown()
}

fn two() -> [Report; 2] {
    [
        report("2021", 2020, &[(OUT, number(5)), ("requests.carried_out@total", number(5)), (STOCK, number(40))]),
        report(
            "2021",
            2021,
            &[
                (IN, number(4)),
                ("requests.carried_in@total", number(5)),
                (MADE, number(4)),
                (REPEALED, number(1)),
                (STOCK, number(44)),
            ],
        ),
    ]
}

#[test]
fn two_years_side_by_side() {
    shown("chain-two", &two()).press("c").snapshots("open").at(80, 24).at(80, 24).press("G").snapshot("stock");
}

#[test]
fn the_chain_speaks_english() {
    scene("chain-english").in_english().press("<enter>").open(opened(&two())).shown().press("cG").snapshots("open");
}

/// Ten years, one of them not at hand; every figure so long that they do not fit at 80 columns.
fn many() -> Vec<Report> {
    let mut reports = Vec::new();
    for year in (2019..=2029).filter(|year| *year != 2024) {
        let edition = if year < 2021 { "2019" } else { "2021" };
        let broken = i64::from(year == 2023 || year == 2028);
        let mut cells = vec![
            (IN, number(1200 + i64::from(year - 2019) + broken)),
            (OUT, number(1200 + i64::from(year - 2018))),
            ("requests.carried_in@total", if year == 2027 { CellState::Blank } else { number(0) }),
        ];
        if edition == "2021" {
            cells.push((STOCK, number(i64::from(year - 2021) * 3)));
            cells.push((MADE, number(3)));
        }
        reports.push(report(edition, year, &cells));
    }
    reports
}

#[test]
fn the_newest_years_fit_and_the_others_are_counted() {
    shown("chain-many", &many())
        .press("c")
        .snapshots("open")
        .at(80, 24)
        .press("hh")
        .snapshot("older")
        .press("hhhhhhhhhG")
        .snapshot("oldest");
}

#[test]
fn the_years_come_back_as_they_went() {
    let back = |scene: &Scene| scene.state.review().unwrap().chain_back;
    let scene = shown("chain-back", &many()).press("c").press("hhhhhhhhhhhhhhhh");
    let furthest = back(&scene);
    assert!((1..9).contains(&furthest), "{furthest}");
    assert_eq!(back(&scene.press("l")), furthest - 1);
    let scene = shown("chain-back", &many()).press("chl");
    assert_eq!(back(&scene), 0);
}

#[test]
fn a_single_year_says_what_would_make_a_chain() {
    shown("chain-single", &[report("2021", 2021, &[])]).press("c").snapshots("open");
}

#[test]
fn the_chain_opens_where_the_finding_is_and_leaves_as_it_came() {
    let scene = shown("chain-leave", &two()).press("c");
    assert!(scene.text().contains("2020 结转下年 自然人 5，2021 上年结转 自然人 4，相差 1"), "{}", scene.text());
    let scene = scene.press("<tab>");
    assert!(scene.text().contains("两年衔接"), "the text has the focus, the chain stays");
    let scene = scene.press("<esc>");
    assert!(!scene.text().contains("两年衔接") && scene.text().contains("表三"), "{}", scene.text());
    let mut found = opened(&two());
    found.examined.checks.findings[0].rule = "YOY-02".to_owned();
    found.examined.checks.findings[0].cells = vec![STOCK.into()];
    let scene = at_finding(found).press("<ctrl-k>");
    assert!(scene.text().contains("> 规范性文件 现行有效件数"), "{}", scene.text());
}

fn at_finding(found: Opened) -> Scene {
    scene("chain-at").press("<enter>").open(found).shown()
}

#[test]
fn no_size_makes_the_chain_fall_over() {
    for (width, height) in [(1, 1), (5, 2), (2, 5), (40, 12), (80, 3), (109, 17), (110, 6)] {
        for reports in [many(), two().to_vec(), Vec::new()] {
            for keys in ["c", "cjjj", "chhhhh", "c<tab>", "cGk=", "ct", "cd", "cc"] {
                let scene = shown("chain-edge", &reports).at(width, height).press(keys).shown();
                assert!(scene.text().lines().all(|line| gouji::text::width(line) <= usize::from(width)));
            }
        }
    }
    assert!(review("chain-edge").press("c").text().contains("两年衔接"));
}
