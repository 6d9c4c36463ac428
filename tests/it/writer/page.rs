//! A report as it stands on paper, before it becomes a file of some kind: paragraphs, and tables with their cells merged
//! as in the official form. Knows the shapes of the form and no file format.

use gouji::form::{RowForm, TableForm, TableLayout};

use super::Sample;

/// A report on paper, in reading order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) parts: Vec<Part>,
}

/// What stands on the page.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Paragraph(Role, String),
    Table(Table),
}

/// What a paragraph is for; its text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Preamble,
    Heading,
    Body,
    Closing,
}

/// A table as a lattice: each place holds the number of the text that covers it, so that a merged cell is a rectangle of
/// one number. Faults change the lattice; the cells follow.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The form's name for it.
    pub(crate) id: String,
    pub(crate) texts: Vec<String>,
    pub(crate) lines: Vec<Line>,
}

/// One line of places; `row` is the form's name for it where it holds values.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) row: Option<String>,
    pub(crate) places: Vec<usize>,
}

/// A cell with the line and column where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// What is put on a line, from the left.
enum Put<'a> {
    /// A new cell over so many columns.
    Text(&'a str, usize),
    /// The cell above goes on, over so many columns.
    Above(usize),
}

impl Page {
    pub(crate) fn of(sample: &Sample) -> Self {
        let mut page = Self::default();
        page.say(Role::Title, format!("{}{}年政府信息公开工作年度报告", sample.agency, sample.year));
        page.say(Role::Preamble, sample.preamble.clone());
        for (section, body) in sample.form.sections.iter().zip(&sample.sections) {
            let Some(body) = body else {
                continue;
            };
            page.say(Role::Heading, section.title.clone());
            if !body.is_empty() {
                page.say(Role::Body, body.clone());
            }
            for table in sample.form.tables.iter().filter(|table| table.section == section.number) {
                if table.rows.iter().all(|row| sample.left_out.contains(&row.id)) {
                    continue;
                }
                page.parts.push(Part::Table(Table::of(sample, table)));
            }
        }
        page.say(Role::Closing, sample.closing.clone());
        page
    }

    pub(crate) fn tables(&mut self) -> impl Iterator<Item = &mut Table> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Paragraph(..) => None,
        })
    }

    /// The table of the report that answers requests, or another by the beginning of its name.
    pub(crate) fn table(&mut self, id: &str) -> &mut Table {
        self.tables().find(|table| table.id.starts_with(id)).unwrap()
    }

    /// Replaces words anywhere in paragraphs and tables.
    pub(crate) fn reword(&mut self, old: &str, new: &str) {
        for part in &mut self.parts {
            match part {
                Part::Paragraph(_, text) => *text = text.replace(old, new),
                Part::Table(table) => table.reword(old, new),
            }
        }
    }

    fn say(&mut self, role: Role, text: String) {
        self.parts.push(Part::Paragraph(role, text));
    }
}

impl Table {
    fn of(sample: &Sample, form: &TableForm) -> Self {
        let mut table = Self { id: form.id.clone(), texts: Vec::new(), lines: Vec::new() };
        match form.layout {
            TableLayout::Record => table.record(sample, form),
            TableLayout::Rows if form.columns.iter().any(|column| column.total) => table.requests(sample, form),
            TableLayout::Rows => table.blocks(sample, form),
        }
        table
    }

    pub(crate) fn width(&self) -> usize {
        self.lines.iter().map(|line| line.places.len()).max().unwrap_or(0)
    }

