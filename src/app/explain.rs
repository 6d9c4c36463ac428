//! One rule explained, so that whoever answers the telephone can say what it means and what to do: on the screen over the
//! report, and by `gouji rules ID`.

use ratatui::layout::Size;

use super::dialog::Dialog;
use super::layout::{inner, page};
use super::message::Message;
use super::{Effect, State};
use crate::config::Words;
use crate::config::words::Value;
use crate::examine::Knowledge;
use crate::model::{Lang, Severity};
use crate::rules::{Amended, Body, Explained, Rule};
use crate::text::{self, Align, safe};

/// Instances of an equation that are listed unless all are asked for.
const FIRST: usize = 10;

/// How many instances of an equation are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instances {
    First,
    All,
}

/// What is told of a rule: its id and title, then names on the left and what they are on the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub title: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    head: String,
    said: String,
    breaks: Breaks,
}

/// Where a line may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    Anywhere,
    /// Between words alone: an address is never broken.
    Words,
}

impl Explanation {
    /// What a rule asks, of whom, by which clause, and what it says where it does not hold.
    #[must_use]
    pub fn of(rule: &Rule, knowledge: &Knowledge, words: &Words, instances: Instances) -> Self {
        let lang = words.lang();
        let explained = rule.explained(&knowledge.forms);
        let off = if knowledge.rules.is_off(rule) { format!(" [{}]", words.say("rules-off")) } else { String::new() };
        let title = format!("{}  {}{off}", rule.id, safe(rule.title.text(lang)));
        let mut page = Page { words, entries: Vec::new() };
        page.asked(rule, &explained);
        page.checked(rule, &explained);
        page.entry("rule-message", rule.message.text(lang));
        for variant in rule.variants.values() {
            page.more(variant.text(lang));
        }
        page.equation(&explained, instances);
        page.written(rule);
        Self { title, entries: page.entries }
    }

    /// What is told, in rows of at most `columns`; a long line goes on below its own beginning.
    #[must_use]
    pub fn rows(&self, columns: usize) -> Vec<String> {
        self.entries.iter().flat_map(|entry| entry.rows(columns)).collect()
    }
}

impl Entry {
    fn rows(&self, columns: usize) -> Vec<String> {
        let indent = text::width(&self.head);
        let room = columns.saturating_sub(indent).max(1);
        let lines = match self.breaks {
            Breaks::Anywhere => text::fill(&self.said, room),
            Breaks::Words => by_words(&self.said, room),
        };
        let row = |(row, line): (usize, &String)| match row {
            0 => format!("{}{line}", self.head).trim_end().to_owned(),
            _ => format!("{}{line}", " ".repeat(indent)),
        };
        lines.iter().enumerate().map(row).collect()
    }
}

