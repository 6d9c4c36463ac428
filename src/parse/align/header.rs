//! What a table's header says about its columns: the order, what is missing, and units other than the form's.

use std::ops::Range;

use crate::form::{NumberType, TableForm};
use crate::model::{Located, Span, Wording};
use crate::parse::labels::{key, numbered};
use crate::parse::stream::{Place, Token};

use super::rows::{Found, Labels, head_label, record_head};
use super::wording::wording;

/// What the header shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) order: Order,
    /// The column label that stands before one that it should follow.
    pub(super) misplaced: Option<Span>,
    /// For each column of the form: whether its header names another unit.
    pub(super) other_unit: Vec<bool>,
    /// Whether each column has a head: of the form's columns, or of all blocks and columns of a record table.
    pub(super) named: Vec<bool>,
    /// Where the labels of columns stand, in the order of the text.
    pub(super) labels: Vec<ColumnPlace>,
    /// Labels that are printed otherwise than in the form; of a header that comes again the first.
    pub(super) wordings: Vec<Wording>,
    /// Heads that the form does not have.
    pub(super) strays: Vec<Located<String>>,
}

/// The label of a column, and the token that it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ColumnPlace {
    /// Counted through all blocks and columns of a record table, through the columns of the form in any other.
    pub(super) column: usize,
    pub(super) token: usize,
}

/// Whether the columns stand as in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As in the form, or there is hardly any header to tell.
    Sound,
    /// Some columns are named and some are not.
    Incomplete,
    /// A column stands before one that it should follow.
    Disordered,
    /// There is a column that the form does not have.
    Extra,
}

impl Header {
    /// Whether hardly any of a row's columns is named: then only the order of its values tells them apart.
    pub(super) fn is_missing_over(&self, columns: &[usize]) -> bool {
        let named = columns.iter().filter(|column| self.named.get(**column) == Some(&true)).count();
        columns.len() > 1 && named * 2 < columns.len()
    }
}

/// Reads the header of a table of rows.
pub(super) fn of_rows(
    tokens: &[Token],
    table: &TableForm,
    labels: &Labels,
    regions: &[Range<usize>],
    found: &[Option<Found>],
) -> Header {
    let total = table.columns.iter().position(|column| column.total);
    let mut seen: Vec<Option<&Token>> = vec![None; table.columns.len()];
    let mut order = Order::Sound;
    let mut places = Vec::new();
    let mut misplaced = None;
    let mut wordings = Vec::new();
    for region in regions {
        let mut previous = None;
        let mut at = region.start;
        while at < region.end {
            if let Some(row) = found.iter().flatten().find(|row| row.label.contains(&at)) {
                // Behind a row the header may come again, on a new page or for a new block.
                previous = None;
                at = row.label.end;
                continue;
            }
            let Some((column, end)) = column_label(tokens, table, labels, at, region.end) else {
                at += 1;
                continue;
            };
            if seen[column].is_none() {
                seen[column] = Some(&tokens[at]);
                wordings.extend(wording(&tokens[at..end], &table.columns[column].label));
            }
            places.push(ColumnPlace { column, token: at });
            if Some(column) != total {
                if previous.is_some_and(|previous| column < previous) {
                    order = Order::Disordered;
                    misplaced = misplaced.or(Some(tokens[at].span));
                }
                previous = Some(column);
            }
            at = end;
        }
    }
    let extra = extra(tokens, &places, regions);
    if order == Order::Sound && !extra.is_empty() {
        order = Order::Extra;
    }
    if order == Order::Sound && is_total_first(&seen, total) {
        order = Order::Disordered;
        misplaced = total.and_then(|total| seen[total]).map(|token| token.span);
    }
    let named = seen.iter().flatten().count();
    if order == Order::Sound && total.is_some() && named * 2 >= seen.len() && named < seen.len() {
        order = Order::Incomplete;
    }
    let strays = extra.into_iter().filter(|token| !CAPTIONS.contains(&token.key.as_str()));
    Header {
        order,
        misplaced,
        named: seen.iter().map(Option::is_some).collect(),
        other_unit: other_units(tokens, table, regions),
        labels: places,
        wordings,
        strays: strays.map(|token| Located { value: token.raw.to_owned(), span: token.span }).collect(),
    }
}

