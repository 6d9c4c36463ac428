//! Tables as they stand in the file: rows and cells, also those within content controls and changes.

use super::super::story::{Cell, MOST_COLUMNS, Merge, Row, Table};
use super::super::xml::Element;
use super::reader::Reader;
use super::styles::value;
use super::text::{alternative, holds_content, is_property};

impl Reader<'_> {
    pub(super) fn table(&mut self, element: &Element) -> Table {
        let mut table = Table::default();
        self.rows(element, &mut table.rows);
        table
    }

    fn rows(&mut self, parent: &Element, rows: &mut Vec<Row>) {
        for element in parent.elements() {
            match &*element.name {
                "tr" => rows.extend(self.row(element)),
                _ => {
                    if let Some(holder) = self.holder(element) {
                        self.rows(holder, rows);
                    }
                }
            }
        }
    }

    fn row(&mut self, element: &Element) -> Option<Row> {
        let properties = || element.elements().filter(|child| matches!(&*child.name, "trPr" | "tblPrEx"));
        if properties().any(|properties| properties.child("del").is_some()) {
            self.notes.deletions += 1;
            return None;
        }
        if properties().any(|properties| properties.child("ins").is_some()) {
            self.notes.insertions += 1;
        }
        let count = |name: &str| properties().find_map(|properties| value(properties, name)).and_then(number);
        let columns = |name: &str| u16::try_from(count(name).unwrap_or(0)).unwrap_or(MOST_COLUMNS).min(MOST_COLUMNS);
        let mut row = Row { before: columns("gridBefore"), after: columns("gridAfter"), cells: Vec::new() };
        self.cells(element, &mut row.cells);
        Some(row)
    }

    fn cells(&mut self, parent: &Element, cells: &mut Vec<Cell>) {
        for element in parent.elements() {
            match &*element.name {
                "tc" => cells.extend(self.cell(element)),
                _ => {
                    if let Some(holder) = self.holder(element) {
                        self.cells(holder, cells);
                    }
                }
            }
        }
    }

    /// What holds rows or cells beside the table itself: content controls, changes, marks of other programs.
    fn holder<'e>(&mut self, element: &'e Element) -> Option<&'e Element> {
        match &*element.name {
            "del" | "moveFrom" => {
                if holds_content(element) {
                    self.notes.deletions += 1;
                }
                None
            }
            "ins" | "moveTo" => {
                self.notes.insertions += 1;
                Some(element)
            }
            "AlternateContent" => alternative(element),
            name if is_property(name) => None,
            _ => Some(element),
        }
    }

    fn cell(&mut self, element: &Element) -> Option<Cell> {
        let properties = element.child("tcPr");
        let property = |name: &str| properties.and_then(|properties| properties.child(name));
        if property("cellDel").is_some() {
            self.notes.deletions += 1;
            return None;
        }
        if property("cellIns").is_some() {
            self.notes.insertions += 1;
        }
        let span = property("gridSpan").and_then(|span| span.attribute("val")).and_then(number).unwrap_or(1);
        let width = property("tcW").filter(|width| matches!(width.attribute("type"), Some("dxa") | None));
        let mut cell = Cell {
            pieces: Vec::new(),
            rows: 1,
            columns: u16::try_from(span).unwrap_or(MOST_COLUMNS).clamp(1, MOST_COLUMNS),
            down: merge(property("vMerge"), "val"),
            across: merge(property("hMerge"), "val"),
            width: width.and_then(|width| width.attribute("w")).and_then(number).unwrap_or(0),
        };
        // A merge that is a tracked change.
        if let Some(change) = property("cellMerge") {
            cell.down = if change.attribute("vMerge").is_some() { merge(Some(change), "vMerge") } else { Merge::None };
        }
        cell.pieces = self.pieces(element);
        Some(cell)
    }
}

/// A merge without a value goes on.
fn merge(property: Option<&Element>, name: &str) -> Merge {
    match property.map(|property| property.attribute(name)) {
        None => Merge::None,
        Some(Some("restart" | "rest")) => Merge::Begins,
        Some(_) => Merge::Continues,
    }
}

fn number(value: &str) -> Option<u32> {
    value.trim().parse().ok()
}
