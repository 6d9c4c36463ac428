//! How wide each column of a table is set: figures never break; headings and labels get the room that makes the table
//! the shortest.

use super::shape::{Content, Row, Shape, Slot};

/// The widths that headings above figures, and groups that run down beside their rows, are tried at: a Chinese character
/// takes two columns.
const TRIED: [usize; 6] = [2, 4, 6, 8, 12, 24];

/// By how many rows the room is shared out; a report's longest table has 32.
const JUDGED: usize = 500;

/// What a column mostly holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Figures, under headings.
    Figures,
    /// Labels merged over several rows, which may run down beside them, as on paper.
    Groups,
    Labels,
}

/// What the cells of a column need.
#[derive(Debug, Default, Clone, Copy)]
struct Needs {
    figures: usize,
    labels: usize,
    groups: usize,
    /// Below this a figure would break.
    least: usize,
    /// The widest label in one row.
    whole: usize,
}

impl Needs {
    fn holds(&self) -> Holds {
        if self.figures > 0 && self.figures >= self.labels + self.groups {
            Holds::Figures
        } else if self.groups > self.labels {
            Holds::Groups
        } else {
            Holds::Labels
        }
    }

    /// No wider than it must be for the lines that `width` would give: 结果 above 维持, not 结果维 above 持.
    fn balanced(&self, width: usize) -> usize {
        let lines = self.whole.div_ceil(width.max(1)).max(1);
        self.whole.div_ceil(lines).next_multiple_of(2).min(self.whole)
    }
}

/// What each column holds.
pub(super) fn holds(shape: &Shape) -> Vec<Holds> {
    needs(shape).iter().map(Needs::holds).collect()
}

/// The columns of the screen for each column of a table that may take `room` with a rule between any two; nothing where
/// its figures do not fit.
pub(super) fn widths(shape: &Shape, room: usize) -> Option<Vec<usize>> {
    let needs = needs(shape);
    let least = least(shape, &needs);
    let room = room.checked_sub(shape.columns.saturating_sub(1))?;
    room.checked_sub(least.iter().sum())?;
    let mut best = (height(shape, &least), least.clone());
    for group in TRIED {
        for heading in TRIED {
            let goal = |need: &Needs| match need.holds() {
                Holds::Figures => need.balanced(heading),
                Holds::Groups => need.balanced(group),
                Holds::Labels => 0,
            };
            let mut tried: Vec<usize> = least.iter().zip(&needs).map(|(least, need)| goal(need).max(*least)).collect();
            let Some(left) = room.checked_sub(tried.iter().sum()) else { continue };
            widen(&mut tried, &needs, left);
            let height = height(shape, &tried);
            if height <= best.0 {
                best = (height, tried);
            }
        }
    }
    Some(best.1)
}

fn slots(shape: &Shape) -> impl Iterator<Item = &Slot> {
    shape.rows.iter().flat_map(|row| match row {
        Row::Cells(slots) => slots.as_slice(),
        Row::Line(_) => &[],
    })
}

fn needs(shape: &Shape) -> Vec<Needs> {
    let mut needs = vec![Needs::default(); shape.columns];
    for slot in slots(shape).filter(|slot| slot.columns == 1) {
        let need = &mut needs[slot.column];
        match slot.content {
            Content::Blank => {}
            Content::Figure => {
                need.figures += 1;
                need.least = need.least.max(slot.whole);
            }
            Content::Label => {
                *(if slot.rows > 1 { &mut need.groups } else { &mut need.labels }) += 1;
                need.least = need.least.max(slot.widest);
                need.whole = need.whole.max(slot.whole);
            }
        }
    }
    needs
}

/// The widths at which nothing breaks that must not.
fn least(shape: &Shape, needs: &[Needs]) -> Vec<usize> {
    let mut widths: Vec<usize> = needs.iter().map(|need| need.least.max(1)).collect();
    for slot in slots(shape).filter(|slot| slot.columns > 1) {
        let needed = if slot.content == Content::Figure { slot.whole } else { slot.widest };
        widths[slot.end() - 1] += needed.saturating_sub(slot.wide(&widths));
    }
    widths
}

/// Widens the columns of labels with what is left, the narrowest first.
fn widen(widths: &mut [usize], needs: &[Needs], left: usize) {
    for _ in 0..left {
        let is_short =
            |column: &usize| needs[*column].holds() == Holds::Labels && widths[*column] < needs[*column].whole;
        let Some(column) = (0..widths.len()).filter(is_short).min_by_key(|&column| widths[column]) else { return };
        widths[column] += 1;
    }
}

/// About how many rows of the screen a table takes; where lines break is not looked up.
fn height(shape: &Shape, widths: &[usize]) -> usize {
    let mut total = 0;
    // Of cells that run down: their last row, and what the table must have reached at its end.
    let mut running: Vec<(usize, usize)> = Vec::new();
    for (number, row) in shape.rows.iter().enumerate().take(JUDGED) {
        let mut tall = 1;
        if let Row::Cells(slots) = row {
            for slot in slots {
                let lines = lines(slot, slot.wide(widths));
                if slot.rows == 1 {
                    tall = tall.max(lines);
                } else {
                    running.push((number + slot.rows - 1, total + lines));
                }
            }
        }
        running.retain(|(last, reach)| {
            if *last == number {
                tall = tall.max(reach.saturating_sub(total));
            }
            *last > number
        });
        total += tall;
    }
    total
}

fn lines(slot: &Slot, wide: usize) -> usize {
    // Half of a wide character fits nowhere.
    let usable = if slot.whole > wide { wide - wide % slot.widest.clamp(1, 2).min(wide) } else { wide };
    slot.whole.div_ceil(usable.max(1)).max(slot.lines.len()).max(1)
}
