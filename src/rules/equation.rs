//! Equations over cells as people write them, `new_received + carried_in = results.total + carried_out`, compiled to
//! positions among the cells of a form. Evaluating them is `arithmetic`.

use rust_decimal::Decimal;

use super::nearest::{Kind, unknown};
use crate::form::{Form, TableForm};
use crate::model::{CellId, Phrase, Relation, Sign};

/// An equation and the identities that it stands for in each edition.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    pub(super) scope: Scope,
    pub(super) formula: Formula,
    pub(super) identities: Vec<(String, Vec<Identity>)>,
}

/// One instance of an equation, ready to evaluate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The row or the column that it speaks of; empty where the equation names whole addresses.
    pub row: String,
    pub column: String,
    pub left: Vec<Operand>,
    pub relation: Relation,
    pub right: Vec<Operand>,
}

/// One figure of an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    pub sign: Sign,
    pub source: Source,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A position in `Form::cells` and `Report::cells`.
    Cell(usize),
    /// A cell of last year's report, to be found in that report's own form.
    LastYear(CellId),
    Constant(Decimal),
}

/// What an equation is repeated for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// Written once, with whole addresses.
    Once,
    /// Each column of a table; the equation names rows.
    Columns(String),
    /// Each row of a table, or of a group of rows; the equation names columns as `@total`.
    Rows(String),
}

/// An equation as parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) left: Vec<Summand>,
    pub(super) relation: Relation,
    pub(super) right: Vec<Summand>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summand {
    pub(super) sign: Sign,
    pub(super) atom: Atom,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    Constant(Decimal),
    /// A cell of this year's report: row, column, either may be empty.
    Cell(String, String),
    LastYear(String, String),
    /// Every row whose id begins so, but for its total.
    SumOf(String),
}

const ROW: Kind = ("行", "row");
const COLUMN: Kind = ("列", "column");

impl Scope {
    /// As a rule file writes it after `for`.
    pub(super) fn written(&self) -> Option<String> {
        match self {
            Self::Once => None,
            Self::Columns(table) => Some(format!("columns of {table}")),
            Self::Rows(rows) => Some(format!("rows of {rows}")),
        }
    }

    /// Reads `columns of requests` or `rows of relief`.
    pub(super) fn parse(text: Option<&str>) -> Result<Self, Phrase> {
        let Some(text) = text else { return Ok(Self::Once) };
        if let Some(table) = text.strip_prefix("columns of ") {
            return Ok(Self::Columns(table.trim().to_owned()));
        }
        if let Some(rows) = text.strip_prefix("rows of ") {
            return Ok(Self::Rows(rows.trim().to_owned()));
        }
        Err(Phrase::new(
            format!("`for` 为 `{text}`，应为 `columns of 表` 或 `rows of 表`"),
            format!("`for` is `{text}`; expected `columns of TABLE` or `rows of TABLE`"),
        ))
    }
}

impl Formula {
    /// Reads an equation or comparison.
    pub(super) fn parse(text: &str) -> Result<Self, Phrase> {
        let (at, sign, relation) = [(">=", Relation::AtLeast), ("<=", Relation::AtMost), ("=", Relation::Equal)]
            .into_iter()
            .find_map(|(sign, relation)| text.find(sign).map(|at| (at, sign, relation)))
            .ok_or_else(|| {
                Phrase::new(format!("`{text}` 里没有 `=`、`>=` 或 `<=`"), format!("`{text}` has no `=`, `>=` or `<=`"))
            })?;
        let right = &text[at + sign.len()..];
        if right.contains(['=', '<', '>']) {
            return Err(Phrase::new(
                format!("`{text}` 里的 `=`、`>=`、`<=` 不止一个"),
                format!("`{text}` has more than one `=`, `>=` or `<=`"),
            ));
        }
        Ok(Self { left: side(&text[..at], text)?, relation, right: side(right, text)? })
    }

    /// The identities that it stands for in one edition.
    pub(super) fn compile(&self, scope: &Scope, form: &Form) -> Result<Vec<Identity>, Phrase> {
        let identities = match scope {
            Scope::Once => vec![self.identity("", "", None, form)?],
            Scope::Columns(id) => {
                let table = table(id, form)?;
                let mut identities = Vec::new();
                for column in &table.columns {
                    identities.push(self.identity("", &column.id, Some(table), form)?);
                }
                identities
            }
            Scope::Rows(id) => {
                let table = table(id.split('.').next().unwrap_or(id), form)?;
                let mut identities = Vec::new();
                for row in table.rows.iter().filter(|row| *id == table.id || row.id.starts_with(&format!("{id}."))) {
                    identities.push(self.identity(&row.id, "", Some(table), form)?);
                }
                identities
            }
        };
        if identities.is_empty() {
            let named = scope.written().unwrap_or_default();
            let edition = &form.edition;
            return Err(Phrase::new(
                format!("`for` 为 `{named}`，{edition} 版表式里没有这样的行"),
                format!("`for` is `{named}`, which has no rows in the form of {edition}"),
            ));
        }
        Ok(identities)
    }

