//! From bytes to a report: a made-up report of 10 kB in the stacked and in the grid layout.

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

criterion_group!(benches, reports);
criterion_main!(benches);
