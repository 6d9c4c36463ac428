//! Tables from ruling lines: rules that touch make a table, their places its rows and columns, and a cell is what no rule
//! parts.

use super::characters::is_digit;
use super::groups::{groups, root};
use super::lines::{Letter, lines};
use super::rules::{Level, Rule, nearest, places};
use super::table::{self, Cell, Table};

/// The most places of rows times columns of one table; the largest table of a report has 28 times 15.
const MOST_PLACES: usize = 20_000;

/// The most tables of a page that are looked at; others are boxes to tick.
const MOST_TABLES: usize = 200;

/// The tables of a page, and the letters outside them.
pub(super) fn tables(page: usize, rules: &[Rule], letters: Vec<Letter>) -> (Vec<Table>, Vec<Letter>) {
    let mut lattices: Vec<Lattice> = groups(rules).iter().filter_map(|group| Lattice::new(group)).collect();
    lattices.sort_by(|one, other| other.area().total_cmp(&one.area()));
    lattices.truncate(MOST_TABLES);
    lattices.sort_by(|one, other| one.top().total_cmp(&other.top()));
    let frames: Vec<bool> = lattices.iter().map(|own| own.is_frame(&lattices)).collect();
    let mut frame = frames.into_iter();
    lattices.retain(|_| !frame.next().unwrap_or(false));
    let mut inside: Vec<Vec<Letter>> = vec![Vec::new(); lattices.len()];
    let mut outside = Vec::new();
    for letter in letters {
        // Of frames within frames, the innermost.
        let home = lattices.iter().enumerate().filter(|(_, lattice)| lattice.holds(&letter));
        let home = home.min_by(|(_, one), (_, other)| one.area().total_cmp(&other.area()));
        match home.and_then(|(number, _)| inside.get_mut(number)) {
            Some(own) => own.push(letter),
            None => outside.push(letter),
        }
    }
    let tables = lattices.iter().zip(inside).map(|(lattice, letters)| lattice.table(page, letters)).collect();
    (tables, outside)
}

/// The places of the lines of one table, and which of the edges between its smallest cells are drawn.
struct Lattice {
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// By row of places and column: the edge above the cell, over all rows and one more.
    above: Vec<bool>,
    /// The edge to the left of the cell, over all columns and one more.
    before: Vec<bool>,
}

impl Lattice {
    fn new(rules: &[Rule]) -> Option<Self> {
        let (mut across, mut down) = (Vec::new(), Vec::new());
        for rule in rules {
            match rule.level {
                Level::Across => {
                    across.push(rule.at);
                    down.extend([rule.from, rule.to]);
                }
                Level::Down => {
                    down.push(rule.at);
                    across.extend([rule.from, rule.to]);
                }
            }
        }
        let (across, down) = (inner(across, rules, Level::Across), inner(down, rules, Level::Down));
        let (columns, rows) = (places(down), places(across));
        let (wide, high) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        if wide == 0 || high == 0 || wide * high > MOST_PLACES || rules.iter().all(|rule| rule.level == Level::Across) {
            return None;
        }
        let mut lattice =
            Self { columns, rows, above: vec![false; (high + 1) * wide], before: vec![false; high * (wide + 1)] };
        lattice.draw(rules);
        Some(lattice)
    }

    fn wide(&self) -> usize {
        self.columns.len().saturating_sub(1)
    }

    fn high(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    fn draw(&mut self, rules: &[Rule]) {
        let (wide, high) = (self.wide(), self.high());
        for rule in rules {
            match rule.level {
                Level::Across => {
                    let row = nearest(&self.rows, rule.at);
                    for column in covered(&self.columns, rule) {
                        if let Some(edge) = self.above.get_mut(row * wide + column) {
                            *edge = true;
                        }
                    }
                }
                Level::Down => {
                    let column = nearest(&self.columns, rule.at);
                    for row in covered(&self.rows, rule).take_while(|row| *row < high) {
                        if let Some(edge) = self.before.get_mut(row * (wide + 1) + column) {
                            *edge = true;
                        }
                    }
                }
            }
        }
    }

    fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or_default()
    }

    /// Whether it is a frame around other tables and no table itself.
    fn is_frame(&self, others: &[Self]) -> bool {
        let within = |places: &[f64], of: &[f64]| {
            let ends = places.first().zip(places.last()).zip(of.first().zip(of.last()));
            ends.is_some_and(|((first, last), (left, right))| first > left && last < right)
        };
        let inside = |other: &Self| within(&other.columns, &self.columns) && within(&other.rows, &self.rows);
        self.wide() * self.high() == 1 && others.iter().any(inside)
    }

    fn holds(&self, letter: &Letter) -> bool {
        let (x, y) = letter.middle();
        let within = |places: &[f64], at: f64| {
            places.first().is_some_and(|first| *first <= at) && places.last().is_some_and(|last| at < *last)
        };
        within(&self.columns, x) && within(&self.rows, y)
    }

