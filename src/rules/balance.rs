//! What a sum that does not hold says about its figures: digits in two cells, a case under the wrong applicant, a figure
//! counted twice. Hints for a reader; nothing is changed.

use rust_decimal::Decimal;

use super::cells::is_split;
use super::inspection::{Inspection, Values, or_pass};
use crate::form::TableForm;
use crate::model::{Cell, CellId, CellState, Outcome, Phrase, Proof, Reason, Relation, Sign, Term, TermSource};

const REQUESTS: &str = "requests";
const NINE: Decimal = Decimal::from_parts(9, 0, 0, false, 0);
const TEN: Decimal = Decimal::TEN;

/// The figures of one table, row by row; `None` where a cell is not known.
struct Figures<'a> {
    form: &'a TableForm,
    rows: Vec<Vec<Option<Decimal>>>,
}

impl<'a> Figures<'a> {
    fn of(inspection: &Inspection<'a>, table: &str) -> Option<Self> {
        let case = inspection.case;
        let index = case.form.tables.iter().position(|form| form.id == table)?;
        let form = &case.form.tables[index];
        let mut rows = vec![Vec::with_capacity(form.columns.len()); form.rows.len()];
        for (place, cell) in case.form.cells.iter().zip(&case.report.cells).filter(|(place, _)| place.table == index) {
            rows[place.row].push(cell.state.number());
        }
        Some(Self { form, rows })
    }

    fn row(&self, id: &str) -> Option<usize> {
        self.form.rows.iter().position(|row| row.id == id)
    }

    fn cell(&self, row: usize, column: usize) -> CellId {
        CellId::new(&self.form.rows[row].id, &self.form.columns[column].id)
    }

    /// The values of a row, all but the last and the last, which is the total.
    fn line(&self, row: usize) -> Option<(Vec<Decimal>, Decimal)> {
        let mut values = self.rows[row].iter().copied().collect::<Option<Vec<Decimal>>>()?;
        let total = values.pop()?;
        Some((values, total))
    }

    /// The rows of results and the row of their total.
    fn results(&self) -> Option<(Vec<usize>, usize)> {
        let total = self.row("requests.results.total")?;
        let leaf = |row: &usize| self.form.rows[*row].id.starts_with("requests.results.") && *row != total;
        Some(((0..self.form.rows.len()).filter(leaf).collect(), total))
    }

    fn term(&self, row: usize, column: usize) -> Option<Term> {
        let value = self.rows.get(row)?.get(column).copied().flatten()?;
        Some(Term { source: TermSource::Cell(self.cell(row, column)), value, sign: Sign::Plus })
    }

    /// The kinds of applicant against their total, in one row.
    fn row_sum(&self, row: usize) -> Option<Proof> {
        let (total, kinds) = self.form.columns.len().checked_sub(1).map(|last| (last, 0..last))?;
        let kinds = kinds.map(|column| self.term(row, column)).collect::<Option<_>>()?;
        Some(equal(kinds, vec![self.term(row, total)?]))
    }

    /// New and carried in against results and carried out, in one column.
    fn balance(&self, column: usize) -> Option<Proof> {
        let terms = |ids: [&str; 2]| ids.iter().map(|id| self.term(self.row(id)?, column)).collect::<Option<Vec<_>>>();
        let received = terms(["requests.new_received", "requests.carried_in"])?;
        Some(equal(received, terms(["requests.results.total", "requests.carried_out"])?))
    }

    /// The results against their total, in one column.
    fn surplus(&self, column: usize) -> Option<Proof> {
        let (leaves, total) = self.results()?;
        let leaves = leaves.into_iter().map(|row| self.term(row, column)).collect::<Option<_>>()?;
        Some(equal(leaves, vec![self.term(total, column)?]))
    }
}

/// Two sums that should be the same.
fn equal(left: Vec<Term>, right: Vec<Term>) -> Proof {
    let sum = |terms: &[Term]| terms.iter().fold(Decimal::ZERO, |sum, term| sum.saturating_add(term.value));
    let delta = sum(&left).saturating_sub(sum(&right));
    Proof { left, relation: Relation::Equal, right, delta }
}

fn not_assessable(inspection: &Inspection) -> Vec<Outcome> {
    let message =
        Phrase::new("表中数字不全，无法判断。", "The figures of the table are not complete; it cannot be decided.");
    vec![inspection.undecided(Reason::NotAssessable, Vec::new(), message)]
}

