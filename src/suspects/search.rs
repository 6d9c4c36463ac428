//! The smallest sets of cells whose change satisfies every equation of a group: one cell and two by the pattern of what
//! is off, more by a search with a bound. Exact, in integers; it knows nothing of what a slip of the pen looks like.

use std::collections::HashSet;

use super::problem::Problem;

/// No set is larger: five figures wrong at once are for a person with the register.
const MOST_CELLS: usize = 4;

/// How many sets in the making one group may cost.
const MOST_STEPS: usize = 5_000;

/// More equally small sets than this say nothing to anybody.
const MOST_SETS: usize = 400;

/// A cell, by its position in the form, and by how much it changes.
pub(super) type Change = (usize, i128);

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// All of one size, each in the order of the form.
    pub(super) sets: Vec<Vec<Change>>,
    /// Whether the bound was met before the search was over.
    pub(super) bounded: bool,
}

/// The smallest sets for a group of equations that do not hold.
///
/// Sets grow by one cell at a time, each taking up the whole of what one equation is off by then. That finds every set
/// in which some equation contains a single cell of the set, then again when that cell is settled, and so on; a set of
/// which no equation contains a single cell leaves its own changes open, so that it has nothing definite to propose.
pub(super) fn smallest(problem: &Problem, violated: &[usize]) -> Found {
    let mut search = Search {
        problem,
        neighbours: Neighbours::of(problem),
        off: problem.equations.iter().map(|equation| equation.off).collect(),
        violated: violated.to_vec(),
        changes: Vec::new(),
        seen: HashSet::new(),
        most_equations: problem.figures.iter().map(|figure| figure.exact.len()).max().unwrap_or(0),
        steps: 0,
        found: Found::default(),
    };
    for size in 1..=MOST_CELLS {
        search.seen.clear();
        search.grow(size);
        if !search.found.sets.is_empty() || search.found.bounded {
            break;
        }
    }
    search.found.sets.sort_unstable();
    search.found
}

/// Whether all equations of a group hold after the changes, and none that held is broken.
pub(super) fn satisfies(problem: &Problem, violated: &[usize], changes: &[Change]) -> bool {
    let mut off: Vec<i128> = problem.equations.iter().map(|equation| equation.off).collect();
    for &(cell, by) in changes {
        let figure = &problem.figures[cell];
        if !figure.found.and_then(|found| found.checked_add(by)).is_some_and(|value| figure.allows(value)) {
            return false;
        }
        for &(index, factor) in figure.exact.iter().chain(&figure.bounds) {
            let Some(next) = by.checked_mul(factor).and_then(|by| off[index].checked_add(by)) else { return false };
            off[index] = next;
        }
    }
    let touched = changes.iter().flat_map(|(cell, _)| problem.figures[*cell].exact.iter());
    touched.map(|(index, _)| index).chain(violated).all(|index| off[*index] == 0) && keeps_bounds(problem, changes)
}

/// Whether no bound that was kept is broken. One that was broken before says by how much at least, not by how much.
fn keeps_bounds(problem: &Problem, changes: &[Change]) -> bool {
    let touched = changes.iter().flat_map(|(cell, _)| problem.figures[*cell].bounds.iter());
    touched.map(|(index, _)| *index).all(|index| {
        let equation = &problem.equations[index];
        let after = changes.iter().try_fold(equation.off, |off, &(cell, by)| {
            let factor = problem.figures[cell].bounds.iter().find(|(other, _)| *other == index);
            off.checked_add(by.checked_mul(factor.map_or(0, |(_, factor)| *factor))?)
        });
        !equation.demand.is_met(equation.off) || after.is_some_and(|after| equation.demand.is_met(after))
    })
}

/// Which equations share a cell that may change.
struct Neighbours {
    shared: Vec<bool>,
    equations: usize,
}

impl Neighbours {
    fn of(problem: &Problem) -> Self {
        let equations = problem.equations.len();
        let mut shared = vec![false; equations * equations];
        for figure in &problem.figures {
            for (one, _) in &figure.exact {
                for (other, _) in &figure.exact {
                    shared[one * equations + other] = true;
                }
            }
        }
        Self { shared, equations }
    }

    /// Whether these equations take more than so many cells: of those that share no cell, each takes one of its own.
    /// Taken from the first on and from the last on, for the sums of rows stand before those of columns.
    fn take_more_than(&self, cells: usize, violated: &[usize]) -> bool {
        self.apart(cells, violated.iter()) > cells || self.apart(cells, violated.iter().rev()) > cells
    }

    /// How many of the equations share no cell with one counted before; counted up to one more than `most`.
    fn apart<'e>(&self, most: usize, equations: impl Iterator<Item = &'e usize>) -> usize {
        let mut counted = [0; MOST_CELLS + 1];
        let mut count = 0;
        for &equation in equations {
            let row = equation * self.equations;
            if !counted[..count].iter().any(|other| self.shared[row + other]) {
                counted[count] = equation;
                count += 1;
                if count > most {
                    break;
                }
            }
        }
        count
    }
}

