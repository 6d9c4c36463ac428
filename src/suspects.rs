//! Which cell is wrong: over all sums of a report that do not hold, the fewest cells whose change to other non-negative
//! integers satisfies every one (Fellegi and Holt, 1976), ranked by the slip of the pen that would explain them.
//! It proposes and never repairs.

use std::cmp::Reverse;

use crate::model::{Explained, Phrase, Proposal, Slip, Suspect, Suspects, Unsettled};
use crate::rules::{Case, Rules};

mod problem;
mod search;
mod shifts;
mod slips;
mod words;

use problem::{Problem, Scope};
use search::{Change, Found, smallest};
use shifts::shifts;
use slips::{Judged, judge};

/// The most sets that are told for one group of sums: nobody weighs more than a handful.
pub const MOST_TOLD: usize = 5;

/// When more sets than this are equally small and equally likely, none of them is told.
pub const MOST_ALIKE: usize = 12;

/// From this size on a shift of a whole row is told beside smaller sets: it is one slip, they are several.
const MANY_CELLS: usize = 3;

/// What a shift of a whole row or column costs, in the order of `slips`.
const SHIFT: u32 = 1;

/// The suspects of one report; none where every sum holds.
///
/// A sum with a cell that is not known does not fail by itself (domain 3.1) and is only kept from being broken. Where
/// the reading of a cell is unsure, and its sums would not hold as read, the reading is suspected, not the report.
#[must_use]
pub fn suspects(case: &Case, rules: &Rules) -> Suspects {
    let mut said = Suspects::default();
    let problem = Problem::read(case, rules, Scope::BothYears);
    for group in problem.violated() {
        if !settle(case, &problem, &group, &mut said) {
            settle_within_the_year(case, rules, (&problem, &group), &mut said);
        }
    }
    if case.report.cells.iter().any(|cell| cell.state.number().is_none() && cell.state.shown().is_some()) {
        let problem = Problem::read(case, rules, Scope::Unsure);
        for group in problem.violated() {
            let found = smallest(&problem, &group);
            tell(case, &problem, &group, &candidates(case, &problem, &group, found), &mut said, Reading::Unsure);
        }
    }
    said
}

/// Whether the figures of a set were read with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Certain,
    Unsure,
}

/// Tells the sets for one group, or why none is told; `false` where there is none.
fn settle(case: &Case, problem: &Problem, group: &[usize], said: &mut Suspects) -> bool {
    let found = smallest(problem, group);
    let bounded = found.bounded;
    let candidates = candidates(case, problem, group, found);
    if candidates.is_empty() {
        return false;
    }
    said.bounded |= bounded;
    tell(case, problem, group, &candidates, said, Reading::Certain);
    true
}

/// Last year's figures may contradict this year's for reasons of their own: without them, what remains may be small.
fn settle_within_the_year(case: &Case, rules: &Rules, whole: (&Problem, &[usize]), said: &mut Suspects) {
    let (problem, group) = whole;
    let is_in_group = |narrow: &Problem, index: usize| {
        let equation = &narrow.equations[index];
        group.iter().map(|other| &problem.equations[*other]).any(|other| {
            (&other.rule, &other.cells, other.across_years) == (&equation.rule, &equation.cells, equation.across_years)
        })
    };
    let mut left: Vec<usize> = group.to_vec();
    if case.last_year.is_some() {
        let narrow = Problem::read(case, rules, Scope::OneYear);
        for part in narrow.violated().into_iter().filter(|part| part.iter().any(|index| is_in_group(&narrow, *index))) {
            if settle(case, &narrow, &part, said) {
                let settled = |index: &usize| {
                    let equation = &problem.equations[*index];
                    part.iter().any(|other| {
                        narrow.equations[*other].rule == equation.rule
                            && narrow.equations[*other].cells == equation.cells
                    })
                };
                left.retain(|index| !settled(index));
            }
        }
    }
    if !left.is_empty() {
        let bounded = smallest(problem, group).bounded;
        said.bounded |= bounded;
        let sums = left.iter().map(|index| explained(case, problem, *index)).collect();
        said.unsettled.push(Unsettled { sums, message: words::none(bounded) });
    }
}

/// A set that satisfies every sum of a group, and what it looks like.
struct Candidate {
    changes: Vec<Change>,
    judged: Judged,
}

