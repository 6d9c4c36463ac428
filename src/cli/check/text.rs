//! One file for people to read. Whatever comes from the file is made safe to print.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Checked;
use crate::config::Words;
use crate::config::words::Value;
use crate::document::Document;
use crate::examine::Examined;
use crate::model::{Counts, DoubtBound, Firings, Lang, Severity, Undecided};
use crate::rules::Balance;
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

/// The rules that fire so often that they are in doubt, after all files.
pub(super) fn doubted(out: &mut impl Write, firings: &Firings, doubt: DoubtBound, words: &Words) -> io::Result<()> {
    for (rule, firing) in firings.doubted(doubt) {
        let values = [
            ("rule", Value::Text(&rule)),
            ("fired", Value::Number(firing.fired)),
            ("reports", Value::Number(firing.reports)),
            ("percent", Value::Number(doubt.above_percent)),
        ];
        writeln!(out, "{}", words.say_with("rules-in-doubt", &values))?;
    }
    Ok(())
}

fn report(out: &mut impl Write, examined: &Examined, words: &Words) -> io::Result<()> {
    let report = &examined.report;
    let lang = words.lang();
    let agency = report.agency.as_ref().map_or("?", |agency| agency.value.as_str());
    let year = report.year.as_ref().map_or_else(|| "?".to_owned(), |year| year.value.to_string());
    let summary = summary(Counts::of(&examined.checks), words);
    let verdict = format!("  {} {year}  {summary}  {}", safe(agency), sums(examined.balance, words));
    writeln!(out, "{}", verdict.trim_end())?;
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
    undecided(out, &examined.checks.undecided, words)
}

/// What could not be decided, by reason: what would decide it, and the rules, those of one message in one line.
fn undecided(out: &mut impl Write, undecided: &[Undecided], words: &Words) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, usize>>> = BTreeMap::new();
    for one in undecided {
        let messages = reasons.entry(one.reason.name()).or_default();
        *messages.entry(one.message.text(words.lang())).or_default().entry(&one.rule).or_default() += 1;
    }
    for (reason, messages) in reasons {
        let count: usize = messages.values().flat_map(BTreeMap::values).sum();
        let key = reason.replace('_', "-");
        let (why, decides) = (words.say(&format!("reason-{key}")), words.say(&format!("decide-{key}")));
        let separator = if words.lang() == Lang::Chinese { "；" } else { "; " };
        writeln!(out, "  {} {count}  {why}{separator}{decides}", words.say("undecided"))?;
        for (message, rules) in messages {
            let rules: Vec<String> = rules
                .into_iter()
                .map(|(rule, count)| if count == 1 { rule.to_owned() } else { format!("{rule}×{count}") })
                .collect();
            writeln!(out, "    {}  {}", rules.join(" "), safe(message))?;
        }
    }
    Ok(())
}

/// How many sums hold; nothing where no rule asks for any.
fn sums(balance: Balance, words: &Words) -> String {
    let Balance { hold, sums } = balance;
    let values = [("hold", Value::Number(hold)), ("sums", Value::Number(sums))];
    match sums {
        0 => String::new(),
        _ if hold == sums => words.say_with("sums-hold", &values),
        _ => words.say_with("sums-hold-partly", &values),
    }
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
