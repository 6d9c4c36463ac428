//! A `Document` and the editions of the form to a `Report` and notices. Never fails: what is not there is said to be
//! missing. One mechanism for every layout: a stream of tokens in reading order is aligned with the form's labels.

pub mod labels;
pub mod value;

mod align;
mod copied;
mod identity;
mod scatter;
mod sections;
mod stream;

use crate::document::Document;
use crate::form::Form;
use crate::model::{Notice, Phrase, Report, Section};

use identity::identify;
use labels::{Fit, Label, key};
use stream::{Token, stream};

/// Reads a document by the edition that its labels show; the last of `forms` is in force.
///
/// # Panics
/// When there is no form at all, which no program that loads them can bring about.
#[must_use]
pub fn parse(document: &Document, forms: &[Form]) -> (Report, Vec<Notice>) {
    let tokens = stream(document);
    let newest = forms.last().expect("at least one edition of the form");
    let body = sections::sections(&tokens, newest, document.text.len());
    let start = body.first().map_or(document.text.len(), |section| section.heading.start);
    let identity = identify(&tokens, start);
    let form = edition(&tokens, forms, identity.year.as_ref().map(|year| year.value)).unwrap_or(newest);
    let sections = sections::sections(&tokens, form, document.text.len());
    let mut notices = Vec::new();
    notices.extend(another_report(&tokens, form, &sections));
    let tokens = copied::mend(scatter::arrange(tokens, form, &sections), form, &sections);
    let (tables, cells) = align::tables(&tokens, form, &sections, &mut notices);
    let report = Report {
        agency: identity.agency,
        year: identity.year,
        form: form.edition.clone(),
        title: identity.title,
        sections,
        tables,
        cells,
    };
    (report, notices)
}

/// Two reports in one file: the first was read, and the headings come again behind its last section.
fn another_report(tokens: &[Token], form: &Form, sections: &[Section]) -> Option<Notice> {
    let last = sections.last().filter(|section| usize::from(section.number) == form.sections.len())?;
    let titles: Vec<Label> = form.sections.iter().map(|section| Label::new(&section.title, &[])).collect();
    let behind = tokens.iter().filter(|token| token.span.start > last.heading.start);
    let again: Vec<&Token> =
        behind.filter(|token| titles.iter().any(|title| title.fit(&token.key) == Some(Fit::Exact))).collect();
    let first = again.first().filter(|_| again.len() >= 3)?;
    Some(Notice {
        code: "another-report",
        message: Phrase::new(
            "文件里似乎有两份报告，只读了第一份；请拆成两个文件分别报送",
            "the file seems to hold two reports and only the first was read: have it split into two files",
        ),
        span: Some(first.span),
    })
}

/// The edition whose own labels occur; where none occurs, the one that the year asks for.
fn edition<'a>(tokens: &[Token], forms: &'a [Form], year: Option<i32>) -> Option<&'a Form> {
    let occurs = |marker: &String| {
        let label = Label::new(marker, &[]);
        tokens.iter().any(|token| label.fit(&token.key).is_some())
    };
    let markers = |form: &Form| form.markers.iter().filter(|marker| occurs(marker)).count();
    let (found, best) = forms.iter().map(|form| (markers(form), form)).max_by_key(|(found, _)| *found)?;
    if found > 0 {
        return Some(best);
    }
    forms.iter().find(|form| year.is_some_and(|year| form.covers(year)))
}

/// The name under which one body is found again a year later: white space and a closing 人民政府 put aside, so that
/// 青云县 and 青云县人民政府 are one body.
#[must_use]
pub fn agency_key(agency: &str) -> String {
    let name = key(agency);
    for ending in ["人民政府", "办事处"] {
        if let Some(place) = name.strip_suffix(ending)
            && !place.is_empty()
        {
            return place.to_owned();
        }
    }
    name
}
