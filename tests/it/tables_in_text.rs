//! The text pane sets tables in columns, and the cursor lands on the right cell in it.

use std::fmt::Write;

use gouji::app::{Opened, Pane, Review, Shown, inner, panes};
use gouji::document::{Block, Columns, Document, Grid, Limits, read};
use gouji::examine::Examined;
use gouji::form::Form;
use gouji::model::{Cell, CellId, Checks, Judgements, ReadingId, Suspects};
use gouji::parse::parse;
use ratatui::style::Modifier;

use crate::support::paper::{Paper, official};
use crate::support::samples;
use crate::support::scene::{Scene, scene};
use crate::writer::{Format, Layout, Page, Sample, Setting, write};

/// Figures of one to four digits, a decimal and a blank.
fn figure(id: &CellId) -> String {
    match id.as_str() {
        "disclosure.art20_5.licensing@decisions" => "2966".to_owned(),
        "disclosure.art20_8.fees@amount_wan" => "728.9817".to_owned(),
        "requests.new_received@natural_person" | "requests.new_received@total" => "1204".to_owned(),
        "requests.results.denied.internal_affairs@research_institution" => String::new(),
        id if id.ends_with("@commercial_enterprise") => "17".to_owned(),
        _ => "0".to_owned(),
    }
}

/// A figure of its own for every cell, and a blank for every seventh.
fn telling(form: &Form) -> impl Fn(&CellId) -> String {
    move |id| {
        let position = form.position(id).unwrap();
        if position.is_multiple_of(7) { String::new() } else { (1000 + position).to_string() }
    }
}

/// A document as the desk shows it, with nothing found.
fn opened(document: Document) -> Opened {
    let forms = Form::editions().unwrap();
    let (report, notices) = parse(&document, &forms);
    let checks = Checks::default();
    Opened {
        entry: samples::entry(1, "青云县人民政府", [0; 5]),
        reading: ReadingId(10),
        judgements: Judgements::default(),
        examined: Examined {
            document,
            report,
            notices,
            last_year: None,
            diff: None,
            chain: None,
            resubmission: None,
            checks,
            claims: Vec::new(),
            balance: gouji::rules::Balance::default(),
            suspects: Suspects::default(),
        },
        form: samples::form(),
        rules: std::sync::Arc::new(samples::marks()),
    }
}

fn shown(name: &'static str, document: Document) -> Scene {
    scene(name).press("<enter>").open(opened(document)).shown()
}

fn review(scene: &Scene) -> &Review {
    match &scene.state.shown {
        Some(Shown::Report(review)) => review,
        Some(Shown::Refused(_)) | None => panic!("no report is shown"),
    }
}

/// What is reversed in the text pane: its text and its columns.
fn reversed(scene: &Scene) -> (String, usize) {
    let area = inner(panes(scene.state.setup.size, review(scene).focus).of(Pane::Source));
    let buffer = scene.buffer();
    let cells = area.positions().map(|position| &buffer[position]);
    let reversed: Vec<&str> =
        cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED)).map(ratatui::buffer::Cell::symbol).collect();
    (reversed.concat(), reversed.len())
}

/// The text pane alone, with blanks trimmed.
fn pane(scene: &Scene) -> String {
    let area = inner(panes(scene.state.setup.size, review(scene).focus).of(Pane::Source));
    let buffer = scene.buffer();
    let mut shown = String::new();
    for row in area.rows() {
        let mut line = String::new();
        let mut x = row.x;
        while x < row.right() {
            let symbol = buffer[(x, row.y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(gouji::text::width(symbol).max(1)).unwrap();
        }
        let _ = writeln!(shown, "{}", line.trim_end());
    }
    shown
}

#[test]
fn the_official_tables_stand_in_columns() {
    let document = official(&samples::form(), figure);
    shown("text-tables", document.clone()).press("<tab>").snapshots("top");
    // From the tables pane to the text pane; each time on a table further down.
    for (keys, label) in [("tjjjjjjl", "requests"), ("ttjl", "relief")] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let scene = shown("text-tables", document.clone()).at(width, height).press("<tab><tab>");
            scene.press(keys).snapshot(label).press("<tab><tab>").snapshot(&format!("{label}-read"));
        }
    }
}

