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
        println!("skipped: there is no ../shared/golden beside this checkout");
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
        let (document, _) = read(&bytes, Limits::default()).unwrap();
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
