//! What a clause says of table two: rules and normative documents, licences, penalties, coercion, fees.

use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Clause, Meanings, Reading, Sentence, pattern};
use crate::model::Topic;
use crate::rules::figures::Figure;

// A part, another year, or something else than the documents or decisions themselves.
pattern!(
    OTHERWISE,
    "参与|协助|配合|代拟|审核|会签|备案|审查|清理|修订|修改|解读|评估|起草|征求|累计|历年|截至|去年|上年|同比|相比|较|增长|减少|下降|以[^，。]{0,10}名义|人民政府|[省市县区州旗镇乡]政府|党|网上|平均|其余|部分|培训|转载"
);
pattern!(
    DOCUMENT_BEFORE,
    "(?P<what>规章|规范性文件)(?:信息|文件)?(?:的)?(?:数量|件数|总数)?(?:有|共|共计|合计|为|：|:){0,2}$"
);
pattern!(DOCUMENT_AFTER, "^(?:政府|行政|部门|地方政府)?(?P<what>规章|规范性文件)(?P<of>制度)?");
pattern!(
    AGAIN,
    "^(?:共|已|本年度?|全年)?(?:制发|制定|出台|印发|废止|失效|现行有效|继续有效|保留有效)的?(?:件数|数量|文件)?(?:有|共|共计|为|：|:){0,2}$"
);
pattern!(MADE, "制发|制定|出台|印发|新制定");
pattern!(REPEALED, "废止|失效");
pattern!(IN_FORCE, "现行有效|继续有效|保留有效");
pattern!(
    DECISION_BEFORE,
    "行政(?P<what>许可|处罚|强制)(?:共|共计|合计|本年)?(?:处理)?(?:决定)?(?:数量|件数|总数)?(?:有|共|共计|合计|为|：|:){0,2}$"
);
pattern!(DECISION_AFTER, "^行政(?P<what>许可|处罚|强制)(?:处理)?决定$");
pattern!(FEE_BEFORE, "行政事业性收费(?:总?金额|收入)?(?:有|共|共计|合计|为|达|：|:){0,2}$");
// 发布信息100条，其中行政许可20件 counts what was put on a page.
pattern!(
    POSTED,
    "(?:主动公开|公示|发布|公布|更新|录入|归集|推送|报送|上传|制作|公开(?:了|各类|政府|政务|相关|有关)*信息)[^。；]*\\d"
);
// Decisions are counted so; 项 and 个 count what may be licensed, 条 and 篇 pages.
const DECIDED: [&str; 4] = ["件", "宗", "起", "例"];
pattern!(
    NO_DECISION,
    "事项|清单|目录|信息|公示|公开|发布|公布|公告|案卷|案件|减免|免收|降低|取消|不予|撤销|注销|受理|接件|收件|收到|申请|咨询|立案|移送|抽查|检查|考试|培训|复议|诉讼"
);
// What the treasury took is more than what one office charged.
pattern!(REVENUE, "财政|实现|预算|决算|非税|入库|全口径");

/// What a figure of a clause says of table two.
pub(super) fn reading(sentence: &Sentence, clause: &Clause, index: usize) -> Option<Reading> {
    let words = sentence.words(clause);
    if let Some(again) = clause.figures.get(index).and_then(|figure| documents_again(sentence, clause, figure)) {
        return Some(again);
    }
    if !(words.contains("规章") || words.contains("规范性文件") || words.contains("行政")) {
        return None;
    }
    let figure = clause.figures.get(index)?;
    let from = index.checked_sub(1).map_or(0, |last| clause.figures[last].range.end);
    let (before, after) = (&words[from..figure.range.start], &words[figure.range.end..]);
    if OTHERWISE.is_match(words) {
        return None;
    }
    document(sentence, clause, (before, after), figure).or_else(|| decision(sentence, clause, (before, after), figure))
}