/// The smallest sets, and shifts of whole rows beside them, the likeliest first.
fn candidates(case: &Case, problem: &Problem, group: &[usize], found: Found) -> Vec<Candidate> {
    let smallest = found.sets.first().map(Vec::len);
    let judged = |changes: Vec<Change>| {
        let judged = judge(case, problem, &changes);
        Candidate { changes, judged }
    };
    let mut candidates: Vec<Candidate> = found.sets.into_iter().map(judged).collect();
    if smallest != Some(1) {
        for (changes, slip) in shifts(case, problem, group) {
            let judged = Judged { slip, cost: SHIFT };
            if let Some(known) = candidates.iter_mut().find(|candidate| candidate.changes == changes) {
                known.judged = judged;
            } else if smallest.is_none_or(|size| size >= MANY_CELLS || changes.len() == size) {
                candidates.push(Candidate { changes, judged });
            }
        }
    }
    // A row off by itself is most often a wrong total; cases go astray where there are many.
    let key = |candidate: &Candidate| {
        let totals = totals(case, &candidate.changes);
        (candidate.judged.cost, Reverse(totals), Reverse(moved_from(problem, candidate)))
    };
    candidates.sort_by_key(key);
    candidates
}

/// How many cases stand where some were taken away, when cases were filed in the wrong place; zero for other slips.
fn moved_from(problem: &Problem, candidate: &Candidate) -> i128 {
    if !matches!(candidate.judged.slip, Slip::WrongApplicant | Slip::WrongRow) {
        return 0;
    }
    let gains = candidate.changes.iter().filter(|(_, by)| *by > 0);
    gains.filter_map(|(cell, by)| problem.figures[*cell].found?.checked_add(*by)).max().unwrap_or(0)
}

/// How many of the cells stand in a column of totals.
fn totals(case: &Case, changes: &[Change]) -> usize {
    let is_total = |cell: usize| {
        let cell = &case.form.cells[cell];
        case.form.tables[cell.table].columns[cell.column].total
    };
    changes.iter().filter(|(cell, _)| is_total(*cell)).count()
}

fn tell(
    case: &Case,
    problem: &Problem,
    group: &[usize],
    candidates: &[Candidate],
    said: &mut Suspects,
    reading: Reading,
) {
    let Some(best) = candidates.first() else { return };
    let cost = best.judged.cost;
    let alike = candidates.iter().take_while(|candidate| candidate.judged.cost == cost).count();
    if alike > MOST_ALIKE {
        let sums = group.iter().map(|index| explained(case, problem, *index)).collect();
        let best = suspect(case, problem, group, best, reading);
        said.unsettled.push(Unsettled { sums, message: words::too_many(case, &best, alike) });
        return;
    }
    let untold = candidates.len().saturating_sub(MOST_TOLD);
    let told = candidates
        .iter()
        .take(MOST_TOLD)
        .map(|candidate| Suspect { untold, ..suspect(case, problem, group, candidate, reading) });
    said.sets.extend(told);
}

fn suspect(case: &Case, problem: &Problem, group: &[usize], candidate: &Candidate, reading: Reading) -> Suspect {
    let mut suspect = Suspect {
        cells: candidate.changes.iter().filter_map(|change| proposal(case, problem, *change)).collect(),
        explains: group.iter().map(|index| explained(case, problem, *index)).collect(),
        why: candidate.judged.slip,
        message: Phrase::default(),
        check_reading: reading == Reading::Unsure,
        untold: 0,
    };
    let sources = slips::sources(case, &candidate.changes);
    let named = if candidate.changes.len() < MANY_CELLS { &candidate.changes } else { &sources };
    let named: Vec<Proposal> = named.iter().filter_map(|change| proposal(case, problem, *change)).collect();
    suspect.message = words::message(case, &suspect, &named);
    suspect
}

fn proposal(case: &Case, problem: &Problem, (cell, by): Change) -> Option<Proposal> {
    let found = problem.figures[cell].found?;
    Some(Proposal { cell: case.form.cells[cell].id.clone(), found, proposed: found.checked_add(by)? })
}

fn explained(case: &Case, problem: &Problem, index: usize) -> Explained {
    let equation = &problem.equations[index];
    Explained {
        rule: equation.rule.clone(),
        cells: equation.cells.iter().map(|cell| case.form.cells[*cell].id.clone()).collect(),
    }
}
