//! The one table of checks that data cannot say, by the names that rule files use.

use super::inspection::Inspection;
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
    pub(super) parameters: &'static [&'static str],
}

const fn plain(name: &'static str, run: Code) -> Known {
    Known { name, run, parameters: &[] }
}

const fn with(name: &'static str, run: Code, parameters: &'static [&'static str]) -> Known {
    Known { name, run, parameters }
}

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
    with("perfunctory", headings::perfunctory, &["overview", "problems"]),
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
    with("signing-date", closing::date, &["department", "government"]),
    plain("fee-notices", fees::notices),
    plain("fee-in-table", fees::in_table),
    with("fee-tariff", fees::tariff, &["step"]),
    plain("fee-collected", fees::collected),
    plain("opposite-columns", balance::opposite),
    plain("difference-hints", balance::hints),
    with("copied-prose", likeness::with_last_year, &["warning", "error", "late_sections", "shortest"]),
    with("duplicate-paragraphs", likeness::within, &["shortest", "likeness"]),
    with("same-tables", lastyear::same_tables, &["fewest"]),
    plain("stale-figures", lastyear::stale),
    plain("editions-differ", lastyear::editions),
    with("fee-unit", lastyear::fee_unit, &["large"]),
    plain("names-agree", names::consistent),
    plain("foreign-self", names::foreign),
    plain("abolished", names::abolished),
    plain("aggregate", round::aggregate),
    plain("not-filed", round::missing),
    plain("filed-twice", round::twice),
    plain("filed-late", round::late),
    plain("unchanged", round::unchanged),
    plain("published-otherwise", round::published_otherwise),
    with("published-late", round::published_late, &["department", "government"]),
];