    fn area(&self) -> f64 {
        let length = |places: &[f64]| places.last().zip(places.first()).map_or(0.0, |(last, first)| last - first);
        length(&self.columns) * length(&self.rows)
    }

    /// The smallest cell at a place.
    fn place(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.columns.partition_point(|place| *place <= x).checked_sub(1)?.min(self.wide() - 1);
        let row = self.rows.partition_point(|place| *place <= y).checked_sub(1)?.min(self.high() - 1);
        Some(row * self.wide() + column)
    }

    fn table(&self, page: usize, letters: Vec<Letter>) -> Table {
        let (cells, boxes) = self.cells();
        let home = |letter: &Letter| {
            let (x, y) = letter.middle();
            self.place(x, y).and_then(|place| cells.get(place)).copied().unwrap_or(0)
        };
        let crossed = crossed(&letters, home);
        let mut texts: Vec<Vec<Letter>> = vec![Vec::new(); boxes.len()];
        for letter in &letters {
            if let Some(own) = texts.get_mut(home(letter)) {
                own.push(*letter);
            }
        }
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); self.high()];
        for (cell, letters) in boxes.into_iter().zip(texts) {
            let place = |number: usize| self.columns.get(number).copied().unwrap_or_default();
            let width = place(cell.column + cell.columns) - place(cell.column);
            if let Some(row) = rows.get_mut(cell.row) {
                row.push(table::cell((cell.column, cell.columns, cell.rows), width, letters));
            }
        }
        for row in &mut rows {
            row.sort_by_key(|cell| cell.column);
        }
        let edges =
            |row: usize| (0..self.wide()).filter(|column| self.is_above(row, *column)).count() * 2 >= self.wide();
        Table {
            columns: self.columns.clone(),
            rows,
            top: self.rows.first().copied().unwrap_or_default(),
            bottom: self.rows.last().copied().unwrap_or_default(),
            closed_above: edges(0),
            closed_below: edges(self.high()),
            letters: vec![(page, letters)],
            crossed,
        }
    }

    fn is_above(&self, row: usize, column: usize) -> bool {
        self.above.get(row * self.wide() + column).copied().unwrap_or(false)
    }

    fn is_before(&self, row: usize, column: usize) -> bool {
        self.before.get(row * (self.wide() + 1) + column).copied().unwrap_or(false)
    }

    /// The cell of each smallest cell, and the cells. What no rule parts is one cell; where that is no rectangle, for a
    /// line is lacking, it is cut into rectangles from the top.
    fn cells(&self) -> (Vec<usize>, Vec<Spread>) {
        let (wide, high) = (self.wide(), self.high());
        let regions = self.regions();
        let mut cells = vec![usize::MAX; wide * high];
        let mut boxes = Vec::new();
        for place in 0..wide * high {
            if cells.get(place) != Some(&usize::MAX) {
                continue;
            }
            let (row, column) = (place / wide, place % wide);
            let region = regions.get(place);
            let free = |row: usize, column: usize, cells: &[usize]| {
                let other = row * wide + column;
                regions.get(other) == region && cells.get(other) == Some(&usize::MAX)
            };
            let columns = (column..wide).take_while(|column| free(row, *column, &cells)).count();
            let whole = |row: &usize| (column..column + columns).all(|column| free(*row, column, &cells));
            let rows = (row..high).take_while(whole).count();
            for row in row..row + rows {
                for column in column..column + columns {
                    if let Some(own) = cells.get_mut(row * wide + column) {
                        *own = boxes.len();
                    }
                }
            }
            boxes.push(Spread { row, column, rows, columns });
        }
        (cells, boxes)
    }

    /// For each smallest cell the number of what it is one with.
    fn regions(&self) -> Vec<usize> {
        let (wide, high) = (self.wide(), self.high());
        let mut parent: Vec<usize> = (0..wide * high).collect();
        let mut unite = |one: usize, other: usize| {
            let (one, other) = (root(&mut parent, one), root(&mut parent, other));
            if let Some(own) = parent.get_mut(other) {
                *own = one;
            }
        };
        for row in 0..high {
            for column in 0..wide {
                let place = row * wide + column;
                if column > 0 && !self.is_before(row, column) {
                    unite(place - 1, place);
                }
                if row > 0 && !self.is_above(row, column) {
                    unite(place - wide, place);
                }
            }
        }
        (0..wide * high).map(|place| root(&mut parent, place)).collect()
    }
}

/// A cell by its rows and columns.
struct Spread {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
}

/// The places at which a table may have a line: those of rules that run its way, and its outer edges, which some tables
/// leave open.
fn inner(mut values: Vec<f64>, rules: &[Rule], level: Level) -> Vec<f64> {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values = rules.iter().filter(|rule| rule.level == level).map(|rule| rule.at).collect();
    values.extend([least, most]);
    values.retain(|value| value.is_finite());
    values
}