    fn identity(&self, row: &str, column: &str, table: Option<&TableForm>, form: &Form) -> Result<Identity, Phrase> {
        let place = Place { row, column, table, form };
        Ok(Identity {
            row: row.to_owned(),
            column: column.to_owned(),
            left: place.operands(&self.left)?,
            relation: self.relation,
            right: place.operands(&self.right)?,
        })
    }
}

/// Where an equation is being written out: one row or one column of one table.
struct Place<'a> {
    row: &'a str,
    column: &'a str,
    table: Option<&'a TableForm>,
    form: &'a Form,
}

impl Place<'_> {
    fn operands(&self, side: &[Summand]) -> Result<Vec<Operand>, Phrase> {
        let mut operands = Vec::new();
        for summand in side {
            let mut push = |source| operands.push(Operand { sign: summand.sign, source });
            match &summand.atom {
                Atom::Constant(value) => push(Source::Constant(*value)),
                Atom::Cell(row, column) => push(Source::Cell(self.position(&self.cell(row, column)?)?)),
                Atom::LastYear(row, column) => push(Source::LastYear(self.cell(row, column)?)),
                Atom::SumOf(prefix) => {
                    for id in self.rows_under(prefix)? {
                        push(Source::Cell(self.position(&CellId::new(id, self.column))?));
                    }
                }
            }
        }
        Ok(operands)
    }

    fn cell(&self, row: &str, column: &str) -> Result<CellId, Phrase> {
        let row = if row.is_empty() { self.row.to_owned() } else { self.row_id(row)? };
        let column = if column.is_empty() { self.column } else { column };
        if row.is_empty() || column.is_empty() {
            return Err(Phrase::new(
                format!("`{row}@{column}` 不是完整的地址；没有 `for` 时应写 `行@列`"),
                format!("`{row}@{column}` is no whole address; without `for`, write `row@column`"),
            ));
        }
        Ok(CellId::new(&row, column))
    }

    /// A row id, which may be written without its table's name.
    fn row_id(&self, written: &str) -> Result<String, Phrase> {
        let Some(table) = self.table else {
            let known = self.form.tables.iter().flat_map(|table| &table.rows).map(|row| row.id.as_str());
            return match self.form.row(written) {
                Some((_, row)) => Ok(row.id.clone()),
                None => Err(unknown(ROW, written, known)),
            };
        };
        let whole = format!("{}.{written}", table.id);
        let found = table.rows.iter().find(|row| row.id == written || row.id == whole);
        let short = |id: &'_ str| id.strip_prefix(&format!("{}.", table.id)).unwrap_or(id).to_owned();
        let known: Vec<String> = table.rows.iter().map(|row| short(&row.id)).collect();
        found.map(|row| row.id.clone()).ok_or_else(|| unknown(ROW, written, known.iter().map(String::as_str)))
    }

    fn position(&self, id: &CellId) -> Result<usize, Phrase> {
        self.form.position(id).ok_or_else(|| match self.form.row(id.row()) {
            Some((table, _)) => unknown(COLUMN, id.column(), table.columns.iter().map(|column| column.id.as_str())),
            None => Phrase::new(
                format!("{} 版表式里没有单元格 {id}", self.form.edition),
                format!("no cell {id} in the form of {}", self.form.edition),
            ),
        })
    }

    fn rows_under(&self, prefix: &str) -> Result<Vec<&str>, Phrase> {
        let Some(table) = self.table else {
            return Err(Phrase::new(
                "`sum` 要和 `for = \"columns of 表\"` 一起用",
                "`sum` needs `for = \"columns of TABLE\"`",
            ));
        };
        let start = format!("{}.{prefix}", table.id);
        let total = format!("{start}total");
        let rows: Vec<&str> =
            table.rows.iter().map(|row| row.id.as_str()).filter(|id| id.starts_with(&start) && *id != total).collect();
        if rows.is_empty() {
            return Err(Phrase::new(
                format!("`sum({prefix}*)` 在表 `{}` 里找不到行", table.id),
                format!("`sum({prefix}*)` finds no row in table `{}`", table.id),
            ));
        }
        Ok(rows)
    }
}

fn table<'a>(id: &str, form: &'a Form) -> Result<&'a TableForm, Phrase> {
    form.table(id).ok_or_else(|| {
        let tables = form.tables.iter().map(|table| table.id.as_str());
        let Phrase { zh, en } = unknown(("表", "table"), id, tables);
        Phrase::new(format!("{zh}（{} 版）", form.edition), format!("{en} (edition {})", form.edition))
    })
}