/// Reads the head of a record table: the blocks and, within each, the columns.
pub(super) fn of_record(tokens: &[Token], table: &TableForm, labels: &Labels, regions: &[Range<usize>]) -> Header {
    let expected: usize = table.rows.iter().map(|row| table.row_columns(row).len()).sum();
    let nameless = Header {
        order: Order::Sound,
        named: vec![false; expected],
        misplaced: None,
        other_unit: vec![false; table.columns.len()],
        labels: Vec::new(),
        wordings: Vec::new(),
        strays: Vec::new(),
    };
    let Some(head) = regions.iter().find_map(|region| record_head(tokens, labels, table, region.clone())) else {
        return nameless;
    };
    // Its heads were found, or it would have no row.
    let sound = Header { named: vec![true; expected], ..nameless };
    let last = table.columns.len() - 1;
    let mut columns = Vec::new();
    let mut blocks = Vec::new();
    let mut places = Vec::new();
    let mut wordings: Vec<Wording> = Vec::new();
    let mut at = head.start;
    while at < head.end {
        let Some(range) = head_label(tokens, labels, at, head.end) else {
            at += 1;
            continue;
        };
        let printed: String = tokens[range.clone()].iter().map(|token| token.key.as_str()).collect();
        if let Some(column) = (0..=last).find(|column| labels.others[*column].fit(&printed).is_some()) {
            if !columns.contains(&column) {
                wordings.extend(wording(&tokens[range.clone()], &table.columns[column].label));
            }
            places.push(ColumnPlace { column: columns.len(), token: range.start });
            columns.push(column);
        } else if let Some(block) = block(table, labels, &printed) {
            blocks.push(block);
        }
        at = range.end;
    }
    let follows = |pair: &[usize]| if pair[1] == 0 { pair[0] == last } else { pair[1] > pair[0] };
    let is_sound =
        columns.first().is_none_or(|first| *first == 0) && columns.windows(2).all(follows) && blocks.is_sorted();
    if !is_sound {
        let misplaced = tokens.get(head.start).map(|token| token.span);
        let labels = below_blocks(tokens, table, labels, head).unwrap_or_default();
        return Header { order: Order::Disordered, misplaced, wordings, labels, ..sound };
    }
    // Which block a label belongs to is told by the order of the form alone.
    let is_incomplete = places.len() < expected && places.len() * 2 >= expected;
    let order = if is_incomplete { Order::Incomplete } else { Order::Sound };
    let labels = if places.len() == expected { places } else { Vec::new() };
    Header { order, labels, wordings, ..sound }
}

/// The columns of a record table that stands in another order, each told by the block that it stands below; only where
/// the file itself says over which columns a block reaches, and each column is there once.
fn below_blocks(tokens: &[Token], table: &TableForm, labels: &Labels, head: Range<usize>) -> Option<Vec<ColumnPlace>> {
    let reach = |token: usize| match tokens[token].place {
        Place::Placed { grid, row, column, columns, .. } => Some((grid, row, column, column.saturating_add(columns))),
        Place::Loose | Place::Cell | Place::Row { .. } | Place::Page(_) => None,
    };
    let block = |token: usize| labels.rows.iter().position(|label| label.fit(&tokens[token].key).is_some());
    let blocks: Vec<(usize, usize)> = head.clone().filter_map(|token| Some((block(token)?, token))).collect();
    let mut places = Vec::new();
    for token in head.filter(|token| block(*token).is_none()) {
        let Some(column) =
            (0..table.columns.len()).find(|column| labels.others[*column].fit(&tokens[token].key).is_some())
        else {
            continue;
        };
        let (grid, row, left, right) = reach(token)?;
        let above = |(_, block): &&(usize, usize)| {
            reach(*block).is_some_and(|own| own.0 == grid && own.1 < row && own.2 <= left && right <= own.3)
        };
        let mut above = blocks.iter().filter(above);
        let (Some((block, _)), None) = (above.next(), above.next()) else { return None };
        let first: usize = table.rows[..*block].iter().map(|row| table.row_columns(row).len()).sum();
        let within = table.row_columns(&table.rows[*block]).iter().position(|own| *own == column)?;
        places.push(ColumnPlace { column: first + within, token });
    }
    let expected: usize = table.rows.iter().map(|row| table.row_columns(row).len()).sum();
    let is_each_there = (0..expected).all(|column| places.iter().any(|place| place.column == column));
    (places.len() == expected && is_each_there).then_some(places)
}

