//! Made-up reports as the stages would hand them to the desk.

use std::sync::Arc;

use gouji::app::Opened;
use gouji::diff::{CellDiff, Change, ChangeTag, Comparison, Diff, Hunk, SectionDiff};
use gouji::document::{Block, Document};
use gouji::examine::Examined;
use gouji::form::Form;
use gouji::model::{
    Cell, CellId, CellState, Checks, Counts, Decision, DecisionId, Entry, Explained, Finding, Judgements, Located,
    Notice, Phrase, Proof, Proposal, ReadingId, Reason, Relation, Report, ReportId, Reviewer, RuleMark, RuleMarks,
    Severity, Sign, Slip, Span, Suspect, Suspects, Table, Term, TermSource, Undecided, Verdict,
};
use gouji::rules::Balance;
use rust_decimal::Decimal;

/// 16 January 2022, 09:12 in China.
pub(crate) const MORNING: i64 = 1_642_295_520;

/// The edition of 2021.
pub(crate) fn form() -> Arc<Form> {
    Arc::new(Form::from_toml(include_str!("../../../config/forms/2021.toml")).unwrap())
}

/// A line of the queue.
pub(crate) fn entry(report: i64, agency: &str, counts: [usize; 5]) -> Entry {
    let [error, warning, info, undecided, passed] = counts;
    Entry {
        report: ReportId(report),
        path: format!("{agency}2021年政府信息公开工作年度报告.txt"),
        agency: Some(agency.to_owned()),
        year: Some(2021),
        version: 1,
        superseded: false,
        received: MORNING + report * 3600,
        counts: Counts { error, warning, info, undecided, passed },
        open_errors: error,
        answered: None,
        refusal: None,
        decision: None,
        last_decision: None,
        changed_since: false,
    }
}

/// A file that could not be read.
pub(crate) fn refused(report: i64) -> Entry {
    Entry {
        path: "收件/扫描件0017.jpg".to_owned(),
        agency: None,
        year: None,
        counts: Counts::default(),
        refusal: Some(Phrase::new(
            "这是一张图片（JPEG），里面没有文字。",
            "This is a picture (JPEG) without text in it.",
        )),
        ..entry(report, "", [0; 5])
    }
}

/// A decision on a report by a colleague.
pub(crate) fn decision(report: i64, number: i64, verdict: Verdict, reason: &str, name: &str) -> Decision {
    Decision {
        id: DecisionId(number),
        report: ReportId(report),
        reading: ReadingId(report * 10),
        verdict,
        reason: reason.to_owned(),
        reviewer: Reviewer { uid: 1000, name: name.to_owned() },
        at: MORNING + 5 * 3600,
    }
}

/// The line after a decision.
pub(crate) fn decided(entry: &Entry, decision: Decision) -> Entry {
    let last = decision.id;
    let standing = (decision.verdict != Verdict::Withdrawn).then_some(decision);
    Entry { decision: standing, last_decision: Some(last), ..entry.clone() }
}

const PROSE: &str = "青云县人民政府2021年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》第五十条规定，现公布青云县2021年政府信息公开工作年度报告。本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。

一、总体情况

（一）主动公开情况。2021年，全县通过政府网站发布各类信息3120条，制发行政规范性文件6件，发布政策解读材料14篇，回应社会关切27次。

（二）依申请公开情况。健全登记、审核、办理、答复、归档全流程管理机制。全年共收到政府信息公开申请5件，均在法定期限内答复，未发生因政府信息公开引发的行政复议和行政诉讼。

（三）政府信息管理情况。落实公文公开属性源头认定机制，定期对不予公开的政府信息进行评估审查。

（四）平台建设情况。完成政府网站适老化与无障碍改造，清理整合政务新媒体账号3个。

二、主动公开政府信息情况

";

/// Rows of the printed table with their figures.
const FIGURES: [(&str, [&str; 7]); 4] = [
    ("requests.new_received", ["6", "0", "0", "0", "0", "0", "6"]),
    ("requests.carried_in", ["0", "0", "0", "0", "0", "0", "0"]),
    ("requests.results.granted", ["4", "0", "0", "0", "0", "0", "4"]),
    ("requests.results.partially_granted", ["1", "", "0", "0", "/", "0", "2"]),
];

struct Written {
    text: String,
    stacked: Vec<Span>,
    cells: Vec<Cell>,
}

impl Written {
    /// One cell a line, each after a tab, as an exporter stacks them.
    fn stack(&mut self, raw: &str) -> Span {
        self.text.push('\t');
        let start = self.text.len();
        self.text.push_str(raw);
        let span = Span::new(start, self.text.len());
        self.stacked.push(span);
        self.text.push('\n');
        span
    }

