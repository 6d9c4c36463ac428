//! The round: deadlines, what has come in, sums over several reports, and what became of a version sent back. All of it
//! is known to the office alone; where it is not given, nothing is decided and it is said what would decide it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::closing::statutory;
use super::inspection::{Inspection, Values, or_pass};
use super::office::{Filed, Member};
use crate::model::{CellId, Outcome, Phrase, Reason, Report};
use crate::parse::agency_key;

mod missing;

pub(super) use missing::missing;

/// So many characters of a paragraph are quoted.
const QUOTED: usize = 30;

/// So many of them stand before the place where two texts part.
const BEFORE: usize = 10;

/// Undecided for want of a fact of the office.
pub(super) fn not_given(inspection: &Inspection, zh: &str, en: &str) -> Outcome {
    let message = Phrase::new(
        format!("未提供{zh}，未作判断；提供后可以判断。"),
        format!("Not given: {en}; with it this could be decided."),
    );
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}

/// As `not_given`, with what is known: whoever reads it need not look up again what was provided.
fn lacking(inspection: &Inspection, known: &Phrase, lacks: &Phrase) -> Outcome {
    let message = Phrase::new(
        format!("已知{}；缺{}，未作判断，提供后可以判断。", known.zh, lacks.zh),
        format!("Known: {}; lacking: {}. With it this could be decided.", known.en, lacks.en),
    );
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}

fn agency(inspection: &Inspection) -> String {
    inspection.case.report.agency.as_ref().map(|agency| agency.value.clone()).unwrap_or_default()
}

/// The bodies below the one that reports which stood in the year; `None` without a roster, a name or a year.
fn below<'o>(inspection: &Inspection<'o>) -> Option<(i32, Vec<(usize, &'o Member)>)> {
    let office = inspection.case.office.filter(|office| !office.round.roster.is_empty())?;
    let report = inspection.case.report;
    let (agency, year) = (report.agency.as_ref()?, report.year.as_ref()?.value);
    let below = office.round.roster.below(&agency.value).filter(|(_, member)| member.stood_in(year));
    Some((year, below.collect()))
}

/// What of the bodies below has come in, by their places in the roster: of several versions, the one that counts.
fn arrived<'o>(inspection: &Inspection<'o>) -> Option<HashMap<usize, &'o Filed>> {
    let office = inspection.case.office?;
    let counting = office.filed.as_ref()?.iter().filter(|filed| !filed.superseded);
    Some(counting.filter_map(|filed| Some((office.round.roster.place(&filed.agency)?, filed))).collect())
}

/// The sums of a government's report against those of the bodies below it (AGG-01), where all of them have filed.
pub(super) fn aggregate(inspection: &Inspection) -> Vec<Outcome> {
    let Some(((_, members), arrived)) = below(inspection).zip(arrived(inspection)) else {
        return vec![not_given(inspection, "下级机关的名册和报告", "the roster and the reports of the bodies below")];
    };
    if members.is_empty() {
        return vec![none_below(inspection)];
    }
    let report_of = |(place, _): &(usize, &Member)| arrived.get(place)?.report.as_deref();
    let Some(reports) = members.iter().map(report_of).collect::<Option<Vec<&Report>>>() else {
        let (count, filed) = (members.len(), members.iter().filter(|member| report_of(member).is_some()).count());
        let zh = format!("全部下级机关的报告（{count} 个已有 {filed} 个）");
        return vec![not_given(inspection, &zh, &format!("the reports of all bodies below ({filed} of {count})"))];
    };
    // The government's own share is known only where its office files for it.
    let complete = members.iter().any(|(_, member)| member.name.contains("办公室") || member.name.contains("办公厅"));
    let mut outcomes = Vec::new();
    for cell in inspection.case.report.cells.iter().filter(|cell| is_summed(&cell.id)) {
        let below: Option<Decimal> =
            reports.iter().map(|report| report.cell(&cell.id).and_then(|cell| cell.state.number())).sum();
        let (Some(stated), Some(below)) = (cell.state.number(), below) else { continue };
        if stated == below || (stated > below && !complete) {
            outcomes.push(Outcome::Pass);
            continue;
        }
        let values = Values::default()
            .phrase("cell", inspection.cell_label(&cell.id))
            .text("stated", stated.normalize())
            .text("below", below.normalize())
            .text("delta", (stated - below).abs().normalize());
        outcomes.push(inspection.fail(&values, std::slice::from_ref(&cell.id), None, None));
    }
    if outcomes.is_empty() {
        let message = Phrase::new("没有可以汇总的数字。", "There is no figure to add up.");
        return vec![inspection.undecided(Reason::NotAssessable, Vec::new(), message)];
    }
    outcomes
}

