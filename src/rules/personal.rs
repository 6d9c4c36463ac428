//! Personal data in the prose. Neither a message nor the place that it marks ever holds the whole of what was found.

use std::sync::LazyLock;

use regex::Regex;

use super::claims::pattern;
use super::inspection::{Inspection, Values, or_pass};
use crate::model::{Outcome, Severity, Span};

/// How many characters of a number, and of an address, are shown and marked.
const SHOWN: usize = 3;

pattern!(
    APPLICANT,
    "(?:申请人|原告|上诉人|起诉人|第三人|信访人|投诉人)(?:为|系|：|:)?(?P<name>[王李张刘陈杨赵黄周吴徐孙胡朱郭罗郑梁宋唐邓韩冯曹彭肖田董潘袁蔡蒋杜叶魏苏吕丁沈姚卢姜崔钟谭陆汪廖韦邹熊孟秦邱侯尹薛闫段雷黎史陶贺毛郝顾龚邵覃武钱戴孔]\\p{Han}{1,2}?|(?:欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|宇文|司徒|令狐|夏侯|端木|南宫)\\p{Han}{1,2}?)(?:[，。、；：（(]|提出|申请|诉|不服|起诉|提起|向我|要求)"
);
pattern!(
    ADDRESS,
    "(?:住址|家住|现住|户籍地址?|家庭地址)(?:为|在|：|:)?[^，。；\\n]{2,30}?(?:\\d|[一二三四五六七八九十])+(?:号楼|号院|号|栋|幢|单元|室|组)|(?:申请人|原告|先生|女士|同志)[^。；\\n]{0,20}小区[^。；，\\n]{0,20}(?:单元|室)"
);
pattern!(CONTACT, "电话|联系|传真|手机|咨询|监督");
// The number of an office, wherever it stands.
pattern!(OFFICE, "(?:联系|咨询|监督|办公|服务|受理|公开)(?:电话|方式)|传真");
pattern!(PRIVATE, "申请人|当事人|原告|上诉人|起诉人|第三人|信访人|来访人|举报人|投诉人");

/// A number in a paragraph, its groups joined.
struct Number<'a> {
    digits: String,
    span: Span,
    /// The sentence that it stands in.
    sentence: &'a str,
}

/// What is shown of a text, and where it stands.
fn masked(inspection: &Inspection, span: Span) -> (String, Span) {
    let text = inspection.quote(span);
    let end = text.char_indices().nth(SHOWN.min(text.chars().count() / 3)).map_or(text.len(), |(at, _)| at);
    let hidden = text[end..].chars().filter(|c| !c.is_whitespace()).count();
    (format!("{}{}", &text[..end], "*".repeat(hidden)), Span::new(span.start, span.start + end.max(1)))
}

/// The whole text goes into the fingerprint, where it cannot be read, and nowhere else.
fn finding(inspection: &Inspection, span: Span, severity: Severity) -> Outcome {
    let (shown, place) = masked(inspection, span);
    let values = Values::default().text("masked", shown).text("whole", inspection.quote(span));
    inspection.fail_with(&inspection.rule.message, severity, &values, &[], Some(place), None)
}

/// Identity card numbers with a date and a check digit that fit (PRV-01; GB 11643).
pub(super) fn identity_cards(inspection: &Inspection) -> Vec<Outcome> {
    let found = numbers(inspection).into_iter().filter(|number| is_identity_card(&number.digits));
    or_pass(found.map(|number| finding(inspection, number.span, inspection.rule.severity)).collect())
}

/// Mobile numbers (PRV-02): among the contact details the office's own, as a rule.
pub(super) fn mobiles(inspection: &Inspection) -> Vec<Outcome> {
    let is_mobile = |digits: &str| {
        digits.len() == 11 && digits.starts_with('1') && ('3'..='9').contains(&char::from(digits.as_bytes()[1]))
    };
    let found = numbers(inspection).into_iter().filter(|number| is_mobile(&number.digits));
    let outcome = |number: Number| {
        let contact = is_contact(inspection, &number);
        finding(inspection, number.span, if contact { Severity::Info } else { inspection.rule.severity })
    };
    or_pass(found.map(outcome).collect())
}

/// Whether a number is among the contact details: those stand before section one or in the last section, or are called
/// an office's.
fn is_contact(inspection: &Inspection, number: &Number) -> bool {
    let section = inspection.case.report.sections.iter().find(|section| section.span.contains(number.span));
    let is_account = section.is_some_and(|section| section.id != "other");
    let named = if is_account { &OFFICE } else { &CONTACT };
    named.is_match(number.sentence) && !PRIVATE.is_match(number.sentence)
}

