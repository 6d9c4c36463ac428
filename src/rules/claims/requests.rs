//! Requests for information: what a clause says of those received, handled, answered and carried over, and of their results.

use std::sync::LazyLock;

use regex::Regex;

use super::thread::Context;
use super::{CARRIED_IN, CARRIED_OUT, Certainty, Meanings, RECEIVED, RESULTS, Reading, pattern};
use crate::model::Topic;
use crate::rules::figures::Figure;

// Requests for information, as distinct from any other 申请.
pattern!(pub(super) REQUEST, "信息公开的?申请|信息申请公开|公开申请|申请公开|公开(?:政府)?信息的?申请|依申请");
pattern!(SHORT_REQUEST, "(?:收到|新收|接到)的?申请");
// Channels whose cases are no requests.
pattern!(
    pub(super) OTHER_CHANNEL,
    "村务|居务|党务|校务|院务|厂务|热线|12345|信箱|留言|来信|诉求|工单|咨询|信访|建议|提案|投诉|投稿|举报|申诉"
);
pattern!(pub(super) RELIEF, "复议|诉讼|应诉");
// A part of the requests, or something else that happened to them.
pattern!(
    PART,
    "网上|网络|网站|在线|线上|线下|信函|信件|邮寄|邮件|邮政|当面|现场|传真|电子|平台|窗口|渠道|书面|口头|自然人|企业|律师|公民|法人|组织|个人|上半年|下半年|季度|\\d月|历年|累计|截至|平均|转办|转交|转送|移交|撤回|撤销|补正|涉及|关于|类|要求|重复|不属于|超期|逾期|符合|有效|共同|联合|其余|审核|审查|会签|函|材料|指导|协助|配合|协调|代[县市区省镇乡州旗为理]|代政府"
);
// A part of those who asked, or of the ways to ask: what follows may be told of the part.
pattern!(
    pub(super) NARROWS,
    "网上|网络|网站|在线|线上|线下|信函|信件|来信|邮寄|邮件|邮箱|邮政|当面|现场|传真|电子|平台|窗口|书面|口头|自然人|企业|律师|公民|法人|组织|个人"
);
// 网站、信函等渠道 are all of them.
pattern!(pub(super) ALL_WAYS, "、[^，。]{1,12}等(?:多种|各种|各类|多个)?(?:渠道|途径|方式|形式|平台)");
// A part, or a comparison, unless it is the carry-over itself that is spoken of.
pattern!(COMPARED, "其中|去年|上年|往年|同比|相比|较|比|增长|增加|下降|减少|其他|另");
// Some of the answers: those in time, those to a kind of applicant.
pattern!(SOME, "按时|按期|及时|限期|延期|主动|首次|满意|收取|费|咨询|元");
// What narrows nothing: all who may ask, 关于政府信息公开的申请, and the 转办 in 结转办理.
pattern!(
    WHOLE_PUBLIC,
    "公民、?法人[或和与及、以]*(?:者)?其[他它](?:社会)?组织|各类|公民个人|申请人|(?:关于|涉及)(?:政府)?信息公开|结转|转结"
);
pattern!(NO_REQUEST, "(?:未|没有|没)(?:曾)?(?:收到|接到|新收|收悉|接收到)");
pattern!(
    NONE_AT_ALL,
    "(?:无|零)(?:任何)?(?:政府)?(?:信息公开申请|依申请公开|公开申请|申请公开)|零申请|(?:申请|依申请公开)的?(?:件|数|量|数量|件数|总数)?(?:均|都)?为(?:零|0(?:[^\\d.]|$))"
);
// 未收到申请人对答复的异议 says nothing of requests.
pattern!(
    ABOUT_ANSWERS,
    "答复|异议|不服|质疑|反馈|意见|收费|通知|批评|的(?:单位|部门|乡镇|街道|机关|行政机关)|[个家](?:单位|部门|机关)"
);
pattern!(
    ANCHOR,
    "新收|接收|收到|接到|收悉|受理|办理完成|办结|办理|答复|回复|处理完毕|处理|结转|转结|顺延|予以公开|部分公开|不予公开|无法提供|不予处理|撤回|转送|告知|提供|收取|征求"
);
// 制发公文30件，其中主动公开20件、依申请公开5件、不予公开5件: kinds of documents, not requests.
pattern!(SORTED, "主动公开(?:类|的)?(?:信息|文件|公文)?\\d");
pattern!(DOCUMENTS, "公文|发文|文件|属性|文号");
pattern!(
    FROM_LAST_YEAR,
    "(?:上年度?|上一年度?|去年|往年)[^，。\\d]{0,8}(?:结转|转结|遗留|转入)|(?:结转|转结)(?:上年|上一年|去年)"
);
pattern!(TO_NEXT_YEAR, "(?:结转|转结|顺延|转入|延至)[^，。\\d]{0,4}(?:下年|下一年|次年|明年|来年|翌年)");
// 2022年结转2件, 结转至2024年: of which year, the number says.
pattern!(FROM_YEAR, r"(\d{4})年度?(?:未办结)?的?(?:结转|转结|遗留|转入)");
pattern!(RECEIVED_AFTER, "新收|收到|接到");
pattern!(TO_YEAR, r"(?:结转|转结|顺延|转入|延至|转)(?:至|到|入|在)?(\d{4})年");
const FILLER: &str = "(?:的|答复|决定|政府信息|信息|申请|处理|情形|范围|数量|件数|有|共|共计|为|：|:|“|”)*";
static RESULT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let text = format!("(?P<class>不予以?公开|部分(?:予以)?公开|予以公开|无法提供|不予处理){FILLER}$");
    Regex::new(&text).expect("a valid pattern")
});
// 予以公开或部分公开59件, 不予公开、无法提供8件: of the kinds together.
pattern!(
    RESULT_JOINED,
    "(?P<class>不予以?公开|部分(?:予以)?公开|予以公开|无法提供|不予处理)(?:的|政府信息|信息|申请|“|”)*(?:或者?|和|及|以及|与|、)(?:“|”)*$"
);
// 同意公开或部分公开, 部分不予公开, 未予以公开: something else than the word that follows.
pattern!(OTHERWISE, "(?:或者?|和|及|与|、|部分|未|不|不应|不宜)(?:“|”)*$");
pattern!(
    RESULT_AFTER,
    "^(?:政府信息公开)?(?:申请)?(?:均|已|都|作出|作|为|属于|依法|的|答复|决定){0,4}(?P<class>不予以?公开|部分(?:予以)?公开|予以公开|无法提供|不予处理)"
);