/// The roster puts nobody below the body that reports.
fn none_below(inspection: &Inspection) -> Outcome {
    let agency = agency(inspection);
    let listed = inspection.case.office.and_then(|office| inspection.member(office));
    let known = match listed {
        Some(member) => Phrase::new(
            format!("名册里的“{}”，没有机关以它为上级", member.name),
            format!("“{}” is in the roster, and no body names it as its parent", member.name),
        ),
        None => {
            Phrase::new(format!("机关“{agency}”，名册里没有它"), format!("“{agency}”, which the roster does not list"))
        }
    };
    let name = listed.map_or(agency.as_str(), |member| &member.name);
    let lacks = Phrase::new(
        format!("名册里它的下级机关，应写 parent = \"{name}\""),
        format!("the bodies below it in the roster, written with parent = \"{name}\""),
    );
    lacking(inspection, &known, &lacks)
}

fn is_summed(id: &CellId) -> bool {
    (id.row().starts_with("requests.") && id.column() == "total")
        || id.column() == "decisions"
        || id.row().starts_with("relief.")
}

/// One body with several submissions of different content (AGG-03).
pub(super) fn twice(inspection: &Inspection) -> Vec<Outcome> {
    let Some(filed) = inspection.case.office.and_then(|office| office.filed.as_ref()) else {
        return vec![not_given(inspection, "已报清单", "what has come in")];
    };
    let own = agency(inspection);
    let keys = inspection.case.office.map(|office| office.round.roster.keys(&own)).unwrap_or_default();
    // What was sent back is followed by another version as it should be.
    let unasked = filed.iter().filter(|filed| !filed.sent_back && keys.contains(&agency_key(&filed.agency)));
    let hashes: BTreeSet<&str> = unasked.map(|filed| filed.hash.as_str()).collect();
    if hashes.len() < 2 {
        return vec![Outcome::Pass];
    }
    vec![inspection.fail(&Values::default().text("agency", own).text("count", hashes.len()), &[], None, None)]
}

/// Received after the deadline of the round (PRO-01).
pub(super) fn late(inspection: &Inspection) -> Vec<Outcome> {
    let office = inspection.case.office;
    let (received, deadline) =
        (office.and_then(|office| office.received), office.and_then(|office| office.round.deadline));
    match (received, deadline) {
        (Some(received), Some(deadline)) => after(inspection, received, deadline),
        (None, None) => vec![not_given(inspection, "收到日期和报送期限", "the day of receipt and the deadline")],
        (Some(received), None) => {
            let known = Phrase::new(format!("收到日期 {received}"), format!("received on {received}"));
            vec![lacking(inspection, &known, &the_deadline())]
        }
        (None, Some(deadline)) => {
            let known = Phrase::new(format!("报送期限 {deadline}"), format!("the deadline {deadline}"));
            let lacks = Phrase::new(
                "收到日期（批量核对时不知道，审核台收件时会记下）",
                "the day of receipt (not known in batch; the desk notes it as reports arrive)",
            );
            vec![lacking(inspection, &known, &lacks)]
        }
    }
}

fn the_deadline() -> Phrase {
    Phrase::new("报送期限（设置 [office] 里的 deadline）", "the deadline (`deadline` of [office] in the settings)")
}

fn after(inspection: &Inspection, date: Date, deadline: Date) -> Vec<Outcome> {
    if date <= deadline {
        return vec![Outcome::Pass];
    }
    let days = deadline.until(date).map_or(0, |span| span.get_days());
    let values = Values::default()
        .text("agency", agency(inspection))
        .text("date", date)
        .text("deadline", deadline)
        .text("days", days);
    vec![inspection.fail(&values, &[], None, None)]
}

