//! The samples beside this checkout, made from real reports, against what is true of these.

use std::fs;
use std::path::{Path, PathBuf};

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;
use serde_json::Value;

/// Every sample whose name has one of the endings, with how many of its cells are read right and how many it has. Says
/// that it skipped them where they are not there.
pub(crate) fn sample_shares(endings: &[&str]) -> Vec<(String, usize, usize)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let Ok(folder) = fs::read_dir(shared.join("formats")) else {
        super::skipped("there is no ../shared/formats beside this checkout");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let forms = Form::editions().unwrap();
    let mut found = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(truth) = endings.iter().any(|ending| name.ends_with(ending)).then(|| truth(&shared, &name)).flatten()
        else {
            continue;
        };
        let (document, _) = read(&name, &fs::read(&path).unwrap(), &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let cells = truth["cells"].as_object().unwrap();
        let right = cells.iter().filter(|(id, cell)| {
            let own = report.cell(&id.as_str().into()).unwrap();
            let value = own.state.number().map(|value| value.to_string());
            own.state.name() == cell["state"] && value.as_deref() == cell["value"].as_str()
        });
        found.push((name, right.count(), cells.len()));
    }
    found
}

/// What is true of the report that a sample's number names.
fn truth(shared: &Path, name: &str) -> Option<Value> {
    let number = name.get(..3)?;
    let mut folder = fs::read_dir(shared.join("golden")).ok()?;
    let path = folder.find_map(|entry| {
        let path = entry.ok()?.path();
        path.file_name()?.to_string_lossy().starts_with(number).then_some(path)
    })?;
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}
