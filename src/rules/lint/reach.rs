//! Rules, and parts of them, that no report can come to: by its edition, by its year, or because another threshold comes
//! first. Numbers out of their range are mistakes of the file, found when it is loaded.

use super::Flaw;
use crate::form::Form;
use crate::model::Phrase;
use crate::rules::kinds::Check;
use crate::rules::{Amended, Rule};

pub(super) fn flaws(rule: &Rule, forms: &[Form]) -> Vec<Flaw> {
    let applied: Vec<&Form> = forms.iter().filter(|form| rule.applies_to(&form.edition)).collect();
    let mut found: Vec<Flaw> = unreachable(rule, &applied).into_iter().collect();
    found.extend(weights(rule, &applied));
    found.extend(no_warnings(rule));
    found
}

fn named(applied: &[&Form]) -> String {
    applied.iter().map(|form| form.edition.as_str()).collect::<Vec<_>>().join("、")
}

/// What its editions rule out.
fn unreachable(rule: &Rule, applied: &[&Form]) -> Option<Flaw> {
    let editions = named(applied);
    let fix = Phrase::new("请改正 editions", "correct editions");
    match &rule.check {
        Check::Required(required) => {
            let from = required.from_year?;
            let last = applied.iter().map(|form| form.to_year).collect::<Option<Vec<i32>>>()?.into_iter().max()?;
            let zh = format!("从{from}年起要求，{editions} 版表格只用到{last}年");
            let en = format!("it is asked from {from} on, and the form of {editions} ends with {last}");
            let fix = Phrase::new("请改正 from_year 或 editions", "correct from_year or editions");
            (last < from).then(|| Flaw::never(&zh, &en, fix))
        }
        Check::Cells(faults) if !faults.numbers.is_empty() => {
            let mut columns = applied.iter().flat_map(|form| &form.tables).flat_map(|table| &table.columns);
            let exists = columns.any(|column| faults.numbers.contains(&column.number));
            let zh = format!("{editions} 版表格里没有 numbers 所说的单元格");
            let en = format!("the form of {editions} has no cell of the kind that numbers names");
            (!exists).then(|| Flaw::never(&zh, &en, fix))
        }
        Check::Equation(_)
        | Check::Sections { .. }
        | Check::Cells(_)
        | Check::Forbidden(_)
        | Check::Words(_)
        | Check::Change(_)
        | Check::Code { .. } => None,
    }
}

/// Weights that no cell comes to: another edition, no such cell, or an earlier weight takes all of theirs.
fn weights(rule: &Rule, applied: &[&Form]) -> Vec<Flaw> {
    let mut found = Vec::new();
    for (place, weight) in rule.weights.iter().enumerate() {
        let mut cells = applied.iter().flat_map(|form| form.cells.iter().map(|cell| (&cell.id, &form.edition)));
        let reached = cells.any(|(id, edition)| {
            weight.fits(id, edition) && !rule.weights[..place].iter().any(|earlier| earlier.fits(id, edition))
        });
        if !reached {
            let cells = weight.cells.join("、");
            let what = Phrase::new(
                format!("第{}个 [[rule.weight]]（{cells}）不起作用：没有这样的单元格，或前面的已经包括", place + 1),
                format!(
                    "[[rule.weight]] number {} ({cells}) has no effect: no such cell, or an earlier one takes all",
                    place + 1
                ),
            );
            found.push(Flaw::new(what, Phrase::new("请删去，或移到前面", "delete it, or put it first")));
        }
    }
    found
}

/// Thresholds that leave no room for a warning.
fn no_warnings(rule: &Rule) -> Option<Flaw> {
    let value = |name: &str| rule.parameters.get(name).copied();
    let (warning, error) = value("warning").zip(value("error")).filter(|(warning, error)| warning > error)?;
    let (warning, error) = (warning.normalize(), error.normalize());
    let what = Phrase::new(
        format!("warning {warning} 大于 error {error}：只会有错误，不会有警告"),
        format!("warning {warning} is above error {error}: there will be errors only"),
    );
    let place = amended(rule, "warning").or_else(|| amended(rule, "error"));
    let remedy = Phrase::new("请使 warning 不大于 error", "set warning no higher than error");
    Some(Flaw { place, ..Flaw::new(what, remedy) })
}

/// Where a parameter was last changed.
fn amended(rule: &Rule, name: &str) -> Option<String> {
    let of_name = |what: &Amended| matches!(what, Amended::Parameter(known, _) if known == name);
    rule.amendments.iter().rev().find(|amendment| of_name(&amendment.what)).map(|amendment| amendment.place.clone())
}
