//! Rules that fire in so many reports that the rule, or a threshold of it, may be wrong rather than the reports (规则可疑).

use std::collections::{BTreeMap, BTreeSet};

use super::Checks;

/// In how many of how many reports a rule found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    pub fired: usize,
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
}

impl Firings {
    /// Counts one report.
    pub fn add(&mut self, checks: &Checks) {
        self.reports += 1;
        let rules: BTreeSet<&str> = checks.findings.iter().map(|finding| finding.rule.as_str()).collect();
        for rule in rules {
            *self.fired.entry(rule.to_owned()).or_default() += 1;
        }
    }

    /// The rules in doubt, by id.
    #[must_use]
    pub fn doubted(&self, doubt: DoubtBound) -> BTreeMap<String, Firing> {
        let firing = |(rule, fired): (&String, &usize)| {
            let firing = Firing { fired: *fired, reports: self.reports };
            doubt.doubts(firing).then(|| (rule.clone(), firing))
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
        let fired = BTreeMap::from([("ARI-01".to_owned(), 3), ("STR-09".to_owned(), 19)]);
        let firings = Firings { reports: 22, fired };
        let told: Vec<_> = firings.doubted(HALF).into_iter().collect();
        assert_eq!(told, [("STR-09".to_owned(), Firing { fired: 19, reports: 22 })]);
    }
}