fn by_words(said: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in said.split(' ') {
        match lines.last_mut() {
            Some(line) if text::width(line) + 1 + text::width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The page while it is written.
struct Page<'a> {
    words: &'a Words,
    entries: Vec<Entry>,
}

impl Page<'_> {
    fn columns(&self) -> usize {
        if self.words.lang() == Lang::Chinese { 8 } else { 12 }
    }

    /// Nothing where there is nothing to say.
    fn entry(&mut self, key: &str, said: &str) {
        if !said.is_empty() {
            let head = text::pad(&self.words.say(key), self.columns(), Align::Left);
            self.push(head, said, Breaks::Anywhere);
        }
    }

    fn more(&mut self, said: &str) {
        self.push(" ".repeat(self.columns()), said, Breaks::Anywhere);
    }

    /// The first line with the name before it, the others below.
    fn list(&mut self, key: &str, lines: impl Iterator<Item = String>) {
        for (place, line) in lines.enumerate() {
            if place == 0 { self.entry(key, &line) } else { self.more(&line) }
        }
    }

    fn push(&mut self, head: String, said: &str, breaks: Breaks) {
        self.entries.push(Entry { head, said: safe(said).into_owned(), breaks });
    }

    fn asked(&mut self, rule: &Rule, explained: &Explained) {
        let lang = self.words.lang();
        self.entry("rule-severity", severity(rule.severity, self.words).trim_end());
        for (when, weight) in &explained.exceptions {
            self.more(&format!("{}  {}", severity(*weight, self.words), when.text(lang)));
        }
        self.entry("rule-editions", &asked_of(rule, self.words));
        self.entry("rule-source", &rule.source);
        self.entry("rule-doc", rule.doc.text(lang));
    }

    fn checked(&mut self, rule: &Rule, explained: &Explained) {
        let lang = self.words.lang();
        self.list("rule-checks", explained.checked.iter().map(|line| line.text(lang).to_owned()));
        let parameters = rule.parameters.iter().map(|(name, value)| {
            let known = explained.parameters.iter().find(|(known, _)| known == name);
            let meaning = known.map_or("", |(_, said)| said.text(lang));
            format!("{name} = {}  {meaning}", value.normalize()).trim_end().to_owned()
        });
        self.list("rule-parameters", parameters);
        self.list("rule-undecided", explained.undecided.iter().map(|line| line.text(lang).to_owned()));
    }

    /// The sum read aloud, as a formula, and for each row or column.
    fn equation(&mut self, explained: &Explained, listed: Instances) {
        let Some(formula) = &explained.formula else { return };
        let lang = self.words.lang();
        let aloud = explained.read(lang).into_iter().map(|(text, editions)| {
            let edition = editions.map_or_else(String::new, |editions| {
                format!(" ({})", self.words.say_with("rule-edition", &[("edition", Value::Text(&editions))]))
            });
            format!("{text}{edition}")
        });
        let aloud: Vec<String> = aloud.collect();
        self.list("rule-aloud", aloud.into_iter());
        let head = text::pad(&self.words.say("rule-formula"), self.columns(), Align::Left);
        self.push(head, formula, Breaks::Words);
        let instances = &explained.instances;
        let count = self.words.say_with("count-instances", &[("count", Value::Number(instances.len()))]);
        self.entry("rule-instances", &count);
        let most = match listed {
            Instances::First => FIRST,
            Instances::All => usize::MAX,
        };
        for (number, instance) in instances.iter().take(most).enumerate() {
            self.more(&format!("{:>2}  {}", number + 1, instance.label.text(lang)));
            self.push(" ".repeat(self.columns() + 4), &instance.formula, Breaks::Words);
        }
        if instances.len() > most {
            let left = Value::Number(instances.len() - most);
            self.more(&self.words.say_with("rule-instances-left", &[("count", left)]));
        }
    }

    /// Where it is written, how an office changes it, and what this one has changed.
    fn written(&mut self, rule: &Rule) {
        self.entry("rule-place", &rule.place);
        let how = if rule.parameters.is_empty() { "rule-to-change-plain" } else { "rule-to-change-how" };
        self.entry("rule-to-change", &self.words.say_with(how, &[("rule", Value::Text(&rule.id))]));
        let amended = rule
            .amendments
            .iter()
            .map(|amendment| format!("{}  {}", amendment.place, changed(&amendment.what, self.words)));
        let amended: Vec<String> = amended.collect();
        self.list("rule-changed", amended.into_iter());
    }
}

/// A severity's word, as wide as the widest.
#[must_use]
pub fn severity(severity: Severity, words: &Words) -> String {
    let columns = if words.lang() == Lang::Chinese { 4 } else { 7 };
    text::pad(&words.say(&format!("severity-{}", severity.name())), columns, Align::Left)
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

/// The rule that is explained on the screen; `None` where the rules in force have no such rule any longer.
#[must_use]
pub fn explained(state: &State, rule: &str, words: &Words) -> Option<Explanation> {
    let knowledge = &state.setup.knowledge;
    knowledge.rules.find(rule).map(|rule| Explanation::of(rule, knowledge, words, Instances::All))
}

/// Lays the explanation of the selected finding's rule over the report, or takes it away.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if matches!(state.dialog, Some(Dialog::Explain { .. })) {
        state.dialog = None;
        return Vec::new();
    }
    let rule = state.review().and_then(super::Review::rule).map(str::to_owned);
    let known = rule.filter(|rule| state.setup.knowledge.rules.find(rule).is_some());
    match known {
        Some(rule) => state.dialog = Some(Dialog::Explain { rule, top: 0 }),
        None => state.message = Some(Message::NothingToExplain),
    }
    Vec::new()
}

/// The last row that the explanation can begin with, so that its end is in sight.
pub(super) fn last_top(state: &State, rule: &str) -> usize {
    let words = Words::load(state.setup.lang);
    let Size { width, height } = inner(page(state.setup.size)).as_size();
    let rows = explained(state, rule, &words).map_or(0, |explanation| explanation.rows(usize::from(width)).len());
    rows.saturating_sub(usize::from(height))
}
