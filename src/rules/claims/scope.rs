//! Of whom and of which year a sentence speaks: only what speaks of the whole body in the whole of the year reported on can
//! be held against the tables.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Case, pattern};
use crate::rules::body::Body;

// 布局, 大局, 中心工作 are no bodies.
pattern!(
    OWN_BODY,
    "本级|本机关(?:[^不]|$)|机关本部|办公室|办公厅|政府办|县府办|市府办|(?:^|[^布格大结当时])局|委员会|中心(?:[^工城任大环思]|$)|支队|大队|下属|所属|直属|开发区|园区|高新区"
);
// 县政府收到20件 may be the county's own office or all of the county.
pattern!(OWN_LEVEL, "[省市县区州旗盟]政府(?:及|共|累计|新?收|受理|办理|接|含|[（(])");
// 全县各级各部门 is the whole county, whoever else the clause names after it; 各部门 alone is all but the rest.
pattern!(WHOLE_BODY, "各(?:级|部门|乡|镇|街道|单位|县|市|区|局|委|行政机关)");
pattern!(ALL_BODIES, "各(?:级|行政机关)|[我全本][省市县区州旗盟]|各[^，。；]{1,12}各");
pattern!(PLACE, "[我全本](?P<level>[省市县区州旗盟镇乡街国])");
pattern!(COUNTS, r"\d+余?多?[件份宗起条个]");
// 乡村振兴, 城镇 are no townships.
pattern!(TOWNSHIPS, "街道|乡(?:[^村土情]|$)|(?:^|[^城集])镇");
// 办公系统 is a program.
pattern!(
    WIDER,
    "全[省市县区州旗盟国]|各级|各乡|各镇|各县|各市|下属|所属|直属|局属|委属|厅属|(?:^|[^理务息请记办件开子据控0-9])系统|分局|支队|大队|派出所"
);

pattern!(YEAR, r"(?P<since>\d{4}年?[-—–~～至到])?(?P<year>\d{4})年");
// Titles of documents name years of their own.
pattern!(TITLE, "《[^》]*》");
// 2022年结转2件, 结转至2024年: the carry-over itself, which says of which year it is.
pattern!(
    CARRY,
    r"\d{4}年度?(?:未办结)?(?:的)?(?:结转|转结|遗留|转入)|(?:结转|转结|顺延|转入|延至|转)(?:至|到|入|在)?(?:下一?年度?[（(]?)?\d{4}年"
);
// 较2022年增长: only what stands in that clause is of another year.
pattern!(COMPARED_TO, r"(?:较|比|同|与|和|相比)(?:上年|去年|于)?[（(]?$");
// A part of the year, or many years.
pattern!(
    OTHER_PERIOD,
    r"[上下]半年|前?[一二三四两]个?季度|近[两二三四五六七八九十几]年|[两三四五几]年[来间]|历年|(?:施行|实施|开展|成立|开通)以来|\d{1,2}月份?"
);
// The whole year told by its first and last day or month.
pattern!(
    WHOLE_YEAR,
    r"1月(?:1日)?起?(?:至|到|[-—–~～]{1,2})(?:\d{4}年)?12月(?:31日|底)?止?|1(?:至|到|[-—–~～])12月|12月(?:31日|底|末)"
);
pattern!(THIS_YEAR, "全年|本年|年度内|当年");

/// What a place of a sentence says of the year or the body from there on.
#[derive(Debug, Clone, Copy)]
struct Turn {
    at: usize,
    own: bool,
}

/// Where a sentence speaks of the year and of the body that the tables speak of.
pub(super) struct Scope {
    /// Where it turns to another year or period, and back.
    years: Vec<Turn>,
    /// Where it turns to another body, and back.
    bodies: Vec<Turn>,
    /// Where another year is only compared with.
    compared: Vec<usize>,
}

impl Scope {
    /// Reads a sentence, of which the clauses are given, once.
    pub(super) fn of(case: &Case, sentence: &str, clauses: &[Range<usize>]) -> Self {
        let report = case.report;
        let (years, compared) = years(sentence, report.year.as_ref().map(|year| year.value));
        let agency = report.agency.as_ref().map(|agency| agency.value.as_str());
        let bodies = agency.map_or_else(Vec::new, |agency| bodies(agency, sentence, clauses));
        Self { years, bodies, compared }
    }

