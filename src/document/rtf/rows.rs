//! The definition of a row, gathered from its control words.

use std::rc::Rc;

use super::super::edges::{Across, CellShape, Down, RowShape};

/// The most cells of a row; Word allows 63.
pub(super) const MOST_CELLS: usize = 1000;

/// A definition under construction; it holds until the next begins.
#[derive(Debug, Default)]
pub(super) struct RowDefinition {
    left: i32,
    edges: Vec<i32>,
    cells: Vec<CellShape>,
    /// The merges of the cell whose edge comes next.
    next: CellShape,
    finished: Option<Rc<RowShape>>,
}

impl RowDefinition {
    /// Takes a control word; false where it says nothing of rows.
    pub(super) fn take(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "trowd" => *self = Self::default(),
            "trleft" => self.left = number.unwrap_or(0),
            "clmgf" => self.next.across = Across::First,
            "clmrg" => self.next.across = Across::Merged,
            "clvmgf" => self.next.down = Down::First,
            "clvmrg" => self.next.down = Down::Merged,
            "cellx" => {
                if self.cells.len() < MOST_CELLS {
                    self.edges.push(number.unwrap_or(0));
                    self.cells.push(std::mem::take(&mut self.next));
                }
            }
            _ => return false,
        }
        self.finished = None;
        true
    }

    /// The row's definition; nothing where there is none.
    pub(super) fn shape(&mut self) -> Option<Rc<RowShape>> {
        if self.cells.is_empty() {
            return None;
        }
        let finished = self.finished.get_or_insert_with(|| {
            let edges = std::iter::once(self.left).chain(self.edges.iter().copied()).collect();
            Rc::new(RowShape { edges, cells: self.cells.clone() })
        });
        Some(Rc::clone(finished))
    }
}
