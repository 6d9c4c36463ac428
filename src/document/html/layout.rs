//! Tells tables that only arrange a page from tables of figures.

use super::control::shown;
use super::style::{Role, role};
use super::table::Table;
use super::tree::{Id, Step, Tree};

/// A cell with more text than this is no cell of a table of figures, in characters.
const LONG: usize = 200;

/// A table with more filled cells than this holds figures, however long its longest cell is.
const FEW: usize = 12;

/// The cells of a table that only arranges the page, in order; `None` for a table of figures. The page is arranged by a
/// table of one column, by one whose cells hold a table larger than itself, and by one of few cells of which one holds
/// most of the text.
pub(super) fn opened(tree: &Tree, table: &Table) -> Option<Vec<Id>> {
    let cells: Vec<Id> = table.rows.iter().flatten().map(|cell| cell.id).collect();
    if table.width() <= 1 {
        return Some(cells);
    }
    let extents: Vec<Extent> = cells.iter().map(|cell| extent(tree, *cell)).collect();
    let filled = extents.iter().filter(|extent| extent.characters > 0).count();
    let longest = extents.iter().map(|extent| extent.characters).max().unwrap_or(0);
    let total: usize = extents.iter().map(|extent| extent.characters).sum();
    let within = extents.iter().filter(|extent| extent.is_table()).map(|extent| extent.cells).max().unwrap_or(0);
    let holds_table = within > 0 && within >= filled;
    let holds_prose = longest > LONG && longest * 2 >= total && filled <= FEW;
    (holds_table || holds_prose).then_some(cells)
}

/// What stands in one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    characters: usize,
    /// Rows and cells of tables within.
    rows: usize,
    cells: usize,
}

impl Extent {
    const fn is_table(self) -> bool {
        self.rows >= 2 && self.cells >= 2 * self.rows
    }
}

fn extent(tree: &Tree, cell: Id) -> Extent {
    let mut extent = Extent::default();
    let mut step = Some(Step::Enter(cell));
    while let Some(now) = step {
        let mut next = now;
        if let Step::Enter(id) = now {
            let count = |text: &str| text.chars().filter(|character| !character.is_whitespace()).count();
            if let Some(text) = tree.text(id) {
                extent.characters += count(text);
            } else if role(tree, id) == Role::Control {
                extent.characters += count(&shown(tree, id));
                next = Step::Leave(id);
            } else if matches!(role(tree, id), Role::Unread | Role::Hidden) {
                next = Step::Leave(id);
            } else if id != cell {
                match tree.name(id) {
                    "tr" => extent.rows += 1,
                    "td" | "th" => extent.cells += 1,
                    _ => {}
                }
            }
        }
        step = tree.after(next, cell);
    }
    extent
}
