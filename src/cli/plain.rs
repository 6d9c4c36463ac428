//! What `gouji check` says to people: counts, findings by weight with their lines, and what was left undecided.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::document::Refusal;
use crate::examine::Examined;
use crate::export::csv::line_number;
use crate::model::{Counts, Lang, Phrase, Severity};
use crate::text::safe;

/// One report in some lines; nothing in it can move the cursor.
pub(super) fn report(file: &str, examined: &Examined, lang: Lang) -> String {
    let mut out = String::new();
    push(&mut out, 0, &head(file, examined, lang));
    push(&mut out, 1, &counts(Counts::of(&examined.checks), lang));
    for severity in Severity::ALL {
        let mut findings = examined.checks.findings.iter().filter(|finding| finding.severity == severity).peekable();
        if findings.peek().is_some() {
            push(&mut out, 1, severity_name(severity).text(lang));
        }
        for finding in findings {
            let place = finding.span.map_or_else(
                || Phrase::new("整份报告", "whole report"),
                |span| line(line_number(&examined.document.text, span.start)),
            );
            push(&mut out, 2, &format!("{}  {}  {}", finding.rule, place.text(lang), finding.message.text(lang)));
        }
    }
    undecided(&mut out, examined, lang);
    out
}

/// A file that cannot be read, in two lines.
pub(super) fn error(file: &str, refusal: &Refusal, lang: Lang) -> String {
    let mut out = String::new();
    push(&mut out, 0, file);
    let what = Phrase::new("无法读取：", "cannot be read: ");
    push(&mut out, 1, &format!("{}{}", what.text(lang), refusal.message.text(lang)));
    out
}

fn push(out: &mut String, depth: usize, text: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{}{}", "  ".repeat(depth), safe(text));
}

fn head(file: &str, examined: &Examined, lang: Lang) -> String {
    let report = &examined.report;
    let unknown = Phrase::new("机关未知", "agency unknown");
    let agency = report.agency.as_ref().map_or(unknown.text(lang), |agency| agency.value.as_str());
    let no_year = Phrase::new("年份未知", "year unknown").text(lang).to_owned();
    let year = report.year.as_ref().map_or(no_year, |year| year.value.to_string());
    format!("{file}  {agency}  {year}")
}

fn counts(counts: Counts, lang: Lang) -> String {
    let Counts { error, warning, info, undecided, passed } = counts;
    Phrase::new(
        format!("强制性 {error}，核实性 {warning}，提示 {info}，未判定 {undecided}，通过 {passed}"),
        format!("errors {error}, warnings {warning}, infos {info}, undecided {undecided}, passed {passed}"),
    )
    .text(lang)
    .to_owned()
}

fn severity_name(severity: Severity) -> Phrase {
    match severity {
        Severity::Error => Phrase::new("强制性", "Errors"),
        Severity::Warning => Phrase::new("核实性", "Warnings"),
        Severity::Info => Phrase::new("提示", "Infos"),
    }
}

fn line(number: usize) -> Phrase {
    Phrase::new(format!("第{number}行"), format!("line {number}"))
}

/// Each reason once, with how often it was given and by which rules.
fn undecided(out: &mut String, examined: &Examined, lang: Lang) {
    let mut reasons: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for undecided in &examined.checks.undecided {
        *reasons.entry((&undecided.rule, undecided.message.text(lang))).or_default() += 1;
    }
    if reasons.is_empty() {
        return;
    }
    push(out, 1, Phrase::new("未判定", "Undecided").text(lang));
    for ((rule, message), times) in reasons {
        push(out, 2, &if times == 1 { format!("{rule}  {message}") } else { format!("{rule} ×{times}  {message}") });
    }
}
