//! The hygiene of the text that patterns cannot say: cut paragraphs, brackets without their other half, words that come
//! twice, spacing that changes, sentences that do not end, and letters that came along with the report.

use std::sync::LazyLock;

use regex::Regex;

use super::claims::pattern;
use super::dictionary::{self, Dictionary};
use super::inspection::{Inspection, Values, or_pass};
use crate::model::{Outcome, Phrase, Reason, Span};

/// A passage shorter than this (in characters) may be a heading or an item.
const SHORTEST_SENTENCE: usize = 20;

/// The longest line that may be a date and nothing else, in bytes.
const LONGEST_DATE: usize = 40;

/// Of the text before a cut, what is quoted.
const TAIL: usize = 16;

pattern!(YEAR_SPACING, r"20\d\d([ \x{A0}]*)年");
pattern!(
    SAME_OBJECT,
    r"(?:增加|提升|加强|强化|提高|完善|优化|扩大|拓展|深化|改善)(\p{Han}{4})[、，]\p{Han}{0,3}?(?:增加|提升|加强|强化|提高|完善|优化|扩大|拓展|深化|改善)(\p{Han}{4})[、，。；]"
);
pattern!(
    LETTER,
    "请审[阅示核批]|随文[呈报上]|呈上|现(?:将|予)[^。]{0,60}(?:上报|报送|呈报|报上)|请(?:予)?(?:查收|备案)"
);
pattern!(DOCUMENT_NUMBER, r"\p{Han}{1,12}[〔\[（(【﹝]20\d\d[〕\]）)】﹞]\s*\d+\s*号");

static REPEATED: LazyLock<Option<Dictionary>> = LazyLock::new(|| {
    let words = dictionary::read(dictionary::STANDARD.1).ok()?;
    Dictionary::new(words.into_iter().filter(|word| word.kind == "repeated").collect()).ok()
});

/// Page breaks cut fewer paragraphs than this; more are lines that a program broke at a fixed width.
const MOST_CUTS: usize = 8;

/// Paragraphs that a page break cut (EXT-04).
pub(super) fn cuts(inspection: &Inspection) -> Vec<Outcome> {
    let cuts = &inspection.prose.get().cuts;
    if let Some(first) = cuts.first().filter(|_| cuts.len() > MOST_CUTS) {
        let values = Values::default().text("count", cuts.len());
        return vec![inspection.fail_as("lines", inspection.severity(&[]), &values, Some(*first))];
    }
    let outcome = |cut: &Span| {
        let text = inspection.quote(*cut);
        let tail = text.char_indices().rev().nth(TAIL - 1).map_or(text, |(at, _)| &text[at..]);
        inspection.fail(&Values::default().text("quote", tail), &[], Some(*cut), None)
    };
    or_pass(cuts.iter().map(outcome).collect())
}

