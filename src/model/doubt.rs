//! Rules that fire in so many reports that the rule, or a threshold of it, may be wrong rather than the reports (规则可疑).

use std::collections::{BTreeMap, BTreeSet};

use super::Checks;

/// It says that no report of last year is at hand, which is no fault of the rule: where there is one it passes.
const NO_LAST_YEAR: &str = "YOY-10";

/// In how many of how many reports a rule found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    pub fired: usize,
    /// Those in which it was decided.
    pub reports: usize,
}

/// From when on a rule is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoubtBound {
    /// It fires in more than this share of the reports; 100 doubts none.
    pub above_percent: usize,
    /// Fewer reports than this say nothing of a rule.
    pub from_reports: usize,
}

impl DoubtBound {
    /// Whether a rule that fires so often is in doubt.
    #[must_use]
    pub const fn doubts(self, firing: Firing) -> bool {
        firing.reports >= self.from_reports
            && firing.fired.saturating_mul(100) > firing.reports.saturating_mul(self.above_percent)
    }
}

/// How often each rule fires over many reports. A rule counts once in a report, however much it finds there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Firings {
    pub reports: usize,
    /// By rule id; a rule that never fires is not listed.
    pub fired: BTreeMap<String, usize>,
    /// In how many reports a rule was decided: one that had nothing to go by, or was not asked, says nothing of itself.
    pub decided: BTreeMap<String, usize>,
}

impl Firings {
    /// Counts one report.
    pub fn add(&mut self, checks: &Checks) {
        self.reports += 1;
        let rules: BTreeSet<&str> = checks.findings.iter().map(|finding| finding.rule.as_str()).collect();
        for rule in &rules {
            *self.fired.entry((*rule).to_owned()).or_default() += 1;
        }
        let passed = checks.passed.iter().map(|(rule, _)| rule.as_str());
        for rule in rules.iter().copied().chain(passed).collect::<BTreeSet<&str>>() {
            *self.decided.entry(rule.to_owned()).or_default() += 1;
        }
    }

    /// The rules in doubt, by id.
    #[must_use]
    pub fn doubted(&self, doubt: DoubtBound) -> BTreeMap<String, Firing> {
        let firing = |(rule, fired): (&String, &usize)| {
            let firing = Firing { fired: *fired, reports: self.decided.get(rule).copied().unwrap_or(*fired) };
            (rule != NO_LAST_YEAR && doubt.doubts(firing)).then(|| (rule.clone(), firing))
        };
        self.fired.iter().filter_map(firing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: DoubtBound = DoubtBound { above_percent: 50, from_reports: 10 };

    #[test]
    fn a_rule_is_in_doubt_above_its_share_and_not_before_enough_reports() {
        assert!(HALF.doubts(Firing { fired: 6, reports: 10 }));
        assert!(!HALF.doubts(Firing { fired: 5, reports: 10 }), "half is not more than half");
        assert!(!HALF.doubts(Firing { fired: 9, reports: 9 }), "nine reports say nothing");
        let never = DoubtBound { above_percent: 100, ..HALF };
        assert!(!never.doubts(Firing { fired: 10, reports: 10 }));
    }

    #[test]
    fn only_rules_in_doubt_are_told() {
        let all = |counts: &[(&str, usize)]| counts.iter().map(|(rule, count)| ((*rule).to_owned(), *count)).collect();
        let fired = all(&[("ARI-01", 3), ("STR-09", 19), ("YOY-01", 9), ("YOY-10", 22)]);
        let decided = all(&[("ARI-01", 22), ("STR-09", 22), ("YOY-01", 9), ("YOY-10", 22)]);
        let told: Vec<_> = Firings { reports: 22, fired, decided }.doubted(HALF).into_iter().collect();
        assert_eq!(
            told,
            [("STR-09".to_owned(), Firing { fired: 19, reports: 22 })],
            "nine decided reports say nothing"
        );
    }

    #[test]
    fn the_share_is_of_the_reports_in_which_the_rule_was_decided() {
        let mut firings = Firings::default();
        let checks = |passed: &[&str]| Checks {
            passed: passed.iter().map(|rule| ((*rule).to_owned(), 1)).collect(),
            ..Checks::default()
        };
        (0..30).for_each(|_| firings.add(&checks(&["ARI-01"])));
        firings.fired.insert("YOY-01".to_owned(), 10);
        firings.decided.insert("YOY-01".to_owned(), 12);
        assert_eq!(firings.decided["ARI-01"], 30);
        assert_eq!(firings.doubted(HALF)["YOY-01"], Firing { fired: 10, reports: 12 });
    }
}
