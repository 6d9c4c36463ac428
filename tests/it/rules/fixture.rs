//! A made-up report as a base and edits in TOML, read and checked like any file; and findings printed for people.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use gouji::document::{Document, Limits, read};
use gouji::form::Form;
use gouji::model::{CellId, CellState, Checks, Claim, Finding, Proof, Report, Severity, Sign, Term, TermSource};
use gouji::parse::parse;
use gouji::rules::{self, Body, Case, Filed, Member, Office, Past, Roster, Rules, Sent, check_with_claims};
use jiff::civil::Date;
use serde::Deserialize;

use crate::writer::{Layout, Sample, write};

/// Edits to a plain report without requests, of 青云县人民政府 on 2023.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fixture {
    agency: Option<String>,
    year: Option<i32>,
    form: Option<String>,
    /// What stands in a cell, by address; `missing` leaves out its row.
    #[serde(default)]
    cells: BTreeMap<String, String>,
    /// The text of a section, by id; `missing` leaves out heading and table.
    #[serde(default)]
    sections: BTreeMap<String, String>,
    /// Words of the prose and what stands there instead.
    #[serde(default)]
    reword: BTreeMap<String, String>,
    /// The same in the finished text, title and headings included.
    #[serde(default)]
    retype: BTreeMap<String, String>,
    /// The whole text, instead of a report.
    text: Option<String>,
    /// Cells that the layout left more than one way to read.
    #[serde(default)]
    unsure: Vec<String>,
    /// What could not be found in the file: `agency`, `year`, `title`.
    #[serde(default)]
    not_found: Vec<String>,
    last_year: Option<Box<Fixture>>,
    office: Option<Round>,
    /// For `undecided.toml`: why.
    pub(crate) reason: Option<String>,
}

/// What the office knows, for rules of the round.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Round {
    deadline: Option<Date>,
    publication_deadline: Option<Date>,
    today: Option<Date>,
    received: Option<Date>,
    published: Option<Date>,
    #[serde(default)]
    roster: Vec<Listed>,
    filed: Option<Vec<Arrived>>,
    /// The version that was sent back, whose errors were in the letter.
    sent_back: Option<Box<Fixture>>,
    /// The version that was published.
    published_version: Option<Box<Fixture>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    body: Option<Body>,
    #[serde(default)]
    aliases: Vec<String>,
    parent: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    #[serde(default)]
    became: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrived {
    agency: String,
    hash: String,
    #[serde(default)]
    superseded: bool,
    #[serde(default)]
    sent_back: bool,
    version: Option<Box<Fixture>>,
}

impl Round {
    fn office(&self, forms: &[Form], rules: &Rules) -> Office {
        let member = |listed: &Listed| Member {
            name: listed.name.clone(),
            body: listed.body,
            aliases: listed.aliases.clone(),
            parent: listed.parent.clone(),
            from: listed.from,
            to: listed.to,
            became: listed.became.clone(),
            published: None,
        };
        let filed = |arrived: &Arrived| Filed {
            agency: arrived.agency.clone(),
            hash: arrived.hash.clone(),
            superseded: arrived.superseded,
            sent_back: arrived.sent_back,
            report: arrived.version.as_ref().map(|version| Arc::new(version.report(forms, 2023).1)),
        };
        Office {
            round: Arc::new(rules::Round {
                deadline: self.deadline,
                publication_deadline: self.publication_deadline,
                roster: Roster::new(self.roster.iter().map(member).collect()),
            }),
            today: self.today,
            filed: self.filed.as_ref().map(|filed_here| filed_here.iter().map(filed).collect()),
            received: self.received,
            published: self.published,
            published_text: self.published_version.as_ref().map(|version| version.report(forms, 2023).0.text),
            approved_text: None,
            sent_back: self.sent_back.as_ref().map(|version| {
                let mut findings = version.check(forms, rules).checks.findings;
                findings.retain(|finding| finding.severity == Severity::Error);
                let (document, report) = version.report(forms, 2023);
                Sent { version: 1, past: Arc::new(Past { document, report, source: String::new() }), findings }
            }),
        }
    }
}

/// A fixture's report with what the rules said of it.
pub(crate) struct Checked {
    pub(crate) document: Document,
    pub(crate) form: Form,
    pub(crate) checks: Checks,
    pub(crate) claims: Vec<Claim>,
}

