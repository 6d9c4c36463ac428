//! `gouji rules`: the rules in force as a list, one of them explained, what is wrong with them, or the whole book.

use std::io::{self, BufWriter, ErrorKind, Write};

use super::{CLEAN, FINDINGS, Misuse, Rules as Arguments, ground};
use crate::app::explain::{Instances, severity};
use crate::config::Words;
use crate::config::words::Value;
use crate::examine::Knowledge;
use crate::export::book;
use crate::model::{Lang, Phrase, Severity};
use crate::rules::{Rule, Rules};
use crate::text::{self, Align, safe};

mod explain;

/// The width that every line keeps to.
const COLUMNS: usize = 80;

/// Prints what is asked for.
pub(super) fn run(arguments: Arguments) -> Result<u8, Misuse> {
    let (config, knowledge) = ground(arguments.basics)?;
    let lang = config.settings.lang;
    let words = Words::load(lang);
    let rules = &knowledge.rules;
    let rule = match &arguments.id {
        Some(id) => Some(rules.find(id).ok_or_else(|| Misuse::one(no_such_rule(rules, id), lang))?),
        None => None,
    };
    let mut out = BufWriter::new(io::stdout());
    let printed = match rule {
        Some(rule) => {
            let instances = if arguments.all { Instances::All } else { Instances::First };
            explain::print(&mut out, rule, &knowledge, &words, instances).map(|()| CLEAN)
        }
        None if arguments.lint => lint(&mut out, &knowledge, &words),
        None if arguments.book => out.write_all(book::markdown(rules, &knowledge.forms).as_bytes()).map(|()| CLEAN),
        None => list(&mut out, &knowledge, &words).map(|()| CLEAN),
    };
    match printed.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => Ok(code),
        // The reader of a pipe has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(CLEAN),
        Err(error) => {
            let line = Phrase::new(format!("结果无法写出：{error}"), format!("the result cannot be written: {error}"));
            Err(Misuse::one(line, lang))
        }
    }
}

fn no_such_rule(rules: &Rules, id: &str) -> Phrase {
    let id = safe(id);
    match rules.nearest(&id) {
        Some(nearest) => Phrase::new(
            format!("没有规则 {id}；是不是 {nearest}？gouji rules 列出全部规则"),
            format!("there is no rule {id}; did you mean {nearest}? gouji rules lists them all"),
        ),
        None => Phrase::new(
            format!("没有规则 {id}；gouji rules 列出全部规则"),
            format!("there is no rule {id}; gouji rules lists them all"),
        ),
    }
}

/// One line a rule below the heading of its family, and how many there are.
fn list(out: &mut impl Write, knowledge: &Knowledge, words: &Words) -> io::Result<()> {
    let rules = &knowledge.rules;
    let lang = words.lang();
    for (id, family, of) in rules.by_family() {
        let title = family.map_or("", |family| family.title.text(lang));
        writeln!(out, "{}", format!("{}  {}", safe(id), safe(title)).trim_end())?;
        for rule in of {
            line(out, rules, rule, words)?;
        }
        writeln!(out)?;
    }
    let of = |severity: Severity| rules.rules.iter().filter(|rule| rule.severity == severity).count();
    let numbers = [
        ("count", rules.rules.len()),
        ("error", of(Severity::Error)),
        ("warning", of(Severity::Warning)),
        ("info", of(Severity::Info)),
    ];
    let total = words.say_with("rules-total", &numbers.map(|(name, number)| (name, Value::Number(number))));
    let off = match rules.off.len() {
        0 => String::new(),
        count => words.say_with("rules-total-off", &[("count", Value::Number(count))]),
    };
    hanging(out, "", &format!("{total}{off}"))?;
    hanging(out, "", &words.say("rules-how"))
}

fn line(out: &mut impl Write, rules: &Rules, rule: &Rule, words: &Words) -> io::Result<()> {
    let head = format!("  {}  {}  ", text::pad(&rule.id, 6, Align::Left), severity(rule.severity, words));
    let mut said = safe(rule.title.text(words.lang())).into_owned();
    if rules.is_off(rule) {
        said = format!("{said} [{}]", words.say("rules-off"));
    } else if !rule.amendments.is_empty() {
        said = format!("{said} [{}]", words.say("rules-changed"));
    }
    hanging(out, &head, &said)
}

/// A text behind its head; further lines stand below its beginning.
fn hanging(out: &mut impl Write, head: &str, said: &str) -> io::Result<()> {
    let indent = text::width(head);
    let mut lines = text::fill(said, COLUMNS - indent).into_iter();
    writeln!(out, "{}", format!("{head}{}", lines.next().unwrap_or_default()).trim_end())?;
    for line in lines {
        writeln!(out, "{}{line}", " ".repeat(indent))?;
    }
    Ok(())
}

/// Everything that is wrong with the rules as a whole, a line each.
fn lint(out: &mut impl Write, knowledge: &Knowledge, words: &Words) -> io::Result<u8> {
    let rules = &knowledge.rules;
    let found = rules.lint(&knowledge.forms);
    let (lang, stop) = (words.lang(), if words.lang() == Lang::Chinese { "；" } else { "; " });
    for lint in &found {
        let said = format!("{}{stop}{}", lint.what.text(lang), lint.remedy.text(lang));
        writeln!(out, "{}: {}: {}", safe(&lint.place), lint.rule, safe(&said))?;
    }
    if found.is_empty() {
        let count = Value::Number(rules.rules.len());
        writeln!(out, "{}", words.say_with("rules-lint-clean", &[("count", count)]))?;
        return Ok(CLEAN);
    }
    writeln!(out, "{}", words.say_with("rules-lint-found", &[("count", Value::Number(found.len()))]))?;
    Ok(FINDINGS)
}
