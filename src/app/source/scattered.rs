//! A table of which only the places of its pieces on the page are known, as it can be set: a column wherever figures
//! stand below one another, a row for each line with those it is interlaced with. For the eye alone; nothing is read here.

use std::ops::Range;

use super::shape::{Content, MOST_COLUMNS, Row, Shape, Slot, is_figure, measured};
use crate::document::Scrap;
use crate::text::Reading;

/// How much of its height a line shares with the one above when both belong to one row, as 1 in this.
const INTERLACED: i32 = 5;

/// The tables that follow one another in the same stretch of a page: where figures stand in other columns than above, a
/// new one begins, with the lines before them that have no figure.
pub(super) fn tables<'a>(text: &str, scraps: &'a [Scrap]) -> Vec<&'a [Scrap]> {
    let mut tables = Vec::new();
    let mut widest: Vec<&Scrap> = Vec::new();
    // The first piece of the table at hand, and the one behind its last line with figures.
    let (mut begin, mut behind, mut at) = (0, 0, 0);
    let mut above: Option<&[Scrap]> = None;
    for line in lines(text, scraps) {
        let figures: Vec<&Scrap> = line.iter().filter(|scrap| holds_figure(text, scrap)).collect();
        let goes_on = at == behind && above.is_some_and(|above| are_interlaced(above, line));
        at += line.len();
        above = Some(line);
        if figures.is_empty() {
            behind = if goes_on { at } else { behind };
            continue;
        }
        let is_among_labels = |above: &&Scrap| figures[0].right <= above.left;
        if !agree(&widest, &figures) || widest.first().is_some_and(is_among_labels) {
            tables.push(&scraps[begin..behind]);
            begin = behind;
            widest.clear();
        }
        behind = at;
        if figures.len() > widest.len() {
            widest = figures;
        }
    }
    tables.push(&scraps[begin..]);
    tables
}

/// Whether the figures of two lines stand below one another: each of the shorter line below or above one of the other.
fn agree(left: &[&Scrap], right: &[&Scrap]) -> bool {
    let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let mut free = many.iter();
    few.iter().all(|one| free.any(|other| one.left < other.right && other.left < one.right))
}

fn holds_figure(text: &str, scrap: &Scrap) -> bool {
    text.get(scrap.span.range()).is_some_and(is_figure)
}

fn lines<'a>(text: &str, scraps: &'a [Scrap]) -> impl Iterator<Item = &'a [Scrap]> {
    scraps.chunk_by(|left, right| {
        text.get(left.span.end..right.span.start).is_some_and(|between| !between.contains('\n'))
    })
}

/// How the pieces can be set; nothing where they do not follow one another in the text from `start`, or where two figures
/// of one line would fall into one column.
pub(super) fn shape(text: &str, scraps: &[Scrap], start: usize) -> Option<Shape> {
    if !is_in_order(text, scraps, start) {
        return None;
    }
    let columns = Columns::of(text, scraps)?;
    let mut rows: Vec<Vec<Slot>> = Vec::new();
    let mut above: Option<&[Scrap]> = None;
    for line in lines(text, scraps) {
        let slots = columns.slots(text, line)?;
        let is_interlaced = above.is_some_and(|above| are_interlaced(above, line));
        let row = rows.last_mut().filter(|_| is_interlaced);
        match row.and_then(|row| joined(row, &slots).map(|joined| (row, joined))) {
            Some((row, joined)) => *row = joined,
            None => rows.push(slots),
        }
        above = Some(line);
    }
    for row in &mut rows {
        columns.widen(row);
    }
    let rows = rows.into_iter().map(Row::Cells).collect();
    Some(Shape { columns: columns.places.len(), rows, reading: Reading::Prose })
}

/// Whether every piece comes after the one before it with nothing but white space between: then setting them shows all.
fn is_in_order(text: &str, scraps: &[Scrap], start: usize) -> bool {
    let mut at = start;
    scraps.iter().all(|scrap| {
        let between = text.get(at..scrap.span.start);
        at = scrap.span.end;
        text.get(scrap.span.range()).is_some() && between.is_some_and(|between| between.trim().is_empty())
    })
}

fn are_interlaced(above: &[Scrap], line: &[Scrap]) -> bool {
    let (Some(above), Some(line)) = (above.first(), line.first()) else { return false };
    let shared = above.bottom.min(line.bottom) - above.top.max(line.top);
    shared > (line.bottom - line.top) / INTERLACED
}

/// Where the columns are, from left to right: first those of labels, then those that figures stand in.
struct Columns {
    places: Vec<Range<i32>>,
    labels: usize,
}

impl Columns {
    fn of(text: &str, scraps: &[Scrap]) -> Option<Self> {
        let (figures, others): (Vec<&Scrap>, Vec<&Scrap>) = scraps.iter().partition(|scrap| holds_figure(text, scrap));
        let figures = stacks(&figures);
        let first = figures.first()?.start;
        let labels = groups(others.into_iter().filter(|scrap| scrap.right <= first))?;
        let mut labels = side_by_side(labels, text, scraps);
        let count = labels.len();
        labels.extend(figures);
        (labels.len() <= MOST_COLUMNS).then_some(Self { places: labels, labels: count })
    }

