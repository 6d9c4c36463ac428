//! One rule explained, so that whoever answers the telephone can say what it means and what to do.

use std::io::{self, Write};

use super::{by_words, hanging, severity};
use crate::config::Words;
use crate::config::words::Value;
use crate::examine::Knowledge;
use crate::model::Lang;
use crate::rules::{Amended, Body, Explained, Rule};
use crate::text::{self, Align, safe};

/// How many instances of an equation are listed unless all are asked for.
const INSTANCES: usize = 10;

/// Prints a rule: what it asks, of whom, by which clause, and what it says where it does not hold.
pub(super) fn print(
    out: &mut impl Write,
    rule: &Rule,
    knowledge: &Knowledge,
    words: &Words,
    all: bool,
) -> io::Result<()> {
    let lang = words.lang();
    let explained = rule.explained(&knowledge.forms);
    let mut page = Page { out, words };
    let off = if knowledge.rules.is_off(rule) { format!(" [{}]", words.say("rules-off")) } else { String::new() };
    writeln!(page.out, "{}  {}{off}\n", rule.id, safe(rule.title.text(lang)))?;
    page.entry("rule-severity", severity(rule.severity, words).trim_end())?;
    for (when, weight) in &explained.exceptions {
        page.more(&format!("{}  {}", severity(*weight, words), when.text(lang)))?;
    }
    page.entry("rule-editions", &asked_of(rule, words))?;
    page.entry("rule-source", &rule.source)?;
    page.entry("rule-doc", rule.doc.text(lang))?;
    page.list("rule-checks", explained.checked.iter().map(|line| line.text(lang).to_owned()))?;
    page.list(
        "rule-parameters",
        rule.parameters.iter().map(|(name, value)| {
            let meaning =
                explained.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, said)| said.text(lang));
            format!("{name} = {}  {meaning}", value.normalize()).trim_end().to_owned()
        }),
    )?;
    page.list("rule-undecided", explained.undecided.iter().map(|line| line.text(lang).to_owned()))?;
    page.entry("rule-message", rule.message.text(lang))?;
    for variant in rule.variants.values() {
        page.more(variant.text(lang))?;
    }
    page.equation(&explained, if all { usize::MAX } else { INSTANCES })?;
    page.entry("rule-place", &rule.place)?;
    let changes = if rule.parameters.is_empty() { "rule-to-change-plain" } else { "rule-to-change-how" };
    page.entry("rule-to-change", &words.say_with(changes, &[("rule", Value::Text(&rule.id))]))?;
    for (place, amendment) in rule.amendments.iter().enumerate() {
        let said = format!("{}  {}", amendment.place, changed(&amendment.what, words));
        if place == 0 { page.entry("rule-changed", &said)? } else { page.more(&said)? }
    }
    Ok(())
}

/// The page while it is printed: a name on the left, what it is on the right.
struct Page<'a, W> {
    out: &'a mut W,
    words: &'a Words,
}

impl<W: Write> Page<'_, W> {
    fn columns(&self) -> usize {
        if self.words.lang() == Lang::Chinese { 8 } else { 12 }
    }

    /// Nothing where there is nothing to say.
    fn entry(&mut self, key: &str, said: &str) -> io::Result<()> {
        if said.is_empty() {
            return Ok(());
        }
        hanging(self.out, &text::pad(&self.words.say(key), self.columns(), Align::Left), &safe(said))
    }

    fn list(&mut self, key: &str, lines: impl Iterator<Item = String>) -> io::Result<()> {
        for (place, line) in lines.enumerate() {
            if place == 0 { self.entry(key, &line)? } else { self.more(&line)? }
        }
        Ok(())
    }

    fn more(&mut self, said: &str) -> io::Result<()> {
        hanging(self.out, &" ".repeat(self.columns()), &safe(said))
    }

    /// The sum read aloud, as a formula, and for each row or column.
    fn equation(&mut self, explained: &Explained, most: usize) -> io::Result<()> {
        let Some(formula) = &explained.formula else { return Ok(()) };
        let lang = self.words.lang();
        for (place, (text, editions)) in explained.read(lang).into_iter().enumerate() {
            let edition = editions.map_or_else(String::new, |editions| {
                format!(" ({})", self.words.say_with("rule-edition", &[("edition", Value::Text(&editions))]))
            });
            let said = format!("{text}{edition}");
            if place == 0 { self.entry("rule-aloud", &said)? } else { self.more(&said)? }
        }
        let head = text::pad(&self.words.say("rule-formula"), self.columns(), Align::Left);
        by_words(self.out, &head, formula)?;
        let instances = &explained.instances;
        self.entry(
            "rule-instances",
            &self.words.say_with("count-instances", &[("count", Value::Number(instances.len()))]),
        )?;
        for (number, instance) in instances.iter().take(most).enumerate() {
            self.more(&format!("{:>2}  {}", number + 1, instance.label.text(lang)))?;
            let head = " ".repeat(self.columns() + 4);
            by_words(self.out, &head, &instance.formula)?;
        }
        if instances.len() > most {
            let left = Value::Number(instances.len() - most);
            self.more(&self.words.say_with("rule-instances-left", &[("count", left)]))?;
        }
        Ok(())
    }
}

/// The editions and the kinds of body that a rule is asked of.
fn asked_of(rule: &Rule, words: &Words) -> String {
    let editions = match &rule.editions[..] {
        [] => words.say("rule-all-editions"),
        some => words.say_with("rule-edition", &[("edition", Value::Text(&some.join(", ")))]),
    };
    let body = |body: &Body| match body {
        Body::Province => "body-province",
        Body::City => "body-city",
        Body::County => "body-county",
        Body::Township => "body-township",
        Body::Department => "body-department",
    };
    let bodies: Vec<String> = rule.bodies.iter().map(|one| words.say(body(one))).collect();
    if bodies.is_empty() { editions } else { format!("{editions}; {}", bodies.join(", ")) }
}

fn changed(what: &Amended, words: &Words) -> String {
    match what {
        Amended::Off => words.say("rules-off"),
        Amended::On => words.say("rules-on"),
        Amended::Severity(weight) => severity(*weight, words).trim_end().to_owned(),
        Amended::Parameter(name, value) => format!("{name} = {}", value.normalize()),
    }
}
