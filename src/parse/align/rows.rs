//! Finds the rows of a table in the stream by their labels, and the tokens that stand behind each label.

use std::ops::Range;

use crate::form::TableForm;
use crate::model::{Notice, Phrase};
use crate::parse::labels::{Fit, Label, numbered};
use crate::parse::stream::{Place, Token};
use crate::parse::value::is_value_like;

/// The most lines over which one label is broken; one character a line occurs (自 / 然 / 人).
const LONGEST_LABEL: usize = 24;

/// A row that was found: the tokens of its label and of what stands behind it, empty cells included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) label: Range<usize>,
    pub(super) slots: Vec<usize>,
    /// How many values the row has by the form.
    pub(super) expected: usize,
    /// Whether the row stands in the document again with other values.
    pub(super) is_disputed: bool,
}

impl Found {
    fn has_values(&self, tokens: &[Token]) -> bool {
        self.slots.iter().any(|slot| !tokens[*slot].is_empty())
    }

    fn values<'a>(&self, tokens: &[Token<'a>]) -> Vec<&'a str> {
        self.slots.iter().map(|slot| tokens[*slot].raw).filter(|raw| !raw.is_empty()).collect()
    }
}

/// The labels of a table.
pub(in crate::parse) struct Labels {
    pub(in crate::parse) rows: Vec<Label>,
    /// Columns first, then captions and groups: they end a row but open none.
    pub(in crate::parse) others: Vec<Label>,
    columns: usize,
    /// How many values each row has.
    expected: Vec<usize>,
}

impl Labels {
    pub(in crate::parse) fn new(table: &TableForm) -> Self {
        let columns = table.columns.iter().map(|column| Label::new(&column.label, &column.aliases));
        let groups = table.rows.iter().filter_map(|row| row.group.as_ref());
        let captions = table.captions.iter().chain(groups).map(|caption| Label::new(caption, &[]));
        Self {
            rows: table.rows.iter().map(|row| Label::new(&row.label, &row.aliases)).collect(),
            others: columns.chain(captions).collect(),
            columns: table.columns.len(),
            expected: table.rows.iter().map(|row| table.row_columns(row).len()).collect(),
        }
    }

    /// The row that a printed label names. Where several do (其他, 总计), the numeral decides.
    pub(in crate::parse) fn row(&self, key: &str) -> Option<(usize, Fit)> {
        let fits = self.rows.iter().enumerate().filter_map(|(row, label)| Some((row, label.fit(key)?)));
        fits.max_by_key(|(_, fit)| *fit)
    }

    /// Whether a printed label is one of the form's, or a piece of one.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.row(key).is_some()
            || self.others.iter().any(|label| label.fit(key).is_some())
            || self.is_fragment(key)
            || self.rows.iter().any(|row| row.may_begin(key) || row.stem().ends_with(key))
    }

    /// Whether a printed label is the head of a column.
    pub(super) fn names_column(&self, key: &str) -> bool {
        self.others[..self.columns].iter().any(|label| label.fit(key).is_some_and(|fit| fit > Fit::Close))
    }

    /// Whether a printed label is one of the form's, in a known wording.
    pub(in crate::parse) fn names(&self, key: &str) -> bool {
        self.is_other(key) || self.row(key).is_some_and(|(_, fit)| fit > Fit::Close)
    }

    /// Whether a key could be the beginning of any label.
    pub(in crate::parse) fn may_begin(&self, key: &str) -> bool {
        self.rows.iter().chain(&self.others).any(|label| label.may_begin(key))
    }

    /// Whether a printed label stands over columns or blocks without being the head of a column.
    pub(in crate::parse) fn is_caption(&self, key: &str) -> bool {
        let captions = self.others[self.columns..].iter().chain(&self.rows);
        captions.into_iter().any(|label| label.fit(key).is_some_and(|fit| fit > Fit::Close))
    }

    fn is_other(&self, key: &str) -> bool {
        self.others.iter().any(|label| label.fit(key).is_some_and(|fit| fit > Fit::Close))
    }

    /// A beginning or end of a group label, as a page break leaves it: `(四) 无法` and `提供`.
    fn is_fragment(&self, key: &str) -> bool {
        let stem = numbered(key).stem;
        !stem.is_empty()
            && self.others.iter().any(|label| label.stem().starts_with(stem) || label.stem().ends_with(stem))
    }
}

/// For each row of the form, where it was found.
pub(super) fn find_rows(
    tokens: &[Token],
    table: &TableForm,
    labels: &Labels,
    regions: &[Range<usize>],
    notices: &mut Vec<Notice>,
) -> Vec<Option<Found>> {
    let mut found: Vec<Option<Found>> = vec![None; table.rows.len()];
    for region in regions {
        let mut at = region.start;
        while at < region.end {
            let Some((row, label)) = row_label(tokens, labels, at, region.end, &found) else {
                at += 1;
                continue;
            };
            let expected = labels.expected[row];
            let slots = slots(tokens, labels, &label, region.end, expected);
            let own = Found { label: label.clone(), slots, expected, is_disputed: false };
            at = label.end;
            if own.slots.is_empty() && matches!(tokens[label.start].place, Place::Loose) {
                continue;
            }
            match &mut found[row] {
                Some(first) if first.has_values(tokens) => {
                    // A row of figures of the agency's own, or a second report: which of the two counts is not ours to say.
                    if own.has_values(tokens) && own.values(tokens) != first.values(tokens) {
                        first.is_disputed = true;
                        notices.push(repeated(tokens, &table.rows[row].label, &label));
                    }
                }
                Some(_) | None => found[row] = Some(own),
            }
        }
    }
    found
}

