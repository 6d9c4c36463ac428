//! What every check works with: the case, the rule, and how an outcome is put into words with its evidence.

use std::fmt::Display;

use rust_decimal::Decimal;

use super::prose::Lazy;
use super::{Body, Case, Member, Office, Rule};
use crate::model::{CellId, Finding, Outcome, Phrase, Proof, Reason, Severity, Span, Undecided};

/// One rule looking at one case.
pub(super) struct Inspection<'a> {
    pub(super) case: &'a Case<'a>,
    pub(super) rule: &'a Rule,
    pub(super) prose: &'a Lazy<'a>,
    /// What the rules before this one have found.
    pub(super) so_far: &'a [Finding],
}

/// The figures and labels that a message template names.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(Vec<(&'static str, Phrase)>);

/// The lines of a text one behind the other, apart only between Latin words.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        let is_word = |edge: Option<char>| edge.is_some_and(|edge| edge.is_ascii_alphabetic());
        if is_word(joined.chars().next_back()) && is_word(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

impl Values {
    /// A figure or a quotation: the same in both languages. Of a quotation over several lines the lines are joined.
    pub(super) fn text(self, name: &'static str, value: impl Display) -> Self {
        let value = joined(&value.to_string());
        self.phrase(name, Phrase::new(value.clone(), value))
    }

    /// A label that has a name in each language.
    pub(super) fn phrase(mut self, name: &'static str, value: Phrase) -> Self {
        self.0.push((name, value));
        self
    }

    fn fill(&self, template: &Phrase) -> Phrase {
        let mut filled = template.clone();
        for (name, value) in &self.0 {
            let place = format!("{{{name}}}");
            filled.zh = filled.zh.replace(&place, &value.zh);
            filled.en = filled.en.replace(&place, &value.en);
        }
        filled
    }
}

/// What a rule found; that it passes where it found nothing.
pub(super) fn or_pass(outcomes: Vec<Outcome>) -> Vec<Outcome> {
    if outcomes.is_empty() { vec![Outcome::Pass] } else { outcomes }
}

impl Inspection<'_> {
    /// A finding with the rule's own message. Without a place given, the first of the cells that stands in the text is it.
    pub(super) fn fail(&self, values: &Values, cells: &[CellId], span: Option<Span>, proof: Option<Proof>) -> Outcome {
        self.fail_with(&self.rule.message, self.severity(cells), values, cells, span, proof)
    }

    /// A finding with one of the rule's other sentences and its own weight.
    pub(super) fn fail_as(&self, variant: &str, severity: Severity, values: &Values, span: Option<Span>) -> Outcome {
        self.fail_with(self.variant(variant), severity, values, &[], span, None)
    }

    /// A finding in full.
    pub(super) fn fail_with(
        &self,
        template: &Phrase,
        severity: Severity,
        values: &Values,
        cells: &[CellId],
        span: Option<Span>,
        proof: Option<Proof>,
    ) -> Outcome {
        let span = span.or_else(|| cells.iter().find_map(|id| self.case.report.cell(id)?.span));
        let fingerprint = self.fingerprint(cells, values, proof.as_ref());
        let values = match span {
            Some(span) => values.clone().text("line", self.line(span.start)),
            None => values.clone(),
        };
        Outcome::Fail(Box::new(Finding {
            rule: self.rule.id.clone(),
            version: self.rule.version,
            severity,
            fingerprint,
            message: values.fill(template),
            cells: cells.to_vec(),
            span,
            proof,
        }))
    }

    /// A threshold of the rule; the loader has made sure that it is there.
    pub(super) fn parameter(&self, name: &str) -> Decimal {
        self.rule.parameters.get(name).copied().unwrap_or_default()
    }

    /// What kind of body reports: by the roster where it stands there, else by its name.
    pub(super) fn body(&self) -> Option<Body> {
        let agency = self.case.report.agency.as_ref()?;
        let listed = self.case.office.and_then(|office| self.member(office)).and_then(|member| member.body);
        Some(listed.unwrap_or_else(|| Body::of(&agency.value)))
    }

    /// The agency's own entry in the roster.
    pub(super) fn member<'o>(&self, office: &'o Office) -> Option<&'o Member> {
        office.member(&self.case.report.agency.as_ref()?.value)
    }

    /// An outcome that says why nothing was decided.
    pub(super) fn undecided(&self, reason: Reason, cells: Vec<CellId>, message: Phrase) -> Outcome {
        Outcome::Undecided(Undecided { rule: self.rule.id.clone(), cells, reason, message })
    }

    /// A sentence of the rule by name; its main message where it has no such sentence.
    pub(super) fn variant(&self, name: &str) -> &Phrase {
        self.rule.variants.get(name).unwrap_or(&self.rule.message)
    }

    /// The heaviest severity that the rule gives any of these cells.
    pub(super) fn severity(&self, cells: &[CellId]) -> Severity {
        let edition = &self.case.form.edition;
        let of = |id: &CellId| {
            self.rule.weights.iter().find(|weight| weight.fits(id, edition)).map(|weight| weight.severity)
        };
        cells.iter().map(|id| of(id).unwrap_or(self.rule.severity)).min().unwrap_or(self.rule.severity)
    }

    /// The line of a place, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.prose.line(offset)
    }

    /// The text at a place.
    pub(super) fn quote(&self, span: Span) -> &str {
        self.case.document.text.get(span.range()).unwrap_or("").trim()
    }

    /// A row by its label.
    pub(super) fn row_label(&self, id: &str) -> Phrase {
        self.case
            .form
            .row(id)
            .map_or_else(|| Phrase::new(id, id), |(_, row)| Phrase::new(row.label.as_str(), row.en.as_str()))
    }

    /// The column of a cell by its label.
    pub(super) fn column_label(&self, id: &CellId) -> Phrase {
        let column = self.case.form.column(id);
        column.map_or_else(
            || Phrase::new(id.column(), id.column()),
            |column| Phrase::new(column.label.as_str(), column.en.as_str()),
        )
    }

    /// Row and column of a cell.
    pub(super) fn cell_label(&self, id: &CellId) -> Phrase {
        let (row, column) = (self.row_label(id.row()), self.column_label(id));
        if self.case.form.row_names_total(id) {
            return row;
        }
        Phrase::new(format!("{} {}", row.zh, column.zh), format!("{} / {}", row.en, column.en))
    }

    /// Over rule, addresses and values: the same evidence gives the same mark in a later reading, other evidence another.
    /// Places are left out, for they move whenever a line is added above. Behind it stands what an office has the rule
    /// demand, where it is not the one that was shipped.
    fn fingerprint(&self, cells: &[CellId], values: &Values, proof: Option<&Proof>) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |piece: &str| {
            hasher.update(piece.as_bytes());
            hasher.update(&[0]);
        };
        add(&self.rule.id);
        add(&self.rule.version.to_string());
        for id in cells {
            add(id.as_str());
            if let Some(cell) = self.case.report.cell(id) {
                add(cell.state.name());
                add(&cell.raw);
            }
        }
        for term in proof.iter().flat_map(|proof| proof.left.iter().chain(&proof.right)) {
            add(&term.value.normalize().to_string());
        }
        for (name, value) in values.0.iter().filter(|(name, _)| *name != "lines") {
            add(name);
            add(&value.zh);
        }
        format!("{}{}", &hasher.finalize().to_hex()[..16], self.rule.demand)
    }
}