/// A clause, asked what it says of requests.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) words: &'a str,
    pub(super) figures: &'a [Figure],
    /// The heading of its paragraph.
    pub(super) head: &'a str,
    /// The year reported on.
    pub(super) year: Option<i32>,
}

impl Asked<'_> {
    pub(super) fn names_requests(&self) -> bool {
        REQUEST.is_match(self.words) || (self.head.contains("依申请") && SHORT_REQUEST.is_match(self.words))
    }

    /// 收到反馈意见30件: something else was received, and what follows is about it.
    pub(super) fn receives_other(&self) -> bool {
        if self.names_requests() || self.words.contains("申请") {
            return false;
        }
        let object = |figure: &Figure| {
            let before = &self.words[..figure.range.start];
            let verb = RECEIVED_AFTER.find_iter(before).last()?;
            Some(before[verb.end()..].chars().count())
        };
        self.figures.iter().filter(|figure| figure.is_count()).filter_map(object).any(|object| object > BARE)
    }

    /// The clause without words that name all who may ask.
    pub(super) fn whole(&self) -> String {
        WHOLE_PUBLIC.replace_all(self.words, "").into_owned()
    }
}

/// Whether a sentence tells documents of one kind from those of another, in words that requests are told of with.
pub(super) fn sorts_documents(sentence: &str) -> bool {
    SORTED.is_match(sentence) && DOCUMENTS.is_match(sentence)
}

/// 未收到政府信息公开申请 and the like, said of all requests.
pub(super) fn none(clause: &Asked, context: Context) -> Option<Reading> {
    if context == Context::None || !clause.names_requests() {
        return None;
    }
    if !(NO_REQUEST.is_match(clause.words) || NONE_AT_ALL.is_match(clause.words)) {
        return None;
    }
    let whole = clause.whole();
    let of_all = !PART.is_match(&whole) && !COMPARED.is_match(&whole) && !ABOUT_ANSWERS.is_match(&whole);
    of_all.then(|| Reading { topic: Topic::Received, meanings: vec![vec![RECEIVED]], certainty: Certainty::Certain })
}

