//! The official form of one edition as data: sections, tables, rows, columns and every label by which they are known.
//! Labels live in `config/forms/*.toml`; code knows none of them.

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::CellId;

/// One edition of the form, with every cell in its order.
#[derive(Debug, Clone)]
pub struct Form {
    pub edition: String,
    /// The first year that must use it.
    pub from_year: i32,
    /// The last year that may use it; `None` while it is in force.
    pub to_year: Option<i32>,
    /// The circular that issued it.
    pub document: String,
    /// Labels that occur in this edition alone.
    pub markers: Vec<String>,
    pub sections: Vec<SectionForm>,
    pub tables: Vec<TableForm>,
    /// All cells, table by table, row by row.
    pub cells: Vec<CellForm>,
    index: HashMap<CellId, usize>,
}

/// One of the six sections.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionForm {
    pub number: u8,
    pub id: String,
    /// The canonical heading with its numeral.
    pub title: String,
    /// Other headings seen, without numeral.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Words of which one must occur in a heading that has the right numeral but other wording.
    #[serde(default)]
    pub keys: Vec<String>,
    pub en: String,
}

/// One of the three tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableForm {
    pub id: String,
    /// The number of the section that holds it.
    pub section: u8,
    pub title: String,
    pub en: String,
    pub layout: TableLayout,
    /// Labels that open the table but belong to no row: captions, headers, groups.
    #[serde(default)]
    pub captions: Vec<String>,
    #[serde(rename = "column")]
    pub columns: Vec<ColumnForm>,
    /// The headings that stand above several rows.
    #[serde(rename = "group", default)]
    pub groups: Vec<GroupForm>,
    #[serde(rename = "row")]
    pub rows: Vec<RowForm>,
}

/// How the cells of a table follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableLayout {
    /// Each row's label, then its values.
    Rows,
    /// All labels above, then one row with the values of every row of the form side by side.
    Record,
}

/// A column: the kind of applicant, or what is counted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnForm {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// One or two characters for narrow screens.
    pub short: String,
    pub en: String,
    pub number: NumberType,
    pub unit: String,
    /// Whether it is the total of the others.
    #[serde(default)]
    pub total: bool,
}

/// A heading above several rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupForm {
    /// As the form prints it, `（三）不予公开`; rows name their group by it.
    pub label: String,
    pub en: String,
}

/// A row of the form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowForm {
    pub id: String,
    /// The label as the form prints it, with its numeral.
    pub label: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// A short label for narrow screens.
    pub short: String,
    pub en: String,
    /// The label of the group that it stands in, as `（三）不予公开`.
    #[serde(default)]
    pub group: Option<String>,
    /// The ids of its columns; all columns of the table when absent.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// What kind of figure a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberType {
    /// A non-negative integer.
    Count,
    /// A signed integer, as `+461`.
    Change,
    /// A non-negative decimal in 万元 with at most six places, for 1 分 is 0.000001 万元.
    AmountWan,
    /// An amount of money with its unit written in the cell, read in 元.
    Amount,
}

/// One cell of the form.
#[derive(Debug, Clone)]
pub struct CellForm {
    pub id: CellId,
    /// Indices into `Form::tables`, and into that table's `rows` and `columns`.
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    edition: String,
    from_year: i32,
    #[serde(default)]
    to_year: Option<i32>,
    document: String,
    markers: Vec<String>,
    #[serde(rename = "section")]
    sections: Vec<SectionForm>,
    #[serde(rename = "table")]
    tables: Vec<TableForm>,
}

