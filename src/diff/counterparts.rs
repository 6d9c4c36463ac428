//! Which rows and columns of one edition of the form stand for which of another (domain 2.7). Data, with the look-up.

use super::Comparison;
use crate::form::Form;
use crate::model::CellId;

/// Cells of this year that are compared, as a sum, with cells of last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Added up; never empty.
    pub new: Vec<CellId>,
    /// Added up; empty where last year's edition had nothing of the kind.
    pub old: Vec<CellId>,
    pub comparison: Comparison,
}

/// Rows or single cells that the editions name differently. An address without `@` means every column of the row.
struct Mapping {
    form_2021: &'static [&'static str],
    form_2019: &'static [&'static str],
    comparison: Comparison,
}

/// Everything in which the two editions differ; cells with the same address are the same.
const MAPPINGS: [Mapping; 9] = [
    // 国办公开办函〔2021〕30号 divided the row （六）其他处理 into three.
    Mapping {
        form_2021: &[
            "requests.results.other.overdue_correction",
            "requests.results.other.overdue_fee",
            "requests.results.other.other",
        ],
        form_2019: &["requests.results.other_processing"],
        comparison: Comparison::Direct,
    },
    Mapping {
        form_2021: &["disclosure.art20_5.licensing@decisions"],
        form_2019: &["disclosure19.art20_5.licensing@decisions"],
        comparison: Comparison::Direct,
    },
    Mapping {
        form_2021: &["disclosure.art20_6.penalties@decisions"],
        form_2019: &["disclosure19.art20_6.penalties@decisions"],
        comparison: Comparison::Direct,
    },
    Mapping {
        form_2021: &["disclosure.art20_6.coercion@decisions"],
        form_2019: &["disclosure19.art20_6.coercion@decisions"],
        comparison: Comparison::Direct,
    },
    // 制作 (written) is not quite 制发 (written and issued).
    Mapping {
        form_2021: &["disclosure.art20_1.rules@made"],
        form_2019: &["disclosure19.art20_1.rules@new_made"],
        comparison: Comparison::Weak,
    },
    Mapping {
        form_2021: &["disclosure.art20_1.normative_documents@made"],
        form_2019: &["disclosure19.art20_1.normative_documents@new_made"],
        comparison: Comparison::Weak,
    },
    // All that was ever disclosed is not what is in force today.
    Mapping {
        form_2021: &["disclosure.art20_1.rules@in_force"],
        form_2019: &["disclosure19.art20_1.rules@total_disclosed"],
        comparison: Comparison::None,
    },
    Mapping {
        form_2021: &["disclosure.art20_1.normative_documents@in_force"],
        form_2019: &["disclosure19.art20_1.normative_documents@total_disclosed"],
        comparison: Comparison::None,
    },
    // Money against the number of items on the list of fees.
    Mapping {
        form_2021: &["disclosure.art20_8.fees@amount_wan"],
        form_2019: &["disclosure19.art20_8.fees@prev_year_items", "disclosure19.art20_8.fees@change"],
        comparison: Comparison::None,
    },
];

/// Last year's counterpart of each cell of this year's form, in the order of this year's form.
#[must_use]
pub fn counterparts(new: &Form, old: &Form) -> Vec<Counterpart> {
    let mut found: Vec<Counterpart> = Vec::new();
    for cell in &new.cells {
        // Only a sum holds cells that come later in the form.
        if found.iter().any(|counterpart| counterpart.new.len() > 1 && counterpart.new.contains(&cell.id)) {
            continue;
        }
        found.push(counterpart(&cell.id, new, old));
    }
    found
}

/// Last year's counterpart of one cell of this year's form.
#[must_use]
pub fn counterpart(id: &CellId, new: &Form, old: &Form) -> Counterpart {
    if new.edition == old.edition || old.position(id).is_some() {
        return Counterpart { new: vec![id.clone()], old: vec![id.clone()], comparison: Comparison::Direct };
    }
    for mapping in &MAPPINGS {
        let (ours, theirs) = match (new.edition.as_str(), old.edition.as_str()) {
            ("2021", "2019") => (mapping.form_2021, mapping.form_2019),
            ("2019", "2021") => (mapping.form_2019, mapping.form_2021),
            _ => continue,
        };
        if ours.iter().any(|address| names(address, id)) {
            return Counterpart {
                new: addresses(ours, id),
                old: addresses(theirs, id),
                comparison: mapping.comparison,
            };
        }
    }
    Counterpart { new: vec![id.clone()], old: Vec::new(), comparison: Comparison::None }
}

/// Whether an address, of a cell or of a whole row, names this cell.
fn names(address: &str, id: &CellId) -> bool {
    address == id.as_str() || address == id.row()
}

/// The cells that the addresses name; rows are taken in the column of `id`.
fn addresses(addresses: &[&str], id: &CellId) -> Vec<CellId> {
    addresses
        .iter()
        .map(|address| if address.contains('@') { CellId::from(*address) } else { CellId::new(address, id.column()) })
        .collect()
}
