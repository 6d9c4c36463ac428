//! Writes made-up reports: any figures, in the layouts in which text files arrive. Used by the round trip, by the
//! fixtures of the rules and to make the files of `fixtures/`.

use std::collections::HashMap;
use std::fmt::Write;

use gouji::form::{Form, RowForm, TableForm, TableLayout};
use gouji::model::CellId;

/// How the tables are set in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One cell a line, each behind a tab.
    Stacked,
    /// One row a line, cells parted by tabs, padded at the end.
    Grid,
    /// Markdown.
    Pipes,
    /// One row a line, cells parted by blanks; empty cells leave no trace.
    Spaced,
}

/// A made-up report.
#[derive(Debug, Clone)]
pub(crate) struct Sample<'a> {
    pub(crate) form: &'a Form,
    pub(crate) agency: String,
    pub(crate) year: i32,
    /// What stands in each cell; `0` where nothing is said.
    pub(crate) cells: HashMap<CellId, String>,
    /// Rows that are left out, by id.
    pub(crate) left_out: Vec<String>,
    /// The text before section one, and of each section, by number; section tables are added by the writer.
    pub(crate) preamble: String,
    pub(crate) sections: [Option<String>; 6],
    /// The lines after section six.
    pub(crate) closing: String,
}

impl<'a> Sample<'a> {
    /// A faultless report without any request.
    pub(crate) fn new(form: &'a Form, agency: &str, year: i32) -> Self {
        let text = |text: &str| Some(text.replace("{agency}", agency).replace("{year}", &year.to_string()));
        Self {
            form,
            agency: agency.to_owned(),
            year,
            cells: HashMap::new(),
            left_out: Vec::new(),
            preamble: format!(
                "根据《中华人民共和国政府信息公开条例》的规定，{agency}编制本报告。统计期限为{year}年1月1日至{year}年12月31日。联系电话：0999-5550100。"
            ),
            sections: [
                text(OVERVIEW),
                Some(String::new()),
                Some(String::new()),
                Some(String::new()),
                text(PROBLEMS),
                text(OTHER),
            ],
            closing: format!("{agency}\n{}年1月12日\n", year + 1),
        }
    }

    /// Sets cells by address.
    pub(crate) fn set(mut self, cells: &[(&str, &str)]) -> Self {
        self.cells.extend(cells.iter().map(|(id, value)| (CellId::from(*id), (*value).to_owned())));
        self
    }

    /// Replaces words anywhere in the prose.
    pub(crate) fn reword(mut self, old: &str, new: &str) -> Self {
        for text in self.sections.iter_mut().flatten().chain([&mut self.preamble, &mut self.closing]) {
            *text = text.replace(old, new);
        }
        self
    }

    fn value(&self, row: &str, column: &str) -> String {
        self.cells.get(&CellId::new(row, column)).cloned().unwrap_or_else(|| "0".to_owned())
    }
}

const OVERVIEW: &str = "{year}年，{agency}认真落实上级部署，稳步推进政府信息公开各项工作。
（一）主动公开情况。围绕群众关心的事项，及时在门户网站发布各类信息。
（二）依申请公开情况。完善接收、登记、审核、答复各环节，全年未收到政府信息公开申请。
（三）政府信息管理情况。公文拟制时同步确定公开属性，定期清理。
（四）平台建设情况。优化网站栏目，做好政务新媒体日常维护。
（五）监督保障情况。把公开工作纳入工作考核，开展社会评议，未发生责任追究的情形。";
const PROBLEMS: &str = "一年来工作取得一定进展，但解读形式还不够丰富，经办人员业务有待熟练等问题仍然存在。
下一步，将加强培训，丰富图文解读，进一步提高公开质量。";
const OTHER: &str = "{year}年度未收取信息处理费。发出收费通知的件数和总金额，以及实际收取的总金额均为零。";

/// Writes the whole report.
pub(crate) fn write(sample: &Sample, layout: Layout) -> String {
    let mut text = format!("{}{}年政府信息公开工作年度报告\n\n{}\n", sample.agency, sample.year, sample.preamble);
    for (section, body) in sample.form.sections.iter().zip(&sample.sections) {
        let Some(body) = body else {
            continue;
        };
        let _ = writeln!(text, "{}\n", section.title);
        if !body.is_empty() {
            let _ = writeln!(text, "{body}\n");
        }
        for table in sample.form.tables.iter().filter(|table| table.section == section.number) {
            text.push_str(&set(&table_rows(sample, table), layout));
            text.push('\n');
        }
    }
    text.push('\n');
    text.push_str(&sample.closing);
    text
}

/// A cell on its way to paper: what stands in it, or the empty place of a cell merged from above.
#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Merged,
}

fn table_rows(sample: &Sample, table: &TableForm) -> Vec<Vec<Piece>> {
    match table.layout {
        TableLayout::Record => record_rows(sample, table),
        TableLayout::Rows if table.columns.iter().any(|column| column.total) => request_rows(sample, table),
        TableLayout::Rows => block_rows(sample, table),
    }
}

