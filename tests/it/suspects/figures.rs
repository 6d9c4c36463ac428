//! Made-up figures of whole reports that hold, and the slips of the pen that spoil them.

use std::collections::BTreeMap;

use gouji::form::Form;
use gouji::model::CellId;

/// Numbers by chance that are the same in every run (`SplitMix64`, Steele and others, 2014).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let end = u64::try_from(end).unwrap();
        usize::try_from((mixed ^ (mixed >> 31)) % end).unwrap()
    }

    fn up_to(&mut self, most: i128) -> i128 {
        i128::try_from(self.below(usize::try_from(most).unwrap() + 1)).unwrap()
    }

    fn is_rare(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// Figures by address; zero where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Figures(BTreeMap<String, i128>);

/// How a figure is mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typo {
    Mistyped,
    Transposed,
    Dropped,
    Doubled,
    ZeroAdded,
    ZeroRemoved,
}

impl Typo {
    const ALL: [Self; 6] =
        [Self::Mistyped, Self::Transposed, Self::Dropped, Self::Doubled, Self::ZeroAdded, Self::ZeroRemoved];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Mistyped => "one digit mistyped",
            Self::Transposed => "digits transposed",
            Self::Dropped => "digit dropped",
            Self::Doubled => "digit doubled",
            Self::ZeroAdded => "zero added",
            Self::ZeroRemoved => "zero removed",
        }
    }

    /// The figure as this slip leaves it; `None` where it changes nothing or no figure remains.
    fn strike(self, value: i128, dice: &mut Dice) -> Option<i128> {
        let mut digits: Vec<u8> = value.to_string().into_bytes();
        let at = dice.below(digits.len());
        match self {
            Self::Mistyped => digits[at] = b'0' + u8::try_from(dice.below(10)).unwrap(),
            Self::Transposed if at + 1 < digits.len() => digits.swap(at, at + 1),
            Self::Dropped if digits.len() > 1 => {
                digits.remove(at);
            }
            Self::Doubled => digits.insert(at, digits[at]),
            Self::ZeroAdded => digits.push(b'0'),
            Self::ZeroRemoved if digits.len() > 1 && digits.last() == Some(&b'0') => {
                digits.pop();
            }
            Self::Transposed | Self::Dropped | Self::ZeroRemoved => return None,
        }
        if digits.len() > 1 && digits[0] == b'0' {
            return None;
        }
        let struck: i128 = String::from_utf8(digits).unwrap().parse().unwrap();
        (struck != value).then_some(struck)
    }
}

/// How many requests a body has: (the most under one result, one result in so many is used, one applicant in so many).
const SIZES: [(i128, usize, usize); 4] = [(3, 8, 6), (15, 4, 4), (120, 2, 2), (2500, 1, 1)];

impl Figures {
    pub(super) fn get(&self, id: &CellId) -> i128 {
        self.0.get(id.as_str()).copied().unwrap_or(0)
    }

    pub(super) fn at(&self, address: &str) -> i128 {
        self.get(&address.into())
    }

    pub(super) fn with(mut self, id: &CellId, value: i128) -> Self {
        self.0.insert(id.as_str().to_owned(), value);
        self
    }

    pub(super) fn set(&mut self, row: &str, column: &str, value: i128) {
        self.0.insert(format!("{row}@{column}"), value);
    }

    /// A town, a bureau, a county or a city, by chance; every sum of tables three and four holds.
    pub(super) fn make(form: &Form, dice: &mut Dice) -> Self {
        let (most, one_result_in, one_applicant_in) = SIZES[dice.below(SIZES.len())];
        let mut figures = Self::default();
        let table = form.table("requests").unwrap();
        for (at, column) in table.columns.iter().filter(|column| !column.total).enumerate() {
            // Most requests come from natural persons.
            if at > 0 && !dice.is_rare(one_applicant_in) {
                continue;
            }
            let most = if at == 0 { most } else { most / 3 + 1 };
            let mut results = 0;
            for row in table.rows.iter().filter(|row| is_leaf(&row.id)) {
                if dice.is_rare(one_result_in) {
                    let value = dice.up_to(most);
                    figures.set(&row.id, &column.id, value);
                    results += value;
                }
            }
            let carried_out = if dice.is_rare(2) { dice.up_to(most / 2) } else { 0 };
            let carried_in = if dice.is_rare(2) { dice.up_to((most / 2).min(results + carried_out)) } else { 0 };
            figures.set("requests.carried_out", &column.id, carried_out);
            figures.set("requests.carried_in", &column.id, carried_in);
            figures.set("requests.new_received", &column.id, results + carried_out - carried_in);
        }
        for row in &form.table("relief").unwrap().rows {
            for column in ["upheld", "corrected", "other", "pending"] {
                let value = if dice.is_rare(2) { dice.up_to(most / 4 + 2) } else { 0 };
                figures.set(&row.id, column, value);
            }
        }
        figures.balance(form);
        figures
    }

    /// Writes every total of tables three and four anew.
    pub(super) fn balance(&mut self, form: &Form) {
        for table in &form.tables {
            let Some(total) = table.columns.iter().find(|column| column.total) else { continue };
            let parts: Vec<&str> =
                table.columns.iter().filter(|column| !column.total).map(|column| column.id.as_str()).collect();
            if table.id == "requests" {
                for column in &parts {
                    let leaves = table.rows.iter().filter(|row| is_leaf(&row.id));
                    let sum = leaves.map(|row| self.get(&CellId::new(&row.id, column))).sum();
                    self.set("requests.results.total", column, sum);
                }
            }
            for row in &table.rows {
                let sum = parts.iter().map(|column| self.get(&CellId::new(&row.id, column))).sum();
                self.set(&row.id, &total.id, sum);
            }
        }
    }

    /// One cell of tables three and four, mistyped: which, how, and what stands there then.
    pub(super) fn mistyped(&self, form: &Form, dice: &mut Dice) -> (CellId, Typo, i128) {
        let cells: Vec<&CellId> =
            form.cells.iter().map(|cell| &cell.id).filter(|id| !id.row().starts_with("disclosure")).collect();
        loop {
            let cell = cells[dice.below(cells.len())];
            let typo = Typo::ALL[dice.below(Typo::ALL.len())];
            if let Some(wrong) = typo.strike(self.get(cell), dice) {
                return (cell.clone(), typo, wrong);
            }
        }
    }
}

/// Whether a row is a result, not their total.
pub(super) fn is_leaf(row: &str) -> bool {
    row.starts_with("requests.results.") && row != "requests.results.total"
}
