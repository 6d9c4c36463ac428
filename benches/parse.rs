//! From bytes to a report: a made-up report of 10 kB as text in two layouts, and one in every format.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]

use std::fs;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;

fn reports(criterion: &mut Criterion) {
    let forms = Form::editions().expect("the forms are sound");
    let files: [(&str, &[u8]); 2] = [
        ("stacked", include_bytes!("../fixtures/demo/inbox/石桥镇2023.txt")),
        ("grid", include_bytes!("../fixtures/demo/inbox/青云县人民政府2023.txt")),
    ];
    for (layout, bytes) in files {
        criterion
            .bench_function(&format!("document {layout}"), |bench| bench.iter(|| read("", bytes, &Limits::default())));
        let (document, _) = read("", bytes, &Limits::default()).expect("a made-up report");
        criterion.bench_function(&format!("parse {layout}"), |bench| bench.iter(|| parse(&document, &forms)));
    }
}

/// One file of each kind, bytes to blocks.
fn formats(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "json")) {
        let bytes = fs::read(file).expect("a file");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        criterion.bench_function(&format!("format {name}"), |bench| {
            bench.iter(|| read(&name, &bytes, &Limits::default()).expect("a made-up report"));
        });
    }
}

criterion_group!(benches, reports, formats);
criterion_main!(benches);