/// The row label that begins at a token, over as many lines as it takes; the longest wins.
fn row_label(
    tokens: &[Token],
    labels: &Labels,
    at: usize,
    end: usize,
    found: &[Option<Found>],
) -> Option<(usize, Range<usize>)> {
    let first = &tokens[at];
    if first.key.is_empty() || is_value_like(first.raw) {
        return None;
    }
    let mut joined = String::new();
    let mut best = None;
    for (count, token) in tokens[at..end].iter().enumerate().take(LONGEST_LABEL) {
        if count > 0 && (!token.continues(first) || is_value_like(token.raw)) {
            break;
        }
        joined.push_str(&token.key);
        if let Some((row, fit)) = labels.row(&joined) {
            best = Some((row, fit, at..at + count + 1));
        }
        if !labels.rows.iter().any(|label| label.may_begin(&joined)) {
            break;
        }
    }
    let (row, fit, range) = best?;
    // A bare 其他 or 总计 is a column until the body of the table has begun and figures follow.
    let in_body = found.iter().any(Option::is_some);
    let followed = tokens[range.end..end].first().is_some_and(|next| !next.is_empty() && is_value_like(next.raw));
    let heads_row = first.row().is_some() && !in_header(tokens, labels, at);
    if labels.is_short_column_name(row) && fit != Fit::Exact && !(in_body && (followed || heads_row)) {
        return None;
    }
    Some((row, range))
}

impl Labels {
    /// Whether a row's stem is short and also a column's: 其他, 总计.
    pub(in crate::parse) fn is_short_column_name(&self, row: usize) -> bool {
        let stem = self.rows[row].stem();
        stem.chars().count() <= 2 && self.others.iter().any(|other| other.stem() == stem)
    }

    /// Whether a key could be the beginning of a row's label.
    pub(in crate::parse) fn may_begin_row(&self, key: &str) -> bool {
        self.rows.iter().any(|label| label.may_begin(key))
    }
}

/// Whether the row of a token holds other column labels too: a header, perhaps repeated on a new page.
fn in_header(tokens: &[Token], labels: &Labels, at: usize) -> bool {
    let row = tokens[at].row();
    let same_row = |token: &&Token| token.row() == row;
    let before = tokens[..at].iter().rev().take_while(same_row);
    let after = tokens[at + 1..].iter().take_while(same_row);
    before.chain(after).any(|token| !token.key.is_empty() && labels.is_other(&token.key))
}

/// What stands behind a label: the rest of its row where rows are known, else everything up to the next label.
fn slots(tokens: &[Token], labels: &Labels, label: &Range<usize>, end: usize, expected: usize) -> Vec<usize> {
    let row = tokens[label.end - 1].row();
    let rest = (label.end..end).take_while(|place| tokens[*place].row() == row);
    if row.is_some() {
        let slots: Vec<usize> = rest.collect();
        // Another label in the same row (三、本年度办理结果 | （一）予以公开) takes the values.
        let relabelled = slots.iter().any(|slot| labels.row(&tokens[*slot].key).is_some());
        if relabelled {
            return Vec::new();
        }
        // A long amount may be broken over two lines; the rest stands alone below the row.
        let below = label.end + slots.len();
        let is_rest = |token: &Token| token.place == Place::Loose && is_value_like(token.raw);
        let rest = (expected == 1 && below < end && is_rest(&tokens[below])).then_some(below);
        return slots.into_iter().chain(rest).collect();
    }
    let mut slots = Vec::new();
    for place in rest {
        let token = &tokens[place];
        if token.is_empty() || is_value_like(token.raw) {
            slots.push(place);
            continue;
        }
        let is_label = token.place == Place::Loose
            || slots.iter().filter(|slot| !tokens[**slot].is_empty()).count() >= expected
            || labels.row(&token.key).is_some()
            || labels.is_other(&token.key)
            || labels.is_fragment(&token.key)
            || labels.rows.iter().any(|row| row.may_begin(&token.key));
        if is_label {
            break;
        }
        slots.push(place);
    }
    slots
}

fn repeated(tokens: &[Token], label: &str, range: &Range<usize>) -> Notice {
    Notice {
        code: "row-repeated",
        message: Phrase::new(
            format!("“{label}”一行出现不止一次，数字不同，请对照原件"),
            format!("row {label} occurs more than once with other figures: compare the original"),
        ),
        span: Some(tokens[range.start].span),
    }
}