/// What a figure of a clause says of requests.
pub(super) fn reading(clause: &Asked, context: Context, index: usize) -> Option<Reading> {
    let figure = clause.figures.get(index).filter(|figure| figure.is_count())?;
    if context == Context::None || NO_REQUEST.is_match(clause.words) {
        return None;
    }
    let from = index.checked_sub(1).map_or(0, |last| clause.figures[last].range.end);
    let before = &clause.words[from..figure.range.start];
    let after = &clause.words[figure.range.end..];
    let whole = clause.whole();
    let newly = clause.words.strip_prefix("其中").is_some_and(|rest| rest.contains("新收"));
    if PART.is_match(&whole) && !newly && !ALL_WAYS.is_match(clause.words) {
        return None;
    }
    if let Some((topic, cell)) = carried(clause) {
        return Some(Reading { topic, meanings: vec![vec![cell]], certainty: Certainty::Certain });
    }
    if let Some(cells) = result(before, after) {
        let some = context == Context::Narrowed || SOME.is_match(&whole);
        let certainty = if some { Certainty::Likely } else { Certainty::Certain };
        return Some(Reading { topic: Topic::Result, meanings: vec![cells], certainty });
    }
    if COMPARED.is_match(&whole) && !newly {
        return None;
    }
    let verbs: Vec<&str> = ANCHOR.find_iter(before).map(|verb| verb.as_str()).collect();
    let tail = before.rsplit(verbs.last()?).next().unwrap_or("");
    let bare = tail.chars().count() <= BARE;
    by_verbs(clause, context, &verbs, bare)
}

/// 答复了共3件: so many words between verb and figure name no object.
const BARE: usize = 2;

/// Whether the clauses that follow a number say that it contains the requests carried in: 收到62件（含上年结转3件）,
/// 收到6件，其中新收5件，上年结转1件.
pub(super) fn contains_carried<'a>(following: impl Iterator<Item = Asked<'a>>) -> bool {
    /// 其中, 新收5件, 上年结转1件.
    const NEAR: usize = 3;
    let mut told = false;
    for clause in following.take(NEAR) {
        let opens = ["含", "包括", "其中"].iter().any(|word| clause.words.starts_with(word));
        if (told || opens) && carried(&clause).is_some_and(|(topic, _)| topic == Topic::CarriedIn) {
            return true;
        }
        told |= opens || clause.words.contains("新收");
    }
    false
}

/// Requests carried in or out, where the clause has one figure only and goes on about nothing else.
fn carried(clause: &Asked) -> Option<(Topic, &'static str)> {
    if clause.figures.len() != 1 {
        return None;
    }
    let named = |pattern: &Regex| pattern.captures(clause.words)?[1].parse::<i32>().ok().zip(clause.year);
    let from = FROM_LAST_YEAR.find(clause.words).map(|found| found.end());
    let from = from.or_else(|| {
        named(&FROM_YEAR).filter(|(named, own)| named + 1 == *own)?;
        FROM_YEAR.find(clause.words).map(|found| found.end())
    });
    let to = TO_NEXT_YEAR.is_match(clause.words) || named(&TO_YEAR).is_some_and(|(named, own)| named == own + 1);
    match (from, to) {
        // 结转上年后新收到47件 counts those received.
        (Some(end), false) => {
            (!RECEIVED_AFTER.is_match(&clause.words[end..])).then_some((Topic::CarriedIn, CARRIED_IN))
        }
        (None, true) => Some((Topic::CarriedOut, CARRIED_OUT)),
        (Some(_), true) | (None, false) => None,
    }
}

/// The cells of the kinds of result that stand right before or right after a figure.
fn result(before: &str, after: &str) -> Option<Vec<&'static str>> {
    let Some(found) = RESULT_BEFORE.captures(before) else {
        let found = RESULT_AFTER.captures(after).filter(|_| !ANCHOR.is_match(before))?;
        let joined = after[found.get(0)?.end()..].starts_with(['或', '和', '及', '与', '、']);
        return (!joined).then(|| class(&found["class"]).to_vec());
    };
    let mut cells = class(&found["class"]).to_vec();
    let mut rest = &before[..found.name("class")?.start()];
    rest = rest.trim_end_matches('“');
    while let Some(joined) = RESULT_JOINED.captures(rest) {
        cells.splice(0..0, class(&joined["class"]).iter().copied());
        rest = &rest[..joined.name("class")?.start()];
    }
    (!OTHERWISE.is_match(rest)).then_some(cells)
}

