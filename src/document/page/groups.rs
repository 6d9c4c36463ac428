//! Which ruling lines belong together: those that touch make one table.

use std::collections::BTreeMap;

use super::rules::{Level, NEAR, Rule};

/// Rules by whether they touch, over any number of others.
pub(super) fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut parent: Vec<usize> = (0..rules.len()).collect();
    let across: Vec<usize> = numbers(rules, Level::Across);
    let down: Vec<usize> = numbers(rules, Level::Down);
    for &level in &across {
        for &plumb in &down {
            let (Some(one), Some(other)) = (rules.get(level), rules.get(plumb)) else { continue };
            if touch(one, other) {
                let (one, other) = (root(&mut parent, level), root(&mut parent, plumb));
                if let Some(own) = parent.get_mut(one) {
                    *own = other;
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Rule>> = BTreeMap::new();
    for (number, rule) in rules.iter().enumerate() {
        groups.entry(root(&mut parent, number)).or_default().push(*rule);
    }
    groups.into_values().collect()
}

fn numbers(rules: &[Rule], level: Level) -> Vec<usize> {
    rules.iter().enumerate().filter(|(_, rule)| rule.level == level).map(|(number, _)| number).collect()
}

/// The number that stands for all that are together with `number`, by what each was joined to.
pub(super) fn root(parent: &mut [usize], mut number: usize) -> usize {
    while let Some(&above) = parent.get(number) {
        if above == number {
            break;
        }
        let further = parent.get(above).copied().unwrap_or(above);
        if let Some(own) = parent.get_mut(number) {
            *own = further;
        }
        number = further;
    }
    number
}

fn touch(across: &Rule, down: &Rule) -> bool {
    let within = |at: f64, rule: &Rule| at >= rule.from - NEAR && at <= rule.to + NEAR;
    within(down.at, across) && within(across.at, down)
}
