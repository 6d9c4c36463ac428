//! Invariant 15: imports point down.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the ground up. A module may name those before it, itself, and nothing else; modules that share a
/// line do not know one another.
const LAYERS: [&[&str]; 13] = [
    &["text", "model"],
    &["form", "recheck"],
    &["document"],
    &["parse", "diff"],
    &["rules"],
    &["suspects"],
    &["examine"],
    &["trial"],
    &["config", "inbox", "store", "export"],
    &["archive"],
    &["app"],
    &["view"],
    &["desk", "cli"],
];

fn layer(module: &str) -> usize {
    LAYERS.iter().position(|layer| layer.contains(&module)).unwrap_or_else(|| {
        panic!("{module} stands in no layer: give it a place in tests/it/layers.rs and ARCHITECTURE.md")
    })
}

/// Every file of Rust below a folder.
pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn invariant_15_imports_point_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let first = relative.iter().next().unwrap().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "main" | "lib") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if name.is_empty() || name == module {
                    continue;
                }
                let allowed = layer(&name) < layer(&module) || (module == "desk" || module == "cli");
                if !allowed {
                    wrong.push(format!("{}:{}: {module} may not use {name}", relative.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
