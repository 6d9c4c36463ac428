//! An equation read aloud in the words of the form, as a formula, and as the list of its instances.

use super::equation::{Atom, Equation, Formula, Identity, Scope, Summand};
use crate::form::{Form, RowForm, TableForm};
use crate::model::{Lang, Phrase, Sign};

/// The formula as a rule file writes it, without what it is repeated for.
pub(super) fn formula(formula: &Formula) -> String {
    written(formula, &Place::default())
}

/// The formula with the row or the column of one instance filled in: whole addresses.
pub(super) fn instance(equation: &Equation, identity: &Identity) -> String {
    let place = Place {
        table: match &equation.scope {
            Scope::Once => "",
            Scope::Columns(id) | Scope::Rows(id) => id.split('.').next().unwrap_or(id),
        },
        row: &identity.row,
        column: &identity.column,
    };
    written(&equation.formula, &place)
}

/// What an address takes from the place where it is written out.
#[derive(Default)]
struct Place<'a> {
    table: &'a str,
    row: &'a str,
    column: &'a str,
}

fn written(formula: &Formula, place: &Place) -> String {
    let side = |summands: &[Summand]| sum(summands, " + ", " - ", |atom| address(atom, place));
    format!("{} {} {}", side(&formula.left), formula.relation.symbol(), side(&formula.right))
}

fn address(atom: &Atom, place: &Place) -> String {
    let at = |row: &str, column: &str| {
        let column = if column.is_empty() { place.column } else { column };
        let is_short = !place.table.is_empty() && !row.starts_with(&format!("{}.", place.table));
        let row = match row {
            "" => place.row.to_owned(),
            row if is_short => format!("{}.{row}", place.table),
            row => row.to_owned(),
        };
        if column.is_empty() { row } else { format!("{row}@{column}") }
    };
    match atom {
        Atom::Constant(value) => value.normalize().to_string(),
        Atom::Cell(row, column) => at(row, column),
        Atom::LastYear(row, column) => format!("{}@last", at(row, column)),
        Atom::SumOf(prefix) => format!("sum({})", at(&format!("{prefix}*"), "")),
    }
}

fn sum(summands: &[Summand], plus: &str, minus: &str, name: impl Fn(&Atom) -> String) -> String {
    let mut text = String::new();
    for summand in summands {
        match (summand.sign, text.is_empty()) {
            (Sign::Plus, true) => {}
            (Sign::Plus, false) => text.push_str(plus),
            (Sign::Minus, _) => text.push_str(minus),
        }
        text.push_str(&name(&summand.atom));
    }
    text
}

/// The equation as one would say it over the telephone, in the words of an edition's form.
pub(super) fn aloud(equation: &Equation, form: &Form) -> Phrase {
    Phrase::new(in_language(equation, form, Lang::Chinese), in_language(equation, form, Lang::English))
}

fn in_language(equation: &Equation, form: &Form, lang: Lang) -> String {
    let Equation { scope, formula, .. } = equation;
    let table = match scope {
        Scope::Once => None,
        Scope::Columns(id) | Scope::Rows(id) => form.table(id.split('.').next().unwrap_or(id)),
    };
    let side = |summands: &[Summand]| sum(summands, " ＋ ", " － ", |atom| name(atom, table, form, lang));
    let relation = match formula.relation.symbol() {
        ">=" => "≥",
        "<=" => "≤",
        _ => "＝",
    };
    let sum = format!("{} {relation} {}", side(&formula.left), side(&formula.right));
    let sum = if lang == Lang::English { sum.replace('＋', "+").replace('－', "-").replace('＝', "=") } else { sum };
    match (heading(scope, table, lang), lang) {
        (None, _) => sum,
        (Some(heading), Lang::Chinese) => format!("{heading}：{sum}"),
        (Some(heading), Lang::English) => format!("{heading}: {sum}"),
    }
}

