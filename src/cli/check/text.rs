//! One file for people to read. Whatever comes from the file is made safe to print.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Checked;
use crate::app::{Earlier, undecided};
use crate::config::Words;
use crate::config::words::Value;
use crate::document::Document;
use crate::examine::Examined;
use crate::model::{
    CellId, Counts, DoubtBound, Finding, Firings, Lang, Phrase, Reason, Severity, Span, Suspected, Undecided,
};
use crate::rules::Balance;
use crate::text::{self, Align, safe};

/// Lines are broken at so many columns: the narrowest terminal in use.
const COLUMNS: usize = 80;

/// A message is never broken to fewer columns, however long what stands before it.
const NARROWEST: usize = 24;

/// Head line, then findings by severity, then what could not be decided and why.
pub(super) fn print(out: &mut impl Write, checked: &Checked, earlier: Earlier, words: &Words) -> io::Result<()> {
    let file = checked.file.to_string_lossy();
    writeln!(out, "{}", safe(&file))?;
    match &checked.examined {
        Err(refusal) => {
            hanging(out, &format!("  {}  ", words.say("status-unreadable")), refusal.message.text(words.lang()))
        }
        Ok(examined) => report(out, examined, earlier, words),
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

fn report(out: &mut impl Write, examined: &Examined, earlier: Earlier, words: &Words) -> io::Result<()> {
    let report = &examined.report;
    let agency = report.agency.as_ref().map_or("?", |agency| agency.value.as_str());
    let year = report.year.as_ref().map_or_else(|| "?".to_owned(), |year| year.value.to_string());
    let summary = summary(Counts::of(&examined.checks), words);
    hanging(out, "  ", &format!("{agency} {year}  {summary}"))?;
    if report.is_recognised() {
        hanging(out, "  ", &sums(examined.balance, words))?;
    }
    let separator = if words.lang() == Lang::Chinese { "；" } else { "; " };
    for severity in Severity::ALL {
        let word = words.say(&format!("severity-{}", severity.name()));
        for finding in examined.checks.findings.iter().filter(|finding| finding.severity == severity) {
            let message = match report.unsure(&finding.cells) {
                0 => finding.message.text(words.lang()).to_owned(),
                _ => format!("{}{separator}{}", words.say("mark-unsure"), finding.message.text(words.lang())),
            };
            said(out, [&word, &finding.rule], finding.span, &message, (&examined.document, words))?;
        }
    }
    suspects(out, examined, words)?;
    for notice in &examined.notices {
        let message = notice.message.text(words.lang());
        said(out, [&words.say("notice"), ""], notice.span, message, (&examined.document, words))?;
    }
    undecided(out, examined, earlier, words)
}

/// One finding or notice: word, rule and line each in its column, the message beside them.
fn said(
    out: &mut impl Write,
    [word, rule]: [&str; 2],
    span: Option<Span>,
    message: &str,
    (document, words): (&Document, &Words),
) -> io::Result<()> {
    let (word_columns, line_columns) = match words.lang() {
        Lang::Chinese => (4, 7),
        Lang::English => (7, 9),
    };
    let line = span.map_or_else(String::new, |span| place(document, span.start, words.lang()));
    let column = |text: &str, columns: usize| text::pad(text, columns.max(text::width(text)), Align::Left);
    let head = format!("  {}  {}  {} ", column(word, word_columns), column(rule, 6), column(&line, line_columns));
    hanging(out, &head, message)
}

/// A message behind its head, broken so that it stays beside it. Whatever it says is made safe to print.
fn hanging(out: &mut impl Write, head: &str, message: &str) -> io::Result<()> {
    let indent = text::width(head);
    for (row, line) in text::fill(message, COLUMNS.saturating_sub(indent).max(NARROWEST)).iter().enumerate() {
        match row {
            0 => writeln!(out, "{}", format!("{head}{line}").trim_end())?,
            _ => writeln!(out, "{}{line}", " ".repeat(indent))?,
        }
    }
    Ok(())
}

/// What the desk says of the cells behind each finding, told once; then the readings that should be looked at first.
fn suspects(out: &mut impl Write, examined: &Examined, words: &Words) -> io::Result<()> {
    let (suspects, checks) = (&examined.suspects, &examined.checks);
    let of_finding = |found: &Finding| {
        let said = suspects.said_of(&found.rule, &found.cells);
        if said.messages.is_empty() { suspects.readings_of(&found.cells) } else { said }
    };
    // Where whole rows were read without certainty their finding says so; no single figure can then be guessed at.
    let is_of_row = |cells: &[CellId]| {
        checks.findings.iter().any(|found| {
            let is_unsure = examined.report.unsure(&found.cells) > 1;
            is_unsure && cells.iter().any(|id| found.cells.contains(id))
        })
    };
    let readings = checks.undecided.iter().filter(|undecided| !is_of_row(&undecided.cells));
    let of_readings = readings.map(|undecided| suspects.readings_of(&undecided.cells));
    let of_findings = checks.findings.iter().map(of_finding);
    let (first, or) = (words.say("suspect"), words.say("suspect-or"));
    let or = text::pad(&or, text::width(&first), Align::Left);
    let mut told: Vec<&Phrase> = Vec::new();
    for Suspected { messages, untold } in of_findings.chain(of_readings) {
        if messages.first().is_none_or(|message| told.contains(message)) {
            continue;
        }
        for (index, message) in messages.iter().enumerate() {
            let more = match untold {
                count if count > 0 && index + 1 == messages.len() => {
                    words.say_with("suspect-more", &[("count", Value::Number(count))])
                }
                _ => String::new(),
            };
            let head = if index == 0 { &first } else { &or };
            hanging(out, &format!("  {head}  "), &format!("{}{more}", message.text(words.lang())))?;
        }
        told.extend(messages);
    }
    Ok(())
}

/// What could not be decided, by reason: what would decide it, and every rule with its message; those of one message
/// together. Of further messages of a rule that was told only the number.
fn undecided(out: &mut impl Write, examined: &Examined, earlier: Earlier, words: &Words) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, (Reason, Vec<&Undecided>)> = BTreeMap::new();
    for one in &examined.checks.undecided {
        reasons.entry(one.reason.name()).or_insert_with(|| (one.reason, Vec::new())).1.push(one);
    }
    let separator = if words.lang() == Lang::Chinese { "；" } else { "; " };
    for (reason, of) in reasons.into_values() {
        let why = words.say(undecided::reason(reason, &examined.report));
        let decides = undecided::decides(reason, &examined.report, earlier, words);
        let head = format!("  {} {}  ", words.say("undecided"), of.len());
        hanging(out, &head, &format!("{why}{separator}{decides}"))?;
        messages(out, &of, words)?;
    }
    Ok(())
}

/// The messages of one reason.
fn messages(out: &mut impl Write, undecided: &[&Undecided], words: &Words) -> io::Result<()> {
    let mut by_message: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for one in undecided {
        *by_message.entry(one.message.text(words.lang())).or_default().entry(&one.rule).or_default() += 1;
    }
    let mut messages: Vec<(BTreeMap<&str, usize>, &str)> =
        by_message.into_iter().map(|(message, rules)| (rules, message)).collect();
    messages.sort_unstable();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (rules, message) in &messages {
        if rules.keys().all(|rule| told.contains(rule)) {
            for (rule, count) in rules {
                *left.entry(rule).or_default() += count;
            }
            continue;
        }
        told.extend(rules.keys());
        hanging(out, "    ", &format!("{}  {message}", listed(rules)))?;
    }
    if left.is_empty() {
        return Ok(());
    }
    let values = [("count", Value::Number(left.values().sum())), ("rules", Value::Text(&listed(&left)))];
    hanging(out, "    ", &words.say_with("undecided-left", &values))
}

/// Rules with how often each: `ARI-01×3 ARI-02`.
fn listed(rules: &BTreeMap<&str, usize>) -> String {
    let one =
        |(rule, count): (&&str, &usize)| if *count == 1 { (*rule).to_owned() } else { format!("{rule}×{count}") };
    rules.iter().map(one).collect::<Vec<String>>().join(" ")
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
        Lang::Chinese => format!("第{line}行"),
        Lang::English => format!("line {line}"),
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
