//! The columns of a table on a page, learnt from complete rows of figures and from the column heads.

use super::Piece;
use super::chains::Chain;
use crate::document::Measure;

/// How far outside the outermost columns a figure may stand, in thousandths of a character.
const MARGIN: i32 = 1_500;

/// So many complete rows prove that figures stand below one another; two may do so by chance.
const PROOF: usize = 3;

/// From where to where the figures of each column stand, from left to right; no two overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    reach: Vec<(i32, i32)>,
}

impl Columns {
    /// Learns the columns. `complete` are rows with as many figures as there are columns; `heads` the labels above the
    /// columns, from left to right, where all were found.
    pub(super) fn learn(complete: &[Vec<&Piece>], heads: Option<&[&Chain]>) -> Option<Self> {
        let heads = heads.filter(|heads| heads.iter().all(|head| head.is_drawn));
        let headed = heads.and_then(|heads| Self::new(heads.iter().map(|head| (head.left, head.right)).collect()));
        let Some(first) = complete.first() else {
            return headed;
        };
        let reach = (0..first.len()).map(|column| {
            let left = complete.iter().map(|row| row[column].left).min().unwrap_or_default();
            let right = complete.iter().map(|row| row[column].right).max().unwrap_or_default();
            (left, right)
        });
        let counted = Self::new(reach.collect())?;
        let is_proven = complete.len() >= PROOF || headed.is_some_and(|headed| headed.agrees_with(&counted));
        is_proven.then_some(counted)
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

    pub(super) const fn count(&self) -> usize {
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
        value.measure == Measure::Drawn || (value.left < right && left < value.right)
    }

    /// For each column the figure in it; nothing at all where a figure lies over two columns or two in one.
    pub(super) fn assign<'p, 'a>(&self, values: &[&'p Piece<'a>]) -> Option<Vec<Option<&'p Piece<'a>>>> {
        let mut row: Vec<Option<&Piece>> = vec![None; self.count()];
        for value in values {
            let column = self.column(i32::midpoint(value.left, value.right))?;
            let over = self.reach.iter().filter(|reach| value.left < reach.1 && reach.0 < value.right).count();
            if over > 1 || !self.is_below(value, column) || row[column].replace(value).is_some() {
                return None;
            }
        }
        Some(row)
    }
}