fn document(sentence: &Sentence, clause: &Clause, around: (&str, &str), figure: &Figure) -> Option<Reading> {
    let (before, after) = around;
    if !figure.is_count() {
        return None;
    }
    let found = DOCUMENT_BEFORE
        .captures(before)
        .or_else(|| DOCUMENT_AFTER.captures(after).filter(|found| found.name("of").is_none()))?;
    let rules = &found["what"] == "规章";
    let words = sentence.words(clause);
    let cell = |column: usize| if rules { RULES[column] } else { DOCUMENTS[column] };
    if let Some(column) = column(words) {
        let certainty = repealed_and_expired(sentence);
        return Some(Reading { topic: Topic::Documents, meanings: vec![vec![cell(column)]], certainty });
    }
    let none = !(MADE.is_match(words) || REPEALED.is_match(words) || IN_FORCE.is_match(words));
    (none && posted(sentence, clause)).then(|| Reading {
        topic: Topic::Posted,
        meanings: vec![vec![cell(2)], vec![cell(2), cell(1)]],
        certainty: Certainty::Certain,
    })
}

/// The column of table two that the one verb of some words counts.
fn column(words: &str) -> Option<usize> {
    match [MADE.is_match(words), REPEALED.is_match(words), IN_FORCE.is_match(words)] {
        [true, false, false] => Some(0),
        [false, true, false] => Some(1),
        [false, false, true] => Some(2),
        _ => None,
    }
}

/// 废止12件、宣布失效3件: the table may count either or both.
fn repealed_and_expired(sentence: &Sentence) -> Certainty {
    let both = sentence.text.contains("废止") && sentence.text.contains("失效");
    if both { Certainty::Likely } else { Certainty::Certain }
}

/// 制发规范性文件2件，废止1件，现行有效9件: what the verb alone counts after such documents have been counted.
fn documents_again(sentence: &Sentence, clause: &Clause, figure: &Figure) -> Option<Reading> {
    let words = sentence.words(clause);
    if !figure.is_count() || figure.range.end != words.len() {
        return None;
    }
    let column = column(AGAIN.captures(&words[..figure.range.start])?.get(0)?.as_str())?;
    let mut before = sentence.clauses.iter().rev().skip_while(|other| other.range.start >= clause.range.start);
    let named = before.find(|other| {
        let words = sentence.words(other);
        !other.figures.iter().any(|figure| AGAIN.is_match(&words[..figure.range.start]))
    })?;
    let words = sentence.words(named);
    let counted = named.figures.iter().any(|figure| DOCUMENT_BEFORE.is_match(&words[..figure.range.start]));
    let stands = counted && !words.contains("规章") && !OTHERWISE.is_match(words) && self::column(words).is_some();
    stands.then(|| Reading {
        topic: Topic::Documents,
        meanings: vec![vec![DOCUMENTS[column]]],
        certainty: repealed_and_expired(sentence),
    })
}

/// Whether what stands before in the sentence says that the documents were disclosed.
fn posted(sentence: &Sentence, clause: &Clause) -> bool {
    let before = &sentence.text[..clause.range.end];
    let disclosed = before.contains("公开") || before.contains("发布");
    disclosed && !MADE.is_match(before) && !REPEALED.is_match(before)
}

const RULES: [&str; 3] =
    ["disclosure.art20_1.rules@made", "disclosure.art20_1.rules@repealed", "disclosure.art20_1.rules@in_force"];
const DOCUMENTS: [&str; 3] = [
    "disclosure.art20_1.normative_documents@made",
    "disclosure.art20_1.normative_documents@repealed",
    "disclosure.art20_1.normative_documents@in_force",
];

fn decision(sentence: &Sentence, clause: &Clause, (before, after): (&str, &str), figure: &Figure) -> Option<Reading> {
    if NO_DECISION.is_match(sentence.words(clause)) {
        return None;
    }
    let certain = |cell: &'static str| {
        let meanings: Meanings = vec![vec![cell]];
        Some(Reading { topic: Topic::Decisions, meanings, certainty: Certainty::Certain })
    };
    if matches!(figure.unit, "元" | "万元") {
        let charged = FEE_BEFORE.is_match(before) && !REVENUE.is_match(sentence.words(clause));
        return charged.then_some(()).and_then(|()| certain("disclosure.art20_8.fees@amount_wan"));
    }
    let found = DECISION_BEFORE.captures(before).or_else(|| DECISION_AFTER.captures(after));
    let posted = POSTED.is_match(&sentence.text[..clause.range.start]);
    match &found.filter(|_| !posted && DECIDED.contains(&figure.unit))?["what"] {
        "许可" => certain("disclosure.art20_5.licensing@decisions"),
        "处罚" => certain("disclosure.art20_6.penalties@decisions"),
        _ => certain("disclosure.art20_6.coercion@decisions"),
    }
}