/// A figure whose digits stand in two cells or apart in one (EXT-07): a row that adds up, or has as many values as
/// columns, when two neighbouring digits are taken for one figure; a cell of digits with a blank between.
pub(super) fn split_digits(inspection: &Inspection) -> Vec<Outcome> {
    let Some(figures) = Figures::of(inspection, REQUESTS) else { return Vec::new() };
    let mut outcomes = apart_in_one(inspection);
    let mut known = !outcomes.is_empty();
    for row in 0..figures.rows.len() {
        let line = figures.line(row);
        known |= line.is_some();
        let proof = line.is_some().then(|| figures.row_sum(row)).flatten();
        let all = line.map(|(values, total)| values.into_iter().chain([total]).collect());
        let Some(all) = all.or_else(|| crowded(inspection, &figures, row)) else { continue };
        let Some(place) = split_place(&all, figures.form.columns.len()) else { continue };
        let (first, second) = (all[place].normalize(), all[place + 1].normalize());
        let ids = [figures.cell(row, place), figures.cell(row, (place + 1).min(figures.form.columns.len() - 1))];
        let values = Values::default()
            .phrase("row", inspection.row_label(ids[0].row()))
            .text("first", first)
            .text("second", second)
            .text("joined", format!("{first}{second}"));
        outcomes.push(inspection.fail(&values, &ids, None, proof));
    }
    match (outcomes.is_empty(), known) {
        (true, true) => vec![Outcome::Pass],
        (true, false) => not_assessable(inspection),
        (false, _) => outcomes,
    }
}

/// Cells that hold digits with a blank between, wherever they stand.
fn apart_in_one(inspection: &Inspection) -> Vec<Outcome> {
    let cells = inspection.case.report.cells.iter();
    let split = cells.filter(|cell| cell.state == CellState::Text && is_split(&cell.raw));
    let outcome = |cell: &Cell| {
        let values = Values::default()
            .phrase("cell", inspection.cell_label(&cell.id))
            .text("raw", cell.raw.split_whitespace().collect::<Vec<_>>().join(" "));
        let ids = std::slice::from_ref(&cell.id);
        inspection.fail_with(inspection.variant("apart"), inspection.rule.severity, &values, ids, None, None)
    };
    split.map(outcome).collect()
}

/// The values of a row that has one more than there are columns; the one that has no column follows in the text.
fn crowded(inspection: &Inspection, figures: &Figures, row: usize) -> Option<Vec<Decimal>> {
    let case = inspection.case;
    let ids = (0..figures.form.columns.len()).map(|column| figures.cell(row, column));
    let cells: Vec<&Cell> = ids.map(|id| case.report.cell(&id)).collect::<Option<_>>()?;
    if cells.iter().any(|cell| !matches!(cell.state, CellState::Unsure(_))) {
        return None;
    }
    let behind = case.document.text.get(cells.last()?.span?.end..)?;
    let mut tokens = behind.split(|c: char| c.is_whitespace() || c == '|').filter(|token| !token.is_empty());
    let figure = |token: &str| token.parse::<u32>().ok().map(Decimal::from);
    let over = figure(tokens.next()?)?;
    if tokens.next().is_some_and(|next| figure(next).is_some()) {
        return None;
    }
    cells.iter().map(|cell| figure(cell.raw.trim())).chain([Some(over)]).collect()
}

/// Where two neighbouring digits make one figure with which the row adds up; nothing where it adds up as it is.
fn split_place(all: &[Decimal], columns: usize) -> Option<usize> {
    let (total, values) = all.split_last()?;
    let sum: Decimal = values.iter().sum();
    if all.len() == columns && sum == *total {
        return None;
    }
    let is_digit = |value: Decimal| value.is_integer() && value >= Decimal::ZERO && value < TEN;
    (0..values.len()).find(|&place| {
        let (first, second) = (all[place], all[place + 1]);
        if !is_digit(first) || !is_digit(second) || first.is_zero() {
            return false;
        }
        if place + 1 == values.len() { sum - first == first * TEN + second } else { sum + first * NINE == *total }
    })
}

/// Two columns off by opposite amounts while the total holds (ARI-05).
pub(super) fn opposite(inspection: &Inspection) -> Vec<Outcome> {
    let Some(figures) = Figures::of(inspection, REQUESTS) else { return Vec::new() };
    let columns = figures.form.columns.len();
    let mut outcomes = Vec::new();
    let mut known = false;
    let balances: fn(&Figures, usize) -> Option<Proof> = |figures, column| figures.balance(column);
    let surpluses: fn(&Figures, usize) -> Option<Proof> = |figures, column| figures.surplus(column);
    for (sum, row) in [(balances, "requests.new_received"), (surpluses, "requests.results.total")] {
        let off = |column: usize| sum(&figures, column).map(|proof| proof.delta);
        let Some(deltas) = (0..columns).map(off).collect::<Option<Vec<Decimal>>>() else {
            continue;
        };
        known = true;
        let wrong: Vec<usize> = (0..columns).filter(|column| !deltas[*column].is_zero()).collect();
        let [first, second] = wrong[..] else { continue };
        if deltas[first] + deltas[second] != Decimal::ZERO || !deltas[columns - 1].is_zero() {
            continue;
        }
        let (more, less) = if deltas[first] > Decimal::ZERO { (first, second) } else { (second, first) };
        let ids = [CellId::new(row, &figures.form.columns[more].id), CellId::new(row, &figures.form.columns[less].id)];
        let values = Values::default()
            .phrase("more", inspection.column_label(&ids[0]))
            .phrase("less", inspection.column_label(&ids[1]))
            .text("delta", deltas[more].normalize());
        outcomes.push(inspection.fail(&values, &ids, None, sum(&figures, more)));
    }
    match (outcomes.is_empty(), known) {
        (true, true) => vec![Outcome::Pass],
        (true, false) => not_assessable(inspection),
        (false, _) => outcomes,
    }
}

