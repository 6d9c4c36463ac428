//! What the writer writes is what the reader reads, in every kind of file and every layout, whatever the figures, the blanks
//! and the faults of the form.

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{CellState, Report};
use gouji::parse::parse;
use proptest::prelude::*;

use crate::faults::FAULTS;
use crate::support::share::{Share, expected, reading};
use crate::writer::drawing::Setting;
use crate::writer::{Blanks, Format, Layout, Page, Sample, write};

const LAYOUTS: [Layout; 10] = [
    Layout::Stacked,
    Layout::Grid,
    Layout::Pipes,
    Layout::Barred,
    Layout::BarsBeside,
    Layout::BarsBehind,
    Layout::BarsBelow,
    Layout::Spaced,
    Layout::Paged,
    Layout::Copied,
];

fn parsed(text: &str, forms: &[Form]) -> Report {
    let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
    parse(&document, forms).0
}

/// Figures and now and then something else, for every cell of a form.
fn contents(cells: usize, odd: u32) -> impl Strategy<Value = Vec<String>> {
    let one = prop_oneof![
        20 => (0u32..30_000).prop_map(|figure| figure.to_string()),
        odd => Just(String::new()),
        odd => Just("/".to_owned()),
    ];
    prop::collection::vec(one, cells)
}

fn sample<'a>(form: &'a Form, contents: &[String]) -> Sample<'a> {
    let year = if form.edition == "2019" { 2020 } else { 2022 };
    let mut sample = Sample::new(form, "青云县", year);
    sample.cells = form.cells.iter().map(|cell| cell.id.clone()).zip(contents.iter().cloned()).collect();
    sample
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn figures_come_back_from_every_layout(contents in contents(200, 0)) {
        let forms = Form::editions().unwrap();
        for form in &forms {
            let sample = sample(form, &contents);
            for layout in LAYOUTS {
                let report = parsed(&write(&sample, layout), &forms);
                prop_assert_eq!(&report.form, &form.edition);
                for (cell, content) in report.cells.iter().zip(&contents) {
                    prop_assert_eq!(cell.state, expected(content), "{:?} {}", layout, cell.id);
                }
            }
        }
    }

    /// Invariant 5: a cell is read right or is not a number.
    #[test]
    fn invariant_5_with_blanks_a_cell_is_read_right_or_says_that_it_is_unsure(contents in contents(200, 2)) {
        let forms = Form::editions().unwrap();
        let sample = sample(&forms[1], &contents);
        for layout in LAYOUTS {
            let report = parsed(&write(&sample, layout), &forms);
            for (cell, content) in report.cells.iter().zip(&contents) {
                let honest = cell.state == expected(content) || matches!(cell.state, CellState::Unsure(_) | CellState::Missing);
                prop_assert!(honest, "{:?} {}: {:?} for {:?}", layout, cell.id, cell.state, content);
            }
        }
    }

    /// Invariant 4: whatever is in a file, reading it ends with a report.
    #[test]
    fn invariant_4_parsing_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[一二三四五六（）0-9\t\n 总计其他结果维持行政复议/、.年]{0,200}") {
        let forms = Form::editions().unwrap();
        if let Ok((document, _)) = read("", &bytes, &Limits::default()) {
            let _ = parse(&document, &forms);
        }
        let report = parsed(&format!("甲{text}"), &forms);
        prop_assert!(report.cells.len() >= 198);
    }
}