impl Fixture {
    pub(crate) fn read(toml: &str, name: &str) -> Self {
        toml::from_str(toml).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn check(&self, forms: &[Form], rules: &Rules) -> Checked {
        let (document, report) = self.report(forms, 2023);
        let past = self.last_year.as_ref().map(|last_year| {
            let (document, report) = last_year.report(forms, self.year.unwrap_or(2023) - 1);
            Past { document, report, source: "last-year".to_owned() }
        });
        let form = forms.iter().find(|form| form.edition == report.form).unwrap().clone();
        let office = self.office.as_ref().map(|round| round.office(forms, rules));
        let case = Case {
            document: &document,
            report: &report,
            form: &form,
            last_year: past.as_ref(),
            forms,
            office: office.as_ref(),
        };
        let (checks, claims) = check_with_claims(&case, rules);
        Checked { document, form, checks, claims }
    }

    fn report(&self, forms: &[Form], year: i32) -> (Document, Report) {
        let text = self.write(forms, year);
        // The reader refuses an empty text file; a document of another kind may still hold no text.
        let document = match text.trim() {
            "" => Document::default(),
            _ => read("", text.as_bytes(), &Limits::default()).unwrap().0,
        };
        let (mut report, _) = parse(&document, forms);
        for id in &self.unsure {
            let cell = report.cells.iter_mut().find(|cell| cell.id == CellId::from(id.as_str())).unwrap();
            cell.state = CellState::Unsure(cell.state.number());
        }
        for what in &self.not_found {
            match what.as_str() {
                "agency" => report.agency = None,
                "year" => report.year = None,
                "title" => report.title = None,
                other => panic!("`not_found` names `{other}`"),
            }
        }
        (document, report)
    }

    fn write(&self, forms: &[Form], year: i32) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let edition = self.form.as_deref().unwrap_or("2021");
        let form = forms.iter().find(|form| form.edition == edition).unwrap();
        let agency = self.agency.as_deref().unwrap_or("青云县人民政府");
        let mut sample = Sample::new(form, agency, self.year.unwrap_or(year));
        for (id, text) in &self.sections {
            let number = form.sections.iter().find(|section| section.id == *id).unwrap().number;
            sample.sections[usize::from(number) - 1] = (text != "missing").then(|| text.clone());
        }
        for (id, raw) in &self.cells {
            let id = CellId::from(id.as_str());
            assert!(form.position(&id).is_some(), "no cell {id}");
            if raw == "missing" {
                sample.left_out.push(id.row().to_owned());
            }
            sample.cells.insert(id, raw.clone());
        }
        for (old, new) in &self.reword {
            let before = format!("{sample:?}");
            sample = sample.reword(old, new);
            assert_ne!(before, format!("{sample:?}"), "`{old}` does not occur");
        }
        let mut text = write(&sample, Layout::Grid);
        for (old, new) in &self.retype {
            assert!(text.contains(old.as_str()), "`{old}` does not occur");
            text = text.replace(old, new);
        }
        text
    }
}

/// Severity, rule and sentence; the line with its place marked; the sum.
pub(crate) fn print(finding: &Finding, checked: &Checked) -> String {
    let mut out =
        format!("{} {}\n{}\n{}\n", finding.severity.name(), finding.rule, finding.message.zh, finding.message.en);
    match finding.span {
        Some(span) => mark(&mut out, &checked.document.text, span.start, span.end),
        None => out.push_str("(concerns the whole report)\n"),
    }
    if !finding.cells.is_empty() {
        let named: Vec<String> = finding.cells.iter().take(3).map(|id| checked.form.cell_label(id)).collect();
        let more = finding.cells.len() - named.len();
        let _ = writeln!(
            out,
            "cells: {}{}",
            named.join(", "),
            if more > 0 { format!(" and {more} more") } else { String::new() }
        );
    }
    if let Some(proof) = &finding.proof {
        let _ = writeln!(out, "{}", sum(proof));
    }
    out
}

/// The line of a place with `^` below it, two for a wide character.
fn mark(out: &mut String, text: &str, start: usize, end: usize) {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[line_start..line_end];
    let number = text[..start].matches('\n').count() + 1;
    let from = line[..start - line_start].char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    let marked_end = end.min(line_end) - line_start;
    let to = line[marked_end..].char_indices().nth(20).map_or(line.len(), |(at, _)| marked_end + at);
    let shown = line[from..to].replace('\t', " ");
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let before = width(&line[from..start - line_start]);
    let below = width(&line[start - line_start..marked_end]).max(1);
    let _ = writeln!(out, "{number:>4} | {shown}\n     | {}{}", " ".repeat(before), "^".repeat(below));
}

fn sum(proof: &Proof) -> String {
    let side = |terms: &[Term]| {
        let many = terms.len() > 7;
        let written: Vec<String> = terms.iter().filter(|term| !many || !term.value.is_zero()).map(term).collect();
        format!("{}{}", written.join(" "), if many { " and zeros" } else { "" })
    };
    let relation = proof.relation.symbol();
    format!("sum: {} {relation} {}; off by {}", side(&proof.left), side(&proof.right), proof.delta)
}

fn term(term: &Term) -> String {
    let sign = match term.sign {
        Sign::Plus => '+',
        Sign::Minus => '-',
    };
    let source = match &term.source {
        TermSource::Cell(id) => id.to_string(),
        TermSource::LastYear(id) => format!("{id} last year"),
        TermSource::Prose(_) => "prose".to_owned(),
        TermSource::Constant => "constant".to_owned(),
    };
    format!("{sign}{}[{source}]", term.value)
}