struct Search<'a> {
    problem: &'a Problem,
    neighbours: Neighbours,
    /// What each equation is off by after the changes so far.
    off: Vec<i128>,
    /// The equations that do not hold after the changes so far, in their order.
    violated: Vec<usize>,
    changes: Vec<Change>,
    /// Sets in the making that were looked at, whatever the order of their cells.
    seen: HashSet<Vec<Change>>,
    /// The most equations that one cell stands in.
    most_equations: usize,
    steps: usize,
    found: Found,
}

impl Search<'_> {
    /// Tries all sets with `more` further cells.
    fn grow(&mut self, more: usize) {
        if self.violated.is_empty()
            || self.violated.len() > more * self.most_equations
            || self.neighbours.take_more_than(more, &self.violated)
        {
            return;
        }
        if self.steps >= MOST_STEPS || self.found.sets.len() >= MOST_SETS {
            self.found.bounded = true;
            return;
        }
        self.steps += 1;
        if more == 1 {
            self.finish();
            return;
        }
        let mut sorted = self.changes.clone();
        sorted.sort_unstable();
        if !self.seen.insert(sorted) {
            return;
        }
        let Some(equations) = self.to_try() else { return };
        for index in equations {
            for term in 0..self.problem.equations[index].terms.len() {
                let (cell, factor) = self.problem.equations[index].terms[term];
                if let Some(by) = self.change(cell, index, factor)
                    && self.apply(cell, by)
                {
                    self.changes.push((cell, by));
                    self.grow(more - 1);
                    self.changes.pop();
                    self.take_back(cell, by);
                }
            }
        }
    }

    /// The equations of which one may contain a single further cell of the set: any of them, but where one has a single
    /// cell left, that cell it is. `None` where one has no cell left to change.
    fn to_try(&self) -> Option<Vec<usize>> {
        let mut all = self.violated.clone();
        for &index in &self.violated {
            let terms = self.problem.equations[index].terms.iter();
            match terms.filter(|(cell, _)| !self.is_changed(*cell)).count() {
                0 => return None,
                1 => all = vec![index],
                _ => {}
            }
        }
        Some(all)
    }

    fn is_changed(&self, cell: usize) -> bool {
        self.changes.iter().any(|(changed, _)| *changed == cell)
    }

    /// The change of a cell that makes one equation hold; `None` where the cell cannot change so.
    fn change(&self, cell: usize, equation: usize, factor: i128) -> Option<i128> {
        let off = self.off[equation];
        if self.is_changed(cell) || off.checked_rem(factor)? != 0 {
            return None;
        }
        let by = off.checked_div(factor)?.checked_neg()?;
        let figure = &self.problem.figures[cell];
        figure.allows(figure.found?.checked_add(by)?).then_some(by)
    }

    /// The last cell: it must stand in exactly the equations that do not hold, and take up what each is off by.
    fn finish(&mut self) {
        let Some(&first) = self.violated.first() else { return };
        let problem = self.problem;
        for &(cell, factor) in &problem.equations[first].terms {
            let exact = &problem.figures[cell].exact;
            if exact.len() != self.violated.len() {
                continue;
            }
            let Some(by) = self.change(cell, first, factor) else { continue };
            if exact.iter().any(|(index, factor)| by.checked_mul(*factor) != self.off[*index].checked_neg()) {
                continue;
            }
            let mut set = self.changes.clone();
            set.push((cell, by));
            set.sort_unstable();
            if keeps_bounds(problem, &set) && !self.found.sets.contains(&set) {
                self.found.sets.push(set);
            }
        }
    }

    /// Changes a cell; `false`, and nothing done, where the figures grow too large.
    fn apply(&mut self, cell: usize, by: i128) -> bool {
        let figure = &self.problem.figures[cell];
        let after = |&(index, factor): &(usize, i128)| self.off[index].checked_add(by.checked_mul(factor)?);
        let Some(after) = figure.exact.iter().map(after).collect::<Option<Vec<i128>>>() else { return false };
        for (&(index, _), after) in figure.exact.iter().zip(after) {
            self.set(index, after);
        }
        true
    }

    fn take_back(&mut self, cell: usize, by: i128) {
        for &(index, factor) in &self.problem.figures[cell].exact {
            self.set(index, self.off[index] - by * factor);
        }
    }

    fn set(&mut self, index: usize, off: i128) {
        self.off[index] = off;
        match (self.violated.binary_search(&index), off) {
            (Ok(at), 0) => {
                self.violated.remove(at);
            }
            (Err(at), off) if off != 0 => self.violated.insert(at, index),
            (Ok(_) | Err(_), _) => {}
        }
    }
}