/// Where the equation is repeated: 表三各列.
fn heading(scope: &Scope, table: Option<&TableForm>, lang: Lang) -> Option<String> {
    let table = table?;
    let said = match lang {
        Lang::Chinese => table.title.split(' ').next().unwrap_or_default().to_owned(),
        Lang::English => table.en.splitn(3, ' ').take(2).collect::<Vec<&str>>().join(" "),
    };
    let rows = |rows: &str| {
        let row = table.rows.iter().find(|row| *rows != table.id && row.id.starts_with(rows))?;
        let group = table.group(row)?;
        Some(if lang == Lang::Chinese { group.label.clone() } else { format!(", {}", group.en) })
    };
    match (scope, lang) {
        (Scope::Once, _) => None,
        (Scope::Columns(_), Lang::Chinese) => Some(format!("{said}各列")),
        (Scope::Columns(_), Lang::English) => Some(format!("{said}, each column")),
        (Scope::Rows(id), Lang::Chinese) => Some(format!("{said}{}各行", rows(id).unwrap_or_default())),
        (Scope::Rows(id), Lang::English) => Some(format!("{said}{}, each row", rows(id).unwrap_or_default())),
    }
}

fn name(atom: &Atom, table: Option<&TableForm>, form: &Form, lang: Lang) -> String {
    match (atom, lang) {
        (Atom::Constant(value), _) => value.normalize().to_string(),
        (Atom::Cell(row, column), _) => cell(row, column, table, form, lang),
        (Atom::LastYear(row, column), Lang::Chinese) => {
            format!("上年报告的{}", cell(row, column, table, form, lang))
        }
        (Atom::LastYear(row, column), Lang::English) => {
            format!("last year's {}", cell(row, column, table, form, lang))
        }
        (Atom::SumOf(prefix), _) => all_under(prefix, table, lang),
    }
}

/// （一）予以公开至（六）其他处理各项.
fn all_under(prefix: &str, table: Option<&TableForm>, lang: Lang) -> String {
    let Some(table) = table else { return prefix.to_owned() };
    let start = format!("{}.{prefix}", table.id);
    let total = format!("{start}total");
    let mut rows = table.rows.iter().filter(|row| row.id.starts_with(&start) && row.id != total);
    let heading = |row: &RowForm| match (table.group(row), lang) {
        // A row that bears a numeral in brackets is its own heading.
        (Some(group), Lang::Chinese) if !row.label.starts_with('（') => group.label.clone(),
        (Some(group), Lang::English) if !row.label.starts_with('（') => group.en.clone(),
        (_, Lang::Chinese) => short(row),
        (_, Lang::English) => row.en.clone(),
    };
    let first = rows.next().map(heading).unwrap_or_default();
    let last = rows.next_back().map(heading).unwrap_or_default();
    match lang {
        Lang::Chinese => format!("{first}至{last}各项"),
        Lang::English => format!("all from {first} to {last}"),
    }
}

fn cell(row: &str, column: &str, table: Option<&TableForm>, form: &Form, lang: Lang) -> String {
    let whole = |table: &TableForm| format!("{}.{row}", table.id);
    let row = form.row(row).or_else(|| form.row(&whole(table?)));
    let mut parts = Vec::new();
    if let Some((table, row)) = row {
        parts.push(match lang {
            Lang::Chinese => format!("{}{}", numeral(table, row), short(row)),
            Lang::English => row.en.clone(),
        });
    }
    let mut columns = row.map(|(table, _)| table).or(table).into_iter().flat_map(|table| &table.columns);
    if let Some(column) = columns.find(|known| known.id == column) {
        parts.push(if lang == Lang::Chinese { column.label.clone() } else { column.en.clone() });
    }
    parts.join(if lang == Lang::Chinese { "" } else { " / " })
}

/// The numeral of the group, where the row's own begins anew below it: 三 for （七）总计.
fn numeral<'a>(table: &'a TableForm, row: &RowForm) -> &'a str {
    let group = table.group(row).filter(|_| row.label.starts_with('（'));
    group.and_then(|group| group.label.split_once('、')).map_or("", |(numeral, _)| numeral)
}

/// The label, or the short one with its numeral set off where the label is long.
fn short(row: &RowForm) -> String {
    const LONG: usize = 12;
    if row.label.chars().count() < LONG {
        return row.label.clone();
    }
    let numeral = row.label.split_once('、').and_then(|(numeral, _)| Some((numeral, row.short.strip_prefix(numeral)?)));
    numeral.map_or_else(|| row.short.clone(), |(numeral, rest)| format!("{numeral}、{rest}"))
}
