//! A `Document` and the editions of the form to a `Report` and notices. Never fails: what is not there is said to be missing.

use crate::document::Document;
use crate::form::Form;
use crate::model::{Notice, Report};

/// Reads a document by the edition that its labels show.
#[must_use]
pub fn parse(document: &Document, forms: &[Form]) -> (Report, Vec<Notice>) {
    let _ = (document, forms);
    todo!()
}

/// The name under which one body is found again a year later: white space and a closing 人民政府 put aside, so that
/// 青云县 and 青云县人民政府 are one body.
#[must_use]
pub fn agency_key(agency: &str) -> String {
    let name: String = agency.chars().filter(|c| !c.is_whitespace()).collect();
    match name.strip_suffix("人民政府") {
        Some(place) if !place.is_empty() => place.to_owned(),
        _ => name,
    }
}
