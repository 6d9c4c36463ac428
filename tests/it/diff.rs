//! This year against last year, on whole reports built by hand.

mod mapping;

use std::time::Duration;

use gouji::diff::{CellDiff, Comparison, Diff, Side, diff};
use gouji::document::{Block, Document};
use gouji::form::Form;
use gouji::model::{Cell, CellId, CellState, Report, Section, Span};
use rust_decimal::Decimal;

fn form(edition: &str) -> Form {
    let text = match edition {
        "2019" => include_str!("../../config/forms/2019.toml"),
        _ => include_str!("../../config/forms/2021.toml"),
    };
    Form::from_toml(text).unwrap()
}

/// A report with the given figures; every other cell is blank.
fn report(form: &Form, figures: &[(&str, i64)]) -> Report {
    let cells = form
        .cells
        .iter()
        .map(|cell| {
            let figure = figures.iter().find(|(address, _)| *address == cell.id.as_str());
            let state = figure.map_or(CellState::Blank, |(_, figure)| CellState::Number(Decimal::from(*figure)));
            Cell { id: cell.id.clone(), state, raw: String::new(), span: Some(Span::new(0, 0)) }
        })
        .collect();
    Report {
        agency: None,
        year: None,
        form: form.edition.clone(),
        title: None,
        sections: Vec::new(),
        tables: Vec::new(),
        cells,
    }
}

fn compare(new: (&str, &[(&str, i64)]), old: (&str, &[(&str, i64)])) -> Diff {
    let (new_form, old_form) = (form(new.0), form(old.0));
    let (new_report, old_report) = (report(&new_form, new.1), report(&old_form, old.1));
    let document = Document::default();
    diff(
        Side { document: &document, report: &new_report, form: &new_form },
        Side { document: &document, report: &old_report, form: &old_form },
        Duration::from_secs(1),
    )
}

fn of<'a>(diff: &'a Diff, address: &str) -> &'a CellDiff {
    diff.cells.iter().find(|cell| cell.cell == CellId::from(address)).unwrap()
}

#[test]
fn every_cell_of_one_edition_is_compared_with_itself() {
    let diff = compare(
        ("2021", &[("requests.new_received@total", 6), ("relief.review@upheld", 1)]),
        ("2021", &[("requests.new_received@total", 4), ("relief.review@upheld", 1)]),
    );
    assert_eq!(diff.cells.len(), 200);
    assert!(diff.cells.iter().all(|cell| cell.comparison == Comparison::Direct));
    let received = of(&diff, "requests.new_received@total");
    assert_eq!(received.delta(), Some(Decimal::from(2)));
    assert_eq!(received.percent(), Some(Decimal::from(50)));
    assert!(!of(&diff, "relief.review@upheld").is_changed());
    assert_eq!(compare(("2019", &[]), ("2019", &[])).cells.len(), 198);
}

#[test]
fn a_blank_is_no_zero_and_zero_has_no_per_cent() {
    let diff = compare(
        ("2021", &[("requests.new_received@total", 6)]),
        ("2021", &[("requests.new_received@total", 0), ("requests.carried_in@total", 0)]),
    );
    let received = of(&diff, "requests.new_received@total");
    assert_eq!(received.delta(), Some(Decimal::from(6)));
    assert_eq!(received.percent(), None);
    assert_eq!(of(&diff, "requests.carried_in@total").delta(), None);
}

#[test]
fn the_three_rows_of_other_handling_are_added_up_for_the_one_row_of_2019() {
    let three = [
        ("requests.results.other.overdue_correction@total", 2),
        ("requests.results.other.overdue_fee@total", 1),
        ("requests.results.other.other@total", 4),
    ];
    let one = [("requests.results.other_processing@total", 5)];
    let forward = compare(("2021", &three), ("2019", &one));
    let other = of(&forward, "requests.results.other.overdue_correction@total");
    assert_eq!(other.also.len(), 2);
    assert_eq!(other.delta(), Some(Decimal::from(2)));
    assert_eq!(other.percent(), Some(Decimal::from(40)));
    let backward = compare(("2019", &one), ("2021", &three));
    let other = of(&backward, "requests.results.other_processing@total");
    assert_eq!(other.old_cells.len(), 3);
    assert_eq!(other.delta(), Some(Decimal::from(-2)));
}

