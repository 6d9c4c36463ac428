//! The real reports of `../shared/reports` against what is true of them; skipped with a line where they are not there.

use std::fs;
use std::path::{Path, PathBuf};

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("golden").is_dir() {
        crate::support::skipped("there is no ../shared/golden beside this checkout");
        return None;
    }
    Some(shared)
}

#[test]
fn five_real_reports_are_read_cell_by_cell() {
    let Some(shared) = shared() else {
        return;
    };
    let forms = Form::editions().unwrap();
    let mut wrong = Vec::new();
    let mut cells = 0;
    let mut names: Vec<PathBuf> =
        fs::read_dir(shared.join("golden")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for name in names {
        let golden: Value = serde_json::from_str(&fs::read_to_string(&name).unwrap()).unwrap();
        let file = golden["file"].as_str().unwrap();
        let bytes = fs::read(shared.join("reports").join(file)).unwrap();
        let (document, _) = read("", &bytes, &Limits::default()).unwrap();
        let (report, notices) = parse(&document, &forms);
        let mut expect = |what: &str, found: Option<String>, golden: &Value| {
            let golden = if let Some(text) = golden.as_str() {
                Some(text.to_owned())
            } else {
                golden.as_i64().map(|n| n.to_string())
            };
            if found != golden {
                wrong.push(format!("{file}: {what}: read {found:?}, golden {golden:?}"));
            }
        };
        expect("agency", report.agency.as_ref().map(|agency| agency.value.clone()), &golden["agency"]);
        expect("year", report.year.as_ref().map(|year| year.value.to_string()), &golden["report_year"]);
        expect("form", Some(report.form.clone()), &golden["edition"]);
        expect("title", report.title.as_ref().map(|title| title.value.clone()), &golden["title"]);
        for section in golden["sections"].as_array().unwrap() {
            let found = report.sections.iter().find(|own| own.id == section["id"].as_str().unwrap());
            let line = found.map(|own| (document.text[..own.heading.start].matches('\n').count() + 1).to_string());
            expect(section["id"].as_str().unwrap(), line, &section["line"]);
            expect(section["id"].as_str().unwrap(), found.map(|own| own.title.clone()), &section["printed"]);
        }
        for (id, golden) in golden["cells"].as_object().unwrap() {
            let cell = report.cell(&id.as_str().into()).unwrap();
            cells += 1;
            expect(id, Some(cell.state.name().to_owned()), &golden["state"]);
            expect(id, cell.state.number().map(|value| value.to_string()), &golden["value"]);
            if let Some(span) = cell.span {
                expect(id, Some(document.text[span.range()].to_owned()), &Value::from(cell.raw.as_str()));
            }
        }
        for notice in notices {
            println!("{file}: {}", notice.message.zh);
        }
    }
    println!("{cells} cells compared");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn the_forms_have_200_and_198_cells() {
    let cells: Vec<(String, usize)> =
        Form::editions().unwrap().iter().map(|form| (form.edition.clone(), form.cells.len())).collect();
    assert_eq!(cells, [("2019".to_owned(), 198), ("2021".to_owned(), 200)]);
}

/// One way to hand a text on.
type Change = fn(&str) -> String;

/// The same real reports as other programs hand them on.
const CHANGES: [(&str, Change); 6] = [
    ("one token a line", |text| {
        let pieces = text.split(['\t', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
        pieces.collect::<Vec<_>>().join("\n")
    }),
    ("tabs to single blanks", |text| text.replace('\t', " ")),
    ("tabs to wide blanks", |text| text.replace('\t', "    ")),
    ("tabs to pipes", |text| {
        let line =
            |line: &str| if line.contains('\t') { format!("|{}|", line.replace('\t', "|")) } else { line.to_owned() };
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }),
    ("no empty lines", |text| text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")),
    ("full-width figures", |text| {
        let wide = |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c };
        text.chars().map(wide).collect()
    }),
];

#[test]
fn invariant_5_real_reports_in_other_layouts_are_read_right_or_say_so() {
    let Some(shared) = shared() else {
        return;
    };
    let forms = Form::editions().unwrap();
    let mut wrong = Vec::new();
    for (name, change) in CHANGES {
        let (mut right, mut unsaid) = (0, 0);
        for entry in fs::read_dir(shared.join("golden")).unwrap() {
            let golden: Value = serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
            let file = golden["file"].as_str().unwrap();
            let text = change(&fs::read_to_string(shared.join("reports").join(file)).unwrap());
            let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
            let (report, _) = parse(&document, &forms);
            for (id, golden) in golden["cells"].as_object().unwrap() {
                let cell = report.cell(&id.as_str().into()).unwrap();
                let value = cell.state.number().map(|value| value.to_string());
                if cell.state.name() == golden["state"] && value.as_deref() == golden["value"].as_str() {
                    right += 1;
                } else if value.is_some() {
                    wrong.push(format!("{name}: {file}: {id}: read {value:?}, golden {golden}"));
                } else {
                    unsaid += 1;
                }
            }
        }
        println!("{name}: {right} of 1000 cells right, {unsaid} said to be uncertain or missing");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_encodings_of_the_samples_give_one_text() {
    let Some(shared) = shared() else {
        return;
    };
    for number in ["000", "001"] {
        let kinds =
            [("utf8_bom", "utf-8"), ("gb18030", "gb18030"), ("utf16le_bom", "utf-16le"), ("utf16be_nobom", "utf-16be")];
        let texts = kinds.map(|(kind, encoding)| {
            let bytes = fs::read(shared.join(format!("formats/{number}_{kind}.txt"))).unwrap();
            let (document, notices) = read("", &bytes, &Limits::default()).unwrap();
            assert_eq!((document.encoding.as_str(), notices.len()), (encoding, 0), "{number} {kind}");
            document.text
        });
        assert!(texts.iter().all(|text| *text == texts[0]), "{number}");
    }
}
