//! Documents as the readers of office files hand them over: paragraphs, and grids with merged cells.

use gouji::document::{Block, Columns, Document, Grid, GridCell};
use gouji::form::Form;
use gouji::model::{CellId, Span};

/// A cell on its way into a grid: its text, its column, how many columns and rows it covers.
pub(crate) type Put<'a> = (&'a str, u16, u16, u16);

/// A document under construction.
#[derive(Default)]
pub(crate) struct Paper {
    pub(crate) document: Document,
}

impl Paper {
    pub(crate) fn paragraph(&mut self, text: &str) {
        let start = self.document.text.len();
        self.document.text.push_str(text);
        self.document.blocks.push(Block::Paragraph(Span::new(start, self.document.text.len())));
        self.document.text.push('\n');
    }

    /// A table; a row is a line of the text with a tab between its cells.
    pub(crate) fn grid<S: AsRef<str>>(&mut self, rows: &[Vec<(S, u16, u16, u16)>]) {
        let text = &mut self.document.text;
        let mut grid = Grid { columns: Columns::Placed, rows: Vec::new() };
        for row in rows {
            let mut cells = Vec::new();
            for (place, (shown, column, columns, rows)) in row.iter().enumerate() {
                if place > 0 {
                    text.push('\t');
                }
                let start = text.len();
                text.push_str(shown.as_ref());
                let span = Span::new(start, text.len());
                cells.push(GridCell { span, column: *column, columns: *columns, rows: *rows });
            }
            text.push('\n');
            grid.rows.push(cells);
        }
        self.document.blocks.push(Block::Grid(grid));
    }
}

/// The official tables with these figures, merged as in the published template.
pub(crate) fn official(form: &Form, figure: impl Fn(&CellId) -> String) -> Document {
    let mut paper = Paper::default();
    "docx".clone_into(&mut paper.document.kind);
    paper.paragraph("青云县人民政府2022年政府信息公开工作年度报告");
    for section in &form.sections {
        paper.paragraph(&section.title);
        match section.number {
            2 => paper.grid(&disclosure(form, &figure)),
            3 => paper.grid(&requests(form, &figure)),
            4 => paper.grid(&relief(form, &figure)),
            _ => paper.paragraph("2022年，全县各级行政机关认真落实上级部署，稳步推进政府信息公开各项工作。"),
        }
    }
    paper.document
}

type Rows = Vec<Vec<(String, u16, u16, u16)>>;

fn put((text, column, columns, rows): Put) -> (String, u16, u16, u16) {
    (text.to_owned(), column, columns, rows)
}

/// Table two: four blocks in a grid of four columns.
fn disclosure(form: &Form, figure: impl Fn(&CellId) -> String) -> Rows {
    let table = form.table("disclosure").unwrap();
    let mut rows: Rows = Vec::new();
    let mut group = None;
    for row in &table.rows {
        let wide = if row.columns.len() == 1 { 3 } else { 1 };
        if group != row.group.as_deref() {
            group = row.group.as_deref();
            rows.push(vec![put((group.unwrap_or_default(), 0, 4, 1))]);
            let heads = table.row_columns(row).into_iter().map(|column| table.columns[column].label.as_str());
            let heads = heads.zip(1..).map(|(head, column)| put((head, column, wide, 1)));
            rows.push(std::iter::once(put(("信息内容", 0, 1, 1))).chain(heads).collect());
        }
        let ids = row.columns.iter().map(|column| CellId::new(&row.id, column));
        let figures = ids.zip(1..).map(|(id, column)| put((&figure(&id), column, wide, 1)));
        rows.push(std::iter::once(put((&row.label, 0, 1, 1))).chain(figures).collect());
    }
    rows
}

/// Table three: three columns of labels, seven of figures.
fn requests(form: &Form, figure: impl Fn(&CellId) -> String) -> Rows {
    let table = form.table("requests").unwrap();
    let mut rows = vec![
        vec![put((&table.captions[0], 0, 3, 3)), put(("申请人情况", 3, 7, 1))],
        vec![put(("自然人", 3, 1, 2)), put(("法人或其他组织", 4, 5, 1)), put(("总计", 9, 1, 2))],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
            .iter()
            .zip(4..)
            .map(|(head, column)| put((head, column, 1, 1)))
            .collect(),
    ];
    let results = "三、本年度办理结果";
    let all = table.rows.iter().filter(|row| row.group.is_some()).count();
    let mut before = None;
    for row in &table.rows {
        let group = row.group.as_deref();
        let mut cells = Vec::new();
        if group.is_some() && before.is_none() {
            cells.push(put((results, 0, 1, u16::try_from(all).unwrap())));
        }
        match group {
            None => cells.push(put((&row.label, 0, 3, 1))),
            Some(own) if own == results => cells.push(put((&row.label, 1, 2, 1))),
            Some(own) => {
                if before != group {
                    let rows = table.rows.iter().filter(|row| row.group.as_deref() == group).count();
                    cells.push(put((own, 1, 1, u16::try_from(rows).unwrap())));
                }
                cells.push(put((&row.label, 2, 1, 1)));
            }
        }
        before = group.or(before);
        let ids = table.columns.iter().map(|column| CellId::new(&row.id, &column.id));
        cells.extend(ids.zip(3..).map(|(id, column)| put((&figure(&id), column, 1, 1))));
        rows.push(cells);
    }
    rows
}

/// Table four: fifteen columns under three rows of headings, one row of figures.
fn relief(form: &Form, figure: impl Fn(&CellId) -> String) -> Rows {
    let table = form.table("relief").unwrap();
    let heads = || table.columns.iter().map(|column| column.label.as_str());
    let review = heads().zip(0..).map(|(head, column)| put((head, column, 1, 2)));
    let suits = [put(("未经复议直接起诉", 5, 5, 1)), put(("复议后起诉", 10, 5, 1))];
    let ids = table
        .rows
        .iter()
        .flat_map(|row| table.columns.iter().map(|column| CellId::new(&row.id, &column.id)).collect::<Vec<CellId>>());
    vec![
        vec![put(("行政复议", 0, 5, 1)), put(("行政诉讼", 5, 10, 1))],
        review.chain(suits).collect(),
        heads().chain(heads()).zip(5..).map(|(head, column)| put((head, column, 1, 1))).collect(),
        ids.zip(0..).map(|(id, column)| put((&figure(&id), column, 1, 1))).collect(),
    ]
}
