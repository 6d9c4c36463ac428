//! Spreadsheets of the open document format: the tables of the content, with their repeated rows and cells.

use std::collections::HashMap;

use super::super::package::Package;
use super::super::xml::{Element, Node, parse};
use super::super::{Limits, Refusal};
use super::number::{Epoch, Format, printed};
use super::{Merge, Sheet, Workbook};

/// The last row and column that a program has room for.
const LAST_ROW: u32 = 1_048_575;
const LAST_COLUMN: u32 = 16_383;

/// The styles that say more than how something looks.
#[derive(Default)]
struct Styles {
    /// By name: whether cells of the style have a border.
    framed: HashMap<String, bool>,
    /// By name: whether tables of the style are shown.
    shown: HashMap<String, bool>,
}

/// Reads all tables that are shown.
pub(super) fn workbook(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let mut package = Package::open(bytes, "ods", limits)?;
    let content = package.part("content.xml")?.ok_or_else(|| Refusal::damaged("ods"))?;
    let root = parse(&content, "ods", limits)?;
    let styles = styles(&root);
    let body = root.child("body").and_then(|body| body.child("spreadsheet")).ok_or_else(|| Refusal::damaged("ods"))?;
    let mut workbook = Workbook::default();
    for table in body.elements().filter(|own| &*own.name == "table") {
        let style = table.attribute("style-name").and_then(|name| styles.shown.get(name));
        if style == Some(&false) {
            workbook.hides_sheets = true;
            continue;
        }
        let mut reader = Reader {
            sheet: Sheet { name: table.attribute("name").unwrap_or_default().to_owned(), ..Sheet::default() },
            styles: &styles,
            limits,
            row: 0,
            column: 0,
        };
        reader.rows(table)?;
        workbook.add(reader.sheet, limits)?;
    }
    Ok(workbook)
}

fn styles(root: &Element) -> Styles {
    let mut styles = Styles::default();
    for style in root.child("automatic-styles").into_iter().flat_map(Element::elements) {
        let Some(name) = style.attribute("name") else { continue };
        match style.attribute("family") {
            Some("table-cell") => {
                let own = style.child("table-cell-properties");
                let is_border = |(name, value): &(std::rc::Rc<str>, String)| {
                    name.starts_with("border") && !value.is_empty() && value != "none"
                };
                styles.framed.insert(name.to_owned(), own.is_some_and(|own| own.attributes.iter().any(is_border)));
            }
            Some("table") => {
                let display = style.child("table-properties").and_then(|own| own.attribute("display"));
                styles.shown.insert(name.to_owned(), display != Some("false"));
            }
            Some(_) | None => {}
        }
    }
    styles
}

struct Reader<'a> {
    sheet: Sheet,
    styles: &'a Styles,
    limits: &'a Limits,
    row: u32,
    column: u32,
}

impl Reader<'_> {
    /// Rows may stand in groups and heads; nesting of the part is bounded.
    fn rows(&mut self, parent: &Element) -> Result<(), Refusal> {
        for element in parent.elements() {
            match &*element.name {
                "table-row" => self.table_row(element)?,
                "table-column" => self.table_column(element),
                "table-rows"
                | "table-header-rows"
                | "table-row-group"
                | "table-columns"
                | "table-header-columns"
                | "table-column-group" => self.rows(element)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn table_column(&mut self, column: &Element) {
        let count = count(column, "number-columns-repeated");
        if is_hidden(column) {
            self.sheet.hidden_columns.push((self.column, self.column.saturating_add(count - 1)));
        }
        self.column = self.column.saturating_add(count).min(LAST_COLUMN);
    }

    fn table_row(&mut self, row: &Element) -> Result<(), Refusal> {
        let repeated = count(row, "number-rows-repeated");
        let first = self.row;
        self.row = self.row.saturating_add(repeated).min(LAST_ROW + 1);
        if first > LAST_ROW {
            return Ok(());
        }
        if is_hidden(row) {
            self.sheet.hidden_rows.push((first, self.row - 1));
        }
        let mut column = 0;
        for cell in row.elements() {
            if !matches!(&*cell.name, "table-cell" | "covered-table-cell") {
                continue;
            }
            let columns = count(cell, "number-columns-repeated");
            let is_covered = &*cell.name == "covered-table-cell";
            if column <= LAST_COLUMN && !is_covered {
                self.cell(cell, (first, repeated), (column, columns))?;
            }
            column = column.saturating_add(columns);
        }
        Ok(())
    }

    /// One cell, with how often it is repeated downwards and to the right.
    fn cell(&mut self, cell: &Element, rows: (u32, u32), columns: (u32, u32)) -> Result<(), Refusal> {
        let text = text(cell);
        if text.trim().is_empty() {
            let style = cell.attribute("style-name").and_then(|name| self.styles.framed.get(name));
            if style == Some(&true) && rows.1 == 1 {
                self.sheet.frame(rows.0, columns.0, columns.0.saturating_add(columns.1 - 1));
            }
            return Ok(());
        }
        if u64::from(rows.1) * u64::from(columns.1) > self.limits.pieces as u64 {
            return Err(super::too_many(self.limits));
        }
        let (spans, rises) = (count(cell, "number-columns-spanned"), count(cell, "number-rows-spanned"));
        for row in rows.0..rows.0.saturating_add(rows.1) {
            for column in columns.0..columns.0.saturating_add(columns.1) {
                self.sheet.fill(row.min(LAST_ROW), column.min(LAST_COLUMN), text.clone(), self.limits)?;
                if spans > 1 || rises > 1 {
                    self.sheet.merges.push(Merge { row, column, rows: rises, columns: spans });
                }
            }
        }
        Ok(())
    }
}

fn is_hidden(element: &Element) -> bool {
    matches!(element.attribute("visibility"), Some("collapse" | "filter"))
}

fn count(element: &Element, name: &str) -> u32 {
    element.attribute(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(1).clamp(1, LAST_ROW + 1)
}

/// What a cell shows; of a number its value, for the shown one may be rounded.
fn text(cell: &Element) -> String {
    let shown = || {
        let paragraphs = cell.elements().filter(|own| matches!(&*own.name, "p" | "h"));
        paragraphs.map(paragraph).collect::<Vec<String>>().join("\n")
    };
    let number = cell.attribute("value").and_then(|value| value.trim().parse::<f64>().ok());
    match (cell.attribute("value-type"), number.filter(|number| number.is_finite())) {
        (Some("float"), Some(number)) => printed(number, Format::Plain, Epoch::Year1900),
        (Some("percentage"), Some(number)) => printed(number, Format::Percent, Epoch::Year1900),
        _ => shown(),
    }
}

/// The text of a paragraph: repeated blanks and line breaks are elements, notes of the margin are none of it.
fn paragraph(element: &Element) -> String {
    let mut text = String::new();
    push(element, &mut text);
    text
}

/// Nesting of the part is bounded.
fn push(element: &Element, text: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(own) => text.push_str(own),
            Node::Element(own) => match &*own.name {
                "s" => text.extend(std::iter::repeat_n(' ', count(own, "c").min(100) as usize)),
                "tab" => text.push(' '),
                "line-break" => text.push('\n'),
                "annotation" | "annotation-end" | "ruby-text" | "note" => {}
                _ => push(own, text),
            },
        }
    }
}
