//! Whose report it is, wherever it is named: title, signature, roster, and the words by which the text speaks of itself.

use std::sync::LazyLock;

use regex::Regex;

use super::Body;
use super::claims::pattern;
use super::closing::Closing;
use super::inspection::{Inspection, Values, or_pass};
use super::round::not_given;
use super::siblings;
use crate::model::{Outcome, Phrase, Reason};
use crate::parse::agency_key;

pattern!(
    SELF,
    "(?:^|[，。；：、\\n]|由|经|在|对|为|将|和|与)(?P<word>[我本](?P<kind>局|镇|乡|街道|厅|院|委))(?P<unless>员|子|部分|里|面|会|村|土|亲|内外)?"
);

fn not_found(inspection: &Inspection, zh: &str, en: &str) -> Vec<Outcome> {
    vec![inspection.undecided(Reason::NotFound, Vec::new(), Phrase::new(zh, en))]
}

/// The body of the title against that of the signature (IDN-01).
pub(super) fn consistent(inspection: &Inspection) -> Vec<Outcome> {
    let (Some(title), Some(agency)) = (&inspection.case.report.title, &inspection.case.report.agency) else {
        return not_found(inspection, "标题或机关不明，未作比较。", "Title or agency is not known; not compared.");
    };
    let Some(signature) = Closing::of(inspection).signature else {
        return not_found(inspection, "报告末尾没有署名，未作比较。", "There is no signature; not compared.");
    };
    // The name may have been taken from the signature itself: then the title says whether it fits.
    let named: String = title.value.chars().filter(|c| !c.is_whitespace()).collect();
    let own = named.split("20").next().filter(|name| !name.is_empty()).unwrap_or(&agency.value);
    let own = own.trim_end_matches("关于");
    let office = inspection.case.office;
    let entry = |name: &str| office.and_then(|office| office.member(name)).map(|member| member.name.as_str());
    let same = match (entry(own), entry(&signature.value)) {
        (Some(first), Some(second)) => first == second,
        (None, _) | (_, None) => may_be_one(&agency_key(own), &agency_key(&signature.value)),
    };
    if same {
        return vec![Outcome::Pass];
    }
    let values = Values::default().text("title", own).text("signature", &signature.value);
    vec![inspection.fail(&values, &[], Some(signature.span), None)]
}

/// 青云县 and 青云县人民政府办公室, 县卫健局 and 青云县卫生健康局: one name holds the letters of the other in their order.
fn may_be_one(first: &str, second: &str) -> bool {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let mut letters = long.chars();
    short.chars().all(|c| letters.any(|other| other == c))
}

/// Words by which another kind of body speaks of itself (IDN-02): 我局 in the report of a town; and the names of other
/// bodies in its place.
pub(super) fn foreign(inspection: &Inspection) -> Vec<Outcome> {
    let Some(agency) = &inspection.case.report.agency else {
        return not_found(inspection, "机关不明，未作判断。", "The agency is not known; nothing was decided.");
    };
    let prose = inspection.prose.get();
    let body = Body::of(&agency.value);
    let mut outcomes = Vec::new();
    for found in SELF.captures_iter(&prose.whole).filter(|found| found.name("unless").is_none()) {
        let (Some(word), Some(kind)) = (found.name("word"), found.name("kind")) else { continue };
        if is_own(body, &agency.value, kind.as_str()) {
            continue;
        }
        let values = Values::default().text("quote", word.as_str()).text("agency", &agency.value);
        outcomes.extend(prose.place(word.range()).map(|span| inspection.fail(&values, &[], Some(span), None)));
    }
    outcomes.extend(siblings::named(inspection));
    or_pass(outcomes)
}

/// Whether a body of this name calls itself so. A department may speak of the town or the county that it serves.
fn is_own(body: Body, agency: &str, kind: &str) -> bool {
    let township = matches!(kind, "镇" | "乡" | "街道");
    let named = agency.contains(kind) || (kind == "委" && agency.contains("管委"));
    match body {
        Body::Province | Body::City | Body::County => false,
        Body::Township => township && named,
        Body::Department => named || (township && (agency.contains('镇') || agency.contains('乡'))),
    }
}

/// Whether the roster says that the body still stood in the year (IDN-08).
pub(super) fn abolished(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let (Some(agency), Some(year)) = (&case.report.agency, &case.report.year) else {
        return not_found(
            inspection,
            "机关或年度不明，未作判断。",
            "Agency or year is not known; nothing was decided.",
        );
    };
    let Some(member) = case.office.and_then(|office| office.member(&agency.value)) else {
        return vec![not_given(inspection, "名册中该机关的起止时间", "the agency's entry in the roster")];
    };
    let ended = member.to.filter(|to| i32::from(to.year()) < year.value);
    let unborn = member.from.filter(|from| i32::from(from.year()) > year.value);
    let Some(date) = ended.or(unborn) else { return vec![Outcome::Pass] };
    let change = match (ended.is_some(), member.became.is_empty()) {
        (true, false) => Phrase::new(member.became.as_str(), member.became.as_str()),
        (true, true) => Phrase::new("撤并或更名", "was merged or renamed"),
        (false, _) => Phrase::new("方才成立", "was founded only then"),
    };
    let values = Values::default().text("agency", &agency.value).text("date", date).phrase("change", change);
    vec![inspection.fail(&values, &[], Some(agency.span), None)]
}
