//! Reports that are not as the form has them, in every kind of file: each is read as far as it is certain, and no cell is
//! ever silently wrong (invariant 5).

use gouji::form::Form;
use gouji::model::{CellId, CellState};

use crate::support::share::{Reading, Share, expected, keep, reading};
use crate::writer::page::{Part, Role, Table};
use crate::writer::{Blanks, Format, Page, Sample};

/// One way in which a report differs from the form.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) change: fn(&mut Page),
    /// Beginnings of the names of rows that are no longer in the file.
    missing: &'static [&'static str],
    /// Beginnings of the names of rows that may be uncertain; all others are read right.
    uncertain: &'static [&'static str],
    /// Rows of which no cell may be taken for a certain figure.
    never_certain: &'static [&'static str],
    /// What the reader must say.
    notice: Option<&'static str>,
    /// Kinds of file in which it cannot be told from a report as it should be, by name.
    not_in: &'static [&'static str],
}

const PLAIN: Fault =
    Fault { name: "", change: |_| {}, missing: &[], uncertain: &[], never_certain: &[], notice: None, not_in: &[] };

pub(crate) const FAULTS: [Fault; 20] = [
    Fault {
        name: "no row of totals",
        change: |page| page.table("requests").remove("requests.results.total"),
        missing: &["requests.results.total"],
        ..PLAIN
    },
    Fault {
        name: "three rows are missing",
        change: |page| {
            let table = page.table("requests");
            for row in [
                "requests.results.denied.internal_affairs",
                "requests.results.unable.needs_creation",
                "requests.carried_out",
            ] {
                table.remove(row);
            }
        },
        missing: &[
            "requests.results.denied.internal_affairs",
            "requests.results.unable.needs_creation",
            "requests.carried_out",
        ],
        ..PLAIN
    },
    Fault { name: "23 rows, as the old form had", change: old_rows, missing: &["requests.results.other."], ..PLAIN },
    Fault {
        name: "rows in another order",
        change: |page| {
            let table = page.table("requests");
            table.swap_rows("requests.results.denied.state_secret", "requests.results.denied.third_party_rights");
            table.swap_rows("requests.results.unable.not_held", "requests.results.unable.still_unclear");
        },
        ..PLAIN
    },
    Fault {
        name: "a row of subtotals",
        change: |page| {
            let values = ["90001", "90002", "90003", "90004", "90005", "90006", "90007"];
            page.table("requests").insert_below(
                "requests.results.denied.administrative_query",
                &["^", "^", "小计"],
                &values,
            );
        },
        uncertain: &["requests.results.denied.administrative_query"],
        ..PLAIN
    },
    Fault {
        name: "a column of subtotals",
        change: |page| page.table("requests").insert_column(9, "小计", |_| "90009".to_owned()),
        uncertain: &["requests."],
        ..PLAIN
    },
    Fault {
        name: "a column of numbers of lines",
        change: |page| page.table("requests").insert_column(3, "行次", |row| (row.len() % 30).to_string()),
        uncertain: &["requests."],
        ..PLAIN
    },
    Fault {
        name: "the header of table three is gone",
        change: |page| behead(page.table("requests")),
        uncertain: &["requests."],
        ..PLAIN
    },
    Fault {
        name: "the header of table four is gone",
        change: |page| behead(page.table("relief")),
        uncertain: &["relief."],
        ..PLAIN
    },
    Fault {
        name: "columns in another order",
        change: |page| page.table("requests").swap_columns(4, 6),
        uncertain: &["requests."],
        ..PLAIN
    },
    Fault {
        name: "the total before the others",
        change: |page| {
            for column in (4..=9).rev() {
                page.table("requests").swap_columns(column - 1, column);
            }
        },
        uncertain: &["requests."],
        ..PLAIN
    },
    Fault {
        name: "columns of table four in another order",
        change: |page| page.table("relief").swap_columns(0, 1),
        uncertain: &["relief."],
        ..PLAIN
    },
    Fault { name: "two reports in one file", change: twice, notice: Some("another-report"), ..PLAIN },
    Fault { name: "a letter before the report", change: letter, ..PLAIN },
    Fault {
        name: "numbers of sections that restart",
        change: |page| {
            page.reword("三、收到和处理", "一、收到和处理");
            page.reword("四、政府信息公开行政复议", "二、政府信息公开行政复议");
        },
        ..PLAIN
    },
    Fault {
        name: "digits of a figure apart",
        change: |page| "2 0".clone_into(page.table("requests").value_mut("requests.new_received", 6)),
        uncertain: &["requests.new_received"],
        never_certain: &["requests.new_received@natural_person"],
        ..PLAIN
    },
    Fault {
        name: "digits of two cells together",
        change: |page| page.table("requests").run_together("requests.carried_in", 4),
        uncertain: &["requests.carried_in"],
        never_certain: &["requests.carried_in@research_institution", "requests.carried_in@public_welfare_org"],
        // A sheet that was saved as text has lost what was merged: there is a figure in one cell and a blank beside it.
        not_in: &["csv"],
        ..PLAIN
    },
    Fault {
        name: "a row under the wrong header",
        change: |page| {
            let table = page.table("disclosure");
            table.swap_rows("disclosure.art20_5.licensing", "disclosure.art20_8.fees");
        },
        uncertain: &["disclosure.art20_5.licensing", "disclosure.art20_8.fees"],
        ..PLAIN
    },
    Fault {
        name: "a remark below the table",
        change: |page| {
            let table = page.table("requests");
            table.insert_below(
                "requests.carried_out",
                &["注：含上年转来3件", "<", "<"],
                &["<", "<", "<", "<", "<", "<", "<"],
            );
        },
        ..PLAIN
    },
    Fault {
        name: "no section has a heading",
        change: headless,
        uncertain: &["disclosure", "requests.", "relief."],
        ..PLAIN
    },
];

