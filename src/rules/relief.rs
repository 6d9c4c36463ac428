//! What the prose says of administrative review and litigation about disclosure, against table four.
//! Like `claims`, silent where a clause can be read in several ways or speaks of a part.

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::claims::{Scope, disagreement, head, no_figure, not_stated, number, pattern};
use super::figures::{Precision, figures};
use super::inspection::Inspection;
use super::prose::{clauses, sentences};
use crate::model::{Outcome, Span};

// What became of a case, or talk about the procedure: no count of cases.
pattern!(
    PART,
    "维持|纠正|撤销|败诉|胜诉|审结|结案|结果|答复|终止|驳回|率|其中|直接|复议后|经复议|尚未|去年|上年|较|比|培训|能力|机关|渠道|途径|条例|办法|纠纷|化解|风险|超期"
);
pattern!(
    NONE,
    "(?:未|没有)(?:曾)?(?:发生|产生|收到|接到|引发|出现|涉及|有|被|因)[^，。]*(?:复议|诉讼)|无(?:因|被|行政复议|复议|行政诉讼|诉讼|政府信息公开|信息公开|涉及|任何|相关|有关)[^，。]*|(?:复议|诉讼)[^，。\\d]*为(?:零|0(?:[^\\d.]|$))"
);
pattern!(DISCLOSURE, "信息公开|依申请");
pattern!(REMEDY, "复议|诉讼");

/// What an applicant can turn to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    Review,
    Litigation,
}

impl Remedy {
    fn of(word: &str) -> Self {
        if word == "诉讼" { Self::Litigation } else { Self::Review }
    }

    /// The sums of table four that the word may stand for, the likeliest first.
    const fn meanings(self) -> &'static [&'static [&'static str]] {
        const REVIEW: &str = "relief.review@total";
        const DIRECT: &str = "relief.litigation_direct@total";
        const AFTER_REVIEW: &str = "relief.litigation_after_review@total";
        match self {
            Self::Review => &[&[REVIEW]],
            Self::Litigation => &[&[DIRECT, AFTER_REVIEW], &[DIRECT], &[AFTER_REVIEW]],
        }
    }
}

/// Administrative review and litigation about disclosure, stated and in table four (NAR-09).
pub(super) fn check(inspection: &Inspection) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for passage in &inspection.prose.get().passages {
        let about_requests = head(&passage.text).contains("依申请");
        for sentence in sentences(&passage.text) {
            let text = &passage.text[sentence.clone()];
            if !about_requests && !DISCLOSURE.is_match(text) {
                continue;
            }
            let scope = LazyCell::new(|| Scope::of(inspection, text));
            for clause in clauses(text) {
                let words = &text[clause.clone()];
                if PART.is_match(words) || !REMEDY.is_match(words) || !scope.holds(clause.end) {
                    continue;
                }
                let place = sentence.start + clause.start..sentence.start + clause.end;
                if let Some(span) = passage.span(place) {
                    outcomes.extend(of_clause(inspection, words, span));
                }
            }
        }
    }
    if outcomes.is_empty() { vec![not_stated(inspection)] } else { outcomes }
}

fn of_clause(inspection: &Inspection, clause: &str, span: Span) -> Vec<Outcome> {
    let mut named: Vec<Remedy> = REMEDY.find_iter(clause).map(|word| Remedy::of(word.as_str())).collect();
    named.dedup();
    let figures = figures(clause);
    let nothing = NONE.is_match(clause) || (figures.len() == 1 && figures[0].value.is_zero());
    if nothing {
        return named.iter().map(|remedy| compare(inspection, Decimal::ZERO, *remedy, span)).collect();
    }
    // 复议和诉讼共2件 has more readings than figures: silence.
    if figures.len() != named.len() {
        return Vec::new();
    }
    let mut outcomes = Vec::new();
    for figure in figures.iter().filter(|figure| figure.precision == Precision::Exact) {
        let before = REMEDY.find_iter(&clause[..figure.range.start]).last();
        if let Some(word) = before.or_else(|| REMEDY.find(&clause[figure.range.end..])) {
            outcomes.push(compare(inspection, figure.value, Remedy::of(word.as_str()), span));
        }
    }
    outcomes
}

fn compare(inspection: &Inspection, value: Decimal, remedy: Remedy, span: Span) -> Outcome {
    let meanings = remedy.meanings();
    let sums: Option<Vec<Decimal>> =
        meanings.iter().map(|cells| cells.iter().map(|cell| number(inspection, cell)).sum()).collect();
    match sums {
        None => no_figure(inspection, meanings[0]),
        // Of two kinds of suit, none at all means none of either.
        Some(sums) if value.is_zero() && sums.iter().all(Decimal::is_zero) => Outcome::Pass,
        Some(sums) if !value.is_zero() && sums.contains(&value) => Outcome::Pass,
        Some(_) => disagreement(inspection, value, span, meanings[0]),
    }
}