/// A covering letter before the report, or the report twice in one file (EXT-09).
pub(super) fn letter(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(title) = &case.report.title else {
        let message = Phrase::new("没有找到报告标题，未作判断。", "No title was found; nothing was decided.");
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let text = &case.document.text;
    let before = &text[..title.span.start];
    let number = DOCUMENT_NUMBER.find(before);
    if let Some(letter) = LETTER.find(before) {
        let place = number.map_or(letter.range(), |number| number.range());
        let values = Values::default().text("number", number.map_or("无文号", |number| number.as_str().trim()));
        return vec![inspection.fail(&values, &[], Some(Span::new(place.start, place.end)), None)];
    }
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = plain(&title.value);
    let again = inspection.prose.get().paragraphs.iter().find(|span| {
        span.start >= title.span.end
            && span.end - span.start <= wanted.len() + 20
            && plain(inspection.quote(**span)) == wanted
    });
    match again {
        Some(span) => {
            let values = Values::default().text("title", &title.value);
            vec![inspection.fail_as("twice", inspection.rule.severity, &values, Some(*span))]
        }
        None => vec![Outcome::Pass],
    }
}

/// Words that come twice in a row (TXT-04): of two to six characters, one object behind two verbs, and those of the
/// dictionary. Of single characters only a dictionary can tell 目的的 from 的的.
pub(super) fn repeated(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for passage in &prose.passages {
        let characters: Vec<(usize, char)> = passage.text.char_indices().collect();
        let mut at = 0;
        while at < characters.len() {
            let Some(length) = doubled(&characters[at..]) else {
                at += 1;
                continue;
            };
            let start = characters[at].0;
            let end = characters.get(at + 2 * length).map_or(passage.text.len(), |(end, _)| *end);
            let values = Values::default().text("quote", &passage.text[start..end]);
            outcomes.extend(passage.span(start..end).map(|span| inspection.fail(&values, &[], Some(span), None)));
            at += 2 * length;
        }
    }
    for found in SAME_OBJECT.captures_iter(&prose.whole).filter(|found| found[1] == found[2]) {
        let Some(whole) = found.get(0) else { continue };
        let values = Values::default().text("quote", whole.as_str().trim_end_matches(['、', '，', '。', '；']));
        outcomes.extend(prose.place(whole.range()).map(|span| inspection.fail(&values, &[], Some(span), None)));
    }
    if let Some(dictionary) = REPEATED.as_ref() {
        outcomes.extend(dictionary::faults(inspection, dictionary, inspection.variant("word")));
    }
    or_pass(outcomes)
}

/// How many characters come twice at the beginning. 一项一项 is how one counts.
fn doubled(characters: &[(usize, char)]) -> Option<usize> {
    let is_word = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let first = characters.first()?.1;
    if !is_word(first) || "一逐各每几两某".contains(first) {
        return None;
    }
    let same = |length: &usize| {
        characters.len() >= 2 * length
            && characters[..*length].iter().zip(&characters[*length..]).all(|(a, b)| a.1 == b.1 && is_word(a.1))
            && characters[..*length].iter().any(|(_, c)| *c != first)
    };
    (2..=6).rev().find(same)
}

/// 2021 年 beside 2021年 (TXT-05).
pub(super) fn spacing(inspection: &Inspection) -> Vec<Outcome> {
    let text = &inspection.case.document.text;
    let mut spaced: Vec<Span> = Vec::new();
    let mut tight: Vec<Span> = Vec::new();
    // The date of the signature is set by itself.
    let is_prose = |span: &&Span| span.end - span.start > LONGEST_DATE;
    for paragraph in inspection.prose.get().body.iter().filter(is_prose) {
        for found in YEAR_SPACING.captures_iter(text.get(paragraph.range()).unwrap_or("")) {
            let Some(whole) = found.get(0) else { continue };
            let span = Span::new(paragraph.start + whole.start(), paragraph.start + whole.end());
            if found[1].is_empty() { tight.push(span) } else { spaced.push(span) }
        }
    }
    let (Some(first_spaced), Some(first_tight)) = (spaced.first(), tight.first()) else { return vec![Outcome::Pass] };
    let odd = if tight.len() <= spaced.len() { first_tight } else { first_spaced };
    let values = Values::default().text("spaced", spaced.len()).text("tight", tight.len());
    vec![inspection.fail(&values, &[], Some(*odd), None)]
}

/// Brackets and quotation marks without their other half (TXT-07), at most one in each section.
pub(super) fn unpaired(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for passages in prose.passages.chunk_by(|a, b| a.section == b.section) {
        // A bracket may close in a later paragraph: a quotation over several.
        let mut open: Vec<(char, Span)> = Vec::new();
        let mut odd: Option<(char, Span)> = None;
        for passage in passages {
            for (at, c) in passage.text.char_indices() {
                let Some(kind) = pair(c) else { continue };
                let Some(span) = passage.span(at..at + c.len_utf8()) else { continue };
                match kind {
                    Half::Opening => open.push((c, span)),
                    Half::Closing(opening) => match open.iter().rposition(|(c, _)| folded(*c) == opening) {
                        // What was opened inside and never closed.
                        Some(place) => {
                            odd = odd.or_else(|| open.get(place + 1).copied());
                            open.truncate(place);
                        }
                        // `一)` and `1)` number an item.
                        None if is_numeral(&passage.text[..at]) => {}
                        None => odd = odd.or(Some((c, span))),
                    },
                }
            }
        }
        if let Some((c, span)) = odd.or_else(|| open.first().copied()) {
            outcomes.push(inspection.fail(&Values::default().text("mark", c), &[], Some(span), None));
        }
    }
    or_pass(outcomes)
}

enum Half {
    Opening,
    Closing(char),
}

/// A bracket with the opening half of its kind; half and full width are one kind. An apostrophe is no quotation mark.
fn pair(c: char) -> Option<Half> {
    let half = match c {
        '“' | '《' | '〈' | '〔' | '（' | '(' | '【' => Half::Opening,
        '”' => Half::Closing('“'),
        '》' => Half::Closing('《'),
        '〉' => Half::Closing('〈'),
        '〕' => Half::Closing('〔'),
        '）' | ')' => Half::Closing('('),
        '】' => Half::Closing('【'),
        _ => return None,
    };
    Some(half)
}

const fn folded(c: char) -> char {
    if c == '（' { '(' } else { c }
}

fn is_numeral(before: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = before.trim_end_matches(numeral);
    rest.len() < before.len() && rest.chars().next_back().is_none_or(|c| "。；：，、;:,.".contains(c))
}

/// Paragraphs that end in the middle of a sentence (TXT-12).
pub(super) fn unfinished(inspection: &Inspection) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for passage in &inspection.prose.get().passages {
        let text = passage.text.as_str();
        let Some(last) = text.chars().next_back() else { continue };
        let dangling = matches!(last, '，' | '、' | ',');
        // An address or a number at the end needs no stop.
        let ends = "。：；！？”）》…—.:;!?)】’".contains(last) || last.is_ascii_alphanumeric();
        let sentence = text.contains(['，', '。', '；']) && text.char_indices().nth(SHORTEST_SENTENCE).is_some();
        if !(dangling || (!ends && sentence)) {
            continue;
        }
        let start = text.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
        let values = Values::default().text("quote", &text[start..]);
        outcomes.extend(passage.span(start..text.len()).map(|span| inspection.fail(&values, &[], Some(span), None)));
    }
    or_pass(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubled_word_is_told_from_counting() {
        let length = |text: &str| doubled(&text.char_indices().collect::<Vec<_>>());
        assert_eq!(length("政府政府信息"), Some(2));
        assert_eq!(length("信息公开信息公开"), Some(4));
        assert_eq!(length("一项一项"), None);
        assert_eq!(length("紧紧围绕"), None);
        assert_eq!(length("哈哈哈哈"), None);
    }
}
