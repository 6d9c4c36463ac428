//! Whether the years that a report names agree, and whether there is a report of the year before.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::inspection::{Inspection, Values};
use crate::model::{Outcome, Phrase, Reason, Span};

/// The fewest mentions of a year that make it the year of the prose.
const FEWEST_MENTIONS: usize = 3;

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)年").expect("a valid pattern"));

/// 统计期限自2021年1月1日起至12月31日止, 统计数据时限为 …
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"统计[^。\d]{0,20}(20\d\d)年1月1日起?[^。\d]{1,3}(?:20\d\d年)?12月31日").expect("a valid pattern")
});

/// One place that names the year reported on.
struct Witness {
    name: Phrase,
    year: i32,
    span: Option<Span>,
}

/// Whether title, statistics period and prose speak of the same year (PER-01).
pub(super) fn agree(inspection: &Inspection) -> Vec<Outcome> {
    let witnesses: Vec<Witness> =
        [title(inspection), period(inspection), prose(inspection)].into_iter().flatten().collect();
    let Some(first) = witnesses.first().filter(|_| witnesses.len() > 1) else {
        let message = Phrase::new(
            "标题、统计期限和正文中只找到不足两处年份，无法比较。",
            "Fewer than two of title, period and prose name a year.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let Some(odd) = witnesses.iter().find(|witness| witness.year != first.year) else {
        return vec![Outcome::Pass];
    };
    let list = |text: fn(&Witness) -> String, sign: &str| witnesses.iter().map(text).collect::<Vec<_>>().join(sign);
    let years = Phrase::new(
        list(|witness| format!("{}为{}年", witness.name.zh, witness.year), "，"),
        list(|witness| format!("{} {}", witness.name.en, witness.year), ", "),
    );
    vec![inspection.fail(&Values::default().phrase("years", years), &[], odd.span.or(first.span), None)]
}

fn title(inspection: &Inspection) -> Option<Witness> {
    let title = inspection.case.report.title.as_ref()?;
    let year = YEAR.captures(&title.value)?[1].parse().ok()?;
    Some(Witness { name: Phrase::new("标题", "title"), year, span: Some(title.span) })
}

fn period(inspection: &Inspection) -> Option<Witness> {
    inspection.prose.get().passages.iter().find_map(|passage| {
        let found = PERIOD.captures(&passage.text)?;
        let year = found[1].parse().ok()?;
        Some(Witness {
            name: Phrase::new("统计期限", "statistics period"),
            year,
            span: passage.span(found.get(0)?.range()),
        })
    })
}

/// The year that more than half of all mentions name.
fn prose(inspection: &Inspection) -> Option<Witness> {
    let mut mentions: BTreeMap<i32, (usize, Option<Span>)> = BTreeMap::new();
    for passage in inspection.prose.get().passages.iter().filter(|passage| passage.section.is_some()) {
        for found in YEAR.captures_iter(&passage.text) {
            let year = found[1].parse().ok()?;
            let entry =
                mentions.entry(year).or_insert_with(|| (0, found.get(0).and_then(|whole| passage.span(whole.range()))));
            entry.0 += 1;
        }
    }
    let all: usize = mentions.values().map(|(count, _)| count).sum();
    let (year, (count, span)) = mentions.into_iter().max_by_key(|(_, (count, _))| *count)?;
    let decisive = count >= FEWEST_MENTIONS && count * 2 > all;
    decisive.then(|| Witness { name: Phrase::new("正文多数", "most of the prose"), year, span })
}

/// Whether last year's report is at hand (YOY-10).
pub(super) fn last_year_present(inspection: &Inspection) -> Vec<Outcome> {
    let report = inspection.case.report;
    if inspection.case.last_year.is_some() {
        return vec![Outcome::Pass];
    }
    let (Some(agency), Some(year)) = (&report.agency, &report.year) else {
        let message = Phrase::new(
            "机关或年度不明，无法查找上年报告。",
            "Agency or year is not known, so last year's report cannot be looked for.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let values = Values::default().text("agency", &agency.value).text("year", year.value - 1);
    vec![inspection.fail(&values, &[], None, None)]
}