/// A sum of the tables: its terms and the total that is stated.
struct Line {
    label: Phrase,
    terms: Vec<(CellId, Decimal)>,
    total: (CellId, Decimal),
}

impl Line {
    fn delta(&self) -> Decimal {
        self.terms.iter().map(|(_, value)| *value).sum::<Decimal>() - self.total.1
    }

    fn proof(&self) -> Proof {
        let term = |(id, value): &(CellId, Decimal)| Term {
            source: TermSource::Cell(id.clone()),
            value: *value,
            sign: Sign::Plus,
        };
        equal(self.terms.iter().map(term).collect(), vec![term(&self.total)])
    }
}

/// What the difference of a sum looks like (ARI-09), for each that does not hold.
pub(super) fn hints(inspection: &Inspection) -> Vec<Outcome> {
    let (rows, columns) = lines(inspection);
    if rows.is_empty() && columns.is_empty() {
        return not_assessable(inspection);
    }
    let mut outcomes = Vec::new();
    for (line, crossing) in rows.iter().map(|row| (row, &columns)).chain(columns.iter().map(|column| (column, &rows))) {
        let delta = line.delta();
        if delta.is_zero() {
            continue;
        }
        let hints = hint(inspection, line, delta, crossing);
        if hints.is_empty() {
            continue;
        }
        let join = |text: fn(&Phrase) -> &str, sign: &str| hints.iter().map(text).collect::<Vec<_>>().join(sign);
        let values = Values::default()
            .phrase("line", line.label.clone())
            .text("delta", delta.abs().normalize())
            .phrase("hint", Phrase::new(join(|hint| &hint.zh, "；"), join(|hint| &hint.en, "; ")));
        outcomes.push(inspection.fail(&values, std::slice::from_ref(&line.total.0), None, Some(line.proof())));
    }
    or_pass(outcomes)
}

/// The sums of the rows of tables three and four, and those of the columns of table three, where all is known.
fn lines(inspection: &Inspection) -> (Vec<Line>, Vec<Line>) {
    let mut rows = Vec::new();
    let mut columns = Vec::new();
    for table in [REQUESTS, "relief"] {
        let Some(figures) = Figures::of(inspection, table) else { continue };
        for row in 0..figures.rows.len() {
            let Some((values, total)) = figures.line(row) else { continue };
            let label = inspection.row_label(&figures.form.rows[row].id);
            let last = values.len();
            let terms = values.into_iter().enumerate().map(|(column, value)| (figures.cell(row, column), value));
            rows.push(Line { label, terms: terms.collect(), total: (figures.cell(row, last), total) });
        }
        let Some((leaves, total)) = figures.results() else { continue };
        for column in 0..figures.form.columns.len() {
            let value =
                |row: usize| Some((figures.cell(row, column), figures.rows[row].get(column).copied().flatten()?));
            let Some(terms) = leaves.iter().map(|row| value(*row)).collect::<Option<Vec<_>>>() else { continue };
            let Some(total) = value(total) else { continue };
            columns.push(Line { label: inspection.column_label(&total.0), terms, total });
        }
    }
    (rows, columns)
}

fn hint(inspection: &Inspection, line: &Line, delta: Decimal, crossing: &[Line]) -> Vec<Phrase> {
    let mut hints = Vec::new();
    let label = |id: &CellId| inspection.cell_label(id);
    let both = line.terms.iter().find(|(id, _)| {
        crossing.iter().any(|other| other.delta() == delta && other.terms.iter().any(|(own, _)| own == id))
    });
    if let Some((id, value)) = both.filter(|(_, value)| *value >= delta) {
        let (name, right) = (label(id), (*value - delta).normalize());
        hints.push(Phrase::new(
            format!("“{}”所在的行与列都差{}，若改为{right}则两处都成立", name.zh, delta.abs().normalize()),
            format!("row and column of {} are off by the same; with {right} there both would hold", name.en),
        ));
    }
    if let Some((id, value)) = line.terms.iter().find(|(_, value)| value.abs() == delta.abs()) {
        let (name, value) = (label(id), value.normalize());
        let (zh, en) = if delta > Decimal::ZERO {
            ("未计入总计", "left out of the total")
        } else {
            ("重复计入总计", "counted twice")
        };
        hints.push(Phrase::new(
            format!("差额等于“{}”的{value}，或{zh}", name.zh),
            format!("the difference equals {} ({value}), perhaps {en}", name.en),
        ));
    }
    let (sum, total) = (line.total.1 + delta, line.total.1);
    if !sum.is_zero() && !total.is_zero() && (sum == total * TEN || total == sum * TEN) {
        hints.push(Phrase::new(
            "两数相差10倍，或多写、少写一个0",
            "one is ten times the other: perhaps a zero too many or too few",
        ));
    } else if delta.abs() >= NINE && (delta % NINE).is_zero() {
        hints.push(Phrase::new(
            "差额是9的倍数，或两位数字颠倒",
            "the difference is a multiple of 9: perhaps two digits were swapped",
        ));
    }
    hints
}
