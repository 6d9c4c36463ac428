//! The columns of a table on a page, learnt from the figures that stand below one another and from the column heads.

use super::Piece;
use super::chains::Chain;
use crate::document::Measure;

/// How far outside the outermost columns a figure may stand, in thousandths of a character.
const MARGIN: i32 = 1_500;

/// How far from the middle of its head a figure of a typed page may stand to be under it beyond doubt.
const TRUE: i32 = 750;

/// So many figures in every column prove that they stand below one another; fewer may do so by chance.
const PROOF: usize = 3;

/// From where to where the figures of each column stand, from left to right; no two overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    reach: Vec<(i32, i32)>,
}

impl Columns {
    /// Learns the columns from the figures of all rows that have them, and from the `heads` above them, from left to
    /// right, where all were found. Figures that stand below one another make a column; there must be `count` of them.
    pub(super) fn learn(figures: &[&Piece], heads: Option<&[&Chain]>, count: usize) -> Option<Self> {
        let headed = heads.and_then(|heads| Self::new(heads.iter().map(|head| (head.left, head.right)).collect()));
        let is_drawn = heads.is_some_and(|heads| heads.iter().all(|head| head.is_drawn));
        let (reach, fewest) = stacked(figures);
        if reach.len() == count {
            let counted = Self { reach };
            let is_proven = fewest >= PROOF || headed.as_ref().is_some_and(|headed| headed.agrees_with(&counted));
            return is_proven.then_some(counted);
        }
        // Some columns are empty all the way down; where heads stand is where their figures would.
        let is_under = |headed: &Self, place: i32| {
            let Some(column) = headed.column(place) else { return false };
            let (left, right) = headed.reach[column];
            is_drawn || (place - i32::midpoint(left, right)).abs() <= TRUE
        };
        headed.filter(|headed| reach.iter().all(|reach| is_under(headed, i32::midpoint(reach.0, reach.1))))
    }

    fn new(reach: Vec<(i32, i32)>) -> Option<Self> {
        reach.windows(2).all(|pair| pair[0].1 < pair[1].0).then_some(Self { reach })
    }

    /// Whether each column of one stands over the same column of the other and no other.
    fn agrees_with(&self, other: &Self) -> bool {
        let middle = |reach: (i32, i32)| i32::midpoint(reach.0, reach.1);
        self.reach.len() == other.reach.len()
            && self.reach.iter().enumerate().all(|(column, reach)| other.column(middle(*reach)) == Some(column))
    }

    const fn count(&self) -> usize {
        self.reach.len()
    }

    /// The column at a place: the borders lie halfway between the columns.
    pub(super) fn column(&self, place: i32) -> Option<usize> {
        let last = self.reach.len() - 1;
        (0..=last).find(|column| {
            let own = self.reach[*column];
            let left = if *column == 0 { own.0 - MARGIN } else { i32::midpoint(self.reach[column - 1].1, own.0) };
            let right = if *column == last { own.1 + MARGIN } else { i32::midpoint(own.1, self.reach[column + 1].0) };
            (left..=right).contains(&place)
        })
    }

    /// Whether a figure stands where others of its column do.
    fn is_below(&self, value: &Piece, column: usize) -> bool {
        let (left, right) = self.reach[column];
        value.measure == Measure::Drawn
            || (value.left < right && left < value.right)
            || (value.center() - i32::midpoint(left, right)).abs() <= TRUE
    }

    /// For each column the figure in it; nothing at all where a figure lies over two columns or two in one.
    pub(super) fn assign<'p, 'a>(&self, values: &[&'p Piece<'a>]) -> Option<Vec<Option<&'p Piece<'a>>>> {
        let mut row: Vec<Option<&Piece>> = vec![None; self.count()];
        for value in values {
            let column = self.column(value.center())?;
            let over = self.reach.iter().filter(|reach| value.left < reach.1 && reach.0 < value.right).count();
            if over > 1 || !self.is_below(value, column) || row[column].replace(value).is_some() {
                return None;
            }
        }
        Some(row)
    }

    /// The figures in each column of a row that has as many as there are columns, where two of them stand in one: digits
    /// of one figure that are set apart. Only what is drawn stands where it stands.
    pub(super) fn crowded<'p, 'a>(&self, values: &[&'p Piece<'a>]) -> Option<Vec<Vec<&'p Piece<'a>>>> {
        let mut row: Vec<Vec<&Piece>> = vec![Vec::new(); self.count()];
        for value in values {
            let column = self.column(value.center())?;
            if value.measure != Measure::Drawn {
                return None;
            }
            row[column].push(value);
        }
        row.iter().any(|cell| cell.len() > 1).then_some(row)
    }
}

/// The stretches in which figures stand below one another, from left to right, and how many the fewest of them holds.
fn stacked(figures: &[&Piece]) -> (Vec<(i32, i32)>, usize) {
    let mut sorted: Vec<(i32, i32)> = figures.iter().map(|figure| (figure.left, figure.right)).collect();
    sorted.sort_unstable();
    let mut stacks: Vec<((i32, i32), usize)> = Vec::new();
    for (left, right) in sorted {
        match stacks.last_mut() {
            Some((reach, count)) if left < reach.1 => {
                reach.1 = reach.1.max(right);
                *count += 1;
            }
            _ => stacks.push(((left, right), 1)),
        }
    }
    let fewest = stacks.iter().map(|(_, count)| *count).min().unwrap_or(0);
    (stacks.into_iter().map(|(reach, _)| reach).collect(), fewest)
}
