//! One file for people to read. Whatever comes from the file is made safe to print.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Checked;
use crate::document::Document;
use crate::examine::Examined;
use crate::model::{Counts, Lang, Reason, Severity};
use crate::text::safe;

/// Head line, then findings by severity, then what could not be decided and why.
pub(super) fn print(out: &mut impl Write, checked: &Checked, lang: Lang) -> io::Result<()> {
    let file = checked.file.to_string_lossy();
    writeln!(out, "{}", safe(&file))?;
    match &checked.examined {
        Err(refusal) => {
            let word = match lang {
                Lang::Chinese => "无法读取",
                Lang::English => "not read",
            };
            writeln!(out, "  {word}  {}", safe(refusal.message.text(lang)))
        }
        Ok(examined) => report(out, examined, lang),
    }?;
    writeln!(out)
}

fn report(out: &mut impl Write, examined: &Examined, lang: Lang) -> io::Result<()> {
    let report = &examined.report;
    let unknown = match lang {
        Lang::Chinese => "机关不明",
        Lang::English => "body unknown",
    };
    let agency = report.agency.as_ref().map_or(unknown, |agency| agency.value.as_str());
    let year = report.year.as_ref().map_or_else(|| "----".to_owned(), |year| year.value.to_string());
    writeln!(out, "  {} {year}  {}", safe(agency), summary(Counts::of(&examined.checks), lang))?;
    for severity in Severity::ALL {
        for finding in examined.checks.findings.iter().filter(|finding| finding.severity == severity) {
            let line = finding.span.map_or_else(String::new, |span| place(&examined.document, span.start, lang));
            let message = finding.message.text(lang);
            writeln!(out, "  {}  {}  {line}{}", word(severity, lang), finding.rule, safe(message))?;
        }
    }
    for notice in &examined.notices {
        let line = notice.span.map_or_else(String::new, |span| place(&examined.document, span.start, lang));
        let word = match lang {
            Lang::Chinese => "读取",
            Lang::English => "reading",
        };
        writeln!(out, "  {word}  {line}{}", safe(notice.message.text(lang)))?;
    }
    let mut reasons: BTreeMap<&str, (usize, Reason)> = BTreeMap::new();
    for undecided in &examined.checks.undecided {
        reasons.entry(undecided.reason.name()).or_insert((0, undecided.reason)).0 += 1;
    }
    for (count, reason) in reasons.values() {
        match lang {
            Lang::Chinese => writeln!(out, "  未判  {count} 项：{}", because(*reason, lang))?,
            Lang::English => writeln!(out, "  undecided  {count}: {}", because(*reason, lang))?,
        }
    }
    Ok(())
}

/// Lines are counted from 1, as editors do.
fn place(document: &Document, at: usize, lang: Lang) -> String {
    let before = document.text.get(..at).unwrap_or_default();
    let line = before.split('\n').count();
    match lang {
        Lang::Chinese => format!("第{line}行  "),
        Lang::English => format!("line {line}  "),
    }
}

fn summary(counts: Counts, lang: Lang) -> String {
    let Counts { error, warning, info, undecided, passed } = counts;
    match lang {
        Lang::Chinese => format!("错误 {error}  警告 {warning}  提示 {info}  未判 {undecided}  通过 {passed}"),
        Lang::English => {
            format!("errors {error}  warnings {warning}  infos {info}  undecided {undecided}  passed {passed}")
        }
    }
}

const fn word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Chinese) => "错误",
        (Severity::Warning, Lang::Chinese) => "警告",
        (Severity::Info, Lang::Chinese) => "提示",
        (severity, Lang::English) => severity.name(),
    }
}

const fn because(reason: Reason, lang: Lang) -> &'static str {
    match (reason, lang) {
        (Reason::PassIfBlankIsZero, Lang::Chinese) => "有空白单元格，按0计算则相符",
        (Reason::PassIfBlankIsZero, Lang::English) => "holds when blanks are taken as zero",
        (Reason::NotAssessable, Lang::Chinese) => "缺数或读数存疑，无法核对",
        (Reason::NotAssessable, Lang::English) => "a figure is missing or unsure",
        (Reason::Implied, Lang::Chinese) => "差一个数即可核对",
        (Reason::Implied, Lang::English) => "one figure is missing to decide it",
        (Reason::NoLastYear, Lang::Chinese) => "没有上年报告",
        (Reason::NoLastYear, Lang::English) => "no report for last year",
        (Reason::NotComparable, Lang::Chinese) => "两年版式不同，不可比",
        (Reason::NotComparable, Lang::English) => "the editions of the two years cannot be compared",
        (Reason::NotFound, Lang::Chinese) => "正文中没有找到可核对的表述",
        (Reason::NotFound, Lang::English) => "nothing to check was found in the text",
        (Reason::Broken, Lang::Chinese) => "规则执行出错",
        (Reason::Broken, Lang::English) => "the rule broke down",
    }
}