    /// Whether the sentence, read up to the end of a clause, speaks of them.
    pub(super) fn holds(&self, clause: &Range<usize>) -> bool {
        self.stays(clause.end) && !self.compared.iter().any(|at| clause.contains(at))
    }

    /// Whether the sentence, read up to a place, speaks of them.
    pub(super) fn stays(&self, end: usize) -> bool {
        let own = |turns: &[Turn]| turns.iter().rfind(|turn| turn.at < end).is_none_or(|turn| turn.own);
        own(&self.years) && own(&self.bodies)
    }
}

/// As many blanks as the words have bytes, so that places stay.
fn without(text: &str, pattern: &Regex) -> String {
    pattern.replace_all(text, |found: &regex::Captures| " ".repeat(found[0].len())).into_owned()
}

/// The turns from year to year, and the places where another is compared with.
fn years(sentence: &str, year: Option<i32>) -> (Vec<Turn>, Vec<usize>) {
    let text = without(&without(sentence, &TITLE), &CARRY);
    let (mut turns, mut compared) = (Vec::new(), Vec::new());
    for found in YEAR.captures_iter(&text) {
        let Some(named) = found.name("year") else { continue };
        let own = named.as_str().parse::<i32>().ok() == year;
        let at = named.start();
        match found.name("since") {
            Some(since) => turns.push(Turn { at, own: own && since.as_str().starts_with(named.as_str()) }),
            None if !own && COMPARED_TO.is_match(&text[..at]) => compared.push(at),
            None => turns.push(Turn { at, own }),
        }
    }
    let parts = without(&text, &WHOLE_YEAR);
    turns.extend(OTHER_PERIOD.find_iter(&parts).map(|found| Turn { at: found.start(), own: false }));
    turns.extend(THIS_YEAR.find_iter(&text).map(|found| Turn { at: found.start(), own: true }));
    turns.sort_by_key(|turn| turn.at);
    (turns, compared)
}

/// The turns from body to body, clause by clause.
fn bodies(agency: &str, sentence: &str, clauses: &[Range<usize>]) -> Vec<Turn> {
    let own = agency.strip_suffix("人民政府").unwrap_or(agency);
    let blank = |name: &str| " ".repeat(name.len());
    let others = sentence.replace(agency, &blank(agency)).replace(own, &blank(own));
    let body = Body::of(agency);
    let township = body == Body::Township;
    if !body.is_government() {
        // 分局 is what a 分局 calls itself.
        let mut found = WIDER.find_iter(&others).filter(|found| !agency.contains(found.as_str()));
        return found.next().map(|found| Turn { at: found.start(), own: false }).into_iter().collect();
    }
    let turn = |clause: &Range<usize>| {
        let words = others.get(clause.clone())?;
        let find = |pattern: &Regex| pattern.find(words).map(|found| found.start());
        let turn = |place: usize, own: bool| Some(Turn { at: clause.start + place, own });
        let counts = COUNTS.is_match(words);
        let place = PLACE.captures(words).and_then(|found| Some((found.get(0)?.start(), found["level"].to_owned())));
        let same = |level: &str| own.ends_with(level) || (own.contains("街道") && level == "街");
        // 按照全省统一部署 counts nothing.
        if let Some((place, _)) = place.as_ref().filter(|(_, level)| counts && !same(level)) {
            return turn(*place, false);
        }
        let wider = if township { None } else { find(&OWN_LEVEL).into_iter().chain(find(&TOWNSHIPS)).min() };
        let other = find(&OWN_BODY).into_iter().chain(wider).min();
        let whole = find(&WHOLE_BODY).filter(|_| !township);
        match (other, whole) {
            (other, Some(whole)) if other.is_none_or(|other| whole <= other) => {
                let all = ALL_BODIES.is_match(words);
                (all || counts).then(|| turn(whole, all)).flatten()
            }
            (Some(other), _) => turn(other, false),
            (None, _) => turn(place.filter(|(_, level)| same(level))?.0, true),
        }
    };
    clauses.iter().filter_map(turn).collect()
}
