//! What the prose says about figures that the tables hold (domain 3.3). Precision before recall: where a clause can be read
//! in several ways, or speaks of a part, another year or another body, nothing is said.

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::figures::{Precision, figures};
use super::inspection::{Inspection, Values};
use super::prose::{Passage, clauses, sentences};
use crate::model::{CellId, Outcome, Phrase, Proof, Reason, Relation, Sign, Span, Term, TermSource};

const RECEIVED: &str = "requests.new_received@total";
const CARRIED_IN: &str = "requests.carried_in@total";
const RESULTS: &str = "requests.results.total@total";

/// A pattern that is compiled when it is first asked for.
macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("a valid pattern"));
    };
}

// Requests for information, as distinct from any other 申请.
pattern!(REQUEST, "信息公开的?申请|信息申请公开|公开申请|申请公开|依申请");
pattern!(SHORT_REQUEST, "(?:收到|新收|接到)的?申请");
// Channels whose cases are no requests.
pattern!(OTHER_CHANNEL, "热线|12345|信箱|留言|来信|诉求|工单|咨询|信访|建议|提案|投诉|投稿|举报|申诉");
pattern!(RELIEF, "复议|诉讼|应诉");
// A part of the requests, a comparison, or something else that happened to them.
pattern!(
    PART,
    "其中|网上|网络|网站|在线|线上|线下|信函|信件|邮寄|邮件|邮政|当面|现场|传真|电子|平台|窗口|渠道|书面|口头|自然人|企业|律师|公民|法人|组织|个人|上半年|下半年|季度|\\d月|去年|上年|往年|历年|累计|截至|同比|相比|较|比|增长|增加|下降|减少|平均|转办|转交|转送|移交|撤回|撤销|补正|涉及|关于|类|要求|重复|不属于|超期|逾期|符合|有效|共同|联合|其他|其余|另"
);
pattern!(WHOLE_PUBLIC, "公民、?法人[或和与及、]*(?:者)?其[他它](?:社会)?组织|各类|公民个人|申请人");
pattern!(
    OWN_BODY,
    "本级|本机关|机关本部|办公室|办公厅|政府办|县府办|市府办|局|委员会|中心|支队|大队|下属|所属|直属|开发区|园区|高新区"
);
// 全县各级各部门 is the whole county, whoever else the sentence names.
pattern!(WHOLE_BODY, "各(?:级|部门|乡|镇|街道|单位|县|市|区|局|委|行政机关)");
pattern!(TOWNSHIPS, "街道|乡|镇");
pattern!(WIDER, "全[省市县区州旗盟国]|各级|各乡|各镇|各县|各市|下属|所属|系统");
pattern!(YEAR, r"(\d{4})年");
pattern!(NO_REQUEST, "(?:未|没有|没)(?:曾)?(?:收到|接到|新收|收悉|接收到)");
pattern!(
    NONE_AT_ALL,
    "(?:无|零)(?:任何)?(?:政府)?(?:信息公开申请|依申请公开|公开申请|申请公开)|零申请|(?:申请|依申请公开)的?(?:件|数|量|数量|件数|总数)?(?:均|都)?为(?:零|0(?:[^\\d.]|$))"
);
// 未收到申请人对答复的异议 says nothing of requests.
pattern!(ABOUT_ANSWERS, "答复|异议|不服|质疑|反馈|意见|收费|通知|批评");
pattern!(
    ANCHOR,
    "新收|收到|接到|收悉|受理|办理完成|办结|办理|答复|回复|处理|结转|转结|顺延|予以公开|部分公开|不予公开|无法提供|不予处理|撤回|转送|告知|提供|收取|征求"
);
/// A figure about requests that a clause states.
struct Statement {
    value: Decimal,
    /// The cells of which the verb may speak besides the requests received.
    others: Vec<Vec<&'static str>>,
    /// The clause.
    span: Span,
}

/// The number of requests received, in the prose and in the table (NAR-01). Where only one of them is zero, it is
/// [`zero`] that speaks.
pub(super) fn received(inspection: &Inspection) -> Vec<Outcome> {
    against_table(inspection, |stated, table| stated == table || !(stated.is_zero() || table.is_zero()))
}

/// A statement of zero against a table above zero, or the other way round (NAR-06).
pub(super) fn zero(inspection: &Inspection) -> Vec<Outcome> {
    against_table(inspection, |stated, table| stated == table || stated.is_zero() || table.is_zero())
}

/// Compares the statements that belong to a rule.
fn against_table(inspection: &Inspection, belongs: fn(Decimal, Decimal) -> bool) -> Vec<Outcome> {
    let Some(table) = number(inspection, RECEIVED) else { return vec![no_figure(inspection, &[RECEIVED])] };
    let stated: Vec<Statement> =
        statements(inspection).into_iter().filter(|stated| belongs(stated.value, table)).collect();
    if stated.is_empty() {
        return vec![not_stated(inspection)];
    }
    stated.iter().map(|stated| compare(inspection, stated, table)).collect()
}

