//! Files made to do harm, kept small: each is refused with the limit named, or read with nothing made up. What the fuzzers
//! found and was mended is kept here too.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `gouji check` says of each file: the code of the refusal, or the kind it was read as.
const EXPECTED: [(&str, &[&str]); 19] = [
    ("archive.7z", &["archive"]),
    ("archive.rar", &["archive"]),
    ("binary.rtf", &["empty"]),
    // Unpacks to 60 MB.
    ("bomb.docx", &["over-limit"]),
    // A page that unpacks three times over, to more than a gigabyte; which bound is met first depends on the machine.
    ("bomb.pdf", &["too-slow", "too-much-memory"]),
    // Two cells at the far ends of the largest sheet there is.
    ("cells.xlsx", &["empty", "over-limit", "xlsx"]),
    ("deep.docx", &["over-limit"]),
    ("deep.html", &["over-limit"]),
    ("deep.rtf", &["over-limit"]),
    ("delta.ofd", &["ofd"]),
    ("endless.mht", &["damaged"]),
    ("entities.docx", &["docx"]),
    // Twelve forms, each drawing the next eight times.
    ("forms.pdf", &["too-slow", "too-much-memory"]),
    ("inside.zip", &["archive"]),
    ("nothing.txt", &["empty"]),
    ("repeated.odt", &["over-limit"]),
    ("spans.docx", &["docx"]),
    ("spans.html", &["over-limit"]),
    ("text-page-breaks-within-lines.txt", &["txt"]),
];

#[test]
fn files_made_to_do_harm_are_refused_with_the_limit_named_and_harm_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    let output =
        Command::new(env!("CARGO_BIN_EXE_gouji")).args(["check", "--format", "ndjson"]).arg(&folder).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    let told: BTreeMap<String, String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| {
            let file: Value = serde_json::from_str(line).unwrap();
            let name = Path::new(file["file"].as_str().unwrap()).file_name().unwrap().to_string_lossy().into_owned();
            let said = file["error"]["code"].as_str().or_else(|| file["kind"].as_str()).unwrap().to_owned();
            (name, said)
        })
        .collect();
    let names: Vec<&str> = told.keys().map(String::as_str).collect();
    assert_eq!(names, EXPECTED.map(|(name, _)| name), "every file is listed");
    for (name, allowed) in EXPECTED {
        assert!(allowed.contains(&told[name].as_str()), "{name}: {}", told[name]);
    }
}