/// `（六）其他处理` as the one row that it was until 2020.
fn old_rows(page: &mut Page) {
    let table = page.table("requests");
    for row in ["overdue_correction", "overdue_fee", "other"] {
        table.remove(&format!("requests.results.other.{row}"));
    }
    let values = ["80001", "80002", "80003", "80004", "80005", "80006", "80007"];
    table.insert_below("requests.results.not_processed.confirm_or_reissue", &["^", "（六）其他处理", "<"], &values);
}

fn behead(table: &mut Table) {
    let head = table.head();
    table.lines.drain(..head);
}

/// The same body's report with other figures behind the first.
fn twice(page: &mut Page) {
    let mut second = page.clone();
    for text in second.tables().flat_map(|table| &mut table.texts) {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push('7');
        }
    }
    page.parts.extend(second.parts);
}

fn letter(page: &mut Page) {
    let lines = [
        "青云县政务公开领导小组办公室：",
        "现将我县2022年政府信息公开工作年度报告随文上报，请审阅。全年有关情况共3项：一是数据表3张，二是说明2份，三是附件1份。",
        "联系人：某某，电话：12345",
        "2023年1月18日",
    ];
    let lines = lines.map(|line| Part::Paragraph(Role::Preamble, line.to_owned()));
    page.parts.splice(0..0, lines);
}

fn headless(page: &mut Page) {
    page.parts.retain(|part| !matches!(part, Part::Paragraph(Role::Heading, _)));
}

/// A report with a different figure in every cell.
fn distinct(form: &Form) -> Sample<'_> {
    let mut sample = Sample::new(form, "青云县", 2022);
    sample.cells = form.cells.iter().zip(1000..).map(|(cell, figure)| (cell.id.clone(), figure.to_string())).collect();
    sample
}

impl Fault {
    fn begins(rows: &[&str], id: &CellId) -> bool {
        rows.iter().any(|row| id.as_str().starts_with(row))
    }

    fn written(&self, sample: &Sample, id: &CellId) -> Option<String> {
        (!Self::begins(self.missing, id)).then(|| sample.written(id)).flatten()
    }

    /// The cells that are silently wrong.
    pub(crate) fn silent(&self, reading: &Reading, sample: &Sample) -> Vec<String> {
        Share::compare(reading, |id| self.written(sample, id)).silent
    }

    pub(crate) fn is_told_apart(&self, format: Format) -> bool {
        !self.not_in.contains(&format.name().as_str())
    }

    /// What speaks against a reading; nothing where all is well.
    fn judge(&self, reading: &Reading, sample: &Sample) -> Vec<String> {
        let silent = self.silent(reading, sample);
        let mut against: Vec<String> = silent.iter().map(|line| format!("silently wrong: {line}")).collect();
        for cell in &reading.report.cells {
            let state = self.written(sample, &cell.id).map_or(CellState::Missing, |text| expected(&text));
            let is_open = Self::begins(self.uncertain, &cell.id) || Self::begins(self.missing, &cell.id);
            if cell.state != state && !is_open && cell.state.number().is_none() {
                against.push(format!("not read: {} is {:?} {:?}", cell.id, cell.state, cell.raw));
            }
            if cell.state.number().is_some() && Self::begins(self.never_certain, &cell.id) {
                against.push(format!("certain: {} is {:?}", cell.id, cell.state));
            }
        }
        if let Some(code) = self.notice
            && reading.notices.iter().all(|notice| notice.code != code)
        {
            against.push(format!("nothing says {code}"));
        }
        against
    }
}

#[test]
fn invariant_5_a_report_that_is_not_as_the_form_has_it_is_read_as_far_as_it_is_certain() {
    let forms = Form::editions().unwrap();
    let sample = distinct(&forms[1]);
    let mut wrong = Vec::new();
    for (turn, fault) in FAULTS.iter().enumerate() {
        let mut page = Page::of(&sample);
        (fault.change)(&mut page);
        for (place, format) in Format::all().into_iter().enumerate() {
            // Files that state their columns are much alike: a third of them for each fault, in turn.
            let is_due = format.blanks() != Blanks::Kept || (turn + place) % 3 == 0;
            if !is_due || !fault.is_told_apart(format) {
                continue;
            }
            let bytes = format.bytes(&page);
            keep(&format!("fault {} {}.{}", fault.name, format.name(), format.ending()), &bytes);
            match reading(&bytes, &forms) {
                Err(why) => wrong.push(format!("{}: {}: refused: {why}", fault.name, format.name())),
                Ok(reading) => {
                    let against = fault.judge(&reading, &sample);
                    if !against.is_empty() {
                        wrong.push(format!("{}: {}: {}", fault.name, format.name(), Share::first(&against)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