fn compare(inspection: &Inspection, stated: &Statement, table: Decimal) -> Outcome {
    let sum = |cells: &Vec<&str>| cells.iter().map(|cell| number(inspection, cell)).sum::<Option<Decimal>>();
    if stated.value == table || stated.others.iter().any(|cells| sum(cells) == Some(stated.value)) {
        return Outcome::Pass;
    }
    // A verb that may mean a sum with an unknown cell in it could still be right.
    if stated.others.iter().any(|cells| sum(cells).is_none()) {
        return no_figure(inspection, &[CARRIED_IN, RESULTS]);
    }
    disagreement(inspection, stated.value, stated.span, &[RECEIVED])
}

/// The prose says one thing and the cells, added up, another.
pub(super) fn disagreement(inspection: &Inspection, value: Decimal, span: Span, cells: &[&str]) -> Outcome {
    let ids: Vec<CellId> = cells.iter().map(|cell| CellId::from(*cell)).collect();
    let term = |source, value| Term { source, value, sign: Sign::Plus };
    let figure = |id: &CellId| number(inspection, id.as_str()).unwrap_or_default();
    let right: Vec<Term> = ids.iter().map(|id| term(TermSource::Cell(id.clone()), figure(id))).collect();
    let table: Decimal = right.iter().map(|term| term.value).sum();
    let proof = Proof {
        left: vec![term(TermSource::Prose(span), value)],
        relation: Relation::Equal,
        right,
        delta: value - table,
    };
    let values = Values::default()
        .text("quote", inspection.quote(span))
        .text("stated", value.normalize())
        .text("table", table.normalize())
        .phrase("row", inspection.row_label(ids[0].row()));
    inspection.fail(&values, &ids, Some(span), Some(proof))
}

/// The figure in a cell, when it was read with certainty.
pub(super) fn number(inspection: &Inspection, cell: &str) -> Option<Decimal> {
    inspection.case.report.cell(&CellId::from(cell))?.state.number()
}

/// The cells hold nothing to compare with.
pub(super) fn no_figure(inspection: &Inspection, cells: &[&str]) -> Outcome {
    let message =
        Phrase::new("表中没有可比的数字，正文未作核对。", "The table has no figure to compare the prose with.");
    let ids = cells.iter().map(|cell| CellId::from(*cell)).collect();
    inspection.undecided(Reason::NotAssessable, ids, message)
}

/// The prose holds nothing to compare.
pub(super) fn not_stated(inspection: &Inspection) -> Outcome {
    let message = Phrase::new(
        "正文中没有找到可以确定含义的表述，未作核对。",
        "The prose says nothing whose meaning is certain; not checked.",
    );
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}

/// The numbers of requests received that the prose states with certainty, and where.
pub(super) fn stated(inspection: &Inspection) -> Vec<(Decimal, Span)> {
    statements(inspection).into_iter().map(|statement| (statement.value, statement.span)).collect()
}

/// Every certain statement about the number of requests received.
fn statements(inspection: &Inspection) -> Vec<Statement> {
    inspection.prose.get().passages.iter().flat_map(|passage| of_passage(inspection, passage)).collect()
}

fn of_passage(inspection: &Inspection, passage: &Passage) -> Vec<Statement> {
    let mut found = Vec::new();
    let about_requests = head(&passage.text).contains("依申请");
    for sentence in sentences(&passage.text) {
        let text = &passage.text[sentence.clone()];
        let mut context = Context::None;
        let scope = LazyCell::new(|| Scope::of(inspection, text));
        for clause in clauses(text) {
            let words = &text[clause.clone()];
            let requests = REQUEST.is_match(words) || (about_requests && SHORT_REQUEST.is_match(words));
            let subject = if requests { Subject::Requests } else { Subject::Unsaid };
            context = context.after(words, subject);
            if context == Context::None || !scope.holds(clause.end) {
                continue;
            }
            let place = sentence.start + clause.start..sentence.start + clause.end;
            let Some(span) = passage.span(place) else { continue };
            if subject == Subject::Requests && is_none(words) {
                found.push(Statement { value: Decimal::ZERO, others: Vec::new(), span });
            } else if context.allows(words, subject) {
                found.extend(counts(words, span));
            }
        }
    }
    found
}

/// What the clauses of a sentence so far speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    None,
    Requests,
    /// After 其中: parts of the requests.
    Parts,
}

/// What one clause speaks of by its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Requests,
    Unsaid,
}

impl Context {
    fn after(self, clause: &str, subject: Subject) -> Self {
        if OTHER_CHANNEL.is_match(clause) || RELIEF.is_match(clause) {
            return Self::None;
        }
        match self {
            Self::None if subject == Subject::Requests => Self::Requests,
            Self::Requests | Self::Parts if clause.contains("其中") => Self::Parts,
            Self::None | Self::Requests | Self::Parts => self,
        }
    }

