//! A report against last year's, figures and sentences; and the whole way from bytes to everything known.

use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::config::knowledge;
use gouji::diff::{Side, diff};
use gouji::document::{Limits, read};
use gouji::examine::{Beside, examine};
use gouji::form::Form;
use gouji::parse::parse;
use gouji::rules::Past;

fn side<'a>(past: &'a Past, form: &'a Form) -> Side<'a> {
    Side { document: &past.document, report: &past.report, form }
}

fn years(criterion: &mut Criterion) {
    let knowledge = knowledge().expect("forms and rules are sound");
    let bytes: [&[u8]; 2] = [
        include_bytes!("../fixtures/demo/inbox/青云县人民政府2023.txt"),
        include_bytes!("../fixtures/demo/last-year/青云县人民政府2022.txt"),
    ];
    let [new, old] = bytes.map(|bytes| {
        let (document, _) = read("", bytes, &Limits::default()).expect("a made-up report");
        let (report, _) = parse(&document, &knowledge.forms);
        Past { document, report, source: String::new() }
    });
    let form = knowledge.form("2021");
    criterion.bench_function("diff", |bench| {
        bench.iter(|| diff(side(&new, form), side(&old, form), Duration::from_millis(500)));
    });
    criterion.bench_function("examine, with last year", |bench| {
        let years = vec![Arc::new(old.clone())];
        bench.iter(|| examine("", bytes[0], &knowledge, |_| Beside { years: years.clone(), office: None }));
    });
}

criterion_group!(benches, years);
criterion_main!(benches);