    fn figure(&mut self, id: CellId, raw: &str) {
        let span = self.stack(raw);
        let state = match raw {
            "" => CellState::Blank,
            "/" => CellState::NotApplicable,
            number => CellState::Number(number.parse().unwrap()),
        };
        self.cells.push(Cell { id, state, raw: raw.to_owned(), span: Some(span) });
    }
}

/// The text with the first two tables and where each figure stands; everything else is missing.
fn written(form: &Form) -> Written {
    let mut written = Written { text: PROSE.to_owned(), stacked: Vec::new(), cells: Vec::new() };
    let disclosure = [
        ("规章", "disclosure.art20_1.rules", vec!["0", "0", "0"]),
        ("行政规范性文件", "disclosure.art20_1.normative_documents", vec!["6", "1", "41"]),
        ("行政许可", "disclosure.art20_5.licensing", vec!["2966"]),
        ("行政处罚", "disclosure.art20_6.penalties", vec!["217"]),
        ("行政强制", "disclosure.art20_6.coercion", vec!["15"]),
        ("行政事业性收费", "disclosure.art20_8.fees", vec!["728.9817"]),
    ];
    for label in ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"] {
        written.stack(label);
    }
    for (label, row, raws) in disclosure {
        written.stack(label);
        let columns = form.row(row).unwrap().1.columns.clone();
        for (column, raw) in columns.iter().zip(raws) {
            written.figure(CellId::new(row, column), raw);
        }
    }
    written.text.push_str("\n三、收到和处理政府信息公开申请情况\n\n");
    let break_at = written.stacked.len();
    for (row, raws) in FIGURES {
        let (table, found) = form.row(row).unwrap();
        written.stack(&found.label.clone());
        for (column, raw) in table.columns.clone().iter().zip(raws) {
            written.figure(CellId::new(row, &column.id), raw);
        }
    }
    written.text.push_str("\n五、存在的主要问题及改进情况\n\n一是公开内容不够全面；二是队伍力量不足。\n");
    written.stacked.insert(break_at, Span::new(0, 0));
    written
}

fn document(written: &Written) -> Document {
    let runs: Vec<Vec<Span>> = written.stacked.split(|span| span.end == 0).map(<[Span]>::to_vec).collect();
    Document {
        kind: "txt".to_owned(),
        encoding: "utf-8".to_owned(),
        text: written.text.clone(),
        blocks: runs.into_iter().map(Block::Cells).collect(),
    }
}

fn report(form: &Form, written: &Written) -> Report {
    let cells = form
        .cells
        .iter()
        .map(|cell| {
            let found = written.cells.iter().find(|found| found.id == cell.id).cloned();
            found.unwrap_or_else(|| Cell {
                id: cell.id.clone(),
                state: CellState::Missing,
                raw: String::new(),
                span: None,
            })
        })
        .collect();
    let title = place(&written.text, "青云县人民政府2021年政府信息公开工作年度报告").unwrap();
    let table = |id: &str, label: &str| Table {
        id: id.to_owned(),
        span: place(&written.text, label),
        last_row: None,
        wordings: vec![],
        strays: vec![],
        stray_columns: vec![],
        misplaced: None,
    };
    Report {
        agency: Some(Located { value: "青云县人民政府".to_owned(), span: title }),
        year: Some(Located { value: 2021, span: title }),
        form: "2021".to_owned(),
        title: None,
        sections: vec![],
        tables: vec![table("requests", "一、本年新收政府信息公开申请数量")],
        cells,
    }
}

fn term(source: TermSource, value: i64) -> Term {
    Term { source, value: Decimal::from(value), sign: Sign::Plus }
}

fn of(row: &str, column: &str) -> TermSource {
    TermSource::Cell(CellId::new(row, column))
}

fn finding(rule: &str, severity: Severity, message: (&str, &str)) -> Finding {
    Finding {
        rule: rule.to_owned(),
        version: 1,
        severity,
        fingerprint: rule.to_owned(),
        message: Phrase::new(message.0, message.1),
        cells: vec![],
        span: None,
        proof: None,
    }
}

fn place(text: &str, words: &str) -> Option<Span> {
    text.find(words).map(|start| Span::new(start, start + words.len()))
}