impl Form {
    /// Reads an edition from TOML.
    ///
    /// # Errors
    /// A message with line and column when the text is no valid TOML, has an unknown key, a row names a column or a
    /// group that its table does not have, or an address occurs twice.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let file: FormFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut cells = Vec::new();
        for (table_index, table) in file.tables.iter().enumerate() {
            check_columns(table)?;
            check_groups(table)?;
            for (row_index, row) in table.rows.iter().enumerate() {
                for column in table.row_columns(row) {
                    cells.push(CellForm {
                        id: CellId::new(&row.id, &table.columns[column].id),
                        table: table_index,
                        row: row_index,
                        column,
                    });
                }
            }
        }
        let index: HashMap<CellId, usize> =
            cells.iter().enumerate().map(|(position, cell)| (cell.id.clone(), position)).collect();
        if index.len() != cells.len() {
            return Err("two cells of the form have the same address".to_owned());
        }
        Ok(Self {
            edition: file.edition,
            from_year: file.from_year,
            to_year: file.to_year,
            document: file.document,
            markers: file.markers,
            sections: file.sections,
            tables: file.tables,
            cells,
            index,
        })
    }

    /// The editions that this program knows, the oldest first; compiled in.
    ///
    /// # Errors
    /// What is wrong with which file.
    pub fn editions() -> Result<Vec<Self>, String> {
        const FILES: [(&str, &str); 2] = [
            ("config/forms/2019.toml", include_str!("../config/forms/2019.toml")),
            ("config/forms/2021.toml", include_str!("../config/forms/2021.toml")),
        ];
        FILES.iter().map(|(name, text)| Self::from_toml(text).map_err(|error| format!("{name}: {error}"))).collect()
    }

    /// The position of a cell in `cells` (and in `Report::cells`).
    #[must_use]
    pub fn position(&self, id: &CellId) -> Option<usize> {
        self.position_at(id.as_str())
    }

    /// As [`Form::position`], by the address as it is written.
    #[must_use]
    pub fn position_at(&self, address: &str) -> Option<usize> {
        self.index.get(address).copied()
    }

    /// The table with this id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The row with this id, and its table.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<(&TableForm, &RowForm)> {
        self.tables.iter().find_map(|table| table.rows.iter().find(|row| row.id == id).map(|row| (table, row)))
    }

    /// The column of a cell.
    #[must_use]
    pub fn column(&self, id: &CellId) -> Option<&ColumnForm> {
        let cell = &self.cells[self.position(id)?];
        Some(&self.tables[cell.table].columns[cell.column])
    }

    /// The section with this number.
    #[must_use]
    pub fn section(&self, number: u8) -> Option<&SectionForm> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// Whether a report on `year` must use this edition.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        year >= self.from_year && self.to_year.is_none_or(|last| year <= last)
    }

    /// Row and column as a person would name them, as `（一）予以公开 自然人`.
    #[must_use]
    pub fn cell_label(&self, id: &CellId) -> String {
        let row = self.row(id.row()).map_or(id.row(), |(_, row)| row.label.as_str());
        let column = self.column(id).map_or(id.column(), |column| column.label.as_str());
        if self.row_names_total(id) { row.to_owned() } else { format!("{row} {column}") }
    }

    /// Whether the row's label already says that this is the total, so that the column need not: `（七）总计`.
    #[must_use]
    pub fn row_names_total(&self, id: &CellId) -> bool {
        let (Some((_, row)), Some(column)) = (self.row(id.row()), self.column(id)) else { return false };
        column.total && row.label.ends_with(&column.label)
    }
}

impl TableForm {
    /// The group that a row stands in.
    #[must_use]
    pub fn group(&self, row: &RowForm) -> Option<&GroupForm> {
        let label = row.group.as_deref()?;
        self.groups.iter().find(|group| group.label == label)
    }

    /// The positions of a row's columns among the table's columns, in the order of the form.
    #[must_use]
    pub fn row_columns(&self, row: &RowForm) -> Vec<usize> {
        let all = 0..self.columns.len();
        if row.columns.is_empty() {
            return all.collect();
        }
        row.columns.iter().filter_map(|id| self.columns.iter().position(|column| column.id == *id)).collect()
    }
}

/// Refuses a row that names a column which its table does not have.
fn check_columns(table: &TableForm) -> Result<(), String> {
    for row in &table.rows {
        if let Some(unknown) = row.columns.iter().find(|id| table.columns.iter().all(|column| column.id != **id)) {
            return Err(format!("row {} names the column {unknown}, which table {} does not have", row.id, table.id));
        }
    }
    Ok(())
}

/// Refuses a row that names a group which its table does not have.
fn check_groups(table: &TableForm) -> Result<(), String> {
    for row in &table.rows {
        if let Some(unknown) = &row.group
            && table.group(row).is_none()
        {
            return Err(format!("row {} names the group {unknown}, which table {} does not have", row.id, table.id));
        }
    }
    Ok(())
}
