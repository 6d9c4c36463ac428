//! One file for people to read. Whatever comes from the file is made safe to print.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Checked;
use crate::config::Words;
use crate::document::Document;
use crate::examine::Examined;
use crate::model::{Counts, Lang, Severity};
use crate::text::safe;

/// Head line, then findings by severity, then what could not be decided and why.
pub(super) fn print(out: &mut impl Write, checked: &Checked, words: &Words) -> io::Result<()> {
    let file = checked.file.to_string_lossy();
    writeln!(out, "{}", safe(&file))?;
    match &checked.examined {
        Err(refusal) => {
            writeln!(out, "  {}  {}", words.say("status-unreadable"), safe(refusal.message.text(words.lang())))
        }
        Ok(examined) => report(out, examined, words),
    }?;
    writeln!(out)
}

fn report(out: &mut impl Write, examined: &Examined, words: &Words) -> io::Result<()> {
    let report = &examined.report;
    let lang = words.lang();
    let agency = report.agency.as_ref().map_or("?", |agency| agency.value.as_str());
    let year = report.year.as_ref().map_or_else(|| "?".to_owned(), |year| year.value.to_string());
    writeln!(out, "  {} {year}  {}", safe(agency), summary(Counts::of(&examined.checks), words))?;
    for severity in Severity::ALL {
        let word = words.say(&format!("severity-{}", severity.name()));
        for finding in examined.checks.findings.iter().filter(|finding| finding.severity == severity) {
            let line = finding.span.map_or_else(String::new, |span| place(&examined.document, span.start, lang));
            writeln!(out, "  {word}  {}  {line}{}", finding.rule, safe(finding.message.text(lang)))?;
        }
    }
    for notice in &examined.notices {
        let line = notice.span.map_or_else(String::new, |span| place(&examined.document, span.start, lang));
        writeln!(out, "  {}  {line}{}", words.say("notice"), safe(notice.message.text(lang)))?;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for undecided in &examined.checks.undecided {
        *reasons.entry(undecided.reason.name()).or_default() += 1;
    }
    for (reason, count) in reasons {
        let reason = words.say(&format!("reason-{}", reason.replace('_', "-")));
        writeln!(out, "  {} {count}  {reason}", words.say("undecided"))?;
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

fn summary(counts: Counts, words: &Words) -> String {
    let Counts { error, warning, info, undecided, passed } = counts;
    let count = |key: &str, count: usize| format!("{} {count}", words.say(key));
    [
        count("severity-error", error),
        count("severity-warning", warning),
        count("severity-info", info),
        count("undecided", undecided),
        count("passed", passed),
    ]
    .join("  ")
}