proptest! {
    // Each case is a file of every kind.
    #![proptest_config(ProptestConfig::with_cases(2))]

    #[test]
    fn figures_come_back_from_every_kind_of_file(contents in contents(200, 0)) {
        let forms = Form::editions().unwrap();
        for form in &forms {
            let sample = sample(form, &contents);
            let page = Page::of(&sample);
            for format in Format::all() {
                let reading = reading(&format.bytes(&page), &forms).unwrap();
                let share = Share::compare(&reading, |id| sample.written(id));
                prop_assert!(share.wrong.is_empty(), "{}: {}", format.name(), Share::first(&share.wrong));
            }
        }
    }

    #[test]
    fn blanks_and_signs_come_back_from_every_kind_of_file_that_keeps_them(contents in contents(200, 2)) {
        let forms = Form::editions().unwrap();
        let sample = sample(&forms[1], &contents);
        let page = Page::of(&sample);
        for format in Format::all() {
            let reading = reading(&format.bytes(&page), &forms).unwrap();
            let share = Share::compare(&reading, |id| sample.written(id));
            let wrong = match format.blanks() {
                Blanks::Kept => share.wrong,
                Blanks::Implied | Blanks::Lost => share.silent,
            };
            prop_assert!(wrong.is_empty(), "{}: {}", format.name(), Share::first(&wrong));
        }
    }

    /// Invariant 5, whatever is wrong with the tables and whatever the figures are.
    #[test]
    fn invariant_5_with_faults_no_cell_is_silently_wrong(contents in contents(200, 1), fault in 0..FAULTS.len()) {
        let forms = Form::editions().unwrap();
        let sample = sample(&forms[1], &contents);
        let mut page = Page::of(&sample);
        (FAULTS[fault].change)(&mut page);
        let told_apart = |format: &Format| format.blanks() == Blanks::Kept && FAULTS[fault].is_told_apart(*format);
        for format in Format::all().into_iter().filter(told_apart) {
            let reading = reading(&format.bytes(&page), &forms).unwrap();
            let silent = FAULTS[fault].silent(&reading, &sample);
            prop_assert!(silent.is_empty(), "{}: {}: {}", FAULTS[fault].name, format.name(), Share::first(&silent));
        }
    }
}

#[test]
fn a_blank_template_is_blank_and_has_no_zero() {
    let forms = Form::editions().unwrap();
    let mut wrong = Vec::new();
    for form in &forms {
        let mut sample = Sample::new(form, "青云县", if form.edition == "2019" { 2019 } else { 2023 });
        sample.cells = form.cells.iter().map(|cell| (cell.id.clone(), String::new())).collect();
        let page = Page::of(&sample);
        for format in Format::all() {
            let bytes = format.bytes(&page);
            crate::support::share::keep(
                &format!("template-{}-{}.{}", form.edition, format.name(), format.ending()),
                &bytes,
            );
            let reading = reading(&bytes, &forms).unwrap();
            let share = Share::compare(&reading, |id| sample.written(id));
            let own = match format.blanks() {
                // Without figures and without lines nothing shows that labels below one another are a table.
                _ if matches!(format, Format::Ofd(Setting::Unruled) | Format::Pdf(Setting::Unruled)) => share.silent,
                // A label with nothing but separators behind it may be a heading as well.
                _ if format == Format::Csv => share.silent,
                Blanks::Kept => share.wrong,
                Blanks::Implied | Blanks::Lost => share.silent,
            };
            if !own.is_empty() {
                wrong.push(format!("{} {}: {}", form.edition, format.name(), Share::first(&own)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_row_that_is_left_out_is_missing_and_the_others_stay_where_they_are() {
    let forms = Form::editions().unwrap();
    let mut sample = Sample::new(&forms[1], "青云县", 2022)
        .set(&[("requests.results.denied.third_party_rights@total", "4"), ("requests.results.other.other@total", "7")]);
    sample.left_out = vec!["requests.results.denied.internal_affairs".to_owned(), "requests.results.total".to_owned()];
    for layout in LAYOUTS {
        let report = parsed(&write(&sample, layout), &forms);
        for cell in &report.cells {
            let missing = sample.left_out.iter().any(|row| row == cell.id.row());
            let state = if missing {
                CellState::Missing
            } else {
                expected(sample.cells.get(&cell.id).map_or("0", String::as_str))
            };
            assert_eq!(cell.state, state, "{layout:?} {}", cell.id);
        }
    }
}

#[test]
fn split_digits_are_never_joined() {
    let forms = Form::editions().unwrap();
    let text =
        write(&Sample::new(&forms[1], "青云县", 2022).set(&[("requests.new_received@total", "2\t0")]), Layout::Grid);
    let report = parsed(&text, &forms);
    let row: Vec<_> = report.cells.iter().filter(|cell| cell.id.row() == "requests.new_received").collect();
    assert!(row.iter().all(|cell| matches!(cell.state, CellState::Unsure(_))), "{row:?}");
}