/// The place of a block or of its group (行政诉讼) in the order of the form.
fn block(table: &TableForm, labels: &Labels, printed: &str) -> Option<usize> {
    let row = labels.rows.iter().position(|label| label.fit(printed).is_some()).map(|row| row * 2 + 1);
    let is_group = |group: &String| key(group) == printed;
    row.or_else(|| table.rows.iter().position(|row| row.group.as_ref().is_some_and(is_group)).map(|row| row * 2))
}

/// The column that a label names, and where the label ends. What bears a numeral (（七）总计, 3.其他) is a row.
fn column_label(tokens: &[Token], table: &TableForm, labels: &Labels, at: usize, end: usize) -> Option<(usize, usize)> {
    let range = head_label(tokens, labels, at, end)?;
    let printed: String = tokens[range.clone()].iter().map(|token| token.key.as_str()).collect();
    if numbered(&printed).number.is_some() {
        return None;
    }
    let column = (0..table.columns.len()).find(|column| labels.others[*column].fit(&printed).is_some())?;
    Some((column, range.end))
}

/// What agencies put beside the columns of the form.
const OWN_COLUMNS: [&str; 9] = ["小计", "合计", "其中", "序号", "行次", "备注", "占比", "比例", "单位"];

/// Those of them that may stand over a table without a column of their own.
const CAPTIONS: [&str; 2] = ["其中", "单位"];

/// The heads of the agency's own that stand right beside one of the form.
fn extra<'t, 'a>(tokens: &'t [Token<'a>], places: &[ColumnPlace], regions: &[Range<usize>]) -> Vec<&'t Token<'a>> {
    let within = |place: &usize| regions.iter().any(|region| region.contains(place));
    let beside = places.iter().flat_map(|head| [head.token.wrapping_sub(1), head.token + 1]).filter(within);
    // An office may call a column of the form by such a name: 合计 for 总计.
    let is_other = |place: usize| places.iter().all(|head| head.token != place);
    let own =
        |place: usize| tokens.get(place).filter(|token| OWN_COLUMNS.contains(&token.key.as_str()) && is_other(place));
    let mut found: Vec<&Token> = beside.filter_map(own).collect();
    found.dedup_by_key(|token| token.span);
    found
}

/// The total stands behind the first column: to the right of it where rows are known, in whatever line of the header, and
/// otherwise later in the text.
fn is_total_first(seen: &[Option<&Token>], total: Option<usize>) -> bool {
    let place = |column: usize| {
        let token = seen[column]?;
        Some(match token.place {
            Place::Row { column, .. } | Place::Placed { column, .. } => usize::from(column),
            Place::Loose | Place::Cell | Place::Page(_) => token.span.start,
        })
    };
    total.and_then(|total| place(total).zip(place(0))).is_some_and(|(total, first)| total < first)
}

/// Headers of money whose unit is not the form's (单位：元 for 单位：万元).
fn other_units(tokens: &[Token], table: &TableForm, regions: &[Range<usize>]) -> Vec<bool> {
    let is_other = |column: &crate::form::ColumnForm| {
        if !matches!(column.number, NumberType::AmountWan | NumberType::Amount) {
            return false;
        }
        let label = key(&column.label);
        let stem = label.split("单位").next().unwrap_or(&label);
        let unit = |token: &Token| {
            let rest = token.key.strip_prefix(stem)?;
            let rest = rest.strip_prefix("单位").unwrap_or(rest);
            (rest.contains('元') && rest != column.unit).then_some(())
        };
        regions.iter().any(|region| tokens[region.clone()].iter().any(|token| unit(token).is_some()))
    };
    table.columns.iter().map(is_other).collect()
}