fn class(name: &str) -> &'static [&'static str] {
    match name {
        "予以公开" => &["requests.results.granted@total"],
        "无法提供" => &UNABLE,
        "不予处理" => &NOT_PROCESSED,
        name if name.starts_with("部分") => &["requests.results.partially_granted@total"],
        _ => &DENIED,
    }
}

const DENIED: [&str; 8] = [
    "requests.results.denied.state_secret@total",
    "requests.results.denied.prohibited_by_law@total",
    "requests.results.denied.three_securities_one_stability@total",
    "requests.results.denied.third_party_rights@total",
    "requests.results.denied.internal_affairs@total",
    "requests.results.denied.process_information@total",
    "requests.results.denied.enforcement_case_file@total",
    "requests.results.denied.administrative_query@total",
];
const UNABLE: [&str; 3] = [
    "requests.results.unable.not_held@total",
    "requests.results.unable.needs_creation@total",
    "requests.results.unable.still_unclear@total",
];
const NOT_PROCESSED: [&str; 5] = [
    "requests.results.not_processed.petition_complaint@total",
    "requests.results.not_processed.repeated@total",
    "requests.results.not_processed.public_publication@total",
    "requests.results.not_processed.excessive_repeated@total",
    "requests.results.not_processed.confirm_or_reissue@total",
];

/// What the verbs before a figure may speak of (domain 3.3).
fn by_verbs(clause: &Asked, context: Context, verbs: &[&str], bare: bool) -> Option<Reading> {
    let is = |known: &[&str]| verbs.iter().any(|verb| known.contains(verb));
    let only = |known: &[&[&str]]| verbs.iter().all(|verb| known.iter().any(|known| known.contains(verb)));
    if !only(&[&RECEIVING, &ACCEPTING, &ANSWERING]) {
        return None;
    }
    let (received, answered) = (is(&RECEIVING), is(&ANSWERING));
    let (accepted, handled) = (is(&["受理"]), is(&["办理"]));
    let mut meanings: Meanings = Vec::new();
    let mut add = |applies: bool, cells: &[&'static str]| {
        if applies && !meanings.iter().any(|known| known == cells) {
            meanings.push(cells.to_vec());
        }
    };
    add(received || (accepted && !handled), &[RECEIVED]);
    add(accepted || handled, &[RECEIVED, CARRIED_IN]);
    add(accepted || handled, &[RECEIVED]);
    add(answered || handled, &[RESULTS]);
    let newly = clause.words.contains("新收");
    let named = clause.names_requests();
    let (topic, certainty) = match context {
        Context::Requests if received => (named || newly).then_some((Topic::Received, Certainty::Certain))?,
        Context::Parts if received => newly.then_some((Topic::Received, Certainty::Certain))?,
        Context::Before | Context::Narrowed if received => newly.then_some((Topic::Received, Certainty::Likely))?,
        Context::Requests if accepted || handled => {
            let topic = if handled { Topic::Handled } else { Topic::Accepted };
            named.then_some((topic, Certainty::Certain))?
        }
        Context::Requests if named || bare => (Topic::Answered, Certainty::Certain),
        Context::Parts | Context::Before | Context::Narrowed if bare && answered => {
            (Topic::Answered, Certainty::Likely)
        }
        Context::None | Context::Before | Context::Requests | Context::Parts | Context::Narrowed => return None,
    };
    let some = (SOME.is_match(clause.words) && topic == Topic::Answered) || ALL_WAYS.is_match(clause.words);
    let certainty = if some { Certainty::Likely } else { certainty };
    Some(Reading { topic, meanings, certainty })
}

const RECEIVING: [&str; 5] = ["新收", "接收", "收到", "接到", "收悉"];
const ACCEPTING: [&str; 2] = ["受理", "办理"];
const ANSWERING: [&str; 6] = ["办理完成", "办结", "答复", "回复", "处理完毕", "处理"];