/// Published after the day that the regulation, or the office, sets (PRO-04).
pub(super) fn published_late(inspection: &Inspection) -> Vec<Outcome> {
    let Some((office, published)) = inspection.case.office.and_then(|office| Some((office, office.published?))) else {
        let lacks = "公布日期（名册里该机关的 published）";
        return vec![not_given(inspection, lacks, "the day of publication (`published` in the roster)")];
    };
    let next_year = inspection.case.report.year.as_ref().and_then(|year| i16::try_from(year.value + 1).ok());
    let by_law = next_year.and_then(|year| statutory(inspection, year));
    match office.round.publication_deadline.or(by_law) {
        Some(deadline) => after(inspection, published, deadline),
        None => vec![not_given(inspection, "机关、年度或公布期限", "agency, year or the deadline")],
    }
}

/// A version that was sent back and comes again as it was (PRO-02), as a whole or in one of the points of the letter.
pub(super) fn unchanged(inspection: &Inspection) -> Vec<Outcome> {
    let Some(sent) = inspection.case.office.and_then(|office| office.sent_back.as_ref()) else {
        return vec![not_given(inspection, "退回的上一版本", "the version that was sent back")];
    };
    let text = &sent.past.document.text;
    if !text.is_empty() && plain(text) == plain(&inspection.case.document.text) {
        return vec![inspection.fail_as("whole", inspection.rule.severity, &Values::default(), None)];
    }
    let mut outcomes = Vec::new();
    for (place, returned) in sent.findings.iter().enumerate() {
        match inspection.so_far.iter().find(|finding| finding.fingerprint == returned.fingerprint) {
            Some(still) => {
                let values = Values::default().text("number", place + 1).phrase("message", still.message.clone());
                outcomes.push(inspection.fail(&values, &still.cells, still.span, None));
            }
            None => outcomes.push(Outcome::Pass),
        }
    }
    or_pass(outcomes)
}

/// The published text against the approved one (PRO-03), paragraph by paragraph.
pub(super) fn published_otherwise(inspection: &Inspection) -> Vec<Outcome> {
    let Some((office, published)) =
        inspection.case.office.and_then(|office| Some((office, office.published_text.as_deref()?)))
    else {
        return vec![not_given(inspection, "公布的文本", "the published text")];
    };
    let approved = office.approved_text.as_deref().unwrap_or(&inspection.case.document.text);
    let lines = |text: &str| -> Vec<(String, String)> {
        let both = text.lines().map(|line| (plain(line), line.trim().to_owned()));
        both.filter(|(plain, _)| !plain.is_empty()).collect()
    };
    let (old, new) = (lines(approved), lines(published));
    let keys = |lines: &[(String, String)]| lines.iter().map(|(plain, _)| plain.clone()).collect::<Vec<String>>();
    let operations = capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new));
    let mut differences = operations.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. }));
    let Some(first) = differences.next() else { return vec![Outcome::Pass] };
    let line = |lines: &'_ [(String, String)], range: Range<usize>| {
        lines.get(range).and_then(|lines| lines.first()).map(|(_, line)| line.clone())
    };
    let (before, after) = (line(&old, first.old_range()), line(&new, first.new_range()));
    let [before, after] = parted(before.as_deref(), after.as_deref());
    let values =
        Values::default().text("count", 1 + differences.count()).phrase("approved", before).phrase("published", after);
    // In a batch nothing was approved: the file itself is held against what was published.
    let message = if office.approved_text.is_some() { &inspection.rule.message } else { inspection.variant("file") };
    vec![inspection.fail_with(message, inspection.rule.severity, &values, &[], None, None)]
}

/// The first line of a difference in both texts, cut to what one reads at a glance around the place where they part.
fn parted(old: Option<&str>, new: Option<&str>) -> [Phrase; 2] {
    let both = old.zip(new);
    let same = both.map_or(0, |(old, new)| old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count());
    let start = same.saturating_sub(BEFORE);
    let quoted = |line: Option<&str>| {
        let Some(line) = line else { return Phrase::new("没有这一段", "nothing") };
        let cut: String = line.chars().skip(start).take(QUOTED).collect();
        let before = if start > 0 { "…" } else { "" };
        let after = if line.chars().count() > start + QUOTED { "…" } else { "" };
        Phrase::new(format!("为“{before}{cut}{after}”"), format!("“{before}{cut}{after}”"))
    };
    [quoted(old), quoted(new)]
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
