//! All rules of one report, alone and beside last year's, and the identities by themselves.

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;
use gouji::rules::{Case, Past, Rules, check};

fn past(bytes: &[u8], forms: &[Form]) -> Past {
    let (document, _) = read("", bytes, &Limits::default()).expect("a made-up report");
    let (report, _) = parse(&document, forms);
    Past { document, report, source: String::new() }
}

fn rules(criterion: &mut Criterion) {
    let forms = Form::editions().expect("the forms are sound");
    let all = Rules::standard(&forms).expect("the rules are sound");
    let mut identities = all.clone();
    identities.rules.retain(|rule| ["ARI-01", "ARI-02", "ARI-03", "ARI-04"].contains(&rule.id.as_str()));
    let new = past(include_bytes!("../fixtures/demo/inbox/青云县人民政府2023.txt"), &forms);
    let old = past(include_bytes!("../fixtures/demo/last-year/青云县人民政府2022.txt"), &forms);
    let case = |last_year| Case {
        document: &new.document,
        report: &new.report,
        form: &forms[1],
        last_year,
        forms: &forms,
        office: None,
    };
    let (alone, beside) = (case(None), case(Some(&old)));
    criterion.bench_function("identities", |bench| bench.iter(|| check(&alone, &identities)));
    criterion.bench_function("all rules, one report alone", |bench| bench.iter(|| check(&alone, &all)));
    criterion.bench_function("all rules, with last year", |bench| bench.iter(|| check(&beside, &all)));
}

criterion_group!(benches, rules);
criterion_main!(benches);