fn side(text: &str, whole: &str) -> Result<Vec<Summand>, Phrase> {
    let mut summands = Vec::new();
    let mut sign = Sign::Plus;
    let mut rest = text.trim();
    loop {
        let end = rest.find(['+', '-']).unwrap_or(rest.len());
        summands.push(Summand { sign, atom: atom(rest[..end].trim(), whole)? });
        let Some(operator) = rest[end..].chars().next() else { return Ok(summands) };
        sign = if operator == '+' { Sign::Plus } else { Sign::Minus };
        rest = rest[end + 1..].trim_start();
    }
}

fn atom(text: &str, whole: &str) -> Result<Atom, Phrase> {
    if text.is_empty() {
        return Err(Phrase::new(
            format!("`{whole}`：每个运算符两边应为行、`@列`、`sum(行.*)` 或数字，但有一边是空的"),
            format!("`{whole}`: expected a row, `@column`, `sum(row.*)` or a number beside each sign, found nothing"),
        ));
    }
    if let Ok(value) = text.parse::<Decimal>() {
        return Ok(Atom::Constant(value));
    }
    if let Some(inside) = text.strip_prefix("sum(") {
        let prefix = inside.strip_suffix(".*)").ok_or_else(|| {
            Phrase::new(format!("`{text}` 应写作 `sum(行.*)`"), format!("`{text}`: expected `sum(row.*)`"))
        })?;
        return Ok(Atom::SumOf(format!("{prefix}.")));
    }
    if let Some(bad) = text.chars().find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "_.@".contains(*c))) {
        return Err(Phrase::new(
            format!("`{text}` 里不应有 `{bad}`；名称只用小写字母、数字、`_` 和 `.`"),
            format!("`{text}`: unexpected `{bad}`; ids are lower case letters, digits, `_` and `.`"),
        ));
    }
    let mut parts: Vec<&str> = text.split('@').collect();
    let last = parts.len() > 1 && parts.last() == Some(&"last");
    if last {
        parts.pop();
    }
    let (row, column) = match parts[..] {
        [row] => (row.to_owned(), String::new()),
        [row, column] => (row.to_owned(), column.to_owned()),
        _ => {
            return Err(Phrase::new(
                format!("`{text}` 应为 `行`、`@列` 或 `行@列`，上年的再加 `@last`"),
                format!("`{text}`: expected `row`, `@column` or `row@column`, then `@last` for last year"),
            ));
        }
    };
    Ok(if last { Atom::LastYear(row, column) } else { Atom::Cell(row, column) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::load::tests::forms;

    fn compile(scope: &str, text: &str) -> Result<Vec<Identity>, Phrase> {
        let scope = Scope::parse(Some(scope))?;
        Formula::parse(text)?.compile(&scope, &forms()[1])
    }

    #[test]
    fn the_form_of_2021_has_its_42_identities() {
        let rows = compile("rows of requests", "@natural_person + @other_org = @total").unwrap();
        let results = compile("columns of requests", "sum(results.*) = results.total").unwrap();
        let balance =
            compile("columns of requests", "new_received + carried_in = results.total + carried_out").unwrap();
        let relief = compile("rows of relief", "@upheld + @corrected + @other + @pending = @total").unwrap();
        assert_eq!(rows.len() + results.len() + balance.len() + relief.len(), 42);
        assert_eq!(results[0].left.len(), 21);
    }

    #[test]
    fn rows_may_be_a_group_and_a_cell_may_be_last_years() {
        let stock = compile("rows of disclosure.art20_1", "@in_force = @in_force@last + @made - @repealed").unwrap();
        assert_eq!(stock.len(), 2);
        assert_eq!(stock[0].right[0].source, Source::LastYear("disclosure.art20_1.rules@in_force".into()));
        assert_eq!(stock[0].right[2].sign, Sign::Minus);
    }

    #[test]
    fn mistakes_say_what_was_expected() {
        for (scope, text, expected) in [
            ("columns of request", "carried_in = 0", "did you mean `requests`"),
            ("columns of requests", "carried_im = 0", "did you mean `carried_in`"),
            ("rows of requests", "@totl = 0", "did you mean `total`"),
            ("rows of requests", "@total", "no `=`"),
            ("rows of requests", "@total = 0 = 1", "more than one"),
            ("rows of requests", "@total + = 0", "found nothing"),
            ("rows of requests", "@total ! 1 = 0", "unexpected"),
            ("each requests", "@total = 0", "columns of TABLE"),
            ("columns of requests", "sum(results) = 0", "sum(row.*)"),
        ] {
            let said = compile(scope, text).unwrap_err().en;
            assert!(said.contains(expected), "{text}: {said}");
        }
    }
}