/// The row of values below the labels of a record table; given for the table's first row.
pub(super) fn find_record(
    tokens: &[Token],
    table: &TableForm,
    labels: &Labels,
    regions: &[Range<usize>],
) -> Vec<Option<Found>> {
    let mut found = vec![None; table.rows.len()];
    let expected = labels.expected.iter().sum();
    for region in regions {
        let Some(head) = record_head(tokens, labels, table, region.clone()) else {
            continue;
        };
        let last = head.end - 1;
        let (slots, is_disputed) = match tokens[last].place {
            Place::Row { row, .. } | Place::Placed { row, .. } => next_row(tokens, row, head.end, region.end),
            Place::Cell | Place::Loose | Place::Page(_) => {
                let more = |place: &usize| tokens[*place].is_empty() || is_value_like(tokens[*place].raw);
                ((head.end..region.end).take_while(more).collect(), false)
            }
        };
        if !slots.is_empty() {
            found[0] = Some(Found { label: last..head.end, slots, expected, is_disputed });
            break;
        }
    }
    if found[0].is_none()
        && let [region] = regions
        && let Some(slots) = headless_record(tokens, region.clone(), expected)
    {
        // Without a head nothing says that these are the table's figures, nor in which order.
        found[0] = Some(Found { label: slots[0]..slots[0], slots, expected, is_disputed: true });
    }
    found
}

/// The only row of as many figures as a record table has, of which the head is lost.
fn headless_record(tokens: &[Token], region: Range<usize>, expected: usize) -> Option<Vec<usize>> {
    let places: Vec<usize> = region.filter(|place| !tokens[*place].is_empty()).collect();
    let is_together = |one: &usize, next: &usize| {
        tokens[*one].row() == tokens[*next].row() && is_value_like(tokens[*one].raw) == is_value_like(tokens[*next].raw)
    };
    let mut rows =
        places.chunk_by(is_together).filter(|row| row.len() == expected && is_value_like(tokens[row[0]].raw));
    let only = rows.next()?;
    rows.next().is_none().then(|| only.to_vec())
}

/// From the first to the last label of a record table's head; most of its column labels must be there.
pub(super) fn record_head(
    tokens: &[Token],
    labels: &Labels,
    table: &TableForm,
    region: Range<usize>,
) -> Option<Range<usize>> {
    let columns = table.columns.len();
    let mut seen = vec![false; columns];
    let mut head: Option<Range<usize>> = None;
    let mut at = region.start;
    while at < region.end {
        if let Some(range) = head_label(tokens, labels, at, region.end) {
            let key: String = tokens[range.clone()].iter().map(|token| token.key.as_str()).collect();
            for (column, seen) in seen.iter_mut().enumerate() {
                *seen |= labels.others[column].fit(&key).is_some();
            }
            at = range.end;
            head = Some(head.map_or(range.clone(), |head| head.start..range.end));
            continue;
        }
        let enough = seen.iter().filter(|seen| **seen).count() * 2 > columns;
        // A head of the agency's own stands among the others; behind it the head goes on.
        let is_beside = head
            .as_ref()
            .is_some_and(|head| tokens[at].row().is_some() && tokens[at].row() == tokens[head.end - 1].row());
        if enough && !is_beside && !tokens[at].is_empty() {
            break;
        }
        at += 1;
    }
    (seen.iter().filter(|seen| **seen).count() * 2 > columns).then_some(head).flatten()
}

/// A label of a record table's head, over as many lines as it takes; the longest wins.
pub(super) fn head_label(tokens: &[Token], labels: &Labels, at: usize, end: usize) -> Option<Range<usize>> {
    if tokens[at].key.is_empty() || is_value_like(tokens[at].raw) {
        return None;
    }
    let mut joined = String::new();
    let mut best = None;
    for (count, token) in tokens[at..end].iter().enumerate().take(8) {
        if count > 0 && (!token.continues(&tokens[at]) || is_value_like(token.raw)) {
            break;
        }
        joined.push_str(&token.key);
        if labels.is_other(&joined) || labels.row(&joined).is_some_and(|(_, fit)| fit > Fit::Close) {
            best = Some(at..at + count + 1);
        }
    }
    best
}

/// The tokens of the first row after `row` that holds a value, or else of the row right after it; and whether there are
/// several rows of values (a row of column numbers, a second line of figures), so that the choice is open.
fn next_row(tokens: &[Token], row: usize, start: usize, end: usize) -> (Vec<usize>, bool) {
    let later: Vec<usize> = (start..end).filter(|place| tokens[*place].row().is_some_and(|own| own > row)).collect();
    let is_value = |place: &&usize| !tokens[**place].is_empty() && is_value_like(tokens[**place].raw);
    let mut valued: Vec<usize> = later.iter().filter(is_value).filter_map(|place| tokens[*place].row()).collect();
    valued.dedup();
    let Some(target) = valued.first().copied().or_else(|| tokens[*later.first()?].row()) else {
        return (Vec::new(), false);
    };
    (later.into_iter().filter(|place| tokens[*place].row() == Some(target)).collect(), valued.len() > 1)
}