    /// The cells, each with the line in which it begins; blank cells too.
    pub(crate) fn cells(&self) -> Vec<Vec<Cell<'_>>> {
        let mut taken = vec![vec![false; self.width()]; self.lines.len()];
        let mut rows = Vec::new();
        for line in 0..self.lines.len() {
            let mut row = Vec::new();
            for column in 0..self.width() {
                if taken[line][column] {
                    continue;
                }
                let text = self.lines[line].places[column];
                let same = |line: usize, column: usize| self.lines[line].places.get(column) == Some(&text);
                let columns = (column..self.width()).take_while(|at| !taken[line][*at] && same(line, *at)).count();
                let whole = |below: &usize| (column..column + columns).all(|at| same(*below, at));
                let rows = (line..self.lines.len()).take_while(whole).count();
                for below in &mut taken[line..line + rows] {
                    below[column..column + columns].fill(true);
                }
                row.push(Cell { text: &self.texts[text], line, column, columns, rows });
            }
            rows.push(row);
        }
        rows
    }

    /// For each line its cells from the left, those that go on from above as `None`.
    pub(crate) fn pieces(&self) -> Vec<Vec<Option<&str>>> {
        let cells: Vec<Cell> = self.cells().into_iter().flatten().collect();
        let on = |line: usize| {
            let mut own: Vec<&Cell> =
                cells.iter().filter(|cell| cell.line <= line && line < cell.line + cell.rows).collect();
            own.sort_by_key(|cell| cell.column);
            own.into_iter().map(|cell| (cell.line == line).then_some(cell.text)).collect()
        };
        (0..self.lines.len()).map(on).collect()
    }

    /// How many lines at the top hold no values.
    pub(crate) fn head(&self) -> usize {
        self.lines.iter().take_while(|line| line.row.is_none()).count()
    }

    /// The line of a row of the form.
    pub(crate) fn line(&self, row: &str) -> usize {
        self.lines.iter().position(|line| line.row.as_deref() == Some(row)).unwrap()
    }

    pub(crate) fn remove(&mut self, row: &str) {
        let line = self.line(row);
        self.lines.remove(line);
    }

    /// Puts a line of the agency's own below a row. Of its labels, `^` goes on from above and `<` from the left.
    pub(crate) fn insert_below(&mut self, row: &str, labels: &[&str], values: &[&str]) {
        let above = self.line(row);
        let mut places: Vec<usize> = Vec::new();
        for label in labels.iter().chain(values) {
            let place = match *label {
                "^" => self.lines[above].places[places.len()],
                "<" => places[places.len() - 1],
                text => self.text(text),
            };
            places.push(place);
        }
        self.lines.insert(above + 1, Line { row: Some("own".to_owned()), places });
    }

    /// Merges a value's cell with the one to its right; both are counted from the right end of the row.
    pub(crate) fn run_together(&mut self, row: &str, from_right: usize) {
        let second = std::mem::take(self.value_mut(row, from_right - 1));
        self.value_mut(row, from_right).push_str(&second);
        let line = self.line(row);
        let places = &mut self.lines[line].places;
        let first = places.len() - 1 - from_right;
        places[first + 1] = places[first];
    }

    /// Puts a column of the agency's own before a column; merged cells grow, `text` says what stands on each other line.
    pub(crate) fn insert_column(&mut self, before: usize, head: &str, value: impl Fn(&str) -> String) {
        let last = self.head() - 1;
        let mut above = None;
        for at in 0..self.lines.len() {
            let places = &self.lines[at].places;
            let merged = before > 0 && places[before - 1] == places[before];
            let new = match &self.lines[at].row {
                _ if merged => self.lines[at].places[before],
                Some(row) => {
                    let text = value(row);
                    self.text(&text)
                }
                None if at == last || above.is_none() => {
                    let new = self.text(head);
                    above = Some(new);
                    new
                }
                None => above.unwrap_or_default(),
            };
            self.lines[at].places.insert(before, new);
        }
    }

    /// Exchanges two columns, heads and values together.
    pub(crate) fn swap_columns(&mut self, one: usize, other: usize) {
        for line in &mut self.lines {
            line.places.swap(one, other);
        }
    }

    pub(crate) fn swap_rows(&mut self, one: &str, other: &str) {
        let (one, other) = (self.line(one), self.line(other));
        self.lines.swap(one, other);
    }

    /// What stands in a value's cell, counted from the right end of its row.
    pub(crate) fn value_mut(&mut self, row: &str, from_right: usize) -> &mut String {
        let line = &self.lines[self.line(row)];
        let place = line.places[line.places.len() - 1 - from_right];
        &mut self.texts[place]
    }

    fn reword(&mut self, old: &str, new: &str) {
        for text in &mut self.texts {
            *text = text.replace(old, new);
        }
    }

    fn text(&mut self, text: &str) -> usize {
        self.texts.push(text.to_owned());
        self.texts.len() - 1
    }

    fn put(&mut self, row: Option<&str>, cells: &[Put]) {
        let mut places = Vec::new();
        for cell in cells {
            match cell {
                Put::Text(text, columns) => {
                    let new = self.text(text);
                    places.extend(std::iter::repeat_n(new, *columns));
                }
                Put::Above(columns) => {
                    let above = &self.lines[self.lines.len() - 1].places;
                    places.extend_from_slice(&above[places.len()..places.len() + columns]);
                }
            }
        }
        self.lines.push(Line { row: row.map(str::to_owned), places });
    }

    /// Table 2: blocks with a caption and a header of their own, four columns wide.
    fn blocks(&mut self, sample: &Sample, form: &TableForm) {
        const WIDTH: usize = 3;
        let mut caption = None;
        for row in form.rows.iter().filter(|row| !sample.left_out.contains(&row.id)) {
            let columns = form.row_columns(row);
            let span = |place: usize| if place + 1 == columns.len() { WIDTH - place } else { 1 };
            if caption != row.group.as_ref() {
                caption = row.group.as_ref();
                self.put(None, &[Put::Text(caption.map_or("", String::as_str), WIDTH + 1)]);
                let heads = columns.iter().enumerate();
                let heads = heads.map(|(place, column)| Put::Text(&form.columns[*column].label, span(place)));
                let heads: Vec<Put> = std::iter::once(Put::Text("信息内容", 1)).chain(heads).collect();
                self.put(None, &heads);
            }
            let values = values(sample, form, row);
            let values = values.iter().enumerate().map(|(place, value)| Put::Text(value, span(place)));
            let line: Vec<Put> = std::iter::once(Put::Text(&row.label, 1)).chain(values).collect();
            self.put(Some(&row.id), &line);
        }
    }

    /// Table 3: three label columns, of which the left ones are merged over several rows.
    fn requests(&mut self, sample: &Sample, form: &TableForm) {
        let heads: Vec<&str> = form.columns.iter().map(|column| column.label.as_str()).collect();
        let inner = heads.len() - 2;
        self.put(None, &[Put::Text(&form.captions[0], 3), Put::Text("申请人情况", heads.len())]);
        self.put(
            None,
            &[
                Put::Above(3),
                Put::Text(heads[0], 1),
                Put::Text("法人或其他组织", inner),
                Put::Text(heads[heads.len() - 1], 1),
            ],
        );
        let organisations = heads[1..=inner].iter().map(|head| Put::Text(head, 1));
        let third: Vec<Put> = [Put::Above(4)].into_iter().chain(organisations).chain([Put::Above(1)]).collect();
        self.put(None, &third);
        let results = "三、本年度办理结果";
        let mut group: Option<&str> = None;
        let mut is_inside = false;
        for row in form.rows.iter().filter(|row| !sample.left_out.contains(&row.id)) {
            let mut line = Vec::new();
            match row.group.as_deref() {
                None => line.push(Put::Text(&row.label, 3)),
                Some(own) => {
                    line.push(if is_inside { Put::Above(1) } else { Put::Text(results, 1) });
                    is_inside = true;
                    if own == results {
                        line.push(Put::Text(&row.label, 2));
                    } else {
                        line.push(if group == Some(own) { Put::Above(1) } else { Put::Text(own, 1) });
                        line.push(Put::Text(&row.label, 1));
                    }
                    group = Some(own);
                }
            }
            let values = values(sample, form, row);
            line.extend(values.iter().map(|value| Put::Text(value, 1)));
            self.put(Some(&row.id), &line);
        }
    }

    /// Table 4: three rows of labels, one of values.
    fn record(&mut self, sample: &Sample, form: &TableForm) {
        let heads = || form.columns.iter().map(|column| Put::Text(&column.label, 1));
        let columns = form.columns.len();
        self.put(None, &[Put::Text("行政复议", columns), Put::Text("行政诉讼", columns * 2)]);
        let mut second: Vec<Put> = heads().collect();
        second.extend([Put::Text("未经复议直接起诉", columns), Put::Text("复议后起诉", columns)]);
        self.put(None, &second);
        let third: Vec<Put> = [Put::Above(columns)].into_iter().chain(heads()).chain(heads()).collect();
        self.put(None, &third);
        let values: Vec<String> = form.rows.iter().flat_map(|row| values(sample, form, row)).collect();
        let record: Vec<Put> = values.iter().map(|value| Put::Text(value, 1)).collect();
        self.put(Some("relief"), &record);
    }
}

fn values(sample: &Sample, table: &TableForm, row: &RowForm) -> Vec<String> {
    table.row_columns(row).iter().map(|column| sample.value(&row.id, &table.columns[*column].id)).collect()
}