/// Moves the cursor in the tables pane over every cell; the text pane shows that cell and nothing else.
fn lands_on_every_cell(document: &Document, (width, height): (u16, u16), figure: impl Fn(&CellId) -> String) {
    let form = samples::form();
    let mut scene = shown("lands", document.clone()).at(width, height).press("<tab><tab>g");
    let mut seen = 0;
    for table in 0..form.tables.len() {
        for row in 0..form.tables[table].rows.len() {
            for column in 0..form.tables[table].row_columns(&form.tables[table].rows[row]).len() {
                let keys = match (row, column) {
                    (0, 0) if table == 0 => "",
                    (0, 0) => "tg",
                    (_, 0) => "jhhhhhhhh",
                    _ => "l",
                };
                scene = scene.press(keys);
                let cell: Cell = review(&scene).marked().unwrap().clone();
                assert_eq!(cell.id, form.cells[seen].id);
                let (text, columns) = reversed(&scene);
                assert_eq!(text.trim(), figure(&cell.id), "{}", cell.id);
                assert!(columns > 0, "{}", cell.id);
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 200);
}

#[test]
fn the_cursor_lands_on_every_cell_of_the_official_tables() {
    let form = samples::form();
    let figure = telling(&form);
    for size in [(80, 24), (120, 40)] {
        lands_on_every_cell(&official(&form, &figure), size, &figure);
    }
}

/// A report with a figure of its own in every cell, read from a file of this kind.
fn written(format: Format, figure: impl Fn(&CellId) -> String) -> Document {
    let form = samples::form();
    let mut sample = Sample::new(&form, "青云县", 2022);
    sample.cells = form.cells.iter().map(|cell| (cell.id.clone(), figure(&cell.id))).collect();
    read("", &format.bytes(&Page::of(&sample)), &Limits::default()).unwrap().0
}

#[test]
fn the_cursor_lands_on_every_cell_of_word_and_layout_files() {
    let form = samples::form();
    let figure = |id: &CellId| (1000 + form.position(id).unwrap()).to_string();
    let stacked = Format::Text(Layout::Stacked);
    for format in [Format::Docx, Format::Pdf(Setting::Ruled), Format::Pdf(Setting::Unruled), stacked] {
        lands_on_every_cell(&written(format, figure), (120, 40), figure);
    }
}

#[test]
fn a_table_without_lines_stands_in_columns_too() {
    let document = written(Format::Pdf(Setting::Unruled), figure);
    for (keys, label) in [("g", "disclosure"), ("tjjj", "requests"), ("ttjl", "relief")] {
        for (width, height) in [(120, 40), (200, 60)] {
            let scene = shown("text-unruled", document.clone()).at(width, height).press("<tab><tab>").press(keys);
            scene.press("<tab><tab>").snapshot(label);
        }
    }
}

#[test]
fn tables_of_text_files_stand_in_columns_too() {
    let forms = Form::editions().unwrap();
    for (layout, name) in [
        (Layout::Grid, "text-tabs"),
        (Layout::Pipes, "text-pipes"),
        (Layout::Spaced, "text-spaced"),
        (Layout::Stacked, "text-stacked"),
    ] {
        let mut sample = Sample::new(&forms[1], "青云县", 2022);
        sample.cells = forms[1].cells.iter().map(|cell| (cell.id.clone(), figure(&cell.id))).collect();
        let (document, _) = read("", write(&sample, layout).as_bytes(), &Limits::default()).unwrap();
        for (keys, label) in [("tjjj", "requests"), ("ttjl", "relief")] {
            let scene = shown(name, document.clone()).at(120, 40).press("<tab><tab>").press(keys);
            scene.press("<tab><tab>").snapshot(label);
        }
    }
}

#[test]
fn a_blank_cell_is_told_from_one_that_does_not_exist() {
    let mut paper = Paper::default();
    paper.grid(&[vec![("甲", 0, 1, 1), ("", 1, 1, 1), ("5", 2, 1, 1)], vec![("乙", 0, 1, 1)], vec![("", 0, 3, 1)]]);
    assert_eq!(pane(&shown("blank", paper.document)).lines().take(3).collect::<Vec<_>>(), ["甲│ │5", "乙", ""]);
}

/// Web pages merge over more rows and columns than there are.
#[test]
fn merges_that_reach_too_far_are_ended_by_the_next_cell() {
    let mut paper = Paper::default();
    paper.grid(&[vec![("甲", 0, 1, 9), ("1", 1, 900, 1)], vec![("2", 1, 1, 1)], vec![("乙", 0, 1, 1), ("3", 1, 1, 7)]]);
    assert_eq!(pane(&shown("far", paper.document)).lines().take(3).collect::<Vec<_>>(), ["甲│1", "  │2", "乙│3"]);
}

/// Cells one over another cannot be set; then the lines are shown as they stand, and nothing is lost.
#[test]
fn cells_one_over_another_are_shown_line_by_line() {
    let mut paper = Paper::default();
    paper.grid(&[vec![("甲", 0, 2, 1), ("乙", 1, 1, 1)], vec![("1", 0, 1, 1), ("2", 0, 1, 1)]]);
    assert_eq!(pane(&shown("over", paper.document)).lines().take(2).collect::<Vec<_>>(), ["甲 | 乙", "1 | 2"]);
}

#[test]
fn the_text_keeps_its_place_when_the_width_changes() {
    let document = official(&samples::form(), figure);
    let is_there = |scene: &Scene| pane(scene).starts_with("一、本年新收");
    let mut scene = shown("resized", document).at(120, 40).press("<tab>");
    for _ in 0..60 {
        if is_there(&scene) {
            break;
        }
        scene = scene.press("j");
    }
    for (width, height) in [(150, 40), (90, 30), (120, 40), (120, 30)] {
        scene = scene.at(width, height);
        assert!(is_there(&scene), "{width}x{height}: {}", pane(&scene));
    }
}

/// Shapes that no report has: each is on the screen at once, and every size of it is bounded.
#[test]
fn hostile_shapes_are_shown_at_once() {
    let mut shapes: Vec<(&str, Document)> = Vec::new();
    let mut shape = |name, rows: Vec<Vec<(String, u16, u16, u16)>>| {
        let mut paper = Paper::default();
        paper.paragraph("前");
        paper.grid(&rows);
        paper.paragraph("后");
        shapes.push((name, paper.document));
    };
    let cell = |text: &str, column: u16| (text.to_owned(), column, 1, 1);
    shape(
        "one row of 200,000 cells",
        vec![(0..200_000u32).map(|n| cell("0", u16::try_from(n % 65_536).unwrap())).collect()],
    );
    shape("60,000 columns", vec![(0..60_000).map(|column| cell("5", column)).collect()]);
    shape("wide spans", vec![vec![("甲".to_owned(), 0, 65_535, 65_535), cell("1", 65_535)]; 500]);
    shape("long rows", vec![vec![cell("甲", 0), cell("1", 1)]; 20_000]);
    shape(
        "tall groups",
        vec![vec![("甲".to_owned(), 0, 1, 65_535)], vec![cell("1", 1)]].into_iter().cycle().take(20_000).collect(),
    );
    shape("a page in a cell", vec![vec![cell(&"页".repeat(50_000), 0), cell(&"面".repeat(10), 1)]; 2]);
    shape("forty long columns", vec![(0..40).map(|column| cell(&"长".repeat(200), column)).collect(); 20]);
    for (name, document) in shapes {
        let scene = shown("hostile", document).press("<tab>G").at(120, 40);
        assert!(pane(&scene).contains('后'), "{name}");
    }
}

/// Counted cells whose places contradict the text are survived, and their lines shown.
#[test]
fn grids_whose_places_do_not_fit_the_text_are_survived() {
    let (document, _) = read("", "甲\t1\t2\n乙\t3\t4\n".as_bytes(), &Limits::default()).unwrap();
    let shown = |change: &dyn Fn(&mut Document)| {
        let mut opened = opened(document.clone());
        change(&mut opened.examined.document);
        pane(&scene("misfit").press("<enter>").open(opened).shown())
    };
    assert!(shown(&|document| document.text.insert_str(0, "ab")).contains('乙'));
    assert!(shown(&|document| document.blocks.extend(document.blocks.clone())).contains('乙'));
    let empty = Block::Grid(Grid { columns: Columns::Counted, rows: vec![vec![], vec![]] });
    assert!(shown(&|document| document.blocks.insert(0, empty.clone())).contains('乙'));
}
