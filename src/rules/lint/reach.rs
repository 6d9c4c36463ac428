//! Rules, and parts of them, that no report can come to: by its edition, by its year, or because a number is out of range.

use super::Flaw;
use crate::form::Form;
use crate::model::Phrase;
use crate::rules::code::CODE;
use crate::rules::kinds::{Change, Check};
use crate::rules::thresholds::Range;
use crate::rules::{Amended, Rule};

pub(super) fn flaws(rule: &Rule, forms: &[Form]) -> Vec<Flaw> {
    let applied: Vec<&Form> = forms.iter().filter(|form| rule.applies_to(&form.edition)).collect();
    let mut found: Vec<Flaw> = unreachable(rule, &applied).into_iter().collect();
    found.extend(weights(rule, &applied));
    match &rule.check {
        Check::Code { name, .. } => found.extend(of_code(rule, name)),
        Check::Change(changes) => found.extend(of_changes(rule, changes)),
        Check::Equation(_)
        | Check::Sections { .. }
        | Check::Cells(_)
        | Check::Forbidden(_)
        | Check::Required(_)
        | Check::Words(_) => {}
    }
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

fn of_code(rule: &Rule, name: &str) -> Vec<Flaw> {
    let Some(known) = CODE.iter().find(|known| known.name == name) else { return Vec::new() };
    let value = |name: &str| rule.parameters.get(name).copied();
    let mut found = Vec::new();
    for threshold in known.parameters {
        if let Some(value) = value(threshold.name).filter(|value| !threshold.range.holds(*value)) {
            found.push(out_of_range(rule, Some(threshold.name), &value.normalize().to_string(), threshold.range));
        }
    }
    if let (Some(warning), Some(error)) = (value("warning"), value("error"))
        && warning > error
        && found.is_empty()
    {
        let what = Phrase::new(
            format!("warning {} 大于 error {}：只会有错误，不会有警告", warning.normalize(), error.normalize()),
            format!("warning {} is above error {}: there will be errors only", warning.normalize(), error.normalize()),
        );
        let place = amended(rule, "warning").or_else(|| amended(rule, "error"));
        found.push(Flaw {
            place,
            ..Flaw::new(what, Phrase::new("请使 warning 不大于 error", "set warning no higher than error"))
        });
    }
    found
}

fn of_changes(rule: &Rule, changes: &[Change]) -> Vec<Flaw> {
    let bounds = changes.iter().flat_map(|change| change.jump.bounds());
    let out = bounds.filter(|(bound, meant)| !meant.range.holds(bound.value));
    out.map(|(bound, meant)| {
        let name = bound.name.as_deref().unwrap_or(meant.name);
        out_of_range(rule, Some(name), &bound.value.normalize().to_string(), meant.range)
    })
    .collect()
}

fn out_of_range(rule: &Rule, name: Option<&str>, value: &str, range: Range) -> Flaw {
    let (name, said) = (name.unwrap_or_default(), range.said());
    let what = Phrase::new(
        format!("{name} = {value} 没有意义，应为{}", said.zh),
        format!("{name} = {value} makes no sense; it should be {}", said.en),
    );
    let remedy = Phrase::new("请改正，或停用这条规则（off = true）", "correct it, or switch the rule off (off = true)");
    Flaw { place: amended(rule, name), ..Flaw::new(what, remedy) }
}

/// Where a parameter was last changed.
fn amended(rule: &Rule, name: &str) -> Option<String> {
    let of_name = |what: &Amended| matches!(what, Amended::Parameter(known, _) if known == name);
    rule.amendments.iter().rev().find(|amendment| of_name(&amendment.what)).map(|amendment| amendment.place.clone())
}