    /// The columns that a piece stands in.
    fn under(&self, scrap: &Scrap) -> Range<usize> {
        let begin = self.places.partition_point(|place| place.end <= scrap.left).min(self.places.len() - 1);
        let end = self.places.partition_point(|place| place.start < scrap.right);
        begin..end.max(begin + 1)
    }

    /// Gives a label the columns beside it in which nothing stands: those of labels, and on a row without figures all.
    fn widen(&self, row: &mut [Slot]) {
        let has_figures = row.iter().any(|slot| slot.content == Content::Figure);
        let mut end = if has_figures { self.labels } else { self.places.len() };
        for slot in row.iter_mut().rev() {
            if slot.content == Content::Label && slot.end() < end {
                slot.columns = end - slot.column;
            }
            end = end.min(slot.column);
        }
    }

    /// A line as cells; a long label gives way to the piece after it.
    fn slots(&self, text: &str, line: &[Scrap]) -> Option<Vec<Slot>> {
        let mut slots: Vec<Slot> = Vec::with_capacity(line.len());
        for scrap in line {
            let under = self.under(scrap);
            if let Some(before) = slots.last_mut().filter(|before| before.end() > under.start) {
                before.columns = under.start.checked_sub(before.column).filter(|columns| *columns > 0)?;
            }
            slots.push(measured(text, scrap.span.range(), (under.start, under.len())));
        }
        Some(slots)
    }
}

/// The stretches of the page in which figures stand below one another.
fn stacks(figures: &[&Scrap]) -> Vec<Range<i32>> {
    let mut places: Vec<Range<i32>> = figures.iter().map(|scrap| scrap.left..scrap.right).collect();
    places.sort_unstable_by_key(|place| place.start);
    let mut stacks: Vec<Range<i32>> = Vec::new();
    for place in places {
        match stacks.last_mut().filter(|stack| place.start < stack.end) {
            Some(stack) => stack.end = stack.end.max(place.end),
            None => stacks.push(place),
        }
    }
    stacks
}

/// The stretches in which labels stand below one another, wherever each begins: the short ones tell them, and one that
/// reaches over several belongs to none. Nothing where they are too many.
fn groups<'a>(labels: impl Iterator<Item = &'a Scrap>) -> Option<Vec<Range<i32>>> {
    let mut places: Vec<Range<i32>> = labels.map(|scrap| scrap.left..scrap.right).collect();
    places.sort_unstable_by_key(|place| place.end - place.start);
    let mut groups: Vec<Range<i32>> = Vec::new();
    for place in places {
        let begin = groups.partition_point(|group| group.end <= place.start);
        let end = groups.partition_point(|group| group.start < place.end);
        match &mut groups[begin..end.max(begin)] {
            [] => groups.insert(begin, place),
            [group] => *group = group.start.min(place.start)..group.end.max(place.end),
            _ => {}
        }
        if groups.len() > MOST_COLUMNS {
            return None;
        }
    }
    Some(groups)
}

/// Those groups of labels that stand beside one another on some line; where labels are centred, others only begin in
/// different places.
fn side_by_side(groups: Vec<Range<i32>>, text: &str, scraps: &[Scrap]) -> Vec<Range<i32>> {
    let mut apart: Vec<Range<i32>> = Vec::with_capacity(groups.len());
    for group in groups {
        let is_beside = |left: &Range<i32>| {
            lines(text, scraps).any(|line| {
                line.windows(2).any(|pair| {
                    pair[0].right <= group.start
                        && left.start < pair[0].right
                        && (left.end..group.end).contains(&pair[1].left)
                })
            })
        };
        match apart.last_mut().filter(|left| !is_beside(left)) {
            Some(left) => left.end = group.end,
            None => apart.push(group),
        }
    }
    apart
}

/// A row with one more line of it: labels go on below those above them; nothing where a figure would come to stand in
/// the cell of another piece.
fn joined(row: &[Slot], line: &[Slot]) -> Option<Vec<Slot>> {
    let mut joined = row.to_vec();
    for slot in line {
        let over = joined.iter_mut().find(|over| over.column < slot.end() && slot.column < over.end());
        match over {
            None => joined.push(slot.clone()),
            Some(over)
                if over.column == slot.column && [&*over, slot].iter().all(|one| one.content == Content::Label) =>
            {
                over.lines.extend(slot.lines.iter().cloned());
                over.columns = over.columns.max(slot.columns);
                over.whole += slot.whole;
                over.widest = over.widest.max(slot.widest);
            }
            Some(_) => return None,
        }
    }
    joined.sort_by_key(|slot| slot.column);
    let is_apart = joined.windows(2).all(|pair| pair[0].end() <= pair[1].column);
    is_apart.then_some(joined)
}