/// Names of applicants (PRV-03). A surname that also begins ordinary words is left out: 申请人于, 申请人应, 申请人何时.
pub(super) fn applicants(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for name in APPLICANT.captures_iter(&prose.whole).filter_map(|found| found.name("name")) {
        if name.as_str().contains('某') {
            continue;
        }
        outcomes.extend(prose.place(name.range()).map(|span| finding(inspection, span, inspection.rule.severity)));
    }
    or_pass(outcomes)
}

/// Bank cards and home addresses (PRV-04).
pub(super) fn details(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let cards = numbers(inspection).into_iter().filter(|number| is_card(&number.digits)).map(|number| number.span);
    let homes = ADDRESS.find_iter(&prose.whole).filter_map(|found| prose.place(found.range()));
    or_pass(cards.chain(homes).map(|span| finding(inspection, span, inspection.rule.severity)).collect())
}

/// The numbers of eleven digits and more in the paragraphs, those of full width among them. Groups joined by one blank or
/// hyphen are one number, as 138 0000 0000 is.
fn numbers<'a>(inspection: &Inspection<'a>) -> Vec<Number<'a>> {
    let text = inspection.case.document.text.as_str();
    let mut found = Vec::new();
    for paragraph in &inspection.prose.get().paragraphs {
        let printed = text.get(paragraph.range()).unwrap_or("");
        let signs: Vec<(usize, char)> = printed.char_indices().map(|(at, c)| (at, narrow(c))).collect();
        let sign = |at: usize| signs.get(at).map(|(_, c)| *c);
        let place = |at: usize| signs.get(at).map_or(printed.len(), |(place, _)| *place);
        let mut at = 0;
        while at < signs.len() {
            if !signs[at].1.is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            let (mut digits, next) = run(&signs, start);
            at = next;
            if digits.len() == 17 && sign(at).is_some_and(|c| c.eq_ignore_ascii_case(&'X')) {
                digits.push('X');
                at += 1;
            }
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let before = start.checked_sub(1).and_then(sign);
            let part = latin(sign(at)) || latin(before) || before == Some('.');
            if digits.len() >= 11 && !part {
                let (first, last) = (place(start), place(at));
                let stops = ['。', '；'];
                let from = printed[..first].rfind(stops).map_or(0, |stop| stop + '。'.len_utf8());
                let to = printed[last..].find(stops).map_or(printed.len(), |stop| last + stop);
                let span = Span::new(paragraph.start + first, paragraph.start + last);
                let digits = without_country(digits, before);
                found.push(Number { digits, span, sentence: &printed[from..to] });
            }
        }
    }
    found
}

/// The digits from a place on, and where they end.
fn run(signs: &[(usize, char)], start: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut at = start;
    while let Some((_, c)) = signs.get(at) {
        let joins = matches!(c, ' ' | '-')
            && at - start >= SHOWN
            && signs.get(at + 1..at + 4).is_some_and(|next| next.iter().all(|(_, c)| c.is_ascii_digit()));
        if c.is_ascii_digit() {
            digits.push(*c);
        } else if !joins {
            break;
        }
        at += 1;
    }
    (digits, at)
}

/// A digit, letter or joint of full width as the usual one.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ｘ' | 'ｘ' | '＋' | '－' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// +86 or 0086 before a mobile number.
fn without_country(digits: String, before: Option<char>) -> String {
    let code = match digits.len() {
        13 if before == Some('+') => "86",
        15 => "0086",
        _ => return digits,
    };
    digits.strip_prefix(code).map(str::to_owned).unwrap_or(digits)
}

fn is_identity_card(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if digits.len() != 18 || digits.starts_with('0') {
        return false;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let dated = (1900..=2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum();
    dated && digits.chars().last() == CHECKS.get(sum as usize % 11).copied()
}

/// A card of the kinds in use that passes Luhn's check.
fn is_card(digits: &str) -> bool {
    let kind = (digits.starts_with("62") && (16..=19).contains(&digits.len()))
        || (digits.starts_with(['4', '5']) && digits.len() == 16);
    let doubled = |(place, c): (usize, char)| {
        let digit = c.to_digit(10).unwrap_or(0);
        if place.is_multiple_of(2) { digit } else { digit * 2 / 10 + digit * 2 % 10 }
    };
    kind && !is_identity_card(digits) && digits.chars().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_their_check_digits() {
        assert!(is_identity_card("11010519491231002X"));
        assert!(!is_identity_card("110105194912310021"));
        assert!(!is_identity_card("110105194913310026"));
        assert!(is_card("4111111111111111") && !is_card("4111111111111112") && !is_card("1234567890123456"));
    }
}
