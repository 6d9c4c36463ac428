//! The one table of checks that data cannot say, by the names that rule files use.

use super::inspection::Inspection;
use super::thresholds::{Range, Threshold};
use super::{
    balance, cells, closing, contact, fees, headings, hygiene, labels, lastyear, likeness, names, narrative, numbering,
    periods, personal, round, structure, years,
};
use crate::model::Outcome;

/// A check written as a function.
pub(super) type Code = fn(&Inspection) -> Vec<Outcome>;

/// A check that rule files name with `kind = "code"`, and the thresholds that they must give it.
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) run: Code,
    pub(super) parameters: &'static [Threshold],
}

const fn plain(name: &'static str, run: Code) -> Known {
    Known { name, run, parameters: &[] }
}

const fn with(name: &'static str, run: Code, parameters: &'static [Threshold]) -> Known {
    Known { name, run, parameters }
}

const fn threshold(name: &'static str, zh: &'static str, en: &'static str, range: Range) -> Threshold {
    Threshold { name, zh, en, range }
}

const PERFUNCTORY: &[Threshold] = &[
    threshold(
        "overview",
        "第一部分至少这么多个汉字",
        "section one has at least so many Chinese characters",
        Range::Whole(1, 2000),
    ),
    threshold(
        "problems",
        "第五部分至少这么多个汉字",
        "section five has at least so many Chinese characters",
        Range::Whole(1, 2000),
    ),
];
const LATEST_DAYS: &[Threshold] = &[
    threshold(
        "department",
        "部门、乡镇的最后一天（月×100＋日）",
        "the last day for departments and townships (month × 100 + day)",
        Range::Day,
    ),
    threshold(
        "government",
        "县级以上地方人民政府的最后一天（月×100＋日）",
        "the last day for governments of a county or above (month × 100 + day)",
        Range::Day,
    ),
];
const TARIFF: &[Threshold] =
    &[threshold("step", "收费应为这么多元的整数倍", "a fee is a multiple of so many 元", Range::Whole(1, 10_000))];
const COPIED: &[Threshold] = &[
    threshold(
        "warning",
        "第一至四部分相似到这个比例即提示",
        "sections one to four are told from this likeness on",
        Range::Share,
    ),
    threshold("error", "相似到这个比例即为错误", "from this likeness on it is an error", Range::Share),
    threshold(
        "late_sections",
        "第五、六部分相似到这个比例即提示",
        "sections five and six are told from this likeness on",
        Range::Share,
    ),
    threshold(
        "shortest",
        "少于这么多字的部分不比较",
        "sections with fewer characters are not compared",
        Range::Whole(0, 5000),
    ),
];
const DUPLICATES: &[Threshold] = &[
    threshold(
        "shortest",
        "少于这么多字的段落不比较",
        "paragraphs with fewer characters are not compared",
        Range::Whole(0, 5000),
    ),
    threshold("likeness", "相似到这个比例即提示", "they are told from this likeness on", Range::Share),
];
const SAME_TABLES: &[Threshold] = &[threshold(
    "fewest",
    "至少有这么多个非零数字才判断",
    "so many figures that are not zero are needed",
    Range::Whole(1, 175),
)];
const FEE_UNIT: &[Threshold] =
    &[threshold("large", "这么大的整数疑以元为单位", "a whole number from this on may be in 元", Range::Above(0))];

/// Every such check.
pub(super) const CODE: &[Known] = &[
    plain("recognised", structure::recognised),
    plain("truncated", structure::truncated),
    plain("title", structure::title),
    plain("tables-present", structure::tables_present),
    plain("rows-present", structure::rows_present),
    plain("edition", structure::edition),
    plain("amounts", cells::amounts),
    plain("last-year-present", years::last_year_present),
    plain("years-agree", years::agree),
    plain("received-in-prose", narrative::received),
    plain("zero-in-prose", narrative::zero),
    plain("relief-in-prose", narrative::relief),
    plain("accepted-in-prose", narrative::accepted),
    plain("answered-in-prose", narrative::answered),
    plain("carried-in-prose", narrative::carried),
    plain("results-in-prose", narrative::results),
    plain("documents-in-prose", narrative::documents),
    plain("decisions-in-prose", narrative::decisions),
    plain("relief-unmentioned", narrative::unmentioned),
    plain("parts-add-up", narrative::parts),
    plain("round-parts", narrative::round_parts),
    plain("percentages", narrative::percentages),
    plain("stated-twice", narrative::twice),
    plain("request-counters", narrative::counters),
    with("perfunctory", headings::perfunctory, PERFUNCTORY),
    plain("numbering", numbering::check),
    plain("signature", closing::present),
    plain("stray-rows", labels::strays),
    plain("label-wording", labels::wording),
    plain("column-order", labels::order),
    plain("cut-labels", labels::cut),
    plain("cut-paragraphs", hygiene::cuts),
    plain("covering-letter", hygiene::letter),
    plain("split-digits", balance::split_digits),
    plain("repeated-words", hygiene::repeated),
    plain("spacing", hygiene::spacing),
    plain("unpaired", hygiene::unpaired),
    plain("unfinished", hygiene::unfinished),
    plain("contact", contact::check),
    plain("identity-cards", personal::identity_cards),
    plain("mobile-numbers", personal::mobiles),
    plain("applicants", personal::applicants),
    plain("private-details", personal::details),
    plain("whole-year", periods::whole_year),
    plain("year-of-account", periods::account),
    with("signing-date", closing::date, LATEST_DAYS),
    plain("fee-notices", fees::notices),
    plain("fee-in-table", fees::in_table),
    with("fee-tariff", fees::tariff, TARIFF),
    plain("fee-collected", fees::collected),
    plain("opposite-columns", balance::opposite),
    plain("difference-hints", balance::hints),
    with("copied-prose", likeness::with_last_year, COPIED),
    with("duplicate-paragraphs", likeness::within, DUPLICATES),
    with("same-tables", lastyear::same_tables, SAME_TABLES),
    plain("stale-figures", lastyear::stale),
    plain("editions-differ", lastyear::editions),
    with("fee-unit", lastyear::fee_unit, FEE_UNIT),
    plain("names-agree", names::consistent),
    plain("foreign-self", names::foreign),
    plain("abolished", names::abolished),
    plain("aggregate", round::aggregate),
    plain("not-filed", round::missing),
    plain("filed-twice", round::twice),
    plain("filed-late", round::late),
    plain("unchanged", round::unchanged),
    plain("published-otherwise", round::published_otherwise),
    with("published-late", round::published_late, LATEST_DAYS),
];