#[test]
fn a_sum_with_a_blank_part_is_not_certain() {
    let diff = compare(
        ("2021", &[("requests.results.other.overdue_fee@total", 1)]),
        ("2019", &[("requests.results.other_processing@total", 5)]),
    );
    let other = of(&diff, "requests.results.other.overdue_correction@total");
    assert_eq!(other.new, CellState::Unsure(Some(Decimal::ONE)));
    assert!(!other.is_changed());
}

#[test]
fn what_the_editions_count_differently_is_not_compared() {
    let diff = compare(
        ("2021", &[("disclosure.art20_1.rules@in_force", 9), ("disclosure.art20_6.penalties@decisions", 8)]),
        ("2019", &[("disclosure19.art20_1.rules@total_disclosed", 7), ("disclosure19.art20_6.penalties@decisions", 6)]),
    );
    let in_force = of(&diff, "disclosure.art20_1.rules@in_force");
    assert_eq!((in_force.comparison, in_force.delta()), (Comparison::None, None));
    assert_eq!(in_force.old, CellState::Number(Decimal::from(7)));
    let repealed = of(&diff, "disclosure.art20_1.rules@repealed");
    assert_eq!((repealed.comparison, repealed.old_cells.len()), (Comparison::None, 0));
    assert_eq!(of(&diff, "disclosure.art20_1.rules@made").comparison, Comparison::Weak);
    let penalties = of(&diff, "disclosure.art20_6.penalties@decisions");
    assert_eq!((penalties.comparison, penalties.delta()), (Comparison::Direct, Some(Decimal::from(2))));
    assert_eq!(of(&diff, "disclosure.art20_8.fees@amount_wan").comparison, Comparison::None);
}

#[test]
fn every_counterpart_is_a_cell_of_the_other_form() {
    for (new, old) in [("2021", "2019"), ("2019", "2021")] {
        let old_form = form(old);
        for cell in compare((new, &[]), (old, &[])).cells {
            assert!(cell.old_cells.iter().all(|id| old_form.position(id).is_some()), "{:?}", cell.old_cells);
        }
    }
}

/// One section with a heading, a sentence each line.
fn prose(number: u8, title: &str, lines: &[&str]) -> (Document, Report) {
    let mut text = format!("{title}\n");
    let heading = Span::new(0, title.len());
    let mut blocks = vec![Block::Paragraph(heading)];
    for line in lines {
        blocks.push(Block::Paragraph(Span::new(text.len(), text.len() + line.len())));
        text.push_str(line);
        text.push('\n');
    }
    let span = Span::new(0, text.len());
    let section = Section { number, id: String::new(), title: title.to_owned(), canonical: true, heading, span };
    let report = Report { sections: vec![section], ..report(&form("2021"), &[]) };
    (Document { text, blocks, ..Document::default() }, report)
}

#[test]
fn sections_are_paired_by_number_and_their_spans_point_into_both_texts() {
    let form = form("2021");
    let (new, new_report) = prose(1, "一、总体情况", &["全年收到申请15件。", "新建专栏2个。"]);
    let (old, old_report) = prose(1, "一、总体工作情况", &["全年收到申请12件。"]);
    let sections = diff(
        Side { document: &new, report: &new_report, form: &form },
        Side { document: &old, report: &old_report, form: &form },
        Duration::from_secs(1),
    )
    .sections;
    let [section] = sections.as_slice() else { panic!("one section, not {sections:?}") };
    assert_eq!((section.title.as_str(), section.unchanged, section.hunks.len()), ("一、总体情况", 0, 2));
    let changed = &section.hunks[0];
    assert_eq!(&new.text[changed.new.unwrap().range()], "全年收到申请15件。");
    assert_eq!(&old.text[changed.old.unwrap().range()], "全年收到申请12件。");
    assert_eq!((section.hunks[1].old, section.hunks[1].new.is_some()), (None, true));
}

#[test]
fn a_section_that_went_is_still_listed() {
    let form = form("2021");
    let (new, new_report) = prose(1, "一、总体情况", &[]);
    let (old, old_report) = prose(6, "六、其他需要报告的事项", &["无其他事项。"]);
    let sections = diff(
        Side { document: &new, report: &new_report, form: &form },
        Side { document: &old, report: &old_report, form: &form },
        Duration::from_secs(1),
    )
    .sections;
    let numbers: Vec<(u8, usize)> = sections.iter().map(|section| (section.number, section.hunks.len())).collect();
    assert_eq!(numbers, [(1, 0), (6, 1)]);
}
