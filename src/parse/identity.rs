//! Who reports on which year: from the title, the signature and the letter before the report.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::Located;

use super::labels::key;
use super::stream::{Place, Token};

/// Title, agency and year, each where it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) title: Option<Located<String>>,
    pub(super) agency: Option<Located<String>>,
    pub(super) year: Option<Located<i32>>,
}

/// Over letters and figures alone: who (may be absent), which year, and the report's name.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&titles()).ok());

/// The year stands before the name of the report (with the body before or after it) or behind it.
fn titles() -> String {
    let year = r"20\d\d|二[〇零○]二?[〇零○一二三四五六七八九]{1,2}";
    let report = "(?:政府)?信息公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年?年度(?:工作)?报告|年度?年报|的报告|年报)";
    let first = format!(
        r"(?P<who>\p{{Han}}{{2,40}}?)?(?:关于)?(?P<year>{year})年度?(?P<late>\p{{Han}}{{2,30}}?)?{report}(?:公开版|全文)?"
    );
    let last = format!(r"(?P<body>\p{{Han}}{{2,40}}?){report}(?P<behind>{year})年?度?");
    format!("^(?:关于)?(?:{first}|{last})$")
}

static PERIOD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(20\d\d)年1月1日起?(?:至|到)(?:20\d\d年)?12月31日").ok());

/// What a public body's name ends with.
const BODIES: [&str; 33] = [
    "政府",
    "局",
    "委员会",
    "办公室",
    "厅",
    "部",
    "院",
    "处",
    "所",
    "站",
    "队",
    "中心",
    "学校",
    "大学",
    "学院",
    "街道",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "州",
    "盟",
    "镇",
    "乡",
    "委",
    "办",
    "会",
    "社",
    "园",
    "公司",
    "苏木",
    "办事处",
];

/// Bodies by whose name alone their government or office is meant.
const PLACES: [&str; 11] = ["省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "街道", "苏木"];

/// What a place's own government or office is called after the place.
const GOVERNMENTS: [&str; 4] = ["人民政府", "办事处", "管理委员会", "管委会"];

/// Finds title, agency and year. `body` is where the first section begins, in bytes.
#[must_use]
pub(super) fn identify(tokens: &[Token], body: usize) -> Identity {
    let loose: Vec<&Token> =
        tokens.iter().filter(|token| token.place == Place::Loose && !token.key.is_empty()).collect();
    let mut identity = title(&loose, body);
    if identity.year.is_none() {
        identity.year = period_year(&loose);
    }
    identity.agency = match identity.agency.take() {
        Some(agency) => Some(full_name(&loose, agency)),
        None => signature(&loose),
    };
    identity
}

/// The last title before the first section: a letter before the report names it too, but earlier.
fn title(loose: &[&Token], body: usize) -> Identity {
    let Some(pattern) = TITLE.as_ref() else {
        return Identity::default();
    };
    let head = loose.iter().take_while(|token| token.span.start < body).count();
    let mut without_agency = None;
    for end in (0..head).rev() {
        for start in (end.saturating_sub(4)..=end).rev() {
            let lines = &loose[start..=end];
            let joined: String = lines.iter().map(|token| token.key.as_str()).collect();
            if joined.chars().count() > 80
                || ["上报", "报送", "呈报", "附件", "印发"].iter().any(|word| joined.contains(word))
                || joined.starts_with('附')
            {
                break;
            }
            let Some(found) = pattern.captures(&joined) else {
                continue;
            };
            let span = lines[0].span.cover(lines[lines.len() - 1].span);
            let identity = Identity {
                title: Some(Located { value: printed(lines, 0..joined.len()), span }),
                year: found
                    .name("year")
                    .or_else(|| found.name("behind"))
                    .and_then(|year| year_value(year.as_str()))
                    .map(|value| Located { value, span }),
                agency: found
                    .name("who")
                    .or_else(|| found.name("late"))
                    .or_else(|| found.name("body"))
                    .filter(|who| who.as_str() != "政府")
                    .filter(|who| start == end || BODIES.iter().any(|ending| who.as_str().ends_with(ending)))
                    .map(|who| Located { value: printed(lines, who.range()), span }),
            };
            if identity.agency.is_some() {
                return identity;
            }
            without_agency.get_or_insert(identity);
        }
    }
    without_agency.unwrap_or_default()
}

/// What stands on the paper for a part of the lines' keys: brackets and dots within a name belong to it, blanks do not.
fn printed(lines: &[&Token], part: Range<usize>) -> String {
    let mut name = String::new();
    let mut at = 0;
    for character in lines.iter().flat_map(|token| token.raw.chars()).filter(|character| !character.is_whitespace()) {
        let length = key(character.encode_utf8(&mut [0; 4])).len();
        let is_within = at < part.end && (at > part.start || (at == part.start && length > 0));
        let closes = at == part.end
            && match character {
                '）' => name.contains('（') && !name.contains('）'),
                ')' => name.contains('(') && !name.contains(')'),
                _ => false,
            };
        if is_within || closes {
            name.push(character);
        }
        at += length;
    }
    name
}

/// `2021` or `二〇二一`.
fn year_value(printed: &str) -> Option<i32> {
    let digits: String = printed
        .chars()
        .map(|character| {
            "〇一二三四五六七八九".chars().position(|c| c == character).or(matches!(character, '零' | '○').then_some(0))
        })
        .zip(printed.chars())
        .map(|(value, character)| {
            value.and_then(|value| char::from_digit(u32::try_from(value).ok()?, 10)).unwrap_or(character)
        })
        .collect();
    digits.parse().ok().filter(|year| (2000..=2099).contains(year))
}

fn period_year(loose: &[&Token]) -> Option<Located<i32>> {
    let pattern = PERIOD.as_ref()?;
    loose.iter().find_map(|token| {
        let value = pattern.captures(&token.key)?.get(1)?.as_str().parse().ok()?;
        Some(Located { value, span: token.span })
    })
}

/// A place's name in the title stands for its government where a line of the file (signature, letter head) says so.
fn full_name(loose: &[&Token], agency: Located<String>) -> Located<String> {
    if !PLACES.iter().any(|ending| agency.value.ends_with(ending)) {
        return agency;
    }
    let is_government =
        |token: &&&Token| token.key.strip_prefix(agency.value.as_str()).is_some_and(|rest| GOVERNMENTS.contains(&rest));
    match loose.iter().rev().find(is_government) {
        Some(token) => Located { value: printed(&[*token], 0..token.key.len()), span: token.span },
        None => agency,
    }
}

/// A body's name on a line of its own, at the end of the file or at its beginning.
fn signature(loose: &[&Token]) -> Option<Located<String>> {
    let is_body = |token: &&&Token| {
        let length = token.key.chars().count();
        (4..=30).contains(&length)
            && token.key.chars().all(|character| !character.is_ascii())
            && !token.raw.contains(['，', '。', '、', '：', ':', '；'])
            && BODIES.iter().any(|ending| token.key.ends_with(ending))
    };
    let located = |token: &&Token| Located { value: printed(&[*token], 0..token.key.len()), span: token.span };
    loose.iter().rev().take(6).find(is_body).or_else(|| loose.iter().take(6).find(is_body)).map(located)
}
