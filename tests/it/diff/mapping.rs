//! The mapping of two years of domain 2.7, line by line: which cell stands for which, and how far they can be compared.

use gouji::diff::{CellDiff, Comparison, Operand, Place};
use gouji::form::Form;
use gouji::model::CellId;
use gouji::rules::Rules;

use super::{compare, form, of};

/// A line of the table of domain 2.7, by how the addresses of its cells begin.
struct Line {
    what: &'static str,
    /// Its cells in the edition of 2021 and in that of 2019.
    in_2021: &'static [&'static str],
    in_2019: &'static [&'static str],
    /// From 2020 to 2021, each cell of this year, or several added up, with last year's.
    across: Across,
}

enum Across {
    /// Each cell is compared with the same cell.
    Same,
    /// The cells named, or the rows named in each column.
    Named(&'static [(&'static [&'static str], &'static [&'static str], Comparison)]),
    /// This year's form has nothing of the kind, so that nothing is shown.
    Dropped,
}

const APPLICANTS: [&str; 7] = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
];

const MAPPING: [Line; 10] = [
    Line {
        what: "requests.* except （六）",
        in_2021: &[
            "requests.new_received",
            "requests.carried_in",
            "requests.results.granted",
            "requests.results.partially_granted",
            "requests.results.denied.",
            "requests.results.unable.",
            "requests.results.not_processed.",
            "requests.results.total",
            "requests.carried_out",
        ],
        in_2019: &[
            "requests.new_received",
            "requests.carried_in",
            "requests.results.granted",
            "requests.results.partially_granted",
            "requests.results.denied.",
            "requests.results.unable.",
            "requests.results.not_processed.",
            "requests.results.total",
            "requests.carried_out",
        ],
        across: Across::Same,
    },
    Line {
        what: "（六）其他处理",
        in_2021: &["requests.results.other."],
        in_2019: &["requests.results.other_processing"],
        across: Across::Named(&[(
            &[
                "requests.results.other.overdue_correction",
                "requests.results.other.overdue_fee",
                "requests.results.other.other",
            ],
            &["requests.results.other_processing"],
            Comparison::Direct,
        )]),
    },
    Line { what: "relief.*", in_2021: &["relief."], in_2019: &["relief."], across: Across::Same },
    Line {
        what: "licensing / penalties / coercion decisions",
        in_2021: &[
            "disclosure.art20_5.licensing@decisions",
            "disclosure.art20_6.penalties@decisions",
            "disclosure.art20_6.coercion@decisions",
        ],
        in_2019: &[
            "disclosure19.art20_5.licensing@decisions",
            "disclosure19.art20_6.penalties@decisions",
            "disclosure19.art20_6.coercion@decisions",
        ],
        across: Across::Named(&[
            (
                &["disclosure.art20_5.licensing@decisions"],
                &["disclosure19.art20_5.licensing@decisions"],
                Comparison::Direct,
            ),
            (
                &["disclosure.art20_6.penalties@decisions"],
                &["disclosure19.art20_6.penalties@decisions"],
                Comparison::Direct,
            ),
            (
                &["disclosure.art20_6.coercion@decisions"],
                &["disclosure19.art20_6.coercion@decisions"],
                Comparison::Direct,
            ),
        ]),
    },
    Line {
        what: "made and new_made",
        in_2021: &["disclosure.art20_1.rules@made", "disclosure.art20_1.normative_documents@made"],
        in_2019: &["disclosure19.art20_1.rules@new_made", "disclosure19.art20_1.normative_documents@new_made"],
        across: Across::Named(&[
            (&["disclosure.art20_1.rules@made"], &["disclosure19.art20_1.rules@new_made"], Comparison::Weak),
            (
                &["disclosure.art20_1.normative_documents@made"],
                &["disclosure19.art20_1.normative_documents@new_made"],
                Comparison::Weak,
            ),
        ]),
    },
    Line {
        what: "in_force and total_disclosed",
        in_2021: &["disclosure.art20_1.rules@in_force", "disclosure.art20_1.normative_documents@in_force"],
        in_2019: &[
            "disclosure19.art20_1.rules@total_disclosed",
            "disclosure19.art20_1.normative_documents@total_disclosed",
        ],
        across: Across::Named(&[
            (&["disclosure.art20_1.rules@in_force"], &["disclosure19.art20_1.rules@total_disclosed"], Comparison::None),
            (
                &["disclosure.art20_1.normative_documents@in_force"],
                &["disclosure19.art20_1.normative_documents@total_disclosed"],
                Comparison::None,
            ),
        ]),
    },
    Line {
        what: "repealed",
        in_2021: &["disclosure.art20_1.rules@repealed", "disclosure.art20_1.normative_documents@repealed"],
        in_2019: &[],
        across: Across::Named(&[
            (&["disclosure.art20_1.rules@repealed"], &[], Comparison::None),
            (&["disclosure.art20_1.normative_documents@repealed"], &[], Comparison::None),
        ]),
    },
    Line {
        what: "fees amount_wan, prev_year_items, change",
        in_2021: &["disclosure.art20_8.fees@amount_wan"],
        in_2019: &["disclosure19.art20_8.fees@"],
        across: Across::Named(&[(
            &["disclosure.art20_8.fees@amount_wan"],
            &["disclosure19.art20_8.fees@prev_year_items", "disclosure19.art20_8.fees@change"],
            Comparison::None,
        )]),
    },
    Line {
        what: "procurement, other_services, prev_year_items, change",
        in_2021: &[],
        in_2019: &[
            "disclosure19.art20_9.procurement@",
            "disclosure19.art20_5.other_services@",
            "disclosure19.art20_5.licensing@prev_year_items",
            "disclosure19.art20_5.licensing@change",
            "disclosure19.art20_6.penalties@prev_year_items",
            "disclosure19.art20_6.penalties@change",
            "disclosure19.art20_6.coercion@prev_year_items",
            "disclosure19.art20_6.coercion@change",
        ],
        across: Across::Dropped,
    },
    // Not in the table of 2.7: the edition of 2021 does not ask for it.
    Line {
        what: "new_disclosed",
        in_2021: &[],
        in_2019: &[
            "disclosure19.art20_1.rules@new_disclosed",
            "disclosure19.art20_1.normative_documents@new_disclosed",
        ],
        across: Across::Dropped,
    },
];

impl Line {
    fn cells(&self, form: &Form) -> Vec<CellId> {
        let begins = if form.edition == "2021" { self.in_2021 } else { self.in_2019 };
        let ids = form.cells.iter().map(|cell| cell.id.clone());
        ids.filter(|id| begins.iter().any(|begin| id.as_str().starts_with(begin))).collect()
    }

    /// What 2.7 says of this line from 2020 to 2021.
    fn expected(&self, form: &Form) -> Vec<(Vec<CellId>, Vec<CellId>, Comparison)> {
        match self.across {
            Across::Same => {
                self.cells(form).into_iter().map(|id| (vec![id.clone()], vec![id], Comparison::Direct)).collect()
            }
            Across::Dropped => Vec::new(),
            Across::Named(pairs) => pairs
                .iter()
                .flat_map(|(new, old, comparison)| {
                    let whole_rows = !new[0].contains('@');
                    let columns: &[&str] = if whole_rows { &APPLICANTS } else { &[""] };
                    columns.iter().map(move |column| {
                        let address =
                            |row: &&str| if whole_rows { CellId::new(row, column) } else { CellId::from(*row) };
                        (new.iter().map(address).collect(), old.iter().map(address).collect(), *comparison)
                    })
                })
                .collect(),
        }
    }
}

fn mapped(cell: &CellDiff) -> (Vec<CellId>, Vec<CellId>, Comparison) {
    let new = std::iter::once(&cell.cell).chain(&cell.also).cloned().collect();
    (new, cell.old_cells.clone(), cell.comparison)
}

#[test]
fn within_an_edition_every_line_of_the_mapping_is_compared_cell_by_cell() {
    for edition in ["2021", "2019"] {
        let form = form(edition);
        let diff = compare((edition, &[]), (edition, &[]));
        let mut seen: Vec<CellId> = Vec::new();
        for line in &MAPPING {
            for id in line.cells(&form) {
                let direct = (vec![id.clone()], vec![id.clone()], Comparison::Direct);
                assert_eq!(mapped(of(&diff, id.as_str())), direct, "{edition}, {}", line.what);
                seen.push(id);
            }
        }
        seen.sort();
        let mut all: Vec<CellId> = form.cells.iter().map(|cell| cell.id.clone()).collect();
        all.sort();
        assert_eq!(seen, all, "{edition}: each cell is in one line");
    }
}

#[test]
fn from_2020_to_2021_every_line_of_the_mapping_is_kept() {
    let new = form("2021");
    let diff = compare(("2021", &[]), ("2019", &[]));
    let mut seen = 0;
    for line in &MAPPING {
        let found: Vec<_> =
            diff.cells.iter().filter(|cell| line.cells(&new).contains(&cell.cell)).map(mapped).collect();
        let mut expected = line.expected(&new);
        expected.sort_by_key(|(cells, _, _)| new.position(&cells[0]));
        assert_eq!(found, expected, "{}", line.what);
        seen += found.len();
    }
    assert_eq!(seen, diff.cells.len());
    let dropped = MAPPING.iter().filter(|line| matches!(line.across, Across::Dropped));
    let dropped: Vec<CellId> = dropped.flat_map(|line| line.cells(&form("2019"))).collect();
    assert!(dropped.len() > 10 && !diff.cells.iter().any(|cell| cell.old_cells.iter().any(|id| dropped.contains(id))));
}

#[test]
fn the_identities_between_two_years_are_those_of_the_mapping() {
    let forms = Form::editions().unwrap();
    let rules = Rules::standard(&forms).unwrap();
    let written = |operands: &[Operand]| -> Vec<String> {
        let place = |operand: &Operand| match &operand.place {
            Place::Year(id) => id.to_string(),
            Place::YearBefore(id) => format!("{id} last year"),
            Place::Constant(value) => value.to_string(),
        };
        operands.iter().map(|operand| format!("{:?} {}", operand.sign, place(operand))).collect()
    };
    let all: Vec<(String, Vec<String>, Vec<String>)> = rules
        .ties(&forms)
        .iter()
        .map(|tie| (format!("{} {}", tie.rule, tie.edition), written(&tie.left), written(&tie.right)))
        .collect();
    let mut expected = Vec::new();
    for edition in ["2019", "2021"] {
        // The carry-over is an identity whatever the editions; its cells have the same address in both.
        expected.extend(APPLICANTS.map(|column| {
            let left = vec![format!("Plus requests.carried_in@{column}")];
            (format!("YOY-01 {edition}"), left, vec![format!("Plus requests.carried_out@{column} last year")])
        }));
    }
    // The stock is one within the edition of 2021 alone: last year's in_force is no cell of 2019.
    expected.extend(["rules", "normative_documents"].map(|row| {
        let cell = |sign: &str, column: &str| format!("{sign} disclosure.art20_1.{row}@{column}");
        let right =
            vec![format!("{} last year", cell("Plus", "in_force")), cell("Plus", "made"), cell("Minus", "repealed")];
        ("YOY-02 2021".to_owned(), vec![cell("Plus", "in_force")], right)
    }));
    assert_eq!(all, expected);
    assert!(form("2019").position(&CellId::from("disclosure.art20_1.rules@in_force")).is_none());
}
