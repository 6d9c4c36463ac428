//! The real reports: no sum of theirs fails, so nothing is suspected; a fault put into one is found. Skipped where they
//! are not there.

use std::fs;
use std::path::{Path, PathBuf};

use gouji::document::Limits;
use gouji::examine::{Beside, Examined, Knowledge, examine};
use gouji::model::{CellState, Suspects};

use super::{Office, first};

fn reports() -> Vec<(PathBuf, Examined)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports");
    let Ok(files) = fs::read_dir(&folder) else {
        crate::support::skipped("there is no ../shared/reports beside this checkout");
        return Vec::new();
    };
    let Office { forms, rules, .. } = Office::open();
    let knowledge = Knowledge { forms, rules, limits: Limits::default(), program: None };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap();
        let examined = examine("", &bytes, &knowledge, |_| Beside::default()).unwrap();
        (path, examined)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn no_sum_of_the_real_reports_fails_and_nothing_is_suspected() {
    for (path, examined) in reports() {
        assert_eq!(examined.suspects, Suspects::default(), "{}", path.display());
    }
}

#[test]
fn a_fault_put_into_a_real_report_is_found() {
    let office = Office::open();
    for (path, examined) in reports() {
        for cell in
            ["requests.new_received@total", "requests.results.granted@natural_person", "requests.carried_out@total"]
        {
            let mut report = examined.report.clone();
            let figure = report.cells.iter_mut().find(|known| known.id.as_str() == cell).unwrap();
            let CellState::Number(value) = figure.state else { continue };
            let (row, right) = (figure.id.row().to_owned(), value.normalize().mantissa());
            figure.state = CellState::Number(value + rust_decimal::Decimal::from(3));
            let row_known = report.cells.iter().filter(|known| known.id.row() == row);
            if row_known.clone().any(|known| known.state.number().is_none()) {
                continue;
            }
            let said = office.suspects(&report, None);
            let expected = (cell.to_owned(), right + 3, right);
            let told: Vec<_> = said.sets.iter().map(|suspect| suspect.message.zh.as_str()).collect();
            println!("{}: {cell}: {told:?}", path.display());
            let is_told = said.sets.iter().any(|suspect| {
                suspect.cells.len() == 1
                    && (suspect.cells[0].cell.as_str(), suspect.cells[0].found, suspect.cells[0].proposed)
                        == (expected.0.as_str(), expected.1, expected.2)
            });
            assert!(is_told, "{}: {told:?}", path.display());
            // Where most of the table is missing (a page was lost), the row alone cannot tell which of its cells it is.
            let is_whole = report.cells.iter().all(|known| known.state.number().is_some());
            assert!(!is_whole || first(&said) == [expected], "{}: {told:?}", path.display());
        }
    }
}