/// The intervals between places that a rule covers for the most part.
fn covered<'a>(places: &'a [f64], rule: &Rule) -> impl Iterator<Item = usize> + use<'a> {
    let (from, to) = (rule.from, rule.to);
    let pairs = places.iter().zip(places.iter().skip(1)).enumerate();
    pairs.filter_map(move |(number, (start, end))| {
        let shared = to.min(*end) - from.max(*start);
        (shared >= (end - start) / 2.0).then_some(number)
    })
}

/// How many runs of digits stand over a line between two cells.
fn crossed(letters: &[Letter], home: impl Fn(&Letter) -> usize) -> usize {
    let digits: Vec<Letter> = letters.iter().filter(|letter| is_digit(letter.character)).copied().collect();
    let over = |pair: &[Letter]| {
        let [one, next] = pair else { return false };
        let near = next.left - one.right <= 0.2 * one.size.min(next.size);
        near && home(one) != home(next)
    };
    lines(digits).iter().map(|line| line.letters.windows(2).filter(|pair| over(pair)).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(at: f64, from: f64, to: f64) -> Rule {
        Rule { level: Level::Across, at, from, to }
    }

    fn down(at: f64, from: f64, to: f64) -> Rule {
        Rule { level: Level::Down, at, from, to }
    }

    fn letter(character: char, left: f64, baseline: f64) -> Letter {
        Letter { character, left, right: left + 5.0, baseline, size: 10.0 }
    }

    /// The cells as row, column, rows, columns and text.
    fn cells(rules: &[Rule], letters: Vec<Letter>) -> Vec<(usize, usize, usize, usize, String)> {
        let (tables, _) = tables(0, rules, letters);
        let cell = |(row, cells): (usize, &Vec<Cell>)| -> Vec<_> {
            cells.iter().map(|cell| (row, cell.column, cell.rows, cell.columns, cell.text.clone())).collect()
        };
        tables.iter().flat_map(|table| table.rows.iter().enumerate().flat_map(cell)).collect()
    }

    #[test]
    fn what_no_rule_parts_is_one_cell() {
        // The left column is merged over both rows, the head over the two columns behind it.
        let rules = [
            across(0.0, 0.0, 90.0),
            across(20.0, 30.0, 90.0),
            across(40.0, 0.0, 90.0),
            down(0.0, 0.0, 40.0),
            down(30.0, 0.0, 40.0),
            down(60.0, 20.0, 40.0),
            down(90.0, 0.0, 40.0),
        ];
        let letters =
            vec![letter('a', 10.0, 24.0), letter('b', 57.0, 14.0), letter('1', 40.0, 34.0), letter('2', 70.0, 34.0)];
        let text = str::to_owned;
        let wanted =
            [(0, 0, 2, 1, text("a")), (0, 1, 1, 2, text("b")), (1, 1, 1, 1, text("1")), (1, 2, 1, 1, text("2"))];
        assert_eq!(cells(&rules, letters), wanted);
    }

    #[test]
    fn tables_apart_are_tables_of_their_own_and_a_frame_around_them_is_none() {
        let mut rules = vec![across(-9.0, -9.0, 200.0), across(300.0, -9.0, 200.0), down(-9.0, -9.0, 300.0)];
        rules.push(down(200.0, -9.0, 300.0));
        for top in [0.0, 100.0] {
            rules.extend([across(top, 0.0, 60.0), across(top + 20.0, 0.0, 60.0)]);
            rules.extend([0.0, 30.0, 60.0].map(|at| down(at, top, top + 20.0)));
        }
        let (found, outside) = tables(0, &rules, vec![letter('x', 100.0, 60.0), letter('1', 10.0, 14.0)]);
        assert_eq!(found.iter().map(|table| table.rows[0].len()).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(outside, [letter('x', 100.0, 60.0)]);
    }

    #[test]
    fn an_underline_in_a_cell_parts_nothing_and_open_sides_are_cells_too() {
        let rules = [
            across(0.0, 0.0, 90.0),
            across(20.0, 0.0, 90.0),
            across(40.0, 0.0, 90.0),
            down(45.0, 0.0, 40.0),
            across(33.0, 10.0, 30.0),
        ];
        let letters = vec![letter('1', 10.0, 30.0), letter('2', 80.0, 30.0)];
        let found: Vec<_> =
            cells(&rules, letters).into_iter().map(|(row, column, .., text)| (row, column, text)).collect();
        let text = str::to_owned;
        assert_eq!(found, [(0, 0, text("")), (0, 1, text("")), (1, 0, text("1")), (1, 1, text("2"))]);
    }

    #[test]
    fn a_line_that_is_lacking_leaves_rectangles() {
        let mut rules = vec![across(0.0, 0.0, 60.0), across(20.0, 0.0, 30.0), across(40.0, 0.0, 60.0)];
        rules.extend([down(0.0, 0.0, 40.0), down(30.0, 20.0, 40.0), down(60.0, 0.0, 40.0)]);
        let places: Vec<_> = cells(&rules, Vec::new())
            .into_iter()
            .map(|(row, column, rows, columns, _)| (row, column, rows, columns))
            .collect();
        assert_eq!(places, [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }
}