fn text(text: &str) -> Piece {
    Piece::Text(text.to_owned())
}

fn values(sample: &Sample, table: &TableForm, row: &RowForm) -> Vec<Piece> {
    table.row_columns(row).iter().map(|column| Piece::Text(sample.value(&row.id, &table.columns[*column].id))).collect()
}

/// Table 2: blocks with a caption and a header of their own.
fn block_rows(sample: &Sample, table: &TableForm) -> Vec<Vec<Piece>> {
    let mut rows = Vec::new();
    let mut caption = None;
    for row in table.rows.iter().filter(|row| !sample.left_out.contains(&row.id)) {
        if caption != row.group.as_ref() {
            caption = row.group.as_ref();
            rows.push(caption.map(|caption| vec![text(caption)]).unwrap_or_default());
            let heads = table.row_columns(row).into_iter().map(|column| text(&table.columns[column].label));
            rows.push(std::iter::once(text("信息内容")).chain(heads).collect());
        }
        rows.push(std::iter::once(text(&row.label)).chain(values(sample, table, row)).collect());
    }
    rows
}

/// Table 3: up to three label columns, of which the left ones are merged over several rows.
fn request_rows(sample: &Sample, table: &TableForm) -> Vec<Vec<Piece>> {
    let mut rows = vec![
        vec![text(&table.captions[0]), text("申请人情况")],
        vec![Piece::Merged, text("自然人"), text("法人或其他组织"), text("总计")],
        ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]
            .iter()
            .map(|label| text(label))
            .collect(),
    ];
    let results = "三、本年度办理结果";
    let mut group: Option<&str> = None;
    let mut inside = false;
    for row in table.rows.iter().filter(|row| !sample.left_out.contains(&row.id)) {
        let mut pieces = Vec::new();
        if let Some(own) = row.group.as_deref() {
            pieces.push(if inside { Piece::Merged } else { text(results) });
            inside = true;
            if own != results {
                pieces.push(if group == Some(own) { Piece::Merged } else { text(own) });
            }
            group = Some(own);
        }
        pieces.push(text(&row.label));
        pieces.extend(values(sample, table, row));
        rows.push(pieces);
    }
    rows
}

/// Table 4: three rows of labels, one of values.
fn record_rows(sample: &Sample, table: &TableForm) -> Vec<Vec<Piece>> {
    let heads = || table.columns.iter().map(|column| text(&column.label));
    let mut second: Vec<Piece> = heads().collect();
    second.extend([text("未经复议直接起诉"), text("复议后起诉")]);
    let third = std::iter::repeat_n(Piece::Merged, 5).chain(heads()).chain(heads()).collect();
    let record = table.rows.iter().flat_map(|row| values(sample, table, row)).collect();
    vec![vec![text("行政复议"), text("行政诉讼")], second, third, record]
}

fn set(rows: &[Vec<Piece>], layout: Layout) -> String {
    let content = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Merged => String::new(),
    };
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(content).collect();
        match layout {
            Layout::Stacked => {
                for cell in &cells {
                    let _ = writeln!(out, "\t{cell}");
                }
                out.push('\n');
            }
            Layout::Grid => {
                let _ = writeln!(out, "{}{}", cells.join("\t"), "\t".repeat(width - cells.len()));
            }
            Layout::Pipes => {
                let _ = writeln!(out, "| {} |{}", cells.join(" | "), " |".repeat(width - cells.len()));
            }
            Layout::Spaced => {
                let _ = writeln!(
                    out,
                    "{}",
                    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("  ")
                );
            }
        }
    }
    out
}

impl Sample<'_> {
    /// One kind of applicant's requests: figures by row (without `requests.`); the totals follow in `balance`.
    pub(crate) fn requests(mut self, column: &str, figures: &[(&str, u32)]) -> Self {
        for (row, figure) in figures {
            self.cells.insert(CellId::new(&format!("requests.{row}"), column), figure.to_string());
        }
        self
    }

    /// Fills in the totals of tables 3 and 4, so that every sum holds.
    pub(crate) fn balance(mut self) -> Self {
        let figure = |cells: &HashMap<CellId, String>, row: &str, column: &str| -> u32 {
            cells.get(&CellId::new(row, column)).and_then(|value| value.parse().ok()).unwrap_or(0)
        };
        for table in &self.form.tables {
            let Some(total) = table.columns.iter().find(|column| column.total) else {
                continue;
            };
            let parts = || table.columns.iter().filter(|column| !column.total);
            for column in parts() {
                let leaves = table
                    .rows
                    .iter()
                    .filter(|row| row.id.starts_with("requests.results.") && row.id != "requests.results.total");
                let sum: u32 = leaves.map(|row| figure(&self.cells, &row.id, &column.id)).sum();
                if table.id == "requests" {
                    self.cells.insert(CellId::new("requests.results.total", &column.id), sum.to_string());
                }
            }
            for row in &table.rows {
                let sum: u32 = parts().map(|column| figure(&self.cells, &row.id, &column.id)).sum();
                self.cells.insert(CellId::new(&row.id, &total.id), sum.to_string());
            }
        }
        self
    }
}
