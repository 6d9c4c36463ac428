//! The period of the statistics, and the years in the account of the year.

use std::sync::LazyLock;

use regex::Regex;

use super::claims::pattern;
use super::inspection::{Inspection, Values, or_pass};
use super::prose::sentences;
use crate::model::{Located, Outcome, Phrase, Reason};

pattern!(
    PERIOD,
    r"统计[^。\d\n]{0,20}(20\d\d)年(\d{1,2})月(\d{1,2})日?起?[至到—－~-]{1,2}(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日?"
);
pattern!(
    ACCOUNT,
    r"(?:^|[，：:])(?P<who>[^，。；：:《\d]{0,16}?)(?P<account>(?P<year>20\d\d)年度?，?[^。；《]{0,24}?(?:收到|受理|公开|发布|办理|答复|制发)[^。；《]{0,24}?\d+[余多]?(?:万余)?(?:件|条|篇|次|个|份))"
);
// Who gives the account, and nothing that makes the year that of something else.
pattern!(
    WHOSE,
    "^(?:[一二三四五六七八九十]是|其中)?(?:(?:我|本|全|该)[省市县区州旗镇乡局委办院]?(?:级|机关|单位|部门|办公室|街道)?)?(?:共|在)?$"
);
// The accounts, the plan or the list of a year may be disclosed in the next.
pattern!(OF_ANOTHER, "预算|决算|报告|年报|要点|计划|规划|方案|目录|清单|下一步|将|拟|力争");
pattern!(COMPARISON, "上年|去年|同期|同比|相比|增长|下降|以来|截至|累计|计划|历年");

/// Whether the stated period is the whole of one year (PER-02). Whether it is the right year is PER-01's.
pub(super) fn whole_year(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let Some(found) = PERIOD.captures(&prose.whole) else {
        let message = Phrase::new("没有找到统计期限，未作判断。", "No period was found; nothing was decided.");
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let part = |group: usize| found.get(group).and_then(|part| part.as_str().parse::<i32>().ok());
    let first = part(1).unwrap_or_default();
    let days = [part(2), part(3), part(5), part(6)].map(Option::unwrap_or_default);
    if days == [1, 1, 12, 31] && part(4).is_none_or(|last| last == first) {
        return vec![Outcome::Pass];
    }
    let printed = found.get(0).map_or("", |whole| whole.as_str());
    let start = printed.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let year = inspection.case.report.year.as_ref().map_or(first, |year| year.value);
    let values = Values::default().text("found", &printed[start..]).text("year", year);
    let span = found.get(0).and_then(|whole| prose.place(whole.range()));
    vec![inspection.fail(&values, &[], span, None)]
}

/// Whether words before a year say nothing but who gives the account.
fn is_whose(agency: Option<&Located<String>>, words: &str) -> bool {
    let agency = agency.map_or("", |agency| agency.value.as_str());
    let own = agency.strip_suffix("人民政府").unwrap_or(agency);
    words == agency || words == own || WHOSE.is_match(words)
}

/// Sentences of section one, or clauses, that open with the year before or after and give figures (PER-04).
pub(super) fn account(inspection: &Inspection) -> Vec<Outcome> {
    let not_found = |zh: &str, en: &str| vec![inspection.undecided(Reason::NotFound, Vec::new(), Phrase::new(zh, en))];
    let report = inspection.case.report;
    let Some(year) = report.year.as_ref().map(|year| year.value) else {
        return not_found("报告年度不明，未作判断。", "The year is not known; nothing was decided.");
    };
    let Some(overview) = report.sections.iter().find(|section| section.id == "overview") else {
        return not_found("没有找到第一部分，未作判断。", "Section one was not found; nothing was decided.");
    };
    let mut outcomes = Vec::new();
    for passage in inspection.prose.get().section(overview.number) {
        for sentence in sentences(&passage.text) {
            let text = &passage.text[sentence.clone()];
            // 一是2022年…, （一）主动公开情况。 come before by their own stops.
            let Some(found) = ACCOUNT.captures(text).filter(|_| !COMPARISON.is_match(text)) else { continue };
            let stated: i32 = found["year"].parse().unwrap_or(year);
            if (stated - year).abs() != 1 {
                continue;
            }
            // 我镇2022年, 积极答复，2022年: only where nothing else of the sentence could give the year another meaning.
            let opens = found.name("account").is_some_and(|account| account.start() == 0);
            let own = format!("{year}年");
            if !opens
                && (!is_whose(report.agency.as_ref(), &found["who"])
                    || OF_ANOTHER.is_match(text)
                    || text.contains(&own))
            {
                continue;
            }
            let Some(whole) = found.name("account") else { continue };
            let place = sentence.start + whole.start()..sentence.start + whole.end();
            let values = Values::default().text("quote", whole.as_str()).text("found", stated).text("year", year);
            outcomes.extend(passage.span(place).map(|span| inspection.fail(&values, &[], Some(span), None)));
        }
    }
    or_pass(outcomes)
}
