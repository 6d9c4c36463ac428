//! Writes made-up reports: any figures, in every layout and kind of file in which reports arrive. Used by the round trip,
//! by the fixtures of the rules and to make the files of `fixtures/`.

use std::collections::HashMap;

use gouji::form::Form;
use gouji::model::CellId;

pub(crate) mod office;
pub(crate) mod page;

pub(crate) mod csv;

mod doc;
mod docx;
pub(crate) mod drawing;
mod html;
mod markup;
mod odf;
mod ofd;
mod pdf;
mod rtf;
mod text;
mod xlsx;

pub(crate) use drawing::Setting;
pub(crate) use page::Page;
pub(crate) use text::Layout;

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

    /// What stands in a cell; `None` where its row is left out.
    pub(crate) fn written(&self, id: &CellId) -> Option<String> {
        (!self.left_out.iter().any(|row| row == id.row())).then(|| self.value(id.row(), id.column()))
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

/// Writes the whole report as text.
pub(crate) fn write(sample: &Sample, layout: Layout) -> String {
    text::text(&Page::of(sample), &[layout])
}

/// A kind of file that the writer makes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text(Layout),
    /// The three tables in three layouts.
    Mixed,
    Html,
    Mht,
    Docx,
    Doc,
    Odt,
    Rtf,
    Xlsx,
    Ods,
    Csv,
    Ofd(Setting),
    Pdf(Setting),
}

/// How much of an empty cell is left in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// It is there like any other.
    Kept,
    /// It shows in the places or the count of what stands around it; a reader may remain in doubt.
    Implied,
    /// Nothing.
    Lost,
}

impl Format {
    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        use Setting::{Cut, Ruled, Unruled};
        let texts = Layout::ALL.into_iter().map(Self::Text);
        let files = [
            Self::Mixed,
            Self::Html,
            Self::Mht,
            Self::Docx,
            Self::Doc,
            Self::Odt,
            Self::Rtf,
            Self::Xlsx,
            Self::Ods,
            Self::Csv,
        ];
        let drawn = [Ruled, Unruled, Cut];
        texts.chain(files).chain(drawn.map(Self::Ofd)).chain(drawn.map(Self::Pdf)).collect()
    }

    /// As a line of a report and in the name of a file.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Text(layout) => format!("txt-{layout:?}").to_lowercase(),
            Self::Ofd(setting) => format!("ofd-{setting:?}").to_lowercase(),
            Self::Pdf(setting) => format!("pdf-{setting:?}").to_lowercase(),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    /// The ending of its file names.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Text(_) | Self::Mixed => "txt",
            Self::Html => "html",
            Self::Mht => "mht",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Ofd(_) => "ofd",
            Self::Pdf(_) => "pdf",
        }
    }

    /// What becomes of empty cells.
    pub(crate) const fn blanks(self) -> Blanks {
        match self {
            Self::Text(Layout::Spaced | Layout::Tokens | Layout::Copied) => Blanks::Lost,
            Self::Text(
                Layout::Stacked
                | Layout::Grid
                | Layout::Pipes
                | Layout::Barred
                | Layout::BarsBeside
                | Layout::BarsBehind
                | Layout::BarsBelow
                | Layout::Paged,
            )
            | Self::Mixed => Blanks::Implied,
            Self::Text(Layout::Columns | Layout::Screen)
            | Self::Html
            | Self::Mht
            | Self::Docx
            | Self::Doc
            | Self::Odt
            | Self::Rtf
            | Self::Xlsx
            | Self::Ods
            | Self::Csv
            | Self::Ofd(_)
            | Self::Pdf(_) => Blanks::Kept,
        }
    }

    /// The file.
    pub(crate) fn bytes(self, page: &Page) -> Vec<u8> {
        match self {
            Self::Text(layout) => text::text(page, &[layout]).into_bytes(),
            Self::Mixed => text::text(page, &[Layout::Pipes, Layout::Stacked, Layout::Grid]).into_bytes(),
            Self::Html => html::html(page),
            Self::Mht => html::mht(page),
            Self::Docx => docx::docx(page),
            Self::Doc => doc::doc(page),
            Self::Odt => odf::odt(page),
            Self::Rtf => rtf::rtf(page),
            Self::Xlsx => xlsx::xlsx(page),
            Self::Ods => odf::ods(page),
            Self::Csv => csv::csv(page, ',').into_bytes(),
            Self::Ofd(setting) => ofd::ofd(page, setting),
            Self::Pdf(setting) => pdf::pdf(page, setting),
        }
    }
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