fn findings(form: &Form, written: &Written) -> Vec<Finding> {
    let text = &written.text;
    let total = CellId::new("requests.new_received", "total");
    let quoted = place(text, "5件").unwrap();
    let partly = "requests.results.partially_granted";
    let columns: Vec<String> = form.table("requests").unwrap().columns.iter().map(|column| column.id.clone()).collect();
    let values = [1, 0, 0, 0, 0, 0];
    let partly_total = CellId::new(partly, "total");
    let span_of = |id: &CellId| written.cells.iter().find(|cell| cell.id == *id).and_then(|cell| cell.span);
    vec![
        Finding {
            cells: vec![total.clone()],
            span: Some(quoted),
            proof: Some(Proof {
                left: vec![term(TermSource::Prose(quoted), 5)],
                relation: Relation::Equal,
                right: vec![term(TermSource::Cell(total), 6)],
                delta: Decimal::from(-1),
            }),
            ..finding(
                "NAR-01",
                Severity::Error,
                (
                    "正文说收到申请5件，表三本年新收总计为6件，两处不一致",
                    "The text says 5 requests were received, table 3 has 6",
                ),
            )
        },
        Finding {
            cells: columns.iter().rev().map(|column| CellId::new(partly, column)).collect(),
            span: span_of(&partly_total),
            proof: Some(Proof {
                left: columns[..6].iter().zip(values).map(|(column, value)| term(of(partly, column), value)).collect(),
                relation: Relation::Equal,
                right: vec![term(of(partly, "total"), 2)],
                delta: Decimal::from(-1),
            }),
            ..finding(
                "ARI-03",
                Severity::Error,
                (
                    "部分公开：各类申请人之和为1，总计填报2",
                    "Partly granted: the applicants add up to 1, the total says 2",
                ),
            )
        },
        finding("TAB-02", Severity::Error, ("表三缺少23行", "Table 3 lacks 23 rows")),
        finding("TAB-01", Severity::Error, ("缺少表四", "Table 4 is missing")),
        Finding {
            span: place(text, "五、存在的主要问题及改进情况"),
            ..finding(
                "STR-01",
                Severity::Error,
                (
                    "缺少第四部分“政府信息公开行政复议、行政诉讼情况”，第三部分之后直接是第五部分",
                    "Section 4, administrative review and litigation, is missing: section 5 follows section 3",
                ),
            )
        },
        Finding {
            span: place(text, "一是公开内容不够全面；二是队伍力量不足。"),
            ..finding(
                "PER-01",
                Severity::Warning,
                ("存在问题只有两句，没有改进措施", "Problems are named in two clauses, improvements are not"),
            )
        },
        finding("FEE-01", Severity::Info, ("未报告信息处理费收取情况", "Nothing is said of processing fees")),
    ]
}

fn undecided() -> Vec<Undecided> {
    let row = |rule: &str, reason: Reason, zh: &str, en: &str, cells: Vec<CellId>| Undecided {
        rule: rule.to_owned(),
        cells,
        reason,
        message: Phrase::new(zh, en),
    };
    vec![
        row(
            "ARI-01",
            Reason::NotAssessable,
            "自然人：缺少办理结果总计和结转下年度，无法核对新收加结转等于办结加结转",
            "Natural person: total of results and carried out are missing",
            vec![CellId::new("requests.carried_out", "natural_person")],
        ),
        row("ARI-02", Reason::NotAssessable, "缺少办理结果总计", "The total of results is missing", vec![]),
        row(
            "ARI-03",
            Reason::PassIfBlankIsZero,
            "部分公开 商业企业为空白",
            "Partly granted, company, is blank",
            vec![CellId::new("requests.results.partially_granted", "commercial_enterprise")],
        ),
    ]
}

fn diff(form: &Form, report: &Report) -> Diff {
    let old = |id: &str| -> Option<i64> {
        match id {
            "requests.new_received@total"
            | "requests.new_received@natural_person"
            | "requests.results.granted@total" => Some(4),
            "disclosure.art20_5.licensing@decisions" => Some(2801),
            "disclosure.art20_6.penalties@decisions" => Some(305),
            "requests.carried_in@total" => Some(0),
            _ => None,
        }
    };
    let cells = form
        .cells
        .iter()
        .zip(&report.cells)
        .filter_map(|(shape, cell)| {
            Some(CellDiff {
                cell: shape.id.clone(),
                old_cells: vec![shape.id.clone()],
                also: Vec::new(),
                old: CellState::Number(Decimal::from(old(shape.id.as_str())?)),
                new: cell.state,
                comparison: Comparison::Direct,
            })
        })
        .collect();
    let change = |tag, text: &str| Change { tag, text: text.to_owned() };
    let sections = vec![SectionDiff {
        number: 1,
        title: "一、总体情况".to_owned(),
        unchanged: 9,
        hunks: vec![
            Hunk {
                old: None,
                new: None,
                changes: vec![
                    change(ChangeTag::Equal, "全年共收到政府信息公开申请"),
                    change(ChangeTag::Delete, "4"),
                    change(ChangeTag::Insert, "5"),
                    change(ChangeTag::Equal, "件，均在法定期限内答复，"),
                    change(ChangeTag::Insert, "未发生因政府信息公开引发的行政复议和行政诉讼。"),
                ],
            },
            Hunk {
                old: None, new: None, changes: vec![change(ChangeTag::Delete, "举办政务公开培训班2期。")]
            },
        ],
    }];
    Diff { cells, sections }
}

