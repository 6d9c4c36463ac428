//! What the prose is found to state: the prose figures of the real reports one by one, and sentences as reports write them.

use gouji::document::Document;
use gouji::model::{Agreement, Claim, Link};

use super::golden::each_report;

/// What a claim was held against, in the words of the recorded facts.
fn linked(claim: &Claim, document: &Document) -> String {
    let values = |values: Vec<String>| values.join("+");
    match &claim.link {
        None => String::new(),
        Some(Link::Cells(cells)) => cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "),
        Some(Link::Sum(parts)) => {
            format!("sum {}", values(parts.iter().map(|part| part.value.to_string()).collect()))
        }
        Some(Link::Share { part, whole }) => format!("{part}/{whole}"),
        Some(Link::Growth) => "growth".to_owned(),
        Some(Link::Repeats(first)) => {
            format!("same metric as line {}", document.text[..first.start].matches('\n').count() + 1)
        }
        Some(Link::Fee(said)) => said.join(", "),
    }
}

fn expected(verdict: &str) -> Agreement {
    match verdict {
        "match" | "complete" => Agreement::Agrees,
        "mismatch" => Agreement::Disagrees,
        "unverifiable" | "no table cell" | "incomplete" => Agreement::Unlinked,
        other => panic!("the recorded facts say `{other}`"),
    }
}

#[test]
fn every_prose_figure_of_the_real_reports_comes_out_as_recorded() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    each_report(|golden, document, checks, _| {
        for fact in golden["narrative"].as_array().unwrap() {
            compared += 1;
            let quote = fact["quote"].as_str().unwrap();
            let line = usize::try_from(fact["line"].as_u64().unwrap()).unwrap();
            let from = document.text.match_indices('\n').nth(line - 2).map_or(0, |(at, _)| at + 1);
            let start = from + document.text[from..].find(quote).unwrap();
            let overlaps = |claim: &&Claim| claim.span.start < start + quote.len() && start < claim.span.end;
            let value = fact["value"].to_string();
            let here: Vec<&Claim> = checks
                .claims
                .iter()
                .filter(overlaps)
                .filter(|claim| claim.value.normalize().to_string() == value)
                .collect();
            let said: Vec<String> =
                here.iter().map(|claim| format!("{} [{:?}]", linked(claim, document), claim.verdict)).collect();
            // Two remedies in one clause are two claims.
            let maps_to = match fact["maps_to"].as_str().unwrap_or("") {
                "relief.review@total, relief.litigation_*.total" => {
                    vec!["relief.review@total", "relief.litigation_direct@total + relief.litigation_after_review@total"]
                }
                // What was worked out from the two is beside them.
                one => vec![one.split(" = ").next().unwrap_or(one)],
            };
            for link in maps_to {
                let agreed = format!("{link} [{:?}]", expected(fact["verdict"].as_str().unwrap()));
                if !said.contains(&agreed) {
                    wrong.push(format!("{}: {quote}: {said:?}, expected {agreed}", golden["file"]));
                }
            }
            if let Some(unit) = fact["unit"].as_str() {
                assert!(here.iter().all(|claim| claim.unit == unit), "{quote}");
            }
            if fact["approx"].is_string() {
                assert!(here.iter().all(|claim| claim.interval.is_some()), "{quote}");
            }
        }
        let agreed = checks.claims.iter().filter(|claim| claim.verdict == Agreement::Disagrees).count();
        let recorded = golden["narrative"].as_array().unwrap().iter().filter(|fact| fact["verdict"] == "mismatch");
        if agreed != recorded.count() {
            let told: Vec<&Claim> =
                checks.claims.iter().filter(|claim| claim.verdict == Agreement::Disagrees).collect();
            wrong.push(format!("{}: disagreements {told:?}", golden["file"]));
        }
    });
    println!("{compared} prose figures compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
