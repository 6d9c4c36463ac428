//! The small files of `fixtures/formats`, one made-up report in every kind of file: written by the writer (`UPDATE=1`), and
//! read here against the truth beside them. Needs neither other folders nor other programs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gouji::document::{Limits, read};
use gouji::form::Form;

use crate::support::share::{Share, reading};
use crate::writer::{Blanks, Format, Page, Sample, office};

/// Kinds as `LibreOffice` writes them; kept as they are where it is not installed.
const OFFICE: [(&str, Format); 2] = [("doc:MS Word 97", Format::Docx), ("xls", Format::Xlsx)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats")
}

/// A different figure in every cell, but for some blanks, signs for none and an amount with all its places.
fn report(form: &Form) -> Sample<'_> {
    let mut sample = Sample::new(form, "青云县", 2022);
    for section in [0, 4, 5] {
        sample.sections[section] = Some("本年度没有其他情况。".to_owned());
    }
    sample.cells = form.cells.iter().zip(101..).map(|(cell, figure)| (cell.id.clone(), figure.to_string())).collect();
    sample.set(&[
        ("disclosure.art20_8.fees@amount_wan", "15954.526468"),
        ("requests.new_received@legal_service_org", ""),
        ("requests.results.denied.state_secret@natural_person", ""),
        ("requests.results.denied.state_secret@total", ""),
        ("requests.results.total@commercial_enterprise", "/"),
        ("requests.carried_out@total", "0"),
        ("relief.review@pending", ""),
        ("relief.litigation_after_review@total", "—"),
    ])
}

/// What the writer makes by itself: names and bytes.
fn files(page: &Page) -> Vec<(String, Vec<u8>)> {
    let formats = Format::all().into_iter().filter(|format| format.blanks() != Blanks::Lost);
    formats.map(|format| (format!("report-{}.{}", format.name(), format.ending()), format.bytes(page))).collect()
}

/// Writes all files anew.
fn rewrite(sample: &Sample) {
    let folder = folder();
    fs::create_dir_all(&folder).unwrap();
    let page = Page::of(sample);
    for (name, bytes) in files(&page) {
        fs::write(folder.join(name), bytes).unwrap();
    }
    if office::is_there() {
        for (kind, format) in OFFICE {
            let source = (format!("libreoffice.{}", format.ending()), format.bytes(&page));
            for (name, bytes) in office::convert(&[source], kind) {
                fs::write(folder.join(name), bytes).unwrap();
            }
        }
    }
    let truth: BTreeMap<&str, String> =
        sample.form.cells.iter().map(|cell| (cell.id.as_str(), sample.written(&cell.id).unwrap_or_default())).collect();
    let text = serde_json::to_string_pretty(&truth).unwrap();
    fs::write(folder.join("truth.json"), text + "\n").unwrap();
}

#[test]
fn fixtures_of_every_kind_of_file_are_read_right() {
    let forms = Form::editions().unwrap();
    if std::env::var_os("UPDATE").is_some() {
        rewrite(&report(&forms[1]));
    }
    for (name, bytes) in files(&Page::of(&report(&forms[1]))) {
        let kept = fs::read(folder().join(&name)).unwrap_or_default();
        assert!(kept == bytes, "fixtures/formats/{name} is stale: run the tests once with UPDATE=1");
    }
    let truth: BTreeMap<String, String> =
        serde_json::from_str(&fs::read_to_string(folder().join("truth.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut kinds = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "truth.json" {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() < 80_000, "{name} is too large for a fixture");
        let share = match reading(&bytes, &forms) {
            Ok(reading) => {
                assert_eq!(
                    reading.report.agency.as_ref().map(|agency| agency.value.as_str()),
                    Some("青云县"),
                    "{name}"
                );
                assert_eq!(reading.report.year.as_ref().map(|year| year.value), Some(2022), "{name}");
                assert_eq!(reading.report.sections.len(), 6, "{name}");
                Share::compare(&reading, |id| truth.get(id.as_str()).cloned())
            }
            Err(why) => Share::refused(truth.len(), &why),
        };
        // Where blanks show in the places around them alone, a row that has some may be uncertain.
        let is_implied = ["columns", "screen", "unruled"].iter().any(|layout| name.contains(layout));
        let own = if is_implied { share.silent } else { share.wrong };
        if !own.is_empty() {
            wrong.push(format!("{name}: {}", Share::first(&own)));
        }
        kinds.extend(read(&name, &bytes, &Limits::default()).map(|(document, _)| document.kind));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, ["csv", "doc", "docx", "html", "mht", "ods", "odt", "ofd", "pdf", "rtf", "txt", "xls", "xlsx"]);
}
