//! The one table of checks that data cannot say, by the names that rule files use.

use super::inspection::Inspection;
use super::{cells, claims, relief, structure, years};
use crate::model::Outcome;

/// A check written as a function.
pub(super) type Code = fn(&Inspection) -> Vec<Outcome>;

/// Every such check. A rule file names one with `kind = "code"` and `name`.
pub(super) const CODE: &[(&str, Code)] = &[
    ("recognised", structure::recognised),
    ("truncated", structure::truncated),
    ("title", structure::title),
    ("tables-present", structure::tables_present),
    ("rows-present", structure::rows_present),
    ("edition", structure::edition),
    ("amounts", cells::amounts),
    ("last-year-present", years::last_year_present),
    ("years-agree", years::agree),
    ("received-in-prose", claims::received),
    ("zero-in-prose", claims::zero),
    ("relief-in-prose", relief::check),
];