/// What the sum of the second finding points at.
fn suspects<'a>(ids: impl Iterator<Item = &'a CellId>) -> Suspects {
    let row = "requests.results.partially_granted";
    Suspects {
        sets: vec![Suspect {
            cells: vec![Proposal { cell: CellId::new(row, "total"), found: 2, proposed: 1 }],
            explains: vec![Explained {
                rule: "ARI-03".to_owned(),
                cells: ids.filter(|id| id.row() == row).cloned().collect(),
            }],
            why: Slip::DigitTypo,
            message: Phrase::new(
                "若 (二)部分公开 总计 2→1，该式成立（疑一位数字写错）",
                "if 3.2 Partly granted / Total 2→1, it holds (one digit seems to be mistyped)",
            ),
            check_reading: false,
            untold: 0,
        }],
        ..Suspects::default()
    }
}

/// 青云县's report: five errors, a warning, an info, three undecided, and last year's beside it.
pub(crate) fn qingyun() -> Opened {
    let form = form();
    let written = written(&form);
    let report = report(&form, &written);
    let checks = Checks {
        findings: findings(&form, &written),
        undecided: undecided(),
        passed: vec![("ARI-03".to_owned(), 9), ("STR-05".to_owned(), 1)],
    };
    let diff = diff(&form, &report);
    Opened {
        entry: entry(1, "青云县人民政府", [5, 1, 1, 3, 10]),
        reading: ReadingId(10),
        judgements: Judgements::default(),
        examined: Examined {
            document: document(&written),
            report,
            notices: vec![Notice {
                code: "row-split",
                message: Phrase::new("表三在“（二）部分公开”之后中断", "Table 3 stops after row 3.2"),
                span: place(&written.text, "（二）部分公开"),
            }],
            last_year: None,
            diff: Some(diff),
            chain: None,
            resubmission: None,
            checks,
            claims: Vec::new(),
            balance: Balance { hold: 39, sums: 42 },
            suspects: suspects(form.cells.iter().map(|cell| &cell.id)),
        },
        form,
        rules: Arc::new(marks()),
    }
}

/// The rules that the samples speak of, as they were shipped.
pub(crate) fn marks() -> RuleMarks {
    let ids = ["ARI-01", "ARI-03", "NAR-01", "PER-01", "STR-01", "STR-05", "TAB-01", "YOY-01", "YOY-03"];
    let mark = RuleMark { version: 1, demand: String::new(), is_own: false, is_off: false };
    ids.map(|id| (id.to_owned(), mark.clone())).into()
}

/// 石桥镇's report: nothing wrong, and no report of last year.
pub(crate) fn shiqiao() -> Opened {
    let mut opened = qingyun();
    opened.entry = entry(2, "石桥镇人民政府", [0, 0, 0, 0, 57]);
    opened.reading = ReadingId(20);
    opened.examined.checks = Checks { passed: vec![("ARI-01".to_owned(), 57)], ..Checks::default() };
    opened.examined.balance = Balance { hold: 42, sums: 42 };
    opened.examined.diff = None;
    opened.examined.suspects = Suspects::default();
    opened
}

/// Seven lines: two open ones, two that were decided, a file that could not be read, a new version with its old one.
pub(crate) fn queue() -> Vec<Entry> {
    let liuhe = Entry { version: 2, ..entry(5, "柳河镇人民政府", [0, 1, 3, 0, 55]) };
    vec![
        qingyun().entry,
        shiqiao().entry,
        decided(
            &entry(3, "松台乡人民政府", [3, 0, 5, 2, 40]),
            decision(3, 1, Verdict::Rejected, "结转数与上年不衔接", "王敏"),
        ),
        Entry { superseded: true, ..entry(4, "柳河镇人民政府", [2, 1, 3, 0, 53]) },
        liuhe,
        decided(&entry(6, "梅川乡人民政府", [0, 0, 1, 0, 57]), decision(6, 2, Verdict::Approved, "", "李国强")),
        refused(7),
    ]
}