    /// Whether a figure in this clause may be the number of all requests received. 新收 names them wherever it stands.
    fn allows(self, clause: &str, subject: Subject) -> bool {
        let newly = clause.contains("新收");
        match self {
            Self::None => false,
            Self::Requests => subject == Subject::Requests || newly,
            Self::Parts => newly,
        }
    }
}

/// The figures of a clause that belong to a verb of receiving.
fn counts(clause: &str, span: Span) -> Vec<Statement> {
    let whole = WHOLE_PUBLIC.replace_all(clause, "").into_owned();
    let newly = clause.strip_prefix("其中").is_some_and(|rest| rest.contains("新收"));
    if NO_REQUEST.is_match(clause) || (PART.is_match(&whole) && !newly) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for figure in figures(clause) {
        let verbs: Vec<&str> = ANCHOR.find_iter(&clause[from..figure.range.start]).map(|verb| verb.as_str()).collect();
        from = figure.range.end;
        let received = verbs.iter().any(|verb| matches!(*verb, "新收" | "收到" | "接到" | "收悉"));
        let only = verbs.iter().all(|verb| {
            matches!(*verb, "新收" | "收到" | "接到" | "收悉" | "受理" | "办理" | "办理完成" | "办结" | "答复" | "处理")
        });
        if received && only && figure.precision == Precision::Exact {
            found.push(Statement { value: figure.value, others: other_meanings(&verbs), span });
        }
    }
    found
}

/// What the verbs beside 收到 may speak of: 收到并办理 is the requests received, with those carried in, or those closed.
fn other_meanings(verbs: &[&str]) -> Vec<Vec<&'static str>> {
    let mut others = Vec::new();
    for verb in verbs {
        match *verb {
            "受理" => others.push(vec![RECEIVED, CARRIED_IN]),
            "办理" => others.extend([vec![RECEIVED, CARRIED_IN], vec![RESULTS]]),
            "办理完成" | "办结" | "答复" | "处理" => others.push(vec![RESULTS]),
            _ => {}
        }
    }
    others
}

/// 未收到政府信息公开申请 and the like, said of all requests.
fn is_none(clause: &str) -> bool {
    let whole = WHOLE_PUBLIC.replace_all(clause, "");
    !PART.is_match(&whole)
        && !ABOUT_ANSWERS.is_match(&whole)
        && (NO_REQUEST.is_match(clause) || NONE_AT_ALL.is_match(clause))
}

/// The opening words of a paragraph, where its heading stands: （二）依申请公开方面。
pub(super) fn head(text: &str) -> &str {
    let end = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    text[..end].split('。').next().unwrap_or("")
}

/// Up to where a sentence speaks of the year and of the body that the tables speak of.
pub(super) struct Scope {
    /// Where another year has been named.
    other_year: Option<usize>,
    /// Where another body has been named.
    other_body: Option<usize>,
    /// Where the whole body has been named, after which others are its parts.
    whole_body: Option<usize>,
}

impl Scope {
    /// Reads a sentence once.
    pub(super) fn of(inspection: &Inspection, sentence: &str) -> Self {
        let report = inspection.case.report;
        let year = report.year.as_ref().map(|year| year.value);
        let other_year = YEAR
            .captures_iter(sentence)
            .find(|found| found[1].parse::<i32>().ok() != year)
            .and_then(|found| found.get(0))
            .map(|whole| whole.end());
        let Some(agency) = report.agency.as_ref().map(|agency| agency.value.as_str()) else {
            return Self { other_year, other_body: None, whole_body: None };
        };
        let own = agency.strip_suffix("人民政府").unwrap_or(agency);
        // As many bytes as the name has, so that places stay.
        let blank = |name: &str| " ".repeat(name.len());
        let others = sentence.replace(agency, &blank(agency)).replace(own, &blank(own));
        let first = |pattern: &Regex| pattern.find(&others).map(|found| found.end());
        if is_township(own) {
            Self { other_year, other_body: first(&OWN_BODY), whole_body: None }
        } else if is_government(agency) {
            let other_body = [first(&OWN_BODY), first(&TOWNSHIPS)].into_iter().flatten().min();
            Self { other_year, other_body, whole_body: first(&WHOLE_BODY) }
        } else {
            Self { other_year, other_body: first(&WIDER), whole_body: None }
        }
    }

    /// Whether the sentence, read up to a place, speaks of them.
    pub(super) fn holds(&self, end: usize) -> bool {
        let named = |place: Option<usize>| place.is_some_and(|place| place <= end);
        !named(self.other_year) && (!named(self.other_body) || named(self.whole_body))
    }
}

fn is_township(name: &str) -> bool {
    name.ends_with(['镇', '乡']) || name.ends_with("街道") || name.ends_with("街道办事处")
}

fn is_government(agency: &str) -> bool {
    agency.ends_with("人民政府") || agency.ends_with(['省', '市', '县', '区', '州', '旗', '盟', '镇', '乡'])
}

pub(super) use pattern;
